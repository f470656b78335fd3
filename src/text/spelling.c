/* Levenshtein's distance, row by row; words of 64 bytes and more are far. */
#include "text/spelling.h"

#include <string.h>

#define LONG 64

size_t spelling_distance(const char *a, const char *b)
{
	size_t row[LONG], n = strlen(b), before, here;

	if (n >= LONG)
		return LONG;
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		before = row[0];
		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			here = row[j];
			row[j] = before + (a[i - 1] != b[j - 1]);
			if (here + 1 < row[j])
				row[j] = here + 1;
			if (row[j - 1] + 1 < row[j])
				row[j] = row[j - 1] + 1;
			before = here;
		}
	}
	return row[n];
}
