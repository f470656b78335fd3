/*
 * Each message through its writer and its reader: filled by its table with
 * seeded values, cut at every byte, and with bytes changed at random.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/caps.h"
#include "base/mem.h"
#include "base/rng.h"
#include "ipc/layout.h"
#include "ipc/message.h"
#include "text/date.h"

#define FIRST MSG_FETCH
#define LAST  MSG_SEALED

struct filler {
	struct rng rng;
	struct arena arena;
	bool empty; /* no string, no element anywhere */
};

static uint64_t up_to(struct filler *f, uint64_t most)
{
	return rng_next(&f->rng) % (most + 1);
}

static const char *some_string(struct filler *f)
{
	static const char *const strings[] = {NULL, "", "a", "W/\"x-1\"",
	    "MIUI 澎湃", "caf\xc3\xa9 \xe2\x80\x94"};

	return f->empty ? NULL : strings[up_to(f, 5)];
}

static void fill(struct filler *f, const struct layout *l, char *s);

static void fill_strings(struct filler *f, struct strings *s)
{
	s->n = f->empty ? 0 : up_to(f, 3);
	s->v = arena_array(&f->arena, s->n, sizeof(*s->v));
	for (size_t i = 0; i < s->n; i++) {
		s->v[i] = some_string(f);
		if (!s->v[i])
			s->v[i] = "none";
	}
}

static void *fill_many(struct filler *f, const struct layout *l, size_t n)
{
	char *v = arena_array(&f->arena, n, l->size);

	for (size_t i = 0; i < n; i++)
		fill(f, l, v + i * l->size);
	return v;
}

static void fill_field(struct filler *f, const struct field *d, char *s)
{
	void *m = s + d->at;
	size_t n = f->empty ? 0 : up_to(f, 3);

	switch (d->kind) {
	case FIELD_STR:
		*(const char **)m = some_string(f);
		break;
	case FIELD_U32:
		*(uint32_t *)m = (uint32_t)rng_next(&f->rng);
		break;
	case FIELD_U64:
	case FIELD_I64:
		*(uint64_t *)m = rng_next(&f->rng);
		break;
	case FIELD_DATE:
		*(int64_t *)m = DATE_FIRST;
		*(int64_t *)m += (int64_t)up_to(f, DATE_LAST - DATE_FIRST);
		break;
	case FIELD_BOOL:
		*(bool *)m = up_to(f, 1);
		break;
	case FIELD_ENUM:
		*(uint32_t *)m = (uint32_t)up_to(f, d->most);
		break;
	case FIELD_BYTES:
		*(const void **)m = "<rss>\0\xff";
		memcpy(s + d->count_at, &n, sizeof(n));
		break;
	case FIELD_STRINGS:
		fill_strings(f, m);
		break;
	case FIELD_ONE:
		fill(f, d->of, m);
		break;
	case FIELD_MAYBE:
		*(void **)m = n ? fill_many(f, d->of, 1) : NULL;
		break;
	case FIELD_MANY:
		*(void **)m = fill_many(f, d->of, n);
		memcpy(s + d->count_at, &n, sizeof(n));
		break;
	}
}

static void fill(struct filler *f, const struct layout *l, char *s)
{
	for (size_t i = 0; i < l->count; i++)
		fill_field(f, &l->fields[i], s);
}

/* A payload of that type in a buffer, from seeded values. */
static void make(struct buf *b, enum message_type type, uint64_t seed)
{
	const struct layout *l = message_layout(type);
	struct filler f = {.rng = {seed}, .empty = seed == 0};
	char *s;

	arena_init(&f.arena);
	s = arena_alloc(&f.arena, l->size);
	fill(&f, l, s);
	buf_init(b, CAP_FRAME);
	layout_write(b, l, s);
	assert_true(buf_ok(b));
	arena_free(&f.arena);
}

/* Reads n bytes as that type; what was read is written again to `again`. */
static int read_again(
    enum message_type type, const void *p, size_t n, struct buf *again)
{
	const struct layout *l = message_layout(type);
	/* Its own memory: a step past the end is seen by a sanitizer. */
	unsigned char *own = mem_alloc(n ? n : 1);
	struct frame f = {.type = (uint16_t)type, .payload = own, .len = n};
	struct arena a;
	void *s;
	int r;

