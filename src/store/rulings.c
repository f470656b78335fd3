/*
 * Rulings: a user's word on rumors and stories. Rows are only ever added; of
 * an undo the subject is the ruling that it takes back.
 */
#include "store/db.h"
#include "store/store.h"

#define UNDONE_BY \
	"(SELECT u.id FROM ruling u WHERE u.kind = 'undo'" \
	" AND u.subject = g.id)"
#define RULING_COLUMNS \
	"g.id, g.kind, g.at, g.subject, g.other, g.outcome, g.source," \
	" g.because, g.link, g.uid, g.pid, g.user, " UNDONE_BY

/* --- adding --- */

static int put_claim(struct store *s, int64_t ruling, size_t n,
    const struct ruled_claim *c, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO ruling_claim (ruling, n, item, claim, side,"
		" aspect, sentence) VALUES (?, ?, ?, ?, ?, ?, ?)",
		e))
		return -1;
	put_int(&q, ruling);
	put_int(&q, (int64_t)n);
	put_int(&q, c->item);
	put_int(&q, c->claim);
	put_int(&q, c->side);
	put_text(&q, aspect_name(c->aspect));
	put_text(&q, c->sentence);
	return query_run(&q, e);
}

int store_ruling_add(struct store *s, struct ruling *r, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO ruling (kind, at, subject, other, outcome, source,"
		" because, link, uid, pid, user)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		e))
		return -1;
	put_text(&q, ruling_kind_name(r->kind));
	put_int(&q, r->at);
	put_int(&q, r->subject);
	put_id(&q, r->other);
	put_text(&q,
	    r->kind == RULING_SETTLE ? rumor_status_name(r->outcome) : NULL);
	put_text(&q, r->source);
	put_text(&q, r->because);
	put_text(&q, r->link);
	put_int(&q, r->uid);
	put_int(&q, r->pid);
	put_text(&q, r->user);
	if (query_run(&q, e))
		return -1;
	r->id = sqlite3_last_insert_rowid(s->db);
	for (size_t i = 0; i < r->claim_count; i++)
		if (put_claim(s, r->id, i, &r->claims[i], e))
			return -1;
	return 0;
}

int store_ruling_other(
    struct store *s, int64_t ruling, int64_t other, struct err *e)
{
	struct query q;

	if (query_open(&q, s, "UPDATE ruling SET other = ? WHERE id = ?", e))
		return -1;
	put_id(&q, other);
	put_int(&q, ruling);
	return query_run(&q, e);
}

/* --- reading --- */

static int read_ruling(
    struct query *q, struct arena *a, struct ruling *r, struct err *e)
{
	const char *outcome;

	*r = (struct ruling){.id = get_int(q)};
	if (GET_ENUM(q, ruling_kind_parse, &r->kind, "ruling", r->id, e))
		return -1;
	r->at = get_int(q);
	r->subject = get_int(q);
	r->other = get_int(q);
	outcome = get_text(q, a);
	if (outcome && rumor_status_parse(outcome, &r->outcome))
		return bad_word(q, "ruling", r->id, e);
	r->source = get_text(q, a);
	r->because = get_text(q, a);
	r->link = get_text(q, a);
	r->uid = get_int(q);
	r->pid = get_int(q);
	r->user = get_text(q, a);
	r->undone_by = get_int(q);
	return 0;
}

static int read_claims(
    struct store *s, struct arena *a, struct ruling *r, struct err *e)
{
	struct ruled_claim *claims = NULL;
	struct query q;
	size_t cap = 0;
	int rc;

	if (query_open(&q, s,
		"SELECT item, claim, side, aspect, sentence FROM ruling_claim"
		" WHERE ruling = ? ORDER BY n",
		e))
		return -1;
	put_int(&q, r->id);
	while ((rc = query_step(&q, e)) > 0) {
		struct ruled_claim *c;

		claims = arena_room(
		    a, claims, r->claim_count, &cap, sizeof(*claims));
		c = &claims[r->claim_count];
		c->item = get_int(&q);
		c->claim = (int)get_int(&q);
		c->side = get_int(&q) ? RULING_GOES : RULING_STAYS;
		rc = GET_ENUM(
		    &q, aspect_parse, &c->aspect, "claim of ruling", r->id, e);
		if (rc)
			break;
		c->sentence = get_text(&q, a);
		r->claim_count++;
	}
	query_end(&q);
	r->claims = claims;
	return rc;
}

static int read_all(struct store *s, struct arena *a, struct query *q,
    struct ruling **out, size_t *n, struct err *e)
{
	struct ruling *list = NULL;
	size_t cap = 0;
	int rc;

	*n = 0;
	while ((rc = query_step(q, e)) > 0) {
		list = arena_room(a, list, *n, &cap, sizeof(*list));
		rc = read_ruling(q, a, &list[*n], e);
		if (rc)
			break;
		++*n;
	}
	query_end(q);
	for (size_t i = 0; i < *n && !rc; i++)
		rc = read_claims(s, a, &list[i], e);
	*out = list;
	return rc;
}

int store_rulings_in_force(struct store *s, struct arena *a,
    struct ruling **out, size_t *n, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"SELECT " RULING_COLUMNS " FROM ruling g"
		" WHERE g.kind <> 'undo' AND " UNDONE_BY " IS NULL"
		" ORDER BY g.at, g.id",
		e))
		return -1;
	return read_all(s, a, &q, out, n, e);
}

