/* One item read by itself: the steps in their order (see reading.h). */
#include "judge/analyze.h"

#include <string.h>

#include "judge/draw.h"
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

static struct analysis *read_all(struct arena *arena, const struct lexicon *lex,
    const struct itemtext *text, const struct about *about, struct about *whole)
{
	struct reading r = {.arena = arena,
	    .lex = lex,
	    .text = text,
	    .item = text->item,
	    .published_at = text->item->published_at,
	    .about = about,
	    .whole = whole,
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

void analyze_features(struct arena *arena, const struct lexicon *lex,
    const struct item *item, double *x)
{
	struct itemtext text;
	struct reading r = {.arena = arena,
	    .lex = lex,
	    .text = &text,
	    .item = item,
	    .published_at = item->published_at,
	    .out = arena_alloc(arena, sizeof(*r.out))};

	itemtext_fold(lex, arena, item, &text);
	read_item(&r);
	read_products(&r);
	read_attributions(&r);
	features_of(&r, x);
}

struct analysis *analyze_text(
    struct arena *arena, const struct lexicon *lex, const struct itemtext *text)
{
	return read_all(arena, lex, text, NULL, NULL);
}

struct analysis *analyze(
    struct arena *arena, const struct lexicon *lex, const struct item *item)
{
	struct itemtext text;

	itemtext_fold(lex, arena, item, &text);
	return read_all(arena, lex, &text, NULL, NULL);
}

/* "In China only": the place is what is claimed. */
static bool is_only_there(const struct claim *c)
{
	static const char *const only[] = {" only", "only ", "limited to",
	    "confined to", "exclusiv", "stay", "remain", "not ", "n't ", "仅",
	    "只", " nur ", " solo ", " seulement", " bleibt "};

	if (c->value != NULL && strncmp(c->value, "no ", 3) == 0)
		return true;
	for (size_t i = 0; i < sizeof(only) / sizeof(*only); i++)
		if (c->text != NULL && strstr(c->text, only[i]) != NULL)
			return true;
	return false;
}

/*
 * A sentence may make several claims; the one that says most stands for it:
 * that a thing gets a name takes for granted that there will be the thing.
 */
static const struct claim *chief_claim(const struct analysis *a)
{
	static const int says[ASPECT_COUNT] = {
	    [ASPECT_OTHER] = 3,
	    [ASPECT_DISCONTINUATION] = 1,
	    [ASPECT_SUCCESSOR] = 2,
	    [ASPECT_NAME] = 10,
	    [ASPECT_RELEASE_DATE] = 8,
	    [ASPECT_ELIGIBILITY] = 6,
	    [ASPECT_FEATURE] = 4,
	    [ASPECT_ROLLOUT] = 7,
	    [ASPECT_EXCLUSIVITY] = 6,
	    [ASPECT_REGION] = 5,
	    [ASPECT_SUPPORT_LENGTH] = 9,
	};
	const struct claim *best = NULL;
	int most = -1, score;

	for (size_t i = 0; i < a->claim_count; i++) {
		const struct claim *c = &a->claims[i];

		/* A part by its name says more than where it is sold. */
		score = c->value && (value_is_chip(c->value) ||
					(c->aspect == ASPECT_OTHER &&
					    c->value[0] >= '0' &&
					    c->value[0] <= '9'))
			    ? 7
			    : says[c->aspect];
		if (c->aspect == ASPECT_REGION && !is_only_there(c))
			score = 1; /* where, beside what */
		if (score > most) {
			most = score;
			best = c;
		}
	}
	return best;
}

/* "Aqua closes its phone business and says so on May 3": that it does. */
static const struct claim *end_told_then(
    const struct analysis *a, const struct claim *chief)
{
	if (chief == NULL || chief->aspect != ASPECT_RELEASE_DATE)
		return chief;
	for (size_t i = 0; i < a->claim_count; i++) {
		struct claim *c = &a->claims[i];

		if (c->aspect != ASPECT_DISCONTINUATION ||
		    c->modality == MODALITY_DENIED ||
		    chief->modality == MODALITY_DENIED ||
		    !text_same(c->product, chief->product))
			continue;
		c->window = chief->window;
		return c;
	}
	return chief;
}

/* "Aqua promises seven years of Droid updates": for its own phones. */
static void actor_take(struct claim *c, const char *actor)
{
	if (c->aspect == ASPECT_SUPPORT_LENGTH && c->vendor != NULL &&
	    strcmp(c->vendor, actor) != 0)
		c->product = c->version = NULL;
	c->vendor = actor;
}

struct analysis *analyze_statement(struct arena *arena,
    const struct lexicon *lex, const struct item *item, struct about *about)
{
	struct itemtext text;
	struct analysis *a;

	itemtext_fold(lex, arena, item, &text);
	*about = (struct about){.claim = NULL};
	a = read_all(arena, lex, &text, NULL, about);
	about->claim = end_told_then(a, chief_claim(a));
	if (about->actor && about->claim)
		actor_take(&a->claims[about->claim - a->claims], about->actor);
	return a;
}

/* Read twice: by whose word it is, and what is left without that. */
struct analysis *analyze_told(struct arena *arena, const struct lexicon *lex,
    const struct item *item, struct about *about)
{
	struct item claimed = *item;
	struct itemtext text;
	struct analysis *a;

	itemtext_fold(lex, arena, item, &text);
	*about = (struct about){.told = true};
	read_all(arena, lex, &text, NULL, about);
	claimed.text = arena_strndup(arena, item->text + about->part.start,
	    about->part.end - about->part.start);
	itemtext_fold(lex, arena, &claimed, &text);
	*about = (struct about){.told = true};
	a = read_all(arena, lex, &text, NULL, about);
	about->claim = chief_claim(a);
	return a;
}

struct analysis *analyze_about(struct arena *arena, const struct lexicon *lex,
    const struct item *item, const struct about *about)
{
	struct itemtext text;

	itemtext_fold(lex, arena, item, &text);
	return read_all(arena, lex, &text, about->claim ? about : NULL, NULL);
}
