/* The daemon's state, its feeds, and errors. */
#include "view/json.h"
#include "view/table.h"
#include "view/words.h"

#define LABEL 12

static const char *bytes_words(struct page *p, size_t bytes)
{
	static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
	double n = (double)bytes;
	size_t unit = 0;

	while (n >= 1000 && unit < 4) {
		n /= 1000;
		unit++;
	}
	return page_fmt(
	    p, unit && n < 100 ? "%.1f %s" : "%.0f %s", n, units[unit]);
}

static void print_feeds(struct page *p, const struct status_report *s)
{
	const char *line = page_fmt(p, "%zu: %zu ok", s->feeds, s->feeds_ok);

	if (s->feeds_failing)
		line = page_fmt(p, "%s, %zu failing", line, s->feeds_failing);
	if (s->feeds_paused)
		line = page_fmt(p, "%s, %zu paused", line, s->feeds_paused);
	line = page_fmt(p, "%s; %zu due", line, s->feeds_due);
	if (s->next_poll_at)
		line = page_fmt(
		    p, "%s; next poll %s", line, page_ago(p, s->next_poll_at));
	page_fact(
	    p, "feeds", LABEL, s->feeds_failing ? INK_YELLOW : INK_PLAIN, line);
}

static void print_mail(struct page *p, const struct status_report *s)
{
	const char *line = page_fmt(
	    p, "%zu waiting, %zu failing", s->mail_waiting, s->mail_failing);

	if (s->mail_failing && s->mail_error)
		line = page_fmt(p, "%s: %s", line, page_say(p, s->mail_error));
	page_fact(
	    p, "mail", LABEL, s->mail_failing ? INK_RED : INK_PLAIN, line);
	if (!s->next_digest_at && !s->last_digest_at)
		return;
	page_fact(p, "digests", LABEL, INK_PLAIN,
	    page_fmt(p, "last %s; next %s", page_when(p, s->last_digest_at),
		s->next_digest_at ? page_when(p, s->next_digest_at) : "none"));
}

