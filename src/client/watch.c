/*
 * hearsay watch: what happens, a line each, as it happens. A rumor's line
 * says which rumor; with --json each event is one line of JSON.
 */
#include <stdio.h>

#include "client/follow.h"
#include "client/live.h"
#include "client/request.h"
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

/* What a rumor or a story says of itself; "" where it is gone. */
static void put_subject(struct buf *line, const char *kind, int64_t id)
{
	const bool rumor = !strncmp(kind, "rumor-", 6);
	struct reply r;
	struct err err;
	char target[64];
	json_t *o;

	if (!rumor && strncmp(kind, "story-", 6))
		return;
	snprintf(target, sizeof(target), "/v1/%s/%lld",
	    rumor ? "rumors" : "stories", (long long)id);
	if (request_send(options()->status_socket, "GET", target,
		"application/json", &r, &err) == REQUEST_OK &&
	    r.status == 200) {
		o = json_loadb(buf_text(&r.body), r.body.len, 0, NULL);
		buf_puts(line, "  ");
		utf8_put_visible(
		    line, text_of(o, rumor ? "statement" : "headline"));
		json_decref(o);
	}
	buf_free(&r.body);
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
	if (*text_of(f->event, "detail")) {
		buf_puts(&line, "  ");
		utf8_put_visible(&line, text_of(f->event, "detail"));
	}
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
	int64_t after = -1;

	if (live_options(&command_watch, argc, argv, o, OPTIONS))
		return EXIT_USAGE;
	w.rumors = o[KIND].value && !strcmp(o[KIND].value, "rumor");
	w.kind = w.rumors ? NULL : o[KIND].value;
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
	"                feed-state, mail-sent, mail-failed\n"
	"  --after ID    also what came behind this event; 0: all\n",
};
