/*
 * The rows of the lexicon as judgement reads them: arrays of plain rows, and
 * one automaton whose patterns lead to them. Inner header of the files that
 * read an item; others use judge/lexicon.h.
 *
 * A pattern may stand for several rows (a word that is a hedge in English
 * and in German, a name that is a product's and an account's): its uses are
 * a list. Uses are numbered from 1; 0 ends a list.
 */
#ifndef HEARSAY_JUDGE_TABLES_H
#define HEARSAY_JUDGE_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "judge/automaton.h"
#include "judge/lexicon.h"
#include "model/analysis.h"

enum lang {
	LANG_ANY, /* rows of names: they fire in every language */
	LANG_EN,
	LANG_ZH,
	LANG_DE,
	LANG_ES,
	LANG_FR,
	LANG_IT,
	LANG_PT,
	LANG_ID,
	LANG_HI,
	LANG_RU,
	LANG_COUNT
};

/* What a cue says of its sentence. The order is that of cue_names[]. */
enum cue_class {
	/* hedges.tsv: what is said is not certain */
	CUE_RUMOR_NOUN,
	CUE_LEAK,
	CUE_EVIDENTIAL,
	CUE_MODAL,
	CUE_ADVERB,
	CUE_FORECAST,
	CUE_SUGGEST,
	CUE_SPOTTED,
	CUE_QUESTION,
	CUE_WISHLIST,
	CUE_SCOPED_TIME,
	CUE_HEDGE_LAST = CUE_SCOPED_TIME,
	/* noise.tsv: an item that has no news of plans */
	CUE_REVIEW,
	CUE_DEAL,
	CUE_HOWTO,
	CUE_POLL,
	CUE_SATIRE,
	CUE_OPINION,
	CUE_ROUNDUP,
	CUE_OTHER_NEWS,
	CUE_NOISE_LAST = CUE_OTHER_NEWS,
	/* official.tsv: the language of announcements */
	CUE_ANNOUNCE,
	CUE_CONFIRM,
	CUE_EXEC,
	CUE_RELEASE,
	CUE_DATE_SET,
	CUE_ROADMAP,
	CUE_GUIDE_AFTER,
	CUE_OFFICIAL_LAST = CUE_GUIDE_AFTER,
	/* denial.tsv */
	CUE_DENY,
	CUE_DEBUNK,
	CUE_REVERSAL,
	CUE_NEGATED,
	CUE_DELAY,
	CUE_RENAME,
	CUE_DOUBT,
	CUE_DENIAL_LAST = CUE_DOUBT,
	/* voice.tsv: who speaks, and of what time */
	CUE_GUESS,	  /* the writer speculates */
	CUE_FINDING,	  /* the writer found it out */
	CUE_PAST,	  /* of what was */
	CUE_SILENCE,	  /* "stay tuned", "no comment" */
	CUE_PRONOUN,	  /* "the tipster": who was named last */
	CUE_SPOKESPERSON, /* speaks for the vendor named beside it */
	CUE_NOT_YET,	  /* "has not announced" */
	CUE_BACKWARD,	  /* "that is what X writes": of the sentence before */
	CUE_COMPANY,	  /* "the company": the vendor that the item is about */
	CUE_OFFICE,	  /* "vice president": whoever has it is an official */
	CUE_PAPER,	  /* "release notes": what a maker puts in writing */
	CUE_NOTICE,	  /* "sign up for our letter": no part of the article */
	CUE_COUNT
};

enum scope { SCOPE_ANY, SCOPE_TITLE, SCOPE_TEXT };

struct cue {
	enum cue_class class;
	enum scope scope;
	double weight;
};

enum force {
	FORCE_WEAK,
	FORCE_NEUTRAL,
	FORCE_REPORT,
	FORCE_STRONG,
	FORCE_OFFICIAL,
	FORCE_OFFICIAL_SOFT,
	FORCE_DENY
};

