/* The daemon's state, and errors. */
#include "view/web.h"
#include "view/json.h"
#include "view/table.h"
#include "view/words.h"

#define LABEL 12

static void print_feeds(struct pen *p, const struct status_report *s)
{
	const char *line = pen_fmt(p, "%zu: %zu ok", s->feeds, s->feeds_ok);
	const struct {
		size_t n;
		const char *what;
	} others[] = {
	    {s->feeds_stale, "stale"},
	    {s->feeds_failing, "failing"},
	    {s->feeds_not_a_feed, "of them not-a-feed"},
	    {s->feeds_gone, "of them gone"},
	    {s->feeds_moving, "moving"},
	    {s->feeds_paused, "paused"},
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i].n)
			line = pen_fmt(
			    p, "%s, %zu %s", line, others[i].n, others[i].what);
	line = pen_fmt(p, "%s; %zu due", line, s->feeds_due);
	if (s->next_poll_at)
		line = pen_fmt(
		    p, "%s; next poll %s", line, pen_ago(p, s->next_poll_at));
	pen_fact(
	    p, "feeds", LABEL, s->feeds_failing ? INK_YELLOW : INK_PLAIN, line);
}

static void print_mail(struct pen *p, const struct status_report *s)
{
	const char *line = pen_fmt(
	    p, "%zu waiting, %zu failing", s->mail_waiting, s->mail_failing);

	if (s->mail_failing && s->mail_error)
		line = pen_fmt(p, "%s: %s", line, pen_say(p, s->mail_error));
	pen_fact(p, "mail", LABEL, s->mail_failing ? INK_RED : INK_PLAIN, line);
	if (!s->next_digest_at && !s->last_digest_at)
		return;
	pen_fact(p, "digests", LABEL, INK_PLAIN,
	    pen_fmt(p, "last %s; next %s", pen_when(p, s->last_digest_at),
		s->next_digest_at ? pen_when(p, s->next_digest_at) : "none"));
}

static void print_hooks(struct pen *p, const struct status_report *s)
{
	const char *line = pen_fmt(p, "%zu: %zu waiting, %zu failing", s->hooks,
	    s->hooks_waiting, s->hooks_failing);

	if (!s->hooks)
		return;
	if (s->hook_error)
		line = pen_fmt(p, "%s: %s", line, pen_say(p, s->hook_error));
	pen_fact(
	    p, "hooks", LABEL, s->hooks_failing ? INK_RED : INK_PLAIN, line);
}

static void print_backup(struct pen *p, const struct status_report *s)
{
	const char *line =
	    s->last_backup_at
		? pen_fmt(p, "the last %s", pen_ago(p, s->last_backup_at))
		: "none";

	if (s->backup_error)
		line = pen_fmt(
		    p, "%s; failing: %s", line, pen_say(p, s->backup_error));
	if (s->next_backup_at)
		line = pen_fmt(
		    p, "%s; next %s", line, pen_ago(p, s->next_backup_at));
	pen_fact(
	    p, "backup", LABEL, s->backup_error ? INK_RED : INK_PLAIN, line);
}

static void print_roles(struct pen *p, const struct status_report *s)
{
	for (size_t i = 0; i < s->role_count; i++) {
		const struct role_row *r = &s->roles[i];
		const char *line = r->pid ? pen_fmt(p, "%s, pid %lld", r->name,
						(long long)r->pid)
					  : pen_fmt(p, "%s is down", r->name);

		if (r->restarts)
			line = pen_fmt(p, "%s, %s", line,
			    pen_count(p, r->restarts, "restart"));
		if (r->waiting)
			line = pen_fmt(
			    p, "%s, %zu jobs waiting", line, r->waiting);
		pen_fact(p, i ? "" : "processes", LABEL,
		    r->pid ? INK_PLAIN : INK_RED, line);
	}
}

static json_t *json_of_roles(const struct status_report *s)
{
	json_t *list = json_array();

	for (size_t i = 0; i < s->role_count; i++) {
		const struct role_row *r = &s->roles[i];
		json_t *o = json_object();

		json_put_text(o, "name", r->name);
		json_put_number(o, "pid", r->pid);
		json_put_number(o, "restarts", r->restarts);
		json_put_number(o, "waiting", (int64_t)r->waiting);
		json_array_append_new(list, o);
	}
	return list;
}

