/*
 * A rumor: the claims that unify, with their origins, carriers and evidence,
 * and what became of it. Statuses and grades follow doc/judgement.md.
 */
#ifndef HEARSAY_MODEL_RUMOR_H
#define HEARSAY_MODEL_RUMOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/analysis.h"

enum rumor_status {
	RUMOR_OPEN,
	RUMOR_CORROBORATED,
	RUMOR_CONFIRMED,
	RUMOR_PARTLY_CONFIRMED,
	RUMOR_CONTRADICTED,
	RUMOR_DENIED,
	RUMOR_EXPIRED,
};

/* An item's part in a rumor. */
enum part {
	PART_CARRIES,  /* passes it on while it is unsettled */
	PART_RESTATES, /* passes it on after it was settled */
	PART_SETTLES,  /* official evidence that decided it */
	PART_RELATED,  /* official or other word that decides nothing */
};

struct rumor_member {
	int64_t item;
	int claim; /* index into the item's claims; -1: none */
	enum part part;
	const char *origin; /* whose word, canonical; NULL: nobody named */
	bool root;	    /* the first to bring its origin's word */
	int64_t published_at;
	const char *sentence;
	int64_t via; /* the item that it has it from; 0: none known */
};

struct transition {
	int64_t at; /* publication of the deciding item, or the deadline */
	enum rumor_status from, to;
	int64_t item; /* 0: the clock decided */
	enum grade grade;
	int64_t ruling;	      /* whose id, where a user decided; else 0 */
	const char *rule;     /* "official-word", "naming-conflict" ... */
	const char *sentence; /* the evidence; NULL where the clock decided */
};

struct rumor_origin {
	const char *name; /* "Digital Chat Station", "trademark filing" */
	enum origin_kind kind;
	int64_t first_item, first_at;
	size_t carriers;
};

struct rumor {
	int64_t id; /* never 0, never used again */
	const char *vendor, *subject, *version, *value; /* NULL: none */
	enum aspect aspect;
	const char *statement; /* the claim in one sentence */
	enum rumor_status status;
	int64_t first_at;     /* publication of its first carrier */
	int64_t settled_at;   /* 0 while it is unsettled */
	int64_t settled_by;   /* item; 0: none, or the clock */
	const char *evidence; /* the deciding sentence, or NULL */
	int64_t deadline;     /* last second of the claimed window; 0: none */
	const struct rumor_origin *origins;
	size_t origin_count;		    /* independent ones */
	const struct rumor_member *members; /* by publication */
	size_t member_count;
	const struct transition *transitions; /* oldest first */
	size_t transition_count;
};

const char *rumor_status_name(enum rumor_status); /* "partly-confirmed" */
int rumor_status_parse(const char *name, enum rumor_status *);
bool rumor_status_is_settled(enum rumor_status); /* expired too */
const char *part_name(enum part);
int part_parse(const char *name, enum part *);

#endif
