/*
 * What an item says of a rumor, in whatever words. Its own claims are read
 * without a look at any rumor, and neither makers nor other newsrooms use the
 * rumor's words; so where official word has not answered it, and where a
 * carrier does not make its claim, the item is read once more with a sentence
 * of the rumor as the claim that is looked for, as `hearsay track` reads it.
 * Only what may speak of the rumor is read again, and what came of it is kept
 * with the item: a fold that begins anew finds it there.
 */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/arena.h"
#include "base/mem.h"
#include "judge/about.h"
#include "judge/analyze.h"
#include "judge/bearing.h"
#include "judge/fold.h"
#include "judge/han.h"
#include "judge/kin.h"
#include "judge/wordform.h"
#include "text/token.h"
#include "text/utf8.h"

/* An item read with a rumor in mind. */
struct reread {
	uint64_t of; /* the rumor's first claim, as a number */
	struct board_item *item;
};

struct board_told {
	bool official;	      /* an official may speak in it */
	bool carries;	      /* it may pass a rumor on */
	struct gist *gist;    /* once it was asked for */
	struct source source; /* texts of the board's */
	char *title, *text;
	struct sketch sketch;
	struct reread *rereads;
	size_t count, cap;
};

/* --- sketches --- */

static void sketch_word(struct sketch *k, const char *word, size_t n)
{
	uint64_t h = XXH3_64bits(word, n);

	k->bits[(h >> 6) % SKETCH_WORDS] |= UINT64_C(1) << (h & 63);
}

static void sketch_text(struct board *b, struct sketch *k, const char *text)
{
	struct arena a;
	struct tokens tokens;
	struct token t;
	size_t n;
	char *folded;

	arena_init(&a);
	folded = han_fold(lexicon_han(b->lexicon), &a, text, strlen(text), &n);
	token_start(&tokens, folded, n);
	while (token_next(&tokens, &t))
		sketch_word(k, folded + t.start, t.end - t.start);
	arena_free(&a);
}

/* Of a name the word that tells it from others: with a number, else its last.
 */
struct sketch sketch_of_name(struct board *b, const char *name)
{
	struct sketch k = {{0}};
	const char *number = strpbrk(name, "0123456789");
	const char *word = number ? number : name + strlen(name);
	char *one;

	while (word > name && word[-1] != ' ')
		word--;
	one = mem_strdup(word);
	one[strcspn(one, " ")] = '\0';
	sketch_text(b, &k, one);
	free(one);
	return k;
}

static bool sketch_has(const struct sketch *k, const struct sketch *all)
{
	for (size_t i = 0; i < SKETCH_WORDS; i++)
		if (all->bits[i] & ~k->bits[i])
			return false;
	return true;
}

/* --- what is kept of an item --- */

static bool may_be_official(const struct item *item, const struct analysis *an)
{
	if (item->source && item->source->role == ROLE_OFFICIAL)
		return true;
	for (size_t i = 0; i < an->attribution_count; i++)
		if (an->attributions[i].kind == ORIGIN_OFFICIAL)
			return true;
	return false;
}

#define RUMOR_SCORE 0.25 /* of one that may pass a rumor on */

static bool may_carry(const struct item *item, const struct analysis *an)
{
	return item->source && !an->noise &&
	       item->source->role != ROLE_OFFICIAL &&
	       an->rumor_score >= RUMOR_SCORE;
}

#define KEPT_BYTES 2048 /* of a text: what is new in it stands first */

static char *text_kept(const char *text)
{
	size_t n = strlen(text);
	char *to;

	if (n > KEPT_BYTES)
		n = utf8_cut(text, KEPT_BYTES);
	to = mem_array(n + 1, 1);
	memcpy(to, text, n);
	to[n] = '\0';
	return to;
}

struct board_told *told_new(
    struct board *b, const struct item *item, const struct analysis *an)
{
	struct board_told *t;

	bool official = may_be_official(item, an);
	bool carries = may_carry(item, an);

	if (b->policy.asked || !item->source || (!carries && !official))
		return NULL;
	t = mem_alloc(sizeof(*t));
	t->official = official;
	t->carries = carries;
	t->source = (struct source){
	    .role = item->source->role,
	    .slug = intern_text(b, item->source->slug),
	    .title = intern_text(b, item->source->title),
	    .site = intern_text(b, item->source->site),
	    .vendor = intern_text(b, item->source->vendor),
	    .lang = intern_text(b, item->source->lang),
	};
	t->title = mem_strdup(item->title);
	t->text = official ? mem_strdup(item->text) : text_kept(item->text);
	sketch_text(b, &t->sketch, t->title);
	sketch_text(b, &t->sketch, t->text);
	return t;
}

