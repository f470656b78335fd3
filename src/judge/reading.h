/*
 * One item while it is read: its two fields cut into sentences and scanned, and
 * what is found in them so far. Inner header of the files that make an
 * analysis; each step reads what the ones before it have filled.
 *
 *   read.c         fold, sentences, matches, language
 *   products.c     mentions of products
 *   subject.c      the item's vendor, and what of it
 *   codename.c     products that have only a code name
 *   attribution.c  sources, and who speaks in which sentence (place.h)
 *   flag.c         hedges, noise, the rumor score (flagsentence.c)
 *   asked.c        the device of the claim that is looked for
 *   window.c       time windows of a sentence (windowjoin.c)
 *   claims.c       claims, sentence by sentence (draw.h)
 *   ends.c         what it is that ends, goes or stays
 *   fate.c         what becomes of a business
 *   aboard.c       the system that a phone comes with
 *   value.c        their arguments
 *   grant.c        which devices a system is given, and which not
 *   eligible.c     ... and whether a claim on devices is right by that
 *   term.c         how long they are kept up to date, and the same of that
 *   chip.c         chips among them
 *   naming.c       names given by a verb with two objects
 *   namehan.c      names in Chinese text
 *   presented.c    names of what is shown as new
 */
#ifndef HEARSAY_JUDGE_READING_H
#define HEARSAY_JUDGE_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "judge/analyze.h"
#include "judge/itemtext.h"
#include "judge/phrase.h"
#include "judge/tables.h"
#include "model/analysis.h"

struct match {
	uint32_t start, end; /* bytes of the folded field */
	const struct use *use;
};

/* A product named in the text, with its version or model. */
struct mention {
	uint32_t start, end; /* folded; the version included */
	const struct product *row;
	const char *vendor;
	const char *name;    /* "HyperOS"; of devices with model: "Xiaomi 14" */
	const char *version; /* of software, or NULL */
	bool device;
};

struct passage { /* a sentence */
	enum field field;
	uint32_t start, end;   /* bytes of the folded field */
	struct span span;      /* bytes of the original */
	size_t match, matches; /* its part of the field's matches */
	size_t mention, mentions;
	bool paragraph; /* opens one */
	bool clause;	/* goes on where a semicolon stands */
	bool question;
	uint64_t cues; /* bit of each enum cue_class */
	int source;    /* attribution named in it, or -1 */
	bool speaks;   /* ... and it is in the position of a speaker */
	uint32_t source_start, cue_end; /* of source; folded, 0: not known */
	int speaker; /* by whose word it is, also carried over; or -1 */
	struct phrases_found *phrases; /* found when first asked for */
};

struct side { /* a field; its prose, and what is found in it */
	const char *text;
	size_t n;
	const char *folded;
	size_t folded_n;
	const uint32_t *map; /* folded offset to original */
	struct match *matches;
	size_t match_count, match_cap;
	struct mention *mentions;
	size_t mention_count, mention_cap;
};

struct reading {
	struct arena *arena;
	const struct lexicon *lex;
	const struct itemtext *text;
	const struct item *item;
	int64_t published_at;
	enum lang lang;
	struct side side[2];	  /* by enum field */
	struct passage *passages; /* the title, then the text's sentences */
	size_t passage_count, passage_cap;
	const char *vendor;	       /* whom the item is about, or NULL */
	const struct mention *subject; /* what it is about, or NULL */
	const struct mention *phone;   /* the device it names most, or NULL */
	struct attribution *attributions;
	double *ranks; /* how important each is */
	size_t attribution_count, attribution_cap, rank_cap;
	struct claim *claims;
	size_t claim_count, claim_cap;
	struct analysis *out;
	const struct about *about; /* what is looked for, or NULL */
	struct about *whole;  /* the item is a claim to look for, or NULL */
	struct mention asked; /* device of the claim that is looked for */
};

#define CUE_BIT(class) (UINT64_C(1) << (class))

void read_item(struct reading *);	    /* read.c */
void read_products(struct reading *);	    /* products.c */
void read_attributions(struct reading *);   /* attribution.c */
void read_flag(struct reading *);	    /* flag.c */
void finish_attributions(struct reading *); /* what is beside the news */
void read_claims(struct reading *);	    /* claims.c */

static inline const struct side *passage_side(
    const struct reading *r, const struct passage *p)
{
	return &r->side[p->field];
}

static inline bool passage_has(const struct passage *p, enum cue_class class)
{
	return (p->cues & CUE_BIT(class)) != 0;
}

