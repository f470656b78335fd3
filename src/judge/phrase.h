/*
 * Phrases by what they are good for: the rows of phrases.tsv, found by one
 * pass of an automaton of their own. They flag and score nothing (that is what
 * cues are for); a rule that has come to a sentence asks whether, and where,
 * it has one of a class.
 */
#ifndef HEARSAY_JUDGE_PHRASE_H
#define HEARSAY_JUDGE_PHRASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "judge/tables.h"
#include "judge/tsv.h"

#define PHRASES_FILE	"phrases.tsv"
#define PHRASES_COLUMNS "class\tlang\twords\tnote"

/* What each is: doc/lexicon.md. The order is that of phrase_names[]. */
enum phrase {
	PHRASE_ASKED,
	PHRASE_TALK,
	PHRASE_IT,
	PHRASE_NONE,
	PHRASE_LOSS,
	PHRASE_ONLY,
	PHRASE_MORE,
	PHRASE_BESIDES,
	PHRASE_KEEPS_NAME,
	PHRASE_CANCELLED,
	PHRASE_GRAMMAR,
	PHRASE_PLAIN,
	PHRASE_NAMING,
	PHRASE_SYSTEM,
	PHRASE_RUNS,
	PHRASE_RUNS_NEWLY,
	PHRASE_ON_BOARD,
	PHRASE_ON_BOARD_NEWLY,
	PHRASE_THE_PHONE,
	PHRASE_UPDATED,
	PHRASE_NO_NAME,
	PHRASE_HOUSE,
	PHRASE_THING,
	PHRASE_MEDIUM,
	PHRASE_BACKS,
	/* draw.c, claims.c */
	PHRASE_SAID,
	PHRASE_MAY_COME,
	PHRASE_UNDECIDED,
	PHRASE_ANSWERS,
	PHRASE_SOFTWARE,
	PHRASE_BEYOND,
	PHRASE_REPLACES,
	PHRASE_NEW_ONE,
	PHRASE_PHONES,
	PHRASE_WE,
	PHRASE_HEARSAY,
	/* aspects.c, successor.c, release.c */
	PHRASE_LAST,
	PHRASE_ABLE,
	PHRASE_BUSINESS,
	PHRASE_LEAVES,
	PHRASE_ONLY_THERE,
	PHRASE_NOT,
	PHRASE_CARE,
	PHRASE_LONGER,
	PHRASE_OLDER,
	PHRASE_MONEY,
	PHRASE_FEE,
	PHRASE_AND_LATER,
	PHRASE_MOVES,
	PHRASE_UNIFIED,
	PHRASE_SCHEDULE,
	PHRASE_CLAUSE,
	PHRASE_PUT_OFF,
	/* ends.c */
	PHRASE_ENDS_IT,
	PHRASE_ENDS_WHOLE,
	PHRASE_IS_ENDED,
	PHRASE_LEAVES_TRADE,
	PHRASE_JOINT,
	PHRASE_ARTICLE,
	PHRASE_PRODUCT_WORD,
	PHRASE_TRADE,
	PHRASE_HELPER,
	PHRASE_STATE,
	PHRASE_KEEPS,
	PHRASE_STAYS,
	PHRASE_GOES_ON,
	PHRASE_TAKES_AWAY,
	/* entry.c, bearing*.c */
	PHRASE_BETA,
	PHRASE_STABLE,
	PHRASE_FUTURE,
	PHRASE_EVERYWHERE,
	PHRASE_TOGETHER,
	PHRASE_SILENT,
	PHRASE_ABROAD,
	PHRASE_NEW,
	PHRASE_SUCCESSOR,
	PHRASE_ANOTHER,
	PHRASE_ROLLED_OUT,
	PHRASE_EVENT,
	/* place.c, source.c, paper.c */
	PHRASE_IN_ANSWER,
	PHRASE_HEARD,
	PHRASE_OWN_PEOPLE,
	PHRASE_OUTSIDER,
	PHRASE_OUTSIDERS,
	PHRASE_INSIDERS,
	PHRASE_ROLE,
	PHRASE_BY_TRADE,
	PHRASE_READS,
	PHRASE_READ_IN,
	/* value.c, window.c */
	PHRASE_ASIDE,
	PHRASE_FIXES,
	PHRASE_VERSIONS,
	PHRASE_UNTIL_NOW,
	PHRASE_DID,
	PHRASE_IS_OPEN,
	/* recall.c */
	PHRASE_LIGHT,
	PHRASE_END,
	PHRASE_STUDY,
	/* fold.c, measure.c */
	PHRASE_TODAY,
	PHRASE_REJECTS,
	PHRASE_PRESUMES,
	PHRASE_COUNTED,
	PHRASE_MORE_THAN,
	PHRASE_LESS_THAN,
	PHRASE_AT_LEAST,
	PHRASE_AT_MOST,
	PHRASE_AROUND,
	PHRASE_CALLED,
	PHRASE_OPTIONAL,
	PHRASE_COMPARED,
	/* speaker.c, stranger.c */
	PHRASE_STATEMENT,
	PHRASE_UNSAID,
	PHRASE_BRANCH,
	PHRASE_OTHERS,
	PHRASE_TEAM,
	PHRASE_AUXILIARY,
	PHRASE_CLAUSE_OPENS,
	PHRASE_FILLER,
	PHRASE_BY,
	PHRASE_OCCASION,
	PHRASE_OF,
	PHRASE_BARE,
	PHRASE_THE_HOUSES,
	PHRASE_PASSIVE,
	PHRASE_NOUN_TOO,
	PHRASE_DETERMINER,
	PHRASE_UTTERS,
	PHRASE_AND,
	PHRASE_PUBLIC,
	PHRASE_PREPOSITION,
	PHRASE_WHAT_IS_TOLD,
	PHRASE_TOWARD,
	/* aspects.c, release.c */
	PHRASE_AT_FIRST,
	PHRASE_NOT_PRICE,
	PHRASE_PRE_ORDER,
	PHRASE_ALL_OF,
	PHRASE_ADMISSION,
	PHRASE_A_PHONE,
	PHRASE_PHONE_WITH,
	PHRASE_MAKERS,
	PHRASE_COMMON_PART,
	/* sourcing.c */
	PHRASE_SOMEBODY,
	PHRASE_KNOWS,
	PHRASE_INFORMANT,
	PHRASE_TRADER,
	PHRASE_HELP_DESK,
	PHRASE_DESK,
	PHRASE_TO_US,
	PHRASE_AS_TOLD,
	PHRASE_HEARS,
	PHRASE_COMES_UPON,
	PHRASE_LAY_IN,
	PHRASE_PLANS,
	PHRASE_CONDITIONAL,
	PHRASE_DEVICE,
	/* of what is told: telling.c */
	PHRASE_ACTS,
	PHRASE_LEAKED,
	/* presented.c, bearingpresented.c */
	PHRASE_PRESENTS,
	PHRASE_PRESENTED,
	PHRASE_FIRM,
	PHRASE_EDITION,
	PHRASE_TIER,
	PHRASE_FURTHER,
	PHRASE_RENAMES,
	PHRASE_COMMON_SORT,
	PHRASE_LATER_ONE,
	PHRASE_ATTACHED,
	PHRASE_NO_PHONE,
	PHRASE_THING_NOUN,
	/* naming.c */
	PHRASE_CALLS_IT,
	PHRASE_GOAL,
	PHRASE_PLACED,
	PHRASE_CLAUSE_ENDS,
	PHRASE_NAME_AHEAD,
	/* grant.c */
	PHRASE_GETS,
	PHRASE_GIVES,
	PHRASE_GETS_NOT,
	PHRASE_GIVES_NOT,
	PHRASE_STAYS_ON,
	PHRASE_NO_MORE,
	PHRASE_NEEDS,
	PHRASE_BRINGS_TO,
	PHRASE_EXCEPT,
	PHRASE_BRINGS,
	PHRASE_INSIDE,
	PHRASE_CONTRAST,
	PHRASE_WHICH_RUN,
	PHRASE_FROM_ON,
	PHRASE_STARTING_WITH,
	PHRASE_AND_OLDER,
	PHRASE_SERIES,
	PHRASE_THE_UPDATE,
	PHRASE_WHOLE_LIST,
	PHRASE_OPEN_LIST,
	PHRASE_THE_REST,
	PHRASE_THE_DEVICE,
	PHRASE_SUPPOSED,
	/* term.c */
	PHRASE_YEARS,
	PHRASE_UPGRADES,
	PHRASE_DECADE,
	PHRASE_FOR,
	PHRASE_UP_TO,
	PHRASE_FOR_TIME,
	/* codename.c */
	PHRASE_CODE_NAME,
	PHRASE_PROJECT,
	PHRASE_IN_HOUSE,    /* behind a name: nobody else uses it */
	PHRASE_THE_EVENT,   /* behind a time: whose time it is */
	PHRASE_GRANTS,	    /* two words that say no: it is so */
	PHRASE_UNMENTIONED, /* what the source did not say */
	PHRASE_WHICH,	    /* a clause that tells something besides begins */
	/* of a time: what happens then */
	PHRASE_SHOWN,
	PHRASE_HAD,
	PHRASE_HELD_UP,
	PHRASE_LATEST,
	PHRASE_EARLIEST,
	PHRASE_RULED_OUT,
	PHRASE_MOVED,
	PHRASE_HAD_PLANNED,
	/* ends.c, products.c */
	PHRASE_WAITING,
	PHRASE_FAME,
	PHRASE_PLANNED,
	/* deal.c */
	PHRASE_UNIT,
	PHRASE_HOLDING,
	PHRASE_ANY_TRADE,
	PHRASE_MOBILE,
	PHRASE_PIECE,
	PHRASE_WHOLE,
	PHRASE_HANDS_OVER,
	PHRASE_GOES_TO,
	PHRASE_TAKEN_BY,
	PHRASE_CLOSES,
	PHRASE_TRADES,
	PHRASE_FOR_SALE,
	PHRASE_NO_OBJECT,
	/* speaker.c */
	PHRASE_AS_SAID,
	/* release.c */
	PHRASE_WORD_TO_COME,
	PHRASE_TOLD_LATER,
	PHRASE_COUNT
};

