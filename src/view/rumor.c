/*
 * One rumor as a timeline: the claim, who said it first and how often they
 * were right, every item that passed it on, and each step of its status with
 * the sentence that caused it. `explain` shows the same with the rules.
 */
#include "view/json.h"
#include "view/table.h"
#include "view/words.h"

#define LABEL 16 /* columns of the labels of the facts */
#define WHEN  18 /* columns of a date and a time, and the gap */

static void print_title(struct pen *p, const struct rumor_row *r)
{
	const char *id = pen_fmt(p, "Rumor #%lld  ", (long long)r->id);
	const char *status = rumor_status_name(r->status);

	pen_put(p, INK_GREY, id);
	pen_put(p, status_ink(r->status), status);
	buf_putc(p->out, '\n');
	pen_wrap(p, 0, INK_BOLD, pen_say(p, r->statement), 0);
	buf_putc(p->out, '\n');
}

static const char *first_words(struct pen *p, const struct rumor_row *r)
{
	return pen_fmt(p, "%s by %s", pen_when(p, r->first_at),
	    r->first_origin ? pen_say(p, r->first_origin) : "nobody named");
}

static const char *record_words(struct pen *p, const struct rumor_row *row)
{
	bool vendor;
	const struct record_row *r = rumor_record(row, &vendor);

	if (!record_settled(r))
		return pen_fmt(p, "no record yet; %zu open", r->open);
	return pen_fmt(p, "%s%s%s: %s", vendor ? "on " : "",
	    vendor ? pen_fmt(p, "%s ", pen_say(p, row->vendor)) : "",
	    words_record(p, r), words_tally(p, r));
}

static const char *verdict_words(struct pen *p, const struct rumor_row *r)
{
	const char *when = pen_fmt(p, "%s on %s, %s after the first word",
	    rumor_status_name(r->status), pen_time(p, r->settled_at),
	    pen_span(p, r->settled_at - r->first_at));

	if (r->ruling)
		when = pen_fmt(p, "%s, by the editor (action %lld)", when,
		    (long long)r->ruling);
	if (r->evidence)
		return pen_fmt(p, "%s: %s", when, words_quote(p, r->evidence));
	if (r->ruling)
		return when;
	if (r->status == RUMOR_EXPIRED)
		return pen_fmt(p, "%s: its own deadline passed", when);
	return when;
}

static void print_facts(struct pen *p, const struct rumor_row *r)
{
	bool vendor;

	pen_fact(p, "about", LABEL, INK_PLAIN, words_about(p, r));
	pen_fact(p, "first said", LABEL, INK_PLAIN, first_words(p, r));
	if (r->first_origin)
		pen_fact(p, "their record", LABEL,
		    record_ink(rumor_record(r, &vendor), INK_PLAIN),
		    record_words(p, r));
	pen_fact(p, "reach", LABEL, INK_PLAIN,
	    pen_fmt(p, "%s, %s",
		words_reach(p, r->origin_count, r->outlet_count),
		pen_count(p, r->item_count, "item")));
	if (r->deadline)
		pen_fact(
		    p, "deadline", LABEL, INK_PLAIN, pen_when(p, r->deadline));
	if (r->unverifiable_since)
		pen_fact(p, "unverifiable", LABEL, INK_RED,
		    pen_fmt(p, "since %s: the vendor's own feeds fail",
			pen_when(p, r->unverifiable_since)));
	if (r->settled_at)
		pen_fact(p, "verdict", LABEL, status_ink(r->status),
		    verdict_words(p, r));
	if (r->contested)
		pen_fact(p, "contested", LABEL, INK_RED,
		    pen_fmt(p, "official word says otherwise: %s",
			words_quote(p, r->contested)));
}

static void print_origins(struct pen *p, const struct rumor_report *r)
{
	static const struct column columns[] = {
	    {.title = "ORIGIN", .least = 16},
	    {.title = "KIND"},
	    {.title = "FIRST SAID"},
	    {.title = "CARRIED BY", .right = true},
	};
	struct table t;

	pen_heading(
	    p, r->origin_count ? "Origins" : "Origins: none; nobody is named");
	if (!r->origin_count)
		return;
	table_init(&t, columns, 4);
	for (size_t i = 0; i < r->origin_count; i++) {
		const struct rumor_origin *o = &r->origins[i];

		table_cell(&t, p, INK_PLAIN, pen_say(p, o->name));
		table_cell(&t, p, INK_PLAIN, origin_kind_name(o->kind));
		table_cell(&t, p, INK_PLAIN, pen_time(p, o->first_at));
		table_cell(&t, p, INK_PLAIN, pen_count(p, o->carriers, "item"));
	}
	table_print(&t, p);
}

