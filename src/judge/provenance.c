/*
 * Who had it first-hand: the roots of the graph of who passes on whose word
 * are the origins of a rumor; everybody else is a carrier. Sources that only
 * cite each other in a circle have no root.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/fold.h"

/* Where a member has the claim from. */
struct lineage {
	const struct name *root; /* an origin by its name */
	enum origin_kind kind;
	bool rooted;
	int parent; /* the member it hangs on; -1: none */
};

static bool is_carrier(const struct live *r, size_t i)
{
	return r->members[i].part == PART_CARRIES &&
	       ref_claim(r->refs[i])->modality != MODALITY_DENIED;
}

/* The member that published under that name, the earliest; -1: none. */
static int member_of_source(
    const struct live *r, const struct name *source, size_t but)
{
	for (size_t i = 0; i < r->pub.member_count; i++)
		if (i != but && is_carrier(r, i) &&
		    r->refs[i].item->source->key == source->key)
			return (int)i;
	return -1;
}

static int member_of_item(const struct live *r, int64_t item, size_t but)
{
	for (size_t i = 0; item && i < r->pub.member_count; i++)
		if (i != but && r->refs[i].item->id == item)
			return (int)i;
	return -1;
}

static struct lineage root_of(const struct name *n, enum origin_kind kind)
{
	return (struct lineage){
	    .root = n, .kind = kind, .rooted = true, .parent = -1};
}

/* Names nobody: hangs on whoever had it before, or is the first word. */
static struct lineage unnamed(const struct live *r, size_t at)
{
	const struct board_item *item = r->refs[at].item;

	if (item->role == ROLE_TIPSTER)
		return root_of(item->source, ORIGIN_TIPSTER);
	for (size_t i = 0; i < at; i++)
		if (is_carrier(r, i))
			return (struct lineage){.parent = (int)i};
	return root_of(NULL, ORIGIN_ANONYMOUS);
}

/*
 * A document says nothing by itself: the tipster who read it has it
 * first-hand, and who cites the same one adds no origin. Read by nobody
 * known, the document stands.
 */
static struct lineage read_by(const struct live *r, size_t at)
{
	const struct board_claim *c = ref_claim(r->refs[at]);

	for (size_t i = 0; i < r->pub.member_count; i++)
		if (is_carrier(r, i) && r->refs[i].item->role == ROLE_TIPSTER &&
		    ref_claim(r->refs[i])->origin &&
		    ref_claim(r->refs[i])->origin->key == c->origin->key)
			return root_of(r->refs[i].item->source, ORIGIN_TIPSTER);
	return root_of(c->origin, c->kind);
}

/* The tipster whom an outlet's own exclusive is written with, or by. */
static const struct board_claim *partner(
    const struct live *r, const struct name *outlet)
{
	for (size_t i = 0; i < r->pub.member_count; i++) {
		const struct board_item *item = r->refs[i].item;
		const struct board_claim *o = ref_claim(r->refs[i]);
		bool both = false;

		if (!is_carrier(r, i) || o->kind != ORIGIN_TIPSTER ||
		    !o->origin)
			continue;
		for (size_t k = 0; k < item->named_count; k++)
			both |= item->named[k]->key == outlet->key;
		if (both || item->source->key == outlet->key)
			return o;
	}
	return NULL;
}

/* Short texts are much alike; a copy keeps the name of who said it. */
static bool names_another(
    const struct board_claim *copy, const struct board_claim *of)
{
	return copy->kind == ORIGIN_TIPSTER && copy->own_source &&
	       copy->origin && of->kind == ORIGIN_TIPSTER && of->origin &&
	       copy->origin->key != of->origin->key;
}

static struct lineage lineage_of(const struct live *r, size_t at)
{
	const struct board_item *item = r->refs[at].item;
	const struct board_claim *c = ref_claim(r->refs[at]);
	int parent = member_of_item(r, item->copy_of, at);
	const struct board_claim *with;

	if (parent >= 0 && !names_another(c, ref_claim(r->refs[parent])))
		return (struct lineage){.parent = parent};
	switch (c->kind) {
	case ORIGIN_DOCUMENT:
		/* A filing shows a name; that something follows it assumes. */
		if (c->aspect == ASPECT_SUCCESSOR ||
		    c->aspect == ASPECT_DISCONTINUATION)
			break;
		if (c->origin)
			return read_by(r, at);
		break;
	case ORIGIN_TIPSTER:
	case ORIGIN_OFFICIAL:
		if (c->origin)
			return root_of(c->origin, c->kind);
		break;
	case ORIGIN_OUTLET:
		if (!c->origin)
			break;
		with = partner(r, c->origin);
		if (with)
			return root_of(with->origin, with->kind);
		if (c->origin->key == item->source->key)
			return root_of(c->origin, c->kind);
		parent = member_of_source(r, c->origin, at);
		if (parent >= 0)
			return (struct lineage){.parent = parent};
		return root_of(c->origin, c->kind);
	case ORIGIN_NONE:
	case ORIGIN_ANONYMOUS:
		break;
	}
	return unnamed(r, at);
}

/* The root that the member hangs on; -1 where the way goes in a circle. */
static int root_member(const struct lineage *all, size_t n, size_t at)
{
	size_t steps = 0;

	while (!all[at].rooted) {
		if (steps++ > n || all[at].parent < 0)
			return -1;
		at = (size_t)all[at].parent;
	}
	return (int)at;
}

static struct rumor_origin *find_origin(
    struct live *r, const struct lineage *root)
{
	const char *name = root->root ? root->root->text : NULL;

	for (size_t i = 0; i < r->pub.origin_count; i++)
		if (r->origins[i].name == name)
			return &r->origins[i];
	return NULL;
}

/* True where the member is the first to bring the origin's word. */
static bool count_origin(struct live *r, const struct lineage *root, size_t at)
{
	struct rumor_origin *o = find_origin(r, root);
	bool first = !o;

	if (!o) {
		o = &r->origins[r->pub.origin_count++];
		*o = (struct rumor_origin){
		    .name = root->root ? root->root->text : NULL,
		    .kind = root->kind,
		    .first_item = r->members[at].item,
		    .first_at = r->members[at].published_at,
		};
	}
	o->carriers++;
	return first;
}

void provenance_update(const struct board *b, struct live *r)
{
	size_t n = r->pub.member_count;
	struct lineage *all = mem_array(n, sizeof(*all));

	(void)b;
	r->origins = mem_grow(r->origins, n, sizeof(*r->origins));
	r->pub.origins = r->origins;
	r->pub.origin_count = 0;
	for (size_t i = 0; i < n; i++)
		if (is_carrier(r, i))
			all[i] = lineage_of(r, i);
	for (size_t i = 0; i < n; i++) {
		int root;

		if (!is_carrier(r, i))
			continue;
		root = root_member(all, n, i);
		r->members[i].root = false;
		r->members[i].origin = NULL;
		if (root < 0)
			continue;
		if (all[root].root)
			r->members[i].origin = all[root].root->text;
		r->members[i].root = count_origin(r, &all[root], i);
	}
	free(all);
}
