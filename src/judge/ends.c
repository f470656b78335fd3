/*
 * What it is that ends. A verb such as "ditch" or "scrap" has its object
 * behind it: a product that stands elsewhere in the sentence is not what
 * goes, but what something goes from ("the A9 could ditch its bezel").
 */
#include "judge/draw.h"

#include <ctype.h>
#include <string.h>

#define OBJECT_BYTES 64 /* the words of an object that are looked at */

static const struct phrases_found *phrases(const struct drawn *d)
{
	return passage_phrases(d->r, d->p);
}

static bool trigger_is(
    const struct drawn *d, const struct match *trigger, enum phrase class)
{
	return phrase_fills(phrases(d), class, trigger->start, trigger->end);
}

static bool stands(const char *s, const char *end, const char *word)
{
	size_t n = strlen(word);

	return n <= (size_t)(end - s) && memcmp(s, word, n) == 0;
}

static bool reads(
    const struct drawn *d, const struct match *trigger, const char *word)
{
	return trigger->end - trigger->start == strlen(word) &&
	       stands(d->side->folded + trigger->start,
		   d->side->folded + trigger->end, word);
}

/* Does a mark of Chinese stand there? */
static bool is_han_mark(const char *s)
{
	static const char *const marks[] = {
	    "\xe3\x80\x82", "\xef\xbc\x8c", "\xef\xbc\x9b", "\xe3\x80\x81"};

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (strncmp(s, marks[i], 3) == 0)
			return true;
	return false;
}

/* Where the object ends: at a mark, or before what joins the next phrase. */
static uint32_t object_end(const struct drawn *d, uint32_t at)
{
	const char *s = d->side->folded;
	bool han = d->r->lang == LANG_ZH;

	for (uint32_t i = at; i < d->p->end; i++) {
		if (i - at > OBJECT_BYTES || strchr(",;:.!?()\"\n", s[i]))
			return i;
		if (han && is_han_mark(s + i))
			return i;
		if ((han || s[i] == ' ') && i + 1 < d->p->end &&
		    phrase_behind(phrases(d), PHRASE_JOINT, s, i) != NULL)
			return i;
	}
	return d->p->end;
}

static const struct mention *mention_in(
    const struct drawn *d, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		if (m->start >= from && m->start < to)
			return m;
	}
	return NULL;
}

/*
 * "Cancel it", "drop the line": a word for the product itself. Of an object in
 * English and German it is the last one, elsewhere it may be the first.
 */
static bool is_word_for_product(
    const struct drawn *d, uint32_t from, uint32_t to)
{
	const char *s = d->side->folded;
	uint32_t head = to; /* the object's last word */

	if (d->r->lang != LANG_EN && d->r->lang != LANG_DE)
		return drawn_says_in(d, PHRASE_PRODUCT_WORD, from, to);
	while (head > from && s[head - 1] == ' ')
		head--;
	while (head > from && s[head - 1] != ' ')
		head--;
	return head > from && drawn_says_in(d, PHRASE_PRODUCT_WORD, head, to);
}

static bool is_trade(const struct drawn *d, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];

		if (m->use->kind == USE_REGION && m->start >= from &&
		    m->start < to)
			return true;
	}
	return drawn_says_in(d, PHRASE_TRADE, from, to);
}

static uint32_t skip_article(const struct drawn *d, uint32_t at, uint32_t to)
{
	const char *s = d->side->folded;
	const struct phrase_hit *article =
	    phrase_behind(phrases(d), PHRASE_ARTICLE, s, at);

	if (article != NULL && article->end < to)
		at = article->end;
	return at < to && s[at] == ' ' ? at + 1 : at;
}

static bool names_vendor(const struct drawn *d, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];

		if (m->use->kind == USE_VENDOR && m->start >= from &&
		    m->start < to)
			return true;
	}
	return false;
}

/* Where the subject's last word ends: before what helps the verb. */
static uint32_t subject_end(const struct drawn *d, uint32_t at)
{
	const char *s = d->side->folded;
	const struct phrase_hit *helper =
	    phrase_before(phrases(d), PHRASE_HELPER, s, at);

	while (helper != NULL) {
		at = helper->start;
		helper = phrase_before(phrases(d), PHRASE_HELPER, s, at);
	}
	while (at > d->p->start && s[at - 1] == ' ')
		at--;
	return at;
}

