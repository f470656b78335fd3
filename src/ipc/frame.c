/*
 * Frames and the fields of their payloads, byte by byte: nothing here trusts
 * a length before it is checked against what is there.
 */
#include "ipc/frame.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

#include "base/caps.h"
#include "text/utf8.h"

#define READ_BYTES 65536

static void put_u16(unsigned char *p, uint16_t v)
{
	p[0] = (unsigned char)v;
	p[1] = (unsigned char)(v >> 8);
}

static void put_u32(unsigned char *p, uint32_t v)
{
	put_u16(p, (uint16_t)v);
	put_u16(p + 2, (uint16_t)(v >> 16));
}

static uint16_t get_u16(const unsigned char *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static uint32_t get_u32(const unsigned char *p)
{
	return get_u16(p) | (uint32_t)get_u16(p + 2) << 16;
}

/* Type 0 is no message: a run of zero bytes is not a frame. */
static int header_read(const unsigned char *h, struct frame *f)
{
	uint32_t len = get_u32(h);

	if (len > CAP_FRAME || get_u16(h + 4) == 0 || get_u16(h + 6) != 0)
		return -1;
	f->len = len;
	f->type = get_u16(h + 4);
	f->id = get_u32(h + 8);
	f->payload = h + FRAME_HEADER_BYTES;
	return 0;
}

int frame_header(unsigned char *h, uint16_t type, uint32_t id, size_t len)
{
	if (len > CAP_FRAME || type == 0)
		return -1;
	put_u32(h, (uint32_t)len);
	put_u16(h + 4, type);
	put_u16(h + 6, 0);
	put_u32(h + 8, id);
	return 0;
}

long frame_read(const unsigned char *bytes, size_t len, struct frame *f)
{
	if (len < FRAME_HEADER_BYTES)
		return 0;
	if (header_read(bytes, f))
		return -1;
	if (len - FRAME_HEADER_BYTES < f->len)
		return 0;
	return (long)(FRAME_HEADER_BYTES + f->len);
}

/* Adds n bytes of fd to hold; the bytes read, fewer only at the end. */
static long read_bytes(int fd, struct buf *hold, size_t n)
{
	char chunk[READ_BYTES];
	size_t got = 0;

	while (got < n) {
		size_t want = n - got < sizeof(chunk) ? n - got : sizeof(chunk);
		ssize_t r = read(fd, chunk, want);

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return -1;
		if (r == 0)
			break;
		if (buf_add(hold, chunk, (size_t)r))
			return -1;
		got += (size_t)r;
	}
	return (long)got;
}

int frame_receive(int fd, struct buf *hold, struct frame *f)
{
	long got;

	buf_clear(hold);
	got = read_bytes(fd, hold, FRAME_HEADER_BYTES);
	if (got == 0)
		return 0;
	if (got != FRAME_HEADER_BYTES ||
	    header_read((const unsigned char *)hold->data, f))
		return -1;
	got = read_bytes(fd, hold, f->len);
	if (got < 0 || (size_t)got != f->len)
		return -1;
	f->payload = (const unsigned char *)hold->data + FRAME_HEADER_BYTES;
	return 1;
}

static int write_bytes(int fd, const void *data, size_t n)
{
	const char *p = data;

	while (n > 0) {
		ssize_t w = write(fd, p, n);

		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return -1;
		p += w;
		n -= (size_t)w;
	}
	return 0;
}

int frame_send(
    int fd, uint16_t type, uint32_t id, const void *payload, size_t len)
{
	unsigned char header[FRAME_HEADER_BYTES];

	if (frame_header(header, type, id, len))
		return -1;
	if (write_bytes(fd, header, sizeof(header)))
		return -1;
	return write_bytes(fd, payload, len);
}

/* --- the fields of a payload --- */

void pack_u32(struct buf *b, uint32_t v)
{
	unsigned char p[4];

	put_u32(p, v);
	buf_add(b, p, sizeof(p));
}

void pack_u64(struct buf *b, uint64_t v)
{
	pack_u32(b, (uint32_t)v);
	pack_u32(b, (uint32_t)(v >> 32));
}

void pack_i64(struct buf *b, int64_t v)
{
	pack_u64(b, (uint64_t)v);
}

/* The length is one more than the string's; 0 stands for NULL. */
void pack_str(struct buf *b, const char *s)
{
	size_t n = s ? strlen(s) : 0;

	if (n >= UINT32_MAX) {
		b->full = true;
		return;
	}
	pack_u32(b, s ? (uint32_t)n + 1 : 0);
	buf_add(b, s, n);
}

void pack_bytes(struct buf *b, const void *data, size_t n)
{
	if (n > UINT32_MAX) {
		b->full = true;
		return;
	}
	pack_u32(b, (uint32_t)n);
	buf_add(b, data, n);
}

void unpack_start(
    struct unpacker *u, struct arena *arena, const struct frame *f)
{
	*u = (struct unpacker){
	    .at = f->payload,
	    .end = f->payload ? f->payload + f->len : f->payload,
	    .arena = arena,
	};
}

/* The next n bytes, or NULL where they are not there. */
static const unsigned char *take(struct unpacker *u, size_t n)
{
	const unsigned char *p = u->at;

	if (u->bad || (size_t)(u->end - u->at) < n) {
		u->bad = true;
		return NULL;
	}
	u->at += n;
	return p;
}

uint32_t unpack_u32(struct unpacker *u)
{
	const unsigned char *p = take(u, 4);

	return p ? get_u32(p) : 0;
}

uint64_t unpack_u64(struct unpacker *u)
{
	const unsigned char *p = take(u, 8);

	return p ? get_u32(p) | (uint64_t)get_u32(p + 4) << 32 : 0;
}

int64_t unpack_i64(struct unpacker *u)
{
	return (int64_t)unpack_u64(u);
}

const char *unpack_str(struct unpacker *u)
{
	uint32_t n = unpack_u32(u);
	const unsigned char *p;

	if (n == 0)
		return NULL;
	p = take(u, n - 1);
	if (!p)
		return NULL;
	if (n == 1)
		return "";
	if (memchr(p, '\0', n - 1) ||
	    (u->utf8 && !utf8_valid((const char *)p, n - 1))) {
		u->bad = true;
		return NULL;
	}
	return arena_strndup(u->arena, (const char *)p, n - 1);
}

const void *unpack_bytes(struct unpacker *u, size_t *len)
{
	uint32_t n = unpack_u32(u);
	const void *p = take(u, n);

	*len = p ? n : 0;
	return p;
}

size_t unpack_count(struct unpacker *u, size_t least)
{
	uint32_t n = unpack_u32(u);

	if (n > (size_t)(u->end - u->at) / (least ? least : 1)) {
		u->bad = true;
		return 0;
	}
	return n;
}

bool unpack_done(const struct unpacker *u)
{
	return !u->bad && u->at == u->end;
}
