/* What judgement made of an item: written whole, replaced whole. */
#include <string.h>

#include "store/db.h"
#include "store/judgedrow.h"
#include "store/store.h"

/* --- words --- */

static const char *const field_words[] = {"title", "text"};
static const char *const grade_words[] = {"A", "B", "C", "D", "U"};

static int word_find(const char *const *words, int n, const char *word)
{
	for (int i = 0; word && i < n; i++)
		if (!strcmp(words[i], word))
			return i;
	return -1;
}

static const char *field_word(enum field f)
{
	return field_words[f];
}

int field_parse(const char *word, enum field *f)
{
	int i = word_find(field_words, 2, word);

	*f = i > 0 ? FIELD_TEXT : FIELD_TITLE;
	return i < 0 ? -1 : 0;
}

const char *grade_word(enum grade g)
{
	return grade_words[g];
}

int grade_parse(const char *word, enum grade *g)
{
	int i = word_find(grade_words, 5, word);

	*g = i < 0 ? GRADE_D : (enum grade)i;
	return i < 0 ? -1 : 0;
}

/* --- the parts of an analysis --- */

static int put_hedge(struct store *s, int64_t item, size_t n,
    const struct hedge *h, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO hedge (item, n, field, start, stop, class, weight)"
		" VALUES (?, ?, ?, ?, ?, ?, ?)",
		e))
		return -1;
	put_int(&q, item);
	put_int(&q, (int64_t)n);
	put_text(&q, field_word(h->field));
	put_int(&q, h->span.start);
	put_int(&q, h->span.end);
	put_text(&q, h->class);
	put_real(&q, h->weight);
	return query_run(&q, e);
}

static void put_span(struct query *q, struct span span)
{
	put_int(q, span.start);
	put_int(q, span.end);
}

static int put_attribution(struct store *s, int64_t item, size_t n,
    const struct attribution *t, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO attribution (item, n, field, source_start,"
		" source_stop, cue_start, cue_stop, content_start,"
		" content_stop, kind, tipster, name, vendor, via)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		e))
		return -1;
	put_int(&q, item);
	put_int(&q, (int64_t)n);
	put_text(&q, field_word(t->field));
	put_span(&q, t->source);
	put_span(&q, t->cue);
	put_span(&q, t->content);
	put_text(&q, origin_kind_name(t->kind));
	put_text(&q, t->id);
	put_text(&q, t->name);
	put_text(&q, t->vendor);
	put_int(&q, t->via);
	return query_run(&q, e);
}

static const char *words_text(struct store *s, const struct claim *c)
{
	struct buf *b = &s->scratch;

	buf_clear(b);
	for (size_t i = 0; i < c->word_count; i++)
		buf_printf(b, "%s\n", c->words[i]);
	return buf_text(b);
}

static int put_claim(struct store *s, int64_t item, size_t n,
    const struct claim *c, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO claim (item, n, aspect, vendor, product, version,"
		" value, window_from, window_to, modality, grade, attribution,"
		" own_guess, background, field, start, stop, text, words,"
		" in_use, presents, titled, due)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		" ?, ?, ?, ?, ?, ?)",
		e))
		return -1;
	put_int(&q, item);
	put_int(&q, (int64_t)n);
	put_text(&q, aspect_name(c->aspect));
	put_text(&q, c->vendor);
	put_text(&q, c->product);
	put_text(&q, c->version);
	put_text(&q, c->value);
	put_int(&q, c->window.from);
	put_int(&q, c->window.to);
	put_text(&q, modality_name(c->modality));
	put_text(&q, grade_word(c->grade));
	put_int(&q, c->attribution);
	put_int(&q, c->own_guess);
	put_int(&q, c->background);
	put_text(&q, field_word(c->field));
	put_span(&q, c->sentence);
	put_text(&q, c->text);
	put_text(&q, words_text(s, c));
	put_int(&q, c->in_use);
	put_int(&q, c->presents);
	put_int(&q, c->titled);
	put_int(&q, c->by);
	return query_run(&q, e);
}

static int put_parts(
    struct store *s, int64_t item, const struct analysis *a, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; i < a->hedge_count && !rc; i++)
		rc = put_hedge(s, item, i, &a->hedges[i], e);
	for (size_t i = 0; i < a->attribution_count && !rc; i++)
		rc = put_attribution(s, item, i, &a->attributions[i], e);
	for (size_t i = 0; i < a->claim_count && !rc; i++)
		rc = put_claim(s, item, i, &a->claims[i], e);
	return rc;
}

