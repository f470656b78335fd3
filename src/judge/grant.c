/*
 * Each device of a sentence is governed by the word of granting nearest to its
 * list: before it ("drops the A9 and the A8"), or behind it ("the A9 and the A8
 * will not get it"). What is granted is the system that is named beside; a
 * system that is only where something else is new ("in WaveOS 9, the camera
 * mode needs an A9") grants nothing.
 */
#include "judge/grant.h"

#include <stdlib.h>
#include <string.h>

#include "judge/lineup.h"
#include "judge/noword.h"
#include "judge/sentence.h"

#define CUES	16 /* of one sentence */
#define DEVICES 40
#define NO_MOST 12

struct word {
	uint32_t start, end;
	enum phrase class;
	bool denied; /* a "no" stands before it */
};

/* A sentence taken apart. */
struct scan {
	const struct drawn *d;
	const struct phrases_found *f;
	const char *s; /* the folded field */
	struct word cues[CUES];
	size_t cue_count;
	const struct mention *devices[DEVICES];
	size_t device_count;
	struct noword_hit no[NO_MOST];
	size_t no_count;
	bool whole;
};

static bool is_cue(enum phrase class)
{
	static const enum phrase classes[] = {PHRASE_GETS, PHRASE_GIVES,
	    PHRASE_GETS_NOT, PHRASE_GIVES_NOT, PHRASE_STAYS_ON, PHRASE_NO_MORE,
	    PHRASE_NEEDS, PHRASE_BRINGS_TO, PHRASE_EXCEPT};

	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		if (classes[i] == class)
			return true;
	return false;
}

/* How many bytes may stand between a word and the next that goes on in its
 * sense. */
static uint32_t joins(const struct word *c)
{
	if (c->class == PHRASE_GIVES_NOT || c->class == PHRASE_GETS_NOT)
		return 1;
	return c->class == PHRASE_NO_MORE ? 8 : 0;
}

/* Of those that overlap the first, then the longest. */
static void cues_take(struct scan *scan)
{
	for (size_t i = 0; i < scan->f->n; i++) {
		const struct phrase_hit *h = &scan->f->hits[i];
		struct word *last =
		    scan->cue_count ? &scan->cues[scan->cue_count - 1] : NULL;

		if (!is_cue(h->class))
			continue;
		if (last && h->start < last->end) {
			if (h->start == last->start && h->end > last->end)
				*last = (struct word){.start = h->start,
				    .end = h->end,
				    .class = h->class};
			continue;
		}
		/* "Will drop" and "support for" are one; so are "the last
		 * version" and "that runs on". */
		if (last && h->start <= last->end + joins(last)) {
			last->end = h->end;
			continue;
		}
		if (scan->cue_count < CUES)
			scan->cues[scan->cue_count++] =
			    (struct word){.start = h->start,
				.end = h->end,
				.class = h->class};
	}
}

#define NO_NEAR 16 /* bytes between a "no" and what it denies */

/* What says no in the sentence. */
static void nowords_take(struct scan *scan)
{
	const struct drawn *d = scan->d;
	struct noword_hit found[NO_MOST];
	size_t n = nowords_find(d->r->lex->nowords, d->r->lang, scan->s,
	    d->p->start, d->p->end, found, NO_MOST);

	for (size_t i = 0; i < n; i++)
		if (found[i].class == NOWORD_NO || found[i].class == NOWORD_NOT)
			scan->no[scan->no_count++] = found[i];
}

/* "We have no plans to bring": a word of giving behind one that says no. */
static void cues_deny(struct scan *scan)
{
	const struct noword_hit *no = scan->no;

	nowords_take(scan);
	for (size_t i = 0; i < scan->cue_count; i++)
		for (size_t k = 0; k < scan->no_count; k++) {
			struct word *c = &scan->cues[i];

			if (no[k].start >= c->start ||
			    (no[k].end < c->start &&
				c->start - no[k].end > NO_NEAR) ||
			    memchr(scan->s + no[k].start, ',',
				c->start - no[k].start) != NULL)
				continue;
			c->denied = c->class == PHRASE_GETS ||
				    c->class == PHRASE_GIVES ||
				    c->class == PHRASE_BRINGS_TO;
		}
}

static void devices_take(struct scan *scan, const struct passage *p)
{
	const struct side *side = passage_side(scan->d->r, p);

	for (size_t i = 0; i < p->mentions; i++) {
		const struct mention *m = &side->mentions[p->mention + i];

		if (m->device && scan->device_count < DEVICES)
			scan->devices[scan->device_count++] = m;
	}
}

