/* Core with children that are functions: see core.h. */
#include "core.h"

#include <event2/event.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/caps.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/outbox.h"
#include "core/pages.h"
#include "fuzz.h"
#include "parse/find.h"
#include "parse/page.h"
#include "parse/parse.h"

#define USES	   300	      /* of one daemon */
#define TURNS	   400	      /* of the loop, at most, until it is at rest */
#define SAMPLE_DAY 1697090400 /* 2023-10-12 06:00 UTC */

const struct standin standin = {0};

/* --- children of a good day --- */

static struct buf said; /* the payload of the last answer */

/* "http://127.0.0.1/dcs.xml": the sample's document of that name. */
static void fetch(const struct fetch_request *r, struct arena *a)
{
	struct fetch_reply reply = {.status = 404,
	    .final_url = r->url,
	    .max_age_s = -1,
	    .body = "",
	    .body_len = 0};
	const char *name = strrchr(r->url, '/');
	FILE *f = fopen(fuzz_source_path(a,
			    arena_printf(a, "tests/samples/hyperos/before/%s",
				name && name[1] ? name + 1 : "none")),
	    "re");
	static char body[CAP_PAGE];

	if (f) {
		reply.status = 200;
		reply.body_len = fread(body, 1, CAP_PAGE, f);
		reply.body = body;
		fclose(f);
	}
	fetch_reply_write(&said, &reply);
}

static uint16_t answer_net(
    const struct question *q, const struct frame *f, struct arena *a)
{
	struct fetch_request fetched;
	struct mail_request mail;

	if (q->type == MSG_FETCH) {
		fuzz_check(!fetch_request_read(f, a, &fetched));
		fetch(&fetched, a);
		return MSG_FETCHED;
	}
	if (q->type == MSG_MAIL) {
		fuzz_check(!mail_request_read(f, a, &mail));
		mail_reply_write(&said, &(struct mail_reply){.status = 250});
		return MSG_MAILED;
	}
	fuzz_check(q->type == MSG_HOOK);
	hook_reply_write(&said, &(struct hook_reply){.status = 204});
	return MSG_HOOKED;
}

static uint16_t answer_parse(
    const struct question *q, const struct frame *f, struct arena *a)
{
	struct parse_reply parsed = {0};
	struct page_reply paged = {0};
	struct parse_request r;
	struct parse_input in;
	struct found found;
	struct err err = {""};

	fuzz_check(!parse_request_read(f, a, &r));
	in = (struct parse_input){.bytes = r.body,
	    .len = r.body_len,
	    .base_url = r.base_url,
	    .content_type = r.content_type,
	    .link = r.link};
	if (q->type == MSG_PARSE) {
		parsed.result = parse_document(a, &in, &parsed.doc, &err);
		parsed.error = parsed.result ? err.text : NULL;
		parse_reply_write(&said, &parsed);
		return MSG_PARSED;
	}
	if (q->type == MSG_PAGE) {
		paged.result = page_read(a, &in, &paged.article, &err);
		paged.error = paged.result ? err.text : NULL;
		page_reply_write(&said, &paged);
		return MSG_PAGED;
	}
	find_feeds(a, &in, &found);
	found_write(&said, &found);
	return MSG_FOUND;
}

bool core_good_child(const struct question *q, struct frame *f)
{
	struct frame asked = {
	    .type = q->type, .payload = q->payload, .len = q->len};
	struct arena a;

	arena_init(&a);
	buf_clear(&said);
	if (!strcmp(q->child->spec.role, "net"))
		f->type = answer_net(q, &asked, &a);
	else
		f->type = answer_parse(q, &asked, &a);
	arena_free(&a);
	f->payload = (const unsigned char *)buf_text(&said);
	f->len = said.len;
	return true;
}

/* --- the loop --- */

static void answer_one(struct question *q, core_child *child)
{
	struct frame f = {0};

	if (child(q, &f))
		standin_answer(q, &f, NULL);
	else
		standin_answer(q, NULL, "killed by signal 11");
}

void core_turn(struct daemon *d, core_child *child)
{
	int quiet = 0;

	for (int i = 0; i < TURNS && quiet < 4; i++) {
		struct question *q;

		event_base_loop(d->base, EVLOOP_NONBLOCK);
		q = TAILQ_FIRST(&standin_questions);
		quiet = q ? 0 : quiet + 1;
		if (q)
			answer_one(q, child);
	}
}

