/* Judging again: how far it is, and what differs. */
#include "view/json.h"
#include "view/words.h"

static json_t *json_of_line(const struct rejudge_line *l)
{
	json_t *o = json_object(), *stories = json_array();
	bool new = l->what == REJUDGE_RUMOR_NEW;
	bool gone = l->what == REJUDGE_RUMOR_GONE;
	bool rumor = new || gone || l->what == REJUDGE_RUMOR_TURNED;

	json_put_text(o, "change", rejudge_change_name(l->what));
	json_put_number(o, "id", l->id);
	json_put_text(
	    o, "from", rumor && !new ? rumor_status_name(l->from) : NULL);
	json_put_text(
	    o, "to", rumor && !gone ? rumor_status_name(l->to) : NULL);
	json_put_text(o, "statement", l->text);
	for (size_t i = 0; i < l->story_count; i++)
		json_array_append_new(stories, json_integer(l->stories[i]));
	json_object_set_new(o, "stories", stories);
	return o;
}

static void put_json(struct buf *b, const struct rejudge_report *r)
{
	json_t *o = json_object(), *lines = json_array();

	json_put_text(o, "state", rejudge_state_name(r->state));
	json_put_text(o, "error", r->error);
	json_put_number(o, "done", (int64_t)r->done);
	json_put_number(o, "total", (int64_t)r->total);
	json_put_number(o, "items", (int64_t)r->items);
	json_put_number(o, "moved", (int64_t)r->moved);
	json_put_number(o, "flags", (int64_t)r->flags);
	json_put_number(o, "stories", (int64_t)r->stories);
	json_put_number(o, "rumors_new", (int64_t)r->rumors_new);
	json_put_number(o, "rumors_gone", (int64_t)r->rumors_gone);
	json_put_number(o, "rumors_turned", (int64_t)r->rumors_turned);
	json_put_number(o, "rumors_other", (int64_t)r->rumors_other);
	for (size_t i = 0; i < r->line_count; i++)
		json_array_append_new(lines, json_of_line(&r->lines[i]));
	json_object_set_new(o, "lines", lines);
	json_put_number(o, "line_count", (int64_t)r->line_total);
	json_write(b, o);
}

static const char *stories_words(struct pen *p, const struct rejudge_line *l)
{
	const char *all = "";

	for (size_t i = 0; i < l->story_count; i++)
		all = pen_fmt(p, "%s%s%lld", all, i ? ", " : "",
		    (long long)l->stories[i]);
	return l->more ? pen_fmt(p, "%s and %zu more", all, l->more) : all;
}

static const char *line_words(struct pen *p, const struct rejudge_line *l)
{
	long long id = l->id;

	switch (l->what) {
	case REJUDGE_STORY_PARTED:
		return pen_fmt(
		    p, "- story %lld parts: %s", id, stories_words(p, l));
	case REJUDGE_STORY_JOINED:
		return pen_fmt(
		    p, "+ story %lld joins: %s", id, stories_words(p, l));
	case REJUDGE_RUMOR_NEW:
		return pen_fmt(p, "+ rumor %lld (%s): %s", id,
		    rumor_status_name(l->to), pen_say(p, l->text));
	case REJUDGE_RUMOR_GONE:
		return pen_fmt(p, "- rumor %lld (%s): %s", id,
		    rumor_status_name(l->from), pen_say(p, l->text));
	case REJUDGE_RUMOR_TURNED:
		return pen_fmt(p, "* rumor %lld: %s → %s: %s", id,
		    rumor_status_name(l->from), rumor_status_name(l->to),
		    pen_say(p, l->text));
	}
	return "";
}

static enum ink line_ink(const struct rejudge_line *l)
{
	static const enum ink inks[] = {
	    [REJUDGE_STORY_PARTED] = INK_PLAIN,
	    [REJUDGE_STORY_JOINED] = INK_PLAIN,
	    [REJUDGE_RUMOR_NEW] = INK_GREEN,
	    [REJUDGE_RUMOR_GONE] = INK_RED,
	    [REJUDGE_RUMOR_TURNED] = INK_YELLOW,
	};

	return inks[l->what];
}

static const char *state_words(struct pen *p, const struct rejudge_report *r)
{
	switch (r->state) {
	case REJUDGE_IDLE:
		return "Nothing is judged again now.";
	case REJUDGE_JUDGING:
		return pen_fmt(
		    p, "Judging again: %zu of %zu items.", r->done, r->total);
	case REJUDGE_FOLDING:
		return "Judging again: the rumors.";
	case REJUDGE_COMPARING:
		return "Judging again: comparing.";
	case REJUDGE_READY:
		return pen_fmt(p, "Judged again: %s. Nothing is applied yet.",
		    pen_count(p, r->done, "item"));
	case REJUDGE_APPLIED:
		return pen_fmt(p, "Applied: %s judged again.",
		    pen_count(p, r->done, "item"));
	case REJUDGE_FAILED:
		return pen_fmt(
		    p, "Judging again has stopped: %s", pen_say(p, r->error));
	}
	return "";
}

static bool differs(const struct rejudge_report *r)
{
	return r->items || r->stories || r->rumors_new || r->rumors_gone ||
	       r->rumors_turned || r->rumors_other;
}

static void print_counts(struct pen *p, const struct rejudge_report *r)
{
	if (!differs(r)) {
		pen_wrap(p, 0, INK_PLAIN, "Nothing differs.", 0);
		return;
	}
	pen_wrap(p, 0, INK_PLAIN,
	    pen_fmt(p,
		"%s read or placed otherwise, %zu of them in another story, "
		"%zu flagged otherwise.",
		pen_count(p, r->items, "item"), r->moved, r->flags),
	    0);
	pen_wrap(p, 0, INK_PLAIN,
	    pen_fmt(p,
		"Stories that part or join: %zu. Rumors: %zu new, %zu gone, "
		"%zu of another status, %zu with other items, origins or "
		"words.",
		r->stories, r->rumors_new, r->rumors_gone, r->rumors_turned,
		r->rumors_other),
	    0);
}

void view_rejudge(
    struct buf *b, const struct dress *d, const struct rejudge_report *r)
{
	struct pen p;

	if (d->format == VIEW_JSON) {
		put_json(b, r);
		return;
	}
	pen_init(&p, b, d);
	pen_wrap(&p, 0, r->state == REJUDGE_FAILED ? INK_RED : INK_BOLD,
	    state_words(&p, r), 0);
	if (r->state == REJUDGE_READY || r->state == REJUDGE_APPLIED)
		print_counts(&p, r);
	for (size_t i = 0; i < r->line_count; i++)
		pen_wrap(&p, 2, line_ink(&r->lines[i]),
		    line_words(&p, &r->lines[i]), 0);
	if (r->line_total > r->line_count)
		pen_wrap(&p, 0, INK_PLAIN,
		    pen_fmt(&p, "And %zu more.", r->line_total - r->line_count),
		    0);
	pen_end(&p);
}
