/* A feed, and the answers that belong to it. */
#include "core/feedreport.h"

#include "core/daemon.h"
#include "store/pages.h"
#include "text/url.h"

struct feed feedreport_feed(struct arena *a, const struct polled *p)
{
	struct feed f = p->feed;

	f.url = (char *)(uintptr_t)url_shown(a, f.url);
	f.moved_to = (char *)(uintptr_t)url_shown(a, f.moved_to);
	return f;
}

static void take_feed(
    struct visit *v, struct feed_report *r, const struct polled *p)
{
	*r = (struct feed_report){.feed = feedreport_feed(v->arena, p),
	    .configured_url = url_shown(v->arena, p->configured_url),
	    .asking = p->busy};
}

/* The first of the rows, which are by feed, that is not of an earlier one. */
static size_t first_of(const struct answer_row *rows, size_t n, int64_t feed)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (rows[middle].feed_id < feed)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void take_answers(struct visit *v, struct feed_report *r,
    const struct answer_row *rows, size_t n)
{
	struct feed_answer *answers =
	    arena_array(v->arena, FEED_ANSWERS, sizeof(*answers));

	r->answers = answers;
	for (size_t i = first_of(rows, n, r->feed.id);
	     i < n && rows[i].feed_id == r->feed.id &&
	     r->answer_count < FEED_ANSWERS;
	     i++)
		answers[r->answer_count++] = rows[i].answer;
}

static int take_pages(struct visit *v, struct feed_report *r)
{
	return store_page_counts(
	    v->d->store, v->arena, r->feed.id, &r->pages, &v->err);
}

int feedreport_all(struct visit *v, struct feed_report **out, size_t *n)
{
	struct answer_row *rows;
	size_t row_count;

	*n = poll_count(v->d->poll);
	*out = arena_array(v->arena, *n + 1, sizeof(**out));
	if (store_answers(v->d->store, v->arena, 0, &rows, &row_count, &v->err))
		return -1;
	for (size_t i = 0; i < *n; i++) {
		take_feed(v, &(*out)[i], poll_feed(v->d->poll, i));
		take_answers(v, &(*out)[i], rows, row_count);
		if (take_pages(v, &(*out)[i]))
			return -1;
	}
	return 0;
}

static const struct polled *find(const struct visit *v)
{
	const struct polled *p = poll_find(v->d->poll, v->name);

	return p || !v->id ? p : poll_find_id(v->d->poll, v->id);
}

int feedreport_one(struct visit *v, struct feed_report *r)
{
	const struct polled *found = find(v);
	struct answer_row *rows;
	size_t n;

	if (!found)
		return 1;
	take_feed(v, r, found);
	if (store_answers(
		v->d->store, v->arena, found->feed.id, &rows, &n, &v->err))
		return -1;
	take_answers(v, r, rows, n);
	return take_pages(v, r);
}
