/*
 * hearsay check: one line for a monitoring system, and its exit status: 0 ok,
 * 1 warning, 2 critical, 3 unknown. The first finding that is worst gives the
 * line; numbers follow behind the bar, as such systems read them.
 */
#include <jansson.h>
#include <stdio.h>

#include "client/live.h"
#include "client/request.h"
#include "text/utf8.h"

enum check_status { CHECK_OK, CHECK_WARNING, CHECK_CRITICAL, CHECK_UNKNOWN };

static const char *const words[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};

static long long number(const json_t *status, const char *name)
{
	return json_integer_value(json_object_get(status, name));
}

struct finding {
	enum check_status status;
	char text[512];
};

__attribute__((format(printf, 3, 4))) static void found(
    struct finding *f, enum check_status status, const char *fmt, ...)
{
	va_list ap;

	if (status <= f->status)
		return;
	f->status = status;
	va_start(ap, fmt);
	vsnprintf(f->text, sizeof(f->text), fmt, ap);
	va_end(ap);
}

static void look_at_roles(struct finding *f, const json_t *roles)
{
	const json_t *role;
	size_t i;

	json_array_foreach(roles, i, role)
	{
		if (!number(role, "pid"))
			found(f, CHECK_CRITICAL, "the %s process is down",
			    json_string_value(json_object_get(role, "name")));
	}
}

/* " (1 gone, 2 stale)": states that the operator can do something about. */
static const char *states_of(const json_t *status)
{
	static const struct {
		const char *name, *word;
	} states[] = {
	    {"feeds_gone", "gone"},
	    {"feeds_not_a_feed", "not-a-feed"},
	    {"feeds_paused", "paused"},
	    {"feeds_moving", "moving"},
	    {"feeds_stale", "stale"},
	};
	static char text[256];
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		long long n = number(status, states[i].name);

		if (n)
			used += (size_t)snprintf(text + used,
			    sizeof(text) - used, "%s%lld %s",
			    used ? ", " : " (", n, states[i].word);
	}
	if (used)
		snprintf(text + used, sizeof(text) - used, ")");
	return text;
}

static void look_at(struct finding *f, const json_t *status)
{
	const char *config_error =
	    json_string_value(json_object_get(status, "config_error"));
	const char *mail_error =
	    json_string_value(json_object_get(status, "mail_error"));
	const char *hook_error =
	    json_string_value(json_object_get(status, "hook_error"));
	const char *backup_error =
	    json_string_value(json_object_get(status, "backup_error"));
	long long feeds = number(status, "feeds");
	long long failing = number(status, "feeds_failing");

	look_at_roles(f, json_object_get(status, "roles"));
	if (!feeds)
		found(f, CHECK_WARNING, "no feeds are configured");
	else if (failing == feeds)
		found(f, CHECK_CRITICAL, "all %lld feeds fail", feeds);
	if (config_error)
		found(f, CHECK_WARNING, "the last reload was refused: %s",
		    config_error);
	if (backup_error)
		found(f, CHECK_WARNING, "no backup: %s", backup_error);
	if (number(status, "mail_failing"))
		found(f, CHECK_WARNING, "%lld %s: %s",
		    number(status, "mail_failing"),
		    number(status, "mail_failing") == 1 ? "mail fails"
							: "mails fail",
		    mail_error ? mail_error : "no reason known");
	if (number(status, "hooks_failing"))
		found(f, CHECK_WARNING, "%lld %s: %s",
		    number(status, "hooks_failing"),
		    number(status, "hooks_failing") == 1 ? "web hook fails"
							 : "web hooks fail",
		    hook_error ? hook_error : "no reason known");
	if (failing)
		found(f, CHECK_WARNING, "%lld of %lld feeds fail%s", failing,
		    feeds, states_of(status));
}

/* What a server said neither acts on a terminal nor begins the numbers. */
static void make_plain(struct finding *f)
{
	struct buf b;

	for (char *bar = strchr(f->text, '|'); bar; bar = strchr(bar, '|'))
		*bar = '/';
	buf_init(&b, 6 * sizeof(f->text));
	utf8_put_visible(&b, f->text);
	snprintf(f->text, sizeof(f->text), "%s", buf_text(&b));
	buf_free(&b);
}

static int report(const json_t *status)
{
	struct finding f = {CHECK_OK, ""};

	look_at(&f, status);
	if (f.status == CHECK_OK)
		snprintf(f.text, sizeof(f.text),
		    "%lld feeds%s, %lld open rumors", number(status, "feeds"),
		    states_of(status), number(status, "rumors_open"));
	make_plain(&f);
	printf("HEARSAY %s: %s | feeds=%lld feeds_failing=%lld "
	       "feeds_stale=%lld rumors_open=%lld mail_waiting=%lld\n",
	    words[f.status], f.text, number(status, "feeds"),
	    number(status, "feeds_failing"), number(status, "feeds_stale"),
	    number(status, "rumors_open"), number(status, "mail_waiting"));
	return (int)f.status;
}

static int say(enum check_status status, const char *text)
{
	printf("HEARSAY %s: %s\n", words[status], text);
	return (int)status;
}

static int check(struct reply *r)
{
	struct err err;
	enum request_result result = request_send(options()->status_socket,
	    "GET", "/v1/status", "application/json", r, &err);
	json_t *status;
	int ret;

	if (result == REQUEST_FORBIDDEN)
		return say(CHECK_UNKNOWN, err.text);
	if (result != REQUEST_OK)
		return say(CHECK_CRITICAL, err.text);
	status = r->status == 200
		     ? json_loadb(buf_text(&r->body), r->body.len, 0, NULL)
		     : NULL;
	if (!json_is_object(status)) {
		json_decref(status);
		return say(CHECK_UNKNOWN, "the daemon's answer is no status");
	}
	ret = report(status);
	json_decref(status);
	return ret;
}

static int run(int argc, char **argv)
{
	struct reply r;
	int ret;

	(void)argv;
	if (argc > 1) {
		usage_error(&command_check, "takes no arguments");
		return CHECK_UNKNOWN;
	}
	ret = check(&r);
	buf_free(&r.body);
	return ret;
}

const struct command command_check = {
    .name = "check",
    .args = "",
    .summary = "one line for monitoring: 0 ok, 1 warning, 2 critical, 3 "
	       "unknown",
    .run = run,
    .help =
	"Critical: the daemon does not answer, one of its processes is down, "
	"or all\nfeeds fail. Warning: some feeds fail, mail or a web hook fails, or the "
	"last reload was\nrefused. Feeds that are gone, not-a-feed, paused, moving or "
	"stale are\ncounted in the line. Unknown: this user may not ask, or the answer is "
	"no status.\n",
};
