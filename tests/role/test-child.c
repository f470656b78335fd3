/*
 * Children that answer, die, hang and lie: what was asked comes back as an
 * answer or as lost, once, and another child takes over.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <event2/event.h>

#include "base/caps.h"
#include "base/log.h"
#include "base/mem.h"
#include "ipc/child.h"

#define MOST_ANSWERS 64

struct world {
	struct event_base *base;
	struct child *child;
	char helper[512];
	int starts;
	int want; /* answers to wait for */
	int got;
	struct {
		char text[64]; /* of the frame; "" where it was lost */
		char why[64];  /* "" where it was answered */
	} answers[MOST_ANSWERS];
};

static void on_start(struct child *c, void *arg)
{
	struct world *w = arg;

	w->starts++;
	child_tell(c, 9, "settings", 8);
}

static void on_answer(void *arg, const struct frame *f, const char *why)
{
	struct world *w = arg;

	assert_true(w->got < MOST_ANSWERS);
	if (f)
		snprintf(w->answers[w->got].text, 64, "%.*s", (int)f->len,
		    (const char *)f->payload);
	else
		snprintf(w->answers[w->got].why, 64, "%s", why);
	w->got++;
	if (w->got == w->want)
		event_base_loopbreak(w->base);
}

static void ask(struct world *w, const char *text)
{
	child_ask(w->child, 1, text, strlen(text), on_answer, w);
}

/* Runs the loop until so many answers came in all; fails after 20 s. */
static void run_until(struct world *w, int answers)
{
	struct timeval tv = {20, 0};

	w->want = answers;
	if (w->got < answers) {
		event_base_loopexit(w->base, &tv);
		event_base_dispatch(w->base);
	}
	assert_int_equal(w->got, answers);
}

static void world_open_as(
    struct world *w, const char *role, int64_t deadline_ms, bool sandbox)
{
	const char *top = getenv("HEARSAY_BUILDDIR");
	struct child_spec spec = {
	    .role = role,
	    .binary = w->helper,
	    .sandbox = sandbox,
	    .deadline_ms = deadline_ms,
	    .on_start = on_start,
	    .arg = w,
	};

	*w = (struct world){.base = event_base_new()};
	snprintf(w->helper, sizeof(w->helper), "%s/tests/role/child-helper",
	    top ? top : ".");
	w->child = child_new(w->base, &spec);
}

static void world_open(struct world *w, const char *role, int64_t deadline_ms)
{
	world_open_as(w, role, deadline_ms, true);
}

static void world_close(struct world *w)
{
	child_free(w->child);
	event_base_free(w->base);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* nobody is left */
}

static void requests_are_answered(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, "echo", 0);
	assert_true(child_pid(w.child) > 0);
	ask(&w, "one");
	ask(&w, "two");
	ask(&w, "three");
	assert_int_equal(w.got, 0); /* never before child_ask returns */
	assert_int_equal(child_waiting(w.child), 3);
	run_until(&w, 3);
	assert_string_equal(w.answers[0].text, "one");
	assert_string_equal(w.answers[1].text, "two");
	assert_string_equal(w.answers[2].text, "three");
	assert_int_equal(child_waiting(w.child), 0);
	assert_int_equal(child_restarts(w.child), 0);
	assert_int_equal(w.starts, 1);
	world_close(&w);
}

static void on_large_answer(void *arg, const struct frame *f, const char *why)
{
	struct world *w = arg;

	(void)why;
	assert_non_null(f);
	assert_int_equal(f->len, CAP_FRAME);
	assert_int_equal(f->payload[0], 7);
	assert_int_equal(f->payload[CAP_FRAME - 1], 8);
	w->got++;
	event_base_loopbreak(w->base);
}

static void the_largest_frame_goes_both_ways(void **state)
{
	unsigned char *big = mem_alloc(CAP_FRAME + 1);
	struct world w;

	(void)state;
	world_open(&w, "echo", 0);
	big[0] = 7;
	big[CAP_FRAME - 1] = 8;
	child_ask(w.child, 1, big, CAP_FRAME, on_large_answer, &w);
	run_until(&w, 1);
	child_ask(w.child, 1, big, CAP_FRAME + 1, on_answer, &w);
	assert_int_equal(w.got, 1); /* refused, but not before we return */
	run_until(&w, 2);
	assert_string_equal(w.answers[1].why, "too large for a frame");
	assert_int_equal(child_restarts(w.child), 0);
	free(big);
	world_close(&w);
}

