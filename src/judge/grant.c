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

#include "judge/grantword.h"
#include "judge/lineup.h"
#include "judge/sentence.h"

/* --- the system that is granted --- */

static bool is_asked(const struct grants *out, const struct mention *m)
{
	return !m->device &&
	       (out->soft == NULL || strcmp(m->name, out->soft) == 0);
}

/* "Every phone that runs AquaOS 8": what it has, and not what it gets. */
static bool is_run(const struct grant_scan *scan, const struct mention *m)
{
	return phrase_before(scan->f, PHRASE_WHICH_RUN, scan->s, m->start) !=
	       NULL;
}

/* "Its last Android update": no version is named by that. */
static bool is_within(const struct mention *m, const struct grant_word *c)
{
	return m->start >= c->start && m->end <= c->end;
}

/* The system nearest to the word of granting, in its clause. */
static const struct mention *granted(const struct grant_scan *scan,
    const struct grants *out, const struct grant_word *c, uint32_t device)
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
		if (m->start < at ? grant_scan_parts(scan, m->end, at)
				  : grant_scan_parts(scan, at, m->start))
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
static bool is_brought(const struct grant_scan *scan,
    const struct mention *soft, const struct grant_word *c, uint32_t device)
{
	if (device < c->end)
		return false;
	if (soft->end <= c->start)
		return grant_scan_has(
			   scan, PHRASE_ROLLED_OUT, c->start, c->end) &&
		       device - c->end <= BROUGHT &&
		       !grant_scan_has(scan, PHRASE_BRINGS, soft->end, device);
	return soft->start >= c->end && soft->end <= device &&
	       soft->start - c->end <= NEAR && device - soft->end <= BROUGHT &&
	       !grant_scan_has(scan, PHRASE_BRINGS, soft->end, device);
}

static bool is_right_behind(const struct mention *soft, uint32_t at)
{
	return at >= soft->end && at - soft->end <= NEAR;
}

/* Another system or app in between: "WaveOS 9 for the watch, with an A9 or
 * later and AquaOS 8". */
static bool names_between(
    const struct grant_scan *scan, uint32_t from, uint32_t to)
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

/* "In AquaOS 9", "an app for AquaOS 9"; not so "eligible for AquaOS 9". */
static bool is_inside(const struct grant_scan *scan, const struct mention *soft)
{
	const struct phrase_hit *h =
	    phrase_before(scan->f, PHRASE_INSIDE, scan->s, soft->start);

	for (size_t i = 0; h != NULL && i < scan->cue_count; i++)
		if (scan->cues[i].start < h->start &&
		    scan->cues[i].end + 1 >= h->start)
			return false;
	return h != NULL;
}

/* Is the system itself what is granted, and nothing that is in it? */
static bool is_object(const struct grant_scan *scan, const struct mention *soft,
    const struct grant_word *c, uint32_t device)
{
	uint32_t at = c && c->start < device ? c->start : device;
	bool inside = is_inside(scan, soft);

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
	return !grant_scan_has(scan, PHRASE_BRINGS, soft->end, c->start) &&
	       !grant_scan_has(scan, PHRASE_BRINGS_TO, soft->end, c->start);
}

/* --- how far it reaches --- */

#define REACH_NEAR 24 /* bytes: "(2nd generation) models " */

