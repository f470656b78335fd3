/*
 * What an item's grants say of each device of the claim. In so many words
 * ("will not be updated"), by a range that begins above it, or because it is
 * missing from a list that calls itself whole: a list of those that come first
 * says nothing of the others.
 */
#include "judge/eligible.h"

#include <string.h>
#include <strings.h>

#include "judge/answer.h"
#include "judge/grant.h"
#include "judge/lineup.h"
#include "text/date.h"

void eligible_take(const struct drawn *d, struct about *about)
{
	struct grants *g;

	if (about->grants != NULL)
		return;
	g = arena_alloc(d->r->arena, sizeof(*g));
	*g = (struct grants){.n = 0};
	grants_read(d, g);
	if (g->n == 0)
		return;
	g->soft = g->v[0].soft;
	/* Which system it comes with is another matter (aboard.c). */
	if (g->soft != NULL && g->v[0].version <= 0 &&
	    g->v[0].says != GRANT_NO_MORE &&
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
	bool all; /* ... in so many words; else its name stands for them */
};

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
	if (lineup_is_edition(g->device, d->name) &&
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
	if (lineup_same(l, g->device, d->name))
		return !d->all || g->reach != REACH_MODEL ||
			       g->says == GRANT_NOT
			   ? REACHED
			   : REACHED_SOME;
	if (g->reach == REACH_SERIES && lineup_is_edition(d->name, g->device))
		return REACHED;
	return d->series && lineup_is_edition(g->device, d->name) ? REACHED_SOME
								  : REACHED_NOT;
}

/* --- does it get the version? --- */

enum got { GOT_NOTHING, GOT_IT, GOT_SOME, GOT_NONE };

/* A version; or, of a claim that it is the last, any behind it. */
struct wanted {
	double version;
	bool behind;
};

/* Is it behind the version that was to be the last: 13 of 12, and not 12.1? */
static bool is_behind(const struct wanted *w, double version)
{
	return version >=
		   w->version + (w->version == (int)w->version ? 1 : 0) &&
	       version > w->version;
}

/* Does a version that is given have the wanted one in it? */
static bool is_given(const struct wanted *w, double version)
{
	if (w->behind)
		return is_behind(w, version);
	return w->version <= 0 || version >= w->version;
}

/* Does it follow of a version that it lacks that it lacks the wanted one? Who
 * lacks 15 may still get 13. */
static bool is_lacked(const struct wanted *w, double version)
{
	if (w->behind)
		return is_behind(w, version) && version < w->version + 2;
	return version <= w->version && (version > 0 || w->version <= 0);
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
		if (w->version <= 0)
			return GOT_NOTHING;
		return w->version <= g->version ? GOT_IT : GOT_NONE;
	case GRANT_NO_MORE:
		return GOT_NONE;
	}
	return GOT_NOTHING;
}

static bool is_of_line(const char *a, const char *b, const struct lineups *l)
{
	struct lineup_place x = {.line_n = 0}, y = {.line_n = 0};

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
			    !is_lacked(w, g->version) ||
			    (!w->behind && g->version < w->version))
				continue; /* of an older version, newer models
					     are not in the list */
			n++;
			if (reached(l, g, d) != REACHED_NOT ||
			    lineup_is_edition(g->device, d->name) ||
			    lineup_is_edition(d->name, g->device))
				return NULL; /* its name may be in short */
			if (is_of_line(g->device, d->name, l))
				like = g;
		}
		if (n >= WHOLE_LIST && like != NULL)
			return like;
	}
	return NULL;
}

/* Who is named himself, "all but the A9 SE", is no more one of the series. */
static int closeness(
    const struct lineups *l, const struct grant *g, const struct device *d)
{
	return lineup_same(l, g->device, d->name) && g->reach == REACH_MODEL
		   ? 2
		   : 1;
}

/* What all grants say of one device; and by which of them. */
static enum got got_device(const struct lineups *l, const struct grants *all,
    const struct device *d, const struct wanted *w, const struct grant **by)
{
	enum got out = GOT_NOTHING;
	const struct grant *below = NULL;
	int closest = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct grant *g = &all->v[i];
		enum got one = got_by(l, g, d, w);
		int close = closeness(l, g, d);

		if (one == GOT_NOTHING || close < closest)
			continue;
		/* Said by a range alone, what is named besides goes first. */
		if (one == GOT_NONE && reached(l, g, d) == REACHED_BELOW) {
			below = g;
			continue;
		}
		if (close == closest && out != GOT_NOTHING &&
		    (out == GOT_NONE) != (one == GOT_NONE))
			return GOT_NOTHING;
		if (close > closest || out != GOT_IT) {
			*by = g;
			out = one;
		}
		closest = close;
	}
	if (out != GOT_NOTHING)
		return out;
	if (below == NULL)
		below = left_out(l, all, d, w);
	*by = below;
	return below != NULL ? GOT_NONE : GOT_NOTHING;
}

