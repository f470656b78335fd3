/* Sockets and the one timer of libcurl as events of the loop. */
#include "net/multi.h"

#include <stdbool.h>

#include <curl/curl.h>
#include <event2/event.h>

#include "base/mem.h"

/* Handles kept for the next transfers. */
#define SPARE_MOST 32
/* Connections that are kept alive for the next request of their host. */
#define IDLE_MOST 256

struct multi {
	struct event_base *base;
	CURLM *curl;
	struct event *timer;
	CURL *spare[SPARE_MOST];
	size_t spare_count;
};

struct sock {
	struct multi *multi;
	struct event *event;
	int what; /* CURL_POLL_IN, _OUT, _INOUT */
};

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
		curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&job);
		curl_multi_remove_handle(m->curl, easy);
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

struct multi *multi_new(struct event_base *base)
{
	struct multi *m = mem_alloc(sizeof(*m));

	m->base = base;
	m->curl = curl_multi_init();
	m->timer = evtimer_new(base, on_timer, m);
	curl_multi_setopt(m->curl, CURLMOPT_SOCKETFUNCTION, set_socket);
	curl_multi_setopt(m->curl, CURLMOPT_SOCKETDATA, m);
	curl_multi_setopt(m->curl, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(m->curl, CURLMOPT_TIMERDATA, m);
	curl_multi_setopt(m->curl, CURLMOPT_MAX_HOST_CONNECTIONS, 1L);
	curl_multi_setopt(m->curl, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
	return m;
}

/*
 * libcurl counts idle connections too: were there no room for them beside the
 * running ones, each transfer would end another host's connection.
 */
void multi_set_connections(struct multi *m, unsigned most)
{
	curl_multi_setopt(
	    m->curl, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)most + IDLE_MOST);
	curl_multi_setopt(m->curl, CURLMOPT_MAXCONNECTS, (long)IDLE_MOST);
}

void multi_free(struct multi *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->spare_count; i++)
		curl_easy_cleanup(m->spare[i]);
	curl_multi_cleanup(m->curl);
	event_free(m->timer);
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
	curl_multi_remove_handle(m->curl, easy); /* no harm if it is not in */
	curl_easy_reset(easy);
	if (m->spare_count < SPARE_MOST)
		m->spare[m->spare_count++] = easy;
	else
		curl_easy_cleanup(easy);
}

void multi_stop(struct multi *m, void *easy)
{
	curl_multi_remove_handle(m->curl, easy);
}

int multi_start(struct multi *m, void *easy, struct multi_job *job)
{
	curl_easy_setopt(easy, CURLOPT_PRIVATE, job);
	return curl_multi_add_handle(m->curl, easy) == CURLM_OK ? 0 : -1;
}
