/*
 * The elements of a page as a tree: enough of HTML's rules to know what is
 * within what (implied ends, stray ends), and no more. Nodes and depth are
 * bounded; what is deeper stands at the deepest level, what comes after the
 * last node is not read.
 */
#ifndef HEARSAY_PARSE_PAGE_TREE_H
#define HEARSAY_PARSE_PAGE_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "parse/html_names.h"

enum node_flag {
	NODE_NEVER = 1,	   /* is no article's text: nav, aside ... */
	NODE_UNLIKELY = 2, /* by its class or id: comments, related ... */
	NODE_LIKELY = 4,   /* by its class or id: content, story ... */
	NODE_BODY = 8,	   /* itemprop=articleBody */
	NODE_LINK = 16,	   /* an anchor with an address */
	NODE_HIDDEN = 32,  /* not shown, or a form: unless all is in it */
};

struct page_node {
	const struct element *element; /* NULL: text */
	const char *at; /* text as it stands, or the attributes */
	size_t n;
	struct page_node *parent, *first, *last, *next;
	unsigned flags;
	/* bytes of text without white space, of it in links; measured */
	size_t text, link;
	double score;
};

struct page_script { /* of JSON-LD */
	const char *at;
	size_t n;
};

#define PAGE_SCRIPTS 16

struct page_tree {
	struct page_node *root;
	struct page_node **nodes; /* elements, in order of the page */
	size_t count, cap;
	const char *title; /* within <title>, as it stands; or NULL */
	size_t title_n;
	struct page_script scripts[PAGE_SCRIPTS];
	size_t script_count;
};

/* Nodes live in the arena and point into s, which is UTF-8. */
void page_tree_read(
    struct page_tree *, struct arena *, const char *s, size_t n);

bool node_is(const struct page_node *, const char *name);

/* The attribute, decoded, on one line; NULL where it has none or it is empty.
 */
const char *node_attribute(
    struct arena *, const struct page_node *, const char *name);

/* Judges the words of a class or an id: NODE_UNLIKELY, NODE_LIKELY or 0. */
unsigned page_words_say(const char *s, size_t n);

#endif
