/*
 * The board: which partition an item goes to, when one is folded anew, what
 * number a rumor has, and what has changed since it was asked last.
 */
#include "judge/board.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/mem.h"
#include "judge/fold.h"

struct board *board_new(
    const struct lexicon *lexicon, const struct board_policy *policy)
{
	struct board *b = mem_alloc(sizeof(*b));

	b->lexicon = lexicon;
	b->policy = *policy;
	b->next_id = 1;
	return b;
}

void board_free(struct board *b)
{
	const struct map_entry *e;

	if (!b)
		return;
	for (size_t i = 0; (e = map_next(&b->partitions, &i)) != NULL;)
		fold_free(e->value);
	for (size_t i = 0; i < b->items.size; i++)
		if (b->items.things[i])
			board_item_free(b->items.things[i]);
	follow_forget(b);
	map_free(&b->partitions);
	hashset_free(&b->items);
	map_free(&b->reported);
	rulings_free(b);
	intern_free(b);
	free(b->by_id);
	free(b);
}

/* --- taking items in --- */

struct board_item *board_item_find(const struct board *b, int64_t id)
{
	struct board_item *e;
	size_t at = 0;

	do
		e = hashset_next(&b->items, hashset_of_id(id), &at);
	while (e && e->id != id);
	return e;
}

struct partition *partition_of(struct board *b, const struct name *vendor)
{
	const char *key = vendor ? vendor->house : "";
	struct partition *p = map_get(&b->partitions, key);

	if (!p) {
		p = mem_alloc(sizeof(*p));
		p->lexicon = b->lexicon;
		p->vendor = vendor;
		p->weights = mem_array(WEIGHTS_KEPT, sizeof(*p->weights));
		map_put(&b->partitions, key, p);
	}
	return p;
}

static bool comes_before(struct claim_ref a, struct claim_ref b)
{
	if (a.item->published_at != b.item->published_at)
		return a.item->published_at < b.item->published_at;
	if (a.item->id != b.item->id)
		return a.item->id < b.item->id;
	return a.index < b.index;
}

static void partition_insert(struct partition *p, struct claim_ref ref)
{
	size_t at = p->claim_count;

	p->claims = mem_room(
	    p->claims, p->claim_count, &p->claim_cap, sizeof(*p->claims));
	while (at > 0 && comes_before(ref, p->claims[at - 1]))
		at--;
	memmove(&p->claims[at + 1], &p->claims[at],
	    (p->claim_count - at) * sizeof(*p->claims));
	p->claims[at] = ref;
	p->claim_count++;
	mark_drop_before(p, at);
	if (at < p->folded || ref.item->published_at <= p->expired_at ||
	    ref.item->published_at <= p->ruled_at)
		p->stale = true;
}

static struct board_item *take(struct board *b, const struct item *item,
    const struct analysis *an, int64_t story, int64_t copy_of)
{
	struct board_item *e = board_item_new(b, item, an, story, copy_of);

	if (e->claim_count)
		e->told = told_new(b, item, an);
	hashset_put(&b->items, hashset_of_id(e->id), e);
	b->unresolved |= b->ruling_count > 0;
	for (size_t i = 0; i < e->claim_count; i++)
		partition_insert(partition_of(b, e->claims[i].vendor),
		    (struct claim_ref){.item = e, .index = i});
	return e;
}

/* What the item said before: its claims leave their partitions. */
static void forget(struct board *b, struct board_item *e)
{
	for (size_t i = 0; i < e->claim_count; i++) {
		struct partition *p = partition_of(b, e->claims[i].vendor);
		size_t kept = 0;

		for (size_t j = 0; j < p->claim_count; j++)
			if (p->claims[j].item != e)
				p->claims[kept++] = p->claims[j];
		if (kept == p->claim_count)
			continue; /* by an earlier claim of it */
		p->claim_count = kept;
		mark_drop(p);
		fold_reset(p);
		rulings_reset(b, p);
		p->stale = true;
		b->by_id_count = 0;
	}
}

/* A claim that is still there keeps the rumor that it opened. */
static void keep_founders(struct board_item *to, const struct board_item *from)
{
	for (size_t i = 0; i < to->claim_count && i < from->claim_count; i++)
		if (to->claims[i].aspect == from->claims[i].aspect)
			to->claims[i].founder_of = from->claims[i].founder_of;
}

void board_add(struct board *b, const struct item *item,
    const struct analysis *an, int64_t story, int64_t copy_of)
{
	struct board_item *old = board_item_find(b, item->id), *e;

	if (old) {
		forget(b, old);
		rulings_forget(b, old);
		hashset_remove(&b->items, hashset_of_id(old->id), old);
	}
	e = take(b, item, an, story, copy_of);
	if (!old)
		return;
	keep_founders(e, old);
	board_item_free(old);
}

