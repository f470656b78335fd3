/*
 * Which pages a document wants, which of its entries wait, and what the
 * others go on with; what the store keeps of it, and for how long.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "core/pagetake.h"
#include "storefix.h"

#define HOUR INT64_C(3600)

struct fix {
	struct storefix *s;
	struct feed feed, other;
	struct pagetake take;
	struct entry entries[8];
	struct doc in, out;
};

static struct feed make_feed(struct storefix *s, const char *slug)
{
	struct feed f = {.source = {.slug = slug}, .fulltext = true};

	f.id = f.source.id = storefix_feed(s, slug, ROLE_PRESS, NULL);
	return f;
}

static int set_up(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));
	void *s;

	if (storefix_setup(&s))
		return -1;
	f->s = s;
	f->feed = make_feed(f->s, "one");
	f->other = make_feed(f->s, "two");
	f->take = (struct pagetake){.store = f->s->store,
	    .arena = &f->s->arena,
	    .policy = {.per_poll = 10, .per_day = 100},
	    .feed = &f->feed,
	    .now = T0,
	    .oldest = T0 - 100 * DAY};
	f->in = (struct doc){.format = "rss-2.0", .entries = f->entries};
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fix *f = *state;
	void *s = f->s;

	free(f);
	return storefix_teardown(&s);
}

/* --- a document --- */

static struct entry *add(struct fix *f, const char *link, const char *title,
    const char *text, int64_t at)
{
	struct entry *e = &f->entries[f->in.entry_count++];

	*e = (struct entry){.id = link,
	    .link = link,
	    .title = title,
	    .content_text = text,
	    .published = at,
	    .updated = DATE_NONE};
	return e;
}

static void take(struct fix *f)
{
	if (pagetake_document(&f->take, &f->in, &f->out, &f->s->err))
		fail_msg("%s", f->s->err.text);
}

/* The ids that go on, with blanks between. */
static void goes_on(struct fix *f, const char *want)
{
	char got[256] = "";
	size_t n = 0;

	for (size_t i = 0; i < f->out.entry_count; i++)
		n += (size_t)snprintf(got + n, sizeof(got) - n, "%s%s",
		    i ? " " : "", strrchr(f->out.entries[i].link, '/') + 1);
	assert_string_equal(got, want);
}

static struct page_row page(struct fix *f, const char *url)
{
	struct page_row p;

	assert_int_equal(
	    store_page_find(f->s->store, &f->s->arena, url, &p, &f->s->err), 0);
	return p;
}

/* The page was read; the entries that waited for it are done. */
static void was_read(struct fix *f, const char *url, const char *text)
{
	struct page_row p = page(f, url);
	struct page_entry *w;
	size_t n;

	p.state = text ? PAGE_READ : PAGE_EMPTY;
	p.due_at = 0;
	p.asked_at = f->take.now;
	p.article = (struct article){.title = "The page's title",
	    .text = text,
	    .links = text ? "https://maker.example/" : NULL,
	    .author = "Ann",
	    .lang = "en",
	    .published = T0 - HOUR,
	    .updated = DATE_NONE};
	assert_int_equal(store_page_save(f->s->store, &p, &f->s->err), 0);
	assert_int_equal(store_page_waiting(f->s->store, &f->s->arena, p.id,
			     INT64_MAX, &w, &n, &f->s->err),
	    0);
	for (size_t i = 0; i < n; i++) {
		w[i].since = 0;
		w[i].doc = NULL;
		assert_int_equal(
		    store_page_entry_save(f->s->store, &w[i], &f->s->err), 0);
	}
}

static int64_t waiting(struct fix *f)
{
	return storefix_number(
	    f->s, "SELECT count(*) FROM page_entry WHERE since > 0");
}

static const char long_text[] =
    "All of the text of this article is on its page, and it is longer than "
    "what the feed has of it by far.";

/* --- who waits --- */

