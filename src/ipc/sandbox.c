/* The two sandboxes: what each role may call, or may not, as tables. */
#include "ipc/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <seccomp.h>

#include "base/buf.h"
#include "base/caps.h"
#include "base/log.h"
#include "ipc/landlock.h"
#include "ipc/role.h"

#ifdef HEARSAY_SANITIZED
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

struct limit {
	__rlimit_resource_t resource;
	rlim_t value;
	const char *name;
};

static int set_limits(const struct limit *l, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		struct rlimit r = {l[i].value, l[i].value};

		if (setrlimit(l[i].resource, &r))
			return err_set(
			    err, "%s: %s", l[i].name, strerror(errno));
	}
	return 0;
}

/*
 * Nothing grows by what a role writes, but for the log: where that goes to a
 * file, its lines must still arrive.
 */
static int forbid_growth(struct err *err)
{
	static const struct limit limit = {RLIMIT_FSIZE, 0, "RLIMIT_FSIZE"};
	struct stat st;

	if (fstat(STDERR_FILENO, &st) == 0 && S_ISREG(st.st_mode))
		return 0;
	/* A write past the limit fails, it does not kill. */
	signal(SIGXFSZ, SIG_IGN);
	return set_limits(&limit, 1, err);
}

/* Both before seccomp and Landlock, which ask for no new privileges. */
static int give_up_privileges(struct err *err)
{
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		return err_set(err, "PR_SET_DUMPABLE: %s", strerror(errno));
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return err_set(err, "PR_SET_NO_NEW_PRIVS: %s", strerror(errno));
	return 0;
}

/* What a loop of reading, parsing and writing calls, and the allocator. */
static const int parse_calls[] = {
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(close),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(fstat),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(sched_yield),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/* Asked by libraries in passing: an error is answer enough. */
static const int refused_calls[] = {
    SCMP_SYS(open),
    SCMP_SYS(openat),
    SCMP_SYS(openat2),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getcwd),
    SCMP_SYS(lseek),
    SCMP_SYS(ioctl),
    SCMP_SYS(sysinfo),
    SCMP_SYS(uname),
};

/* Memory that can be run is memory that can be taken over. */
static int allow_memory(scmp_filter_ctx ctx)
{
	const struct scmp_arg_cmp no_exec =
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);

	return seccomp_rule_add(
		   ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, no_exec) ||
	       seccomp_rule_add(
		   ctx, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_exec);
}

/* abort() signals its own process, and none else. */
static int allow_abort(scmp_filter_ctx ctx)
{
	return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
	    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0));
}

static int add_calls(
    scmp_filter_ctx ctx, uint32_t action, const int *calls, size_t n)
{
	/* A call that this machine does not have is not in its filter. */
	for (size_t i = 0; i < n; i++)
		if (calls[i] >= 0 && seccomp_rule_add(ctx, action, calls[i], 0))
			return -1;
	return 0;
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int fill_parse_filter(scmp_filter_ctx ctx)
{
	return add_calls(
		   ctx, SCMP_ACT_ALLOW, parse_calls, COUNT(parse_calls)) ||
	       add_calls(ctx, SCMP_ACT_ERRNO(EACCES), refused_calls,
		   COUNT(refused_calls)) ||
	       allow_memory(ctx) || allow_abort(ctx);
}

/*
 * A child that speaks with the world executes, traces, mounts and serves
 * nothing, and does nothing to other processes of its user, core above all.
 * Modes, owners, times and lengths of files are what Landlock does not guard.
 */
static const int net_denied_calls[] = {
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(fork),
    SCMP_SYS(vfork),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(process_madvise),
    SCMP_SYS(pidfd_open),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(pidfd_send_signal),
    SCMP_SYS(kcmp),
    SCMP_SYS(kill),
    SCMP_SYS(tkill),
    SCMP_SYS(rt_sigqueueinfo),
    SCMP_SYS(rt_tgsigqueueinfo),
    SCMP_SYS(setpriority),
    SCMP_SYS(ioprio_set),
    SCMP_SYS(sched_setaffinity),
    SCMP_SYS(sched_setattr),
    SCMP_SYS(sched_setparam),
    SCMP_SYS(sched_setscheduler),
    SCMP_SYS(chmod),
    SCMP_SYS(fchmod),
    SCMP_SYS(fchmodat),
    SCMP_SYS(chown),
    SCMP_SYS(fchown),
    SCMP_SYS(fchownat),
    SCMP_SYS(lchown),
    SCMP_SYS(truncate),
    SCMP_SYS(utime),
    SCMP_SYS(utimes),
    SCMP_SYS(utimensat),
    SCMP_SYS(futimesat),
    SCMP_SYS(setxattr),
    SCMP_SYS(lsetxattr),
    SCMP_SYS(fsetxattr),
    SCMP_SYS(removexattr),
    SCMP_SYS(lremovexattr),
    SCMP_SYS(fremovexattr),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(listen),
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register),
};

