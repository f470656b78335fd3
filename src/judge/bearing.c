/*
 * What an official claim means to a rumor, aspect by aspect: which happening
 * of the table of transitions (verdict.c) it is.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/analyze.h"
#include "judge/fold.h"
#include "model/doc.h"

/* The claim that opened the rumor. */
static const struct board_claim *founder(const struct live *r)
{
	return ref_claim(r->refs[0]);
}

static bool names_another(const struct live *r, const struct name *n)
{
	return n && r->value && n->key != r->value->key &&
	       !product_same(n, r->value);
}

/* A product that is out under a name of its own, and took over from one. */
static bool is_real_follower(const struct name *product, const struct name *of)
{
	return product && product->product && !product->product->rumored_name &&
	       product_follows(product, of);
}

/* Do the real product and the claimed name follow the same one? */
static bool is_rival_name(const struct name *real, const struct name *claimed)
{
	return real && claimed && real->product && claimed->product &&
	       !real->product->rumored_name && !product_same(real, claimed) &&
	       real->product->predecessor && claimed->product->predecessor &&
	       !strcmp(
		   real->product->predecessor, claimed->product->predecessor);
}

/* Of the carriers, the one that shares most with the sentence. */
static double best_coverage(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	double best = 0, words;

	for (size_t i = 0; i < r->pub.member_count; i++) {
		if (r->members[i].part != PART_CARRIES)
			continue;
		words =
		    words_coverage(p, &ref_claim(r->refs[i])->words, &c->words);
		if (words > best)
			best = words;
	}
	return best;
}

/*
 * "Edge 90" where the whole name is "Mistral Edge 90": beside the house's name
 * readers need no more than the model, if it has a number.
 */
static bool names_model(const struct live *r, const struct board_claim *c)
{
	const char *model, *at;
	size_t n;

	if (c->product || !r->subject || r->vendor != c->vendor)
		return false;
	model = strchr(r->subject->text, ' ');
	if (!model || !strpbrk(model, "0123456789"))
		return false;
	n = strlen(++model);
	at = n >= 4 ? strcasestr(c->text, model) : NULL;
	return at && !isalnum((unsigned char)at[n]) &&
	       (at == c->text || !isalnum((unsigned char)at[-1]));
}

#define NAMELESS_WORDS 0.75

/* "A phone that folds twice", before it has a name: by its words. */
static bool is_nameless_too(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	return !r->subject && !c->product && r->vendor == c->vendor &&
	       best_coverage(p, r, c) >= NAMELESS_WORDS;
}

#define DENIED_WORDS 0.2
#define NONE_WORDS   0.3 /* where none has a product */

/* A denial that does not name the product says by its words what it denies. */
static bool denies_end(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	if (c->aspect != ASPECT_DISCONTINUATION)
		return false;
	/* The end of a business ("market exit") is not that of a product. */
	if (c->value || r->value)
		return c->value == r->value;
	if (product_same(r->subject, c->product) &&
	    (c->named_here || !c->product))
		return true;
	return !c->named_here &&
	       best_coverage(p, r, c) >=
		   (r->subject || c->product ? DENIED_WORDS : NONE_WORDS);
}

/* "8" of "8", "8.1" or "Aqua 8 Pro"; 0: none. */
static long first_number(const char *s)
{
	return strtol(s + strcspn(s, "0123456789"), NULL, 10);
}

static bool is_of_cancelling(const struct board_claim *c)
{
	static const char *const words[] = {"cancel", "scrap", "shelv", "axed",
	    "called off", "gestrichen", "eingestampft", "annul", "取消"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcasestr(c->text, words[i]))
			return true;
	return false;
}

/*
 * Of a device that was said to be cancelled, or the version after the one
 * that was said to be the last: here it is.
 */
static bool came_out(const struct live *r, const struct board_claim *c)
{
	if (c->aspect != ASPECT_RELEASE_DATE || !c->named_here || r->value ||
	    c->modality != MODALITY_ASSERTED || !window_given(&c->window) ||
	    c->stage == STAGE_BETA || !product_same(r->subject, c->product))
		return false;
	if (r->version)
		return c->version && first_number(c->version->text) >
					 first_number(r->version->text);
	/* "Cancelled" is said of what was not out yet. */
	if (c->product->product)
		return c->grade == GRADE_A && is_of_cancelling(founder(r));
	return first_number(c->product->text) > 0;
}

static enum happening bears_on_end(const struct partition *p,
    const struct live *r, const struct board_claim *c)
{
	if (c->modality == MODALITY_DENIED) {
		if (denies_end(p, r, c))
			return HAPPENS_DENIAL;
		/* "It will not come out": its end, in other words. */
		return c->aspect == ASPECT_RELEASE_DATE && c->named_here &&
			       !window_given(&c->window) &&
			       product_same(r->subject, c->product)
			   ? HAPPENS_OFFICIAL_WORD
			   : HAPPENS_NOTHING;
	}
	/* A house without a product: its trade is what ends. */
	if (c->aspect == ASPECT_DISCONTINUATION && !r->subject && !c->product)
		return c->value == r->value &&
			       (c->value ||
				   best_coverage(p, r, c) >= NAMELESS_WORDS)
			   ? HAPPENS_OFFICIAL_WORD
			   : HAPPENS_NOTHING;
	/* Two that become one: neither of them is said to be no more. */
	if (c->aspect == ASPECT_SUCCESSOR && c->together &&
	    !founder(r)->together)
		return HAPPENS_NOTHING;
	if ((c->aspect == ASPECT_DISCONTINUATION ||
		c->aspect == ASPECT_SUCCESSOR) &&
	    product_same(r->subject, c->product) && c->named_here)
		return HAPPENS_OFFICIAL_WORD;
	return came_out(r, c) ? HAPPENS_CAME_OUT : HAPPENS_NOTHING;
}

