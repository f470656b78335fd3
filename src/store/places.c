/*
 * The places of items that change together: by rulings on stories, where what
 * stood there is kept, so that an undo leaves every byte as it was; and where
 * two stories were found to be one.
 */
#include "store/db.h"
#include "store/judgedrow.h"
#include "store/store.h"

int store_story_claims(struct store *s, struct arena *a, int64_t story,
    struct ruled_claim **out, size_t *n, struct err *e)
{
	struct ruled_claim *list = NULL;
	struct query q;
	size_t cap = 0;
	int rc;

	*n = 0;
	if (query_open(&q, s,
		"SELECT j.item FROM judgement j JOIN item i ON i.id = j.item"
		" WHERE j.story = ? ORDER BY i.published_at, i.id",
		e))
		return -1;
	put_int(&q, story);
	while ((rc = query_step(&q, e)) > 0) {
		list = arena_room(a, list, *n, &cap, sizeof(*list));
		list[(*n)++] =
		    (struct ruled_claim){.item = get_int(&q), .claim = -1};
	}
	*out = list;
	return rc;
}

/* Once an item: what it had before the ruling. */
static int keep_place(
    struct store *s, int64_t ruling, int64_t item, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO ruling_place (ruling, item, story, copy_of, score,"
		" threshold, rule, detail, nearest_other, against_rule,"
		" against_detail) SELECT ?1, item, story, copy_of, score,"
		" threshold, rule, detail, nearest_other, against_rule,"
		" against_detail FROM judgement WHERE item = ?2"
		" ON CONFLICT (ruling, item) DO NOTHING",
		e))
		return -1;
	put_int(&q, ruling);
	put_int(&q, item);
	return query_run(&q, e);
}

/* story: 0, where it stays in its own and is no copy any more. */
static int put_place(
    struct store *s, int64_t ruling, int64_t item, int64_t story, struct err *e)
{
	struct query q;

	if (keep_place(s, ruling, item, e) ||
	    query_open(&q, s,
		"UPDATE judgement SET story = coalesce(?1, story),"
		" copy_of = CASE WHEN ?1 IS NULL THEN NULL ELSE copy_of END,"
		" score = 0, threshold = 0,"
		" rule = 'user', detail = 'by action ' || ?2,"
		" nearest_other = NULL, against_rule = NULL,"
		" against_detail = NULL WHERE item = ?3",
		e))
		return -1;
	put_id(&q, story);
	put_int(&q, ruling);
	put_int(&q, item);
	return query_run(&q, e);
}

int store_ruling_place(
    struct store *s, int64_t ruling, int64_t item, int64_t story, struct err *e)
{
	if (put_place(s, ruling, item, story, e))
		return -1;
	story_touch(s, story);
	return store_note_id(s, "story", story, e);
}

/* Copies of the two stories whose original is in the other one. */
static const char parted_copies[] =
    "SELECT j.item FROM judgement j JOIN judgement o ON o.item = j.copy_of"
    " WHERE j.story IN (?1, ?2) AND o.story IN (?1, ?2)"
    " AND o.story <> j.story ORDER BY j.item";

int store_ruling_apart(struct store *s, int64_t ruling, int64_t story,
    int64_t other, struct err *e)
{
	struct query q;
	int64_t item;
	int rc;

	story_touch(s, story);
	story_touch(s, other);
	for (;;) {
		if (query_open(&q, s, parted_copies, e))
			return -1;
		put_int(&q, story);
		put_int(&q, other);
		rc = query_step(&q, e);
		if (rc <= 0)
			return rc;
		item = get_int(&q);
		query_end(&q);
		if (put_place(s, ruling, item, 0, e))
			return -1;
	}
}

int store_ruling_moves(struct store *s, struct arena *a, int64_t ruling,
    struct ruling_move **out, size_t *n, struct err *e)
{
	struct ruling_move *list = NULL;
	struct query q;
	size_t cap = 0;
	int rc;

