/*
 * Encodings of mail. A header is cut into words first and each is measured
 * against its line; a body takes the encoding that makes it smaller.
 */
#include "view/mime.h"

#include <stdbool.h>

#include "text/date.h"
#include "text/utf8.h"

#define LINE	     76 /* longest line with an encoded word; of a body */
#define WORD_FRAME   12 /* what stands around the text of one */
#define WORD_CONTENT (75 - WORD_FRAME)

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789+/";

static bool is_control(unsigned char c)
{
	return c < 0x20 || c == 0x7f;
}

/* The value on one line: control characters as spaces. */
static char *one_line(const char *value)
{
	struct buf b;

	buf_init(&b, strlen(value) + 1);
	for (; *value; value++)
		buf_putc(&b, is_control((unsigned char)*value) ? ' ' : *value);
	if (!b.len)
		buf_puts(&b, "");
	return buf_steal(&b);
}

static void put_base64(struct buf *b, const char *data, size_t n)
{
	const unsigned char *s = (const unsigned char *)data;

	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i;
		uint32_t v = (uint32_t)s[i] << 16;

		v |= left > 1 ? (uint32_t)s[i + 1] << 8 : 0;
		v |= left > 2 ? s[i + 2] : 0;
		buf_putc(b, base64_digits[v >> 18]);
		buf_putc(b, base64_digits[v >> 12 & 63]);
		buf_putc(b, left > 1 ? base64_digits[v >> 6 & 63] : '=');
		buf_putc(b, left > 2 ? base64_digits[v & 63] : '=');
	}
}

/* RFC 2047 section 5 (3): what may stand for itself in a phrase too. */
static bool q_is_literal(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '!' || c == '*' || c == '+' ||
	       c == '-' || c == '/';
}

static size_t q_size(const char *s, size_t n)
{
	size_t size = 0;

	for (size_t i = 0; i < n; i++)
		size +=
		    q_is_literal((unsigned char)s[i]) || s[i] == ' ' ? 1 : 3;
	return size;
}

static void put_q(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == ' ')
			buf_putc(b, '_');
		else if (q_is_literal(c))
			buf_putc(b, (char)c);
		else
			buf_printf(b, "=%02X", c);
	}
}

static size_t encoded_size(bool q, const char *s, size_t n)
{
	return q ? q_size(s, n) : (n + 2) / 3 * 4;
}

/* The columns since the last line feed. */
static size_t column(const struct buf *b)
{
	size_t n = 0;

	while (n < b->len && b->data[b->len - 1 - n] != '\n')
		n++;
	return n;
}

/* The bytes of s that one encoded word of `room` characters holds. */
static size_t word_bytes(bool q, const char *s, size_t room)
{
	const char *end = s + strlen(s), *p = s, *fits = s;

	while (p < end) {
		utf8_next(&p, end);
		if (encoded_size(q, s, (size_t)(p - s)) > room)
			break;
		fits = p;
	}
	return (size_t)(fits - s);
}

/* s as encoded words from the current column; lines are folded. */
static void put_encoded_words(struct buf *b, const char *s)
{
	size_t n = strlen(s);
	bool q = q_size(s, n) <= (n + 2) / 3 * 4;

	while (*s) {
		size_t used = column(b) + WORD_FRAME, room = 0;

		if (used + 24 < LINE)
			room = LINE - used;
		if (room > WORD_CONTENT)
			room = WORD_CONTENT;
		n = room ? word_bytes(q, s, room) : 0;
		if (!n) {
			buf_puts(b, "\r\n ");
			n = word_bytes(q, s, WORD_CONTENT - 1);
		}
		buf_printf(b, "=?UTF-8?%c?", q ? 'Q' : 'B');
		if (q)
			put_q(b, s, n);
		else
			put_base64(b, s, n);
		buf_puts(b, "?=");
		s += n;
		if (*s)
			buf_puts(b, "\r\n ");
	}
}

/* Words of ASCII, a fold before one that would pass the line. */
static void put_folded(struct buf *b, const char *s, size_t n)
{
	const char *end = s + n;

	while (s < end) {
		const char *space = memchr(s, ' ', (size_t)(end - s));
		size_t len = (size_t)((space ? space : end) - s);

		if (len && column(b) + len > LINE && column(b) > 1)
			buf_puts(b, "\r\n ");
		buf_add(b, s, len);
		s += len;
		if (s < end) {
			/* The space is kept: the fold comes before it. */
			size_t next = strcspn(s + 1, " ");

			if (s + 1 < end && column(b) + 1 + next > LINE)
				buf_puts(b, "\r\n");
			buf_putc(b, ' ');
			s++;
		}
	}
}