/* Two that become one: whichever of them is the subject. */
static bool is_same_union(const struct live *r, const struct board_claim *c)
{
	if (!c->together || !founder(r)->together)
		return false;
	return r->subject ? strstr(c->text, r->subject->text) != NULL
			  : !c->product || c->aspect == ASPECT_SUCCESSOR;
}

static enum happening bears_on_successor(const struct partition *p,
    const struct live *r, const struct board_claim *c)
{
	(void)p;
	/* "Replaces it abroad", and what should is not coming there. */
	if (c->aspect == ASPECT_REGION && c->modality == MODALITY_DENIED)
		return founder(r)->place && c->value && c->product &&
			       (founder(r)->place->key == c->value->key ||
				   !strcmp(c->value->key, "global")) &&
			       strcasestr(founder(r)->text, c->product->text)
			   ? HAPPENS_DENIAL
			   : HAPPENS_NOTHING;
	/* "OldOS stays": then nothing takes its place. */
	if (c->aspect == ASPECT_DISCONTINUATION &&
	    c->modality == MODALITY_DENIED && c->named_here)
		return founder(r)->beside & 1u << ASPECT_DISCONTINUATION &&
			       product_same(r->subject, c->product)
			   ? HAPPENS_DENIAL
			   : HAPPENS_NOTHING;
	if (c->modality == MODALITY_DENIED)
		return c->aspect == ASPECT_SUCCESSOR &&
			       product_same(r->subject, c->product)
			   ? HAPPENS_DENIAL
			   : HAPPENS_NOTHING;
	if (is_real_follower(c->product, r->subject) ||
	    is_real_follower(c->value, r->subject))
		return HAPPENS_OFFICIAL_SUCCESSOR;
	if (c->aspect == ASPECT_SUCCESSOR &&
	    (product_kin(r->subject, c->product) || is_same_union(r, c)))
		return HAPPENS_OFFICIAL_SUCCESSOR;
	return HAPPENS_NOTHING;
}

/* Is "iOS 26" the name, and iOS in version 26 the product? */
static bool is_version_named(
    const char *name, const struct name *product, const struct name *version)
{
	size_t n;

	if (!name || !product || !version)
		return false;
	n = strlen(product->text);
	return !strncmp(name, product->text, n) && name[n] == ' ' &&
	       !strcmp(name + n + 1, version->text);
}

/*
 * "Called iOS 26 instead of iOS 19": which of the two comes out tells. Any
 * other version is that of another year.
 */
static enum happening bears_on_number_as_name(
    const struct live *r, const struct board_claim *c)
{
	const char *said = founder(r)->text, *at;

	if (!r->value || !c->product || !c->version || !r->subject ||
	    c->modality != MODALITY_ASSERTED || !c->named_here ||
	    !product_same(r->subject, c->product))
		return HAPPENS_NOTHING;
	if (is_version_named(r->value->text, c->product, c->version))
		return HAPPENS_OFFICIAL_WORD;
	if (strncmp(r->value->text, c->product->text,
		strlen(c->product->text)) != 0)
		return HAPPENS_NOTHING;
	at = strstr(said, c->version->text);
	return at && at > said && at[-1] == ' ' &&
		       !isalnum((unsigned char)at[strlen(c->version->text)]) &&
		       at[strlen(c->version->text)] != '.'
		   ? HAPPENS_OTHER_NAME
		   : HAPPENS_NOTHING;
}

/* "iPhone Air", where "iPhone 17 Air" was the claimed name. */
static bool is_without_number(
    const struct name *real, const struct name *claimed)
{
	const char *number;
	size_t before, after;

	if (!real || !claimed || strpbrk(real->text, "0123456789"))
		return false;
	number = strpbrk(claimed->text, "0123456789");
	if (!number || number == claimed->text || number[-1] != ' ')
		return false;
	before = (size_t)(number - claimed->text);
	after = strcspn(number, " ");
	return number[after] == ' ' &&
	       !strncmp(real->text, claimed->text, before) &&
	       !strcmp(real->text + before, number + after + 1);
}

/* Another rumor has it that what was called A will be called B, and B it is. */
static bool is_renamed(const struct partition *p, const struct name *claimed,
    const struct name *real)
{
	for (size_t i = 0; claimed && real && i < p->rumor_count; i++) {
		const struct live *o = p->rumors[i];

		if (o->pub.aspect == ASPECT_NAME && o->value && o->subject &&
		    o->value->key == real->key &&
		    o->subject->key == claimed->key)
			return true;
	}
	return false;
}

/*
 * "The A9 Max is renamed A9 Ultra", and an A9 Max comes out. Not where the
 * claimed name is that of a variant ("A9 Max" of the A9), or of the next one.
 */
static bool keeps_name(const struct live *r, const struct board_claim *c)
{
	static const char *const others[] = {"successor", "successeur",
	    "nachfolger", "sucesor", "sucessor", "successore", "next ", "继任",
	    "下一代", "larger", "bigger", "smaller", "cheaper"};

	if (!r->subject || !r->value || r->subject->product || !c->named_here ||
	    c->aspect != ASPECT_RELEASE_DATE || !window_given(&c->window) ||
	    c->modality != MODALITY_ASSERTED || c->stage == STAGE_BETA ||
	    c->grade != GRADE_A || !strpbrk(r->subject->text, "0123456789") ||
	    !product_same(r->subject, c->product) ||
	    !strncmp(r->value->key, r->subject->key, strlen(r->subject->key)))
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (strcasestr(founder(r)->text, others[i]))
			return false;
	return true;
}

