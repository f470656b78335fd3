/*
 * Web hooks without a network: the signature by a published example, secrets
 * that are none, bodies and templates with hostile values, and the store.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <unistd.h>

#include "base/caps.h"
#include "core/hooksign.h"
#include "storefix.h"
#include "view/hook.h"

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* --- signatures --- */

/* The secret and the message of Standard Webhooks' own test. */
static void test_signature(void **state)
{
	static const char body[] = "{\"test\": 2432232314}";
	char dir[] = "/tmp/hearsay-hooks.XXXXXX", path[64];
	char got[HOOK_SIGNATURE_SIZE];
	struct config_hook h = {.name = "x"};
	struct hook_secret s;
	struct err e;

	(void)state;
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_int_equal(hook_secret_read(&h, &s, &e), 0);
	assert_int_equal(s.len, 0);
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/notify-x", dir);
	write_file(path, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\r\n");
	setenv("CREDENTIALS_DIRECTORY", dir, 1);
	assert_int_equal(hook_secret_read(&h, &s, &e), 0);
	unsetenv("CREDENTIALS_DIRECTORY");
	hook_sign(&s, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body,
	    sizeof(body) - 1, got);
	assert_string_equal(
	    got, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
	hook_secret_wipe(&s);
	assert_int_equal(s.len, 0);
	assert_int_equal(s.key[0], 0);
	unlink(path);
	rmdir(dir);
}

static void test_secrets(void **state)
{
	static const struct {
		const char *text;
		size_t len; /* 0: it is none */
	} cases[] = {
	    {"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n", 24},
	    {"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", 26},
	    {"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", 25},
	    {"whsec_"
	     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	     "AAAAAAAAAAAAAAAAAAAAAA==",
		64},
	    {"whsec_"
	     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	     "AAAAAAAAAAAAAAAAAAAAAAA=",
		0},
	    {"", 0},
	    {"whsec_", 0},
	    {"whsec_AAAA", 0},
	    {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 0},
	    {"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 0},
	    {"whsec_ AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 0},
	    {"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAA===", 0},
	    {"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAA=AAA", 0},
	};
	char path[] = "/tmp/hearsay-secret.XXXXXX";
	struct config_hook h = {.name = "x", .secret_file = path};
	struct hook_secret s;
	struct err e;

	(void)state;
	close(mkstemp(path));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		write_file(path, cases[i].text);
		assert_int_equal(
		    hook_secret_read(&h, &s, &e), cases[i].len ? 0 : -1);
		assert_int_equal(s.len, cases[i].len);
		if (cases[i].len)
			continue;
		assert_non_null(strstr(e.text, " holds no secret: it is "));
		/* What stands there is not told. */
		assert_null(strstr(e.text, "AAAA"));
	}
	unlink(path);
	assert_int_equal(hook_secret_read(&h, &s, &e), -1);
	assert_non_null(strstr(e.text, ": No such file or directory"));
}

/* --- bodies --- */

static const struct event settled = {.id = 31,
    .kind = EVENT_RUMOR_SETTLED,
    .subject = 12,
    .item = 5,
    .at = 1697529600,
    .noted_at = 1697530000,
    .detail = "confirmed"};

static char *body_of(const char *template, const struct hook_news *news)
{
	const struct hook_template *t = NULL;
	struct arena a;
	struct err e;
	struct buf b;

	arena_init(&a);
	if (template) {
		t = hook_template_parse(&a, template, "t", &e);
		if (!t)
			fail_msg("%s", e.text);
	}
	buf_init(&b, CAP_HOOK);
	hook_body(&b, t, news);
	assert_true(buf_ok(&b));
	arena_free(&a);
	return buf_steal(&b);
}

static void test_whole_body(void **state)
{
	struct rumor_row rumor = {.id = 12,
	    .status = RUMOR_CONFIRMED,
	    .statement = "A \"new\" system",
	    .vendor = "Xiaomi"};
	struct hook_news news = {.event = &settled, .rumor = &rumor};
	char *text = body_of(NULL, &news);
	json_t *o = json_loads(text, 0, NULL), *event, *part;

	(void)state;
	assert_non_null(o);
	event = json_object_get(o, "event");
	part = json_object_get(o, "rumor");
	assert_int_equal(json_object_size(o), 2);
	assert_int_equal(json_integer_value(json_object_get(event, "id")), 31);
	assert_string_equal(
	    json_string_value(json_object_get(event, "kind")), "rumor-settled");
	assert_string_equal(
	    json_string_value(json_object_get(part, "statement")),
	    "A \"new\" system");
	json_decref(o);
	free(text);
}

static void test_feed_body(void **state)
{
	char url[] = "https://a.example/feed";
	const struct event ev = {.id = 3,
	    .kind = EVENT_FEED_STATE,
	    .subject = 4,
	    .detail = "ok failing 1"};
	struct feed_report feed = {.feed = {.id = 4,
				       .url = url,
				       .state = FEED_FAILING,
				       .source = {.slug = "a", .title = "A"}}};
	struct hook_news news = {.event = &ev, .feed = &feed};
	char *text = body_of(NULL, &news);
	json_t *o = json_loads(text, 0, NULL);

	(void)state;
	assert_non_null(o);
	assert_string_equal(json_string_value(json_object_get(
				json_object_get(o, "feed"), "state")),
	    "failing");
	json_decref(o);
	free(text);
	text = body_of(
	    "{{kind}} {{statement}} {{status}} {{url}} {{id}} {{vendor}}{{evidence}}.",
	    &news);
	assert_string_equal(
	    text, "feed-state A failing https://a.example/feed 4 .");
	free(text);
}

/* What a feed says never becomes structure. */
static void test_template_escapes(void **state)
{
	struct rumor_row rumor = {.id = 12,
	    .status = RUMOR_DENIED,
	    .statement = "a\"}, {\"b\": \"\\u0041\n\x01 \xe6\xbe\x8e",
	    .evidence = "{{status}}",
	    .first_url = "https://first.example/?a=1&b=2"};
	struct hook_news news = {.event = &settled, .rumor = &rumor};
	char *text = body_of("{\"x\": \"{{statement}}\", \"y\": [{{ id }}, "
			     "\"{{evidence}}\", \"{{url}}\"]}\n",
	    &news);
	json_t *o = json_loads(text, 0, NULL), *list;

	(void)state;
	assert_non_null(o);
	assert_int_equal(json_object_size(o), 2);
	assert_string_equal(
	    json_string_value(json_object_get(o, "x")), rumor.statement);
	list = json_object_get(o, "y");
	assert_int_equal(json_integer_value(json_array_get(list, 0)), 12);
	/* A value is not read as a template. */
	assert_string_equal(
	    json_string_value(json_array_get(list, 1)), "{{status}}");
	assert_string_equal(
	    json_string_value(json_array_get(list, 2)), rumor.first_url);
	json_decref(o);
	free(text);
	news.url = "https://official.example/";
	text = body_of("{{status}}: {{statement}} {{url}}", &news);
	assert_string_equal(text,
	    "denied: a\"}, {\"b\": \"\\u0041   \xe6\xbe\x8e "
	    "https://official.example/");
	free(text);
}

static void test_content_types(void **state)
{
	struct arena a;
	struct err e;

	(void)state;
	arena_init(&a);
	assert_string_equal(hook_content_type(NULL), "application/json");
	assert_string_equal(
	    hook_content_type(hook_template_parse(&a, " {\"a\": 1}", "t", &e)),
	    "application/json");
	assert_string_equal(
	    hook_content_type(hook_template_parse(&a, "{{id}}", "t", &e)),
	    "text/plain; charset=utf-8");
	assert_null(hook_template_parse(&a, "\n\n{{a b}}", "t", &e));
	assert_string_equal(e.text,
	    "t:3: \"{{a b}}\" is none of: statement, status, vendor, id, "
	    "evidence, url, kind");
	arena_free(&a);
}

/* The templates that are installed. */
static void test_samples(void **state)
{
	static const char *const files[] = {
	    "slack.json", "discord.json", "matrix.json", "ntfy.txt"};
	struct rumor_row rumor = {.id = 12, .statement = "\"<!channel>\""};
	struct hook_news news = {.event = &settled, .rumor = &rumor};
	char path[700], text[4096], *body;
	json_t *o;
	size_t n;
	FILE *f;

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s/etc/notify/%s",
		    getenv("HEARSAY_SRCDIR"), files[i]);
		f = fopen(path, "r");
		assert_non_null(f);
		n = fread(text, 1, sizeof(text) - 1, f);
		fclose(f);
		text[n] = '\0';
		body = body_of(text, &news);
		assert_non_null(strstr(body, "<!channel>"));
		o = json_loads(body, 0, NULL);
		assert_int_equal(o != NULL, strstr(files[i], "json") != NULL);
		json_decref(o);
		free(body);
	}
}

/* --- the store --- */

static void add_event(struct storefix *f, enum event_kind kind, int64_t subject)
{
	struct event ev = {
	    .kind = kind, .subject = subject, .at = T0, .noted_at = T0};
	bool fresh;

	assert_int_equal(store_event(f->store, &ev, &fresh, &f->err), 0);
	assert_true(fresh);
}

static void test_places(void **state)
{
	struct storefix *f = *state;
	struct hook_state h = {.told = 7,
			      .due_at = T0 + 60,
			      .tries = 2,
			      .failing_since = T0,
			      .suspended_at = T0 + 1,
			      .last_error = "HTTP 500"},
			  got;
	const char **names;
	size_t n;

	assert_int_equal(
	    store_hook_find(f->store, &f->arena, "a", &got, &f->err), 1);
	assert_int_equal(store_hook_put(f->store, "b", &h, &f->err), 0);
	h.told = 8;
	assert_int_equal(store_hook_put(f->store, "b", &h, &f->err), 0);
	assert_int_equal(store_hook_put(f->store, "a", &h, &f->err), 0);
	assert_int_equal(
	    store_hook_find(f->store, &f->arena, "b", &got, &f->err), 0);
	assert_int_equal(got.told, 8);
	assert_int_equal(got.due_at, T0 + 60);
	assert_int_equal(got.tries, 2);
	assert_int_equal(got.failing_since, T0);
	assert_int_equal(got.suspended_at, T0 + 1);
	assert_string_equal(got.last_error, "HTTP 500");
	assert_int_equal(store_hook_drop(f->store, "a", &f->err), 0);
	assert_int_equal(
	    store_hook_names(f->store, &f->arena, &names, &n, &f->err), 0);
	assert_int_equal(n, 1);
	assert_string_equal(names[0], "b");
}

static void test_next_event(void **state)
{
	static const enum event_kind kinds[] = {
	    EVENT_RUMOR_NEW, EVENT_FEED_STATE};
	struct storefix *f = *state;
	struct event ev;

	assert_int_equal(
	    store_event_next(f->store, &f->arena, 0, kinds, 2, &ev, &f->err),
	    1);
	add_event(f, EVENT_STORY_NEW, 1);
	add_event(f, EVENT_RUMOR_NEW, 2);
	add_event(f, EVENT_MAIL_SENT, 3);
	add_event(f, EVENT_FEED_STATE, 4);
	assert_int_equal(
	    store_event_next(f->store, &f->arena, 0, kinds, 2, &ev, &f->err),
	    0);
	assert_int_equal(ev.id, 2);
	assert_int_equal(ev.kind, EVENT_RUMOR_NEW);
	assert_int_equal(
	    store_event_next(f->store, &f->arena, 2, kinds, 2, &ev, &f->err),
	    0);
	assert_int_equal(ev.subject, 4);
	assert_int_equal(
	    store_event_next(f->store, &f->arena, 2, kinds, 1, &ev, &f->err),
	    1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_signature),
	    cmocka_unit_test(test_secrets),
	    cmocka_unit_test(test_whole_body),
	    cmocka_unit_test(test_feed_body),
	    cmocka_unit_test(test_template_escapes),
	    cmocka_unit_test(test_content_types),
	    cmocka_unit_test(test_samples),
	    cmocka_unit_test_setup_teardown(
		test_places, storefix_setup, storefix_teardown),
	    cmocka_unit_test_setup_teardown(
		test_next_event, storefix_setup, storefix_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