/* Where a pattern of attribution.tsv has its source. */
enum frame {
	FRAME_SOURCE_AFTER,   /* "according to {S}" */
	FRAME_TITLE_BEFORE,   /* "tipster {S}": {S} is a person */
	FRAME_SOURCE_BEFORE,  /* "{S} zufolge" */
	FRAME_SOURCE_BETWEEN, /* "wie {S} berichtet" */
	FRAME_HEADLINE_COLON, /* "Report:" */
	FRAME_HEADLINE_TAIL,  /* ", report says" */
	FRAME_ANONYMOUS,      /* "reportedly": somebody without a name */
	FRAME_INSIDER,	      /* "people familiar with the matter" */
	FRAME_CROWD,	      /* "people say": nobody has it first-hand */
	FRAME_AUDIENCE,	      /* "told {S}": an outlet, which has it from him */
	FRAME_CITED,	      /* "X, citing {S}": X has it from there */
	FRAME_DOCUMENT,	      /* "trademark filing" */
	FRAME_FOOTER,	      /* "Source: {S}" */
	FRAME_VIA,	      /* "(via {S})" */
	FRAME_COUNT
};

struct attribution_row {
	enum frame frame;
	const char *name;  /* of documents: what they are called */
	const char *after; /* folded; of FRAME_SOURCE_BETWEEN, else NULL */
};

enum window_kind {
	WINDOW_RULE,	     /* a range relative to publication */
	WINDOW_MONTH,	     /* a month's name; n is its number */
	WINDOW_SEASON,	     /* n: 0 spring .. 3 winter */
	WINDOW_QUARTER,	     /* n */
	WINDOW_HALF,	     /* n */
	WINDOW_UNIT,	     /* "weeks": n is the days in one */
	WINDOW_YEAR_WORD,    /* zh: the word after a number that is a year */
	WINDOW_MONTH_WORD,   /* zh: after a number that is a month */
	WINDOW_QUARTER_WORD, /* zh */
	WINDOW_WEEKDAY,	     /* n: 0 Sunday */
	WINDOW_PART,	/* "early", "mid", "late", "end of" of what follows */
	WINDOW_WEEK_OF, /* "first week of": n is its number, -1 the last */
	WINDOW_NOT_BEFORE, /* "not until": what follows is a beginning */
	WINDOW_BY,	   /* "by", "before": from now until the end of it */
	WINDOW_UNTIL,	   /* the same, but where it is put off: then */
	WINDOW_AROUND,	   /* "around": some days more at both ends */
	WINDOW_HOLIDAY,	   /* n: month and day as 1001, to.days more */
	WINDOW_KIND_COUNT
};

/* An end of a range: a unit of the calendar around P, and days more. */
struct window_edge {
	enum { EDGE_DAY, EDGE_WEEK, EDGE_MONTH, EDGE_QUARTER, EDGE_YEAR } unit;
	bool last;  /* the end of the unit, not its beginning */
	int offset; /* units from the one of P */
	int days;   /* added */
};

struct window_row {
	enum window_kind kind;
	int n;
	struct window_edge from, to; /* of WINDOW_RULE */
};

struct slot_row {
	enum aspect aspect;
	const char *value; /* "sideload=sideloading": what it means, or NULL */
};

struct person_row { /* an official: a person or an account */
	const char *vendor, *name;
	int from_year, to_year; /* 0: open */
	bool account;
};

struct region_row {
	const char *name;
};

enum use_kind {
	USE_CUE,
	USE_VERB,
	USE_ATTRIBUTION,
	USE_WINDOW,
	USE_SLOT,
	USE_NAMES, /* below: names of something */
	USE_TIPSTER = USE_NAMES,
	USE_PERSON,
	USE_VENDOR,
	USE_PRODUCT,
	USE_REGION
};

struct use {
	enum use_kind kind;
	enum lang lang;
	uint32_t row;
	uint32_t next;
	bool capital; /* a Latin name: stands with a capital letter */
	bool word;    /* a name that is a common word too ("Nothing") */
};

