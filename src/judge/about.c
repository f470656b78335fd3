/*
 * What an item says of a given claim, in whatever words: for those who
 * follow one claim through many items, and know what they look for. A
 * sentence that no trigger opens, but that has most of the claim's own words,
 * makes the claim as well; it is denied where the negations of the two differ
 * in number.
 */
#include "judge/draw.h"

#include <ctype.h>
#include <string.h>

#include "text/token.h"
#include "text/utf8.h"

#define STEM_BYTES 5 /* "launch", "launches", "launching" */

struct coverage {
	double has, of; /* weight of the claim's words found, and of all */
	size_t found;
};

static bool is_number(const char *w)
{
	return isdigit((unsigned char)w[0]) != 0;
}

/* Verbs whose forms differ from the beginning on. */
static bool same_verb(const char *a, size_t a_n, const char *b, size_t b_n)
{
	static const char *const verbs[] = {" sell sold selling sale ",
	    " buy bought buying ", " build built ", " leave left leaving ",
	    " keep kept ", " bring brought brings ", " get got gets ",
	    " make made makes making ", " show shown ", " become became ",
	    " come came comes ", " give gave given ", " use using used uses ",
	    " quit exit exits exiting leave leaving "};

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		char x[16] = " ", y[16] = " ";

		if (a_n > 12 || b_n > 12)
			return false;
		memcpy(x + 1, a, a_n);
		memcpy(x + 1 + a_n, " ", 2);
		memcpy(y + 1, b, b_n);
		memcpy(y + 1 + b_n, " ", 2);
		if (strstr(verbs[i], x) != NULL && strstr(verbs[i], y) != NULL)
			return true;
	}
	return false;
}

/* One word, in another form: both begin alike, and differ in the ending. */
static bool same_stem(const char *w, const char *s, size_t n)
{
	size_t len = strlen(w), common = 0;

	if (len == n && memcmp(w, s, n) == 0)
		return true;
	if (same_verb(w, len, s, n))
		return true;
	if (is_number(w) || len < 4 || n < 4)
		return false;
	while (common < len && common < n && w[common] == s[common])
		common++;
	if (common < 4 || (unsigned char)w[0] >= 0x80)
		return false;
	return common >= STEM_BYTES ||
	       (len - common <= 3 && n - common <= 3 && common == 4);
}

static bool text_has(const char *s, size_t n, const char *word)
{
	struct tokens tokens;
	struct token t;

	token_start(&tokens, s, n);
	while (token_next(&tokens, &t))
		if (same_stem(word, s + t.start, t.end - t.start))
			return true;
	return false;
}

/* Is the word one of a name, which every sentence on the matter has? */
static bool is_of_name(
    const struct reading *r, const char *name, const char *word)
{
	size_t n;
	const char *folded;

	if (name == NULL)
		return false;
	folded = utf8_fold(r->arena, name, strlen(name), &n, NULL);
	return text_has(folded, n, word);
}

static struct coverage cover(const struct drawn *d, const struct claim *c)
{
	struct coverage out = {0, 0, 0};
	const char *s = d->side->folded + d->p->start;

	for (size_t i = 0; i < c->word_count; i++) {
		double w = is_number(c->words[i]) ? 1.5 : 1;

		if (is_of_name(d->r, c->product, c->words[i]) ||
		    is_of_name(d->r, c->vendor, c->words[i]))
			continue;
		out.of += w;
		if (!text_has(s, d->p->end - d->p->start, c->words[i]))
			continue;
		out.has += w;
		out.found++;
	}
	return out;
}

static bool names_vendor(const struct reading *r, const char *vendor)
{
	for (int f = 0; f < 2; f++)
		for (size_t i = 0; i < r->side[f].match_count; i++) {
			const struct use *use = r->side[f].matches[i].use;

			if (use->kind == USE_VENDOR &&
			    text_same(r->lex->vendors[use->row].name, vendor))
				return true;
		}
	return text_same(r->vendor, vendor);
}

/* Is the item about the claim's product, or its maker where it has none? */
static bool item_is_about(const struct reading *r, const struct claim *c)
{
	size_t n;
	const char *name;

	if (c->product == NULL)
		return c->vendor == NULL || names_vendor(r, c->vendor);
	for (int f = 0; f < 2; f++)
		for (size_t i = 0; i < r->side[f].mention_count; i++)
			if (text_same(r->side[f].mentions[i].name, c->product))
				return true;
	name = utf8_fold(r->arena, c->product, strlen(c->product), &n, NULL);
	return strstr(r->side[FIELD_TITLE].folded, name) != NULL ||
	       strstr(r->side[FIELD_TEXT].folded, name) != NULL;
}

/* How often the sentence says no; ends and losses are a no as well. */
static size_t negations(const struct drawn *d)
{
	size_t n = 0;
	uint32_t last = 0;

	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];
		const struct cue *cue = match_cue(d->r, m);
		bool ends = m->use->kind == USE_SLOT &&
			    d->r->lex->slots[m->use->row].aspect ==
				ASPECT_DISCONTINUATION;

		if (!ends && (cue == NULL || cue->class != CUE_NEGATED))
			continue;
		if (n > 0 && m->start < last + 2)
			continue; /* "won't" and "won't be": one of them */
		n++;
		last = m->end;
	}
	return n;
}

static bool has_value(const struct drawn *d, const char *value)
{
	struct tokens tokens;
	struct token t;
	size_t n;
	const char *s = utf8_fold(d->r->arena, value, strlen(value), &n, NULL);

	token_start(&tokens, s, n);
	while (token_next(&tokens, &t)) {
		const char *word =
		    arena_strndup(d->r->arena, s + t.start, t.end - t.start);

		if (!text_has(d->side->folded + d->p->start,
			d->p->end - d->p->start, word))
			return false;
	}
	return true;
}

#define COVERED	     0.5
#define COVERED_WELL 0.65 /* for official word */

static bool says_it(const struct drawn *d, const struct claim *c)
{
	struct coverage found = cover(d, c);

	if (found.of <= 0 || found.found == 0)
		return false;
	if (found.found < 2 && found.has < found.of)
		return false;
	return found.has >=
	       found.of * (d->grade <= GRADE_B ? COVERED_WELL : COVERED);
}

void about_claim(struct drawn *d, size_t before)
{
	const struct about *about = d->r->about;
	struct claim c;

	if (about == NULL || !item_is_about(d->r, about->claim))
		return;
	for (size_t i = before; i < d->r->claim_count; i++)
		if (d->r->claims[i].aspect == about->claim->aspect &&
		    (about->claim->product != NULL ||
			text_same(
			    d->r->claims[i].vendor, about->claim->vendor)))
			return;
	if (!says_it(d, about->claim))
		return;
	c = claim_begin(d, about->claim->aspect, NULL);
	c.vendor = about->claim->vendor;
	c.product = about->claim->product;
	c.version = about->claim->version;
	if (about->claim->value != NULL && has_value(d, about->claim->value))
		c.value = about->claim->value;
	if (d->window_count > 0)
		c.window = d->windows[0].window;
	if (c.modality != MODALITY_DENIED &&
	    (negations(d) + about->negations) % 2 != 0)
		c.modality = MODALITY_DENIED;
	claim_add(d, &c);
}

void about_whole(struct drawn *d)
{
	struct about *about = d->r->whole;
	struct claim c;

	if (about == NULL || d->p->field != FIELD_TEXT)
		return;
	if (about->negations == 0)
		about->negations = negations(d);
	if (d->r->claim_count > 0)
		return;
	c = claim_begin(d, ASPECT_OTHER, d->subject);
	claim_add(d, &c);
}
