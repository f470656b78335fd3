/*
 * What others wrote, through each view: every text of every report is one of
 * the hostile strings below, and none of them acts. No control or direction
 * reaches a terminal, none ends a line or a header, none is markup, JSON, a
 * label or a field of a stream.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <libxml/parser.h>

#include "base/caps.h"
#include "base/mem.h"
#include "reports.h"
#include "text/utf8.h"
#include "view/atom.h"
#include "view/hook.h"
#include "view/mail.h"
#include "view/metrics.h"
#include "view/view.h"
#include "view/web.h"

#define MOST (8u << 20)

static char long_word[5001];

static const char *const hostile[] = {
    "Quiet\r\nBcc: all@evil.example\r\n\r\nbody",
    "\n.\nMAIL FROM:<x@evil.example>\n",
    "\nid: 9\nevent: rumor-settled\ndata: {}\n\n",
    "\rSet-Cookie: a=b\x01\x02\x7f\v\f\x1f",
    "\033]0;owned\007\033[2J\033[31m",
    "\302\2332J \302\220q \302\205next \302\235",
    "\342\200\256esrever\342\200\254 \342\201\246x\342\201\251",
    "\342\200\250line\342\200\251paragraph",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)> ' onmouseover='alert(1)",
    "--><!-- ]]> <![CDATA[ &amp; &lt;b&gt; &#x41; <?x?>",
    "javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://evil.example/\" onmouseover=\"alert(1)",
    "https://evil.example/<script>",
    "https://evil.example/a b\nc",
    "=?UTF-8?B?PHNjcmlwdD4=?= =?utf-8?q?=0D=0ABcc:_x?=",
    "{{statement}} ${HOME} %s%n%99999d \\u0000 \\",
    "\"} 1\nhearsay_feeds 99\n# \\",
    "\", \"admin\": true, \"x\": \"",
    "<reader@evil.example>, other@evil.example;",
    "",
    long_word,
};
#define HOSTILE (sizeof(hostile) / sizeof(hostile[0]))

/* --- every text of a struct --- */

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void put_all(void *at, const size_t *offsets, size_t n, const char *s)
{
	for (size_t i = 0; i < n; i++)
		*(const char **)(void *)((char *)at + offsets[i]) = s;
}

#define PUT(value, offsets, s) put_all(value, offsets, COUNT(offsets), s)

static const size_t rumor_texts[] = {offsetof(struct rumor_row, vendor),
    offsetof(struct rumor_row, subject), offsetof(struct rumor_row, version),
    offsetof(struct rumor_row, value), offsetof(struct rumor_row, statement),
    offsetof(struct rumor_row, evidence),
    offsetof(struct rumor_row, first_origin),
    offsetof(struct rumor_row, first_source),
    offsetof(struct rumor_row, first_url), offsetof(struct rumor_row, langs),
    offsetof(struct rumor_row, contested)};

static const size_t story_texts[] = {offsetof(struct story_row, headline),
    offsetof(struct story_row, langs), offsetof(struct story_row, url)};

static const size_t item_texts[] = {offsetof(struct item_row, guid),
    offsetof(struct item_row, url), offsetof(struct item_row, title),
    offsetof(struct item_row, source_title), offsetof(struct item_row, lang),
    offsetof(struct item_row, attributed),
    offsetof(struct item_row, placed.rule),
    offsetof(struct item_row, placed.detail),
    offsetof(struct item_row, against.rule),
    offsetof(struct item_row, against.detail),
    offsetof(struct item_row, page_reason)};

static const size_t feed_texts[] = {offsetof(struct feed, source.slug),
    offsetof(struct feed, source.title), offsetof(struct feed, source.site),
    offsetof(struct feed, source.vendor), offsetof(struct feed, source.lang),
    offsetof(struct feed, url), offsetof(struct feed, validators.etag),
    offsetof(struct feed, validators.last_modified),
    offsetof(struct feed, state_reason), offsetof(struct feed, due_reason),
    offsetof(struct feed, pause_reason), offsetof(struct feed, moved_to),
    offsetof(struct feed, hub), offsetof(struct feed, place),
    offsetof(struct feed, folder)};

static const size_t ruling_texts[] = {offsetof(struct ruling, source),
    offsetof(struct ruling, because), offsetof(struct ruling, link),
    offsetof(struct ruling, user)};

