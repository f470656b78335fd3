/*
 * What the lexicon is asked: names in a list of their own, words by a pass of
 * the automaton over a folded text. Nothing here changes it.
 */
#include <ctype.h>
#include <string.h>

#include "judge/lexiconrow.h"
#include "text/prose.h"

static void *folded_get(
    const struct lexicon *lex, const struct map *map, const char *name)
{
	struct arena arena;
	if (name == NULL)
		return NULL;
	arena_init(&arena);
	const char *key =
	    lexicon_fold(lex, &arena, name[0] == '@' ? name + 1 : name);
	void *value = map_get(map, key);
	arena_free(&arena);
	return value;
}

const struct tipster *lexicon_tipster(
    const struct lexicon *lex, const char *name)
{
	size_t i = (size_t)(uintptr_t)folded_get(lex, &lex->tipster_by, name);
	return i == 0 ? NULL : &lex->tipsters[i - 1];
}

const struct tipster *lexicon_poster(const struct lexicon *lex, const char *url)
{
	const struct tipster *t = NULL;
	const char *at = url != NULL ? strstr(url, "//") : NULL;
	char part[64];

	at = at != NULL ? strchr(at + 2, '/') : NULL;
	while (t == NULL && at != NULL && *at == '/') {
		size_t n = strcspn(++at, "/?#");

		if (*at == '@') {
			at++;
			n--;
		}
		if (n > 2 && n < sizeof(part)) {
			memcpy(part, at, n);
			part[n] = '\0';
			t = lexicon_tipster(lex, part);
		}
		at += n;
	}
	return t;
}

const struct product *lexicon_product(
    const struct lexicon *lex, const char *name)
{
	size_t i = (size_t)(uintptr_t)folded_get(lex, &lex->product_by, name);
	return i == 0 ? NULL : &lex->products[i - 1];
}

bool lexicon_is_thing(const struct lexicon *lex, const char *value)
{
	return map_get(&lex->things,
		   strncmp(value, "no ", 3) == 0 ? value + 3 : value) != NULL;
}

struct device_count {
	const struct lexicon *lex;
	const char *text;
	size_t n, count;
	uint32_t last; /* end of the one before */
};

/* A device's line, with its model behind it. */
static void on_device(void *ctx, const struct automaton_hit *hit)
{
	struct device_count *c = ctx;
	uint32_t at = hit->end;

	if (at < c->n && c->text[at] == ' ')
		at++;
	if (at < c->n && c->text[at] == '(')
		at++;
	if (at >= c->n || c->text[at] < '0' || c->text[at] > '9' ||
	    hit->start < c->last)
		return;
	for (uint32_t u = c->lex->first_use[hit->pattern]; u != 0;
	     u = c->lex->uses[u].next) {
		const struct use *use = &c->lex->uses[u];

		if (use->kind != USE_PRODUCT ||
		    strncmp(c->lex->products[use->row].kind, "device", 6) != 0)
			continue;
		c->count++;
		c->last = hit->end;
		return;
	}
}

struct cue_scan {
	const struct lexicon *lex;
	bool found;
};

static void on_no(void *ctx, const struct automaton_hit *hit)
{
	struct cue_scan *d = ctx;

	for (uint32_t u = d->lex->first_use[hit->pattern]; u != 0;
	     u = d->lex->uses[u].next) {
		const struct use *use = &d->lex->uses[u];

		if (use->kind == USE_VERB)
			d->found |= d->lex->verbs[use->row] == FORCE_DENY;
		if (use->kind == USE_CUE)
			d->found |=
			    d->lex->cues[use->row].class == CUE_DENY ||
			    d->lex->cues[use->row].class == CUE_DEBUNK ||
			    d->lex->cues[use->row].class == CUE_NEGATED;
	}
}

bool lexicon_says_no(const struct lexicon *lex, const char *folded, size_t n)
{
	struct cue_scan d = {.lex = lex};

	automaton_scan(lex->automaton, folded, n, on_no, &d);
	return d.found;
}

static void on_paper(void *ctx, const struct automaton_hit *hit)
{
	struct cue_scan *d = ctx;

	for (uint32_t u = d->lex->first_use[hit->pattern]; u != 0;
	     u = d->lex->uses[u].next)
		d->found |=
		    d->lex->uses[u].kind == USE_CUE &&
		    d->lex->cues[d->lex->uses[u].row].class == CUE_PAPER;
}