static void print_roles(struct page *p, const struct status_report *s)
{
	for (size_t i = 0; i < s->role_count; i++) {
		const struct role_row *r = &s->roles[i];
		const char *line = r->pid ? page_fmt(p, "%s, pid %lld", r->name,
						(long long)r->pid)
					  : page_fmt(p, "%s is down", r->name);

		if (r->restarts)
			line = page_fmt(p, "%s, %s", line,
			    page_count(p, r->restarts, "restart"));
		if (r->waiting)
			line = page_fmt(
			    p, "%s, %zu jobs waiting", line, r->waiting);
		page_fact(p, i ? "" : "processes", LABEL,
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
	    {"feeds_failing", s->feeds_failing},
	    {"feeds_paused", s->feeds_paused},
	    {"feeds_due", s->feeds_due},
	    {"items", s->items},
	    {"stories", s->stories},
	    {"rumors_open", s->rumors_open},
	    {"rumors_settled", s->rumors_settled},
	    {"mail_waiting", s->mail_waiting},
	    {"mail_failing", s->mail_failing},
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
	json_put_text(o, "config_error", s->config_error);
	json_object_set_new(o, "roles", json_of_roles(s));
	json_write(b, o);
}

void view_status(
    struct buf *b, const struct dress *d, const struct status_report *s)
{
	struct page p;

	if (d->format == VIEW_JSON) {
		put_status_json(b, s);
		return;
	}
	page_init(&p, b, d);
	page_put(&p, INK_BOLD, page_fmt(&p, "hearsayd %s", s->version));
	buf_puts(b, page_fmt(&p, ", up %s, since %s UTC\n",
			page_span(&p, s->now - s->started_at),
			page_time(&p, s->started_at)));
	print_feeds(&p, s);
	page_fact(&p, "items", LABEL, INK_PLAIN,
	    page_fmt(&p, "%zu in %s; the last new one %s", s->items,
		page_count(&p, s->stories, "story"),
		page_ago(&p, s->last_new_item_at)));
	page_fact(&p, "rumors", LABEL, INK_PLAIN,
	    page_fmt(&p, "%zu unsettled, %zu settled", s->rumors_open,
		s->rumors_settled));
	print_mail(&p, s);
	print_roles(&p, s);
	page_fact(
	    &p, "database", LABEL, INK_PLAIN, bytes_words(&p, s->db_bytes));
	if (s->config_error)
		page_fact(&p, "reload", LABEL, INK_RED,
		    page_fmt(&p, "refused, nothing changed: %s",
			page_say(&p, s->config_error)));
	page_end(&p);
}

static enum ink feed_ink(enum feed_state s)
{
	static const enum ink inks[] = {
	    [FEED_NEW] = INK_GREY,
	    [FEED_OK] = INK_GREEN,
	    [FEED_FAILING] = INK_RED,
	    [FEED_NOT_A_FEED] = INK_RED,
	    [FEED_REFUSED] = INK_RED,
	    [FEED_LIMITED] = INK_YELLOW,
	    [FEED_GONE] = INK_RED,
	    [FEED_STALE] = INK_YELLOW,
	};

	return inks[s];
}

static const char *feed_note(struct page *p, const struct feed *f)
{
	const char *note = page_say(p, f->state_reason);

	if (f->failing_since)
		note = page_fmt(p, "%s%ssince %s", note, *note ? "; " : "",
		    page_time(p, f->failing_since));
	if (f->moved_to)
		note = page_fmt(p, "%s%smoves to %s", note, *note ? "; " : "",
		    page_say(p, f->moved_to));
	if (!*note && f->due_reason)
		note = page_fmt(p, "next by %s", page_say(p, f->due_reason));
	return note;
}

static json_t *json_of_feed(const struct feed *f)
{
	json_t *o = json_object();

	json_put_number(o, "id", f->id);
	json_put_text(o, "slug", f->source.slug);
	json_put_text(o, "title", f->source.title);
	json_put_text(o, "url", f->url);
	json_put_text(o, "site", f->source.site);
	json_put_text(o, "role", source_role_name(f->source.role));
	json_put_text(o, "vendor", f->source.vendor);
	json_put_text(o, "lang", f->source.lang);
	json_put_text(o, "state", feed_state_name(f->state));
	json_put_text(o, "state_reason", f->state_reason);
	json_put_id(o, "last_status", f->last_status);
	json_put_number(o, "failures", f->failures);
	json_put_time(o, "failing_since_at", f->failing_since);
	json_put_time(o, "polled_at", f->polled_at);
	json_put_time(o, "succeeded_at", f->succeeded_at);
	json_put_time(o, "due_at", f->due_at);
	json_put_text(o, "due_reason", f->due_reason);
	json_put_time(o, "paused_until_at", f->paused_until);
	json_put_time(o, "newest_item_at", f->newest_item_at);
	json_put_id(o, "interval_seconds", f->interval_s);
	json_put_text(o, "etag", f->validators.etag);
	json_put_text(o, "last_modified", f->validators.last_modified);
	json_put_text(o, "moved_to", f->moved_to);
	json_put_time(o, "moved_first_at", f->moved_first_at);
	json_put_text(o, "hub", f->hub);
	return o;
}

static void put_feeds_json(struct buf *b, const struct feed *f, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_of_feed(&f[i]));
	json_write(b, json_pack("{s:o}", "feeds", list));
}

void view_feeds(
    struct buf *b, const struct dress *d, const struct feed *f, size_t n)
{
	static const struct column columns[] = {
	    {.title = "FEED", .least = 12},
	    {.title = "STATE"},
	    {.title = "ROLE", .drop = 3},
	    {.title = "POLLED", .drop = 1},
	    {.title = "NEXT"},
	    {.title = "NEWEST ITEM", .drop = 2},
	    {.title = "TITLE", .least = 16, .drop = 4},
	    {.title = "NOTE", .least = 16},
	    {.title = "URL", .drop = 5},
	};
	struct page p;
	struct table t;

	if (d->format == VIEW_JSON) {
		put_feeds_json(b, f, n);
		return;
	}
	if (!n) {
		buf_puts(b, "No feeds are configured.\n");
		return;
	}
	page_init(&p, b, d);
	table_init(&t, columns, 9);
	for (size_t i = 0; i < n; i++) {
		table_cell(&t, &p, INK_BOLD, page_say(&p, f[i].source.slug));
		table_cell(
		    &t, &p, feed_ink(f[i].state), feed_state_name(f[i].state));
		table_cell(&t, &p, INK_PLAIN,
		    f[i].source.vendor ? page_fmt(&p, "%s: %s",
					     source_role_name(f[i].source.role),
					     page_say(&p, f[i].source.vendor))
				       : source_role_name(f[i].source.role));
		table_cell(&t, &p, INK_PLAIN, page_ago(&p, f[i].polled_at));
		table_cell(&t, &p, INK_PLAIN,
		    f[i].state == FEED_GONE ? "stopped"
		    : f[i].due_at <= d->now ? "due"
					    : page_ago(&p, f[i].due_at));
		table_cell(
		    &t, &p, INK_PLAIN, page_ago(&p, f[i].newest_item_at));
		table_cell(&t, &p, INK_PLAIN, page_say(&p, f[i].source.title));
		table_cell(&t, &p, INK_PLAIN, feed_note(&p, &f[i]));
		table_cell(&t, &p, INK_GREY, page_say(&p, f[i].url));
	}
	table_print(&t, &p);
	page_end(&p);
}

void view_error(struct buf *b, const struct dress *d, const char *text)
{
	struct page p;
	json_t *o;

	if (d->format == VIEW_JSON) {
		o = json_object();
		json_put_text(o, "error", text);
		json_write(b, o);
		return;
	}
	page_init(&p, b, d);
	/* Messages of several lines (a refused reload) keep them. */
	while (text && *text) {
		size_t n = strcspn(text, "\n");

		buf_puts(
		    b, page_fmt(&p, "hearsay: %s\n",
			   page_say(&p, arena_strndup(&p.arena, text, n))));
		text += n + (text[n] == '\n');
	}
	page_end(&p);
}
