/*
 * The inside of the board, shared by the files that make it up: board.c
 * (partitions, and the numbers of rumors), entry.c and intern.c (what is kept
 * of an item), fold.c (one item after the other), mark.c (where it goes on
 * from), unify.c (which rumor a claim belongs to), follow.c (an official item
 * read with a rumor in mind), bearing*.c and verdict.c
 * (what official word means to a rumor, and does to it), provenance.c
 * (origins), ruling.c (what a user has said).
 *
 * A partition holds everything of one vendor. Its items are kept in the
 * order of publication, and the rumors are a function of them: nothing here
 * depends on when an item arrived, but the numbers that rumors are given.
 */
#ifndef HEARSAY_JUDGE_FOLD_H
#define HEARSAY_JUDGE_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hashset.h"
#include "base/map.h"
#include "judge/board.h"
#include "judge/deal.h"
#include "judge/gist.h"
#include "judge/lexicon.h"
#include "judge/phrase.h"
#include "model/analysis.h"
#include "model/ruling.h"
#include "model/rumor.h"
#include "model/source.h"

#define DAY_S INT64_C(86400)

/* Which words a text may have. */
#define SKETCH_WORDS 16
struct sketch {
	uint64_t bits[SKETCH_WORDS];
};

/*
 * A name in the two forms that are needed: as it is shown, and folded to
 * letters and digits. Both are interned: equal keys are equal pointers.
 */
struct name {
	const char *text, *key;
	const char *house; /* of a vendor: the key of whom it belongs to */
	const struct product *product; /* of the lexicon, or NULL */
	struct sketch sketch;
	bool thing; /* of things.tsv, or "no" such thing */
};

/* Words as sorted numbers; the same word has one number in a board. */
struct words {
	uint32_t *v;
	size_t n;
};

struct pin;
struct board_told;

enum stage { STAGE_NONE, STAGE_BETA, STAGE_STABLE };

struct board_claim {
	enum aspect aspect;
	enum aspect drawn; /* as analysis had it */
	enum modality modality;
	enum grade grade;
	enum origin_kind kind;
	enum stage stage;
	bool own_guess, background;
	bool stranger; /* its source is a name of no table */
	bool in_title;
	bool titled;	  /* in the headline, or in words of it in the text */
	bool in_lead;	  /* or in the first lines */
	bool is_only;	  /* "only in", "limited to" */
	bool own_source;  /* its sentence itself says whose word it is */
	bool said_here;	  /* ... and names it for the first time */
	bool in_passing;  /* of a document that is not its item's news */
	bool of_future;	  /* "will", "would", "going to" */
	bool of_today;	  /* its time is the day of its item */
	bool in_use;	  /* a name that is used, not given */
	bool presents;	  /* value is new, and its maker shows it */
	bool of_crowd;	  /* "people say" */
	bool of_insiders; /* "people familiar with the matter" */
	bool dug_out;	  /* of code or firmware, which somebody went through */
	bool rival;	  /* by somebody of another house */
	bool named_here;  /* its sentence has the product's name in it */
	bool abroad;	  /* its sentence speaks of other countries */
	bool everywhere;  /* ... of all of them */
	bool somewhere;	  /* a name: of one country, or abroad */
	bool and_later;	  /* of devices: those named and all newer ones */
	bool of_each;	  /* its sentence has an amount of another product */
	unsigned beside;  /* aspects of its sentence's other claims, as bits */
	size_t devices;	  /* that its sentence names */
	bool negates;	  /* it has a word that says no */
	bool answers;	  /* it is the asked claim, in other words */
	bool granted;	  /* ... by who gets a system (eligible.h) */
	bool in_part;	  /* ... of a part of it: one thing of two */
	bool followed;	  /* of an item read with one rumor in mind */
	bool sought;	  /* ... and made of that rumor's words */
	bool by_paper; /* a paper of the maker's says so, and answers nobody */
	bool whole_series; /* "the X9 series": all models of its product */
	bool silent;	   /* says what was not said: "says nothing about" */
	bool together;	   /* two houses: a merger, a joint system, a sale */
	const struct name *vendor, *product, *version, *value; /* or NULL */
	const struct name *place;   /* where its sentence says it is */
	int64_t by;		    /* of an end: when it is due */
	const struct name *where;   /* of a time: the place that it names */
	const struct name *trade;   /* of a house's business: which one */
	const struct name *party;   /* ... and who gets it; or NULL */
	enum deal_share share;	    /* ... and how much of it */
	const struct name *aboard;  /* that the phone comes with; or NULL */
	const struct name *feature; /* of a date: what comes then; or NULL */
	const struct name *also;    /* who says it together with origin */
	const struct name *origin;  /* whose word; NULL: nobody named */
	const struct name *house;   /* whom origin works for or with */
	const struct name *origin_vendor; /* whose official */
	struct window window;
	char *text;
	const char *lang;			  /* of its item; interned */
	struct phrase_set says;			  /* of phrases.tsv */
	struct words words, value_words, numbers; /* numbers of the value */
	struct sketch *sketch;	/* of its sentence, once it was asked for */
	int64_t told_at;	/* when its item came out */
	int64_t founder_of;	/* the rumor whose first claim it is; 0: none */
	bool placed;		/* it has a part in a rumor, or was answered */
	bool carries;		/* it passes a rumor on that was unsettled */
	const struct pin *pins; /* rulings about it, newest first */
	const struct name *said_first; /* by ruling: whose word; or NULL */
};

