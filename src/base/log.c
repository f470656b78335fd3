/* Lines of the log, one write each, with control characters made visible. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"

#define LINE_MAX_BYTES 4096

/* sd-daemon(3): the kernel's priorities, in angle brackets before the line. */
static const char *const journal_prefixes[] = {
    [LOG_LEVEL_ERROR] = "<3>",
    [LOG_LEVEL_WARN] = "<4>",
    [LOG_LEVEL_INFO] = "<6>",
    [LOG_LEVEL_DEBUG] = "<7>",
};
static const char *const words[] = {
    [LOG_LEVEL_ERROR] = "error: ",
    [LOG_LEVEL_WARN] = "warning: ",
    [LOG_LEVEL_INFO] = "",
    [LOG_LEVEL_DEBUG] = "debug: ",
};

static struct {
	const char *role;
	enum log_level most;
	bool journal_prefix;
	log_taker *take;
} state = {.most = LOG_LEVEL_INFO};

void log_open(const char *role, enum log_level most, bool journal_prefix)
{
	state.role = role;
	state.most = most;
	state.journal_prefix = journal_prefix;
}

void log_sink(log_taker *take)
{
	state.take = take;
}

/* U+202A-202E and U+2066-2069 as UTF-8: they would re-order a terminal. */
static bool is_bidi(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;

	return u[0] == 0xe2 &&
	       ((u[1] == 0x80 && u[2] >= 0xaa && u[2] <= 0xae) ||
		   (u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9));
}

/* U+0080-009F: controls, of 8-bit terminals above all. */
static bool is_c1(const char *s)
{
	return (unsigned char)s[0] == 0xc2 && (unsigned char)s[1] >= 0x80 &&
	       (unsigned char)s[1] < 0xa0;
}

/* The bytes of the character that begins here; 0 where none does. */
static size_t character(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t n = *u < 0x80 ? 1 : *u < 0xe0 ? 2 : *u < 0xf0 ? 3 : 4;

	if (n > 1 && (*u < 0xc2 || *u > 0xf4))
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((u[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

static void put_visible(struct buf *b, const char *s)
{
	size_t n;

	for (; *s; s += n) {
		n = character(s);
		if (!n || (unsigned char)*s < 0x20 || *s == 0x7f) {
			/* Some terminals take 0x9b alone for a control. */
			buf_printf(b, "\\x%02x", (unsigned char)*s);
			n = 1;
		} else if (is_c1(s)) {
			buf_printf(b, "\\x%02x", (unsigned char)s[1]);
		} else if (is_bidi(s)) {
			buf_printf(b, "\\u20%02x",
			    s[1] & 1 ? 0x40 + ((unsigned char)s[2] & 0x3f)
				     : (unsigned char)s[2] & 0x3f);
		} else {
			buf_add(b, s, n);
		}
	}
}

static void put_to_stderr(enum log_level level, const char *text)
{
	struct buf line;

	buf_init(&line, LINE_MAX_BYTES * 4 + 256);
	buf_puts(&line,
	    state.journal_prefix ? journal_prefixes[level] : words[level]);
	buf_puts(&line, text);
	buf_putc(&line, '\n');
	/* One write a line: the lines of three processes never mix. */
	if (write(STDERR_FILENO, line.data, line.len) < 0) {
		/* There is nobody left to tell. */
	}
	buf_free(&line);
}

__attribute__((format(printf, 2, 0))) static void put_line(
    enum log_level level, const char *fmt, va_list ap)
{
	char text[LINE_MAX_BYTES];
	struct buf line;
	size_t role;

	if (level > state.most)
		return;
	vsnprintf(text, sizeof(text), fmt, ap);
	buf_init(&line, LINE_MAX_BYTES * 4 + 128);
	if (state.role)
		buf_printf(&line, "%s: ", state.role);
	role = line.len;
	put_visible(&line, text);
	if (!state.take ||
	    state.take(level, buf_text(&line), buf_text(&line) + role))
		put_to_stderr(level, buf_text(&line));
	buf_free(&line);
}

#define LOG_AT(level) \
	do { \
		va_list ap; \
		va_start(ap, fmt); \
		put_line(level, fmt, ap); \
		va_end(ap); \
	} while (0)

void log_error(const char *fmt, ...)
{
	LOG_AT(LOG_LEVEL_ERROR);
}

void log_warn(const char *fmt, ...)
{
	LOG_AT(LOG_LEVEL_WARN);
}

void log_info(const char *fmt, ...)
{
	LOG_AT(LOG_LEVEL_INFO);
}

void log_debug(const char *fmt, ...)
{
	LOG_AT(LOG_LEVEL_DEBUG);
}
