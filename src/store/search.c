/*
 * Search over our own tokens: FTS5's tokenizers miss Chinese words of two
 * characters, so both the items and the question go through text/token.h
 * (CJK as overlapping pairs), and FTS5 sees tokens with blanks between them.
 */
#include "store/search.h"

#include <string.h>

#include "base/buf.h"
#include "base/caps.h"
#include "store/db.h"
#include "store/itemrow.h"
#include "store/reportrow.h"
#include "store/store.h"
#include "text/token.h"
#include "text/utf8.h"

/* Raise it when folding or tokens change: the index is then built anew. */
#define TOKEN_RULES 1

#define QUERY_BYTES   1024
#define WORD_BYTES    24 /* a longer word is cut */
#define SNIPPET_BYTES 160

/* --- the index --- */

/* The tokens of s, each followed by a blank. NULL stays NULL. */
static const char *token_text(struct arena *a, const char *s)
{
	struct tokens all;
	struct token t;
	size_t n = strlen(s), len;
	const char *folded = utf8_fold(a, s, n, &len, NULL);
	struct buf b;
	const char *text;

	buf_init(&b, 8 * CAP_ITEM_TEXT);
	token_start(&all, folded, len);
	while (token_next(&all, &t)) {
		buf_add(&b, folded + t.start, t.end - t.start);
		buf_putc(&b, ' ');
	}
	text = arena_strndup(a, buf_text(&b), b.len);
	buf_free(&b);
	return text;
}

static int change(struct store *s, const char *sql, int64_t item,
    const char *title, const char *text, struct err *e)
{
	struct arena a;
	struct query q;
	int rc = query_open(&q, s, sql, e);

	if (rc)
		return rc;
	arena_init(&a);
	put_int(&q, item);
	put_text(&q, token_text(&a, title));
	put_text(&q, token_text(&a, text));
	rc = query_run(&q, e);
	arena_free(&a);
	return rc;
}

int search_add(struct store *s, int64_t item, const char *title,
    const char *text, struct err *e)
{
	return change(s,
	    "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)", item,
	    title, text, e);
}

int search_remove(struct store *s, int64_t item, const char *title,
    const char *text, struct err *e)
{
	return change(s,
	    "INSERT INTO search (search, rowid, title, text)"
	    " VALUES ('delete', ?, ?, ?)",
	    item, title, text, e);
}

static int index_all(struct store *s, struct err *e)
{
	struct arena a;
	struct query q;
	int64_t id;
	const char *title;
	int rc;

	if (query_open(
		&q, s, "SELECT id, title, text FROM item ORDER BY id", e))
		return -1;
	arena_init(&a);
	while ((rc = query_step(&q, e)) > 0) {
		arena_reset(&a);
		id = get_int(&q);
		title = get_text(&q, &a);
		if (search_add(s, id, title, get_text(&q, &a), e)) {
			query_end(&q);
			rc = -1;
			break;
		}
	}
	arena_free(&a);
	return rc;
}

int search_rebuild(struct store *s, struct err *e)
{
	return store_exec(
		   s, "INSERT INTO search (search) VALUES ('delete-all')", e) ||
		       index_all(s, e)
		   ? -1
		   : 0;
}

int search_check(struct store *s, struct err *e)
{
	int64_t next;
	bool own;
	int rc;

	if (store_next_id(s, "token-rules", &next, e))
		return -1;
	if (next == TOKEN_RULES + 1)
		return 0;
	if (unit_open(s, &own, e))
		return -1;
	rc = search_rebuild(s, e);
	if (!rc)
		rc = store_note_id(s, "token-rules", TOKEN_RULES, e);
	return unit_close(s, own, rc, e);
}

/* --- a question --- */

/*
 * One word of the user as a phrase of its tokens, in quotes, so that nothing
 * in it is an operator. A lone CJK character finds the pairs it begins.
 */
static void add_phrase(struct buf *b, const char *folded, size_t n)
{
	struct tokens all;
	struct token t, last = {0};
	size_t count = 0;

	token_start(&all, folded, n);
	while (token_next(&all, &t)) {
		buf_puts(b, count++ ? " " : "\"");
		buf_add(b, folded + t.start, t.end - t.start);
		last = t;
	}
	if (!count)
		return;
	buf_puts(b, "\" ");
	if (count == 1 && last.kind == TOKEN_CJK && last.end - last.start <= 4)
		buf_puts(b, "* ");
}

static const char *match_text(struct arena *a, const char *query)
{
	size_t len, start = 0, stop;
	const char *folded = utf8_fold(
	    a, query, utf8_cut(query, strnlen(query, QUERY_BYTES)), &len, NULL);
	struct buf b;
	const char *text;

	buf_init(&b, 16 * QUERY_BYTES);
	while (start < len) {
		stop = start + strcspn(folded + start, " \t\n");
		add_phrase(&b, folded + start, stop - start);
		start = stop + 1;
	}
	text = arena_strdup(a, buf_text(&b));
	buf_free(&b);
	return text;
}

