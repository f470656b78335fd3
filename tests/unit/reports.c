/* The sample history, row by row. */
#include "reports.h"

#define AT(day, hour) (1697068800 + ((day)-12) * 86400 + (hour)*3600)

/* A title that tries to leave its line, its colour and its direction. */
#define HOSTILE "Quiet\r\nBcc: all@example.net\033[31m red \u202eesrever\u202c"

struct rumor_row sample_rumors[] = {
    {.id = 1,
	.vendor = "Xiaomi",
	.subject = "MIUI",
	.version = "14",
	.statement = "MIUI 14 will be the last version of MIUI.",
	.aspect = ASPECT_DISCONTINUATION,
	.status = RUMOR_CORROBORATED,
	.first_at = AT(12, 2),
	.deadline = AT(31, 23),
	.first_origin = "Digital Chat Station",
	.first_source = "Phone Ledger",
	.first_url = "https://phoneledger.example/2023/miui-ends",
	.origin_count = 2,
	.outlet_count = 9,
	.item_count = 12,
	.record = {.right = 8,
	    .partly = 1,
	    .wrong = 2,
	    .expired = 1,
	    .open = 3,
	    .mean = 0.6875,
	    .low = 0.487,
	    .high = 0.859}},
    {.id = 2,
	.vendor = "Xiaomi",
	.subject = "MIUI",
	.value = "澎湃OS",
	.statement = "小米将以全新的操作系统取代MIUI，"
		     "名称与发布时间仍未公布，首批机型据称包括小米14系列。",
	.aspect = ASPECT_SUCCESSOR,
	.status = RUMOR_OPEN,
	.first_at = AT(18, 5),
	.first_origin = "数码闲聊站",
	.origin_count = 1,
	.outlet_count = 1,
	.item_count = 1,
	.unverifiable_since = AT(15, 0),
	.record = {.right = 1, .mean = 0.6, .low = 0.25, .high = 0.9}},
    {.id = 3,
	.subject = "MIUI",
	.statement = HOSTILE,
	.aspect = ASPECT_OTHER,
	.status = RUMOR_OPEN,
	.first_at = AT(17, 22),
	.outlet_count = 1,
	.item_count = 1},
    {.id = 12,
	.vendor = "Xiaomi",
	.subject = "MIUI",
	.statement = "Xiaomi replaces MIUI with a system of its own.",
	.aspect = ASPECT_SUCCESSOR,
	.status = RUMOR_CONFIRMED,
	.first_at = AT(12, 2),
	.settled_at = AT(17, 7),
	.changed_at = AT(17, 7),
	.settled_by = 41,
	.evidence = "\"Today I announce our new operating system, Xiaomi "
		    "HyperOS,\" Lei Jun wrote.",
	.first_origin = "Digital Chat Station",
	.first_source = "Phone Ledger",
	.first_url = "https://phoneledger.example/2023/miui-ends",
	.origin_count = 1,
	.outlet_count = 9,
	.item_count = 11,
	.record = {.right = 8,
	    .partly = 1,
	    .wrong = 2,
	    .expired = 1,
	    .open = 3,
	    .mean = 0.6875,
	    .low = 0.487,
	    .high = 0.859}},
    {.id = 13,
	.vendor = "Xiaomi",
	.subject = "MIUI",
	.value = "MIOS",
	.statement = "The new system is called MIOS.",
	.aspect = ASPECT_NAME,
	.status = RUMOR_CONTRADICTED,
	.first_at = AT(12, 4),
	.settled_at = AT(17, 7),
	.changed_at = AT(17, 7),
	.settled_by = 41,
	.evidence = "Xiaomi HyperOS comes to the Xiaomi 14 first.",
	.first_origin = "trademark filing",
	.origin_count = 1,
	.outlet_count = 4,
	.item_count = 5},
    {.id = 14,
	.vendor = "Nothing",
	.subject = "Nothing OS",
	.version = "2.5",
	.statement = "Nothing OS 2.5 arrives in September.",
	.aspect = ASPECT_RELEASE_DATE,
	.status = RUMOR_EXPIRED,
	.first_at = AT(12, 0) - 50 * 86400,
	.settled_at = AT(12, 0) - 12 * 86400,
	.changed_at = AT(12, 0) - 12 * 86400,
	.deadline = AT(12, 0) - 12 * 86400,
	.outlet_count = 2,
	.item_count = 2},
};
const size_t sample_rumor_count = 6;

