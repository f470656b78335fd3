/* A binary heap whose elements know their place. */
#include "base/heap.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"

void heap_free(struct heap *h)
{
	for (size_t i = 0; i < h->count; i++)
		h->nodes[i]->slot = 0;
	free(h->nodes);
	*h = (struct heap){0};
}

static bool before(const struct heap_node *a, const struct heap_node *b)
{
	return a->key != b->key ? a->key < b->key : a->tie < b->tie;
}

static void place(struct heap *h, struct heap_node *n, size_t i)
{
	h->nodes[i] = n;
	n->slot = i + 1;
}

static void sift_up(struct heap *h, struct heap_node *n, size_t i)
{
	for (size_t up; i > 0 && before(n, h->nodes[(i - 1) / 2]); i = up) {
		up = (i - 1) / 2;
		place(h, h->nodes[up], i);
	}
	place(h, n, i);
}

static void sift_down(struct heap *h, struct heap_node *n, size_t i)
{
	size_t kid;

	while ((kid = 2 * i + 1) < h->count) {
		if (kid + 1 < h->count &&
		    before(h->nodes[kid + 1], h->nodes[kid]))
			kid++;
		if (!before(h->nodes[kid], n))
			break;
		place(h, h->nodes[kid], i);
		i = kid;
	}
	place(h, n, i);
}

void heap_remove(struct heap *h, struct heap_node *n)
{
	struct heap_node *last;
	size_t i = n->slot;

	if (!i)
		return;
	i--;
	n->slot = 0;
	last = h->nodes[--h->count];
	if (last == n)
		return;
	sift_down(h, last, i);
	sift_up(h, last, last->slot - 1);
}

void heap_put(struct heap *h, struct heap_node *n, int64_t key)
{
	heap_remove(h, n);
	n->key = key;
	h->nodes = mem_room(h->nodes, h->count, &h->cap, sizeof(*h->nodes));
	sift_up(h, n, h->count++);
}

struct heap_node *heap_first(const struct heap *h)
{
	return h->count ? h->nodes[0] : NULL;
}
