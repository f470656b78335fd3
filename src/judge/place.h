/*
 * A place in an item where a source may stand: one sentence, with the item
 * around it; and the list of sources, which grows as sentences are read.
 * Inner header of attribution.c (the order of things), source.c (names that
 * the lexicon has), stranger.c (names that it has not), speaker.c (the
 * house itself, in any order of words), office.c (whose an office is),
 * affiliation.c (whom they work for), paper.c (what a maker has in writing) and
 * sourcing.c (sources that nobody names).
 */
#ifndef HEARSAY_JUDGE_PLACE_H
#define HEARSAY_JUDGE_PLACE_H

#include "judge/reading.h"

struct place {
	struct reading *r;
	struct passage *p;
	const struct side *side;
};

/* place.c: matches of the sentence, and what stands between them. */
const struct match *place_match(const struct place *at, size_t i);
const struct attribution_row *place_frame(const struct place *at, size_t i);
bool frame_takes_name(enum frame f);
/* The vendor that the match names, or NULL; is it the item's, or its house? */
const char *place_vendor(const struct place *at, const struct match *m);
bool place_is_ours(const struct place *at, const char *vendor);
/* So many bytes before and behind, within the sentence. */
uint32_t place_back(const struct place *at, uint32_t from, uint32_t bytes);
uint32_t place_ahead(const struct place *at, uint32_t from, uint32_t bytes);
/* Is a phrase of the class within; does one end there? */
bool place_phrase(
    const struct place *at, enum phrase class, uint32_t from, uint32_t to);
bool place_phrase_ends(const struct place *at, enum phrase class, uint32_t to);
const char *place_gap(
    const struct place *at, uint32_t from, uint32_t to, size_t *n);
bool bytes_hold(const char *s, size_t n, const char *chars);
bool place_has_cue(const struct place *at, uint32_t from, uint32_t to,
    enum cue_class a, enum cue_class b);
/* Is it in a quotation that ends before `before`? */
bool place_is_quoted(const struct place *at, uint32_t at_byte, uint32_t before);
/* Has the sentence no source, but for nobody in a quotation before `start`? */
bool place_is_open(const struct place *at, uint32_t start);
/* Is what stands before `end` what the sentence gives an answer to? */
bool place_answers(const struct place *at, uint32_t end);
bool place_is_covered(const struct place *at, uint32_t start, uint32_t end);
bool place_is_taken(const struct place *at, uint32_t start, uint32_t end);
bool speaks_officially(const struct passage *); /* a spokesperson, a boss */
/* "Aqua told the Ledger": only whom it was told to. */
bool place_is_audience(
    const struct place *at, enum frame frame, const struct match *cue);
bool place_continues(const struct place *, uint32_t from, const char *words);
bool verb_is_name(const struct place *at, const struct match *verb);
bool verb_is_to_come(const struct place *at, const struct match *verb);

/* place.c: who publishes the item, and whether a name is his. */
const char *source_title(const struct reading *r);
const struct tipster *own_tipster(const struct reading *r); /* or NULL */
bool is_own_outlet(const struct reading *r, const char *name);

/*
 * place.c: enters a source into the list, or finds it there; its index.
 * source_take() also makes it the sentence's, where none is better: speaks
 * says that it is in the position of a speaker.
 */
int attribution_add(struct place *at, const struct attribution *a, double rank);
void source_take(struct place *at, struct attribution *a, bool speaks,
    const struct match *source, const struct match *cue);

/* The sentence is by this one, whoever else it names: "X, citing Y". */
void source_prefer(struct place *at, const struct attribution *a);
/* "Insiders told the Ledger", in the Ledger: it has it first-hand. */
bool is_own_audience(const struct place *at, enum frame frame);

/* source.c */
void tipster_take(struct place *at, const struct match *m);
void official_take(struct place *at, const struct match *m);
void vendor_take(struct place *at, const struct match *m);
void company_take(struct place *at, const struct match *m);

/* Does the person have the office on the item's day? */
bool person_in_office(const struct reading *, const struct person_row *);
/* "We learned that Aqua", "he said that Aqua": somebody else tells of it. */
bool place_is_told_by_other(const struct place *at, uint32_t start);
bool verb_is_private(const struct place *at, const struct match *verb);
/* "A source at Aqua", "a former Aqua engineer". */
bool is_not_for_house(const struct place *at, const struct match *house);
/* "The affair with Aqua has ended": no subject. */
bool place_is_object(const struct place *at, uint32_t start);
/* "If Aqua confirms", "neither Aqua nor": nothing was said. */
bool place_is_unsaid(const struct place *at, uint32_t start);
/* "Aqua A9": the name is a part of a product's. */
bool vendor_is_in_name(const struct place *at, const struct match *m);

/* office.c: is the office there one of the house that the item is about? */
bool office_is_ours(const struct place *at, uint32_t start, uint32_t end);

/* speaker.c: whatever of the house speaks in a sentence without a source. */
void speaker_take(struct place *at);
/* Did the sentence before have an office of the maker, and no other name than
 * the one from start to end? */
bool was_introduced(const struct place *at, uint32_t start, uint32_t end);

/*
 * sourcing.c: is the sentence by somebody without a name; does it tell of
 * something that was found lying somewhere; enters the first as a source.
 */
bool is_told_by_nobody(const struct place *at);
bool is_come_upon(const struct place *at);
bool is_of_press(const struct place *at); /* "a Russian paper says" */
void sourcing_take(struct place *at);

/* paper.c */
void paper_take(struct place *at, const struct match *m);
/* affiliation.c: the house of the person named there, or NULL. */
const char *affiliation_of(
    const struct place *at, uint32_t start, uint32_t end);

/* stranger.c */
/* A name in Latin letters at `start`: its end, or start. */
uint32_t latin_name_end(const struct place *at, uint32_t start);
/* "Brightwire CEO": the office is of a house that no table has. */
bool office_is_of_stranger(const struct place *at, uint32_t office);
void frame_take(struct place *at, size_t i);
void stranger_before_verb(struct place *at, const struct match *verb);
void stranger_after_office(struct place *at, const struct match *office);

#endif