struct story_row sample_stories[] = {
    {.id = 31,
	.headline = "Xiaomi announces HyperOS, the system that follows MIUI",
	.item_count = 12,
	.outlet_count = 9,
	.copy_count = 3,
	.origin_count = 1,
	.langs = "en zh",
	.url = "https://xiaomi.example/hyperos?a=1&b=2",
	.first_at = AT(17, 7),
	.last_at = AT(18, 4),
	.rumor = 12,
	.rumor_status = RUMOR_CONFIRMED},
    {.id = 30,
	.headline = "小米澎湃OS今日正式发布，"
		    "首批开发版名单公布，老机型用户最关心的升级计划也来了",
	.item_count = 1,
	.outlet_count = 1,
	.langs = "zh",
	.first_at = AT(17, 9),
	.last_at = AT(17, 9)},
    {.id = 29,
	.headline = HOSTILE,
	.item_count = 2,
	.outlet_count = 2,
	.copy_count = 1,
	.url = "javascript:alert(1)",
	.first_at = AT(16, 9),
	.last_at = AT(16, 10)},
};
const size_t sample_story_count = 3;

static struct item_row items[] = {
    {.id = 40,
	.feed_id = 1,
	.story = 31,
	.guid = "https://phoneledger.example/2023/hyperos",
	.url = "https://phoneledger.example/2023/hyperos",
	.title = "MIUI's successor has a name",
	.source_title = "Phone Ledger",
	.lang = "en",
	.role = ROLE_PRESS,
	.published_at = AT(17, 7),
	.first_seen_at = AT(17, 8),
	.flagged = true,
	.attributed = "Digital Chat Station; trademark filing",
	.placed = {"first", NULL},
	.score = 0,
	.threshold = 0.2},
    {.id = 41,
	.feed_id = 2,
	.story = 31,
	.copy_of = 40,
	.guid = "xiaomi-1",
	.url = "https://xiaomi.example/hyperos?a=1&b=2",
	.title = "小米澎湃OS正式发布",
	.source_title = "Xiaomi",
	.lang = "zh",
	.role = ROLE_OFFICIAL,
	.published_at = AT(17, 7),
	.first_seen_at = AT(17, 8),
	.placed = {"same-event",
	    "shares HyperOS and 小米 with 3 of 12 items; 1 h apart"},
	.score = 0.41234,
	.threshold = 0.2,
	.nearest_other = 12,
	.against = {"versions-differ", "MIUI 14 is not HyperOS 1"}},
};
static struct revision_row revisions[] = {
    {.item = 40,
	.at = AT(17, 9),
	.old_title = "MIUI has a successor",
	.new_title = "MIUI's successor has a name"},
};
static int64_t story_others[] = {7, 9};
static struct part_row story_rumors[] = {
    {12, PART_SETTLES, "Xiaomi replaces MIUI with a system of its own.",
	RUMOR_CONFIRMED, AT(17, 7), story_others, 2},
    {13, PART_SETTLES, "The new system is called MIOS.", RUMOR_CONTRADICTED,
	AT(17, 7), NULL, 0},
};
static struct ruling story_rulings[] = {
    {.id = 4,
	.kind = RULING_MERGE_STORIES,
	.at = AT(18, 5),
	.subject = 31,
	.other = 40,
	.because = "one event, told twice",
	.uid = 1000,
	.pid = 99,
	.user = "anna"},
};

static struct merge_row story_merges[] = {
    {.story = 36,
	.part_of = 31,
	.at = AT(17, 9),
	.item = 21,
	.why = "item 21 belongs to both: score 0.512 to story 36 too, 0.390 "
	       "needed; in common: hyperos, miui"},
};

