/*
 * What the board keeps of an item. Names are brought to their canonical form
 * here, once, so that the rest compares pointers.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "judge/byline.h"
#include "judge/han.h"
#include "judge/bearing.h"
#include "judge/fold.h"

/* The name that a tipster or an outlet goes by, whatever alias is used. */
static const struct name *source_name(struct board *b, const char *text)
{
	const struct tipster *t = NULL;

	if (b->lexicon && text)
		t = lexicon_tipster(b->lexicon, text);
	return intern_name(b, t ? t->name : text);
}

/* "Example.com » News": what stands before the mark. */
static const struct name *title_name(struct board *b, const char *title)
{
	static const char *const marks[] = {" \xc2\xbb ", " | ", " - ",
	    " \xe2\x80\x93 ", " (@", " on Twitter", " on X",
	    "\xe7\x9a\x84\xe5\xbe\xae\xe5\x8d\x9a",
	    NULL}; /* the last: a blog on Weibo */
	const struct name *n;
	char *s = mem_strdup(title);

	for (size_t i = 0; marks[i]; i++) {
		char *mark = strstr(s, marks[i]);

		if (mark && mark > s)
			*mark = '\0';
	}
	n = intern_name(b, s);
	free(s);
	return n;
}

static const struct tipster *source_tipster(
    const struct board *b, const struct source *source)
{
	const struct tipster *t = NULL;

	if (b->lexicon && source->title)
		t = lexicon_tipster(b->lexicon, source->title);
	if (!t && b->lexicon && source->slug)
		t = lexicon_tipster(b->lexicon, source->slug);
	if (!t && b->lexicon && source->role == ROLE_TIPSTER)
		t = lexicon_poster(b->lexicon, source->site);
	return t;
}

static bool is_known(const struct board *b, const struct source *source)
{
	return source && source_tipster(b, source);
}

static const struct name *item_source(
    struct board *b, const struct source *source)
{
	const struct tipster *t;

	if (!source)
		return intern_name(b, "unknown");
	t = source_tipster(b, source);
	if (t)
		return intern_name(b, t->name);
	if (!source->title)
		return intern_name(b, source->slug);
	return source_name(b, title_name(b, source->title)->text);
}

/*
 * What readers call a site by: "mobilewire" of www.mobilewire.example, which
 * is "Mobile Wire" in others' texts. NULL where there is no host.
 */
static const struct name *item_site(
    struct board *b, const struct source *source)
{
	const char *host = source ? source->site : NULL;
	const struct name *n;
	const char *mark;
	char *label;

	if (source && !host)
		host = source->title;
	if (!host)
		return NULL;
	mark = strstr(host, "://");
	if (mark)
		host = mark + 3;
	if (!strncmp(host, "www.", 4))
		host += 4;
	mark = strchr(host, '.');
	if (!mark || mark == host || strchr(host, ' '))
		return NULL;
	label = mem_strdup(host);
	label[mark - host] = '\0';
	n = intern_name(b, label);
	free(label);
	return n;
}

static bool has_any(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strstr(text, *words))
			return true;
	return false;
}

/* Beta and stable are two releases; a sentence with both tells neither. */
static enum stage stage_of(const struct board_claim *c)
{
	bool is_beta = claim_says(c, PHRASE_BETA);

	if (is_beta == claim_says(c, PHRASE_STABLE))
		return STAGE_NONE;
	return is_beta ? STAGE_BETA : STAGE_STABLE;
}

/* "Phone 23" in another script still has its number. */
static bool has_number_of(const char *folded, const char *name)
{
	const char *number = strrchr(name, ' ');

	return number && number[1] >= '0' && number[1] <= '9' &&
	       strstr(folded, number + 1) != NULL;
}