/* Newer than the library, and under one number on all machines but alpha. */
static const int net_denied_news[] = {
    452, /* fchmodat2 */
    463, /* setxattrat */
    466, /* removexattrat */
    469, /* file_setattr */
};

#ifdef __s390__
#define CLONE_FLAGS_AT 1
#else
#define CLONE_FLAGS_AT 0
#endif
#define SOCKET_TYPES   0xf /* SOCK_TYPE_MASK of the kernel */
#define FIOSETOWN_CALL 0x8901
#define SIOCSPGRP_CALL 0x8902

/* Denied by an argument: threads, own signals and own limits are not. */
static int deny_arguments(scmp_filter_ctx ctx)
{
	const struct {
		int call;
		struct scmp_arg_cmp when;
	} rules[] = {
	    {SCMP_SYS(clone),
		SCMP_CMP(CLONE_FLAGS_AT, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)},
	    {SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_NE, (scmp_datum_t)getpid(), 0)},
	    {SCMP_SYS(prlimit64), SCMP_A0(SCMP_CMP_NE, 0, 0)},
	    /* Who owns a descriptor gets the signals that one asks for. */
	    {SCMP_SYS(fcntl), SCMP_A1(SCMP_CMP_EQ, F_SETOWN, 0)},
	    {SCMP_SYS(fcntl), SCMP_A1(SCMP_CMP_EQ, F_SETOWN_EX, 0)},
	    {SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_EQ, FIOSETOWN_CALL, 0)},
	    {SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_EQ, SIOCSPGRP_CALL, 0)},
	    {SCMP_SYS(socket), SCMP_A0(SCMP_CMP_GT, AF_NETLINK, 0)},
	};

	for (size_t i = 0; i < COUNT(rules); i++)
		if (seccomp_rule_add_array(ctx, SCMP_ACT_ERRNO(EPERM),
			rules[i].call, 1, &rules[i].when))
			return -1;
	return 0;
}

/*
 * No socket but of the internet, and netlink's for getaddrinfo(): core's own
 * control socket, the bus and the service manager all listen on unix sockets,
 * and Landlock does not bar the way to those that have a path. A pair is let
 * be, where it is a stream: that cannot be led elsewhere.
 */
static int deny_sockets(scmp_filter_ctx ctx)
{
	for (scmp_datum_t family = 0; family < AF_NETLINK; family++)
		if (family != AF_INET && family != AF_INET6 &&
		    seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM),
			SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_EQ, family, 0)))
			return -1;
	for (scmp_datum_t type = 0; type <= SOCKET_TYPES; type++)
		if (type != SOCK_STREAM &&
		    seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM),
			SCMP_SYS(socketpair), 1,
			SCMP_A1(SCMP_CMP_MASKED_EQ, SOCKET_TYPES, type)))
			return -1;
	return 0;
}

static int fill_net_filter(scmp_filter_ctx ctx)
{
	/* Its arguments are in memory: libc takes clone() where it is none. */
	static const int in_memory[] = {SCMP_SYS(clone3)};

	return add_calls(ctx, SCMP_ACT_ERRNO(EPERM), net_denied_calls,
		   COUNT(net_denied_calls)) ||
	       add_calls(ctx, SCMP_ACT_ERRNO(EPERM), net_denied_news,
		   COUNT(net_denied_news)) ||
	       add_calls(
		   ctx, SCMP_ACT_ERRNO(ENOSYS), in_memory, COUNT(in_memory)) ||
	       deny_arguments(ctx) || deny_sockets(ctx);
}

