/* The body of a web hook, by the operator's template or as it is. */
#include "view/hook.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "view/json.h"

/* --- what a template may name --- */

static const char *text_or_none(const char *s)
{
	return s ? s : "";
}

/* Of a feed the text is its name. */
static const char *statement_of(const struct hook_news *n, char *room)
{
	(void)room;
	if (n->rumor)
		return text_or_none(n->rumor->statement);
	return n->feed ? text_or_none(n->feed->feed.source.title) : "";
}

static const char *status_of(const struct hook_news *n, char *room)
{
	(void)room;
	if (n->rumor)
		return rumor_status_name(n->rumor->status);
	return n->feed ? feed_state_name(n->feed->feed.state) : "";
}

static const char *vendor_of(const struct hook_news *n, char *room)
{
	(void)room;
	if (n->rumor)
		return text_or_none(n->rumor->vendor);
	return n->feed ? text_or_none(n->feed->feed.source.vendor) : "";
}

static const char *id_of(const struct hook_news *n, char *room)
{
	snprintf(room, 24, "%" PRId64, n->event->subject);
	return room;
}

/* Of a feed: why it is in this state. */
static const char *evidence_of(const struct hook_news *n, char *room)
{
	(void)room;
	if (n->rumor)
		return text_or_none(n->rumor->evidence);
	return n->feed ? text_or_none(n->feed->feed.state_reason) : "";
}

static const char *url_of(const struct hook_news *n, char *room)
{
	(void)room;
	if (n->url)
		return n->url;
	if (n->rumor)
		return text_or_none(n->rumor->first_url);
	return n->feed ? text_or_none(n->feed->feed.url) : "";
}

static const char *kind_of(const struct hook_news *n, char *room)
{
	(void)room;
	return event_kind_name(n->event->kind);
}

/* sample: what stands there while a template is tried. */
static const struct slot {
	const char *name;
	const char *(*value)(const struct hook_news *, char *room);
	const char *sample;
} slots[] = {
    {"statement", statement_of, "a"},
    {"status", status_of, "a"},
    {"vendor", vendor_of, "a"},
    {"id", id_of, "1"},
    {"evidence", evidence_of, "a"},
    {"url", url_of, "a"},
    {"kind", kind_of, "a"},
};
#define SLOTS (sizeof(slots) / sizeof(slots[0]))

/* --- templates --- */

/* Text as it stands, then a value. */
struct piece {
	const char *text;
	size_t len;
	const struct slot *slot; /* NULL behind the last text */
};

struct hook_template {
	struct piece *pieces;
	size_t count;
	bool json;
};

static const struct slot *find_slot(const char *name, size_t n)
{
	for (size_t i = 0; i < SLOTS; i++)
		if (strlen(slots[i].name) == n &&
		    !strncmp(slots[i].name, name, n))
			return &slots[i];
	return NULL;
}