/* What the sentence has of phrases.tsv, in the item's language. */
const struct phrases_found *passage_phrases(
    const struct reading *, const struct passage *);

struct span span_of(const struct side *, uint32_t start, uint32_t end);
char *original(struct reading *, const struct side *, uint32_t start,
    uint32_t end); /* the text as it stands, in the arena */
const struct cue *match_cue(const struct reading *, const struct match *);

/* subject.c */
void vendor_choose(struct reading *);
void subject_choose(struct reading *);

/* products.c: mentions of a field, which are in order of their places. */
bool side_mentions(const struct side *, uint32_t from, uint32_t to);
void mention_put(struct reading *, struct side *, const struct mention *);
void mentions_order(struct side *);

void codenames_take(struct reading *); /* codename.c, asked by products.c */

/* asked.c: the device of the claim that is looked for, into r->asked; and the
 * mentions that are of it, by its name. */
void asked_take(struct reading *);
void asked_name(struct reading *);

/* products.c: the length of what follows a model's number at `at`, or 0. */
uint32_t model_suffix_length(const struct side *, uint32_t at);

/* flagsentence.c: the features of single sentences */
#define FLAG_LEAD_BYTES 600 /* of folded text: what a summary would hold */
void sentences_weigh(struct reading *, double *x);

/* flag.c: the features of flag.tsv; x has FEATURE_COUNT places */
void features_of(struct reading *, double *x);

/* The same of an item that is not read yet. */
void analyze_features(
    struct arena *, const struct lexicon *, const struct item *, double *x);

/* How certain the sentence is not: the strongest hedge in it, 0..1. */
double passage_hedge(const struct reading *, const struct passage *);

/* window.c */
struct window_hit {
	uint32_t start, end; /* folded */
	struct window window;
	bool not_before; /* "not until May": then at the earliest */
};
size_t windows_find(const struct reading *, const struct passage *,
    struct window_hit *out, size_t cap);
/* "From May 3", of what was moved from then to another day. */
bool window_is_moved(
    const struct reading *, const struct passage *, const struct window_hit *);
/* windowjoin.c: how many are left */
size_t windows_join(const struct reading *, const struct passage *,
    struct window_hit *, size_t n);

/*
 * namehan.c: is it a noun ("商标") behind which no name is given; the name
 * behind a verb, or such a noun; and whose noun it is ("MagicOS 的商标").
 */
bool han_is_noun(
    const struct side *, const struct passage *, const struct match *);
const char *han_name(struct reading *, const struct side *,
    const struct passage *, const struct match *);
const char *han_owner(struct reading *, const struct side *,
    const struct passage *, uint32_t noun);

/* value.c */
/* The next term of support from *at on ("5 years", "5 years security"). */
const char *years_next(struct reading *, const struct passage *, uint32_t *at);
/* The next amount of money from *at on ("899 USD"), where it begins, and *at
 * past it. */
const char *price_next(
    struct reading *, const struct passage *, uint32_t *at, uint32_t *start);
/* "7", "12" or "seven" at i: the number and its end, or -1. */
int small_number(const char *, uint32_t i, uint32_t end, uint32_t *e);
/* 4 of "four"; 0 where it is no number. */
int number_in_letters(const char *word, size_t n);
/* "Instead of iOS 19": is the name at `start` the one that it is not? */
bool name_is_aside(
    const struct reading *, const struct passage *, uint32_t start);
/* chip.c */
/* The next chip from *at on, by its name ("tensor g9"), and *at past it. */
const char *chip_next(struct reading *, const struct passage *, uint32_t *at);
/* The devices that the lines after p list, or NULL. */
const char *devices_listed(struct reading *, const struct passage *p);
/* The words with capitals that follow at `from`, or NULL. */
const char *capital_after(
    struct reading *, const struct side *, uint32_t from, uint32_t end);
/* The name that the verb at [verb, verb_end) of the folded field gives to what
 * it names in between; NULL where it has no two objects (naming.c). */
const char *naming_goal(
    struct reading *, const struct passage *, uint32_t verb, uint32_t verb_end);

/* The name that running text gives a release, Shasta of "macOS Shasta"; and
 * a device where those are asked for. */
const char *release_name(
    struct reading *, const struct passage *, bool devices);
/* "Will support", "adds": opens a claim and does not say of what. */
bool trigger_is_bare(const struct lexicon *, const struct match *trigger);
const char *value_of(struct reading *, const struct passage *, enum aspect,
    const struct match *trigger, const struct mention *subject);

#endif