/*
 * "The display will shut down", in a text on a phone: the subject begins with
 * an article, and its last word is no word for a product.
 */
static bool subject_is_part(const struct drawn *d, const struct match *trigger)
{
	static const char *const marks[] = {"the ", "its ", "their ", "a ",
	    "an ", "your ", "his ", "her ", "this ", "these ", "those "};
	const char *s = d->side->folded;
	uint32_t to = subject_end(d, trigger->start), from = to;

	while (from > d->p->start && to - from < OBJECT_BYTES &&
	       strchr(",;:.!?()\"", s[from - 1]) == NULL) {
		from--;
		if (from > d->p->start && s[from - 1] != ' ')
			continue;
		for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
			if (stands(s + from, s + to, marks[i]))
				return mention_in(d, from, to) == NULL &&
				       object_end(d, from) >= to &&
				       !is_word_for_product(d,
					   from +
					       (uint32_t)strcspn(s + from, " "),
					   to);
	}
	return false;
}

/* "Other app stores are going away": a feature is what goes. */
static bool subject_is_feature(
    const struct drawn *d, const struct match *trigger)
{
	const struct match *f = d->trigger[ASPECT_FEATURE];
	uint32_t to = subject_end(d, trigger->start);

	if (f == NULL || trigger_is_bare(d->r->lex, f) ||
	    d->r->lex->slots[f->use->row].value == NULL || f->end > to)
		return false;
	return to - f->end < 8 && mention_in(d, f->end, to) == NULL;
}

/* "Ends Zenfone", "the iPod": a name that no table has. */
static bool is_name(const struct drawn *d, uint32_t at, uint32_t to)
{
	const char *word = d->side->text + d->side->map[at];

	/* German has a capital for every noun. */
	return d->r->lang != LANG_DE && at + 1 < to &&
	       (isupper((unsigned char)word[0]) ||
		   isupper((unsigned char)word[1]));
}

/* "Drops the Aqua 9's reader": not the Aqua 9. */
static bool is_owner(const struct drawn *d, const struct mention *m)
{
	return m->end + 3 < d->p->end &&
	       memcmp(d->side->folded + m->end, "'s ", 3) == 0;
}

enum end_of end_of_what(const struct drawn *d, const struct match *trigger,
    const struct mention **product)
{
	uint32_t from = trigger->end, to = object_end(d, from);
	bool leaves = trigger_is(d, trigger, PHRASE_LEAVES_TRADE);

	*product = NULL;
	if (trigger_is(d, trigger, PHRASE_IS_ENDED) &&
	    subject_is_part(d, trigger))
		return END_OTHER;
	if (trigger_is(d, trigger, PHRASE_IS_ENDED) &&
	    subject_is_feature(d, trigger))
		return END_FEATURE;
	if (!leaves && !trigger_is(d, trigger, PHRASE_ENDS_IT))
		return END_UNKNOWN;
	*product = mention_in(d, from, to);
	if (*product != NULL && mention_is_kind(d, *product)) {
		*product = NULL;
		return END_UNKNOWN;
	}
	if (*product != NULL && is_owner(d, *product)) {
		from = (*product)->end + 2;
		*product = NULL;
		return to > from + 1 ? END_PART : END_UNKNOWN;
	}
	if (*product != NULL)
		return END_PRODUCT;
	if (leaves) /* the verb has the article of its object already */
		return is_trade(d, from, to) ? END_TRADE : END_PART;
	if (is_name(d, from + 1, to))
		return END_UNKNOWN;
	from = skip_article(d, from, to);
	if (names_vendor(d, from, to)) /* "streicht Samsung": its subject */
		return END_UNKNOWN;
	if (trigger_is(d, trigger, PHRASE_ENDS_WHOLE) && is_name(d, from, to))
		return END_UNKNOWN; /* "discontinue the Zenfone Max" */
	/* "Ends in March", "is about to end": nothing but the subject. */
	if (to < from + 4)
		return END_UNKNOWN;
	return is_word_for_product(d, trigger->end, to) ? END_UNKNOWN
							: END_PART;
}

