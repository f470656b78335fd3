/* One pass over the tokens, with a stack of what is open. */
#include "parse/jsonmend.h"

#include <string.h>

#define MOST_OPEN      64
#define LONGEST_NUMBER 15 /* digits that every reader of numbers keeps */

/* What was written last: it says what a string is, and what is missing. */
enum last { BEGIN, COMMA, KEY, COLON, VALUE };

struct mend {
	struct buf *out;
	const char *at, *end;
	char open[MOST_OPEN]; /* '{' or '[' */
	size_t depth;
	enum last last;
};

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

/* The code of "\uXXXX" at s, or -1. */
static long unit_at(const char *s, const char *end)
{
	long v = 0;

	if (end - s < 6 || s[0] != '\\' || s[1] != 'u')
		return -1;
	for (int i = 2; i < 6; i++) {
		if (!is_hex(s[i]))
			return -1;
		v = v * 16 +
		    (s[i] <= '9' ? s[i] - '0' : (s[i] | 32) - 'a' + 10);
	}
	return v;
}

/* An escape at s; the bytes it takes. */
static size_t put_escape(struct mend *m, const char *s)
{
	long unit = unit_at(s, m->end), next;

	if (m->end - s < 2)
		return 1;
	if (unit < 0) {
		if (s[1] == 'u' || !strchr("\"\\/bfnrt", s[1]))
			return 1; /* "\'": the backslash means nothing */
		buf_add(m->out, s, 2);
		return 2;
	}
	if (unit < 0xd800 || unit > 0xdfff) {
		buf_add(m->out, s, 6);
		return 6;
	}
	next = unit <= 0xdbff ? unit_at(s + 6, m->end) : -1;
	if (next >= 0xdc00 && next <= 0xdfff) {
		buf_add(m->out, s, 12);
		return 12;
	}
	buf_puts(m->out, "\\ufffd");
	return 6;
}

static void put_string(struct mend *m)
{
	const char *s = m->at + 1;

	buf_putc(m->out, '"');
	while (s < m->end && *s != '"') {
		if (*s == '\\') {
			s += put_escape(m, s);
			continue;
		}
		buf_putc(m->out, (unsigned char)*s < ' ' ? ' ' : *s);
		s++;
	}
	buf_putc(m->out, '"');
	m->at = s < m->end ? s + 1 : m->end;
}

/* A number or a word: what JSON does not know becomes a string. */
static void put_word(struct mend *m)
{
	const char *s = m->at;
	size_t n = 0;
	bool plain;

	while (s + n < m->end && (unsigned char)s[n] > ' ' &&
	       !strchr(",:[]{}\"", s[n]))
		n++;
	m->at = s + n;
	plain = (n == 4 && (!memcmp(s, "true", 4) || !memcmp(s, "null", 4))) ||
		(n == 5 && !memcmp(s, "false", 5));
	if (plain || (n <= LONGEST_NUMBER && m->at < m->end &&
			 strspn(s, "0123456789.") >= n && s[n - 1] != '.' &&
			 *s != '.' && (*s != '0' || n == 1))) {
		buf_add(m->out, s, n);
		return;
	}
	buf_putc(m->out, '"');
	for (size_t i = 0; i < n; i++) {
		if (s[i] != '\\')
			buf_putc(m->out, s[i]);
	}
	buf_putc(m->out, '"');
}

static bool in_object(const struct mend *m)
{
	return m->depth && m->open[m->depth - 1] == '{';
}

static void drop_comma(struct mend *m)
{
	if (m->last == COMMA)
		buf_truncate(m->out, m->out->len - 1);
}

static void close_top(struct mend *m)
{
	drop_comma(m);
	if (m->last == KEY)
		buf_puts(m->out, ":null");
	else if (m->last == COLON)
		buf_puts(m->out, "null");
	buf_putc(m->out, in_object(m) ? '}' : ']');
	m->depth--;
	m->last = VALUE;
}

/* A value or a key stands here; false where neither can. */
static bool put_value(struct mend *m)
{
	bool is_key = in_object(m) && (m->last == BEGIN || m->last == COMMA);

	if (m->last == VALUE || m->last == KEY || (is_key && *m->at != '"'))
		return false;
	if (*m->at == '{' || *m->at == '[') {
		if (m->depth == MOST_OPEN)
			return false;
		m->open[m->depth++] = *m->at;
		buf_putc(m->out, *m->at++);
		m->last = BEGIN;
		return true;
	}
	if (*m->at == '"')
		put_string(m);
	else
		put_word(m);
	m->last = is_key ? KEY : VALUE;
	return true;
}

static bool put_token(struct mend *m)
{
	char c = *m->at;

	if ((unsigned char)c <= ' ') {
		m->at++;
		return true;
	}
	if (c == ',' || c == ':') {
		if (m->last != (c == ',' ? VALUE : KEY))
			return false;
		m->last = c == ',' ? COMMA : COLON;
		buf_putc(m->out, c);
		m->at++;
		return true;
	}
	if (c == '}' || c == ']') {
		if (!m->depth || in_object(m) != (c == '}'))
			return false;
		m->at++;
		close_top(m);
		return true;
	}
	return put_value(m);
}

bool json_mend(struct buf *out, const char *s, size_t n, bool *cut)
{
	struct mend m = {.out = out, .at = s, .end = s + n};

	*cut = false;
	while (m.at < m.end && (m.depth || m.last == BEGIN)) {
		if (!put_token(&m))
			return false;
	}
	*cut = m.depth > 0;
	while (m.depth)
		close_top(&m);
	return buf_ok(out) && m.last == VALUE;
}
