/* The latest moment at which a vendor's last official feed was lost. */
#include "judge/verify.h"

#include <string.h>

int64_t verify_unverifiable_since(
    const struct rumor *r, const struct official_feed *feeds, size_t n)
{
	int64_t since = 0;

	if (!r->vendor)
		return 0;
	if (rumor_status_is_settled(r->status) && r->status != RUMOR_EXPIRED)
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (!feeds[i].vendor || strcmp(feeds[i].vendor, r->vendor) != 0)
			continue;
		if (!feeds[i].failing_since)
			return 0;
		/* As long as one of them worked, it was heard. */
		if (feeds[i].failing_since > since)
			since = feeds[i].failing_since;
	}
	if (r->status == RUMOR_EXPIRED && since > r->settled_at)
		return 0;
	return since;
}