static bool has_class(
    const struct scan *scan, enum phrase class, uint32_t from, uint32_t to)
{
	return from < to && phrase_within(scan->f, class, from, to);
}

static bool has_mark(const struct scan *scan, uint32_t from, uint32_t to)
{
	return from < to && memchr(scan->s + from, ';', to - from) != NULL;
}

/* Does another clause begin in between: "but", "while"? */
static bool is_parted(const struct scan *scan, uint32_t from, uint32_t to)
{
	return has_mark(scan, from, to) ||
	       has_class(scan, PHRASE_CONTRAST, from, to);
}

/* --- what governs a device --- */

#define LIST_GAP 20 /* bytes between two devices of a list */

static bool cue_between(const struct scan *scan, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < scan->cue_count; i++)
		if (scan->cues[i].start >= from && scan->cues[i].end <= to)
			return true;
	return false;
}

static bool are_listed(
    const struct scan *scan, const struct mention *a, const struct mention *b)
{
	return b->start >= a->end && b->start - a->end <= LIST_GAP &&
	       !cue_between(scan, a->end, b->start) &&
	       !is_parted(scan, a->end, b->start);
}

/* Of the list that the device is in: its first and its last. */
static void list_of(
    const struct scan *scan, size_t at, size_t *first, size_t *last)
{
	*first = *last = at;
	while (*first > 0 && are_listed(scan, scan->devices[*first - 1],
				 scan->devices[*first]))
		--*first;
	while (*last + 1 < scan->device_count &&
	       are_listed(scan, scan->devices[*last], scan->devices[*last + 1]))
		++*last;
}

#define TURNED \
	30 /* bytes that a word is taken to be further away for, where \
	      its device stands on the other side of it */

static bool has_device_behind(enum phrase class)
{
	return class == PHRASE_GIVES || class == PHRASE_GIVES_NOT ||
	       class == PHRASE_NEEDS || class == PHRASE_BRINGS_TO ||
	       class == PHRASE_EXCEPT;
}

#define ACROSS 16 /* likewise, behind a comma */

static bool has_comma(const struct scan *scan, uint32_t from, uint32_t to)
{
	return from < to && (memchr(scan->s + from, ',', to - from) != NULL ||
				memmem(scan->s + from, to - from,
				    "\xef\xbc\x8c", 3) != NULL);
}

static const struct word *governor(const struct scan *scan, size_t at)
{
	const struct word *best = NULL;
	uint32_t least = UINT32_MAX, far;
	size_t first, last;

	list_of(scan, at, &first, &last);
	for (size_t i = 0; i < scan->cue_count; i++) {
		const struct word *c = &scan->cues[i];
		uint32_t from = scan->devices[first]->start;
		uint32_t to = scan->devices[last]->end;
		bool before = c->end <= from;

		if (!before && c->start < to)
			continue;
		if (before ? is_parted(scan, c->end, from)
			   : is_parted(scan, to, c->start))
			continue;
		if (c->class == PHRASE_EXCEPT && !before)
			continue;
		far = before ? from - c->end : c->start - to;
		if (has_comma(
			scan, before ? c->end : to, before ? from : c->start))
			far += ACROSS;
		if (c->class != PHRASE_NO_MORE &&
		    before != has_device_behind(c->class))
			far += TURNED;
		if (far < least) {
			best = c;
			least = far;
		}
	}
	return best;
}

/* --- the system that is granted --- */

static bool is_asked(const struct grants *out, const struct mention *m)
{
	return !m->device &&
	       (out->soft == NULL || strcmp(m->name, out->soft) == 0);
}

/* "Every phone that runs AquaOS 8": what it has, and not what it gets. */
static bool is_run(const struct scan *scan, const struct mention *m)
{
	return phrase_before(scan->f, PHRASE_WHICH_RUN, scan->s, m->start) !=
	       NULL;
}

/* "Its last Android update": no version is named by that. */
static bool is_within(const struct mention *m, const struct word *c)
{
	return m->start >= c->start && m->end <= c->end;
}