static bool is_behind(
    const struct grant_scan *scan, enum phrase class, const struct mention *m)
{
	const struct phrase_hit *h = NULL;

	while ((h = phrase_next(scan->f, class, h)) != NULL) {
		uint32_t from = m->end;
		bool other = false;

		/* "iPhone SE (2nd generation and later)" */
		if (h->start > m->start && h->end <= m->end)
			return true;
		if (h->start < from || h->start - from > REACH_NEAR ||
		    grant_scan_cue_between(scan, from, h->start) ||
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
    const struct grant_scan *scan, enum phrase class, const struct mention *m)
{
	const struct phrase_hit *h = NULL;

	while ((h = phrase_next(scan->f, class, h)) != NULL)
		if (h->end <= m->start && m->start - h->end <= FROM_NEAR)
			return true;
	return false;
}

static enum grant_reach reach_of(
    const struct grant_scan *scan, const struct mention *m)
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
static double version_of(
    const struct grant_scan *scan, const struct mention *soft)
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
    const struct grant_scan *scan, const struct mention *m, struct grant *out)
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

static enum grant_says says_of(
    const struct grant_word *c, const struct mention *soft)
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

/* "It", and "the A8 is left behind": the system of the sentence before. "The
 * update": that of the headline, or of a sentence above. */
static const struct mention *inherited(const struct grant_scan *scan,
    const struct grants *out, const struct grant_word *c)
{
	const struct reading *r = scan->d->r;
	bool of_update = drawn_says(scan->d, PHRASE_THE_UPDATE);
	const struct mention *found = NULL;

	if (!of_update && !drawn_says(scan->d, PHRASE_IT) &&
	    (c == NULL || c->class != PHRASE_GETS_NOT))
		return NULL;
	for (const struct passage *p = scan->d->p; p > r->passages;) {
		found = only_system(r, out, --p);
		if (found != NULL || !of_update)
			return found;
	}
	return NULL;
}

/* Another system, or an app: the sentence may be of that one. */
static bool names_other(const struct grant_scan *scan, const struct grants *out)
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

static const struct mention *system_of(const struct grant_scan *scan,
    const struct grants *out, const struct grant_word *c,
    const struct mention *m)
{
	const struct mention *soft =
	    granted(scan, out, c, m ? m->start : scan->d->p->end);

	if (soft == NULL)
		return names_other(scan, out) ? NULL : inherited(scan, out, c);
	return is_object(scan, soft, c, m ? m->start : scan->d->p->end) ? soft
									: NULL;
}

/* "The Galaxy Watch", "Pixel phones": no model of it. */
static bool is_line_only(const struct grant_scan *scan, const struct mention *m)
{
	const struct lineup_row *row =
	    lineup_row_of(scan->d->r->lex->lineups, m->name);

	return strcmp(m->name, m->row->name) == 0 &&
	       strpbrk(m->name, "0123456789") == NULL &&
	       (row == NULL || strcmp(row->line, row->model) == 0 ||
		   strcmp(row->line, m->name) == 0);
}

/* "If it comes to the A9" */
static bool is_supposed(const struct grant_scan *scan,
    const struct grant_word *c, const struct mention *m)
{
	uint32_t at = c != NULL && c->start < m->start ? c->start : m->start;
	const struct phrase_hit *h = NULL;

	while ((h = phrase_next(scan->f, PHRASE_SUPPOSED, h)) != NULL)
		if (h->end <= at &&
		    memchr(scan->s + h->end, ',', at - h->end) == NULL)
			return true;
	return false;
}

/* Does a no stand in the words of granting, or right before them? */
static bool has_no(const struct grant_scan *scan, const struct grant_word *c)
{
	for (size_t i = 0; c != NULL && i < scan->no_count; i++)
		if (scan->no[i].start < c->end &&
		    scan->no[i].end + NO_NEAR > c->start)
			return true;
	return false;
}

/* "Has halted the update for the A9": neither that it gets it nor not. */
static bool is_stopped(
    const struct grant_scan *scan, const struct grant_word *c)
{
	const struct match *end = scan->d->trigger[ASPECT_DISCONTINUATION];

	return end != NULL && c != NULL && end->end <= c->start &&
	       memchr(scan->s + end->end, ',', c->start - end->end) == NULL &&
	       !grant_scan_parts(scan, end->end, c->start);
}

static bool is_in_cue(
    const struct grant_scan *scan, const struct noword_hit *no)
{
	for (size_t i = 0; i < scan->cue_count; i++)
		if (no->start >= scan->cues[i].start &&
		    no->start < scan->cues[i].end)
			return true;
	return false;
}

/* Where what is said behind the list of a device ends: at the next device or
 * contrast; of an object at the next comma too. */
static uint32_t tail_end(
    const struct grant_scan *scan, size_t last, bool subject)
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
    const struct grant_scan *scan, size_t at, const struct grant_word *c)
{
	size_t first, last;
	uint32_t from, to;
	bool subject;

	grant_scan_list(scan, at, &first, &last);
	from = scan->devices[last]->end;
	subject = c == NULL || c->start >= from || !grant_word_leads(c->class);
	to = tail_end(scan, last, subject);
	for (size_t i = 0; i < scan->no_count; i++)
		if (scan->no[i].start >= from && scan->no[i].end <= to &&
		    !is_in_cue(scan, &scan->no[i]))
			return &scan->no[i];
	return NULL;
}

