/* Start, reload and stop of the core role, and the events of its loop. */
#include "core/daemon.h"

#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <sys/random.h>
#include <stdarg.h>
#include <unistd.h>

#include "base/caps.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/mem.h"
#include "core/autobackup.h"
#include "core/backup.h"
#include "core/dbfile.h"
#include "core/eventstream.h"
#include "core/feedadd.h"
#include "core/feedlist.h"
#include "core/notify.h"
#include "core/pages.h"
#include "core/pagetake.h"
#include "core/routes.h"
#include "core/statusreport.h"
#include "core/steady.h"
#include "ipc/message.h"
#include "ipc/sandbox.h"
#include "store/file.h"

#define PARSE_DEADLINE_MS 15000
#define LOW_SPEED_BYTES_S 100
#define LOW_SPEED_TIME_S  30
#define TELL_S		  2 /* behind a commit: the status line */

/* --- what net is told --- */

static const char *join(struct arena *a, const struct strings *list)
{
	struct buf b;
	const char *s;

	buf_init(&b, 64 << 10);
	for (size_t i = 0; i < list->n; i++)
		buf_printf(&b, "%s%s", i ? " " : "", list->v[i]);
	s = arena_strdup(a, buf_text(&b));
	buf_free(&b);
	return s;
}

static void tell_net(struct child *net, void *arg)
{
	const struct daemon *d = arg;
	const struct config *c = d->setup->config;
	struct buf password, frame;
	struct arena a;
	struct err e;
	struct net_settings s;

	arena_init(&a);
	buf_init(&password, 4096);
	buf_init(&frame, 1 << 20);
	if (setup_password(c, &password, &e))
		log_error("the password for mail: %s", e.text);
	s = (struct net_settings){
	    .user_agent = arena_printf(&a, "hearsay/%s%s%s%s", PACKAGE_VERSION,
		c->contact ? " (+" : "", c->contact ? c->contact : "",
		c->contact ? ")" : ""),
	    .ca_file = c->poll.ca_file,
	    .allow_hosts = join(&a, &c->poll.allow_hosts),
	    .proxy = c->poll.proxy,
	    .connect_timeout_ms = c->poll.connect_timeout_s * 1000,
	    .total_timeout_ms = c->poll.timeout_s * 1000,
	    .low_speed_bytes_s = LOW_SPEED_BYTES_S,
	    .low_speed_time_s = LOW_SPEED_TIME_S,
	    .max_connections = (uint32_t)c->poll.max_connections,
	    .smtp_url = c->mail.server,
	    .smtp_user = c->mail.user,
	    .smtp_password = password.len ? buf_text(&password) : NULL,
	    .smtp_tls_required = c->mail.tls_required,
	    .smtp_ca_file = c->mail.ca_file};
	net_settings_write(&frame, &s);
	child_tell(net, MSG_NET_SETTINGS, frame.data, frame.len);
	if (password.len)
		explicit_bzero(password.data, password.len);
	explicit_bzero(frame.data, frame.len);
	buf_free(&password);
	buf_free(&frame);
	arena_free(&a);
}

static void start_children(struct daemon *d)
{
	struct child_spec net = {.role = "net",
	    .binary = "/proc/self/exe",
	    .sandbox = d->options.sandbox,
	    .on_start = tell_net,
	    .arg = d};
	struct child_spec parse = {.role = "parse",
	    .binary = "/proc/self/exe",
	    .sandbox = d->options.sandbox,
	    .deadline_ms = PARSE_DEADLINE_MS};

	d->net = child_new(d->base, &net);
	d->parser_count = (size_t)d->setup->config->poll.parsers;
	for (size_t i = 0; i < d->parser_count; i++) {
		parse.told = i > 0;
		d->parsers[i] = child_new(d->base, &parse);
	}
}

static void limit_pages(struct daemon *d)
{
	const struct config_poll *c = &d->setup->config->poll;
	struct page_policy p = {
	    .per_poll = c->pages_per_poll, .per_day = c->pages_per_day};

	pipeline_set_page_policy(d->pipeline, &p);
}

/* --- sockets --- */

static int64_t policy_now(void *arg)
{
	const struct daemon *d = arg;

	return clock_wall(&d->clock);
}

