/*
 * What it is that ends. A verb such as "ditch" or "scrap" has its object
 * behind it: a product that stands elsewhere in the sentence is not what
 * goes, but what something goes from ("the A9 could ditch its bezel").
 */
#include "judge/draw.h"

#include <ctype.h>
#include <string.h>

#define OBJECT_BYTES 64 /* the words of an object that are looked at */

static bool trigger_is(const struct drawn *d, const struct match *trigger,
    const char *const *words)
{
	const char *s = d->side->folded + trigger->start;
	size_t n = trigger->end - trigger->start;

	for (; *words != NULL; words++)
		if (n == strlen(*words) && memcmp(s, *words, n) == 0)
			return true;
	return false;
}

/* Active forms; "was scrapped" and "is cancelled" have their object before. */
static bool is_active(const struct drawn *d, const struct match *trigger)
{
	static const char *const verbs[] = {"ditch", "ditches", "ditching",
	    "drop", "drops", "dropping", "scrap", "scraps", "axe", "kill",
	    "kill off", "kills off", "killing off", "cancel", "cancels",
	    "cancelling", "abandon", "abandons", "retire", "retires",
	    "retiring", "discontinue", "discontinues", "discontinuing",
	    "phase out", "phasing out", "give up", "giving up", "end", "ends",
	    "ending", "to end", "end the", "ends the", "ending the", "halt",
	    "halts", "halting", "pause", "pauses", "pausing", "suspend",
	    "suspends", "suspending", "shut down", "shuts down",
	    "shutting down", "stop using", "stops using", "stop selling",
	    "stops selling", "stop offering", "stops offering",
	    "stop supporting", "stop producing", "stops producing",
	    "stop updating", "stopped", "has stopped", "make no more",
	    "makes no more", "sunset", "sunsetting", "pull the plug on",
	    "pulls the plug on", "pulling the plug on", "wind down",
	    "winds down", "winding down", "shutter", "shutters", "shuttering",
	    NULL};

	return trigger_is(d, trigger, verbs);
}

/* Verbs of leaving a trade, which have a market as their object. */
static bool is_leaving(const struct drawn *d, const struct match *trigger)
{
	static const char *const verbs[] = {"stop making", "stops making",
	    "no longer make", "no longer makes", "exit the", "exits the",
	    "exiting the", "quit the", "quits the", "quitting the",
	    "withdraw from", "withdraws from", "withdrawing from", NULL};

	return trigger_is(d, trigger, verbs);
}

static bool stands(const char *s, const char *end, const char *word)
{
	size_t n = strlen(word);

	return n <= (size_t)(end - s) && memcmp(s, word, n) == 0;
}

/* Where the object ends: at a mark, or before what joins the next phrase. */
static uint32_t object_end(const struct drawn *d, uint32_t at)
{
	static const char *const joints[] = {" of ", " from ", " for ", " in ",
	    " on ", " with ", " by ", " after ", " before ", " as ", " to ",
	    " at ", " when ", " while ", " if ", " but ", " this ", " next ",
	    " later ", " soon", " until ", " because ", " during ", " amid ",
	    " instead ", " over ", " due ", " since ", " within ", " that "};
	const char *s = d->side->folded, *end = s + d->p->end;

	for (uint32_t i = at; i < d->p->end; i++) {
		if (i - at > OBJECT_BYTES || strchr(",;:.!?()\"\n", s[i]))
			return i;
		for (size_t k = 0; k < sizeof(joints) / sizeof(*joints); k++)
			if (stands(s + i, end, joints[k]))
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

static bool has_word(
    const struct drawn *d, uint32_t from, uint32_t to, const char *const *words)
{
	return span_has(d->side->folded + from, to - from, words);
}

/* "Cancel it", "drop the line": a word for the product itself. */
static bool is_word_for_product(
    const struct drawn *d, uint32_t from, uint32_t to)
{
	static const char *const words[] = {" it", " them", " line", " series",
	    " model", " phone", " device", " system", " software", " os",
	    " skin", " brand", " app", " service", " product", " version",
	    " business", " division", " unit", " development", " production",
	    " work", " project", " program", " programme", " sale", " support",
	    " update", " release", " name", " tablet", " watch", " handset",
	    " store", " assistant", " platform", " interface", " family",
	    " lineup", " range", " flagship", " successor", " plan", " launch",
	    " operation", " distribution", NULL};

	const char *s = d->side->folded;
	uint32_t head = to; /* the object's last word */

	while (head > from && s[head - 1] == ' ')
		head--;
	while (head > from && s[head - 1] != ' ')
		head--;
	return head > from && has_word(d, head - 1, to, words);
}

static bool is_trade(const struct drawn *d, uint32_t from, uint32_t to)
{
	static const char *const words[] = {" market", " business", " industry",
	    " trade", " segment", " sector", " phones", " smartphones",
	    " handsets", " mobile", " smartphone", " phone", " tablets",
	    " hardware", " smartwatches", " watches", " wearables", " laptops",
	    " computers", " televisions", " tvs", " earbuds", " headphones",
	    " cars", " consoles", " notebooks", " trackers", NULL};

	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];

		if (m->use->kind == USE_REGION && m->start >= from &&
		    m->start < to)
			return true;
	}
	return has_word(d, from, to, words);
}