static void a_teaser_waits_for_its_page(void **state)
{
	struct fix *f = *state;
	char full[2001];

	memset(full, 'x', sizeof(full) - 1);
	full[2000] = '\0';
	add(f, "https://a.example/1#top", "One", "A teaser", T0 - 10);
	add(f, "https://a.example/2", "Two", full, T0 - 20);
	memcpy(full + 1997, "…", 4);
	add(f, "ftp://a.example/3", "Three", "no page of the web", T0 - 30);
	take(f);
	goes_on(f, "3"); /* two ends in "…" */
	assert_int_equal(page(f, "https://a.example/1").state, PAGE_WANTED);
	assert_int_equal(page(f, "https://a.example/1").due_at, T0);
	f->in.entry_count = 0;
	full[1990] = '\0';
	add(f, "https://a.example/4", "Four", full, T0 - 10);
	take(f);
	goes_on(f, "4");
	f->feed.fulltext = false;
	assert_false(pagetake_applies(&f->feed, &f->in));
}

static void the_newest_come_first_and_so_many(void **state)
{
	struct fix *f = *state;

	f->take.policy.per_poll = 2;
	add(f, "https://a.example/old", "Old", "", T0 - 40);
	add(f, "https://a.example/new", "New", "", T0 - 10);
	add(f, "https://a.example/undated", "Undated", "", DATE_NONE);
	add(f, "https://a.example/mid", "Mid", "", T0 - 20);
	add(f, "https://a.example/past", "Past", "", T0 - 200 * DAY);
	take(f);
	goes_on(f, "old undated past");
	assert_int_equal(page(f, "https://a.example/old").state, PAGE_PASSED);
	assert_string_equal(page(f, "https://a.example/old").reason,
	    "too many new pages came at once");
	assert_int_equal(storefix_number(f->s, "SELECT count(*) FROM page"), 4);
	take(f); /* the same again: nothing more is asked for */
	goes_on(f, "old undated past");
	assert_int_equal(waiting(f), 2);
}

static void a_day_has_its_cap(void **state)
{
	static const char *const links[] = {"https://a.example/1",
	    "https://a.example/2", "https://a.example/3"};
	struct fix *f = *state;

	f->take.policy.per_day = 2;
	for (int i = 0; i < 3; i++) {
		f->in.entry_count = 0;
		add(f, links[i], "Title", "", T0 - 10);
		take(f);
		f->take.now += HOUR;
		assert_int_equal(f->out.entry_count, i == 2);
	}
	f->in.entry_count = 0;
	f->take.now = T0 + DAY + 2 * HOUR;
	add(f, "https://a.example/4", "Title", "", T0 + DAY);
	take(f);
	assert_int_equal(f->out.entry_count, 0);
	f->take.policy.per_day = 0; /* none at all */
	f->in.entry_count = 0;
	add(f, "https://a.example/5", "Title", "", T0 + DAY);
	take(f);
	assert_int_equal(f->out.entry_count, 1);
}

static void one_link_is_one_page(void **state)
{
	struct fix *f = *state;

	add(f, "https://a.example/1", "One", "", T0 - 10);
	add(f, "https://a.example/1#part", "One again", "", T0 - 10);
	take(f);
	goes_on(f, "1#part");
	f->take.feed = &f->other;
	take(f);
	goes_on(f, "1#part");
	assert_int_equal(storefix_number(f->s, "SELECT count(*) FROM page"), 1);
	assert_int_equal(waiting(f), 2);
}

/* --- what a sitemap wants --- */

static void a_sitemaps_entry_wants_a_title(void **state)
{
	struct fix *f = *state;

	f->feed.fulltext = false;
	f->in.format = "sitemap";
	add(f, "https://a.example/1", NULL, NULL, T0 - 10);
	add(f, "https://a.example/2", "It has one", NULL, T0 - 20);
	assert_true(pagetake_applies(&f->feed, &f->in));
	take(f);
	goes_on(f, "2");
	was_read(f, "https://a.example/1", NULL);
	take(f);
	goes_on(f, "1 2");
	assert_string_equal(f->out.entries[0].title, "The page's title");
}

