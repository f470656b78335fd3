/*
 * The automaton: a trie with failure links. While it is built the children
 * of a node are a linked list; automaton_ready() lays the edges out in one
 * array, sorted, with a table of 256 for nodes of many children (the root
 * and a few more, where a scan spends nearly all of its steps).
 */
#include "judge/automaton.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define NO_PATTERN     UINT32_MAX
#define DENSE_CHILDREN 6

struct node {
	uint32_t child, sibling; /* while building; 0: none */
	uint32_t fail;
	uint32_t hit;	  /* nearest node with a pattern along fail; 0 none */
	uint32_t pattern; /* that ends here, or NO_PATTERN */
	uint32_t depth;
	uint32_t edges; /* first in edge_byte/edge_to */
	uint32_t dense; /* 1-based table in dense; 0: none */
	uint16_t edge_count;
	unsigned char byte; /* on the edge from the parent */
};

struct automaton {
	struct node *nodes;
	size_t count, cap;
	uint32_t pattern_count;
	unsigned char *edge_byte;
	uint32_t *edge_to;
	uint32_t (*dense)[256];
	size_t dense_count;
};

static uint32_t node_new(
    struct automaton *a, unsigned char byte, uint32_t depth)
{
	a->nodes = mem_room(a->nodes, a->count, &a->cap, sizeof(*a->nodes));
	struct node *n = &a->nodes[a->count];
	memset(n, 0, sizeof(*n));
	n->pattern = NO_PATTERN;
	n->byte = byte;
	n->depth = depth;
	return (uint32_t)a->count++;
}

struct automaton *automaton_new(void)
{
	struct automaton *a = mem_alloc(sizeof(*a));
	node_new(a, 0, 0);
	return a;
}

void automaton_free(struct automaton *a)
{
	if (a == NULL)
		return;
	free(a->nodes);
	free(a->edge_byte);
	free(a->edge_to);
	free(a->dense);
	free(a);
}

static uint32_t child_find(
    const struct automaton *a, uint32_t at, unsigned char byte)
{
	uint32_t c = a->nodes[at].child;
	while (c != 0 && a->nodes[c].byte != byte)
		c = a->nodes[c].sibling;
	return c;
}

uint32_t automaton_add(struct automaton *a, const char *bytes, size_t n)
{
	uint32_t at = 0;
	for (size_t i = 0; i < n; i++) {
		unsigned char b = (unsigned char)bytes[i];
		uint32_t next = child_find(a, at, b);
		if (next == 0) {
			next = node_new(a, b, a->nodes[at].depth + 1);
			a->nodes[next].sibling = a->nodes[at].child;
			a->nodes[at].child = next;
			a->nodes[at].edge_count++;
		}
		at = next;
	}
	if (a->nodes[at].pattern == NO_PATTERN)
		a->nodes[at].pattern = a->pattern_count++;
	return a->nodes[at].pattern;
}

static void edges_lay_out(struct automaton *a)
{
	uint32_t next = 0;
	size_t dense = 0;
	a->edge_byte = mem_array(a->count, 1);
	a->edge_to = mem_array(a->count, sizeof(*a->edge_to));
	for (size_t i = 0; i < a->count; i++)
		dense += a->nodes[i].edge_count >= DENSE_CHILDREN;
	a->dense = mem_array(dense + 1, sizeof(*a->dense));
	for (size_t i = 0; i < a->count; i++) {
		struct node *n = &a->nodes[i];
		n->edges = next;
		if (n->edge_count >= DENSE_CHILDREN)
			n->dense = (uint32_t)++a->dense_count;
		for (uint32_t c = n->child; c != 0; c = a->nodes[c].sibling) {
			a->edge_byte[next] = a->nodes[c].byte;
			a->edge_to[next++] = c;
			if (n->dense != 0)
				a->dense[n->dense - 1][a->nodes[c].byte] = c;
		}
	}
}

static uint32_t edge_follow(
    const struct automaton *a, uint32_t at, unsigned char b)
{
	const struct node *n = &a->nodes[at];
	if (n->dense != 0)
		return a->dense[n->dense - 1][b];
	for (uint32_t i = n->edges; i < n->edges + n->edge_count; i++)
		if (a->edge_byte[i] == b)
			return a->edge_to[i];
	return 0;
}

static uint32_t step(const struct automaton *a, uint32_t at, unsigned char b)
{
	for (;;) {
		uint32_t next = edge_follow(a, at, b);
		if (next != 0 || at == 0)
			return next;
		at = a->nodes[at].fail;
	}
}

void automaton_ready(struct automaton *a)
{
	edges_lay_out(a);
	uint32_t *queue = mem_array(a->count, sizeof(*queue));
	size_t head = 0, tail = 0;
	queue[tail++] = 0;
	while (head < tail) {
		uint32_t at = queue[head++];
		const struct node *n = &a->nodes[at];
		for (uint32_t i = n->edges; i < n->edges + n->edge_count; i++) {
			uint32_t c = a->edge_to[i];
			struct node *child = &a->nodes[c];
			if (at != 0)
				child->fail = step(a, n->fail, a->edge_byte[i]);
			const struct node *f = &a->nodes[child->fail];
			child->hit =
			    f->pattern != NO_PATTERN ? child->fail : f->hit;
			queue[tail++] = c;
		}
	}
	free(queue);
}

void automaton_scan(const struct automaton *a, const char *text, size_t n,
    void (*on_hit)(void *ctx, const struct automaton_hit *), void *ctx)
{
	uint32_t at = 0;
	for (size_t i = 0; i < n; i++) {
		at = step(a, at, (unsigned char)text[i]);
		uint32_t h =
		    a->nodes[at].pattern != NO_PATTERN ? at : a->nodes[at].hit;
		for (; h != 0; h = a->nodes[h].hit) {
			struct automaton_hit hit = {
			    .start = (uint32_t)(i + 1 - a->nodes[h].depth),
			    .end = (uint32_t)(i + 1),
			    .pattern = a->nodes[h].pattern,
			};
			on_hit(ctx, &hit);
		}
	}
}
