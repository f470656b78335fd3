/*
 * The confinement of the roles, from inside: each forbidden thing is tried in
 * a process of its own that has gone into the sandbox, and must fail.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <pthread.h>
#include <netdb.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <seccomp.h>

#include "base/caps.h"
#include "base/log.h"
#include "ipc/frame.h"
#include "ipc/landlock.h"
#include "ipc/sandbox.h"

#ifdef HEARSAY_SANITIZED
#define SKIP_IF_SANITIZED() \
	do { \
		print_message("# skipped: built with sanitizers\n"); \
		skip(); \
	} while (0)
#else
#define SKIP_IF_SANITIZED() (void)0
#endif

/* What an act reports: the errno of its failure, or that it succeeded. */
#define SUCCEEDED 0

static int failed(long r)
{
	return r < 0 ? errno : SUCCEEDED;
}

/*
 * Runs the act in a process that has entered the sandbox; its report, or
 * 1000 + signal where it was killed.
 */
static int inside(int (*enter)(struct err *), int (*act)(void))
{
	struct err err;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (enter(&err))
			_exit(255);
		_exit(act());
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFSIGNALED(status))
		return 1000 + WTERMSIG(status);
	return WEXITSTATUS(status);
}

#define KILLED (1000 + SIGSYS)

/* --- parse --- */

static int try_open(void)
{
	return failed(open("/etc/passwd", O_RDONLY));
}

static int try_create(void)
{
	return failed(open("/tmp/hearsay-sandbox", O_CREAT | O_WRONLY, 0600));
}

static int try_stat(void)
{
	struct stat st;

	return failed(stat("/", &st));
}

static int try_socket(void)
{
	return failed(socket(AF_INET, SOCK_STREAM, 0));
}

