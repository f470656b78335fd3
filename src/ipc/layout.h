/*
 * What a struct looks like on the wire, as one table that both its writer and
 * its reader follow: they cannot drift apart. The kind of each field is
 * checked against the member's type where the table is compiled.
 */
#ifndef HEARSAY_IPC_LAYOUT_H
#define HEARSAY_IPC_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "ipc/frame.h"
#include "model/doc.h"

enum field_kind {
	FIELD_STR,
	FIELD_U32,
	FIELD_U64,
	FIELD_I64,
	FIELD_DATE, /* DATE_NONE, or within DATE_FIRST and DATE_LAST */
	FIELD_BOOL,
	FIELD_ENUM,    /* 0 .. most */
	FIELD_BYTES,   /* pointer and length; read without a copy */
	FIELD_STRINGS, /* struct strings; none of them is NULL */
	FIELD_ONE,     /* a struct inside */
	FIELD_MAYBE,   /* a pointer to a struct, or NULL */
	FIELD_MANY,    /* pointer and count; the first `most` are sent */
};

struct field {
	enum field_kind kind;
	size_t at;	 /* offset of the member */
	size_t count_at; /* of the length or count that goes with it */
	size_t most;
	const struct layout *of;
};

struct layout {
	size_t size; /* of the struct */
	const struct field *fields;
	size_t count;
	bool utf8; /* its strings, and those of what it holds, must be */
};

/* Writes what s points to; the buffer's cap is checked by the caller. */
void layout_write(struct buf *, const struct layout *, const void *s);
/*
 * Fills *s (zeroed first) from the whole payload: 0, or -1 where it is not
 * exactly that. Strings and arrays go to the arena; bytes stay in the frame.
 */
int layout_read(
    const struct layout *, const struct frame *, struct arena *, void *s);

/*
 * What the bytes mean, as one number: where a table has changed it is another
 * one, so that bytes which were kept are not read by the wrong table.
 */
uint64_t layout_mark(const struct layout *);

/* 0 where the member has that type, else the table does not compile. */
#define FIELD_TYPED(T, m, type) \
	(0 * sizeof(char[__builtin_types_compatible_p( \
			     __typeof__(((T *)0)->m), type) \
			     ? 1 \
			     : -1]))
#define FIELD_AT(T, m, type) offsetof(T, m) + FIELD_TYPED(T, m, type)

#define F_STR(T, m) \
	{ \
		.kind = FIELD_STR, .at = FIELD_AT(T, m, const char *) \
	}
#define F_U32(T, m) \
	{ \
		.kind = FIELD_U32, .at = FIELD_AT(T, m, uint32_t) \
	}
#define F_U64(T, m) \
	{ \
		.kind = FIELD_U64, .at = FIELD_AT(T, m, uint64_t) \
	}
#define F_I64(T, m) \
	{ \
		.kind = FIELD_I64, .at = FIELD_AT(T, m, int64_t) \
	}
#define F_DATE(T, m) \
	{ \
		.kind = FIELD_DATE, .at = FIELD_AT(T, m, int64_t) \
	}
#define F_BOOL(T, m) \
	{ \
		.kind = FIELD_BOOL, .at = FIELD_AT(T, m, bool) \
	}
#define F_ENUM(T, m, type, last) \
	{ \
		.kind = FIELD_ENUM, .at = FIELD_AT(T, m, type), .most = (last) \
	}
#define F_BYTES(T, m, len) \
	{ \
		.kind = FIELD_BYTES, .at = FIELD_AT(T, m, const void *), \
		.count_at = FIELD_AT(T, len, size_t), \
	}
#define F_STRINGS(T, m) \
	{ \
		.kind = FIELD_STRINGS, .at = FIELD_AT(T, m, struct strings) \
	}
#define F_ONE(T, m, type, layout) \
	{ \
		.kind = FIELD_ONE, .at = FIELD_AT(T, m, type), .of = (layout) \
	}
#define F_MAYBE(T, m, type, layout) \
	{ \
		.kind = FIELD_MAYBE, .at = FIELD_AT(T, m, type *), \
		.of = (layout) \
	}
#define F_MANY(T, m, n, type, layout, cap) \
	{ \
		.kind = FIELD_MANY, .at = FIELD_AT(T, m, type *), \
		.count_at = FIELD_AT(T, n, size_t), .most = (cap), \
		.of = (layout), \
	}
#define LAYOUT(T, table) \
	{ \
		.size = sizeof(T), .fields = (table), \
		.count = sizeof(table) / sizeof((table)[0]), \
	}

#endif
