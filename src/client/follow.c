/*
 * The stream is asked for with HTTP/1.0, whose answers have no chunks: what
 * comes behind the head is the stream, line by line.
 */
#include "client/follow.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "client/live.h"
#include "client/request.h"

#define AGAIN_S	  1
#define TRIES	  10 /* then it is not coming back */
#define LINE_MOST (1u << 20)

struct follower {
	int64_t after, deadline;
	bool (*each)(void *, const struct followed *);
	void *arg;
	int fd;
	struct buf line; /* what has come of the present one */
	char kind[64];
	char *data;
	bool in_body, done;
	int status; /* of HTTP; 0: not seen yet */
};

int64_t follow_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* The empty line behind an event: it is whole. */
static void dispatch(struct follower *f)
{
	json_t *event = f->data ? json_loads(f->data, 0, NULL) : NULL;
	struct followed now = {
	    .id = f->after, .kind = f->kind, .data = f->data, .event = event};

	if (json_is_object(event))
		f->done = !f->each(f->arg, &now);
	json_decref(event);
	free(f->data);
	f->data = NULL;
	*f->kind = '\0';
}

static const char *value_of(const char *line, const char *field)
{
	size_t n = strlen(field);

	if (strncmp(line, field, n) || line[n] != ':')
		return NULL;
	line += n + 1;
	return line + (*line == ' ');
}

static void take_line(struct follower *f, const char *line)
{
	const char *v;

	if (!f->status) {
		f->status =
		    strlen(line) > 9 ? (int)strtol(line + 9, NULL, 10) : -1;
		return;
	}
	if (!f->in_body) {
		f->in_body = !*line;
		return;
	}
	if (!*line) {
		dispatch(f);
	} else if ((v = value_of(line, "id"))) {
		f->after = strtoll(v, NULL, 10);
	} else if ((v = value_of(line, "event"))) {
		snprintf(f->kind, sizeof(f->kind), "%s", v);
	} else if ((v = value_of(line, "data"))) {
		free(f->data);
		f->data = strdup(v);
	}
}

static void take(struct follower *f, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n && !f->done; i++) {
		if (bytes[i] == '\r')
			continue;
		if (bytes[i] != '\n') {
			buf_putc(&f->line, bytes[i]);
			continue;
		}
		if (buf_ok(&f->line))
			take_line(f, buf_text(&f->line));
		buf_free(&f->line);
		buf_init(&f->line, LINE_MOST);
	}
}

/* Has the deadline come, or are there bytes to read? */
static bool wait_for_bytes(struct follower *f)
{
	struct pollfd p = {.fd = f->fd, .events = POLLIN};
	int64_t left = f->deadline ? f->deadline - follow_now() : -1;

	if (f->deadline && left <= 0)
		return false;
	return poll(&p, 1, f->deadline ? (int)(left * 1000) : -1) > 0;
}

static void read_all(struct follower *f)
{
	char part[4096];

	while (!f->done) {
		ssize_t n;

		if (!wait_for_bytes(f)) {
			f->done = f->deadline && follow_now() >= f->deadline;
			if (f->done || errno != EINTR)
				return;
			continue;
		}
		n = read(f->fd, part, sizeof(part));
		if (n <= 0)
			return;
		take(f, part, (size_t)n);
	}
}

/* One connection, from its start to its end. */
static enum request_result connect_once(struct follower *f, struct err *err)
{
	enum request_result result =
	    request_stream(options()->status_socket, f->after, &f->fd, err);

	if (result != REQUEST_OK)
		return result;
	f->in_body = false;
	f->status = 0;
	buf_init(&f->line, LINE_MOST);
	read_all(f);
	close(f->fd);
	buf_free(&f->line);
	if (f->status == 200) {
		err_set(err, "%s: the stream ended", options()->status_socket);
		return REQUEST_UNREACHABLE;
	}
	err_set(err, "%s: the answer has status %d", options()->status_socket,
	    f->status);
	return REQUEST_BROKEN;
}

int follow(int64_t after, int64_t deadline,
    bool (*each)(void *, const struct followed *), void *arg)
{
	struct follower f = {
	    .after = after, .deadline = deadline, .each = each, .arg = arg};
	enum request_result result;
	struct err err;
	int tries = TRIES; /* the first time it must be there */

	for (;;) {
		result = connect_once(&f, &err);
		if (f.done || result == REQUEST_FORBIDDEN)
			break;
		if (f.in_body)
			tries = 0;
		if (++tries > TRIES)
			break;
		sleep(AGAIN_S);
	}
	free(f.data);
	if (f.done)
		return EXIT_OK;
	live_explain(result, err.text);
	return EXIT_UNREACHABLE;
}