static void filter_calls(
    uint32_t otherwise, int (*fill)(scmp_filter_ctx), struct buf *missing)
{
	scmp_filter_ctx ctx = seccomp_init(otherwise);

	/* The library's error does not tell the kernel's reason. */
	if (!ctx || fill(ctx) || seccomp_load(ctx))
		buf_printf(missing, "%sseccomp", missing->len ? ", " : "");
	if (ctx)
		seccomp_release(ctx);
}

static bool told;

void sandbox_told(void)
{
	told = true;
}

static void give_notice(const char *role, struct buf *missing)
{
	if (missing->len > 0 && !told)
		log_warn("%s runs without a part of its confinement, which "
			 "this kernel or unit does not grant: %s",
		    role, buf_text(missing));
	buf_free(missing);
}

void sandbox_close_from(int fd)
{
	struct rlimit most = {.rlim_cur = 1024};

	if (close_range((unsigned)fd, ~0U, 0) == 0)
		return;
	/* An older kernel, or a unit that does not grant the call. */
	getrlimit(RLIMIT_NOFILE, &most);
	for (rlim_t i = (rlim_t)fd; i < most.rlim_cur && i < INT_MAX; i++)
		close((int)i);
}

int sandbox_core(struct err *err)
{
	static const struct limit limits[] = {
	    {RLIMIT_CORE, 0, "RLIMIT_CORE"},
	};

	if (SANITIZED)
		return 0;
	return give_up_privileges(err) || set_limits(limits, COUNT(limits), err)
		   ? -1
		   : 0;
}

int sandbox_parse(struct err *err)
{
	static const struct limit limits[] = {
	    {RLIMIT_CORE, 0, "RLIMIT_CORE"},
	    {RLIMIT_NOFILE, ROLE_FD + 1, "RLIMIT_NOFILE"},
	    {RLIMIT_AS, CAP_PARSE_MEMORY, "RLIMIT_AS"},
	};
	struct buf missing;

	if (SANITIZED) {
		log_debug("parse is not confined: built with sanitizers");
		return 0;
	}
	sandbox_close_from(ROLE_FD + 1);
	if (give_up_privileges(err))
		return -1;
	buf_init(&missing, 512);
	/* Landlock opens its own descriptor: the limits come after it. */
	landlock_apply(NULL, false, &missing);
	if (set_limits(limits, COUNT(limits), err) || forbid_growth(err))
		return -1;
	filter_calls(SCMP_ACT_KILL_PROCESS, fill_parse_filter, &missing);
	give_notice("parse", &missing);
	return 0;
}

/* Name service modules are loaded at the first look-up, from here. */
static const char *const library_paths[] = {
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache"};

#define MOST_PATHS 64

int sandbox_net(const char *const *readable, struct err *err)
{
	static const struct limit limits[] = {
	    {RLIMIT_CORE, 0, "RLIMIT_CORE"},
	};
	const char *paths[MOST_PATHS + 1] = {NULL};
	struct buf missing;
	size_t n = 0;

	if (SANITIZED) {
		log_debug("net is not confined: built with sanitizers");
		return 0;
	}
	for (size_t i = 0; i < COUNT(library_paths); i++)
		paths[n++] = library_paths[i];
	for (; *readable && n < MOST_PATHS; readable++)
		paths[n++] = *readable;
	if (give_up_privileges(err) || set_limits(limits, COUNT(limits), err) ||
	    forbid_growth(err))
		return -1;
	buf_init(&missing, 512);
	landlock_apply(paths, true, &missing);
	filter_calls(SCMP_ACT_ALLOW, fill_net_filter, &missing);
	give_notice("net", &missing);
	return 0;
}

int sandbox_seal(const char *file, struct err *err)
{
	static const struct limit limits[] = {
	    {RLIMIT_CORE, 0, "RLIMIT_CORE"},
	};
	const char *const paths[] = {file, NULL};
	struct buf missing;

	if (SANITIZED)
		return 0;
	if (give_up_privileges(err) || set_limits(limits, COUNT(limits), err) ||
	    forbid_growth(err))
		return -1;
	buf_init(&missing, 512);
	landlock_apply(paths, false, &missing);
	filter_calls(SCMP_ACT_ALLOW, fill_net_filter, &missing);
	give_notice("seal", &missing);
	return 0;
}
