/*
 * The net role: frames from core in, HTTP and SMTP out. It has the network
 * and no state: what core wants to be remembered, core remembers.
 */
#include "ipc/role.h"

#include <malloc.h>
#include <signal.h>
#include <string.h>
#include <sys/queue.h>

#include <curl/curl.h>
#include <event2/event.h>

#include "base/caps.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/mem.h"
#include "ipc/channel.h"
#include "ipc/message.h"
#include "ipc/sandbox.h"
#include "net/hook.h"
#include "net/http.h"
#include "net/multi.h"
#include "net/smtp.h"
#include "net/watch.h"

#define SYSTEM_CA_FILE "/etc/ssl/certs/ca-certificates.crt"

LIST_HEAD(asked_list, asked);

struct net {
	struct event_base *base;
	struct channel *channel;
	/*
	 * Servers that the operator named are exempt from the address guard:
	 * their connections are apart, so that no feed's request, or what it
	 * redirects to, goes out on one that the guard has not seen.
	 */
	struct multi *multi, *own;
	struct http *http;
	struct smtp *smtp;
	struct poster *poster;
	struct watch *watch;
	struct arena arena;		    /* of the first settings' paths */
	const char *ca_file, *smtp_ca_file; /* as the sandbox has them */
	struct asked_list asked;	    /* and not answered yet */
	bool sandbox, ready;
	bool outdated; /* the sandbox names files that are no more */
	int status;    /* what the role ends with */
};

/* A request of core that is under way. */
struct asked {
	LIST_ENTRY(asked) link;
	struct net *net;
	uint32_t id;
};

static struct asked *asked_new(struct net *n, uint32_t id)
{
	struct asked *a = mem_alloc(sizeof(*a));

	a->net = n;
	a->id = id;
	LIST_INSERT_HEAD(&n->asked, a, link);
	return a;
}

static void stop(struct net *n, int status)
{
	n->status = status;
	event_base_loopbreak(n->base);
}

/* Core starts another at once, whose sandbox names the files of today. */
static void end_if_outdated(struct net *n)
{
	if (n->outdated && LIST_EMPTY(&n->asked) &&
	    channel_unsent(n->channel) == 0)
		stop(n, 0);
}

static void send_reply(struct asked *a, uint16_t type, struct buf *payload)
{
	struct net *n = a->net;

	if (!buf_ok(payload) ||
	    channel_send(n->channel, type, a->id, payload->data, payload->len))
		log_error("an answer of type %u does not fit a frame", type);
	buf_free(payload);
	LIST_REMOVE(a, link);
	free(a);
	http_hold(n->http, channel_unsent(n->channel) > CAP_IN_FLIGHT);
}

static void on_fetched(void *arg, const struct fetch_reply *r)
{
	struct buf b;

	buf_init(&b, CAP_FRAME);
	fetch_reply_write(&b, r);
	send_reply(arg, MSG_FETCHED, &b);
}

static void on_mailed(void *arg, const struct mail_reply *r)
{
	struct buf b;

	buf_init(&b, CAP_FRAME);
	mail_reply_write(&b, r);
	send_reply(arg, MSG_MAILED, &b);
}

static void on_hooked(void *arg, const struct hook_reply *r)
{
	struct buf b;

	buf_init(&b, CAP_FRAME);
	hook_reply_write(&b, r);
	send_reply(arg, MSG_HOOKED, &b);
}

static int do_fetch(struct net *n, const struct frame *f, struct arena *a)
{
	struct fetch_request r;

	if (fetch_request_read(f, a, &r))
		return -1;
	http_fetch(n->http, &r, on_fetched, asked_new(n, f->id));
	return 0;
}

static int do_mail(struct net *n, const struct frame *f, struct arena *a)
{
	struct mail_request r;

	if (mail_request_read(f, a, &r))
		return -1;
	smtp_send(n->smtp, &r, on_mailed, asked_new(n, f->id));
	return 0;
}

static int do_hook(struct net *n, const struct frame *f, struct arena *a)
{
	struct hook_request r;

	if (hook_request_read(f, a, &r))
		return -1;
	poster_send(n->poster, &r, on_hooked, asked_new(n, f->id));
	return 0;
}

/* --- settings, and the sandbox that they decide --- */

static void on_replaced(void *arg, const char *path)
{
	struct net *n = arg;

	log_info("%s was replaced: starting again to read it", path);
	n->outdated = true;
	end_if_outdated(n);
}

