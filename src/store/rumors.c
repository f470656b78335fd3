/*
 * Rumors, with members, origins and transitions. A rumor is saved as a whole;
 * only the rows that differ are written.
 */
#include "store/db.h"
#include "store/judgedrow.h"
#include "store/store.h"

/* When anything of it happened last, by publication. */
static int64_t changed_at(const struct rumor *r)
{
	int64_t at = r->first_at;

	if (r->settled_at > at)
		at = r->settled_at;
	for (size_t i = 0; i < r->member_count; i++)
		if (r->members[i].published_at > at)
			at = r->members[i].published_at;
	for (size_t i = 0; i < r->transition_count; i++)
		if (r->transitions[i].at > at)
			at = r->transitions[i].at;
	return at;
}

static int put_rumor(struct store *s, const struct rumor *r, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO rumor (id, vendor, subject, version, value,"
		" aspect, statement, status, first_at, settled_at, settled_by,"
		" evidence, deadline, changed_at)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
		" ON CONFLICT (id) DO UPDATE SET vendor = excluded.vendor,"
		" subject = excluded.subject, version = excluded.version,"
		" value = excluded.value, aspect = excluded.aspect,"
		" statement = excluded.statement, status = excluded.status,"
		" first_at = excluded.first_at,"
		" settled_at = excluded.settled_at,"
		" settled_by = excluded.settled_by,"
		" evidence = excluded.evidence, deadline = excluded.deadline,"
		" changed_at = excluded.changed_at",
		e))
		return -1;
	put_int(&q, r->id);
	put_text(&q, r->vendor);
	put_text(&q, r->subject);
	put_text(&q, r->version);
	put_text(&q, r->value);
	put_text(&q, aspect_name(r->aspect));
	put_text(&q, r->statement);
	put_text(&q, rumor_status_name(r->status));
	put_int(&q, r->first_at);
	put_int(&q, r->settled_at);
	put_id(&q, r->settled_by);
	put_text(&q, r->evidence);
	put_int(&q, r->deadline);
	put_int(&q, changed_at(r));
	return query_run(&q, e);
}

static int put_member(struct store *s, int64_t rumor, size_t n,
    const struct rumor_member *m, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO rumor_member (rumor, n, item, claim, part,"
		" origin, root, published_at, sentence, via)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
		" ON CONFLICT (rumor, n) DO UPDATE SET item = excluded.item,"
		" claim = excluded.claim, part = excluded.part,"
		" origin = excluded.origin, root = excluded.root,"
		" published_at = excluded.published_at,"
		" sentence = excluded.sentence, via = excluded.via"
		" WHERE (item, claim, part, origin, root, published_at,"
		" sentence, via) IS NOT (excluded.item, excluded.claim,"
		" excluded.part, excluded.origin, excluded.root,"
		" excluded.published_at, excluded.sentence, excluded.via)",
		e))
		return -1;
	put_int(&q, rumor);
	put_int(&q, (int64_t)n);
	put_int(&q, m->item);
	put_int(&q, m->claim);
	put_text(&q, part_name(m->part));
	put_text(&q, m->origin);
	put_int(&q, m->root);
	put_int(&q, m->published_at);
	put_text(&q, m->sentence);
	put_int(&q, m->via);
	return query_run(&q, e);
}

static int put_origin(struct store *s, int64_t rumor, size_t n,
    const struct rumor_origin *o, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO rumor_origin (rumor, n, name, kind, first_item,"
		" first_at, carriers) VALUES (?, ?, ?, ?, ?, ?, ?)"
		" ON CONFLICT (rumor, n) DO UPDATE SET name = excluded.name,"
		" kind = excluded.kind, first_item = excluded.first_item,"
		" first_at = excluded.first_at, carriers = excluded.carriers"
		" WHERE (name, kind, first_item, first_at, carriers) IS NOT"
		" (excluded.name, excluded.kind, excluded.first_item,"
		" excluded.first_at, excluded.carriers)",
		e))
		return -1;
	put_int(&q, rumor);
	put_int(&q, (int64_t)n);
	put_text(&q, o->name);
	put_text(&q, origin_kind_name(o->kind));
	put_id(&q, o->first_item);
	put_int(&q, o->first_at);
	put_int(&q, (int64_t)o->carriers);
	return query_run(&q, e);
}

static int put_transition(struct store *s, int64_t rumor, size_t n,
    const struct transition *t, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO transition (rumor, n, at, old_status, new_status,"
		" item, grade, ruling, rule, sentence)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
		" ON CONFLICT (rumor, n) DO UPDATE SET at = excluded.at,"
		" old_status = excluded.old_status,"
		" new_status = excluded.new_status, item = excluded.item,"
		" grade = excluded.grade, ruling = excluded.ruling,"
		" rule = excluded.rule, sentence = excluded.sentence"
		" WHERE (at, old_status, new_status, item, grade, ruling,"
		" rule, sentence) IS NOT (excluded.at, excluded.old_status,"
		" excluded.new_status, excluded.item, excluded.grade,"
		" excluded.ruling, excluded.rule, excluded.sentence)",
		e))
		return -1;
	put_int(&q, rumor);
	put_int(&q, (int64_t)n);
	put_int(&q, t->at);
	put_text(&q, rumor_status_name(t->from));
	put_text(&q, rumor_status_name(t->to));
	put_id(&q, t->item);
	put_text(&q, grade_word(t->grade));
	put_id(&q, t->ruling);
	put_text(&q, t->rule);
	put_text(&q, t->sentence);
	return query_run(&q, e);
}