#define NAME_WORDS 0.2 /* where one of them has no product */

static enum happening bears_on_name(const struct partition *p,
    const struct live *r, const struct board_claim *c)
{
	bool same_line =
	    !r->subject || !c->product || product_kin(r->subject, c->product);
	enum happening number = bears_on_number_as_name(r, c);

	if (number != HAPPENS_NOTHING)
		return number;
	if ((!r->subject || !c->product) &&
	    !(c->value && c->value == r->value) &&
	    best_coverage(p, r, c) < NAME_WORDS)
		return HAPPENS_NOTHING;
	/* "OldOS stays": what was to follow it has no name. */
	if (c->modality == MODALITY_DENIED &&
	    c->aspect == ASPECT_DISCONTINUATION)
		return c->named_here && r->subject &&
			       founder(r)->beside &
				   (1u << ASPECT_SUCCESSOR |
				       1u << ASPECT_DISCONTINUATION) &&
			       product_same(r->subject, c->product)
			   ? HAPPENS_REPLACED
			   : HAPPENS_NOTHING;
	/* What will not come has no name. */
	if (c->modality == MODALITY_DENIED && c->aspect == ASPECT_SUCCESSOR)
		return c->grade <= GRADE_B && r->subject &&
			       product_same(r->subject, c->product)
			   ? HAPPENS_REPLACED
			   : HAPPENS_NOTHING;
	if (c->modality == MODALITY_DENIED)
		return c->aspect == ASPECT_NAME && same_line &&
			       (!c->value || !names_another(r, c->value) ||
				   product_same(c->product, r->value))
			   ? HAPPENS_DENIAL
			   : HAPPENS_NOTHING;
	if ((c->aspect == ASPECT_NAME || c->aspect == ASPECT_SUCCESSOR) &&
	    c->value && same_line)
		return names_another(r, c->value) ? HAPPENS_OTHER_NAME
						  : HAPPENS_OFFICIAL_WORD;
	if (product_same(c->product, r->value))
		return HAPPENS_OFFICIAL_WORD;
	if (keeps_name(r, c))
		return HAPPENS_OTHER_NAME;
	if (c->named_here && c->modality == MODALITY_ASSERTED &&
	    (is_without_number(c->product, r->value) ||
		is_renamed(p, r->value, c->product)))
		return HAPPENS_OTHER_NAME;
	if (is_real_follower(c->product, r->subject) ||
	    is_rival_name(c->product, r->value))
		return HAPPENS_OTHER_NAME;
	return HAPPENS_NOTHING;
}

/* What ships in 17.4 was claimed for 17; "not in 17.2" denies 17.2 alone. */
static bool version_within(
    const struct name *claimed, const struct name *out, bool denied)
{
	size_t n;

	if (denied && out && strchr(out->text, '.'))
		return claimed && version_same(claimed, out);
	if (version_same(claimed, out))
		return true;
	n = strlen(claimed->text);
	return !strchr(claimed->text, '.') &&
	       !strncmp(claimed->text, out->text, n) && out->text[n] == '.';
}

/* "MIUI 15" cannot come once the line goes on under another name. */
static bool is_superseded(const struct live *r, const struct board_claim *c)
{
	return r->version && !strchr(r->version->text, '.') &&
	       c->modality == MODALITY_ASSERTED &&
	       is_real_follower(c->product, r->subject);
}

/* "New AirPods", and then there is a model of them. */
static bool is_of_line(const struct name *line, const struct name *model)
{
	size_t n;

	if (!line || !model || !line->product)
		return false;
	n = strlen(line->text);
	return !strcmp(line->text, line->product->name) &&
	       !strncmp(model->text, line->text, n) && model->text[n] == ' ';
}

static bool same_release(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	return (product_same(r->subject, c->product) ||
		   is_of_line(r->subject, c->product) || names_model(r, c) ||
		   is_nameless_too(p, r, c)) &&
	       version_same(r->version, c->version) &&
	       !(r->stage && c->stage && r->stage != c->stage);
}

static bool says_new(const struct board_claim *c)
{
	static const char *const words[] = {"new ", "next ", "neue", "nächste",
	    "nuev", "próxim", "nouve", "prochain", "nuov", "prossim", "nov",
	    "baru", "\xe6\x96\xb0"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcasestr(c->text, words[i]))
			return true;
	return false;
}

#define LINE_WORDS 0.35

/*
 * One release, and not any news of a line that is always on sale: a version,
 * a model with a number, the maker's own word on a system by its name, or
 * much the same words.
 */
static bool is_that_release(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	if (c->grade == GRADE_A && c->named_here && c->product &&
	    c->product->product &&
	    (!strcmp(c->product->product->kind, "os") ||
		!strcmp(c->product->product->kind, "skin")))
		return true;
	/* When it comes, in its own channel: "this fall". */
	if (c->grade == GRADE_A && c->product &&
	    c->window.to - c->window.from > 2 * DAY_S)
		return true;
	if (c->grade == GRADE_A && c->named_here && says_new(c) &&
	    says_new(founder(r)))
		return true;
	return r->version ||
	       strpbrk(r->subject ? r->subject->text : "", "0123456789") ||
	       best_coverage(p, r, c) >= LINE_WORDS;
}

