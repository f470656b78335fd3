/*
 * What the tests of the store share: a database in a folder of its own, and
 * feeds, items, judgements and rumors with as few words as possible. Every
 * helper asserts that the store took what it was given.
 */
#ifndef HEARSAY_TESTS_STOREFIX_H
#define HEARSAY_TESTS_STOREFIX_H

#include <stdint.h>

#include "store/store.h"

#define DAY 86400
#define T0  1700000000 /* where the tests' time begins */

struct storefix {
	struct store *store;
	struct arena arena;
	struct err err;
	char dir[64], path[96];
};

/* For cmocka_unit_test_setup_teardown: *state is a struct storefix. */
int storefix_setup(void **state);
int storefix_teardown(void **state);
void storefix_reopen(struct storefix *);

/* One number that a statement gives. Looks past the store. */
int64_t storefix_number(struct storefix *, const char *sql);
int64_t storefix_next_id(struct storefix *, const char *table);
void storefix_exec(struct storefix *, const char *sql);
/* Rows of a table, "mail" or "mail WHERE sent_at > 0". */
int64_t storefix_count(struct storefix *, const char *table);

int64_t storefix_feed(
    struct storefix *, const char *slug, enum source_role, const char *vendor);

/* A feed of the press, for those who need one. */
int64_t storefix_press(struct storefix *);

/* An item of that guid, published and first seen at `at`. */
struct item storefix_item(const char *guid, const char *title, int64_t at);
enum item_news storefix_put(struct storefix *, int64_t feed, struct item *);
/* With the link, canonical as given. */
enum item_news storefix_put_link(
    struct storefix *, int64_t feed, struct item *, const char *link);
void storefix_judge(
    struct storefix *, const struct item *, int64_t story, int64_t copy_of);
/* Puts and judges. Returns the item's id. */
int64_t storefix_told(struct storefix *, int64_t feed, const char *guid,
    const char *title, int64_t at, int64_t story);

/* A rumor whose members are two items; b is 0 where there is one. */
void storefix_member(
    struct storefix *, int64_t rumor, enum rumor_status, int64_t a, int64_t b);
/* How many items a search finds. */
size_t storefix_found(struct storefix *, const char *query);

#endif
