/* Lists of feeds: in by command, as JSON; out as OPML. */
#include "core/feedimport.h"

#include <inttypes.h>
#include <jansson.h>

#include "base/caps.h"
#include "base/log.h"
#include "base/map.h"
#include "core/daemon.h"
#include "core/feedlist.h"
#include "text/url.h"

/* One import while it is looked through. */
struct import {
	struct visit *visit;
	struct config_feed *feeds; /* to be added */
	size_t count;
	struct map here; /* canonical addresses of all feeds: struct polled */
	struct map urls; /* of those to be added: struct outline_row */
	struct feed_names names;
	struct outline_row *rows;
	size_t row_count;
};

/* --- the body --- */

static const char *get(const void *outline, const char *name)
{
	const char *s = json_string_value(json_object_get(outline, name));

	return s && *s ? s : NULL;
}

/* --- one outline --- */

static void bad(struct outline_row *row, const char *reason)
{
	row->result = OUTLINE_BAD;
	row->reason = reason;
}

static void there(struct outline_row *row, const char *slug, const char *why)
{
	row->result = OUTLINE_THERE;
	row->feed = slug;
	row->reason = why;
}

/* Its id if that is free, else a name made of its host; -1: the store. */
static int name_it(struct import *m, struct config_feed *f)
{
	struct visit *v = m->visit;
	const char *wanted = f->source.slug;

	if (wanted && !poll_find(v->d->poll, wanted) &&
	    !map_get(&m->names.taken, wanted))
		return 0;
	return feedlist_slug(v->d->store, v->d->poll, v->arena, &m->names,
	    f->url, &f->source.slug, &v->err);
}

static int take(struct import *m, const json_t *o, struct outline_row *row)
{
	struct visit *v = m->visit;
	struct feed_words words = feedlist_words(get, o);
	struct config_feed *f = &m->feeds[m->count];
	const struct outline_row *first;
	const struct polled *same;
	const char *canonical;
	struct err e;

	row->line = (int)json_integer_value(json_object_get(o, "line"));
	row->title = arena_strdup(v->arena, words.title);
	row->url = arena_strdup(v->arena, words.url);
	if (!words.url) {
		bad(row, "it has no xmlUrl");
		return 0;
	}
	if (feedlist_read(v->d->setup, v->arena, &words, f, &e)) {
		bad(row, arena_strdup(v->arena, e.text));
		return 0;
	}
	canonical = url_canonical(v->arena, f->url);
	if (!canonical) {
		bad(row, "its address cannot be read");
		return 0;
	}
	same = map_get(&m->here, canonical);
	if (same) {
		there(row, same->feed.source.slug, NULL);
		return 0;
	}
	first = map_get(&m->urls, canonical);
	if (first) {
		there(row, first->feed,
		    arena_printf(v->arena, "the same as line %d", first->line));
		return 0;
	}
	if (name_it(m, f))
		return -1;
	feedlist_fill(v->arena, f, NULL, NULL, NULL);
	f->added_at = clock_wall(&v->d->clock);
	row->result = OUTLINE_ADDED;
	row->feed = f->source.slug;
	map_put(&m->urls, canonical, row);
	map_put(&m->names.taken, f->source.slug, row);
	m->count++;
	return 0;
}

/* --- the whole --- */

/* Once for the whole list: it may be as long as that of the feeds. */
static void note_feeds(struct import *m)
{
	const struct poll *p = m->visit->d->poll;
	const char *canonical;

	for (size_t i = 0; i < poll_count(p); i++) {
		const struct polled *f = poll_feed(p, i);

		canonical = url_canonical(m->visit->arena, f->feed.url);
		if (canonical)
			map_put(&m->here, canonical, (void *)(uintptr_t)f);
	}
}

static int take_all(struct import *m, const json_t *list)
{
	struct visit *v = m->visit;

	note_feeds(m);
	m->row_count = json_array_size(list);
	m->rows = arena_array(v->arena, m->row_count + 1, sizeof(*m->rows));
	m->feeds = arena_array(v->arena, m->row_count + 1, sizeof(*m->feeds));
	for (size_t i = 0; i < m->row_count; i++)
		if (take(m, json_array_get(list, i), &m->rows[i]))
			return -1;
	return 0;
}

static int answer(struct import *m, bool dry)
{
	struct visit *v = m->visit;
	size_t wrong = 0;

	for (size_t i = 0; i < m->row_count; i++)
		wrong += m->rows[i].result == OUTLINE_BAD;
	view_import(v->r->out, v->r->dress, m->rows, m->row_count, dry);
	v->r->count = (long)m->row_count;
	return wrong ? 207 : 200;
}

static int import(struct visit *v, const json_t *list, bool dry)
{
	struct import m = {.visit = v};
	int status = 500;

	if (take_all(&m, list) ||
	    (!dry && m.count &&
		poll_add(v->d->poll, m.feeds, m.count,
		    v->d->setup->config->poll.spread_s, &v->err)))
		status = visit_failed(v);
	else
		status = answer(&m, dry);
	if (status < 300 && !dry)
		log_info("by command: %zu of %zu feeds imported", m.count,
		    m.row_count);
	map_free(&m.here);
	map_free(&m.urls);
	feed_names_free(&m.names);
	return status;
}

int feedimport(struct visit *v)
{
	json_error_t error;
	json_t *o = json_loadb(v->r->body ? v->r->body : "", v->r->body_len,
	    JSON_REJECT_DUPLICATES, &error);
	const json_t *list = json_object_get(o, "feeds");
	int64_t dry = request_number(v->r, "dry", 0, 1);
	int status;

	if (!o)
		status =
		    request_fail(v->r, 400, "the body is not JSON: line %d: %s",
			error.line, error.text);
	else if (!json_is_array(list))
		status = request_fail(
		    v->r, 400, "the body is not {\"feeds\": [...]}");
	else if (json_array_size(list) > CAP_OUTLINES)
		status = request_fail(v->r, 400,
		    "%zu feeds: at most %u are taken at once",
		    json_array_size(list), CAP_OUTLINES);
	else
		status = import(v, list, dry == 1);
	json_decref(o);
	return status;
}

int feedexport(struct visit *v)
{
	size_t n;
	const struct feed *shown = visit_feeds(v, &n);
	const struct feed **feeds =
	    arena_array(v->arena, n + 1, sizeof(*feeds));

	if (!n)
		return request_fail(
		    v->r, 404, "there are no feeds to be exported");
	for (size_t i = 0; i < n; i++)
		feeds[i] = &shown[i];
	view_opml(v->r->out, clock_wall(&v->d->clock), feeds, n);
	v->r->count = (long)n;
	v->r->type = "text/x-opml; charset=utf-8";
	return 200;
}
