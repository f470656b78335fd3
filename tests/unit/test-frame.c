/* Frames and the fields of payloads: what is written is read, and no bytes,
 * however wrong, are more than refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/caps.h"
#include "base/mem.h"
#include "base/rng.h"
#include "ipc/frame.h"

#define FRAME_MAX (CAP_FRAME + FRAME_HEADER_BYTES)

static void put(
    struct buf *b, uint16_t type, uint32_t id, const void *payload, size_t len)
{
	unsigned char head[FRAME_HEADER_BYTES];

	assert_int_equal(frame_header(head, type, id, len), 0);
	buf_add(b, head, sizeof(head));
	buf_add(b, payload, len);
}

static void a_frame_is_little_endian_on_the_wire(void **state)
{
	static const unsigned char want[] = {
	    3, 0, 0, 0, 2, 1, 0, 0, 0xdd, 0xcc, 0xbb, 0xaa, 'a', 'b', 'c'};
	struct frame f;
	struct buf b;

	(void)state;
	buf_init(&b, FRAME_MAX);
	put(&b, 0x102, 0xaabbccdd, "abc", 3);
	assert_int_equal(b.len, sizeof(want));
	assert_memory_equal(b.data, want, sizeof(want));
	assert_int_equal(frame_read(want, sizeof(want), &f), sizeof(want));
	assert_int_equal(f.type, 0x102);
	assert_int_equal(f.id, 0xaabbccdd);
	assert_int_equal(f.len, 3);
	assert_memory_equal(f.payload, "abc", 3);
	buf_free(&b);
}

static void frames_in_a_row_come_out_one_by_one(void **state)
{
	struct frame f;
	struct buf b;
	size_t at = 0;

	(void)state;
	buf_init(&b, FRAME_MAX);
	put(&b, 1, 10, "x", 1);
	put(&b, 2, 11, NULL, 0);
	put(&b, 3, 12, "yz", 2);
	for (uint16_t i = 1; i <= 3; i++) {
		const unsigned char *p = (unsigned char *)b.data + at;
		long n = frame_read(p, b.len - at, &f);

		assert_true(n > 0);
		assert_int_equal(f.type, i);
		assert_int_equal(f.id, 9u + i);
		at += (size_t)n;
	}
	assert_int_equal(at, b.len);
	buf_free(&b);
}

static void a_part_of_a_frame_asks_for_more(void **state)
{
	struct frame f;
	struct buf b;

	(void)state;
	buf_init(&b, FRAME_MAX);
	put(&b, 7, 1, "0123456789", 10);
	for (size_t n = 0; n < b.len; n++)
		assert_int_equal(frame_read((unsigned char *)b.data, n, &f), 0);
	buf_free(&b);
}

static void a_bad_header_is_refused(void **state)
{
	static const unsigned char over[] = {
	    1, 0, 0x80, 1, 1, 0, 0, 0, 0, 0, 0, 0}; /* CAP_FRAME + 1 */
	static const unsigned char most[] = {
	    0, 0, 0x80, 1, 1, 0, 0, 0, 0, 0, 0, 0}; /* CAP_FRAME */
	static const unsigned char huge[] = {
	    0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0, 0, 0, 0, 0};
	static const unsigned char reserved[] = {
	    0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0};
	static const unsigned char zeros[FRAME_HEADER_BYTES];
	struct frame f;

	(void)state;
	assert_int_equal(CAP_FRAME, 0x1800000);
	assert_int_equal(frame_read(over, sizeof(over), &f), -1);
	assert_int_equal(frame_read(most, sizeof(most), &f), 0);
	assert_int_equal(frame_read(huge, sizeof(huge), &f), -1);
	assert_int_equal(frame_read(reserved, sizeof(reserved), &f), -1);
	assert_int_equal(frame_read(zeros, sizeof(zeros), &f), -1);
}