/* --- what is known of the page --- */

static void a_known_page_completes_its_entry(void **state)
{
	struct fix *f = *state;
	const struct entry *e = &f->out.entries[0];

	add(f, "https://a.example/1", "One", "A teaser", DATE_NONE);
	take(f);
	was_read(f, "https://a.example/1", long_text);
	take(f);
	goes_on(f, "1");
	e = &f->out.entries[0];
	assert_string_equal(e->title, "One");
	assert_string_equal(e->content_text, long_text);
	assert_string_equal(e->links, "https://maker.example/");
	assert_string_equal(e->authors[0].name, "Ann");
	assert_string_equal(e->lang, "en");
	assert_int_equal(e->published, T0 - HOUR);
	/* the document itself is as it came */
	assert_string_equal(f->entries[0].content_text, "A teaser");
}

static void a_page_with_less_than_the_feed_has_is_left(void **state)
{
	struct fix *f = *state;

	add(f, "https://a.example/1", "One", long_text, T0 - 10);
	take(f);
	was_read(f, "https://a.example/1", "Less.");
	take(f);
	assert_string_equal(f->out.entries[0].content_text, long_text);
}

static void an_entry_that_changed_wants_its_page_again(void **state)
{
	struct fix *f = *state;

	add(f, "https://a.example/1", "One", "A teaser", T0 - 10);
	take(f);
	was_read(f, "https://a.example/1", long_text);
	f->entries[0].title = "One, and more";
	f->take.now = T0 + 5 * HOUR; /* too soon: with what is known */
	take(f);
	goes_on(f, "1");
	f->take.now = T0 + 7 * HOUR;
	take(f);
	goes_on(f, "");
	assert_int_equal(page(f, "https://a.example/1").state, PAGE_WANTED);
	was_read(f, "https://a.example/1", long_text);
	f->take.now = T0 + 20 * HOUR;
	take(f); /* it is the same since */
	goes_on(f, "1");
}

/* --- what waits --- */

static struct page_entry in_hand(struct fix *f, const char *url)
{
	struct page_row p = page(f, url);
	struct page_entry e;

	assert_int_equal(store_page_entry(f->s->store, &f->s->arena, f->feed.id,
			     p.id, &e, &f->s->err),
	    0);
	return e;
}

/* An upgrade, of which the message of an entry has changed. */
static void what_another_version_left_is_read_anew(void **state)
{
	struct fix *f = *state;
	struct page_entry e;

	add(f, "https://a.example/1", "One", "A teaser", T0 - 10);
	add(f, "https://a.example/2", "Two", "Another", T0 - 20);
	take(f);
	storefix_exec(f->s, "UPDATE feed SET etag = 'x', last_modified = 'y',"
			    " body_hash = 7");
	assert_int_equal(pagetake_start(f->s->store, &f->s->err), 0);
	assert_int_equal(waiting(f), 2); /* both are of this version */
	e = in_hand(f, "https://a.example/1");
	((unsigned char *)(uintptr_t)e.doc)[3] ^= 1;
	assert_int_equal(store_page_entry_save(f->s->store, &e, &f->s->err), 0);
	assert_int_equal(pagetake_start(f->s->store, &f->s->err), 0);
	assert_int_equal(waiting(f), 1);
	assert_int_equal(storefix_number(f->s,
			     "SELECT count(*) FROM feed WHERE etag IS NULL"
			     " AND last_modified IS NULL AND body_hash = 0"),
	    1); /* this one's, not the other feed's */
	/* Its document comes again, and the entry waits as it would have. */
	take(f);
	goes_on(f, "");
	assert_int_equal(waiting(f), 2);
}