/* "In more than 40 countries", "en 27 mercados", in so many of them. */
static bool counts_countries(const char *folded)
{
	static const char *const nouns[] = {"countries", "markets", "regions",
	    "l\xc3\xa4nder", "m\xc3\xa4rkte", "pa\xc3\xads", "mercado", "pays",
	    "paesi", "negara", "\xe4\xb8\xaa\xe5\x9b\xbd\xe5\xae\xb6", NULL};
	const char *s = folded;

	while ((s = strpbrk(s, "0123456789")) != NULL) {
		long n = strtol(s, (char **)&s, 10);
		const char *noun = s + strspn(s, " +");

		for (size_t i = 0; n >= 10 && nouns[i]; i++)
			if (!strncmp(noun, nouns[i], strlen(nouns[i])))
				return true;
	}
	return false;
}

/* "Find X9 series", "all Find X9 models" */
static bool is_series(const char *folded, const char *name)
{
	static const char *const words[] = {" series", " family", " lineup",
	    " line-up", " line ", " range", "-serie", "-reihe", " serie",
	    " gamme", " gama", " models", "-modelle", "系列", " 系列"};
	const char *at = strstr(folded, name);

	for (; at != NULL; at = strstr(at + 1, name))
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
			if (!strncmp(
				at + strlen(name), words[i], strlen(words[i])))
				return true;
	return false;
}

static void read_sentence(struct board *b, struct board_claim *c)
{
	static const char *const several[] = {" and ", " und ", " y ", " et ",
	    " e ", " dan ", "/", "\xe5\x92\x8c", "\xe4\xb8\x8e", "\xe3\x80\x81",
	    NULL};
	struct arena a;
	size_t n;
	char *folded;

	arena_init(&a);
	folded =
	    han_fold(lexicon_han(b->lexicon), &a, c->text, strlen(c->text), &n);
	if (b->lexicon)
		c->says = phrases_of(lexicon_phrases(b->lexicon), folded, n);
	c->stage = stage_of(c);
	c->of_future = claim_says(c, PHRASE_FUTURE);
	c->is_only = claim_says(c, PHRASE_ONLY_THERE);
	c->everywhere =
	    (claim_says(c, PHRASE_EVERYWHERE) || counts_countries(folded)) &&
	    !c->is_only;
	c->and_later = claim_says(c, PHRASE_AND_LATER);
	c->together = claim_says(c, PHRASE_TOGETHER);
	c->negates = c->modality != MODALITY_DENIED || !b->lexicon ||
		     lexicon_says_no(b->lexicon, folded, n) ||
		     strstr(folded, " no ") || !strncmp(folded, "no ", 3);
	c->silent = claim_says(c, PHRASE_SILENT);
	c->abroad = claim_says(c, PHRASE_ABROAD) && !c->everywhere;
	c->somewhere =
	    c->aspect == ASPECT_NAME &&
	    (c->abroad ||
		(b->lexicon && lexicon_names_place(b->lexicon, folded, n)));
	if (b->lexicon && aspect_is_of_time(c->aspect))
		c->where = intern_name(b, lexicon_place(b->lexicon, folded, n));
	if (b->lexicon && (c->is_only || has_any(folded, several)))
		c->devices = lexicon_devices(b->lexicon, folded, n);
	if (c->product) {
		size_t len;
		char *name = han_fold(lexicon_han(b->lexicon), &a,
		    c->product->text, strlen(c->product->text), &len);

		c->whole_series = is_series(folded, name);
		c->named_here = strstr(folded, name) != NULL ||
				has_number_of(folded, name) ||
				(b->lexicon && c->product->product &&
				    lexicon_names(b->lexicon,
					c->product->product, folded, n));
	}
	arena_free(&a);
}

static const struct name *outlet_name(
    struct board *b, const struct attribution *a)
{
	const struct name *n = source_name(b, a->name);

	if (!n || a->kind != ORIGIN_OUTLET)
		return n;
	return source_name(b, title_name(b, n->text)->text);
}

/* What is in code or firmware, somebody had to dig out. */
static bool is_dug_out(const struct attribution *a)
{
	return a && a->kind == ORIGIN_DOCUMENT && a->name &&
	       strstr(a->name, "findings") != NULL;
}

