/*
 * hearsay rejudge: judge everything that is stored again, by the rules and
 * words of today; print what differs, and apply it when told to.
 */
#include <jansson.h>
#include <stdio.h>
#include <unistd.h>

#include "client/live.h"
#include "client/progress.h"
#include "client/request.h"

#define LOOK_US 150000

static int post(const char *path)
{
	enum request_result result;
	struct reply r;
	struct err e;
	int status;

	result = request_send(
	    options()->control_socket, "POST", path, "text/plain", &r, &e);
	if (result != REQUEST_OK) {
		live_explain(result, e.text);
		status = EXIT_UNREACHABLE;
	} else if (r.status < 200 || r.status > 299) {
		fwrite(buf_text(&r.body), 1, r.body.len, stderr);
		status = EXIT_DEGRADED;
	} else {
		status = EXIT_OK;
	}
	buf_free(&r.body);
	return status;
}

/* The report as JSON; NULL after having said what is wrong. */
static json_t *look(void)
{
	enum request_result result;
	json_t *report = NULL;
	struct reply r;
	struct err e;

	result = request_send(options()->status_socket, "GET", "/v1/rejudge",
	    "application/json", &r, &e);
	if (result != REQUEST_OK)
		live_explain(result, e.text);
	else
		report = json_loadb(buf_text(&r.body), r.body.len, 0, NULL);
	if (result == REQUEST_OK && !report)
		fputs("hearsay: the daemon's answer makes no sense\n", stderr);
	buf_free(&r.body);
	return report;
}

static size_t number(const json_t *report, const char *name)
{
	return (size_t)json_integer_value(json_object_get(report, name));
}

/* Once all items are judged it folds and compares: no numbers, but time. */
static void show_progress(const json_t *report)
{
	size_t done = number(report, "done"), total = number(report, "total");

	if (done < total)
		progress_set(done, total, "items");
	else
		progress_wait();
}

/* Until it works no more; 0 where it came to `state`. */
static int wait_for(const char *state)
{
	progress_begin("judging again", false);
	for (;;) {
		json_t *report = look();
		const char *now;
		bool working, good;

		if (!report) {
			progress_end();
			return EXIT_UNREACHABLE;
		}
		now = json_string_value(json_object_get(report, "state"));
		working = now &&
			  (!strcmp(now, "judging") || !strcmp(now, "folding") ||
			      !strcmp(now, "comparing"));
		/* To be applied: what came meanwhile is looked at first. */
		working |=
		    now && !strcmp(now, "ready") && strcmp(state, "ready") != 0;
		good = now && !strcmp(now, state);
		if (working)
			show_progress(report);
		else
			progress_end();
		json_decref(report);
		if (!working)
			return good ? EXIT_OK : EXIT_DEGRADED;
		usleep(LOOK_US);
	}
}

/* Is there anything to apply? */
static bool differs(void)
{
	static const char *const counts[] = {"items", "stories", "rumors_new",
	    "rumors_gone", "rumors_turned", "rumors_other"};
	json_t *report = look();
	bool found = false;

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		found |=
		    json_integer_value(json_object_get(report, counts[i])) > 0;
	json_decref(report);
	return found;
}

static int print_report(void)
{
	struct buf target;

	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/rejudge");
	return live_get(&target);
}

static bool agrees(void)
{
	char answer[16] = "";

	fputs("Apply this? [y/N] ", stderr);
	return fgets(answer, sizeof(answer), stdin) &&
	       (*answer == 'y' || *answer == 'Y');
}

static int apply(void)
{
	int rc = post("/v1/rejudge/apply");

	if (!rc)
		rc = wait_for("applied");
	return print_report() ? EXIT_UNREACHABLE : rc;
}

static int run(int argc, char **argv)
{
	bool dry = argc == 2 && !strcmp(argv[1], "--dry-run");
	bool yes = argc == 2 && !strcmp(argv[1], "--yes");
	bool asks = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	int rc;

	if (argc > 1 && !dry && !yes)
		return usage_error(&command_rejudge,
		    "'%s' is not --dry-run or --yes, one of which may be given",
		    argv[argc > 2 ? 2 : 1]);
	rc = post("/v1/rejudge");
	if (!rc)
		rc = wait_for("ready");
	if (rc == EXIT_UNREACHABLE || (!rc && yes && options()->json))
		return rc ? rc : apply();
	if (print_report())
		return EXIT_UNREACHABLE;
	if (rc || dry || !differs())
		return rc;
	if (yes)
		return apply();
	if (asks && !options()->json)
		return agrees() ? apply() : EXIT_OK;
	fputs("hearsay: nothing was changed; --yes applies it\n", stderr);
	return EXIT_OK;
}

const struct command command_rejudge = {
    .name = "rejudge",
    .args = "[--dry-run | --yes]",
    .summary = "judge everything again, by the words of today",
    .run = run,
    .help = "Prints which stories part or join and which rumors come, go or "
	    "turn, then asks\nbefore it is applied: --yes applies it, "
	    "--dry-run never does. What you said\nyourself is kept. After a "
	    "change of the lexicon: 'hearsay reload' first.\n",
};
