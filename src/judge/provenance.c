/*
 * Who had it first-hand: the roots of the graph of who passes on whose word
 * are the origins of a rumor; everybody else is a carrier. Sources that only
 * cite each other in a circle have no root.
 *
 * Members are traced once, as they come. A new one changes where an earlier
 * one has it from only if that one waited for it.
 */
#include "base/mem.h"
#include "judge/fold.h"

/* Was the last word on it a no, when the member came? */
static bool was_denied(const struct live *r, size_t i)
{
	const struct transition *last = NULL;

	for (size_t k = 0; k < r->pub.transition_count; k++)
		if (r->transitions[k].at <= r->members[i].published_at)
			last = &r->transitions[k];
	return last != NULL && last->to == RUMOR_DENIED &&
	       last->item != r->members[i].item;
}

/*
 * A claim that a user asks about is there before all word on it, and may be
 * answered before anybody has made it: then who makes it anyway has it, though
 * he comes late. So has who makes it though it was denied.
 */
static bool is_belated(const struct live *r, size_t i)
{
	if (r->members[i].part != PART_RESTATES || !r->refs[0].item->asked)
		return false;
	if (was_denied(r, i))
		return true;
	while (i-- > 0)
		if (r->members[i].part == PART_CARRIES &&
		    !r->refs[i].item->asked)
			return false;
	return true;
}

static bool is_carrier(const struct live *r, size_t i)
{
	return (r->members[i].part == PART_CARRIES || is_belated(r, i)) &&
	       !r->refs[i].item->asked &&
	       ref_claim(r->refs[i])->modality != MODALITY_DENIED;
}

static bool is_by(const struct board_item *item, const char *key)
{
	return item->source->key == key ||
	       (item->site && item->site->key == key);
}

static bool is_of_source(const struct live *r, size_t i, const char *key)
{
	return is_carrier(r, i) && is_by(r->refs[i].item, key);
}

/*
 * The member that published under that name, another item than `but`: the
 * last one before it, which it read, else the first behind; -1: none.
 */
static int member_of_source(
    const struct live *r, const struct name *source, size_t but)
{
	const struct board_item *item = r->refs[but].item;
	int found = -1;

	for (size_t i = 0; i < r->pub.member_count; i++) {
		if (r->refs[i].item == item)
			continue;
		if (i > but && found >= 0)
			break;
		if (is_of_source(r, i, source->key) &&
		    (found < 0 || r->refs[i].item != r->refs[found].item))
			found = (int)i;
	}
	return found;
}

/* Does the member say that it has it from that item's source? */
static bool cites(const struct live *r, size_t i, const struct board_item *item)
{
	const struct board_claim *c = ref_claim(r->refs[i]);

	if (!is_carrier(r, i) || !c->origin || r->refs[i].item == item)
		return false;
	return (c->kind == ORIGIN_OUTLET ||
		   (c->kind == ORIGIN_TIPSTER && c->stranger)) &&
	       is_by(item, c->origin->key) &&
	       !is_by(r->refs[i].item, c->origin->key);
}

static bool is_cited(const struct live *r, const struct board_item *item)
{
	for (size_t i = 0; i < r->pub.member_count; i++)
		if (cites(r, i, item))
			return true;
	return false;
}

static int member_of_item(const struct live *r, int64_t item, size_t but)
{
	for (size_t i = 0; item && i < r->pub.member_count; i++)
		if (i != but && r->members[i].item == item)
			return (int)i;
	return -1;
}

static struct lineage root_of(const struct name *n, enum origin_kind kind)
{
	return (struct lineage){
	    .root = n, .kind = kind, .rooted = true, .parent = -1};
}

/* The first carrier of another item before it; -1: it is the first. */
static int carrier_before(const struct live *r, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (is_carrier(r, i) && r->refs[i].item != r->refs[at].item)
			return (int)i;
	return -1;
}

/* What the same item says of it elsewhere, by somebody's word; -1: nothing. */
static int named_beside(const struct live *r, size_t at)
{
	const struct board_item *item = r->refs[at].item;

	for (size_t i = 0; i < r->pub.member_count; i++) {
		const struct board_claim *c = ref_claim(r->refs[i]);

		if (i != at && r->refs[i].item == item && is_carrier(r, i) &&
		    c->origin && !c->in_passing &&
		    (c->kind == ORIGIN_TIPSTER || c->kind == ORIGIN_OUTLET))
			return (int)i;
	}
	return -1;
}

