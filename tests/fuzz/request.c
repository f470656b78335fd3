/*
 * What a client may send to the sockets: the first byte says to which ("c":
 * control, else status), the rest is sent as it is. Whatever it is, a JSON
 * answer is JSON, and the core goes on.
 */
#include "fuzz.h"

#include <jansson.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core.h"

#define QUIET 6

static char got[1 << 20];

/* Sends the bytes, and reads what comes until nothing does. */
static void talk(struct daemon *d, int fd, const uint8_t *data, size_t n)
{
	size_t sent = 0, have = 0;
	ssize_t r;

	for (int quiet = 0; quiet < QUIET; quiet++) {
		if (sent < n) {
			r = send(fd, data + sent, n - sent, MSG_NOSIGNAL);
			sent += r > 0 ? (size_t)r : 0;
			if (r > 0)
				quiet = 0;
		}
		core_turn(d, core_good_child);
		if (have == sizeof(got) - 1)
			have = 0; /* a long answer is not looked at */
		r = recv(fd, got + have, sizeof(got) - 1 - have, 0);
		have += r > 0 ? (size_t)r : 0;
		if (r > 0)
			quiet = 0;
		if (r == 0)
			break;
	}
	got[have] = '\0';
}

/* The first answer, where it came whole. */
static void is_sound(void)
{
	const char *body = strstr(got, "\r\n\r\n");
	const char *length = strstr(got, "Content-Length: ");
	const char *type = strstr(got, "Content-Type: application/json");
	size_t n, have;
	json_t *o;

	if (!body || !length || length > body || !type || type > body)
		return;
	body += 4;
	n = strtoul(length + 16, NULL, 10);
	have = strlen(body);
	if (!n || n > have)
		return;
	o = json_loadb(body, n, 0, NULL);
	fuzz_check(o);
	json_decref(o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct daemon *d;
	int fd;

	if (!n)
		return 0;
	d = core_open();
	fd = core_dial(data[0] == 'c' ? "control.sock" : "status.sock");
	talk(d, fd, data + 1, n - 1);
	is_sound();
	close(fd);
	core_turn(d, core_good_child);
	return 0;
}