static void copy_origin(
    struct board *b, struct board_claim *to, const struct attribution *a)
{
	to->kind = a->kind;
	to->of_crowd = a->id && !strcmp(a->id, ATTRIBUTION_CROWD);
	to->origin = outlet_name(b, a);
	to->dug_out = is_dug_out(a);
	to->of_insiders = a->id && !strcmp(a->id, ATTRIBUTION_INSIDER);
	to->house = source_name(b, a->house);
	to->stranger = !a->id;
	to->origin_vendor = intern_name(b, a->vendor);
	/* Who speaks of another house's product only knows something. */
	if (a->kind == ORIGIN_OFFICIAL && to->origin && to->origin_vendor &&
	    to->vendor && to->origin_vendor->house != to->vendor->house &&
	    !to->together && to->origin_vendor->key != to->origin->key) {
		to->kind = ORIGIN_TIPSTER;
		to->rival = true;
	}
}

/* Whose word an item passes on where a sentence of it names nobody. */
static const struct attribution *chief_source(const struct analysis *an)
{
	for (size_t i = 0; i < an->attribution_count; i++) {
		const struct attribution *a = &an->attributions[i];

		if (!a->via && a->name &&
		    (a->kind == ORIGIN_TIPSTER || a->kind == ORIGIN_OUTLET))
			return a;
	}
	return NULL;
}

/* "It could be called X. The name was found in filings." */
#define NEXT_SENTENCE_BYTES 120

static const struct attribution *document_after(
    const struct claim *c, const struct analysis *an)
{
	for (size_t i = 0; i < an->attribution_count; i++) {
		const struct attribution *a = &an->attributions[i];

		if (a->kind != ORIGIN_DOCUMENT)
			continue;
		/* Filings are where names come from. */
		if (a->name && strstr(a->name, "filing"))
			return a;
		if (a->field == c->field &&
		    a->source.start >= c->sentence.end &&
		    a->source.start < c->sentence.end + NEXT_SENTENCE_BYTES)
			return a;
	}
	return NULL;
}

static bool is_said_here(const struct claim *c, const struct attribution *a)
{
	return a && a->field == c->field &&
	       a->source.start >= c->sentence.start &&
	       a->source.end <= c->sentence.end;
}

/* "Spotted the filing": the sentence that names him names a document. */
static bool reads_document(const struct item *item, const struct attribution *a)
{
	static const char *const papers[] = {"filing", "trademark", "patent",
	    "listing", "listed", "certif", "database", "source code",
	    "\xe5\x95\x86\xe6\xa0\x87", "\xe4\xb8\x93\xe5\x88\xa9",
	    "\xe8\xae\xa4\xe8\xaf\x81", "\xe5\x85\xa5\xe7\xbd\x91", NULL};
	const char *text = a->field == FIELD_TITLE ? item->title : item->text;
	size_t n = text ? strlen(text) : 0;

	if (a->content.end <= a->content.start || a->content.end > n)
		return false;
	for (size_t i = 0; papers[i]; i++)
		if (memmem(text + a->content.start,
			a->content.end - a->content.start, papers[i],
			strlen(papers[i])))
			return true;
	return false;
}

/* The document that the item's source read, as it says; or NULL. */
static const struct attribution *document_read(
    const struct item *item, const struct analysis *an)
{
	const struct attribution *chief = chief_source(an);

	for (size_t i = 0; chief && i < an->attribution_count; i++) {
		const struct attribution *a = &an->attributions[i];

		if (a->kind == ORIGIN_DOCUMENT && a->name &&
		    (is_dug_out(a) || reads_document(item, chief)))
			return a;
	}
	return NULL;
}

static bool is_same_matter(const struct claim *a, const struct claim *b)
{
	return a->aspect == b->aspect && a->modality == b->modality &&
	       (a->value == b->value ||
		   (a->value && b->value && !strcmp(a->value, b->value)));
}

