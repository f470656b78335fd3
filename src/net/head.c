/* Header lines to the head of a reply, by a table of names. */
#include "net/head.h"

#include <string.h>
#include <strings.h>

/* RFC 9111 section 1.2.2: a larger number means this one. */
#define DELTA_MOST 2147483648

static const struct {
	const char *name;
	size_t at; /* of the member that takes its value */
} kept[] = {
    {"etag", offsetof(struct head, etag)},
    {"last-modified", offsetof(struct head, last_modified)},
    {"content-type", offsetof(struct head, content_type)},
    {"retry-after", offsetof(struct head, retry_after)},
    {"location", offsetof(struct head, location)},
    {"x-ratelimit-remaining", offsetof(struct head, rate_limit_remaining)},
    {"x-ratelimit-reset", offsetof(struct head, rate_limit_reset)},
    {"content-encoding", offsetof(struct head, content_encoding)},
    {"content-length", offsetof(struct head, content_length)},
    {"transfer-encoding", offsetof(struct head, transfer_encoding)},
};

void head_init(struct head *h)
{
	*h = (struct head){.max_age_s = -1};
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void trim(const char **s, size_t *n)
{
	while (*n > 0 && is_space(**s)) {
		(*s)++;
		(*n)--;
	}
	while (*n > 0 && is_space((*s)[*n - 1]))
		(*n)--;
}

static bool is_name(const char *s, size_t n, const char *name)
{
	return n == strlen(name) && !strncasecmp(s, name, n);
}

/* Digits alone, quoted or not; -1 for anything else. */
static int64_t delta_seconds(const char *s, size_t n)
{
	int64_t v = 0;

	if (n >= 2 && s[0] == '"' && s[n - 1] == '"') {
		s++;
		n -= 2;
	}
	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + (s[i] - '0');
		if (v > DELTA_MOST)
			v = DELTA_MOST;
	}
	return n > 0 ? v : -1;
}

/* "public, max-age=3600": the first max-age that is a number. */
static int64_t max_age(const char *s, size_t n)
{
	static const char key[] = "max-age=";
	const char *end = s + n;

	while (s < end) {
		const char *comma = memchr(s, ',', (size_t)(end - s));
		const char *stop = comma ? comma : end;
		size_t len = (size_t)(stop - s);
		int64_t v = -1;

		trim(&s, &len);
		if (len >= sizeof(key) && !strncasecmp(s, key, sizeof(key) - 1))
			v = delta_seconds(
			    s + sizeof(key) - 1, len - (sizeof(key) - 1));
		if (v >= 0)
			return v;
		s = comma ? comma + 1 : end;
	}
	return -1;
}

static void keep(struct head *h, struct arena *a, const char *name,
    size_t name_len, const char *value, size_t len)
{
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		const char **at =
		    (const char **)(void *)((char *)h + kept[i].at);

		if (is_name(name, name_len, kept[i].name) && !*at && len > 0)
			*at = arena_strndup(a, value, len);
	}
	if (is_name(name, name_len, "link") && len > 0)
		h->link = arena_printf(a, "%s%s%.*s", h->link ? h->link : "",
		    h->link ? ", " : "", (int)len, value);
	if (is_name(name, name_len, "cache-control") && h->max_age_s < 0)
		h->max_age_s = max_age(value, len);
	if (is_name(name, name_len, "age") && h->age_s == 0)
		h->age_s = delta_seconds(value, len);
	if (h->age_s < 0)
		h->age_s = 0;
}

void head_line(struct head *h, struct arena *a, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);
	const char *value;
	size_t value_len;

	if (len >= 5 && !memcmp(line, "HTTP/", 5)) {
		head_init(h);
		return;
	}
	if (!colon)
		return;
	value = colon + 1;
	value_len = len - (size_t)(value - line);
	trim(&value, &value_len);
	keep(h, a, line, (size_t)(colon - line), value, value_len);
}