/* The system nearest to the word of granting, in its clause. */
static const struct mention *granted(const struct scan *scan,
    const struct grants *out, const struct word *c, uint32_t device)
{
	const struct passage *p = scan->d->p;
	const struct mention *best = NULL;
	uint32_t at = c ? c->start : device, least = UINT32_MAX;

	for (size_t i = 0; i < p->mentions; i++) {
		const struct mention *m =
		    &scan->d->side->mentions[p->mention + i];
		uint32_t far = m->start < at ? at - m->start : m->start - at;

		if (!is_asked(out, m) || is_run(scan, m) ||
		    (c && m->version == NULL && is_within(m, c)))
			continue;
		if (m->start < at ? is_parted(scan, m->end, at)
				  : is_parted(scan, at, m->start))
			continue;
		if (far < least) {
			best = m;
			least = far;
		}
	}
	return best;
}

#define NEAR	12 /* bytes: ", the " */
#define BROUGHT 48 /* " begins today, starting with the " */

/* "Rolls out AquaOS 9 to the A9", "AquaOS 9 rolls out to the A9" */
static bool is_brought(const struct scan *scan, const struct mention *soft,
    const struct word *c, uint32_t device)
{
	if (device < c->end)
		return false;
	if (soft->end <= c->start)
		return has_class(scan, PHRASE_ROLLED_OUT, c->start, c->end) &&
		       device - c->end <= BROUGHT &&
		       !has_class(scan, PHRASE_BRINGS, soft->end, device);
	return soft->start >= c->end && soft->end <= device &&
	       soft->start - c->end <= NEAR && device - soft->end <= BROUGHT &&
	       !has_class(scan, PHRASE_BRINGS, soft->end, device);
}

static bool is_right_behind(const struct mention *soft, uint32_t at)
{
	return at >= soft->end && at - soft->end <= NEAR;
}

/* Another system or app in between: "WaveOS 9 for the watch, with an A9 or
 * later and AquaOS 8". */
static bool names_between(const struct scan *scan, uint32_t from, uint32_t to)
{
	const struct passage *p = scan->d->p;

	for (size_t i = 0; i < p->mentions; i++) {
		const struct mention *m =
		    &scan->d->side->mentions[p->mention + i];

		if (!m->device && m->start >= from && m->end <= to)
			return true;
	}
	return false;
}

/* Is the system itself what is granted, and nothing that is in it? */
static bool is_object(const struct scan *scan, const struct mention *soft,
    const struct word *c, uint32_t device)
{
	uint32_t at = c && c->start < device ? c->start : device;
	bool inside =
	    phrase_before(scan->f, PHRASE_INSIDE, scan->s, soft->start) != NULL;

	if (strncmp(scan->s + soft->end, "'s ", 3) == 0)
		return false;
	if (c == NULL)
		return !inside && soft->end <= device &&
		       !names_between(scan, soft->end, device);
	/* "With WaveOS 9, the A9 is left behind" */
	if (inside)
		return (c->class == PHRASE_GETS_NOT ||
			   c->class == PHRASE_GIVES_NOT ||
			   c->class == PHRASE_NO_MORE) &&
		       (is_right_behind(soft, at) ||
			   is_right_behind(soft, device));
	if (c->class == PHRASE_BRINGS_TO)
		return is_brought(scan, soft, c, device);
	if (c->class != PHRASE_GIVES && c->class != PHRASE_NEEDS)
		return true;
	/* "The mode is on WaveOS 9 and the A9", "needs WaveOS 9 and an A9" */
	if (soft->start >= c->end)
		return device < c->start;
	return !has_class(scan, PHRASE_BRINGS, soft->end, c->start) &&
	       !has_class(scan, PHRASE_BRINGS_TO, soft->end, c->start);
}

/* --- how far it reaches --- */

#define REACH_NEAR 24 /* bytes: "(2nd generation) models " */

static bool is_behind(
    const struct scan *scan, enum phrase class, const struct mention *m)
{
	const struct phrase_hit *h = NULL;

	while ((h = phrase_next(scan->f, class, h)) != NULL) {
		uint32_t from = m->end;
		bool other = false;

		/* "iPhone SE (2nd generation and later)" */
		if (h->start > m->start && h->end <= m->end)
			return true;
		if (h->start < from || h->start - from > REACH_NEAR ||
		    cue_between(scan, from, h->start) ||
		    memchr(scan->s + from, ',', h->start - from) != NULL)
			continue;
		for (size_t i = 0; i < scan->device_count; i++)
			other |= scan->devices[i]->start >= from &&
				 scan->devices[i]->start < h->start;
		if (!other)
			return true;
	}
	return false;
}

#define FROM_NEAR 8 /* bytes: " the ", " dem " */

static bool is_before(
    const struct scan *scan, enum phrase class, const struct mention *m)
{
	const struct phrase_hit *h = NULL;

	while ((h = phrase_next(scan->f, class, h)) != NULL)
		if (h->end <= m->start && m->start - h->end <= FROM_NEAR)
			return true;
	return false;
}