static bool aspect_is_of_time(enum aspect a)
{
	return a == ASPECT_RELEASE_DATE || a == ASPECT_ROLLOUT;
}

/* The beta of a phone is that of the system it runs. */
static bool is_same_beta(const struct live *r, const struct board_claim *c)
{
	return r->stage && r->stage == c->stage &&
	       product_near(r->subject, c->product);
}

static bool is_inside(const struct window *inner, const struct window *outer)
{
	return inner->from >= outer->from && inner->to <= outer->to;
}

/*
 * A later time, told before the claimed one is over, also takes back what was
 * announced before. Where the beta comes later, so does the release.
 */
static enum happening bears_later(
    const struct live *r, const struct board_claim *c)
{
	if (r->stage != c->stage && c->stage != STAGE_BETA)
		return HAPPENS_NOTHING;
	return HAPPENS_PUT_OFF;
}

/* Yes, but in one country where all were promised, or on one model of two. */
static enum happening with_limits(
    const struct board_claim *carried, const struct board_claim *c)
{
	if (!c->is_only || c->everywhere)
		return HAPPENS_OFFICIAL_WORD;
	if (carried->everywhere || (carried->devices > 1 && c->devices == 1))
		return HAPPENS_OFFICIAL_LIMIT;
	return HAPPENS_OFFICIAL_WORD;
}

/* In time, but not only where it was said to come, or not everywhere. */
static bool is_elsewhere(
    const struct board_claim *carried, const struct board_claim *c)
{
	if (!carried->place || !carried->is_only)
		return false;
	return c->everywhere ||
	       (c->place && carried->place->key != c->place->key);
}

/*
 * "The phone and its system come on the 10th", and one of them comes on the
 * 11th: the rumor is about the other.
 */
static bool is_other_half(const struct live *r, const struct board_claim *c)
{
	if (!r->subject || !c->product || !c->named_here || c->stage ||
	    c->modality != MODALITY_ASSERTED ||
	    product_same(r->subject, c->product) ||
	    product_is_model(r->subject, c->product) ||
	    c->window.from <= r->window.to)
		return false;
	for (size_t i = 0; i < r->pub.member_count; i++) {
		const char *said = ref_claim(r->refs[i])->text;

		if (r->members[i].part == PART_CARRIES &&
		    (strcasestr(said, c->product->text) != NULL ||
			(product_near(r->subject, c->product) &&
			    strcasestr(said, " phones and ") != NULL)))
			return true;
	}
	return false;
}

/* One feature, whichever product or version it was filed under. */
static bool is_same_feature(const struct live *r, const struct board_claim *c)
{
	return c->feature && founder(r)->feature == c->feature &&
	       !founder(r)->numbers.n && c->modality == MODALITY_ASSERTED;
}

/*
 * "No foldable this year", of a house whose foldable was said to come in
 * spring: the kind is denied, and with it the one.
 */
static bool denies_kind(const struct live *r, const struct board_claim *c)
{
	static const char *const kinds[] = {"foldable", "tablet", "smartwatch",
	    "watch", "earbuds", "laptop", "headphone", "headset", "flip phone",
	    "faltbar", "faltphone", "plegable", "pliant", "pieghevole",
	    "dobrável", "\xe6\x8a\x98\xe5\x8f\xa0", "\xe5\xb9\xb3\xe6\x9d\xbf",
	    "\xe6\x89\x8b\xe8\xa1\xa8"};

	if (c->product || c->modality != MODALITY_DENIED ||
	    r->vendor != c->vendor || !is_inside(&r->window, &c->window))
		return false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!strcasestr(c->text, kinds[i]))
			continue;
		for (size_t k = 0; k < r->pub.member_count; k++)
			if (r->members[k].part == PART_CARRIES &&
			    strcasestr(ref_claim(r->refs[k])->text, kinds[i]))
				return true;
	}
	return false;
}

/* "The next generation of X", where X itself was to come. */
static bool is_of_next(const struct live *r, const struct board_claim *c)
{
	static const char *const next[] = {"next gen", "next-gen", "successor",
	    "nachfolger", "nächste generation", "próxima generación",
	    "prochaine génération", "prossima generazione", "下一代", "继任"};

	for (size_t i = 0; i < sizeof(next) / sizeof(*next); i++)
		if (strcasestr(c->text, next[i]) &&
		    !strcasestr(founder(r)->text, next[i]))
			return !r->version &&
			       !strpbrk(r->subject ? r->subject->text : "",
				   "0123456789");
	return false;
}

/* "It will not come this year": then in time is wrong, and later is right. */
static enum happening bears_on_absence(
    const struct live *r, const struct board_claim *c)
{
	const struct window *w = &r->window;

	if (c->modality == MODALITY_DENIED)
		return window_overlap(w, &c->window) > 0 ? HAPPENS_OFFICIAL_WORD
							 : HAPPENS_NOTHING;
	if (r->stage != c->stage && c->stage == STAGE_BETA)
		return HAPPENS_NOTHING;
	if (is_inside(&c->window, w))
		return HAPPENS_OTHER_DATE;
	return c->window.from > w->to ? HAPPENS_OFFICIAL_WORD : HAPPENS_NOTHING;
}

static bool has_any_word(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strcasestr(text, *words))
			return true;
	return false;
}

