/* The table of options, and how the value of each kind is read. */
#include "core/configoption.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/duration.h"
#include "base/mem.h"
#include "core/config.h"
#include "core/server.h"
#include "model/rumor.h"

struct option_kind {
	int (*set)(const struct option *, const char *value, struct arena *,
	    const char *folder, void *base, struct err *);
	bool list;
};

#define SETTER(name) \
	static int name(const struct option *o, const char *v, \
	    struct arena *arena, const char *folder, void *base, \
	    struct err *e)

/* Where the value goes, for the setters. */
#define PLACE(type) ((type *)(void *)((char *)base + o->offset))
#define UNUSED(x)   ((void)(x))

SETTER(set_text)
{
	UNUSED(folder);
	UNUSED(e);
	if (base)
		*PLACE(const char *) = *v ? arena_strdup(arena, v) : NULL;
	return 0;
}

SETTER(set_path)
{
	UNUSED(e);
	if (!base)
		return 0;
	if (!*v)
		*PLACE(const char *) = NULL;
	else if (*v == '/' || !folder)
		*PLACE(const char *) = arena_strdup(arena, v);
	else
		*PLACE(const char *) = arena_printf(arena, "%s/%s", folder, v);
	return 0;
}

SETTER(set_duration)
{
	int64_t s = duration_parse(v);

	UNUSED(arena);
	UNUSED(folder);
	if (s < 0)
		return err_set(e,
		    "%s = \"%s\" is not a duration: write a number and a unit "
		    "(s, min, h, d, w), as in \"15min\" or \"1h30min\"",
		    o->name, v);
	if (base)
		*PLACE(int64_t) = s;
	return 0;
}

static int set_number(const struct option *o, const char *v, int64_t least,
    int64_t most, void *base, struct err *e)
{
	int64_t n = 0;
	const char *p = v;

	while (isdigit((unsigned char)*p) && n <= most)
		n = n * 10 + (*p++ - '0');
	if (p == v || *p || n < least || n > most)
		return err_set(e,
		    "%s = \"%s\" is not right: write a whole number from "
		    "%" PRId64 " to %" PRId64,
		    o->name, v, least, most);
	if (base)
		*PLACE(int64_t) = n;
	return 0;
}

SETTER(set_connections)
{
	UNUSED(arena);
	UNUSED(folder);
	return set_number(o, v, 1, 1000, base, e);
}

SETTER(set_pages)
{
	UNUSED(arena);
	UNUSED(folder);
	return set_number(o, v, 0, 1000, base, e);
}

SETTER(set_kept)
{
	UNUSED(arena);
	UNUSED(folder);
	return set_number(o, v, 1, 1000, base, e);
}

SETTER(set_parsers)
{
	UNUSED(arena);
	UNUSED(folder);
	return set_number(o, v, 1, 16, base, e);
}

/* The index of a word in a list of them, or -1 with all of them named. */
static int choose(const struct option *o, const char *v,
    const char *const *words, struct err *e)
{
	char all[128] = "";
	size_t n = 0;

	for (int i = 0; words[i]; i++) {
		if (!strcmp(words[i], v))
			return i;
		n += (size_t)snprintf(
		    all + n, sizeof(all) - n, "%s%s", i ? ", " : "", words[i]);
	}
	return err_set(e, "%s = \"%s\" is none of: %s", o->name, v, all);
}

SETTER(set_role)
{
	static const char *const words[] = {
	    "press", "official", "tipster", "aggregator", "community", NULL};
	int i = choose(o, v, words, e);

	UNUSED(arena);
	UNUSED(folder);
	if (i >= 0 && base)
		source_role_parse(words[i], PLACE(enum source_role));
	return i < 0 ? -1 : 0;
}

