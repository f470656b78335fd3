/* The rows of kin.tsv, each found by any of its words. */
#include "judge/kin.h"

#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"
#include "judge/han.h"

struct member {
	const char *text; /* folded */
	size_t n;
	bool whole; /* ends where a word ends; Chinese ones end anywhere */
	struct member *next;
};

struct kin {
	struct arena arena;
	const struct han *han;
	struct map rows; /* a word to the first member of its row */
};

struct kin *kin_new(const struct han *han)
{
	struct kin *k = mem_alloc(sizeof(*k));

	arena_init(&k->arena);
	k->han = han;
	return k;
}

void kin_free(struct kin *k)
{
	if (!k)
		return;
	map_free(&k->rows);
	arena_free(&k->arena);
	free(k);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       (c >= 0x80 && c < 0xe0);
}

static struct member *member_new(struct kin *k, const char *word)
{
	struct member *m = arena_alloc(&k->arena, sizeof(*m));

	m->text = han_fold(k->han, &k->arena, word, strlen(word), &m->n);
	m->whole = m->n > 0 && (unsigned char)m->text[0] < 0xe0;
	return m;
}

/* The row that has one of the words already, in *head: NULL where none has. */
static int row_find(struct kin *k, const struct tsv_row *row,
    struct member **head, struct err *err)
{
	const char *at = row->cell[0], *word;
	struct member *known;

	*head = NULL;
	while (tsv_alternative(&k->arena, &at, &word)) {
		struct member *m = member_new(k, word);

		known = map_get_n(&k->rows, m->text, m->n);
		if (known && *head && known != *head)
			return tsv_error(row, err,
			    "\"%s\" and \"%s\" are in two rows", (*head)->text,
			    word);
		if (known)
			*head = known;
	}
	return 0;
}

/* A row with a word that is known adds its others to that one's. */
int kin_add(struct kin *k, const struct tsv_row *row, struct err *err)
{
	const char *at = row->cell[0], *word;
	struct member *head;

	if (row_find(k, row, &head, err) != 0)
		return -1;
	while (tsv_alternative(&k->arena, &at, &word)) {
		struct member *m = member_new(k, word);

		if (map_get_n(&k->rows, m->text, m->n))
			continue;
		if (head) {
			m->next = head->next;
			head->next = m;
		} else {
			head = m;
		}
		map_put_n(&k->rows, m->text, m->n, head);
	}
	return head ? 0 : tsv_error(row, err, "no words");
}

#define HEAD_BYTES \
	5 /* from so many on a compound's last word is the matter \
	   */

/* May a word begin here? "50mp"; but not the "end" of "high-end". */
static bool begins(const struct member *m, const char *s, const char *at)
{
	if (at == s)
		return true;
	if (at[-1] == '-')
		return m->n >= HEAD_BYTES;
	return !is_letter((unsigned char)at[-1]) || is_digit(at[-1]);
}

static const char *member_in(const struct member *m, const char *s, size_t n)
{
	const char *at = s, *end = s + n;

	while ((at = memmem(at, (size_t)(end - at), m->text, m->n)) != NULL) {
		const char *after = at + m->n;

		if (!m->whole ||
		    (begins(m, s, at) &&
			(after == end || !is_letter((unsigned char)*after))))
			return at;
		at++;
	}
	return NULL;
}

const char *kin_find(const struct kin *k, const char *word, const char *s,
    size_t n, size_t *length)
{
	const struct member *m = map_get(&k->rows, word);
	const char *first = NULL, *at;

	for (; m; m = m->next) {
		at = member_in(m, s, n);
		if (!at || (first && at >= first))
			continue;
		first = at;
		*length = m->n;
	}
	return first;
}

bool kin_has(const struct kin *k, const char *word, const char *s, size_t n)
{
	const struct member *m = map_get(&k->rows, word);

	for (; m; m = m->next)
		if (member_in(m, s, n))
			return true;
	return false;
}