/* The day of an event is not yet the day on which an update goes out. */
static bool is_event_only(const struct live *r, const struct board_claim *c)
{
	static const char *const updates[] = {"roll out", "rollout",
	    "rolls out", "rolling out", " update", "stable", "verteilt",
	    "ausgerollt", "despliegue", "déploiement", "推送", "升级", NULL};
	static const char *const events[] = {" event", "unpacked", "keynote",
	    "invit", " host", "will hold", "conference", "einladung",
	    "veranstaltung", "evento", "événement", "举行", "发布会", NULL};

	return has_any_word(founder(r)->text, updates) &&
	       has_any_word(c->text, events) && !has_any_word(c->text, updates);
}

static enum happening bears_on_date(const struct partition *p,
    const struct live *r, const struct board_claim *c)
{
	const struct window *w = &r->window;

	if (is_superseded(r, c))
		return HAPPENS_REPLACED;
	/* What takes nothing's place comes at no time. */
	if (c->aspect == ASPECT_SUCCESSOR && c->modality == MODALITY_DENIED &&
	    founder(r)->beside & 1u << ASPECT_SUCCESSOR)
		return HAPPENS_REPLACED;
	if (!aspect_is_of_time(c->aspect) || !window_given(w) ||
	    !window_given(&c->window))
		return HAPPENS_NOTHING;
	if (denies_kind(r, c))
		return HAPPENS_DENIAL;
	if (is_of_next(r, c))
		return HAPPENS_NOTHING;
	if (!same_release(p, r, c)) {
		if ((is_same_beta(r, c) || is_same_feature(r, c)) &&
		    is_inside(&c->window, w))
			return HAPPENS_OFFICIAL_WORD;
		return is_other_half(r, c) ? HAPPENS_OTHER_HALF
					   : HAPPENS_NOTHING;
	}
	if (founder(r)->modality == MODALITY_DENIED)
		return bears_on_absence(r, c);
	/* What was over when the rumor came up is another release. */
	if (!is_that_release(p, r, c) || c->window.to < r->pub.first_at - DAY_S)
		return HAPPENS_NOTHING;
	if (c->modality == MODALITY_DENIED)
		return window_overlap(w, &c->window) > 0 ? HAPPENS_DENIAL
							 : HAPPENS_NOTHING;
	if (is_inside(&c->window, w) && is_event_only(r, c))
		return HAPPENS_NOTHING;
	if (is_inside(&c->window, w))
		return is_elsewhere(founder(r), c) ? HAPPENS_OFFICIAL_PART
						   : with_limits(founder(r), c);
	if (c->window.from > w->to)
		return bears_later(r, c);
	/* News of the line, without a version, is not of that version. */
	if (c->window.to < w->from && r->stage == c->stage &&
	    (!r->version || c->version))
		return HAPPENS_OTHER_DATE;
	return HAPPENS_NOTHING; /* the official window is the wider one */
}

/* The number of the model: 8 of "Aqua 8 Pro"; 0: none. */
static long model_number(const struct name *n)
{
	const char *s = n->text + strcspn(n->text, "0123456789");

	return strtol(s, NULL, 10);
}

/* "Not for older models", said of the Aqua 8: the Aqua 7 is one. */
static bool is_older_model(const struct live *r, const struct board_claim *c)
{
	size_t n;

	if (!c->value || strcmp(c->value->text, "older") != 0 || !r->subject ||
	    !c->product)
		return false;
	n = strcspn(c->product->text, "0123456789");
	return !strncmp(r->subject->text, c->product->text, n) &&
	       model_number(r->subject) > 0 &&
	       model_number(r->subject) < model_number(c->product);
}

static enum happening bears_on_number(const struct partition *p,
    const struct live *r, const struct board_claim *c)
{
	bool denied = c->modality == MODALITY_DENIED;

	(void)p;
	if (c->aspect == r->pub.aspect && denied && is_older_model(r, c))
		return HAPPENS_DENIAL;
	/* "On a phone": on any of the house. */
	if (c->aspect == r->pub.aspect && !r->subject && !denied &&
	    r->vendor == c->vendor &&
	    values_compare(founder(r), c) == VALUES_SAME)
		return HAPPENS_OFFICIAL_WORD;
	if (c->aspect != r->pub.aspect ||
	    (!product_near(r->subject, c->product) && !names_model(r, c)))
		return HAPPENS_NOTHING;
	/* "Longer than before", and now there is a number. */
	if (!denied && r->value && !strcmp(r->value->text, "longer"))
		return product_same(r->subject, c->product) && c->numbers.n
			   ? HAPPENS_OFFICIAL_WORD
			   : HAPPENS_NOTHING;
	switch (values_compare(founder(r), c)) {
	case VALUES_SAME:
		return denied ? HAPPENS_DENIAL : HAPPENS_OFFICIAL_WORD;
	case VALUES_DIFFER:
		return denied || (!product_same(r->subject, c->product) &&
				     !names_model(r, c))
			   ? HAPPENS_NOTHING
			   : HAPPENS_OTHER_VALUE;
	case VALUES_OVERLAP:
		/* Years of security fixes, where new versions were claimed. */
		return denied ? HAPPENS_NOTHING : HAPPENS_OFFICIAL_PART;
	case VALUES_UNKNOWN:
	case VALUES_OPPOSITE:
		break;
	}
	return HAPPENS_NOTHING;
}

#define SAME_CLAIM_WORDS 0.35
#define QUOTED_WORDS	 0.5

/* The vendor's own channel, or a denial, on that very matter. */
static bool is_plain_answer(
    const struct board_claim *carried, const struct board_claim *c)
{
	/* A place or a device is in many a sentence. */
	if (c->aspect == ASPECT_REGION || c->aspect == ASPECT_ELIGIBILITY ||
	    c->aspect == ASPECT_EXCLUSIVITY)
		return false;
	return carried->value == c->value &&
	       (c->grade == GRADE_A || c->modality == MODALITY_DENIED);
}

