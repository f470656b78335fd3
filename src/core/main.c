/* hearsayd: one binary in four roles. hearsayd(8) tells its options. */
#include <getopt.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memlib.h"
#include "core/daemon.h"
#include "core/dbfile.h"
#include "core/setup.h"
#include "ipc/role.h"
#include "ipc/sandbox.h"

#define EXIT_USAGE 2

enum option_id {
	OPT_CONFIG = 'c',
	OPT_FOREGROUND = 'f',
	OPT_NO_SANDBOX = 'n',
	OPT_ROLE = 'x',
	OPT_TOLD = 'q',
	OPT_HELP = 'h',
	OPT_VERSION = 'V',
	OPT_CHECK = 1000,
	OPT_TEST_CLOCK,
	OPT_VERIFY,
	OPT_RESTORE,
};

static const struct option options[] = {
    {"config", required_argument, NULL, OPT_CONFIG},
    {"check-config", no_argument, NULL, OPT_CHECK},
    {"foreground", no_argument, NULL, OPT_FOREGROUND},
    {"no-sandbox", no_argument, NULL, OPT_NO_SANDBOX},
    {"test-clock", required_argument, NULL, OPT_TEST_CLOCK},
    {"verify", required_argument, NULL, OPT_VERIFY},
    {"restore", required_argument, NULL, OPT_RESTORE},
    {"help", no_argument, NULL, OPT_HELP},
    {"version", no_argument, NULL, OPT_VERSION},
    {NULL, 0, NULL, 0},
};

static const char usage[] =
    "usage: hearsayd [--config FILE] [--check-config] [--foreground]\n"
    "                [--no-sandbox] [--test-clock FILE] [--version] [--help]\n"
    "       hearsayd --verify FILE\n"
    "       hearsayd --restore FILE [--config FILE]\n";

static const char help[] =
    "\n"
    "  -c, --config FILE    the configuration; default " PKGSYSCONFDIR
    "/hearsay.conf\n"
    "      --check-config   read it, say what is wrong, and end\n"
    "  -f, --foreground     log plainly, as for a terminal\n"
    "  -n, --no-sandbox     do not confine the child processes\n"
    "      --verify FILE    read a database or a backup whole, say whether "
    "it is\n"
    "                       sound, and end\n"
    "      --restore FILE   put a backup in the place of the database, and "
    "end\n"
    "      --test-clock FILE\n"
    "                       take the time from FILE (seconds since 1970); "
    "SIGUSR2\n"
    "                       reads it again. For tests.\n"
    "  -V, --version        say which version this is, and end\n"
    "  -h, --help           this text\n";

struct invocation {
	struct daemon_options daemon;
	const char *role;
	const char *verify, *restore; /* a file; or NULL */
	bool check, told;
};

static int check_config(const char *file)
{
	struct buf errors;
	struct setup *s;

	buf_init(&errors, 256 << 10);
	s = setup_load(file, &errors);
	if (s)
		printf("configuration ok: %zu feeds\n", s->config->feed_count);
	else
		fputs(buf_text(&errors), stderr);
	buf_free(&errors);
	if (!s)
		return EXIT_FAILURE;
	setup_free(s);
	return EXIT_SUCCESS;
}

static int child(const struct invocation *in)
{
	static const struct {
		const char *role;
		int (*main)(int fd, bool sandbox);
	} roles[] = {{"net", net_role_main}, {"parse", parse_role_main},
	    {"seal", seal_role_main}};

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		if (strcmp(roles[i].role, in->role))
			continue;
		log_open(in->role, LOG_LEVEL_INFO, !isatty(STDERR_FILENO));
		if (in->told)
			sandbox_told();
		return roles[i].main(ROLE_FD, in->daemon.sandbox);
	}
	fprintf(stderr, "hearsayd: -x \"%s\": there is net, parse and seal\n",
	    in->role);
	return EXIT_USAGE;
}

/* -1 to go on, or the exit status. */
static int read_options(int argc, char **argv, struct invocation *in)
{
	int c;

	while (
	    (c = getopt_long(argc, argv, "c:fnqx:hV", options, NULL)) != -1) {
		switch (c) {
		case OPT_CONFIG:
			in->daemon.config_file = optarg;
			break;
		case OPT_CHECK:
			in->check = true;
			break;
		case OPT_FOREGROUND:
			in->daemon.foreground = true;
			break;
		case OPT_NO_SANDBOX:
			in->daemon.sandbox = false;
			break;
		case OPT_TEST_CLOCK:
			in->daemon.clock_file = optarg;
			break;
		case OPT_VERIFY:
			in->verify = optarg;
			break;
		case OPT_RESTORE:
			in->restore = optarg;
			break;
		case OPT_ROLE:
			in->role = optarg;
			break;
		case OPT_TOLD:
			in->told = true;
			break;
		case OPT_HELP:
			fputs(usage, stdout);
			fputs(help, stdout);
			return EXIT_SUCCESS;
		case OPT_VERSION:
			puts("hearsayd " PACKAGE_VERSION);
			return EXIT_SUCCESS;
		default: /* getopt has said what is wrong */
			fputs(usage, stderr);
			return EXIT_USAGE;
		}
	}
	if (optind == argc)
		return -1;
	fprintf(stderr, "hearsayd: \"%s\": no arguments are taken\n%s",
	    argv[optind], usage);
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	struct invocation in = {
	    .daemon.config_file = PKGSYSCONFDIR "/hearsay.conf",
	    .daemon.sandbox = true};
	int status;

	memlib_prepare();
	status = read_options(argc, argv, &in);
	if (status >= 0)
		return status;
	if (in.role)
		return child(&in);
	if (in.verify)
		return dbfile_verify(in.verify);
	if (in.restore)
		return dbfile_restore(in.daemon.config_file, in.restore);
	if (in.check)
		return check_config(in.daemon.config_file);
	return daemon_run(&in.daemon);
}
