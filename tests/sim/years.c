/*
 * Years of the whole daemon in minutes: its core as it is, with the real
 * parse, a simulated network and a simulated clock. The machine is restarted,
 * its clock set wrong and right again, net dies, the operator mends the
 * configuration now and then; what must hold is looked at with each request,
 * each answer and each day.
 *
 *   years [-f FEEDS] [-d DAYS] [-b BEGIN] [-s SEED] [-k KEEP-DAYS] [-r ROUGH]
 *       [-e ETC] [-l LOG] [-v] DIR
 *
 * ROUGH is how many times as often as else all goes wrong: a small and rough
 * world finds in minutes what takes hundreds of feeds and years.

 * Prints TAP. DIR is empty or not there yet; the database and the log stay.
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "core/daemon.h"
#include "ledger.h"
#include "parse/parse.h"
#include "past.h"
#include "polite.h"
#include "prose.h"
#include "sim.h"
#include "simchild.h"
#include "simtime.h"
#include "text/date.h"
#include "world.h"

#define SHOWN_MOST 60	     /* violations that are told one by one */
#define CALM_S	   (5 * DAY) /* at the end, for all to be made up for */
#define AGES_MOST  64

struct sim_options sim = {
    .feeds = 500, .days = 1096, .seed = 1, .rough = 1, .log = "warning"};
struct sim_counts counts;

static struct {
	char dir[512], config[600], database[600];
	FILE *log;
	struct rng rng;
	int64_t end, look, jump, right, stop, death, operator, measure;
	int64_t settled_since; /* 0: it is down, or its clock is off */
	bool up, over;	       /* up: the daemon runs */
	struct age {
		int64_t at, rss;
		struct ledger_size size;
	} ages[AGES_MOST];
	size_t age_count;
} run;

/* --- chance --- */

uint64_t hash_of(uint64_t a, uint64_t b)
{
	struct rng r = {.state = sim.seed * 1000003 + a};
	uint64_t h = rng_next(&r);

	r.state = h ^ (b * 0x9e3779b97f4a7c15u);
	return rng_next(&r);
}

size_t draw(struct rng *r, size_t below)
{
	return (size_t)(rng_next(r) % below);
}

int64_t draw_between(struct rng *r, int64_t least, int64_t most)
{
	return least + (int64_t)(rng_unit(r) * (double)(most - least + 1));
}

int64_t draw_wait(struct rng *r, double mean_s)
{
	return 1 + (int64_t)(-log(1 - rng_unit(r)) * mean_s);
}

bool chance(struct rng *r, double of_one)
{
	return rng_unit(r) < of_one;
}

/* --- words --- */

static void __attribute__((format(printf, 2, 0)))
say(const char *mark, const char *fmt, va_list ap)
{
	char when[DATE_RFC3339_SIZE], text[1024];

	date_format_rfc3339(simtime_true(), when);
	vsnprintf(text, sizeof(text), fmt, ap);
	printf("# %.19s %s%s\n", when, mark, text);
	fprintf(run.log, "%.19s %s%s\n", when, mark, text);
	fflush(stdout);
}

void violation(const char *fmt, ...)
{
	va_list ap;

	counts.violations++;
	if (counts.violations > SHOWN_MOST)
		return;
	va_start(ap, fmt);
	say("VIOLATION ", fmt, ap);
	va_end(ap);
}

void explain(const char *fmt, ...)
{
	va_list ap;

	if (counts.violations > SHOWN_MOST)
		return;
	va_start(ap, fmt);
	say("", fmt, ap);
	va_end(ap);
}

void tell(const char *fmt, ...)
{
	va_list ap;

	if (!sim.verbose)
		return;
	va_start(ap, fmt);
	say("", fmt, ap);
	va_end(ap);
}

/* An error of the daemon's log is one too: nothing here may make one. */
static int take_line(enum log_level level, const char *line, const char *text)
{
	char when[DATE_RFC3339_SIZE];

	(void)text;
	date_format_rfc3339(simtime_true(), when);
	fprintf(run.log, "%.19s %s\n", when, line);
	if (level == LOG_LEVEL_ERROR)
		violation("the daemon: %s", line);
	return 0;
}

int64_t sim_settled_since(void)
{
	return run.settled_since;
}

/* --- the configuration --- */

static void write_feeds(FILE *f)
{
	char url[128];

	for (size_t i = 0; i < world_sites(); i++) {
		const struct site *s = world_site(i);

		world_url(s, s->configured, url, sizeof(url));
		fprintf(f,
		    "feed \"%s\" { url = \"%s\" role = \"%s\"%s%s%s%s }\n",
		    s->slug, url, s->role, s->vendor ? " vendor = \"" : "",
		    s->vendor ? s->vendor : "", s->vendor ? "\"" : "",
		    s->fulltext ? " fulltext = yes" : "");
	}
}

