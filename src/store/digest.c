/*
 * What a digest says, by when it was decided here: a rumor stands in it as it
 * stood at the end of the period, so that a digest which is made late says
 * what it would have said.
 */
#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/feedrow.h"
#include "store/reportrow.h"
#include "store/store.h"

#define MOST_STORIES 25
/*
 * What a first poll brings is history where the world knew it so long before
 * the period; a hook's post has the same limit. Not less: a feed may be late,
 * and who begins with hearsay wants to know what is going on.
 */
#define HISTORY_S (7 * 86400)

/* A rumor of which something happened in the period. */
struct happened {
	int64_t rumor;
	bool fresh;	     /* it began in the period */
	bool moved;	     /* its status changed in the period */
	bool settled_before; /* a verdict of it was told before */
	enum rumor_status status;
};

/* --- which rumors --- */

static int choose(struct store *s, struct arena *a, int64_t from, int64_t to,
    struct happened **out, size_t *n, struct err *e)
{
	struct query q;
	struct happened *h = NULL;
	size_t cap = 0;
	int rc;

	*n = 0;
	if (query_open(&q, s,
		"SELECT r.id,"
		" EXISTS (SELECT 1 FROM event v WHERE v.kind = 'rumor-new'"
		"  AND v.subject = r.id AND v.noted_at > ?1"
		"  AND v.noted_at <= ?2),"
		" EXISTS (SELECT 1 FROM event v WHERE v.kind = 'rumor-status'"
		"  AND v.subject = r.id AND v.noted_at > ?1"
		"  AND v.noted_at <= ?2),"
		" EXISTS (SELECT 1 FROM event v WHERE v.subject = r.id"
		"  AND v.kind IN ('rumor-new', 'rumor-status')"
		"  AND v.noted_at <= ?2 AND v.at > ?3) OR"
		" EXISTS (SELECT 1 FROM rumor_member m"
		"  JOIN item i ON i.id = m.item WHERE m.rumor = r.id"
		"  AND m.part = 'carries' AND i.first_seen_at <= ?2"
		"  AND i.published_at > ?3)"
		" FROM rumor r WHERE r.id IN (SELECT v.subject FROM event v"
		"  WHERE v.kind IN ('rumor-new', 'rumor-status')"
		"  AND v.noted_at > ?1 AND v.noted_at <= ?2"
		"  UNION SELECT m.rumor FROM item i"
		"  JOIN rumor_member m ON m.item = i.id"
		"  WHERE m.part = 'carries'"
		"  AND i.first_seen_at > ?1 AND i.first_seen_at <= ?2)"
		" ORDER BY r.id",
		e))
		return -1;
	put_int(&q, from);
	put_int(&q, to);
	put_int(&q, from - HISTORY_S);
	while ((rc = query_step(&q, e)) > 0) {
		h = arena_room(a, h, *n, &cap, sizeof(*h));
		h[*n] = (struct happened){.rumor = get_int(&q)};
		h[*n].fresh = get_int(&q) != 0;
		h[*n].moved = get_int(&q) != 0;
		/* What was known before and is settled now is news. */
		*n += get_int(&q) || !h[*n].fresh;
	}
	*out = h;
	return rc;
}

/* The detail of a rumor's step: "open confirmed official-word". */
static int parse_step(struct store *s, int64_t event, const char *detail,
    enum rumor_status *from, enum rumor_status *to, struct err *e)
{
	char word[2][32] = {"", ""};

	if (sscanf(detail, "%31s %31s", word[0], word[1]) == 2 &&
	    !rumor_status_parse(word[0], from) &&
	    !rumor_status_parse(word[1], to))
		return 0;
	return err_set(e, "%s: event %lld is no step of a rumor: \"%.60s\"",
	    s->path, (long long)event, detail);
}

/*
 * Follows the steps of a rumor in the order in which they were decided: how
 * it stood when the period ended, and whether a verdict stood before it.
 */