static int try_unix_socket(void)
{
	return failed(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int try_execve(void)
{
	char *argv[] = {NULL};

	return failed(execve("/bin/true", argv, argv));
}

static int try_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return failed(pid);
}

static void *idle(void *arg)
{
	return arg;
}

static int try_thread(void)
{
	pthread_t t;

	return pthread_create(&t, NULL, idle, NULL);
}

static int try_ptrace(void)
{
	return failed(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}

static int try_kill_parent(void)
{
	return failed(kill(getppid(), 0));
}

static int try_tgkill_parent(void)
{
	return failed(syscall(SYS_tgkill, getppid(), getppid(), 0));
}

static int try_unlink(void)
{
	return failed(unlink("/tmp/hearsay-nothing"));
}

static int try_dup(void)
{
	return failed(dup(0));
}

static int try_mmap_exec(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
		   ? errno
		   : SUCCEEDED;
}

static int try_more_limits(void)
{
	struct rlimit r = {RLIM_INFINITY, RLIM_INFINITY};

	return failed(setrlimit(RLIMIT_AS, &r));
}

static int try_too_much_memory(void)
{
	/* Or a compiler sees that nobody wants it, and that it succeeds. */
	void *volatile all = malloc(CAP_PARSE_MEMORY);

	return all ? SUCCEEDED : errno;
}

static int try_mprotect_exec(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return failed(mprotect(p, 4096, PROT_READ | PROT_EXEC));
}

static int try_pipe(void)
{
	int fd[2];

	return failed(pipe(fd));
}

static int try_memory_file(void)
{
	return failed(syscall(SYS_memfd_create, "x", 0));
}

/* As it is sent with a descriptor. */
static int try_sendmsg(void)
{
	struct msghdr m = {0};

	return failed(sendmsg(3, &m, 0));
}

static int try_read_parent(void)
{
	char here[8];
	struct iovec to = {here, sizeof(here)}, from = {here, sizeof(here)};

	return failed(
	    syscall(SYS_process_vm_readv, getppid(), &to, 1, &from, 1, 0));
}

static int try_limits_of_parent(void)
{
	struct rlimit r;

	return failed(
	    syscall(SYS_prlimit64, getppid(), RLIMIT_NOFILE, NULL, &r));
}

static int try_io_uring(void)
{
	char params[256] = {0};

	return failed(syscall(SYS_io_uring_setup, 1, params));
}

static int try_prctl(void)
{
	return failed(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
}

static int try_truncate(void)
{
	return failed(truncate("/tmp/hearsay-nothing", 0));
}

static int try_chmod(void)
{
	return failed(chmod("/tmp/hearsay-nothing", 0666));
}

static int try_mkdir(void)
{
	return failed(mkdir("/tmp/hearsay-folder", 0700));
}

static int try_bpf(void)
{
	return failed(syscall(SYS_bpf, 0, NULL, 0));
}

static void nothing_forbidden_works_in_parse(void **state)
{
	static const struct {
		const char *what;
		int (*act)(void);
		int want;
	} cases[] = {
	    {"open a file", try_open, EACCES},
	    {"create a file", try_create, EACCES},
	    {"stat a file", try_stat, EACCES},
	    {"unlink", try_unlink, KILLED},
	    {"a TCP socket", try_socket, KILLED},
	    {"a unix socket", try_unix_socket, KILLED},
	    {"execve", try_execve, KILLED},
	    {"fork", try_fork, KILLED},
	    {"a thread", try_thread, KILLED},
	    {"ptrace of the parent", try_ptrace, KILLED},
	    {"kill of the parent", try_kill_parent, KILLED},
	    {"tgkill of the parent", try_tgkill_parent, KILLED},
	    {"dup", try_dup, KILLED},
	    {"a pipe", try_pipe, KILLED},
	    {"a file in memory", try_memory_file, KILLED},
	    {"sendmsg", try_sendmsg, KILLED},
	    {"truncate", try_truncate, KILLED},
	    {"chmod", try_chmod, KILLED},
	    {"mkdir", try_mkdir, KILLED},
	    {"read the parent's memory", try_read_parent, KILLED},
	    {"the parent's limits", try_limits_of_parent, KILLED},
	    {"io_uring", try_io_uring, KILLED},
	    {"bpf", try_bpf, KILLED},
	    {"prctl", try_prctl, KILLED},
	    {"executable memory", try_mmap_exec, KILLED},
	    {"memory made executable", try_mprotect_exec, KILLED},
	    {"raise a limit", try_more_limits, KILLED},
	    {"too much memory", try_too_much_memory, ENOMEM},
	};

	(void)state;
	SKIP_IF_SANITIZED();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int got = inside(sandbox_parse, cases[i].act);

		if (got != cases[i].want)
			fail_msg("%s: got %d, want %d", cases[i].what, got,
			    cases[i].want);
	}
}

/* What is open before the sandbox closes must go on within it. */
static int echo_in_sandbox(int fd)
{
	iconv_t gbk = iconv_open("UTF-8", "GBK");
	char in[] = "\xc5\xec\xc5\xc8", out[16] = "";
	char *from = in, *to = out;
	size_t in_left = 4, out_left = sizeof(out) - 1;
	struct buf hold;
	struct frame f;
	struct err err;
	char *memory, *more;

	if (gbk == (iconv_t)-1 || dup2(fd, 3) != 3 || sandbox_parse(&err))
		return 10;
	if (iconv(gbk, &from, &in_left, &to, &out_left) != 0)
		return 11;
	memory = malloc(64u << 20);
	if (!memory)
		return 12;
	memset(memory, 1, 64u << 20);
	more = realloc(memory, 128u << 20);
	if (!more)
		return 13;
	free(more);
	buf_init(&hold, CAP_FRAME + FRAME_HEADER_BYTES);
	while (frame_receive(3, &hold, &f) == 1)
		if (frame_send(3, f.type, f.id, out, strlen(out)))
			return 14;
	log_error("what is written to the log still arrives");
	return 0;
}

static void parse_can_do_its_work(void **state)
{
	struct frame f;
	struct buf hold;
	int fd[2], status;
	pid_t pid;

	(void)state;
	SKIP_IF_SANITIZED();
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
	pid = fork();
	if (pid == 0) {
		close(fd[0]);
		_exit(echo_in_sandbox(fd[1]));
	}
	close(fd[1]);
	buf_init(&hold, CAP_FRAME + FRAME_HEADER_BYTES);
	assert_int_equal(frame_send(fd[0], 1, 5, "x", 1), 0);
	assert_int_equal(frame_receive(fd[0], &hold, &f), 1);
	assert_int_equal(f.len, strlen("澎湃"));
	assert_memory_equal(f.payload, "澎湃", f.len);
	close(fd[0]);
	waitpid(pid, &status, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	buf_free(&hold);
}

static int call_abort(void)
{
	abort();
}

static void a_broken_assertion_still_aborts(void **state)
{
	(void)state;
	SKIP_IF_SANITIZED();
	assert_int_equal(inside(sandbox_parse, call_abort), 1000 + SIGABRT);
}

/* --- Landlock alone, so that seccomp does not hide what it does --- */

static int enter_landlock(struct err *err)
{
	static const char *const readable[] = {"/etc/hosts", NULL};
	struct buf missing;

	(void)err;
	buf_init(&missing, 200);
	if (syscall(SYS_prctl, 38 /* PR_SET_NO_NEW_PRIVS */, 1, 0, 0, 0))
		return -1;
	landlock_apply(readable, false, &missing);
	return missing.len > 0 ? -1 : 0;
}

static int try_open_allowed(void)
{
	return failed(open("/etc/hosts", O_RDONLY));
}

static int try_write_allowed(void)
{
	return failed(open("/etc/hosts", O_RDWR));
}

static int connect_to(uint16_t port)
{
	struct sockaddr_in to = {
	    .sin_family = AF_INET,
	    .sin_port = htons(port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return failed(connect(fd, (struct sockaddr *)&to, sizeof(to)));
}

static int try_connect(void)
{
	return connect_to(1); /* nobody there: ECONNREFUSED where it may */
}

static long landlock_abi(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
}

static void landlock_bars_files_and_ports(void **state)
{
	(void)state;
	SKIP_IF_SANITIZED();
	if (landlock_abi() < 1) {
		print_message("# skipped: this kernel has no Landlock\n");
		skip();
	}
	assert_int_equal(inside(enter_landlock, try_open), EACCES);
	assert_int_equal(inside(enter_landlock, try_create), EACCES);
	assert_int_equal(inside(enter_landlock, try_open_allowed), SUCCEEDED);
	assert_int_equal(inside(enter_landlock, try_write_allowed), EACCES);
	assert_int_equal(inside(enter_landlock, try_connect),
	    landlock_abi() >= 4 ? EACCES : ECONNREFUSED);
	if (landlock_abi() >= 6)
		assert_int_equal(
		    inside(enter_landlock, try_kill_parent), EPERM);
}

/* --- a kernel that lacks a part --- */

static int open_file = -1; /* from before the sandbox */

/* As under a unit whose call filter holds neither of the two. */
static int enter_without_kernel_help(struct err *err)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	int r;

	seccomp_rule_add(
	    ctx, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(landlock_create_ruleset), 0);
	seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(seccomp), 0);
	seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(close_range), 0);
	seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prctl), 1,
	    SCMP_A0(SCMP_CMP_EQ, 22, 0)); /* PR_SET_SECCOMP */
	r = seccomp_load(ctx);
	seccomp_release(ctx);
	return r ? -1 : sandbox_parse(err);
}

