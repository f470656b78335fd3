/*
 * What one item says, before any other item is looked at: its cues, whose
 * word it passes on, and its claims. Made by judge/analyze.h from the item
 * and the lexicon alone; lives in the caller's arena. Spans are bytes
 * [start, end) of the UTF-8 field they name.
 */
#ifndef HEARSAY_MODEL_ANALYSIS_H
#define HEARSAY_MODEL_ANALYSIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum field { FIELD_TITLE, FIELD_TEXT };

struct span {
	uint32_t start, end;
};

enum aspect {
	ASPECT_OTHER,
	ASPECT_DISCONTINUATION,
	ASPECT_SUCCESSOR,
	ASPECT_NAME,
	ASPECT_RELEASE_DATE,
	ASPECT_ELIGIBILITY,
	ASPECT_FEATURE,
	ASPECT_ROLLOUT,
	ASPECT_EXCLUSIVITY,
	ASPECT_REGION,
	ASPECT_SUPPORT_LENGTH,
	ASPECT_COUNT
};

enum modality { MODALITY_HEDGED, MODALITY_ASSERTED, MODALITY_DENIED };

/* What stands behind a word, best first: rule 5 of doc/judgement.md. */
enum grade {
	GRADE_A, /* the vendor's own feed, domain or account */
	GRADE_B, /* a report that quotes a named official, or "X announced" */
	GRADE_C, /* press, certificates, code: unattributed or unofficial */
	GRADE_D, /* a rumor: a tipster, a leak, unnamed insiders */
	GRADE_U, /* the user's own word, by `hearsay settle`; of no claim */
};

enum origin_kind {
	ORIGIN_NONE,	  /* nobody is named: the writer's own words */
	ORIGIN_TIPSTER,	  /* a person, analyst or teardown of tipsters.tsv,
			     or a name the text calls a tipster */
	ORIGIN_OUTLET,	  /* another outlet: its word, or its exclusive */
	ORIGIN_DOCUMENT,  /* a filing, certificate, code, benchmark */
	ORIGIN_ANONYMOUS, /* unnamed insiders, "reports" */
	ORIGIN_OFFICIAL,  /* an official or spokesperson of vendor */
};

struct hedge {
	enum field field;
	struct span span;
	const char *class; /* of hedges.tsv: "leak", "modal" ... */
	double weight;
};

/* The id of what "people say": nobody who could have it first-hand. */
#define ATTRIBUTION_CROWD "crowd"
/* Of "people familiar with the matter": whoever writes so has spoken to them.
 */
#define ATTRIBUTION_INSIDER "insider"

struct attribution {
	enum field field;
	struct span source, cue, content; /* empty where there is none */
	enum origin_kind kind;
	const char *id; /* of tipsters.tsv, or NULL */
	const char
	    *name; /* canonical, or as the text has it; NULL: anonymous */
	const char *vendor; /* whose official; NULL for others */
	const char *house;  /* whom a person works for or with; or NULL */
	bool via;	    /* where the item was copied from, not an origin */
	bool aside;	    /* named beside the news, which is by others */
};

struct window {
	int64_t from, to; /* first and last second; DATE_NONE both: none */
};

struct claim {
	enum aspect aspect;
	const char *vendor;  /* canonical, or NULL */
	const char *product; /* canonical name of products.tsv or of the
				text ("Xiaomi 14"), or NULL */
	const char *version; /* "14", "6.1", or NULL */
	const char *value;   /* normalised argument: the claimed name, the
				successor, the region, the devices; or NULL */
	struct window window;
	int64_t by; /* of an end: the last second in which it was to be
		       told, or DATE_NONE */
	enum modality modality;
	enum grade grade;
	int attribution; /* index into analysis.attributions, -1: nobody */
	bool titled;	 /* of the text, and the headline says so too */
	bool own_guess;	 /* the writer speculates: no rumor comes of it */
	bool background; /* restates what is old or of other products */
	bool in_use;	 /* a name that is used, not given: "comes with X" */
	bool presents;	 /* value is new, and shown by its maker: text is
			    all that is told of it, with the headline */
	bool answers;	 /* it is the claim looked for, in other words */
	bool in_part;	 /* ... of a part of it */
	bool granted;	 /* ... or its contrary, by the devices that get a
			    system (eligible.h) */
	bool says_no;	 /* ... of which it says no in so many words */
	bool sought;	 /* made of the words of the claim looked for */
	enum field field;
	struct span sentence;
	const char *text;	  /* the sentence, as it stands */
	const char *const *words; /* folded content words, sorted, unique */
	size_t word_count;
};

enum item_class { CLASS_OTHER, CLASS_RUMOR, CLASS_OFFICIAL, CLASS_DENIAL };

struct analysis {
	enum item_class class;
	double rumor_score; /* 0..1; 0.5 decides */
	bool settles;	    /* an official's word is the news */
	bool noise;	    /* review, deal, how-to, poll, satire */
	bool ours;	    /* it names a maker of vendors.tsv; not stored */
	const char *lang;   /* detected: "en", "zh" ... */
	struct hedge *hedges;
	size_t hedge_count;
	struct attribution *attributions; /* most important first */
	size_t attribution_count;
	struct claim *claims; /* in order of the text */
	size_t claim_count;
};

const char *aspect_name(enum aspect); /* "release-date" ... */
int aspect_parse(const char *name, enum aspect *);
const char *modality_name(enum modality);
int modality_parse(const char *name, enum modality *);
const char *item_class_name(enum item_class);
int item_class_parse(const char *name, enum item_class *);
const char *origin_kind_name(enum origin_kind);
int origin_kind_parse(const char *name, enum origin_kind *);

#endif
