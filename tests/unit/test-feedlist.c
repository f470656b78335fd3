/*
 * The feeds that commands add: their names, beside those of files, and what
 * of a document's word fills what a command left open.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <event2/event.h>

#include "base/caps.h"
#include "base/mem.h"
#include "core/feedlist.h"
#include "pollfix.h"

static struct config_feed of_files[] = {
    {.place = {"f.conf", 3},
	.source.slug = "ledger",
	.url = "https://ledger.example/feed"},
};

static int set_up(void **state)
{
	struct config c = {
	    .poll.max_connections = 1, .feeds = of_files, .feed_count = 1};

	return pollfix_setup(state, &c);
}

static void add(struct fix *f, const char *slug, const char *url)
{
	struct config_feed c = {
	    .source.slug = slug, .url = url, .added_at = T0 + 1};

	if (poll_add(f->poll, &c, 1, 0, &f->s->err))
		fail_msg("%s", f->s->err.text);
}

static const char *slug_of(
    struct fix *f, struct feed_names *names, const char *url)
{
	const char *slug;

	if (feedlist_slug(f->s->store, f->poll, &f->s->arena, names, url, &slug,
		&f->s->err))
		fail_msg("%s", f->s->err.text);
	return slug;
}

/* --- names --- */

static void a_name_is_that_of_the_host(void **state)
{
	static const struct {
		const char *url, *slug;
	} cases[] = {
	    {"https://www.gsmarena.example/rss", "gsmarena"},
	    {"https://9to5phone.example/feed/", "9to5phone"},
	    {"https://feeds.lamp-post.example/x", "lamp-post"},
	    {"https://news.lamp-post.example/x", "news.lamp-post"},
	    {"https://www.phone-news.co.uk/feed", "phone-news"},
	    {"https://www.co.uk/feed", "co"},
	    {"https://blog.example/", "blog"},
	    {"https://WWW.Upper.EXAMPLE/feed", "upper"},
	    {"https://xn--fiqs8s.example/feed", "xn--fiqs8s"},
	    {"http://127.0.0.1:8080/feed", "127.0.0.1"},
	    {"http://[fd00::1]/feed", "-fd00--1-"},
	    {"http://localhost:81/feed", "localhost"},
	    {"https://"
	     "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij."
	     "example/",
		"abcdefghijabcdefghijabcdefghijabcdefghijabcdefgh"},
	};
	struct fix *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_string_equal(
		    slug_of(f, NULL, cases[i].url), cases[i].slug);
		assert_true(config_name_is_good(cases[i].slug));
	}
}

static void a_name_is_nobodys_else(void **state)
{
	struct fix *f = *state;
	struct feed_names names = {.taken = {0}};

	/* of a file; of commands */
	assert_string_equal(
	    slug_of(f, NULL, "https://ledger.example/2"), "ledger-2");
	add(f, "ledger-2", "https://ledger.example/2");
	assert_string_equal(
	    slug_of(f, NULL, "https://ledger.example/3"), "ledger-3");
	/* of the same list */
	assert_string_equal(
	    slug_of(f, &names, "https://lamp.example/1"), "lamp");
	map_put(&names.taken, "lamp", f);
	assert_string_equal(
	    slug_of(f, &names, "https://lamp.example/2"), "lamp-2");
	feed_names_free(&names);
	/* One that was removed keeps its name, for its own address. */
	if (poll_remove(f->poll, poll_find(f->poll, "ledger-2"), &f->s->err))
		fail_msg("%s", f->s->err.text);
	assert_string_equal(
	    slug_of(f, NULL, "https://ledger.example/3"), "ledger-3");
	assert_string_equal(
	    slug_of(f, NULL, "https://www.ledger.example/2/"), "ledger-2");
}

static void an_address_is_the_same_in_other_clothes(void **state)
{
	static const char *const same[] = {"https://ledger.example/feed",
	    "http://www.ledger.example/feed/",
	    "https://ledger.example:443/feed?utm_source=x#top"};
	struct fix *f = *state;

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		assert_ptr_equal(feedlist_same(f->poll, &f->s->arena, same[i]),
		    poll_find(f->poll, "ledger"));
	assert_null(feedlist_same(
	    f->poll, &f->s->arena, "https://ledger.example/feed2"));
}

