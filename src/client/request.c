/*
 * A request is written, the whole reply is read until the daemon closes, then
 * it is taken apart: simple, and bounded by CAP_REPLY.
 */
#include "client/request.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/caps.h"
#include "base/clock.h"
#include "client/progress.h"

/* The daemon answers in milliseconds; a reload reads every file first. */
#define TIMEOUT_S 30
#define WAIT_MS	  100 /* between two looks at the progress */

static unsigned timeout_s = TIMEOUT_S;

void request_set_timeout(unsigned seconds)
{
	timeout_s = seconds;
}

static int connect_to(const char *path, struct err *err)
{
	const struct timeval timeout = {.tv_sec = timeout_s};
	struct sockaddr_un addr = {.sun_family = AF_UNIX};
	int fd;

	if (strlen(path) >= sizeof(addr.sun_path)) {
		errno = ENAMETOOLONG;
		return err_set(err,
		    "%s: the path of a socket has at most %zu bytes", path,
		    sizeof(addr.sun_path) - 1);
	}
	memcpy(addr.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return err_set(err, "socket: %s", strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
	if (connect(fd, (const struct sockaddr *)&addr, sizeof(addr))) {
		int saved = errno;

		close(fd);
		err_set(err, "%s: %s", path, strerror(saved));
		errno = saved;
		return -1;
	}
	return fd;
}

static int send_all(int fd, const struct buf *b)
{
	size_t sent = 0;

	while (sent < b->len) {
		ssize_t n =
		    send(fd, b->data + sent, b->len - sent, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		sent += (size_t)n;
	}
	return 0;
}

/* recv(); who waits at a terminal sees for how long. */
static ssize_t receive(int fd, char *to, size_t n)
{
	int64_t until = clock_mono_ms() + (int64_t)timeout_s * 1000;

	for (;;) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		int rc = poll(&p, 1, WAIT_MS);

		if (rc > 0 || (rc < 0 && errno != EINTR))
			return recv(fd, to, n, 0);
		progress_wait();
		if (clock_mono_ms() < until)
			continue;
		errno = EAGAIN;
		return -1;
	}
}

static int receive_all(int fd, struct buf *b)
{
	char part[16384];

	for (;;) {
		ssize_t n = receive(fd, part, sizeof(part));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			return 0;
		if (buf_add(b, part, (size_t)n)) {
			errno = EFBIG;
			return -1;
		}
	}
}

/* The end of the line at p, or NULL; *next is where the one after begins. */
static const char *line_end(const char *p, const char *end, const char **next)
{
	const char *nl = memchr(p, '\n', (size_t)(end - p));

	if (!nl)
		return NULL;
	*next = nl + 1;
	return nl > p && nl[-1] == '\r' ? nl - 1 : nl;
}

/* A number in base 10 or 16 that ends at `end` or before one of ";\r ". */
static int64_t wire_number(const char *p, const char *end, int base)
{
	int64_t n = 0;
	bool any = false;

	for (; p < end && !strchr("; \r", *p); p++) {
		const char *digits = "0123456789abcdef";
		const char *at = memchr(digits,
		    *p >= 'A' && *p <= 'F' ? *p + 32 : *p, (size_t)base);

		if (!at || n > INT64_MAX / 32)
			return -1;
		n = n * base + (at - digits);
		any = true;
	}
	return any ? n : -1;
}

struct head {
	int64_t length; /* -1: none given */
	bool chunked;
};

/* "</v1/rumors?behind=1697526000-41&limit=2>; rel="next"" */
static void link_read(struct reply *r, const char *value, const char *end)
{
	static const char name[] = "behind=";
	const char *at =
	    memmem(value, (size_t)(end - value), name, sizeof(name) - 1);
	size_t n = 0;

	if (!at)
		return;
	at += sizeof(name) - 1;
	while (at + n < end && n + 1 < sizeof(r->behind) &&
	       ((at[n] >= '0' && at[n] <= '9') || at[n] == '-'))
		n++;
	memcpy(r->behind, at, n);
	r->behind[n] = '\0';
}

static void header_read(
    struct reply *r, struct head *h, const char *p, const char *end)
{
	const char *colon = memchr(p, ':', (size_t)(end - p));
	const char *value;
	size_t name_len;

	if (!colon)
		return;
	name_len = (size_t)(colon - p);
	value = colon + 1;
	while (value < end && (*value == ' ' || *value == '\t'))
		value++;
	if (name_len == 14 && !strncasecmp(p, "Content-Length", 14))
		h->length = wire_number(value, end, 10);
	else if (name_len == 13 && !strncasecmp(p, "Hearsay-Count", 13))
		r->count = (long)wire_number(value, end, 10);
	else if (name_len == 4 && !strncasecmp(p, "Link", 4))
		link_read(r, value, end);
	else if (name_len == 17 && !strncasecmp(p, "Transfer-Encoding", 17))
		h->chunked =
		    end - value == 7 && !strncasecmp(value, "chunked", 7);
}

static int chunks_read(
    struct reply *r, const char *p, const char *end, struct err *err)
{
	for (;;) {
		const char *next, *eol = line_end(p, end, &next);
		int64_t n = eol ? wire_number(p, eol, 16) : -1;

		if (n < 0 || n > end - next)
			return err_set(err, "the reply is cut short");
		if (n == 0)
			return 0;
		buf_add(&r->body, next, (size_t)n);
		p = next + n;
		if (!line_end(p, end, &p))
			return err_set(err, "the reply is cut short");
	}
}

/* Status and headers; *next: behind them. */
static int head_read(struct reply *r, struct head *h, const char *raw,
    const char *end, const char **next, struct err *err)
{
	const char *eol = line_end(raw, end, next);

	*h = (struct head){.length = -1};
	if (!eol || eol - raw < 12 || strncmp(raw, "HTTP/1.", 7) != 0)
		return err_set(err, "what answers there does not speak HTTP");
	r->status = (int)wire_number(raw + 9, raw + 12, 10);
	if (r->status < 100)
		return err_set(err, "what answers there does not speak HTTP");
	for (;;) {
		const char *p = *next;

		eol = line_end(p, end, next);
		if (!eol)
			return err_set(err, "the reply is cut short");
		if (eol == p)
			return 0;
		header_read(r, h, p, eol);
	}
}

int reply_read(struct reply *r, const char *raw, size_t n, struct err *err)
{
	const char *end = raw + n, *next;
	struct head h;

	if (head_read(r, &h, raw, end, &next, err))
		return -1;
	if (h.chunked)
		return chunks_read(r, next, end, err);
	if (h.length < 0)
		h.length = end - next;
	if (h.length > end - next)
		return err_set(err, "the reply is cut short");
	buf_add(&r->body, next, (size_t)h.length);
	return 0;
}

static enum request_result connect_result(int error)
{
	if (error == EACCES || error == EPERM)
		return REQUEST_FORBIDDEN;
	return REQUEST_UNREACHABLE;
}

static enum request_result exchange(const char *socket_path,
    const struct buf *question, struct reply *r, struct err *err)
{
	struct buf raw;
	struct err why;
	bool failed;
	int fd;

	r->status = 0;
	r->count = -1;
	r->behind[0] = '\0';
	buf_init(&r->body, CAP_REPLY);
	fd = connect_to(socket_path, err);
	if (fd < 0)
		return connect_result(errno);
	buf_init(&raw, CAP_REPLY + CAP_HEADERS);
	/* A request may be answered, and refused, before it is all sent. */
	(void)send_all(fd, question);
	failed = receive_all(fd, &raw) && !raw.len;
	if (failed)
		err_set(err, "%s: %s", socket_path,
		    errno == EAGAIN ? "no answer in time" : strerror(errno));
	else if (reply_read(r, buf_text(&raw), raw.len, &why)) {
		err_set(err, "%s: %s", socket_path, why.text);
		failed = true;
	}
	buf_free(&raw);
	close(fd);
	return failed ? REQUEST_BROKEN : REQUEST_OK;
}

enum request_result request_send(const char *socket_path, const char *method,
    const char *target, const char *accept, struct reply *r, struct err *err)
{
	enum request_result result;
	struct buf question;

	buf_init(&question, CAP_HEADERS);
	buf_printf(&question,
	    "%s %s HTTP/1.1\r\nHost: hearsay\r\nAccept: %s\r\n"
	    "Connection: close\r\n%s\r\n",
	    method, target, accept,
	    strcmp(method, "POST") ? "" : "Content-Length: 0\r\n");
	result = exchange(socket_path, &question, r, err);
	buf_free(&question);
	return result;
}

enum request_result request_post(const char *socket_path, const char *target,
    const char *accept, const struct buf *body, struct reply *r,
    struct err *err)
{
	enum request_result result;
	struct buf question;

	buf_init(&question, CAP_HEADERS + CAP_IMPORT);
	buf_printf(&question,
	    "POST %s HTTP/1.1\r\nHost: hearsay\r\nAccept: %s\r\n"
	    "Connection: close\r\nContent-Type: application/json\r\n"
	    "Content-Length: %zu\r\n\r\n",
	    target, accept, body->len);
	buf_add(&question, body->data, body->len);
	result = exchange(socket_path, &question, r, err);
	buf_free(&question);
	return result;
}

/* Reads until the head is there whole; 0, or -1. */
static int receive_head(int fd, struct buf *b)
{
	char part[4096];

	while (!memmem(b->data, b->len, "\r\n\r\n", 4)) {
		ssize_t n = receive(fd, part, sizeof(part));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0 || buf_add(b, part, (size_t)n))
			return -1;
	}
	return 0;
}

static int write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -1;
		p += done;
		n -= (size_t)done;
	}
	return 0;
}