void told_free(struct board_told *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->count; i++)
		if (t->rereads[i].item)
			board_item_free(t->rereads[i].item);
	free(t->rereads);
	gist_free(t->gist);
	free(t->title);
	free(t->text);
	free(t);
}

const char *told_title(const struct board_item *e)
{
	return e->told && *e->told->title ? e->told->title : NULL;
}

const struct gist *told_gist(const struct board *b, const struct board_item *e)
{
	struct board_told *t = e ? e->told : NULL;
	struct item item = {.guid = "", .published_at = 0};

	if (!t || !t->carries)
		return NULL;
	if (!t->gist) {
		item.title = t->title;
		item.text = t->text;
		item.lang = e->lang;
		item.source = &t->source;
		t->gist = gist_new(b->lexicon, &item);
	}
	return t->gist;
}

/* --- the claim that is looked for --- */

static const char *text_of(const struct name *n)
{
	return n ? n->text : NULL;
}

static bool is_same_text(const char *a, const struct name *b)
{
	return a && b ? !strcmp(a, b->text) : !a && !b;
}

/* The statement's claim of the rumor's aspect and value; else the first. */
static struct claim *claim_like(const struct analysis *a,
    const struct about *about, const struct board_claim *of)
{
	struct claim *found = &a->claims[about->claim - a->claims];

	for (size_t i = 0; i < a->claim_count; i++) {
		struct claim *c = &a->claims[i];

		if (c->aspect != of->drawn)
			continue;
		if (is_same_text(c->value, of->value))
			return c;
		if (found->aspect != of->drawn)
			found = c;
	}
	return found;
}

static bool is_of_house(
    const struct board *b, const char *vendor, const char *of)
{
	return vendor && of &&
	       (!strcmp(vendor, of) ||
		   !strcmp(lexicon_house(b->lexicon, vendor),
		       lexicon_house(b->lexicon, of)));
}

/*
 * Of a thing that the lexicon has a name for, that name is what is claimed:
 * "the first thing you see is the dark mode, and this time it goes all the
 * way". The other words of the sentence are a newsroom's.
 */
static bool is_of_value(const struct about *about, const struct about_term *t)
{
	return !t->product && !t->vendor &&
	       strcasestr(about->claim->value, t->word);
}

/* "Kamera", or what of its name is "battery": every device has one. */
static bool is_common(const struct phrases *phrases, const struct about_term *t)
{
	return phrase_is(phrases, PHRASE_COMMON_PART, t->word, strlen(t->word));
}

static bool terms_of_value(const struct phrases *phrases,
    const struct about *about, struct about_term *terms)
{
	bool any = false;

	for (size_t i = 0; i < about->term_count; i++)
		any |= is_of_value(about, &terms[i]) &&
		       !is_common(phrases, &terms[i]);
	for (size_t i = 0; any && i < about->term_count; i++) {
		struct about_term *t = &terms[i];

		if (t->product || t->vendor)
			continue;
		t->head = t->must = false;
		t->weight = is_of_value(about, t) ? 1 : 0;
	}
	return any;
}

/* The rumor's own product and house are asked for by themselves. */
static bool terms_own(
    const struct board *b, struct arena *a, struct about *about)
{
	const struct claim *c = about->claim;
	struct about_term *terms =
	    arena_array(a, about->term_count + 1, sizeof(*terms));

	for (size_t i = 0; i < about->term_count; i++) {
		struct about_term *t = &terms[i];

		*t = about->terms[i];
		if (t->vendor && is_of_house(b, t->vendor, c->vendor))
			t->weight = 0;
		else if (!t->product || !c->product ||
			 strcmp(t->product, c->product) != 0)
			continue;
		else if (t->weight > ABOUT_LIGHT)
			t->weight = ABOUT_LIGHT;
		t->must = false;
	}
	about->terms = terms;
	return c->value && c->aspect == ASPECT_FEATURE &&
	       terms_of_value(lexicon_phrases(b->lexicon), about, terms);
}

#define WORDINGS     4 /* of one rumor: the first who tell it */
#define MATTER_LEAST 2 /* words that are of this matter alone */

/*
 * "Its specs may have leaked": what could answer that is in any text. A thing
 * by its name needs no other word, where its maker itself answers.
 */
static bool is_telling(const struct about *about, const struct board_claim *of,
    enum source_role role)
{
	size_t n = role == ROLE_OFFICIAL && of->value != NULL;