static int try_old_descriptor(void)
{
	return failed(fcntl(open_file, F_GETFD));
}

static void what_the_kernel_lacks_is_told_once(void **state)
{
	static const char want[] =
	    "parse runs without a part of its confinement, which this kernel "
	    "or unit does not grant: Landlock (Operation not permitted), "
	    "seccomp\n";
	int from[2], keep = dup(STDERR_FILENO);
	char text[2048] = "";
	char *at;

	(void)state;
	SKIP_IF_SANITIZED();
	assert_int_equal(pipe(from), 0);
	dup2(from[1], STDERR_FILENO);
	/* The limits hold nonetheless. */
	assert_int_equal(
	    inside(enter_without_kernel_help, try_too_much_memory), ENOMEM);
	dup2(keep, STDERR_FILENO);
	close(from[1]);
	assert_true(read(from[0], text, sizeof(text) - 1) > 0);
	close(from[0]);
	close(keep);
	at = strstr(text, want);
	if (!at)
		fail_msg("no notice in: %s", text);
	assert_null(strstr(at + strlen(want), "runs without"));
	/* Nor does a descriptor slip through. */
	open_file = fcntl(STDIN_FILENO, F_DUPFD, 10);
	assert_true(open_file >= 10);
	assert_int_equal(
	    inside(enter_without_kernel_help, try_old_descriptor), EBADF);
	close(open_file);
}

