/* Sockets and the one timer of libcurl as events of the loop. */
#include "net/multi.h"

#include <malloc.h>
#include <stdbool.h>

#include <curl/curl.h>
#include <event2/event.h>
#include <stdlib.h>

#include "base/mem.h"

/* Handles kept for the next transfers. */
#define SPARE_MOST 32
/* Connections that are kept alive for the next request of their host. */
#define IDLE_MOST 256
#define IDLE_S	  15 /* then they are closed */

struct multi {
	struct event_base *base;
	CURLM *curl;
	struct event *timer, *idle;
	unsigned most;	/* running at once */
	size_t running; /* transfers that were started and have not left */
	void (*tell_idle)(void *arg);
	void *idle_arg;
	CURL *spare[SPARE_MOST];
	size_t spare_count;
};

struct sock {
	struct multi *multi;
	struct event *event;
	int what; /* CURL_POLL_IN, _OUT, _INOUT */
};

/* The job of a handle that runs, which then does not any more; or NULL. */
static struct multi_job *leave(struct multi *m, CURL *easy)
{
	static const struct timeval idle = {.tv_sec = IDLE_S};
	struct multi_job *job = NULL;

	curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&job);
	if (!job)
		return NULL;
	curl_easy_setopt(easy, CURLOPT_PRIVATE, NULL);
	curl_multi_remove_handle(m->curl, easy);
	if (--m->running == 0)
		evtimer_add(m->idle, &idle);
	return job;
}

static void report_ends(struct multi *m)
{
	struct multi_job *job;
	CURLMsg *msg;
	int left;

	for (msg = curl_multi_info_read(m->curl, &left); msg;
	     msg = curl_multi_info_read(m->curl, &left)) {
		CURL *easy = msg->easy_handle;
		CURLcode code = msg->data.result;

		if (msg->msg != CURLMSG_DONE)
			continue;
		job = leave(m, easy);
		job->done(job->arg, (int)code);
	}
}

static void act(struct multi *m, curl_socket_t s, int what)
{
	int running;

	curl_multi_socket_action(m->curl, s, what, &running);
	report_ends(m);
}

static void on_ready(evutil_socket_t fd, short what, void *arg)
{
	struct sock *k = arg;

	act(k->multi, fd,
	    (what & EV_READ ? CURL_CSELECT_IN : 0) |
		(what & EV_WRITE ? CURL_CSELECT_OUT : 0));
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	act(arg, CURL_SOCKET_TIMEOUT, 0);
}

static int set_timer(CURLM *curl, long ms, void *arg)
{
	struct timeval tv = {ms / 1000, (ms % 1000) * 1000};
	struct multi *m = arg;

	(void)curl;
	if (ms < 0)
		event_del(m->timer);
	else
		event_add(m->timer, &tv); /* 0: in the next turn, not here */
	return 0;
}

static void sock_free(struct sock *k)
{
	event_free(k->event);
	free(k);
}

static int set_socket(
    CURL *easy, curl_socket_t s, int what, void *arg, void *socket_arg)
{
	struct multi *m = arg;
	struct sock *k = socket_arg;
	short events = EV_PERSIST;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (k)
			sock_free(k);
		curl_multi_assign(m->curl, s, NULL);
		return 0;
	}
	if (k && k->what == what)
		return 0;
	if (what != CURL_POLL_OUT)
		events |= EV_READ;
	if (what != CURL_POLL_IN)
		events |= EV_WRITE;
	if (!k) {
		k = mem_alloc(sizeof(*k));
		k->multi = m;
		k->event = event_new(m->base, s, events, on_ready, k);
		curl_multi_assign(m->curl, s, k);
	} else {
		event_del(k->event);
		event_assign(k->event, m->base, s, events, on_ready, k);
	}
	k->what = what;
	event_add(k->event, NULL);
	return 0;
}

/*
 * libcurl counts idle connections too: were there no room for them beside the
 * running ones, each transfer would end another host's connection.
 */
static void set_caps(struct multi *m)
{
	curl_multi_setopt(
	    m->curl, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)m->most + IDLE_MOST);
	curl_multi_setopt(m->curl, CURLMOPT_MAXCONNECTS, (long)IDLE_MOST);
}

static void drop_spares(struct multi *m)
{
	while (m->spare_count > 0)
		curl_easy_cleanup(m->spare[--m->spare_count]);
}

static void open_curl(struct multi *m)
{
	m->curl = curl_multi_init();
	curl_multi_setopt(m->curl, CURLMOPT_SOCKETFUNCTION, set_socket);
	curl_multi_setopt(m->curl, CURLMOPT_SOCKETDATA, m);
	curl_multi_setopt(m->curl, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(m->curl, CURLMOPT_TIMERDATA, m);
	curl_multi_setopt(m->curl, CURLMOPT_MAX_HOST_CONNECTIONS, 1L);
	curl_multi_setopt(m->curl, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
	set_caps(m);
}

static void close_curl(struct multi *m)
{
	curl_multi_cleanup(m->curl);
	event_del(m->timer);
}

/*
 * Nothing ran for a while: what is kept for the next transfers (connections,
 * which their servers will have closed by then, certificates, buffers) goes.
 */
static void on_idle(evutil_socket_t fd, short what, void *arg)
{
	struct multi *m = arg;

	(void)fd;
	(void)what;
	if (m->running > 0)
		return; /* the end of the last one arms this again */
	if (m->tell_idle)
		m->tell_idle(m->idle_arg);
	drop_spares(m);
	close_curl(m);
	open_curl(m);
	malloc_trim(0);
}

/* --- no memory --- */

static void *get(size_t n)
{
	return mem_grow(NULL, n, 1);
}

static void *get_more(void *p, size_t n)
{
	return mem_grow(p, n, 1);
}

void multi_prepare(void)
{
	curl_global_init_mem(
	    CURL_GLOBAL_DEFAULT, get, free, get_more, mem_strdup, mem_array);
}

struct multi *multi_new(struct event_base *base)
{
	struct multi *m = mem_alloc(sizeof(*m));

	m->base = base;
	m->most = IDLE_MOST;
	m->timer = evtimer_new(base, on_timer, m);
	m->idle = evtimer_new(base, on_idle, m);
	open_curl(m);
	return m;
}

void multi_set_connections(struct multi *m, unsigned most)
{
	m->most = most;
	set_caps(m);
}

void multi_on_idle(struct multi *m, void (*tell)(void *arg), void *arg)
{
	m->tell_idle = tell;
	m->idle_arg = arg;
}

void multi_free(struct multi *m)
{
	if (!m)
		return;
	drop_spares(m);
	close_curl(m);
	event_free(m->timer);
	event_free(m->idle);
	free(m);
}

void *multi_get(struct multi *m)
{
	return m->spare_count > 0 ? m->spare[--m->spare_count]
				  : curl_easy_init();
}

void multi_put(struct multi *m, void *easy)
{
	if (!easy)
		return;
	leave(m, easy);
	curl_easy_reset(easy);
	if (m->spare_count < SPARE_MOST)
		m->spare[m->spare_count++] = easy;
	else
		curl_easy_cleanup(easy);
}

void multi_stop(struct multi *m, void *easy)
{
	leave(m, easy);
}

int multi_start(struct multi *m, void *easy, struct multi_job *job)
{
	if (curl_multi_add_handle(m->curl, easy) != CURLM_OK)
		return -1;
	curl_easy_setopt(easy, CURLOPT_PRIVATE, job);
	m->running++;
	return 0;
}
