/*
 * The writer and the reader that follow a table of fields. The reader takes a
 * payload only if it is the one that the writer would make of the result.
 */
#include "ipc/layout.h"

#include <string.h>
#include <xxhash.h>

#include "text/date.h"

_Static_assert(sizeof(enum field_kind) == sizeof(uint32_t),
    "FIELD_ENUM reads and writes enumerations as 32 bits");

static void write_struct(struct buf *b, const struct layout *l, const void *s);
static void read_struct(struct unpacker *u, const struct layout *l, void *s);

static size_t count_of(const struct field *f, const char *s)
{
	size_t n;

	memcpy(&n, s + f->count_at, sizeof(n));
	return n;
}

static void write_strings(struct buf *b, const struct strings *s)
{
	pack_u32(b, (uint32_t)s->n);
	for (size_t i = 0; i < s->n; i++)
		pack_str(b, s->v[i]);
}

static void write_many(struct buf *b, const struct field *f, const char *s)
{
	const char *v = *(const char *const *)(const void *)(s + f->at);
	size_t n = count_of(f, s);

	if (n > f->most) /* the reader refuses more */
		n = f->most;
	pack_u32(b, (uint32_t)n);
	for (size_t i = 0; i < n; i++)
		write_struct(b, f->of, v + i * f->of->size);
}

static void write_field(struct buf *b, const struct field *f, const char *s)
{
	const void *m = s + f->at;
	const char *p;

	switch (f->kind) {
	case FIELD_STR:
		pack_str(b, *(const char *const *)m);
		break;
	case FIELD_U32:
	case FIELD_ENUM:
		pack_u32(b, *(const uint32_t *)m);
		break;
	case FIELD_U64:
		pack_u64(b, *(const uint64_t *)m);
		break;
	case FIELD_I64:
	case FIELD_DATE:
		pack_i64(b, *(const int64_t *)m);
		break;
	case FIELD_BOOL:
		pack_u32(b, *(const bool *)m);
		break;
	case FIELD_BYTES:
		pack_bytes(b, *(const void *const *)m, count_of(f, s));
		break;
	case FIELD_STRINGS:
		write_strings(b, m);
		break;
	case FIELD_ONE:
		write_struct(b, f->of, m);
		break;
	case FIELD_MAYBE:
		p = *(const char *const *)m;
		pack_u32(b, p != NULL);
		if (p)
			write_struct(b, f->of, p);
		break;
	case FIELD_MANY:
		write_many(b, f, s);
		break;
	}
}

static void write_struct(struct buf *b, const struct layout *l, const void *s)
{
	for (size_t i = 0; i < l->count && buf_ok(b); i++)
		write_field(b, &l->fields[i], s);
}

void layout_write(struct buf *b, const struct layout *l, const void *s)
{
	write_struct(b, l, s);
}

static uint64_t mark(const struct layout *l, uint64_t seed)
{
	seed = XXH3_64bits_withSeed(&l->size, sizeof(l->size), seed);
	for (size_t i = 0; i < l->count; i++) {
		const struct field *f = &l->fields[i];
		uint64_t v[] = {f->kind, f->at, f->count_at, f->most};

		seed = XXH3_64bits_withSeed(v, sizeof(v), seed);
		if (f->of)
			seed = mark(f->of, seed);
	}
	return seed;
}

uint64_t layout_mark(const struct layout *l)
{
	return mark(l, 0);
}

/* The fewest bytes that a struct can take, so that counts can be checked. */
static size_t least_bytes(const struct layout *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->count; i++) {
		const struct field *f = &l->fields[i];

		if (f->kind == FIELD_U64 || f->kind == FIELD_I64 ||
		    f->kind == FIELD_DATE)
			n += 8;
		else if (f->kind == FIELD_ONE)
			n += least_bytes(f->of);
		else
			n += 4;
	}
	return n;
}

static uint32_t read_up_to(struct unpacker *u, size_t most)
{
	uint32_t v = unpack_u32(u);

	if (v > most) {
		u->bad = true;
		return 0;
	}
	return v;
}

static int64_t read_date(struct unpacker *u)
{
	int64_t at = unpack_i64(u);

	if (at != DATE_NONE && (at < DATE_FIRST || at > DATE_LAST)) {
		u->bad = true;
		return DATE_NONE;
	}
	return at;
}

static void read_strings(struct unpacker *u, struct strings *s)
{
	size_t n = unpack_count(u, 4);

	if (n == 0)
		return;
	s->v = arena_array(u->arena, n, sizeof(*s->v));
	for (s->n = 0; s->n < n && !u->bad; s->n++) {
		s->v[s->n] = unpack_str(u);
		u->bad |= !s->v[s->n]; /* nobody looks for NULL in a list */
	}
}

static void read_many(struct unpacker *u, const struct field *f, char *s)
{
	size_t n = unpack_count(u, least_bytes(f->of));
	char *v;

	if (n > f->most)
		u->bad = true;
	if (u->bad || n == 0)
		return;
	v = arena_array(u->arena, n, f->of->size);
	*(void **)(void *)(s + f->at) = v;
	memcpy(s + f->count_at, &n, sizeof(n));
	for (size_t i = 0; i < n && !u->bad; i++)
		read_struct(u, f->of, v + i * f->of->size);
}

static void read_maybe(struct unpacker *u, const struct field *f, void **p)
{
	if (!read_up_to(u, 1))
		return;
	*p = arena_alloc(u->arena, f->of->size);
	read_struct(u, f->of, *p);
}

static void read_bytes(struct unpacker *u, const struct field *f, char *s)
{
	size_t n;
	const void *p = unpack_bytes(u, &n);

	memcpy(s + f->at, &p, sizeof(p));
	memcpy(s + f->count_at, &n, sizeof(n));
}

static void read_field(struct unpacker *u, const struct field *f, char *s)
{
	void *m = s + f->at;

	switch (f->kind) {
	case FIELD_STR:
		*(const char **)m = unpack_str(u);
		break;
	case FIELD_U32:
		*(uint32_t *)m = unpack_u32(u);
		break;
	case FIELD_ENUM:
		*(uint32_t *)m = read_up_to(u, f->most);
		break;
	case FIELD_U64:
		*(uint64_t *)m = unpack_u64(u);
		break;
	case FIELD_I64:
		*(int64_t *)m = unpack_i64(u);
		break;
	case FIELD_DATE:
		*(int64_t *)m = read_date(u);
		break;
	case FIELD_BOOL:
		*(bool *)m = read_up_to(u, 1);
		break;
	case FIELD_BYTES:
		read_bytes(u, f, s);
		break;
	case FIELD_STRINGS:
		read_strings(u, m);
		break;
	case FIELD_ONE:
		read_struct(u, f->of, m);
		break;
	case FIELD_MAYBE:
		read_maybe(u, f, m);
		break;
	case FIELD_MANY:
		read_many(u, f, s);
		break;
	}
}

static void read_struct(struct unpacker *u, const struct layout *l, void *s)
{
	for (size_t i = 0; i < l->count && !u->bad; i++)
		read_field(u, &l->fields[i], s);
}

int layout_read(
    const struct layout *l, const struct frame *f, struct arena *arena, void *s)
{
	struct unpacker u;

	memset(s, 0, l->size);
	unpack_start(&u, arena, f);
	u.utf8 = l->utf8;
	read_struct(&u, l, s);
	return unpack_done(&u) ? 0 : -1;
}