/* --- net --- */

static int enter_net(struct err *err)
{
	static const char *const readable[] = {
	    "/etc/hosts", "/nonexistent", NULL};

	return sandbox_net(readable, err);
}

static int try_listen(void)
{
	struct sockaddr_in any = {.sin_family = AF_INET};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(fd, (struct sockaddr *)&any, sizeof(any)))
		return errno;
	return failed(listen(fd, 1));
}

static int try_listen_alone(void)
{
	return failed(listen(socket(AF_INET, SOCK_STREAM, 0), 1));
}

static int try_accept(void)
{
	return failed(accept(socket(AF_INET, SOCK_STREAM, 0), NULL, NULL));
}

/* The kernel looks at the lower half of the register alone. */
static int try_unix_socket_in_disguise(void)
{
	return failed(
	    syscall(SYS_socket, (1UL << 32) + AF_UNIX, SOCK_STREAM, 0));
}

static int try_packet_socket(void)
{
	return failed(socket(AF_PACKET, SOCK_DGRAM, 0));
}

static int try_vsock(void)
{
	return failed(socket(40 /* AF_VSOCK */, SOCK_STREAM, 0));
}

static int try_pair(void)
{
	int fd[2];

	return failed(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd));
}

/* One of datagrams could be led to another socket. */
static int try_datagram_pair(void)
{
	int fd[2];

	return failed(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, fd));
}

static struct sockaddr_un own_socket; /* as the control socket */

/* A stream of a pair could not: not even when its other end has gone. */
static int try_lead_a_pair(void)
{
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, fd))
		return 254;
	close(fd[1]);
	shutdown(fd[0], SHUT_RDWR);
	return failed(
	    connect(fd[0], (struct sockaddr *)&own_socket, sizeof(own_socket)));
}

static int try_clone(void)
{
	long pid = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);

	if (pid == 0)
		_exit(0);
	return failed(pid);
}

static int try_owner(void)
{
	return failed(fcntl(0, F_SETOWN, getppid()));
}

static int try_priority(void)
{
	return failed(setpriority(PRIO_PROCESS, (id_t)getppid(), 10));
}

static int try_pidfd(void)
{
	return failed(syscall(SYS_pidfd_open, getppid(), 0));
}

/* What the unit makes invisible (ProtectProc=) is barred as well. */
static int read_of_parent(const char *name)
{
	char path[64], c;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)getppid(), name);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return errno == ENOENT ? EACCES : errno;
	return failed(read(fd, &c, 1));
}

static int try_parents_memory(void)
{
	return read_of_parent("mem");
}

static int try_parents_environment(void)
{
	return read_of_parent("environ");
}

static int try_shadow(void)
{
	return failed(open("/etc/shadow", O_RDONLY));
}

static char *own_file; /* as the database: 0600, its owner's */

static int try_own_file(void)
{
	return failed(open(own_file, O_RDONLY));
}

static int try_own_mode(void)
{
	return failed(chmod(own_file, 0666));
}

static int try_own_length(void)
{
	return failed(truncate(own_file, 0));
}

static int try_own_name(void)
{
	return failed(rename(own_file, "/tmp/hearsay-elsewhere"));
}

static int try_own_removal(void)
{
	return failed(unlink(own_file));
}