/* A headline's claim is by whom the text says that it is. */
static const struct attribution *source_in_text(
    const struct claim *c, const struct analysis *an)
{
	for (size_t i = 0; c->field == FIELD_TITLE && i < an->claim_count;
	     i++) {
		const struct claim *o = &an->claims[i];

		if (o->field == FIELD_TEXT && o->attribution >= 0 &&
		    is_same_matter(c, o) &&
		    an->attributions[o->attribution].kind != ORIGIN_ANONYMOUS)
			return &an->attributions[o->attribution];
	}
	return NULL;
}

static const struct attribution *claim_source(
    const struct item *item, const struct claim *c, const struct analysis *an)
{
	const struct attribution *after = document_after(c, an);
	const struct attribution *a = NULL, *chief = chief_source(an);

	if (chief && chief->kind == ORIGIN_TIPSTER &&
	    reads_document(item, chief))
		after = chief; /* he has it from there, and they from him */

	if (c->attribution >= 0 &&
	    (size_t)c->attribution < an->attribution_count)
		a = &an->attributions[c->attribution];
	if (chief && is_dug_out(a))
		return chief;
	if (after && c->aspect == ASPECT_NAME && !is_said_here(c, a))
		return after;
	if (a && a->id && !strcmp(a->id, ATTRIBUTION_CROWD) &&
	    is_said_here(c, a))
		return a; /* "the name doing the rounds is ..." */
	if (c->modality == MODALITY_HEDGED && !is_said_here(c, a) &&
	    source_in_text(c, an))
		return source_in_text(c, an);
	if (chief && c->modality == MODALITY_HEDGED &&
	    (!a || a->kind == ORIGIN_ANONYMOUS || a->kind == ORIGIN_NONE))
		return chief;
	return a;
}

/*
 * A name that only rumors gave stands for what follows the system before it.
 * Who denies that there will be a system of that name denies the name.
 */
static void mend_rumored(struct board *b, struct board_claim *c)
{
	const struct product *p = c->product ? c->product->product : NULL;

	if (!p || !p->rumored_name || !p->predecessor ||
	    (c->aspect != ASPECT_SUCCESSOR &&
		c->aspect != ASPECT_DISCONTINUATION))
		return;
	if (c->modality == MODALITY_DENIED) {
		c->aspect = ASPECT_NAME;
		c->value = c->product;
	}
	c->product = intern_name(b, p->predecessor);
}

/* "Say A and B": whoever stands beside the source, with a joint alone. */
static const struct name *said_together(struct board *b,
    const struct item *item, const struct claim *c, const struct analysis *an,
    const struct attribution *source)
{
	static const char *const joints[] = {" and ", " & ", " und ", " y ",
	    " et ", " e ", " dan ", "\xe5\x92\x8c", "\xe4\xb8\x8e",
	    "\xe3\x80\x81"};
	const char *text = c->field == FIELD_TITLE ? item->title : item->text;

	if (!text || !source || source->kind != ORIGIN_TIPSTER || !source->id ||
	    !is_said_here(c, source))
		return NULL;
	for (size_t i = 0; i < an->attribution_count; i++) {
		const struct attribution *a = &an->attributions[i];
		const struct attribution *first = a, *last = source;
		size_t n;

		if (a == source || a->kind != ORIGIN_TIPSTER || !a->id ||
		    !is_said_here(c, a))
			continue;
		if (a->source.start > source->source.start) {
			first = source;
			last = a;
		}
		if (last->source.start < first->source.end)
			continue;
		n = last->source.start - first->source.end;
		for (size_t k = 0; k < sizeof(joints) / sizeof(*joints); k++)
			if (n == strlen(joints[k]) &&
			    !memcmp(text + first->source.end, joints[k], n))
				return source_name(b, a->name);
	}
	return NULL;
}

/* "Aqua's own manual": what it is named by is a paper. */
static bool is_paper(
    const struct board *b, const struct item *item, const struct attribution *a)
{
	const char *text = a->field == FIELD_TITLE ? item->title : item->text;
	size_t n = text ? strlen(text) : 0;
	struct arena arena;
	char *folded;
	bool is;

	if (a->source.end <= a->source.start || a->source.end > n)
		return false;
	arena_init(&arena);
	folded = han_fold(lexicon_han(b->lexicon), &arena,
	    text + a->source.start, a->source.end - a->source.start, &n);
	is = lexicon_names_paper(b->lexicon, folded, n);
	arena_free(&arena);
	return is;
}

