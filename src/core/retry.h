/*
 * When what could not be delivered is tried again: the same for mail and for
 * web hooks.
 */
#ifndef HEARSAY_CORE_RETRY_H
#define HEARSAY_CORE_RETRY_H

#include <stddef.h>
#include <stdint.h>

#define RETRY_WARN_AFTER 3   /* failed tries: by then it is no hiccup */
#define RETRY_HOLD_S	 300 /* the store failed: nothing is sent before */

#define RETRY_MOST_S (8 * 3600) /* no wait is longer */

/* Seconds to the next try after so many failures before this one. */
static inline int64_t retry_wait_s(size_t failures)
{
	static const int64_t waits[] = {
	    60, 300, 900, 3600, 2 * 3600, 4 * 3600, RETRY_MOST_S};
	const size_t last = sizeof(waits) / sizeof(waits[0]) - 1;

	return waits[failures < last ? failures : last];
}

#endif