/* There is many a fee: what the press quotes must be about that one. */
static double least_words(const struct board_claim *c)
{
	return c->aspect == ASPECT_OTHER && c->grade > GRADE_A &&
		       !claim_is_fate(c)
		   ? QUOTED_WORDS
		   : SAME_CLAIM_WORDS;
}

/* "899 USD" and "699 USD": two prices of one thing. Two chips likewise. */
static bool has_same_unit(
    const struct board_claim *a, const struct board_claim *b)
{
	const char *of_a = strrchr(a->value->text, ' ');
	const char *of_b = strrchr(b->value->text, ' ');

	if (a->aspect == ASPECT_FEATURE)
		return value_is_chip(a->value->text) &&
		       value_is_chip(b->value->text);
	return a->aspect == ASPECT_OTHER && of_a && of_b && !strcmp(of_a, of_b);
}

/* An amount in any text on a line of phones is no price of one of them. */
static bool is_particular(const struct board_claim *c)
{
	return c->named_here || !c->product ||
	       strpbrk(c->product->text, "0123456789") != NULL;
}

/* The sentence has the claimed numbers among others: "679 and 729 euro". */
static bool has_all(const struct words *of, const struct words *wanted)
{
	size_t i = 0, j = 0;

	while (i < of->n && j < wanted->n) {
		if (of->v[i] == wanted->v[j])
			j++;
		i++;
	}
	return wanted->n > 0 && j == wanted->n;
}

/* "Free of charge", where a fee was claimed, or the other way round. */
static bool is_no_fee(const struct name *a, const struct name *b)
{
	return a && b &&
	       ((!strcmp(a->text, "fee") && !strcmp(b->text, "no fee")) ||
		   (!strcmp(a->text, "no fee") && !strcmp(b->text, "fee")));
}

#define FEE_WORDS 0.2

/* One carrier's claim against the official one. */
static enum happening bears_on_carrier(const struct partition *p,
    const struct board_claim *carried, const struct board_claim *c)
{
	double words = words_coverage(p, &carried->words, &c->words);
	bool denied = c->modality == MODALITY_DENIED;

	switch (values_compare(carried, c)) {
	case VALUES_SAME:
		/* A word in common is not yet the same claim. */
		if (!carried->numbers.n && words < least_words(c) &&
		    !is_plain_answer(carried, c))
			return HAPPENS_NOTHING;
		return denied ? HAPPENS_DENIAL : with_limits(carried, c);
	case VALUES_OVERLAP:
		if (!carried->numbers.n && words < SAME_CLAIM_WORDS)
			return HAPPENS_NOTHING;
		return denied ? HAPPENS_DENIAL : HAPPENS_OFFICIAL_PART;
	case VALUES_DIFFER:
		if (!denied && carried->aspect == ASPECT_OTHER &&
		    has_all(&c->words, &carried->numbers))
			return HAPPENS_OFFICIAL_WORD;
		/* Two numbers of one thing exclude each other. */
		if (!denied && carried->numbers.n && c->numbers.n &&
		    (words >= 0.3 ||
			(has_same_unit(carried, c) && is_particular(c))))
			return HAPPENS_OTHER_VALUE;
		break;
	case VALUES_OPPOSITE:
		if (is_no_fee(carried->value, c->value) && words < FEE_WORDS)
			return HAPPENS_NOTHING; /* of something else */
		return denied ? HAPPENS_OFFICIAL_WORD : HAPPENS_OTHER_VALUE;
	case VALUES_UNKNOWN:
		break;
	}
	if (words < (c->grade == GRADE_A ? 0.45 : 0.6))
		return HAPPENS_NOTHING;
	return denied ? HAPPENS_DENIAL : with_limits(carried, c);
}

/* Said to be for one device only, and another one gets it too. */
static bool is_shared_after_all(
    const struct live *r, const struct board_claim *c)
{
	return r->pub.aspect == ASPECT_EXCLUSIVITY &&
	       c->aspect == ASPECT_ELIGIBILITY &&
	       c->modality == MODALITY_ASSERTED &&
	       product_same(r->subject, c->product) &&
	       version_same(r->version, c->version) &&
	       values_compare(founder(r), c) == VALUES_DIFFER;
}

/* Said to stay in one country, and the vendor takes it to all. */
static bool is_worldwide_after_all(
    const struct live *r, const struct board_claim *c)
{
	bool is_place = c->aspect == ASPECT_REGION && c->value &&
			!strcmp(c->value->key, "global");
	bool comes_out = aspect_is_of_time(c->aspect) && c->everywhere;

	return r->pub.aspect == ASPECT_REGION && (is_place || comes_out) &&
	       c->modality == MODALITY_ASSERTED && founder(r)->is_only &&
	       r->value && strcmp(r->value->key, "global") != 0 &&
	       product_kin(r->subject, c->product);
}

#define LIMITED_WORDS 0.2

/* Said to come to all countries, and it comes to some: the smaller part. */
static bool is_limited_after_all(const struct partition *p,
    const struct live *r, const struct board_claim *c)
{
	return r->pub.aspect == ASPECT_REGION && c->aspect == ASPECT_REGION &&
	       c->modality == MODALITY_ASSERTED && founder(r)->everywhere &&
	       c->is_only && !c->everywhere && c->value &&
	       product_kin(r->subject, c->product) &&
	       best_coverage(p, r, c) >= LIMITED_WORDS;
}