#define LEAD_BYTES 240 /* where the news stands */

/* "Earlier filings point to X": some paper, and not what the item tells. */
static bool is_in_passing(const struct attribution *a)
{
	return a->kind == ORIGIN_DOCUMENT && !a->id && a->field == FIELD_TEXT &&
	       a->source.start > LEAD_BYTES;
}

static void copy_claim(struct board *b, struct board_claim *to,
    const struct item *item, const struct claim *from,
    const struct analysis *an)
{
	const struct attribution *source;

	*to = (struct board_claim){
	    .aspect = from->aspect,
	    .drawn = from->aspect,
	    .modality = from->modality,
	    .grade = from->grade,
	    .own_guess = from->own_guess,
	    .background = from->background,
	    .in_title = from->field == FIELD_TITLE,
	    .titled = from->field == FIELD_TITLE || from->titled,
	    .in_lead =
		from->field == FIELD_TITLE || from->sentence.start < LEAD_BYTES,
	    .in_use = from->in_use,
	    .presents = from->presents,
	    .lang = intern_text(b, an->lang),
	    .told_at = item->published_at,
	    .answers = from->answers,
	    .in_part = from->in_part,
	    .granted = from->granted,
	    .sought = from->sought,
	    .vendor = intern_name(b, from->vendor),
	    .product = intern_name(b, from->product),
	    .version = intern_name(b, from->version),
	    .value = intern_name(b, from->value),
	    .window = from->window,
	    .by = from->by,
	    .text = mem_strdup(from->text ? from->text : ""),
	};
	to->words = intern_words(b, from->words, from->word_count);
	if (to->value && b->lexicon && to->aspect == ASPECT_FEATURE) {
		const struct product *aboard =
		    value_system(b->lexicon, to->value->text);

		to->aboard = aboard ? intern_name(b, aboard->name) : NULL;
	}
	mend_rumored(b, to);
	if (to->value)
		to->value_words =
		    intern_tokens(b, to->value->text, &to->numbers);
	read_sentence(b, to);
	if (from->granted)
		to->negates = from->says_no;
	to->of_today = window_given(&to->window) &&
		       to->window.from <= item->published_at &&
		       to->window.to < item->published_at + DAY_S;
	claim_read_deal(b, to, lang_parse(an->lang));
	source = claim_source(item, from, an);
	to->also = said_together(b, item, from, an, source);
	to->own_source = source && from->attribution >= 0 &&
			 source == &an->attributions[from->attribution];
	to->said_here = to->own_source && is_said_here(from, source);
	to->in_passing = source && is_in_passing(source);
	if (source)
		copy_origin(b, to, source);
	to->by_paper = b->lexicon && source &&
		       source->kind == ORIGIN_OFFICIAL &&
		       is_paper(b, item, source);
}

/* Claims of one sentence, and official ones of one item, share their place. */
static void share_places(const struct board *b, struct board_item *e)
{
	for (size_t i = 0; i < e->claim_count; i++) {
		struct board_claim *at = &e->claims[i];

		/* "Exclusive to China", and not to a phone or a chip. */
		if (at->aspect == ASPECT_EXCLUSIVITY && at->value &&
		    b->lexicon &&
		    lexicon_names_place(
			b->lexicon, at->value->key, strlen(at->value->key)))
			at->place = at->value;
		if (at->aspect != ASPECT_REGION || !at->value ||
		    !strncmp(at->value->text, "no ", 3))
			continue;
		for (size_t k = 0; k < e->claim_count; k++) {
			struct board_claim *c = &e->claims[k];

			if (!strcmp(c->text, at->text) ||
			    (!c->place && c->kind == ORIGIN_OFFICIAL &&
				at->kind == ORIGIN_OFFICIAL))
				c->place = at->value;
		}
	}
}