/* Somebody who works for the outlet or with it, or wrote that very item. */
static bool is_partner(
    const struct live *r, size_t i, size_t at, const char *outlet)
{
	const struct board_item *item = r->refs[i].item;
	const struct board_claim *c = ref_claim(r->refs[i]);

	if (!is_carrier(r, i) || c->kind != ORIGIN_TIPSTER || !c->origin)
		return false;
	return (c->house && c->house->key == outlet) ||
	       (item == r->refs[at].item && is_by(item, outlet));
}

/* The tipster whom an outlet's own exclusive is written with, or by. */
static const struct board_claim *partner(
    const struct live *r, size_t at, const struct name *outlet)
{
	for (size_t i = 0; i < r->pub.member_count; i++)
		if (is_partner(r, i, at, outlet->key))
			return ref_claim(r->refs[i]);
	return NULL;
}

/* The outlet itself, or whoever has it for the outlet. */
static struct lineage own_root(const struct live *r, size_t at)
{
	const struct name *outlet = r->refs[at].item->source;
	const struct board_claim *with = partner(r, at, outlet);
	struct lineage l = with ? root_of(with->origin, with->kind)
				: root_of(outlet, ORIGIN_OUTLET);

	l.awaited_partner = outlet->key;
	return l;
}

/*
 * Is it the outlet's own news, though it names nobody? Where it has spoken to
 * insiders, or gone through code; and where others have it from there, and
 * nobody was before.
 */
static bool is_own_news(const struct live *r, size_t at, bool first)
{
	const struct board_item *item = r->refs[at].item;
	const struct board_claim *c = ref_claim(r->refs[at]);
	bool own = c->of_insiders || c->dug_out;

	if (item->role != ROLE_PRESS || c->of_crowd)
		return false;
	return (own && item->known) || ((own || first) && is_cited(r, item));
}

/* Names nobody: hangs on whoever had it before, or is the first word. */
static struct lineage unnamed(const struct live *r, size_t at)
{
	const struct board_item *item = r->refs[at].item;
	int before = carrier_before(r, at), beside = named_beside(r, at);
	struct lineage l = {.parent = before};

	if (item->role == ROLE_TIPSTER)
		return root_of(item->source, ORIGIN_TIPSTER);
	if (before < 0 && beside >= 0 && !ref_claim(r->refs[at])->origin)
		return (struct lineage){.parent = beside};
	if (is_own_news(r, at, before < 0))
		return own_root(r, at);
	/* What is said in the street, or copied together, has no origin. */
	if (before < 0 && item->role != ROLE_COMMUNITY &&
	    item->role != ROLE_AGGREGATOR && !ref_claim(r->refs[at])->of_crowd)
		l = root_of(NULL, ORIGIN_ANONYMOUS);
	l.awaited_citer = true;
	return l;
}

static bool has_read(const struct live *r, size_t i, const char *document)
{
	const struct board_item *item = r->refs[i].item;
	const struct board_claim *c = ref_claim(r->refs[i]);

	if (!is_carrier(r, i) || !c->origin)
		return false;
	/* "Jo Lantern found the filing": told by others, it is still his. */
	if (item->read && item->read->key == document &&
	    (c->kind == ORIGIN_TIPSTER || c->kind == ORIGIN_OUTLET))
		return true;
	return item->role == ROLE_TIPSTER && c->origin->key == document;
}

static struct lineage reader(const struct live *r, size_t i)
{
	const struct board_claim *c = ref_claim(r->refs[i]);

	return r->refs[i].item->role == ROLE_TIPSTER
		   ? root_of(r->refs[i].item->source, ORIGIN_TIPSTER)
		   : root_of(c->origin, c->kind);
}

/*
 * A document says nothing by itself: the tipster who read it has it
 * first-hand, and who cites the same one adds no origin. Read by nobody
 * known, the document stands.
 */
static struct lineage read_by(const struct live *r, size_t at)
{
	const struct board_claim *c = ref_claim(r->refs[at]);
	struct lineage l = root_of(c->origin, c->kind);

	for (size_t i = 0; i < r->pub.member_count; i++)
		if (has_read(r, i, c->origin->key))
			return reader(r, i);
	if (c->dug_out && is_own_news(r, at, carrier_before(r, at) < 0))
		return own_root(r, at);
	l.awaited_reader = c->origin->key;
	l.awaited_citer = c->dug_out;
	return l;
}

#define RING_S	 (14 * DAY_S)
#define QUOTED_S (30 * DAY_S) /* how old an article is quoted */

/*
 * The outlet's own article on the matter is at hand and says something else:
 * "longer than before", of which others make five years.
 */
