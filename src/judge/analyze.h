/*
 * One item read by itself: cues, attributions, claims. A pure function of
 * the item and the lexicon.
 */
#ifndef HEARSAY_JUDGE_ANALYZE_H
#define HEARSAY_JUDGE_ANALYZE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "judge/itemtext.h"
#include "judge/lexicon.h"
#include "model/analysis.h"

struct kin_row;

/* The result lives in the arena; never fails. */
struct analysis *analyze(
    struct arena *, const struct lexicon *, const struct item *);

/* The same of an item whose fields are folded already. */
struct analysis *analyze_text(
    struct arena *, const struct lexicon *, const struct itemtext *);

/* What a claim says is there, or is not. */
struct thing {
	const char **words; /* folded, without those that name a product */
	size_t count;
	size_t split;	     /* "X and Y": how many are X's; 0: it is one */
	const char *product; /* whose it is, or NULL */
	bool denied;	     /* the claim says that there is none */
};

/* A word of a claim that is looked for, and what it tells. */
struct about_term {
	const char *word;			/* folded */
	const char *product, *version, *vendor; /* that it names, or NULL */
	const char *region;			/* likewise */
	double weight;
	bool head;  /* what the first phrase of it is about */
	bool must;  /* without it nothing is said of the claim */
	bool time;  /* a part of when it is said to be */
	bool name;  /* it has a capital, inside of the sentence */
	bool opens; /* it is of what a table calls the thing */
	bool verb;  /* of a plan, or with an object: it describes nothing */
	bool leads; /* a head, of whichever phrase */
	size_t of;  /* the head of its phrase; of a later head, the first */
};

/* What a claim says of its number: "more than 12". */
enum about_bound {
	BOUND_NONE,
	BOUND_LEAST,
	BOUND_MORE,
	BOUND_MOST,
	BOUND_LESS,
	BOUND_AROUND
};

/* "Headphone jack": words that are one, and what says the same. */
struct about_phrase {
	const struct kin_row *row;
	const char *text;
};

struct kind;
struct grants;
struct terms;

/* A claim that is looked for in items. */
struct about {
	const struct claim *claim; /* NULL: nothing to look for */
	size_t negations;	   /* in its sentence */
	struct thing thing;
	const struct kind *kind; /* of a part, that it is about, or NULL */
	const char *trigger;	 /* the words in it that open claims */
	const char *names;	 /* of the products in it */
	const char *actor;	 /* the vendor that it names first, or NULL */
	const char *measure;	 /* "8.4 inch", where that is its value */
	int64_t until;		 /* the day that support goes on to; or 0 */
	enum about_bound bound;	 /* of its amount or price */
	const char *besides;	 /* its end, "instead of X"; or NULL */
	bool only;		 /* it says that there is nothing else */
	bool all;		 /* it is of all models of a line */
	struct about_phrase *phrases; /* of kin.tsv, in it */
	size_t phrase_count;
	bool told; /* it is a sentence of a rumor, as somebody tells it */
	struct span part; /* of that, what is claimed in it */
	bool of_plan;  /* ... on what is to come, and not on the leak itself */
	bool of_thing; /* ... whose terms are the name of a thing */
	const struct grants *grants; /* which devices it gives a system; or
					NULL (eligible.h) */
	const struct terms *care;    /* how long it says they are kept up to
					date; or NULL (term.h) */
	bool of_beta;		     /* ... in a version for testers */
	bool of_study;		     /* it claims that something is looked at */
	const struct about_term *terms; /* in the order of the sentence */
	size_t term_count;
};

/*
 * An item that is a statement, and makes one claim at least; about gets the
 * one that says most.
 */
struct analysis *analyze_statement(struct arena *, const struct lexicon *,
    const struct item *, struct about *);

/* The same of a rumor's sentence, which also tells whose word it is. */
struct analysis *analyze_told(struct arena *, const struct lexicon *,
    const struct item *, struct about *);

/* Is the value of a claim a chip, by its name? */
bool value_is_chip(const char *value);

/* The same as analyze(), and what the item says of that claim in any words. */
struct analysis *analyze_about(struct arena *, const struct lexicon *,
    const struct item *, const struct about *);

#endif