static uint32_t skip_article(const struct drawn *d, uint32_t at, uint32_t to)
{
	static const char *const articles[] = {" the ", " its ", " their ",
	    " a ", " an ", " all ", " physical ", " ", NULL};
	const char *s = d->side->folded;

	for (size_t i = 0; articles[i] != NULL; i++)
		if (stands(s + at, s + to, articles[i]))
			return at + (uint32_t)strlen(articles[i]);
	return at;
}

/* Verbs whose subject is what ends: "the display will shut down". */
static bool is_of_subject(const struct drawn *d, const struct match *trigger)
{
	static const char *const verbs[] = {"shut down", "shuts down",
	    "shutting down", "go away", "goes away", "going away",
	    "come to an end", "discontinued", "cancelled", "canceled",
	    "scrapped", "dropped", "killed", "axed", "retired", "abandoned",
	    "halted", "paused", "suspended", "shelved", "called off",
	    "put on hold", "phased out", "been stopped", "off the table",
	    "wind down", "winds down", "winding down", NULL};

	return trigger_is(d, trigger, verbs);
}

/* Where the subject's last word ends: before what helps the verb. */
static uint32_t subject_end(const struct drawn *d, uint32_t at)
{
	static const char *const helpers[] = {"will", "is", "was", "are",
	    "were", "be", "been", "being", "to", "may", "might", "could",
	    "would", "should", "has", "have", "had", "soon", "now", "also",
	    "not", "reportedly", "finally", "just", "already", "quietly",
	    "apparently", "allegedly", "likely", "about", "set", "gets",
	    "getting", "got", "going", "even", "be", "all", "officially"};
	const char *s = d->side->folded;
	bool more = true;

	while (more) {
		more = false;
		while (at > d->p->start && s[at - 1] == ' ')
			at--;
		for (size_t i = 0; i < sizeof(helpers) / sizeof(*helpers);
		     i++) {
			uint32_t n = (uint32_t)strlen(helpers[i]);

			if (at <= d->p->start + n || s[at - n - 1] != ' ' ||
			    memcmp(s + at - n, helpers[i], n) != 0)
				continue;
			at -= n;
			more = true;
			break;
		}
	}
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

	return at + 1 < to && (isupper((unsigned char)word[0]) ||
				  isupper((unsigned char)word[1]));
}

/* Verbs whose object is a product, and seldom a part of one. */
static bool is_of_whole(const struct drawn *d, const struct match *trigger)
{
	static const char *const verbs[] = {"discontinue", "discontinues",
	    "discontinuing", "phase out", "phasing out", "retire", "retires",
	    "retiring", "shut down", "shuts down", "shutting down", "sunset",
	    "sunsetting", "cancel", "cancels", "cancelling", "wind down",
	    "winds down", "winding down", "stop selling", "stops selling",
	    "stop producing", "stops producing", NULL};

	return trigger_is(d, trigger, verbs);
}

enum end_of end_of_what(const struct drawn *d, const struct match *trigger,
    const struct mention **product)
{
	uint32_t from = trigger->end, to = object_end(d, from);
	bool leaves = is_leaving(d, trigger);

	*product = NULL;
	if (d->r->lang != LANG_EN)
		return END_UNKNOWN;
	if (is_of_subject(d, trigger) && subject_is_part(d, trigger))
		return END_OTHER;
	if (is_of_subject(d, trigger) && subject_is_feature(d, trigger))
		return END_FEATURE;
	if (!leaves && !is_active(d, trigger))
		return END_UNKNOWN;
	*product = mention_in(d, from, to);
	if (*product != NULL && mention_is_kind(d, *product)) {
		*product = NULL;
		return END_UNKNOWN;
	}
	if (*product != NULL)
		return END_PRODUCT;
	if (leaves) /* the verb has the article of its object already */
		return is_trade(d, from, to) ? END_TRADE : END_PART;
	if (is_name(d, from + 1, to))
		return END_UNKNOWN;
	from = skip_article(d, from, to);
	if (is_of_whole(d, trigger) && is_name(d, from, to))
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
	if (is_leaving(d, trigger) || to <= from || words > PART_WORDS ||
	    (d->hedge < HEDGED_FROM && d->attribution < 0))
		return NULL;
	return arena_printf(d->r->arena, "no %.*s", (int)(to - from), s + from);
}