const struct story_report sample_story = {
    .row = {.id = 31,
	.headline = "Xiaomi announces HyperOS, the system that follows MIUI",
	.item_count = 12,
	.outlet_count = 9,
	.copy_count = 3,
	.langs = "en zh",
	.first_at = AT(17, 7),
	.last_at = AT(18, 4),
	.rumor = 12,
	.settles = true,
	.rumor_status = RUMOR_CONFIRMED},
    .items = items,
    .item_count = 2,
    .revisions = revisions,
    .revision_count = 1,
    .rumors = story_rumors,
    .rumor_count = 2,
    .rulings = story_rulings,
    .ruling_count = 1,
    .merges = story_merges,
    .merge_count = 1,
    .asked = 40,
};

static struct rumor_origin origins[] = {
    {"Digital Chat Station", ORIGIN_TIPSTER, 3, AT(12, 2), 8},
    {"数码博主甲", ORIGIN_TIPSTER, 9, AT(13, 2), 1},
};
static struct member_row members[] = {
    {{3, 0, PART_CARRIES, "Digital Chat Station", true, AT(12, 2),
	 "小米将推出全新的操作系统。", 0},
	"关于小米新系统", "https://weibo.example/3", "Digital Chat Station",
	ROLE_TIPSTER},
    {{4, 1, PART_CARRIES, "Digital Chat Station", false, AT(12, 5),
	 "Xiaomi is preparing a system of its own to replace MIUI, says the "
	 "tipster Digital Chat Station, who has seen an early build.",
	 3},
	"MIUI's days are counted", "https://phoneledger.example/2023/miui-ends",
	"Phone Ledger", ROLE_PRESS},
    {{41, 0, PART_SETTLES, NULL, false, AT(17, 7),
	 "\"Today I announce our new operating system, Xiaomi HyperOS,\" Lei "
	 "Jun wrote.",
	 0},
	"小米澎湃OS正式发布", "https://xiaomi.example/hyperos?a=1&b=2",
	"Xiaomi", ROLE_OFFICIAL},
    {{55, -1, PART_RESTATES, NULL, false, AT(18, 4), NULL, 4}, HOSTILE, NULL,
	"Gadget\033[2JNoon", ROLE_AGGREGATOR},
};
static struct transition_row transitions[] = {
    {{AT(12, 2), RUMOR_OPEN, RUMOR_OPEN, 3, GRADE_D, 0, "first-claim", NULL},
	"Digital Chat Station", "https://weibo.example/3", "关于小米新系统",
	NULL},
    {{AT(17, 7), RUMOR_OPEN, RUMOR_CONFIRMED, 41, GRADE_A, 0, "official-word",
	 "\"Today I announce our new operating system, Xiaomi HyperOS,\" Lei "
	 "Jun wrote."},
	"Xiaomi", "https://xiaomi.example/hyperos?a=1&b=2",
	"小米澎湃OS正式发布", NULL},
};

static struct part_row rumor_stories[] = {
    {9, PART_CARRIES, "MIUI may be replaced", RUMOR_CONFIRMED, AT(12, 2), NULL,
	0},
    {31, PART_SETTLES, "Xiaomi announces HyperOS, the system that follows MIUI",
	RUMOR_CONFIRMED, AT(17, 7), NULL, 0},
};
static struct ruling rumor_rulings[] = {
    {.id = 5,
	.kind = RULING_MERGE_RUMORS,
	.at = AT(18, 6),
	.subject = 12,
	.other = 16,
	.link = "https://example.org/why",
	.uid = 1001,
	.pid = 99},
};

const struct rumor_report sample_rumor = {
    .row = {.id = 12,
	.by_tipster = true,
	.vendor_record = {.right = 7,
	    .partly = 1,
	    .wrong = 1,
	    .open = 2,
	    .mean = 0.7308,
	    .low = 0.514,
	    .high = 0.906},
	.vendor = "Xiaomi",
	.subject = "MIUI",
	.statement = "Xiaomi replaces MIUI with a system of its own.",
	.aspect = ASPECT_SUCCESSOR,
	.status = RUMOR_CONFIRMED,
	.first_at = AT(12, 2),
	.settled_at = AT(17, 7),
	.changed_at = AT(17, 7),
	.settled_by = 41,
	.evidence = "\"Today I announce our new operating system, Xiaomi "
		    "HyperOS,\" Lei Jun wrote.",
	.deadline = AT(31, 23),
	.first_origin = "Digital Chat Station",
	.first_source = "Digital Chat Station",
	.first_url = "https://weibo.example/3",
	.origin_count = 2,
	.outlet_count = 9,
	.item_count = 11,
	.record = {.right = 8,
	    .partly = 1,
	    .wrong = 2,
	    .expired = 1,
	    .open = 3,
	    .mean = 0.6875,
	    .low = 0.487,
	    .high = 0.859}},
    .origins = origins,
    .origin_count = 2,
    .members = members,
    .member_count = 4,
    .transitions = transitions,
    .transition_count = 2,
    .stories = rumor_stories,
    .story_count = 2,
    .rulings = rumor_rulings,
    .ruling_count = 1,
};

