/* Since when answers have been as they are: one slot for each question. */
#include "core/freshness.h"

int64_t freshness_since(
    struct freshness *f, uint64_t question, uint64_t answer, int64_t latest)
{
	struct freshness_slot *s = &f->slots[question % FRESHNESS_SLOTS];

	if (!s->since || s->question != question || s->answer != answer)
		*s = (struct freshness_slot){question, answer, latest};
	return s->since;
}