struct board_item {
	int64_t id, published_at, story, copy_of;
	const struct name *source; /* the tipster or outlet it is */
	const struct name *site;   /* "gsmarena" of www.gsmarena.com; or NULL */
	const struct name *read;   /* the document that its source read */
	enum source_role role;
	const struct name *source_vendor;
	enum item_class class;
	double rumor_score;
	bool settles, noise;
	bool ours;	  /* it is about a maker that the lexicon has */
	bool asked;	  /* a question of the user's: nobody's word */
	bool known;	  /* its source is of the lexicon */
	bool by_tipster;  /* somebody who is no official is its source */
	const char *lang; /* interned */
	struct board_claim *claims;
	size_t claim_count;
	struct board_told *told;   /* where an official may speak; or NULL */
	const struct name **named; /* whose word it passes on */
	size_t named_count;
};

/* Which of an item's claims a member or a fact is. */
struct claim_ref {
	struct board_item *item;
	size_t index;
	bool whole; /* of a member: the item as a whole tells the rumor */
};

static inline struct board_claim *ref_claim(struct claim_ref r)
{
	return &r.item->claims[r.index];
}

/* What one item says, of one house. */
struct sayings {
	const struct claim_ref *refs;
	size_t n;
};

/* Where a member has the claim from. */
struct lineage {
	const struct name *root; /* an origin by its name */
	enum origin_kind kind;
	bool rooted;
	int parent; /* the member it hangs on; -1: none */
	/* Who would change that, but is no member yet: an item; the keys of
	 * a source, of an outlet with a tipster, of a document that one
	 * read; whoever cites the source. 0 and NULL: nobody. */
	int64_t awaited_item;
	const char *awaited_source, *awaited_partner, *awaited_reader;
	bool awaited_citer;
};

/* A rumor in the making; pub is what others see of it. */
struct live {
	struct rumor pub;
	struct rumor_member *members;
	struct claim_ref *refs; /* beside members */
	size_t member_cap, ref_cap;
	struct transition *transitions;
	size_t transition_cap;
	struct rumor_origin *origins;
	size_t origin_cap;
	struct lineage *lineages; /* beside members, as far as traced */
	size_t lineage_cap, traced;
	const struct name *vendor, *subject, *version, *value;
	struct window window;
	enum stage stage;
	bool value_has_number;
	int64_t last_at; /* of its newest carrier */
	bool touched;	 /* its origins are to be worked out anew */
	uint64_t print;	 /* of members and origins; 0: not taken since */
	bool told_anew;	 /* denied, and another rumor says so again */
	bool merged;	 /* of several, by a user */
	bool ruled;	 /* settled by a user: stays so */
	bool reopened;	 /* by a user: its deadline is over, and was known */
	enum rumor_status contested; /* what official word said against it */
};

