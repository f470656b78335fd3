/*
 * The net role in a process of its own, spoken to in frames as core does, but
 * blocking.
 */
#ifndef HEARSAY_TESTS_NETROLE_H
#define HEARSAY_TESTS_NETROLE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "ipc/message.h"
#include "loopback.h"

struct netrole {
	int fd;
	pid_t pid;
	uint32_t last_id;
	struct buf hold; /* the frame received last */
	struct arena arena;
};

void netrole_start(struct netrole *, bool sandbox);
/* Its exit status, or 1000 + signal. */
int netrole_end(struct netrole *);  /* waits for it to end by itself */
int netrole_stop(struct netrole *); /* closes its socket first */

void netrole_set(struct netrole *, const struct net_settings *);
uint32_t netrole_ask_fetch(struct netrole *, const struct fetch_request *);
/* The next reply, whosever it is; what it points to stays until the next. */
uint32_t netrole_fetched(struct netrole *, struct fetch_reply *);
/* Both for one request. */
void netrole_fetch(
    struct netrole *, const struct fetch_request *, struct fetch_reply *);
void netrole_mail(
    struct netrole *, const struct mail_request *, struct mail_reply *);
void netrole_hook(
    struct netrole *, const struct hook_request *, struct hook_reply *);

/* --- the role beside a server of the test's: a fixture --- */

struct world {
	struct loopback server, other; /* other: where a test starts it */
	struct netrole role;
	union { /* the last reply */
		struct fetch_reply reply;
		struct hook_reply hooked;
		struct mail_reply mailed;
	};
	char url[700];
};

/* The server; the role comes with its settings, which may name the server. */
struct world *world_new(loopback_serve *);
void world_start(struct world *, const struct net_settings *);
int world_close(void **state); /* all of it; the role ends in order */

#endif
