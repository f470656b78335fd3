/*
 * What the tests of rulings and of judging again share: a store, a judge that
 * is told four items, and all that it has made of them as one text.
 */
#ifndef HEARSAY_TESTS_JUDGEFIX_H
#define HEARSAY_TESTS_JUDGEFIX_H

#include "core/judging.h"
#include "core/rulings.h"
#include "storefix.h"
#include "treelexicon.h"

struct fix {
	struct storefix *s;
	struct judging *judging;
	struct feed ledger, herald, maker;
	int64_t now;
	const char *says;
	struct ruling r; /* the last that was made */
	bool settled;	 /* worth a mail at once */
};

/* Of all judges of the tests; main() has it from treelexicon.h. */
extern struct lexicon *judgefix_lexicon;

/* For cmocka_unit_test_setup_teardown: *state is a struct fix. */
int judgefix_setup(void **state);
int judgefix_teardown(void **state);

int64_t at(const char *date);
/* One item of the feed. */
void take(struct fix *, const struct feed *, const char *id, const char *title,
    const char *text, const char *published);
/*
 * One event that is told as two, items 5, and 6 and 7; then item 8, which has
 * the words of both. The four titles, of the ledger.
 */
void tell_halves(struct fix *);
void tell_both(struct fix *);
/* The judge is built anew of what is stored. */
void restart(struct fix *);
/* All that judgement has made: every byte but the log and the rulings. */
char *dump(struct fix *);

#endif
