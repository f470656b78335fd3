/*
 * Live stories: those whose last item is younger than the window. The clock is
 * the latest time that an item has told, so the stream alone decides.
 */
#include "judge/livestory.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define PARTS_MAX 8 /* languages of one story */

struct live_story *story_find(const struct cluster *c, int64_t id)
{
	struct live_story *s;

	for (size_t at = 0;
	     (s = hashset_next(&c->by_id, hashset_of_id(id), &at)) != NULL;)
		if (s->id == id)
			return s;
	return NULL;
}

static uint32_t url_hash(const char *url)
{
	return word_hash(url, strlen(url));
}

struct member *member_by_url(const struct cluster *c, const char *url)
{
	struct member *m;

	for (size_t at = 0;
	     (m = hashset_next(&c->by_url, url_hash(url), &at)) != NULL;)
		if (strcmp(m->url, url) == 0)
			return m;
	return NULL;
}

static struct live_story **by_group(
    struct live_story ***table, size_t *cap, uint32_t group)
{
	while (group >= *cap) {
		size_t more = *cap ? *cap * 2 : 256;

		*table = mem_grow(*table, more, sizeof(**table));
		memset(*table + *cap, 0, (more - *cap) * sizeof(**table));
		*cap = more;
	}
	return &(*table)[group];
}

static void story_free(struct cluster *c, struct live_story *s)
{
	for (size_t i = 0; i < s->count; i++) {
		struct member *m = s->members[i];

		if (m->url)
			hashset_remove(&c->by_url, url_hash(m->url), m);
		free(m);
	}
	free(s->members);
	free(s->parts);
	free(s);
}

void story_close(struct cluster *c, struct live_story *s)
{
	for (size_t i = 0; i < s->part_count; i++)
		space_close(c->words, s->parts[i].group);
	space_close(c->pivot, s->pivot_group);
	heap_remove(&c->live, &s->node);
	hashset_remove(&c->by_id, hashset_of_id(s->id), s);
	story_free(c, s);
}

struct live_story *story_new(struct cluster *c, int64_t id, int64_t at)
{
	struct live_story *s = mem_alloc(sizeof(*s));

	s->id = id;
	s->first_at = s->last_at = at;
	s->pivot_group = space_open(c->pivot);
	s->node.tie = id;
	*by_group(&c->by_pivot_group, &c->by_pivot_group_cap, s->pivot_group) =
	    s;
	hashset_put(&c->by_id, hashset_of_id(id), s);
	if (id > c->last_id)
		c->last_id = id;
	return s;
}

/* The part of the language; opened where the story has room for one more. */
static struct part *part_of(
    struct cluster *c, struct live_story *s, const char *lang)
{
	struct part *p;

	for (size_t i = 0; i < s->part_count; i++)
		if (memcmp(s->parts[i].lang, lang, LANG_BYTES) == 0)
			return &s->parts[i];
	if (s->part_count == PARTS_MAX)
		return &s->parts[PARTS_MAX - 1];
	s->parts = mem_grow(s->parts, s->part_count + 1, sizeof(*p));
	p = &s->parts[s->part_count++];
	*p = (struct part){0};
	memcpy(p->lang, lang, sizeof(p->lang));
	p->group = space_open(c->words);
	*by_group(&c->by_group, &c->by_group_cap, p->group) = s;
	return p;
}

const struct part *part_find(const struct live_story *s, const char *lang)
{
	for (size_t i = 0; i < s->part_count; i++)
		if (memcmp(s->parts[i].lang, lang, LANG_BYTES) == 0)
			return &s->parts[i];
	return NULL;
}

/* Most stories have one item, and never more. */
static void add_member(struct live_story *s, struct member *m)
{
	if (s->count == s->cap) {
		s->cap += s->cap / 2 + 1;
		s->members = mem_grow(s->members, s->cap, sizeof(*s->members));
	}
	s->members[s->count++] = m;
	m->story = s;
}

void story_take(
    struct cluster *c, struct live_story *s, const struct newcomer *n)
{
	struct member *m = member_new(n->item, n->url, &n->words, &n->slots);
	struct part *p = part_of(c, s, n->words.lang);

	add_member(s, m);
	space_join(c->words, p->group, n->words.terms, n->words.term_count);
	space_join(
	    c->pivot, s->pivot_group, n->words.pivot, n->words.pivot_count);
	s->services += n->service;
	p->length += (double)n->words.length;
	s->length += (double)n->words.length;
	if (m->at < s->first_at)
		s->first_at = m->at;
	if (m->at > s->last_at)
		s->last_at = m->at;
	heap_put(&c->live, &s->node, s->last_at);
	if (m->url && !member_by_url(c, m->url))
		hashset_put(&c->by_url, url_hash(m->url), m);
}

void story_unite(
    struct cluster *c, struct live_story *s, struct live_story *from)
{
	for (size_t i = 0; i < from->part_count; i++) {
		struct part *theirs = &from->parts[i];
		struct part *ours = part_of(c, s, theirs->lang);

		space_unite(c->words, theirs->group, ours->group);
		ours->length += theirs->length;
	}
	space_unite(c->pivot, from->pivot_group, s->pivot_group);
	for (size_t i = 0; i < from->count; i++)
		add_member(s, from->members[i]);
	s->length += from->length;
	s->services += from->services;
	s->first_at =
	    from->first_at < s->first_at ? from->first_at : s->first_at;
	s->last_at = from->last_at > s->last_at ? from->last_at : s->last_at;
	heap_put(&c->live, &s->node, s->last_at);
	heap_remove(&c->live, &from->node);
	hashset_remove(&c->by_id, hashset_of_id(from->id), from);
	free(from->members);
	free(from->parts);
	free(from);
}

/* --- the clock --- */

/*
 * An item dated in the future must not end the window for all others: the
 * time it was seen bounds what it tells.
 */
void story_clock(struct cluster *c, const struct item *item)
{
	int64_t at = item->published_at;
	struct heap_node *node;

	if (item->first_seen_at > 0 && item->first_seen_at < at)
		at = item->first_seen_at;
	if (at > c->now)
		c->now = at;
	while ((node = heap_first(&c->live)) != NULL &&
	       node->key < c->now - c->policy.window_s)
		story_close(c, (struct live_story *)node);
}
