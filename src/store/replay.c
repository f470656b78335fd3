/* Stored items, with their analysis as it was, for judgement after a start. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/db.h"
#include "store/feedrow.h"
#include "store/judgedrow.h"
#include "store/store.h"

/* --- the parts of an analysis --- */

static struct span get_span(struct query *q)
{
	uint32_t start = (uint32_t)get_int(q);

	return (struct span){start, (uint32_t)get_int(q)};
}

static int read_hedges(struct store *s, struct arena *a, int64_t item,
    struct analysis *an, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	if (query_open(&q, s,
		"SELECT field, start, stop, class, weight FROM hedge"
		" WHERE item = ? ORDER BY n",
		e))
		return -1;
	put_int(&q, item);
	while ((rc = query_step(&q, e)) > 0) {
		struct hedge *h;

		an->hedges = arena_room(
		    a, an->hedges, an->hedge_count, &cap, sizeof(*an->hedges));
		h = &an->hedges[an->hedge_count++];
		rc = GET_ENUM(
		    &q, field_parse, &h->field, "hedge of item", item, e);
		if (rc)
			break;
		h->span = get_span(&q);
		h->class = get_text(&q, a);
		h->weight = get_real(&q);
	}
	query_end(&q);
	return rc;
}

static int read_attribution(struct query *q, struct arena *a, int64_t item,
    struct attribution *t, struct err *e)
{
	static const char table[] = "attribution of item";

	if (GET_ENUM(q, field_parse, &t->field, table, item, e))
		return -1;
	t->source = get_span(q);
	t->cue = get_span(q);
	t->content = get_span(q);
	if (GET_ENUM(q, origin_kind_parse, &t->kind, table, item, e))
		return -1;
	t->id = get_text(q, a);
	t->name = get_text(q, a);
	t->vendor = get_text(q, a);
	t->via = get_int(q) != 0;
	return 0;
}

static int read_attributions(struct store *s, struct arena *a, int64_t item,
    struct analysis *an, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	if (query_open(&q, s,
		"SELECT field, source_start, source_stop, cue_start, cue_stop,"
		" content_start, content_stop, kind, tipster, name, vendor, via"
		" FROM attribution WHERE item = ? ORDER BY n",
		e))
		return -1;
	put_int(&q, item);
	while ((rc = query_step(&q, e)) > 0) {
		an->attributions = arena_room(a, an->attributions,
		    an->attribution_count, &cap, sizeof(*an->attributions));
		rc = read_attribution(
		    &q, a, item, &an->attributions[an->attribution_count], e);
		if (rc)
			break;
		an->attribution_count++;
	}
	query_end(&q);
	return rc;
}

/* One word a line, each with its line feed. */
static void read_words(struct arena *a, char *text, struct claim *c)
{
	const char **words;
	size_t n = 0;

	for (const char *p = text; p && *p; p++)
		n += *p == '\n';
	words = arena_array(a, n, sizeof(*words));
	for (size_t i = 0; i < n; i++) {
		words[i] = text;
		text = strchr(text, '\n');
		*text++ = '\0';
	}
	c->words = words;
	c->word_count = n;
}

static int read_claim(struct query *q, struct arena *a, int64_t item,
    struct claim *c, struct err *e)
{
	static const char table[] = "claim of item";

	if (GET_ENUM(q, aspect_parse, &c->aspect, table, item, e))
		return -1;
	c->vendor = get_text(q, a);
	c->product = get_text(q, a);
	c->version = get_text(q, a);
	c->value = get_text(q, a);
	c->window.from = get_int(q);
	c->window.to = get_int(q);
	if (GET_ENUM(q, modality_parse, &c->modality, table, item, e) ||
	    GET_ENUM(q, grade_parse, &c->grade, table, item, e))
		return -1;
	c->attribution = (int)get_int(q);
	c->own_guess = get_int(q) != 0;
	c->background = get_int(q) != 0;
	if (GET_ENUM(q, field_parse, &c->field, table, item, e))
		return -1;
	c->sentence = get_span(q);
	c->text = get_text(q, a);
	read_words(a, get_text(q, a), c);
	c->in_use = get_int(q) != 0;
	c->presents = get_int(q) != 0;
	c->titled = get_int(q) != 0;
	c->by = get_int(q);
	return 0;
}

