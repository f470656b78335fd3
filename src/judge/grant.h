/*
 * Which devices a sentence gives a system, and which it leaves without:
 * "iOS 29 is available for iPhone 23 and later" is a grant of a range, "the
 * Galaxy S10 stays on Android 12" says which was its last. The answer to a
 * claim by all that an item grants is in eligible.c.
 */
#ifndef HEARSAY_JUDGE_GRANT_H
#define HEARSAY_JUDGE_GRANT_H

#include "judge/draw.h"

enum grant_reach {
	REACH_MODEL,  /* that one */
	REACH_SERIES, /* it and its editions: "the S21 series" */
	REACH_LATER,  /* it and all newer ones; older ones are left out */
	REACH_FROM,   /* it and newer ones; of older ones nothing is said */
	REACH_OLDER,  /* it and all older ones */
	REACH_RUNS    /* all of the line that run a version of a system */
};

enum grant_says {
	GRANT_GETS,
	GRANT_NEEDS, /* gets, and nothing older does */
	GRANT_NOT,
	GRANT_LAST,   /* that version, and none behind it */
	GRANT_NO_MORE /* no version at all */
};

struct grant {
	const char *device; /* "Galaxy S21"; "iPhone" of REACH_RUNS */
	enum grant_reach reach;
	enum grant_says says;
	const char *soft; /* the system; NULL: whichever it has */
	double version;	  /* of it; 0: none was named */
	double runs;	  /* of REACH_RUNS: the version that it has now */
	const struct passage *p;
	bool plainly;  /* it says no in so many words */
	unsigned list; /* number of the list that it is in */
	bool whole;    /* ... which presents itself as complete */
};

struct grants {
	struct grant *v;
	size_t n, cap;
	unsigned lists;
	const char *soft; /* the only system that is asked for, or NULL */
};

/*
 * Adds what the sentence grants; where it heads a list, also what the lines
 * behind it do.
 */
void grants_read(const struct drawn *, struct grants *);

#endif
