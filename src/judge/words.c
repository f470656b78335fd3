/*
 * From an item to its words: every word of title and text is offered to the
 * own words, to the pivot and to the running window of shingles.
 */
#include "judge/words.h"

#include <math.h>
#include <string.h>

#define XXH_INLINE_ALL /* words are short: a call costs more than the hash */
#include <xxhash.h>

#include "judge/sense.h"
#include "judge/wordlist.h"
#include "text/utf8.h"

#define TITLE_WEIGHT 1.6f
/* Text past the lead says less and less what the story is. */
#define LEAD_WORDS     80
#define BODY_WEIGHT    0.6f
#define SHINGLE_WORDS  3
#define NUMBERS_ASTRAY 3    /* one in so many may differ in a copy */
#define SHINGLE_LEAST  6    /* fewer tell nothing */
#define STEM_BYTES     7    /* longer words are cut: their endings vary */
#define COGNATE_BYTES  5    /* what related languages have in common */
#define PIVOT_NAME     1.0f /* a capital or a Latin word among Chinese ones */
#define PIVOT_NUMBER   3.0f
#define PIVOT_COGNATE  0.8f
#define PIVOT_SENSE    1.6f
#define PIVOT_MEANING  0.6f
#define CJK_WORD       3 /* pairs that a word of a list may begin with */

/* Seeds keep the kinds of keys apart. */
enum { SEED_WORD = 1, SEED_NUMBER, SEED_COGNATE, SEED_SENSE, SEED_SHINGLE };

struct counts {
	struct counted *list;
	size_t n, cap;
};

struct reader {
	struct arena *arena;
	const struct senses *senses;
	const struct wordlists *lists; /* or NULL */
	const char *lang;
	unsigned stop; /* list of the language */
	bool english;
	bool cjk;
	struct counts terms, pivot;
	uint64_t window[SHINGLE_WORDS];
	size_t window_fill;
	uint32_t *shingles;
	size_t shingle_count, shingle_cap;
	size_t length;
	uint32_t numbers[NUMBERS_MAX];
	size_t number_count;
};

static uint32_t key_of(const char *s, size_t n, uint64_t seed)
{
	return (uint32_t)XXH3_64bits_withSeed(s, n, seed);
}

static void count_as(struct reader *r, struct counts *c, uint32_t key,
    const char *text, size_t n, float weight)
{
	c->list =
	    arena_room(r->arena, c->list, c->n, &c->cap, sizeof(*c->list));
	c->list[c->n++] = (struct counted){key, weight, text, n};
}

static void count(struct reader *r, struct counts *c, const char *s, size_t n,
    uint64_t seed, float weight)
{
	count_as(r, c, key_of(s, n, seed), s, n, weight);
}

/* --- shingles --- */

static void push_shingle(struct reader *r, const char *s, size_t n)
{
	uint64_t window[SHINGLE_WORDS];

	memmove(r->window, r->window + 1,
	    (SHINGLE_WORDS - 1) * sizeof(r->window[0]));
	r->window[SHINGLE_WORDS - 1] = XXH3_64bits_withSeed(s, n, SEED_SHINGLE);
	if (++r->window_fill < SHINGLE_WORDS)
		return;
	memcpy(window, r->window, sizeof(window));
	r->shingles = arena_room(r->arena, r->shingles, r->shingle_count,
	    &r->shingle_cap, sizeof(*r->shingles));
	r->shingles[r->shingle_count++] =
	    (uint32_t)XXH3_64bits(window, sizeof(window));
}

static bool at_level(uint32_t hash, unsigned level)
{
	return (hash & ((1u << level) - 1)) == 0;
}

/*
 * Sorts what is hashes, and so evenly spread: each is put about where it
 * belongs, and moved the few places that it is away from there.
 */
static void sort_hashes(struct arena *arena, uint32_t *hashes, size_t n)
{
	uint32_t *from = arena_array(arena, n + 2, sizeof(*from));
	uint32_t *copy = arena_copy(arena, hashes, n * sizeof(*hashes));

	for (size_t i = 0; i < n; i++)
		from[((uint64_t)hashes[i] * n >> 32) + 2]++;
	for (size_t i = 2; i < n + 2; i++)
		from[i] += from[i - 1];
	for (size_t i = 0; i < n; i++)
		hashes[from[((uint64_t)copy[i] * n >> 32) + 1]++] = copy[i];
	for (size_t i = 1; i < n; i++) {
		uint32_t hash = hashes[i];
		size_t at = i;

		for (; at > 0 && hashes[at - 1] > hash; at--)
			hashes[at] = hashes[at - 1];
		hashes[at] = hash;
	}
}