/* How much of s needs no encoding: all of it, or up to a space. */
static size_t plain_prefix(const char *s)
{
	size_t space = 0, i;

	for (i = 0; s[i]; i++) {
		size_t word = strcspn(s + i, " ");

		if ((unsigned char)s[i] >= 0x80 || !strncmp(s + i, "=?", 2))
			return space;
		if (s[i] == ' ') {
			space = i + 1;
			word = 0;
		}
		/* Too long for any line: only encoding can fold it. */
		if (word > 900)
			return space;
	}
	return i;
}

void mime_put_text_field(struct buf *b, const char *name, const char *text)
{
	char *line = one_line(text);
	size_t plain = plain_prefix(line);

	buf_printf(b, "%s: ", name);
	put_folded(b, line, plain);
	put_encoded_words(b, line + plain);
	buf_puts(b, "\r\n");
	free(line);
}

void mime_put_raw_field(struct buf *b, const char *name, const char *value)
{
	char *line = one_line(value);

	buf_printf(b, "%s: %s\r\n", name, line);
	free(line);
}

static bool is_ascii(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

void mime_put_mailbox_field(struct buf *b, const char *name, const char *value)
{
	char *line = one_line(value);
	char *angle = strrchr(line, '<');

	if (is_ascii(line) || !angle) {
		mime_put_raw_field(b, name, line);
		free(line);
		return;
	}
	buf_printf(b, "%s: ", name);
	while (angle > line && angle[-1] == ' ')
		*--angle = '\0';
	put_encoded_words(b, line);
	angle = strrchr(value, '<') - value + line;
	*angle = '<';
	if (column(b) + strlen(angle) + 1 > LINE)
		buf_puts(b, "\r\n");
	buf_printf(b, " %s\r\n", angle);
	free(line);
}

void mime_put_date_field(
    struct buf *b, const char *name, int64_t at, long utc_offset_s)
{
	static const char *const days[] = {
	    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	long minutes = labs(utc_offset_s) / 60;
	struct civil c;

	date_to_civil(at + utc_offset_s, &c);
	buf_printf(b, "%s: %s, %d %s %04d %02d:%02d:%02d %c%02ld%02ld\r\n",
	    name, days[date_weekday(at + utc_offset_s)], c.day,
	    months[c.month - 1], c.year, c.hour, c.minute, c.second,
	    utc_offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

static void put_quoted_printable(struct buf *b, const char *s, size_t n)
{
	size_t used = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		bool at_end = i + 1 == n || s[i + 1] == '\n';
		bool literal = (c > ' ' && c < 0x7f && c != '=') ||
			       ((c == ' ' || c == '\t') && !at_end);
		size_t size = literal ? 1 : 3;

		if (c == '\n') {
			buf_puts(b, "\r\n");
			used = 0;
			continue;
		}
		if (used + size + !at_end > LINE) {
			buf_puts(b, "=\r\n");
			used = 0;
		}
		if (literal)
			buf_putc(b, (char)c);
		else
			buf_printf(b, "=%02X", c);
		used += size;
	}
}

static void put_base64_body(struct buf *b, const char *s, size_t n)
{
	struct buf crlf;

	buf_init(&crlf, 2 * n + 1);
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\n')
			buf_putc(&crlf, '\r');
		buf_putc(&crlf, s[i]);
	}
	for (size_t i = 0; i < crlf.len; i += LINE / 4 * 3) {
		size_t left = crlf.len - i;

		put_base64(b, crlf.data + i,
		    left < LINE / 4 * 3 ? left : LINE / 4 * 3);
		buf_puts(b, "\r\n");
	}
	buf_free(&crlf);
}

void mime_put_part(
    struct buf *b, const char *content_type, const char *body, size_t n)
{
	size_t quoted = 0;
	bool base64;

	for (size_t i = 0; i < n; i++)
		quoted +=
		    (unsigned char)body[i] >= 0x80 || body[i] == '=' ? 3 : 1;
	base64 = quoted > n + n / 3;
	buf_printf(b, "Content-Type: %s\r\n", content_type);
	buf_printf(b, "Content-Transfer-Encoding: %s\r\n\r\n",
	    base64 ? "base64" : "quoted-printable");
	if (base64)
		put_base64_body(b, body, n);
	else
		put_quoted_printable(b, body, n);
}