static char etag[] = "\"33a64df5\"", url_ok[] = "https://phoneledger.example/f",
	    url_down[] = "https://zhangji.example/rss.xml",
	    reason[] = "could not resolve host: zhangji.example\n",
	    due[] = "max-age 3600", moved[] = "https://new.example/feed",
	    pause_reason[] = "HTTP 429: Retry-After 7200 s",
	    hub[] = "https://hub.example/", gone[] = "HTTP status 410",
	    stopped[] = "410: not asked any more";

struct feed sample_feeds[] = {
    {.id = 1,
	.source = {1, "phoneledger", "Phone Ledger", "phoneledger.example",
	    ROLE_PRESS, NULL, "en"},
	.url = url_ok,
	.validators = {.etag = etag},
	.state = FEED_OK,
	.polled_at = AT(18, 6),
	.succeeded_at = AT(18, 6),
	.due_at = AT(18, 7),
	.due_reason = due,
	.newest_item_at = AT(18, 4),
	.hints = {.ttl_s = 1800,
	    .update_s = 3600,
	    .skip_hours = 0x40003f,
	    .skip_days = 1,
	    .rhythm_s = 10800,
	    .median_gap_s = 7300},
	.interval_s = 1800,
	.hub = hub,
	.answers = 3,
	.last_status = 304},
    {.id = 2,
	.source = {2, "zhangji", "掌机日报", "zhangji.example", ROLE_PRESS,
	    NULL, "zh"},
	.url = url_down,
	.state = FEED_FAILING,
	.state_reason = reason,
	.polled_at = AT(18, 5),
	.succeeded_at = AT(16, 5),
	.failing_since = AT(16, 6),
	.failures = 7,
	.due_at = AT(18, 9),
	.paused_until = AT(18, 9),
	.pause_reason = pause_reason,
	.moved_to = moved,
	.moved_first_at = AT(15, 6),
	.hints = {.rhythm_s = 400000, .median_gap_s = 90000},
	.answers = 2,
	.newest_item_at = AT(16, 1)},
    {.id = 3,
	.source = {3, "xiaomi", "Xiaomi", "xiaomi.example", ROLE_OFFICIAL,
	    "Xiaomi", "zh"},
	.url = url_ok,
	.state = FEED_NEW,
	.interval_s = 900},
    {.id = 4,
	.source = {4, "lampnews", "Lamp News", "lamp.example", ROLE_PRESS, NULL,
	    "en"},
	.url = url_ok,
	.state = FEED_GONE,
	.state_reason = gone,
	.polled_at = AT(17, 5),
	.failing_since = AT(17, 5),
	.failures = 1,
	.due_reason = stopped,
	.last_status = 410},
};
const size_t sample_feed_count = 4;

static const struct feed_answer answers_ok[] = {
    {.at = AT(18, 6), .status = 304, .took_ms = 12},
    {.at = AT(18, 5),
	.status = 200,
	.bytes = 61234,
	.new_items = 3,
	.took_ms = 1834},
    {.at = AT(18, 4),
	.status = 0,
	.took_ms = 15001,
	.error = "Connection timed out after 15000 milliseconds"},
};

static const struct feed_answer answers_down[] = {
    {.at = AT(18, 5), .status = 429, .took_ms = 40, .error = "HTTP status 429"},
    {.at = AT(18, 1),
	.status = 0,
	.took_ms = 7,
	.error = "could not resolve host: zhangji.example \033[31m\n"},
};