bool lexicon_names_paper(
    const struct lexicon *lex, const char *folded, size_t n)
{
	struct cue_scan d = {.lex = lex};

	automaton_scan(lex->automaton, folded, n, on_paper, &d);
	return d.found;
}

size_t lexicon_devices(const struct lexicon *lex, const char *folded, size_t n)
{
	struct device_count c = {.lex = lex, .text = folded, .n = n};

	automaton_scan(lex->automaton, folded, n, on_device, &c);
	return c.count;
}

struct name_search {
	const struct lexicon *lex;
	const struct product *product;
	bool found;
};

static void on_name(void *ctx, const struct automaton_hit *hit)
{
	struct name_search *s = ctx;

	for (uint32_t i = s->lex->first_use[hit->pattern]; i != 0;
	     i = s->lex->uses[i].next)
		if (s->lex->uses[i].kind == USE_PRODUCT &&
		    &s->lex->products[s->lex->uses[i].row] == s->product)
			s->found = true;
}

bool lexicon_names(const struct lexicon *lex, const struct product *product,
    const char *folded, size_t n)
{
	struct name_search s = {.lex = lex, .product = product};

	automaton_scan(lex->automaton, folded, n, on_name, &s);
	return s.found;
}

struct place_search {
	const struct lexicon *lex;
	const char *text;
	size_t n;
	bool found;
	const char *where; /* the region behind a preposition */
	bool several;	   /* ... more than one */
};

#define PLACE_BYTES 4 /* "us" is a word, too */

/* "In India", "nach Deutschland"; in Chinese it stands anywhere. */
static void take_where(struct place_search *s, size_t at, const char *region)
{
	static const char *const before[] = {" in ", " to ", " for ", " im ",
	    " nach ", " für ", " en ", " a ", " para ", " au ", " in the ",
	    " to the ", " for the ", " no ", " na ", " di ", " ke ", NULL};

	if ((s->text[at] & 0x80) == 0 && !span_ends(s->text, 0, at, before))
		return;
	s->several |= s->where != NULL && s->where != region;
	s->where = region;
}

static void on_place(void *ctx, const struct automaton_hit *hit)
{
	struct place_search *s = ctx;
	bool latin = (s->text[hit->start] & 0x80) == 0;

	if (latin &&
	    (hit->end - hit->start < PLACE_BYTES ||
		(hit->start > 0 &&
		    isalnum((unsigned char)s->text[hit->start - 1])) ||
		(hit->end < s->n && isalnum((unsigned char)s->text[hit->end]))))
		return;
	for (uint32_t i = s->lex->first_use[hit->pattern]; i != 0;
	     i = s->lex->uses[i].next) {
		if (s->lex->uses[i].kind != USE_REGION)
			continue;
		s->found = true;
		take_where(
		    s, hit->start, s->lex->regions[s->lex->uses[i].row].name);
	}
}

const char *lexicon_place(
    const struct lexicon *lex, const char *folded, size_t n)
{
	struct place_search s = {.lex = lex, .text = folded, .n = n};

	automaton_scan(lex->automaton, folded, n, on_place, &s);
	return s.several ? NULL : s.where;
}

bool lexicon_names_place(
    const struct lexicon *lex, const char *folded, size_t n)
{
	struct place_search s = {.lex = lex, .text = folded, .n = n};

	automaton_scan(lex->automaton, folded, n, on_place, &s);
	return s.found;
}

const char *lexicon_house(const struct lexicon *lex, const char *vendor)
{
	for (size_t i = 0; i < lex->vendor_count; i++)
		if (strcmp(lex->vendors[i].name, vendor) == 0)
			return lex->vendors[i].house;
	return vendor;
}

const char *lexicon_vendor(const struct lexicon *lex, const char *name)
{
	return folded_get(lex, &lex->vendor_by, name);
}

const char *lexicon_official_host(const struct lexicon *lex, const char *host)
{
	for (const char *h = host; h != NULL && *h != '\0';) {
		const char *vendor = map_get(&lex->hosts, h);
		if (vendor != NULL)
			return vendor;
		h = strchr(h, '.');
		h = h != NULL ? h + 1 : NULL;
	}
	return NULL;
}
