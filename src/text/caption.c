/*
 * Where a credit begins is a matter of words; where it ends, of what stands
 * around it: a bracket, the line, or the names that it gives.
 */
#include "text/caption.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#define LONGEST_CREDIT	80  /* bytes of one that ends with its line */
#define LONGEST_BRACKET 160 /* of one in brackets */
#define LONGEST_CAPTION 240 /* of what stands before "| Photo by" */
#define LEAST_TEXT	40  /* behind it, or that was the text itself */

struct opener {
	const char *words;
	bool by; /* a person follows */
};

/* Without regard to case; longer ones before those they begin with. */
static const struct opener openers[] = {
    {"photo illustration by ", true},
    {"photographs by ", true},
    {"photograph by ", true},
    {"photos by ", true},
    {"photo by ", true},
    {"images by ", true},
    {"image by ", true},
    {"illustration by ", true},
    {"screenshots by ", true},
    {"screenshot by ", true},
    {"graphic by ", true},
    {"image credits: ", false},
    {"image credit: ", false},
    {"photo credits: ", false},
    {"photo credit: ", false},
    {"picture credit: ", false},
    {"photos: ", false},
    {"photo: ", false},
    {"images: ", false},
    {"image: ", false},
    {"illustration: ", false},
    {"screenshot: ", false},
    {"foto de ", true},
    {"fotos: ", false},
    {"foto: ", false},
    {"bildquelle: ", false},
    {"bildnachweis: ", false},
    {"titelbild: ", false},
    {"bilder: ", false},
    {"bild: ", false},
    {"imágenes: ", false},
    {"imagen: ", false},
    {"fotografía: ", false},
    {"crédito: ", false},
    {"créditos: ", false},
    {"crédit photo : ", false},
    {"crédit photo: ", false},
    {"crédits : ", false},
    {"crédit : ", false},
    {"photo : ", false},
    {"image : ", false},
    {"图片来源：", false},
    {"图片来源:", false},
    {"图源：", false},
    {"图源:", false},
};

static const char *line_end(const char *p)
{
	return p + strcspn(p, "\n");
}

/* Does a sentence, a line, a bracket or a bar end before it? */
static bool may_open(const char *text, const char *at)
{
	const char *p = at;

	if (p == text)
		return true;
	if (strchr("([|\n", p[-1]))
		return true;
	if (p - text >= 3 &&
	    (!memcmp(p - 3, "（", 3) || !memcmp(p - 3, "。", 3)))
		return true;
	while (p > text && p[-1] == ' ')
		p--;
	return p == text || (p < at && (strchr(".!?|)\n", p[-1]) ||
					   (unsigned char)p[-1] >= 0x80));
}

static const struct opener *opener_at(const char *p)
{
	for (size_t i = 0; i < sizeof(openers) / sizeof(openers[0]); i++)
		if (!strncasecmp(p, openers[i].words, strlen(openers[i].words)))
			return &openers[i];
	return NULL;
}

/* One word with a capital, with what is joined to it; NULL: there is none. */
static const char *skip_name_word(const char *p)
{
	const char *from = p;

	if (!isupper((unsigned char)*p) && (unsigned char)*p < 0x80)
		return NULL;
	while (*p && !strchr(" \n,|/()", *p)) {
		/* "Reed. Next" ends, "Ana B. Reed" does not. */
		if (strchr(".!?:;", *p) && (!p[1] || strchr(" \n", p[1])) &&
		    p - from > 1)
			break;
		p++;
	}
	return p;
}

/* Does a sentence end here? Not at "Ana B. Reed". */
static bool has_sentence_end(const char *p, const char *end)
{
	const char *from = p;

	for (; p + 1 < end; p++)
		if (strchr(".!?", *p) && p[1] == ' ' &&
		    !(p - from >= 2 && p[-2] == ' '))
			return true;
	return false;
}

/* A line that is the credit alone: no sentence begins within it. */
static bool is_line_of_its_own(const char *p, const char *end)
{
	return end - p <= LONGEST_CREDIT && !has_sentence_end(p, end);
}

