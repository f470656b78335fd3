/* Live commands: one request, one answer, one exit status. */
#include "client/live.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "client/progress.h"
#include "client/request.h"
#include "text/url.h"

void live_query(struct buf *target, const char *name, const char *value)
{
	if (!value)
		return;
	buf_putc(target, strchr(buf_text(target), '?') ? '&' : '?');
	buf_printf(target, "%s=", name);
	url_put_encoded(target, value);
}

static struct query_option *find_option(
    struct query_option *o, size_t count, const char *arg)
{
	size_t len = strcspn(arg, "=");

	for (size_t i = 0; i < count; i++)
		if (strlen(o[i].option) == len &&
		    !strncmp(o[i].option, arg, len))
			return &o[i];
	return NULL;
}

int live_options(const struct command *c, int argc, char **argv,
    struct query_option *known, size_t count)
{
	for (int i = 1; i < argc; i++) {
		struct query_option *o = find_option(known, count, argv[i]);
		const char *joined = strchr(argv[i], '=');

		if (!o)
			return usage_error(
			    c, "unexpected argument '%s'", argv[i]);
		if (joined)
			o->value = joined + 1;
		else
			o->value = i + 1 < argc ? argv[++i] : "";
		if (!*o->value)
			return usage_error(c, "%s needs a value", o->option);
	}
	return 0;
}

static void put_dress(struct buf *target)
{
	char columns[16];

	if (options()->json)
		return;
	snprintf(columns, sizeof(columns), "%u", options()->columns);
	live_query(target, "columns", columns);
	live_query(target, "colour", options()->colour ? "1" : "0");
}

void live_explain(int result, const char *why)
{
	fprintf(stderr, "hearsay: cannot reach hearsayd at %s\n", why);
	if (result == REQUEST_FORBIDDEN)
		fputs("hearsay: reading takes membership of the group hearsay "
		      "(usermod -aG hearsay USER), writing root or the user "
		      "hearsay\n",
		    stderr);
	else if (result == REQUEST_UNREACHABLE)
		fputs("hearsay: is it running (systemctl status hearsayd)? "
		      "Another socket: --socket PATH or HEARSAY_SOCKET\n",
		    stderr);
	else
		fputs("hearsay: the daemon's log may say more "
		      "(journalctl -u hearsayd)\n",
		    stderr);
}

static int exit_of(const struct reply *r)
{
	if (r->status == 207) /* some of it was refused */
		return EXIT_DEGRADED;
	if (r->status >= 200 && r->status < 300)
		return r->count == 0 ? EXIT_NOTHING : EXIT_OK;
	if (r->status == 404)
		return EXIT_NOTHING;
	/* What it does not understand, or where the caller has to choose
	   (300), is the caller's to mend; what it refuses or cannot do now is
	   not. */
	return r->status == 300 || r->status == 400 || r->status == 405
		   ? EXIT_USAGE
		   : EXIT_DEGRADED;
}

static const char *waits_for = "waiting for the daemon";

void live_waits(const char *what)
{
	waits_for = what;
}

static int ask(const char *socket, const char *method, struct buf *target,
    const struct buf *body)
{
	const char *accept =
	    options()->json ? "application/json" : "text/plain";
	enum request_result result;
	struct reply r;
	struct err err;
	bool good;

	put_dress(target);
	if (!buf_ok(target)) {
		fprintf(stderr, "hearsay: the arguments are too long\n");
		return EXIT_USAGE;
	}
	progress_begin(waits_for, false);
	result = body ? request_post(
			    socket, buf_text(target), accept, body, &r, &err)
		      : request_send(
			    socket, method, buf_text(target), accept, &r, &err);
	progress_end();
	if (result != REQUEST_OK) {
		live_explain(result, err.text);
		buf_free(&r.body);
		return EXIT_UNREACHABLE;
	}
	good = r.status >= 200 && r.status < 300;
	fwrite(buf_text(&r.body), 1, r.body.len, good ? stdout : stderr);
	if (!good && !r.body.len)
		fprintf(stderr, "hearsay: the daemon answers %d\n", r.status);
	if (*r.behind && isatty(STDERR_FILENO))
		fprintf(stderr, "There is more: add --behind %s\n", r.behind);
	buf_free(&r.body);
	return exit_of(&r);
}

int live_get(struct buf *target)
{
	int status = ask(options()->status_socket, "GET", target, NULL);

	buf_free(target);
	return status;
}

int live_post(struct buf *target)
{
	int status = ask(options()->control_socket, "POST", target, NULL);

	buf_free(target);
	return status;
}

int live_post_body(struct buf *target, const struct buf *json)
{
	int status = ask(options()->control_socket, "POST", target, json);

	buf_free(target);
	return status;
}

int live_plain(const struct command *c, int argc, const char *path)
{
	struct buf target;

	if (argc > 1)
		return usage_error(c, "takes no arguments");
	buf_init(&target, TARGET_MAX);
	buf_puts(&target, path);
	return live_get(&target);
}

int64_t live_id(const char *arg)
{
	char *end;
	long long n;

	if (*arg == '#')
		arg++;
	if (*arg < '1' || *arg > '9')
		return 0;
	errno = 0;
	n = strtoll(arg, &end, 10);
	return *end || errno ? 0 : n;
}

int live_number(const struct command *c, int argc, char **argv,
    const char *path, const char *what)
{
	struct buf target;
	int64_t id;

	if (argc < 2)
		return usage_error(c, "the number of a %s is missing", what);
	if (argc > 2)
		return usage_error(
		    c, "takes one number, not %d arguments", argc - 1);
	id = live_id(argv[1]);
	if (!id)
		return usage_error(
		    c, "'%s' is not the number of a %s", argv[1], what);
	buf_init(&target, TARGET_MAX);
	buf_printf(&target, "%s/%lld", path, (long long)id);
	return live_get(&target);
}