static int read_claims(struct store *s, struct arena *a, int64_t item,
    struct analysis *an, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	if (query_open(&q, s,
		"SELECT aspect, vendor, product, version, value, window_from,"
		" window_to, modality, grade, attribution, own_guess,"
		" background, field, start, stop, text, words, in_use,"
		" presents, titled, due FROM claim"
		" WHERE item = ? ORDER BY n",
		e))
		return -1;
	put_int(&q, item);
	while ((rc = query_step(&q, e)) > 0) {
		an->claims = arena_room(
		    a, an->claims, an->claim_count, &cap, sizeof(*an->claims));
		rc = read_claim(&q, a, item, &an->claims[an->claim_count], e);
		if (rc)
			break;
		an->claim_count++;
	}
	query_end(&q);
	return rc;
}

static int read_rumors(
    struct store *s, int64_t item, int64_t *rumor_of, size_t n, struct err *e)
{
	struct query q;
	int64_t claim, rumor;
	int rc;

	if (query_open(&q, s,
		"SELECT claim, rumor FROM rumor_member WHERE item = ?"
		" ORDER BY claim, rumor",
		e))
		return -1;
	put_int(&q, item);
	while ((rc = query_step(&q, e)) > 0) {
		claim = get_int(&q);
		rumor = get_int(&q);
		if (claim >= 0 && (size_t)claim < n && !rumor_of[claim])
			rumor_of[claim] = rumor;
	}
	query_end(&q);
	return rc;
}

static int read_parts(struct store *s, struct arena *a,
    struct stored_item *stored, struct analysis *an, struct err *e)
{
	int64_t item = stored->item->id;
	int64_t *rumor_of;

	if (read_hedges(s, a, item, an, e) ||
	    read_attributions(s, a, item, an, e) ||
	    read_claims(s, a, item, an, e))
		return -1;
	rumor_of = arena_array(a, an->claim_count + 1, sizeof(*rumor_of));
	stored->analysis = an;
	stored->rumor_of = rumor_of;
	return read_rumors(s, item, rumor_of, an->claim_count, e);
}

/* --- the items --- */

/* All sources, of retired feeds too, by the order of id. */
struct sources {
	struct source *v;
	size_t n;
};

static int read_sources(
    struct store *s, struct arena *a, struct sources *all, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	if (query_open(&q, s,
		"SELECT " SOURCE_COLUMNS " FROM feed f ORDER BY f.id", e))
		return -1;
	while ((rc = query_step(&q, e)) > 0) {
		all->v = arena_room(a, all->v, all->n, &cap, sizeof(*all->v));
		rc = source_row_get(&q, a, &all->v[all->n], e);
		if (rc)
			break;
		all->n++;
	}
	query_end(&q);
	return rc;
}

static int by_id(const void *key, const void *source)
{
	int64_t a = *(const int64_t *)key;
	int64_t b = ((const struct source *)source)->id;

	return (a > b) - (a < b);
}

static const struct placement *read_place(
    struct query *q, struct arena *a, const struct stored_item *s)
{
	struct placement *p = arena_alloc(a, sizeof(*p));

	*p = (struct placement){.story = s->story, .copy_of = s->copy_of};
	p->score = get_real(q);
	p->threshold = get_real(q);
	p->reason.rule = get_text(q, a);
	p->reason.detail = get_text(q, a);
	p->nearest_other = get_int(q);
	p->against.rule = get_text(q, a);
	p->against.detail = get_text(q, a);
	return p;
}

static int read_item(struct query *q, struct arena *a,
    const struct sources *sources, struct stored_item *out, struct analysis *an,
    struct err *e)
{
	struct item *item = arena_alloc(a, sizeof(*item));
	int64_t feed;

	item->id = get_int(q);
	feed = get_int(q);
	item->source =
	    bsearch(&feed, sources->v, sources->n, sizeof(*sources->v), by_id);
	item->guid = get_text(q, a);
	item->url = get_text(q, a);
	item->title = get_text(q, a);
	item->text = get_text(q, a);
	item->links = get_text(q, a);
	item->author = get_text(q, a);
	item->lang = get_text(q, a);
	item->published_at = get_int(q);
	item->first_seen_at = get_int(q);
	if (GET_ENUM(q, item_class_parse, &an->class, "judgement of item",
		item->id, e))
		return -1;
	an->rumor_score = get_real(q);
	an->settles = get_int(q) != 0;
	an->noise = get_int(q) != 0;
	an->lang = get_text(q, a);
	*out = (struct stored_item){
	    .item = item, .story = get_int(q), .copy_of = get_int(q)};
	out->turn = get_int(q);
	out->flagged = get_int(q) != 0;
	out->attributed = get_text(q, a);
	out->place = read_place(q, a, out);
	out->live_story = get_int(q) != 0;
	return 0;
}

