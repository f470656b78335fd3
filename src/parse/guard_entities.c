/* The document type declaration: read for its entities, and for no more. */
#include "parse/guard_entities.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/mem.h"
#include "parse/html.h"

#define LONGEST_NAME 40

bool guard_is_char(uint32_t c)
{
	return (c >= ' ' && c != 0xfffe && c != 0xffff) || c == '\t' ||
	       c == '\n' || c == '\r';
}

/* The value with its character references decoded; false where it has more. */
static bool decode_numbers(struct buf *b, const char *s, size_t n)
{
	uint32_t c[2];
	size_t used;

	for (size_t i = 0; i < n; i += used) {
		used = 1;
		if (s[i] == '%' || s[i] == '<')
			return false;
		if (s[i] != '&') {
			buf_putc(b, s[i]);
			continue;
		}
		used = i + 1 < n && s[i + 1] == '#'
			   ? html_reference(s + i, n - i, false, c)
			   : 0;
		if (!used || !guard_is_char(c[0]))
			return false;
		html_put_char(b, c[0]);
	}
	return buf_ok(b);
}

/* A declared value that is short plain text, or NULL. */
static char *plain_value(const char *s, size_t n)
{
	struct buf b;
	uint32_t c[2];
	char *value = NULL;

	buf_init(&b, GUARD_ENTITY);
	if (decode_numbers(&b, s, n)) {
		if (!strpbrk(buf_text(&b), "&<")) {
			value = buf_steal(&b);
		} else if (html_reference(buf_text(&b), b.len, false, c) ==
			       b.len &&
			   guard_is_char(c[0])) {
			/* "&#38;#60;": one character, escaped twice */
			buf_clear(&b);
			html_put_char(&b, c[0]);
			value = buf_steal(&b);
		}
	}
	buf_free(&b);
	return value;
}

/* "<!ENTITY name "value">" at s, up to end. */
static void declare(struct guard_entities *x, const char *s, const char *end)
{
	static const char space[] = " \t\r\n";
	char *value = NULL;
	const char *close;
	size_t n = 0;

	s += strlen("<!ENTITY");
	while (s < end && strchr(space, *s))
		s++;
	while (s + n < end && !strchr(" \t\r\n\"'>", s[n]))
		n++;
	if (!n || n >= LONGEST_NAME || s[0] == '%' ||
	    x->values.count >= GUARD_ENTITIES) {
		warn_add(
		    x->warnings, WARN_XML, "an entity declaration is refused");
		return;
	}
	close = s + n;
	while (close < end && strchr(space, *close))
		close++;
	if (close < end && (*close == '"' || *close == '\'')) {
		const char *from = close + 1;

		close = memchr(from, *close, (size_t)(end - from));
		if (close)
			value = plain_value(from, (size_t)(close - from));
	}
	if (!value)
		warn_add(x->warnings, WARN_XML,
		    "entity %.*s is refused: not short plain text", (int)n, s);
	if (map_get_n(&x->values, s, n)) {
		free(value); /* the first declaration holds */
		return;
	}
	map_put_n(&x->values, s, n, value ? value : mem_strdup(""));
}

static bool begins(const char *s, const char *end, const char *with)
{
	size_t n = strlen(with);

	return (size_t)(end - s) >= n && strncasecmp(s, with, n) == 0;
}

static const char *past(const char *s, const char *end, const char *what)
{
	const char *at = memmem(s, (size_t)(end - s), what, strlen(what));

	return at ? at + strlen(what) : NULL;
}

/* Past the ">" of one declaration, quotes heeded; NULL where it has none. */
static const char *declaration_end(const char *s, const char *end)
{
	const char *quote;

	while (s < end && *s != '>') {
		if (*s == '"' || *s == '\'') {
			quote = memchr(s + 1, *s, (size_t)(end - s - 1));
			s = quote ? quote : s;
		}
		s++;
	}
	return s < end ? s + 1 : NULL;
}

/* Past the internal subset; s is after "[". NULL where it has no end. */
static const char *read_subset(
    struct guard_entities *x, const char *s, const char *end)
{
	const char *from;

	while (s && s < end && *s != ']') {
		from = s;
		if (*s != '<') {
			s++;
		} else if (begins(s, end, "<!--")) {
			s = past(s + 4, end, "-->");
		} else if (begins(s, end, "<?")) {
			s = past(s + 2, end, "?>");
		} else {
			s = declaration_end(s, end);
			if (s && begins(from, end, "<!ENTITY"))
				declare(x, from, s);
		}
	}
	return s && s < end ? s + 1 : NULL;
}

const char *guard_entities_read(
    struct guard_entities *x, const char *s, const char *end)
{
	const char *quote;

	s += 2;
	while (s && s < end && *s != '>') {
		if (*s == '"' || *s == '\'') {
			quote = memchr(s + 1, *s, (size_t)(end - s - 1));
			s = quote ? quote + 1 : s + 1;
		} else if (*s == '[') {
			s = read_subset(x, s + 1, end);
		} else {
			s++;
		}
	}
	if (s && s < end)
		return s + 1;
	warn_add(
	    x->warnings, WARN_XML, "the document type declaration has no end");
	return end;
}

int guard_entities_expand(struct guard_entities *x, const char *name, size_t n,
    const char **text, struct err *err)
{
	*text = x->values.count ? map_get_n(&x->values, name, n) : NULL;
	if (!*text)
		return 0;
	if (!**text)
		warn_add(x->warnings, WARN_XML, "entity %.*s is not expanded",
		    (int)(n < LONGEST_NAME ? n : LONGEST_NAME), name);
	x->expanded += strlen(*text);
	if (x->expanded <= GUARD_EXPANSION)
		return 0;
	return err_set(err, "limit: entities expand to more than %u bytes",
	    GUARD_EXPANSION);
}

void guard_entities_free(struct guard_entities *x)
{
	const struct map_entry *e;

	for (size_t i = 0; (e = map_next(&x->values, &i)) != NULL;)
		free(e->value);
	map_free(&x->values);
}