	memcpy(own, p, n);
	arena_init(&a);
	s = arena_alloc(&a, l->size);
	r = layout_read(l, &f, &a, s);
	buf_init(again, CAP_FRAME);
	if (r == 0)
		layout_write(again, l, s);
	arena_free(&a);
	free(own);
	return r;
}

static void every_message_comes_back_the_same(void **state)
{
	(void)state;
	for (enum message_type t = FIRST; t <= LAST; t++) {
		for (uint64_t seed = 0; seed < 200; seed++) {
			struct buf b, again;

			make(&b, t, seed);
			assert_int_equal(
			    read_again(t, b.data, b.len, &again), 0);
			assert_int_equal(again.len, b.len);
			assert_memory_equal(again.data, b.data, b.len);
			buf_free(&b);
			buf_free(&again);
		}
	}
}

static void a_message_cut_anywhere_is_refused(void **state)
{
	(void)state;
	for (enum message_type t = FIRST; t <= LAST; t++) {
		for (uint64_t seed = 1; seed < 4; seed++) {
			struct buf b, again;

			make(&b, t, seed);
			for (size_t n = 0; n < b.len; n++)
				assert_int_equal(
				    read_again(t, b.data, n, &again), -1);
			buf_putc(&b, 0); /* and one byte too many */
			assert_int_equal(
			    read_again(t, b.data, b.len, &again), -1);
			buf_free(&b);
		}
	}
}

/* What is taken from changed bytes has those bytes as its only writing. */
static void changed_bytes_are_refused_or_mean_themselves(void **state)
{
	struct rng r = {11};
	size_t refused = 0, taken = 0;

	(void)state;
	for (int round = 0; round < 6000; round++) {
		enum message_type t =
		    FIRST + (enum message_type)(rng_next(&r) % LAST);
		struct buf b, again;

		make(&b, t, 1 + rng_next(&r) % 100);
		for (uint64_t k = rng_next(&r) % 4; b.len && k < 4; k++)
			b.data[rng_next(&r) % b.len] =
			    rng_next(&r) % 2 ? (char)(rng_next(&r) % 4)
					     : (char)rng_next(&r);
		if (read_again(t, b.data, b.len, &again) == 0) {
			taken++;
			assert_int_equal(again.len, b.len);
			assert_memory_equal(again.data, b.data, b.len);
		} else {
			refused++;
		}
		buf_free(&b);
		buf_free(&again);
	}
	assert_true(refused > 500);
	assert_true(taken > 500);
}

static void random_bytes_are_no_message(void **state)
{
	struct rng r = {13};

	(void)state;
	for (int round = 0; round < 20000; round++) {
		unsigned char bytes[256];
		size_t n = (size_t)(rng_next(&r) % sizeof(bytes));
		enum message_type t =
		    FIRST + (enum message_type)(rng_next(&r) % LAST);
		struct buf again;

		for (size_t i = 0; i < n; i++)
			bytes[i] = rng_next(&r) % 4
				       ? (unsigned char)(rng_next(&r) % 3)
				       : (unsigned char)rng_next(&r);
		read_again(t, bytes, n, &again);
		assert_true(again.len == 0 || again.len == n);
		buf_free(&again);
	}
}

/* Marks the bytes of a member; none may be in the table twice. */
static void cover(unsigned char *seen, size_t at, size_t n)
{
	for (size_t i = at; i < at + n; i++) {
		assert_int_equal(seen[i], 0);
		seen[i] = 1;
	}
}

