/* Reports: one story, one rumor, one item, with all that belongs to it. */
#include <stdlib.h>

#include "store/db.h"
#include "store/itemrow.h"
#include "store/judgedrow.h"
#include "store/reportrow.h"
#include "store/store.h"

/* --- an item --- */

int store_report_item(struct store *s, struct arena *a, int64_t id,
    struct item_row *row, struct err *e)
{
	struct query q;
	int rc;

	rc = query_find(&q, s,
	    "SELECT " ITEM_COLUMNS " FROM item i" ITEM_JOINS
	    " WHERE i.id = ? ORDER BY i.id",
	    id, e);
	if (rc)
		return rc;
	rc = item_row_get(&q, a, row, e);
	query_end(&q);
	return rc;
}

/* --- a story --- */

static int read_items(
    struct store *s, struct arena *a, struct story_report *r, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	if (query_open(&q, s,
		"SELECT " ITEM_COLUMNS " FROM item i" ITEM_JOINS
		" WHERE j.story = ? ORDER BY i.published_at, i.id",
		e))
		return -1;
	put_int(&q, r->row.id);
	while ((rc = query_step(&q, e)) > 0) {
		r->items = arena_room(
		    a, r->items, r->item_count, &cap, sizeof(*r->items));
		rc = item_row_get(&q, a, &r->items[r->item_count], e);
		if (rc)
			break;
		r->item_count++;
	}
	query_end(&q);
	return rc;
}

static int read_revisions(
    struct store *s, struct arena *a, struct story_report *r, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	if (query_open(&q, s,
		"SELECT v.item, v.at, v.old_title, v.new_title FROM revision v"
		" JOIN judgement j ON j.item = v.item WHERE j.story = ?"
		" ORDER BY v.at, v.id",
		e))
		return -1;
	put_int(&q, r->row.id);
	while ((rc = query_step(&q, e)) > 0) {
		struct revision_row *v;

		r->revisions = arena_room(a, r->revisions, r->revision_count,
		    &cap, sizeof(*r->revisions));
		v = &r->revisions[r->revision_count++];
		v->item = get_int(&q);
		v->at = get_int(&q);
		v->old_title = get_text(&q, a);
		v->new_title = get_text(&q, a);
	}
	return rc;
}

/* The most that an item of it does; the numbers are those of PART_RANK. */
#define PART_RANK \
	"min(CASE m.part WHEN 'carries' THEN 0 WHEN 'settles' THEN 1" \
	" WHEN 'restates' THEN 2 ELSE 3 END)"

static enum part part_ranked(int64_t rank)
{
	static const enum part parts[] = {
	    PART_CARRIES, PART_SETTLES, PART_RESTATES, PART_RELATED};

	return parts[rank & 3];
}

/* "3 9 12" */
static void read_ids(struct arena *a, const char *s, struct part_row *r)
{
	size_t cap = 0;
	char *end;

	for (; s && *s; s = end + (*end == ' ')) {
		r->others = arena_room(
		    a, r->others, r->other_count, &cap, sizeof(*r->others));
		r->others[r->other_count++] = strtoll(s, &end, 10);
	}
}

static int read_rumors(
    struct store *s, struct arena *a, struct story_report *r, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	if (query_open(&q, s,
		"SELECT m.rumor, u.status, u.statement, " PART_RANK ","
		" min(m.published_at),"
		" (SELECT group_concat(story, ' ') FROM (SELECT DISTINCT"
		"  o.story FROM rumor_member x JOIN judgement o"
		"  ON o.item = x.item WHERE x.rumor = m.rumor"
		"  AND o.story <> ?1 ORDER BY o.story))"
		" FROM judgement j JOIN rumor_member m ON m.item = j.item"
		" JOIN rumor u ON u.id = m.rumor"
		" WHERE j.story = ?1 GROUP BY m.rumor ORDER BY m.rumor",
		e))
		return -1;
	put_int(&q, r->row.id);
	while ((rc = query_step(&q, e)) > 0) {
		struct part_row *p;

		r->rumors = arena_room(
		    a, r->rumors, r->rumor_count, &cap, sizeof(*r->rumors));
		p = &r->rumors[r->rumor_count];
		*p = (struct part_row){.id = get_int(&q)};
		rc = GET_ENUM(
		    &q, rumor_status_parse, &p->status, "rumor", p->id, e);
		if (rc)
			break;
		p->text = get_text(&q, a);
		p->part = part_ranked(get_int(&q));
		p->at = get_int(&q);
		read_ids(a, get_word(&q), p);
		r->rumor_count++;
	}
	query_end(&q);
	return rc;
}