/* What the status socket and the page have in common: they answer questions. */
static struct server_spec reading(struct daemon *d)
{
	return (struct server_spec){.mode = 0660,
	    .fd = -1,
	    .method = "GET",
	    .max_body_bytes = CAP_REQUEST_BODY,
	    .max_unsent_bytes = CAP_UNSENT,
	    .answer = routes_status,
	    .now = policy_now,
	    .arg = d};
}

static struct server *new_page(
    struct daemon *d, const char *port, int fd, struct err *e)
{
	struct server_spec page = reading(d);

	page.port = port;
	page.answer = routes_page;
	page.fd = fd;
	return server_new(d->base, &page, e);
}

/* --- reload --- */

__attribute__((format(printf, 2, 3))) static void warn(
    struct buf *says, const char *fmt, ...)
{
	char text[700];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_warn("%s", text);
	buf_printf(says, "%s\n", text);
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static void warn_of_restart(struct daemon *d, const struct config *a,
    const struct config *b, struct buf *says)
{
	const struct {
		const char *name, *before, *after;
	} fixed[] = {{"database", a->database, b->database},
	    {"sockets: status", a->sockets.status, b->sockets.status},
	    {"sockets: control", a->sockets.control, b->sockets.control}};

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (strcmp(fixed[i].before, fixed[i].after))
			warn(says, "%s is now %s: that takes a restart",
			    fixed[i].name, fixed[i].after);
	if (a->poll.parsers != b->poll.parsers)
		warn(says, "poll: parsers is now %d: that takes a restart",
		    (int)b->poll.parsers);
	if (d->page_given && !same_text(a->sockets.page, b->sockets.page))
		warn(says,
		    "sockets: page: systemd has opened the port: change its "
		    "socket unit");
}

/*
 * Another port for the page: it is opened before anything else is changed,
 * since it may not be free. *fd: -1 where there is to be none.
 */
static int open_page(
    struct daemon *d, const struct config *c, int *fd, struct buf *errors)
{
	struct err e;