/* --- the judgement itself --- */

static int delete_old(struct store *s, int64_t item, struct err *e)
{
	struct query q;

	if (query_open(&q, s, "DELETE FROM judgement WHERE item = ?", e))
		return -1;
	put_int(&q, item);
	return query_run(&q, e);
}

/* turn: 0 for the next one. */
static int put_judgement(struct store *s, int64_t item,
    const struct analysis *a, const struct placement *p, int64_t turn,
    struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO judgement (item, class, rumor_score, settles,"
		" noise, lang, story, copy_of, score, threshold, rule, detail,"
		" nearest_other, against_rule, against_detail, turn)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		" coalesce(?, (SELECT coalesce(max(turn), 0) + 1"
		"  FROM judgement)))",
		e))
		return -1;
	put_int(&q, item);
	put_text(&q, item_class_name(a->class));
	put_real(&q, a->rumor_score);
	put_int(&q, a->settles);
	put_int(&q, a->noise);
	put_text(&q, a->lang);
	put_int(&q, p->story);
	put_id(&q, p->copy_of);
	put_real(&q, p->score);
	put_real(&q, p->threshold);
	put_text(&q, p->reason.rule);
	put_text(&q, p->reason.detail);
	put_id(&q, p->nearest_other);
	put_text(&q, p->against.rule);
	put_text(&q, p->against.detail);
	put_id(&q, turn);
	return query_run(&q, e);
}

/* The date it is judged by: of a revision the moment it was made. */
static int put_date(struct store *s, const struct item *item, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"UPDATE item SET published_at = ?1"
		" WHERE id = ?2 AND published_at <> ?1",
		e))
		return -1;
	put_int(&q, item->published_at);
	put_int(&q, item->id);
	return query_run(&q, e);
}

static int place_of(
    struct store *s, int64_t item, int64_t *story, int64_t *turn, struct err *e)
{
	struct query q;
	int rc = query_find(&q, s,
	    "SELECT story, turn FROM judgement WHERE item = ? ORDER BY item",
	    item, e);

	*story = *turn = 0;
	if (rc)
		return rc < 0 ? -1 : 0;
	*story = get_int(&q);
	*turn = get_int(&q);
	query_end(&q);
	return 0;
}

int store_item_story(
    struct store *s, int64_t item, int64_t *story, struct err *e)
{
	int64_t turn;

	return place_of(s, item, story, &turn, e);
}

static int drop_story(struct store *s, int64_t story, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"DELETE FROM story WHERE id = ?1 AND NOT EXISTS"
		" (SELECT 1 FROM judgement WHERE story = ?1 LIMIT 1)",
		e))
		return -1;
	put_int(&q, story);
	return query_run(&q, e);
}

/*
 * The headline is of no copy and no guide; not the loudest ("!", "?"); the one
 * that says most exactly what it is about (a number, or a product and a version
 * that it claims something of), and of these the first.
 */
#define HEADLINE_FIRST \
	" ORDER BY j.copy_of IS NOT NULL, j.noise," \
	" i.title GLOB '*[!?！？]*' OR i.title = upper(i.title)" \
	"  AND i.title <> lower(i.title)," \
	" NOT (i.title GLOB '*[0-9]*' OR EXISTS (SELECT 1 FROM claim c" \
	"  WHERE c.item = i.id AND c.field = 'title'" \
	"  AND c.product IS NOT NULL AND c.version IS NOT NULL))," \
	" i.published_at, i.id LIMIT 1"

static int refresh(struct store *s, int64_t story, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"INSERT INTO story (id, headline_item, item_count,"
		" outlet_count, copy_count, first_at, last_at)"
		" SELECT ?1, (SELECT i.id FROM judgement j"
		"  JOIN item i ON i.id = j.item WHERE j.story = ?1" HEADLINE_FIRST
		" ), count(*), count(DISTINCT i.feed),"
		" count(j.copy_of), min(i.published_at), max(i.published_at)"
		" FROM judgement j JOIN item i ON i.id = j.item"
		" WHERE j.story = ?1 GROUP BY j.story ORDER BY j.story"
		" ON CONFLICT (id) DO UPDATE SET"
		" headline_item = excluded.headline_item,"
		" item_count = excluded.item_count,"
		" outlet_count = excluded.outlet_count,"
		" copy_count = excluded.copy_count,"
		" first_at = excluded.first_at, last_at = excluded.last_at",
		e))
		return -1;
	put_int(&q, story);
	return query_run(&q, e) ? -1 : drop_story(s, story, e);
}

