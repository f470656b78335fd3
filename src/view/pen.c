/* Pages: making text safe, measuring it, cutting and wrapping it. */
#include "view/pen.h"

#include <inttypes.h>

#include "text/date.h"
#include "text/url.h"
#include "text/utf8.h"

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
#define MONTH  (30 * DAY)
#define YEAR   (365 * DAY)

#define UNCUT 1000000 /* columns that no line reaches */

static const char *const ink_codes[] = {
    [INK_PLAIN] = "",
    [INK_BOLD] = "\033[1m",
    [INK_GREY] = "\033[90m",
    [INK_RED] = "\033[31m",
    [INK_GREEN] = "\033[32m",
    [INK_YELLOW] = "\033[33m",
    [INK_CYAN] = "\033[36m",
};

void pen_init(struct pen *p, struct buf *out, const struct dress *dress)
{
	p->out = out;
	p->dress = dress;
	arena_init(&p->arena);
}

void pen_end(struct pen *p)
{
	arena_free(&p->arena);
}

/* Runs of white space as one space, none at the ends, in place. */
static void squeeze(char *s)
{
	char *to = s;

	for (const char *from = s; *from; from++) {
		if (!strchr(" \t\r\n\v\f", *from))
			*to++ = *from;
		else if (to > s && to[-1] != ' ')
			*to++ = ' ';
	}
	if (to > s && to[-1] == ' ')
		to--;
	*to = '\0';
}

const char *pen_say(struct pen *p, const char *s)
{
	char *flat, *said;
	struct buf b;

	if (!s)
		return "";
	flat = arena_strdup(&p->arena, s);
	squeeze(flat);
	buf_init(&b, strlen(flat) * 6 + 1);
	utf8_put_visible(&b, flat);
	said = arena_strdup(&p->arena, buf_text(&b));
	buf_free(&b);
	return said;
}

const char *pen_fmt(struct pen *p, const char *fmt, ...)
{
	va_list ap;
	struct buf b;
	char *s;

	buf_init(&b, 1u << 20);
	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	s = arena_strdup(&p->arena, buf_text(&b));
	buf_free(&b);
	return s;
}

bool may_be_link(const char *url)
{
	return url_is_web(url) && !strpbrk(url, " \t\r\n<>\"");
}

const char *pen_date(struct pen *p, int64_t at)
{
	struct civil c;

	if (at <= 0)
		return "-";
	date_to_civil(at, &c);
	return pen_fmt(p, "%04d-%02d-%02d", c.year, c.month, c.day);
}

const char *pen_time(struct pen *p, int64_t at)
{
	struct civil c;

	if (at <= 0)
		return "-";
	date_to_civil(at, &c);
	return pen_fmt(p, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day,
	    c.hour, c.minute);
}

/* The largest unit of which a span has two. */
static const struct unit {
	int64_t below, seconds;
	const char *name, *word;
} units[] = {
    {MINUTE, 1, "s", "second"},
    {2 * HOUR, MINUTE, "min", "minute"},
    {2 * DAY, HOUR, "h", "hour"},
    {2 * MONTH, DAY, "d", "day"},
    {2 * YEAR, MONTH, "mo", "month"},
    {INT64_MAX, YEAR, "y", "year"},
};

static const struct unit *unit_of(int64_t seconds)
{
	size_t i = 0;

	while (seconds >= units[i].below)
		i++;
	return &units[i];
}

const char *pen_span(struct pen *p, int64_t seconds)
{
	int64_t s = seconds < 0 ? -seconds : seconds;
	const struct unit *u = unit_of(s);

	return pen_fmt(p, "%" PRId64 " %s", s / u->seconds, u->name);
}

const char *pen_span_words(struct pen *p, int64_t seconds)
{
	int64_t s = seconds < 0 ? -seconds : seconds;
	const struct unit *u = unit_of(s);

	return pen_count(p, (size_t)(s / u->seconds), u->word);
}

const char *pen_ago(struct pen *p, int64_t at)
{
	int64_t age;

	if (at <= 0)
		return "never";
	age = p->dress->now - at;
	if (age == 0)
		return "now";
	return pen_fmt(p, age > 0 ? "%s ago" : "in %s", pen_span(p, age));
}

const char *pen_when(struct pen *p, int64_t at)
{
	if (at <= 0)
		return "never";
	return pen_fmt(p, "%s UTC (%s)", pen_time(p, at), pen_ago(p, at));
}

const char *pen_count(struct pen *p, size_t n, const char *one)
{
	size_t len = strlen(one);

	if (n == 1)
		return pen_fmt(p, "1 %s", one);
	if (len > 1 && one[len - 1] == 'y' && !strchr("aeou", one[len - 2]))
		return pen_fmt(p, "%zu %.*sies", n, (int)len - 1, one);
	return pen_fmt(p, "%zu %ss", n, one);
}

size_t pen_left(const struct pen *p, size_t used)
{
	if (!p->dress->columns)
		return UNCUT;
	return p->dress->columns > used ? p->dress->columns - used : 1;
}

