/* One item read by itself: the steps in their order (see reading.h). */
#include "judge/analyze.h"

#include "judge/reading.h"
#include "text/date.h"

/* Is an official's word the news: in the headline, or in the first lines? */
static bool official_leads(const struct reading *r)
{
	for (size_t i = 0; i < r->claim_count; i++) {
		const struct claim *c = &r->claims[i];
		if (c->grade <= GRADE_B && !c->background &&
		    (c->field == FIELD_TITLE || c->sentence.start < 600))
			return true;
	}
	return false;
}

static void class_finish(struct reading *r)
{
	struct analysis *a = r->out;
	bool denied = false, officially = official_leads(r);
	for (size_t i = 0; i < r->claim_count; i++)
		denied |= r->claims[i].grade <= GRADE_B &&
			  r->claims[i].modality == MODALITY_DENIED;
	a->settles = officially && a->class != CLASS_RUMOR;
	if (a->class == CLASS_RUMOR)
		return;
	if (denied && a->settles)
		a->class = CLASS_DENIAL;
	else if (a->settles)
		a->class = CLASS_OFFICIAL;
}

struct analysis *analyze_text(
    struct arena *arena, const struct lexicon *lex, const struct itemtext *text)
{
	struct reading r = {.arena = arena,
	    .lex = lex,
	    .text = text,
	    .item = text->item,
	    .published_at = text->item->published_at,
	    .out = arena_alloc(arena, sizeof(*r.out))};
	read_item(&r);
	read_products(&r);
	read_attributions(&r);
	read_flag(&r);
	finish_attributions(&r);
	read_claims(&r);
	class_finish(&r);
	r.out->lang = lang_name(r.lang);
	return r.out;
}

struct analysis *analyze(
    struct arena *arena, const struct lexicon *lex, const struct item *item)
{
	struct itemtext text;

	itemtext_fold(arena, item, &text);
	return analyze_text(arena, lex, &text);
}
