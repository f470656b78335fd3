/*
 * Tipsters for the routes: found by whatever they are called, or those that
 * may have been meant; and ranked by one vendor or aspect.
 */
#include <string.h>

#include "core/daemon.h"
#include "core/fill.h"
#include "core/statusreport.h"
#include "core/visit.h"
#include "text/spelling.h"
#include "text/utf8.h"

#define NEAR_MOST 5 /* names that an answer proposes */

static int read_all(struct visit *v, struct tipster_row **rows, size_t *n)
{
	if (store_report_tipsters(v->d->store, v->arena, rows, n, &v->err))
		return visit_failed(v);
	fill_tipsters(*rows, *n);
	return 200;
}

/* --- of one vendor or aspect --- */

/* Those who have such a share, with it in place of the whole. */
static size_t keep_shares(
    struct tipster_row *rows, size_t n, const char *vendor, const char *aspect)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		const struct share_row *share =
		    vendor ? fill_share(
				 rows[i].vendors, rows[i].vendor_count, vendor)
			   : fill_share(
				 rows[i].aspects, rows[i].aspect_count, aspect);

		if (!share)
			continue;
		rows[kept] = rows[i];
		rows[kept].record = share->record;
		rows[kept++].median_lead_days = share->median_lead_days;
	}
	fill_rank(rows, kept);
	return kept;
}

int visit_tipsters(struct visit *v, struct tipster_row **rows, size_t *n)
{
	const char *vendor = visit_vendor(v);
	const char *aspect = request_param(v->r, "aspect");
	enum aspect known;
	int status;

	if (vendor && aspect)
		return request_fail(v->r, 400,
		    "vendor or aspect: a record is of one of them at a time");
	if (aspect && aspect_parse(aspect, &known))
		return request_fail(v->r, 400,
		    "aspect: \"%s\" is none of discontinuation, successor, "
		    "name, release-date, eligibility, feature, rollout, "
		    "exclusivity, region, support-length, other",
		    aspect);
	status = read_all(v, rows, n);
	if (status == 200 && (vendor || aspect))
		*n = keep_shares(*rows, *n, vendor, aspect);
	return status;
}

/* --- by name --- */

static const char *fold(struct visit *v, const char *s)
{
	size_t n;

	s += *s == '@';
	return utf8_fold(v->arena, s, strlen(s), &n, NULL);
}

/* A name that may be meant, and how far it is from what was asked. */
struct near {
	const char *name;
	size_t apart;
};

/* A part is as near as a letter that is wrong. */
static size_t apart(struct visit *v, const char *asked, const char *name)
{
	const char *folded = fold(v, name);
	size_t best = spelling_distance(asked, folded), d;
	char *rest, *word;

	if (best && ((strlen(asked) >= 3 && strstr(folded, asked)) ||
			(strlen(folded) >= 3 && strstr(asked, folded))))
		best = 1;
	word = strtok_r(arena_strdup(v->arena, folded), " ", &rest);
	for (; word; word = strtok_r(NULL, " ", &rest)) {
		d = spelling_distance(asked, word);
		best = strlen(word) >= 4 && d < best ? d : best;
	}
	return best;
}

/* The nearest of all that the tipster is called. */
static size_t apart_at_all(
    struct visit *v, const char *asked, const struct tipster_row *row)
{
	const struct tipster *t =
	    lexicon_tipster(v->d->setup->lexicon, row->name);
	size_t best = apart(v, asked, row->name), d;

	for (size_t i = 0; t && i < t->also_count; i++) {
		d = apart(v, asked, t->also[i]);
		best = d < best ? d : best;
	}
	return best;
}

/* Keeps the nearest, and of those as near the ones that came first. */
static size_t keep_near(struct near *list, size_t n, struct near one)
{
	size_t at = n;

	while (at && list[at - 1].apart > one.apart)
		at--;
	if (at == NEAR_MOST)
		return n;
	n = n < NEAR_MOST ? n + 1 : n;
	memmove(list + at + 1, list + at, (n - at - 1) * sizeof(*list));
	list[at] = one;
	return n;
}

