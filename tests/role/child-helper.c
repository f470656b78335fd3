/*
 * A role for tests of children: `child-helper -x ROLE` answers each frame with
 * the same payload and the type after it, unless the payload is one of the
 * words below. As role "deaf" it does not look at its socket at all; as role
 * "stillborn" it ends at once.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/caps.h"
#include "ipc/frame.h"
#include "ipc/role.h"

static void reply(const struct frame *f, const char *text)
{
	frame_send(ROLE_FD, (uint16_t)(f->type + 1), f->id, text, strlen(text));
}

static void word_die(const struct frame *f)
{
	(void)f;
	raise(SIGKILL);
}

static void word_exit(const struct frame *f)
{
	(void)f;
	_exit(3);
}

static void word_hang(const struct frame *f)
{
	(void)f;
	for (;;)
		pause();
}

static void write_raw(const char *bytes, size_t n)
{
	if (write(ROLE_FD, bytes, n) != (ssize_t)n)
		_exit(4);
}

static void word_garbage(const struct frame *f)
{
	(void)f;
	write_raw("HTTP/1.1 200 OK\r\n\r\n", 19);
	word_hang(f);
}

/* Leaves in order, with all that came behind unread. */
static void word_leave(const struct frame *f)
{
	reply(f, "gone");
	_exit(0);
}

static void word_half(const struct frame *f)
{
	(void)f;
	write_raw("\x10\0\0\0\x02\0\0\0\0\0\0\0abc", 15);
	_exit(0);
}

static void word_stranger(const struct frame *f)
{
	frame_send(ROLE_FD, f->type, f->id + 1000, "x", 1);
	word_hang(f);
}

static void word_fds(const struct frame *f)
{
	char text[256] = "";

	for (int fd = 0; fd < 256; fd++) {
		size_t n = strlen(text);

		if (fcntl(fd, F_GETFD) >= 0)
			snprintf(text + n, sizeof(text) - n, "%d ", fd);
	}
	reply(f, text);
}

static int arg_count;
static char **args;

static void word_args(const struct frame *f)
{
	char text[256] = "";

	for (int i = 1; i < arg_count; i++) {
		size_t n = strlen(text);

		snprintf(text + n, sizeof(text) - n, "%s ", args[i]);
	}
	reply(f, text);
}

static const struct {
	const char *word;
	void (*act)(const struct frame *);
} words[] = {
    {"die", word_die},
    {"exit", word_exit},
    {"hang", word_hang},
    {"garbage", word_garbage},
    {"half", word_half},
    {"leave", word_leave},
    {"stranger", word_stranger},
    {"fds", word_fds},
    {"args", word_args},
};

static void serve(const struct frame *f)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].word) == f->len &&
		    !memcmp(words[i].word, f->payload, f->len))
			words[i].act(f);
	if (f->id) /* else it was told, not asked */
		frame_send(ROLE_FD, (uint16_t)(f->type + 1), f->id, f->payload,
		    f->len);
}

int main(int argc, char **argv)
{
	struct buf hold;
	struct frame f;

	if (argc < 3 || strcmp(argv[1], "-x") != 0)
		return 2;
	if (!strcmp(argv[2], "deaf"))
		word_hang(NULL);
	if (!strcmp(argv[2], "stillborn"))
		return 5;
	arg_count = argc;
	args = argv;
	buf_init(&hold, CAP_FRAME + FRAME_HEADER_BYTES);
	while (frame_receive(ROLE_FD, &hold, &f) == 1)
		serve(&f);
	buf_free(&hold);
	return 0;
}