	/* A name is all that such a claim has. */
	if (of->aspect == ASPECT_NAME && of->value)
		return true;
	/* What a tipster tells is to come, whatever the verb. */
	if (!about->of_plan && of->kind != ORIGIN_TIPSTER)
		return false;
	for (size_t i = 0; i < about->term_count; i++) {
		const struct about_term *t = &about->terms[i];

		n += t->weight > ABOUT_LIGHT && !t->time;
	}
	return about->of_thing || n >= MATTER_LEAST;
}

/* The headline over the rumor's first sentence, where it claims nothing. */
static const char *headline(const struct live *r)
{
	const struct board_item *by = r->refs[0].item;

	for (size_t i = 0; i < by->claim_count; i++)
		if (by->claims[i].in_title)
			return NULL;
	return by->told && *by->told->title ? by->told->title : NULL;
}

/* The rumor in words of somebody who tells it. */
struct wording {
	const char *text; /* NULL: there is none */
	const struct board_item *by;
};

/* In those of its first sentence, its headline, or another carrier. */
static struct wording worded_by(const struct live *r, enum follow_by by)
{
	return (struct wording){
	    by == FOLLOW_TITLE ? headline(r) : founder(r)->text,
	    r->refs[0].item};
}

/* Of those who carry it, each that has a sentence of its own. */
static struct wording worded_as(const struct live *r, size_t nth)
{
	for (size_t i = 0; i < r->pub.member_count; i++) {
		const char *text = r->members[i].sentence;
		bool known =
		    r->members[i].part != PART_CARRIES || r->refs[i].whole;

		for (size_t k = 0; k < i && !known; k++)
			known = r->members[k].part == PART_CARRIES &&
				!strcmp(r->members[k].sentence, text);
		if (!known && nth-- == 0)
			return (struct wording){text, r->refs[i].item};
	}
	return (struct wording){NULL, NULL};
}

static bool about_take(const struct board *b, struct arena *a,
    const struct live *r, const struct wording *as, struct about *about)
{
	const struct board_claim *of = founder(r);
	struct source source = {
	    .role = ROLE_TIPSTER, .slug = "the rumor", .title = "the rumor"};
	struct item item = {
	    .guid = "",
	    .title = "",
	    .text = arena_strdup(a, as->text),
	    .lang = as->by->lang,
	    .published_at = as->by->published_at,
	    .source = &source,
	};
	struct analysis *an;
	struct claim *c;

	source.vendor = text_of(r->vendor);
	an = analyze_told(a, b->lexicon, &item, about);
	if (!about->claim)
		return false;
	c = claim_like(an, about, of);
	c->aspect = r->pub.aspect;
	c->vendor = text_of(r->vendor);
	c->product = text_of(of->product);
	c->version = text_of(of->version);
	c->value = text_of(of->value);
	c->window = of->window;
	about->claim = c;
	about->of_thing = terms_own(b, a, about);
	return true;
}

/* --- reading again --- */

static uint64_t number_of(const struct live *r, const char *text)
{
	const struct board_claim *of = founder(r);
	uint64_t h = XXH3_64bits(text, strlen(text));

	h = XXH3_64bits_withSeed(&of->aspect, sizeof(of->aspect), h);
	h = XXH3_64bits_withSeed(&of->window, sizeof(of->window), h);
	if (of->value)
		h = XXH3_64bits_withSeed(
		    of->value->text, strlen(of->value->text), h);
	return h;
}

static bool has_product(const struct board_item *item, const struct name *of)
{
	for (size_t i = 0; i < item->claim_count; i++)
		if (product_near(item->claims[i].product, of))
			return true;
	return false;
}

#define WORD_BYTES 4 /* shorter ones are in every text */

/* The words of the claim's sentence that are no name of its house. */
static const struct sketch *sketch_of_claim(
    struct board *b, struct board_claim *c)
{
	struct arena a;
	struct tokens tokens;
	struct token w;
	size_t n;
	char *s;

	if (c->sketch)
		return c->sketch;
	c->sketch = mem_alloc(sizeof(*c->sketch));
	*c->sketch = (struct sketch){{0}};
	arena_init(&a);
	s = han_fold(lexicon_han(b->lexicon), &a, c->text, strlen(c->text), &n);
	token_start(&tokens, s, n);
	while (token_next(&tokens, &w))
		if (w.end - w.start >= WORD_BYTES &&
		    !(c->vendor &&
			strstr(c->vendor->key,
			    arena_strndup(&a, s + w.start, w.end - w.start))))
			sketch_word(c->sketch, s + w.start, w.end - w.start);
	arena_free(&a);
	return c->sketch;
}

