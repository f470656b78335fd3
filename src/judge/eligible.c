/*
 * What an item's grants say of each device of the claim. In so many words
 * ("will not be updated"), by a range that begins above it, or because it is
 * missing from a list that calls itself whole: a list of those that come first
 * says nothing of the others.
 */
#include "judge/eligible.h"

#include <string.h>
#include <strings.h>

#include "judge/about.h"
#include "judge/grant.h"
#include "judge/lineup.h"
#include "text/date.h"

void eligible_take(const struct drawn *d, struct about *about)
{
	struct grants *g;

	if (about->grants != NULL)
		return;
	g = arena_alloc(d->r->arena, sizeof(*g));
	*g = (struct grants){NULL};
	grants_read(d, g);
	if (g->n == 0)
		return;
	g->soft = g->v[0].soft;
	/* Which system it comes with is another matter (aboard.c). */
	if (g->soft != NULL && g->v[0].version <= 0 &&
	    value_is_system(d->r->lex, g->soft))
		return;
	for (size_t i = 1; i < g->n; i++)
		if (!text_same(g->v[i].soft, g->soft))
			return;
	about->grants = g;
	about->of_beta = drawn_says(d, PHRASE_BETA);
}

/* --- does a grant reach a device? --- */

enum reached {
	REACHED_NOT,  /* nothing is said of it */
	REACHED,      /* it is one of them */
	REACHED_SOME, /* of the claimed series a model or more */
	REACHED_BELOW /* it is older than all of them */
};

/* A device that is asked for: alone, or with all of its editions. */
struct device {
	const char *name;
	bool series;
};

/* "Galaxy S21 Ultra" of "Galaxy S21"; the FE is a model of its own. */
static bool is_edition(const char *model, const char *of)
{
	size_t n = strlen(of);

	return strncasecmp(model, of, n) == 0 &&
	       (model[n] == ' ' || model[n] == '+') &&
	       strncmp(model + n, " FE", 3) != 0;
}

static bool is_same_device(
    const struct lineups *l, const char *a, const char *b)
{
	const struct lineup_row *row = lineup_row_of(l, a);

	return strcasecmp(a, b) == 0 ||
	       (row != NULL && row == lineup_row_of(l, b));
}

/* The newest version of a system that the table knows of. */
static int newest_known(const struct lineups *l, const char *soft)
{
	int newest = 0;

	for (size_t i = 0; i < lineups_count(l); i++) {
		const struct lineup_row *row = lineups_at(l, i);

		if (row->runs != NULL && strcmp(row->runs, soft) == 0 &&
		    row->first > newest)
			newest = row->first;
	}
	return newest;
}

static bool ran(const struct lineups *l, const struct lineup_row *row,
    const char *soft, double version)
{
	if (row == NULL || row->runs == NULL || soft == NULL ||
	    strcmp(row->runs, soft) != 0)
		return false;
	return version >= row->first &&
	       version < (row->last ? row->last : newest_known(l, soft)) + 1;
}

static enum reached reached_by_range(
    const struct lineups *l, const struct grant *g, const struct device *d)
{
	bool newer = g->reach != REACH_OLDER;

	/* Of "from the 8 Pro on", is the 8 older? */
	if (is_edition(g->device, d->name) &&
	    lineup_compare(l, d->name, g->device) == LINEUP_LEVEL)
		return d->series ? REACHED_SOME : REACHED_NOT;
	switch (lineup_compare(l, d->name, g->device)) {
	case LINEUP_LEVEL:
		return REACHED;
	case LINEUP_NEWER:
		return newer ? REACHED : REACHED_NOT;
	case LINEUP_OLDER:
		return newer ? REACHED_BELOW : REACHED;
	case LINEUP_UNKNOWN:
		break;
	}
	return REACHED_NOT;
}

static enum reached reached(
    const struct lineups *l, const struct grant *g, const struct device *d)
{
	if (g->reach == REACH_RUNS)
		return ran(l, lineup_row_of(l, d->name), g->soft, g->runs)
			   ? REACHED
			   : REACHED_NOT;
	if (g->reach == REACH_LATER || g->reach == REACH_OLDER ||
	    (g->says == GRANT_NEEDS && g->reach == REACH_MODEL))
		return reached_by_range(l, g, d);
	if (is_same_device(l, g->device, d->name))
		return !d->series || g->reach != REACH_MODEL ||
			       g->says == GRANT_NOT
			   ? REACHED
			   : REACHED_SOME;
	if (g->reach == REACH_SERIES && is_edition(d->name, g->device))
		return REACHED;
	return d->series && is_edition(g->device, d->name) ? REACHED_SOME
							   : REACHED_NOT;
}