/*
 * A date belongs to the feature of its sentence; where that has no product
 * either ("the changes come in March"), to the last one before.
 */
static void read_features(struct board_item *e)
{
	for (size_t i = 0; i < e->claim_count; i++) {
		struct board_claim *c = &e->claims[i];

		if (c->aspect != ASPECT_RELEASE_DATE &&
		    c->aspect != ASPECT_ROLLOUT)
			continue;
		for (size_t k = 0; k < e->claim_count; k++) {
			const struct board_claim *f = &e->claims[k];
			bool here = !strcmp(f->text, c->text);

			if (f->aspect == ASPECT_FEATURE && f->value &&
			    f->modality != MODALITY_DENIED &&
			    (here || (k < i && !c->named_here && !c->in_title)))
				c->feature = f->value;
		}
	}
}

/* "It will not be ready before May": of what the headline is about. */
static bool is_date_alone(const struct board_claim *c)
{
	return (c->aspect == ASPECT_RELEASE_DATE ||
		   c->aspect == ASPECT_ROLLOUT) &&
	       !c->named_here && !c->in_title && !c->beside;
}

static void take_headline(const struct board_item *e, struct board_claim *c)
{
	for (size_t i = 0; i < e->claim_count; i++) {
		if (!e->claims[i].in_title || e->claims[i].presents ||
		    &e->claims[i] == c)
			continue;
		c->beside |= 1u << e->claims[i].aspect;
		c->together |= e->claims[i].together;
	}
}

static void take_beside(struct board_claim *c, const struct board_claim *o)
{
	c->beside |= 1u << o->aspect;
	c->of_each |= c->aspect == ASPECT_OTHER && o->aspect == c->aspect &&
		      o->numbers.n && o->product != c->product;
}

static void read_beside(struct board_item *e)
{
	for (size_t i = 0; i < e->claim_count; i++)
		for (size_t k = 0; k < e->claim_count; k++)
			if (i != k && !e->claims[k].presents &&
			    !strcmp(e->claims[i].text, e->claims[k].text))
				take_beside(&e->claims[i], &e->claims[k]);
	for (size_t i = 0; i < e->claim_count; i++)
		if (is_date_alone(&e->claims[i]))
			take_headline(e, &e->claims[i]);
}

/* The item's news is of phones abroad, and so is what else it hears. */
static bool is_news_abroad(
    const struct board_claim *at, const struct board_claim *c)
{
	return !at->background && !at->own_guess &&
	       at->modality == MODALITY_HEDGED && c->aspect == ASPECT_FEATURE &&
	       c->modality == MODALITY_HEDGED;
}

/* "On phones sold abroad": every claim of that sentence is about those. */
static void read_places(struct board_item *e)
{
	for (size_t i = 0; i < e->claim_count; i++) {
		const struct board_claim *at = &e->claims[i];

		if (at->aspect != ASPECT_REGION || !at->value ||
		    strcmp(at->value->text, "global") != 0 || at->everywhere)
			continue;
		for (size_t k = 0; k < e->claim_count; k++)
			if (!strcmp(e->claims[k].text, at->text) ||
			    is_news_abroad(at, &e->claims[k]))
				e->claims[k].abroad = true;
	}
}

static bool is_listed(const struct board_item *e, const struct name *n)
{
	for (size_t i = 0; i < e->named_count; i++)
		if (e->named[i]->key == n->key)
			return true;
	return false;
}

/* Few items name anybody, and then one or two. */
static void add_named(struct board_item *e, const struct name *n)
{
	e->named = mem_grow(e->named, e->named_count + 1, sizeof(*e->named));
	e->named[e->named_count++] = n;
}

static void add_unlisted(struct board_item *e, const struct name *n)
{
	if (!is_listed(e, n))
		add_named(e, n);
}

/*
 * It has spoken to insiders, and nobody else has. Chinese houses pass on what
 * 知情人士 say without telling whose they are.
 */