/* "The rollout to the A9 has been halted", "is postponed" */
static bool is_stopped_behind(const struct grant_scan *scan, size_t at)
{
	const struct match *end = scan->d->trigger[ASPECT_DISCONTINUATION];
	size_t first, last;
	uint32_t from, to;

	grant_scan_list(scan, at, &first, &last);
	from = scan->devices[last]->end;
	to = tail_end(scan, last, true);
	return (end != NULL && end->start >= from && end->end <= to) ||
	       grant_scan_has(scan, PHRASE_PUT_OFF, from, to);
}

/* Positive grants with a no behind them: turned, or false where unclear. */
static bool tail_take(struct grant_scan *scan, size_t at,
    const struct grant_word *c, struct grant *g)
{
	const struct noword_hit *no;
	size_t first, last;

	if (g->says != GRANT_GETS && g->says != GRANT_NEEDS)
		return true;
	no = no_behind(scan, at, c);
	if (no == NULL)
		return true;
	grant_scan_list(scan, at, &first, &last);
	if (no->start - scan->devices[last]->end > TAIL_NEAR)
		return false;
	g->says = GRANT_NOT;
	return true;
}

/* "Redmi Note 8 (2021)" is another model than the Redmi Note 8. */
static const char *name_with_year(
    const struct grant_scan *scan, const struct mention *m)
{
	const char *s = scan->s + m->end;

	if (m->end + 7 > scan->d->side->folded_n ||
	    strncmp(s, " (20", 4) != 0 || strspn(s + 2, "0123456789") != 4 ||
	    s[6] != ')')
		return m->name;
	return arena_printf(scan->d->r->arena, "%s %.6s", m->name, s + 1);
}

static void device_grant(struct grant_scan *scan, size_t at, struct grants *out)
{
	const struct mention *m = scan->devices[at];
	const struct grant_word *c = grant_scan_governor(scan, at);
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
	/* "Will not receive updates any more": of none. */
	if (soft == NULL && g.says == GRANT_NOT && c != NULL &&
	    grant_scan_has(scan, PHRASE_NO_MORE, c->start, scan->d->p->end) &&
	    !names_other(scan, out))
		g.says = GRANT_NO_MORE;
	if ((soft == NULL && g.says != GRANT_NO_MORE) ||
	    is_supposed(scan, c, m))
		return;
	if (g.reach != REACH_RUNS && is_line_only(scan, m))
		return;
	if (!tail_take(scan, at, c, &g) ||
	    ((g.says == GRANT_GETS || g.says == GRANT_NEEDS) &&
		(is_stopped(scan, c) || is_stopped_behind(scan, at))))
		return;
	g.plainly =
	    g.says == GRANT_NOT || (g.says == GRANT_NO_MORE && has_no(scan, c));
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
static void lines_read(struct grant_scan *scan, struct grants *out)
{
	const struct reading *r = scan->d->r;
	const struct passage *end = r->passages + r->passage_count;
	const struct grant_word *c =
	    scan->cue_count > 0 ? &scan->cues[scan->cue_count - 1] : NULL;
	const struct mention *soft = system_of(scan, out, c, NULL);

	if (c == NULL || soft == NULL)
		return;
	for (const struct passage *p = scan->d->p + 1;
	     p < end && p <= scan->d->p + LINES && p->mentions > 0; p++) {
		struct drawn d = drawn_begin(
		    scan->d->r, scan->d->r->passages + (p - r->passages));
		struct grant_scan line = {.d = &d,
		    .f = passage_phrases(r, p),
		    .s = passage_side(r, p)->folded};

		grant_scan_cues(&line);
		grant_scan_devices(&line, p);
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
static void pronoun_take(struct grant_scan *scan, struct mention *phone)
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
	struct grant_scan scan = {
	    .d = d, .f = passage_phrases(d->r, d->p), .s = d->side->folded};
	struct phrases_found any;
	struct mention phone;

	grant_scan_cues(&scan);
	/* A short sentence may be taken for one of another language. */
	if (scan.cue_count == 0 && d->r->whole != NULL) {
		any = phrases_find(d->r->lex->phrases, LANG_ANY, d->r->arena,
		    d->side->folded, d->side->folded_n, d->p->start, d->p->end);
		scan.f = &any;
		grant_scan_cues(&scan);
	}
	grant_scan_denials(&scan);
	grant_scan_devices(&scan, d->p);
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