void board_restore(struct board *b, const struct item *item,
    const struct analysis *an, int64_t story, int64_t copy_of,
    const int64_t *rumor_of)
{
	struct board_item *e;

	if (!an->claim_count || board_item_find(b, item->id))
		return;
	e = take(b, item, an, story, copy_of);
	for (size_t i = 0; i < e->claim_count; i++)
		e->claims[i].founder_of = rumor_of[i];
}

/* Its place among the stories is another one: what came of it may be, too. */
static void move_claim(struct partition *p, const struct board_item *e)
{
	size_t at = p->claim_count;

	while (
	    at > 0 && p->claims[at - 1].item->published_at >= e->published_at)
		at--;
	mark_drop_before(p, at);
	p->stale = true;
}

void board_move(struct board *b, int64_t item, int64_t story, int64_t copy_of)
{
	struct board_item *e = board_item_find(b, item);

	if (!e || (e->story == story && e->copy_of == copy_of))
		return;
	e->story = story;
	e->copy_of = copy_of;
	for (size_t i = 0; i < e->claim_count; i++)
		move_claim(partition_of(b, e->claims[i].vendor), e);
}

void board_follow(struct board *b, int64_t item, int64_t story)
{
	const struct board_item *e = board_item_find(b, item);

	if (e)
		board_move(b, item, story, e->copy_of);
}

/* --- numbers --- */

static bool is_of_rumor(const struct live *r, size_t member)
{
	return !r->refs[member].whole &&
	       (r->members[member].part == PART_CARRIES ||
		   r->members[member].part == PART_RESTATES);
}

/* What was merged away by a user does not stand for what it went into. */
static bool is_better_number(const struct board *b, int64_t id, int64_t than)
{
	bool away = ruling_merged_away(b, id);

	if (!than || away != ruling_merged_away(b, than))
		return !than || !away;
	return id < than;
}

/*
 * A rumor has the lowest number whose first claim is among its claims; only
 * one that has none gets a new one. Then its own first claim stands for it.
 */
static void give_number(struct board *b, struct live *r)
{
	int64_t id = 0;

	for (size_t i = 0; i < r->pub.member_count; i++) {
		struct board_claim *c = ref_claim(r->refs[i]);

		if (!is_of_rumor(r, i) || !c->founder_of)
			continue;
		if (is_better_number(b, c->founder_of, id))
			id = c->founder_of;
		c->founder_of = 0;
	}
	r->pub.id = id ? id : b->next_id++;
	ref_claim(r->refs[0])->founder_of = r->pub.id;
}

static void begin_anew(struct board *b, struct partition *p)
{
	if (!p->stale)
		return;
	mark_resume(b, p);
	rulings_reset(b, p);
	p->stale = false;
	p->dirty = true;
	b->refolded = true;
	b->by_id_count = 0; /* some of them are gone */
}

static void partition_fold(struct board *b, struct partition *p)
{
	begin_anew(b, p);
	while (p->folded < p->claim_count) {
		mark_set(b, p);
		fold_next(b, p);
	}
	rulings_apply(b, p, INT64_MAX);
	fold_expire(b, p, b->now);
	for (size_t i = 0; i < p->rumor_count; i++) {
		if (p->rumors[i]->pub.id)
			continue;
		give_number(b, p->rumors[i]);
		p->dirty = true;
		b->by_id_stale = true;
	}
	if (b->refolded)
		b->by_id_stale = true;
}

bool board_fold_some(struct board *b, size_t claims)
{
	const struct map_entry *e;

	rulings_resolve(b);
	for (size_t i = 0; (e = map_next(&b->partitions, &i)) != NULL;) {
		struct partition *p = e->value;

		begin_anew(b, p);
		for (size_t from; p->folded < p->claim_count;) {
			if (!claims)
				return false;
			from = p->folded;
			mark_set(b, p);
			fold_next(b, p);
			from = p->folded - from;
			claims = from < claims ? claims - from : 0;
		}
	}
	return true;
}

static int by_id(const void *a, const void *b)
{
	const struct live *x = *(struct live *const *)a;
	const struct live *y = *(struct live *const *)b;

	return (x->pub.id > y->pub.id) - (x->pub.id < y->pub.id);
}

/* Folds what is due. */
static void bring_up(struct board *b)
{
	const struct map_entry *e;

	rulings_resolve(b);
	for (size_t i = 0; (e = map_next(&b->partitions, &i)) != NULL;)
		partition_fold(b, e->value);
	if (!b->by_id_stale)
		return;
	b->by_id_stale = false;
	b->by_id_count = 0;
	for (size_t i = 0; (e = map_next(&b->partitions, &i)) != NULL;) {
		const struct partition *p = e->value;

		for (size_t j = 0; j < p->rumor_count; j++) {
			b->by_id = mem_room(b->by_id, b->by_id_count,
			    &b->by_id_cap, sizeof(*b->by_id));
			b->by_id[b->by_id_count++] = p->rumors[j];
		}
	}
	if (b->by_id_count)
		qsort(b->by_id, b->by_id_count, sizeof(*b->by_id), by_id);
}

