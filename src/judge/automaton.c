/*
 * The automaton: a trie that is entered where words begin. Patterns stand at
 * words' beginnings (a Chinese one at any character's), so that nothing is
 * lost by passing over the rest of a word that leads nowhere, and no failure
 * links are needed; a start costs as many steps as the longest pattern at
 * the most, and three or four as a rule.
 *
 * While it is built the children of a node are a linked list.
 * automaton_ready() lays the nodes out in a double array (Aoe, 1989): the
 * child of node s by byte b is cell base[s] + b, if that cell has s as its
 * parent. Nodes interleave with hardly a hole between them, a step is one
 * look.
 */
#include "judge/automaton.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define NO_PATTERN UINT32_MAX
#define NO_PARENT  UINT32_MAX
#define BYTES	   256
#define TRIES	   64 /* places looked at for a node before space is wasted */

struct node {			 /* while it is built */
	uint32_t child, sibling; /* 0: none */
	uint32_t pattern;	 /* that ends here, or NO_PATTERN */
	unsigned char byte;	 /* on the edge from the parent */
};

struct cell {
	uint32_t base : 31;
	uint32_t ends : 1; /* a pattern ends here */
	uint32_t parent;
};

struct automaton {
	struct node *nodes; /* gone when it is ready */
	size_t count, cap;
	uint32_t pattern_count;
	struct cell *cells; /* the root is the first */
	uint32_t *patterns; /* of the cells where one ends */
	size_t cell_count, cell_cap;
};

static uint32_t node_new(struct automaton *a, unsigned char byte)
{
	a->nodes = mem_room(a->nodes, a->count, &a->cap, sizeof(*a->nodes));
	a->nodes[a->count] = (struct node){.pattern = NO_PATTERN, .byte = byte};
	return (uint32_t)a->count++;
}

struct automaton *automaton_new(void)
{
	struct automaton *a = mem_alloc(sizeof(*a));
	node_new(a, 0);
	return a;
}

void automaton_free(struct automaton *a)
{
	if (a == NULL)
		return;
	free(a->nodes);
	free(a->cells);
	free(a->patterns);
	free(a);
}

/* The child by the byte, made where it is not there; siblings are sorted. */
static uint32_t child_take(struct automaton *a, uint32_t at, unsigned char byte)
{
	uint32_t before = 0, c = a->nodes[at].child, new;
	while (c != 0 && a->nodes[c].byte < byte) {
		before = c;
		c = a->nodes[c].sibling;
	}
	if (c != 0 && a->nodes[c].byte == byte)
		return c;
	new = node_new(a, byte);
	a->nodes[new].sibling = c;
	if (before != 0)
		a->nodes[before].sibling = new;
	else
		a->nodes[at].child = new;
	return new;
}

uint32_t automaton_add(struct automaton *a, const char *bytes, size_t n)
{
	uint32_t at = 0;
	for (size_t i = 0; i < n; i++)
		at = child_take(a, at, (unsigned char)bytes[i]);
	if (a->nodes[at].pattern == NO_PATTERN)
		a->nodes[at].pattern = a->pattern_count++;
	return a->nodes[at].pattern;
}

/* --- the double array --- */

/* So many cells, and a step from the last base never leaves the array. */
static void cells_reach(struct automaton *a, size_t count)
{
	size_t cap = a->cell_cap ? a->cell_cap : 1024;
	if (count <= a->cell_cap)
		return;
	while (cap < count)
		cap += cap / 2;
	a->cells = mem_grow(a->cells, cap, sizeof(*a->cells));
	a->patterns = mem_grow(a->patterns, cap, sizeof(*a->patterns));
	for (size_t i = a->cell_cap; i < cap; i++) {
		a->cells[i] = (struct cell){.parent = NO_PARENT};
		a->patterns[i] = NO_PATTERN;
	}
	a->cell_cap = cap;
}

static bool is_free(const struct automaton *a, size_t cell)
{
	return cell > 0 && a->cells[cell].parent == NO_PARENT;
}

