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
	const char *vendor = request_param(v->r, "vendor");
	const char *aspect = request_param(v->r, "aspect");
	const char *known_vendor;
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
	known_vendor = lexicon_vendor(v->d->setup->lexicon, vendor);
	if (known_vendor)
		vendor = known_vendor;
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

/* Is what was asked a part of the name, or nearly it or a word of it? */
static bool is_near(struct visit *v, const char *asked, const char *name)
{
	const char *folded = fold(v, name);
	size_t most = strlen(asked) < 6 ? 2 : SPELLING_NEAR;
	char *words, *rest, *word;

	if (strlen(asked) >= 3 &&
	    (strstr(folded, asked) || strstr(asked, folded)))
		return true;
	if (spelling_distance(asked, folded) < most)
		return true;
	words = arena_strdup(v->arena, folded);
	for (word = strtok_r(words, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest))
		if (strlen(word) >= 4 && spelling_distance(asked, word) < most)
			return true;
	return false;
}

static bool is_called(
    struct visit *v, const char *asked, const struct tipster_row *row)
{
	const struct tipster *t =
	    lexicon_tipster(v->d->setup->lexicon, row->name);

	if (is_near(v, asked, row->name))
		return true;
	for (size_t i = 0; t && i < t->also_count; i++)
		if (is_near(v, asked, t->also[i]))
			return true;
	return false;
}

static int no_tipster(
    struct visit *v, const char *name, const struct tipster_row *rows, size_t n)
{
	const struct tipster *t = lexicon_tipster(v->d->setup->lexicon, name);
	const char *asked = fold(v, name), *near = "";
	size_t count = 0;

	if (t)
		return request_fail(v->r, 404,
		    "%s is known, and nothing of theirs has come so far",
		    t->name);
	for (size_t i = 0; i < n && count < NEAR_MOST; i++)
		if (is_called(v, asked, &rows[i]))
			near = arena_printf(v->arena, "%s%s%s", near,
			    count++ ? ", " : "", rows[i].name);
	if (count)
		return request_fail(v->r, 404,
		    "there is no tipster \"%s\"; is it %s?", name, near);
	return request_fail(v->r, 404,
	    "there is no tipster \"%s\"; hearsay tipsters lists them", name);
}

static const struct tipster_row *find(
    struct visit *v, const char *name, const struct tipster_row *rows, size_t n)
{
	const struct tipster *t = lexicon_tipster(v->d->setup->lexicon, name);
	const char *wanted = fold(v, t ? t->name : name);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(fold(v, rows[i].name), wanted))
			return &rows[i];
	return NULL;
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
	const struct tipster *known;
	const struct tipster_row *found;
	struct tipster_row *rows;
	size_t n;
	int status = read_all(v, &rows, &n);

	if (status != 200)
		return status;
	found = find(v, name, rows, n);
	if (!found)
		return no_tipster(v, name, rows, n);
	*r = (struct tipster_report){.row = *found};
	known = lexicon_tipster(v->d->setup->lexicon, found->name);
	if (known)
		put_names(v, known, r);
	filter.name = found->name;
	if (store_report_said(v->d->store, v->arena, &filter, &r->said,
		&r->said_count, &v->err))
		return visit_failed(v);
	r->more = r->said_count > limit;
	r->said_count = r->more ? limit : r->said_count;
	for (size_t i = 0; i < r->said_count; i++) {
		fill_row(&r->said[i].rumor, rows, n);
		statusreport_unverifiable(v->d, &r->said[i].rumor, 1);
	}
	return 200;
}
