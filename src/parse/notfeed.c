/* A look at a page: title, first words, and the words that give it away. */
#include "parse/notfeed.h"

#include <stdbool.h>
#include <string.h>

#include "parse/html.h"

#define LOOKED_AT (128u << 10) /* of a page's bytes */
#define QUOTED	  100	       /* bytes of its title or first words */
#define LITTLE	  2500	       /* bytes of text: a page of one purpose */

/*
 * What gives a page away, lower case; the first that is there counts. What is
 * looked for in the text is so where there is little of it: an article may
 * speak of domains for sale, and many a page has a form for its readers.
 */
static const struct sign {
	enum { SOURCE, TEXT, SOURCE_OF_LITTLE } where;
	const char *mark;
	const char *what;
} signs[] = {
    {SOURCE, "sedoparking.com", "a parked domain"},
    {SOURCE, "parkingcrew.net", "a parked domain"},
    {TEXT, "domain is for sale", "a parked domain"},
    {TEXT, "domain may be for sale", "a parked domain"},
    {TEXT, "domain name is for sale", "a parked domain"},
    {TEXT, "buy this domain", "a parked domain"},
    {TEXT, "domain is parked", "a parked domain"},
    {TEXT, "domain has expired", "a parked domain"},
    {TEXT, "access denied", "a page that denies access"},
    {TEXT, "403 forbidden", "a page that denies access"},
    {TEXT, "has been denied", "a page that denies access"},
    {TEXT, "permission to access", "a page that denies access"},
    {TEXT, "you have been blocked", "a page that denies access"},
    {TEXT, "are human", "a page that asks for a human"},
    {TEXT, "are not a robot", "a page that asks for a human"},
    {TEXT, "are a robot", "a page that asks for a human"},
    {TEXT, "checking your browser", "a page that asks for a human"},
    {TEXT, "just a moment", "a page that asks for a human"},
    {SOURCE_OF_LITTLE, "type=\"password\"", "a log-in page"},
    {SOURCE_OF_LITTLE, "type='password'", "a log-in page"},
    {SOURCE_OF_LITTLE, "type=password", "a log-in page"},
};

static const char *kind_of(const char *source, const char *text)
{
	bool little = strlen(text) <= LITTLE;

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		const struct sign *s = &signs[i];

		if (s->where != SOURCE && !little)
			continue;
		if (strstr(s->where == TEXT ? text : source, s->mark))
			return s->what;
	}
	return NULL;
}

/* Lower case and without NUL, so that strstr() sees all of it. */
static void put_lower(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];

		buf_putc(b, c ? c : ' ');
	}
}

/* The content of the first title element, or NULL. */
static const char *title_of(const char *s, const char *lower, size_t *title_n)
{
	const char *open = strstr(lower, "<title"), *from, *end;

	if (!open)
		return NULL;
	from = strchr(open, '>');
	end = from ? strstr(from, "</title") : NULL;
	if (!end)
		return NULL;
	*title_n = (size_t)(end - from) - 1;
	return s + (from + 1 - lower);
}

static void cut_to(struct buf *b, size_t most)
{
	if (b->len <= most)
		return;
	while (most > 0 && ((unsigned char)b->data[most] & 0xc0) == 0x80)
		most--;
	buf_truncate(b, most);
	buf_puts(b, "…");
}

void notfeed_describe(struct err *err, const char *s, size_t n)
{
	struct buf source, text, lower, quoted;
	char why[sizeof(err->text)];
	const char *kind, *title;
	size_t title_n;

	n = n < LOOKED_AT ? n : LOOKED_AT;
	buf_init(&source, LOOKED_AT + 1);
	buf_init(&text, 4 * LOOKED_AT);
	buf_init(&lower, 4 * LOOKED_AT);
	buf_init(&quoted, 4 * LOOKED_AT);
	put_lower(&source, s, n);
	title = title_of(s, buf_text(&source), &title_n);
	if (title)
		html_put_text(&quoted, title, title_n, HTML_ONE_LINE);
	buf_add(&text, quoted.data, quoted.len);
	buf_putc(&text, ' ');
	html_put_text(&text, s, n, HTML_ONE_LINE);
	put_lower(&lower, text.data, text.len);
	kind = kind_of(buf_text(&source), buf_text(&lower));
	if (quoted.len == 0 && text.len > 1)
		buf_add(&quoted, text.data + 1, text.len - 1);
	cut_to(&quoted, QUOTED);
	if (kind)
		snprintf(why, sizeof(why), "%s, not a feed", kind);
	else
		snprintf(why, sizeof(why), "%s", err->text);
	if (quoted.len > 0)
		err_set(err, "%s: \"%s\"", why, buf_text(&quoted));
	else
		err_set(err, "%s", why);
	buf_free(&source);
	buf_free(&text);
	buf_free(&lower);
	buf_free(&quoted);
}