/*
 * A rumor is restored with all its items or it would be another one: with an
 * item come all rumors that it is in, and all items of those. Official word is
 * of an official feed, or quoted well enough for one of the upper grades.
 */
#define STORED_COLUMNS \
	"i.id, i.feed, i.guid, i.url, i.title, i.text, i.links, i.author," \
	" i.lang, i.published_at, i.first_seen_at, j.class, j.rumor_score," \
	" j.settles, j.noise, j.lang, j.story, j.copy_of, j.turn, j.flagged," \
	" j.attributed, j.score, j.threshold, j.rule, j.detail," \
	" j.nearest_other, j.against_rule, j.against_detail"

static const char live_items[] =
    "WITH RECURSIVE live (kind, id) AS ("
    " SELECT 'item', t.item FROM story s JOIN judgement t ON t.story = s.id"
    "  WHERE s.last_at >= ?1"
    " UNION SELECT 'item', c.item FROM item n JOIN claim c ON c.item = n.id"
    "  WHERE n.published_at >= ?2"
    " UNION SELECT 'item', w.id FROM item w JOIN feed f ON f.id = w.feed"
    "  WHERE w.published_at >= ?3 AND EXISTS (SELECT 1 FROM claim c"
    "   WHERE c.item = w.id AND (f.role = 'official'"
    "   OR c.grade IN ('A', 'B')))"
    " UNION SELECT 'item', item FROM ruling_claim"
    " UNION SELECT 'item', item FROM unfolded"
    " UNION SELECT 'rumor', id FROM rumor"
    "  WHERE status IN ('open', 'corroborated') OR settled_at >= ?3"
    " UNION SELECT 'rumor', m.rumor FROM live"
    "  JOIN rumor_member m ON m.item = live.id WHERE live.kind = 'item'"
    " UNION SELECT 'item', m.item FROM live"
    "  JOIN rumor_member m ON m.rumor = live.id"
    "  WHERE live.kind = 'rumor')"
    " SELECT i.id, EXISTS (SELECT 1 FROM story s"
    "  WHERE s.id = j.story AND s.last_at >= ?1)"
    " FROM live JOIN item i ON i.id = live.id AND live.kind = 'item'"
    " JOIN judgement j ON j.item = i.id"
    " ORDER BY j.turn, i.published_at, i.id";

static const char item_of_id[] = "SELECT " STORED_COLUMNS ", 1 FROM judgement j"
				 " JOIN item i ON i.id = j.item"
				 " WHERE j.item = ? ORDER BY j.item";

/* Whoever is called for each item. */
struct caller {
	void (*each)(void *arg, const struct stored_item *);
	void *arg;
};

/* The next row, with all that belongs to it. 1: there was one. */
static int call_next(struct store *s, struct query *q,
    const struct sources *sources, const bool *live_story,
    const struct caller *to, struct err *e)
{
	struct stored_item stored;
	struct analysis an = {0};
	struct arena a;
	int rc = query_step(q, e);

	if (rc <= 0)
		return rc;
	arena_init(&a);
	rc = read_item(q, &a, sources, &stored, &an, e);
	if (!rc)
		rc = read_parts(s, &a, &stored, &an, e);
	if (!rc && live_story)
		stored.live_story = *live_story;
	if (!rc)
		to->each(to->arg, &stored);
	arena_free(&a);
	return rc ? -1 : 1;
}

/* The rows of an open query. */
static int call_each(struct store *s, struct query *q,
    void (*each)(void *arg, const struct stored_item *), void *arg,
    struct err *e)
{
	const struct caller to = {each, arg};
	struct arena kept;
	struct sources sources = {0};
	int rc;

	arena_init(&kept);
	rc = read_sources(s, &kept, &sources, e);
	while (!rc) {
		rc = call_next(s, q, &sources, NULL, &to, e);
		if (rc <= 0)
			break;
		rc = 0;
	}
	query_end(q);
	arena_free(&kept);
	return rc;
}

/* --- what is live, in steps --- */

struct live_item {
	int64_t id;
	bool live_story;
};

struct replay {
	struct store *store;
	struct arena arena;
	struct sources sources;
	struct live_item *items;
	size_t count, at;
};

static int list_live(
    struct replay *r, const struct replay_since *since, struct err *e)
{
	struct query q;
	size_t cap = 0;
	int rc;

