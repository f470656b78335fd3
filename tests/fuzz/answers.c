/*
 * What core reads from its children: a day goes by, feeds are due, one is
 * added by its address, mail and hooks go out, and every answer to what is
 * asked for is of the input: a byte of type, two of length, the payload. Type
 * 0 is the child's death; behind the end all answers are good ones.
 */
#include "fuzz.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core.h"
#include "core/outbox.h"
#include "core/pages.h"

#define DAY 86400

static const uint8_t *at;
static size_t left;

static bool answer(const struct question *q, struct frame *f)
{
	size_t n;

	if (left < 3)
		return core_good_child(q, f);
	f->type = at[0];
	n = (size_t)at[1] << 8 | at[2];
	at += 3;
	left -= 3;
	if (n > left)
		n = left;
	f->payload = at;
	f->len = n;
	at += n;
	left -= n;
	return f->type != 0;
}

static void day_goes_by(struct daemon *d)
{
	d->clock.stepped_at += DAY;
	daemon_stepped(d);
}

static int add_feed(void)
{
	static const char words[] =
	    "POST /v1/feeds?url=http%3A%2F%2F127.0.0.1%2Fsite HTTP/1.1\r\n"
	    "Host: localhost\r\nContent-Length: 0\r\n\r\n";
	int fd = core_dial("control.sock");

	fuzz_check(send(fd, words, sizeof(words) - 1, MSG_NOSIGNAL) > 0);
	return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct daemon *d = core_open();
	int fd = add_feed();

	at = data;
	left = n;
	day_goes_by(d);
	core_turn(d, answer);
	close(fd);
	core_turn(d, answer);
	return 0;
}