/* What a word weighs that `of` claims have, when there were `claims`. */
struct word_weight {
	size_t of, claims;
	double weight; /* 0: not known */
};

/*
 * A ruling in force, and how far the fold has come with it: the claims that
 * it is about as they are found now, and the rumor that those of each side
 * went to.
 */
struct board_ruling;

struct pin {
	struct board_ruling *ruling;
	unsigned side;
	struct claim_ref ref;	/* item NULL: it is not there */
	const struct pin *next; /* of the same claim */
};

struct board_ruling {
	struct ruling word; /* a copy, with texts of its own */
	struct pin *pins;
	size_t pin_count;
	struct live *rumor[RULING_SIDES];
	struct partition *where[RULING_SIDES]; /* whose rumor that is */
	const struct name *source;	       /* of attribute */
};

#define WEIGHTS_KEPT 256

struct fold_mark;

struct partition {
	const struct lexicon *lexicon; /* the board's; or NULL */
	const struct name *vendor;     /* NULL: of no vendor that is known */
	struct claim_ref *claims;      /* in order of the fold */
	size_t claim_count, claim_cap;
	struct live **rumors; /* in order of their first claims */
	size_t rumor_count, rumor_cap;
	struct claim_ref *facts; /* official claims, oldest first */
	size_t fact_count, fact_cap;
	uint32_t *df; /* claims that a word is in, by its number */
	size_t df_cap;
	struct gist_counts *gists;   /* of items' words; NULL: none */
	size_t folded;		     /* of claims: how far the fold has come */
	struct fold_mark *mark;	     /* of mark.c; or NULL */
	size_t folded_claims;	     /* for the weights of words */
	struct word_weight *weights; /* WEIGHTS_KEPT, by `of` */
	int64_t expired_at;	     /* when the clock last decided something */
	int64_t ruled_at;	     /* when a user last did */
	size_t next_ruling;	     /* the first that is still to come */
	bool stale;		     /* an item came late: fold anew */
	bool dirty; /* something may differ since board_changed() */
};

struct board {
	const struct lexicon *lexicon;
	struct board_policy policy;
	struct map names, keys, words; /* interned */
	struct hashset items;	       /* board_item, by id */
	struct map partitions;	       /* by the vendor's key */
	struct map sought;	       /* of follow.c: what it looked for */
	struct map reported;	       /* id: fingerprint */
	struct live **by_id;
	size_t by_id_count, by_id_cap;
	bool by_id_stale;
	bool refolded; /* ids may be gone since board_changed() */
	struct board_ruling **rulings; /* by time, then id */
	size_t ruling_count, ruling_cap;
	bool unresolved; /* claims of rulings are to be looked for anew */
	int64_t now, next_id;
	uint32_t word_count;
};

/* --- board.c --- */

struct partition *partition_of(struct board *, const struct name *vendor);
/* NULL where the board has no such item. */
struct board_item *board_item_find(const struct board *, int64_t id);

/* --- intern.c --- */

const struct name *intern_name(struct board *, const char *text);
/* Does it stand in the text, by its letters? Not if it is NULL or short. */
bool name_stands_in(
    const struct board *, const struct name *, const char *text);
/* The same, as it is written and as a whole: "A9" is not in "A90". */
bool name_is_in(const char *text, const struct name *);
const char *intern_text(struct board *, const char *text);
struct words intern_words(struct board *, const char *const *words, size_t n);
/* The words of running text; numbers gets those that are numbers. */
struct words intern_tokens(
    struct board *, const char *text, struct words *numbers);
void intern_free(struct board *);

/* --- entry.c --- */

/* A copy of what the board needs of an item and its analysis. */
struct board_item *board_item_new(struct board *, const struct item *,
    const struct analysis *, int64_t story, int64_t copy_of);
void board_item_free(struct board_item *);

/* --- carry.c --- */