/* --- beside those of files --- */

static void a_file_wins(void **state)
{
	struct fix *f = *state;
	struct config c = {.feeds = of_files, .feed_count = 1};

	arena_init(&c.arena);
	add(f, "aaa", "https://aaa.example/f");
	storefix_exec(
	    f->s, "UPDATE feed SET added_at = 5 WHERE slug = 'ledger'");
	assert_int_equal(feedlist_join(f->s->store, &c, &f->s->err), 0);
	assert_int_equal(c.feed_count, 2);
	assert_string_equal(c.feeds[0].source.slug, "aaa");
	assert_int_equal(c.feeds[0].added_at, T0 + 1);
	assert_null(c.feeds[0].place.file);
	assert_string_equal(c.feeds[1].source.slug, "ledger");
	assert_string_equal(c.feeds[1].place.file, "f.conf");
	assert_int_equal(c.feeds[1].added_at, 0);
	/* What it holds is as good as a file's: it goes on where it was. */
	assert_int_equal(poll_configure(f->poll, &c, &f->s->err), 0);
	assert_int_equal(poll_count(f->poll), 2);
	assert_int_equal(storefix_number(f->s, "SELECT added_at FROM feed"
					       " WHERE slug = 'ledger'"),
	    0);
	arena_free(&c.arena);
}

static void a_document_fills_what_is_open(void **state)
{
	struct fix *f = *state;
	struct arena *a = &f->s->arena;
	struct config_feed open = {.source.slug = "s"},
			   given = {.source = {.slug = "s",
					.title = "T",
					.lang = "de",
					.site = "https://t.example/"}},
			   odd = {.source.slug = "s"};

	feedlist_fill(a, &open, "A title", "https://a.example/", "en-GB");
	assert_string_equal(open.source.title, "A title");
	assert_string_equal(open.source.site, "https://a.example/");
	assert_string_equal(open.source.lang, "en-GB");
	feedlist_fill(a, &given, "A title", "https://a.example/", "en-GB");
	assert_string_equal(given.source.title, "T");
	assert_string_equal(given.source.site, "https://t.example/");
	assert_string_equal(given.source.lang, "de");
	feedlist_fill(a, &odd, NULL, "javascript:alert(1)", "English (US)");
	assert_string_equal(odd.source.title, "s");
	assert_null(odd.source.site);
	assert_null(odd.source.lang);
}

/* What no configuration file can hold; the rest is in feed-command.sh. */
static void a_command_is_read_with_care(void **state)
{
	static char long_url[CAP_URL + 64], long_folder[2000];
	const struct {
		struct feed_words words;
		const char *why;
	} cases[] = {
	    {{.url = NULL}, "url: the address of a feed is wanted"},
	    {{.url = ""}, "url: the address of a feed is wanted"},
	    {{.url = long_url}, "url: 4159 bytes: an address may have 4096"},
	    {{.url = "https://a.example/", .folder = long_folder},
		"folder: 1999 bytes: at most 1024 are taken"},
	    {{.url = "https://a.example/", .title = "caf\xe9"},
		"title: not UTF-8"},
	    {{.url = "https://a.example/", .id = "../x"},
		"id \"../x\": a name has 1 to 64 of a-z 0-9 - _ ."},
	    {{.url = "https://a.example/\n"},
		"url = \"https://a.example/\n\" is not an address: write a "
		"whole one, as in \"https://example.org/feed\""},
	};
	struct fix *f = *state;
	struct setup setup = {.lexicon = NULL};
	struct config_feed feed;

	memset(long_url, 'x', sizeof(long_url) - 1);
	memcpy(long_url, "https://", 8);
	memset(long_folder, 'x', sizeof(long_folder) - 1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(feedlist_read(&setup, &f->s->arena,
				     &cases[i].words, &feed, &f->s->err),
		    -1);
		assert_string_equal(f->s->err.text, cases[i].why);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, pollfix_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_name_is_that_of_the_host),
	    TEST(a_name_is_nobodys_else),
	    TEST(an_address_is_the_same_in_other_clothes),
	    TEST(a_file_wins),
	    TEST(a_document_fills_what_is_open),
	    TEST(a_command_is_read_with_care),
	};

	return cmocka_run_group_tests_name("feedlist", tests, NULL, NULL);
}