/* A member that no table names would be lost without a word. */
static void check_layout(const struct layout *l)
{
	static const size_t sizes[] = {
	    [FIELD_STR] = sizeof(char *),
	    [FIELD_U32] = 4,
	    [FIELD_U64] = 8,
	    [FIELD_I64] = 8,
	    [FIELD_DATE] = 8,
	    [FIELD_BOOL] = sizeof(bool),
	    [FIELD_ENUM] = 4,
	    [FIELD_BYTES] = sizeof(void *),
	    [FIELD_STRINGS] = sizeof(struct strings),
	    [FIELD_ONE] = 0,
	    [FIELD_MAYBE] = sizeof(void *),
	    [FIELD_MANY] = sizeof(void *),
	};
	unsigned char *seen = mem_alloc(l->size);
	size_t gap = 0;

	for (size_t i = 0; i < l->count; i++) {
		const struct field *f = &l->fields[i];

		cover(seen, f->at,
		    f->kind == FIELD_ONE ? f->of->size : sizes[f->kind]);
		if (f->kind == FIELD_BYTES || f->kind == FIELD_MANY)
			cover(seen, f->count_at, sizeof(size_t));
		if (f->of)
			check_layout(f->of);
	}
	for (size_t i = 0; i < l->size; i++) {
		gap = seen[i] ? 0 : gap + 1;
		assert_true(gap < sizeof(void *)); /* else more than padding */
	}
	free(seen);
}

static void every_member_is_in_its_table(void **state)
{
	(void)state;
	for (enum message_type t = FIRST; t <= LAST; t++)
		check_layout(message_layout(t));
	assert_null(message_layout(0));
	assert_null(message_layout(LAST + 1));
}

static struct frame as_frame(const struct buf *b, uint16_t type)
{
	return (struct frame){
	    .type = type,
	    .payload = (const unsigned char *)b->data,
	    .len = b->len,
	};
}

static void a_document_is_carried_whole(void **state)
{
	const char *categories[] = {"HyperOS", "更新"};
	struct person author = {.name = "Bo", .email = "bo@example.org"};
	struct enclosure image = {"https://e.example/i.png", "image/png", -1};
	struct entry_source source = {.title = "Origin", .id = "urn:o"};
	struct entry entries[] = {
	    {.id = "urn:1",
		.title = "One",
		.published = 1697500000,
		.updated = DATE_NONE,
		.content_text = "",
		.categories = {categories, 2},
		.authors = &author,
		.author_count = 1,
		.enclosures = &image,
		.enclosure_count = 1,
		.source = &source},
	    {.id = "urn:2", .guid_is_permalink = true},
	};
	struct parse_reply m = {
	    .doc = {.format = "atom10",
		.ttl_seconds = -1,
		.skip_hours = 1u << 23,
		.entries = entries,
		.entry_count = 2},
	};
	struct parse_reply got;
	struct arena a;
	struct frame f;
	struct buf b;
	const struct entry *e;

	(void)state;
	arena_init(&a);
	buf_init(&b, CAP_FRAME);
	parse_reply_write(&b, &m);
	f = as_frame(&b, MSG_PARSED);
	assert_int_equal(parse_reply_read(&f, &a, &got), 0);
	buf_free(&b); /* nothing of the document stays in the frame */
	assert_string_equal(got.doc.format, "atom10");
	assert_int_equal(got.doc.ttl_seconds, -1);
	assert_int_equal(got.doc.skip_hours, 1u << 23);
	assert_int_equal(got.doc.entry_count, 2);
	e = &got.doc.entries[0];
	assert_string_equal(e->id, "urn:1");
	assert_true(e->updated == DATE_NONE);
	assert_int_equal(e->published, 1697500000);
	assert_string_equal(e->content_text, "");
	assert_null(e->content_html);
	assert_int_equal(e->categories.n, 2);
	assert_string_equal(e->categories.v[1], "更新");
	assert_string_equal(e->authors[0].email, "bo@example.org");
	assert_int_equal(e->enclosures[0].length, -1);
	assert_string_equal(e->source->id, "urn:o");
	assert_true(got.doc.entries[1].guid_is_permalink);
	assert_null(got.doc.entries[1].source);
	arena_free(&a);
}