int store_report_rulings(struct store *s, struct arena *a, size_t limit,
    struct ruling **out, size_t *n, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"SELECT " RULING_COLUMNS " FROM ruling g"
		" ORDER BY g.id DESC LIMIT ?",
		e))
		return -1;
	put_int(&q, (int64_t)limit);
	return read_all(s, a, &q, out, n, e);
}

int store_rulings_about(struct store *s, struct arena *a, bool story,
    int64_t id, struct ruling **out, size_t *n, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"SELECT " RULING_COLUMNS " FROM ruling g"
		" WHERE (g.subject = ?1 OR g.other = ?1)"
		" AND CASE WHEN ?2 THEN g.kind IN ('merge-stories',"
		"  'split-story') ELSE g.kind IN ('settle', 'reopen',"
		"  'attribute-rumor', 'merge-rumors', 'split-rumor') END"
		" AND " UNDONE_BY " IS NULL ORDER BY g.id",
		e))
		return -1;
	put_int(&q, id);
	put_int(&q, story);
	return read_all(s, a, &q, out, n, e);
}

static int last_in_force(struct store *s, int64_t *id, struct err *e)
{
	struct query q;
	int rc;

	*id = 0;
	if (query_open(&q, s,
		"SELECT g.id FROM ruling g WHERE g.kind <> 'undo'"
		" AND " UNDONE_BY " IS NULL ORDER BY g.id DESC LIMIT 1",
		e))
		return -1;
	rc = query_step(&q, e);
	if (rc <= 0)
		return rc;
	*id = get_int(&q);
	query_end(&q);
	return 0;
}

int store_ruling(struct store *s, struct arena *a, int64_t id, struct ruling *r,
    struct err *e)
{
	struct query q;
	int rc;

	if (!id && last_in_force(s, &id, e))
		return -1;
	rc = query_find(&q, s,
	    "SELECT " RULING_COLUMNS
	    " FROM ruling g WHERE g.id = ? ORDER BY g.id",
	    id, e);
	if (rc)
		return rc;
	rc = read_ruling(&q, a, r, e);
	query_end(&q);
	return rc ? rc : read_claims(s, a, r, e);
}

/* --- what rests on what --- */

#define SHARE_CLAIMS \
	"EXISTS (SELECT 1 FROM ruling_claim x JOIN ruling_claim y" \
	" ON y.item = x.item AND y.claim = x.claim" \
	" WHERE x.ruling = b.id AND y.ruling = g.id)"

/*
 * On a merge or a split (b) rests what was said later (g) of the numbers that
 * it made or took away, and what was merged or split of the same claims or
 * items. On a verdict, a later one of that rumor. On an attribution, nothing.
 */
static const char resting[] =
    "SELECT g.id FROM ruling g JOIN ruling b ON b.id = ?1"
    " WHERE g.id > b.id AND g.kind <> 'undo' AND " UNDONE_BY " IS NULL"
    " AND CASE WHEN b.kind IN ('settle', 'reopen')"
    "  THEN g.kind IN ('settle', 'reopen') AND g.subject = b.subject"
    " WHEN b.kind IN ('merge-rumors', 'split-rumor')"
    "  THEN (g.kind IN ('settle', 'reopen', 'attribute-rumor',"
    "    'merge-rumors', 'split-rumor')"
    "   AND (g.subject IN (b.subject, b.other)"
    "    OR g.other IN (b.subject, b.other)))"
    "   OR (g.kind IN ('merge-rumors', 'split-rumor') AND " SHARE_CLAIMS ")"
    " WHEN b.kind IN ('merge-stories', 'split-story')"
    "  THEN g.kind IN ('merge-stories', 'split-story')"
    "   AND (g.subject IN (b.subject, b.other)"
    "    OR g.other IN (b.subject, b.other) OR " SHARE_CLAIMS ")"
    " ELSE 0 END ORDER BY g.id DESC LIMIT 1";

int store_ruling_upon(
    struct store *s, int64_t ruling, int64_t *later, struct err *e)
{
	struct query q;
	int rc = query_find(&q, s, resting, ruling, e);

	*later = 0;
	if (rc)
		return rc < 0 ? -1 : 0;
	*later = get_int(&q);
	query_end(&q);
	return 0;
}

static int merged_into(struct store *s, const char *sql, int64_t id,
    int64_t *survivor, struct err *e)
{
	struct query q;
	int rc = query_find(&q, s, sql, id, e);

	*survivor = 0;
	if (rc)
		return rc < 0 ? -1 : 0;
	*survivor = get_int(&q);
	query_end(&q);
	return 0;
}

