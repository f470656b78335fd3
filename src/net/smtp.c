/* One submission runs, the others wait; each ends once, in finish(). */
#include "net/smtp.h"

#include <string.h>
#include <strings.h>
#include <sys/queue.h>

#include <curl/curl.h>
#include <event2/event.h>

#include "base/mem.h"
#include "net/easy.h"
#include "net/multi.h"

/* A server may look long at a message before it takes it (RFC 5321, 4.5.3.2).
 */
#define TOTAL_MS      300000
#define LINE_BYTES    512
#define ADDRESS_BYTES 320

struct submission {
	TAILQ_ENTRY(submission) link;
	struct smtp *smtp;
	char from[ADDRESS_BYTES], to[ADDRESS_BYTES];
	char *message;
	size_t len, sent;
	smtp_done *done;
	void *arg;

	void *easy;
	struct multi_job job;
	struct curl_slist *recipients;
	bool at_rcpt;		  /* the last command was RCPT */
	char refusal[LINE_BYTES]; /* of that command; "" where it was taken */
	char error[CURL_ERROR_SIZE];
};
TAILQ_HEAD(submission_list, submission);

struct smtp {
	struct multi *multi;
	struct event *later; /* begins the next */
	struct arena settings_arena;
	struct net_settings settings;
	struct submission_list waiting;
	struct submission *running;
};

static size_t on_read(char *to, size_t size, size_t count, void *arg)
{
	struct submission *m = arg;
	size_t room = size * count, left = m->len - m->sent;
	size_t n = left < room ? left : room;

	memcpy(to, m->message + m->sent, n);
	m->sent += n;
	return n;
}

/* After a refusal libcurl says QUIT: the refusal stays. */
static void on_command(struct submission *m, const char *line, size_t n)
{
	if (n >= 4 && !strncasecmp(line, "QUIT", 4))
		return;
	m->at_rcpt = n >= 4 && !strncasecmp(line, "RCPT", 4);
	m->refusal[0] = '\0';
}

static void on_answer(struct submission *m, const char *line, size_t n)
{
	while (n > 0 && (line[n - 1] == '\r' || line[n - 1] == '\n'))
		n--;
	if (n >= 3 && (line[0] == '4' || line[0] == '5'))
		snprintf(m->refusal, sizeof(m->refusal), "%.*s", (int)n, line);
}

/*
 * Which command a refusal answers is not in libcurl's result, but in what it
 * sends. Lines of ours are looked at and never kept: AUTH's hold the password.
 */
static int on_trace(
    CURL *easy, curl_infotype type, char *data, size_t n, void *arg)
{
	(void)easy;
	if (type == CURLINFO_HEADER_OUT)
		on_command(arg, data, n);
	if (type == CURLINFO_HEADER_IN)
		on_answer(arg, data, n);
	return 0;
}

/* "Name <a@b>" and "a@b" to "<a@b>"; -1 for what is no address. */
static int envelope_address(const char *s, char *out)
{
	const char *open = s ? strrchr(s, '<') : NULL;
	const char *close = open ? strchr(open, '>') : NULL;
	size_t n;

	if (!s || (open && !close))
		return -1;
	s = open ? open + 1 : s;
	n = close ? (size_t)(close - s) : strlen(s);
	if (n == 0 || n > ADDRESS_BYTES - 3 || !memchr(s, '@', n))
		return -1;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] <= ' ' || s[i] == 0x7f || s[i] == '<')
			return -1;
	snprintf(out, ADDRESS_BYTES, "<%.*s>", (int)n, s);
	return 0;
}

static void submission_free(struct submission *m)
{
	multi_put(m->smtp->multi, m->easy);
	curl_slist_free_all(m->recipients);
	free(m->message);
	free(m);
}

static void finish(struct submission *m, const struct mail_reply *r)
{
	m->smtp->running = NULL;
	m->done(m->arg, r);
	event_active(m->smtp->later, EV_TIMEOUT, 0);
	submission_free(m);
}

static void on_done(void *arg, int code)
{
	struct submission *m = arg;
	struct mail_reply r = {0};

	if (code == CURLE_OK) {
		r.status = 250;
	} else if (m->refusal[0]) {
		r.status = strtol(m->refusal, NULL, 10);
		r.permanent = m->at_rcpt && r.status >= 500;
		r.error = m->refusal;
	} else {
		r.error =
		    m->error[0] ? m->error : curl_easy_strerror((CURLcode)code);
	}
	finish(m, &r);
}