static void write_config(void)
{
	static const char *const days[] = {"sunday", "monday", "tuesday",
	    "wednesday", "thursday", "friday", "saturday"};
	FILE *f = fopen(run.config, "we");

	if (!f) {
		fprintf(stderr, "%s: %s\n", run.config, strerror(errno));
		exit(EXIT_FAILURE);
	}
	fprintf(f,
	    "database = \"%s\"\nlexicon = \"%s/lexicon\"\nfeeds = \"\"\n"
	    "keep = \"%dd\"\nlog = \"%s\"\n"
	    "backup { every = \"4w\" keep = 2 }\n"
	    "sockets { status = \"%s/s\" control = \"%s/c\" }\n"
	    "mail { server = \"smtp://mail.example.net\" tls = \"if-offered\""
	    " from = \"hearsay@example.net\" }\n"
	    "notify \"hook\" { url = \"https://hook.example.net/\""
	    " events = {\"rumor-new\", \"rumor-settled\"} }\n"
	    "digest \"verdicts\" { to = {\"v@example.net\"}"
	    " when = \"at-once\" }\n",
	    run.database, sim.etc, (int)(sim.keep_s / DAY), sim.log, run.dir,
	    run.dir);
	for (size_t i = 0; i < ledger_digest_count; i++) {
		const struct ledger_digest *d = &ledger_digests[i];

		fprintf(f,
		    "digest \"%s\" { to = {\"%s@example.net\"} when = \"%s\""
		    " at = \"%02d:%02d\" weekday = \"%s\" timezone = \"%s\""
		    " heartbeat = \"yes\" }\n",
		    d->name, d->name, d->weekday < 0 ? "daily" : "weekly",
		    d->hour, d->minute, days[d->weekday < 0 ? 1 : d->weekday],
		    d->zone);
	}
	write_feeds(f);
	fclose(f);
}

/* --- what happens to the machine, and what its operator does --- */

static void set_clock(int64_t off)
{
	int64_t from = simtime_wall();

	simtime_set_off(off);
	polite_unsteady();
	ledger_wall_moved(from);
	run.settled_since = off ? 0 : simtime_true();
	past_note(NULL, "the clock is %+" PRId64 " s off", off);
	tell("the clock is %+" PRId64 " s off", off);
}

/* Wrong for a while, then right again. */
static void jump(void)
{
	static const int64_t by[] = {
	    30, -30, HOUR, -HOUR, DAY, -DAY, 9 * DAY, -9 * DAY, 40 * DAY};
	int64_t now = simtime_true();

	counts.jumps++;
	set_clock(by[draw(&run.rng, sizeof(by) / sizeof(by[0]))]);
	run.right = now + draw_between(&run.rng, 5 * MINUTE, 3 * HOUR);
	run.jump =
	    run.right + draw_wait(&run.rng, 40.0 * (double)DAY / sim.rough);
}

/* Gives feeds that moved or died their new address. */
static void operate(void)
{
	bool changed = false;

	for (size_t i = 0; i < world_sites(); i++) {
		struct site *s = world_site(i);

		if (s->trouble == GONE) {
			s->trouble = WELL;
			s->place++;
		} else if (s->configured == s->place ||
			   simtime_true() < s->former_until) {
			continue;
		}
		past_note(s, "the operator gives it address %u", s->place);
		polite_readdress(s->polite, s->place);
		s->configured = s->place;
		changed = true;
	}
	if (!changed)
		return;
	counts.reloads++;
	past_note(NULL, "the operator mended the configuration");
	write_config();
	if (run.up)
		raise(SIGHUP);
}

static int64_t resident_bytes(void)
{
	long long pages = 0;
	FILE *f = fopen("/proc/self/statm", "re");

	if (f && fscanf(f, "%*s %lld", &pages) != 1)
		pages = 0;
	if (f)
		fclose(f);
	return (int64_t)pages * sysconf(_SC_PAGESIZE);
}

static void measure(void)
{
	struct age *a = &run.ages[run.age_count];
	char day[DATE_RFC3339_SIZE];

	if (run.age_count == AGES_MOST)
		return;
	run.age_count++;
	a->at = simtime_true();
	a->rss = resident_bytes();
	ledger_size(&a->size);
	date_format_rfc3339(a->at, day);
	printf("# %.10s: memory %.1f MB, database %.1f MB (in use %.1f), "
	       "%" PRId64 " items, %" PRId64 " stories, %" PRId64
	       " rumors (%" PRId64 " open), %" PRId64 " events, %zu fetches, "
	       "%zu violations\n",
	    day, (double)a->rss / 1e6, (double)a->size.file_bytes / 1e6,
	    (double)a->size.used_bytes / 1e6, a->size.items, a->size.stories,
	    a->size.rumors, a->size.open_rumors, a->size.events, counts.fetches,
	    counts.violations);
	fflush(stdout);
}

