/*
 * The device of the claim that is looked for: the item may name it by its
 * model alone, or by its maker's name and not by that of its line.
 */
#include <string.h>

#include "judge/grant.h"
#include "judge/reading.h"

/* The device of a claim: of one on a system, whom it gives that. */
static const char *device_asked(const struct about *about)
{
	if (about == NULL || about->claim == NULL)
		return NULL;
	return about->grants != NULL && about->grants->n > 0
		   ? about->grants->v[0].device
		   : about->claim->product;
}

/* The device of the claim that is looked for, as if the item named it. */
void asked_take(struct reading *r)
{
	const char *name = device_asked(r->about);
	size_t best = 0;

	for (size_t i = 0; name != NULL && i < r->lex->product_count; i++) {
		const struct product *row = &r->lex->products[i];
		size_t n = strlen(row->name);

		if (n <= best || strncmp(row->kind, "device", 6) != 0 ||
		    strncmp(name, row->name, n) != 0)
			continue;
		best = n;
		r->asked = (struct mention){.row = row,
		    .vendor = row->vendor,
		    .name = name,
		    .device = true};
	}
}

/* "Xiaomi 11", where the claim has the Mi 11: one model, by its maker's name
 * and by that of its line. */
static bool is_asked(const struct reading *r, const struct mention *m)
{
	const struct mention *asked = &r->asked;
	const char *a = strchr(m->name, ' '), *b = strchr(asked->name, ' ');
	size_t n = strlen(asked->vendor);

	return m->device && strcmp(m->vendor, asked->vendor) == 0 &&
	       a != NULL && b != NULL && strcmp(a, b) == 0 &&
	       strpbrk(a, "0123456789") != NULL &&
	       (strncmp(m->name, asked->vendor, n) == 0 ||
		   strncmp(asked->name, asked->vendor, n) == 0);
}

void asked_name(struct reading *r)
{
	for (int f = 0; f < 2 && r->asked.row != NULL; f++)
		for (size_t i = 0; i < r->side[f].mention_count; i++) {
			struct mention *m = &r->side[f].mentions[i];

			if (!is_asked(r, m))
				continue;
			m->name = r->asked.name;
			m->row = r->asked.row;
		}
}