static int confine(struct net *n)
{
	const char *const paths[] = {
	    n->ca_file,
	    n->smtp_ca_file ? n->smtp_ca_file : n->ca_file,
	    "/etc/resolv.conf",
	    "/etc/hosts",
	    "/etc/nsswitch.conf",
	    "/etc/host.conf",
	    "/etc/gai.conf",
	    "/etc/services",
	    "/etc/protocols",
	    "/etc/ssl/openssl.cnf",
	    "/run/systemd/resolve",
	    "/run/NetworkManager",
	    "/run/resolvconf",
	    NULL,
	};
	struct err err;

	n->watch = watch_new(n->base, paths, on_replaced, n);
	if (sandbox_net(paths, &err) == 0)
		return 0;
	log_error("cannot be confined: %s", err.text);
	return -1;
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static int do_settings(struct net *n, const struct frame *f, struct arena *a)
{
	struct net_settings s;

	if (net_settings_read(f, a, &s))
		return -1;
	if (!s.ca_file)
		s.ca_file = SYSTEM_CA_FILE;
	if (!n->ready) {
		n->ca_file = arena_strdup(&n->arena, s.ca_file);
		n->smtp_ca_file = arena_strdup(&n->arena, s.smtp_ca_file);
		if (n->sandbox && confine(n))
			return -1;
	}
	if (n->sandbox && (!same(s.ca_file, n->ca_file) ||
			      !same(s.smtp_ca_file, n->smtp_ca_file)))
		n->outdated = true;
	n->ready = true;
	http_set(n->http, &s);
	smtp_set(n->smtp, &s);
	poster_set(n->poster, &s);
	end_if_outdated(n);
	return 0;
}

/* --- frames --- */

static const struct {
	enum message_type type;
	int (*act)(struct net *, const struct frame *, struct arena *);
} handlers[] = {
    {MSG_NET_SETTINGS, do_settings},
    {MSG_FETCH, do_fetch},
    {MSG_MAIL, do_mail},
    {MSG_HOOK, do_hook},
};

static int serve(struct net *n, const struct frame *f, struct arena *a)
{
	if (!n->ready && f->type != MSG_NET_SETTINGS)
		return -1;
	for (size_t i = 0; i < sizeof(handlers) / sizeof(handlers[0]); i++)
		if (handlers[i].type == f->type)
			return handlers[i].act(n, f, a);
	return -1;
}

static void on_frame(void *arg, const struct frame *f)
{
	struct net *n = arg;
	struct arena a;

	arena_init(&a);
	if (serve(n, f, &a)) {
		log_error("a frame of type %u that cannot be served", f->type);
		stop(n, 1);
	}
	arena_free(&a);
}

static void on_end(void *arg, const char *why)
{
	if (why)
		log_error("core %s", why);
	stop(arg, why ? 1 : 0);
}

static void on_drained(void *arg)
{
	struct net *n = arg;

	http_hold(n->http, false);
	end_if_outdated(n);
}

static void forget_asked(struct net *n)
{
	struct asked *a;

	for (a = LIST_FIRST(&n->asked); a; a = LIST_FIRST(&n->asked)) {
		LIST_REMOVE(a, link);
		free(a);
	}
}

/*
 * One thread has the loop. libcurl asks to watch a socket, and not to, for
 * each transfer on it: what cancels out within a turn never becomes a call.
 */
#define LOOP_FLAGS \
	(EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST)

int net_role_main(int fd, bool sandbox)
{
	static const struct channel_ops ops = {on_frame, on_end, on_drained};
	struct net n = {.sandbox = sandbox};

	signal(SIGPIPE, SIG_IGN);
	/* Each look-up is a thread, and a heap of its own would stay. */
	mallopt(M_ARENA_MAX, 2);
	multi_prepare();
	n.base = loop_new(LOOP_FLAGS);
	arena_init(&n.arena);
	n.multi = multi_new(n.base);
	n.http = http_new(n.base, n.multi);
	n.own = multi_new(n.base);
	n.smtp = smtp_new(n.base, n.own);
	n.poster = poster_new(n.base, n.own);
	n.channel = channel_new(n.base, fd, &ops, &n);
	event_base_dispatch(n.base);
	channel_free(n.channel);
	poster_free(n.poster);
	smtp_free(n.smtp);
	http_free(n.http);
	forget_asked(&n);
	multi_free(n.multi);
	multi_free(n.own);
	watch_free(n.watch);
	arena_free(&n.arena);
	event_base_free(n.base);
	curl_global_cleanup();
	return n.status;
}