static enum grant_reach reach_of(
    const struct scan *scan, const struct mention *m)
{
	if (is_behind(scan, PHRASE_AND_LATER, m) ||
	    is_before(scan, PHRASE_FROM_ON, m))
		return REACH_LATER;
	if (is_behind(scan, PHRASE_AND_OLDER, m))
		return REACH_OLDER;
	if (is_before(scan, PHRASE_STARTING_WITH, m))
		return REACH_FROM;
	if (is_behind(scan, PHRASE_SERIES, m))
		return REACH_SERIES;
	return REACH_MODEL;
}

/* The version as a number, in the order in which they came: iOS 26 is the one
 * behind 18. */
static double version_of(const struct scan *scan, const struct mention *soft)
{
	struct lineup_place place;
	const char *name;

	if (soft == NULL || soft->version == NULL)
		return 0;
	name =
	    arena_printf(scan->d->r->arena, "%s %s", soft->name, soft->version);
	return lineup_row_of(scan->d->r->lex->lineups, name) != NULL &&
		       lineup_find(scan->d->r->lex->lineups, name, &place)
		   ? place.rank
		   : strtod(soft->version, NULL);
}

/* "Every iPhone that runs iOS 28": by a system that stands right behind. */
static bool runs_take(
    const struct scan *scan, const struct mention *m, struct grant *out)
{
	const struct passage *p = scan->d->p;

	for (size_t i = 0; i < p->mentions; i++) {
		const struct mention *soft =
		    &scan->d->side->mentions[p->mention + i];

		if (soft->device || soft->version == NULL ||
		    soft->start < m->end ||
		    soft->start - m->end > 2 * REACH_NEAR ||
		    !is_run(scan, soft))
			continue;
		out->reach = REACH_RUNS;
		out->runs = version_of(scan, soft);
		return true;
	}
	return false;
}

/* --- the grants --- */

static enum grant_says says_of(const struct word *c, const struct mention *soft)
{
	if (c == NULL)
		return GRANT_GETS;
	if (c->denied)
		return GRANT_NOT;
	if (c->class == PHRASE_GETS_NOT || c->class == PHRASE_GIVES_NOT ||
	    c->class == PHRASE_EXCEPT)
		return GRANT_NOT;
	if (c->class == PHRASE_STAYS_ON || c->class == PHRASE_NO_MORE)
		return soft != NULL && soft->version != NULL ? GRANT_LAST
							     : GRANT_NO_MORE;
	return c->class == PHRASE_NEEDS ? GRANT_NEEDS : GRANT_GETS;
}

static void grant_add(
    const struct drawn *d, struct grants *out, const struct grant *g)
{
	out->v =
	    arena_room(d->r->arena, out->v, out->n, &out->cap, sizeof(*out->v));
	out->v[out->n++] = *g;
}

/* The version that a passage names, and no other system or app; or NULL. */
static const struct mention *only_system(
    const struct reading *r, const struct grants *out, const struct passage *p)
{
	const struct side *side = passage_side(r, p);
	const struct mention *found = NULL;

	for (size_t i = 0; i < p->mentions; i++) {
		const struct mention *m = &side->mentions[p->mention + i];

		if (m->device)
			continue;
		if (!is_asked(out, m) || m->version == NULL)
			return NULL;
		found = m;
	}
	return found;
}

/* "It": the system of the sentence before. "The update": that of the headline,
 * or of a sentence above. */
static const struct mention *inherited(
    const struct scan *scan, const struct grants *out)
{
	const struct reading *r = scan->d->r;
	bool of_update = drawn_says(scan->d, PHRASE_THE_UPDATE);
	const struct mention *found = NULL;

	if (!of_update && !drawn_says(scan->d, PHRASE_IT))
		return NULL;
	for (const struct passage *p = scan->d->p; p > r->passages;) {
		found = only_system(r, out, --p);
		if (found != NULL || !of_update)
			return found;
	}
	return NULL;
}

/* Another system, or an app: the sentence may be of that one. */
static bool names_other(const struct scan *scan, const struct grants *out)
{
	const struct passage *p = scan->d->p;

	for (size_t i = 0; i < p->mentions; i++) {
		const struct mention *m =
		    &scan->d->side->mentions[p->mention + i];

		if (!m->device && !is_asked(out, m))
			return true;
	}
	return false;
}