/* --- does it get the version? --- */

enum got { GOT_NOTHING, GOT_IT, GOT_SOME, GOT_NONE };

/* A version; or, of a claim that it is the last, any behind it. */
struct wanted {
	double version;
	bool behind;
};

/* Does a version that is given have the wanted one in it? */
static bool is_given(const struct wanted *w, double version)
{
	if (w->behind)
		return version > w->version;
	return w->version == 0 || version >= w->version;
}

/* Does it follow of a version that it lacks that it lacks the wanted one? */
static bool is_lacked(const struct wanted *w, double version)
{
	if (w->behind)
		return version > w->version;
	return version <= w->version && (version > 0 || w->version == 0);
}

static enum got got_by(const struct lineups *l, const struct grant *g,
    const struct device *d, const struct wanted *w)
{
	enum reached r = reached(l, g, d);

	if (r == REACHED_NOT)
		return GOT_NOTHING;
	if (r == REACHED_BELOW)
		return (g->says == GRANT_GETS || g->says == GRANT_NEEDS) &&
			       is_lacked(w, g->version)
			   ? GOT_NONE
			   : GOT_NOTHING;
	switch (g->says) {
	case GRANT_GETS:
	case GRANT_NEEDS:
		if (!is_given(w, g->version))
			return GOT_NOTHING;
		return r == REACHED_SOME ? GOT_SOME : GOT_IT;
	case GRANT_NOT:
		return is_lacked(w, g->version) ? GOT_NONE : GOT_NOTHING;
	case GRANT_LAST:
		if (w->behind)
			return g->version > w->version	  ? GOT_IT
			       : g->version == w->version ? GOT_NONE
							  : GOT_NOTHING;
		if (w->version == 0)
			return GOT_NOTHING;
		return w->version <= g->version ? GOT_IT : GOT_NONE;
	case GRANT_NO_MORE:
		return GOT_NONE;
	}
	return GOT_NOTHING;
}

static bool is_of_line(const char *a, const char *b, const struct lineups *l)
{
	struct lineup_place x = {NULL}, y = {NULL};

	lineup_find(l, a, &x);
	lineup_find(l, b, &y);
	return x.line != NULL && y.line != NULL && x.line_n == y.line_n &&
	       strncasecmp(x.line, y.line, x.line_n) == 0;
}

#define WHOLE_LIST 3 /* devices: of fewer it is not said that these are all */

/* A list that calls itself whole has others of its line, and not the device.
 */
static const struct grant *left_out(const struct lineups *l,
    const struct grants *all, const struct device *d, const struct wanted *w)
{
	for (unsigned list = 1; list <= all->lists; list++) {
		const struct grant *like = NULL;
		size_t n = 0;

		for (size_t i = 0; i < all->n; i++) {
			const struct grant *g = &all->v[i];

			if (g->list != list || !g->whole ||
			    (g->says != GRANT_GETS && g->says != GRANT_NEEDS) ||
			    !is_lacked(w, g->version))
				continue;
			n++;
			if (is_edition(g->device, d->name) ||
			    is_edition(d->name, g->device))
				return NULL; /* its name may be in short */
			if (is_of_line(g->device, d->name, l))
				like = g;
		}
		if (n >= WHOLE_LIST && like != NULL)
			return like;
	}
	return NULL;
}

/* What all grants say of one device; and by which of them. */
static enum got got_device(const struct lineups *l, const struct grants *all,
    const struct device *d, const struct wanted *w, const struct grant **by)
{
	enum got out = GOT_NOTHING;
	const struct grant *below = NULL;

	for (size_t i = 0; i < all->n; i++) {
		const struct grant *g = &all->v[i];
		enum got one = got_by(l, g, d, w);

		if (one == GOT_NOTHING)
			continue;
		/* Said by a range alone, what is named besides goes first. */
		if (one == GOT_NONE && reached(l, g, d) == REACHED_BELOW) {
			below = g;
			continue;
		}
		if (out != GOT_NOTHING &&
		    (out == GOT_NONE) != (one == GOT_NONE))
			return GOT_NOTHING;
		if (out != GOT_IT)
			*by = g;
		out = out == GOT_IT ? out : one;
	}
	if (out != GOT_NOTHING)
		return out;
	if (below == NULL)
		below = left_out(l, all, d, w);
	*by = below;
	return below != NULL ? GOT_NONE : GOT_NOTHING;
}

