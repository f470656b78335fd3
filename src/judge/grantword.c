/*
 * Words of granting: of those that overlap the first, then the longest. The
 * word nearest to a device's list governs it; one whose devices stand on the
 * other side of it counts as further away, and so does one behind a comma.
 */
#include "judge/grantword.h"

#include <string.h>

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
static uint32_t joins(const struct grant_word *c)
{
	if (c->class == PHRASE_GIVES_NOT || c->class == PHRASE_GETS_NOT)
		return 1;
	return c->class == PHRASE_NO_MORE ? 8 : 0;
}

/* Of those that overlap the first, then the longest. */
void grant_scan_cues(struct grant_scan *scan)
{
	for (size_t i = 0; i < scan->f->n; i++) {
		const struct phrase_hit *h = &scan->f->hits[i];
		struct grant_word *last =
		    scan->cue_count ? &scan->cues[scan->cue_count - 1] : NULL;

		if (!is_cue(h->class))
			continue;
		if (last && h->start < last->end) {
			if (h->start == last->start && h->end > last->end)
				*last = (struct grant_word){.start = h->start,
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
			    (struct grant_word){.start = h->start,
				.end = h->end,
				.class = h->class};
	}
}

/* What says no in the sentence. */
static void nowords_take(struct grant_scan *scan)
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
void grant_scan_denials(struct grant_scan *scan)
{
	const struct noword_hit *no = scan->no;

	nowords_take(scan);
	for (size_t i = 0; i < scan->cue_count; i++)
		for (size_t k = 0; k < scan->no_count; k++) {
			struct grant_word *c = &scan->cues[i];

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

void grant_scan_devices(struct grant_scan *scan, const struct passage *p)
{
	const struct side *side = passage_side(scan->d->r, p);

	for (size_t i = 0; i < p->mentions; i++) {
		const struct mention *m = &side->mentions[p->mention + i];

		if (m->device && scan->device_count < DEVICES)
			scan->devices[scan->device_count++] = m;
	}
}

bool grant_scan_has(const struct grant_scan *scan, enum phrase class,
    uint32_t from, uint32_t to)
{
	return from < to && phrase_within(scan->f, class, from, to);
}

static bool has_mark(const struct grant_scan *scan, uint32_t from, uint32_t to)
{
	return from < to && memchr(scan->s + from, ';', to - from) != NULL;
}

/* Does another clause begin in between: "but", "while"? */
bool grant_scan_parts(const struct grant_scan *scan, uint32_t from, uint32_t to)
{
	return has_mark(scan, from, to) ||
	       grant_scan_has(scan, PHRASE_CONTRAST, from, to);
}

/* --- what governs a device --- */

#define LIST_GAP 20 /* bytes between two devices of a list */

bool grant_scan_cue_between(
    const struct grant_scan *scan, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < scan->cue_count; i++)
		if (scan->cues[i].start >= from && scan->cues[i].end <= to)
			return true;
	return false;
}

static bool are_listed(const struct grant_scan *scan, const struct mention *a,
    const struct mention *b)
{
	return b->start >= a->end && b->start - a->end <= LIST_GAP &&
	       !grant_scan_cue_between(scan, a->end, b->start) &&
	       !grant_scan_parts(scan, a->end, b->start);
}

/* Of the list that the device is in: its first and its last. */
void grant_scan_list(
    const struct grant_scan *scan, size_t at, size_t *first, size_t *last)
{
	*first = *last = at;
	while (*first > 0 && are_listed(scan, scan->devices[*first - 1],
				 scan->devices[*first]))
		--*first;
	while (*last + 1 < scan->device_count &&
	       are_listed(scan, scan->devices[*last], scan->devices[*last + 1]))
		++*last;
}

/* Bytes that a word is taken to be further away for, where its device stands
 * on the other side of it. */
#define TURNED 30

bool grant_word_leads(enum phrase class)
{
	return class == PHRASE_GIVES || class == PHRASE_GIVES_NOT ||
	       class == PHRASE_NEEDS || class == PHRASE_BRINGS_TO ||
	       class == PHRASE_EXCEPT;
}

#define ACROSS 16 /* likewise, behind a comma */

static bool has_comma(const struct grant_scan *scan, uint32_t from, uint32_t to)
{
	return from < to && (memchr(scan->s + from, ',', to - from) != NULL ||
				memmem(scan->s + from, to - from,
				    "\xef\xbc\x8c", 3) != NULL);
}

const struct grant_word *grant_scan_governor(
    const struct grant_scan *scan, size_t at)
{
	const struct grant_word *best = NULL;
	uint32_t least = UINT32_MAX, far;
	size_t first, last;

	grant_scan_list(scan, at, &first, &last);
	for (size_t i = 0; i < scan->cue_count; i++) {
		const struct grant_word *c = &scan->cues[i];
		uint32_t from = scan->devices[first]->start;
		uint32_t to = scan->devices[last]->end;
		bool before = c->end <= from;

		if (!before && c->start < to)
			continue;
		if (before ? grant_scan_parts(scan, c->end, from)
			   : grant_scan_parts(scan, to, c->start))
			continue;
		if (c->class == PHRASE_EXCEPT && !before)
			continue;
		far = before ? from - c->end : c->start - to;
		if (has_comma(
			scan, before ? c->end : to, before ? from : c->start))
			far += ACROSS;
		if (c->class != PHRASE_NO_MORE &&
		    before != grant_word_leads(c->class))
			far += TURNED;
		if (far < least) {
			best = c;
			least = far;
		}
	}
	return best;
}