/* Are the cells of all children free where the first one's is `cell`? */
static bool fits(const struct automaton *a, uint32_t first, size_t cell)
{
	size_t base = cell - a->nodes[first].byte;
	for (uint32_t c = first; c != 0; c = a->nodes[c].sibling)
		if (!is_free(a, base + a->nodes[c].byte))
			return false;
	return true;
}

/* The base for the children of a node; *from is the first free cell. */
static uint32_t base_find(struct automaton *a, uint32_t first, size_t *from)
{
	size_t cell;
	unsigned tries = 0;
	cells_reach(a, *from + 2 * BYTES);
	while (!is_free(a, *from)) {
		(*from)++;
		cells_reach(a, *from + 2 * BYTES);
	}
	cell = *from;
	if (cell < a->nodes[first].byte)
		cell = a->nodes[first].byte;
	while (!fits(a, first, cell)) {
		cell++;
		cells_reach(a, cell + 2 * BYTES);
		/* a crowded stretch: leave its last holes to single nodes */
		if (++tries == TRIES)
			*from += TRIES / 4;
	}
	return (uint32_t)(cell - a->nodes[first].byte);
}

struct placed {
	uint32_t node, cell;
};

static void lay_out(struct automaton *a)
{
	struct placed *queue = mem_array(a->count, sizeof(*queue));
	size_t head = 0, tail = 0, from = 1;
	cells_reach(a, 2 * BYTES);
	queue[tail++] = (struct placed){0, 0};
	while (head < tail) {
		struct placed p = queue[head++];
		uint32_t first = a->nodes[p.node].child, base;
		if (a->nodes[p.node].pattern != NO_PATTERN) {
			a->cells[p.cell].ends = 1;
			a->patterns[p.cell] = a->nodes[p.node].pattern;
		}
		if (first == 0)
			continue;
		base = base_find(a, first, &from);
		a->cells[p.cell].base = base & INT32_MAX;
		for (uint32_t c = first; c != 0; c = a->nodes[c].sibling) {
			uint32_t cell = base + a->nodes[c].byte;
			a->cells[cell].parent = p.cell;
			queue[tail++] = (struct placed){c, cell};
			if (cell >= a->cell_count)
				a->cell_count = cell + 1;
		}
	}
	free(queue);
}

void automaton_ready(struct automaton *a)
{
	lay_out(a);
	free(a->nodes);
	a->nodes = NULL;
	/* a node without children has base 0; others end 256 cells later */
	a->cell_count += BYTES;
	a->cells = mem_grow(a->cells, a->cell_count, sizeof(*a->cells));
	a->patterns =
	    mem_grow(a->patterns, a->cell_count, sizeof(*a->patterns));
	a->cell_cap = a->cell_count;
}

/* --- the pass --- */

enum { OTHER, LETTER, INNER }; /* a letter or digit; inside a character */

static const unsigned char kinds[BYTES] = {['0' ... '9'] = LETTER,
    ['A' ... 'Z'] = LETTER,
    ['a' ... 'z'] = LETTER,
    [0x80 ... 0xbf] = INNER};

static void scan_from(const struct automaton *a, const char *text, size_t start,
    size_t n, void (*on_hit)(void *ctx, const struct automaton_hit *),
    void *ctx)
{
	uint32_t at = 0;
	for (size_t i = start; i < n; i++) {
		uint32_t next = a->cells[at].base + (unsigned char)text[i];
		if (a->cells[next].parent != at)
			return;
		at = next;
		if (a->cells[at].ends) {
			struct automaton_hit hit = {
			    .start = (uint32_t)start,
			    .end = (uint32_t)(i + 1),
			    .pattern = a->patterns[at],
			};
			on_hit(ctx, &hit);
		}
	}
}

void automaton_scan(const struct automaton *a, const char *text, size_t n,
    void (*on_hit)(void *ctx, const struct automaton_hit *), void *ctx)
{
	unsigned char before = OTHER;
	for (size_t i = 0; i < n; i++) {
		unsigned char kind = kinds[(unsigned char)text[i]];
		if (kind != INNER && (kind != LETTER || before != LETTER))
			scan_from(a, text, i, n, on_hit, ctx);
		before = kind;
	}
}