/* --- is the claim right? --- */

enum verdict { SAYS_NO_WORD, IS_RIGHT, IS_RIGHT_IN_PART, IS_WRONG };

static enum verdict verdict_of(enum got got, bool claimed)
{
	switch (got) {
	case GOT_NOTHING:
		break;
	case GOT_IT:
		return claimed ? IS_RIGHT : IS_WRONG;
	case GOT_SOME:
		return claimed ? IS_RIGHT_IN_PART : IS_WRONG;
	case GOT_NONE:
		return claimed ? IS_WRONG : IS_RIGHT;
	}
	return SAYS_NO_WORD;
}

/* "Needs an A9", "from the A9 on": where the maker's own range begins. */
static enum verdict bears_on_start(const struct lineups *l,
    const struct grants *all, const struct grant *claim,
    const struct grant **by)
{
	const struct grant *first = NULL;

	for (size_t i = 0; i < all->n; i++) {
		const struct grant *g = &all->v[i];

		if ((g->says != GRANT_GETS && g->says != GRANT_NEEDS) ||
		    (claim->version > 0 && g->version != claim->version) ||
		    g->reach == REACH_RUNS || g->reach == REACH_FROM ||
		    g->reach == REACH_OLDER ||
		    (g->reach != REACH_LATER && g->says != GRANT_NEEDS &&
			!g->whole) ||
		    !is_of_line(g->device, claim->device, l))
			continue;
		if (first == NULL ||
		    lineup_compare(l, g->device, first->device) == LINEUP_OLDER)
			first = g;
	}
	*by = first;
	if (first == NULL)
		return SAYS_NO_WORD;
	switch (lineup_compare(l, first->device, claim->device)) {
	case LINEUP_LEVEL:
		return IS_RIGHT;
	case LINEUP_OLDER:
	case LINEUP_NEWER:
		return IS_WRONG;
	case LINEUP_UNKNOWN:
		break;
	}
	return SAYS_NO_WORD;
}

/* "Every iPhone that runs iOS 28": each that the table has of them. */
static enum verdict bears_on_all(const struct lineups *l,
    const struct grants *all, const struct grant *claim,
    const struct grant **by)
{
	struct wanted w = {.version = claim->version};
	size_t had = 0, got = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct grant *g = &all->v[i];

		*by = g;
		if (g->reach == REACH_RUNS && g->runs == claim->runs &&
		    is_given(&w, g->version) && g->says == GRANT_GETS)
			return IS_RIGHT;
		/* Who is told to be left out had the version before. */
		if (g->says == GRANT_NOT && is_lacked(&w, g->version) &&
		    is_of_line(g->device, claim->device, l))
			return IS_WRONG;
	}
	for (size_t i = 0; i < lineups_count(l); i++) {
		const struct lineup_row *row = lineups_at(l, i);
		struct device d = {.name = row->model};
		enum got one;

		if (strcmp(row->line, claim->device) != 0 ||
		    !ran(l, row, claim->soft, claim->runs))
			continue;
		had++;
		one = got_device(l, all, &d, &w, by);
		if (one == GOT_NONE)
			return IS_WRONG;
		got += one == GOT_IT;
	}
	return had > 0 && got == had ? IS_RIGHT : SAYS_NO_WORD;
}

static enum verdict bears_on(const struct lineups *l, const struct grants *all,
    const struct grant *claim, bool of_all, const struct grant **by)
{
	struct device d = {.name = claim->device,
	    .series = of_all || claim->reach == REACH_SERIES};
	struct wanted w = {
	    .version = claim->version, .behind = claim->says == GRANT_LAST};

	*by = NULL;
	if (claim->reach == REACH_RUNS)
		return claim->says == GRANT_GETS
			   ? bears_on_all(l, all, claim, by)
			   : SAYS_NO_WORD;
	if (claim->says == GRANT_NEEDS ||
	    (claim->says == GRANT_GETS &&
		(claim->reach == REACH_LATER || claim->reach == REACH_FROM)))
		return bears_on_start(l, all, claim, by);
	if (claim->reach == REACH_LATER || claim->reach == REACH_FROM ||
	    claim->says == GRANT_NO_MORE)
		return SAYS_NO_WORD;
	return verdict_of(
	    got_device(l, all, &d, &w, by), claim->says == GRANT_GETS);
}

