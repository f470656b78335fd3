/* One function a matter; each says how it stands, also where it stands well. */
#include "core/doctor.h"

#include <errno.h>
#include <inttypes.h>
#include <libgen.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "core/daemon.h"
#include "core/statusreport.h"
#include "store/file.h"
#include "text/date.h"

#define MOST	      64
#define DISK_LOW      (UINT64_C(200) << 20) /* bytes: less is soon full */
#define DISK_BAD      (UINT64_C(20) << 20)
#define SILENT_S      (3 * 86400) /* without any new item */
#define MOSTLY(n, of) ((n) > 1 && 2 * (n) > (of))

struct look {
	struct daemon *d;
	struct arena *arena;
	struct finding *found;
	size_t n;
	struct status_report status;
};

static void say(struct look *l, enum finding_level level, const char *matter,
    const char *text, const char *advice)
{
	if (l->n < MOST)
		l->found[l->n++] =
		    (struct finding){level, matter, text, advice};
}

/* --- the machine --- */

static const char *folder_of(struct look *l, const char *path)
{
	return dirname(arena_strdup(l->arena, path));
}

static void look_at_disk(struct look *l)
{
	const char *folder = folder_of(l, l->d->setup->config->database);
	struct statvfs fs;
	uint64_t bytes;
	const char *text;

	if (statvfs(folder, &fs)) {
		say(l, FINDING_BAD, "disk",
		    arena_printf(l->arena, "%s: %s", folder, strerror(errno)),
		    "look whether the file system is mounted");
		return;
	}
	bytes = (uint64_t)fs.f_bavail * fs.f_frsize;
	text = arena_printf(l->arena,
	    "%" PRIu64 " MB are free for %s, which has %zu kB", bytes >> 20,
	    l->d->setup->config->database, l->status.db_bytes >> 10);
	if (fs.f_flag & ST_RDONLY)
		say(l, FINDING_BAD, "disk",
		    arena_printf(l->arena,
			"%s is on a file system that is "
			"read-only",
			folder),
		    "mount it for writing");
	else if (bytes < DISK_LOW)
		say(l, bytes < DISK_BAD ? FINDING_BAD : FINDING_WARNING, "disk",
		    text, "make room, or shorten \"keep\"");
	else
		say(l, FINDING_OK, "disk", text, NULL);
}

static void look_at_backup(struct look *l)
{
	const struct config *config = l->d->setup->config;
	char file[STORE_NAME_SIZE], at[DATE_RFC3339_SIZE];
	int64_t made_at = 0;
	const char *text;

	if (l->status.backup_error)
		say(l, FINDING_BAD, "backup",
		    arena_printf(
			l->arena, "none is made: %s", l->status.backup_error),
		    "see the section backup of hearsay.conf(5)");
	if (store_backup_last(config->database, file, &made_at)) {
		say(l, FINDING_NOTE, "backup",
		    config->backup.every_s
			? "none is known yet; one is made by itself"
			: "none is known",
		    config->backup.every_s ? NULL : "hearsay backup FILE");
		return;
	}
	date_format_rfc3339(made_at, at);
	text = arena_printf(l->arena, "the last is %s, of %s", file, at);
	if (access(file, F_OK) && errno == ENOENT)
		say(l, FINDING_NOTE, "backup",
		    arena_printf(
			l->arena, "%s, where the daemon sees none", text),
		    NULL);
	else
		say(l, FINDING_OK, "backup", text, NULL);
}

/* The kernel knows whether anything keeps its clock (ntp_adjtime(3)). */
static void look_at_clock(struct look *l)
{
	struct timex t = {0};
	int state;

	if (l->d->options.clock_file) {
		say(l, FINDING_NOTE, "clock", "it is stepped by --test-clock",
		    NULL);
		return;
	}
	if (time(NULL) < 1700000000) {
		say(l, FINDING_BAD, "clock",
		    "it is years slow: dates and certificates will not do",
		    "set it, and enable time synchronisation (timedatectl)");
		return;
	}
	state = adjtimex(&t);
	if (state == TIME_ERROR || (t.status & STA_UNSYNC))
		say(l, FINDING_NOTE, "clock",
		    "nothing is known to keep it right",
		    "timedatectl set-ntp true");
	else
		say(l, FINDING_OK, "clock", "it is synchronised", NULL);
}

