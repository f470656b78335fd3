/*
 * net: the role whole, between a core that asks and servers that answer. A
 * process plays core, so that nothing of it fails.
 */
#include "torture.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <xxhash.h>

#include "../role/loopback.h"
#include "base/caps.h"
#include "faults.h"
#include "ipc/message.h"
#include "ipc/role.h"

/* --- servers --- */

static struct loopback web, smtp;

/* `openssl s_server`, and what it serves; pid 0: there is none. */
static struct {
	pid_t pid;
	char port[8];
	char dir[64];
	char ca_file[80];
} tls;

#define FEED "<rss version='2.0'><channel><title>T</title></channel></rss>"

static void serve_web(struct loopback *l, int fd)
{
	char head[4096];

	(void)l;
	while (loopback_read_until(fd, "\r\n\r\n", head, sizeof(head))) {
		if (!strncmp(head, "GET /feed ", 10))
			loopback_puts(fd,
			    "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
			    "ETag: \"1\"\r\nContent-Length: 60\r\n\r\n" FEED);
		else if (!strncmp(head, "GET /moved ", 11))
			loopback_puts(fd,
			    "HTTP/1.1 301 Moved\r\nLocation: /feed\r\n"
			    "Content-Length: 0\r\n\r\n");
		else if (!strncmp(head, "POST ", 5))
			loopback_puts(fd,
			    "HTTP/1.1 204 No Content\r\nConnection: close\r\n"
			    "\r\n");
		else
			loopback_puts(fd, "HTTP/1.1 404 Not Found\r\n"
					  "Content-Length: 0\r\n\r\n");
		if (!strncmp(head, "POST ", 5))
			return; /* its body is not read */
	}
}

static void serve_smtp(struct loopback *l, int fd)
{
	char line[4096];

	(void)l;
	loopback_puts(fd, "220 lamp.example ESMTP\r\n");
	while (loopback_read_until(fd, "\r\n", line, sizeof(line))) {
		if (!strncmp(line, "DATA", 4)) {
			loopback_puts(fd, "354 go on\r\n");
			loopback_read_until(
			    fd, "\r\n.\r\n", line, sizeof(line));
		}
		if (!strncmp(line, "QUIT", 4)) {
			loopback_puts(fd, "221 bye\r\n");
			return;
		}
		loopback_puts(fd, "250 ok\r\n");
	}
}

/* Certificate and feed, and then the server, which says where it listens. */
static const char tls_script[] =
    "cd \"$1\" && printf %s \"$2\" >feed &&"
    " openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    " -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    " -keyout key.pem -out ca.pem 2>/dev/null &&"
    " exec openssl s_server -accept 127.0.0.1:0 -cert ca.pem -key key.pem"
    " -WWW";

