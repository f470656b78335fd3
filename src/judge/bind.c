/*
 * Whose a value is, in a sentence with several: "the A9 costs 999, the A9 Max
 * 1,099", "999 for the A9 and 1,099 for the A9 Max", "the A9 and the A9 Max
 * cost 999 and 1,099". Also a model by the end of its name ("Pro at 999"),
 * where the item has the whole of it.
 */
#include "judge/bind.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define STATIONS 8
#define FOR_GAP	 24 /* bytes between a value and its model behind it */
#define LIST_GAP 12 /* bytes between the models of a list */

struct station { /* a model where it stands */
	uint32_t start, end;
	const struct mention *of;
};

/* The item's model whose name ends so: "iPhone 9 Pro" of "pro". */
static const struct mention *named_with(
    const struct drawn *d, const char *end, size_t n)
{
	for (int f = 0; f < 2; f++)
		for (size_t i = 0; i < d->r->side[f].mention_count; i++) {
			const struct mention *m = &d->r->side[f].mentions[i];
			const char *digits = strpbrk(m->name, "0123456789");
			const char *rest =
			    digits == NULL ? NULL : strchr(digits, ' ');

			if (m->device && rest != NULL &&
			    drawn_of_vendor(d->r, m) && strlen(rest + 1) == n &&
			    strncasecmp(rest + 1, end, n) == 0)
				return m;
		}
	return NULL;
}

/* "Pro Max" at `at`: where it ends, or `at`. */
static uint32_t ending_at(const struct drawn *d, uint32_t at)
{
	const struct side *side = d->side;
	uint32_t n = model_suffix_length(side, at), end = at;

	while (n > 0 && isupper((unsigned char)side->text[side->map[at]])) {
		end = at + n;
		if (end >= d->p->end || side->folded[end] != ' ')
			break;
		at = end + 1;
		n = model_suffix_length(side, at);
	}
	return end;
}

static size_t stations_find(const struct drawn *d, struct station *out)
{
	const char *s = d->side->folded;
	size_t n = 0, next = 0;

	for (uint32_t i = d->p->start; i < d->p->end && n < STATIONS; i++) {
		const struct mention *m =
		    next < d->p->mentions
			? &d->side->mentions[d->p->mention + next]
			: NULL;
		uint32_t end;

		if (m != NULL && i >= m->start) {
			next++;
			if (m->device && drawn_of_vendor(d->r, m))
				out[n++] =
				    (struct station){m->start, m->end, m};
			continue;
		}
		if ((i > d->p->start && isalnum((unsigned char)s[i - 1])) ||
		    drawn_mention_at(d, i))
			continue;
		end = ending_at(d, i);
		m = end > i ? named_with(d, s + i, end - i) : NULL;
		if (m != NULL)
			out[n++] = (struct station){i, end, m};
	}
	return n;
}

/* Nothing but what joins a list stands between them. */
static bool is_row(const struct drawn *d, const struct station *s, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (s[i].start < s[i - 1].end ||
		    s[i].start - s[i - 1].end > LIST_GAP ||
		    (i + 1 < n && d->side->folded[s[i - 1].end] != ','))
			return false;
	return true;
}

/* "999 for the A9": the model behind the value, or NULL. */
static const struct mention *for_model(const struct drawn *d,
    const struct station *s, size_t n, const struct spot *value)
{
	static const char *const words[] = {" for ", " per ", " für ", " beim ",
	    " para ", " por ", " pour ", " per il ", " untuk "};
	static const char *const of[] = {
	    " of the ", " of ", " des ", " del ", " du "};
	const char *text = d->side->folded;

	for (size_t i = 0; i < n; i++) {
		uint32_t gap = s[i].start - value->end;

		if (s[i].start < value->end || gap > FOR_GAP)
			continue;
		for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
			if (strncmp(text + value->end, words[k],
				strlen(words[k])) == 0)
				return s[i].of;
		/* "The 5000 mAh battery of the A9" */
		for (size_t k = 0; k < sizeof(of) / sizeof(*of); k++) {
			uint32_t length = (uint32_t)strlen(of[k]);

			if (gap >= length &&
			    memchr(text + value->end, ',', gap) == NULL &&
			    memcmp(text + s[i].start - length, of[k], length) ==
				0)
				return s[i].of;
		}
	}
	return NULL;
}

const struct mention *bind_device(const struct drawn *d,
    const struct spot *values, size_t count, size_t which,
    const struct mention *otherwise)
{
	struct station s[STATIONS];
	size_t n = stations_find(d, s);
	const struct mention *of = NULL;

	if (n == 0)
		return otherwise;
	/* As many values as models, and one row behind the other. */
	if (n == count && n > 1 && is_row(d, s, n) &&
	    (s[n - 1].end <= values[0].start ||
		values[count - 1].end <= s[0].start))
		return s[which].of;
	of = for_model(d, s, n, &values[which]);
	for (size_t i = 0; i < n && of == NULL; i++)
		if (s[n - 1 - i].end <= values[which].start)
			of = s[n - 1 - i].of;
	return of != NULL ? of : otherwise;
}

size_t bind_row(const struct drawn *d, const struct spot *values, size_t count,
    const struct mention **out, size_t cap)
{
	struct station s[STATIONS];
	size_t n = stations_find(d, s);

	if (count != 1 || n < 2 || n > cap || !is_row(d, s, n) ||
	    s[n - 1].end > values[0].start)
		return 0;
	for (size_t i = 0; i < n; i++)
		out[i] = s[i].of;
	return n;
}

bool bind_is_shared(const struct drawn *d, const struct spot *values,
    size_t count, const char *product)
{
	const struct mention *row[STATIONS];
	size_t n = bind_row(d, values, count, row, STATIONS);

	for (size_t i = 0; i < n; i++)
		if (strcmp(row[i]->name, product) == 0)
			return true;
	return false;
}