static void look_at_secret(struct look *l, const char *matter, const char *path)
{
	struct stat st;

	if (!path)
		return;
	if (stat(path, &st))
		say(l, FINDING_BAD, matter,
		    arena_printf(l->arena, "%s: %s", path, strerror(errno)),
		    "the user hearsay must be able to read it");
	else if (st.st_mode & (S_IROTH | S_IWOTH | S_IWGRP))
		say(l, FINDING_BAD, matter,
		    arena_printf(l->arena,
			"%s has mode %04o: others can read or change it", path,
			(unsigned)st.st_mode & 07777),
		    arena_printf(l->arena, "chmod 0640 %s", path));
	else
		say(l, FINDING_OK, matter,
		    arena_printf(l->arena, "%s is kept from others", path),
		    NULL);
}

/* --- the daemon --- */

static void look_at_roles(struct look *l)
{
	size_t down = 0, restarts = 0;

	for (size_t i = 0; i < l->status.role_count; i++) {
		down += l->status.roles[i].pid == 0;
		restarts += l->status.roles[i].restarts;
	}
	if (down)
		say(l, FINDING_BAD, "processes",
		    arena_printf(l->arena, "%zu of %zu are down", down,
			l->status.role_count),
		    "journalctl -u hearsayd says why");
	else
		say(l, restarts > 5 ? FINDING_WARNING : FINDING_OK, "processes",
		    arena_printf(l->arena, "all run; %zu %s", restarts,
			restarts == 1 ? "restart" : "restarts"),
		    restarts > 5 ? "journalctl -u hearsayd says why" : NULL);
	if (!l->d->options.sandbox)
		say(l, FINDING_WARNING, "sandbox", "it is off (--no-sandbox)",
		    "start the daemon without that option");
	if (l->status.config_error)
		say(l, FINDING_WARNING, "configuration",
		    arena_printf(l->arena, "the last reload was refused: %s",
			l->status.config_error),
		    "mend it; hearsayd --check-config looks at it");
}

/* --- the sources --- */

static bool holds(const char *s, const char *words)
{
	return s && strstr(s, words);
}

static void look_at_feeds(struct look *l)
{
	size_t dns = 0, tls = 0, failing = l->status.feeds_failing;
	size_t n = l->status.feeds;

	if (!n) {
		say(l, FINDING_BAD, "feeds", "there are none",
		    "hearsay feed add ADDRESS, or files in feeds.d");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const struct feed *f = &poll_feed(l->d->poll, i)->feed;

		if (!f->failing_since)
			continue;
		dns += holds(f->state_reason, "resolve");
		tls += holds(f->state_reason, "certificate") ||
		       holds(f->state_reason, "TLS") ||
		       holds(f->state_reason, "SSL");
	}
	if (MOSTLY(dns, n))
		say(l, FINDING_BAD, "DNS",
		    arena_printf(l->arena,
			"%zu of %zu feeds' hosts cannot be resolved", dns, n),
		    "look at /etc/resolv.conf and the network");
	if (MOSTLY(tls, n))
		say(l, FINDING_BAD, "TLS",
		    arena_printf(l->arena,
			"%zu of %zu feeds fail for a certificate", tls, n),
		    "install ca-certificates; look at the clock");
	say(l,
	    failing == n ? FINDING_BAD
	    : failing	 ? FINDING_WARNING
			 : FINDING_OK,
	    "feeds", arena_printf(l->arena, "%zu of %zu fail", failing, n),
	    failing ? "hearsay feeds says why for each" : NULL);
	if (l->status.last_new_item_at &&
	    l->status.now - l->status.last_new_item_at > SILENT_S)
		say(l, FINDING_WARNING, "items",
		    "nothing new has come for more than three days",
		    "hearsay feeds shows what each source said last");
}