/* A business that was said to be sold, and is closed: nothing is left. */
static bool is_closed_instead(const struct live *r, const struct board_claim *c)
{
	return r->pub.aspect == ASPECT_OTHER && r->value && !r->subject &&
	       !strcmp(r->value->key, "acquisition") &&
	       c->aspect == ASPECT_DISCONTINUATION && !c->product && c->value &&
	       !strcmp(c->value->text, "market exit") &&
	       c->modality == MODALITY_ASSERTED && r->vendor == c->vendor &&
	       !c->together;
}

/* Where it was said to come, if that was said. */
static bool is_there(
    const struct board_claim *carried, const struct board_claim *c)
{
	if (carried->place == c->place || !c->place)
		return true;
	return strcasestr(carried->text, c->place->text) != NULL;
}

/* A fee is for the phone as for the system: one house, one matter. */
static bool is_same_matter(const struct live *r, const struct board_claim *c)
{
	bool same_value = r->value && r->value == c->value && !c->numbers.n;

	if (product_same(r->subject, c->product) || names_model(r, c))
		return true;
	/* Phones of the house, abroad, and a system that they run. */
	if (c->aspect == ASPECT_REGION && !r->subject)
		return same_value;
	/* "Other stores are not going away": on any phone of the house. */
	if (c->aspect == ASPECT_FEATURE && !c->product &&
	    r->vendor == c->vendor &&
	    values_compare(founder(r), c) == VALUES_OPPOSITE)
		return true;
	if (c->aspect == ASPECT_FEATURE) /* of a line and of its edition */
		return same_value &&
		       (!r->subject ||
			   product_is_model(r->subject, c->product) ||
			   (product_near(r->subject, c->product) &&
			       is_there(founder(r), c) &&
			       founder(r)->abroad == c->abroad));
	if (c->aspect == ASPECT_OTHER && !r->subject && !c->product &&
	    (r->value == c->value || is_no_fee(r->value, c->value)))
		return true; /* of the house: the words alone tell */
	return c->aspect == ASPECT_OTHER && same_value &&
	       ((!r->subject && !c->product) ||
		   product_near(r->subject, c->product));
}

/*
 * "The phones abroad lose X with the new system", and the system is not
 * coming there: nothing that it brings does.
 */
static bool comes_not_there(const struct live *r, const struct board_claim *c)
{
	if (r->pub.aspect != ASPECT_FEATURE || c->aspect != ASPECT_REGION ||
	    c->modality != MODALITY_DENIED || !c->value)
		return false;
	return founder(r)->abroad && c->abroad;
}

/* Is the claimed model older than the one that the maker begins with? 6 and
 * 6s have one number; names without one are old where they are not listed. */
static bool is_before(const char *claimed, const char *first)
{
	long a = first_number(claimed), b = first_number(first);

	return a != b ? a < b : strlen(claimed) < strlen(first);
}

/* "A, B and C" as list values have it: the next of them, cut off at size. */
static const char *next_of(const char *list, char *out, size_t size)
{
	size_t n = strcspn(list, ",");

	snprintf(out, size, "%.*s", (int)n, list);
	list += n;
	return list + strspn(list, ", ");
}

static bool is_in_list(const char *list, const char *name)
{
	char one[64];

	while (*list) {
		list = next_of(list, one, sizeof(one));
		if (!strcmp(one, name))
			return true;
	}
	return false;
}

/* "Aqua 9 and later": are the claimed devices of that line, and which? */
static enum happening bears_and_later(
    const struct live *r, const struct board_claim *c)
{
	const struct board_claim *of = founder(r);
	bool excluded;
	const char *claimed;
	char first[64], one[64];
	size_t line, right = 0, wrong = 0;

	if (r->pub.aspect != ASPECT_ELIGIBILITY || !c->and_later ||
	    c->aspect != ASPECT_ELIGIBILITY || !of->value || !c->value ||
	    c->modality != MODALITY_ASSERTED)
		return HAPPENS_NOTHING;
	excluded = !strncmp(of->value->text, "no ", 3);
	claimed = of->value->text + (excluded ? 3 : 0);
	next_of(c->value->text, first, sizeof(first));
	line = strcspn(first, "0123456789");
	while (*claimed && first_number(first)) {
		bool comes;

		claimed = next_of(claimed, one, sizeof(one));
		comes = is_in_list(c->value->text, one);
		if (!comes &&
		    (strncmp(one, first, line) != 0 || !first_number(one)))
			continue;
		comes = comes || !is_before(one, first);
		right += comes != excluded;
		wrong += comes == excluded;
	}
	if (!right && !wrong)
		return HAPPENS_NOTHING;
	if (right && wrong)
		return HAPPENS_OFFICIAL_PART;
	return right ? HAPPENS_OFFICIAL_WORD : HAPPENS_OTHER_VALUE;
}

/* Of two phones that were to have it, one has another. */
static bool is_other_phone(const struct live *r, const struct board_claim *c)
{
	const struct board_claim *of = founder(r);

	return of->devices > 1 && c->aspect == r->pub.aspect && c->product &&
	       c->modality == MODALITY_ASSERTED && of->value && c->value &&
	       value_is_chip(of->value->text) &&
	       value_is_chip(c->value->text) &&
	       !product_same(r->subject, c->product) &&
	       strcasestr(of->text, c->product->text) &&
	       values_compare(of, c) == VALUES_DIFFER;
}

