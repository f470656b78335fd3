/*
 * Where a fold may go on from: the state of a partition some days before its
 * newest claim, kept as a copy. Items come late by hours, as their feeds are
 * asked; without the mark each would have all that was ever said of the vendor
 * folded anew. What comes from before the mark, and a user's ruling, drops it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/fold.h"

struct fold_mark {
	struct live **rumors;
	size_t rumor_count;
	size_t fact_count, folded, folded_claims;
	uint32_t *df;
	size_t df_cap;
	struct gist_counts *gists;
	int64_t expired_at;
};

static void *copy_of(const void *v, size_t n, size_t size)
{
	void *to = mem_array(n ? n : 1, size);

	if (n)
		memcpy(to, v, n * size);
	return to;
}

/* By itself, but for the claims; what was numbered is numbered again. */
static struct live *live_copy(const struct live *of)
{
	struct live *r = copy_of(of, 1, sizeof(*r));
	struct rumor *p = &r->pub;

	r->member_cap = r->ref_cap = p->member_count;
	r->transition_cap = p->transition_count;
	r->origin_cap = p->origin_count;
	r->lineage_cap = r->traced;
	p->members = r->members =
	    copy_of(r->members, p->member_count, sizeof(*r->members));
	r->refs = copy_of(r->refs, p->member_count, sizeof(*r->refs));
	p->transitions = r->transitions = copy_of(
	    r->transitions, p->transition_count, sizeof(*r->transitions));
	p->origins = r->origins =
	    copy_of(r->origins, p->origin_count, sizeof(*r->origins));
	r->lineages = copy_of(r->lineages, r->traced, sizeof(*r->lineages));
	p->id = 0;
	return r;
}

static struct live **copy_all(struct live *const *of, size_t n)
{
	struct live **to = mem_array(n ? n : 1, sizeof(struct live *));

	for (size_t i = 0; i < n; i++)
		to[i] = live_copy(of[i]);
	return to;
}

void mark_drop(struct partition *p)
{
	struct fold_mark *m = p->mark;

	if (!m)
		return;
	for (size_t i = 0; i < m->rumor_count; i++)
		fold_free_live(m->rumors[i]);
	free(m->rumors);
	free(m->df);
	free(m->gists);
	free(m);
	p->mark = NULL;
}

void mark_drop_before(struct partition *p, size_t claim)
{
	if (p->mark && claim < p->mark->folded)
		mark_drop(p);
}

static int64_t published_at(const struct partition *p, size_t claim)
{
	return p->claims[claim].item->published_at;
}

/*
 * Is the fold where it is by its items alone? The clock may have decided what
 * an item that comes late would decide before it.
 */
static bool is_pure(const struct partition *p)
{
	return p->expired_at <= published_at(p, p->folded - 1);
}

void mark_set(const struct board *b, struct partition *p)
{
	size_t last = p->mark ? p->mark->folded : 0;
	struct fold_mark *m;
	int64_t back;

	if (!b->policy.mark_every || b->ruling_count ||
	    p->folded < last + b->policy.mark_every || !is_pure(p))
		return;
	back = published_at(p, p->claim_count - 1) - b->policy.mark_back_s;
	if (published_at(p, p->folded - 1) >= back ||
	    published_at(p, p->folded) < back)
		return;
	mark_drop(p);
	p->mark = m = mem_alloc(sizeof(*m));
	m->rumors = copy_all(p->rumors, p->rumor_count);
	m->rumor_count = p->rumor_count;
	m->fact_count = p->fact_count;
	m->folded = p->folded;
	m->folded_claims = p->folded_claims;
	m->expired_at = p->expired_at;
	m->df = copy_of(p->df, p->df_cap, sizeof(*m->df));
	m->df_cap = p->df_cap;
	m->gists = gist_counts_copy(p->gists);
}

/* The facts and the words' numbers have only grown since. */
void mark_resume(const struct board *b, struct partition *p)
{
	const struct fold_mark *m;

	if (b->ruling_count)
		mark_drop(p);
	fold_reset(p);
	m = p->mark;
	if (!m)
		return;
	for (size_t i = 0; i < m->rumor_count; i++)
		p->rumors[i] = live_copy(m->rumors[i]);
	p->rumor_count = m->rumor_count;
	p->fact_count = m->fact_count;
	p->folded = m->folded;
	p->folded_claims = m->folded_claims;
	p->expired_at = m->expired_at;
	p->gists = gist_counts_copy(m->gists);
	if (m->df_cap)
		memcpy(p->df, m->df, m->df_cap * sizeof(*p->df));
}