static void a_killed_child_loses_what_was_out(void **state)
{
	struct world w;
	pid_t first;

	(void)state;
	world_open(&w, "echo", 0);
	first = child_pid(w.child);
	ask(&w, "before");
	run_until(&w, 1);
	ask(&w, "hang");
	ask(&w, "behind it");
	event_base_loop(w.base, EVLOOP_NONBLOCK);
	kill(first, SIGKILL);
	run_until(&w, 3);
	assert_string_equal(w.answers[1].why, "killed by signal 9");
	assert_string_equal(w.answers[2].why, "killed by signal 9");
	assert_int_equal(child_pid(w.child), 0);
	ask(&w, "after"); /* while it is down: waits for the next */
	run_until(&w, 4);
	assert_string_equal(w.answers[3].text, "after");
	assert_int_not_equal(child_pid(w.child), first);
	assert_int_equal(child_restarts(w.child), 1);
	assert_int_equal(w.starts, 2); /* and was given its settings */
	world_close(&w);
}

/* What it has left unread is asked of the next one, in order. */
static void a_child_that_leaves_in_order_loses_nothing(void **state)
{
	struct world w;
	pid_t first;

	(void)state;
	world_open(&w, "echo", 0);
	first = child_pid(w.child);
	ask(&w, "leave");
	ask(&w, "one");
	ask(&w, "two");
	run_until(&w, 3);
	assert_string_equal(w.answers[0].text, "gone");
	assert_string_equal(w.answers[1].text, "one");
	assert_string_equal(w.answers[2].text, "two");
	assert_int_not_equal(child_pid(w.child), first);
	assert_int_equal(child_restarts(w.child), 1);
	assert_int_equal(child_waiting(w.child), 0);
	world_close(&w);
}

/* Each way to go wrong, and the words that its asker gets. */
static void a_child_that_goes_wrong_is_replaced(void **state)
{
	static const struct {
		const char *word, *why;
	} cases[] = {
	    {"die", "killed by signal 9"},
	    {"exit", "exit status 3"},
	    {"garbage", "sent what is no frame"},
	    {"half", "ended within a frame"},
	    {"stranger", "answered what was not asked"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct world w;

		world_open(&w, "echo", 0);
		ask(&w, cases[i].word);
		run_until(&w, 1);
		assert_string_equal(w.answers[0].why, cases[i].why);
		ask(&w, "hello");
		run_until(&w, 2);
		assert_string_equal(w.answers[1].text, "hello");
		assert_int_equal(child_restarts(w.child), 1);
		world_close(&w);
	}
}

static void a_deadline_kills_and_costs_one_request(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, "echo", 300);
	ask(&w, "first");
	ask(&w, "hang");
	ask(&w, "third"); /* not with the child while that one hangs */
	ask(&w, "die");
	ask(&w, "fifth");
	run_until(&w, 5);
	assert_string_equal(w.answers[0].text, "first");
	assert_string_equal(w.answers[1].why, "deadline of 300 ms");
	assert_string_equal(w.answers[2].text, "third");
	assert_string_equal(w.answers[3].why, "killed by signal 9");
	assert_string_equal(w.answers[4].text, "fifth");
	assert_int_equal(child_restarts(w.child), 2);
	world_close(&w);
}

static void a_distrusted_child_is_replaced(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, "echo", 0);
	ask(&w, "a");
	child_kill(w.child, "its answer is no document");
	child_kill(w.child, "only the first reason counts");
	run_until(&w, 1);
	assert_string_equal(w.answers[0].why, "its answer is no document");
	ask(&w, "b");
	run_until(&w, 2);
	assert_string_equal(w.answers[1].text, "b");
	world_close(&w);
}

/* What took one over with its document has no say in the next. */
static void a_request_may_want_a_fresh_one(void **state)
{
	struct world w;
	pid_t first;

	(void)state;
	world_open(&w, "echo", 5000);
	first = child_pid(w.child);
	child_renew(w.child); /* it is */
	ask(&w, "one");
	ask(&w, "two");
	run_until(&w, 2);
	assert_int_equal(child_pid(w.child), first);
	ask(&w, "three");
	child_renew(w.child);
	ask(&w, "four");
	ask(&w, "five");
	run_until(&w, 5);
	assert_string_equal(w.answers[2].text, "three");
	assert_string_equal(w.answers[3].text, "four");
	assert_string_equal(w.answers[4].text, "five");
	assert_int_not_equal(child_pid(w.child), first);
	assert_int_equal(w.starts, 2);
	assert_int_equal(child_restarts(w.child), 0); /* nothing is wrong */
	assert_int_equal(child_waiting(w.child), 0);
	ask(&w, "die");
	child_renew(w.child);
	ask(&w, "six");
	run_until(&w, 7);
	assert_string_equal(w.answers[5].why, "killed by signal 9");
	assert_string_equal(w.answers[6].text, "six");
	assert_int_equal(child_restarts(w.child), 1);
	world_close(&w);
}