static const size_t member_texts[] = {offsetof(struct member_row, title),
    offsetof(struct member_row, url), offsetof(struct member_row, source_title),
    offsetof(struct member_row, member.origin),
    offsetof(struct member_row, member.sentence)};

static const size_t step_texts[] = {offsetof(struct transition_row, title),
    offsetof(struct transition_row, url), offsetof(struct transition_row, user),
    offsetof(struct transition_row, source_title),
    offsetof(struct transition_row, step.sentence)};

/* One of each, with the same string everywhere. */
struct reports {
	struct rumor_row rumor;
	struct story_row story;
	struct item_row item;
	struct feed feed;
	struct feed_report feed_report;
	struct feed_answer answer;
	struct ruling ruling;
	struct member_row member;
	struct transition_row step;
	struct part_row part;
	struct revision_row revision;
	struct merge_row merge;
	struct rumor_origin origin;
	struct share_row share;
	struct said_row said;
	struct evidence_row evidence;
	struct finding finding;
	struct outline_row outline;
	struct found_link found;
	struct event event;
	struct rejudge_line line;
	struct role_row role;
	const char *one[1];

	struct story_report story_report;
	struct rumor_report rumor_report;
	struct tipster_row tipster;
	struct tipster_report tipster_report;
	struct search_hit hit;
	struct status_report status;
	struct digest_report digest;
	struct rejudge_report rejudge;
};

static void fill_rows(struct reports *r, const char *s)
{
	const int64_t at = REPORT_NOW - 7200;

	r->one[0] = s;
	r->rumor = sample_rumors[3];
	PUT(&r->rumor, rumor_texts, s);
	r->rumor.by_tipster = true;
	r->story = sample_stories[0];
	PUT(&r->story, story_texts, s);
	r->item = (struct item_row){.id = 7,
	    .story = 31,
	    .published_at = at,
	    .score = 0.4,
	    .threshold = 0.3,
	    .nearest_other = 4};
	PUT(&r->item, item_texts, s);
	r->feed = sample_feeds[1];
	PUT(&r->feed, feed_texts, s);
	r->answer = (struct feed_answer){.at = at, .error = s};
	r->feed_report = (struct feed_report){.feed = r->feed,
	    .configured_url = s,
	    .answers = &r->answer,
	    .answer_count = 1,
	    .pages = {.wanted = 1, .forbidden = 1, .reason = s}};
	r->ruling = (struct ruling){.id = 5,
	    .kind = RULING_ATTRIBUTE_RUMOR,
	    .at = at,
	    .subject = 12,
	    .uid = 1000,
	    .pid = 9};
	PUT(&r->ruling, ruling_texts, s);
	r->member = sample_rumor.members[1];
	PUT(&r->member, member_texts, s);
	r->step = sample_rumor.transitions[1];
	PUT(&r->step, step_texts, s);
	r->part = (struct part_row){
	    .id = 3, .part = PART_CARRIES, .text = s, .at = at};
	r->revision = (struct revision_row){7, at, s, s};
	r->merge = (struct merge_row){36, 31, at, 21, s};
	r->origin = (struct rumor_origin){s, ORIGIN_TIPSTER, 3, at, 2};
	r->share = (struct share_row){s, {.right = 3, .mean = 0.5}, 2};
	r->said = (struct said_row){r->rumor, at, s, s};
	r->evidence = (struct evidence_row){12, s, s, s, at};
	r->finding = (struct finding){FINDING_BAD, "mail", s, s};
	r->outline = (struct outline_row){3, s, s, OUTLINE_BAD, s, s};
	r->found = (struct found_link){s, s, s, false};
	r->event = (struct event){1, EVENT_MAIL_FAILED, 3, 0, at, at, s};
	r->line = (struct rejudge_line){
	    .what = REJUDGE_RUMOR_NEW, .id = 3, .to = RUMOR_OPEN, .text = s};
	r->role = (struct role_row){.name = "parse", .pid = 4};
}

