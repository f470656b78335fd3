/*
 * What the claims of one sentence have in common: who says it, how certain,
 * what it is about. Inner header of draw.c (which finds that out), aspects.c,
 * successor.c, release.c, ends.c, fate.c, aboard.c and presented.c (which make
 * the claims of it), about.c (which makes the one that is looked for) and
 * claims.c (which writes them down).
 */
#ifndef HEARSAY_JUDGE_DRAW_H
#define HEARSAY_JUDGE_DRAW_H

#include "judge/reading.h"

#define HEDGED_FROM 0.5 /* weight of a hedge that makes a claim one */
#define WINDOWS	    6	/* of one sentence */
#define DAY	    86400

struct drawn { /* what the claims of one sentence have in common */
	struct reading *r;
	struct passage *p;
	const struct side *side;
	const struct match *trigger[ASPECT_COUNT];
	const struct mention *subject; /* whom the sentence is about */
	const struct mention *phone;   /* a device beside it */
	struct window_hit windows[WINDOWS];
	size_t window_count;
	double hedge;
	const struct match *gone; /* "X is going away": the verb of a feature */
	int attribution;
	enum grade grade;
	enum modality modality;
	bool own_guess, background;
	bool inherited; /* hedged by the headline */
	bool all_past;	/* every window it names was over */
	bool excludes;	/* some device does not get the software */
	bool official;	/* an official of the subject's vendor speaks */
};

/* draw.c */
const struct attribution *drawn_speaker(const struct drawn *d);
bool role_is_official(const struct reading *r);
void title_speaker(struct drawn *d);
void lead_speaker(struct drawn *d);
void grade_take(struct drawn *d);
void grade_of_official(struct drawn *d);
void modality_take(struct drawn *d);
int64_t day_of(int64_t at);
void windows_take(struct drawn *d);
void standing_take(struct drawn *d);
bool drawn_of_vendor(const struct reading *r, const struct mention *m);
/* What the passage begins with: hedge, triggers, subject, windows. */
struct drawn drawn_begin(struct reading *, struct passage *);
/* The product whose name stands at `at` in the passage, or NULL. */
const struct mention *drawn_mention_at(const struct drawn *, uint32_t at);
bool drawn_says(const struct drawn *d, enum phrase);
bool drawn_says_in(
    const struct drawn *d, enum phrase, uint32_t from, uint32_t to);
bool drawn_says_of(const struct drawn *d, enum phrase, const struct match *m);
/* "The launch date will be shared in October": then more is told. */
bool drawn_tells_later(const struct drawn *);
bool mention_is_kind(const struct drawn *d, const struct mention *m);
bool phone_is_place(const struct drawn *d, const struct mention *m);
bool trigger_is_half(const struct drawn *d, const struct match *m);
bool trigger_replaces(const struct drawn *d, const struct match *trigger);
bool trigger_describes(const struct drawn *d, const struct match *trigger);
/* "He wrote after he saw speculation that X ends": do others tell what stands
 * at `at`, and the sentence neither yes nor no to it? */
bool tells_of_talk(const struct drawn *, uint32_t at);
void claim_matter_take(struct drawn *d); /* triggers and subject */
void triggers_limit(struct drawn *d);
uint32_t topic_end(const struct drawn *d);
void topic_drop(struct drawn *d); /* triggers in the topic open nothing */

/* successor.c */
void successor_claims(struct drawn *d);
void name_claims(struct drawn *d);
bool trigger_gives_date(const struct drawn *d, const struct match *trigger);

/* release.c */
void release_claims(struct drawn *d);

/* aspects.c */
void plain_claim(struct drawn *d, enum aspect aspect);
void feature_claims(struct drawn *d); /* a claim for each thing */
void region_claim(struct drawn *d);
void support_claim(struct drawn *d);
void other_claim(struct drawn *d);
void eligibility_claim(struct drawn *d);
void eligibility_excludes(struct drawn *d);  /* ... of a device, no end */
bool feature_is_part(const struct drawn *d); /* a chip by its name */

/* ends.c */
enum end_of {
	END_UNKNOWN, /* the sentence's subject, or what the verb says */
	END_PRODUCT, /* the one that is its object */
	END_TRADE,   /* its maker leaves a market */
	END_PART,    /* something else: a button, a plan of others */
	END_FEATURE, /* a feature that is its subject */
	END_OTHER,   /* a part of it that is its subject: "the display" */
};
enum end_of end_of_what(const struct drawn *d, const struct match *trigger,
    const struct mention **product);
const char *end_part(const struct drawn *d, const struct match *trigger);
bool stay_claim(struct drawn *d);
bool is_removed(const struct drawn *d, const struct match *feature);
bool end_is_other_word(const struct drawn *d, const struct match *trigger);

/* fate.c */
void market_claim(struct drawn *d);
void sale_claim(struct drawn *d);
/* "Is leaving Germany": a place is a market. */
bool leaves_place(const struct drawn *d, uint32_t verb, uint32_t verb_end);
/* Where the word for a business stands behind a verb, in its clause; or 0. */
uint32_t unit_behind(const struct drawn *d, uint32_t at);

/* presented.c */
void presented_claims(struct drawn *d);

/* aboard.c */
void aboard_claim(struct drawn *d);
bool aboard_stands(const struct drawn *d);

/* about.c: before is the number of claims ahead of the sentence's */
void about_claim(struct drawn *d, size_t before);
void about_whole(struct drawn *d);
void about_item(struct reading *); /* aboutitem.c: after all sentences */

/* claims.c */
/* By whose word the sentence is, and how certain; false: by nobody's. */
bool passage_draw(struct reading *, struct passage *, struct drawn *out);
bool text_same(const char *a, const char *b);
struct claim claim_begin(
    const struct drawn *d, enum aspect aspect, const struct mention *subject);
void claim_add(struct drawn *d, struct claim *c);
/* Is it a feature by its name, of which an official says that it is there or
 * not? */
bool trigger_is_thing(const struct drawn *d, const struct match *trigger);
void negation_take(
    const struct drawn *d, const struct match *trigger, struct claim *c);

#endif
