/* The sentences of a digest, in the local time of its reader. */
#include "view/letter.h"

#include <stdlib.h>
#include <strings.h>

#include "text/date.h"
#include "view/words.h"

void letter_init(struct letter *l, const struct mail_envelope *e,
    const struct digest_report *d)
{
	l->envelope = e;
	l->digest = d;
	l->dress = (struct dress){.format = VIEW_TEXT, .now = e->date};
	pen_init(&l->page, NULL, &l->dress);
}

void letter_end(struct letter *l)
{
	pen_end(&l->page);
}

static int by_number(uint64_t a, uint64_t b)
{
	return a == b ? 0 : a > b ? -1 : 1;
}

static int by_weight(const void *a, const void *b)
{
	const struct rumor_row *x = a, *y = b;
	const int steps[] = {
	    by_number(rumor_status_is_settled(x->status),
		rumor_status_is_settled(y->status)),
	    by_number(x->status == RUMOR_CORROBORATED,
		y->status == RUMOR_CORROBORATED),
	    by_number(x->origin_count, y->origin_count),
	    by_number(x->outlet_count, y->outlet_count),
	    x->first_at > y->first_at ? -1 : x->first_at < y->first_at,
	    x->id < y->id ? -1 : x->id > y->id,
	};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i])
			return steps[i];
	return 0;
}

/* Of what a backlog brings that is before the period. */
static int64_t since_of(const struct letter *l, const struct section *s)
{
	int64_t since = l->digest->from;

	for (size_t i = 0; i < s->count; i++)
		if (s->rumors[i].changed_at && s->rumors[i].changed_at < since)
			since = s->rumors[i].changed_at;
	return since;
}

int64_t letter_stories_since(const struct letter *l)
{
	const struct digest_report *d = l->digest;
	int64_t since = d->from;

	for (size_t i = 0; i < d->story_count; i++)
		if (d->stories[i].last_at && d->stories[i].last_at < since)
			since = d->stories[i].last_at;
	return since;
}

void letter_sections(struct letter *l, struct section out[LETTER_SECTIONS])
{
	const struct digest_report *d = l->digest;
	const struct section sections[LETTER_SECTIONS] = {
	    {"Corrections of what you were told", "settled", d->corrections,
		d->correction_count, 0, 0},
	    {"Confirmed", "settled", d->confirmed, d->confirmed_count, 0, 0},
	    {"Denied, contradicted, expired", "settled", d->refuted,
		d->refuted_count, 0, 0},
	    {"New rumors", "unsettled", d->fresh, d->fresh_count, 0, 0},
	    {"Developing", "unsettled", d->developing, d->developing_count, 0,
		0},
	};

	memcpy(out, sections, sizeof(sections));
	for (size_t i = 0; i < LETTER_SECTIONS; i++) {
		struct section *s = &out[i];
		struct rumor_row *rows;

		if (!s->count)
			continue;
		rows = arena_copy(
		    &l->page.arena, s->rumors, s->count * sizeof(*s->rumors));
		qsort(rows, s->count, sizeof(*rows), by_weight);
		s->rumors = rows;
		s->since = since_of(l, s);
		s->shown = s->count < LETTER_MOST ? s->count : LETTER_MOST;
	}
}

const char *letter_more(struct letter *l, const char *list, const char *status,
    int64_t since, size_t left)
{
	const char *page = l->envelope->page;
	const char *text = pen_fmt(&l->page, "And %zu more: hearsay %s%s%s",
	    left, list, status ? " --status " : "", status ? status : "");

	if (since)
		text = pen_fmt(
		    &l->page, "%s --since %s", text, pen_date(&l->page, since));
	if (!page)
		return text;
	if (!status)
		return pen_fmt(
		    &l->page, "%s, or http://%s/%s", text, page, list);
	return pen_fmt(
	    &l->page, "%s, or http://%s/?status=%s", text, page, status);
}

const struct evidence_row *letter_evidence(
    const struct letter *l, const struct rumor_row *r)
{
	for (size_t i = 0; i < l->digest->evidence_count; i++)
		if (l->digest->evidence[i].rumor == r->id)
			return &l->digest->evidence[i];
	return NULL;
}

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static const char *date_words(struct letter *l, int64_t at)
{
	struct civil c;

	date_to_civil(at, &c);
	return pen_fmt(
	    &l->page, "%d %s %04d", c.day, months[c.month - 1], c.year);
}

const char *letter_date(struct letter *l, int64_t at)
{
	return date_words(l, at + l->envelope->utc_offset_s);
}