static void fill(struct reports *r, const char *s)
{
	*r = (struct reports){0};
	fill_rows(r, s);
	r->item.page_state = "failed";
	r->story_report = (struct story_report){.row = r->story,
	    .items = &r->item,
	    .item_count = 1,
	    .revisions = &r->revision,
	    .revision_count = 1,
	    .rumors = &r->part,
	    .rumor_count = 1,
	    .rulings = &r->ruling,
	    .ruling_count = 1,
	    .merges = &r->merge,
	    .merge_count = 1};
	r->rumor_report = (struct rumor_report){.row = r->rumor,
	    .origins = &r->origin,
	    .origin_count = 1,
	    .members = &r->member,
	    .member_count = 1,
	    .transitions = &r->step,
	    .transition_count = 1,
	    .stories = &r->part,
	    .story_count = 1,
	    .rulings = &r->ruling,
	    .ruling_count = 1};
	r->tipster = (struct tipster_row){.name = s,
	    .record = {.right = 3, .mean = 0.5},
	    .first_at = 1,
	    .last_at = 2,
	    .vendors = &r->share,
	    .vendor_count = 1,
	    .aspects = &r->share,
	    .aspect_count = 1};
	r->tipster_report = (struct tipster_report){.row = r->tipster,
	    .also = r->one,
	    .also_count = 1,
	    .said = &r->said,
	    .said_count = 1};
	r->hit = (struct search_hit){r->item, s};
	r->status = sample_status;
	r->status.mail_error = r->status.hook_error = s;
	r->status.config_error = s;
	r->status.roles = &r->role;
	r->status.role_count = 1;
	r->digest = (struct digest_report){.from = REPORT_NOW - 86400,
	    .to = REPORT_NOW,
	    .confirmed = &r->rumor,
	    .confirmed_count = 1,
	    .fresh = &r->rumor,
	    .fresh_count = 1,
	    .stories = &r->story,
	    .story_count = 1,
	    .down = &r->feed,
	    .down_count = 1,
	    .evidence = &r->evidence,
	    .evidence_count = 1};
	r->rejudge = (struct rejudge_report){.state = REJUDGE_FAILED,
	    .error = s,
	    .lines = &r->line,
	    .line_count = 1,
	    .line_total = 1};
}

/* --- the views --- */

typedef void put_fn(struct buf *, const struct dress *, struct reports *);

#define VIEW(name, ...) \
	static void name( \
	    struct buf *b, const struct dress *d, struct reports *r) \
	{ \
		__VA_ARGS__; \
	}

VIEW(v_status, view_status(b, d, &r->status))
VIEW(v_feeds, view_feeds(b, d, &r->feed_report, 1))
VIEW(v_feed, view_feed(b, d, &r->feed_report))
VIEW(v_stories, view_stories(b, d, &r->story, 1))
VIEW(v_story, view_story(b, d, &r->story_report))
VIEW(v_rumors, view_rumors(b, d, &r->rumor, 1, true))
VIEW(v_rumor, view_rumor(b, d, &r->rumor_report))
VIEW(v_tipsters, view_tipsters(b, d, &r->tipster, 1))
VIEW(v_tipster, view_tipster(b, d, &r->tipster_report))
VIEW(v_search, view_search(b, d, &r->hit, 1))
VIEW(v_why_story, view_explain_story(b, d, &r->story_report))
VIEW(v_why_rumor, view_explain_rumor(b, d, &r->rumor_report))
VIEW(v_why_item, view_explain_item(b, d, &r->item))
VIEW(v_events, view_events(b, d, &r->event, 1))
VIEW(v_import, view_import(b, d, &r->outline, 1, false))
VIEW(v_found, view_found(b, d, &r->found, r->one, 1, r->one[0]))
VIEW(v_ruled, view_ruled(b, d, &r->ruling, r->one[0]))
VIEW(v_audit, view_audit(b, d, &r->ruling, 1))
VIEW(v_findings, view_findings(b, d, &r->finding, 1))
VIEW(v_rejudge, view_rejudge(b, d, &r->rejudge))
VIEW(v_error, view_error(b, d, r->one[0]))
VIEW(w_board, web_board(b, d,
		  &(struct board_page){.rows = &r->rumor,
		      .count = 1,
		      .limit = 1,
		      .vendor = r->one[0],
		      .status = r->one[0],
		      .words = r->one[0],
		      .vendors = r->one,
		      .vendor_count = 1,
		      .more = true}))
VIEW(w_rumor, web_rumor(b, d, &r->rumor_report))
VIEW(w_stories, web_stories(b, d, &r->story, 1))
VIEW(w_story, web_story(b, d, &r->story_report))
VIEW(w_tipsters, web_tipsters(b, d, &r->tipster, 1))
VIEW(w_tipster, web_tipster(b, d, &r->tipster_report))
VIEW(w_feeds, web_feeds(b, d, &r->feed, 1))
VIEW(w_search, web_search(b, d,
		   &(struct search_page){.words = r->one[0],
		       .hits = &r->hit,
		       .count = 1,
		       .by_time = true,
		       .more = true}))