static void what_waits_is_stored_as_it_came_last(void **state)
{
	struct fix *f = *state;
	struct page_entry e;
	struct page_row p;
	struct doc doc;

	f->in.language = "de";
	f->take.backlog = true;
	add(f, "https://a.example/1", "One", "A teaser", T0 - 10);
	take(f);
	f->entries[0].title = "One, corrected";
	f->take.now = T0 + HOUR;
	f->take.backlog = false;
	take(f);
	goes_on(f, "");
	storefix_reopen(f->s);
	f->take.store = f->s->store;
	e = in_hand(f, "https://a.example/1");
	p = page(f, "https://a.example/1");
	assert_int_equal(e.since, T0);
	assert_true(e.backlog);
	assert_int_equal(pagetake_waiting(&f->s->arena, &e, &p, &doc), 0);
	assert_string_equal(doc.entries[0].title, "One, corrected");
	assert_string_equal(doc.entries[0].content_text, "A teaser");
	assert_string_equal(doc.language, "de");
	p.state = PAGE_READ;
	p.article.text = long_text;
	assert_int_equal(pagetake_waiting(&f->s->arena, &e, &p, &doc), 0);
	assert_string_equal(doc.entries[0].content_text, long_text);
	e.doc_len--;
	assert_int_equal(pagetake_waiting(&f->s->arena, &e, &p, &doc), -1);
}

static void the_next_look_is_known(void **state)
{
	struct fix *f = *state;
	struct page_row p;
	int64_t at;

	assert_int_equal(
	    store_pages_next(f->s->store, T0, PAGE_WAIT_S, &at, &f->s->err), 0);
	assert_int_equal(at, 0);
	add(f, "https://a.example/1", "One", "A teaser", T0 - 10);
	take(f);
	store_pages_next(f->s->store, T0, PAGE_WAIT_S, &at, &f->s->err);
	assert_int_equal(at, T0 + PAGE_WAIT_S); /* due now: no alarm for it */
	p = page(f, "https://a.example/1");
	p.due_at = T0 + HOUR;
	assert_int_equal(store_page_save(f->s->store, &p, &f->s->err), 0);
	store_pages_next(f->s->store, T0, PAGE_WAIT_S, &at, &f->s->err);
	assert_int_equal(at, T0 + HOUR);
}

static void rule_35_a_clock_that_goes_back_holds_up_no_page(void **state)
{
	struct fix *f = *state;
	int64_t past = T0 - 1000 * DAY, at;
	struct page_row *due;
	size_t n;

	add(f, "https://a.example/1", "One", "A teaser", T0 - 10);
	take(f);
	assert_int_equal(
	    store_pages_set_back(f->s->store, past, past + 7 * DAY, &f->s->err),
	    0);
	assert_int_equal(store_pages_due(f->s->store, &f->s->arena, past, 10,
			     &due, &n, &f->s->err),
	    0);
	assert_int_equal(n, 1);
	store_pages_next(f->s->store, past, PAGE_WAIT_S, &at, &f->s->err);
	assert_int_equal(at, past + PAGE_WAIT_S);
}

/* --- retention --- */

static void pages_go_with_their_entries(void **state)
{
	struct fix *f = *state;
	bool left;

	add(f, "https://a.example/gone", "Gone", "", T0 - 10);
	add(f, "https://a.example/stays", "Stays", "", T0 - 20);
	add(f, "https://a.example/waits", "Waits", "", T0 - 30);
	take(f);
	was_read(f, "https://a.example/gone", long_text);
	was_read(f, "https://a.example/stays", long_text);
	f->in.entry_count = 0;
	f->take.now = T0 + 30 * DAY;
	add(f, "https://a.example/stays", "Stays", "", T0 - 20);
	take(f);
	assert_int_equal(
	    store_pages_trim(f->s->store, T0 + 20 * DAY, 50, &left, &f->s->err),
	    0);
	assert_false(left);
	assert_int_equal(
	    storefix_number(f->s, "SELECT count(*) FROM page WHERE url IN"
				  " ('https://a.example/stays',"
				  " 'https://a.example/waits')"),
	    2);
	assert_int_equal(storefix_number(f->s, "SELECT count(*) FROM page"), 2);
	/* What its feed shows still would be asked for again. */
	f->take.now = T0 + 90 * DAY;
	assert_int_equal(
	    store_pages_trim(f->s->store, T0 + 80 * DAY, 50, &left, &f->s->err),
	    0);
	assert_int_equal(storefix_number(f->s, "SELECT count(*) FROM page"), 2);
}

