/*
 * Children: fork and exec, the list of what was asked, and what follows from
 * a death. The end of the socket is the one sign of death; killing only makes
 * it come.
 */
#include "ipc/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "ipc/channel.h"
#include "ipc/role.h"
#include "ipc/sandbox.h"

/* The first death after an answer costs nothing: one document, one life. */
static const int64_t backoff_ms[] = {0, 100, 1000, 5000, 15000, 60000};
#define BACKOFFS (sizeof(backoff_ms) / sizeof(backoff_ms[0]))

/* A child that lived so long is not in a row of deaths. */
#define SETTLED_MS 60000

/* How long an ending child may take to leave by itself. */
#define GRACE_MS 500

/* The same from the end of its socket on, when it is all but gone. */
#define LAST_MS 100

struct request {
	TAILQ_ENTRY(request) link;
	uint32_t id;
	uint16_t type;
	bool sent;
	bool fresh;    /* for one that nothing was asked of before */
	void *payload; /* kept until it may not be sent again */
	size_t len;
	child_answer *answer;
	void *arg;
};
TAILQ_HEAD(request_list, request);

struct child {
	struct event_base *base;
	struct child_spec spec;
	struct channel *channel; /* NULL while it is down */
	pid_t pid;
	struct event *start;	/* the next start */
	struct event *deadline; /* of the request that is with it */
	struct event *too_big;	/* answers what could not be sent */
	struct request_list requests, refused;
	size_t waiting;
	uint32_t last_id;
	unsigned restarts, deaths; /* deaths: in a row */
	int64_t started_at_ms;
	bool renew;    /* the next request is to be a fresh one's */
	bool used;     /* something was asked of this one */
	bool renewing; /* it was killed for a fresh one, or that starts */
	char why[128]; /* why we killed it; "" while we did not */
};

static void send_more(struct child *c);
static void start_child(struct child *c);

int64_t child_backoff_ms(unsigned deaths)
{
	if (deaths == 0)
		return 0;
	return backoff_ms[deaths < BACKOFFS ? deaths - 1 : BACKOFFS - 1];
}

static void arm(struct event *e, int64_t ms)
{
	struct timeval tv = {ms / 1000, (ms % 1000) * 1000};

	event_add(e, &tv);
}

/* --- requests --- */

static void request_free(struct request *r)
{
	free(r->payload);
	free(r);
}

static void answer(struct child *c, struct request_list *list,
    struct request *r, const struct frame *f, const char *why)
{
	TAILQ_REMOVE(list, r, link);
	c->waiting--;
	r->answer(r->arg, f, why);
	request_free(r);
}

static struct request *find_sent(struct child *c, uint32_t id)
{
	struct request *r;

	TAILQ_FOREACH(r, &c->requests, link)
	if (r->sent && r->id == id)
		return r;
	return NULL;
}

static void on_frame(void *arg, const struct frame *f)
{
	struct child *c = arg;
	struct request *r;

	if (c->why[0] || c->renewing)
		return; /* its word counts no more */
	r = find_sent(c, f->id);
	if (!r) {
		child_kill(c, "answered what was not asked");
		return;
	}
	c->deaths = 0;
	if (c->spec.deadline_ms)
		event_del(c->deadline);
	answer(c, &c->requests, r, f, NULL);
	send_more(c);
}

/* Those that came in the meantime are not touched: they were not with it. */
static void lose_sent(struct child *c, const char *why)
{
	struct request_list lost = TAILQ_HEAD_INITIALIZER(lost);
	struct request *r, *next;

	for (r = TAILQ_FIRST(&c->requests); r; r = next) {
		next = TAILQ_NEXT(r, link);
		if (!r->sent)
			continue;
		TAILQ_REMOVE(&c->requests, r, link);
		TAILQ_INSERT_TAIL(&lost, r, link);
	}
	for (r = TAILQ_FIRST(&lost); r; r = TAILQ_FIRST(&lost))
		answer(c, &lost, r, NULL, why);
}

/*
 * One that left in order has not begun what it did not answer: its successor
 * gets that. (One with a deadline has one request at a time, and answers.)
 */
static void take_back(struct child *c)
{
	struct request *r;

	TAILQ_FOREACH(r, &c->requests, link)
	r->sent = false;
}

static bool may_send(const struct child *c, const struct request *r)
{
	if (r->sent)
		return false;
	return !c->spec.deadline_ms || r == TAILQ_FIRST(&c->requests);
}

/* Requests are sent in order: once one waits, so do all after it. */
static void send_more(struct child *c)
{
	struct request *r = TAILQ_LAST(&c->requests, request_list);

	if (!c->channel || c->why[0] || c->renewing)
		return;
	/* Back to the first that is not sent, then on. */
	while (r && TAILQ_PREV(r, request_list, link) &&
	       !TAILQ_PREV(r, request_list, link)->sent)
		r = TAILQ_PREV(r, request_list, link);
	for (; r && may_send(c, r); r = TAILQ_NEXT(r, link)) {
		if (r->fresh && c->used) {
			c->renewing = true;
			kill(c->pid, SIGKILL);
			return;
		}
		c->used = true;
		channel_send(c->channel, r->type, r->id, r->payload, r->len);
		if (c->spec.deadline_ms) {
			free(r->payload);
			r->payload = NULL;
		}
		r->sent = true;
		if (c->spec.deadline_ms)
			arm(c->deadline, c->spec.deadline_ms);
	}
}