	*n = 0;
	if (query_open(&q, s,
		"SELECT j.item, j.story, j.copy_of FROM ruling_place p"
		" JOIN judgement j ON j.item = p.item WHERE p.ruling = ?"
		" ORDER BY j.item",
		e))
		return -1;
	put_int(&q, ruling);
	while ((rc = query_step(&q, e)) > 0) {
		list = arena_room(a, list, *n, &cap, sizeof(*list));
		list[*n].item = get_int(&q);
		list[*n].story = get_int(&q);
		list[*n].copy_of = get_int(&q);
		++*n;
	}
	*out = list;
	return rc;
}

/* Both where they are and where they go are summed up anew. */
static int touch_places(struct store *s, int64_t ruling, struct err *e)
{
	struct query q;
	int rc;

	if (query_open(&q, s,
		"SELECT j.story, p.story FROM ruling_place p"
		" JOIN judgement j ON j.item = p.item WHERE p.ruling = ?"
		" ORDER BY p.item",
		e))
		return -1;
	put_int(&q, ruling);
	while ((rc = query_step(&q, e)) > 0) {
		story_touch(s, get_int(&q));
		story_touch(s, get_int(&q));
	}
	return rc;
}

int store_ruling_replace(struct store *s, int64_t ruling, struct err *e)
{
	struct query q;

	if (touch_places(s, ruling, e) ||
	    query_open(&q, s,
		"UPDATE judgement SET story = p.story, copy_of = p.copy_of,"
		" score = p.score, threshold = p.threshold, rule = p.rule,"
		" detail = p.detail, nearest_other = p.nearest_other,"
		" against_rule = p.against_rule,"
		" against_detail = p.against_detail FROM ruling_place p"
		" WHERE p.ruling = ? AND p.item = judgement.item",
		e))
		return -1;
	put_int(&q, ruling);
	return query_run(&q, e);
}

/* --- two stories that were found to be one --- */

int store_story_gone(struct store *s, const struct merge_row *m, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO story_merge (story, part_of, at, item, why)"
		" VALUES (?, ?, ?, ?, ?) ON CONFLICT (story) DO UPDATE SET"
		" part_of = excluded.part_of, at = excluded.at,"
		" item = excluded.item, why = excluded.why",
		e))
		return -1;
	put_int(&q, m->story);
	put_int(&q, m->part_of);
	put_int(&q, m->at);
	put_id(&q, m->item);
	put_text(&q, m->why);
	return query_run(&q, e);
}

int store_story_merge(struct store *s, const struct merge_row *m, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"UPDATE judgement SET story = ?1, detail ="
		" coalesce(detail || '; ', '') || 'story ' || ?2 || ', where"
		" it was, is part of story ' || ?1 || ' since item ' || ?3"
		" WHERE story = ?2",
		e))
		return -1;
	put_int(&q, m->part_of);
	put_int(&q, m->story);
	put_int(&q, m->item);
	if (query_run(&q, e))
		return -1;
	story_touch(s, m->story);
	story_touch(s, m->part_of);
	return store_story_gone(s, m, e);
}

int store_story_merges(struct store *s, struct arena *a, int64_t story,
    struct merge_row **out, size_t *n, struct err *e)
{
	struct merge_row *list = NULL;
	struct query q;
	size_t cap = 0;
	int rc;

	*n = 0;
	if (query_open(&q, s,
		"WITH RECURSIVE whole (id) AS (SELECT ?1 UNION SELECT m.story"
		"  FROM story_merge m JOIN whole w ON m.part_of = w.id)"
		" SELECT story, part_of, at, item, why FROM story_merge"
		" WHERE part_of IN (SELECT id FROM whole)"
		" ORDER BY at, story",
		e))
		return -1;
	put_int(&q, story);
	while ((rc = query_step(&q, e)) > 0) {
		list = arena_room(a, list, *n, &cap, sizeof(*list));
		list[*n] = (struct merge_row){.story = get_int(&q)};
		list[*n].part_of = get_int(&q);
		list[*n].at = get_int(&q);
		list[*n].item = get_int(&q);
		list[(*n)++].why = get_text(&q, a);
	}
	*out = list;
	return rc;
}
