/*
 * hearsay wait: returns when a rumor has its verdict, or the status that is
 * waited for, and prints the rumor. Nothing is polled: the daemon tells.
 */
#include <stdio.h>

#include "base/duration.h"
#include "client/follow.h"
#include "client/live.h"
#include "client/request.h"
#include "model/rumor.h"

#define TIMEOUT_MOST_S 10000000

struct awaited {
	int64_t id;
	const char *until;
	int found; /* 1: as waited for, 0: not yet, -1: cannot be asked */
};

static bool is_reached(const char *status, const char *until)
{
	enum rumor_status s;

	if (!strcmp(status, until))
		return true;
	if (rumor_status_parse(status, &s))
		return false;
	if (!strcmp(until, "settled"))
		return rumor_status_is_settled(s);
	return !strcmp(until, "unsettled") && !rumor_status_is_settled(s);
}

/* Looks at the rumor as it is now. */
static void look(struct awaited *a)
{
	struct reply r;
	struct err err;
	char target[64];
	const char *status;
	json_t *o;

	snprintf(target, sizeof(target), "/v1/rumors/%lld", (long long)a->id);
	if (request_send(options()->status_socket, "GET", target,
		"application/json", &r, &err) == REQUEST_OK &&
	    r.status == 200) {
		o = json_loadb(buf_text(&r.body), r.body.len, 0, NULL);
		status = json_string_value(json_object_get(o, "status"));
		a->found = status && is_reached(status, a->until);
		json_decref(o);
	} else {
		a->found = -1; /* live_number() will say why */
	}
	buf_free(&r.body);
}

/*
 * "ready" too: what was decided before the stream stood is seen by this look,
 * what is decided after it comes as an event.
 */
static bool each(void *arg, const struct followed *f)
{
	struct awaited *a = arg;

	if (!strcmp(f->kind, "ready") ||
	    (!strncmp(f->kind, "rumor-", 6) &&
		json_integer_value(json_object_get(f->event, "subject")) ==
		    a->id))
		look(a);
	return !a->found;
}

/* A number alone is of seconds. */
static int64_t seconds_of(const char *s)
{
	char plain[16];
	int64_t n;

	if (*s && strlen(s) < 12 && s[strspn(s, "0123456789")] == '\0') {
		snprintf(plain, sizeof(plain), "%ss", s);
		s = plain;
	}
	n = duration_parse(s);
	return n <= TIMEOUT_MOST_S ? n : -1;
}

static int run(int argc, char **argv)
{
	enum { UNTIL, TIMEOUT, OPTIONS };
	struct query_option o[OPTIONS] = {
	    [UNTIL] = {"--until", "until", "settled"},
	    [TIMEOUT] = {"--timeout", "timeout", NULL},
	};
	struct awaited a = {0};
	enum rumor_status parsed;
	int64_t timeout = 0;
	int status;

	if (argc < 2)
		return usage_error(
		    &command_wait, "the number of a rumor is missing");
	a.id = live_id(argv[1]);
	if (!a.id)
		return usage_error(&command_wait,
		    "'%s' is not the number of a rumor", argv[1]);
	if (live_options(&command_wait, argc - 1, argv + 1, o, OPTIONS))
		return EXIT_USAGE;
	a.until = o[UNTIL].value;
	if (strcmp(a.until, "settled") && strcmp(a.until, "unsettled") &&
	    rumor_status_parse(a.until, &parsed))
		return usage_error(
		    &command_wait, "--until: '%s' is no status", a.until);
	if (o[TIMEOUT].value)
		timeout = seconds_of(o[TIMEOUT].value);
	if (timeout < 0)
		return usage_error(&command_wait,
		    "--timeout: '%s' is not a duration such as 90s or 5min",
		    o[TIMEOUT].value);
	status =
	    follow(-1, o[TIMEOUT].value ? follow_now() + timeout : 0, each, &a);
	if (status != EXIT_OK)
		return status;
	status = live_number(&command_wait, 2, argv, "/v1/rumors", "rumor");
	if (status != EXIT_OK || a.found == 1 || !o[TIMEOUT].value)
		return status;
	fprintf(stderr, "hearsay: rumor %lld is not %s after %s\n",
	    (long long)a.id, a.until, o[TIMEOUT].value);
	return EXIT_NOTHING;
}

const struct command command_wait = {
    .name = "wait",
    .args = "NUMBER [--until STATUS] [--timeout TIME]",
    .summary = "until a rumor has its verdict; then it is shown",
    .run = run,
    .options_anywhere = true,
    .help =
	"  --until STATUS   settled (the default), unsettled, or one status:\n"
	"                   corroborated, confirmed, denied ...\n"
	"  --timeout TIME   not longer than this: 90s, 5min, 2h; then the exit\n"
	"                   status is 1\n",
};