static void set_options(struct submission *m)
{
	const struct net_settings *s = &m->smtp->settings;
	void *e = m->easy;
	bool tls = s->smtp_tls_required;

	easy_common(
	    e, s, s->smtp_ca_file ? s->smtp_ca_file : s->ca_file, TOTAL_MS);
	curl_easy_setopt(e, CURLOPT_PROXY, "");
	curl_easy_setopt(e, CURLOPT_URL, s->smtp_url);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(
	    e, CURLOPT_USE_SSL, (long)(tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
	/*
	 * Where plain text would do, a certificate that nobody can check is
	 * no reason to refuse.
	 */
	curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, (long)tls);
	curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, tls ? 2L : 0L);
	if (s->smtp_user) {
		curl_easy_setopt(e, CURLOPT_USERNAME, s->smtp_user);
		curl_easy_setopt(e, CURLOPT_PASSWORD,
		    s->smtp_password ? s->smtp_password : "");
	}
	curl_easy_setopt(e, CURLOPT_MAIL_FROM, m->from);
	m->recipients = curl_slist_append(NULL, m->to);
	curl_easy_setopt(e, CURLOPT_MAIL_RCPT, m->recipients);
	curl_easy_setopt(e, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(e, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(e, CURLOPT_READDATA, m);
	curl_easy_setopt(e, CURLOPT_INFILESIZE_LARGE, (curl_off_t)m->len);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, m->error);
	curl_easy_setopt(e, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(e, CURLOPT_DEBUGFUNCTION, on_trace);
	curl_easy_setopt(e, CURLOPT_DEBUGDATA, m);
}

static const char *cannot_send(const struct submission *m)
{
	const char *url = m->smtp->settings.smtp_url;

	if (!url || !*url)
		return "no SMTP server is configured";
	if (!m->from[0])
		return "the sender is no mail address";
	if (!m->to[0])
		return "the recipient is no mail address";
	return NULL;
}

static void on_later(evutil_socket_t fd, short what, void *arg)
{
	struct smtp *s = arg;
	struct submission *m = TAILQ_FIRST(&s->waiting);
	struct mail_reply r = {0};

	(void)fd;
	(void)what;
	if (s->running || !m)
		return;
	TAILQ_REMOVE(&s->waiting, m, link);
	s->running = m;
	r.error = cannot_send(m);
	if (r.error) {
		finish(m, &r);
		return;
	}
	m->easy = multi_get(s->multi);
	set_options(m);
	if (multi_start(s->multi, m->easy, &m->job)) {
		r.error = "the transfer could not be started";
		finish(m, &r);
	}
}

struct smtp *smtp_new(struct event_base *base, struct multi *multi)
{
	struct smtp *s = mem_alloc(sizeof(*s));

	s->multi = multi;
	s->later = evtimer_new(base, on_later, s);
	TAILQ_INIT(&s->waiting);
	arena_init(&s->settings_arena);
	return s;
}

void smtp_free(struct smtp *s)
{
	struct submission *m;

	if (!s)
		return;
	if (s->running)
		submission_free(s->running);
	for (m = TAILQ_FIRST(&s->waiting); m; m = TAILQ_FIRST(&s->waiting)) {
		TAILQ_REMOVE(&s->waiting, m, link);
		submission_free(m);
	}
	event_free(s->later);
	arena_free(&s->settings_arena);
	free(s);
}

void smtp_set(struct smtp *s, const struct net_settings *from)
{
	struct arena *a = &s->settings_arena;

	arena_reset(a);
	s->settings = *from;
	s->settings.ca_file = arena_strdup(a, from->ca_file);
	s->settings.proxy = NULL;
	s->settings.smtp_url = arena_strdup(a, from->smtp_url);
	s->settings.smtp_user = arena_strdup(a, from->smtp_user);
	s->settings.smtp_password = arena_strdup(a, from->smtp_password);
	s->settings.smtp_ca_file = arena_strdup(a, from->smtp_ca_file);
}

void smtp_send(
    struct smtp *s, const struct mail_request *r, smtp_done *done, void *arg)
{
	struct submission *m = mem_alloc(sizeof(*m));

	m->smtp = s;
	m->done = done;
	m->arg = arg;
	m->job = (struct multi_job){on_done, m};
	if (envelope_address(r->from, m->from))
		m->from[0] = '\0';
	if (envelope_address(r->to, m->to))
		m->to[0] = '\0';
	m->len = r->message_len;
	m->message = mem_alloc(m->len ? m->len : 1);
	if (m->len)
		memcpy(m->message, r->message, m->len);
	TAILQ_INSERT_TAIL(&s->waiting, m, link);
	event_active(s->later, EV_TIMEOUT, 0);
}
