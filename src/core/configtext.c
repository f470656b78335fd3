/* One pass over the bytes of a file: strings, comments, braces. */
#include "core/configtext.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/caps.h"

struct scan {
	struct arena *arena;
	const char *file;
	struct configtext *out;
	size_t section_cap;
	char *at, *end;
	int line;
	int depth, open_line; /* of the outermost open brace */
	char word[64];	      /* last bare word outside braces */
	struct err *err;
};

static int read_bytes(struct buf *b, const char *file, struct err *e)
{
	FILE *f = fopen(file, "re");
	char part[4096];
	size_t n;
	int rc = 0;

	if (!f)
		return err_set(e, "%s: %s", file, strerror(errno));
	do {
		n = fread(part, 1, sizeof(part), f);
	} while (!buf_add(b, part, n) && n == sizeof(part));
	if (ferror(f))
		rc = err_set(e, "%s: %s", file, strerror(errno));
	else if (!buf_ok(b))
		rc = err_set(e, "%s: larger than %zu bytes", file, b->max);
	fclose(f);
	return rc;
}

int configtext_whole(struct arena *arena, const char *file, size_t most,
    struct configtext *t, struct err *e)
{
	struct buf b;
	int rc;

	buf_init(&b, most);
	rc = read_bytes(&b, file, e);
	t->len = b.len;
	t->text = arena_copy(arena, buf_text(&b), b.len + 1);
	buf_free(&b);
	if (!rc && memchr(t->text, '\0', t->len))
		rc = err_set(e, "%s: holds a NUL byte: not text", file);
	return rc;
}

/* Blanks from at up to (not including) to; line feeds stay. */
static void blank(struct scan *s, const char *to)
{
	for (; s->at < to; s->at++) {
		if (*s->at == '\n')
			s->line++;
		else
			*s->at = ' ';
	}
}

static int skip_string(struct scan *s)
{
	int started = s->line;
	char quote = *s->at++;

	for (; s->at < s->end && *s->at != quote; s->at++) {
		if (*s->at == '\n')
			s->line++;
		if (*s->at == '\\' && s->at + 1 < s->end)
			s->at++;
		else if (quote == '"' && s->at[0] == '$' && s->at[1] == '{')
			return err_set(s->err,
			    "%s:%d: \"${\" is not replaced by anything here: "
			    "write the value itself, or '${' in single quotes",
			    s->file, s->line);
	}
	if (s->at == s->end)
		return err_set(s->err, "%s:%d: this string has no closing %c",
		    s->file, started, quote);
	s->at++;
	return 0;
}

static void skip_word(struct scan *s)
{
	const char *start = s->at;
	size_t n;

	while (s->at < s->end && !isspace((unsigned char)*s->at) &&
	       !strchr("={}()\"',#;", *s->at))
		s->at++;
	if (s->at == start) {
		s->at++;
		return;
	}
	n = (size_t)(s->at - start);
	if (s->depth || n >= sizeof(s->word))
		return;
	memcpy(s->word, start, n);
	s->word[n] = '\0';
}

static int open_brace(struct scan *s)
{
	struct configtext *t = s->out;

	if (s->depth++)
		return 0;
	s->open_line = s->line;
	t->sections = arena_room(s->arena, t->sections, t->section_count,
	    &s->section_cap, sizeof(*t->sections));
	t->sections[t->section_count++] = (struct section_start){
	    .name = arena_strdup(s->arena, s->word), .line = s->line};
	return 0;
}

static int step(struct scan *s)
{
	const char *stop;

	switch (*s->at) {
	case '"':
	case '\'':
		return skip_string(s);
	case '{':
		s->at++;
		return open_brace(s);
	case '}':
		s->at++;
		if (!s->depth)
			return err_set(s->err,
			    "%s:%d: '}' closes nothing: remove it, or open "
			    "its section with '{'",
			    s->file, s->line);
		s->depth--;
		return 0;
	case '#':
		blank(s, s->at + strcspn(s->at, "\n"));
		return 0;
	case '/':
		if (s->at[1] == '/') {
			blank(s, s->at + strcspn(s->at, "\n"));
			return 0;
		}
		if (s->at[1] == '*') {
			stop = strstr(s->at + 2, "*/");
			blank(s, stop ? stop + 2 : s->end);
			return 0;
		}
		break;
	case '\n':
		s->line++;
		s->at++;
		return 0;
	}
	skip_word(s);
	return 0;
}

int configtext_read(
    struct arena *arena, const char *file, struct configtext *t, struct err *e)
{
	struct scan s = {
	    .arena = arena, .file = file, .out = t, .line = 1, .err = e};

	*t = (struct configtext){0};
	if (configtext_whole(arena, file, CAP_CONFIG, t, e))
		return -1;
	s.at = t->text;
	s.end = t->text + t->len;
	while (s.at < s.end)
		if (step(&s))
			return -1;
	if (s.depth)
		return err_set(e,
		    "%s:%d: this section is not closed: end it with '}'", file,
		    s.open_line);
	return 0;
}

int configtext_line(const struct configtext *t, const char *name, size_t nth)
{
	for (size_t i = 0; i < t->section_count; i++)
		if (!strcmp(t->sections[i].name, name) && nth-- == 0)
			return t->sections[i].line;
	return 0;
}