VIEW(w_error, web_error(b, d, r->one[0]))
VIEW(x_atom, atom_rumors(b, d, r->one[0], &r->rumor, 1))
VIEW(x_opml, (void)d;
     view_opml(b, REPORT_NOW, (const struct feed *[]){&r->feed}, 1))

struct view {
	const char *name;
	put_fn *put;
};

#define ROW(f) \
	{ \
#f, f \
	}
static const struct view views[] = {ROW(v_status), ROW(v_feeds), ROW(v_feed),
    ROW(v_stories), ROW(v_story), ROW(v_rumors), ROW(v_rumor), ROW(v_tipsters),
    ROW(v_tipster), ROW(v_search), ROW(v_why_story), ROW(v_why_rumor),
    ROW(v_why_item), ROW(v_events), ROW(v_import), ROW(v_found), ROW(v_ruled),
    ROW(v_audit), ROW(v_findings), ROW(v_rejudge), ROW(v_error)};
static const struct view pages[] = {ROW(w_board), ROW(w_rumor), ROW(w_stories),
    ROW(w_story), ROW(w_tipsters), ROW(w_tipster), ROW(w_feeds), ROW(w_search),
    ROW(w_error)};
static const struct view documents[] = {ROW(x_atom), ROW(x_opml)};

/* Each view with each string. */
static void try_all(const struct view *list, size_t n,
    const struct dress *dress, void (*check)(const char *what, struct buf *))
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < HOSTILE; k++) {
			char what[64];
			struct reports r;
			struct buf b;

			snprintf(what, sizeof(what), "%s, string %zu",
			    list[i].name, k);
			fill(&r, hostile[k]);
			buf_init(&b, MOST);
			list[i].put(&b, dress, &r);
			assert_true(buf_ok(&b));
			check(what, &b);
			buf_free(&b);
		}
}

/* --- what must not be there --- */

static bool acts(uint32_t c)
{
	return (c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0) ||
	       utf8_is_bidi_control(c);
}

static void check_plain(const char *what, struct buf *b)
{
	const char *s = buf_text(b), *end = s + b->len;

	assert_true(utf8_valid(s, b->len));
	while (s < end) {
		const char *at = s;
		uint32_t c = utf8_next(&s, end);

		if (acts(c))
			fail_msg("%s: U+%04X in: %.80s", what, (unsigned)c,
			    at - (at - buf_text(b) < 40 ? 0 : 40));
	}
}

static void check_json(const char *what, struct buf *b)
{
	json_error_t e;
	json_t *o = json_loadb(buf_text(b), b->len, 0, &e);

	if (!o)
		fail_msg("%s: %s", what, e.text);
	assert_null(json_object_get(o, "admin"));
	json_decref(o);
	for (size_t i = 0; i < b->len; i++)
		assert_true(
		    (unsigned char)b->data[i] >= 0x20 || b->data[i] == '\n');
}

static void check_html(const char *what, struct buf *b)
{
	static const char *const never[] = {"<script>alert", "<img",
	    "<svg onload", "' onmouse", "\" onmouse", "<![CDATA[", "<?x",
	    "href=\"javascript", "href=\" javascript",
	    "href=\"data:", "src=\"http", "style=\""};
	const char *text = buf_text(b);

	check_plain(what, b);
	for (size_t i = 0; i < COUNT(never); i++)
		if (strstr(text, never[i]))
			fail_msg("%s: %s in: %.200s", what, never[i],
			    strstr(text, never[i]));
	for (const char *s = text; (s = strstr(s, "href=\"")); s += 6)
		if (s[6] != '/' && s[6] != '#' && s[6] != '?' &&
		    strncmp(s + 6, "http://", 7) &&
		    strncmp(s + 6, "https://", 8))
			fail_msg("%s: %.60s", what, s);
}