static void tls_become(int out)
{
	int null = open("/dev/null", O_RDWR);

	dup2(null, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	execlp("sh", "sh", "-c", tls_script, "sh", tls.dir, FEED, NULL);
	_exit(127);
}

/* "ACCEPT 127.0.0.1:40001"; nothing where it did not start. */
static void tls_read_port(int fd)
{
	char line[4096] = "";
	size_t n = 0;
	const char *at;

	while (n < sizeof(line) - 1 && read(fd, line + n, 1) == 1) {
		at = strstr(line, "ACCEPT ");
		if (line[n++] != '\n' || !at || !strchr(at, ':'))
			continue;
		snprintf(tls.port, sizeof(tls.port), "%.*s",
		    (int)strspn(strchr(at, ':') + 1, "0123456789"),
		    strchr(at, ':') + 1);
		return;
	}
}

static void tls_start(void)
{
	int out[2];

	snprintf(tls.dir, sizeof(tls.dir), "/tmp/hearsay-torture-XXXXXX");
	if (!mkdtemp(tls.dir) || pipe(out))
		abort();
	snprintf(tls.ca_file, sizeof(tls.ca_file), "%s/ca.pem", tls.dir);
	fflush(NULL);
	tls.pid = fork();
	if (tls.pid == 0)
		tls_become(out[1]);
	close(out[1]);
	tls_read_port(out[0]);
	close(out[0]);
}

static void tls_stop(void)
{
	static const char *const names[] = {"feed", "key.pem", "ca.pem"};
	char path[100];

	if (!tls.pid)
		return;
	kill(tls.pid, SIGKILL);
	waitpid(tls.pid, NULL, 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", tls.dir, names[i]);
		unlink(path);
	}
	rmdir(tls.dir);
}

static void servers_stop(void)
{
	tls_stop();
	loopback_stop(&web);
	loopback_stop(&smtp);
}

static void prepare(void)
{
	if (web.pid)
		return;
	loopback_start(&web, serve_web);
	loopback_start(&smtp, serve_smtp);
	atexit(servers_stop);
}

static void prepare_tls(void)
{
	prepare();
	if (!tls.pid)
		tls_start();
	if (!*tls.port)
		printf("# net/TLS: openssl serves nothing here\n");
}

/* --- core --- */

static int pair[2];
static pid_t core;
static struct heard {
	uint64_t made;
	struct err err;
} * heard; /* in memory that both processes have */

static void hear(const void *bytes, size_t n)
{
	heard->made = XXH3_64bits_withSeed(bytes, n, heard->made);
}

static void say(uint16_t type, struct buf *b)
{
	if (frame_send(pair[0], type, 7, buf_text(b), b->len))
		err_set(&heard->err, "net: it does not listen");
	buf_clear(b);
}

static bool answered(struct buf *b, struct frame *f)
{
	if (frame_receive(pair[0], b, f) == 1)
		return true;
	err_set(&heard->err, "net: it ended");
	return false;
}

static void fetch(const char *url, struct buf *b, struct arena *a)
{
	const struct fetch_request q = {.url = url, .max_bytes = CAP_BODY};
	struct fetch_reply r;
	struct frame f;

	buf_clear(b);
	fetch_request_write(b, &q);
	say(MSG_FETCH, b);
	if (!answered(b, &f) || fetch_reply_read(&f, a, &r))
		return;
	if (r.error)
		err_set(&heard->err, "%s", r.error);
	hear(&r.status, sizeof(r.status));
	hear(r.body, r.body_len);
}

static void mail(struct buf *b, struct arena *a)
{
	static const char text[] = "Subject: x\r\n\r\ny\r\n";
	const struct mail_request q = {.from = "h@example.org",
	    .to = "r@example.org",
	    .message = text,
	    .message_len = sizeof(text) - 1};
	struct mail_reply r;
	struct frame f;

	buf_clear(b);
	mail_request_write(b, &q);
	say(MSG_MAIL, b);
	if (!answered(b, &f) || mail_reply_read(&f, a, &r))
		return;
	if (r.error)
		err_set(&heard->err, "%s", r.error);
	hear(&r.status, sizeof(r.status));
}

static void post(struct buf *b, struct arena *a)
{
	char url[80];
	const struct hook_request q = {.url = url,
	    .content_type = "application/json",
	    .id = "1",
	    .body = "{}",
	    .body_len = 2};
	struct hook_reply r;
	struct frame f;

	snprintf(url, sizeof(url), "http://127.0.0.1:%u/hook", web.port);
	buf_clear(b);
	hook_request_write(b, &q);
	say(MSG_HOOK, b);
	if (!answered(b, &f) || hook_reply_read(&f, a, &r))
		return;
	if (r.error)
		err_set(&heard->err, "%s", r.error);
	hear(&r.status, sizeof(r.status));
}

static void ask_plain(struct buf *b, struct arena *a)
{
	static const char *const names[] = {"feed", "moved", "none"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		fetch(arena_printf(
			  a, "http://localhost:%u/%s", web.port, names[i]),
		    b, a);
	mail(b, a);
	post(b, a);
}

/* Of the second the certificate does not speak: that it is refused is right. */
static void ask_tls(struct buf *b, struct arena *a)
{
	const struct err none = {""};

	if (!*tls.port)
		return;
	fetch(arena_printf(a, "https://localhost:%s/feed", tls.port), b, a);
	if (*heard->err.text)
		return;
	fetch(arena_printf(a, "https://127.0.0.1:%s/feed", tls.port), b, a);
	if (strstr(heard->err.text, "certificate"))
		heard->err = none;
	else if (!*heard->err.text)
		err_set(&heard->err, "net: it takes any certificate");
}

static void play_core(void (*ask)(struct buf *, struct arena *))
{
	char url[80];
	const struct net_settings settings = {.user_agent = "hearsay/test",
	    .allow_hosts = "localhost 127.0.0.1",
	    .ca_file = *tls.port ? tls.ca_file : NULL,
	    .connect_timeout_ms = 3000,
	    .total_timeout_ms = 5000,
	    .max_connections = 4,
	    .smtp_url = url};
	struct arena a;
	struct buf b;

	snprintf(url, sizeof(url), "smtp://127.0.0.1:%u", smtp.port);
	arena_init(&a);
	buf_init(&b, CAP_FRAME);
	net_settings_write(&b, &settings);
	say(MSG_NET_SETTINGS, &b);
	ask(&b, &a);
	_exit(0);
}

static void core_start(void (*ask)(struct buf *, struct arena *))
{
	heard = mmap(NULL, sizeof(*heard), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (heard == MAP_FAILED ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		abort();
	fflush(NULL);
	core = fork();
	if (core == 0) {
		signal(SIGPIPE, SIG_IGN);
		close(pair[1]);
		play_core(ask);
	}
	close(pair[0]);
}

static void open_plain(void)
{
	core_start(ask_plain);
}

static void open_tls(void)
{
	core_start(ask_tls);
}

/* The role takes its end of the pair. */
static int run_role(struct err *e)
{
	int rc = net_role_main(pair[1], false);

	fault_disarm();
	if (waitpid(core, NULL, 0) != core)
		return err_set(e, "net: core was not there");
	made_number((int64_t)heard->made);
	if (heard->err.text[0])
		return err_set(e, "%s", heard->err.text);
	return rc ? err_set(e, "net: status %d", rc) : 0;
}

const struct workload torture_net[] = {
    {.room = "net",
	.what = "the role",
	.prepare = prepare,
	.open = open_plain,
	.run = run_role,
	/* libcurl 7.88: the end of a mail that went out in two pieces. */
	.known_leak = ": 4 byte(s) leaked in 1 allocation(s)"},
    {.room = "net",
	.what = "TLS",
	.prepare = prepare_tls,
	.open = open_tls,
	.run = run_role},
    {0},
};