/*
 * The same for one item more, so that a long story costs no more than a short
 * one. *done: there was such a story. (The + has the story's items looked at,
 * and not all that the feed ever had.)
 */
static int add_to_story(
    struct store *s, int64_t story, int64_t item, bool *done, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"UPDATE story SET item_count = item_count + 1,"
		" outlet_count = outlet_count + NOT EXISTS (SELECT 1"
		"  FROM judgement k JOIN item o ON o.id = k.item"
		"  WHERE k.story = ?1 AND +o.feed = n.feed AND o.id <> ?2),"
		" copy_count = copy_count + (a.copy_of IS NOT NULL),"
		" first_at = min(first_at, n.published_at),"
		" last_at = max(last_at, n.published_at),"
		" headline_item = (SELECT i.id FROM item i"
		"  JOIN judgement j ON j.item = i.id"
		"  WHERE i.id IN (headline_item, ?2)" HEADLINE_FIRST ")"
		" FROM item n JOIN judgement a ON a.item = n.id"
		" WHERE story.id = ?1 AND n.id = ?2",
		e))
		return -1;
	put_int(&q, story);
	put_int(&q, item);
	if (query_run(&q, e))
		return -1;
	*done = sqlite3_changes(s->db) > 0;
	return 0;
}

/* It has told an item more, and nothing else of it is different. */
static int story_grew(
    struct store *s, int64_t story, int64_t item, struct err *e)
{
	bool done = false;

	if (map_get_n(&s->stale, &story, sizeof(story)))
		return 0;
	if (add_to_story(s, story, item, &done, e))
		return -1;
	if (!done)
		story_touch(s, story);
	return 0;
}

void story_touch(struct store *s, int64_t story)
{
	map_put_n(&s->stale, &story, sizeof(story), s);
}

int stories_refresh(struct store *s, struct err *e)
{
	const struct map_entry *m;
	int64_t story;
	int rc = 0;

	for (size_t i = 0; !rc && (m = map_next(&s->stale, &i)) != NULL;) {
		memcpy(&story, m->key, sizeof(story));
		rc = refresh(s, story, e);
	}
	map_free(&s->stale);
	return rc;
}

static int put_judged(struct store *s, const struct item *item,
    const struct analysis *a, const struct placement *p, bool again,
    struct err *e)
{
	int64_t old, turn;
	bool own;
	int rc = unit_open(s, &own, e);

	if (rc)
		return rc;
	rc = place_of(s, item->id, &old, &turn, e);
	if (!rc && old)
		rc = delete_old(s, item->id, e);
	if (!rc)
		rc = put_date(s, item, e);
	if (!rc)
		rc = put_judgement(s, item->id, a, p, again ? turn : 0, e);
	if (!rc)
		rc = put_parts(s, item->id, a, e);
	if (!rc)
		rc = store_note_id(s, "story", p->story, e);
	if (!rc && !old && !again)
		rc = story_grew(s, p->story, item->id, e);
	else
		story_touch(s, p->story);
	if (old)
		story_touch(s, old);
	return unit_close(s, own, rc, e);
}

int store_item_judged(struct store *s, const struct item *item,
    const struct analysis *a, const struct placement *p, struct err *e)
{
	return put_judged(s, item, a, p, false, e);
}

int store_item_rejudged(struct store *s, const struct item *item,
    const struct analysis *a, const struct placement *p, struct err *e)
{
	return put_judged(s, item, a, p, true, e);
}

int store_item_flag(struct store *s, int64_t item, bool flagged,
    const char *attributed, struct err *e)
{
	struct query q;

	if (query_open(&q, s,
		"UPDATE judgement SET flagged = ?1, attributed = ?2"
		" WHERE item = ?3 AND (flagged <> ?1"
		" OR attributed IS NOT ?2)",
		e))
		return -1;
	put_int(&q, flagged);
	put_text(&q, attributed);
	put_int(&q, item);
	return query_run(&q, e);
}