/* The number that was asked for is not its own: it was merged into it. */
static void print_asked(struct pen *p, const struct rumor_report *r)
{
	if (r->asked)
		pen_wrap(p, 0, INK_PLAIN,
		    pen_fmt(p, "Rumor #%lld was merged into this one.",
			(long long)r->asked),
		    0);
}

static void print_stories(struct pen *p, const struct rumor_report *r)
{
	if (!r->story_count)
		return;
	pen_heading(p, "Stories (UTC)");
	for (size_t i = 0; i < r->story_count; i++) {
		const struct part_row *s = &r->stories[i];

		pen_put(p, INK_GREY, pen_time(p, s->at));
		pen_pad(p, 2);
		pen_wrap(p, WHEN, INK_PLAIN,
		    pen_fmt(p, "story %lld %s it: %s", (long long)s->id,
			words_part(s->part), pen_say(p, s->text)),
		    0);
	}
}

static void print_quote(struct pen *p, const char *sentence, const char *url)
{
	if (sentence) {
		pen_pad(p, WHEN);
		pen_wrap(p, WHEN, INK_PLAIN, words_quote(p, sentence), 0);
	}
	if (url) {
		pen_pad(p, WHEN);
		pen_put(p, INK_GREY, pen_say(p, url));
		buf_putc(p->out, '\n');
	}
}

static bool is_first_word(const struct rumor_report *r, int64_t item)
{
	for (size_t i = 0; i < r->origin_count; i++)
		if (r->origins[i].first_item == item)
			return true;
	return false;
}

static const char *member_words(
    struct pen *p, const struct rumor_report *r, const struct member_row *m)
{
	const char *source = words_source(p, m->source_title, m->role);
	const char *origin = m->member.origin;
	const char *verb = part_name(m->member.part);

	if (m->member.part == PART_CARRIES && is_first_word(r, m->member.item))
		verb = "first word";
	const char *via = words_via(p, r, m);

	if (!origin || words_is_own(m->source_title, origin))
		return pen_fmt(p, "%s: %s%s", verb, source, via);
	return pen_fmt(
	    p, "%s: %s, word of %s%s", verb, source, pen_say(p, origin), via);
}

static void print_member_head(struct pen *p, const struct rumor_report *r,
    const struct member_row *m, bool explain)
{
	pen_put(p, INK_GREY, pen_time(p, m->member.published_at));
	pen_pad(p, 2);
	pen_wrap(p, WHEN, INK_PLAIN,
	    explain && m->member.claim >= 0
		? pen_fmt(p, "%s · item %lld, claim %d", member_words(p, r, m),
		      (long long)m->member.item, m->member.claim)
		: pen_fmt(p, "%s · item %lld", member_words(p, r, m),
		      (long long)m->member.item),
	    0);
	if (explain && m->title) {
		pen_pad(p, WHEN);
		pen_wrap(p, WHEN, INK_PLAIN, pen_say(p, m->title), 0);
	}
}

static bool is_same_telling(
    const struct rumor_member *a, const struct rumor_member *b)
{
	const char *x = a->origin ? a->origin : "";
	const char *y = b->origin ? b->origin : "";

	return a->item == b->item && a->part == b->part && !strcmp(x, y);
}

/*
 * What one item says of it, with one head and one link, however many of its
 * sentences do; returns how many members that were.
 */
static size_t print_members(
    struct pen *p, const struct rumor_report *r, size_t from)
{
	const struct member_row *m = &r->members[from];
	size_t n = 1;

	while (from + n < r->member_count &&
	       is_same_telling(&m->member, &m[n].member))
		n++;
	print_member_head(p, r, m, false);
	for (size_t i = 0; i < n; i++)
		if (!i || !m[i].member.sentence || !m[i - 1].member.sentence ||
		    strcmp(m[i].member.sentence, m[i - 1].member.sentence))
			print_quote(p, m[i].member.sentence, NULL);
	print_quote(p, NULL, m->url);
	return n;
}

