/* What the tests of rulings and of judging again share. */
#include "judgefix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/buf.h"
#include "text/date.h"

#define YEAR (365 * DAY)

struct lexicon *judgefix_lexicon;

int64_t at(const char *date)
{
	return date_parse(date);
}

static struct feed make_feed(struct storefix *s, const char *slug,
    enum source_role role, const char *vendor)
{
	struct feed f = {.source = {.slug = slug,
			     .title = slug,
			     .role = role,
			     .vendor = vendor,
			     .lang = "en"}};

	f.id = f.source.id = storefix_feed(s, slug, role, vendor);
	return f;
}

void take(struct fix *f, const struct feed *feed, const char *id,
    const char *title, const char *text, const char *published)
{
	struct entry e = {.id = id,
	    .title = title,
	    .content_text = text,
	    .published = at(published),
	    .updated = DATE_NONE};
	struct doc d = {.entries = &e, .entry_count = 1};
	struct judging_news news = {0};
	struct store *s = f->s->store;

	assert_int_equal(store_begin(s, &f->s->err), 0);
	assert_int_equal(judging_document(f->judging, feed, &d, f->now,
			     f->now - YEAR, false, &news, &f->s->err),
	    0);
	assert_int_equal(
	    judging_advance(f->judging, f->now, &news, &f->s->err), 0);
	assert_int_equal(store_commit(s, &f->s->err), 0);
}

void tell_halves(struct fix *f)
{
	take(f, &f->ledger, "ferry", "Ferry Aurelia sinks off Tovuland", NULL,
	    "2023-10-11T01:00:00Z");
	take(f, &f->ledger, "boats", "Rescue boats reach the Aurelia at dawn",
	    NULL, "2023-10-11T02:00:00Z");
	take(f, &f->ledger, "forty",
	    "Rescue boats bring forty from ferry Aurelia to Tovuland at dawn",
	    NULL, "2023-10-11T03:00:00Z");
}

void tell_both(struct fix *f)
{
	take(f, &f->ledger, "both",
	    "Ferry Aurelia sinks, rescue boats bring forty to Tovuland", NULL,
	    "2023-10-11T04:00:00Z");
}

/* Items 1 to 4: one leak, told again; a second matter; a look-alike. */
static void tell(struct fix *f)
{
	take(f, &f->ledger, "leak",
	    "Tipster: MIUI 14 may be the last MIUI, a successor is in the works",
	    "Xiaomi is preparing a new operating system that will replace "
	    "MIUI, according to tipster Digital Chat Station.",
	    "2023-10-08T09:40:00Z");
	take(f, &f->herald, "again",
	    "Xiaomi may replace MIUI with a new operating system",
	    "Tipster Kacper Skrzypek says that Xiaomi will replace MIUI with "
	    "an operating system of its own.",
	    "2023-10-09T11:00:00Z");
	take(f, &f->herald, "calls", "Leak: Galaxy S24 may get satellite calls",
	    "Samsung will give the Galaxy S24 satellite calls, Ice Universe "
	    "claims.",
	    "2023-10-10T08:00:00Z");
	take(f, &f->ledger, "date",
	    "Xiaomi 14 may launch on November 11, tipster says",
	    "The Xiaomi 14 is said to launch on November 11, 2023, "
	    "according to tipster Digital Chat Station.",
	    "2023-10-11T09:40:00Z");
}

int judgefix_setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));
	void *s;

	if (storefix_setup(&s))
		return -1;
	f->s = s;
	f->now = at("2023-10-12T06:00:00Z");
	f->ledger = make_feed(f->s, "ledger", ROLE_PRESS, NULL);
	f->herald = make_feed(f->s, "herald", ROLE_PRESS, NULL);
	f->maker = make_feed(f->s, "maker", ROLE_OFFICIAL, "Xiaomi");
	f->judging = judging_new(f->s->store);
	*state = f;
	if (judging_use(f->judging, judgefix_lexicon, f->now, &f->s->err))
		return -1;
	tell(f);
	return 0;
}

int judgefix_teardown(void **state)
{
	struct fix *f = *state;
	void *s = f->s;

	judging_free(f->judging);
	free(f);
	return storefix_teardown(&s);
}

/* The judge is built anew of what is stored. */
void restart(struct fix *f)
{
	judging_free(f->judging);
	storefix_reopen(f->s);
	f->judging = judging_new(f->s->store);
	assert_int_equal(
	    judging_use(f->judging, judgefix_lexicon, f->now, &f->s->err), 0);
}

static void dump_table(sqlite3 *db, const char *table, struct buf *out)
{
	char sql[128];
	sqlite3_stmt *stmt;

	snprintf(sql, sizeof(sql), "SELECT * FROM %s ORDER BY 1, 2, 3", table);
	assert_int_equal(
	    sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	buf_printf(out, "%s\n", table);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(stmt); i++)
			buf_printf(out, "|%s",
			    sqlite3_column_text(stmt, i)
				? (const char *)sqlite3_column_text(stmt, i)
				: "-");
		buf_putc(out, '\n');
	}
	sqlite3_finalize(stmt);
}

/* All that judgement has made: every byte but the log and the rulings. */
char *dump(struct fix *f)
{
	static const char *const tables[] = {"story", "judgement", "claim",
	    "rumor", "rumor_member", "rumor_origin", "transition"};
	sqlite3 *db;
	struct buf out;

	buf_init(&out, 1 << 20);
	assert_int_equal(sqlite3_open(f->s->path, &db), SQLITE_OK);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		dump_table(db, tables[i], &out);
	sqlite3_close(db);
	return buf_steal(&out);
}
