/*
 * Is official word on the claim's own product: the model or version that was
 * claimed, any model of a line, the house's only one? And does a passage name
 * it, or its house?
 */
#include <string.h>

#include "judge/about.h"
#include "judge/recall.h"
#include "judge/wordform.h"
#include "text/utf8.h"

bool recall_is_version(const char *claimed, const char *said)
{
	size_t n = claimed == NULL ? 0 : strlen(claimed);

	return said == NULL || n == 0 ||
	       (strncmp(said, claimed, n) == 0 &&
		   (said[n] == '\0' || said[n] == '.'));
}

bool recall_names(const struct reading *r, const struct passage *p,
    const char *product, const char *version)
{
	for (size_t i = 0; i < p->mentions; i++) {
		const struct mention *m =
		    &r->side[p->field].mentions[p->mention + i];

		if (text_same(m->name, product) &&
		    recall_is_version(version, m->version))
			return true;
	}
	return false;
}

bool recall_names_vendor(
    const struct reading *r, const struct passage *p, const char *vendor)
{
	const struct source *source = r->item->source;

	if (source != NULL && source->role == ROLE_OFFICIAL &&
	    text_same(source->vendor, vendor))
		return true;
	if (p->speaker >= 0 &&
	    text_same(r->attributions[p->speaker].vendor, vendor))
		return true;
	for (size_t i = 0; i < p->matches; i++) {
		const struct match *m =
		    &r->side[p->field].matches[p->match + i];

		if (m->use->kind == USE_VENDOR &&
		    text_same(r->lex->vendors[m->use->row].name, vendor))
			return true;
	}
	for (size_t i = 0; i < p->mentions; i++)
		if (text_same(r->side[p->field].mentions[p->mention + i].vendor,
			vendor))
			return true;
	return false;
}

/* "The iPhone": a line, and no model or version of it. */
static bool is_line(const struct claim *c, const struct mention *m)
{
	return c->version == NULL && m->device &&
	       text_same(c->product, m->row->name);
}

/* A version that was claimed must be said; a line has any of its models. */
static bool mention_fits(const struct mention *m, const struct claim *c)
{
	if (is_line(c, m))
		return true;
	return text_same(m->name, c->product) &&
	       (c->version == NULL || m->version != NULL) &&
	       recall_is_version(c->version, m->version);
}

/* Another model or version of the claimed line. */
static bool mention_differs(const struct mention *m, const struct claim *c)
{
	size_t n = strlen(m->row->name);

	if (text_same(m->name, c->product))
		return m->version != NULL && !mention_fits(m, c);
	return m->device && m->version == NULL &&
	       strncmp(c->product, m->row->name, n) == 0 &&
	       strcmp(m->name, m->row->name) != 0;
}

/* "A larger battery than the A8": not what the sentence is about. */
static bool is_compared(
    const struct drawn *d, const struct passage *p, const struct mention *m)
{
	return phrase_before(passage_phrases(d->r, p), PHRASE_COMPARED,
		   d->r->side[p->field].folded, m->start) != NULL;
}

/* "The S25 Ultra", where the whole name is longer; "S25" is not in that. */
static bool has_model(const struct drawn *d, const struct claim *c)
{
	static const char variants[] = "ultra plus pro max fe mini lite edge "
				       "fold flip neo air xl note slim";
	const char *s = d->side->folded, *at, *model;
	size_t n, end;

	model = c->product == NULL ? NULL : strchr(c->product, ' ');
	if (model == NULL || strpbrk(model, "0123456789") == NULL)
		return false;
	model = utf8_fold(d->r->arena, model, strlen(model), &n, NULL);
	at = n < 4 ? NULL
		   : memmem(s + d->p->start, d->p->end - d->p->start, model, n);
	if (at == NULL)
		return false;
	end = (size_t)(at - s) + n;
	if (end < d->p->end && strchr(" .,;:!?)'", s[end]) == NULL)
		return false;
	for (at = s + end; at < s + d->p->end && *at == ' ';)
		at++;
	n = strcspn(at, " .,;:!?)'");
	return n == 0 || !word_in(variants, sizeof(variants) - 1,
			     arena_strndup(d->r->arena, at, n));
}

static void mentions_ask(
    const struct drawn *d, const struct passage *p, bool *fits, bool *differs)
{
	const struct claim *c = d->r->about->claim;

	for (size_t i = 0; i < p->mentions; i++) {
		const struct mention *m =
		    &d->r->side[p->field].mentions[p->mention + i];

		if (is_compared(d, p, m))
			continue;
		*fits |= mention_fits(m, c);
		*differs |= mention_differs(m, c);
	}
}

/* Is a generation or version asked for: "iPhone 17", "iOS 18"? */
static bool is_numbered(const struct claim *c)
{
	return c->version != NULL || strpbrk(c->product, "0123456789") != NULL;
}

/* "Android phones": whose they are need not be said. */
static bool is_owner_only(const struct about *about, const char *product)
{
	for (size_t i = 1; i < about->term_count; i++)
		if (text_same(about->terms[i].product, product) &&
		    !about->terms[i].must)
			return true;
	return false;
}

/* "The iPhone" is of all its maker says, where no other thing is named. */
static bool is_of_whole_house(const struct drawn *d)
{
	const char *vendor = d->r->about->claim->vendor;

	return d->p->mentions == 0 && vendor != NULL &&
	       recall_names_vendor(d->r, d->p, vendor);
}

bool recall_is_of_product(const struct drawn *d, size_t found)
{
	const struct reading *r = d->r;
	const struct claim *c = r->about->claim;
	bool fits = false, differs = false;
	size_t n;
	const char *name;

	if (c->product == NULL)
		return true;
	mentions_ask(d, d->p, &fits, &differs);
	if (has_model(d, c))
		return true;
	if (fits || differs)
		return fits;
	if (d->p > r->passages && d->p[-1].field == d->p->field)
		mentions_ask(d, d->p - 1, &fits, &differs);
	if (r->passages[0].field == FIELD_TITLE)
		mentions_ask(d, &r->passages[0], &fits, &differs);
	if (fits || differs)
		return fits;
	for (size_t i = 0; i < r->passage_count; i++)
		mentions_ask(d, &r->passages[i], &fits, &differs);
	if (fits)
		return true;
	if (differs || is_numbered(c))
		return false;
	if (is_owner_only(r->about, c->product))
		return true;
	name = utf8_fold(r->arena, c->product, strlen(c->product), &n, NULL);
	return strstr(r->side[FIELD_TITLE].folded, name) != NULL ||
	       strstr(r->side[FIELD_TEXT].folded, name) != NULL ||
	       (found >= 2 && is_of_whole_house(d));
}

/* The product stands in the sentence or the headline; of the maker's own item
 * anywhere. */
bool recall_names_product(const struct drawn *d, size_t found)
{
	const struct reading *r = d->r;
	bool fits = false, differs = false;

	if (role_is_official(r) || r->about->claim->product == NULL)
		return recall_is_of_product(d, found);
	mentions_ask(d, d->p, &fits, &differs);
	if (!fits && !differs && r->passages[0].field == FIELD_TITLE)
		mentions_ask(d, &r->passages[0], &fits, &differs);
	return fits || has_model(d, r->about->claim);
}