/* What is left of `length` bytes, from socket to file. */
static int pass_on(
    int from, int to, int64_t length, int64_t *bytes, struct err *err)
{
	char part[65536];

	while (*bytes < length) {
		ssize_t n = receive(from, part, sizeof(part));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0 || n > length - *bytes)
			return err_set(err, "the answer is cut short");
		if (write_all(to, part, (size_t)n))
			return err_set(
			    err, "it cannot be written: %s", strerror(errno));
		*bytes += n;
		progress_set(
		    (size_t)(*bytes >> 20), (size_t)(length >> 20), "MB");
	}
	return 0;
}

static int download(int from, int to, struct buf *raw, struct reply *r,
    int64_t *bytes, struct err *err)
{
	struct head h;
	const char *next, *end;
	size_t here;

	if (receive_head(from, raw))
		return err_set(err, "no answer in time, or none of HTTP");
	end = buf_text(raw) + raw->len;
	if (head_read(r, &h, buf_text(raw), end, &next, err))
		return -1;
	if (r->status != 200) {
		(void)receive_all(from, raw);
		return reply_read(r, buf_text(raw), raw->len, err);
	}
	here = (size_t)(end - next);
	if (h.length < 0 || (int64_t)here > h.length)
		return err_set(err, "the answer does not say how long it is");
	if (write_all(to, next, here))
		return err_set(
		    err, "it cannot be written: %s", strerror(errno));
	*bytes = (int64_t)here;
	return pass_on(from, to, h.length, bytes, err);
}