#define PART_WORDS 4 /* of the name of a part */

/* What goes from the product: "the side button", or NULL where it is long. */
const char *end_part(const struct drawn *d, const struct match *trigger)
{
	uint32_t to = object_end(d, trigger->end);
	uint32_t from = skip_article(d, trigger->end, to);
	const char *s = d->side->folded;
	size_t words = 1;

	for (uint32_t i = from; i < to; i++)
		words += s[i] == ' ';
	if (trigger_is(d, trigger, PHRASE_LEAVES_TRADE) || to <= from ||
	    words > PART_WORDS ||
	    (d->hedge < HEDGED_FROM && d->attribution < 0))
		return NULL;
	return arena_printf(d->r->arena, "no %.*s", (int)(to - from), s + from);
}

/* "The wait ends", "ends the guessing": time and talk, and no product. */
static bool is_of_waiting(const struct drawn *d, const struct match *trigger)
{
	const char *s = d->side->folded;
	uint32_t behind = skip_article(d, trigger->end, d->p->end);

	return phrase_before(phrases(d), PHRASE_WAITING, s,
		   subject_end(d, trigger->start)) != NULL ||
	       phrase_behind(phrases(d), PHRASE_WAITING, s, behind) != NULL;
}

/* "Higher end", "is likely to end in", "stopped working": no end at all. */
bool end_is_other_word(const struct drawn *d, const struct match *trigger)
{
	static const char *const half[] = {"high", "higher", "highest", "low",
	    "lower", "top", "front", "back", "upper", "rear", "year", "year's",
	    "dead", "week"};
	static const char *const up[] = {" up ", " up,", " up.", " user"};
	static const char *const works[] = {
	    " working", " respond", " charging", " short", " by "};
	static const char *const comes[] = {" is ", " will ", " comes",
	    " arriv", " should ", " could ", " may ", " due"};
	const char *s = d->side->folded, *e = s + d->p->end;

	if (is_of_waiting(d, trigger))
		return true;
	/* "Its final version is coming": the one behind the betas. */
	if (reads(d, trigger, "final version"))
		for (size_t i = 0; i < sizeof(comes) / sizeof(*comes); i++)
			if (stands(s + trigger->end, e, comes[i]))
				return true;
	/* "Dropped by nine percent", "ended with a profit": no object. */
	if (stands(s + trigger->start, e, "drop") &&
	    phrase_behind(phrases(d), PHRASE_NO_OBJECT, s, trigger->end) !=
		NULL)
		return true;
	if (reads(d, trigger, "stopped") || reads(d, trigger, "has stopped")) {
		for (size_t i = 0; i < sizeof(works) / sizeof(*works); i++)
			if (stands(s + trigger->end, e, works[i]))
				return true;
		return false;
	}
	if (!reads(d, trigger, "end") && !reads(d, trigger, "ends") &&
	    !reads(d, trigger, "to end"))
		return false;
	for (size_t i = 0; i < sizeof(up) / sizeof(*up); i++)
		if (stands(s + trigger->end, e, up[i]))
			return true;
	/* "End in the Galaxy range": where it is put. */
	if (stands(s + trigger->end, e, " in ") &&
	    mention_in(d, trigger->end, trigger->end + 16))
		return true;
	for (size_t i = 0; i < sizeof(half) / sizeof(*half); i++) {
		uint32_t n = (uint32_t)strlen(half[i]);

		if (trigger->start >= d->p->start + n + 1 &&
		    s[trigger->start - 1] == ' ' &&
		    memcmp(s + trigger->start - n - 1, half[i], n) == 0 &&
		    (trigger->start - n - 1 == d->p->start ||
			!isalpha((unsigned char)s[trigger->start - n - 2])))
			return true;
	}
	return false;
}

/* --- what does not end --- */

/* "Stays free", "remains in beta": how it is, and not that it is. */
static bool is_state(const struct drawn *d, uint32_t at)
{
	return phrase_behind(phrases(d), PHRASE_STATE, d->side->folded, at) !=
	       NULL;
}