static const struct mention *system_of(const struct scan *scan,
    const struct grants *out, const struct word *c, const struct mention *m)
{
	const struct mention *soft =
	    granted(scan, out, c, m ? m->start : scan->d->p->end);

	if (soft == NULL)
		return names_other(scan, out) ? NULL : inherited(scan, out);
	return is_object(scan, soft, c, m ? m->start : scan->d->p->end) ? soft
									: NULL;
}

/* "The Galaxy Watch", "Pixel phones": no model of it. */
static bool is_line_only(const struct scan *scan, const struct mention *m)
{
	const struct lineup_row *row =
	    lineup_row_of(scan->d->r->lex->lineups, m->name);

	return strcmp(m->name, m->row->name) == 0 &&
	       strpbrk(m->name, "0123456789") == NULL &&
	       (row == NULL || strcmp(row->line, row->model) == 0 ||
		   strcmp(row->line, m->name) == 0);
}

/* "Has halted the update for the A9": neither that it gets it nor not. */
static bool is_stopped(const struct scan *scan, const struct word *c)
{
	const struct match *end = scan->d->trigger[ASPECT_DISCONTINUATION];

	return end != NULL && c != NULL && end->end <= c->start &&
	       memchr(scan->s + end->end, ',', c->start - end->end) == NULL &&
	       !is_parted(scan, end->end, c->start);
}

static bool is_in_cue(const struct scan *scan, const struct noword_hit *no)
{
	for (size_t i = 0; i < scan->cue_count; i++)
		if (no->start >= scan->cues[i].start &&
		    no->start < scan->cues[i].end)
			return true;
	return false;
}

/* Where what is said behind the list of a device ends: at the next device or
 * contrast; of an object at the next comma too. */
static uint32_t tail_end(const struct scan *scan, size_t last, bool subject)
{
	uint32_t from = scan->devices[last]->end, end = scan->d->p->end;
	const struct phrase_hit *h = NULL;
	const char *comma = memchr(scan->s + from, ',', end - from);

	if (last + 1 < scan->device_count)
		end = scan->devices[last + 1]->start;
	while ((h = phrase_next(scan->f, PHRASE_CONTRAST, h)) != NULL)
		if (h->start >= from && h->start < end)
			end = h->start;
	return !subject && comma != NULL && (uint32_t)(comma - scan->s) < end
		   ? (uint32_t)(comma - scan->s)
		   : end;
}

#define TAIL_NEAR 24 /* bytes: " series will not" */

/*
 * "The A9 gets it, the A8 will not": a no behind the list, that is of no word
 * of granting. Right behind the device it is said of that; further away it is
 * not known of what.
 */
static const struct noword_hit *no_behind(
    const struct scan *scan, size_t at, const struct word *c)
{
	size_t first, last;
	uint32_t from, to;
	bool subject;

	list_of(scan, at, &first, &last);
	from = scan->devices[last]->end;
	subject = c == NULL || c->start >= from || !has_device_behind(c->class);
	to = tail_end(scan, last, subject);
	for (size_t i = 0; i < scan->no_count; i++)
		if (scan->no[i].start >= from && scan->no[i].end <= to &&
		    !is_in_cue(scan, &scan->no[i]))
			return &scan->no[i];
	return NULL;
}

/* Positive grants with a no behind them: turned, or false where unclear. */
static bool tail_take(
    struct scan *scan, size_t at, const struct word *c, struct grant *g)
{
	const struct noword_hit *no;
	size_t first, last;

	if (g->says != GRANT_GETS && g->says != GRANT_NEEDS)
		return true;
	no = no_behind(scan, at, c);
	if (no == NULL)
		return true;
	list_of(scan, at, &first, &last);
	if (no->start - scan->devices[last]->end > TAIL_NEAR)
		return false;
	g->says = GRANT_NOT;
	return true;
}

/* "Redmi Note 8 (2021)" is another model than the Redmi Note 8. */
static const char *name_with_year(
    const struct scan *scan, const struct mention *m)
{
	const char *s = scan->s + m->end;

	if (m->end + 7 > scan->d->side->folded_n ||
	    strncmp(s, " (20", 4) != 0 || strspn(s + 2, "0123456789") != 4 ||
	    s[6] != ')')
		return m->name;
	return arena_printf(scan->d->r->arena, "%s %.6s", m->name, s + 1);
}