/* What it was merged into may itself have been merged since. */
int store_ruling_survivor(
    struct store *s, bool story, int64_t id, int64_t *survivor, struct err *e)
{
	static const char of_rumor[] =
	    "SELECT g.subject FROM ruling g WHERE g.kind = 'merge-rumors'"
	    " AND g.other = ? AND " UNDONE_BY " IS NULL"
	    " ORDER BY g.id DESC LIMIT 1";
	static const char of_story[] =
	    "SELECT * FROM (SELECT g.subject FROM ruling g"
	    "  WHERE g.kind = 'merge-stories'"
	    "  AND g.other = ?1 AND " UNDONE_BY " IS NULL"
	    "  ORDER BY g.id DESC LIMIT 1)"
	    " UNION ALL SELECT part_of FROM story_merge WHERE story = ?1"
	    " LIMIT 1"; /* a user's word before what was found */
	int64_t next;

	*survivor = 0;
	/* Each is merged into one that was there: it cannot be a circle, but
	   for a file that somebody else has written. */
	for (int steps = 0; steps < 1000; steps++) {
		if (merged_into(s, story ? of_story : of_rumor, id, &next, e))
			return -1;
		if (!next)
			break;
		*survivor = id = next;
	}
	return 0;
}

/* --- the numbers of rumors before --- */

int store_ruling_founder_add(struct store *s, int64_t ruling,
    const struct ruling_founder *f, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO ruling_founder (ruling, rumor, item, claim)"
		" VALUES (?, ?, ?, ?)",
		e))
		return -1;
	put_int(&q, ruling);
	put_int(&q, f->rumor);
	put_int(&q, f->item);
	put_int(&q, f->claim);
	return query_run(&q, e);
}

int store_ruling_founders(struct store *s, struct arena *a, int64_t ruling,
    struct ruling_founder **out, size_t *n, struct err *e)
{
	struct ruling_founder *list = NULL;
	struct query q;
	size_t cap = 0;
	int rc;

	*n = 0;
	if (query_open(&q, s,
		"SELECT rumor, item, claim FROM ruling_founder"
		" WHERE ruling = ? ORDER BY rumor",
		e))
		return -1;
	put_int(&q, ruling);
	while ((rc = query_step(&q, e)) > 0) {
		list = arena_room(a, list, *n, &cap, sizeof(*list));
		list[*n].rumor = get_int(&q);
		list[*n].item = get_int(&q);
		list[*n].claim = (int)get_int(&q);
		++*n;
	}
	*out = list;
	return rc;
}

/* --- what rulings are about --- */

int store_rumor_claims(struct store *s, struct arena *a, int64_t rumor,
    struct ruled_claim **out, size_t *n, struct err *e)
{
	struct ruled_claim *list = NULL;
	struct query q;
	size_t cap = 0;
	int rc;

	*n = 0;
	if (query_open(&q, s,
		"SELECT m.item, m.claim, c.aspect, c.text FROM rumor_member m"
		" JOIN claim c ON c.item = m.item AND c.n = m.claim"
		" WHERE m.rumor = ? AND m.part IN ('carries', 'restates')"
		" ORDER BY m.n",
		e))
		return -1;
	put_int(&q, rumor);
	while ((rc = query_step(&q, e)) > 0) {
		struct ruled_claim *c;

		list = arena_room(a, list, *n, &cap, sizeof(*list));
		c = &list[*n];
		*c = (struct ruled_claim){.item = get_int(&q)};
		c->claim = (int)get_int(&q);
		rc = GET_ENUM(
		    &q, aspect_parse, &c->aspect, "claim of item", c->item, e);
		if (rc)
			break;
		c->sentence = get_text(&q, a);
		++*n;
	}
	query_end(&q);
	*out = list;
	return rc;
}

int store_item_carries(
    struct store *s, int64_t item, bool *carries, struct err *e)
{
	struct query q;
	int rc = query_find(&q, s,
	    "SELECT rumor FROM rumor_member WHERE item = ?"
	    " AND part IN ('carries', 'restates') ORDER BY rumor LIMIT 1",
	    item, e);

	*carries = !rc;
	if (!rc)
		query_end(&q);
	return rc < 0 ? -1 : 0;
}

int store_rumor_ruled(
    struct store *s, int64_t rumor, int64_t *ruling, struct err *e)
{
	struct query q;
	int rc = query_find(&q, s,
	    "SELECT t.ruling FROM transition t"
	    " WHERE t.rumor = ? AND t.ruling IS NOT NULL"
	    " AND t.new_status NOT IN ('open', 'corroborated')"
	    " ORDER BY t.n DESC LIMIT 1",
	    rumor, e);

	*ruling = 0;
	if (rc)
		return rc < 0 ? -1 : 0;
	*ruling = get_int(&q);
	query_end(&q);
	return 0;
}