	*fd = -1;
	if (!c->sockets.page || d->page_given ||
	    same_text(d->setup->config->sockets.page, c->sockets.page))
		return 0;
	*fd = server_listen(c->sockets.page, &e);
	if (*fd < 0)
		buf_printf(errors, "sockets: page: %s\n", e.text);
	return *fd < 0 ? -1 : 0;
}

static void serve_page(struct daemon *d, const struct config *old, int fd)
{
	const char *at = d->setup->config->sockets.page;
	struct err e;

	if (d->page_given || same_text(old->sockets.page, at))
		return;
	if (d->page)
		server_move(d->page, fd);
	else
		d->page = new_page(d, "loopback", fd, &e); /* fd is open */
	log_info("the page is %s", at ? at : "on the status socket alone");
}

static void keep_error(struct daemon *d, const char *text)
{
	free(d->config_error);
	d->config_error = mem_strdup(text);
}

static int refuse(struct daemon *d, struct buf *errors)
{
	keep_error(d, buf_text(errors));
	d->config_error[strcspn(d->config_error, "\n")] = '\0';
	log_warn("the configuration was left as it was: %s", d->config_error);
	return -1;
}

static void note_reload(struct daemon *d)
{
	int64_t now = clock_wall(&d->clock);
	struct event ev = {.kind = EVENT_CONFIG_RELOADED,
	    .subject = now,
	    .at = now,
	    .noted_at = now,
	    .detail = d->options.config_file};
	struct err e;
	bool fresh;

	if (store_event(d->store, &ev, &fresh, &e))
		log_error("the reload cannot be noted: %s", e.text);
}

/*
 * The same words again: the judge that knows them goes on. Done twice it is
 * undone.
 */
static void keep_lexicon(struct setup *old, struct setup *fresh)
{
	struct lexicon *same = old->lexicon;

	if (lexicon_fingerprint(old->lexicon) !=
	    lexicon_fingerprint(fresh->lexicon))
		return;
	old->lexicon = fresh->lexicon;
	fresh->lexicon = same;
}

/* What `systemctl status` shows. */
static void tell_status(struct daemon *d)
{
	char line[256];

	statusreport_line(d, line, sizeof(line));
	notify_status("%s", line);
}

int daemon_reload(struct daemon *d, struct buf *says)
{
	struct setup *old = d->setup, *fresh;
	struct config *c;
	struct err e;
	int page;

	fresh = setup_load(d->options.config_file, says);
	if (!fresh)
		return refuse(d, says);
	if (open_page(d, fresh->config, &page, says)) {
		setup_free(fresh);
		return refuse(d, says);
	}
	notify_reloading();
	c = fresh->config;
	keep_lexicon(old, fresh);
	if (feedlist_join(d->store, c, &e) ||
	    pipeline_use(d->pipeline, fresh->lexicon, c->keep_s, &e) ||
	    poll_configure(d->poll, c, &e)) {
		buf_printf(says, "%s\n", e.text);
		/* The store failed, not the file: go back as far as it goes. */
		if (page >= 0)
			close(page);
		keep_lexicon(old, fresh);
		if (pipeline_use(
			d->pipeline, old->lexicon, old->config->keep_s, &e))
			log_error("the judge cannot be built anew: %s", e.text);
		setup_free(fresh);
		notify_ready();
		return refuse(d, says);
	}
	if (fresh->lexicon != old->lexicon)
		rejudging_cancel(d->rejudging,
		    "the configuration was loaded meanwhile: begin again");
	d->setup = fresh;
	serve_page(d, old->config, page);
	warn_of_restart(d, old->config, c, says);
	log_open(
	    "core", c->log, !d->options.foreground && !isatty(STDERR_FILENO));
	tell_net(d->net, d);
	limit_pages(d);
	digests_configure(d->digests, c);
	digests_resume(d->digests);
	hooks_configure(d->hooks, c);
	hooks_resume(d->hooks);
	autobackup_configure(d->autobackup);
	setup_free(old);
	free(d->config_error);
	d->config_error = NULL;
	note_reload(d);
	log_info("configuration loaded: %zu feeds", c->feed_count);
	tell_status(d);
	notify_ready();
	return 0;
}

/* --- events of the loop --- */

static void on_stop(evutil_socket_t sig, short what, void *arg)
{
	struct daemon *d = arg;

	(void)what;
	log_debug("stopping: signal %d", (int)sig);
	event_base_loopbreak(d->base);
}

static void on_hup(evutil_socket_t sig, short what, void *arg)
{
	struct buf errors;

	(void)sig;
	(void)what;
	buf_init(&errors, 64 << 10);
	daemon_reload(arg, &errors);
	buf_free(&errors);
}

void daemon_stepped(struct daemon *d)
{
	digests_stepped(d->digests);
	pipeline_stepped(d->pipeline);
	poll_stepped(d->poll);
	pages_stepped(d->pages);
	outbox_stepped(d->outbox);
	hooks_stepped(d->hooks);
	autobackup_stepped(d->autobackup);
}

static void on_step(evutil_socket_t sig, short what, void *arg)
{
	struct daemon *d = arg;
	struct err e;

	(void)sig;
	(void)what;
	if (!d->clock.step_file)
		return;
	if (clock_step(&d->clock, &e)) {
		log_error("the stepped clock: %s", e.text);
		return;
	}
	daemon_stepped(d);
}

static int64_t sure_time(void *arg)
{
	const struct daemon *d = arg;

	return d->steady ? steady_sure(d->steady) : clock_wall(&d->clock);
}

static void on_committed(void *arg, bool settled)
{
	struct daemon *d = arg;

	if (d->pages)
		pages_run(d->pages);
	if (settled)
		digests_settled(d->digests);
	if (!poll_busy(d->poll) && !pipeline_owes(d->pipeline))
		digests_quiet(d->digests);
}

static void on_rejudged(void *arg)
{
	const struct daemon *d = arg;

	pipeline_changed(d->pipeline, false);
}

static void watch_signals(struct daemon *d)
{
	static const struct {
		int sig;
		event_callback_fn on;
	} signals[] = {{SIGTERM, on_stop}, {SIGINT, on_stop}, {SIGHUP, on_hup},
	    {SIGUSR2, on_step}};

	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < 4; i++) {
		d->signals[i] =
		    evsignal_new(d->base, signals[i].sig, signals[i].on, d);
		event_add(d->signals[i], NULL);
	}
}

/* --- start and stop --- */