/* The first place in text where a token of the question stands. */
static size_t place_of(
    struct arena *a, const char *text, size_t n, const char *query)
{
	size_t len, query_len;
	uint32_t *map;
	const char *folded = utf8_fold(a, text, n, &len, &map);
	const char *asked =
	    utf8_fold(a, query, strlen(query), &query_len, NULL);
	const char *at;
	struct tokens all;
	struct token t;

	token_start(&all, asked, query_len);
	while (token_next(&all, &t)) {
		at = memmem(folded, len, asked + t.start, t.end - t.start);
		if (at)
			return map[at - folded];
	}
	return 0;
}

/* From where a word begins, at most `most` behind at; at where none does. */
static size_t word_start(const char *s, size_t at, size_t most)
{
	size_t n = strcspn(s + at, " \n");

	return at && n < most ? at + n + 1 : at;
}

/* To where a word ends, at most `most` before at; at where none does. */
static size_t word_end(const char *s, size_t at, size_t most)
{
	for (size_t n = 0; n < most && n < at; n++)
		if (s[at - n] == ' ' || s[at - n] == '\n')
			return at - n;
	return at;
}

static const char *snippet(
    struct arena *a, const char *title, const char *text, const char *query)
{
	const char *from = *text ? text : title;
	size_t n = strlen(from), at = place_of(a, from, n, query);
	size_t start =
	    utf8_cut(from, at > SNIPPET_BYTES / 3 ? at - SNIPPET_BYTES / 3 : 0);
	size_t stop = utf8_cut(
	    from, n - start > SNIPPET_BYTES ? start + SNIPPET_BYTES : n);
	char *s;

	if (start)
		start = word_start(from, start, at - start);
	if (stop < n)
		stop = word_end(from, stop, WORD_BYTES);
	s = arena_printf(a, "%s%.*s%s", start ? "…" : "", (int)(stop - start),
	    from + start, stop < n ? "…" : "");

	for (char *c = s; *c; c++)
		if (*c == '\n')
			*c = ' ';
	return s;
}

/* Asked after each thousand virtual instructions; not 0: give up. */
static int enough(void *left)
{
	return (*(int *)left)-- <= 0;
}

/* What an item costs to be told is paid for those on the page only. */
#define HITS(which) \
	"SELECT " ITEM_COLUMNS ", i.text FROM (" which ") h" \
	" JOIN item i ON i.id = h.id" ITEM_JOINS

static const char hits_by_time[] = HITS(
    "SELECT i.id, 0 AS rank FROM search"
    " JOIN item i ON i.id = search.rowid WHERE search MATCH ?1"
    " AND (i.published_at, i.id) < (?2, ?3)"
    " ORDER BY i.published_at DESC, i.id DESC LIMIT ?4") " ORDER BY i.published_at DESC, i.id DESC";

static const char hits_by_rank[] =
    HITS("SELECT search.rowid AS id, bm25(search, 4.0, 1.0) AS rank"
	 " FROM search WHERE search MATCH ?1"
	 " ORDER BY rank, id DESC LIMIT ?4") " ORDER BY h.rank, h.id DESC";

static int collect(struct store *s, struct arena *a, const char *match,
    const struct search_filter *f, struct search_hit **out, size_t *n,
    struct err *e)
{
	struct query q;
	struct search_hit *hits = NULL;
	size_t cap = 0;
	const char *text;
	int rc;

	if (query_open(&q, s, f->by_rank ? hits_by_rank : hits_by_time, e))
		return -1;
	put_text(&q, match);
	put_cursor(&q, &f->behind);
	put_int(&q, (int64_t)f->limit);
	while ((rc = query_step(&q, e)) > 0) {
		hits = arena_room(a, hits, *n, &cap, sizeof(*hits));
		rc = item_row_get(&q, a, &hits[*n].item, e);
		if (rc)
			break;
		text = get_text(&q, a);
		hits[*n].snippet =
		    snippet(a, hits[*n].item.title, text, f->words);
		++*n;
	}
	query_end(&q);
	*out = hits;
	return rc;
}

int store_search(struct store *s, struct arena *a,
    const struct search_filter *f, struct search_hit **out, size_t *n,
    struct err *e)
{
	const char *match = match_text(a, f->words);
	int left = s->search_steps, rc;

	*out = NULL;
	*n = 0;
	if (!*match)
		return 0;
	sqlite3_progress_handler(s->db, 1000, enough, &left);
	rc = collect(s, a, match, f, out, n, e);
	sqlite3_progress_handler(s->db, 0, NULL, NULL);
	if (rc && left < 0)
		return err_set(e,
		    "search: \"%s\" is in too many items: add "
		    "a rarer word",
		    f->words);
	return rc;
}
