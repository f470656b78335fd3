/*
 * Two windows of a sentence that are one time: "between April and June", "in
 * summer, in September at the latest". What is left of the first is the time
 * from its beginning to the end of the second.
 */
#include "judge/draw.h"

#include <string.h>

#include "text/date.h"
#include "text/prose.h"

/* Bytes: "moved the launch of the Aqua 9 Ultra, from " */
#define MOVED_NEAR 60

bool window_is_moved(const struct reading *r, const struct passage *p,
    const struct window_hit *w)
{
	static const char *const opens[] = {"from ", "vom ", "von ", "del ",
	    "desde el ", "du ", "dal ", "de ", "dari ", "从", "由", "原定",
	    "原定于", "原计划", "原计划于", NULL};
	const struct phrases_found *f = passage_phrases(r, p);
	const char *s = passage_side(r, p)->folded;
	uint32_t from =
	    w->start > p->start + MOVED_NEAR ? w->start - MOVED_NEAR : p->start;
	uint32_t to =
	    p->end - w->end > MOVED_NEAR ? w->end + MOVED_NEAR : p->end;

	return span_ends(s, p->start, w->start, opens) &&
	       (phrase_within(f, PHRASE_MOVED, from, w->start) ||
		   phrase_within(f, PHRASE_MOVED, w->end, to));
}

static bool is_span(const struct reading *r, const struct passage *p,
    const struct window_hit *a, const struct window_hit *b)
{
	static const char *const opens[] = {
	    "between ", "from ", "zwischen ", "entre ", "tra ", "von ", NULL};
	const struct side *side = passage_side(r, p);
	static const char *const joints[] = {
	    " and ", " to ", " und ", " bis ", " y ", " et ", " e ", " dan "};

	if (!span_ends(side->folded, p->start, a->start, opens) ||
	    window_is_moved(r, p, a))
		return false;
	for (size_t i = 0; i < sizeof(joints) / sizeof(*joints); i++)
		if (strncmp(side->folded + a->end, joints[i],
			b->start - a->end) == 0)
			return strlen(joints[i]) == b->start - a->end;
	return false;
}

/* "From November to January": the second is after the first. */
static void span_close(struct window_hit *a, const struct window_hit *b)
{
	struct civil c;

	date_to_civil(b->window.to + 1, &c);
	c.year += b->window.to < a->window.to;
	a->window.to = date_from_civil(&c) - 1;
	a->end = b->end;
}

#define LATEST_BEHIND 2 /* bytes: "in September at the latest" */
#define LATEST_BEFORE 8 /* "spätestens im September", "au plus tard en" */

static bool is_latest(const struct reading *r, const struct passage *p,
    const struct window_hit *w)
{
	const struct phrase_hit *at = NULL;

	while ((at = phrase_next(passage_phrases(r, p), PHRASE_LATEST, at)) !=
	       NULL)
		if ((at->start >= w->end &&
			at->start - w->end <= LATEST_BEHIND) ||
		    (at->end <= w->start &&
			w->start - at->end <= LATEST_BEFORE))
			return true;
	return false;
}

/* "In the summer of 2035, in September at the latest": of that year. */
static void year_take(struct window *w, const struct window *first)
{
	struct civil from, to, of;

	date_to_civil(w->from, &from);
	date_to_civil(w->to + 1, &to);
	date_to_civil(first->from, &of);
	if (from.year >= of.year)
		return;
	to.year += of.year - from.year;
	from.year = of.year;
	w->from = date_from_civil(&from);
	w->to = date_from_civil(&to) - 1;
}

#define LATEST_NEAR 20 /* bytes between the two: ", at the latest in " */

size_t windows_join(const struct reading *r, const struct passage *p,
    struct window_hit *out, size_t n)
{
	int64_t today = day_of(r->published_at);
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		struct window_hit *last = kept > 0 ? &out[kept - 1] : NULL;

		if (last != NULL && is_span(r, p, last, &out[i])) {
			span_close(last, &out[i]);
			continue;
		}
		if (!is_latest(r, p, &out[i])) {
			out[kept++] = out[i];
			continue;
		}
		if (last != NULL)
			year_take(&out[i].window, &last->window);
		if (out[i].window.to > today) {
			if (last != NULL && out[i].start >= last->end &&
			    out[i].start - last->end <= LATEST_NEAR &&
			    last->window.to < out[i].window.to) {
				last->window.to = out[i].window.to;
				last->end = out[i].end;
				continue;
			}
			if (out[i].window.from > today)
				out[i].window.from = today;
		}
		out[kept++] = out[i];
	}
	return kept;
}
