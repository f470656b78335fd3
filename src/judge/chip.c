/*
 * Chips by their names, as arguments of claims: "snapdragon 8 gen 3",
 * "apple m 4"; in Latin letters, so that equal ones compare equal.
 */
#include <ctype.h>
#include <string.h>

#include "judge/reading.h"
#include "text/prose.h"

static const struct chip {
	const char *word, *name; /* as it stands, and in Latin letters */
} chips[] = {{"snapdragon", "snapdragon"}, {"dimensity", "dimensity"},
    {"exynos", "exynos"}, {"tensor", "tensor"}, {"kirin", "kirin"},
    {"xring", "xring"}, {"骁龙", "snapdragon"}, {"天玑", "dimensity"},
    {"麒麟", "kirin"}, {"玄戒", "xring"}};

#define APPLE_CHIP "apple "

/* "The M14 chip", "A28 Bionic": where the name at `at` ends, or 0. Phones of
 * others have such names too, hence the house, and the word in the sentence. */
static uint32_t apple_chip_end(
    const struct reading *r, const struct passage *p, uint32_t at)
{
	static const char *const words[] = {"chip", "bionic", "processor",
	    "prozessor", "procesador", "processeur", "芯片", "处理器", NULL};
	const char *s = passage_side(r, p)->folded;
	uint32_t end = at + 1;

	if ((s[at] != 'a' && s[at] != 'm') ||
	    (at > p->start &&
		(isalnum((unsigned char)s[at - 1]) || s[at - 1] == '-')) ||
	    r->vendor == NULL || strcmp(r->vendor, "Apple") != 0)
		return 0;
	while (end < p->end && isdigit((unsigned char)s[end]))
		end++;
	if (end == at + 1 || end > at + 3)
		return 0;
	end += s[end] == 'x';
	return !isalnum((unsigned char)s[end]) &&
		       span_has(s + p->start, p->end - p->start, words)
		   ? end
		   : 0;
}

bool value_is_chip(const char *value)
{
	if (strncmp(value, APPLE_CHIP, sizeof(APPLE_CHIP) - 1) == 0)
		return true;
	for (size_t i = 0; i < sizeof(chips) / sizeof(*chips); i++)
		if (strncmp(value, chips[i].name, strlen(chips[i].name)) == 0)
			return true;
	return false;
}

/* Words of a chip's name: its numbers, and what stands between them. */
static bool is_chip_word(const char *s, size_t n)
{
	static const char *const words[] = {
	    "gen", "elite", "plus", "ultra", "extreme", "leading", "pro"};
	for (size_t i = 0; i < n; i++)
		if (isdigit((unsigned char)s[i]))
			return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (n == strlen(words[i]) && memcmp(s, words[i], n) == 0)
			return true;
	return false;
}

/* What follows the name of a chip at `at`: " 8 gen 3"; where it ends. */
static uint32_t chip_end(const char *s, uint32_t at, uint32_t end)
{
	while (at < end && (isalnum((unsigned char)s[at]) || s[at] == '+'))
		at++;
	while (at < end && s[at] == ' ') {
		uint32_t e = at + 1;
		while (e < end && (isalnum((unsigned char)s[e]) || s[e] == '+'))
			e++;
		if (!is_chip_word(s + at + 1, e - at - 1))
			break;
		at = e;
	}
	return at;
}

/* Does the chip's name stand at `at`, and is it no part of a word? */
static bool is_chip_at(const struct reading *r, const struct passage *p,
    uint32_t at, const char *word)
{
	const struct side *side = passage_side(r, p);
	size_t n = strlen(word);

	if (at + n > p->end || memcmp(side->folded + at, word, n) != 0 ||
	    name_is_aside(r, p, at))
		return false;
	at += (uint32_t)n;
	return at >= side->folded_n ||
	       !isalpha((unsigned char)side->folded[at]) ||
	       !isalpha((unsigned char)side->folded[at - 1]); /* "tensorflow" */
}

const char *chip_next(struct reading *r, const struct passage *p, uint32_t *at)
{
	const struct side *side = passage_side(r, p);

	for (uint32_t i = *at; i < p->end; i++) {
		uint32_t apple = apple_chip_end(r, p, i);

		if (apple > 0 && !name_is_aside(r, p, i)) {
			*at = apple;
			return arena_printf(r->arena, APPLE_CHIP "%c %.*s",
			    side->folded[i], (int)(apple - i - 1),
			    side->folded + i + 1);
		}
		for (size_t k = 0; k < sizeof(chips) / sizeof(*chips); k++) {
			uint32_t from = i + (uint32_t)strlen(chips[k].word);

			if (!is_chip_at(r, p, i, chips[k].word))
				continue;
			uint32_t end = chip_end(side->folded, from, p->end);
			bool glued = end > from && side->folded[from] != ' ';
			*at = end > from ? end : from;
			return arena_printf(r->arena, "%s%s%.*s", chips[k].name,
			    glued ? " " : "", (int)(end - from),
			    side->folded + from);
		}
	}
	return NULL;
}
