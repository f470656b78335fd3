/* Warnings of a document, each once, with its text made safe to print. */
#include "parse/warn.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "parse/html.h"
#include "text/utf8.h"

void warn_init(struct warnings *w, struct arena *arena)
{
	*w = (struct warnings){.arena = arena};
}

void warn_free(struct warnings *w)
{
	map_free(&w->seen);
}

static void append(struct warnings *w, const char *text)
{
	w->list.v = arena_room(
	    w->arena, w->list.v, w->list.n, &w->cap, sizeof(*w->list.v));
	w->list.v[w->list.n++] = text;
}

void warn_add(struct warnings *w, const char *code, const char *fmt, ...)
{
	char detail[300];
	struct buf b;
	va_list ap;

	if (w->list.n > MOST_WARNINGS)
		return;
	va_start(ap, fmt);
	vsnprintf(detail, sizeof(detail), fmt, ap);
	va_end(ap);
	buf_init(&b, 2000);
	buf_printf(&b, "%s: ", code);
	/* What is quoted may hold controls, or be cut within a character. */
	utf8_scrub(detail);
	html_put_plain(&b, detail, strlen(detail), HTML_ONE_LINE);
	if (!map_put(&w->seen, buf_text(&b), w)) {
		if (w->list.n == MOST_WARNINGS)
			append(w, "limit: more warnings than are kept");
		else
			append(w, arena_strdup(w->arena, buf_text(&b)));
	}
	buf_free(&b);
}