/* Drops what the rumor had more of: the rows from n on. */
static int drop_rest(
    struct store *s, const char *sql, int64_t rumor, size_t n, struct err *e)
{
	struct query q;

	if (query_open(&q, s, sql, e))
		return -1;
	put_int(&q, rumor);
	put_int(&q, (int64_t)n);
	return query_run(&q, e);
}

static int save_members(struct store *s, const struct rumor *r, struct err *e)
{
	for (size_t i = 0; i < r->member_count; i++)
		if (put_member(s, r->id, i, &r->members[i], e))
			return -1;
	return drop_rest(s,
	    "DELETE FROM rumor_member WHERE rumor = ? AND n >= ?", r->id,
	    r->member_count, e);
}

static int save_origins(struct store *s, const struct rumor *r, struct err *e)
{
	for (size_t i = 0; i < r->origin_count; i++)
		if (put_origin(s, r->id, i, &r->origins[i], e))
			return -1;
	return drop_rest(s,
	    "DELETE FROM rumor_origin WHERE rumor = ? AND n >= ?", r->id,
	    r->origin_count, e);
}

static int save_transitions(
    struct store *s, const struct rumor *r, struct err *e)
{
	for (size_t i = 0; i < r->transition_count; i++)
		if (put_transition(s, r->id, i, &r->transitions[i], e))
			return -1;
	return drop_rest(s, "DELETE FROM transition WHERE rumor = ? AND n >= ?",
	    r->id, r->transition_count, e);
}

int store_rumor_save(struct store *s, const struct rumor *r, struct err *e)
{
	bool own;
	int rc = unit_open(s, &own, e);

	if (rc)
		return rc;
	rc = put_rumor(s, r, e) || save_members(s, r, e) ||
	     save_origins(s, r, e) || save_transitions(s, r, e) ||
	     store_note_id(s, "rumor", r->id, e);
	rc = rc ? -1 : 0;
	return unit_close(s, own, rc, e);
}

int store_rumor_drop(struct store *s, int64_t id, struct err *e)
{
	struct query q;

	if (query_open(&q, s, "DELETE FROM rumor WHERE id = ?", e))
		return -1;
	put_int(&q, id);
	return query_run(&q, e);
}

int store_rumor_status(
    struct store *s, int64_t id, enum rumor_status *status, struct err *e)
{
	struct query q;
	int rc = query_find(
	    &q, s, "SELECT status FROM rumor WHERE id = ? ORDER BY id", id, e);

	if (rc)
		return rc;
	rc = GET_ENUM(&q, rumor_status_parse, status, "rumor", id, e);
	query_end(&q);
	return rc;
}

int store_rumor_told(
    struct store *s, int64_t id, enum rumor_status *status, struct err *e)
{
	char word[2][32];
	struct query q;
	int rc = query_find(&q, s,
	    "SELECT detail FROM event WHERE kind IN"
	    " ('rumor-new', 'rumor-status') AND subject = ?"
	    " ORDER BY id DESC LIMIT 1",
	    id, e);
	const char *detail;

	*status = RUMOR_OPEN;
	if (rc)
		return rc;
	detail = get_word(&q);
	if (detail && sscanf(detail, "%31s %31s", word[0], word[1]) == 2 &&
	    rumor_status_parse(word[1], status))
		rc = err_set(e,
		    "%s: the last event of rumor %lld tells no "
		    "status: \"%.60s\"",
		    s->path, (long long)id, detail);
	query_end(&q);
	return rc;
}

int store_rumor_ids(
    struct store *s, struct arena *a, int64_t **ids, size_t *n, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	*n = 0;
	*ids = NULL;
	if (query_open(&q, s, "SELECT id FROM rumor ORDER BY id", e))
		return -1;
	while ((rc = query_step(&q, e)) > 0) {
		*ids = arena_room(a, *ids, *n, &cap, sizeof(**ids));
		(*ids)[(*n)++] = get_int(&q);
	}
	return rc;
}

/* --- items whose rumors are to come --- */

int store_unfolded_add(
    struct store *s, int64_t item, bool backlog, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT OR REPLACE INTO unfolded (item, backlog) VALUES (?, ?)",
		e))
		return -1;
	put_int(&q, item);
	put_int(&q, backlog);
	return query_run(&q, e);
}

int store_unfolded(struct store *s,
    void (*each)(void *arg, int64_t item, bool backlog), void *arg,
    struct err *e)
{
	struct query q;
	int rc;

	if (query_open(
		&q, s, "SELECT item, backlog FROM unfolded ORDER BY item", e))
		return -1;
	while ((rc = query_step(&q, e)) > 0) {
		int64_t item = get_int(&q);

		each(arg, item, get_int(&q) != 0);
	}
	query_end(&q);
	return rc;
}

int store_unfolded_clear(struct store *s, struct err *e)
{
	struct query q;

	return query_open(&q, s, "DELETE FROM unfolded", e) ? -1
							    : query_run(&q, e);
}