static bool sketch_shares(const struct sketch *a, const struct sketch *b)
{
	for (size_t i = 0; i < SKETCH_WORDS; i++)
		if (a->bits[i] & b->bits[i])
			return true;
	return false;
}

const char *follow_title(struct board *b, struct claim_ref ref)
{
	struct board_claim *c = ref_claim(ref);
	const struct board_told *t = ref.item->told;
	struct sketch title = {{0}};

	if (c->in_title || c->named_here || !t || !*t->title ||
	    ref.item->role == ROLE_TIPSTER)
		return NULL;
	sketch_text(b, &title, t->title);
	return sketch_shares(&title, sketch_of_claim(b, c)) ? t->title : NULL;
}

/*
 * May the item speak of the rumor? Asked before it is read again: it has the
 * product's name, where that is known, and a word of the sentence, unless the
 * two are in two languages.
 */
bool follow_may(
    struct board *b, const struct board_item *item, const struct live *r)
{
	struct board_claim *of = ref_claim(r->refs[0]);

	if (!item->told || !of->vendor)
		return false;
	if (of->product &&
	    !sketch_has(&item->told->sketch, &of->product->sketch) &&
	    !has_product(item, of->product))
		return false;
	return r->refs[0].item->lang != item->lang ||
	       sketch_shares(&item->told->sketch, sketch_of_claim(b, of));
}

/*
 * A rumor's sentence is taken apart once for all items that are read with it
 * in mind. What is kept is what it would be taken apart to again.
 */
struct sought {
	struct arena arena;
	struct about about;
	bool found;
};

#define SOUGHT_MOST 512 /* some kilobytes each */

void follow_forget(struct board *b)
{
	const struct map_entry *e;

	for (size_t i = 0; (e = map_next(&b->sought, &i)) != NULL;) {
		struct sought *s = e->value;

		arena_free(&s->arena);
		free(s);
	}
	map_free(&b->sought);
	b->sought = (struct map){0};
}

static const struct sought *sought_by(
    struct board *b, const struct live *r, const struct wording *as)
{
	const uint64_t key[] = {number_of(r, as->text), (uint64_t)as->by->id,
	    (uint64_t)(uintptr_t)r->vendor};
	struct sought *s = map_get_n(&b->sought, key, sizeof(key));

	if (s)
		return s;
	if (b->sought.count >= SOUGHT_MOST)
		follow_forget(b);
	s = mem_alloc(sizeof(*s));
	arena_init(&s->arena);
	s->found = about_take(b, &s->arena, r, as, &s->about);
	map_put_n(&b->sought, key, sizeof(key), s);
	return s;
}

#define SAID 0.3 /* of what the words weigh: less answers nothing */

/* Are enough of the words, or of their kin, in the text at all? */
static bool may_say(const struct board *b, struct arena *a,
    const struct board_told *t, const struct about *about)
{
	const struct kin *kin = lexicon_kin(b->lexicon);
	double of = 0, has = 0;
	size_t n;
	const char *both, *s;

	if (about_has_kind(about))
		return true; /* another kind says no in words of its own */
	both = arena_printf(a, "%s\n%s", t->title, t->text);
	s = han_fold(lexicon_han(b->lexicon), a, both, strlen(both), &n);
	for (size_t i = 0; i < about->term_count; i++) {
		const struct about_term *term = &about->terms[i];

		if (term->product || term->vendor || term->time)
			continue;
		of += term->weight;
		if (word_in(s, n, term->word) || kin_has(kin, term->word, s, n))
			has += term->weight;
	}
	return has >= of * SAID;
}

/* Who gets it, and how long, is told by devices and numbers: by a range or a
 * list, whatever its words. */
static bool is_of_matter(const struct about *about)
{
	return about->grants || about->care;
}

static bool has_sought(const struct board_item *item)
{
	for (size_t i = 0; i < item->claim_count; i++)
		if (item->claims[i].sought)
			return true;
	return false;
}

/* The item once more, of what was kept of it. */
static struct item item_told(const struct board_item *item)
{
	const struct board_told *t = item->told;

	return (struct item){
	    .id = item->id,
	    .guid = "",
	    .title = t->title,
	    .text = t->text,
	    .lang = item->lang,
	    .published_at = item->published_at,
	    .source = &t->source,
	};
}