SETTER(set_log)
{
	static const char *const words[] = {
	    "error", "warning", "info", "debug", NULL};
	static const enum log_level levels[] = {
	    LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG};
	int i = choose(o, v, words, e);

	UNUSED(arena);
	UNUSED(folder);
	if (i >= 0 && base)
		*PLACE(enum log_level) = levels[i];
	return i < 0 ? -1 : 0;
}

SETTER(set_when)
{
	static const char *const words[] = {"daily", "weekly", "at-once", NULL};
	static const enum digest_when whens[] = {
	    DIGEST_DAILY, DIGEST_WEEKLY, DIGEST_AT_ONCE};
	int i = choose(o, v, words, e);

	UNUSED(arena);
	UNUSED(folder);
	if (i >= 0 && base)
		*PLACE(enum digest_when) = whens[i];
	return i < 0 ? -1 : 0;
}

SETTER(set_yes_no)
{
	static const char *const words[] = {"yes", "no", NULL};
	int i = choose(o, v, words, e);

	UNUSED(arena);
	UNUSED(folder);
	if (i >= 0 && base)
		*PLACE(bool) = i == 0;
	return i < 0 ? -1 : 0;
}

SETTER(set_weekday)
{
	static const char *const words[] = {"sunday", "monday", "tuesday",
	    "wednesday", "thursday", "friday", "saturday", NULL};
	int i = choose(o, v, words, e);

	UNUSED(arena);
	UNUSED(folder);
	if (i >= 0 && base)
		*PLACE(int) = i;
	return i < 0 ? -1 : 0;
}

SETTER(set_tls)
{
	static const char *const words[] = {"required", "if-offered", NULL};
	int i = choose(o, v, words, e);

	UNUSED(arena);
	UNUSED(folder);
	if (i >= 0 && base)
		*PLACE(bool) = i == 0;
	return i < 0 ? -1 : 0;
}

SETTER(set_clock)
{
	unsigned h, m;
	char after;

	UNUSED(arena);
	UNUSED(folder);
	if (strlen(v) != 5 || v[2] != ':' ||
	    sscanf(v, "%2u:%2u%c", &h, &m, &after) != 2 || h > 23 || m > 59)
		return err_set(e,
		    "%s = \"%s\" is not a time of day: write hours and "
		    "minutes, as in \"07:30\"",
		    o->name, v);
	if (base)
		*PLACE(int) = (int)(h * 60 + m);
	return 0;
}

/*
 * A zone of the tz database. libc takes any unknown name for UTC without a
 * word, so its file is looked for.
 */
SETTER(set_timezone)
{
	const char *dir = getenv("TZDIR");
	char path[512];

	UNUSED(folder);
	snprintf(
	    path, sizeof(path), "%s/%s", dir ? dir : "/usr/share/zoneinfo", v);
	if (strcmp(v, "UTC") &&
	    (!*v || *v == '/' || strstr(v, "..") || access(path, R_OK)))
		return err_set(e,
		    "%s = \"%s\" is not in the tz database: write a name such "
		    "as \"Europe/Berlin\" or \"UTC\"",
		    o->name, v);
	if (base)
		*PLACE(const char *) = arena_strdup(arena, v);
	return 0;
}

static bool is_host_char(char c)
{
	return isalnum((unsigned char)c) || strchr("-._:[]", c);
}

/* Scheme of the list, and a host behind it. */
static bool is_url(const char *v, const char *const *schemes)
{
	size_t n;

	for (; *schemes; schemes++) {
		n = strlen(*schemes);
		if (strncmp(v, *schemes, n) || !is_host_char(v[n]))
			continue;
		for (v += n; *v; v++)
			if ((unsigned char)*v <= ' ' || *v == 0x7f)
				return false;
		return true;
	}
	return false;
}

SETTER(set_url)
{
	static const char *const schemes[] = {"https://", "http://", NULL};

	UNUSED(folder);
	if (!is_url(v, schemes))
		return err_set(e,
		    "%s = \"%s\" is not an address: write a whole one, as in "
		    "\"https://example.org/feed\"",
		    o->name, v);
	if (base)
		*PLACE(const char *) = arena_strdup(arena, v);
	return 0;
}