/*
 * The story's or rumor's number; one that was merged away leads to what it is
 * part of. *asked is 0 where it is its own. 1: there is none.
 */
static int find_survivor(
    struct store *s, bool story, int64_t *id, int64_t *asked, struct err *e)
{
	int64_t survivor;

	*asked = 0;
	if (store_ruling_survivor(s, story, *id, &survivor, e))
		return -1;
	if (!survivor)
		return 1;
	*asked = *id;
	*id = survivor;
	return 0;
}

int store_report_story(struct store *s, struct arena *a, int64_t id,
    struct story_report *r, struct err *e)
{
	int rc;

	*r = (struct story_report){0};
	rc = story_row_find(s, a, id, &r->row, e);
	if (rc == 1) {
		rc = find_survivor(s, true, &id, &r->asked, e);
		if (!rc)
			rc = story_row_find(s, a, id, &r->row, e);
	}
	if (rc)
		return rc;
	if (read_items(s, a, r, e) || read_revisions(s, a, r, e) ||
	    read_rumors(s, a, r, e))
		return -1;
	if (store_story_merges(s, a, id, &r->merges, &r->merge_count, e))
		return -1;
	return store_rulings_about(
	    s, a, true, id, &r->rulings, &r->ruling_count, e);
}

/* --- a rumor --- */

static int read_origins(
    struct store *s, struct arena *a, struct rumor_report *r, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	if (query_open(&q, s,
		"SELECT name, kind, first_item, first_at, carriers"
		" FROM rumor_origin WHERE rumor = ? ORDER BY n",
		e))
		return -1;
	put_int(&q, r->row.id);
	while ((rc = query_step(&q, e)) > 0) {
		struct rumor_origin *o;

		r->origins = arena_room(
		    a, r->origins, r->origin_count, &cap, sizeof(*r->origins));
		o = &r->origins[r->origin_count++];
		o->name = get_text(&q, a);
		rc = GET_ENUM(&q, origin_kind_parse, &o->kind,
		    "origin of rumor", r->row.id, e);
		if (rc)
			break;
		o->first_item = get_int(&q);
		o->first_at = get_int(&q);
		o->carriers = (size_t)get_int(&q);
	}
	query_end(&q);
	return rc;
}

static int read_member(struct query *q, struct arena *a, int64_t rumor,
    struct member_row *row, struct err *e)
{
	struct rumor_member *m = &row->member;

	m->item = get_int(q);
	m->claim = (int)get_int(q);
	if (GET_ENUM(q, part_parse, &m->part, "member of rumor", rumor, e))
		return -1;
	m->origin = get_text(q, a);
	m->root = get_int(q) != 0;
	m->published_at = get_int(q);
	m->sentence = get_text(q, a);
	m->via = get_int(q);
	row->title = get_text(q, a);
	row->url = get_text(q, a);
	row->source_title = get_text(q, a);
	return GET_ENUM(
	    q, source_role_parse, &row->role, "feed of item", m->item, e);
}

static int read_members(
    struct store *s, struct arena *a, struct rumor_report *r, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	if (query_open(&q, s,
		"SELECT m.item, m.claim, m.part, m.origin, m.root,"
		" m.published_at, m.sentence, m.via, i.title, i.url,"
		" coalesce(f.title, f.slug), f.role FROM rumor_member m"
		" JOIN item i ON i.id = m.item JOIN feed f ON f.id = i.feed"
		" WHERE m.rumor = ? ORDER BY m.n",
		e))
		return -1;
	put_int(&q, r->row.id);
	while ((rc = query_step(&q, e)) > 0) {
		r->members = arena_room(
		    a, r->members, r->member_count, &cap, sizeof(*r->members));
		rc = read_member(
		    &q, a, r->row.id, &r->members[r->member_count], e);
		if (rc)
			break;
		r->member_count++;
	}
	query_end(&q);
	return rc;
}