/* "Will not support X", or "no X" where X was claimed. */
static bool says_no(const struct live *r, const struct board_claim *c)
{
	const struct name *claimed = founder(r)->value;

	return c->modality == MODALITY_DENIED ||
	       (c->value && !strncmp(c->value->text, "no ", 3) &&
		   !(claimed && !strncmp(claimed->text, "no ", 3)));
}

/* "Comes to Europe", and its maker has no plans for it abroad. */
static bool is_denied_abroad(const struct live *r, const struct board_claim *c)
{
	return r->pub.aspect == ASPECT_REGION && c->aspect == ASPECT_REGION &&
	       c->modality == MODALITY_DENIED && c->grade <= GRADE_B &&
	       r->value && c->value && !strcmp(c->value->key, "global") &&
	       strcmp(r->value->key, "china") != 0 &&
	       product_same(r->subject, c->product) &&
	       founder(r)->modality != MODALITY_DENIED;
}

/*
 * "Ships with AquaOS 12": another system than the one that the phone comes
 * with. A name that only rumors gave is a detail, where the real system
 * follows the same one.
 */
static enum happening bears_on_system(
    const struct live *r, const struct board_claim *c)
{
	const struct board_claim *of = founder(r);

	if (!c->aboard ||
	    (!product_same(r->subject, c->product) &&
		!is_of_line(r->subject, c->product) && !names_model(r, c)))
		return HAPPENS_NOTHING;
	if (product_same(of->aboard, c->aboard)) {
		if (c->modality == MODALITY_DENIED)
			return HAPPENS_DENIAL;
		return of->numbers.n && c->numbers.n &&
			       values_compare(of, c) == VALUES_DIFFER
			   ? HAPPENS_OTHER_VALUE
			   : HAPPENS_OFFICIAL_WORD;
	}
	if (c->modality == MODALITY_DENIED)
		return HAPPENS_NOTHING;
	return is_rival_name(c->aboard, of->aboard) ? HAPPENS_OFFICIAL_PART
						    : HAPPENS_OTHER_VALUE;
}

#define PRICE_WORDS 0.35

/* "Its folding phone costs 999", and has no name yet. */
static bool is_nameless_price(const struct partition *p, const struct live *r,
    const struct board_claim *c)
{
	const struct board_claim *of = founder(r);

	return c->aspect == ASPECT_OTHER && r->pub.aspect == ASPECT_OTHER &&
	       !r->subject && !c->product && of->value && c->value &&
	       of->numbers.n && c->numbers.n && has_same_unit(of, c) &&
	       best_coverage(p, r, c) >= PRICE_WORDS;
}

static enum happening bears_on_value(const struct partition *p,
    const struct live *r, const struct board_claim *c)
{
	enum happening what = HAPPENS_NOTHING;

	if (founder(r)->aboard)
		return c->aspect == ASPECT_FEATURE ? bears_on_system(r, c)
						   : HAPPENS_NOTHING;
	if (is_shared_after_all(r, c) || is_worldwide_after_all(r, c) ||
	    is_closed_instead(r, c))
		return HAPPENS_OTHER_VALUE;
	if (is_limited_after_all(p, r, c))
		return HAPPENS_OFFICIAL_LIMIT;
	if (comes_not_there(r, c) || is_denied_abroad(r, c))
		return HAPPENS_DENIAL;
	if (is_other_phone(r, c))
		return HAPPENS_OTHER_HALF;
	/* What stays so on phones abroad may go at home. */
	if (c->aspect == ASPECT_FEATURE && c->abroad && !founder(r)->abroad &&
	    !founder(r)->everywhere)
		return HAPPENS_NOTHING;
	if (c->aspect != r->pub.aspect ||
	    (!is_same_matter(r, c) && !is_nameless_price(p, r, c)) ||
	    !version_within(r->version, c->version, says_no(r, c)))
		return HAPPENS_NOTHING;
	what = bears_and_later(r, c);
	if (what != HAPPENS_NOTHING)
		return what;
	/* Who told it less exactly is not what was claimed. */
	for (size_t i = 0; i < r->pub.member_count; i++)
		if (r->members[i].part == PART_CARRIES &&
		    ref_claim(r->refs[i])->numbers.n >= founder(r)->numbers.n)
			what = verdict_stronger(what,
			    bears_on_carrier(p, ref_claim(r->refs[i]), c));
	/* That it has what was said to go says no to nobody. */
	return what == HAPPENS_DENIAL && !c->negates ? HAPPENS_OTHER_VALUE
						     : what;
}

typedef enum happening bearing_fn(
    const struct partition *, const struct live *, const struct board_claim *);

static bearing_fn *const bearings[ASPECT_COUNT] = {
    [ASPECT_OTHER] = bears_on_value,
    [ASPECT_DISCONTINUATION] = bears_on_end,
    [ASPECT_SUCCESSOR] = bears_on_successor,
    [ASPECT_NAME] = bears_on_name,
    [ASPECT_RELEASE_DATE] = bears_on_date,
    [ASPECT_ELIGIBILITY] = bears_on_value,
    [ASPECT_FEATURE] = bears_on_value,
    [ASPECT_ROLLOUT] = bears_on_date,
    [ASPECT_EXCLUSIVITY] = bears_on_value,
    [ASPECT_REGION] = bears_on_value,
    [ASPECT_SUPPORT_LENGTH] = bears_on_number,
};

enum happening verdict_bearing(const struct partition *p, const struct live *r,
    const struct board_claim *official)
{
	enum happening what = bearings[r->pub.aspect](p, r, official);

	return what == HAPPENS_DENIAL && official->by_paper ? HAPPENS_EXCLUDED
							    : what;
}