	if (query_open(&q, r->store, live_items, e))
		return -1;
	put_int(&q, since->stories);
	put_int(&q, since->claims);
	put_int(&q, since->word);
	while ((rc = query_step(&q, e)) > 0) {
		r->items =
		    mem_room(r->items, r->count, &cap, sizeof(*r->items));
		r->items[r->count].id = get_int(&q);
		r->items[r->count++].live_story = get_int(&q) != 0;
	}
	query_end(&q);
	return rc;
}

int store_replay_open(struct store *s, const struct replay_since *since,
    struct replay **out, struct err *e)
{
	struct replay *r = mem_alloc(sizeof(*r));

	r->store = s;
	arena_init(&r->arena);
	*out = NULL;
	if (read_sources(s, &r->arena, &r->sources, e) ||
	    list_live(r, since, e)) {
		store_replay_close(r);
		return -1;
	}
	*out = r;
	return 0;
}

void store_replay_close(struct replay *r)
{
	if (!r)
		return;
	arena_free(&r->arena);
	free(r->items);
	free(r);
}

int store_replay_some(struct replay *r, size_t most,
    void (*each)(void *arg, const struct stored_item *), void *arg,
    struct err *e)
{
	const struct caller to = {each, arg};

	for (; most > 0 && r->at < r->count; most--) {
		const struct live_item *item = &r->items[r->at++];
		struct query q;
		int rc;

		if (query_open(&q, r->store, item_of_id, e))
			return -1;
		put_int(&q, item->id);
		rc = call_next(
		    r->store, &q, &r->sources, &item->live_story, &to, e);
		query_end(&q);
		if (rc < 0)
			return -1;
	}
	return r->at < r->count;
}

int store_items_replay(struct store *s, const struct replay_since *since,
    void (*each)(void *arg, const struct stored_item *), void *arg,
    struct err *e)
{
	struct replay *r;
	int rc;

	if (store_replay_open(s, since, &r, e))
		return -1;
	rc = store_replay_some(r, SIZE_MAX, each, arg, e);
	store_replay_close(r);
	return rc;
}

int store_item_nth(struct store *s, size_t n, int64_t *at, struct err *e)
{
	struct query q;
	int rc;

	*at = 0;
	if (query_open(&q, s,
		"SELECT published_at FROM item ORDER BY published_at DESC"
		" LIMIT 1 OFFSET ?",
		e))
		return -1;
	put_int(&q, (int64_t)n - 1);
	rc = query_step(&q, e);
	if (rc > 0)
		*at = get_int(&q);
	query_end(&q);
	return rc < 0 ? -1 : 0;
}

int store_stories_replay(struct store *s, int64_t story, int64_t other,
    void (*each)(void *arg, const struct stored_item *), void *arg,
    struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"SELECT " STORED_COLUMNS ", 1 FROM judgement j"
		" JOIN item i ON i.id = j.item WHERE j.story IN (?, ?)"
		" ORDER BY i.published_at, i.id",
		e))
		return -1;
	put_int(&q, story);
	put_int(&q, other);
	return call_each(s, &q, each, arg, e);
}

int store_items_judged(struct store *s, struct judged_at after, size_t limit,
    void (*each)(void *arg, const struct stored_item *), void *arg,
    struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"SELECT " STORED_COLUMNS ", 1 FROM judgement j"
		" JOIN item i ON i.id = j.item WHERE (j.turn, j.item) > (?, ?)"
		" ORDER BY j.turn, j.item LIMIT ?",
		e))
		return -1;
	put_int(&q, after.turn);
	put_int(&q, after.item);
	put_int(&q, (int64_t)limit);
	return call_each(s, &q, each, arg, e);
}

int store_item_stored(struct store *s, int64_t item,
    void (*each)(void *arg, const struct stored_item *), void *arg,
    struct err *e)
{
	struct query q;

	if (query_open(&q, s, item_of_id, e))
		return -1;
	put_int(&q, item);
	return call_each(s, &q, each, arg, e);
}

int store_judged_count(struct store *s, size_t *n, struct err *e)
{
	struct query q;
	int rc;

	*n = 0;
	if (query_open(&q, s, "SELECT count(*) FROM judgement", e))
		return -1;
	rc = query_step(&q, e);
	if (rc > 0) {
		*n = (size_t)get_int(&q);
		query_end(&q);
	}
	return rc < 0 ? -1 : 0;
}