static void text_that_is_not_utf8_stays_outside(void **state)
{
	struct entry entry = {.title = "cut \xe6\xbe"};
	struct parse_reply m = {.doc = {.entries = &entry, .entry_count = 1}};
	struct fetch_reply header = {.etag = "\"\xff\""};
	struct fetch_reply got_header;
	struct parse_reply got;
	struct arena a;
	struct frame f;
	struct buf b;

	(void)state;
	arena_init(&a);
	buf_init(&b, CAP_FRAME);
	parse_reply_write(&b, &m);
	f = as_frame(&b, MSG_PARSED);
	assert_int_equal(parse_reply_read(&f, &a, &got), -1);
	buf_clear(&b);
	fetch_reply_write(&b, &header); /* a validator is bytes, not text */
	f = as_frame(&b, MSG_FETCHED);
	assert_int_equal(fetch_reply_read(&f, &a, &got_header), 0);
	assert_string_equal(got_header.etag, header.etag);
	buf_free(&b);
	arena_free(&a);
}

/* What core takes for granted of a document, whoever wrote the frame. */
static int read_doc(const struct doc *doc)
{
	struct parse_reply m = {.doc = *doc}, got;
	struct arena a;
	struct frame f;
	struct buf b;
	int r;

	arena_init(&a);
	buf_init(&b, CAP_FRAME);
	parse_reply_write(&b, &m);
	f = as_frame(&b, MSG_PARSED);
	r = parse_reply_read(&f, &a, &got);
	buf_free(&b);
	arena_free(&a);
	return r;
}

static void dates_beyond_the_calendar_stay_outside(void **state)
{
	struct doc doc = {.published = DATE_NONE, .updated = DATE_LAST};

	(void)state;
	assert_int_equal(read_doc(&doc), 0);
	doc.updated = DATE_LAST + 1;
	assert_int_equal(read_doc(&doc), -1);
	doc.updated = DATE_FIRST;
	assert_int_equal(read_doc(&doc), 0);
	doc.updated = DATE_FIRST - 1;
	assert_int_equal(read_doc(&doc), -1);
}

static void a_list_holds_no_null(void **state)
{
	const char *days[] = {"Sunday", NULL};
	struct doc doc = {.skip_days = {days, 1}};

	(void)state;
	assert_int_equal(read_doc(&doc), 0);
	doc.skip_days.n = 2;
	assert_int_equal(read_doc(&doc), -1);
}

static void bytes_of_a_body_stay_in_the_frame(void **state)
{
	static const char body[] = "<rss>\0</rss>";
	struct fetch_reply m = {
	    .result = FETCH_HTTP,
	    .status = 200,
	    .etag = "W/\"a\"",
	    .body = body,
	    .body_len = sizeof(body),
	};
	struct fetch_reply got;
	struct arena a;
	struct frame f;
	struct buf b;

	(void)state;
	arena_init(&a);
	buf_init(&b, CAP_FRAME);
	fetch_reply_write(&b, &m);
	f = as_frame(&b, MSG_FETCHED);
	assert_int_equal(fetch_reply_read(&f, &a, &got), 0);
	assert_string_equal(got.etag, "W/\"a\"");
	assert_int_equal(got.body_len, sizeof(body));
	assert_memory_equal(got.body, body, sizeof(body));
	assert_true((const char *)got.body > b.data &&
		    (const char *)got.body < b.data + b.len);
	b.data[0] = FETCH_OTHER + 1; /* no such result */
	assert_int_equal(fetch_reply_read(&f, &a, &got), -1);
	buf_free(&b);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_message_comes_back_the_same),
	    cmocka_unit_test(a_message_cut_anywhere_is_refused),
	    cmocka_unit_test(changed_bytes_are_refused_or_mean_themselves),
	    cmocka_unit_test(random_bytes_are_no_message),
	    cmocka_unit_test(every_member_is_in_its_table),
	    cmocka_unit_test(a_document_is_carried_whole),
	    cmocka_unit_test(text_that_is_not_utf8_stays_outside),
	    cmocka_unit_test(dates_beyond_the_calendar_stay_outside),
	    cmocka_unit_test(a_list_holds_no_null),
	    cmocka_unit_test(bytes_of_a_body_stay_in_the_frame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