/* "The Ledger", "Acme Images", "AFP via Acme Images" */
static const char *skip_house(const char *p)
{
	static const char *const more[] = {" Images", " Press", " News",
	    " Times", " Post", " Journal", " Pictures", " Studios", " Games"};
	const char *end = skip_name_word(p);

	if (!end)
		return NULL;
	if (end - p == 3 && !strncasecmp(p, "the", 3) && *end == ' ') {
		const char *next = skip_name_word(end + 1);

		end = next ? next : end;
	}
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		if (!strncmp(end, more[i], strlen(more[i]))) {
			end += strlen(more[i]);
			break;
		}
	if (!strncmp(end, " via ", 5)) {
		const char *next = skip_house(end + 5);

		end = next ? next : end;
	}
	return end;
}

/* "Image: Epic Games Epic Games has": what is repeated was the credit. */
static const char *repeated_end(const char *p)
{
	const char *end = p;

	for (int words = 0; words < 3; words++) {
		const char *next = skip_name_word(words ? end + 1 : p);

		if (!next)
			return NULL;
		end = next;
		if (*end != ' ')
			return NULL;
		if (!strncmp(end + 1, p, (size_t)(end - p)) &&
		    strchr(" '.,\n\xe2", end[1 + (end - p)]))
			return end;
	}
	return NULL;
}

/* Where the names end that follow an opener in a text without lines. */
static const char *names_end(const char *p, bool by)
{
	const char *end = p, *next, *slash;

	next = by ? NULL : repeated_end(p);
	if (next)
		return next;
	slash = strchr(p, '/');
	if (slash && slash < line_end(p) && slash - p <= 60 &&
	    !has_sentence_end(p, slash)) {
		next = skip_house(slash + 1 + strspn(slash + 1, " "));
		return next ? next : slash;
	}
	if (!by) {
		next = skip_house(p);
		return next ? next : p;
	}
	for (int words = 0; words < 2; words++) {
		next = skip_name_word(words ? end + 1 : p);
		if (!next)
			break;
		end = next;
		if (*end != ' ')
			break;
	}
	return end;
}

static const char *bracket_end(const char *p)
{
	const char *end = p + strcspn(p, ")]\n"), *wide = strstr(p, "）");

	if (wide && wide < end)
		end = wide;
	return *end && *end != '\n' && end - p <= LONGEST_BRACKET ? end : NULL;
}

static const char *credit_end(
    const char *text, const char *at, const struct opener *o)
{
	const char *p = at + strlen(o->words), *end = line_end(p), *close;
	bool opened = at > text && strchr("([", at[-1]);
	bool wide = at - text >= 3 && !memcmp(at - 3, "（", 3);

	if (opened || wide) {
		close = bracket_end(p);
		if (close)
			return close + ((unsigned char)*close >= 0x80 ? 3 : 1);
	}
	if ((unsigned char)*o->words >= 0x80 && !isalpha((unsigned char)*p)) {
		close = strstr(p, "。");
		if (close && close < end)
			end = close;
		if (end - p <= LONGEST_CREDIT)
			return end;
	}
	if (*end && is_line_of_its_own(p, end))
		return end;
	return names_end(p, o->by);
}

/* With "The new model. | Photo by": the caption before the bar as well. */
static const char *credit_start(
    const char *text, const char *at, const char *end)
{
	const char *bar = at, *start;

	if (at > text && strchr("([", at[-1]))
		return at - 1;
	if (at - text >= 3 && !memcmp(at - 3, "（", 3))
		return at - 3;
	while (bar > text && bar[-1] == ' ')
		bar--;
	if (bar == text || bar[-1] != '|')
		return at;
	bar--;
	if (strnlen(end, LEAST_TEXT) < LEAST_TEXT)
		return bar;
	for (start = bar; start > text && start[-1] != '\n'; start--)
		if (bar - start > LONGEST_CAPTION)
			return bar;
	return start;
}

static void blank(char *from, const char *to)
{
	for (; from < to; from++)
		*from = '\n';
}

const char *caption_blank(struct arena *a, const char *text)
{
	char *copy = NULL;
	const char *p = text;

	while (*p) {
		unsigned char c = (unsigned char)*p;
		const struct opener *o =
		    (strchr("pPiIsSgGfFbBtTcC", c) || c >= 0x80) &&
			    may_open(text, p)
			? opener_at(p)
			: NULL;
		const char *from, *to;

		if (!o) {
			p++;
			continue;
		}
		to = credit_end(text, p, o);
		from = credit_start(text, p, to);
		if (!copy)
			copy = arena_strdup(a, text);
		blank(copy + (from - text), copy + (to - text));
		p = to;
	}
	return copy ? copy : text;
}