static bool has_insiders(const struct analysis *an)
{
	if (an->lang && !strcmp(an->lang, "zh"))
		return false;
	for (size_t i = 0; i < an->attribution_count; i++) {
		const struct attribution *a = &an->attributions[i];

		if (a->id && !strcmp(a->id, ATTRIBUTION_INSIDER))
			return true;
	}
	return false;
}

/*
 * What a house of the press has first-hand is the word of who wrote it, or its
 * own where no person is named as its author. Who writes in a maker's own
 * channel speaks for it.
 */
static void name_author(struct board *b, struct board_item *to,
    const struct item *item, const struct analysis *an)
{
	struct arena a;
	const char *person;

	if ((to->role != ROLE_PRESS && to->role != ROLE_OFFICIAL) ||
	    !b->lexicon || !item->source)
		return;
	if (!to->named_count && to->role == ROLE_PRESS &&
	    to->class == CLASS_RUMOR && has_insiders(an))
		add_named(to, to->source);
	arena_init(&a);
	person = byline_person(&a, b->lexicon, item);
	if (person && to->role == ROLE_OFFICIAL)
		add_unlisted(to, source_name(b, person));
	for (size_t i = 0; person && i < to->named_count; i++)
		if (to->role == ROLE_PRESS &&
		    to->named[i]->key == to->source->key)
			to->named[i] = source_name(b, person);
	arena_free(&a);
}

/* Documents are nobody, and where it was copied from is no origin. */
static void copy_named(struct board *b, struct board_item *to,
    const struct item *item, const struct analysis *an)
{
	for (size_t i = 0; i < an->attribution_count; i++) {
		const struct attribution *a = &an->attributions[i];
		const struct name *n;

		if (a->via || a->aside || !a->name ||
		    a->kind == ORIGIN_DOCUMENT || a->kind == ORIGIN_ANONYMOUS ||
		    a->kind == ORIGIN_NONE)
			continue;
		to->by_tipster |= a->kind == ORIGIN_TIPSTER;
		n = outlet_name(b, a);
		if (n)
			add_unlisted(to, n);
	}
	name_author(b, to, item, an);
	if (!to->named_count &&
	    (to->role == ROLE_TIPSTER || to->role == ROLE_OFFICIAL))
		add_named(to, to->source);
}

struct board_item *board_item_new(struct board *b, const struct item *item,
    const struct analysis *an, int64_t story, int64_t copy_of)
{
	struct board_item *e = mem_alloc(sizeof(*e));
	const struct attribution *read;

	*e = (struct board_item){
	    .id = item->id,
	    .published_at = item->published_at,
	    .story = story,
	    .copy_of = copy_of,
	    .source = item_source(b, item->source),
	    .site = item_site(b, item->source),
	    .known = is_known(b, item->source),
	    .role = item->source ? item->source->role : ROLE_PRESS,
	    .asked = item->asked,
	    .class = an->class,
	    .rumor_score = an->rumor_score,
	    .settles = an->settles,
	    .noise = an->noise,
	    .ours = an->ours || an->claim_count > 0,
	    .lang = intern_text(b, an->lang),
	    .claim_count = an->claim_count,
	};
	read = document_read(item, an);
	if (read)
		e->read = outlet_name(b, read);
	if (item->source)
		e->source_vendor = intern_name(b, item->source->vendor);
	if (an->claim_count) /* most items make none */
		e->claims = mem_array(an->claim_count, sizeof(*e->claims));
	for (size_t i = 0; i < an->claim_count; i++)
		copy_claim(b, &e->claims[i], item, &an->claims[i], an);
	read_places(e);
	share_places(b, e);
	read_beside(e);
	read_features(e);
	copy_named(b, e, item, an);
	return e;
}

void board_item_free(struct board_item *e)
{
	for (size_t i = 0; i < e->claim_count; i++) {
		free(e->claims[i].text);
		free(e->claims[i].words.v);
		free(e->claims[i].value_words.v);
		free(e->claims[i].numbers.v);
		free(e->claims[i].sketch);
	}
	told_free(e->told);
	free(e->claims);
	free(e->named);
	free(e);
}
