/* Titles cut where the name of the site begins. */
#include "parse/page_title.h"

#include <stdbool.h>
#include <string.h>

#include "text/utf8.h"

/* Between a title and what it is of; the longer before what is within it. */
static const char *const separators[] = {" | ", " - ", " – ", " — ",
    " :: ", " · ", " • ", " » ", " « ", " › ", " / ", " ｜ ", "｜", "_", "|",
    " -- ", "－", " ― "};

struct names {
	const char *site, *host; /* squeezed, or NULL */
};

/* Letters, digits and wide characters alone, folded: "IT之家" "ithome". */
static const char *squeeze(struct arena *a, const char *s, size_t n)
{
	size_t len;
	const char *folded = utf8_fold(a, s, n, &len, NULL), *at = folded;
	const char *end = folded + len, *from;
	struct buf b;
	const char *out;
	uint32_t c;

	buf_init(&b, 1u << 16);
	while (at < end) {
		from = at;
		c = utf8_next(&at, end);
		if (utf8_is_word(c) || utf8_is_cjk(c))
			buf_add(&b, from, (size_t)(at - from));
	}
	out = arena_strdup(a, buf_text(&b));
	buf_free(&b);
	return out;
}

/* "www.phone-news.example.co.uk" holds "phonenews". */
static bool is_of_host(const char *name, const char *host)
{
	return host && strlen(name) >= 4 && strstr(host, name) != NULL;
}

static bool is_site(
    struct arena *a, const struct names *names, const char *s, size_t n)
{
	const char *name = squeeze(a, s, n);
	size_t len = strlen(name), site;

	if (!len || is_of_host(name, names->host))
		return true;
	if (!names->site)
		return false;
	site = strlen(names->site);
	/* "Site", and "Site News", "News of Site" where that is most of it. */
	return strcmp(name, names->site) == 0 ||
	       (site >= 3 && len <= 3 * site && strstr(name, names->site)) ||
	       (len >= 4 && strstr(names->site, name));
}

/* The last separator in s[0..n): where it begins; its length in *len. */
static const char *last_separator(const char *s, size_t n, size_t *len)
{
	for (size_t i = n; i-- > 1;)
		for (size_t k = 0; k < sizeof(separators) / sizeof(*separators);
		     k++) {
			size_t m = strlen(separators[k]);

			if (i + m <= n &&
			    memcmp(s + i, separators[k], m) == 0) {
				*len = m;
				return s + i;
			}
		}
	return NULL;
}

static bool same(struct arena *a, const char *s, size_t n, const char *h1)
{
	return h1 && strcmp(squeeze(a, s, n), squeeze(a, h1, strlen(h1))) == 0;
}

/* The bytes of the title that are its own. */
static size_t own_length(struct arena *a, const struct names *names,
    const char *title, size_t n, const char *h1)
{
	const char *at;
	size_t len;

	for (at = last_separator(title, n, &len); at;
	     at = last_separator(title, (size_t)(at - title), &len)) {
		/* The heading of the page has it without: no doubt is left. */
		if (same(a, title, (size_t)(at - title), h1))
			return (size_t)(at - title);
	}
	at = last_separator(title, n, &len);
	while (
	    at && is_site(a, names, at + len, n - len - (size_t)(at - title))) {
		n = (size_t)(at - title);
		at = last_separator(title, n, &len);
	}
	/* "Title | News | Site": sections between are cut with it. */
	return n;
}

/* "Site: Title", "Site | Title". */
static const char *after_prefix(
    struct arena *a, const struct names *names, const char *title, size_t *n)
{
	static const char *const marks[] = {": ", " | ", " - ", " – ", "："};

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		size_t m = strlen(marks[i]);
		const char *at = memmem(title, *n, marks[i], m);

		if (!at || at == title || (size_t)(at - title) + m >= *n ||
		    !names->site)
			continue;
		if (strcmp(squeeze(a, title, (size_t)(at - title)),
			names->site) != 0)
			continue;
		*n -= (size_t)(at - title) + m;
		return at + m;
	}
	return title;
}

const char *page_title(struct arena *a, const char *const *titles, size_t count,
    const char *h1, const char *site, const char *host)
{
	struct names names = {NULL, NULL};
	const char *s;
	size_t n;

	if (site)
		names.site = squeeze(a, site, strlen(site));
	if (names.site && !*names.site)
		names.site = NULL;
	if (host)
		names.host = squeeze(a, host, strlen(host));
	for (size_t i = 0; i < count; i++) {
		if (!titles[i])
			continue;
		s = titles[i];
		n = own_length(a, &names, s, strlen(s), h1);
		s = after_prefix(a, &names, s, &n);
		while (n && s[n - 1] == ' ')
			n--;
		if (n && !(i + 1 < count && is_site(a, &names, s, n)))
			return arena_strndup(a, s, n);
	}
	return NULL;
}
