/* The feeds: a line for each, and a page for one. */
#include <inttypes.h>

#include "view/json.h"
#include "view/table.h"
#include "view/words.h"

#define LABEL 14
#define DAY_S 86400

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

/* --- words --- */

static bool is_paused(const struct pen *p, const struct feed *f)
{
	return f->paused_until > p->dress->now;
}

static bool has_moved(const struct feed_report *r)
{
	return r->configured_url && r->feed.url &&
	       strcmp(r->configured_url, r->feed.url) != 0;
}

static const char *role_words(struct pen *p, const struct source *s)
{
	if (!s->vendor)
		return source_role_name(s->role);
	return pen_fmt(
	    p, "%s: %s", source_role_name(s->role), pen_say(p, s->vendor));
}

static const char *next_words(struct pen *p, const struct feed_report *r)
{
	if (r->asking)
		return "asking";
	if (r->feed.state == FEED_GONE)
		return "stopped";
	if (feed_is_held(&r->feed, p->dress->now))
		return "paused";
	if (r->feed.due_at <= p->dress->now)
		return "due";
	return pen_ago(p, r->feed.due_at);
}

/* "4.2 a day", "3 a week", "1.5 a month": the mean of the latest items. */
static const char *rate_words(struct pen *p, const struct feed_hints *h)
{
	static const struct {
		int64_t s;
		const char *name;
	} spans[] = {{DAY_S, "day"}, {7 * DAY_S, "week"}, {30 * DAY_S, "month"},
	    {365 * DAY_S, "year"}};
	size_t i = 0;
	double n;

	if (h->rhythm_s <= 0)
		return "";
	while (i < 3 && spans[i].s < h->rhythm_s)
		i++;
	n = (double)spans[i].s / (double)h->rhythm_s;
	return pen_fmt(p, n < 10 ? "%.1f a %s" : "%.0f a %s", n, spans[i].name);
}

static const char *pause_words(struct pen *p, const struct feed *f)
{
	return pen_fmt(p, "paused until %s%s%s", pen_time(p, f->paused_until),
	    f->pause_reason ? ": " : "", pen_say(p, f->pause_reason));
}

/* The user's own pause. */
static const char *held_words(struct pen *p, const struct feed *f)
{
	return pen_fmt(p, "paused by command since %s%s%s",
	    pen_time(p, f->held_at), f->held_until ? " until " : "",
	    f->held_until ? pen_time(p, f->held_until) : "");
}

/* Where it stands: "press.conf:12", or that a command added it. */
static const char *from_words(struct pen *p, const struct feed *f)
{
	const char *slash = f->place ? strrchr(f->place, '/') : NULL;

	if (!f->place)
		return f->added_at ? "command" : "";
	return pen_say(p, slash ? slash + 1 : f->place);
}

static const char *add_note(struct pen *p, const char *note, const char *more)
{
	return *note ? pen_fmt(p, "%s; %s", note, more) : more;
}

/* What asks for the operator's eye, then why it is asked when it is. */
static const char *note_words(struct pen *p, const struct feed_report *r)
{
	const struct feed *f = &r->feed;
	const char *note = pen_say(p, f->state_reason);

	if (f->failing_since)
		note = add_note(p, note,
		    pen_fmt(p, "since %s", pen_time(p, f->failing_since)));
	if (is_paused(p, f))
		note = add_note(p, note, pause_words(p, f));
	if (feed_is_held(f, p->dress->now))
		note = add_note(p, note, held_words(p, f));
	if (f->moved_to)
		note = add_note(p, note,
		    pen_fmt(p, "moves to %s", pen_say(p, f->moved_to)));
	if (has_moved(r))
		note = add_note(p, note,
		    pen_fmt(p, "moved from %s", pen_say(p, r->configured_url)));
	if (r->pages.forbidden)
		note = add_note(p, note,
		    pen_fmt(p, "%s forbidden: %s",
			pen_count(p, r->pages.forbidden, "page"),
			pen_say(p, r->pages.reason)));
	if (f->due_reason && f->state != FEED_GONE)
		note = add_note(p, note,
		    pen_fmt(p, "next by %s", words_due(p, f->due_reason)));
	return note;
}

static size_t count_pages(const struct page_counts *c)
{
	return c->wanted + c->read + c->empty + c->failed + c->forbidden +
	       c->passed;
}

/* "12 read, 2 wanted, 1 forbidden; not read: https://..." */
static const char *page_words(struct pen *p, const struct page_counts *c)
{
	const struct {
		size_t n;
		const char *word;
	} parts[] = {{c->read, "read"}, {c->wanted, "wanted"},
	    {c->empty, "empty"}, {c->failed, "failed"},
	    {c->forbidden, "forbidden"}, {c->passed, "passed over"}};
	const char *line = "";

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i].n)
			line = pen_fmt(p, "%s%s%zu %s", line, *line ? ", " : "",
			    parts[i].n, parts[i].word);
	if (c->reason)
		line =
		    pen_fmt(p, "%s; not read: %s", line, pen_say(p, c->reason));
	return line;
}

