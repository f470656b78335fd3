/* Landlock without a library: three system calls and their numbers. */
#include "ipc/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/landlock.h>

/*
 * The kernel's own header may be older than the kernel: all fields and bits
 * that are used are named here (Documentation/userspace-api/landlock.rst).
 */
struct ruleset {
	uint64_t fs;	 /* ABI 1 */
	uint64_t net;	 /* ABI 4 */
	uint64_t scoped; /* ABI 6 */
};

#define FS_ABI1	      ((1ULL << 13) - 1)
#define FS_REFER      (1ULL << 13) /* ABI 2 */
#define FS_TRUNCATE   (1ULL << 14) /* ABI 3 */
#define FS_IOCTL_DEV  (1ULL << 15) /* ABI 5 */
#define NET_BIND      (1ULL << 0)
#define NET_CONNECT   (1ULL << 1)
#define SCOPE_SOCKETS (1ULL << 0) /* abstract unix sockets */
#define SCOPE_SIGNALS (1ULL << 1)

#define ABI_NET	   4
#define ABI_SCOPED 6

static long create_ruleset(const struct ruleset *r, size_t size, uint32_t flags)
{
	return syscall(SYS_landlock_create_ruleset, r, size, flags);
}

static struct ruleset ruleset_for(long abi, bool tcp_connect)
{
	struct ruleset r = {.fs = FS_ABI1};

	if (abi >= 2)
		r.fs |= FS_REFER;
	if (abi >= 3)
		r.fs |= FS_TRUNCATE;
	if (abi >= 5)
		r.fs |= FS_IOCTL_DEV;
	if (abi >= ABI_NET)
		r.net = NET_BIND | (tcp_connect ? 0 : NET_CONNECT);
	if (abi >= ABI_SCOPED)
		r.scoped = SCOPE_SOCKETS | SCOPE_SIGNALS;
	return r;
}

static size_t ruleset_size(long abi)
{
	if (abi < ABI_NET)
		return offsetof(struct ruleset, net);
	if (abi < ABI_SCOPED)
		return offsetof(struct ruleset, scoped);
	return sizeof(struct ruleset);
}

static void missing_add(struct buf *missing, const char *what)
{
	if (missing->len > 0)
		buf_puts(missing, ", ");
	buf_puts(missing, what);
}

static int allow_reading(int ruleset, const char *path)
{
	struct landlock_path_beneath_attr rule = {
	    .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE,
	};
	struct stat st;
	int r;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return 0; /* not there: nothing to allow */
	if (fstat(rule.parent_fd, &st) == 0 && S_ISDIR(st.st_mode))
		rule.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
	r = (int)syscall(SYS_landlock_add_rule, ruleset,
	    LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(rule.parent_fd);
	return r;
}

static int restrict_to(int ruleset, const char *const *readable)
{
	for (; readable && *readable; readable++)
		if (allow_reading(ruleset, *readable))
			return -1;
	return (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
}

void landlock_apply(
    const char *const *readable, bool tcp_connect, struct buf *missing)
{
	long abi = create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	struct ruleset r;
	char words[64];
	int fd;

	if (abi < 1) {
		snprintf(
		    words, sizeof(words), "Landlock (%s)", strerror(errno));
		missing_add(missing, words);
		return;
	}
	r = ruleset_for(abi, tcp_connect);
	fd = (int)create_ruleset(&r, ruleset_size(abi), 0);
	if (fd < 0 || restrict_to(fd, readable)) {
		snprintf(
		    words, sizeof(words), "Landlock (%s)", strerror(errno));
		missing_add(missing, words);
	}
	if (fd >= 0)
		close(fd);
}