static int line_of(const char *text, const char *at)
{
	int line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

static int unknown(
    const char *file, int line, const char *name, size_t n, struct err *e)
{
	struct buf all;

	buf_init(&all, 512);
	for (size_t i = 0; i < SLOTS; i++)
		buf_printf(&all, "%s%s", i ? ", " : "", slots[i].name);
	err_set(e, "%s:%d: \"{{%.*s}}\" is none of: %s", file, line,
	    n < 64 ? (int)n : 64, name, buf_text(&all));
	buf_free(&all);
	return -1;
}

/* Reads the name behind "{{"; at is led behind its "}}". */
static int read_slot(const char *text, const char **at, const char *file,
    const struct slot **slot, struct err *e)
{
	const char *name = *at + 2, *close = strstr(name, "}}");
	int line = line_of(text, *at);
	size_t n;

	if (!close)
		return err_set(
		    e, "%s:%d: \"{{\" is not closed by \"}}\"", file, line);
	*at = close + 2;
	while (*name == ' ')
		name++;
	n = (size_t)(close - name);
	while (n && name[n - 1] == ' ')
		n--;
	*slot = find_slot(name, n);
	return *slot ? 0 : unknown(file, line, name, n, e);
}

static int split(struct hook_template *t, struct arena *a, const char *text,
    const char *file, struct err *e)
{
	const char *at = text, *open;
	size_t cap = 0;
	struct piece *p;

	do {
		open = strstr(at, "{{");
		t->pieces = arena_room(
		    a, t->pieces, t->count, &cap, sizeof(*t->pieces));
		p = &t->pieces[t->count++];
		*p = (struct piece){
		    .text = at, .len = open ? (size_t)(open - at) : strlen(at)};
		if (open && read_slot(text, &open, file, &p->slot, e))
			return -1;
		at = open;
	} while (open);
	return 0;
}

/* Only a string can hold any value; what else a name may stand for is told. */
static int try_json(
    const struct hook_template *t, const char *file, struct err *e)
{
	struct buf b;
	json_error_t wrong;
	json_t *value;

	buf_init(&b, CAP_HOOK * 2);
	for (size_t i = 0; i < t->count; i++) {
		buf_add(&b, t->pieces[i].text, t->pieces[i].len);
		if (t->pieces[i].slot)
			buf_puts(&b, t->pieces[i].slot->sample);
	}
	value = json_loadb(buf_text(&b), b.len, 0, &wrong);
	buf_free(&b);
	if (!value)
		return err_set(e,
		    "%s:%d: it begins as JSON and is none: %s; names stand "
		    "within quotation marks, as in \"{{statement}}\"",
		    file, wrong.line, wrong.text);
	json_decref(value);
	return 0;
}

const struct hook_template *hook_template_parse(
    struct arena *a, const char *text, const char *file, struct err *e)
{
	struct hook_template *t = arena_alloc(a, sizeof(*t));
	size_t blank = strspn(text, " \t\r\n");

	t->json = text[blank] == '{' && text[blank + 1] != '{';
	if (!text[blank]) {
		err_set(e, "%s:1: it is empty", file);
		return NULL;
	}
	if (split(t, a, arena_strdup(a, text), file, e) ||
	    (t->json && try_json(t, file, e)))
		return NULL;
	return t;
}

/* --- bodies --- */

static void put_escaped(struct buf *b, const char *value)
{
	json_t *o = json_object();
	char *text;

	json_put_text(o, "v", value);
	text =
	    json_dumps(json_object_get(o, "v"), JSON_ENCODE_ANY | JSON_COMPACT);
	if (text && strlen(text) >= 2)
		buf_add(b, text + 1, strlen(text) - 2);
	free(text);
	json_decref(o);
}

static void put_plain(struct buf *b, const char *value)
{
	for (; *value; value++)
		buf_putc(b, (unsigned char)*value < ' ' || *value == 0x7f
				? ' '
				: *value);
}

static void put_template(
    struct buf *b, const struct hook_template *t, const struct hook_news *news)
{
	char room[24];

	for (size_t i = 0; i < t->count; i++) {
		const struct piece *p = &t->pieces[i];

		buf_add(b, p->text, p->len);
		if (!p->slot)
			continue;
		if (t->json)
			put_escaped(b, p->slot->value(news, room));
		else
			put_plain(b, p->slot->value(news, room));
	}
}

const char *hook_content_type(const struct hook_template *t)
{
	return !t || t->json ? "application/json" : "text/plain; charset=utf-8";
}

void hook_body(
    struct buf *b, const struct hook_template *t, const struct hook_news *news)
{
	json_t *o;

	if (t) {
		put_template(b, t, news);
		return;
	}
	o = json_object();
	json_object_set_new(o, "event", json_of_event(news->event));
	if (news->rumor)
		json_object_set_new(o, "rumor", json_of_rumor(news->rumor));
	if (news->feed)
		json_object_set_new(o, "feed", json_of_feed(news->feed));
	json_write(b, o);
}