static void check_xml(const char *what, struct buf *b)
{
	xmlDocPtr doc = xmlReadMemory(buf_text(b), (int)b->len, "x.xml", NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

	if (!doc)
		fail_msg("%s is not well-formed: %s", what, buf_text(b));
	xmlFreeDoc(doc);
	assert_null(strstr(buf_text(b), "<script>"));
	assert_null(strstr(buf_text(b), "href=\"javascript"));
}

static void terminals_are_told_nothing(void **state)
{
	static const unsigned widths[] = {0, 20, 80, 200};

	(void)state;
	for (size_t i = 0; i < COUNT(widths); i++) {
		const struct dress d = {.format = VIEW_TEXT,
		    .columns = widths[i],
		    .now = REPORT_NOW};

		try_all(views, COUNT(views), &d, check_plain);
	}
}

static void programs_read_json(void **state)
{
	const struct dress d = {.format = VIEW_JSON, .now = REPORT_NOW};

	(void)state;
	try_all(views, COUNT(views), &d, check_json);
}

static void browsers_find_text(void **state)
{
	const struct dress d = {.format = VIEW_HTML, .now = REPORT_NOW};

	(void)state;
	try_all(pages, COUNT(pages), &d, check_html);
}

static void readers_find_xml(void **state)
{
	const struct dress d = {.format = VIEW_HTML, .now = REPORT_NOW};

	(void)state;
	try_all(documents, COUNT(documents), &d, check_xml);
}

/* --- streams, metrics --- */

static void a_stream_has_the_fields_it_has(void **state)
{
	(void)state;
	for (size_t k = 0; k < HOSTILE; k++) {
		struct reports r;
		struct buf b;
		const char *line;

		fill(&r, hostile[k]);
		buf_init(&b, MOST);
		view_event_stream(&b, &r.event);
		line = buf_text(&b);
		assert_memory_equal(line, "id: 1\n", 6);
		line = strchr(line, '\n') + 1;
		assert_memory_equal(line, "event: mail-failed\n", 19);
		line = strchr(line, '\n') + 1;
		assert_memory_equal(line, "data: {", 7);
		assert_string_equal(strchr(line, '\n'), "\n\n");
		assert_null(strchr(buf_text(&b), '\r'));
		buf_free(&b);
	}
}

/* "name{label="..."} value", or a comment. */
static bool is_metric(const char *line, size_t n)
{
	const char *end = line + n, *p = line;

	if (n && *p == '#')
		return !strncmp(p, "# HELP hearsay_", 15) ||
		       !strncmp(p, "# TYPE hearsay_", 15);
	if (n < 8 || strncmp(p, "hearsay_", 8))
		return false;
	p += strcspn(p, "{ ");
	if (*p == '{')
		for (bool quoted = false; p < end && (quoted || *p != '}');
		     p++) {
			if (*p == '\\')
				p++;
			else if (*p == '"')
				quoted = !quoted;
		}
	p += *p == '}';
	if (p >= end || *p++ != ' ')
		return false;
	p += *p == '-';
	p += strspn(p, "0123456789");
	return p == end;
}

static void metrics_stay_metrics(void **state)
{
	(void)state;
	for (size_t k = 0; k < HOSTILE; k++) {
		struct reports r;
		struct buf b;
		size_t n;

		fill(&r, hostile[k]);
		buf_init(&b, MOST);
		metrics_put(&b, &r.status, &r.feed, 1);
		for (const char *s = buf_text(&b); *s; s += n + 1) {
			n = strcspn(s, "\n");
			if (!is_metric(s, n))
				fail_msg("string %zu: %.*s", k, (int)n, s);
		}
		buf_free(&b);
	}
}

/* --- mail --- */

/* The names of the headers, each with a blank behind it. */
static void header_names(struct buf *names, const char *mail)
{
	const char *end = strstr(mail, "\r\n\r\n");

	assert_non_null(end);
	while (mail < end) {
		size_t n = strcspn(mail, "\r\n");

		assert_int_equal(mail[n], '\r');
		assert_int_equal(mail[n + 1], '\n');
		assert_in_range(n, 1, 998); /* RFC 5322 section 2.1.1 */
		for (size_t i = 0; i < n; i++)
			assert_in_range((unsigned char)mail[i], 0x20, 0x7e);
		if (*mail != ' ')
			buf_printf(
			    names, "%.*s ", (int)strcspn(mail, ":"), mail);
		mail += n + 2;
	}
}

static void compose(struct buf *b, struct buf *names, const char *s)
{
	const struct mail_envelope e = {.digest = "morning",
	    .from = "hearsay <hearsay@example.org>",
	    .to = "reader@example.org",
	    .domain = "example.org",
	    .list_id = "hearsay.example.org",
	    .date = REPORT_NOW,
	    .timezone = "Europe/Berlin"};
	struct reports r;

	fill(&r, s);
	buf_init(b, CAP_MAIL);
	buf_init(names, 4096);
	mail_compose(b, &e, &r.digest);
	assert_true(buf_ok(b));
	header_names(names, b->data);
}

static size_t count_of(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)); text += strlen(part))
		n++;
	return n;
}