static void put_status_json(struct buf *b, const struct status_report *s)
{
	const struct {
		const char *name;
		size_t value;
	} counts[] = {
	    {"feeds", s->feeds},
	    {"feeds_ok", s->feeds_ok},
	    {"feeds_stale", s->feeds_stale},
	    {"feeds_failing", s->feeds_failing},
	    {"feeds_not_a_feed", s->feeds_not_a_feed},
	    {"feeds_gone", s->feeds_gone},
	    {"feeds_moving", s->feeds_moving},
	    {"feeds_paused", s->feeds_paused},
	    {"feeds_due", s->feeds_due},
	    {"items", s->items},
	    {"stories", s->stories},
	    {"rumors_open", s->rumors_open},
	    {"rumors_settled", s->rumors_settled},
	    {"mail_waiting", s->mail_waiting},
	    {"mail_failing", s->mail_failing},
	    {"hooks", s->hooks},
	    {"hooks_waiting", s->hooks_waiting},
	    {"hooks_failing", s->hooks_failing},
	    {"db_bytes", s->db_bytes},
	};
	json_t *o = json_object();

	json_put_text(o, "version", s->version);
	json_put_time(o, "now", s->now);
	json_put_time(o, "started_at", s->started_at);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		json_put_number(o, counts[i].name, (int64_t)counts[i].value);
	json_put_time(o, "next_poll_at", s->next_poll_at);
	json_put_time(o, "last_new_item_at", s->last_new_item_at);
	json_put_time(o, "next_digest_at", s->next_digest_at);
	json_put_time(o, "last_digest_at", s->last_digest_at);
	json_put_text(o, "mail_error", s->mail_error);
	json_put_text(o, "hook_error", s->hook_error);
	json_put_text(o, "config_error", s->config_error);
	json_put_time(o, "last_backup_at", s->last_backup_at);
	json_put_time(o, "next_backup_at", s->next_backup_at);
	json_put_text(o, "backup_error", s->backup_error);
	json_object_set_new(o, "roles", json_of_roles(s));
	json_write(b, o);
}

void view_status(
    struct buf *b, const struct dress *d, const struct status_report *s)
{
	struct pen p;

	if (d->format == VIEW_JSON) {
		put_status_json(b, s);
		return;
	}
	pen_init(&p, b, d);
	pen_put(&p, INK_BOLD, pen_fmt(&p, "hearsayd %s", s->version));
	buf_puts(b, pen_fmt(&p, ", up %s, since %s UTC\n",
			pen_span(&p, s->now - s->started_at),
			pen_time(&p, s->started_at)));
	print_feeds(&p, s);
	pen_fact(&p, "items", LABEL, INK_PLAIN,
	    pen_fmt(&p, "%zu in %s; the last new one %s", s->items,
		pen_count(&p, s->stories, "story"),
		pen_ago(&p, s->last_new_item_at)));
	pen_fact(&p, "rumors", LABEL, INK_PLAIN,
	    pen_fmt(&p, "%zu unsettled, %zu settled", s->rumors_open,
		s->rumors_settled));
	print_mail(&p, s);
	print_hooks(&p, s);
	print_roles(&p, s);
	pen_fact(
	    &p, "database", LABEL, INK_PLAIN, words_bytes(&p, s->db_bytes));
	print_backup(&p, s);
	if (s->config_error)
		pen_fact(&p, "reload", LABEL, INK_RED,
		    pen_fmt(&p, "refused, nothing changed: %s",
			pen_say(&p, s->config_error)));
	pen_end(&p);
}

void view_error(struct buf *b, const struct dress *d, const char *text)
{
	struct pen p;
	json_t *o;

	if (d->format == VIEW_HTML) {
		web_error(b, d, text);
		return;
	}
	if (d->format == VIEW_JSON) {
		o = json_object();
		json_put_text(o, "error", text);
		json_write(b, o);
		return;
	}
	pen_init(&p, b, d);
	/* Messages of several lines (a refused reload) keep them. */
	while (text && *text) {
		size_t n = strcspn(text, "\n");

		buf_puts(b, pen_fmt(&p, "hearsay: %s\n",
				pen_say(&p, arena_strndup(&p.arena, text, n))));
		text += n + (text[n] == '\n');
	}
	pen_end(&p);
}
