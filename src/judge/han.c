/* han.tsv: for each character of the first plane the one it becomes, or 0. */
#include "judge/han.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/utf8.h"

#define FIRST	   0x4e00
#define LAST	   0x9fff
#define BYTES	   3	/* each of them in UTF-8 */
#define LEAD_LEAST 0xe4 /* the byte that such a character begins with */

struct han {
	uint16_t simple[LAST - FIRST + 1];
	bool result[LAST - FIRST + 1]; /* others become it */
};

struct han *han_new(void)
{
	return mem_alloc(sizeof(struct han));
}

void han_free(struct han *h)
{
	free(h);
}

static bool is_han(uint32_t c)
{
	return c >= FIRST && c <= LAST;
}

static int pair_add(struct han *h, const struct tsv_row *row, uint32_t from,
    uint32_t to, unsigned place, struct err *err)
{
	uint16_t *known;

	if (!is_han(from) || !is_han(to))
		return tsv_error(row, err,
		    "pair %u: U+%04X and U+%04X are not both from U+4E00 to "
		    "U+9FFF",
		    place, (unsigned)from, (unsigned)to);
	known = &h->simple[from - FIRST];
	if (from == to || h->simple[to - FIRST] || h->result[from - FIRST])
		return tsv_error(row, err,
		    "pair %u: U+%04X becomes U+%04X, of which one is on the "
		    "other side too",
		    place, (unsigned)from, (unsigned)to);
	if (*known && *known != to)
		return tsv_error(row, err,
		    "pair %u: U+%04X becomes U+%04X already", place,
		    (unsigned)from, *known);
	*known = (uint16_t)to;
	h->result[to - FIRST] = true;
	return 0;
}

int han_add(struct han *h, const struct tsv_row *row, struct err *err)
{
	const char *a = row->cell[0], *a_end = a + strlen(a);
	const char *b = row->cell[1], *b_end = b + strlen(b);
	unsigned place = 0;

	if (a == a_end)
		return tsv_error(row, err, "a row without characters");
	while (a < a_end && b < b_end)
		if (pair_add(h, row, utf8_next(&a, a_end), utf8_next(&b, b_end),
			++place, err) != 0)
			return -1;
	if (a < a_end || b < b_end)
		return tsv_error(row, err,
		    "the cells differ in length after %u characters", place);
	return 0;
}

static void put(char *at, uint32_t c)
{
	at[0] = (char)(0xe0 | c >> 12);
	at[1] = (char)(0x80 | (c >> 6 & 0x3f));
	at[2] = (char)(0x80 | (c & 0x3f));
}

void han_simplify(const struct han *h, char *s, size_t n)
{
	if (!h)
		return;
	for (size_t i = 0; i + BYTES <= n; i++) {
		const unsigned char *p = (unsigned char *)s + i;
		uint32_t c;

		if (p[0] < LEAD_LEAST || p[0] > 0xe9)
			continue;
		c = (p[0] & 0xfu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
		if (is_han(c) && h->simple[c - FIRST])
			put(s + i, h->simple[c - FIRST]);
		i += BYTES - 1;
	}
}

char *han_fold(const struct han *h, struct arena *a, const char *s, size_t n,
    size_t *out_n)
{
	size_t folded_n;
	char *folded = utf8_fold(a, s, n, &folded_n, NULL);

	han_simplify(h, folded, folded_n);
	if (out_n)
		*out_n = folded_n;
	return folded;
}
