/*
 * Mail that is owed, message and all, so that a second try sends the same
 * bytes; which addresses are suspended; how far each digest has come.
 */
#include "store/db.h"
#include "store/store.h"

#define NOT_SUSPENDED \
	" AND NOT EXISTS (SELECT 1 FROM suspended s" \
	" WHERE s.recipient = m.recipient LIMIT 1)"

/* --- mail --- */

int store_mail_queue(
    struct store *s, const struct mail *m, bool *fresh, struct err *e)
{
	struct query q;

	*fresh = false;
	if (query_open(&q, s,
		"INSERT INTO mail (message_id, recipient, sender, subject,"
		" message, digest, period_to, queued_at, due_at, tries)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"
		" ON CONFLICT (message_id) DO NOTHING",
		e))
		return -1;
	put_text(&q, m->message_id);
	put_text(&q, m->recipient);
	put_text(&q, m->sender);
	put_text(&q, m->subject);
	put_blob(&q, m->message, m->message_len);
	put_text(&q, m->digest);
	put_int(&q, m->period_to);
	put_int(&q, m->queued_at);
	put_int(&q, m->due_at);
	if (query_run(&q, e))
		return -1;
	*fresh = sqlite3_changes(s->db) > 0;
	return 0;
}

static void read_mail(struct query *q, struct arena *a, struct mail *m)
{
	m->id = get_int(q);
	m->message_id = get_text(q, a);
	m->recipient = get_text(q, a);
	m->sender = get_text(q, a);
	m->subject = get_text(q, a);
	m->message = get_blob(q, a, &m->message_len);
	m->digest = get_text(q, a);
	m->period_to = get_int(q);
	m->queued_at = get_int(q);
	m->due_at = get_int(q);
	m->tries = (unsigned)get_int(q);
	m->last_error = get_text(q, a);
}

int store_mail_due(struct store *s, struct arena *a, int64_t now,
    struct mail **out, size_t *n, struct err *e)
{
	struct query q;
	struct mail *mails = NULL;
	size_t cap = 0;
	int rc;

	*n = 0;
	if (query_open(&q, s,
		"SELECT id, message_id, recipient, sender, subject, message,"
		" digest, period_to, queued_at, due_at, tries, last_error"
		" FROM mail m WHERE sent_at = 0 AND due_at <= ?" NOT_SUSPENDED
		" ORDER BY due_at, id LIMIT 16",
		e))
		return -1;
	put_int(&q, now);
	while ((rc = query_step(&q, e)) > 0) {
		mails = arena_room(a, mails, *n, &cap, sizeof(*mails));
		read_mail(&q, a, &mails[(*n)++]);
	}
	*out = mails;
	return rc;
}

int store_mail_next(struct store *s, int64_t *due_at, struct err *e)
{
	struct query q;
	int rc;

	*due_at = 0;
	if (query_open(&q, s,
		"SELECT due_at FROM mail m WHERE sent_at = 0" NOT_SUSPENDED
		" ORDER BY due_at, id LIMIT 1",
		e))
		return -1;
	rc = query_step(&q, e);
	if (rc > 0) {
		*due_at = get_int(&q);
		query_end(&q);
	}
	return rc < 0 ? -1 : 0;
}

/* Its row stays, so that it is not queued again; the message may go. */
int store_mail_sent(struct store *s, int64_t id, int64_t at, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"UPDATE mail SET sent_at = ?, message = x'',"
		" last_error = NULL, tries = tries + 1 WHERE id = ?",
		e))
		return -1;
	put_int(&q, at);
	put_int(&q, id);
	return query_run(&q, e);
}

int store_mail_failed(struct store *s, int64_t id, int64_t retry_at,
    const char *error, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"UPDATE mail SET due_at = ?, last_error = ?,"
		" tries = tries + 1 WHERE id = ? AND sent_at = 0",
		e))
		return -1;
	put_int(&q, retry_at);
	put_text(&q, error);
	put_int(&q, id);
	return query_run(&q, e);
}

/* --- addresses --- */

int store_mail_suspend(struct store *s, const char *recipient,
    const char *error, int64_t at, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO suspended (recipient, error, at) VALUES (?, ?, ?)"
		" ON CONFLICT (recipient) DO UPDATE SET"
		" error = excluded.error, at = excluded.at",
		e))
		return -1;
	put_text(&q, recipient);
	put_text(&q, error);
	put_int(&q, at);
	return query_run(&q, e);
}

int store_mail_resume(struct store *s, const char *recipient, struct err *e)
{
	struct query q;

	if (query_open(&q, s, "DELETE FROM suspended WHERE recipient = ?", e))
		return -1;
	put_text(&q, recipient);
	return query_run(&q, e);
}

/* --- digests --- */

int store_mail_of_event(struct store *s, struct arena *a,
    const struct mail_of_event *of, const char **message_id, struct err *e)
{
	struct query q;
	int rc;

	*message_id = NULL;
	if (query_open(&q, s,
		"SELECT m.message_id FROM mail m WHERE m.digest = ?1"
		" AND m.recipient = ?2 AND m.period_to >= ?6 +"
		"  (SELECT max(v.noted_at) FROM event v"
		"  WHERE v.kind = ?3 AND v.subject = ?4"
		"  AND v.noted_at <= ?5)"
		" ORDER BY m.period_to, m.id LIMIT 1",
		e))
		return -1;
	put_text(&q, of->digest);
	put_text(&q, of->recipient);
	put_text(&q, event_kind_name(of->kind));
	put_int(&q, of->subject);
	put_int(&q, of->upto);
	put_int(&q, of->gap);
	rc = query_step(&q, e);
	if (rc > 0) {
		*message_id = get_text(&q, a);
		query_end(&q);
	}
	return rc < 0 ? -1 : 0;
}

int store_digest_last(struct store *s, const char *digest,
    const char *recipient, int64_t *to, struct err *e)
{
	struct query q;
	int rc;

	*to = 0;
	if (query_open(&q, s,
		"SELECT period_to FROM digest_progress"
		" WHERE digest = ? AND recipient = ? ORDER BY digest",
		e))
		return -1;
	put_text(&q, digest);
	put_text(&q, recipient);
	rc = query_step(&q, e);
	if (rc > 0) {
		*to = get_int(&q);
		query_end(&q);
	}
	return rc < 0 ? -1 : 0;
}

int store_digest_done(struct store *s, const char *digest,
    const char *recipient, int64_t to, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO digest_progress (digest, recipient, period_to)"
		" VALUES (?, ?, ?) ON CONFLICT (digest, recipient) DO UPDATE"
		" SET period_to = excluded.period_to",
		e))
		return -1;
	put_text(&q, digest);
	put_text(&q, recipient);
	put_int(&q, to);
	return query_run(&q, e);
}