static int open_sockets(struct daemon *d, struct err *e)
{
	const struct config_sockets *s = &d->setup->config->sockets;
	struct server_spec status = reading(d);
	struct server_spec control = {.path = s->control,
	    .mode = 0600,
	    .fd = notify_socket("control"),
	    .method = "POST",
	    .max_body_bytes = CAP_IMPORT,
	    .answer = routes_control,
	    .now = policy_now,
	    .arg = d};

	int page = notify_socket("page");

	status.path = s->status;
	status.fd = notify_socket("status");
	d->status = server_new(d->base, &status, e);
	if (d->status)
		d->control = server_new(d->base, &control, e);
	d->page_given = page >= 0;
	if (!d->control || (!s->page && page < 0))
		return d->control ? 0 : -1;
	d->page = new_page(d, s->page ? s->page : "systemd", page, e);
	return d->page ? 0 : -1;
}

static void on_tell(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	tell_status(arg);
}

static void note_change(struct daemon *d, bool polls)
{
	int64_t now = clock_wall(&d->clock);

	d->changes[polls].count = store_changes(d->store, polls);
	if (now > d->changes[polls].at)
		d->changes[polls].at = now;
}

int64_t daemon_changed_at(struct daemon *d, bool polls)
{
	if (!d->changes[polls].at ||
	    d->changes[polls].count != store_changes(d->store, polls))
		note_change(d, polls);
	return d->changes[polls].at;
}

void daemon_touched(struct daemon *d)
{
	note_change(d, false);
	note_change(d, true);
}

static void on_stored(void *arg)
{
	static const struct timeval soon = {.tv_sec = TELL_S};
	struct daemon *d = arg;

	/* Some commits are told as one, and none is not told. */
	if (d->tell && !evtimer_pending(d->tell, NULL))
		evtimer_add(d->tell, &soon);

	daemon_changed_at(d, false);
	daemon_changed_at(d, true);
	eventstream_wake(d->events);
	if (d->hooks)
		hooks_wake(d->hooks);
}

/* SQLite has come upon damage: nothing more is written. */
static void on_damage(void *arg)
{
	struct daemon *d = arg;

	d->damaged = true;
	event_base_loopbreak(d->base);
}

static int start(struct daemon *d, struct err *e)
{
	struct config *c = d->setup->config;
	struct pipeline_setup pipeline = {.base = d->base,
	    .clock = &d->clock,
	    .rng = &d->rng,
	    .parsers = d->parsers,
	    .sure = sure_time,
	    .committed = on_committed,
	    .arg = d};
	struct pages_setup pages = {
	    .base = d->base, .clock = &d->clock, .parsers = d->parsers};
	struct poll_setup poll = {.base = d->base,
	    .clock = &d->clock,
	    .rng = &d->rng,
	    .answered = pipeline_answered,
	    .clear = pipeline_clear,
	    .refused = pipeline_refused,
	    .may_ask = pipeline_may_ask};
	struct rejudging_setup rejudging = {.base = d->base,
	    .clock = &d->clock,
	    .applied = on_rejudged,
	    .arg = d};
	int rc;

	if (store_lock(c->database, &d->lock, e))
		return -1;
	rc = store_open(&d->store, c->database, e);
	d->damaged = rc == STORE_DAMAGED;
	if (rc)
		return rc;
	store_on_damage(d->store, on_damage, d);
	d->events = eventstream_new(d->base, d->store);
	store_on_commit(d->store, on_stored, d);
	/* The sockets first: they tell whether another one runs here. */
	if (open_sockets(d, e))
		return -1;
	start_children(d);
	pipeline.store = poll.store = d->store;
	pipeline.parser_count = d->parser_count;
	d->pipeline = pipeline_new(&pipeline, d->setup->lexicon, c->keep_s);
	poll.arg = d->pipeline;
	poll.net = d->net;
	d->poll = poll_new(&poll);
	pipeline_set_poll(d->pipeline, d->poll);
	pages.store = d->store;
	pages.poll = d->poll;
	pages.pipeline = d->pipeline;
	pages.parser_count = d->parser_count;
	d->pages = pages_new(&pages);
	pipeline_set_pages(d->pipeline, d->pages);
	limit_pages(d);
	d->outbox = outbox_new(d->base, &d->clock, d->store, d->net);
	d->digests = digests_new(d->base, &d->clock, d->store, d->outbox);
	rejudging.store = d->store;
	rejudging.judging = pipeline_judging(d->pipeline);
	d->rejudging = rejudging_new(&rejudging);
	digests_configure(d->digests, c);
	if (feedlist_join(d->store, c, e) || pagetake_start(d->store, e) ||
	    poll_configure(d->poll, c, e))
		return -1;
	d->hooks = hooks_new(d);
	hooks_configure(d->hooks, c);
	d->steady = steady_new(d);
	d->autobackup = autobackup_new(d);
	pages_run(d->pages); /* what was asked for before the last end */
	return 0;
}

