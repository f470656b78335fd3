/* The address guard and the head of a reply, by their data files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cmocka.h>

#include "cases.h"
#include "net/guard.h"
#include "net/head.h"

union any_address {
	struct sockaddr sa;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static union any_address address_of(const char *text)
{
	union any_address a = {.v4.sin_family = AF_INET};

	if (inet_pton(AF_INET, text, &a.v4.sin_addr) == 1)
		return a;
	a = (union any_address){.v6.sin6_family = AF_INET6};
	if (inet_pton(AF_INET6, text, &a.v6.sin6_addr) != 1)
		fail_msg("no address: %s", text);
	return a;
}

static void addresses_are_told_apart(void **state)
{
	struct cases c;
	char *line;

	(void)state;
	cases_open(&c, "addresses.case");
	for (line = cases_line(&c); line; line = cases_line(&c)) {
		const char *want = cases_split(&c, line);
		char *allow = strchr(line, ' ');
		union any_address a;
		const char *got, *literal;

		if (allow)
			*allow++ = '\0';
		a = address_of(line);
		got = guard_refusal(allow, "feeds.lan", &a.sa);
		if (strcmp(got ? got : "", want) != 0)
			fail_msg("addresses.case:%d: %s", c.line,
			    got ? got : "(public)");
		/* As a host, it has no other name to be allowed by. */
		literal = guard_literal_refusal(allow, line);
		if (literal && !got)
			assert_non_null(strcasestr(allow, "feeds.lan"));
		else
			assert_ptr_equal(literal, got);
	}
	cases_close(&c);
}

static void what_is_no_address_is_looked_up_first(void **state)
{
	struct sockaddr other = {.sa_family = AF_UNIX};

	(void)state;
	assert_null(guard_literal_refusal(NULL, "localhost"));
	assert_null(guard_literal_refusal(NULL, "10.1"));
	assert_string_equal(
	    guard_literal_refusal(NULL, "[fe80::1]"), "a link-local address");
	assert_string_equal(guard_refusal("feeds.lan", "feeds.lan", &other),
	    "not an internet address");
}

/* "etag W/\"x\"" as the head has it; "-" stands for NULL. */
static void describe(const struct head *h, const char *member, char *to)
{
	const struct {
		const char *name, *value;
	} strings[] = {
	    {"etag", h->etag},
	    {"last-modified", h->last_modified},
	    {"retry-after", h->retry_after},
	    {"location", h->location},
	};

	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		if (!strcmp(strings[i].name, member))
			snprintf(to, 256, "%s %s", member,
			    strings[i].value ? strings[i].value : "-");
	if (!strcmp(member, "max-age"))
		snprintf(to, 256, "max-age %lld", (long long)h->max_age_s);
	if (!strcmp(member, "age"))
		snprintf(to, 256, "age %lld", (long long)h->age_s);
}

static void heads_are_read(void **state)
{
	struct cases c;
	char *line;

	(void)state;
	cases_open(&c, "heads.case");
	for (line = cases_line(&c); line; line = cases_line(&c)) {
		const char *want = cases_split(&c, line);
		char member[32] = "", got[256] = "", header[256];
		struct arena a;
		struct head h;

		sscanf(want, "%31s", member);
		arena_init(&a);
		head_init(&h);
		cases_unescape(line);
		for (char *p = line; *p; p += *p == '\n') {
			size_t n = strcspn(p, "\n");

			snprintf(header, sizeof(header), "%.*s\r\n", (int)n, p);
			head_line(&h, &a, header, n + 2);
			p += n;
		}
		describe(&h, member, got);
		if (strcmp(got, want) != 0)
			fail_msg("heads.case:%d: %s", c.line, got);
		arena_free(&a);
	}
	cases_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses_are_told_apart),
	    cmocka_unit_test(what_is_no_address_is_looked_up_first),
	    cmocka_unit_test(heads_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