static void back_off_is_a_table_with_an_end(void **state)
{
	static const int64_t want[] = {0, 0, 100, 1000, 5000, 15000, 60000};

	(void)state;
	for (unsigned i = 0; i < 7; i++)
		assert_int_equal(child_backoff_ms(i), want[i]);
	assert_int_equal(child_backoff_ms(7), 60000);
	assert_int_equal(child_backoff_ms(UINT32_MAX), 60000);
}

/* The third life begins 100 ms after the second death, not before. */
static void deaths_in_a_row_are_spaced(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, "stillborn", 0);
	ask(&w, "x");
	run_until(&w, 1);
	assert_string_equal(w.answers[0].why, "exit status 5");
	assert_int_equal(child_restarts(w.child), 0);
	ask(&w, "y");
	run_until(&w, 2);
	assert_int_equal(child_restarts(w.child), 1);
	event_base_loop(w.base, EVLOOP_NONBLOCK);
	assert_int_equal(child_restarts(w.child), 1);
	assert_int_equal(child_pid(w.child), 0);
	ask(&w, "z");
	run_until(&w, 3);
	assert_int_equal(child_restarts(w.child), 2);
	world_close(&w);
}

static void only_four_descriptors_go_on(void **state)
{
	int extra[] = {dup(0), dup(0), dup(0)};
	struct world w;

	(void)state;
	world_open(&w, "echo", 0);
	ask(&w, "fds");
	run_until(&w, 1);
	assert_string_equal(w.answers[0].text, "0 1 2 3 ");
	world_close(&w);
	for (size_t i = 0; i < 3; i++)
		close(extra[i]);
}

static void a_child_is_told_its_role(void **state)
{
	static const char *const want[] = {"-x echo -n ", "-x echo "};

	(void)state;
	for (int sandbox = 0; sandbox < 2; sandbox++) {
		struct world w;

		world_open_as(&w, "echo", 0, sandbox);
		ask(&w, "args");
		run_until(&w, 1);
		assert_string_equal(w.answers[0].text, want[sandbox]);
		world_close(&w);
	}
}

static void a_binary_that_is_not_there_is_told(void **state)
{
	struct child_spec spec = {.role = "echo", .binary = "/nonexistent/x"};
	struct world w = {.base = event_base_new()};

	(void)state;
	w.child = child_new(w.base, &spec);
	ask(&w, "x");
	run_until(&w, 1);
	assert_string_equal(w.answers[0].why, "exit status 127");
	world_close(&w);
}

/* A process between: it starts a child that is deaf to EOF and is killed. */
static void a_child_dies_with_its_parent(void **state)
{
	pid_t between, child = 0;
	int tell[2], status;

	(void)state;
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	assert_int_equal(pipe(tell), 0);
	between = fork();
	if (between == 0) {
		struct world w;

		world_open(&w, "deaf", 0);
		child = child_pid(w.child);
		if (write(tell[1], &child, sizeof(child)) < 0)
			_exit(1);
		for (;;)
			pause();
	}
	assert_int_equal(read(tell[0], &child, sizeof(child)), sizeof(child));
	kill(between, SIGKILL);
	assert_int_equal(waitpid(between, &status, 0), between);
	/* Ours now, and over: killed, or gone where exec had not come yet. */
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL
					: WEXITSTATUS(status) == 0);
	prctl(PR_SET_CHILD_SUBREAPER, 0);
	close(tell[0]);
	close(tell[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(requests_are_answered),
	    cmocka_unit_test(the_largest_frame_goes_both_ways),
	    cmocka_unit_test(a_killed_child_loses_what_was_out),
	    cmocka_unit_test(a_child_that_leaves_in_order_loses_nothing),
	    cmocka_unit_test(a_child_that_goes_wrong_is_replaced),
	    cmocka_unit_test(a_deadline_kills_and_costs_one_request),
	    cmocka_unit_test(a_distrusted_child_is_replaced),
	    cmocka_unit_test(a_request_may_want_a_fresh_one),
	    cmocka_unit_test(back_off_is_a_table_with_an_end),
	    cmocka_unit_test(deaths_in_a_row_are_spaced),
	    cmocka_unit_test(only_four_descriptors_go_on),
	    cmocka_unit_test(a_child_is_told_its_role),
	    cmocka_unit_test(a_binary_that_is_not_there_is_told),
	    cmocka_unit_test(a_child_dies_with_its_parent),
	};

	log_open("test", LOG_LEVEL_ERROR, false);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
