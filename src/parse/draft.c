/* Filling the fields of a draft: the best rank stays. */
#include "parse/draft.h"

#include <string.h>
#include <strings.h>

#include "base/caps.h"
#include "parse/newest.h"

struct node *draft_node(struct arena *arena)
{
	struct node *n = arena_alloc(arena, sizeof(*n));

	n->arena = arena;
	return n;
}

/* What is worth nothing if it cannot be read. */
static bool can_be_unusable(enum slot slot)
{
	return slot == SLOT_LINK || slot == SLOT_PUBLISHED ||
	       slot == SLOT_UPDATED || slot == SLOT_COMMENTS ||
	       slot == SLOT_SELF || slot == SLOT_ICON;
}

#define MOST_SPARE 4

/* Behind the best, in order of rank. */
static void put_spare(struct node *n, struct value *have, const struct value *v)
{
	struct value **at = &have->next;
	struct value *spare;
	size_t passed = 0;

	while (*at && (*at)->rank <= v->rank && passed < MOST_SPARE) {
		at = &(*at)->next;
		passed++;
	}
	if (passed == MOST_SPARE)
		return;
	spare = arena_copy(n->arena, v, sizeof(*v));
	spare->next = *at;
	*at = spare;
}

void draft_put(struct node *n, enum slot slot, const struct value *v)
{
	struct value *have = &n->slots[slot];
	struct value before = *have;

	if (!v->text || !v->n)
		return;
	if (before.text && before.rank <= v->rank) {
		if (can_be_unusable(slot))
			put_spare(n, have, v);
		return;
	}
	*have = *v;
	have->next = NULL;
	if (!before.text || !can_be_unusable(slot))
		return;
	have->next = before.next;
	before.next = NULL;
	put_spare(n, have, &before);
}

/* A node that was let go, emptied; or a new one. */
static struct node *next_node(struct draft *d)
{
	struct node *n;

	if (d->item_count >= d->spare_end)
		return draft_node(d->arena);
	n = d->items[d->item_count];
	*n = (struct node){.arena = d->arena};
	return n;
}

struct node *draft_item(struct draft *d)
{
	struct node *n;

	if (d->by_date && d->item_count == NEWEST_HELD)
		newest_keep(d);
	if (!d->by_date && d->item_count == CAP_ENTRIES) {
		if (!d->items_capped)
			warn_add(d->warnings, WARN_LIMIT,
			    "only the first %u items are kept", CAP_ENTRIES);
		d->items_capped = true;
		return NULL;
	}
	n = next_node(d);
	d->items = arena_room(d->arena, d->items, d->item_count, &d->item_cap,
	    sizeof(struct node *));
	d->items[d->item_count++] = n;
	return n;
}

#define MOST_PERSONS	100
#define MOST_CATEGORIES 200
#define MOST_ENCLOSURES 100
#define MOST_HUBS	20

void draft_person(struct draft *d, struct node *n, const struct draft_person *p)
{
	if ((!p->name && !p->email && !p->url) ||
	    n->person_count == MOST_PERSONS)
		return;
	n->persons = arena_room(d->arena, n->persons, n->person_count,
	    &n->person_cap, sizeof(*n->persons));
	n->persons[n->person_count++] = *p;
}

void draft_category(struct draft *d, struct node *n, const struct value *v)
{
	if (!v->text || !v->n || n->category_count == MOST_CATEGORIES)
		return;
	n->categories = arena_room(d->arena, n->categories, n->category_count,
	    &n->category_cap, sizeof(*n->categories));
	n->categories[n->category_count++] = *v;
}

void draft_hub(struct draft *d, const struct value *v)
{
	struct node *n = &d->feed;

	if (!v->text || !v->n || n->hub_count == MOST_HUBS)
		return;
	n->hubs = arena_room(
	    d->arena, n->hubs, n->hub_count, &n->hub_cap, sizeof(*n->hubs));
	n->hubs[n->hub_count++] = *v;
}

void draft_enclosure(
    struct draft *d, struct node *n, const struct draft_enclosure *e)
{
	if (!e->url || n->enclosure_count == MOST_ENCLOSURES)
		return;
	for (size_t i = 0; i < n->enclosure_count; i++) {
		if (strcmp(n->enclosures[i].url, e->url) == 0)
			return;
	}
	n->enclosures = arena_room(d->arena, n->enclosures, n->enclosure_count,
	    &n->enclosure_cap, sizeof(*n->enclosures));
	n->enclosures[n->enclosure_count++] = *e;
}

/* --- persons --- */

static bool is_address_char(char c)
{
	return c && !strchr(" \t\n<>()[],;:\"", c);
}

/* The bounds of the first "x@y" in the text; false where there is none. */
static bool find_address(const char *s, const char **from, const char **to)
{
	const char *at;

	for (at = strchr(s, '@'); at; at = strchr(at + 1, '@')) {
		*from = at;
		while (*from > s && is_address_char((*from)[-1]))
			--*from;
		*to = at + 1;
		while (is_address_char(**to))
			++*to;
		if (*from<at && * to> at + 1)
			return true;
	}
	return false;
}

/* Cuts white space and brackets that are left over off both ends. */
static char *trim_name(char *s)
{
	size_t n;

	s += strspn(s, " \t\n,;:-<([\"");
	n = strlen(s);
	while (n && strchr(" \t\n,;:-<([\"", s[n - 1]))
		n--;
	s[n] = '\0';
	/* a closing bracket that nothing opens */
	if (n && strchr(">)]", s[n - 1]) &&
	    !strchr(s, s[n - 1] == ')'	 ? '('
		       : s[n - 1] == '>' ? '<'
					 : '['))
		s[n - 1] = '\0';
	return *s ? s : NULL;
}

static size_t count_of(const char *s, char c)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == c;
	return n;
}

void person_split(struct arena *arena, const char *text, struct draft_person *p)
{
	const char *from, *to, *rest_from, *rest_to;

	if (!find_address(text, &from, &to)) {
		p->name = arena_strdup(arena, text);
		return;
	}
	p->email = arena_strndup(arena, from, (size_t)(to - from));
	if (from - text >= 7 && strncasecmp(from - 7, "mailto:", 7) == 0)
		from -= 7;
	rest_from = from;
	rest_to = to;
	/* the brackets around the address go with it */
	while (rest_from > text && strchr(" \t<([", rest_from[-1]))
		rest_from--;
	while (*rest_to && strchr(" \t>)]", *rest_to))
		rest_to++;
	if (rest_from == text)
		p->name = trim_name(arena_strdup(arena, rest_to));
	else
		p->name = trim_name(arena_printf(
		    arena, "%.*s %s", (int)(rest_from - text), text, rest_to));
	if (p->name && rest_from == text) {
		/* "address (name)": the pair that is left over */
		size_t n = strlen(p->name);
		char *name = arena_strdup(arena, p->name);

		if (n && name[n - 1] == ')' &&
		    count_of(name, ')') > count_of(name, '('))
			name[n - 1] = '\0';
		p->name = *name ? name : NULL;
	}
}