/* What is due by now, and when the next of it is. */
static int64_t agenda(void)
{
	int64_t now = simtime_true(), next;

	if (now >= run.end - CALM_S) {
		world_calm();
		run.jump = run.stop = run.death = INT64_MAX;
	}
	if (now >= run.right) {
		run.right = INT64_MAX;
		set_clock(0);
	}
	if (now >= run.jump)
		jump();
	if (now >= run.death) {
		counts.net_deaths++;
		past_note(NULL, "net dies");
		simchild_kill_net();
		run.death =
		    now + draw_wait(&run.rng, 20.0 * (double)DAY / sim.rough);
	}
	if (now >= run.operator) {
		operate();
		run.operator= now +(int64_t)(30 * DAY / sim.rough);
	}
	if (now >= run.look) {
		ledger_look();
		run.look = now + DAY;
	}
	if (now >= run.measure) {
		measure();
		run.measure = now + (sim.days > 200 ? 61 : 20) * DAY;
	}
	run.over = now >= run.end;
	if (run.over || now >= run.stop) {
		run.stop = INT64_MAX;
		if (run.up)
			raise(SIGTERM);
	}
	next = run.over ? now + HOUR : run.end;
	for (size_t i = 0; i < 7 && !run.over; i++) {
		const int64_t all[] = {run.right, run.jump, run.death,
		    run.operator, run.look, run.measure, run.stop};

		next = all[i] < next ? all[i] : next;
	}
	return next;
}

/* The machine is off for a while; its clock may be wrong at first. */
static void be_off(void)
{
	int64_t off = chance(&run.rng, 0.15)
			  ? draw_between(&run.rng, DAY, 6 * DAY)
			  : draw_between(&run.rng, MINUTE, 12 * HOUR);

	past_note(NULL, "the daemon is down for %" PRId64 " s", off);
	tell("the daemon is down for %" PRId64 " s", off);
	for (size_t i = 0; i < world_sites(); i++)
		polite_stopped(world_site(i));
	run.settled_since = 0;
	if (simtime_off() > 0)
		ledger_wall_moved(simtime_wall());
	simtime_pass(off);
	if (chance(&run.rng, 0.3)) /* a time to mend what else is to mend */
		operate();
	if (run.right != INT64_MAX) /* a start sets it right, or wrong */
		run.right = INT64_MAX;
	simtime_set_off(0);
	if (chance(&run.rng, 0.15)) {
		counts.jumps++;
		simtime_set_off(-draw_between(&run.rng, 5 * DAY, 60 * DAY));
		run.right = simtime_true() + 10 * MINUTE;
	}
}

static void start_daemon(void)
{
	struct daemon_options options = {
	    .config_file = run.config, .foreground = true};

	counts.starts++;
	past_note(NULL, "the daemon starts, its clock %+" PRId64 " s off",
	    simtime_off());
	ledger_wall_moved(0);
	polite_unsteady();
	run.settled_since = simtime_off() ? 0 : simtime_true();
	run.stop = simtime_true() +
		   draw_wait(&run.rng, 35.0 * (double)DAY / sim.rough);
	if (run.stop > run.end - CALM_S)
		run.stop = INT64_MAX;
	simtime_agenda(agenda);
	if (run.over)
		return;
	run.up = true;
	if (daemon_run(&options) == EXIT_SUCCESS) {
		run.up = false;
		return;
	}
	fputs("the daemon does not start\n", stderr);
	exit(EXIT_FAILURE);
}

/* --- the run --- */

static void prepare(const char *dir)
{
	char path[600], *whole;

	if (mkdir(dir, 0755) && errno != EEXIST) {
		fprintf(stderr, "%s: %s\n", dir, strerror(errno));
		exit(EXIT_FAILURE);
	}
	whole = realpath(dir, NULL);
	snprintf(run.dir, sizeof(run.dir), "%s", whole ? whole : dir);
	free(whole);
	snprintf(run.config, sizeof(run.config), "%s/hearsay.conf", run.dir);
	snprintf(run.database, sizeof(run.database), "%s/hearsay.db", run.dir);
	snprintf(path, sizeof(path), "%s/log", run.dir);
	run.log = fopen(path, "we");
	if (!run.log || !access(run.database, F_OK)) {
		fprintf(stderr, "%s: %s\n", dir,
		    run.log ? "has a database already" : strerror(errno));
		exit(EXIT_FAILURE);
	}
}