/* "Higher end", "is likely to end in", "stopped working": no end at all. */
bool end_is_other_word(const struct drawn *d, const struct match *trigger)
{
	static const char *const end[] = {"end", "ends", "to end", NULL};
	static const char *const stopped[] = {"stopped", "has stopped", NULL};
	static const char *const half[] = {"high", "higher", "highest", "low",
	    "lower", "top", "front", "back", "upper", "rear", "year", "year's",
	    "dead", "week"};
	static const char *const up[] = {" up ", " up,", " up.", " user"};
	static const char *const works[] = {
	    " working", " respond", " charging", " short", " by "};
	const char *s = d->side->folded, *e = s + d->p->end;

	if (trigger_is(d, trigger, stopped)) {
		for (size_t i = 0; i < sizeof(works) / sizeof(*works); i++)
			if (stands(s + trigger->end, e, works[i]))
				return true;
		return false;
	}
	if (!trigger_is(d, trigger, end))
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
	static const char *const states[] = {" free", " exclusive", " in ",
	    " the same", " at ", " limited", " open", " until", " unchanged",
	    " locked", " compatible", " available until", " for now", " on ",
	    " supported until", " unclear", " unknown", " to be seen", " a ",
	    " cheap", " expensive", " popular", " closed", " optional",
	    " apart", " separate", " two ", " kostenlos", " gratis", " offen",
	    " bis ", " gratuit", " hasta", " gratuito"};
	const char *s = d->side->folded, *end = s + d->p->end;

	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		if (stands(s + at, end, states[i]))
			return true;
	return false;
}

/* "Keeps X": the product behind the verb. */
static const struct mention *kept(const struct drawn *d)
{
	static const char *const verbs[] = {" keep ", " keeps ", " keeping ",
	    " retain ", " retains ", " stick with ", " sticks with ",
	    " sticking with ", " stay with ", " stays with ", " stay on ",
	    " stays on ", " behält ", " behalten ", " mantiene ", " mantendrá ",
	    " conserva ", " garde ", " conserve ", " manterá ", " mantém ",
	    " mempertahankan ", "保留", "继续使用"};
	const char *s = d->side->folded + d->p->start;
	size_t n = d->p->end - d->p->start;

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		const char *at = memmem(s, n, verbs[i], strlen(verbs[i]));
		uint32_t from = 0;

		if (at == NULL)
			continue;
		from = (uint32_t)(at - d->side->folded) +
		       (uint32_t)strlen(verbs[i]) - 1;
		if (mention_in(d, from, from + 12) != NULL)
			return mention_in(d, from, from + 12);
	}
	return NULL;
}

static bool ends_word(const struct drawn *d, size_t at)
{
	const char *s = d->side->folded;

	return at >= d->p->end || s[at - 1] == ' ' ||
	       !isalpha((unsigned char)s[at]);
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
	static const char *const verbs[] = {" stays", " stay", " will stay",
	    " is staying", " remains", " remain", " will remain", " lives on",
	    " will live on", " is not going anywhere", " isn't going anywhere",
	    " is here to stay", " will go on", " goes on", " will continue",
	    " bleibt", " bleiben", " se queda", " seguirá siendo",
	    " sigue siendo", " permanece", " se mantiene", " reste ", " resta ",
	    " rimane", " continua sendo", " tetap ", "将保留", "不会消失"};
	const char *s = d->side->folded, *end = s + d->p->end;

	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		if (stays_at_last(d, m->end))
			return m;
		for (size_t k = 0; k < sizeof(verbs) / sizeof(*verbs); k++)
			if (stands(s + m->end, end, verbs[k]) &&
			    ends_word(d, m->end + strlen(verbs[k])) &&
			    !is_state(d, m->end + (uint32_t)strlen(verbs[k])))
				return m;
	}
	return NULL;
}

/* "We go on making phones", "we stay in the market". */
static bool trade_goes_on(const struct drawn *d)
{
	static const char *const verbs[] = {" continue to make",
	    " continues to make", " continue making", " continues making",
	    " keep making", " keeps making", " go on making", " goes on making",
	    " continue to build", " keep building", " continue to sell",
	    " keep selling", " stay in the ", " stays in the ",
	    " remain in the ", " remains in the ", " committed to ",
	    " continue to develop", " fabricando", " baut weiter ",
	    " bleibt im ", " bleiben im "};
	const char *s = d->side->folded + d->p->start;
	size_t n = d->p->end - d->p->start;

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		const char *at = memmem(s, n, verbs[i], strlen(verbs[i]));
		uint32_t from, to;

		if (at == NULL)
			continue;
		from = (uint32_t)(at - d->side->folded) +
		       (uint32_t)strlen(verbs[i]) - 1;
		to = object_end(d, from);
		if (mention_in(d, from, to) == NULL && is_trade(d, from, to))
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
	static const char *const verbs[] = {"drop ", "drops ", "dropping ",
	    "dropped ", "ditch ", "ditches ", "ditching ", "ditched ", "scrap ",
	    "scraps ", "axe ", "axes ", "cut ", "cuts ", "omit ", "omits ",
	    "skip ", "skips ", "skipping ", "get rid of ", "gets rid of ",
	    "do away with ", "does away with ", "give up ", "gives up ",
	    "lack ", "lacks ", "retire ", "retires ", "goodbye to ",
	    "streicht ", "elimina ", "eliminará ", "supprime ", "abandonne ",
	    "elimina il ", "取消", "砍掉", "放弃", NULL};
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
	return span_ends(s, d->p->start, at, verbs);
}