/* Their feeds are those above: copied when the tests start. */
struct feed_report sample_feed_reports[] = {
    {.configured_url = url_ok, .answers = answers_ok, .answer_count = 3},
    {.configured_url = url_down, .answers = answers_down, .answer_count = 2},
    {.configured_url = url_ok, .asking = true},
    {.configured_url = url_down},
};

__attribute__((constructor)) static void fill_feed_reports(void)
{
	for (size_t i = 0; i < sample_feed_count; i++)
		sample_feed_reports[i].feed = sample_feeds[i];
	sample_feed_reports[0].feed.place =
	    "/etc/hearsay/feeds.d/press.conf:12";
	sample_feed_reports[0].feed.fulltext = true;
	sample_feed_reports[0].pages = (struct page_counts){.wanted = 1,
	    .read = 12,
	    .forbidden = 2,
	    .reason = "https://phoneledger.example/robots.txt does not allow "
		      "it (Disallow: /print)"};
	sample_feed_reports[2].feed.added_at = AT(16, 0);
	sample_feed_reports[2].feed.folder = "News\nVendors";
	sample_feed_reports[2].feed.held_at = AT(17, 0);
	sample_feed_reports[2].feed.held_until = AT(30, 0);
}

const struct tipster_row sample_tipsters[] = {
    {"Digital Chat Station",
	{.right = 8,
	    .partly = 1,
	    .wrong = 2,
	    .expired = 1,
	    .open = 3,
	    .mean = 0.6875,
	    .low = 0.487,
	    .high = 0.859},
	AT(1, 0), AT(17, 0), 5.4, NULL, NULL, 0, 0},
    {"一个名字很长的数码博主的账号",
	{.right = 1,
	    .wrong = 1,
	    .open = 1,
	    .mean = 0.5,
	    .low = 0.19,
	    .high = 0.81},
	AT(3, 0), AT(12, 0), 21, NULL, NULL, 0, 0},
    {"Nobody Yet", {.open = 2, .mean = 0.5, .low = 0.14, .high = 0.86},
	AT(17, 0), AT(18, 0), -1, NULL, NULL, 0, 0},
};
const size_t sample_tipster_count = 3;

static struct share_row vendor_shares[] = {
    {"Xiaomi",
	{.right = 7,
	    .partly = 1,
	    .wrong = 1,
	    .open = 2,
	    .mean = 0.7308,
	    .low = 0.514,
	    .high = 0.906},
	5.4},
    {"Nothing",
	{.wrong = 1, .expired = 1, .mean = 0.3636, .low = 0.08, .high = 0.698},
	-1},
    {"Lantern\033[31m Phones",
	{.right = 1, .mean = 0.6, .low = 0.25, .high = 0.9}, 0.5},
    {NULL, {.open = 1, .mean = 0.5, .low = 0.135, .high = 0.865}, -1},
};
static struct share_row aspect_shares[] = {
    {"support-length",
	{.right = 8,
	    .partly = 1,
	    .wrong = 1,
	    .open = 2,
	    .mean = 0.75,
	    .low = 0.546,
	    .high = 0.913},
	5.4},
    {"release-date",
	{.wrong = 1,
	    .expired = 1,
	    .open = 1,
	    .mean = 0.3636,
	    .low = 0.08,
	    .high = 0.698},
	-1},
};
static const char *const also[] = {
    "数码闲聊站", "DCS", "@DigitalChatStation", "Digital Chat Station (Weibo)"};
static struct said_row said[] = {
    {.said_at = AT(18, 5)},
    {.said_at = AT(12, 2),
	.source_title = "Phone Ledger",
	.url = "https://phoneledger.example/2023/miui-ends"},
    {.said_at = AT(12, 5), .source_title = "掌机日报", .url = "javascript:1"},
    {.said_at = AT(12, 2), .url = "https://weibo.example/3?a=1&b=2"},
    {.said_at = AT(12, 0) - 50 * 86400,
	.source_title = "Gadget\033[2JNoon",
	.url = "https://gadgetnoon.example/os"},
};