static void a_frame_past_the_cap_is_not_written(void **state)
{
	unsigned char head[FRAME_HEADER_BYTES];
	char *big = mem_alloc(CAP_FRAME + 1);

	(void)state;
	assert_int_equal(frame_header(head, 1, 1, CAP_FRAME + 1), -1);
	assert_int_equal(frame_header(head, 1, 1, CAP_FRAME), 0);
	assert_int_equal(frame_send(-1, 1, 1, big, CAP_FRAME + 1), -1);
	free(big);
}

static void random_bytes_never_pass_their_end(void **state)
{
	struct rng r = {7};

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t n = (size_t)(rng_next(&r) % 64);
		/* of its exact size, so that a sanitizer sees a step too far */
		unsigned char *p = mem_alloc(n ? n : 1);
		struct frame f;
		long got;

		for (size_t i = 0; i < n; i++)
			p[i] =
			    rng_next(&r) % 3 ? 0 : (unsigned char)rng_next(&r);
		got = frame_read(p, n, &f);
		assert_true(got >= -1 && got <= (long)n);
		if (got > 0)
			assert_int_equal(got, FRAME_HEADER_BYTES + f.len);
		free(p);
	}
}

/* --- blocking --- */

struct pipe_ends {
	int from, to;
	struct buf hold;
};