static void device_grant(struct scan *scan, size_t at, struct grants *out)
{
	const struct mention *m = scan->devices[at];
	const struct word *c = governor(scan, at);
	const struct mention *soft = system_of(scan, out, c, m);
	struct grant g = {.device = name_with_year(scan, m),
	    .p = scan->d->p,
	    .list = out->lists,
	    .whole = scan->whole};

	if (is_before(scan, PHRASE_COMPARED, m))
		return;
	if (!runs_take(scan, m, &g))
		g.reach = reach_of(scan, m);
	g.says = says_of(c, soft);
	if (soft == NULL && g.says != GRANT_NO_MORE)
		return;
	if (g.reach != REACH_RUNS && is_line_only(scan, m))
		return;
	if (!tail_take(scan, at, c, &g) ||
	    ((g.says == GRANT_GETS || g.says == GRANT_NEEDS) &&
		is_stopped(scan, c)))
		return;
	/* Without a word for it only a range is one: "as an update from A9". */
	if (c == NULL && g.reach != REACH_LATER && g.reach != REACH_OLDER)
		return;
	if (soft != NULL) {
		g.soft = soft->name;
		g.version = version_of(scan, soft);
	}
	grant_add(scan->d, out, &g);
}

#define LINES 14 /* of a list below its heading */

/* "It comes to:", and then a line for each device. */
static void lines_read(struct scan *scan, struct grants *out)
{
	const struct reading *r = scan->d->r;
	const struct passage *end = r->passages + r->passage_count;
	const struct word *c =
	    scan->cue_count > 0 ? &scan->cues[scan->cue_count - 1] : NULL;
	const struct mention *soft = system_of(scan, out, c, NULL);

	if (c == NULL || soft == NULL)
		return;
	for (const struct passage *p = scan->d->p + 1;
	     p < end && p <= scan->d->p + LINES && p->mentions > 0; p++) {
		struct drawn d = drawn_begin(
		    scan->d->r, scan->d->r->passages + (p - r->passages));
		struct scan line = {.d = &d,
		    .f = passage_phrases(r, p),
		    .s = passage_side(r, p)->folded};

		cues_take(&line);
		devices_take(&line, p);
		if (line.cue_count > 0 || line.device_count == 0)
			return;
		for (size_t i = 0; i < line.device_count; i++) {
			struct grant g = {.device = line.devices[i]->name,
			    .reach = reach_of(&line, line.devices[i]),
			    .says = says_of(c, soft),
			    .soft = soft->name,
			    .version = version_of(scan, soft),
			    .p = scan->d->p,
			    .list = out->lists,
			    .whole = scan->whole};

			grant_add(scan->d, out, &g);
		}
	}
}

/* "Droid 10 will not come to the phone": the only one of the sentence before.
 */
static void pronoun_take(struct scan *scan, struct mention *phone)
{
	const struct passage *p = scan->d->p;
	const struct phrase_hit *h =
	    phrase_next(scan->f, PHRASE_THE_DEVICE, NULL);
	const struct mention *only = NULL;

	if (h == NULL || p == scan->d->r->passages || p[-1].field != p->field)
		return;
	for (size_t i = 0; i < p[-1].mentions; i++) {
		const struct mention *m =
		    &scan->d->side->mentions[p[-1].mention + i];

		if (m->device && only != NULL)
			return;
		if (m->device)
			only = m;
	}
	if (only == NULL)
		return;
	*phone = *only;
	phone->start = h->start;
	phone->end = h->end;
	scan->devices[scan->device_count++] = phone;
}

void grants_read(const struct drawn *d, struct grants *out)
{
	struct scan scan = {
	    .d = d, .f = passage_phrases(d->r, d->p), .s = d->side->folded};
	struct phrases_found any;
	struct mention phone;

	cues_take(&scan);
	/* A short sentence may be taken for one of another language. */
	if (scan.cue_count == 0 && d->r->whole != NULL) {
		any = phrases_find(d->r->lex->phrases, LANG_ANY, d->r->arena,
		    d->side->folded, d->side->folded_n, d->p->start, d->p->end);
		scan.f = &any;
		cues_take(&scan);
	}
	cues_deny(&scan);
	devices_take(&scan, d->p);
	scan.whole = drawn_says(d, PHRASE_WHOLE_LIST) &&
		     !drawn_says(d, PHRASE_OPEN_LIST) &&
		     !drawn_says(d, PHRASE_STARTING_WITH);
	out->lists++;
	if (scan.device_count == 0)
		pronoun_take(&scan, &phone);
	for (size_t i = 0; i < scan.device_count; i++)
		device_grant(&scan, i, out);
	if (scan.device_count == 0)
		lines_read(&scan, out);
}
