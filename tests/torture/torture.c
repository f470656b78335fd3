/*
 * The driver: see torture.h. TAP, one test for a workload and kind of fault.
 * TORTURE_MOST=N tries at most N of each, evenly spread (0: all of them).
 * TORTURE_STACKS=1: of what was asked for by one and the same stack of calls
 * only the first and the last; what fails in between runs the same code.
 *
 *   torture [-v] [ROOM[/WORKLOAD] [KIND [N]]]
 */
#include "torture.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <xxhash.h>

#include "base/memlib.h"
#include "faults.h"
#include "ipc/role.h"

#ifdef HEARSAY_SANITIZED
#include <sanitizer/lsan_interface.h>
#define SANITIZED 1
#define leaks()	  __lsan_do_recoverable_leak_check()
/* The loader's own, which is known by its caller, and that is faults.c now. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:dl_open_worker\n";
}
#else
#define SANITIZED 0
#define leaks()	  0
#endif
#ifdef HEARSAY_SANITIZED
#define MOST 3 /* looking for leaks takes its time */
#else
#define MOST 12
#endif

#define WORDS	 4000 /* of standard error that are kept */
#define TIME_OUT 30   /* seconds, of one run */
#define MOST_BAD 8    /* then a test gives up */

enum ending { ENDED_WELL, ENDED_FAILED, ENDED_BROKEN, ENDED_CRASHED };

/* What a run tells its parent, in memory that both have. */
static struct report {
	uint64_t made;
	enum ending ending;
	struct err err, left; /* of run and after */
	unsigned count;
	bool fired, leaked;
	int descriptors; /* more than before */
	char failed[32];
} * report;

static char words[WORDS];
static int words_fd;
static bool verbose;
static char folder[64];

static const struct workload *const rooms[] = {torture_base, torture_text,
    torture_parse, torture_judge, torture_store, torture_ipc, torture_net,
    torture_view};
#define ROOMS (sizeof(rooms) / sizeof(rooms[0]))

/* --- what workloads call --- */

void made(const void *bytes, size_t n)
{
	report->made = XXH3_64bits_withSeed(bytes, n, report->made);
}

void made_text(const char *s)
{
	made(s ? s : "\xff", s ? strlen(s) + 1 : 1);
}

void made_number(int64_t n)
{
	made(&n, sizeof(n));
}

const char *torture_source(const char *path)
{
	static char out[1024];
	const char *top = getenv("HEARSAY_SRCDIR");

	snprintf(out, sizeof(out), "%s/%s", top ? top : ".", path);
	return out;
}

const char *torture_folder(void)
{
	return folder;
}

/* --- the folder of a run --- */

static void folder_make(void)
{
	/* Where nothing waits for a disk: what fails, fails by us. */
	snprintf(folder, sizeof(folder), "%s/hearsay-torture-XXXXXX",
	    access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	if (!mkdtemp(folder)) {
		perror(folder);
		exit(1);
	}
}

static void folder_empty(void)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	char path[400];

	while (d && (e = readdir(d)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		unlink(path);
	}
	if (d)
		closedir(d);
}

/* --- one run --- */

static int descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;

	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n;
}

/* It hangs, or crashes: what had failed is told. */
static void on_end(int sig)
{
	fault_disarm();
	fault_trace();
	signal(sig, SIG_DFL);
	raise(sig);
}

static void run_here(const struct workload *w, enum fault_kind k, unsigned n)
{
	int before;
	int rc;

	dup2(words_fd, STDERR_FILENO);
	signal(SIGALRM, on_end);
	signal(SIGABRT, on_end);
	if (!SANITIZED) /* else it tells more itself */
		signal(SIGSEGV, on_end);
	alarm(TIME_OUT);
	fault_note(report->failed, sizeof(report->failed));
	if (w->open)
		w->open();
	before = descriptors();
	fault_arm(k, n);
	rc = w->run(&report->err);
	fault_disarm();
	report->ending = rc ? ENDED_FAILED : ENDED_WELL;
	if (w->after && w->after(&report->left))
		report->ending = ENDED_BROKEN;
	report->count = fault_count();
	report->fired = fault_fired();
	report->descriptors = descriptors() - before;
	if (verbose)
		fault_trace();
	report->leaked = leaks() != 0;
	_exit(0);
}

/* Returns wait()'s status; the report and the words are filled. */
static int run(const struct workload *w, enum fault_kind k, unsigned n)
{
	ssize_t got;
	int status;
	pid_t pid;

	folder_empty();
	*report = (struct report){.ending = ENDED_CRASHED};
	if (ftruncate(words_fd, 0))
		perror("words");
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		run_here(w, k, n);
	if (pid < 0 || waitpid(pid, &status, 0) != pid) {
		perror("fork");
		exit(1);
	}
	got = pread(words_fd, words, sizeof(words) - 1, 0);
	words[got > 0 ? got : 0] = '\0';
	return status;
}

/* --- judging a run --- */