static void pipe_open(struct pipe_ends *p)
{
	int fd[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
	p->from = fd[0];
	p->to = fd[1];
	buf_init(&p->hold, FRAME_MAX);
}

static void pipe_close(struct pipe_ends *p)
{
	close(p->from);
	if (p->to >= 0)
		close(p->to);
	buf_free(&p->hold);
}

static void pipe_end(struct pipe_ends *p)
{
	close(p->to);
	p->to = -1;
}

static void sent_frames_are_received(void **state)
{
	struct pipe_ends p;
	struct frame f;

	(void)state;
	pipe_open(&p);
	assert_int_equal(frame_send(p.to, 4, 99, "hello", 5), 0);
	assert_int_equal(frame_send(p.to, 5, 100, NULL, 0), 0);
	pipe_end(&p);
	assert_int_equal(frame_receive(p.from, &p.hold, &f), 1);
	assert_int_equal(f.type, 4);
	assert_int_equal(f.id, 99);
	assert_int_equal(f.len, 5);
	assert_memory_equal(f.payload, "hello", 5);
	assert_int_equal(frame_receive(p.from, &p.hold, &f), 1);
	assert_int_equal(f.type, 5);
	assert_int_equal(f.len, 0);
	assert_int_equal(frame_receive(p.from, &p.hold, &f), 0);
	pipe_close(&p);
}

static void a_frame_cut_short_is_broken(void **state)
{
	struct buf whole;

	(void)state;
	buf_init(&whole, FRAME_MAX);
	put(&whole, 1, 1, "12345", 5);
	for (size_t n = 1; n < whole.len; n++) {
		struct pipe_ends p;
		struct frame f;

		pipe_open(&p);
		assert_int_equal(write(p.to, whole.data, n), n);
		pipe_end(&p);
		assert_int_equal(frame_receive(p.from, &p.hold, &f), -1);
		pipe_close(&p);
	}
	buf_free(&whole);
}

/* A claim of 24 MiB with six bytes behind it must not cost 24 MiB. */
static void a_claimed_length_is_not_allocated(void **state)
{
	static const unsigned char claim[] = {
	    0, 0, 0x80, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6};
	static const unsigned char over[] = {
	    1, 0, 0x80, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6};
	struct pipe_ends p;
	struct frame f;

	(void)state;
	pipe_open(&p);
	assert_int_equal(write(p.to, claim, sizeof(claim)), sizeof(claim));
	pipe_end(&p);
	assert_int_equal(frame_receive(p.from, &p.hold, &f), -1);
	assert_true(p.hold.cap < 1024);
	pipe_close(&p);

	pipe_open(&p);
	assert_int_equal(write(p.to, over, sizeof(over)), sizeof(over));
	assert_int_equal(frame_receive(p.from, &p.hold, &f), -1);
	assert_true(p.hold.cap < 1024);
	pipe_close(&p);
}

/* --- fields --- */

static struct frame payload_of(const struct buf *b)
{
	return (struct frame){
	    .type = 1,
	    .payload = (const unsigned char *)b->data,
	    .len = b->len,
	};
}

static void fields_come_back_as_packed(void **state)
{
	struct unpacker u;
	struct arena a;
	struct frame f;
	struct buf b;
	size_t n;

	(void)state;
	arena_init(&a);
	buf_init(&b, 1000);
	pack_u32(&b, UINT32_MAX);
	pack_u64(&b, UINT64_MAX - 1);
	pack_i64(&b, INT64_MIN);
	pack_str(&b, NULL);
	pack_str(&b, "");
	pack_str(&b, "澎湃OS");
	pack_bytes(&b, "a\0b", 3);
	pack_u32(&b, 2);
	f = payload_of(&b);
	unpack_start(&u, &a, &f);
	assert_int_equal(unpack_u32(&u), UINT32_MAX);
	assert_true(unpack_u64(&u) == UINT64_MAX - 1);
	assert_true(unpack_i64(&u) == INT64_MIN);
	assert_null(unpack_str(&u));
	assert_string_equal(unpack_str(&u), "");
	assert_string_equal(unpack_str(&u), "澎湃OS");
	assert_memory_equal(unpack_bytes(&u, &n), "a\0b", 3);
	assert_int_equal(n, 3);
	assert_false(unpack_done(&u)); /* a field is left */
	assert_int_equal(unpack_u32(&u), 2);
	assert_true(unpack_done(&u));
	assert_int_equal(unpack_u32(&u), 0); /* there is no more */
	assert_false(unpack_done(&u));
	buf_free(&b);
	arena_free(&a);
}

static void bad_fields_turn_all_that_follows_bad(void **state)
{
	struct unpacker u;
	struct arena a;
	struct frame f;
	struct buf b;
	size_t n = 5;

	(void)state;
	arena_init(&a);
	buf_init(&b, 1000);

	pack_u32(&b, 4);
	buf_add(&b, "a\0b", 3); /* a NUL inside a string */
	pack_u32(&b, 9);
	f = payload_of(&b);
	unpack_start(&u, &a, &f);
	assert_null(unpack_str(&u));
	assert_true(u.bad);
	assert_int_equal(unpack_u32(&u), 0);

	buf_clear(&b);
	pack_u32(&b, UINT32_MAX); /* longer than the frame */
	f = payload_of(&b);
	unpack_start(&u, &a, &f);
	assert_null(unpack_str(&u));
	assert_true(u.bad);
	unpack_start(&u, &a, &f);
	assert_null(unpack_bytes(&u, &n));
	assert_int_equal(n, 0);

	buf_clear(&b);
	pack_u32(&b, 3); /* three elements of eight bytes in 16 */
	pack_u64(&b, 0);
	pack_u64(&b, 0);
	f = payload_of(&b);
	unpack_start(&u, &a, &f);
	assert_int_equal(unpack_count(&u, 8), 0);
	assert_true(u.bad);
	unpack_start(&u, &a, &f);
	assert_int_equal(unpack_count(&u, 4), 3);
	assert_int_equal(a.used_bytes, 0);
	buf_free(&b);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_frame_is_little_endian_on_the_wire),
	    cmocka_unit_test(frames_in_a_row_come_out_one_by_one),
	    cmocka_unit_test(a_part_of_a_frame_asks_for_more),
	    cmocka_unit_test(a_bad_header_is_refused),
	    cmocka_unit_test(a_frame_past_the_cap_is_not_written),
	    cmocka_unit_test(random_bytes_never_pass_their_end),
	    cmocka_unit_test(sent_frames_are_received),
	    cmocka_unit_test(a_frame_cut_short_is_broken),
	    cmocka_unit_test(a_claimed_length_is_not_allocated),
	    cmocka_unit_test(fields_come_back_as_packed),
	    cmocka_unit_test(bad_fields_turn_all_that_follows_bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