/* Sorts in place; returns how many are left once each. */
static size_t sort_unique(struct arena *arena, uint32_t *hashes, size_t n)
{
	size_t kept = 0;

	sort_hashes(arena, hashes, n);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || hashes[i] != hashes[kept - 1])
			hashes[kept++] = hashes[i];
	return kept;
}

static size_t count_at_level(const uint32_t *hashes, size_t n, unsigned level)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += at_level(hashes[i], level);
	return count;
}

/* The sparsest level at which no more than SHINGLES_MAX are left. */
static void sample_shingles(struct reader *r, struct shingles *out)
{
	size_t n = r->shingle_count, kept = 0;
	size_t head = n < SHINGLES_HEAD ? n : SHINGLES_HEAD;
	unsigned level = 0;

	if (n == 0)
		return;
	out->head =
	    arena_copy(r->arena, r->shingles, head * sizeof(*r->shingles));
	out->head_count = (uint16_t)sort_unique(r->arena, out->head, head);
	out->is_short = n < 2 * SHINGLES_HEAD;
	n = sort_unique(r->arena, r->shingles, n);
	while (count_at_level(r->shingles, n, level) > SHINGLES_MAX)
		level++;
	for (size_t i = 0; i < n; i++)
		if (at_level(r->shingles[i], level))
			r->shingles[kept++] = r->shingles[i];
	out->hashes = r->shingles;
	out->count = (uint16_t)kept;
	out->level = (uint16_t)level;
}

static double share_of(unsigned common, unsigned of)
{
	return of < SHINGLE_LEAST ? 0 : (double)common / of;
}

/*
 * The share of the smaller sample that both have, at the level. It goes on
 * no longer than it can come to `least`.
 */
static double contained(const uint32_t *a, size_t a_n, const uint32_t *b,
    size_t b_n, unsigned level, double least, unsigned *common, unsigned *of)
{
	size_t in_a = count_at_level(a, a_n, level);
	size_t in_b = count_at_level(b, b_n, level);
	unsigned fewer = (unsigned)(in_a < in_b ? in_a : in_b), both = 0;
	size_t i = 0, j = 0;

	while (i < a_n && j < b_n) {
		size_t left = a_n - i < b_n - j ? a_n - i : b_n - j;

		/* most pairs have nothing in common: no use in going on */
		if ((i & 15) == 0 && (double)(both + left) < fewer * least)
			break;
		both += a[i] == b[j] && at_level(a[i], level);
		left = a[i] <= b[j];
		j += b[j] <= a[i];
		i += left;
	}
	*common = both;
	*of = fewer;
	return share_of(both, fewer);
}

double shingles_containment(const struct shingles *a, const struct shingles *b,
    double least, unsigned *common, unsigned *of)
{
	unsigned level = a->level > b->level ? a->level : b->level;
	const uint32_t *a_head = a->level ? a->head : a->hashes;
	const uint32_t *b_head = b->level ? b->head : b->hashes;
	unsigned head_common, head_of;
	double share = contained(
	    a->hashes, a->count, b->hashes, b->count, level, least, common, of);
	double head;

	if (level == 0 || (!a->is_short && !b->is_short))
		return share;
	head = contained(a_head, a->level ? a->head_count : a->count, b_head,
	    b->level ? b->head_count : b->count, 0, least, &head_common,
	    &head_of);
	if (head <= share)
		return share;
	*common = head_common;
	*of = head_of;
	return head;
}

/* By the high bits: in a sparse sample the low ones are all the same. */
static unsigned sketch_bit(uint32_t hash)
{
	return hash / (UINT32_MAX / SKETCH_BITS + 1);
}

void shingles_sketch(const struct shingles *s, struct sketch *out)
{
	*out = (struct sketch){{0}};
	for (size_t i = 0; i < s->count; i++) {
		unsigned bit = sketch_bit(s->hashes[i]);

		out->bits[bit / 64] |= UINT64_C(1) << bit % 64;
	}
}

