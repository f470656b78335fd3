/* view: every dress of the sample history. */
#include "torture.h"

#include <string.h>

#include "../unit/reports.h"
#include "base/arena.h"
#include "view/atom.h"
#include "view/hook.h"
#include "view/mail.h"
#include "view/metrics.h"
#include "view/view.h"
#include "view/web.h"

static void made_buf(struct buf *b)
{
	made_number(buf_ok(b));
	made(buf_text(b), b->len);
	buf_free(b);
}

static void all_of(struct buf *b, const struct dress *d)
{
	view_status(b, d, &sample_status);
	view_feeds(b, d, sample_feed_reports, sample_feed_count);
	view_feed(b, d, &sample_feed_reports[0]);
	view_stories(b, d, sample_stories, sample_story_count);
	view_story(b, d, &sample_story);
	view_rumors(b, d, sample_rumors, sample_rumor_count, false);
	view_rumor(b, d, &sample_rumor);
	view_tipsters(b, d, sample_tipsters, sample_tipster_count);
	view_search(b, d, sample_hits, sample_hit_count);
	view_explain_story(b, d, &sample_story);
	view_explain_rumor(b, d, &sample_rumor);
	view_error(b, d, "no");
}

static int run_in(enum view_format format)
{
	const struct dress d = {
	    .format = format, .columns = 80, .now = REPORT_NOW};
	struct buf b;

	buf_init(&b, 4 << 20);
	all_of(&b, &d);
	made_buf(&b);
	return 0;
}

static int run_text(struct err *e)
{
	(void)e;
	return run_in(VIEW_TEXT);
}

static int run_json(struct err *e)
{
	(void)e;
	return run_in(VIEW_JSON);
}

static int run_pages(struct err *e)
{
	const struct dress d = {.format = VIEW_HTML, .now = REPORT_NOW};
	const struct board_page page = {
	    .rows = sample_rumors, .count = sample_rumor_count};
	const struct search_page found = {
	    .words = "x", .hits = sample_hits, .count = sample_hit_count};
	struct buf b;

	(void)e;
	buf_init(&b, 4 << 20);
	web_board(&b, &d, &page);
	web_rumor(&b, &d, &sample_rumor);
	web_stories(&b, &d, sample_stories, sample_story_count);
	web_story(&b, &d, &sample_story);
	web_tipsters(&b, &d, sample_tipsters, sample_tipster_count);
	web_feeds(&b, &d, sample_feeds, sample_feed_count);
	web_search(&b, &d, &found);
	atom_rumors(&b, &d, NULL, sample_rumors, sample_rumor_count);
	metrics_put(&b, &sample_status, sample_feeds, sample_feed_count);
	made_buf(&b);
	return 0;
}

static int run_mail(struct err *e)
{
	const struct mail_envelope to = {.digest = "morning",
	    .from = "hearsay <h@example.org>",
	    .to = "r@example.org",
	    .domain = "example.org",
	    .list_id = "hearsay.example.org",
	    .date = REPORT_NOW,
	    .timezone = "UTC"};
	struct arena a;
	struct buf b;

	(void)e;
	arena_init(&a);
	buf_init(&b, 4 << 20);
	mail_compose(&b, &to, &sample_digest);
	mail_text(&b, &to, &sample_digest);
	buf_puts(&b, mail_subject(&a, &sample_digest));
	made_buf(&b);
	arena_free(&a);
	return 0;
}

static int run_hook(struct err *e)
{
	static const char text[] = "{\"text\": \"{{statement}} {{status}}\"}";
	const struct event event = {.id = 1, .kind = EVENT_RUMOR_STATUS};
	const struct hook_news news = {
	    .event = &event, .rumor = &sample_rumors[0]};
	const struct hook_template *t;
	struct arena a;
	struct buf b;

	arena_init(&a);
	t = hook_template_parse(&a, text, "hook.json", e);
	if (!t) {
		arena_free(&a);
		return -1;
	}
	buf_init(&b, 1 << 20);
	hook_body(&b, t, &news);
	hook_body(&b, NULL, &news);
	made_buf(&b);
	arena_free(&a);
	return 0;
}

const struct workload torture_view[] = {
    {.room = "view", .what = "text", .run = run_text},
    {.room = "view", .what = "JSON", .run = run_json},
    {.room = "view", .what = "pages", .run = run_pages},
    {.room = "view", .what = "mail", .run = run_mail},
    {.room = "view",
	.what = "web hooks",
	.run = run_hook,
	.names = {"hook.json"}},
    {0},
};
