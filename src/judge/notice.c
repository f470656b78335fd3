/* How the latest items of each source began and ended, word by word. */
#include "judge/notice.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"

#define RECENT	     4	 /* items of a source */
#define NOTICE_LEAST 8	 /* words: fewer are a phrase */
#define HEAD_WORDS   48	 /* that a notice above has at most */
#define TAIL_WORDS   160 /* and one below */
#define TITLE_WORDS  24
#define TITLE_BYTES  4 /* shorter words say little */
#define SOURCES_MOST 4096

/* Hashes of words: of the title, of the text's beginning and its end. */
struct ends {
	int64_t item;
	const uint32_t *title, *head, *tail;
	uint32_t title_count, head_count, tail_count;
};

struct recent {
	struct ends *items[RECENT]; /* each with its hashes; NULL: none yet */
	size_t next;		    /* to be replaced */
};

struct notices {
	struct map by_source; /* struct recent */
};

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static uint32_t read_title(const struct prose *p, uint32_t title[TITLE_WORDS])
{
	uint32_t n = 0;

	for (size_t i = 0; i < p->word_count && n < TITLE_WORDS; i++)
		if (p->words[i].end - p->words[i].start >= TITLE_BYTES ||
		    p->words[i].kind == TOKEN_CJK)
			title[n++] = p->hashes[i];
	return n;
}

/* Points to the text's own hashes. */
static void read_ends(
    struct ends *e, const struct itemtext *t, uint32_t title[TITLE_WORDS])
{
	const struct prose *p = &t->field[FIELD_TEXT];

	*e = (struct ends){.item = t->item->id, .title = title};
	e->title_count = read_title(&t->field[FIELD_TITLE], title);
	e->head_count = (uint32_t)least(p->word_count, HEAD_WORDS);
	e->tail_count = (uint32_t)least(p->word_count, TAIL_WORDS);
	e->head = p->hashes;
	e->tail = p->hashes + p->word_count - e->tail_count;
}

static const uint32_t *append(uint32_t **to, const uint32_t *from, size_t n)
{
	uint32_t *at = *to;

	if (n)
		memcpy(at, from, n * sizeof(*at));
	*to += n;
	return at;
}

/* A copy in one block, no larger than the item is long. */
static struct ends *keep(const struct ends *e)
{
	size_t words = e->title_count + e->head_count + e->tail_count;
	struct ends *kept = mem_alloc(sizeof(*kept) + words * sizeof(uint32_t));
	uint32_t *at = (uint32_t *)(kept + 1);

	*kept = *e;
	kept->title = append(&at, e->title, e->title_count);
	kept->head = append(&at, e->head, e->head_count);
	kept->tail = append(&at, e->tail, e->tail_count);
	return kept;
}

/* Half of the shorter one's words: the same article, told again. */
static bool titles_alike(const struct ends *a, const struct ends *b)
{
	size_t common = 0;

	for (size_t i = 0; i < a->title_count; i++)
		for (size_t j = 0; j < b->title_count; j++)
			if (a->title[i] == b->title[j]) {
				common++;
				break;
			}
	return 2 * common >= least(a->title_count, b->title_count);
}

static size_t same_head(const struct ends *a, const struct ends *b)
{
	size_t n = least(a->head_count, b->head_count), i = 0;

	while (i < n && a->head[i] == b->head[i])
		i++;
	return i;
}

static size_t same_tail(const struct ends *a, const struct ends *b)
{
	size_t n = least(a->tail_count, b->tail_count), i = 0;

	while (i < n &&
	       a->tail[a->tail_count - 1 - i] == b->tail[b->tail_count - 1 - i])
		i++;
	return i;
}

/* How many words above and below are a notice. */
static void find(
    const struct recent *r, const struct ends *e, size_t *above, size_t *below)
{
	for (size_t i = 0; i < RECENT; i++) {
		const struct ends *other = r->items[i];
		size_t head, tail;

		if (!other || other->item == e->item || titles_alike(e, other))
			continue;
		head = same_head(e, other);
		tail = same_tail(e, other);
		if (head >= NOTICE_LEAST && head > *above)
			*above = head;
		if (tail >= NOTICE_LEAST && tail > *below)
			*below = tail;
	}
}

static void cut(struct prose *p, size_t above, size_t below)
{
	above = least(above, p->word_count);
	below = least(below, p->word_count - above);
	p->words += above;
	p->hashes += above;
	p->word_count -= above + below;
}

static struct recent *recent_of(struct notices *n, const char *source)
{
	struct recent *r = map_get(&n->by_source, source);

	if (r || n->by_source.count == SOURCES_MOST)
		return r;
	r = mem_alloc(sizeof(*r));
	map_put(&n->by_source, source, r);
	return r;
}

void notices_trim(struct notices *n, struct itemtext *t)
{
	const char *source = t->item->source->slug;
	struct recent *r = source && *source ? recent_of(n, source) : NULL;
	size_t above = 0, below = 0;
	uint32_t title[TITLE_WORDS];
	struct ends e;

	if (!r || !t->field[FIELD_TEXT].word_count)
		return;
	read_ends(&e, t, title);
	find(r, &e, &above, &below);
	cut(&t->field[FIELD_TEXT], above, below);
	free(r->items[r->next]);
	r->items[r->next] = keep(&e);
	r->next = (r->next + 1) % RECENT;
}

struct notices *notices_new(void)
{
	return mem_alloc(sizeof(struct notices));
}

void notices_free(struct notices *n)
{
	const struct map_entry *e;

	if (!n)
		return;
	for (size_t i = 0; (e = map_next(&n->by_source, &i)) != NULL;) {
		struct recent *r = e->value;

		for (size_t k = 0; k < RECENT; k++)
			free(r->items[k]);
		free(r);
	}
	map_free(&n->by_source);
	free(n);
}