static int try_own_link(void)
{
	return failed(link(own_file, "/tmp/hearsay-elsewhere"));
}

static int try_own_times(void)
{
	return failed(utimensat(AT_FDCWD, own_file, NULL, 0));
}

static int try_name(void)
{
	const struct addrinfo hints = {.ai_family = AF_INET};
	struct addrinfo *found;

	return getaddrinfo("localhost", "80", &hints, &found);
}

/* What a core dump would take; and whether there would be one. */
static int leaves_no_core(void)
{
	struct rlimit r;

	return !getrlimit(RLIMIT_CORE, &r) && !r.rlim_max &&
		       prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0
		   ? SUCCEEDED
		   : 254;
}

static int try_grow_a_file(void)
{
	return failed(write(open_file, "x", 1));
}

static int enter_net_logging_elsewhere(struct err *err)
{
	dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
	return enter_net(err);
}

static int enter_parse_logging_to_file(struct err *err)
{
	dup2(open_file, STDERR_FILENO);
	return sandbox_parse(err);
}

static int write_log(void)
{
	log_error("this line arrives");
	return SUCCEEDED;
}

/* Nothing grows, unless it is the log itself. */
static void only_the_log_may_grow(void **state)
{
	FILE *f = tmpfile();
	char text[256] = "";

	(void)state;
	SKIP_IF_SANITIZED();
	assert_non_null(f);
	open_file = fileno(f);
	assert_int_equal(
	    inside(enter_net_logging_elsewhere, try_grow_a_file), EFBIG);
	assert_int_equal(
	    inside(enter_parse_logging_to_file, write_log), SUCCEEDED);
	assert_true(pread(open_file, text, sizeof(text) - 1, 0) > 0);
	assert_non_null(strstr(text, "this line arrives"));
	fclose(f);
}

static int listen_at(const char *path)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	own_socket.sun_family = AF_UNIX;
	snprintf(
	    own_socket.sun_path, sizeof(own_socket.sun_path), "%s.sock", path);
	assert_int_equal(
	    bind(fd, (struct sockaddr *)&own_socket, sizeof(own_socket)), 0);
	assert_int_equal(listen(fd, 1), 0);
	return fd;
}

static void nothing_forbidden_works_in_net(void **state)
{
	static const struct {
		const char *what;
		int (*act)(void);
		int want;
	} cases[] = {
	    {"open another file", try_open, EACCES},
	    {"create a file", try_create, EACCES},
	    {"write an allowed file", try_write_allowed, EACCES},
	    {"read a file of its own user", try_own_file, EACCES},
	    {"open it to all", try_own_mode, EPERM},
	    {"cut it", try_own_length, EPERM},
	    {"rename it", try_own_name, EACCES},
	    {"remove it", try_own_removal, EACCES},
	    {"link it", try_own_link, EACCES},
	    {"touch it", try_own_times, EPERM},
	    {"read /etc/shadow", try_shadow, EACCES},
	    {"make a folder", try_mkdir, EACCES},
	    {"core's memory by /proc", try_parents_memory, EACCES},
	    {"core's environment", try_parents_environment, EACCES},
	    {"core's memory by call", try_read_parent, EPERM},
	    {"core's limits", try_limits_of_parent, EPERM},
	    {"core's priority", try_priority, EPERM},
	    {"kill core", try_kill_parent, EPERM},
	    {"tgkill core", try_tgkill_parent, EPERM},
	    {"core as a descriptor", try_pidfd, EPERM},
	    {"have signals sent to core", try_owner, EPERM},
	    {"execve", try_execve, EPERM},
	    {"fork", try_fork, EPERM},
	    {"clone", try_clone, EPERM},
	    {"ptrace of the parent", try_ptrace, EPERM},
	    {"listen", try_listen_alone, EPERM},
	    {"accept", try_accept, EPERM},
	    {"a unix socket", try_unix_socket, EPERM},
	    {"one in disguise", try_unix_socket_in_disguise, EPERM},
	    {"a packet socket", try_packet_socket, EPERM},
	    {"a socket to the host", try_vsock, EPERM},
	    {"a pair of datagrams", try_datagram_pair, EPERM},
	    {"lead a pair elsewhere", try_lead_a_pair, EISCONN},
	    {"io_uring", try_io_uring, EPERM},
	    {"bpf", try_bpf, EPERM},
	    {"leave a core dump", leaves_no_core, SUCCEEDED},
	    {"a pair of streams", try_pair, SUCCEEDED},
	    {"look a name up", try_name, SUCCEEDED},
	    {"abort", call_abort, 1000 + SIGABRT},
	    {"read an allowed file", try_open_allowed, SUCCEEDED},
	    {"a TCP socket", try_socket, SUCCEEDED},
	    {"connect", try_connect, ECONNREFUSED},
	    {"a thread", try_thread, SUCCEEDED},
	};
	char path[] = "/tmp/hearsay-own-XXXXXX";
	int listener;

	(void)state;
	SKIP_IF_SANITIZED();
	if (landlock_abi() < 1) {
		print_message("# skipped: this kernel has no Landlock\n");
		skip();
	}
	close(mkstemp(path));
	own_file = path;
	listener = listen_at(path);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int got = inside(enter_net, cases[i].act);

		if (got != cases[i].want)
			fail_msg("%s: got %d, want %d", cases[i].what, got,
			    cases[i].want);
	}
	assert_int_not_equal(inside(enter_net, try_listen), SUCCEEDED);
	close(listener);
	assert_int_equal(unlink(own_socket.sun_path), 0);
	assert_int_equal(unlink(path), 0);
}