static void on_too_big(evutil_socket_t fd, short what, void *arg)
{
	struct child *c = arg;
	struct request *r;

	(void)fd;
	(void)what;
	for (r = TAILQ_FIRST(&c->refused); r; r = TAILQ_FIRST(&c->refused))
		answer(c, &c->refused, r, NULL, "too large for a frame");
}

void child_ask(struct child *c, uint16_t type, const void *payload, size_t len,
    child_answer *on_answer, void *arg)
{
	unsigned char head[FRAME_HEADER_BYTES];
	struct request *r = mem_alloc(sizeof(*r));

	r->id = ++c->last_id;
	r->fresh = c->renew;
	c->renew = false;
	r->type = type;
	r->answer = on_answer;
	r->arg = arg;
	c->waiting++;
	if (frame_header(head, type, r->id, len)) {
		TAILQ_INSERT_TAIL(&c->refused, r, link);
		arm(c->too_big, 0);
		return;
	}
	r->payload = mem_alloc(len ? len : 1);
	r->len = len;
	if (len)
		memcpy(r->payload, payload, len);
	TAILQ_INSERT_TAIL(&c->requests, r, link);
	send_more(c);
}

void child_renew(struct child *c)
{
	c->renew = true;
}

void child_tell(struct child *c, uint16_t type, const void *payload, size_t len)
{
	if (c->channel && !c->why[0])
		channel_send(c->channel, type, 0, payload, len);
}

/* --- its death --- */

void child_kill(struct child *c, const char *why)
{
	if (!c->pid || c->why[0])
		return;
	snprintf(c->why, sizeof(c->why), "%s", why);
	kill(c->pid, SIGKILL); /* the end of its socket does the rest */
}

static void on_deadline(evutil_socket_t fd, short what, void *arg)
{
	struct child *c = arg;
	char why[64];

	(void)fd;
	(void)what;
	snprintf(why, sizeof(why), "deadline of %lld ms",
	    (long long)c->spec.deadline_ms);
	child_kill(c, why);
}

/*
 * Waits for a process that ends or has ended, and says how. True where
 * it left by itself, in order.
 */
static bool reap(struct child *c, char *words, size_t n)
{
	int status = 0;
	pid_t got;

	do
		got = waitpid(c->pid, &status, 0);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		snprintf(words, n, "wait failed: %s", strerror(errno));
	else if (WIFSIGNALED(status))
		snprintf(words, n, "killed by signal %d", WTERMSIG(status));
	else
		snprintf(words, n, "exit status %d", WEXITSTATUS(status));
	c->pid = 0;
	return got > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool has_sent(const struct child *c)
{
	const struct request *r = TAILQ_FIRST(&c->requests);

	return r && r->sent;
}

/* Its end of the socket goes a moment before it does: it is let. */
static void let_end(const struct child *c)
{
	const struct timespec pause = {.tv_nsec = 500000};
	int64_t until = clock_mono_ms() + LAST_MS;

	while (clock_mono_ms() < until) {
		siginfo_t gone = {0};

		if (waitid(P_PID, (id_t)c->pid, &gone,
			WEXITED | WNOHANG | WNOWAIT) ||
		    gone.si_pid == c->pid)
			return;
		nanosleep(&pause, NULL);
	}
	kill(c->pid, SIGKILL);
}

/* A child that leaves in order has its reasons, and told them. */
static void log_death(struct child *c, bool in_order, const char *why)
{
	long long wait_ms = child_backoff_ms(c->deaths);

	if (in_order)
		log_info("%s: ended; it is started again in %lld ms",
		    c->spec.role, wait_ms);
	else
		log_warn("%s: %s; it is started again in %lld ms", c->spec.role,
		    why, wait_ms);
}

static void let_go(struct child *c)
{
	channel_free(c->channel);
	c->channel = NULL;
	event_del(c->deadline);
}

static void on_end(void *arg, const char *broken)
{
	struct child *c = arg;
	char why[128];
	bool in_order;

	if (c->renewing) {
		reap(c, why, sizeof(why));
		let_go(c);
		arm(c->start, 0);
		return;
	}

	if (broken && !c->why[0])
		snprintf(c->why, sizeof(c->why), "%s", broken);
	if (c->why[0])
		kill(c->pid, SIGKILL);
	else
		let_end(c);
	in_order = reap(c, why, sizeof(why)) && !c->why[0] &&
		   !(c->spec.deadline_ms && has_sent(c));
	if (c->why[0])
		memcpy(why, c->why, sizeof(why));
	c->why[0] = '\0';
	let_go(c);
	if (clock_mono_ms() - c->started_at_ms >= SETTLED_MS)
		c->deaths = 0;
	c->deaths++;
	log_death(c, in_order, why);
	arm(c->start, child_backoff_ms(c->deaths));
	if (in_order)
		take_back(c);
	else
		lose_sent(c, why);
}

/* --- its birth --- */

static void say(const char *words)
{
	if (write(STDERR_FILENO, words, strlen(words)) < 0)
		_exit(126); /* nobody left to tell */
}

/*
 * In the new process, between fork and exec: calls that are safe after a fork
 * alone. Only descriptors 0-3 go on; standard input and output are nothing.
 */
static void become(const struct child_spec *spec, int fd, pid_t parent)
{
	static const int unseen[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
	char unconfined[] = "-n", quiet[] = "-q";
	char *argv[6] = {(char *)(uintptr_t)spec->binary, (char[]){"-x"},
	    (char *)(uintptr_t)spec->role, NULL};
	int argc = 3;
	sigset_t none;
	int own = fcntl(fd, F_DUPFD, ROLE_FD + 1); /* out of the way of 0-3 */
	int null = open("/dev/null", O_RDWR);

	if (!spec->sandbox)
		argv[argc++] = unconfined;
	if (spec->told)
		argv[argc++] = quiet;
	if (null >= 0) {
		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
	}
	dup2(own, ROLE_FD);
	sandbox_close_from(ROLE_FD + 1);
	for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++)
		signal(unseen[i], SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	execv(spec->binary, argv);
	say("a child role could not be executed\n");
	_exit(127);
}

static int spawn(struct child *c)
{
	static const struct channel_ops ops = {
	    .on_frame = on_frame, .on_end = on_end};
	pid_t self = getpid();
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd))
		return -1;
	c->pid = fork();
	if (c->pid == 0)
		become(&c->spec, fd[1], self);
	close(fd[1]);
	if (c->pid < 0) {
		c->pid = 0;
		close(fd[0]);
		return -1;
	}
	c->channel = channel_new(c->base, fd[0], &ops, c);
	c->spec.told = true;
	return 0;
}