/* --- the daemon --- */

static struct daemon daemon_;
static bool open_;
static char config_path[300], clock_path[300];

static const char settings[] =
    "keep = \"4000d\"\n"
    "log = error\n"
    "backup { every = \"0s\" }\n"
    "poll { spread = \"0s\" min-gap = \"0s\" allow-hosts = {\"127.0.0.1\"} }\n"
    "mail { server = \"smtp://127.0.0.1:25\" from = \"h@example.org\" "
    "domain = \"example.org\" }\n"
    "digest \"morning\" { to = {\"r@example.org\"} when = daily "
    "at = \"07:30\" timezone = \"Europe/Berlin\" }\n"
    "digest \"now\" { to = {\"e@example.org\"} when = at-once }\n"
    "notify \"hook\" { url = \"https://hook.example/\" }\n";

static void config_write(struct arena *a)
{
	static const struct {
		const char *slug, *file, *role, *more;
	} feeds[] = {{"dcs", "dcs.xml", "tipster", "lang = zh"},
	    {"phoneledger", "phoneledger.xml", "press", "lang = en"},
	    {"zhangji", "zhangji.xml", "press", "lang = zh"},
	    {"xiaomi", "xiaomi.json", "official", "vendor = Xiaomi"}};
	const char *dir = fuzz_folder();
	struct buf b;

	buf_init(&b, 1 << 16);
	buf_printf(&b,
	    "database = \"%s/db\"\nlexicon = \"%s\"\nfeeds = \"\"\n"
	    "sockets { status = \"%s/status.sock\" "
	    "control = \"%s/control.sock\" }\n%s",
	    dir, fuzz_source_path(a, "etc/lexicon"), dir, dir, settings);
	for (size_t i = 0; i < sizeof(feeds) / sizeof(feeds[0]); i++)
		buf_printf(&b,
		    "feed \"%s\" { url = \"http://127.0.0.1/%s\" role = %s "
		    "%s }\n",
		    feeds[i].slug, feeds[i].file, feeds[i].role, feeds[i].more);
	snprintf(config_path, sizeof(config_path), "%s/hearsay.conf", dir);
	snprintf(clock_path, sizeof(clock_path), "%s/clock", dir);
	fuzz_write(config_path, buf_text(&b), b.len);
	buf_printf(&b, "%d\n", SAMPLE_DAY);
	fuzz_write(clock_path, strrchr(buf_text(&b), '}') + 2,
	    strlen(strrchr(buf_text(&b), '}') + 2));
	buf_free(&b);
}

static void core_close(void)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	char path[320];

	if (open_)
		daemon_close(&daemon_);
	open_ = false;
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/db%s", fuzz_folder(), ends[i]);
		unlink(path);
	}
}

static int no_log(enum log_level level, const char *line, const char *text)
{
	(void)level;
	(void)line;
	(void)text;
	return 0;
}

static void prepare(void)
{
	struct arena a;

	arena_init(&a);
	config_write(&a);
	arena_free(&a);
	log_sink(no_log);
	parse_prepare();
	buf_init(&said, CAP_FRAME);
	atexit(core_close);
}

static void said_free(void)
{
	buf_free(&said);
}

struct daemon *core_open(void)
{
	struct daemon_options options = {.config_file = config_path,
	    .clock_file = clock_path,
	    .foreground = true};
	static int uses;

	if (!*config_path) {
		atexit(said_free);
		fuzz_folder();
		prepare();
	}
	if (uses++ % USES == 0) {
		core_close();
		fuzz_check(!daemon_open(&daemon_, &options));
		open_ = true;
		/* Whoever runs this has signals of his own. */
		for (size_t i = 0; i < 4; i++)
			event_del(daemon_.signals[i]);
		core_turn(&daemon_, core_good_child);
	}
	return &daemon_;
}

int core_dial(const char *name)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	snprintf(
	    at.sun_path, sizeof(at.sun_path), "%s/%s", fuzz_folder(), name);
	fuzz_check(fd >= 0);
	fuzz_check(!connect(fd, (struct sockaddr *)&at, sizeof(at)));
	return fd;
}