/* Of the claims that a rumor was stored with, the first stands for it. */
static void restore_founders(struct partition *p, struct map *seen)
{
	for (size_t i = 0; i < p->claim_count; i++) {
		struct board_claim *c = ref_claim(p->claims[i]);
		int64_t id = c->founder_of;

		if (!id)
			continue;
		if (map_get_n(seen, &id, sizeof(id)))
			c->founder_of = 0;
		else
			map_put_n(seen, &id, sizeof(id), c);
	}
}

size_t board_founders(
    const struct board *b, struct arena *a, struct founder **out)
{
	struct founder *list = arena_array(a, b->by_id_count, sizeof(*list));

	for (size_t i = 0; i < b->by_id_count; i++)
		list[i] = (struct founder){.rumor = b->by_id[i]->pub.id,
		    .item = b->by_id[i]->refs[0].item->id,
		    .claim = (int)b->by_id[i]->refs[0].index};
	*out = list;
	return b->by_id_count;
}

static const struct founder *founder_by_rumor(
    const struct founder *list, size_t n, int64_t rumor)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].rumor == rumor)
			return &list[i];
	return NULL;
}

void board_found(struct board *b, const struct founder *list, size_t n)
{
	for (size_t i = 0; n && i < b->items.size; i++) {
		struct board_item *e = b->items.things[i];

		for (size_t k = 0; e && k < e->claim_count; k++)
			if (e->claims[k].founder_of &&
			    founder_by_rumor(list, n, e->claims[k].founder_of))
				e->claims[k].founder_of = 0;
	}
	for (size_t i = 0; i < n; i++) {
		struct board_item *e = board_item_find(b, list[i].item);

		if (!e || list[i].claim < 0 ||
		    (size_t)list[i].claim >= e->claim_count)
			continue;
		e->claims[list[i].claim].founder_of = list[i].rumor;
		partition_of(b, e->claims[list[i].claim].vendor)->stale = true;
	}
}

static uint64_t fingerprint(struct live *);

static void report(struct board *b, int64_t id, uint64_t print)
{
	map_put_n(&b->reported, &id, sizeof(id), (void *)(uintptr_t)print);
}

void board_ready(struct board *b, int64_t next_rumor_id)
{
	const struct map_entry *e;
	struct map seen = {0};

	for (size_t i = 0; (e = map_next(&b->partitions, &i)) != NULL;)
		restore_founders(e->value, &seen);
	b->next_id = next_rumor_id;
	for (size_t i = 0; (e = map_next(&seen, &i)) != NULL;) {
		int64_t id;

		memcpy(&id, e->key, sizeof(id));
		report(b, id, 1);
		if (id >= b->next_id)
			b->next_id = id + 1;
	}
	map_free(&seen);
	bring_up(b);
	for (size_t i = 0; i < b->by_id_count; i++)
		report(b, b->by_id[i]->pub.id, fingerprint(b->by_id[i]));
	for (size_t i = 0; (e = map_next(&b->partitions, &i)) != NULL;)
		((struct partition *)e->value)->dirty = false;
	b->refolded = true; /* ids that are gone are told once */
}

void board_tell_all(struct board *b)
{
	const struct map_entry *e;

	for (size_t i = 0; i < b->by_id_count; i++)
		report(b, b->by_id[i]->pub.id, 1);
	for (size_t i = 0; (e = map_next(&b->partitions, &i)) != NULL;)
		((struct partition *)e->value)->dirty = true;
}

void board_advance(struct board *b, int64_t now)
{
	if (now > b->now)
		b->now = now;
	bring_up(b);
}

/* --- answers --- */

size_t board_rumor_count(const struct board *b)
{
	return b->by_id_count;
}

const struct rumor *board_rumor(const struct board *b, size_t index)
{
	return index < b->by_id_count ? &b->by_id[index]->pub : NULL;
}