struct vendor_row {
	const char *name;
	const char *house; /* whom it belongs to; itself where to nobody */
};

enum feature {
	FEATURE_BIAS,
	FEATURE_TITLE, /* + class: the strongest cue of it in the title */
	FEATURE_TEXT = FEATURE_TITLE + CUE_COUNT, /* in the lead */
	FEATURE_TITLE_TIPSTER = FEATURE_TEXT + CUE_COUNT,
	FEATURE_LEAD_TIPSTER,
	FEATURE_TITLE_OFFICIAL,
	FEATURE_LEAD_OFFICIAL,
	FEATURE_LEAD_ANONYMOUS,
	FEATURE_HEADLINE_COLON,
	FEATURE_HEADLINE_TAIL,
	FEATURE_TITLE_QUESTION,
	FEATURE_ROLE_TIPSTER,
	FEATURE_ROLE_OFFICIAL,
	FEATURE_PRODUCT,
	FEATURE_TITLE_PRODUCT,
	FEATURE_LEAD_SOURCED,
	FEATURE_LEAD_TOLD,
	FEATURE_BODY_TOLD,
	FEATURE_LEAD_FOUND,
	FEATURE_BODY_FOUND,
	FEATURE_LEAD_FORETOLD,
	FEATURE_BODY_FORETOLD,
	FEATURE_BODY_HEDGED,
	FEATURE_LEAD_REPORTED,
	FEATURE_BODY_REPORTED,
	FEATURE_LEAD_TRADE,
	FEATURE_TITLE_REPORTED,
	FEATURE_LEAD_DOCUMENT,
	FEATURE_COUNT
};

struct kin;
struct phrases;
struct kinds;
struct lineups;
struct nowords;

struct lexicon {
	struct arena arena;
	struct automaton *automaton;
	uint32_t *first_use; /* of a pattern; index into uses */
	size_t pattern_count, pattern_cap;
	struct use *uses; /* [0] is not used */
	size_t use_count, use_cap;

	struct cue *cues;
	size_t cue_count, cue_cap;
	enum force *verbs;
	size_t verb_count, verb_cap;
	struct attribution_row *attributions;
	size_t attribution_count, attribution_cap;
	struct window_row *windows;
	size_t window_count, window_cap;
	struct slot_row *slots;
	size_t slot_count, slot_cap;
	struct tipster *tipsters;
	size_t tipster_count, tipster_cap;
	struct person_row *persons;
	size_t person_count, person_cap;
	struct vendor_row *vendors;
	size_t vendor_count, vendor_cap;
	struct product *products;
	size_t product_count, product_cap;
	struct region_row *regions;
	size_t region_count, region_cap;
	struct han *han;
	struct senses *senses;
	struct kin *kin;
	struct phrases *phrases;
	struct nowords *nowords;
	struct kinds *kinds;
	struct lineups *lineups;
	struct wordlists *wordlists; /* or NULL */
	struct url_rules *url_rules; /* or NULL */

	struct map tipster_by, product_by, vendor_by, person_by; /* folded */
	struct map things; /* of things.tsv, by their names */
	struct map hosts;  /* an official host to its vendor */
	double weights[FEATURE_COUNT];
	uint64_t fingerprint;
};

/* "en" of "en-GB"; LANG_COUNT where it is none of ours. */
enum lang lang_parse(const char *tag);
const char *lang_name(enum lang);
const char *cue_name(enum cue_class);

/* "title.leak", the name of a feature in flag.tsv; in a buffer of its own. */
const char *feature_name(int feature);

/* The weights as set by hand, where no table says others: FEATURE_COUNT. */
void prior_weights(double *weights);

/* Reads a rule of timewindow.tsv: 0, or -1 where it is none. */
int window_rule_parse(const char *rule, struct window_row *);

#endif
