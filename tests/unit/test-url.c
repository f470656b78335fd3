/* Addresses: every line of urls.case, and what bounds them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/caps.h"
#include "text/url.h"

static FILE *open_case(const char *name)
{
	const char *top = getenv("HEARSAY_SRCDIR");
	char path[4096];
	FILE *f;

	snprintf(
	    path, sizeof(path), "%s/tests/cases/%s", top ? top : ".", name);
	f = fopen(path, "r");
	if (!f)
		fail_msg("%s cannot be opened", path);
	return f;
}

/* "\n" and "\r" in a case stand for the characters. */
static void unescape(char *s)
{
	char *w = s;

	for (; *s; s++, w++) {
		*w = *s;
		if (s[0] == '\\' && (s[1] == 'n' || s[1] == 'r'))
			*w = *++s == 'n' ? '\n' : '\r';
	}
	*w = '\0';
}

static size_t split(char *line, char *field[4])
{
	size_t n = 0;

	while (n < 4) {
		field[n++] = line;
		line = strchr(line, '\t');
		if (!line)
			break;
		*line++ = '\0';
	}
	for (size_t i = 0; i < n; i++)
		unescape(field[i]);
	return n;
}

static const char *answer(struct arena *a, char *field[4], size_t n)
{
	const char *base = field[1], *got = NULL;

	if (strcmp(field[0], "resolve") == 0 && n == 4) {
		if (strcmp(base, "none") == 0)
			base = NULL;
		got = url_resolve(a, base, field[2]);
	} else if (strcmp(field[0], "canon") == 0 && n == 3) {
		got = url_canonical(a, field[1]);
	} else if (strcmp(field[0], "shown") == 0 && n == 3) {
		got = url_shown(a, field[1]);
	} else if (strcmp(field[0], "safe") == 0 && n == 3) {
		got = url_scheme_is_safe(field[1]) ? "yes" : "no";
	} else {
		got = "not a case";
	}
	return got ? got : "none";
}

static void every_case_is_as_it_says(void **state)
{
	FILE *f = open_case("urls.case");
	struct arena a;
	char line[2048], *field[4];
	int number = 0, wrong = 0, cases = 0;
	const char *got;
	size_t n;

	(void)state;
	arena_init(&a);
	while (fgets(line, sizeof(line), f)) {
		number++;
		line[strcspn(line, "\n")] = '\0';
		if (*line == '#' || !*line)
			continue;
		n = split(line, field);
		got = answer(&a, field, n);
		cases++;
		if (strcmp(got, field[n - 1]) == 0)
			continue;
		wrong++;
		print_error(
		    "urls.case:%d: %s, want %s\n", number, got, field[n - 1]);
	}
	fclose(f);
	arena_free(&a);
	assert_int_equal(wrong, 0);
	assert_true(cases > 60);
}

static void hosts_and_their_domains(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_string_equal(url_host(&a, "https://u@Blog.News.Example:81/x"),
	    "blog.news.example");
	assert_string_equal(url_host(&a, "http://[::1]:80/"), "[::1]");
	assert_null(url_host(&a, "mailto:x@news.example"));
	assert_null(url_host(&a, NULL));
	assert_true(url_host_within("news.example", "news.example"));
	assert_true(url_host_within("a.news.example", "news.example"));
	assert_false(url_host_within("fakenews.example", "news.example"));
	assert_false(url_host_within("example", "news.example"));
	assert_false(url_host_within(NULL, "news.example"));
	arena_free(&a);
}

static void an_address_past_the_cap_is_unusable(void **state)
{
	struct arena a;
	char *long_url = test_malloc(CAP_URL + 32);

	(void)state;
	arena_init(&a);
	memset(long_url, 'a', CAP_URL + 31);
	memcpy(long_url, "https://news.example/", 21);
	long_url[CAP_URL + 31] = '\0';
	assert_null(url_resolve(&a, NULL, long_url));
	assert_null(url_canonical(&a, long_url));
	long_url[CAP_URL] = '\0';
	assert_non_null(url_resolve(&a, NULL, long_url));
	long_url[0] = '/'; /* fits alone, and not with its base */
	assert_null(url_resolve(&a, "https://news.example", long_url));
	test_free(long_url);
	arena_free(&a);
}

/* A redirector to itself, nested: the answer comes after a few hops. */
static void redirectors_that_nest_come_to_an_end(void **state)
{
	struct arena a;
	char url[1024] = "https://www.google.com/url?url=";

	(void)state;
	arena_init(&a);
	for (int i = 0; i < 20; i++)
		memcpy(
		    url + 31 + i * 31, "https://www.google.com/url?url=", 32);
	assert_non_null(url_canonical(&a, url));
	arena_free(&a);
}

static void the_web_is_http_and_https(void **state)
{
	(void)state;
	assert_true(url_is_web("http://a.example"));
	assert_true(url_is_web("HTTPS://a.example"));
	assert_false(url_is_web("httpss://a.example"));
	assert_false(url_is_web("ftp://a.example"));
	assert_false(url_is_web("javascript:http://a.example"));
	assert_false(url_is_web("//a.example"));
	assert_false(url_is_web(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_web_is_http_and_https),
	    cmocka_unit_test(every_case_is_as_it_says),
	    cmocka_unit_test(hosts_and_their_domains),
	    cmocka_unit_test(an_address_past_the_cap_is_unusable),
	    cmocka_unit_test(redirectors_that_nest_come_to_an_end),
	};

	return cmocka_run_group_tests_name("url", tests, NULL, NULL);
}