/* --- is the claim right? --- */

static enum answer answer_of(enum got got, bool claimed)
{
	switch (got) {
	case GOT_NOTHING:
		break;
	case GOT_IT:
		return claimed ? ANSWER_YES : ANSWER_NO;
	case GOT_SOME:
		return claimed ? ANSWER_PART : ANSWER_NO;
	case GOT_NONE:
		return claimed ? ANSWER_NO : ANSWER_YES;
	}
	return ANSWER_NONE;
}

/* "Needs an A9", "from the A9 on": where the maker's own range begins. */
static enum answer bears_on_start(const struct lineups *l,
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
		return ANSWER_NONE;
	switch (lineup_compare(l, first->device, claim->device)) {
	case LINEUP_LEVEL:
		return ANSWER_YES;
	case LINEUP_OLDER:
	case LINEUP_NEWER:
		return ANSWER_NO;
	case LINEUP_UNKNOWN:
		break;
	}
	return ANSWER_NONE;
}

/* "Every iPhone that runs iOS 28": each that the table has of them. */
static enum answer bears_on_all(const struct lineups *l,
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
			return ANSWER_YES;
		/* Who is told to be left out had the version before. */
		if (g->says == GRANT_NOT && is_lacked(&w, g->version) &&
		    is_of_line(g->device, claim->device, l))
			return ANSWER_NO;
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
			return ANSWER_NO;
		got += one == GOT_IT;
	}
	return had > 0 && got == had ? ANSWER_YES : ANSWER_NONE;
}

static enum answer bears_on(const struct lineups *l, const struct grants *all,
    const struct grant *claim, bool of_all, const struct grant **by)
{
	struct device d = {.name = claim->device,
	    .series = of_all || claim->reach == REACH_SERIES,
	    .all = of_all};
	struct wanted w = {
	    .version = claim->version, .behind = claim->says == GRANT_LAST};

	*by = NULL;
	if (claim->reach == REACH_RUNS)
		return claim->says == GRANT_GETS
			   ? bears_on_all(l, all, claim, by)
			   : ANSWER_NONE;
	if (claim->says == GRANT_NEEDS ||
	    (claim->says == GRANT_GETS &&
		(claim->reach == REACH_LATER || claim->reach == REACH_FROM)))
		return bears_on_start(l, all, claim, by);
	if (claim->reach == REACH_LATER || claim->reach == REACH_FROM ||
	    claim->says == GRANT_NO_MORE)
		return ANSWER_NONE;
	return answer_of(
	    got_device(l, all, &d, &w, by), claim->says == GRANT_GETS);
}

/* The claim as a whole, by each device in it; and the grant that tells. */
static enum answer answer_by(
    const struct reading *r, const struct grants *all, const struct grant **by)
{
	const struct grants *claimed = r->about->grants;
	struct answers sum = {0};

	for (size_t i = 0; i < claimed->n; i++) {
		const struct grant *one;
		enum answer answer = bears_on(r->lex->lineups, all,
		    &claimed->v[i], r->about->all && claimed->n == 1, &one);

		/* "All that run 8, the A9 included": it is the oldest. */
		if (answer == ANSWER_NONE && claimed->n > 1 &&
		    claimed->v[i].reach == REACH_RUNS)
			continue;
		answers_count(&sum, answer);
		*by = one;
	}
	return answers_sum(&sum);
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

static void grants_of_item(struct reading *r, struct grants *all)
{
	for (size_t i = 0; i < r->passage_count; i++) {
		struct drawn d;

		if (answer_is_official(r, &r->passages[i], &d) &&
		    drawn_says(&d, PHRASE_BETA) == r->about->of_beta)
			grants_read(&d, all);
	}
}

void eligible_claim(struct reading *r)
{
	struct grants all = {.n = 0};
	const struct grant *by = NULL;
	enum answer answer = ANSWER_NONE;

	if (r->about == NULL || r->about->grants == NULL ||
	    !may_be_granted(r->about->claim))
		return;
	all.soft = r->about->grants->soft;
	grants_of_item(r, &all);
	if (all.n > 0)
		answer = answer_by(r, &all, &by);
	/* That it comes is not that it comes then. */
	if (answer != ANSWER_NO && all.n > 0 &&
	    r->about->claim->window.from != DATE_NONE)
		return;
	answers_drop(r, ASPECT_ELIGIBILITY);
	if (answer != ANSWER_NONE && by != NULL)
		answer_add(r, by->p, answer, by->plainly);
}