bool shingles_apart(const struct shingles *sketched,
    const struct sketch *sketch, const struct shingles *other, double least)
{
	unsigned level =
	    sketched->level > other->level ? sketched->level : other->level;
	size_t ours, theirs = 0, both = 0;

	if (level && (sketched->is_short || other->is_short))
		return false; /* their beginnings decide */
	ours = count_at_level(sketched->hashes, sketched->count, level);
	for (size_t i = 0; i < other->count; i++) {
		unsigned bit = sketch_bit(other->hashes[i]);
		bool counts = at_level(other->hashes[i], level);

		theirs += counts;
		both += counts & (sketch->bits[bit / 64] >> bit % 64 & 1);
	}
	return (double)both < (double)(ours < theirs ? ours : theirs) * least;
}

/* --- numbers --- */

static void note_number(struct reader *r, const char *s, size_t n)
{
	if (r->number_count == NUMBERS_MAX)
		return;
	for (size_t i = 0; i < n; i++)
		if (s[i] >= '0' && s[i] <= '9') {
			r->numbers[r->number_count++] =
			    key_of(s, n, SEED_NUMBER);
			return;
		}
}

static void gather_numbers(struct reader *r, struct numbers *out)
{
	out->hashes = arena_copy(r->arena, r->numbers, sizeof(r->numbers));
	out->count =
	    (uint16_t)sort_unique(r->arena, out->hashes, r->number_count);
}

bool numbers_agree(const struct numbers *a, const struct numbers *b)
{
	unsigned common = 0, least = a->count < b->count ? a->count : b->count;
	size_t i = 0, j = 0;

	while (i < a->count && j < b->count) {
		if (a->hashes[i] == b->hashes[j])
			common++;
		if (a->hashes[i] <= b->hashes[j])
			i++;
		else
			j++;
	}
	return (least - common) * NUMBERS_ASTRAY <= least;
}

/* --- titles --- */

#define TITLE_LEAST 3 /* words; fewer tell nothing */

static void gather_title(const struct reader *r, struct title_keys *out)
{
	for (size_t i = 0; i < r->terms.n && out->count < TITLE_KEYS; i++)
		out->keys[out->count++] = r->terms.list[i].key;
}

bool titles_apart(const struct title_keys *a, const struct title_keys *b)
{
	if (a->count < TITLE_LEAST || b->count < TITLE_LEAST)
		return false;
	for (size_t i = 0; i < a->count; i++)
		for (size_t j = 0; j < b->count; j++)
			if (a->keys[i] == b->keys[j])
				return false;
	return true;
}

/* --- words --- */

/* Where the word is cut, so that its inflections meet. */
static size_t stem(const struct reader *r, const char *s, size_t n)
{
	if (n > 4 && s[n - 1] == 's' && s[n - 2] != 's' && r->english)
		n--;
	return n > STEM_BYTES ? utf8_cut(s, STEM_BYTES) : n;
}

/* The first letters without their accents, ASCII only; 0 where it has none. */
static size_t cognate(const char *s, size_t n, char out[COGNATE_BYTES])
{
	static const char *const accents[] = {"àa", "áa", "âa", "ãa", "äa",
	    "çc", "èe", "ée", "êe", "ëe", "ìi", "íi", "îi", "ïi", "ñn", "òo",
	    "óo", "ôo", "õo", "öo", "ùu", "úu", "ûu", "üu"};
	size_t len = 0, i = 0;

	while (i < n && len < COGNATE_BYTES) {
		if ((unsigned char)s[i] < 0x80) {
			out[len++] = s[i] == 'k' ? 'c' : s[i];
			i++;
			continue;
		}
		for (size_t j = 0; j < sizeof(accents) / sizeof(accents[0]);
		     j++)
			if (i + 1 < n && memcmp(accents[j], s + i, 2) == 0)
				out[len++] = accents[j][2];
		i++;
		while (i < n && ((unsigned char)s[i] & 0xc0) == 0x80)
			i++;
	}
	return len;
}

static void count_pivot(
    struct reader *r, const char *s, size_t n, bool capital, float weight)
{
	char common[COGNATE_BYTES];
	size_t len = cognate(s, n, common);

	if (capital || r->cjk)
		count(r, &r->pivot, s, n, SEED_WORD, PIVOT_NAME * weight);
	if (n >= COGNATE_BYTES && len == COGNATE_BYTES)
		count_as(r, &r->pivot, key_of(common, len, SEED_COGNATE), s, n,
		    PIVOT_COGNATE * weight);
}