const struct tipster_report sample_tipster = {
    .row = {"Digital Chat Station",
	{.right = 8,
	    .partly = 1,
	    .wrong = 2,
	    .expired = 1,
	    .open = 3,
	    .mean = 0.6875,
	    .low = 0.487,
	    .high = 0.859},
	AT(1, 0), AT(17, 0), 5.4, vendor_shares, aspect_shares, 4, 2},
    .also = also,
    .also_count = 4,
    .said = said,
    .said_count = 5,
    .more = true,
};

/* What they said is of the rumors above. */
__attribute__((constructor)) static void fill_said(void)
{
	static const size_t of[] = {1, 3, 4, 0, 5};

	sample_rumors[0].by_tipster = sample_rumors[3].by_tipster = true;
	sample_rumors[3].vendor_record = vendor_shares[0].record;
	for (size_t i = 0; i < sample_tipster.said_count; i++)
		said[i].rumor = sample_rumors[of[i]];
}

const struct search_hit sample_hits[] = {
    {{.id = 41,
	 .story = 31,
	 .title = "小米澎湃OS正式发布",
	 .url = "https://xiaomi.example/hyperos?a=1&b=2",
	 .guid = "xiaomi-1",
	 .source_title = "Xiaomi",
	 .role = ROLE_OFFICIAL,
	 .published_at = AT(17, 7)},
	"…今天，小米澎湃OS正式发布，首批机型…"},
    {{.id = 4,
	 .story = 3,
	 .title = HOSTILE,
	 .guid = "4",
	 .source_title = "Phone Ledger",
	 .role = ROLE_PRESS,
	 .flagged = true,
	 .published_at = AT(12, 5)},
	NULL},
};
const size_t sample_hit_count = 2;

static struct role_row roles[] = {
    {"net", 4711, 0, 2},
    {"parse", 4712, 1, 0},
    {"parse", 0, 3, 0},
};

const struct status_report sample_status = {
    .version = "1.2.3",
    .now = REPORT_NOW,
    .started_at = AT(15, 3),
    .feeds = 100,
    .feeds_ok = 97,
    .feeds_failing = 2,
    .feeds_gone = 1,
    .feeds_stale = 1,
    .feeds_moving = 1,
    .feeds_paused = 1,
    .feeds_due = 3,
    .items = 12034,
    .stories = 3201,
    .rumors_open = 12,
    .rumors_settled = 40,
    .mail_waiting = 1,
    .mail_failing = 1,
    .hooks = 2,
    .hooks_waiting = 1,
    .hooks_failing = 1,
    .hook_error = "chat: HTTP 500: no_text",
    .mail_error = "connect to smtp.example.org: Connection refused",
    .next_poll_at = REPORT_NOW + 90,
    .next_digest_at = AT(19, 5),
    .last_digest_at = AT(18, 5),
    .last_new_item_at = AT(18, 4),
    .roles = roles,
    .role_count = 3,
    .config_error = "feeds.d/a.conf:12: role: \"wizard\" is not one of press, "
		    "official",
    .db_bytes = 12345678,
    .last_backup_at = AT(16, 2),
    .next_backup_at = REPORT_NOW + 3600,
    .backup_error = "/mnt/spare: 12 MB are free, and 40 are wanted, for a copy "
		    "and as much again",
};

static struct evidence_row evidence[] = {
    {12,
	"\"Today I announce our new operating system, Xiaomi HyperOS,\" Lei "
	"Jun wrote.",
	"Xiaomi", "https://xiaomi.example/hyperos?a=1&b=2", AT(17, 7)},
    {13, "小米澎湃OS将由小米14系列首发搭载，其他机型的升级计划随后公布。",
	"Xiaomi\r\nX-Evil: 1", "javascript:alert(1)", AT(17, 7)},
};

const struct digest_report sample_digest = {
    .from = AT(17, 5),
    .to = AT(18, 5),
    .corrections = &sample_rumors[5],
    .correction_count = 1,
    .confirmed = &sample_rumors[3],
    .confirmed_count = 1,
    .refuted = &sample_rumors[4],
    .refuted_count = 1,
    .fresh = &sample_rumors[1],
    .fresh_count = 2,
    .developing = &sample_rumors[0],
    .developing_count = 1,
    .stories = sample_stories,
    .story_count = 3,
    .down = &sample_feeds[1],
    .down_count = 1,
    .evidence = evidence,
    .evidence_count = 2,
};