/* The claims of one item, from `first` to `end` of the partition's. */
void carry_item(struct board *, struct partition *, size_t first, size_t end);

/* --- follow.c --- */

/* The text of an item in which an official may speak; else NULL. */
struct board_told *told_new(
    struct board *, const struct item *, const struct analysis *);
/* Of one that may pass a rumor on; else NULL. */
const struct gist *told_gist(const struct board *, const struct board_item *);
/* Its headline; NULL where it has none, or nothing was kept of it. */
const char *told_title(const struct board_item *);
void told_free(struct board_told *);
struct sketch sketch_of_name(struct board *, const char *name);

/*
 * The headline that says what the claim is of, where its sentence does not:
 * "it goes away again"; else NULL.
 */
const char *follow_title(struct board *, struct claim_ref);

/* Forgets what was looked for: before a board goes. */
void follow_forget(struct board *);

/* May the item speak of the rumor, by its products or words? */
bool follow_may(struct board *, const struct board_item *, const struct live *);

/* Official word names the rumor's thing: is it of the claimed kind, where the
 * rumor tells one? "A rating of IP68" is none of IP69. */
bool follow_upholds(struct board *, const struct live *,
    const struct board_item *, const struct board_claim *);

/*
 * The item as it reads with the rumor in mind, or NULL where it does not speak
 * of its product. It is the item's own, and is kept with it. Official word is
 * asked only of what says enough to be answered, in the words of the nth who
 * carries it; false: there are no more of them.
 */
bool follow_official(struct board *, const struct live *, struct board_item *,
    size_t nth, struct board_item **);

/* Does the rumor say which devices get a system, or for how long they are kept
 * up to date? Then only an item that is read for that answers it. */
bool follow_knows(struct board *, const struct live *);

/*
 * Who passes the rumor on may do so in the words of its first sentence, or of
 * the headline that this stood under where that claims nothing by itself.
 */
enum follow_by { FOLLOW_SENTENCE, FOLLOW_TITLE };

struct board_item *follow_carrier(
    struct board *, const struct live *, struct board_item *, enum follow_by);

/* --- unify.c --- */

/* The rumor of the partition that the claim belongs to, or NULL. */
struct live *unify_find(const struct board *, const struct partition *,
    const struct board_item *, const struct board_claim *);
/* Does the claim belong to this one? */
bool unify_fits(const struct board *, const struct partition *,
    const struct live *, const struct board_item *, const struct board_claim *);

/* Do the two speak of the same product; of the same line of products? */
bool product_same(const struct name *, const struct name *);
bool product_follows(const struct name *newer, const struct name *older);
bool product_is_model(const struct name *, const struct name *);
bool product_near(const struct name *, const struct name *);
bool product_kin(const struct name *, const struct name *);
bool version_same(const struct name *, const struct name *);

/* Opposite: "no android apps" and "android apps". */
enum values {
	VALUES_UNKNOWN,
	VALUES_SAME,
	VALUES_OVERLAP,
	VALUES_DIFFER,
	VALUES_OPPOSITE
};

enum values values_compare(
    const struct board_claim *, const struct board_claim *);

/* Share of the rarer claim's words that the other has too, by weight. */
double words_coverage(
    const struct partition *, const struct words *, const struct words *);

/* What becomes of a company, or of a part of it: always a matter by itself. */
bool claim_is_fate(const struct board_claim *);
/* That a business is closed or left, sold, set free. */
bool claim_is_deal(const struct board_claim *);
/* Reads of such a claim which business it is, and who gets it. */
void claim_read_deal(struct board *, struct board_claim *, enum lang);

bool window_given(const struct window *);
/* Overlap by the span of both, 0..1. */
double window_overlap(const struct window *, const struct window *);

/* --- verdict.c --- */