/* What the word means in every language, where that is known. */
static void count_sense(
    struct reader *r, const struct prose *p, size_t i, float weight)
{
	const char *means = sense_shared(sense_at(r->senses, p, i, NULL));

	if (means)
		count(r, &r->pivot, means, strlen(means), SEED_SENSE,
		    PIVOT_SENSE * weight);
}

/* What a list says that it means, in English: its keys are of that alone. */
static void count_meanings(
    struct reader *r, const char *s, size_t n, float weight)
{
	uint32_t keys[WORDLIST_MEANINGS];
	size_t found =
	    r->lists ? wordlists_find(r->lists, r->lang, s, n, keys) : 0;

	for (size_t i = 0; i < found; i++)
		count_as(r, &r->pivot, keys[i], s, n,
		    PIVOT_MEANING * weight / sqrtf((float)found));
}

/* A run of characters may be one word of the list: the longest is. */
static void count_cjk_meanings(
    struct reader *r, const struct prose *p, size_t i, float weight)
{
	const char *s = p->folded + p->words[i].start;
	uint32_t keys[WORDLIST_MEANINGS];
	const char *ends[CJK_WORD + 1];
	size_t n = 1;

	ends[0] = s;
	for (size_t j = i; n <= CJK_WORD && j < p->word_count &&
			   p->words[j].kind == TOKEN_CJK &&
			   p->folded + p->words[j].start <= ends[n - 1];
	     j++)
		ends[n++] = p->folded + p->words[j].end;
	while (r->lists && n-- > 1)
		if (wordlists_find(
			r->lists, r->lang, s, (size_t)(ends[n] - s), keys)) {
			count_meanings(r, s, (size_t)(ends[n] - s), weight);
			return;
		}
}

static void read_word(struct reader *r, const struct prose *p, size_t i,
    bool capital, float weight)
{
	enum token_kind kind = p->words[i].kind;
	const char *s = p->folded + p->words[i].start;
	size_t n = p->words[i].end - p->words[i].start;

	push_shingle(r, s, n);
	note_number(r, s, n);
	if (kind == TOKEN_NUMBER) {
		count(r, &r->terms, s, n, SEED_NUMBER, weight);
		if (n > 1)
			count(r, &r->pivot, s, n, SEED_NUMBER,
			    PIVOT_NUMBER * weight);
		r->length++;
		return;
	}
	if ((n == 1 && (unsigned char)*s < 0x80) ||
	    stop_word(r->stop, s, n, p->hashes[i]))
		return;
	r->length++;
	count_sense(r, p, i, weight);
	if (kind == TOKEN_CJK) {
		count_cjk_meanings(r, p, i, weight);
		count(r, &r->terms, s, n, SEED_WORD, weight);
		return;
	}
	count_meanings(r, s, n, weight);
	count_pivot(r, s, n, capital, weight);
	count_as(
	    r, &r->terms, key_of(s, stem(r, s, n), SEED_WORD), s, n, weight);
}

static bool is_capital(const char *original, uint32_t at)
{
	unsigned char c = (unsigned char)original[at];

	return (c >= 'A' && c <= 'Z') ||
	       (c == 0xc3 && (unsigned char)original[at + 1] < 0x9f);
}

static void read_field(struct reader *r, const struct prose *p, bool is_title)
{
	r->window_fill = 0;
	for (size_t i = 0; i < p->word_count; i++) {
		float weight = is_title		? TITLE_WEIGHT
			       : i < LEAD_WORDS ? 1
						: BODY_WEIGHT;

		read_word(r, p, i,
		    is_capital(p->text, p->map[p->words[i].start]), weight);
	}
}

/* Where the hash stands: guessed from its share of all, then sought near. */
static size_t place_of(const uint32_t *sorted, size_t n, uint32_t hash)
{
	size_t at = (uint64_t)hash * n >> 32;

	while (sorted[at] < hash)
		at++;
	while (sorted[at] > hash)
		at--;
	return at;
}

/* One term a key: its frequencies added up, and damped. */
static struct term *gather(struct reader *r, struct counts *c, size_t *n)
{
	struct term *terms = arena_array(r->arena, c->n + 1, sizeof(*terms));
	uint32_t *keys = arena_array(r->arena, c->n + 1, sizeof(*keys));
	size_t kept;

