/* The bottom room: buffers, arenas, the scheduler's heap, maps, log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <event2/event.h>
#include <fcntl.h>
#include <jansson.h>
#include <libxml/tree.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hashset.h"
#include "base/heap.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/map.h"
#include "base/memlib.h"
#include "base/rng.h"

static void buf_refuses_past_its_cap(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 5);
	assert_int_equal(buf_puts(&b, "abc"), 0);
	assert_int_equal(buf_puts(&b, "def"), -1);
	assert_string_equal(buf_text(&b), "abc");
	assert_false(buf_ok(&b));
	assert_int_equal(buf_putc(&b, 'x'), -1); /* full stays full */
	buf_clear(&b);
	assert_int_equal(buf_printf(&b, "%d-%s", 12, "ab"), 0);
	assert_string_equal(buf_text(&b), "12-ab");
	assert_true(buf_ok(&b));
	buf_free(&b);
}

static void buf_truncates_and_gives_away(void **state)
{
	struct buf b;
	char *s;

	(void)state;
	buf_init(&b, 100);
	assert_string_equal(buf_text(&b), "");
	buf_puts(&b, "hello there");
	buf_truncate(&b, 5);
	s = buf_steal(&b);
	assert_string_equal(s, "hello");
	assert_int_equal(b.len, 0);
	free(s);
	buf_free(&b);
}

static void arena_gives_zeroed_aligned_memory(void **state)
{
	struct arena a;
	unsigned char *p;

	(void)state;
	arena_init(&a);
	for (int round = 0; round < 3; round++) {
		for (size_t n = 1; n < 20000; n = n * 3 + 1) {
			p = arena_alloc(&a, n);
			assert_int_equal((uintptr_t)p % 16, 0);
			for (size_t i = 0; i < n; i++)
				assert_int_equal(p[i], 0);
			memset(p, 0xff, n);
		}
		arena_reset(&a);
	}
	p = arena_alloc(&a, 1 << 20); /* larger than what is kept */
	memset(p, 0xff, 1 << 20);
	arena_reset(&a);
	assert_int_equal(a.used_bytes, 0);
	p = arena_alloc(&a, 100);
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(p[i], 0);
	assert_string_equal(arena_printf(&a, "%s/%d", "x", 7), "x/7");
	assert_string_equal(arena_strndup(&a, "abcdef", 3), "abc");
	assert_null(arena_strdup(&a, NULL));
	arena_free(&a);
}

/* How many times the set has the thing. */
static size_t times_in(
    const struct hashset *s, uint32_t hash, const void *thing)
{
	const void *found;
	size_t times = 0;

	for (size_t at = 0; (found = hashset_next(s, hash, &at)) != NULL;)
		times += found == thing;
	return times;
}

static void hashset_keeps_what_was_not_removed(void **state)
{
	enum { COUNT = 500 };
	static int things[COUNT];
	struct hashset s = {0};
	size_t at = 0;

	(void)state;
	assert_null(hashset_next(&s, 7, &at));
	hashset_remove(&s, 7, things);
	/* Few hashes, and far ends of the table: runs that wrap around. */
	for (uint32_t i = 0; i < COUNT; i++)
		hashset_put(&s, i % 3 ? i % 7 - 3 : i, &things[i]);
	assert_int_equal(s.count, COUNT);
	for (uint32_t gone = 0; gone < COUNT; gone += 2) {
		hashset_remove(
		    &s, gone % 3 ? gone % 7 - 3 : gone, &things[gone]);
		for (uint32_t i = 0; i < COUNT; i++)
			assert_int_equal(
			    times_in(&s, i % 3 ? i % 7 - 3 : i, &things[i]),
			    i > gone || i % 2);
	}
	hashset_remove(&s, 12345, &things[1]);
	assert_int_equal(s.count, COUNT / 2);
	hashset_free(&s);
}

static void heap_pops_in_order_of_key_then_tie(void **state)
{
	struct heap_node nodes[200] = {0};
	struct heap h = {0};
	struct rng r = {42};
	struct heap_node *n, *last = NULL;
	size_t popped = 0;

	(void)state;
	for (int i = 0; i < 200; i++) {
		nodes[i].tie = i;
		heap_put(&h, &nodes[i], (int64_t)(rng_next(&r) % 50));
	}
	for (int i = 0; i < 200; i += 3)
		heap_put(&h, &nodes[i], (int64_t)(rng_next(&r) % 50));
	for (int i = 0; i < 200; i += 7)
		heap_remove(&h, &nodes[i]);
	heap_remove(&h, &nodes[0]); /* a second time: nothing happens */
	while ((n = heap_first(&h)) != NULL) {
		assert_true(!last || last->key < n->key ||
			    (last->key == n->key && last->tie < n->tie));
		last = n;
		heap_remove(&h, n);
		popped++;
	}
	assert_int_equal(popped, 200 - 29);
	heap_free(&h);
}