static bool is_watched(struct look *l, const char *vendor)
{
	for (size_t i = 0; i < l->status.feeds; i++) {
		const struct source *s = &poll_feed(l->d->poll, i)->feed.source;

		if (s->role == ROLE_OFFICIAL && s->vendor &&
		    !strcmp(s->vendor, vendor))
			return true;
	}
	return false;
}

/* Only official word settles: who has no own feed here settles slowly. */
static int look_at_vendors(struct look *l, struct err *e)
{
	const char **vendors, *missing = NULL;
	size_t n;

	if (store_report_vendors(l->d->store, l->arena, &vendors, &n, e))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (!is_watched(l, vendors[i]))
			missing = missing ? arena_printf(l->arena, "%s, %s",
						missing, vendors[i])
					  : vendors[i];
	if (missing)
		say(l, FINDING_NOTE, "verdicts",
		    arena_printf(l->arena,
			"there are rumors but no official feed of: %s",
			missing),
		    "add their newsrooms with role = \"official\"");
	return 0;
}

/* --- mail --- */

static void look_at_mail(struct look *l)
{
	const struct config *c = l->d->setup->config;

	if (!c->mail.server) {
		say(l, FINDING_NOTE, "mail", "no server: no digests are sent",
		    "see the section mail of hearsay.conf(5)");
		return;
	}
	if (!c->digest_count)
		say(l, FINDING_NOTE, "mail", "there is a server, but no digest",
		    "see the section digest of hearsay.conf(5)");
	else if (l->status.mail_failing)
		say(l, FINDING_BAD, "mail",
		    arena_printf(l->arena, "%zu could not be sent: %s",
			l->status.mail_failing,
			l->status.mail_error ? l->status.mail_error
					     : "no reason known"),
		    holds(l->status.mail_error, "onnect") ||
			    holds(l->status.mail_error, "resolve")
			? "is \"server\" in the section mail right, and up?"
			: "the server's answer says what it wants");
	else
		say(l, FINDING_OK, "mail",
		    arena_printf(l->arena, "%zu waiting, none failing",
			l->status.mail_waiting),
		    NULL);
	if (!c->mail.tls_required)
		say(l, FINDING_WARNING, "mail",
		    "tls = \"if-offered\": anybody on the way can read it",
		    "tls = \"required\"");
}

/* --- web hooks --- */

static void look_at_hooks(struct look *l)
{
	const struct config *c = l->d->setup->config;

	if (!c->hook_count)
		return;
	if (l->status.hooks_failing)
		say(l, FINDING_BAD, "web hooks",
		    arena_printf(l->arena, "%zu of %zu fail: %s",
			l->status.hooks_failing, l->status.hooks,
			l->status.hook_error),
		    "mend what it says, then: hearsay reload");
	else
		say(l, FINDING_OK, "web hooks",
		    arena_printf(
			l->arena, "%zu, none failing", l->status.hooks),
		    NULL);
}

int doctor_look(struct daemon *d, struct arena *a, struct finding **found,
    size_t *n, struct err *e)
{
	struct look l = {.d = d, .arena = a};

	l.found = arena_array(a, MOST, sizeof(*l.found));
	if (statusreport_make(d, a, &l.status, e))
		return -1;
	look_at_roles(&l);
	look_at_clock(&l);
	look_at_disk(&l);
	look_at_backup(&l);
	look_at_feeds(&l);
	if (look_at_vendors(&l, e))
		return -1;
	look_at_mail(&l);
	look_at_hooks(&l);
	look_at_secret(&l, "database", d->setup->config->database);
	look_at_secret(&l, "password", d->setup->config->mail.password_file);
	for (size_t i = 0; i < d->setup->config->hook_count; i++)
		look_at_secret(
		    &l, "secret", d->setup->config->hooks[i].secret_file);
	*found = l.found;
	*n = l.n;
	return 0;
}