static void what_became_of_them_is_counted(void **state)
{
	struct fix *f = *state;
	struct page_counts c;
	struct page_row p;

	add(f, "https://a.example/1", "One", "", T0 - 10);
	add(f, "https://a.example/2", "Two", "", T0 - 20);
	add(f, "https://a.example/3", "Three", "", T0 - 30);
	take(f);
	was_read(f, "https://a.example/1", long_text);
	p = page(f, "https://a.example/2");
	p.state = PAGE_FORBIDDEN;
	p.reason = "not allowed";
	assert_int_equal(store_page_save(f->s->store, &p, &f->s->err), 0);
	p = page(f, "https://a.example/3");
	p.state = PAGE_FAILED;
	p.reason = "HTTP status 404";
	p.asked_at = T0 + 10;
	assert_int_equal(store_page_save(f->s->store, &p, &f->s->err), 0);
	assert_int_equal(store_page_counts(f->s->store, &f->s->arena,
			     f->feed.id, &c, &f->s->err),
	    0);
	assert_int_equal(c.read, 1);
	assert_int_equal(c.forbidden, 1);
	assert_int_equal(c.failed, 1);
	assert_int_equal(c.wanted + c.empty + c.passed, 0);
	assert_string_equal(c.reason, "not allowed");
	storefix_exec(f->s, "UPDATE page SET state = 'odd' WHERE id = 1");
	assert_int_equal(
	    store_page_get(f->s->store, &f->s->arena, 1, &p, &f->s->err), -1);
	assert_non_null(strstr(f->s->err.text,
	    "page 1 holds \"odd\", which this version does not know"));
}

static void sites_are_remembered(void **state)
{
	struct fix *f = *state;
	struct site_row s = {.origin = "https://a.example",
	    .asked_at = T0,
	    .status = 503,
	    .reason = "HTTP status 503",
	    .paused_until = T0 + HOUR};
	struct site_row got;

	assert_int_equal(
	    store_site(f->s->store, &f->s->arena, s.origin, &got, &f->s->err),
	    1);
	assert_int_equal(store_site_save(f->s->store, &s, &f->s->err), 0);
	s.robots = "User-agent: *\n";
	s.status = 200;
	s.reason = NULL;
	assert_int_equal(store_site_save(f->s->store, &s, &f->s->err), 0);
	storefix_reopen(f->s);
	assert_int_equal(
	    store_site(f->s->store, &f->s->arena, s.origin, &got, &f->s->err),
	    0);
	assert_string_equal(got.robots, s.robots);
	assert_null(got.reason);
	assert_int_equal(got.status, 200);
	assert_int_equal(got.paused_until, T0 + HOUR);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_teaser_waits_for_its_page),
	    TEST(the_newest_come_first_and_so_many),
	    TEST(a_day_has_its_cap),
	    TEST(one_link_is_one_page),
	    TEST(a_sitemaps_entry_wants_a_title),
	    TEST(a_known_page_completes_its_entry),
	    TEST(a_page_with_less_than_the_feed_has_is_left),
	    TEST(an_entry_that_changed_wants_its_page_again),
	    TEST(what_waits_is_stored_as_it_came_last),
	    TEST(what_another_version_left_is_read_anew),
	    TEST(the_next_look_is_known),
	    TEST(rule_35_a_clock_that_goes_back_holds_up_no_page),
	    TEST(pages_go_with_their_entries),
	    TEST(what_became_of_them_is_counted),
	    TEST(sites_are_remembered),
	};

	return cmocka_run_group_tests_name("pagetake", tests, NULL, NULL);
}