/* "304", "200, 61.2 kB, 3 new", "no answer" */
static const char *answer_words(struct pen *p, const struct feed_answer *a)
{
	const char *line = a->status ? pen_fmt(p, "%d", a->status) : "none";

	if (a->bytes)
		line = pen_fmt(
		    p, "%s, %s", line, words_bytes(p, (uint64_t)a->bytes));
	if (a->new_items)
		line = pen_fmt(p, "%s, %" PRId64 " new", line, a->new_items);
	return line;
}

static const char *validator_letters(const struct validators *v)
{
	if (v->etag)
		return v->last_modified ? "E L" : "E";
	return v->last_modified ? "L" : "";
}

/* --- JSON --- */

static json_t *json_of_answers(const struct feed_report *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->answer_count; i++) {
		const struct feed_answer *a = &r->answers[i];
		json_t *o = json_object();

		json_put_time(o, "at", a->at);
		json_put_id(o, "status", a->status);
		json_put_text(o, "error", a->error);
		json_put_number(o, "bytes", a->bytes);
		json_put_number(o, "new_items", a->new_items);
		json_put_number(o, "took_ms", a->took_ms);
		json_array_append_new(list, o);
	}
	return list;
}

static void put_per_day(json_t *o, const struct feed_hints *h)
{
	json_object_set_new(o, "items_per_day",
	    h->rhythm_s > 0 ? json_real(DAY_S / (double)h->rhythm_s)
			    : json_null());
}

/* The hours or days of a set of bits, as numbers. */
static json_t *json_of_bits(uint32_t bits)
{
	json_t *list = json_array();

	for (int i = 0; i < 32; i++)
		if (bits >> i & 1)
			json_array_append_new(list, json_integer(i));
	return list;
}

/* The names, outermost first. */
static json_t *json_of_folder(const char *lines)
{
	json_t *names = json_array();
	size_t n;

	for (; lines && *lines; lines += n + (lines[n] == '\n')) {
		n = strcspn(lines, "\n");
		json_array_append_new(names, json_stringn(lines, n));
	}
	return names;
}

/* NULL where its entries want none. */
static json_t *json_of_pages(const struct page_counts *c)
{
	json_t *o;

	if (!count_pages(c))
		return json_null();
	o = json_object();
	json_put_number(o, "wanted", (int64_t)c->wanted);
	json_put_number(o, "read", (int64_t)c->read);
	json_put_number(o, "empty", (int64_t)c->empty);
	json_put_number(o, "failed", (int64_t)c->failed);
	json_put_number(o, "forbidden", (int64_t)c->forbidden);
	json_put_number(o, "passed", (int64_t)c->passed);
	json_put_text(o, "reason", c->reason);
	return o;
}

json_t *json_of_feed(const struct feed_report *r)
{
	const struct feed *f = &r->feed;
	json_t *o = json_object();

	json_put_number(o, "id", f->id);
	json_put_text(o, "slug", f->source.slug);
	json_put_text(o, "title", f->source.title);
	json_put_text(o, "url", f->url);
	json_put_text(o, "configured_url", r->configured_url);
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
	json_put_text(o, "pause_reason", f->pause_reason);
	json_put_time(o, "newest_item_at", f->newest_item_at);
	put_per_day(o, &f->hints);
	json_put_id(o, "median_gap_seconds", f->hints.median_gap_s);
	json_put_id(o, "interval_seconds", f->interval_s);
	json_put_id(o, "ttl_seconds", f->hints.ttl_s);
	json_put_id(o, "update_seconds", f->hints.update_s);
	json_object_set_new(o, "skip_hours", json_of_bits(f->hints.skip_hours));
	json_object_set_new(o, "skip_days", json_of_bits(f->hints.skip_days));
	json_put_text(o, "etag", f->validators.etag);
	json_put_text(o, "last_modified", f->validators.last_modified);
	json_put_text(o, "moved_to", f->moved_to);
	json_put_time(o, "moved_first_at", f->moved_first_at);
	json_put_text(o, "hub", f->hub);
	json_put_text(o, "place", f->place);
	json_put_time(o, "added_at", f->added_at);
	json_object_set_new(o, "folder", json_of_folder(f->folder));
	json_put_time(o, "held_at", f->held_at);
	json_put_time(o, "held_until_at", f->held_until);
	json_object_set_new(o, "fulltext", json_boolean(f->fulltext));
	json_object_set_new(o, "pages", json_of_pages(&r->pages));
	json_object_set_new(o, "answers", json_of_answers(r));
	return o;
}