static struct reread reread(struct board *b, const struct live *r,
    const struct board_item *item, const struct wording *as)
{
	const struct board_told *t = item->told;
	struct reread out = {.of = number_of(r, as->text)};
	const struct sought *sought = sought_by(b, r, as);
	struct arena a;
	const struct item of = item_told(item);

	if (!sought->found)
		return out;
	arena_init(&a);
	if (as->by->lang == item->lang && !is_of_matter(&sought->about) &&
	    !may_say(b, &a, t, &sought->about)) {
		arena_free(&a);
		return out;
	}
	out.item = board_item_new(b, &of,
	    analyze_about(&a, b->lexicon, &of, &sought->about), item->story,
	    item->copy_of);
	arena_free(&a);
	if (!has_sought(out.item)) {
		board_item_free(out.item);
		out.item = NULL;
	}
	for (size_t i = 0; out.item && i < out.item->claim_count; i++)
		out.item->claims[i].followed = true;
	return out;
}

/* Is it worth a look, for who may speak of what is open? */
static bool may_reread(
    struct board *b, const struct live *r, const struct board_item *item)
{
	return !rumor_status_is_settled(r->pub.status) &&
	       follow_may(b, item, r);
}

/* What was kept of it, or is kept from now on. */
static struct board_item *read_again(struct board *b, const struct live *r,
    struct board_item *item, const struct wording *as)
{
	struct board_told *t = item->told;
	uint64_t of = number_of(r, as->text);

	for (size_t i = 0; i < t->count; i++)
		if (t->rereads[i].of == of)
			return t->rereads[i].item;
	t->rereads =
	    mem_room(t->rereads, t->count, &t->cap, sizeof(*t->rereads));
	t->rereads[t->count] = reread(b, r, item, as);
	return t->rereads[t->count++].item;
}

struct board_item *follow_carrier(struct board *b, const struct live *r,
    struct board_item *item, enum follow_by by)
{
	const struct wording as = worded_by(r, by);

	return as.text && may_reread(b, r, item) ? read_again(b, r, item, &as)
						 : NULL;
}

static bool says_no(const struct board *b, const char *text)
{
	struct arena a;
	size_t n;
	const char *s;
	bool no;

	arena_init(&a);
	s = han_fold(lexicon_han(b->lexicon), &a, text, strlen(text), &n);
	no = lexicon_says_no(b->lexicon, s, n);
	arena_free(&a);
	return no;
}

bool follow_official(struct board *b, const struct live *r,
    struct board_item *item, size_t nth, struct board_item **out)
{
	struct wording as;
	const struct sought *sought;

	*out = NULL;
	if (nth >= WORDINGS || !item->told || !item->told->official ||
	    (item->role != ROLE_OFFICIAL &&
		(nth > 0 || r->pub.aspect == ASPECT_DISCONTINUATION)) ||
	    !may_reread(b, r, item))
		return false;
	as = worded_as(r, nth);
	if (!as.text)
		return false;
	if (nth > 0 && says_no(b, as.text) != says_no(b, founder(r)->text))
		return true; /* another sentence of it, and not its claim */
	sought = sought_by(b, r, &as);
	if (sought->found &&
	    (is_of_matter(&sought->about) ||
		is_telling(&sought->about, founder(r), item->role)))
		*out = read_again(b, r, item, &as);
	return true;
}

bool follow_knows(struct board *b, const struct live *r)
{
	const struct wording as = worded_by(r, FOLLOW_SENTENCE);
	const struct sought *sought;

	if (b->policy.asked || !as.text ||
	    founder(r)->aspect != r->pub.aspect ||
	    (r->pub.aspect != ASPECT_ELIGIBILITY &&
		r->pub.aspect != ASPECT_SUPPORT_LENGTH))
		return false;
	sought = sought_by(b, r, &as);
	return sought->found && is_of_matter(&sought->about);
}

/* Does it still say the thing, once the rumor's own words are known? */
static bool still_says(const struct analysis *an, const struct board_claim *c)
{
	for (size_t i = 0; i < an->claim_count; i++)
		if (an->claims[i].aspect == c->drawn &&
		    an->claims[i].modality != MODALITY_DENIED &&
		    is_same_text(an->claims[i].value, c->value))
			return true;
	return false;
}

bool follow_upholds(struct board *b, const struct live *r,
    const struct board_item *item, const struct board_claim *c)
{
	const struct board_told *t = item->told;
	const struct wording as = worded_by(r, FOLLOW_SENTENCE);
	const struct sought *sought;
	struct item of;
	struct arena a;
	bool says;

	if (!t || !t->official || !as.text || as.by->lang != item->lang)
		return true;
	sought = sought_by(b, r, &as);
	if (!sought->found || !about_has_kind(&sought->about))
		return true;
	of = item_told(item);
	arena_init(&a);
	says =
	    still_says(analyze_about(&a, b->lexicon, &of, &sought->about), c);
	arena_free(&a);
	return says;
}
