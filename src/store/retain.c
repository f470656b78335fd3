/*
 * Retention. A sent mail goes when it is old, and an event that is about no
 * rumor and about no story that is there; an item goes when it is old, no
 * rumor's evidence needs it, and its feed has come without it: an entry that
 * its feed still shows would be taken for new at the next poll.
 */
#include "store/db.h"
#include "store/judgedrow.h"
#include "store/search.h"
#include "store/store.h"

/* Sight is noted once a day, so two days behind the feed is not in it. */
#define STILL_SHOWN_S "172800"

struct victim {
	int64_t id, story, published_at;
	const char *title, *text;
};

static const char old_items[] =
    "SELECT i.id, j.story, i.published_at, i.title, i.text FROM item i"
    " JOIN feed f ON f.id = i.feed LEFT JOIN judgement j ON j.item = i.id"
    " WHERE i.published_at < ?1 AND i.first_seen_at < ?1"
    " AND (i.published_at, i.id) > (?3, ?4)"
    " AND (f.retired OR i.seen_at < " STILL_SHOWN_S
    " * -1 + (SELECT max(x.seen_at) FROM item x WHERE x.feed = i.feed))"
    " AND NOT EXISTS (SELECT 1 FROM rumor_member m WHERE m.item = i.id)"
    " AND NOT EXISTS (SELECT 1 FROM rumor_origin o WHERE o.first_item = i.id)"
    " AND NOT EXISTS (SELECT 1 FROM transition t WHERE t.item = i.id)"
    " AND NOT EXISTS (SELECT 1 FROM rumor r WHERE r.settled_by = i.id)"
    " AND NOT EXISTS (SELECT 1 FROM ruling_claim c WHERE c.item = i.id)"
    " ORDER BY i.published_at, i.id LIMIT ?2";

static int choose(struct store *s, struct arena *a, int64_t before, size_t most,
    struct victim **out, size_t *n, struct err *e)
{
	struct query q;
	struct victim *v = NULL;
	size_t cap = 0;
	int rc;

	*n = 0;
	if (query_open(&q, s, old_items, e))
		return -1;
	put_int(&q, before);
	put_int(&q, (int64_t)most);
	put_int(&q, s->trim.begun ? s->trim.published_at : INT64_MIN);
	put_int(&q, s->trim.begun ? s->trim.id : 0);
	while ((rc = query_step(&q, e)) > 0) {
		v = arena_room(a, v, *n, &cap, sizeof(*v));
		v[*n].id = get_int(&q);
		v[*n].story = get_int(&q);
		v[*n].published_at = get_int(&q);
		v[*n].title = get_text(&q, a);
		v[*n].text = get_text(&q, a);
		++*n;
	}
	*out = v;
	return rc;
}

static int remove_item(struct store *s, const struct victim *v, struct err *e)
{
	struct query q;

	if (query_open(&q, s, "DELETE FROM item WHERE id = ?", e))
		return -1;
	put_int(&q, v->id);
	if (query_run(&q, e))
		return -1;
	if (v->story)
		story_touch(s, v->story);
	return 0;
}

/*
 * What is old and stays was looked at: the next step goes on behind it, and
 * the next after the last begins again.
 */
static void note_progress(
    struct store *s, const struct victim *v, size_t n, bool left)
{
	s->trim.begun = left;
	if (!left)
		return;
	s->trim.published_at = v[n - 1].published_at;
	s->trim.id = v[n - 1].id;
}

int store_trim(struct store *s, int64_t before, size_t most, size_t *removed,
    bool *left, struct err *e)
{
	struct arena a;
	struct victim *v = NULL;
	size_t n;
	bool own;
	int rc = unit_open(s, &own, e);

	*removed = 0;
	*left = false;
	if (rc)
		return rc;
	arena_init(&a);
	rc = choose(s, &a, before, most + 1, &v, &n, e);
	for (size_t i = 0; i < n && i < most && !rc; i++)
		rc = remove_item(s, &v[i], e);
	/* Their words after all of them: between two, each would be written. */
	for (size_t i = 0; i < n && i < most && !rc; i++)
		rc = search_remove(s, v[i].id, v[i].title, v[i].text, e);
	rc = unit_close(s, own, rc, e);
	if (!rc) {
		*removed = n < most ? n : most;
		*left = n > most;
		note_progress(s, v, *removed, *left);
	}
	arena_free(&a);
	return rc;
}

/* Deletes by a statement that wants a time and how many at the most. */
static int trim(struct store *s, const char *sql, int64_t before, size_t most,
    size_t *removed, struct err *e)
{
	struct query q;

	*removed = 0;
	if (query_open(&q, s, sql, e))
		return -1;
	put_int(&q, before);
	put_int(&q, (int64_t)most);
	if (query_run(&q, e))
		return -1;
	*removed = (size_t)sqlite3_changes(s->db);
	return 0;
}

int store_mail_trim(struct store *s, int64_t before, size_t most,
    size_t *removed, struct err *e)
{
	return trim(s,
	    "DELETE FROM mail WHERE id IN (SELECT id FROM mail"
	    " WHERE sent_at > 0 AND sent_at < ? ORDER BY id LIMIT ?)",
	    before, most, removed, e);
}

/*
 * By time: of the kinds most events are (+kind is in no index). What is old
 * and stays, of rumors, is little beside what is new.
 */
int store_event_trim(struct store *s, int64_t before, size_t most,
    size_t *removed, struct err *e)
{
	return trim(s,
	    "DELETE FROM event WHERE id IN (SELECT id FROM event"
	    " WHERE noted_at < ? AND (+kind IN ('feed-state', 'mail-sent',"
	    " 'mail-failed', 'config-reloaded') OR (+kind = 'story-new'"
	    " AND subject NOT IN (SELECT id FROM story)))"
	    " ORDER BY noted_at, id LIMIT ?)",
	    before, most, removed, e);
}