static void put_feeds_json(struct buf *b, const struct feed_report *r, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_of_feed(&r[i]));
	json_write(b, json_pack("{s:o}", "feeds", list));
}

/* --- a line for each --- */

static void put_line(
    struct table *t, struct pen *p, const struct feed_report *r)
{
	const struct feed *f = &r->feed;

	table_cell(t, p, INK_BOLD, pen_say(p, f->source.slug));
	table_cell(t, p, feed_ink(f->state), feed_state_name(f->state));
	table_cell(t, p, INK_PLAIN, next_words(p, r));
	table_cell(t, p, INK_PLAIN,
	    r->answer_count ? answer_words(p, &r->answers[0]) : "");
	table_cell(t, p, INK_PLAIN, pen_ago(p, f->polled_at));
	table_cell(t, p, INK_PLAIN, pen_ago(p, f->newest_item_at));
	table_cell(t, p, INK_PLAIN, rate_words(p, &f->hints));
	table_cell(t, p, INK_PLAIN, validator_letters(&f->validators));
	table_cell(t, p, INK_PLAIN, role_words(p, &f->source));
	table_cell(t, p, INK_PLAIN, note_words(p, r));
	table_cell(t, p, INK_GREY, pen_say(p, f->url));
	table_cell(t, p, INK_GREY, from_words(p, f));
}

void view_feeds(
    struct buf *b, const struct dress *d, const struct feed_report *r, size_t n)
{
	static const struct column columns[] = {
	    {.title = "FEED", .least = 10},
	    {.title = "STATE"},
	    {.title = "NEXT"},
	    {.title = "LAST ANSWER", .drop = 2},
	    {.title = "POLLED", .drop = 4},
	    {.title = "NEWEST ITEM", .drop = 5},
	    {.title = "ITEMS", .drop = 3},
	    {.title = "VALID", .drop = 7},
	    {.title = "ROLE", .drop = 6},
	    {.title = "NOTE", .least = 24},
	    {.title = "URL", .drop = 8},
	    {.title = "FROM", .drop = 9},
	};
	struct pen p;
	struct table t;

	if (d->format == VIEW_JSON) {
		put_feeds_json(b, r, n);
		return;
	}
	if (!n) {
		buf_puts(b, "No feeds are configured: 'hearsay feed add "
			    "ADDRESS' takes one.\n");
		return;
	}
	pen_init(&p, b, d);
	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < n; i++)
		put_line(&t, &p, &r[i]);
	table_print(&t, &p);
	pen_end(&p);
}

/* --- all of one --- */

static void fact(struct pen *p, const char *label, const char *text)
{
	if (*text)
		pen_fact(p, label, LABEL, INK_PLAIN, text);
}

static void print_state(struct pen *p, const struct feed_report *r)
{
	const struct feed *f = &r->feed;
	const char *line = feed_state_name(f->state);

	if (f->state_reason)
		line = pen_fmt(p, "%s: %s", line, pen_say(p, f->state_reason));
	pen_fact(p, "state", LABEL, feed_ink(f->state), line);
	if (f->failing_since)
		fact(p, "failing",
		    pen_fmt(p, "since %s, %s in a row",
			pen_when(p, f->failing_since),
			pen_count(p, f->failures, "failure")));
	if (is_paused(p, f))
		pen_fact(p, "pause", LABEL, INK_YELLOW,
		    pen_fmt(p, "until %s%s%s", pen_when(p, f->paused_until),
			f->pause_reason ? ": " : "",
			pen_say(p, f->pause_reason)));
	if (feed_is_held(f, p->dress->now))
		pen_fact(p, "held", LABEL, INK_YELLOW, held_words(p, f));
}

static void print_times(struct pen *p, const struct feed *f, bool asking)
{
	const char *next = asking		   ? "it is being asked"
			   : f->state == FEED_GONE ? "never: it is stopped"
						   : pen_when(p, f->due_at);

	if (f->due_at > 0 && f->due_at <= p->dress->now && !asking)
		next = pen_fmt(p, "%s, as soon as its host may be asked", next);
	if (f->due_reason)
		next =
		    pen_fmt(p, "%s; by %s", next, words_due(p, f->due_reason));
	fact(p, "next poll", next);
	fact(p, "last poll", pen_when(p, f->polled_at));
	fact(p, "last good", pen_when(p, f->succeeded_at));
	fact(p, "newest item", pen_when(p, f->newest_item_at));
}

/* "0-5, 22": the hours of a set. */
static const char *hours_words(struct pen *p, uint32_t hours)
{
	const char *line = "";

	for (int from = 0; from < 24; from++) {
		int to = from;

		if (!(hours >> from & 1))
			continue;
		while (to < 23 && hours >> (to + 1) & 1)
			to++;
		line = pen_fmt(p, to > from ? "%s%s%d-%d" : "%s%s%d", line,
		    *line ? ", " : "", from, to);
		from = to;
	}
	return line;
}

