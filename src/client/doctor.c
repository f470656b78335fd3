/*
 * hearsay doctor: what is wrong with the set-up and what to do about it. The
 * daemon looks at itself; where it cannot be reached, this looks for what
 * keeps it from being reached.
 */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/live.h"
#include "client/request.h"

#define CONFIG PKGSYSCONFDIR "/hearsay.conf"

static void say(
    const char *level, const char *matter, const char *text, const char *advice)
{
	printf("%-8s %-14s %s\n", level, matter, text);
	if (advice)
		printf("%-8s %-14s → %s\n", "", "", advice);
}

/* The daemon does not answer: is it there, may we, is it configured? */
static void look_from_outside(enum request_result result, const char *why)
{
	struct stat st;
	char text[512];

	say("bad", "daemon", why,
	    result == REQUEST_FORBIDDEN
		? "join the group hearsay (usermod -aG hearsay USER), and log "
		  "in again"
		: "systemctl status hearsayd; journalctl -u hearsayd");
	if (stat(options()->status_socket, &st))
		say("bad", "socket", "there is no socket",
		    "systemctl start hearsay-status.socket, or --socket PATH");
	else if (!S_ISSOCK(st.st_mode))
		say("bad", "socket", "this path is no socket", "--socket PATH");
	if (access(CONFIG, R_OK) && errno == ENOENT)
		say("bad", "configuration", CONFIG ": there is no such file",
		    "make install puts one there; hearsay.conf(5)");
	snprintf(
	    text, sizeof(text), "hearsayd --check-config --config %s", CONFIG);
	say("note", "configuration",
	    "an error in it would keep it from starting", text);
}

/* The worst level that the daemon's findings have. */
static int worst_of(const struct reply *r)
{
	json_t *o = json_loadb(buf_text(&r->body), r->body.len, 0, NULL);
	const json_t *list = json_object_get(o, "findings"), *finding;
	int worst = EXIT_OK;
	size_t i;

	json_array_foreach(list, i, finding)
	{
		const char *level =
		    json_string_value(json_object_get(finding, "level"));

		if (level &&
		    (!strcmp(level, "bad") || !strcmp(level, "warning")))
			worst = EXIT_DEGRADED;
	}
	json_decref(o);
	return worst;
}

static int run(int argc, char **argv)
{
	enum request_result result;
	struct buf target;
	struct reply r;
	struct err err;
	int worst, shown;

	(void)argv;
	if (argc > 1)
		return usage_error(&command_doctor, "takes no arguments");
	result = request_send(options()->status_socket, "GET", "/v1/doctor",
	    "application/json", &r, &err);
	if (result != REQUEST_OK) {
		if (options()->json)
			live_explain((int)result, err.text);
		else
			look_from_outside(result, err.text);
		buf_free(&r.body);
		return EXIT_UNREACHABLE;
	}
	worst = worst_of(&r);
	buf_free(&r.body);
	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/doctor");
	shown = live_get(&target);
	return shown == EXIT_OK ? worst : shown;
}

const struct command command_doctor = {
    .name = "doctor",
    .args = "",
    .summary = "what is wrong with the set-up, and what to do about it",
    .run = run,
    .help =
	"Looks at processes, clock, disk, feeds, DNS, vendors without a\n"
	"feed of their own, mail and secrets. Exit status 4 where anything\n"
	"is bad or a warning, 3 where the daemon cannot be reached; then it\n"
	"looks for what keeps it from being reached.\n",
};
