/* The status: what the store counts and what only the process knows. */
#include "core/statusreport.h"

#include "base/mem.h"
#include "core/autobackup.h"
#include "core/daemon.h"
#include "core/pages.h"
#include "judge/verify.h"
#include "store/file.h"
#include "text/date.h"

static void count_feeds(const struct daemon *d, struct status_report *r)
{
	int64_t now = r->now;

	r->feeds = poll_count(d->poll);
	r->feeds_ok = r->feeds_failing = r->feeds_paused = r->feeds_due = 0;
	for (size_t i = 0; i < r->feeds; i++) {
		const struct polled *p = poll_feed(d->poll, i);
		const struct feed *f = &p->feed;
		bool held = feed_is_held(f, now);

		r->feeds_ok += f->state == FEED_OK;
		r->feeds_stale += f->state == FEED_STALE;
		r->feeds_failing += f->failing_since != 0;
		r->feeds_not_a_feed += f->state == FEED_NOT_A_FEED;
		r->feeds_gone += f->state == FEED_GONE;
		r->feeds_moving += f->moved_to != NULL;
		r->feeds_paused += held || f->paused_until > now;
		r->feeds_due += p->busy || p->ready ||
				(!held && f->state != FEED_GONE && f->due_at &&
				    f->due_at <= now);
	}
	r->feeds_due += pages_busy(d->pages);
	r->next_poll_at = poll_next_at(d->poll);
}

static struct role_row role(const char *name, const struct child *c)
{
	return (struct role_row){.name = name,
	    .pid = child_pid(c),
	    .restarts = child_restarts(c),
	    .waiting = child_waiting(c)};
}

int statusreport_make(
    struct daemon *d, struct arena *a, struct status_report *r, struct err *e)
{
	int64_t now = clock_wall(&d->clock);
	char file[STORE_NAME_SIZE];

	*r = (struct status_report){0};
	if (store_report_status(d->store, now, r, e))
		return -1;
	r->version = PACKAGE_VERSION;
	r->now = now;
	r->started_at = d->started_at;
	count_feeds(d, r);
	r->next_digest_at = digests_next_at(d->digests);
	hooks_report(d->hooks, a, r);
	r->config_error = d->config_error;
	store_backup_last(d->setup->config->database, file, &r->last_backup_at);
	r->next_backup_at = autobackup_next_at(d->autobackup);
	r->backup_error = autobackup_error(d->autobackup);
	r->roles = arena_array(a, 1 + d->parser_count, sizeof(*r->roles));
	r->roles[r->role_count++] = role("net", d->net);
	for (size_t i = 0; i < d->parser_count; i++)
		r->roles[r->role_count++] = role("parse", d->parsers[i]);
	return 0;
}

void statusreport_unverifiable(
    const struct daemon *d, struct rumor_row *rows, size_t n)
{
	size_t count = poll_count(d->poll), official = 0;
	struct official_feed *feeds = mem_array(count + 1, sizeof(*feeds));

	for (size_t i = 0; i < count; i++) {
		const struct feed *f = &poll_feed(d->poll, i)->feed;

		if (f->source.role == ROLE_OFFICIAL)
			feeds[official++] =
			    (struct official_feed){.vendor = f->source.vendor,
				.failing_since = f->failing_since};
	}
	for (size_t i = 0; i < n; i++) {
		struct rumor r = {.vendor = rows[i].vendor,
		    .status = rows[i].status,
		    .settled_at = rows[i].settled_at,
		    .deadline = rows[i].deadline};

		rows[i].unverifiable_since =
		    verify_unverifiable_since(&r, feeds, official);
	}
	free(feeds);
}

void statusreport_line(struct daemon *d, char *line, size_t size)
{
	size_t failing = 0, feeds = poll_count(d->poll), open = 0;
	int64_t next = digests_next_at(d->digests);
	char rumors[48] = "", digest[64] = "", down[48] = "";
	struct civil c;
	struct err e;

	for (size_t i = 0; i < feeds; i++)
		failing += poll_feed(d->poll, i)->feed.failing_since != 0;
	if (failing)
		snprintf(down, sizeof(down), ", %zu failing", failing);
	if (!store_open_rumors(d->store, &open, &e))
		snprintf(rumors, sizeof(rumors), "; %zu open %s", open,
		    open == 1 ? "rumor" : "rumors");
	if (next) {
		date_to_civil(next, &c);
		snprintf(digest, sizeof(digest),
		    "; next digest %04d-%02d-%02d %02d:%02d UTC",
		    c.year % 10000, c.month % 100, c.day % 100, c.hour % 100,
		    c.minute % 100);
	}
	snprintf(line, size, "%zu %s%s%s%s", feeds,
	    feeds == 1 ? "feed" : "feeds", down, rumors, digest);
}
