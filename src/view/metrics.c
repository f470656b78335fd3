/* What a monitoring system scrapes: the status, and each feed. */
#include "view/metrics.h"

#include <inttypes.h>

static void put_head(
    struct buf *b, const char *name, const char *type, const char *help)
{
	buf_printf(b, "# HELP hearsay_%s %s\n# TYPE hearsay_%s %s\n", name,
	    help, name, type);
}

/* A label's value: backslash, quote and line feed are escaped. */
static void put_label(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (*s == '\n') {
			buf_puts(b, "\\n");
			continue;
		}
		if (*s == '"' || *s == '\\')
			buf_putc(b, '\\');
		buf_putc(b, *s);
	}
}

static void put_gauge(
    struct buf *b, const char *name, const char *help, int64_t value)
{
	put_head(b, name, "gauge", help);
	buf_printf(b, "hearsay_%s %" PRId64 "\n", name, value);
}

static void put_status(struct buf *b, const struct status_report *s)
{
	const struct {
		const char *name, *help;
		int64_t value;
	} rows[] = {
	    {"start_time_seconds", "When the daemon started.", s->started_at},
	    {"feeds", "Feeds that are polled.", (int64_t)s->feeds},
	    {"feeds_ok", "Feeds whose last poll went well.",
		(int64_t)s->feeds_ok},
	    {"feeds_failing", "Feeds that have been failing.",
		(int64_t)s->feeds_failing},
	    {"feeds_paused", "Feeds paused at their server's wish.",
		(int64_t)s->feeds_paused},
	    {"feeds_due", "Feeds due now, or being asked.",
		(int64_t)s->feeds_due},
	    {"items", "Items stored.", (int64_t)s->items},
	    {"stories", "Stories stored.", (int64_t)s->stories},
	    {"rumors_unsettled", "Rumors open or corroborated.",
		(int64_t)s->rumors_open},
	    {"rumors_settled", "Rumors with a verdict.",
		(int64_t)s->rumors_settled},
	    {"mail_waiting", "Mails in the outbox.", (int64_t)s->mail_waiting},
	    {"mail_failing", "Mails whose last try failed.",
		(int64_t)s->mail_failing},
	    {"hooks", "Web hooks that are configured.", (int64_t)s->hooks},
	    {"hooks_waiting", "Web hooks with an event to post.",
		(int64_t)s->hooks_waiting},
	    {"hooks_failing", "Web hooks whose last try failed.",
		(int64_t)s->hooks_failing},
	    {"database_bytes", "Size of the database.", (int64_t)s->db_bytes},
	    {"last_new_item_timestamp_seconds", "When the last item came.",
		s->last_new_item_at},
	    {"last_digest_timestamp_seconds", "When the last digest was due.",
		s->last_digest_at},
	    {"last_backup_timestamp_seconds", "When the last backup was made.",
		s->last_backup_at},
	    {"backup_failing", "1 while the last backup by itself failed.",
		s->backup_error != NULL},
	    {"config_refused", "1 while the last reload was refused.",
		s->config_error != NULL},
	};

	put_head(b, "build_info", "gauge", "The version, as a label.");
	buf_puts(b, "hearsay_build_info{version=\"");
	put_label(b, s->version);
	buf_puts(b, "\"} 1\n");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		put_gauge(b, rows[i].name, rows[i].help, rows[i].value);
}

static int64_t role_up(const struct role_row *r)
{
	return r->pid != 0;
}

static int64_t role_restarts(const struct role_row *r)
{
	return r->restarts;
}

static int64_t role_waiting(const struct role_row *r)
{
	return (int64_t)r->waiting;
}

static void put_roles(struct buf *b, const struct status_report *s)
{
	static const struct {
		const char *name, *type, *help;
		int64_t (*of)(const struct role_row *);
	} rows[] = {
	    {"role_up", "gauge", "1 while the child process runs.", role_up},
	    {"role_restarts_total", "counter",
		"Times that the child was started again.", role_restarts},
	    {"role_waiting", "gauge", "Requests that it has not answered.",
		role_waiting},
	};

	for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
		put_head(b, rows[k].name, rows[k].type, rows[k].help);
		for (size_t i = 0; i < s->role_count; i++)
			buf_printf(b,
			    "hearsay_%s{role=\"%s\",number=\"%zu\"} %" PRId64
			    "\n",
			    rows[k].name, s->roles[i].name, i,
			    rows[k].of(&s->roles[i]));
	}
}

static int64_t feed_up(const struct feed *f)
{
	return f->state == FEED_OK || f->state == FEED_STALE;
}

static int64_t feed_failures(const struct feed *f)
{
	return f->failures;
}

static int64_t feed_polled(const struct feed *f)
{
	return f->polled_at;
}

static int64_t feed_succeeded(const struct feed *f)
{
	return f->succeeded_at;
}

static int64_t feed_due(const struct feed *f)
{
	return f->due_at;
}

static int64_t feed_newest(const struct feed *f)
{
	return f->newest_item_at;
}

static int64_t feed_status(const struct feed *f)
{
	return f->last_status;
}

static void put_feeds(struct buf *b, const struct feed *f, size_t n)
{
	static const struct {
		const char *name, *help;
		int64_t (*of)(const struct feed *);
	} rows[] = {
	    {"feed_up", "1 while the last poll brought a feed.", feed_up},
	    {"feed_failures", "Failures in a row.", feed_failures},
	    {"feed_http_status", "HTTP status of the last answer.",
		feed_status},
	    {"feed_polled_timestamp_seconds", "The last request.", feed_polled},
	    {"feed_succeeded_timestamp_seconds", "The last 200 or 304.",
		feed_succeeded},
	    {"feed_due_timestamp_seconds", "The next request.", feed_due},
	    {"feed_newest_item_timestamp_seconds", "Its newest item.",
		feed_newest},
	};

	for (size_t k = 0; n && k < sizeof(rows) / sizeof(rows[0]); k++) {
		put_head(b, rows[k].name, "gauge", rows[k].help);
		for (size_t i = 0; i < n; i++) {
			buf_printf(b, "hearsay_%s{feed=\"", rows[k].name);
			put_label(b, f[i].source.slug);
			buf_printf(b, "\"} %" PRId64 "\n", rows[k].of(&f[i]));
		}
	}
}

void metrics_put(struct buf *b, const struct status_report *s,
    const struct feed *f, size_t n)
{
	put_status(b, s);
	put_roles(b, s);
	put_feeds(b, f, n);
}