/* "Keeps X": the product behind the verb. */
static const struct mention *kept(const struct drawn *d)
{
	const struct phrase_hit *verb = NULL;

	while ((verb = phrase_next(phrases(d), PHRASE_KEEPS, verb)) != NULL)
		if (mention_in(d, verb->end, verb->end + 12) != NULL)
			return mention_in(d, verb->end, verb->end + 12);
	return NULL;
}

/* de: "dass X auf den Handys bleibt", the verb at the end of its clause. */
static bool stays_at_last(const struct drawn *d, uint32_t at)
{
	static const char *const verbs[] = {" bleibt", " bleiben"};
	const char *s = d->side->folded, *end = s + d->p->end;

	if (d->r->lang != LANG_DE)
		return false;
	for (; at < d->p->end && s[at] != ','; at++)
		for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
			size_t n = strlen(verbs[i]);

			if (stands(s + at, end, verbs[i]) &&
			    (at + n >= d->p->end ||
				strchr(".,;!", s[at + n]) != NULL))
				return true;
		}
	return false;
}

/* "X stays": the product before the verb. */
static const struct mention *staying(const struct drawn *d)
{
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];
		const struct phrase_hit *verb = NULL;

		if (stays_at_last(d, m->end))
			return m;
		while ((verb = phrase_next(phrases(d), PHRASE_STAYS, verb)) !=
		       NULL)
			if (verb->start >= m->end &&
			    verb->start <= m->end + 1 &&
			    !is_state(d, verb->end))
				return m;
	}
	return NULL;
}

/* "We go on making phones", "we stay in the market". */
static bool trade_goes_on(const struct drawn *d)
{
	const struct phrase_hit *verb = NULL;

	while ((verb = phrase_next(phrases(d), PHRASE_GOES_ON, verb)) != NULL) {
		uint32_t to = object_end(d, verb->end);

		const struct mention *m = mention_in(d, verb->end, to);

		/* "Keep selling Xperia": the line is the trade. */
		if (m != NULL ? m->device && strcmp(m->name, m->row->name) == 0
			      : is_trade(d, verb->end, to))
			return true;
	}
	return false;
}

/* "X stays", "we keep X", says its maker: a no to its end. */
bool stay_claim(struct drawn *d)
{
	const struct mention *m;
	struct claim c;

	/* "A and B stay two brands": that they will not be one. */
	if (!d->official || d->trigger[ASPECT_DISCONTINUATION] != NULL ||
	    d->trigger[ASPECT_SUCCESSOR] != NULL)
		return false;
	if (trade_goes_on(d)) {
		c = claim_begin(d, ASPECT_DISCONTINUATION, NULL);
		c.vendor = d->r->vendor;
		c.value = "market exit";
		c.modality = MODALITY_DENIED;
		claim_add(d, &c);
		return true;
	}
	if (d->p->mentions == 0)
		return false;
	m = staying(d);
	if (m == NULL)
		m = kept(d);
	if (m == NULL || mention_is_kind(d, m))
		return false;
	c = claim_begin(d, ASPECT_DISCONTINUATION, m);
	c.modality = MODALITY_DENIED;
	claim_add(d, &c);
	return true;
}

/*
 * "Drops the X": a verb before the feature says that it goes. Words that
 * deny ("removes", "loses") are cues, and read as such.
 */
bool is_removed(const struct drawn *d, const struct match *feature)
{
	static const char *const articles[] = {
	    "the ", "its ", "their ", "support for ", "physical ", "a "};
	const char *s = d->side->folded;
	uint32_t at = feature->start;

	for (size_t i = 0; i < sizeof(articles) / sizeof(*articles); i++) {
		uint32_t n = (uint32_t)strlen(articles[i]);

		if (at < d->p->start + n ||
		    memcmp(s + at - n, articles[i], n) != 0)
			continue;
		at -= n;
		i = (size_t)-1; /* "support for the" */
	}
	return phrase_before(phrases(d), PHRASE_TAKES_AWAY, s, at) != NULL;
}