static bool names_it(const struct workload *w, const char *text)
{
	if (!*text || strstr(text, "(null)") || strstr(text, "Success"))
		return false;
	for (size_t i = 0; i < 6 && w->names[i]; i++)
		if (strstr(text, w->names[i]))
			return true;
	return !w->names[0];
}

static bool is_memory(enum fault_kind k)
{
	return k == FAULT_ALLOC || k == FAULT_ALLOC_ON;
}

static bool is_passing(enum fault_kind k)
{
	return k == FAULT_INTERRUPT || k == FAULT_SHORT;
}

/* What is wrong with it, or NULL. */
static const char *wrong(
    const struct workload *w, enum fault_kind k, int status, uint64_t good)
{
	static char text[200];

	if (WIFSIGNALED(status)) {
		snprintf(text, sizeof(text), "%s",
		    WTERMSIG(status) == SIGALRM ? "it hangs"
						: strsignal(WTERMSIG(status)));
		return text;
	}
	if (WEXITSTATUS(status) == FAULT_STATUS_SAID)
		return strstr(words,
			   is_memory(k) ? "out of memory" : "event loop:")
			   ? NULL
			   : "it died of something else";
	if (WEXITSTATUS(status) || report->ending == ENDED_CRASHED) {
		snprintf(text, sizeof(text), "it ended with status %d",
		    WEXITSTATUS(status));
		return text;
	}
	if (report->ending == ENDED_BROKEN)
		return report->left.text;
	if (report->leaked && (!w->known_leak || !strstr(words, w->known_leak)))
		return "memory leaks";
	if (report->descriptors > 0)
		return "descriptors leak";
	if (report->ending == ENDED_WELL)
		return report->made == good ? NULL
					    : "it ended well, with another "
					      "result";
	if (is_passing(k) && !w->tells_interrupts)
		return "it failed; nothing was wrong that cannot be done again";
	return names_it(w, report->err.text) ? NULL
					     : "its error does not say what";
}

/* --- a test --- */

struct tally {
	unsigned tried, well, failed, died, bad;
};

static void complain_words(void)
{
	char *line = words, *end;

	for (int i = 0; *line && i < 40; i++) {
		end = line + strcspn(line, "\n");
		printf("#   %.*s\n", (int)(end - line), line);
		line = *end ? end + 1 : end;
	}
}

static void look(const struct workload *w, enum fault_kind k, unsigned n,
    int status, uint64_t good, struct tally *t)
{
	const char *what = wrong(w, k, status, good);

	t->tried++;
	if (!what && WEXITSTATUS(status) == FAULT_STATUS_SAID)
		t->died++;
	else if (!what && report->ending == ENDED_FAILED)
		t->failed++;
	else if (!what)
		t->well++;
	if (verbose && !what)
		printf("# %u %s: %s\n", n, report->failed,
		    report->ending == ENDED_FAILED ? report->err.text
		    : report->ending == ENDED_WELL ? "well"
						   : "died");
	if (!what)
		return;
	t->bad++;
	printf("# %s/%s, %s: %u (%s): %s\n", w->room, w->what,
	    fault_kind_name(k), n, report->failed, what);
	if (report->err.text[0])
		printf("#   error: %s\n", report->err.text);
	complain_words();
}

static unsigned most(void)
{
	const char *s = getenv("TORTURE_MOST");

	return s ? (unsigned)strtoul(s, NULL, 10) : MOST;
}

/* Those that are to fail, in a list of which each is tried. */
struct picks {
	unsigned *nth;
	unsigned n, stacks; /* stacks: 0: not looked at */
};

static void pick_spread(struct picks *p, unsigned count)
{
	unsigned tries = most();

	if (!tries || tries > count)
		tries = count;
	p->nth = calloc(tries, sizeof(*p->nth));
	for (p->n = 0; p->n < tries; p->n++)
		p->nth[p->n] = 1 + (unsigned)((uint64_t)p->n * count / tries);
}

struct asked {
	uint64_t stack;
	unsigned nth;
};

static int by_stack(const void *a, const void *b)
{
	const struct asked *x = a, *y = b;

	if (x->stack != y->stack)
		return x->stack < y->stack ? -1 : 1;
	return x->nth < y->nth ? -1 : x->nth > y->nth;
}

static void pick_stacks(struct picks *p, const uint64_t *stacks, unsigned count)
{
	struct asked *all = calloc(count, sizeof(*all));

	for (unsigned i = 0; i < count; i++)
		all[i] = (struct asked){stacks[i], i + 1};
	qsort(all, count, sizeof(*all), by_stack);
	p->nth = calloc(count, sizeof(*p->nth));
	for (unsigned i = 0; i < count; i++) {
		bool first = !i || all[i - 1].stack != all[i].stack;
		bool last = i + 1 == count || all[i + 1].stack != all[i].stack;

		p->stacks += first;
		if (first || last)
			p->nth[p->n++] = all[i].nth;
	}
	free(all);
}

#define MOST_ASKED (4u << 20)

/* Calls are few, and a stack tells nothing of what they are asked for. */
static bool by_stacks(enum fault_kind k)
{
	const char *s = getenv("TORTURE_STACKS");

	return s && *s && is_memory(k);
}

