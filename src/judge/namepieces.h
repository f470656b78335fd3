/*
 * A name taken apart: "Galaxy Note7+" is galaxy, note, 7 and plus. What two
 * names have in common tells whether they are of one series, and which models
 * of it they are.
 */
#ifndef HEARSAY_JUDGE_NAMEPIECES_H
#define HEARSAY_JUDGE_NAMEPIECES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "judge/lexicon.h"

#define NAME_PIECES 12

struct name_piece {
	const char *s; /* folded; not terminated */
	size_t n;
	bool number;  /* "5G" is none */
	bool edition; /* by which a series has many models: "Pro" */
};

struct name_pieces {
	struct name_piece v[NAME_PIECES];
	size_t n;
};

/* Without its maker's name, unless that has a number behind it. */
struct name_pieces name_pieces_of(
    const struct lexicon *, struct arena *, const char *name);

bool name_piece_same(const struct name_piece *, const struct name_piece *);
bool name_has_piece(const struct name_pieces *, const struct name_piece *);

/* Are all of the first among those of the second? */
bool name_is_within(const struct name_pieces *, const struct name_pieces *);

/* Are they alike but for their numbers, and for editions where so asked? */
bool name_same_but_numbers(
    const struct name_pieces *, const struct name_pieces *, bool editions_too);

/* The one number in it; NULL where it has none, or two. */
const struct name_piece *name_number(const struct name_pieces *);

#endif
