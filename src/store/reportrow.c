/* Rows of items, stories and rumors as every report shows them. */
#include "store/reportrow.h"

#include "store/itemrow.h"

int item_row_get(
    struct query *q, struct arena *a, struct item_row *r, struct err *e)
{
	*r = (struct item_row){0};
	r->id = get_int(q);
	r->feed_id = get_int(q);
	r->story = get_int(q);
	r->copy_of = get_int(q);
	r->guid = get_text(q, a);
	r->url = get_text(q, a);
	r->title = get_text(q, a);
	r->source_title = get_text(q, a);
	r->lang = get_text(q, a);
	if (GET_ENUM(q, source_role_parse, &r->role, "feed of item", r->id, e))
		return -1;
	r->published_at = get_int(q);
	r->first_seen_at = get_int(q);
	r->flagged = get_int(q) != 0;
	r->attributed = get_text(q, a);
	r->placed.rule = get_text(q, a);
	r->placed.detail = get_text(q, a);
	r->score = get_real(q);
	r->threshold = get_real(q);
	r->nearest_other = get_int(q);
	r->against.rule = get_text(q, a);
	r->against.detail = get_text(q, a);
	return 0;
}

void put_cursor(struct query *q, const struct cursor *c)
{
	put_int(q, c->at ? c->at : INT64_MAX);
	put_int(q, c->at ? c->id : INT64_MAX);
}

/* --- stories --- */

int story_row_get(
    struct query *q, struct arena *a, struct story_row *r, struct err *e)
{
	(void)e;
	*r = (struct story_row){0};
	r->id = get_int(q);
	r->headline = get_text(q, a);
	r->url = get_text(q, a);
	r->item_count = (size_t)get_int(q);
	r->outlet_count = (size_t)get_int(q);
	r->copy_count = (size_t)get_int(q);
	r->origin_count = (size_t)get_int(q);
	r->langs = get_text(q, a);
	r->first_at = get_int(q);
	r->last_at = get_int(q);
	r->rumor = get_int(q);
	return 0;
}

int story_row_status(struct store *s, struct story_row *r, struct err *e)
{
	struct query q;
	int rc;

	if (!r->rumor)
		return 0;
	if (query_open(&q, s,
		"SELECT status, (SELECT max(m.part = 'settles')"
		"  * min(m.part <> 'carries') FROM rumor_member m"
		"  JOIN judgement j ON j.item = m.item WHERE m.rumor = ?1"
		"  AND j.story = ?2)"
		" FROM rumor WHERE id = ?1",
		e))
		return -1;
	put_int(&q, r->rumor);
	put_int(&q, r->id);
	rc = query_step(&q, e);
	if (rc <= 0)
		return rc;
	rc = GET_ENUM(
	    &q, rumor_status_parse, &r->rumor_status, "rumor", r->rumor, e);
	r->settles = !rc && get_int(&q);
	query_end(&q);
	return rc;
}

int story_row_find(struct store *s, struct arena *a, int64_t id,
    struct story_row *row, struct err *e)
{
	struct query q;
	int rc;

	rc = query_find(&q, s,
	    "SELECT " STORY_COLUMNS
	    " FROM story s WHERE s.id = ? ORDER BY s.id",
	    id, e);
	if (rc)
		return rc;
	rc = story_row_get(&q, a, row, e);
	query_end(&q);
	return rc ? rc : story_row_status(s, row, e);
}

/* --- rumors --- */

int rumor_row_get(
    struct query *q, struct arena *a, struct rumor_row *r, struct err *e)
{
	*r = (struct rumor_row){0};
	r->id = get_int(q);
	r->vendor = get_text(q, a);
	r->subject = get_text(q, a);
	r->version = get_text(q, a);
	r->value = get_text(q, a);
	r->statement = get_text(q, a);
	if (GET_ENUM(q, aspect_parse, &r->aspect, "rumor", r->id, e) ||
	    GET_ENUM(q, rumor_status_parse, &r->status, "rumor", r->id, e))
		return -1;
	r->first_at = get_int(q);
	r->settled_at = get_int(q);
	r->settled_by = get_int(q);
	r->deadline = get_int(q);
	r->evidence = get_text(q, a);
	r->changed_at = get_int(q);
	r->first_origin = get_text(q, a);
	r->first_source = get_text(q, a);
	r->first_url = get_text(q, a);
	r->langs = get_text(q, a);
	r->origin_count = (size_t)get_int(q);
	r->outlet_count = (size_t)get_int(q);
	r->item_count = (size_t)get_int(q);
	r->ruling = get_int(q);
	r->contested = get_text(q, a);
	return 0;
}

/* An expired claim counts only where the claim itself gave the time. */
void record_count(
    struct record_row *r, enum rumor_status status, int64_t deadline)
{
	switch (status) {
	case RUMOR_OPEN:
	case RUMOR_CORROBORATED:
		r->open++;
		return;
	case RUMOR_CONFIRMED:
		r->right++;
		return;
	case RUMOR_PARTLY_CONFIRMED:
		r->partly++;
		return;
	case RUMOR_CONTRADICTED:
	case RUMOR_DENIED:
		r->wrong++;
		return;
	case RUMOR_EXPIRED:
		r->expired += deadline != 0;
		return;
	}
}

int rumor_row_find(struct store *s, struct arena *a, int64_t id,
    struct rumor_row *row, struct err *e)
{
	struct query q;
	int rc;

	rc = query_find(&q, s,
	    "SELECT " RUMOR_COLUMNS
	    " FROM rumor r WHERE r.id = ? ORDER BY r.id",
	    id, e);
	if (rc)
		return rc;
	rc = rumor_row_get(&q, a, row, e);
	query_end(&q);
	return rc;
}
