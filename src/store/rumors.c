/* Rumors: written whole, with members, origins and transitions. */
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
		" origin, root, published_at, sentence)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
	return query_run(&q, e);
}

static int put_origin(struct store *s, int64_t rumor, size_t n,
    const struct rumor_origin *o, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO rumor_origin (rumor, n, name, kind, first_item,"
		" first_at, carriers) VALUES (?, ?, ?, ?, ?, ?, ?)",
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
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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

static int drop_from(
    struct store *s, const char *sql, int64_t rumor, struct err *e)
{
	struct query q;

	if (query_open(&q, s, sql, e))
		return -1;
	put_int(&q, rumor);
	return query_run(&q, e);
}

static int drop_parts(struct store *s, int64_t rumor, struct err *e)
{
	static const char *const parts[] = {
	    "DELETE FROM rumor_member WHERE rumor = ?",
	    "DELETE FROM rumor_origin WHERE rumor = ?",
	    "DELETE FROM transition WHERE rumor = ?",
	};
	int rc = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && !rc; i++)
		rc = drop_from(s, parts[i], rumor, e);
	return rc;
}

int store_rumor_save(struct store *s, const struct rumor *r, struct err *e)
{
	bool own;
	int rc = unit_open(s, &own, e);

	if (rc)
		return rc;
	rc = put_rumor(s, r, e);
	if (!rc)
		rc = drop_parts(s, r->id, e);
	for (size_t i = 0; i < r->member_count && !rc; i++)
		rc = put_member(s, r->id, i, &r->members[i], e);
	for (size_t i = 0; i < r->origin_count && !rc; i++)
		rc = put_origin(s, r->id, i, &r->origins[i], e);
	for (size_t i = 0; i < r->transition_count && !rc; i++)
		rc = put_transition(s, r->id, i, &r->transitions[i], e);
	if (!rc)
		rc = store_note_id(s, "rumor", r->id, e);
	return unit_close(s, own, rc, e);
}

int store_rumor_drop(struct store *s, int64_t id, struct err *e)
{
	return drop_from(s, "DELETE FROM rumor WHERE id = ?", id, e);
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
