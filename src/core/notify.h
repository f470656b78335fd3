/*
 * The service manager: readiness, the watchdog, sockets that it hands over.
 * All of it is nothing where there is no systemd, or no libsystemd.
 */
#ifndef HEARSAY_CORE_NOTIFY_H
#define HEARSAY_CORE_NOTIFY_H

struct event_base;
struct notify;

struct notify *notify_new(struct event_base *); /* feeds the watchdog */
void notify_free(struct notify *);

/*
 * Where standard error is the journal, the log goes there by its own protocol,
 * and a line about a feed or a rumor ("feed gsmarena: ...", "rumor 12: ...")
 * has the field FEED or RUMOR.
 */
void notify_journal(void);
void notify_ready(void);
void notify_reloading(void); /* until the next notify_ready() */
void notify_stopping(void);
void notify_status(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The listening socket of that name ("status"), or -1. Once for each. */
int notify_socket(const char *name);

#endif