static void mails_keep_their_shape(void **state)
{
	struct buf plain, names, b, other;
	char boundary[80];

	(void)state;
	compose(&plain, &names, "words");
	for (size_t k = 0; k < HOSTILE; k++) {
		compose(&b, &other, hostile[k]);
		assert_int_equal(sscanf(strstr(b.data, "boundary="),
				     "boundary=\"%79[^\"]", boundary),
		    1);
		assert_string_equal(buf_text(&other), buf_text(&names));
		/* No part, and no end of one, more than there are. */
		assert_int_equal(count_of(b.data, "\r\nContent-Type: "),
		    count_of(plain.data, "\r\nContent-Type: "));
		assert_int_equal(count_of(b.data, boundary), 4);
		assert_null(strstr(b.data, "\r\n.\r\n"));
		for (const char *s = b.data; *s; s += strcspn(s, "\n") + 1)
			assert_in_range(strcspn(s, "\n"), 0, 999);
		for (size_t i = 0; i < b.len; i++)
			assert_true((unsigned char)b.data[i] >= 0x20 ||
				    strchr("\r\n", b.data[i]));
		buf_free(&b);
		buf_free(&other);
	}
	buf_free(&plain);
	buf_free(&names);
}

/* The text part, and the one that a browser draws, before their encodings. */
static void what_is_read_of_a_mail_is_plain(void **state)
{
	const struct mail_envelope e = {.digest = "morning",
	    .from = "hearsay <hearsay@example.org>",
	    .to = "r@example.org",
	    .domain = "example.org",
	    .list_id = "hearsay.example.org",
	    .date = REPORT_NOW,
	    .timezone = "Europe/Berlin"};

	(void)state;
	for (size_t k = 0; k < HOSTILE; k++) {
		struct reports r;
		struct buf b;

		fill(&r, hostile[k]);
		buf_init(&b, CAP_MAIL);
		mail_text(&b, &e, &r.digest);
		check_plain("mail", &b);
		buf_free(&b);
	}
}

/* --- web hooks --- */

static void hooks_post_what_they_say(void **state)
{
	static const char template[] =
	    "{\"text\": \"{{vendor}}: {{statement}} ({{status}}) {{evidence}} "
	    "{{url}}\", \"id\": {{id}}, \"kind\": \"{{kind}}\"}";
	struct arena a;
	struct err err;
	const struct hook_template *t;

	(void)state;
	arena_init(&a);
	t = hook_template_parse(&a, template, "chat.json", &err);
	assert_non_null(t);
	for (size_t k = 0; k < HOSTILE; k++)
		for (int of_feed = 0; of_feed < 2; of_feed++)
			for (int own = 0; own < 2; own++) {
				struct reports r;
				struct hook_news news = {.event = &r.event};
				struct buf b;
				json_t *o;

				fill(&r, hostile[k]);
				news.rumor = of_feed ? NULL : &r.rumor;
				news.feed = of_feed ? &r.feed_report : NULL;
				buf_init(&b, MOST);
				hook_body(&b, own ? t : NULL, &news);
				check_json("hook", &b);
				o = json_loadb(buf_text(&b), b.len, 0, NULL);
				assert_int_equal(
				    json_object_size(o), own ? 3 : 2);
				json_decref(o);
				buf_free(&b);
			}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(terminals_are_told_nothing),
	    cmocka_unit_test(programs_read_json),
	    cmocka_unit_test(browsers_find_text),
	    cmocka_unit_test(readers_find_xml),
	    cmocka_unit_test(a_stream_has_the_fields_it_has),
	    cmocka_unit_test(metrics_stay_metrics),
	    cmocka_unit_test(mails_keep_their_shape),
	    cmocka_unit_test(what_is_read_of_a_mail_is_plain),
	    cmocka_unit_test(hooks_post_what_they_say),
	};

	memset(long_word, 'w', sizeof(long_word) - 1);
	return cmocka_run_group_tests_name("untrusted", tests, NULL, NULL);
}