static bool is_misquoted(const struct partition *p, const struct live *r,
    size_t at, const char *outlet)
{
	const struct board_claim *c = ref_claim(r->refs[at]);
	int64_t since = r->refs[at].item->published_at - QUOTED_S;
	bool other = false;

	for (size_t i = p->folded; i-- > 0;) {
		const struct board_item *item = p->claims[i].item;
		const struct board_claim *own = ref_claim(p->claims[i]);

		if (item->published_at < since)
			break;
		if (!is_by(item, outlet) || own->aspect != r->pub.aspect ||
		    !product_near(r->subject, own->product))
			continue;
		if (!own->value || own->numbers.n ||
		    (!c->numbers.n && !r->value_has_number))
			return false;
		other = true;
	}
	return other;
}

#define RING_STEPS 6

/* The latest item of that outlet of those days; NULL: none. */
static const struct board_item *article_of(
    const struct partition *p, const char *outlet, int64_t around)
{
	for (size_t i = p->folded; i-- > 0;) {
		const struct board_item *item = p->claims[i].item;

		if (item->published_at < around - RING_S)
			break;
		if (is_by(item, outlet))
			return item;
	}
	return NULL;
}

/* The outlet cites another that cites ... whoever cites it here. */
static bool is_in_ring(
    const struct partition *p, const struct live *r, size_t at)
{
	const struct board_item *first = r->refs[at].item, *item;
	const char *outlet = ref_claim(r->refs[at])->origin->key;

	for (int i = 0; i < RING_STEPS; i++) {
		item = article_of(p, outlet, first->published_at);
		if (!item || !item->named_count)
			return false;
		outlet = item->named[0]->key;
		if (is_by(first, outlet))
			return true;
	}
	return false;
}

static struct lineage from_outlet(
    const struct partition *p, const struct live *r, size_t at)
{
	const struct board_claim *c = ref_claim(r->refs[at]);
	const struct board_claim *with = partner(r, at, c->origin);
	struct lineage l = root_of(c->origin, c->kind);
	int parent;

	if (with)
		return root_of(with->origin, with->kind);
	if (!is_by(r->refs[at].item, c->origin->key)) {
		parent = member_of_source(r, c->origin, at);
		if (parent >= 0)
			l = (struct lineage){.parent = parent};
		else if (is_misquoted(p, r, at, c->origin->key) ||
			 is_in_ring(p, r, at))
			l = (struct lineage){.parent = -1};
		if (parent < 0)
			l.awaited_source = c->origin->key;
	}
	l.awaited_partner = c->origin->key;
	return l;
}

/* Who is known by nothing but the name may be the site of that name. */
static struct lineage from_tipster(
    const struct partition *p, const struct live *r, size_t at)
{
	const struct board_claim *c = ref_claim(r->refs[at]);
	struct lineage l = root_of(c->origin, c->kind);
	int parent;

	if (!c->stranger || c->kind == ORIGIN_OFFICIAL)
		return l;
	parent = member_of_source(r, c->origin, at);
	if (parent < 0 && is_in_ring(p, r, at))
		l = (struct lineage){.parent = -1};
	if (parent < 0)
		l.awaited_source = c->origin->key;
	else if (r->refs[parent].item->role != ROLE_TIPSTER &&
		 r->refs[parent].item != r->refs[at].item)
		l = (struct lineage){.parent = parent};
	return l;
}

/* Short texts are much alike; a copy keeps the name of who said it. */
static bool names_another(
    const struct board_claim *copy, const struct board_claim *of)
{
	return copy->kind == ORIGIN_TIPSTER && copy->own_source &&
	       copy->origin && of->kind == ORIGIN_TIPSTER && of->origin &&
	       copy->origin->key != of->origin->key;
}

/* By what the claim itself says of its source. */
static struct lineage by_claim(
    const struct partition *p, const struct live *r, size_t at)
{
	const struct board_claim *c = ref_claim(r->refs[at]);

	/* Who uses a name that is about, or reminds of a filing, adds none. */
	if ((c->in_use || c->in_passing) && carrier_before(r, at) >= 0)
		return unnamed(r, at);
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
			return from_tipster(p, r, at);
		break;
	case ORIGIN_OUTLET:
		if (c->origin)
			return from_outlet(p, r, at);
		break;
	case ORIGIN_NONE:
	case ORIGIN_ANONYMOUS:
		break;
	}
	return unnamed(r, at);
}