/* The claim as a whole, by each device in it; and the grant that tells. */
static enum verdict verdict_by(
    const struct reading *r, const struct grants *all, const struct grant **by)
{
	const struct grants *claimed = r->about->grants;
	size_t right = 0, wrong = 0, part = 0;

	for (size_t i = 0; i < claimed->n; i++) {
		const struct grant *one;

		switch (bears_on(r->lex->lineups, all, &claimed->v[i],
		    r->about->all, &one)) {
		case SAYS_NO_WORD:
			/* "All that run 8, the A9 included": it is the oldest.
			 */
			if (claimed->v[i].reach == REACH_RUNS && claimed->n > 1)
				continue;
			return SAYS_NO_WORD;
		case IS_RIGHT:
			right++;
			break;
		case IS_RIGHT_IN_PART:
			part++;
			break;
		case IS_WRONG:
			wrong++;
			break;
		}
		*by = one;
	}
	if (part > 0 || (right > 0 && wrong > 0))
		return IS_RIGHT_IN_PART;
	return right > 0 ? IS_RIGHT : wrong > 0 ? IS_WRONG : SAYS_NO_WORD;
}

/* --- the claim that it makes --- */

/* Where else, by what name, for how long: others know that better. */
static bool may_be_granted(const struct claim *c)
{
	return c->aspect == ASPECT_ELIGIBILITY || c->aspect == ASPECT_OTHER ||
	       c->aspect == ASPECT_RELEASE_DATE ||
	       c->aspect == ASPECT_ROLLOUT ||
	       c->aspect == ASPECT_DISCONTINUATION ||
	       c->aspect == ASPECT_FEATURE;
}

/* Does the claim's sentence name a device? */
static bool is_of_device(const struct reading *r, const struct claim *c)
{
	for (size_t i = 0; i < r->passage_count; i++) {
		const struct passage *p = &r->passages[i];

		if (p->field != c->field || p->span.start != c->sentence.start)
			continue;
		for (size_t k = 0; k < p->mentions; k++)
			if (passage_side(r, p)->mentions[p->mention + k].device)
				return true;
	}
	return false;
}

/* What is granted to whom is known better than words in common tell. */
static void claims_drop(struct reading *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->claim_count; i++) {
		const struct claim *c = &r->claims[i];
		bool same = c->aspect == ASPECT_ELIGIBILITY ||
			    c->words == r->about->claim->words;

		/* "We have no such plan" needs no name. */
		if (!same || c->grade > GRADE_B ||
		    (c->modality == MODALITY_DENIED && !is_of_device(r, c)))
			r->claims[n++] = r->claims[i];
	}
	r->claim_count = n;
}

static void verdict_add(
    struct reading *r, enum verdict verdict, const struct grant *by)
{
	const struct about *about = r->about;
	struct drawn d;
	struct claim c;

	if (!passage_draw(r, &r->passages[by->p - r->passages], &d))
		return;
	c = about_begin(&d, about);
	c.value = about->claim->value;
	about_same_words(&c, about);
	c.background = false;
	c.answers = true;
	c.modality = verdict == IS_WRONG ? MODALITY_DENIED : MODALITY_ASSERTED;
	c.in_part = verdict == IS_RIGHT_IN_PART;
	c.granted = true;
	c.says_no = by->says == GRANT_NOT || by->says == GRANT_NO_MORE;
	claim_add(&d, &c);
}

static void grants_of_item(struct reading *r, struct grants *all)
{
	for (size_t i = 0; i < r->passage_count; i++) {
		struct drawn d;

		if (!passage_draw(r, &r->passages[i], &d) || !d.official ||
		    d.grade > GRADE_B || d.modality == MODALITY_HEDGED ||
		    d.p->question || tells_of_talk(&d, d.p->end) ||
		    drawn_says(&d, PHRASE_BETA) != r->about->of_beta)
			continue;
		grants_read(&d, all);
	}
}

void eligible_claim(struct reading *r)
{
	struct grants all = {NULL};
	const struct grant *by = NULL;
	enum verdict verdict = SAYS_NO_WORD;

	if (r->about == NULL || r->about->grants == NULL ||
	    !may_be_granted(r->about->claim))
		return;
	all.soft = r->about->grants->soft;
	grants_of_item(r, &all);
	if (all.n > 0)
		verdict = verdict_by(r, &all, &by);
	/* That it comes is not that it comes then. */
	if (verdict != IS_WRONG && all.n > 0 &&
	    r->about->claim->window.from != DATE_NONE)
		return;
	claims_drop(r);
	if (verdict != SAYS_NO_WORD && by != NULL)
		verdict_add(r, verdict, by);
}