static void ink_on(struct pen *p, enum ink ink)
{
	if (p->dress->colour && ink != INK_PLAIN)
		buf_puts(p->out, ink_codes[ink]);
}

static void ink_off(struct pen *p, enum ink ink)
{
	if (p->dress->colour && ink != INK_PLAIN)
		buf_puts(p->out, "\033[0m");
}

static void put_n(struct pen *p, enum ink ink, const char *text, size_t n)
{
	if (!n)
		return;
	ink_on(p, ink);
	buf_add(p->out, text, n);
	ink_off(p, ink);
}

void pen_put(struct pen *p, enum ink ink, const char *text)
{
	put_n(p, ink, text, strlen(text));
}

void pen_pad(struct pen *p, size_t columns)
{
	while (columns--)
		buf_putc(p->out, ' ');
}

static size_t char_width(const char *s, const char *end)
{
	char one[8] = "";

	memcpy(one, s, (size_t)(end - s) < 7 ? (size_t)(end - s) : 7);
	return utf8_width(one);
}

/* The bytes of s that fill at most `width` columns; *used are the columns. */
static size_t fitting(const char *s, size_t width, size_t *used)
{
	const char *end = s + strlen(s), *p = s;

	*used = 0;
	while (p < end) {
		const char *start = p;
		size_t w;

		utf8_next(&p, end);
		w = char_width(start, p);
		if (*used + w > width)
			return (size_t)(start - s);
		*used += w;
	}
	return (size_t)(end - s);
}

size_t pen_cut(struct pen *p, enum ink ink, const char *text, size_t width)
{
	size_t used, n = fitting(text, width, &used);
	struct buf b;

	if (!text[n]) {
		put_n(p, ink, text, n);
		return used;
	}
	n = fitting(text, width - 1, &used);
	while (n && text[n - 1] == ' ') {
		n--;
		used--;
	}
	buf_init(&b, n + 4);
	buf_add(&b, text, n);
	buf_puts(&b, "…");
	pen_put(p, ink, buf_text(&b));
	buf_free(&b);
	return used + 1;
}

/* What may not begin a line of Chinese or Japanese. */
static bool closes(uint32_t c)
{
	static const uint32_t closing[] = {0x2019, 0x201d, 0x2026, 0x3001,
	    0x3002, 0x3009, 0x300b, 0x300d, 0x300f, 0x3011, 0x3015, 0xff01,
	    0xff09, 0xff0c, 0xff0e, 0xff1a, 0xff1b, 0xff1f};

	for (size_t i = 0; i < sizeof(closing) / sizeof(closing[0]); i++)
		if (closing[i] == c)
			return true;
	return false;
}

/* May a line end between these two? Spaces are seen to by the caller. */
static bool breaks(uint32_t before, uint32_t after)
{
	static const uint32_t opening[] = {
	    0x2018, 0x201c, 0x3008, 0x300a, 0x300c, 0x300e, 0x3010, 0xff08};

	for (size_t i = 0; i < sizeof(opening) / sizeof(opening[0]); i++)
		if (opening[i] == before)
			return false;
	if (closes(after))
		return false;
	return utf8_is_cjk(before) || utf8_is_cjk(after) ||
	       (before >= 0x3000 && closes(before));
}

size_t pen_line_break(const char *s, size_t width)
{
	const char *all = s + strlen(s), *q = s;
	size_t used, n = fitting(s, width, &used), best = 0;
	uint32_t before = 0;

	if (!s[n])
		return n;
	while (q < all && (size_t)(q - s) <= n) {
		size_t at = (size_t)(q - s);
		uint32_t c = utf8_next(&q, all);

		if (at && (c == ' ' || breaks(before, c)) && before != ' ')
			best = at;
		before = c;
	}
	if (best)
		return best;
	return n ? n : strlen(s);
}

void pen_wrap(struct pen *p, size_t indent, enum ink ink, const char *text,
    size_t max_lines)
{
	size_t width = pen_left(p, indent);

	if (width < 20)
		width = 20;
	for (size_t line = 1;; line++) {
		size_t n = pen_line_break(text, width);

		if (!text[n] || line == max_lines) {
			pen_cut(p, ink, text, width);
			break;
		}
		put_n(p, ink, text, n);
		buf_putc(p->out, '\n');
		pen_pad(p, indent);
		text += n;
		while (*text == ' ')
			text++;
	}
	buf_putc(p->out, '\n');
}

void pen_fact(struct pen *p, const char *label, size_t indent, enum ink ink,
    const char *text)
{
	size_t width = utf8_width(label) + 2;

	pen_pad(p, 2);
	pen_put(p, INK_GREY, label);
	pen_pad(p, indent > width ? indent - width : 1);
	pen_wrap(p, indent, ink, text, 0);
}

void pen_heading(struct pen *p, const char *text)
{
	buf_putc(p->out, '\n');
	pen_put(p, INK_BOLD, text);
	buf_putc(p->out, '\n');
}