static int no_tipster(
    struct visit *v, const char *name, const struct tipster_row *rows, size_t n)
{
	const struct tipster *t = lexicon_tipster(v->d->setup->lexicon, name);
	const char *asked = fold(v, name), *names = "";
	size_t most = strlen(asked) < 6 ? 2 : SPELLING_NEAR, count = 0;
	struct near list[NEAR_MOST];

	if (t)
		return request_fail(v->r, 404,
		    "%s is known, and nothing of theirs has come so far",
		    t->name);
	for (size_t i = 0; i < n; i++) {
		struct near one = {
		    rows[i].name, apart_at_all(v, asked, &rows[i])};

		if (one.apart < most)
			count = keep_near(list, count, one);
	}
	for (size_t i = 0; i < count; i++)
		names = arena_printf(
		    v->arena, "%s%s%s", names, i ? ", " : "", list[i].name);
	if (count)
		return request_fail(v->r, 404,
		    "there is no tipster \"%s\"; is it %s?", name, names);
	return request_fail(v->r, 404,
	    "there is no tipster \"%s\"; hearsay tipsters lists them", name);
}

/* By the name as the lexicon has it, or in the case that they wrote it in. */
static int find(struct visit *v, const char *name, struct tipster_row *out)
{
	const struct tipster *t = lexicon_tipster(v->d->setup->lexicon, name);
	const char *wanted = t ? t->name : name;
	struct tipster_row *rows;
	size_t n;
	int status, rc;

	rc = store_report_tipster(v->d->store, v->arena, wanted, out, &v->err);
	if (rc <= 0)
		return rc ? visit_failed(v) : 200;
	status = read_all(v, &rows, &n);
	if (status != 200)
		return status;
	wanted = fold(v, wanted);
	for (size_t i = 0; i < n; i++)
		if (!strcmp(fold(v, rows[i].name), wanted)) {
			*out = rows[i];
			return 200;
		}
	return no_tipster(v, name, rows, n);
}

/* Other names than these; the table may have one in several spellings. */
static void put_names(
    struct visit *v, const struct tipster *t, struct tipster_report *r)
{
	const char **also =
	    arena_array(v->arena, t->also_count + 1, sizeof(*also));

	for (size_t i = 0; i < t->also_count; i++) {
		const char *folded = fold(v, t->also[i]);
		bool had = !strcmp(folded, fold(v, r->row.name));

		for (size_t k = 0; k < r->also_count && !had; k++)
			had = !strcmp(folded, fold(v, also[k]));
		if (!had)
			also[r->also_count++] = t->also[i];
	}
	r->also = also;
}

int visit_tipster(struct visit *v, const char *name, struct cursor behind,
    size_t limit, struct tipster_report *r)
{
	struct said_filter filter = {.behind = behind, .limit = limit + 1};
	struct fill_known others = {0};
	const struct tipster *known;
	int status;

	*r = (struct tipster_report){0};
	status = find(v, name, &r->row);
	if (status != 200)
		return status;
	fill_tipster(&r->row);
	known = lexicon_tipster(v->d->setup->lexicon, r->row.name);
	if (known)
		put_names(v, known, r);
	filter.name = r->row.name;
	if (store_report_said(v->d->store, v->arena, &filter, &r->said,
		&r->said_count, &v->err))
		return visit_failed(v);
	r->more = r->said_count > limit;
	r->said_count = r->more ? limit : r->said_count;
	for (size_t i = 0; i < r->said_count; i++) {
		if (fill_rumor(v->d->store, v->arena, &others,
			&r->said[i].rumor, &v->err))
			return visit_failed(v);
		statusreport_unverifiable(v->d, &r->said[i].rumor, 1);
	}
	return 200;
}
