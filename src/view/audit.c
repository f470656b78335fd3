/* What users have said of rumors and stories: who, when, what and why. */
#include "text/utf8.h"
#include "view/html.h"
#include "view/json.h"
#include "view/table.h"
#include "view/words.h"

static const char *subject_words(struct pen *p, const struct ruling *r)
{
	long long a = r->subject, b = r->other;

	switch (r->kind) {
	case RULING_SETTLE:
		return pen_fmt(
		    p, "rumor %lld is %s", a, rumor_status_name(r->outcome));
	case RULING_REOPEN:
		return pen_fmt(p, "rumor %lld is open again", a);
	case RULING_ATTRIBUTE_RUMOR:
		return pen_fmt(p, "rumor %lld is the word of %s", a,
		    pen_say(p, r->source));
	case RULING_ATTRIBUTE_ITEM:
		return pen_fmt(p, "item %lld passes on the word of %s", a,
		    pen_say(p, r->source));
	case RULING_MERGE_RUMORS:
		return pen_fmt(p, "rumor %lld is part of rumor %lld", b, a);
	case RULING_SPLIT_RUMOR:
		return pen_fmt(p, "rumor %lld is not part of rumor %lld", b, a);
	case RULING_MERGE_STORIES:
		return pen_fmt(p, "story %lld is part of story %lld", b, a);
	case RULING_SPLIT_STORY:
		return pen_fmt(p, "story %lld is not part of story %lld", b, a);
	case RULING_UNDO:
		return pen_fmt(p, "action %lld is undone", a);
	}
	return "";
}

const char *words_ruler(struct pen *p, const char *user, int64_t uid)
{
	if (user)
		return pen_say(p, user);
	return uid < 0 ? "nobody known"
		       : pen_fmt(p, "uid %lld", (long long)uid);
}

static json_t *json_of_claims(const struct ruling *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->claim_count; i++) {
		const struct ruled_claim *c = &r->claims[i];
		json_t *o = json_object();

		json_put_number(o, "item", c->item);
		if (c->claim < 0)
			json_object_set_new(o, "claim", json_null());
		else
			json_put_number(o, "claim", c->claim);
		json_put_text(
		    o, "side", c->side == RULING_GOES ? "goes" : "stays");
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *json_of_ruling(const struct ruling *r)
{
	json_t *o = json_object();

	json_put_number(o, "id", r->id);
	json_put_text(o, "kind", ruling_kind_name(r->kind));
	json_put_time(o, "at", r->at);
	json_put_number(o, "subject", r->subject);
	json_put_id(o, "other", r->other);
	json_put_text(o, "outcome",
	    r->kind == RULING_SETTLE ? rumor_status_name(r->outcome) : NULL);
	json_put_text(o, "source", r->source);
	json_put_text(o, "because", r->because);
	json_put_text(o, "link", r->link);
	json_put_number(o, "uid", r->uid);
	json_put_number(o, "pid", r->pid);
	json_put_text(o, "user", r->user);
	json_put_id(o, "undone_by", r->undone_by);
	json_object_set_new(o, "claims", json_of_claims(r));
	return o;
}

void view_ruled(struct buf *b, const struct dress *d, const struct ruling *r,
    const char *says)
{
	if (d->format == VIEW_JSON) {
		json_write(b, json_pack("{s:s, s:o}", "result", says, "action",
				  json_of_ruling(r)));
		return;
	}
	utf8_put_visible(b, says);
	buf_putc(b, '\n');
}

json_t *json_of_rulings(const struct ruling *r, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_of_ruling(&r[i]));
	return list;
}

static const char *reason_words(struct pen *p, const struct ruling *r)
{
	const char *why = pen_say(p, r->because);

	if (!r->link)
		return why;
	return pen_fmt(p, "%s%s%s", why, *why ? " " : "", pen_say(p, r->link));
}

void view_audit(
    struct buf *b, const struct dress *d, const struct ruling *r, size_t n)
{
	static const struct column columns[] = {
	    {.title = "ACTION", .right = true},
	    {.title = "WHEN (UTC)"},
	    {.title = "WHO", .drop = 2},
	    {.title = "WHAT"},
	    {.title = "UNDONE BY", .right = true, .drop = 1},
	    {.title = "BECAUSE", .least = 20},
	};
	struct pen p;
	struct table t;

	if (d->format == VIEW_JSON) {
		json_write(
		    b, json_pack("{s:o}", "actions", json_of_rulings(r, n)));
		return;
	}
	if (!n) {
		buf_puts(b, "Nobody has settled, merged or split anything.\n");
		return;
	}
	pen_init(&p, b, d);
	table_init(&t, columns, 6);
	for (size_t i = 0; i < n; i++) {
		enum ink ink = r[i].undone_by ? INK_GREY : INK_PLAIN;

		table_cell(
		    &t, &p, ink, pen_fmt(&p, "%lld", (long long)r[i].id));
		table_cell(&t, &p, INK_GREY, pen_time(&p, r[i].at));
		table_cell(&t, &p, ink, words_ruler(&p, r[i].user, r[i].uid));
		table_cell(&t, &p, ink, subject_words(&p, &r[i]));
		table_cell(&t, &p, ink,
		    r[i].undone_by
			? pen_fmt(&p, "%lld", (long long)r[i].undone_by)
			: "");
		table_cell(&t, &p, ink, reason_words(&p, &r[i]));
	}
	table_print(&t, &p);
	pen_end(&p);
}

void print_rulings(struct pen *p, const struct ruling *r, size_t n, int indent)
{
	if (!n)
		return;
	pen_heading(p, "What was said of it here (UTC)");
	for (size_t i = 0; i < n; i++) {
		const char *why = reason_words(p, &r[i]);

		pen_put(p, INK_GREY, pen_time(p, r[i].at));
		pen_pad(p, 2);
		pen_wrap(p, (size_t)indent, INK_PLAIN,
		    pen_fmt(p, "action %lld by %s: %s%s%s", (long long)r[i].id,
			words_ruler(p, r[i].user, r[i].uid),
			subject_words(p, &r[i]), *why ? ": " : "", why),
		    0);
	}
}

void html_rulings(struct pen *p, const struct ruling *r, size_t n)
{
	if (!n)
		return;
	html_put(p, "h2", "What was said of it here");
	buf_puts(p->out, "<ol class=\"timeline\">\n");
	for (size_t i = 0; i < n; i++) {
		buf_puts(p->out, "<li>");
		html_time(p, r[i].at);
		html_text(
		    p, pen_fmt(p, " action %lld by %s: %s", (long long)r[i].id,
			   words_ruler(p, r[i].user, r[i].uid),
			   subject_words(p, &r[i])));
		if (r[i].because)
			html_put(p, "blockquote", pen_say(p, r[i].because));
		if (r[i].link)
			buf_putc(p->out, ' ');
		if (r[i].link)
			html_link(p, r[i].link, pen_say(p, r[i].link));
		buf_puts(p->out, "</li>\n");
	}
	buf_puts(p->out, "</ol>\n");
}
