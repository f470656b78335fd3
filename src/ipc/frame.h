/*
 * A frame: u32 length of the payload, u16 type, u16 zero, u32 id, payload;
 * little endian. The limit (CAP_FRAME) is checked before anything is
 * allocated. Bytes from a child are hostile input.
 */
#ifndef HEARSAY_IPC_FRAME_H
#define HEARSAY_IPC_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

#define FRAME_HEADER_BYTES 12

struct frame {
	uint16_t type;
	uint32_t id; /* of the request; an answer carries it back */
	const unsigned char *payload;
	size_t len;
};

/*
 * Reads one frame from the front of len bytes: the bytes it takes, 0 where
 * more are needed, -1 where it can never be one (too long, bad header). Once
 * the header is there, type, id and len are set, though 0 is returned.
 */
long frame_read(const unsigned char *bytes, size_t len, struct frame *);
/* Fills FRAME_HEADER_BYTES; -1 where there can be no such frame. */
int frame_header(unsigned char *head, uint16_t type, uint32_t id, size_t len);

/* Blocking, for the parse role and tests: 1 a frame, 0 end, -1 broken. */
int frame_receive(int fd, struct buf *hold, struct frame *);
int frame_send(int fd, uint16_t type, uint32_t id, const void *, size_t len);

/* Writer and reader of a payload's fields. */
void pack_u32(struct buf *, uint32_t);
void pack_u64(struct buf *, uint64_t);
void pack_i64(struct buf *, int64_t);
void pack_str(struct buf *, const char *); /* NULL and "" stay apart */
void pack_bytes(struct buf *, const void *, size_t);

struct unpacker {
	const unsigned char *at, *end;
	bool bad;  /* something was missing: all later values are 0 or NULL */
	bool utf8; /* a string that is not UTF-8 is bad */
	struct arena *arena;
};
void unpack_start(struct unpacker *, struct arena *, const struct frame *);
uint32_t unpack_u32(struct unpacker *);
uint64_t unpack_u64(struct unpacker *);
int64_t unpack_i64(struct unpacker *);
const char *unpack_str(struct unpacker *); /* copied; no NUL inside */
const void *unpack_bytes(struct unpacker *, size_t *len); /* in the frame */
/* A count of elements of at least `least` bytes each that can be there. */
size_t unpack_count(struct unpacker *, size_t least);
bool unpack_done(const struct unpacker *); /* all read, nothing bad */

#endif