static void start_child(struct child *c)
{
	c->started_at_ms = clock_mono_ms();
	c->used = false;
	if (spawn(c)) {
		c->deaths++;
		log_error("%s: cannot be started: %s; next try in %lld ms",
		    c->spec.role, strerror(errno),
		    (long long)child_backoff_ms(c->deaths));
		arm(c->start, child_backoff_ms(c->deaths));
		return;
	}
	if (c->spec.on_start)
		c->spec.on_start(c, c->spec.arg);
	send_more(c);
}

static void on_start_again(evutil_socket_t fd, short what, void *arg)
{
	struct child *c = arg;

	(void)fd;
	(void)what;
	c->restarts += !c->renewing;
	c->renewing = false;
	start_child(c);
}

struct child *child_new(struct event_base *base, const struct child_spec *spec)
{
	struct child *c = mem_alloc(sizeof(*c));

	signal(SIGPIPE, SIG_IGN);
	c->base = base;
	c->spec = *spec;
	TAILQ_INIT(&c->requests);
	TAILQ_INIT(&c->refused);
	c->start = evtimer_new(base, on_start_again, c);
	c->deadline = evtimer_new(base, on_deadline, c);
	/* After what has arrived: a busy parent is no reason to kill. */
	event_priority_set(c->deadline, event_base_get_npriorities(base) - 1);
	c->too_big = evtimer_new(base, on_too_big, c);
	start_child(c);
	return c;
}

static void drop_all(struct request_list *list)
{
	struct request *r;

	for (r = TAILQ_FIRST(list); r; r = TAILQ_FIRST(list)) {
		TAILQ_REMOVE(list, r, link);
		request_free(r);
	}
}

/* It has its end of file: waits a little, then makes an end. */
static void see_off(struct child *c)
{
	const struct timespec pause = {.tv_nsec = 2000000};
	int64_t until = clock_mono_ms() + GRACE_MS;
	char words[128];

	while (clock_mono_ms() < until) {
		if (waitpid(c->pid, NULL, WNOHANG) == c->pid)
			return;
		nanosleep(&pause, NULL);
	}
	kill(c->pid, SIGKILL);
	reap(c, words, sizeof(words));
}

void child_free(struct child *c)
{
	if (!c)
		return;
	channel_free(c->channel);
	if (c->pid)
		see_off(c);
	event_free(c->start);
	event_free(c->deadline);
	event_free(c->too_big);
	drop_all(&c->requests);
	drop_all(&c->refused);
	free(c);
}

pid_t child_pid(const struct child *c)
{
	return c->pid;
}

size_t child_waiting(const struct child *c)
{
	return c->waiting;
}

unsigned child_restarts(const struct child *c)
{
	return c->restarts;
}