static struct lineage lineage_of(
    const struct partition *p, const struct live *r, size_t at)
{
	const struct name *said_first = ref_claim(r->refs[at])->said_first;
	int64_t copied = r->refs[at].item->copy_of;
	int parent = member_of_item(r, copied, at);
	struct lineage l;

	if (said_first) /* as a user has said */
		return root_of(said_first, ORIGIN_TIPSTER);
	/* Who denies what he copies is no carrier of it, nor copied by one. */
	if (parent >= 0 && is_carrier(r, (size_t)parent) &&
	    !names_another(ref_claim(r->refs[at]), ref_claim(r->refs[parent])))
		return (struct lineage){.parent = parent};
	l = by_claim(p, r, at);
	l.awaited_item = parent < 0 ? copied : 0;
	return l;
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

/* An item may carry a rumor with several claims; they stand side by side. */
static bool has_counted(const struct live *r, const char *origin, size_t at)
{
	for (size_t i = at;
	     i-- > 0 && r->members[i].item == r->members[at].item;)
		if (is_carrier(r, i) && r->members[i].origin == origin)
			return true;
	return false;
}

/* True where the member is the first to bring the origin's word. */
static bool count_origin(struct live *r, const struct lineage *root, size_t at)
{
	struct rumor_origin *o = find_origin(r, root);
	bool first = !o;

	if (!o) {
		r->origins = mem_room(r->origins, r->pub.origin_count,
		    &r->origin_cap, sizeof(*r->origins));
		r->pub.origins = r->origins;
		o = &r->origins[r->pub.origin_count++];
		*o = (struct rumor_origin){
		    .name = root->root ? root->root->text : NULL,
		    .kind = root->kind,
		    .first_item = r->members[at].item,
		    .first_at = r->members[at].published_at,
		};
	}
	if (first || !has_counted(r, o->name, at))
		o->carriers++;
	return first;
}

static bool awaits(const struct live *r, size_t at, size_t member)
{
	const struct lineage *l = &r->lineages[at];

	return (l->awaited_item &&
		   l->awaited_item == r->members[member].item) ||
	       (l->awaited_source &&
		   is_of_source(r, member, l->awaited_source)) ||
	       (l->awaited_partner &&
		   is_partner(r, member, at, l->awaited_partner)) ||
	       (l->awaited_citer && cites(r, member, r->refs[at].item)) ||
	       (l->awaited_reader && has_read(r, member, l->awaited_reader));
}

/* Traces what is new, and who waited for it; true where somebody did. */
static bool trace(const struct partition *p, struct live *r)
{
	size_t known = r->traced, n = r->pub.member_count;
	bool changed = false;

	while (r->traced < n) {
		r->lineages = mem_room(r->lineages, r->traced, &r->lineage_cap,
		    sizeof(*r->lineages));
		/* What is no carrier hangs on the rumor's first word. */
		r->lineages[r->traced] = (struct lineage){.parent = 0};
		if (is_carrier(r, r->traced))
			r->lineages[r->traced] = lineage_of(p, r, r->traced);
		r->traced++;
	}
	for (size_t i = known; i < n; i++)
		for (size_t at = 0; at < known; at++) {
			if (!awaits(r, at, i))
				continue;
			r->lineages[at] = lineage_of(p, r, at);
			changed = true;
		}
	return changed;
}

/* The item of another that the member has it from; 0: it names none. */
static int64_t item_it_hangs_on(const struct live *r, size_t at)
{
	size_t steps = 0;

	for (int i = r->lineages[at].parent; i >= 0 && steps++ <= r->traced;
	     i = r->lineages[i].parent)
		if (r->members[i].item != r->members[at].item)
			return r->members[i].item;
	return 0;
}

void provenance_update(const struct partition *p, struct live *r)
{
	size_t counted = r->traced;

	if (trace(p, r)) {
		counted = 0;
		r->pub.origin_count = 0;
	}
	for (size_t i = counted; i < r->pub.member_count; i++) {
		int root;

		if (!is_carrier(r, i))
			continue;
		root = root_member(r->lineages, r->traced, i);
		r->members[i].root = false;
		r->members[i].origin = NULL;
		r->members[i].via = item_it_hangs_on(r, i);
		if (root < 0)
			continue;
		if (r->lineages[root].root)
			r->members[i].origin = r->lineages[root].root->text;
		r->members[i].root = count_origin(r, &r->lineages[root], i);
		if (root == (int)i && ref_claim(r->refs[i])->also) {
			struct lineage also = root_of(
			    ref_claim(r->refs[i])->also, ORIGIN_TIPSTER);

			count_origin(r, &also, i);
		}
	}
}
