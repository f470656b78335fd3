/* The service manager by libsystemd, or nothing. */
#include "core/notify.h"

#include <event2/event.h>
#include <inttypes.h>
#include <stdarg.h>
#include <sys/socket.h>

#ifdef HAVE_SYSTEMD
#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>
#include <unistd.h>
#endif

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#ifdef HAVE_SYSTEMD

struct notify {
	struct event *tick;
};

/* The one thing that wakes without work, and only when it is asked for. */
static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	(void)arg;
	sd_notify(0, "WATCHDOG=1");
}

struct notify *notify_new(struct event_base *base)
{
	struct notify *n = mem_alloc(sizeof(*n));
	uint64_t every_us;
	struct timeval tv;

	if (sd_watchdog_enabled(0, &every_us) <= 0)
		return n;
	every_us /= 3;
	tv = (struct timeval){.tv_sec = (time_t)(every_us / 1000000),
	    .tv_usec = (suseconds_t)(every_us % 1000000)};
	n->tick = event_new(base, -1, EV_PERSIST, on_tick, n);
	event_add(n->tick, &tv);
	return n;
}

void notify_free(struct notify *n)
{
	if (!n)
		return;
	if (n->tick)
		event_free(n->tick);
	free(n);
}

/* Is standard error the stream that the manager made (systemd.exec(5))? */
static bool is_journal(int fd)
{
	const char *stream = getenv("JOURNAL_STREAM");
	char own[64];
	struct stat st;

	if (!stream || fstat(fd, &st))
		return false;
	snprintf(own, sizeof(own), "%ju:%ju", (uintmax_t)st.st_dev,
	    (uintmax_t)st.st_ino);
	return !strcmp(stream, own);
}

/* "feed gsmarena: ..." has FEED=gsmarena; "" for all other lines. */
static void field_of(const char *text, char *field, size_t size)
{
	static const char *const kinds[][2] = {
	    {"feed ", "FEED="}, {"rumor ", "RUMOR="}};
	size_t n;

	*field = '\0';
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strncmp(text, kinds[i][0], strlen(kinds[i][0])) != 0)
			continue;
		text += strlen(kinds[i][0]);
		n = strcspn(text, ": ");
		if (n && text[n] == ':')
			snprintf(
			    field, size, "%s%.*s", kinds[i][1], (int)n, text);
		return;
	}
}

static int to_journal(enum log_level level, const char *line, const char *text)
{
	static const int priorities[] = {
	    [LOG_LEVEL_ERROR] = 3,
	    [LOG_LEVEL_WARN] = 4,
	    [LOG_LEVEL_INFO] = 6,
	    [LOG_LEVEL_DEBUG] = 7,
	};
	char field[128];

	field_of(text, field, sizeof(field));
	return sd_journal_send("MESSAGE=%s", line, "PRIORITY=%d",
		   priorities[level], "SYSLOG_IDENTIFIER=hearsayd",
		   *field ? "%s" : NULL, field, NULL) < 0
		   ? -1
		   : 0;
}

void notify_journal(void)
{
	if (is_journal(STDERR_FILENO))
		log_sink(to_journal);
}

void notify_ready(void)
{
	sd_notify(0, "READY=1");
}

void notify_reloading(void)
{
	sd_notifyf(
	    0, "RELOADING=1\nMONOTONIC_USEC=%" PRId64, clock_mono_ms() * 1000);
}

void notify_stopping(void)
{
	sd_notify(0, "STOPPING=1");
}

void notify_status(const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	sd_notifyf(0, "STATUS=%s", text);
}

int notify_socket(const char *name)
{
	char **names = NULL;
	int n = sd_listen_fds_with_names(0, &names), found = -1;

	for (int i = 0; i < n; i++) {
		int fd = SD_LISTEN_FDS_START + i;

		if (found < 0 && !strcmp(names[i], name) &&
		    sd_is_socket(fd, AF_UNSPEC, SOCK_STREAM, 1) > 0)
			found = fd;
		free(names[i]);
	}
	free(names);
	return found;
}

#else

struct notify *notify_new(struct event_base *base)
{
	(void)base;
	return NULL;
}

void notify_journal(void)
{
}

void notify_free(struct notify *n)
{
	(void)n;
}

void notify_ready(void)
{
}

void notify_reloading(void)
{
}

void notify_stopping(void)
{
}

void notify_status(const char *fmt, ...)
{
	(void)fmt;
}

int notify_socket(const char *name)
{
	(void)name;
	return -1;
}

#endif