static void map_keeps_the_order_of_insertion(void **state)
{
	static int values[1000];
	struct map m = {0};
	const struct map_entry *e;
	char key[16];
	int expect = 0;

	(void)state;
	assert_null(map_get(&m, "nothing"));
	for (int i = 0; i < 1000; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		assert_null(map_put(&m, key, &values[i]));
	}
	for (int i = 0; i < 1000; i += 2) {
		snprintf(key, sizeof(key), "k%d", i);
		assert_ptr_equal(map_remove(&m, key), &values[i]);
		assert_null(map_get(&m, key));
	}
	assert_int_equal(m.count, 500);
	for (size_t i = 0; (e = map_next(&m, &i)) != NULL;) {
		expect = expect ? expect + 2 : 1;
		assert_ptr_equal(e->value, &values[expect]);
	}
	assert_int_equal(expect, 999);
	assert_ptr_equal(map_put(&m, "k1", NULL), &values[1]);
	for (int i = 0; i < 5000; i++) { /* churn: removed slots are reused */
		map_put(&m, "again", &values[0]);
		map_remove(&m, "again");
	}
	assert_ptr_equal(map_get(&m, "k999"), &values[999]);
	map_free(&m);
}

/* What a feed says can neither end a line nor speak to the terminal. */
static void log_shows_controls(void **state)
{
	int pipes[2], before = dup(STDERR_FILENO);
	char line[200] = "";
	ssize_t n;

	(void)state;
	assert_int_equal(pipe(pipes), 0);
	dup2(pipes[1], STDERR_FILENO);
	log_warn("a\nb\033[1m\xc2\x9b"
		 "2J\xe2\x80\xae!%s \x9b"
		 "2J \xe6\xbe \xc0\xaf \xff \xf0\x9f\x93\xb1",
	    "\xe6\xbe\x8e");
	dup2(before, STDERR_FILENO);
	n = read(pipes[0], line, sizeof(line) - 1);
	assert_true(n > 0);
	assert_string_equal(line, "warning: a\\x0ab\\x1b[1m\\x9b"
				  "2J\\u202e!\xe6\xbe\x8e \\x9b"
				  "2J \\xe6\\xbe \\xc0\\xaf \\xff "
				  "\xf0\x9f\x93\xb1\n");
	close(before);
	close(pipes[0]);
	close(pipes[1]);
}

/* --- ends that are said --- */

/* The process of it ends with status 1, and these are among its words. */
static void assert_ends_saying(void (*act)(void), const char *words)
{
	char said[1024] = "";
	size_t have = 0;
	int pipes[2], status;
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(pipes), 0);
	pid = fork();
	if (pid == 0) {
		dup2(pipes[1], STDERR_FILENO);
		close(pipes[0]);
		close(pipes[1]);
		act();
		_exit(0);
	}
	close(pipes[1]);
	while ((n = read(pipes[0], said + have, sizeof(said) - 1 - have)) > 0)
		have += (size_t)n;
	close(pipes[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (!strstr(said, words))
		fail_msg("\"%s\" is not in: %s", words, said);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
}

/* epoll takes no regular file: as good a refusal as any. */
static void watch_a_file(void)
{
	struct event_base *base =
	    loop_new(EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	int fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
	struct event *e = event_new(base, fd, EV_READ, NULL, NULL);

	event_add(e, NULL); /* the change is made when the loop turns */
	event_base_loop(base, EVLOOP_NONBLOCK);
}

static void a_loop_that_cannot_watch_ends(void **state)
{
	(void)state;
	assert_ends_saying(watch_a_file, "event loop: Epoll ADD(1) on fd");
}

static void take_all_memory(void)
{
	const struct rlimit little = {64 << 20, 64 << 20};

	setrlimit(RLIMIT_AS, &little);
}

static void fill_json(void)
{
	json_t *list;

	memlib_prepare();
	take_all_memory();
	for (list = json_array();; json_array_append_new(list, json_array())) {
	}
}

static void fill_loop(void)
{
	struct event_base *base;

	memlib_prepare();
	base = loop_new(0);
	take_all_memory();
	while (evtimer_new(base, NULL, NULL)) {
	}
}

static void fill_tree(void)
{
	xmlNodePtr n = NULL;

	memlib_prepare();
	take_all_memory();
	do {
		n = xmlNewChild(n, NULL, BAD_CAST "a", BAD_CAST "b");
		if (!n)
			n = xmlNewNode(NULL, BAD_CAST "a");
	} while (n);
}

/* No library hands out a hole where memory is at an end. */
static void libraries_die_of_memory_as_we_do(void **state)
{
	(void)state;
#ifdef HEARSAY_SANITIZED
	skip(); /* a sanitizer cannot live in so little */
#endif
	assert_ends_saying(fill_json, "out of memory");
	assert_ends_saying(fill_loop, "out of memory");
	assert_ends_saying(fill_tree, "out of memory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(buf_refuses_past_its_cap),
	    cmocka_unit_test(buf_truncates_and_gives_away),
	    cmocka_unit_test(arena_gives_zeroed_aligned_memory),
	    cmocka_unit_test(hashset_keeps_what_was_not_removed),
	    cmocka_unit_test(heap_pops_in_order_of_key_then_tie),
	    cmocka_unit_test(map_keeps_the_order_of_insertion),
	    cmocka_unit_test(log_shows_controls),
	    cmocka_unit_test(a_loop_that_cannot_watch_ends),
	    cmocka_unit_test(libraries_die_of_memory_as_we_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