SETTER(set_url_or_none)
{
	return *v ? set_url(o, v, arena, folder, base, e)
		  : set_text(o, v, arena, folder, base, e);
}

SETTER(set_loopback)
{
	struct sockaddr_storage at;
	int len;

	if (*v && server_address(v, &at, &len))
		return err_set(e,
		    "%s = \"%s\" is not an address of loopback with a port: "
		    "write one as \"127.0.0.1:8017\" or \"[::1]:8017\"",
		    o->name, v);
	return set_text(o, v, arena, folder, base, e);
}

SETTER(set_smtp)
{
	static const char *const schemes[] = {"smtps://", "smtp://", NULL};

	if (*v && !is_url(v, schemes))
		return err_set(e,
		    "%s = \"%s\" is not a mail server: write "
		    "\"smtps://host:465\" or \"smtp://host:587\"",
		    o->name, v);
	return set_text(o, v, arena, folder, base, e);
}

/* One mailbox, with or without a display name; enough to catch slips. */
static bool is_mailbox(const char *v)
{
	const char *open = strchr(v, '<');
	const char *addr = open ? open + 1 : v;
	const char *at = strchr(addr, '@');
	size_t n = open ? strcspn(addr, ">") : strlen(addr);

	for (const char *p = v; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return false;
	if (open && (addr[n] != '>' || addr[n + 1]))
		return false;
	if (!at || at == addr || at >= addr + n - 1)
		return false;
	for (size_t i = 0; i < n; i++)
		if (addr[i] == ' ' || addr[i] == '<' || addr[i] == ',')
			return false;
	return strchr(at + 1, '@') == NULL;
}

static int check_mailbox(const struct option *o, const char *v, struct err *e)
{
	if (is_mailbox(v))
		return 0;
	return err_set(e,
	    "%s: \"%s\" is not a mail address: write \"name@example.org\" or "
	    "\"Name <name@example.org>\"",
	    o->name, v);
}

SETTER(set_mailbox)
{
	if (*v && check_mailbox(o, v, e))
		return -1;
	return set_text(o, v, arena, folder, base, e);
}

SETTER(set_lang)
{
	bool ok = *v && isalpha((unsigned char)*v) && strlen(v) <= 35;

	for (const char *p = v; *p; p++)
		ok = ok && (isalnum((unsigned char)*p) || *p == '-');
	if (*v && !ok)
		return err_set(e,
		    "%s = \"%s\" is not a language tag: write one as \"en\" "
		    "or \"zh-CN\"",
		    o->name, v);
	return set_text(o, v, arena, folder, base, e);
}

static void add_string(struct arena *arena, struct strings *list, const char *v)
{
	const char **grown = arena_array(arena, list->n + 1, sizeof(*grown));

	if (list->n)
		memcpy(grown, list->v, list->n * sizeof(*grown));
	grown[list->n] = arena_strdup(arena, v);
	list->v = grown;
	list->n++;
}

SETTER(set_list)
{
	UNUSED(folder);
	if (!*v || strpbrk(v, " \t\r\n"))
		return err_set(e,
		    "%s: \"%s\" is not right: one element is one word, as in "
		    "{\"a\", \"b\"}",
		    o->name, v);
	if (base)
		add_string(arena, PLACE(struct strings), v);
	return 0;
}

/* Names have more than one word: "One UI". */
SETTER(set_names)
{
	UNUSED(folder);
	if (!*v || strpbrk(v, "\t\r\n"))
		return err_set(e,
		    "%s: \"%s\" is not right: one element is one name, as in "
		    "{\"Samsung\", \"One UI\"}",
		    o->name, v);
	if (base)
		add_string(arena, PLACE(struct strings), v);
	return 0;
}

SETTER(set_statuses)
{
	enum rumor_status status;

	UNUSED(folder);
	if (rumor_status_parse(v, &status))
		return err_set(e,
		    "%s: \"%s\" is none of: open, corroborated, confirmed, "
		    "partly-confirmed, contradicted, denied, expired",
		    o->name, v);
	if (base)
		add_string(arena, PLACE(struct strings), v);
	return 0;
}

SETTER(set_events)
{
	enum event_kind kind;

	UNUSED(folder);
	if (event_kind_parse(v, &kind) ||
	    (kind != EVENT_RUMOR_SETTLED && kind != EVENT_RUMOR_NEW &&
		kind != EVENT_RUMOR_STATUS && kind != EVENT_FEED_STATE))
		return err_set(e,
		    "%s: \"%s\" is none of: rumor-settled, rumor-new, "
		    "rumor-status, feed-state",
		    o->name, v);
	if (base)
		add_string(arena, PLACE(struct strings), v);
	return 0;
}

SETTER(set_mailboxes)
{
	UNUSED(folder);
	if (check_mailbox(o, v, e))
		return -1;
	if (base)
		add_string(arena, PLACE(struct strings), v);
	return 0;
}

static const struct option_kind
    text = {.set = set_text},
    path = {.set = set_path}, duration = {.set = set_duration},
    connections = {.set = set_connections}, pages = {.set = set_pages},
    kept = {.set = set_kept}, parsers = {.set = set_parsers},
    yes_no = {.set = set_yes_no}, role = {.set = set_role},
    level = {.set = set_log}, when = {.set = set_when},
    weekday = {.set = set_weekday}, tls = {.set = set_tls},
    clock_time = {.set = set_clock}, zone = {.set = set_timezone},
    url = {.set = set_url}, url_or_none = {.set = set_url_or_none},
    smtp = {.set = set_smtp}, loopback = {.set = set_loopback},
    mailbox = {.set = set_mailbox}, lang = {.set = set_lang},
    list = {.set = set_list, .list = true},
    names = {.set = set_names, .list = true},
    statuses = {.set = set_statuses, .list = true},
    events = {.set = set_events, .list = true},
    mailboxes = {.set = set_mailboxes, .list = true};

#define AT(m) offsetof(struct config, m)

static const struct option root_options[] = {
    {"database", &path, AT(database), LOCALSTATEDIR "/lib/hearsay/hearsay.db"},
    {"lexicon", &path, AT(lexicon), PKGSYSCONFDIR "/lexicon"},
    {"dictionaries", &path, AT(dictionaries), NULL},
    {"url-rules", &path, AT(url_rules), NULL},
    {"feeds", &path, AT(feeds_dir), NULL},
    {"contact", &url_or_none, AT(contact), NULL},
    {"keep", &duration, AT(keep_s), "400d"},
    {"log", &level, AT(log), "info"},
};

static const struct option poll_options[] = {
    {"interval", &duration, AT(poll.interval_s), "1h"},
    {"floor", &duration, AT(poll.floor_s), "15min"},
    {"ceiling", &duration, AT(poll.ceiling_s), "24h"},
    {"stale-after", &duration, AT(poll.stale_after_s), "365d"},
    {"min-gap", &duration, AT(poll.min_gap_s), "10s"},
    {"spread", &duration, AT(poll.spread_s), "5min"},
    {"timeout", &duration, AT(poll.timeout_s), "60s"},
    {"connect-timeout", &duration, AT(poll.connect_timeout_s), "15s"},
    {"max-connections", &connections, AT(poll.max_connections), "32"},
    {"parsers", &parsers, AT(poll.parsers), "1"},
    {"pages-per-poll", &pages, AT(poll.pages_per_poll), "10"},
    {"pages-per-day", &pages, AT(poll.pages_per_day), "100"},
    {"allow-hosts", &list, AT(poll.allow_hosts), NULL},
    {"ca-file", &path, AT(poll.ca_file), NULL},
    {"proxy", &text, AT(poll.proxy), NULL},
};

static const struct option sockets_options[] = {
    {"status", &path, AT(sockets.status), RUNSTATEDIR "/hearsay/status.sock"},
    {"control", &path, AT(sockets.control),
	RUNSTATEDIR "/hearsay/control.sock"},
    {"page", &loopback, AT(sockets.page), NULL},
};

static const struct option backup_options[] = {
    {"every", &duration, AT(backup.every_s), "1d"},
    {"keep", &kept, AT(backup.keep), "3"},
    {"folder", &path, AT(backup.folder), NULL},
};

static const struct option mail_options[] = {
    {"server", &smtp, AT(mail.server), NULL},
    {"user", &text, AT(mail.user), NULL},
    {"password-file", &path, AT(mail.password_file), NULL},
    {"tls", &tls, AT(mail.tls_required), "required"},
    {"ca-file", &path, AT(mail.ca_file), NULL},
    {"from", &mailbox, AT(mail.from), NULL},
    {"domain", &text, AT(mail.domain), NULL},
};

#undef AT
#define AT(m) offsetof(struct config_digest, m)

static const struct option digest_options[] = {
    {"to", &mailboxes, AT(to), NULL},
    {"when", &when, AT(when), "daily"},
    {"at", &clock_time, AT(minute), "07:30"},
    {"weekday", &weekday, AT(weekday), "monday"},
    {"timezone", &zone, AT(timezone), "UTC"},
    {"vendors", &names, AT(vendors), NULL},
    {"products", &names, AT(products), NULL},
    {"statuses", &statuses, AT(statuses), NULL},
    {"languages", &list, AT(langs), NULL},
    {"heartbeat", &yes_no, AT(heartbeat), "no"},
};

#undef AT
#define AT(m) offsetof(struct config_hook, m)

static const struct option hook_options[] = {
    {"url", &url, AT(url), NULL},
    {"events", &events, AT(events), NULL},
    {"vendors", &names, AT(vendors), NULL},
    {"template", &path, AT(template_file), NULL},
    {"secret-file", &path, AT(secret_file), NULL},
};

#undef AT
#define AT(m) offsetof(struct config_feed, m)

static const struct option feed_options[] = {
    {"title", &text, AT(source.title), NULL},
    {"url", &url, AT(url), NULL},
    {"site", &url_or_none, AT(source.site), NULL},
    {"role", &role, AT(source.role), "press"},
    {"vendor", &text, AT(source.vendor), NULL},
    {"lang", &lang, AT(source.lang), NULL},
    {"interval", &duration, AT(interval_s), NULL},
    {"fulltext", &yes_no, AT(fulltext), "no"},
};

#define ROWS(a) a, sizeof(a) / sizeof((a)[0])

const struct section config_sections[] = {
    {"", ROWS(root_options), false, false},
    {"poll", ROWS(poll_options), false, false},
    {"sockets", ROWS(sockets_options), false, false},
    {"backup", ROWS(backup_options), false, false},
    {"mail", ROWS(mail_options), false, false},
    {"digest", ROWS(digest_options), true, true},
    {"notify", ROWS(hook_options), true, false},
    {"feed", ROWS(feed_options), true, true},
};
const size_t config_section_count =
    sizeof(config_sections) / sizeof(config_sections[0]);

const struct section *section_find(const char *name)
{
	for (size_t i = 0; i < config_section_count; i++)
		if (!strcmp(config_sections[i].name, name))
			return &config_sections[i];
	return NULL;
}

const struct option *section_option(const struct section *s, const char *name)
{
	for (size_t i = 0; i < s->count; i++)
		if (!strcmp(s->options[i].name, name))
			return &s->options[i];
	return NULL;
}

bool option_is_list(const struct option *o)
{
	return o->kind->list;
}

int option_set(const struct option *o, const char *value, struct arena *arena,
    const char *folder, void *base, struct err *e)
{
	return o->kind->set(o, value, arena, folder, base, e);
}
