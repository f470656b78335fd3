/* Where a user has put items: one place an item, by the newest ruling. */
#include "judge/pinned.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "model/ruling.h"

/* An item's side in one ruling. */
struct place {
	int64_t item;
	bool goes;
};

struct rule {
	int64_t id, stays, goes; /* stories; of a merge both are the same */
	struct place *places;
	size_t count;
};

struct pinned {
	struct rule *rules; /* oldest first */
	size_t count, cap;
	struct map by_item; /* id to the place of the newest */
};

struct pinned *pinned_new(void)
{
	return mem_alloc(sizeof(struct pinned));
}

void pinned_free(struct pinned *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->count; i++)
		free(p->rules[i].places);
	free(p->rules);
	map_free(&p->by_item);
	free(p);
}

/* The map holds the number of the rule that names the item, from 1. */
static void index_rule(struct pinned *p, size_t at)
{
	const struct rule *r = &p->rules[at];

	for (size_t i = 0; i < r->count; i++)
		map_put_n(&p->by_item, &r->places[i].item,
		    sizeof(r->places[i].item), (void *)(uintptr_t)(at + 1));
}

static void index_all(struct pinned *p)
{
	map_free(&p->by_item);
	for (size_t i = 0; i < p->count; i++)
		index_rule(p, i);
}

int64_t pinned_add(struct pinned *p, const struct ruling *w)
{
	bool merges = w->kind == RULING_MERGE_STORIES;
	struct rule *r;
	size_t at = p->count;

	if (!ruling_is_of_story(w->kind))
		return 0;
	p->rules = mem_room(p->rules, p->count, &p->cap, sizeof(*p->rules));
	while (at > 0 && p->rules[at - 1].id > w->id)
		at--;
	memmove(&p->rules[at + 1], &p->rules[at],
	    (p->count - at) * sizeof(*p->rules));
	p->count++;
	r = &p->rules[at];
	*r = (struct rule){.id = w->id,
	    .stays = w->subject,
	    .goes = merges ? w->subject : w->other,
	    .places = mem_array(w->claim_count, sizeof(*r->places)),
	    .count = w->claim_count};
	for (size_t i = 0; i < w->claim_count; i++)
		r->places[i] = (struct place){
		    w->claims[i].item, w->claims[i].side == RULING_GOES};
	index_all(p);
	return w->other > w->subject ? w->other : w->subject;
}

void pinned_remove(struct pinned *p, int64_t ruling)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->count; i++) {
		if (p->rules[i].id == ruling)
			free(p->rules[i].places);
		else
			p->rules[kept++] = p->rules[i];
	}
	p->count = kept;
	index_all(p);
}

int64_t pinned_story(
    const struct pinned *p, int64_t item, int64_t *ruling, bool *moved)
{
	uintptr_t number =
	    (uintptr_t)map_get_n(&p->by_item, &item, sizeof(item));
	const struct rule *r;

	*ruling = 0;
	*moved = false;
	if (!number)
		return 0;
	r = &p->rules[number - 1];
	*ruling = r->id;
	for (size_t i = 0; i < r->count; i++)
		if (r->places[i].item == item)
			*moved = r->places[i].goes;
	return *moved ? r->goes : r->stays;
}

bool pinned_item(const struct pinned *p, int64_t item)
{
	return map_get_n(&p->by_item, &item, sizeof(item)) != NULL;
}

bool pinned_names(const struct pinned *p, int64_t story)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->rules[i].stays == story || p->rules[i].goes == story)
			return true;
	return false;
}