static int read_transition(struct query *q, struct arena *a, int64_t rumor,
    struct transition_row *row, struct err *e)
{
	static const char table[] = "transition of rumor";
	struct transition *t = &row->step;

	t->at = get_int(q);
	if (GET_ENUM(q, rumor_status_parse, &t->from, table, rumor, e) ||
	    GET_ENUM(q, rumor_status_parse, &t->to, table, rumor, e))
		return -1;
	t->item = get_int(q);
	if (GET_ENUM(q, grade_parse, &t->grade, table, rumor, e))
		return -1;
	t->ruling = get_int(q);
	t->rule = get_text(q, a);
	t->sentence = get_text(q, a);
	row->source_title = get_text(q, a);
	row->url = get_text(q, a);
	row->title = get_text(q, a);
	row->user = get_text(q, a);
	return 0;
}

static int read_transitions(
    struct store *s, struct arena *a, struct rumor_report *r, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	if (query_open(&q, s,
		"SELECT t.at, t.old_status, t.new_status, t.item, t.grade,"
		" t.ruling, t.rule, t.sentence,"
		" coalesce(f.title, f.slug,"
		"  CASE WHEN g.id IS NOT NULL THEN 'the editor' END),"
		" coalesce(i.url, g.link),"
		" i.title, g.user FROM transition t"
		" LEFT JOIN item i ON i.id = t.item"
		" LEFT JOIN feed f ON f.id = i.feed"
		" LEFT JOIN ruling g ON g.id = t.ruling"
		" WHERE t.rumor = ? ORDER BY t.n",
		e))
		return -1;
	put_int(&q, r->row.id);
	while ((rc = query_step(&q, e)) > 0) {
		r->transitions = arena_room(a, r->transitions,
		    r->transition_count, &cap, sizeof(*r->transitions));
		rc = read_transition(
		    &q, a, r->row.id, &r->transitions[r->transition_count], e);
		if (rc)
			break;
		r->transition_count++;
	}
	query_end(&q);
	return rc;
}

static int read_stories(
    struct store *s, struct arena *a, struct rumor_report *r, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	if (query_open(&q, s,
		"SELECT j.story, (SELECT i.title FROM story s"
		"  JOIN item i ON i.id = s.headline_item WHERE s.id = j.story),"
		" " PART_RANK ", min(m.published_at) FROM rumor_member m"
		" JOIN judgement j ON j.item = m.item WHERE m.rumor = ?"
		" GROUP BY j.story ORDER BY min(m.published_at), j.story",
		e))
		return -1;
	put_int(&q, r->row.id);
	while ((rc = query_step(&q, e)) > 0) {
		struct part_row *p;

		r->stories = arena_room(
		    a, r->stories, r->story_count, &cap, sizeof(*r->stories));
		p = &r->stories[r->story_count++];
		*p = (struct part_row){
		    .id = get_int(&q), .status = r->row.status};
		p->text = get_text(&q, a);
		p->part = part_ranked(get_int(&q));
		p->at = get_int(&q);
	}
	return rc;
}

int store_report_rumor(struct store *s, struct arena *a, int64_t id,
    struct rumor_report *r, struct err *e)
{
	int rc;

	*r = (struct rumor_report){0};
	rc = rumor_row_find(s, a, id, &r->row, e);
	if (rc == 1) {
		rc = find_survivor(s, false, &id, &r->asked, e);
		if (!rc)
			rc = rumor_row_find(s, a, id, &r->row, e);
	}
	if (rc)
		return rc;
	if (read_origins(s, a, r, e) || read_members(s, a, r, e) ||
	    read_transitions(s, a, r, e) || read_stories(s, a, r, e))
		return -1;
	return store_rulings_about(
	    s, a, false, id, &r->rulings, &r->ruling_count, e);
}
