/*
 * The rows of kin.tsv. A word of a row is compared with those of a text by
 * kinform.c; of a phrase each word is, and a hyphen is as good as a space.
 */
#include "judge/kin.h"

#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"
#include "judge/han.h"
#include "judge/kinform.h"
#include "judge/wordform.h"

struct member {
	const char *text; /* folded */
	size_t n;
	bool whole;  /* ends where a word ends; Chinese ones end anywhere */
	bool phrase; /* two words and more */
	struct member *next;	    /* of its row */
	struct member *next_phrase; /* of all rows */
	struct kin_row *row;
};

struct kin_row {
	struct member *first;
};

struct kin {
	struct arena arena;
	const struct han *han;
	struct map rows;   /* a word to its row */
	struct map *asked; /* a word, in whatever form, to its row or `none` */
	struct member *phrases;
};

static struct kin_row none;

struct kin *kin_new(const struct han *han)
{
	struct kin *k = mem_alloc(sizeof(*k));

	arena_init(&k->arena);
	k->han = han;
	k->asked = mem_alloc(sizeof(*k->asked));
	*k->asked = (struct map){0};
	return k;
}

void kin_free(struct kin *k)
{
	if (!k)
		return;
	map_free(&k->rows);
	map_free(k->asked);
	free(k->asked);
	arena_free(&k->arena);
	free(k);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static struct member *member_new(struct kin *k, const char *word)
{
	struct member *m = arena_alloc(&k->arena, sizeof(*m));

	m->text = han_fold(k->han, &k->arena, word, strlen(word), &m->n);
	m->whole = m->n > 0 && (unsigned char)m->text[0] < 0xe0;
	m->phrase = m->whole && strpbrk(m->text, " -") != NULL;
	return m;
}

/* The row that has one of the words already, in *found: NULL where none has. */
static int row_find(struct kin *k, const struct tsv_row *row,
    struct kin_row **found, struct err *err)
{
	const char *at = row->cell[0], *word;
	struct kin_row *known;

	*found = NULL;
	while (tsv_alternative(&k->arena, &at, &word)) {
		struct member *m = member_new(k, word);

		known = map_get_n(&k->rows, m->text, m->n);
		if (known && *found && known != *found)
			return tsv_error(row, err,
			    "\"%s\" and \"%s\" are in two rows",
			    (*found)->first->text, word);
		if (known)
			*found = known;
	}
	return 0;
}

/* A row with a word that is known adds its others to that one's. */
int kin_add(struct kin *k, const struct tsv_row *row, struct err *err)
{
	const char *at = row->cell[0], *word;
	struct kin_row *to;

	if (row_find(k, row, &to, err) != 0)
		return -1;
	if (!to)
		to = arena_alloc(&k->arena, sizeof(*to));
	while (tsv_alternative(&k->arena, &at, &word)) {
		struct member *m = member_new(k, word);

		if (m->n == 0 || map_get_n(&k->rows, m->text, m->n))
			continue;
		m->row = to;
		m->next = to->first;
		to->first = m;
		if (m->phrase) {
			m->next_phrase = k->phrases;
			k->phrases = m;
		}
		map_put_n(&k->rows, m->text, m->n, to);
	}
	return to->first ? 0 : tsv_error(row, err, "no words");
}

#define HEAD_BYTES     5 /* from so many on a compound's last word is meant */
#define COMPOUND_BYTES 7 /* ... also where it is written in one */

static size_t word_bytes(const char *s, size_t n)
{
	size_t len = 0;

	while (len < n && word_has_byte((unsigned char)s[len]))
		len++;
	return len;
}

/* May a word begin here? "50mp"; but not the "end" of "high-end". */
static bool begins(const char *s, size_t n, size_t at)
{
	if (at == 0)
		return true;
	if (s[at - 1] == '-')
		return word_bytes(s + at, n - at) >= HEAD_BYTES;
	return !word_has_byte((unsigned char)s[at - 1]) || is_digit(s[at - 1]);
}

/* How many bytes of the text from `at` on are the member; 0: they are not. */
static size_t member_at(
    const struct member *m, const char *s, size_t n, size_t at)
{
	size_t i = 0, start = at;

	while (i < m->n) {
		size_t want = word_bytes(m->text + i, m->n - i);
		size_t have = word_bytes(s + at, n - at);

		if (want == 0) { /* "&", "." */
			if (at >= n || s[at] != m->text[i])
				return 0;
			i++;
			at++;
			continue;
		}
		if (!kin_inflects(m->text + i, want, s + at, have))
			return 0;
		i += want;
		at += have;
		if (i < m->n && (m->text[i] == ' ' || m->text[i] == '-')) {
			if (at >= n || (s[at] != ' ' && s[at] != '-'))
				return 0;
			i++;
			at++;
		}
	}
	return at - start;
}

/* "Ladenetzteil" is a "Netzteil". */
static const char *ends_compound(
    const struct member *m, const char *s, size_t n)
{
	const char *at = s, *end = s + n;

	if (m->phrase || m->n < COMPOUND_BYTES)
		return NULL;
	while ((at = memmem(at, (size_t)(end - at), m->text, m->n)) != NULL) {
		const char *after = at + m->n;

		if (after == end || !word_has_byte((unsigned char)*after))
			return at;
		at = after;
	}
	return NULL;
}

/* Where the text has the member first, and how long it is there; or NULL. */
static const char *member_find(
    const struct member *m, const char *s, size_t n, size_t *length)
{
	*length = m->n;
	if (!m->whole)
		return memmem(s, n, m->text, m->n);
	for (size_t at = 0; at < n; at++) {
		if (s[at] != m->text[0] || !begins(s, n, at))
			continue;
		*length = member_at(m, s, n, at);
		if (*length > 0)
			return s + at;
	}
	*length = m->n;
	return ends_compound(m, s, n);
}

struct lookup {
	const struct kin *kin;
	struct kin_row *row;
};

static bool on_form(void *ctx, const char *form, size_t n)
{
	struct lookup *l = ctx;

	l->row = map_get_n(&l->kin->rows, form, n);
	return l->row != NULL;
}

#define ASKED_MOST 4096 /* words */

/* The same few words are asked for in every sentence. */
const struct kin_row *kin_row(const struct kin *k, const char *word)
{
	struct lookup l = {.kin = k};
	struct kin_row *known = map_get(k->asked, word);

	if (known)
		return known == &none ? NULL : known;
	if (!on_form(&l, word, strlen(word)))
		kin_forms(word, strlen(word), on_form, &l);
	if (k->asked->count >= ASKED_MOST) {
		map_free(k->asked);
		*k->asked = (struct map){0};
	}
	map_put(k->asked, word, l.row ? l.row : &none);
	return l.row;
}

static const char *row_find_in(
    const struct kin_row *row, const char *s, size_t n, size_t *length)
{
	const char *first = NULL, *at;
	size_t len;

	for (const struct member *m = row ? row->first : NULL; m; m = m->next) {
		at = member_find(m, s, n, &len);
		if (!at || (first && at >= first))
			continue;
		first = at;
		*length = len;
	}
	return first;
}

const char *kin_find(const struct kin *k, const char *word, const char *s,
    size_t n, size_t *length)
{
	return row_find_in(kin_row(k, word), s, n, length);
}

const char *kin_row_word(const struct kin_row *row)
{
	return row->first->text;
}

bool kin_row_in(const struct kin_row *row, const char *s, size_t n)
{
	size_t len;

	return row_find_in(row, s, n, &len) != NULL;
}

bool kin_has(const struct kin *k, const char *word, const char *s, size_t n)
{
	return kin_row_in(kin_row(k, word), s, n);
}

size_t kin_phrases(const struct kin *k, const char *s, size_t n,
    struct kin_phrase *out, size_t cap)
{
	size_t count = 0;

	for (const struct member *m = k->phrases; m; m = m->next_phrase)
		for (size_t at = 0; at < n && count < cap; at++) {
			size_t len = 0;

			if (s[at] == m->text[0] && begins(s, n, at))
				len = member_at(m, s, n, at);
			if (len > 0)
				out[count++] =
				    (struct kin_phrase){m->row, at, at + len};
		}
	return count;
}

#define HAN_MOST 15 /* bytes of a Chinese word that is looked for: five */
#define HAN_CHAR 3

size_t kin_han_words(const struct kin *k, const char *s, size_t n,
    struct kin_phrase *out, size_t cap)
{
	size_t count = 0, at = 0;

	while (at < n && count < cap) {
		size_t len = n - at < HAN_MOST ? n - at : HAN_MOST;
		const struct kin_row *row = NULL;

		if ((unsigned char)s[at] < 0xe0) {
			at++;
			continue;
		}
		for (len -= len % HAN_CHAR; len > HAN_CHAR; len -= HAN_CHAR) {
			row = map_get_n(&k->rows, s + at, len);
			if (row)
				break;
		}
		if (row)
			out[count++] = (struct kin_phrase){row, at, at + len};
		at += row ? len : HAN_CHAR;
	}
	return count;
}
