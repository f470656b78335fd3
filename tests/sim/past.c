/* A ring of the latest notes for each site, and one for the machine. */
#include "past.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "simtime.h"
#include "text/date.h"

#define NOTES 24

struct past {
	struct {
		int64_t at_ms, wall;
		char text[112];
	} notes[NOTES];
	size_t n; /* all that ever were */
};

static struct past *pasts; /* of the sites, and the machine's at the end */

void past_start(void)
{
	pasts = mem_array(world_sites() + 1, sizeof(*pasts));
}

void past_stop(void)
{
	free(pasts);
	pasts = NULL;
}

static struct past *past_of(const struct site *s)
{
	return &pasts[s ? s->index : world_sites()];
}

void past_note(const struct site *s, const char *fmt, ...)
{
	struct past *p;
	size_t at;
	va_list ap;

	if (!pasts)
		return;
	p = past_of(s);
	at = p->n++ % NOTES;
	p->notes[at].at_ms = simtime_true_ms();
	p->notes[at].wall = simtime_wall();
	va_start(ap, fmt);
	vsnprintf(p->notes[at].text, sizeof(p->notes[at].text), fmt, ap);
	va_end(ap);
}

static void tell_note(const struct past *p, size_t n)
{
	char when[DATE_RFC3339_SIZE], wall[DATE_RFC3339_SIZE];
	int64_t at = p->notes[n % NOTES].at_ms / 1000;

	date_format_rfc3339(at, when);
	date_format_rfc3339(p->notes[n % NOTES].wall, wall);
	explain("  %.19s%s%.19s%s %s", when,
	    at == p->notes[n % NOTES].wall ? "" : " (by its clock ",
	    at == p->notes[n % NOTES].wall ? "" : wall,
	    at == p->notes[n % NOTES].wall ? "" : ")",
	    p->notes[n % NOTES].text);
}

/* Both by time; the machine's only as far back as the site's go. */
void past_tell(const struct site *s)
{
	const struct past *a = past_of(s), *b = past_of(NULL);
	size_t i = a->n > NOTES ? a->n - NOTES : 0;
	size_t j = b->n > NOTES ? b->n - NOTES : 0;

	while (i < a->n || j < b->n) {
		bool of_site =
		    j >= b->n || (i < a->n && a->notes[i % NOTES].at_ms <=
						  b->notes[j % NOTES].at_ms);

		if (of_site)
			tell_note(a, i++);
		else
			tell_note(b, j++);
	}
}
