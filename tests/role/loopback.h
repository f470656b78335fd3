/*
 * A server of a test's own on the loopback interface, in a process of its
 * own: a thread a connection, each driven by the test's function. What the
 * server notes down the test reads.
 */
#ifndef HEARSAY_TESTS_LOOPBACK_H
#define HEARSAY_TESTS_LOOPBACK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define NOTES_MOST 256
#define NOTE_BYTES 4096

/* Memory that both processes have. */
struct notes {
	atomic_int connections, count;
	char text[NOTES_MOST][NOTE_BYTES];
};

struct loopback {
	uint16_t port; /* on every 127.x.x.x */
	pid_t pid;
	struct notes *notes;
};

/* serve owns fd until it returns; then it is closed. */
typedef void loopback_serve(struct loopback *, int fd);

void loopback_start(struct loopback *, loopback_serve *);
void loopback_stop(struct loopback *);
void loopback_forget(struct loopback *); /* notes and counts: from now on */

void loopback_note(struct loopback *, const char *text);
/* Reads to the end marker and puts a NUL after it: its bytes; 0 at the end. */
size_t loopback_read_until(int fd, const char *marker, char *to, size_t room);
void loopback_write(int fd, const void *data, size_t n);
void loopback_puts(int fd, const char *s);

#endif