static int follow(struct store *s, struct arena *a, int64_t period_from,
    int64_t period_to, struct happened *h, struct err *e)
{
	struct query q;
	enum rumor_status from, to;
	int64_t event, noted_at;
	bool known = false;
	int rc;

	if (query_open(&q, s,
		"SELECT id, noted_at, detail FROM event"
		" WHERE kind = 'rumor-status' AND subject = ? ORDER BY id",
		e))
		return -1;
	put_int(&q, h->rumor);
	while ((rc = query_step(&q, e)) > 0) {
		event = get_int(&q);
		noted_at = get_int(&q);
		rc = parse_step(s, event, get_text(&q, a), &from, &to, e);
		if (rc)
			break;
		if (noted_at <= period_from && rumor_status_is_settled(to))
			h->settled_before = true;
		if (noted_at <= period_to)
			h->status = to;
		else if (!known)
			h->status = from;
		known = true;
		if (noted_at > period_to)
			break;
	}
	query_end(&q);
	return rc < 0 ? -1 : 0;
}

/* --- the groups --- */

enum group { CORRECTIONS, CONFIRMED, REFUTED, FRESH, DEVELOPING, GROUPS };

static enum group group_of(const struct happened *h)
{
	if (h->settled_before && h->moved)
		return CORRECTIONS;
	switch (h->status) {
	case RUMOR_CONFIRMED:
	case RUMOR_PARTLY_CONFIRMED:
		return h->moved ? CONFIRMED : GROUPS;
	case RUMOR_CONTRADICTED:
	case RUMOR_DENIED:
	case RUMOR_EXPIRED:
		return h->moved ? REFUTED : GROUPS;
	case RUMOR_OPEN:
	case RUMOR_CORROBORATED:
		return h->fresh ? FRESH : DEVELOPING;
	}
	return GROUPS;
}

struct rows {
	struct rumor_row *v;
	size_t n, cap;
};

/* The verdict as it stood: its time and its sentence. */
static int read_verdict(struct store *s, struct arena *a, struct rumor_row *r,
    enum rumor_status status, struct err *e)
{
	struct query q;
	int rc;

	if (r->status == status)
		return 0;
	r->status = status;
	r->settled_at = r->settled_by = r->ruling = 0;
	r->evidence = r->contested = NULL;
	if (!rumor_status_is_settled(status))
		return 0;
	if (query_open(&q, s,
		"SELECT at, item, sentence, ruling FROM transition"
		" WHERE rumor = ? AND new_status = ? ORDER BY n DESC LIMIT 1",
		e))
		return -1;
	put_int(&q, r->id);
	put_text(&q, rumor_status_name(status));
	rc = query_step(&q, e);
	if (rc <= 0)
		return rc;
	r->settled_at = get_int(&q);
	r->settled_by = get_int(&q);
	r->evidence = get_text(&q, a);
	r->ruling = get_int(&q);
	query_end(&q);
	return 0;
}

static int add_row(struct store *s, struct arena *a, const struct happened *h,
    struct rows *rows, struct err *e)
{
	struct rumor_row *r;

	rows->v = arena_room(a, rows->v, rows->n, &rows->cap, sizeof(*rows->v));
	r = &rows->v[rows->n++];
	if (rumor_row_find(s, a, h->rumor, r, e))
		return -1;
	return read_verdict(s, a, r, h->status, e);
}

/* --- evidence, stories, sources that were down --- */

/* What a user gave as the reason. */
static int add_ruling(struct store *s, struct arena *a,
    const struct rumor_row *r, struct digest_report *d, size_t *cap,
    struct err *e)
{
	struct ruling ruling;
	int rc = store_ruling(s, a, r->ruling, &ruling, e);

	if (rc)
		return rc < 0 ? -1 : 0;
	d->evidence = arena_room(
	    a, d->evidence, d->evidence_count, cap, sizeof(*d->evidence));
	d->evidence[d->evidence_count++] = (struct evidence_row){.rumor = r->id,
	    .sentence = ruling.because,
	    .source_title = "the editor",
	    .url = ruling.link,
	    .at = ruling.at};
	return 0;
}

static int add_evidence(struct store *s, struct arena *a,
    const struct rumor_row *r, struct digest_report *d, size_t *cap,
    struct err *e)
{
	struct query q;
	struct evidence_row *ev;
	int rc;