/* What happens to a rumor: the columns of the table of transitions. */
enum happening {
	HAPPENS_NOTHING,
	HAPPENS_SECOND_ORIGIN,
	HAPPENS_ORIGINS_JOIN,
	HAPPENS_DEADLINE,
	HAPPENS_OFFICIAL_WORD,
	HAPPENS_OFFICIAL_SUCCESSOR,
	HAPPENS_OFFICIAL_PART,
	HAPPENS_OFFICIAL_LIMIT, /* yes, and only there */
	HAPPENS_CAME_OUT,	/* what was said to be no more */
	HAPPENS_OTHER_HALF,	/* what was to come with it comes later */
	HAPPENS_OTHER_NAME,
	HAPPENS_OTHER_DATE,
	HAPPENS_PUT_OFF,
	HAPPENS_OTHER_VALUE,
	HAPPENS_REPLACED,
	HAPPENS_EXCLUDED, /* a paper of the maker's leaves no room for it */
	HAPPENS_DENIAL,
};

static inline bool claim_says(const struct board_claim *c, enum phrase class)
{
	return phrase_in(&c->says, class);
}

/* Is the claim official word that may settle: rule 5 of doc/judgement.md? */
bool verdict_is_official(const struct board_item *, const struct board_claim *);

/* What the official claim means to the rumor (bearing.c). */
enum happening verdict_bearing(const struct partition *, const struct live *,
    const struct board_claim *official);

/* The stronger of two happenings that one item brings. */
enum happening verdict_stronger(enum happening, enum happening);

/* Applies the table; true where the status changed. by: NULL for the clock. */
bool verdict_apply(
    struct live *, enum happening, int64_t at, const struct claim_ref *by);

/* Applies a user's settle or reopen, whatever the status is. */
void verdict_rule(struct live *, const struct ruling *);
/* Official word on a rumor that a user settled: kept beside the verdict. */
bool verdict_contest(
    struct live *, enum happening, int64_t at, const struct claim_ref *by);

/* --- fold.c --- */

void fold_reset(struct partition *);
void fold_next(struct board *, struct partition *); /* one item */
void fold_expire(const struct board *, struct partition *, int64_t now);
void fold_free(struct partition *);
void fold_free_live(struct live *);
struct live *fold_live(const struct board_item *, const struct board_claim *);
/* What the rumor does not say yet, a later carrier may add. */
void fold_complete(struct live *, const struct board_claim *);
void fold_member(struct live *, struct claim_ref, enum part);
/* Is it of an aspect whose claims stand by themselves? */
bool claim_is_strong(const struct board_claim *);
/* "Berlin, 24 September: the beta starts on 8 October": the first of them. */
bool claim_is_dateline(const struct sayings *, size_t at);

/* --- mark.c --- */

/* Before the next item is folded: keeps the state, where that is worth it. */
void mark_set(const struct board *, struct partition *);
/* Back to the mark, else to the beginning. */
void mark_resume(const struct board *, struct partition *);
void mark_drop(struct partition *);
/* The claim is another one, or another is in its place. */
void mark_drop_before(struct partition *, size_t claim);

/* --- ruling.c --- */

/* Looks for the claims of all rulings; partitions that it changes are stale. */
void rulings_resolve(struct board *);
/* The partition's rumors are gone, or an item is. */
void rulings_reset(struct board *, const struct partition *);
void rulings_forget(struct board *, const struct board_item *);
/* Applies the verdicts of users up to that time. */
void rulings_apply(const struct board *, struct partition *, int64_t until);

/* Does a ruling say which rumor the claim belongs to? */
bool claim_is_pinned(const struct board_claim *);
/*
 * The rumor where rulings put the claim, NULL where none does; and whether one
 * keeps it out of a rumor. The claim is in the rumor: those of its side follow.
 */
struct live *ruling_find(const struct partition *, const struct board_claim *);
bool ruling_forbids(
    const struct partition *, const struct board_claim *, const struct live *);
bool ruling_opens(const struct board_claim *); /* a rumor of its own */
void ruling_joined(
    struct partition *, const struct board_claim *, struct live *);

/* Was the rumor of this number merged into another? */
bool ruling_merged_away(const struct board *, int64_t rumor);
void rulings_free(struct board *);

/* --- provenance.c --- */

/* Works out the origins of the rumor's carriers anew. */
void provenance_update(const struct partition *, struct live *);

#endif