enum request_result request_download(const char *socket_path,
    const char *target, int fd, struct reply *r, int64_t *bytes,
    struct err *err)
{
	struct buf b;
	struct err why;
	int from = connect_to(socket_path, err), rc;

	*r = (struct reply){.count = -1};
	buf_init(&r->body, CAP_HEADERS);
	*bytes = 0;
	if (from < 0)
		return connect_result(errno);
	buf_init(&b, CAP_HEADERS);
	buf_printf(&b,
	    "POST %s HTTP/1.1\r\nHost: hearsay\r\nAccept: text/plain\r\n"
	    "Connection: close\r\nContent-Length: 0\r\n\r\n",
	    target);
	(void)send_all(from, &b); /* reading will tell */
	buf_clear(&b);
	rc = download(from, fd, &b, r, bytes, &why);
	if (rc)
		err_set(err, "%s: %s", socket_path, why.text);
	buf_free(&b);
	close(from);
	return rc ? REQUEST_BROKEN : REQUEST_OK;
}

enum request_result request_stream(
    const char *socket_path, int64_t after, int *fd, struct err *err)
{
	struct buf head;

	*fd = connect_to(socket_path, err);
	if (*fd < 0)
		return connect_result(errno);
	buf_init(&head, CAP_REQUEST_HEAD);
	buf_puts(&head, "GET /v1/events HTTP/1.0\r\nHost: hearsay\r\n"
			"Accept: text/event-stream\r\n");
	if (after >= 0)
		buf_printf(&head, "Last-Event-ID: %lld\r\n", (long long)after);
	buf_puts(&head, "\r\n");
	(void)send_all(*fd, &head); /* reading will tell */
	buf_free(&head);
	return REQUEST_OK;
}
