/* Numbers and units, one behind the other. */
#include "base/duration.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

int64_t duration_parse(const char *s)
{
	static const struct {
		const char *unit;
		int64_t seconds;
	} units[] = {
	    {"min", 60}, {"s", 1}, {"h", 3600}, {"d", 86400}, {"w", 604800}};
	int64_t total = 0, n;
	size_t u;

	if (!strcmp(s, "0"))
		return 0;
	if (!*s)
		return -1;
	while (*s) {
		if (!isdigit((unsigned char)*s))
			return -1;
		for (n = 0; isdigit((unsigned char)*s); s++) {
			n = n * 10 + (*s - '0');
			if (n > 1000000000)
				return -1;
		}
		for (u = 0; u < sizeof(units) / sizeof(units[0]); u++)
			if (!strncmp(s, units[u].unit, strlen(units[u].unit)))
				break;
		if (u == sizeof(units) / sizeof(units[0]))
			return -1;
		s += strlen(units[u].unit);
		total += n * units[u].seconds;
	}
	/* A hundred years is as good as for ever, and cannot overflow. */
	return total <= INT64_C(3155760000) ? total : -1;
}