static const struct live *find_live(const struct board *b, int64_t id)
{
	size_t low = 0, high = b->by_id_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (b->by_id[mid]->pub.id == id)
			return b->by_id[mid];
		if (b->by_id[mid]->pub.id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

const struct rumor *board_rumor_by_id(const struct board *b, int64_t id)
{
	const struct live *r = find_live(b, id);

	return r ? &r->pub : NULL;
}

static uint64_t mix(uint64_t h, int64_t v)
{
	return XXH3_64bits_withSeed(&v, sizeof(v), h);
}

static uint64_t mix_text(uint64_t h, const char *s)
{
	return s ? XXH3_64bits_withSeed(s, strlen(s), h) : mix(h, -1);
}

/* Of what is as long as the rumor: taken anew where that has changed. */
static uint64_t print_of_lists(struct live *r)
{
	const struct rumor *p = &r->pub;
	uint64_t h = 1;

	if (r->print)
		return r->print;
	for (size_t i = 0; i < p->origin_count; i++) {
		h = mix_text(h, p->origins[i].name);
		h = mix(h, (int64_t)p->origins[i].carriers);
	}
	for (size_t i = 0; i < p->member_count; i++) {
		const struct rumor_member *m = &p->members[i];

		h = mix(mix(mix(h, m->item), m->claim), (int64_t)m->part);
		h = mix_text(mix(mix(h, m->root), m->via), m->origin);
	}
	r->print = h;
	return h;
}

/* Never 0: that would be no entry of the map. */
static uint64_t fingerprint(struct live *r)
{
	const struct rumor *p = &r->pub;
	uint64_t h = mix(print_of_lists(r), p->id);

	h = mix_text(h, p->vendor);
	h = mix_text(h, p->subject);
	h = mix_text(h, p->version);
	h = mix_text(h, p->value);
	h = mix_text(h, p->statement);
	h = mix(mix(mix(h, p->first_at), p->deadline), p->settled_at);
	for (size_t i = 0; i < p->transition_count; i++) {
		const struct transition *t = &p->transitions[i];

		h = mix(mix(mix(h, t->at), (int64_t)t->to), t->item);
		h = mix_text(mix_text(mix(h, t->ruling), t->rule), t->sentence);
	}
	return (uintptr_t)h ? h : 1;
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static bool is_news(struct board *b, struct live *r)
{
	uint64_t print = fingerprint(r);
	int64_t id = r->pub.id;

	if (map_get_n(&b->reported, &id, sizeof(id)) ==
	    (void *)(uintptr_t)print)
		return false;
	report(b, id, print);
	return true;
}

bool board_refolded(const struct board *b)
{
	return b->refolded;
}

size_t board_changed(struct board *b, struct arena *a, int64_t **ids)
{
	const struct map_entry *e;
	size_t n = 0;

	bring_up(b);
	*ids = arena_array(
	    a, b->by_id_count + b->reported.count + 1, sizeof(**ids));
	for (size_t i = 0; (e = map_next(&b->partitions, &i)) != NULL;) {
		struct partition *p = e->value;

		for (size_t j = 0; p->dirty && j < p->rumor_count; j++)
			if (is_news(b, p->rumors[j]))
				(*ids)[n++] = p->rumors[j]->pub.id;
		p->dirty = false;
	}
	for (size_t i = 0;
	     b->refolded && (e = map_next(&b->reported, &i)) != NULL;) {
		int64_t id;

		memcpy(&id, e->key, sizeof(id));
		if (!e->value || find_live(b, id))
			continue;
		(*ids)[n++] = id;
		map_put_n(&b->reported, &id, sizeof(id), NULL);
	}
	b->refolded = false;
	qsort(*ids, n, sizeof(**ids), by_value);
	return n;
}

bool board_has(const struct board *b, int64_t item)
{
	return board_item_find(b, item) != NULL;
}

void board_let_go(struct board *b, int64_t item)
{
	struct board_item *e = board_item_find(b, item);

	if (!e || e->claim_count)
		return;
	hashset_remove(&b->items, hashset_of_id(e->id), e);
	board_item_free(e);
}

/*
 * The item reads as a rumor, and no claim was made out in it that could be
 * followed. Where one was, it decides: it may only restate what is settled.
 */
static bool is_rumor_by_itself(const struct board_item *e)
{
	bool asserts = e->claim_count == 0;

	for (size_t i = 0; i < e->claim_count; i++) {
		const struct board_claim *c = &e->claims[i];

		if (c->placed)
			return false;
		asserts |= !c->own_guess;
	}
	return asserts && e->class == CLASS_RUMOR && e->ours && !e->noise;
}

bool board_item_flag(const struct board *b, int64_t item)
{
	const struct board_item *e = board_item_find(b, item);

	for (size_t i = 0; e && i < e->claim_count; i++)
		if (e->claims[i].carries)
			return true;
	return e != NULL && is_rumor_by_itself(e);
}

size_t board_item_attributed(
    const struct board *b, struct arena *a, int64_t item, const char ***names)
{
	const struct board_item *e = board_item_find(b, item);

	*names = arena_array(a, e ? e->named_count + 1 : 1, sizeof(**names));
	for (size_t i = 0; e && i < e->named_count; i++)
		(*names)[i] = e->named[i]->text;
	return e ? e->named_count : 0;
}