/* --- core --- */

#define OTHER_USER 65534

/* Root may read all: so neither of the two is root. */
static void become_other(void)
{
	if (getuid() == 0 && setresuid(OTHER_USER, OTHER_USER, OTHER_USER))
		_exit(250);
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); /* which a change of user ends */
}

static int plain(struct err *err)
{
	(void)err;
	return 0;
}

static int leave_to_child(void)
{
	return inside(plain, try_parents_environment);
}

static int be_other(struct err *err)
{
	(void)err;
	become_other();
	return 0;
}

static int be_core(struct err *err)
{
	become_other();
	return sandbox_core(err);
}

/* It has secrets in its memory, and net is of the same user. */
static void nobody_looks_into_core(void **state)
{
	(void)state;
	SKIP_IF_SANITIZED();
	assert_int_equal(inside(be_other, leave_to_child), SUCCEEDED);
	assert_int_equal(inside(be_core, leave_to_child), EACCES);
	assert_int_equal(inside(sandbox_core, leaves_no_core), SUCCEEDED);
}

/* One file, and nothing else of what net may not do. */
static int enter_seal(struct err *err)
{
	return sandbox_seal("/etc/hosts", err);
}

static void seal_reads_one_file(void **state)
{
	(void)state;
	SKIP_IF_SANITIZED();
	assert_int_equal(inside(enter_seal, try_execve), EPERM);
	assert_int_equal(inside(enter_seal, try_kill_parent), EPERM);
	assert_int_equal(inside(enter_seal, try_unix_socket), EPERM);
	if (landlock_abi() < 1)
		return;
	assert_int_equal(inside(enter_seal, try_open_allowed), SUCCEEDED);
	assert_int_equal(inside(enter_seal, try_write_allowed), EACCES);
	assert_int_equal(inside(enter_seal, try_open), EACCES);
	assert_int_equal(inside(enter_seal, try_create), EACCES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(seal_reads_one_file),
	    cmocka_unit_test(nothing_forbidden_works_in_parse),
	    cmocka_unit_test(parse_can_do_its_work),
	    cmocka_unit_test(a_broken_assertion_still_aborts),
	    cmocka_unit_test(landlock_bars_files_and_ports),
	    cmocka_unit_test(what_the_kernel_lacks_is_told_once),
	    cmocka_unit_test(nothing_forbidden_works_in_net),
	    cmocka_unit_test(only_the_log_may_grow),
	    cmocka_unit_test(nobody_looks_into_core),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