/* A run in which nothing fails; the counted are told in memory for both. */
static int run_well(
    const struct workload *w, enum fault_kind k, struct picks *p)
{
	size_t size = MOST_ASKED * sizeof(uint64_t);
	uint64_t *stacks = NULL;
	int status;

	*p = (struct picks){0};
	if (by_stacks(k)) {
		stacks = mmap(NULL, size, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
		if (stacks == MAP_FAILED)
			abort();
		fault_record(stacks, MOST_ASKED);
	}
	status = run(w, k, 0);
	fault_record(NULL, 0);
	if (stacks && report->count && report->count <= MOST_ASKED)
		pick_stacks(p, stacks, report->count);
	else if (report->count)
		pick_spread(p, report->count);
	if (stacks)
		munmap(stacks, size);
	return status;
}

enum verdict { GOOD, BAD, NOTHING };

/* NOTHING where it makes no such call. */
static enum verdict test(const struct workload *w, enum fault_kind k)
{
	struct tally t = {0};
	struct picks p;
	unsigned count;
	uint64_t good;
	int status;

	status = run_well(w, k, &p);
	count = report->count;
	good = report->made;
	if (status || report->ending != ENDED_WELL || report->leaked) {
		printf("# %s/%s fails without a fault (%d): %s%s\n", w->room,
		    w->what, status, report->err.text, report->left.text);
		complain_words();
		free(p.nth);
		return BAD;
	}
	if (!count)
		return NOTHING;
	if (p.stacks) {
		printf("# %s/%s, %s: %u of %u are tried\n", w->room, w->what,
		    fault_kind_name(k), p.n, count);
		fflush(stdout);
	}
	for (unsigned i = 0; i < p.n && t.bad < MOST_BAD; i++) {
		status = run(w, k, p.nth[i]);
		look(w, k, p.nth[i], status, good, &t);
	}
	free(p.nth);
	printf("# %s/%s, %s: %u of %u tried", w->room, w->what,
	    fault_kind_name(k), t.tried, count);
	if (p.stacks)
		printf(" (%u stacks)", p.stacks);
	printf(": %u well, %u told, %u died of it, %u wrong\n", t.well,
	    t.failed, t.died, t.bad);
	return t.bad ? BAD : GOOD;
}

static bool chosen(const struct workload *w, const char *name)
{
	size_t n = name ? strcspn(name, "/") : 0;

	return !name || (strlen(w->room) == n && !strncmp(name, w->room, n) &&
			    (!name[n] || !strcmp(name + n + 1, w->what)));
}

static void test_one(const struct workload *w, enum fault_kind k, unsigned n)
{
	struct tally t = {0};
	uint64_t good;

	verbose = false;
	run(w, k, 0);
	good = report->made;
	verbose = true;
	look(w, k, n, run(w, k, n), good, &t);
	complain_words();
}

static int number, bad;

static void test_workload(const struct workload *w, int only)
{
	if (w->prepare)
		w->prepare();
	for (int k = 0; k < FAULT_KINDS; k++) {
		const char *kind = fault_kind_name((enum fault_kind)k);
		enum verdict v = NOTHING;

		if (only < 0 || k == only)
			v = test(w, (enum fault_kind)k);
		if (v == NOTHING)
			continue;
		bad += v == BAD;
		printf("%sok %d - %s/%s: %s\n", v == GOOD ? "" : "not ",
		    ++number, w->room, w->what, kind);
	}
}

static void test_nth(const struct workload *w, int k, unsigned n)
{
	if (w->prepare)
		w->prepare();
	test_one(w, (enum fault_kind)k, n);
}

/* n 0: all of them. */
static int test_all(const char *name, int only, unsigned n)
{
	for (size_t i = 0; i < ROOMS; i++) {
		for (const struct workload *w = rooms[i]; w->room; w++) {
			if (!chosen(w, name))
				continue;
			if (n)
				test_nth(w, only, n);
			else
				test_workload(w, only);
		}
	}
	if (!n)
		printf("1..%d\n", number);
	return bad ? 1 : 0;
}

int main(int argc, char **argv)
{
	int status;

	if (argc > 2 && !strcmp(argv[1], "-x"))
		return torture_role(argv[2]);
	if (argc > 1 && !strcmp(argv[1], "-v")) {
		verbose = true;
		argc--;
		argv++;
	}
	memlib_prepare();
	report = mmap(NULL, sizeof(*report), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	/* Two processes write: none may write over what the other has said. */
	words_fd = memfd_create("words", MFD_CLOEXEC);
	if (report == MAP_FAILED || words_fd < 0 ||
	    fcntl(words_fd, F_SETFL, O_APPEND) < 0) {
		perror("torture");
		return 1;
	}
	folder_make();
	status = test_all(argc > 1 ? argv[1] : NULL,
	    argc > 2 ? (int)strtol(argv[2], NULL, 10) : -1,
	    argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 0);
	folder_empty();
	rmdir(folder);
	return status;
}