	for (size_t i = 0; i < c->n; i++)
		keys[i] = c->list[i].key;
	kept = sort_unique(r->arena, keys, c->n);
	for (size_t i = 0; i < kept; i++)
		terms[i].key = keys[i];
	for (size_t i = 0; i < c->n; i++) {
		size_t at = place_of(keys, kept, c->list[i].key);

		terms[at].weight += c->list[i].weight;
	}
	for (size_t i = 0; i < kept; i++)
		terms[i].weight = logf(1 + terms[i].weight);
	*n = kept;
	return terms;
}

static const struct counted *with_key(
    const struct counted *list, size_t n, uint32_t key)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].key == key)
			return &list[i];
	return NULL;
}

const char *words_name(struct arena *a, const struct words *w, uint32_t key)
{
	const struct counted *c = with_key(w->read, w->read_count, key);

	if (!c)
		c = with_key(w->pivot_read, w->pivot_read_count, key);
	return c ? arena_strndup(a, c->text, c->n) : "?";
}

/* Mostly Han or kana: its Latin words are names. */
static bool is_cjk_text(const char *s, size_t n)
{
	const char *end = s + n;
	size_t all = 0, cjk = 0;

	while (s < end && all < 400) {
		uint32_t c = utf8_next(&s, end);

		if (c > ' ') {
			all++;
			cjk += utf8_is_cjk(c);
		}
	}
	return cjk * 5 > all;
}

static void set_language(
    struct reader *r, const struct itemtext *text, char lang[LANG_BYTES])
{
	const struct prose *title = &text->field[FIELD_TITLE];
	const struct prose *body = &text->field[FIELD_TEXT];
	const struct item *item = text->item;
	const char *told = item->lang ? item->lang : item->source->lang;
	const char *known;

	r->cjk = is_cjk_text(title->text, title->n) ||
		 is_cjk_text(body->text, body->n);
	if (told && told[0] && told[1]) {
		lang[0] = (char)(told[0] | 0x20);
		lang[1] = (char)(told[1] | 0x20);
	} else {
		known = r->cjk ? "zh" : stop_language(body);
		memcpy(lang, known ? known : "en", 3);
	}
	r->stop = stop_list(lang);
	r->english = strcmp(lang, "en") == 0;
	r->lang = lang;
}

/*
 * "Not", "denies", in any language: one headline has it, and the same without
 * it is another story, however much the two have in common.
 */
static bool title_denies(const struct prose *title)
{
	static const char *const words[] = {" no ", " not ", "n't ", "cannot ",
	    " never ", " denies ", " denied ", " rejects ", " kein", " nicht ",
	    " dementiert", " sin ", " niega ", " desmiente ", " pas ",
	    " d\xc3\xa9ment ", " non ", " smentisce ", " n\xc3\xa3o ", " nega ",
	    " tidak ", " bukan ", " bantah", "\xe4\xb8\x8d", "\xe6\xb2\xa1",
	    "\xe6\x9c\xaa", "\xe5\x90\xa6\xe8\xae\xa4",
	    "\xe8\xbe\x9f\xe8\xb0\xa3", NULL};

	if (title->folded_n > 3 && strncmp(title->folded, "no ", 3) == 0)
		return true;
	return span_has(title->folded, title->folded_n, words);
}

void words_of(struct arena *arena, const struct lexicon *lexicon,
    const struct itemtext *text, struct words *out)
{
	struct reader r = {.arena = arena,
	    .senses = lexicon_senses(lexicon),
	    .lists = lexicon_wordlists(lexicon)};

	*out = (struct words){0};
	set_language(&r, text, out->lang);
	read_field(&r, &text->field[FIELD_TITLE], true);
	gather_title(&r, &out->title);
	out->denies = title_denies(&text->field[FIELD_TITLE]);
	read_field(&r, &text->field[FIELD_TEXT], false);
	out->terms = gather(&r, &r.terms, &out->term_count);
	out->pivot = gather(&r, &r.pivot, &out->pivot_count);
	out->read = r.terms.list;
	out->read_count = r.terms.n;
	out->pivot_read = r.pivot.list;
	out->pivot_read_count = r.pivot.n;
	sample_shingles(&r, &out->shingles);
	gather_numbers(&r, &out->numbers);
	out->length = r.length;
}
