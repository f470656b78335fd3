/*
 * without-calls CALL[,CALL...] PROGRAM ARGUMENT...: runs the program where
 * the kernel does not know these system calls.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <seccomp.h>

static int forget(scmp_filter_ctx ctx, const char *names)
{
	char name[64];
	size_t n;

	for (; *names; names += n + (names[n] == ',')) {
		int call;

		n = strcspn(names, ",");
		snprintf(name, sizeof(name), "%.*s", (int)n, names);
		call = seccomp_syscall_resolve_name(name);
		if (call == __NR_SCMP_ERROR ||
		    seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS), call, 0)) {
			fprintf(stderr, "without-calls: %s\n", name);
			return -1;
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);

	if (argc < 3 || !ctx || forget(ctx, argv[1]))
		return 2;
	if (seccomp_load(ctx)) {
		fprintf(stderr, "without-calls: no filter can be set\n");
		return 77;
	}
	seccomp_release(ctx);
	execv(argv[2], argv + 2);
	perror(argv[2]);
	return 2;
}
