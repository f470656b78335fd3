/*
 * hearsay watch: what happens, a line each, as it happens. A rumor's line
 * says which rumor; with --json each event is one line of JSON.
 */
#include <stdio.h>

#include "client/follow.h"
#include "client/live.h"
#include "client/request.h"
#include "model/event.h"
#include "text/utf8.h"

struct watched {
	const char *kind; /* only these; NULL: all */
	bool rumors;	  /* only what befalls rumors */
};

static const char *text_of(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s ? s : "";
}

/* An answer of the daemon as JSON; NULL where it has none. */
static json_t *ask(const char *list, int64_t id)
{
	json_t *o = NULL;
	struct reply r;
	struct err err;
	char target[64];

	snprintf(target, sizeof(target), "/v1/%s/%lld", list, (long long)id);
	if (request_send(options()->status_socket, "GET", target,
		"application/json", &r, &err) == REQUEST_OK &&
	    r.status == 200)
		o = json_loadb(buf_text(&r.body), r.body.len, 0, NULL);
	buf_free(&r.body);
	return o;
}

/* What the subject calls itself; nothing where it is gone. */
static void put_subject(struct buf *line, const char *kind, int64_t id)
{
	static const struct {
		const char *prefix, *list, *member;
	} rows[] = {
	    {"rumor-", "rumors", "statement"},
	    {"story-", "stories", "headline"},
	    {"feed-", "feeds", "slug"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		json_t *o;

		if (strncmp(kind, rows[i].prefix, strlen(rows[i].prefix)) != 0)
			continue;
		o = ask(rows[i].list, id);
		buf_puts(line, "  ");
		utf8_put_visible(line, text_of(o, rows[i].member));
		json_decref(o);
	}
}

/*
 * The detail of an event as words. Of a change it is "open confirmed RULE" or
 * "ok failing", and what makes it an event of its own behind that.
 */
static void put_detail(struct buf *line, const char *kind, const char *detail)
{
	bool rumor = !strcmp(kind, "rumor-status");
	size_t one = strcspn(detail, " "), two, rule;
	const char *to = detail + one + (detail[one] == ' ');

	if (!*detail)
		return;
	buf_puts(line, "  ");
	if (!strcmp(kind, "story-merged")) {
		buf_printf(line, "into #%.*s", (int)one, detail);
	} else if (!strcmp(kind, "rumor-settled")) {
		buf_printf(line, "%.*s", (int)one, detail);
	} else if (*to && (rumor || !strcmp(kind, "feed-state"))) {
		two = strcspn(to, " ");
		buf_printf(line, "%.*s → %.*s", (int)one, detail, (int)two, to);
		to += two + (to[two] == ' ');
		rule = strcspn(to, " ");
		if (rumor && rule)
			buf_printf(line, " (%.*s)", (int)rule, to);
	} else {
		utf8_put_visible(line, detail);
	}
}

static bool show(void *arg, const struct followed *f)
{
	const struct watched *w = arg;
	const char *at = text_of(f->event, "noted_at");
	int64_t subject =
	    json_integer_value(json_object_get(f->event, "subject"));
	struct buf line;

	if (!strcmp(f->kind, "ready") ||
	    (w->kind && strcmp(w->kind, f->kind)) ||
	    (w->rumors && strncmp(f->kind, "rumor-", 6)))
		return true;
	if (options()->json) {
		puts(f->data);
		return !fflush(stdout);
	}
	buf_init(&line, 1u << 16);
	buf_printf(&line, "%.10s %.5s  %-13s #%lld", at,
	    strlen(at) > 11 ? at + 11 : "", f->kind, (long long)subject);
	put_detail(&line, f->kind, text_of(f->event, "detail"));
	put_subject(&line, f->kind, subject);
	puts(buf_text(&line));
	buf_free(&line);
	return !fflush(stdout); /* the reader may have gone */
}

static int run(int argc, char **argv)
{
	enum { SINCE, KIND, OPTIONS };
	struct query_option o[OPTIONS] = {
	    [SINCE] = {"--after", "after", NULL},
	    [KIND] = {"--kind", "kind", NULL},
	};
	struct watched w = {0};
	enum event_kind known;
	int64_t after = -1;

	if (live_options(&command_watch, argc, argv, o, OPTIONS))
		return EXIT_USAGE;
	w.rumors = o[KIND].value && !strcmp(o[KIND].value, "rumor");
	w.kind = w.rumors ? NULL : o[KIND].value;
	if (w.kind && event_kind_parse(w.kind, &known))
		return usage_error(
		    &command_watch, "--kind: '%s' is no kind of event", w.kind);
	if (o[SINCE].value && !strcmp(o[SINCE].value, "0"))
		after = 0;
	else if (o[SINCE].value) {
		after = live_id(o[SINCE].value);
		if (!after)
			return usage_error(&command_watch,
			    "--after: '%s' is not the id of an event",
			    o[SINCE].value);
	}
	return follow(after, 0, show, &w);
}

const struct command command_watch = {
    .name = "watch",
    .args = "[--kind KIND] [--after ID]",
    .summary = "what happens, as it happens, until it is interrupted",
    .run = run,
    .help =
	"  --kind KIND   only these: rumor (all that befalls rumors),\n"
	"                rumor-settled, rumor-new, rumor-status, story-new,\n"
	"                story-merged, feed-state, mail-sent, mail-failed, config-reloaded,\n"
	"                ruling (what a user said), rejudged\n"
	"  --after ID    also what came behind this event; 0: all\n",
};