const char *letter_time(struct letter *l, int64_t at)
{
	static const char *const days[] = {
	    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	struct civil c;

	date_to_civil(at + l->envelope->utc_offset_s, &c);
	return pen_fmt(&l->page, "%s %s %02d:%02d",
	    days[date_weekday(at + l->envelope->utc_offset_s)],
	    letter_date(l, at), c.hour, c.minute);
}

static const char *zone(struct letter *l)
{
	long offset = l->envelope->utc_offset_s;
	long minutes = labs(offset) / 60;
	const char *utc = pen_fmt(&l->page, "UTC%c%02ld:%02ld",
	    offset < 0 ? '-' : '+', minutes / 60, minutes % 60);

	if (!l->envelope->timezone)
		return utc;
	return pen_fmt(
	    &l->page, "%s (%s)", pen_say(&l->page, l->envelope->timezone), utc);
}

const char *letter_period(struct letter *l)
{
	const struct digest_report *d = l->digest;

	if (!d->from || d->at_once)
		return pen_fmt(&l->page, "%s%s, %s", d->at_once ? "" : "Up to ",
		    letter_time(l, d->to), zone(l));
	return pen_fmt(&l->page, "%s to %s, %s", letter_time(l, d->from),
	    letter_time(l, d->to), zone(l));
}

const char *letter_settled(struct letter *l, const struct rumor_row *r)
{
	if (!r->settled_at)
		return "";
	return pen_fmt(&l->page,
	    "Settled on %s, %s after it was first said%s.%s",
	    letter_date(l, r->settled_at),
	    pen_span_words(&l->page, r->settled_at - r->first_at),
	    r->ruling ? ", by the editor" : "",
	    r->status == RUMOR_EXPIRED && !r->ruling
		? " Its own deadline passed without a word."
		: "");
}

const char *letter_contested(struct letter *l, const struct rumor_row *r)
{
	if (!r->contested)
		return "";
	return pen_fmt(&l->page, "Official word says otherwise: %s",
	    words_quote(&l->page, r->contested));
}

const char *letter_evidence_source(struct letter *l, const struct rumor_row *r)
{
	const struct evidence_row *e = letter_evidence(l, r);

	if (!e)
		return "";
	return pen_fmt(&l->page, "%s, %s",
	    e->source_title ? pen_say(&l->page, e->source_title)
			    : "unknown source",
	    letter_date(l, e->at));
}

const char *letter_said_by(struct letter *l, const struct rumor_row *r)
{
	const char *when = letter_date(l, r->first_at);
	const char *where = "";

	if (r->first_source)
		where = pen_fmt(
		    &l->page, " in %s", pen_say(&l->page, r->first_source));
	if (!r->first_origin)
		return pen_fmt(&l->page, "First said on %s%s; nobody is named.",
		    when, where);
	if (words_is_own(r->first_source, r->first_origin))
		where = "";
	return pen_fmt(&l->page, "First said on %s by %s%s: %s.", when,
	    pen_say(&l->page, r->first_origin), where,
	    words_record(&l->page, &r->record));
}

static const char *due_words(struct letter *l, int64_t deadline)
{
	int64_t left = deadline - l->envelope->date;

	return pen_fmt(&l->page, left < 0 ? "%s ago" : "in %s",
	    pen_span_words(&l->page, left));
}

const char *letter_reach(struct letter *l, const struct rumor_row *r)
{
	const char *text =
	    pen_fmt(&l->page, "%s. %s, %s.", words_about(&l->page, r),
		pen_count(&l->page, r->outlet_count, "outlet"),
		r->origin_count ? pen_count(&l->page, r->origin_count, "origin")
				: "no origin named");

	/* A claimed day is that day everywhere: it has no local time. */
	if (r->deadline && !r->settled_at)
		text = pen_fmt(&l->page, "%s Due by %s (%s).", text,
		    date_words(l, r->deadline), due_words(l, r->deadline));
	if (r->unverifiable_since && !r->settled_at)
		text = pen_fmt(&l->page,
		    "%s Unverifiable since %s: the vendor's own feeds fail.",
		    text, letter_date(l, r->unverifiable_since));
	return text;
}

const char *letter_story_reach(struct letter *l, const struct story_row *s)
{
	const char *text = pen_count(&l->page, s->outlet_count, "outlet");

	if (s->origin_count)
		text = pen_fmt(&l->page, "%s, %s", text,
		    pen_count(&l->page, s->origin_count, "origin"));
	if (s->rumor)
		text = pen_fmt(&l->page, "%s; %s, %s", text,
		    s->settles ? "settles a rumor" : "rumor",
		    rumor_status_name(s->rumor_status));
	return text;
}

const char *letter_down(struct letter *l, const struct feed *f)
{
	const char *text = pen_fmt(&l->page, "%s: %s",
	    pen_say(
		&l->page, f->source.title ? f->source.title : f->source.slug),
	    feed_state_name(f->state));

	if (f->failing_since)
		text = pen_fmt(&l->page, "%s since %s", text,
		    letter_time(l, f->failing_since));
	if (f->state_reason)
		text = pen_fmt(&l->page, "%s (%s)", text,
		    pen_say(&l->page, f->state_reason));
	return text;
}