struct phrases;

struct phrase_hit {
	uint32_t start, end; /* bytes of the folded text */
	enum phrase class;
};

struct phrase_set { /* a bit for each class */
	uint64_t bits[4];
};

/* What one stretch of text has of them, in order of their starts. */
struct phrases_found {
	struct phrase_hit *hits;
	size_t n, cap;
	struct phrase_set classes; /* of them */
	bool known;		   /* for who keeps it: it was looked for */
};

struct phrases *phrases_new(const struct han *); /* until ready */
void phrases_free(struct phrases *);

/* One row of the table: 0, or -1 with file, line and what is wrong. */
int phrases_add(struct phrases *, const struct tsv_row *, struct err *);
void phrases_ready(struct phrases *); /* after the last row, once */

/* Those of the language in the bytes from .. to of a folded text of n. */
struct phrases_found phrases_find(const struct phrases *, enum lang,
    struct arena *, const char *text, size_t n, uint32_t from, uint32_t to);

/* The classes that a folded text has, in whatever language. */
struct phrase_set phrases_of(
    const struct phrases *, const char *text, size_t n);

/* Is the folded word one of the class, in whatever language? */
bool phrase_is(const struct phrases *, enum phrase, const char *word, size_t n);

/* The next one of the class behind `after`; NULL is before the first. */
const struct phrase_hit *phrase_next(
    const struct phrases_found *, enum phrase, const struct phrase_hit *after);

/* Is one of the class wholly in the bytes from .. to; is it just these? */
bool phrase_within(
    const struct phrases_found *, enum phrase, uint32_t from, uint32_t to);
bool phrase_fills(
    const struct phrases_found *, enum phrase, uint32_t from, uint32_t to);

/* The one that ends at `at`, or begins there: a space may lie between. */
const struct phrase_hit *phrase_before(
    const struct phrases_found *, enum phrase, const char *text, uint32_t at);
const struct phrase_hit *phrase_behind(
    const struct phrases_found *, enum phrase, const char *text, uint32_t at);

static inline bool phrase_in(const struct phrase_set *set, enum phrase class)
{
	return (set->bits[class / 64] >> class % 64 & 1) != 0;
}

#endif