static const char *step_words(struct pen *p, const struct transition_row *s)
{
	const struct transition *t = &s->step;

	if (t->from == t->to)
		return pen_fmt(p, "%s%s", rumor_status_name(t->to),
		    t->rule && !strcmp(t->rule, "user-contested")
			? ", contested"
			: "");
	return pen_fmt(
	    p, "%s → %s", rumor_status_name(t->from), rumor_status_name(t->to));
}

enum detail { DETAIL_NONE, DETAIL_EVIDENCE, DETAIL_ALL };

static void print_step(
    struct pen *p, const struct transition_row *s, enum detail detail)
{
	const struct transition *t = &s->step;
	const char *by = "the clock decided";

	if (t->ruling)
		by = pen_fmt(p, "by %s, action %lld",
		    s->user ? pen_say(p, s->user) : "the editor",
		    (long long)t->ruling);
	if (t->item)
		by = pen_fmt(p, "by %s, item %lld",
		    s->source_title ? pen_say(p, s->source_title)
				    : "an item that is gone",
		    (long long)t->item);
	pen_put(p, INK_GREY, pen_time(p, t->at));
	pen_pad(p, 2);
	pen_wrap(p, WHEN, status_ink(t->to),
	    pen_fmt(p, "* %s %s", step_words(p, s), by), 0);
	if (detail == DETAIL_ALL) {
		pen_pad(p, WHEN);
		pen_wrap(p, WHEN, INK_PLAIN,
		    pen_fmt(p, "rule %s%s%s",
			t->rule ? pen_say(p, t->rule) : "unknown",
			t->item || t->ruling ? "; evidence of grade " : "",
			t->item || t->ruling ? words_grade(t->grade) : ""),
		    0);
		if (s->title) {
			pen_pad(p, WHEN);
			pen_wrap(p, WHEN, INK_PLAIN, pen_say(p, s->title), 0);
		}
	}
	if (detail != DETAIL_NONE)
		print_quote(p, t->sentence, s->url);
}

/*
 * Members and steps by time; at one time what was said, then what followed,
 * which need not quote it again.
 */
static void print_timeline(struct pen *p, const struct rumor_report *r)
{
	size_t m = 0, s = 0;
	int64_t quoted = 0;

	if (!r->member_count && !r->transition_count)
		return;
	pen_heading(p, "Timeline (UTC)");
	while (m < r->member_count || s < r->transition_count) {
		bool member =
		    s == r->transition_count ||
		    (m < r->member_count && r->members[m].member.published_at <=
						r->transitions[s].step.at);

		if (member) {
			quoted = r->members[m].member.item;
			m += print_members(p, r, m);
			continue;
		}
		print_step(p, &r->transitions[s],
		    quoted && r->transitions[s].step.item == quoted
			? DETAIL_NONE
			: DETAIL_EVIDENCE);
		s++;
	}
}