	if (r->ruling)
		return add_ruling(s, a, r, d, cap, e);
	if (!r->settled_by)
		return 0;
	if (query_open(&q, s,
		"SELECT coalesce(f.title, f.slug), i.url, i.published_at"
		" FROM item i JOIN feed f ON f.id = i.feed WHERE i.id = ?"
		" ORDER BY i.id",
		e))
		return -1;
	put_int(&q, r->settled_by);
	rc = query_step(&q, e);
	if (rc <= 0)
		return rc;
	d->evidence = arena_room(
	    a, d->evidence, d->evidence_count, cap, sizeof(*d->evidence));
	ev = &d->evidence[d->evidence_count++];
	ev->rumor = r->id;
	ev->sentence = r->evidence;
	ev->source_title = get_text(&q, a);
	ev->url = get_text(&q, a);
	ev->at = get_int(&q);
	query_end(&q);
	return 0;
}

static int read_evidence(
    struct store *s, struct arena *a, struct digest_report *d, struct err *e)
{
	const struct rows settled[] = {{d->corrections, d->correction_count, 0},
	    {d->confirmed, d->confirmed_count, 0},
	    {d->refuted, d->refuted_count, 0}};
	size_t cap = 0;

	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; k < settled[i].n; k++)
			if (add_evidence(s, a, &settled[i].v[k], d, &cap, e))
				return -1;
	return 0;
}

static int read_stories(
    struct store *s, struct arena *a, struct digest_report *d, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	if (query_open(&q, s,
		"SELECT " STORY_COLUMNS " FROM event v"
		" JOIN story s ON s.id = v.subject WHERE v.kind = 'story-new'"
		" AND v.noted_at > ? AND v.noted_at <= ?"
		" AND (v.at > ? OR s.last_at > ?)"
		" ORDER BY s.outlet_count DESC, s.item_count DESC,"
		" s.last_at DESC, s.id LIMIT ?",
		e))
		return -1;
	put_int(&q, d->from);
	put_int(&q, d->to);
	put_int(&q, d->from - HISTORY_S);
	put_int(&q, d->from - HISTORY_S);
	put_int(&q, MOST_STORIES);
	while ((rc = query_step(&q, e)) > 0) {
		d->stories = arena_room(
		    a, d->stories, d->story_count, &cap, sizeof(*d->stories));
		rc = story_row_get(&q, a, &d->stories[d->story_count], e);
		if (!rc)
			rc =
			    story_row_status(s, &d->stories[d->story_count], e);
		if (rc)
			break;
		d->story_count++;
	}
	query_end(&q);
	return rc;
}

static int read_down(
    struct store *s, struct arena *a, struct digest_report *d, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	if (query_open(&q, s,
		"SELECT " SOURCE_COLUMNS ", " FEED_COLUMNS " FROM feed f"
		" WHERE NOT f.retired AND f.failing_since <> 0"
		" AND f.failing_since <= ? ORDER BY f.failing_since, f.id",
		e))
		return -1;
	put_int(&q, d->to);
	while ((rc = query_step(&q, e)) > 0) {
		d->down = arena_room(
		    a, d->down, d->down_count, &cap, sizeof(*d->down));
		rc = feed_row_get(&q, a, &d->down[d->down_count], e);
		if (rc)
			break;
		d->down_count++;
	}
	query_end(&q);
	return rc;
}

/* --- the whole --- */

static int read_rumors(
    struct store *s, struct arena *a, struct digest_report *d, struct err *e)
{
	struct rows rows[GROUPS] = {0};
	struct happened *h;
	size_t n;
	enum group g;

	if (choose(s, a, d->from, d->to, &h, &n, e))
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (follow(s, a, d->from, d->to, &h[i], e))
			return -1;
		g = group_of(&h[i]);
		if (g != GROUPS && add_row(s, a, &h[i], &rows[g], e))
			return -1;
	}
	d->corrections = rows[CORRECTIONS].v;
	d->correction_count = rows[CORRECTIONS].n;
	d->confirmed = rows[CONFIRMED].v;
	d->confirmed_count = rows[CONFIRMED].n;
	d->refuted = rows[REFUTED].v;
	d->refuted_count = rows[REFUTED].n;
	d->fresh = rows[FRESH].v;
	d->fresh_count = rows[FRESH].n;
	d->developing = rows[DEVELOPING].v;
	d->developing_count = rows[DEVELOPING].n;
	return 0;
}

int store_report_digest(struct store *s, struct arena *a, int64_t from,
    int64_t to, struct digest_report *d, struct err *e)
{
	*d = (struct digest_report){.from = from, .to = to};
	if (read_rumors(s, a, d, e) || read_evidence(s, a, d, e) ||
	    read_stories(s, a, d, e))
		return -1;
	return read_down(s, a, d, e);
}