static void begin(void)
{
	int64_t at = sim.start;

	simtime_start(at, hash_of(4, 4));
	run.rng.state = hash_of(5, 5);
	run.end = at + sim.days * DAY;
	run.look = at + DAY;
	run.right = INT64_MAX;
	run.jump = at + draw_wait(&run.rng, 40.0 * (double)DAY / sim.rough);
	run.death = at + draw_wait(&run.rng, 20.0 * (double)DAY / sim.rough);
	run.operator= at +(int64_t)(30 * DAY / sim.rough);
	run.measure = at + 10 * DAY;
	prose_start();
	world_start();
	past_start();
	ledger_start(run.database);
	write_config();
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void summarize(double took_s)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	printf("# %zu feeds, %" PRId64 " days, seed %" PRIu64
	       ": %.0f s of real time, %.0f s of the processor's, peak memory "
	       "%.1f MB (the world's own: %.1f MB)\n",
	    sim.feeds, sim.days, sim.seed, took_s,
	    seconds(usage.ru_utime) + seconds(usage.ru_stime),
	    (double)usage.ru_maxrss / 1e3, (double)world_bytes() / 1e6);
	printf("# %zu fetches: %zu documents, %zu unchanged, %zu refused, "
	       "%zu failed, %zu of pages\n",
	    counts.fetches, counts.fresh, counts.unchanged, counts.refused,
	    counts.failed, counts.pages);
	printf("# %zu posts shown, %zu affairs; %zu mails (%zu refused), "
	       "%zu posts to hooks (%zu refused)\n",
	    counts.delivered, prose_affairs(), counts.mails,
	    counts.mails_refused, counts.hooks, counts.hooks_refused);
	printf("# %zu troubles, %zu of them deaths, %zu moves, %zu times other "
	       "guids; %zu starts, %zu reloads, %zu deaths of net, %zu clock "
	       "jumps\n",
	    counts.troubles, counts.deaths, counts.moves, counts.new_guids,
	    counts.starts, counts.reloads, counts.net_deaths, counts.jumps);
}

static int64_t read_day(const char *s)
{
	int64_t at = date_parse(s);

	if (at != DATE_NONE)
		return at;
	fprintf(stderr, "%s: a day is wanted, as 2023-11-01\n", s);
	exit(EXIT_FAILURE);
}

static void read_options(int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "f:d:b:s:k:r:e:l:v")) != -1) {
		switch (c) {
		case 'f':
			sim.feeds = (size_t)strtoul(optarg, NULL, 10);
			break;
		case 'd':
			sim.days = strtol(optarg, NULL, 10);
			break;
		case 'b':
			sim.start = read_day(optarg);
			break;
		case 's':
			sim.seed = strtoul(optarg, NULL, 10);
			break;
		case 'k':
			sim.keep_s = strtol(optarg, NULL, 10) * DAY;
			break;
		case 'r':
			sim.rough = strtod(optarg, NULL);
			break;
		case 'e':
			sim.etc = realpath(optarg, NULL);
			break;
		case 'l':
			sim.log = optarg;
			break;
		case 'v':
			sim.verbose = true;
			break;
		default:
			exit(EXIT_FAILURE);
		}
	}
	if (optind + 1 == argc && sim.etc && sim.feeds && sim.rough > 0 &&
	    sim.days > CALM_S / DAY)
		return;
	fputs("usage: years [-f FEEDS] [-d DAYS] [-b BEGIN] [-s SEED]"
	      " [-k KEEP-DAYS] [-r ROUGH] [-e ETC] [-l LOG] [-v] DIR\n",
	    stderr);
	exit(EXIT_FAILURE);
}

int main(int argc, char **argv)
{
	double began = simtime_real_s();

	sim.start = read_day("2023-11-01");
	sim.keep_s = 120 * DAY;
	sim.etc = realpath("etc", NULL);
	read_options(argc, argv);
	sim.dir = argv[optind];
	unsetenv("JOURNAL_STREAM");
	unsetenv("NOTIFY_SOCKET");
	puts("1..1");
	prepare(sim.dir);
	parse_prepare();
	begin();
	log_sink(take_line);
	for (start_daemon(); !run.over; start_daemon())
		be_off();
	ledger_close();
	measure();
	ledger_stop();
	summarize(simtime_real_s() - began);
	printf("%s 1 - %" PRId64 " days of %zu feeds: %zu violations\n",
	    counts.violations ? "not ok" : "ok", sim.days, sim.feeds,
	    counts.violations);
	past_stop();
	world_stop();
	fclose(run.log);
	return counts.violations ? EXIT_FAILURE : EXIT_SUCCESS;
}