static json_t *json_of_origins(const struct rumor_report *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->origin_count; i++) {
		const struct rumor_origin *from = &r->origins[i];
		json_t *o = json_object();

		json_put_text(o, "name", from->name);
		json_put_text(o, "kind", origin_kind_name(from->kind));
		json_put_id(o, "first_item", from->first_item);
		json_put_time(o, "first_at", from->first_at);
		json_put_number(o, "carriers", (int64_t)from->carriers);
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *json_of_members(const struct rumor_report *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->member_count; i++) {
		const struct member_row *m = &r->members[i];
		json_t *o = json_object();

		json_put_number(o, "item", m->member.item);
		if (m->member.claim < 0)
			json_object_set_new(o, "claim", json_null());
		else
			json_put_number(o, "claim", m->member.claim);
		json_put_text(o, "part", part_name(m->member.part));
		json_put_text(o, "origin", m->member.origin);
		json_put_bool(o, "root", m->member.root);
		json_put_id(o, "via", m->member.via);
		json_put_time(o, "published_at", m->member.published_at);
		json_put_text(o, "sentence", m->member.sentence);
		json_put_text(o, "title", m->title);
		json_put_text(o, "url", m->url);
		json_put_text(o, "source", m->source_title);
		json_put_text(o, "role", source_role_name(m->role));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *json_of_transitions(const struct rumor_report *r)
{
	static const char *const grades[] = {[GRADE_A] = "A",
	    [GRADE_B] = "B",
	    [GRADE_C] = "C",
	    [GRADE_D] = "D",
	    [GRADE_U] = "U"};
	json_t *list = json_array();

	for (size_t i = 0; i < r->transition_count; i++) {
		const struct transition_row *s = &r->transitions[i];
		json_t *o = json_object();

		json_put_time(o, "at", s->step.at);
		json_put_text(o, "from", rumor_status_name(s->step.from));
		json_put_text(o, "to", rumor_status_name(s->step.to));
		json_put_id(o, "item", s->step.item);
		json_put_text(o, "grade",
		    s->step.item || s->step.ruling ? grades[s->step.grade]
						   : NULL);
		json_put_id(o, "action", s->step.ruling);
		json_put_text(o, "user", s->user);
		json_put_text(o, "rule", s->step.rule);
		json_put_text(o, "sentence", s->step.sentence);
		json_put_text(o, "source", s->source_title);
		json_put_text(o, "title", s->title);
		json_put_text(o, "url", s->url);
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *json_of_stories(const struct rumor_report *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->story_count; i++) {
		const struct part_row *s = &r->stories[i];
		json_t *o = json_object();

		json_put_number(o, "id", s->id);
		json_put_text(o, "headline", s->text);
		json_put_text(o, "part", part_name(s->part));
		json_put_time(o, "first_at", s->at);
		json_array_append_new(list, o);
	}
	return list;
}

static void put_json(struct buf *b, const struct rumor_report *r)
{
	json_t *o = json_of_rumor(&r->row);

	json_object_set_new(o, "origins", json_of_origins(r));
	json_object_set_new(o, "members", json_of_members(r));
	json_object_set_new(o, "transitions", json_of_transitions(r));
	json_object_set_new(o, "stories", json_of_stories(r));
	json_object_set_new(
	    o, "actions", json_of_rulings(r->rulings, r->ruling_count));
	json_put_id(o, "asked", r->asked);
	json_write(b, o);
}

void view_rumor(
    struct buf *b, const struct dress *d, const struct rumor_report *r)
{
	struct pen p;

	if (d->format == VIEW_JSON) {
		put_json(b, r);
		return;
	}
	pen_init(&p, b, d);
	print_asked(&p, r);
	print_title(&p, &r->row);
	print_facts(&p, &r->row);
	print_origins(&p, r);
	print_timeline(&p, r);
	print_stories(&p, r);
	print_rulings(&p, r->rulings, r->ruling_count, WHEN);
	pen_end(&p);
}

void view_explain_rumor(
    struct buf *b, const struct dress *d, const struct rumor_report *r)
{
	struct pen p;

	if (d->format == VIEW_JSON) {
		put_json(b, r);
		return;
	}
	pen_init(&p, b, d);
	print_asked(&p, r);
	print_title(&p, &r->row);
	pen_fact(&p, "about", LABEL, INK_PLAIN, words_about(&p, &r->row));
	if (r->row.unverifiable_since)
		pen_fact(&p, "unverifiable", LABEL, INK_RED,
		    pen_fmt(&p, "since %s: the vendor's own feeds fail",
			pen_when(&p, r->row.unverifiable_since)));
	pen_heading(&p, "How its status came about (UTC)");
	for (size_t i = 0; i < r->transition_count; i++)
		print_step(&p, &r->transitions[i], DETAIL_ALL);
	if (!r->transition_count)
		buf_puts(b, "It is open: no second origin and no official word "
			    "so far.\n");
	pen_heading(&p, "What belongs to it, as what, and whose word it is");
	for (size_t i = 0; i < r->member_count; i++) {
		print_member_head(&p, r, &r->members[i], true);
		print_quote(
		    &p, r->members[i].member.sentence, r->members[i].url);
	}
	print_origins(&p, r);
	print_stories(&p, r);
	print_rulings(&p, r->rulings, r->ruling_count, WHEN);
	pen_end(&p);
}
