/*
 * Names that a thing has before it has one: "a folding Surface, codenamed
 * Meridian". Where the sentence names the product beside it, the code name is
 * another word for that; else it is the product, as long as no other is known.
 * Once it was introduced as one it counts wherever the item has it; so it does
 * where the claim that is looked for is of a product of that name.
 */
#include <ctype.h>
#include <string.h>

#include "judge/reading.h"
#include "text/utf8.h"

#define BESIDE_BYTES 12 /* ", which is ", " (" */
#define MOST_BYTES   24

struct code_name {
	uint32_t start, end;	  /* where it was introduced; folded */
	const struct mention *of; /* the product beside it, or NULL */
	const struct side *side;
};

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '-';
}

/* Over a quotation mark, a bracket, a colon and blanks. */
static uint32_t skip_marks(const struct side *side, uint32_t at, uint32_t end)
{
	static const char *const marks[] = {
	    " ", "\"", "'", "“", "‘", "„", "«", "(", ":", "：", "「", NULL};

	for (size_t i = 0; marks[i] != NULL;) {
		size_t n = strlen(marks[i]);

		if (at + n <= end &&
		    memcmp(side->folded + at, marks[i], n) == 0) {
			at += (uint32_t)n;
			i = 0;
		} else {
			i++;
		}
	}
	return at;
}

/* A word with a capital, which is nobody's name that the lexicon has. */
static uint32_t name_end(
    const struct side *side, const struct passage *p, uint32_t at)
{
	uint32_t end = at;

	if (at >= p->end || !isupper((unsigned char)side->text[side->map[at]]))
		return at;
	while (end < p->end && is_letter(side->folded[end]))
		end++;
	for (size_t i = 0; i < p->matches; i++) {
		const struct match *m = &side->matches[p->match + i];

		if (m->start < end && m->end > at &&
		    (m->use->kind == USE_VENDOR ||
			m->use->kind == USE_PRODUCT ||
			m->use->kind == USE_TIPSTER ||
			m->use->kind == USE_PERSON))
			return at;
	}
	return end - at > 2 && end - at <= MOST_BYTES ? end : at;
}

/* "The Pixel 12 (codenamed Lynx)": the product right before. */
static const struct mention *beside(const struct side *side, uint32_t at)
{
	for (size_t i = side->mention_count; i-- > 0;) {
		const struct mention *m = &side->mentions[i];

		if (m->end <= at && at - m->end <= BESIDE_BYTES)
			return m;
	}
	return NULL;
}

/* "Codenamed X", and "Project X", which is a name as a whole. */
static bool introduced(struct reading *r, const struct passage *p,
    const struct phrase_hit *cue, struct code_name *out)
{
	const struct side *side = passage_side(r, p);
	bool project = cue->class == PHRASE_PROJECT;
	uint32_t from =
	    project ? cue->end + 1 : skip_marks(side, cue->end, p->end);
	uint32_t end = name_end(side, p, from);

	if (end == from ||
	    (project &&
		(!isupper((unsigned char)side->text[side->map[cue->start]]) ||
		    side->folded[cue->end] != ' ')))
		return false;
	*out = (struct code_name){.start = project ? cue->start : from,
	    .end = end,
	    .of = project ? NULL : beside(side, cue->start),
	    .side = side};
	return true;
}

static bool find(struct reading *r, struct code_name *out)
{
	static const enum phrase cues[] = {PHRASE_CODE_NAME, PHRASE_PROJECT};

	for (size_t k = 0; k < sizeof(cues) / sizeof(*cues); k++)
		for (size_t i = 0; i < r->passage_count; i++) {
			const struct passage *p = &r->passages[i];
			const struct phrases_found *f = passage_phrases(r, p);
			const struct phrase_hit *cue = NULL;

			while ((cue = phrase_next(f, cues[k], cue)) != NULL)
				if (introduced(r, p, cue, out))
					return true;
		}
	return false;
}

/* Wherever the field has it with a capital. */
static void put_all(struct reading *r, struct side *side, const char *name,
    const struct mention *as)
{
	size_t n = strlen(name), before = side->mention_count;
	const char *s = side->folded, *at = s;

	while ((at = memmem(at, side->folded_n - (size_t)(at - s), name, n)) !=
	       NULL) {
		uint32_t from = (uint32_t)(at - s), to = from + (uint32_t)n;
		struct mention m = *as;

		at += n;
		if ((from > 0 && is_letter(s[from - 1])) ||
		    (to < side->folded_n && is_letter(s[to])) ||
		    !isupper((unsigned char)side->text[side->map[from]]) ||
		    side_mentions(side, from, to))
			continue;
		m.start = from;
		m.end = to;
		side->mentions =
		    arena_room(r->arena, side->mentions, side->mention_count,
			&side->mention_cap, sizeof(*side->mentions));
		side->mentions[side->mention_count++] = m;
	}
	if (side->mention_count > before)
		mentions_order(side);
}

static struct mention product_of(
    struct reading *r, const char *vendor, const char *name)
{
	struct product *row = arena_alloc(r->arena, sizeof(*row));

	*row = (struct product){
	    .vendor = vendor, .kind = "device_line", .name = name};
	return (struct mention){
	    .row = row, .vendor = vendor, .name = name, .device = true};
}

static void put_both(struct reading *r, const char *name, struct mention *as)
{
	size_t n;
	const char *folded = utf8_fold(r->arena, name, strlen(name), &n, NULL);

	if (n == 0)
		return; /* it would be found everywhere */
	put_all(r, &r->side[FIELD_TITLE], folded, as);
	put_all(r, &r->side[FIELD_TEXT], folded, as);
}

/* The claim's product, of which the lexicon has no line. */
static const char *sought(const struct reading *r)
{
	const char *name = r->about == NULL || r->about->claim == NULL
			       ? NULL
			       : r->about->claim->product;

	return name != NULL && r->asked.row == NULL &&
		       lexicon_product(r->lex, name) == NULL
		   ? name
		   : NULL;
}

void codenames_take(struct reading *r)
{
	struct code_name found;
	struct mention as;
	const char *name = sought(r);

	if (name != NULL && r->about->claim->vendor != NULL) {
		as = product_of(r, r->about->claim->vendor, name);
		put_both(r, name, &as);
	}
	if (!find(r, &found))
		return;
	name = original(r, found.side, found.start, found.end);
	if (found.of != NULL)
		as = *found.of;
	else if (r->vendor != NULL)
		as = product_of(r, r->vendor, name);
	else
		return;
	put_both(r, name, &as);
}