static const char *days_words(struct pen *p, uint32_t days)
{
	static const char *const names[] = {
	    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	const char *line = "";

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (days >> i & 1)
			line = pen_fmt(
			    p, "%s%s%s", line, *line ? ", " : "", names[i]);
	return line;
}

static void print_rhythm(struct pen *p, const struct feed *f)
{
	const struct feed_hints *h = &f->hints;
	const char *line = rate_words(p, h);

	if (*line)
		line = pen_fmt(p, "%s lately; half of the gaps below %s", line,
		    pen_span_words(p, h->median_gap_s));
	fact(p, "items", line);
	line = "";
	if (f->interval_s)
		line = pen_fmt(p, "interval %s (configured)",
		    pen_span_words(p, f->interval_s));
	if (h->ttl_s)
		line = add_note(
		    p, line, pen_fmt(p, "ttl %s", pen_span_words(p, h->ttl_s)));
	if (h->update_s)
		line = add_note(p, line,
		    pen_fmt(p, "sy:update %s", pen_span_words(p, h->update_s)));
	if (h->skip_hours)
		line = add_note(p, line,
		    pen_fmt(p, "not at the hours %s UTC",
			hours_words(p, h->skip_hours)));
	if (h->skip_days)
		line = add_note(p, line,
		    pen_fmt(p, "not on %s", days_words(p, h->skip_days)));
	fact(p, "asks for", line);
}

static void print_answers(struct pen *p, const struct feed_report *r)
{
	static const struct column columns[] = {
	    {.title = "WHEN (UTC)"},
	    {.title = "STATUS", .right = true},
	    {.title = "BYTES", .right = true, .drop = 2},
	    {.title = "NEW", .right = true, .drop = 1},
	    {.title = "TOOK", .right = true, .drop = 3},
	    {.title = "ERROR", .least = 16},
	};
	struct table t;

	if (!r->answer_count)
		return;
	pen_heading(p, "Its last answers");
	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < r->answer_count; i++) {
		const struct feed_answer *a = &r->answers[i];

		table_cell(&t, p, INK_PLAIN, pen_time(p, a->at));
		table_cell(&t, p, INK_PLAIN,
		    a->status ? pen_fmt(p, "%d", a->status) : "none");
		table_cell(&t, p, INK_PLAIN,
		    a->bytes ? words_bytes(p, (uint64_t)a->bytes) : "");
		table_cell(&t, p, INK_PLAIN,
		    a->new_items ? pen_fmt(p, "%" PRId64, a->new_items) : "");
		table_cell(
		    &t, p, INK_PLAIN, pen_fmt(p, "%" PRId64 " ms", a->took_ms));
		table_cell(&t, p, INK_RED, pen_say(p, a->error));
	}
	table_print(&t, p);
}

void view_feed(
    struct buf *b, const struct dress *d, const struct feed_report *r)
{
	const struct feed *f = &r->feed;
	struct pen p;

	if (d->format == VIEW_JSON) {
		json_write(b, json_of_feed(r));
		return;
	}
	pen_init(&p, b, d);
	pen_put(&p, INK_BOLD,
	    pen_fmt(&p, "Feed %" PRId64 ": %s", f->id,
		pen_say(&p, f->source.slug)));
	buf_putc(b, '\n');
	fact(&p, "source",
	    pen_fmt(&p, "%s%s%s",
		f->source.title ? pen_say(&p, f->source.title) : "",
		f->source.title ? ", " : "", role_words(&p, &f->source)));
	print_state(&p, r);
	fact(&p, "address", pen_say(&p, f->url));
	if (f->place)
		fact(&p, "from", pen_say(&p, f->place));
	else if (f->added_at)
		fact(&p, "from",
		    pen_fmt(&p, "a command, %s", pen_when(&p, f->added_at)));
	if (has_moved(r))
		fact(&p, "moved from", pen_say(&p, r->configured_url));
	if (f->moved_to)
		fact(&p, "moves to",
		    pen_fmt(&p, "%s, seen first %s; believed after three days",
			pen_say(&p, f->moved_to),
			pen_when(&p, f->moved_first_at)));
	print_times(&p, f, r->asking);
	fact(&p, "ETag", pen_say(&p, f->validators.etag));
	fact(&p, "modified", pen_say(&p, f->validators.last_modified));
	print_rhythm(&p, f);
	fact(&p, "hub", pen_say(&p, f->hub));
	fact(&p, "pages", page_words(&p, &r->pages));
	print_answers(&p, r);
	pen_end(&p);
}