int daemon_close(struct daemon *d)
{
	int status = EXIT_SUCCESS;

	for (size_t i = 0; i < 4; i++)
		if (d->signals[i])
			event_free(d->signals[i]);
	if (d->tell)
		event_free(d->tell);
	if (d->adding) {
		feedadd_stop(d);
		event_base_loop(d->base, EVLOOP_NONBLOCK); /* they hear it */
	}
	if (d->backup) {
		backup_stop(d);
		event_base_loop(d->base, EVLOOP_NONBLOCK); /* it hears it */
	}
	if (d->store) {
		store_on_commit(d->store, NULL, NULL);
		store_on_damage(d->store, NULL, NULL);
	}
	eventstream_free(d->events);
	server_free(d->page);
	server_free(d->status);
	server_free(d->control);
	/* The children take their unanswered requests with them. */
	child_free(d->net);
	for (size_t i = 0; i < d->parser_count; i++)
		child_free(d->parsers[i]);
	rejudging_free(d->rejudging);
	steady_free(d->steady);
	autobackup_free(d->autobackup);
	digests_free(d->digests);
	outbox_free(d->outbox);
	hooks_free(d->hooks);
	pipeline_free(d->pipeline);
	poll_free(d->poll);
	pages_free(d->pages);
	notify_free(d->notify);
	if (d->store)
		store_close(d->store);
	if (d->damaged)
		status = dbfile_damaged(
		    d->setup->config->database, clock_wall(&d->clock));
	if (d->lock >= 0)
		close(d->lock);
	setup_free(d->setup);
	free(d->config_error);
	if (d->base)
		event_base_free(d->base);
	return status;
}

static int load(struct daemon *d)
{
	struct buf errors;

	buf_init(&errors, 256 << 10);
	d->setup = setup_load(d->options.config_file, &errors);
	if (!d->setup)
		fputs(buf_text(&errors), stderr);
	buf_free(&errors);
	return d->setup ? 0 : -1;
}

int daemon_open(struct daemon *d, const struct daemon_options *options)
{
	struct err e;
	int status, rc = -1;

	*d = (struct daemon){.options = *options, .lock = -1};
	if (load(d))
		return EXIT_FAILURE;
	log_open("core", d->setup->config->log,
	    !options->foreground && !isatty(STDERR_FILENO));
	if (clock_init(&d->clock, options->clock_file, &e)) {
		log_error("%s", e.text);
		goto failed;
	}
	if (getrandom(&d->rng.state, sizeof(d->rng.state), 0) < 0)
		d->rng.state = (uint64_t)clock_mono_ms();
	d->started_at = clock_wall(&d->clock);
	d->base = loop_new(0);
	event_base_priority_init(d->base, 3);
	watch_signals(d);
	rc = start(d, &e);
	if (!rc)
		return 0;
	log_error("cannot start: %s", e.text);
failed:
	status = daemon_close(d);
	if (!status)
		status = rc == STORE_UNFIT ? EXIT_DATABASE : EXIT_FAILURE;
	return status;
}

int daemon_run(const struct daemon_options *options)
{
	struct daemon d;
	struct err e;
	int status;

	/* Before any secret is read. */
	if (options->sandbox && sandbox_core(&e))
		log_warn("core is not kept from core dumps: %s", e.text);
	status = daemon_open(&d, options);
	if (status)
		return status;
	d.notify = notify_new(d.base);
	notify_journal();
	d.tell = evtimer_new(d.base, on_tell, &d);
	tell_status(&d);
	notify_ready();
	log_info("hearsayd %s: %zu feeds", PACKAGE_VERSION,
	    d.setup->config->feed_count);
	if (!d.damaged)
		event_base_dispatch(d.base);
	notify_stopping();
	return daemon_close(&d);
}
