/* A forked server: accept, and a thread for each connection. */
#include "loopback.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct connection {
	struct loopback *server;
	loopback_serve *serve;
	int fd;
};

static void *connection_main(void *arg)
{
	struct connection *c = arg;

	c->serve(c->server, c->fd);
	close(c->fd);
	free(c);
	return NULL;
}

static void accept_forever(struct loopback *l, int fd, loopback_serve *serve)
{
	for (;;) {
		struct connection *c = calloc(1, sizeof(*c));
		pthread_t t;

		if (!c)
			_exit(1);
		c->server = l;
		c->serve = serve;
		c->fd = accept(fd, NULL, NULL);
		if (c->fd < 0)
			_exit(0);
		atomic_fetch_add(&l->notes->connections, 1);
		if (pthread_create(&t, NULL, connection_main, c))
			_exit(1);
		pthread_detach(t);
	}
}

void loopback_start(struct loopback *l, loopback_serve *serve)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	socklen_t n = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 64), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &n), 0);
	l->port = ntohs(at.sin_port);
	l->notes = mmap(NULL, sizeof(*l->notes), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(l->notes != MAP_FAILED);
	l->pid = fork();
	if (l->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGPIPE, SIG_IGN);
		accept_forever(l, fd, serve);
	}
	close(fd);
	assert_true(l->pid > 0);
}

void loopback_stop(struct loopback *l)
{
	kill(l->pid, SIGKILL);
	waitpid(l->pid, NULL, 0);
	munmap(l->notes, sizeof(*l->notes));
}

void loopback_forget(struct loopback *l)
{
	atomic_store(&l->notes->connections, 0);
	atomic_store(&l->notes->count, 0);
}

void loopback_note(struct loopback *l, const char *text)
{
	int i = atomic_fetch_add(&l->notes->count, 1);

	if (i < NOTES_MOST)
		snprintf(l->notes->text[i], NOTE_BYTES, "%s", text);
}

size_t loopback_read_until(int fd, const char *marker, char *to, size_t room)
{
	size_t n = 0;

	while (n + 1 < room && read(fd, to + n, 1) == 1) {
		to[++n] = '\0';
		if (n >= strlen(marker) &&
		    !strcmp(to + n - strlen(marker), marker))
			return n;
	}
	return 0;
}

void loopback_write(int fd, const void *data, size_t n)
{
	const char *p = data;

	while (n > 0) {
		ssize_t w = send(fd, p, n, MSG_NOSIGNAL);

		if (w <= 0)
			return;
		p += w;
		n -= (size_t)w;
	}
}

void loopback_puts(int fd, const char *s)
{
	loopback_write(fd, s, strlen(s));
}
