/*
 * Reading the configuration: libconfuse for the syntax, our own checks and
 * merging of files, and every message with its place.
 */
#include "core/config.h"

#include <confuse.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/caps.h"
#include "base/map.h"
#include "base/mem.h"
#include "core/configoption.h"
#include "core/configtext.h"
#include "core/hooksign.h"
#include "text/url.h"
#include "text/spelling.h"
#include "text/utf8.h"
#include "view/hook.h"

struct reader {
	struct config *config;
	struct buf *errors;
	size_t error_count;
	struct map feeds, digests, hooks; /* by name: struct config_place */
	size_t feed_cap, digest_cap, hook_cap;
	/* of the file that is being read */
	const char *file, *folder;
	struct configtext text;
	bool in_dir;
	bool sound;	  /* its values are: what is missing is worth telling */
	struct map given; /* "section address/option", to find repeats */
	struct map lines; /* int of each "section/option" that has no title */
};

/* libconfuse hands no argument to its callbacks. */
static struct reader *reading;

static void __attribute__((format(printf, 3, 4)))
complain(struct reader *r, int line, const char *fmt, ...)
{
	struct buf text;
	va_list ap;

	r->error_count++;
	if (line)
		buf_printf(r->errors, "%s:%d: ", r->file, line);
	else
		buf_printf(r->errors, "%s: ", r->file);
	buf_init(&text, CAP_CONFIG);
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	/* What it quotes may hold line feeds. */
	utf8_put_visible(r->errors, buf_text(&text));
	buf_putc(r->errors, '\n');
	buf_free(&text);
}

/* --- what libconfuse calls --- */

static const char *nearest(const cfg_t *sec, const char *name)
{
	const char *best = NULL;
	size_t least = SPELLING_NEAR, d;

	for (const cfg_opt_t *o = sec->opts; o->name; o++) {
		d = spelling_distance(name, o->name);
		if (d < least) {
			least = d;
			best = o->name;
		}
	}
	return best;
}

static void complain_unknown(cfg_t *sec, const char *name)
{
	const char *best = nearest(sec, name);
	bool root = !strcmp(sec->name, "root");
	struct buf known;

	if (best) {
		complain(reading, sec->line,
		    "unknown option \"%s\": did you mean \"%s\"?", name, best);
		return;
	}
	if (root && reading->in_dir && section_find(name)) {
		complain(reading, sec->line,
		    "\"%s\" belongs into the main file; here stand feeds and "
		    "digests",
		    name);
		return;
	}
	buf_init(&known, 1024);
	for (const cfg_opt_t *o = sec->opts; o->name; o++)
		buf_printf(&known, "%s%s", o == sec->opts ? "" : ", ", o->name);
	complain(reading, sec->line, "unknown option \"%s\": %s has %s", name,
	    root ? "the file" : sec->name, buf_text(&known));
	buf_free(&known);
}

static void on_confuse_error(cfg_t *, const char *, va_list)
    __attribute__((format(printf, 2, 0)));

static void on_confuse_error(cfg_t *sec, const char *fmt, va_list ap)
{
	static const char no_such[] = "no such option '",
			  twice[] = "found duplicate title '";
	char text[512], *end;

	vsnprintf(text, sizeof(text), fmt, ap);
	if (!strncmp(text, no_such, sizeof(no_such) - 1)) {
		end = strrchr(text, '\'');
		*end = '\0';
		complain_unknown(sec, text + sizeof(no_such) - 1);
		return;
	}
	if (!strncmp(text, twice, sizeof(twice) - 1)) {
		text[strlen(text) - 1] = '\0';
		complain(reading, sec->line,
		    "\"%s\" is already the name of a section above: rename "
		    "or remove one",
		    text + sizeof(twice) - 1);
		return;
	}
	for (end = text; *end; end++)
		if (*end == '\'')
			*end = '"';
	complain(reading, sec->line,
	    "%s: write  name = \"value\"  or  section { ... }", text);
}

static const struct section *section_of(const cfg_t *sec)
{
	return section_find(strcmp(sec->name, "root") ? sec->name : "");
}

/* What is given in several files has its place from name_is_new(). */
static void note_line(
    struct reader *r, const struct section *s, const struct option *o, int line)
{
	char key[128];
	int *at;

	if (s->titled)
		return;
	at = arena_alloc(&r->config->arena, sizeof(*at));
	*at = line;
	snprintf(key, sizeof(key), "%s/%s", s->name, o->name);
	map_put(&r->lines, key, at);
}

/* Where the main file gives it; 0: nowhere, what it has is the default. */
static int line_of(const struct reader *r, const char *key)
{
	const int *line = map_get(&r->lines, key);

	return line ? *line : 0;
}

/* Is called after each value; a wrong one is noted and reading goes on. */
static int on_value(cfg_t *sec, cfg_opt_t *opt)
{
	const struct option *o = section_option(section_of(sec), opt->name);
	unsigned n = cfg_opt_size(opt);
	struct err e;
	char key[128];

	if (!o || !n)
		return 0;
	/* The last element of a list comes twice. */
	snprintf(key, sizeof(key), "%p/%s/%u", (void *)sec, opt->name, n);
	if (map_put(&reading->given, key, reading)) {
		if (!option_is_list(o))
			complain(reading, sec->line,
			    "\"%s\" is given twice here: keep one", opt->name);
		return 0;
	}
	note_line(reading, section_of(sec), o, sec->line);
	if (option_set(o, cfg_opt_getnstr(opt, n - 1), NULL, NULL, NULL, &e))
		complain(reading, sec->line, "%s", e.text);
	return 0;
}

/* --- from libconfuse's tree to ours --- */

static void set_defaults(const struct section *s, struct config *c, void *base)
{
	struct err e;

	for (size_t i = 0; i < s->count; i++)
		if (s->options[i].value)
			option_set(&s->options[i], s->options[i].value,
			    &c->arena, NULL, base, &e);
}

static void take_options(
    struct reader *r, const struct section *s, cfg_t *sec, void *base)
{
	cfg_opt_t *opt;
	struct err e;

	for (size_t i = 0; i < s->count; i++) {
		opt = cfg_getopt(sec, s->options[i].name);
		if (!opt || !(opt->flags & CFGF_MODIFIED))
			continue;
		for (unsigned n = 0; n < cfg_opt_size(opt); n++)
			option_set(&s->options[i], cfg_opt_getnstr(opt, n),
			    &r->config->arena, r->folder, base, &e);
	}
}

bool config_name_is_good(const char *name)
{
	size_t n = strlen(name);

	if (!n || n > 64)
		return false;
	for (const char *p = name; *p; p++)
		if (!islower((unsigned char)*p) &&
		    !isdigit((unsigned char)*p) && !strchr("-_.", *p))
			return false;
	return name[0] != '.';
}

bool config_wants(const struct strings *list, const char *name)
{
	for (size_t i = 0; name && i < list->n; i++)
		if (!strcasecmp(list->v[i], name))
			return true;
	return !list->n;
}

/* Notes where the name was defined; false where it had been before. */
static bool name_is_new(struct reader *r, const char *what, struct map *names,
    const char *name, struct config_place place)
{
	struct config_place *p = map_get(names, name);

	if (p) {
		complain(r, place.line,
		    "%s \"%s\" is already at %s:%d: rename or remove one", what,
		    name, p->file, p->line);
		return false;
	}
	if (!config_name_is_good(name)) {
		complain(r, place.line,
		    "%s \"%s\": a name has 1 to 64 of a-z 0-9 - _ .", what,
		    name);
		return false;
	}
	p = arena_alloc(&r->config->arena, sizeof(*p));
	*p = place;
	map_put(names, name, p);
	return true;
}

static void check_feed(struct reader *r, struct config_feed *f)
{
	const char *slug = f->source.slug;

	if (!f->url)
		complain(r, f->place.line,
		    "feed \"%s\" has no url: add  url = \"https://...\"", slug);
	if (f->source.role == ROLE_OFFICIAL && !f->source.vendor)
		complain(r, f->place.line,
		    "feed \"%s\" is official of nobody: add  vendor = "
		    "\"Samsung\"  (whose word it is)",
		    slug);
	if (f->source.role != ROLE_OFFICIAL && f->source.vendor)
		complain(r, f->place.line,
		    "feed \"%s\" has a vendor but role \"%s\": only an "
		    "official feed speaks for a vendor",
		    slug, source_role_name(f->source.role));
	if (!f->source.title)
		f->source.title = slug;
}

static void take_feed(struct reader *r, cfg_t *sec, int line)
{
	struct config *c = r->config;
	struct config_feed f = {.place = {r->file, line}};

	f.source.slug = arena_strdup(&c->arena, cfg_title(sec));
	if (!name_is_new(r, "feed", &r->feeds, f.source.slug, f.place))
		return;
	set_defaults(section_find("feed"), c, &f);
	take_options(r, section_find("feed"), sec, &f);
	if (r->sound)
		check_feed(r, &f);
	c->feeds = arena_room(&c->arena, c->feeds, c->feed_count, &r->feed_cap,
	    sizeof(*c->feeds));
	c->feeds[c->feed_count++] = f;
}

static void take_digest(struct reader *r, cfg_t *sec, int line)
{
	struct config *c = r->config;
	struct config_digest d = {.place = {r->file, line}};

	d.name = arena_strdup(&c->arena, cfg_title(sec));
	if (!name_is_new(r, "digest", &r->digests, d.name, d.place))
		return;
	set_defaults(section_find("digest"), c, &d);
	take_options(r, section_find("digest"), sec, &d);
	if (r->sound && !d.to.n)
		complain(r, line,
		    "digest \"%s\" goes to nobody: add  to = "
		    "{\"name@example.org\"}",
		    d.name);
	c->digests = arena_room(&c->arena, c->digests, c->digest_count,
	    &r->digest_cap, sizeof(*c->digests));
	c->digests[c->digest_count++] = d;
}

static void take_template(struct reader *r, struct config_hook *h)
{
	struct configtext t;
	struct err e;

	if (configtext_whole(
		&r->config->arena, h->template_file, CAP_HOOK, &t, &e)) {
		complain(r, h->place.line, "notify \"%s\": template: %s",
		    h->name, e.text);
		return;
	}
	h->template = hook_template_parse(
	    &r->config->arena, t.text, h->template_file, &e);
	if (!h->template)
		complain(r, h->place.line, "notify \"%s\": template: %s",
		    h->name, e.text);
}

/* Each kind once, in whatever order they were given. */
static void take_kinds(struct config_hook *h)
{
	static const enum event_kind all[CONFIG_HOOK_KINDS] = {EVENT_RUMOR_NEW,
	    EVENT_RUMOR_STATUS, EVENT_RUMOR_SETTLED, EVENT_FEED_STATE};

	if (!h->events.n) {
		h->kinds[h->kind_count++] = EVENT_RUMOR_SETTLED;
		return;
	}
	for (size_t k = 0; k < CONFIG_HOOK_KINDS; k++)
		for (size_t i = 0; i < h->events.n; i++)
			if (!strcmp(h->events.v[i], event_kind_name(all[k]))) {
				h->kinds[h->kind_count++] = all[k];
				break;
			}
}

static void check_hook(struct reader *r, struct config_hook *h)
{
	struct hook_secret secret;
	struct err e;

	if (!h->url)
		complain(r, h->place.line,
		    "notify \"%s\" has no url: add  url = "
		    "\"https://example.org/hook\"",
		    h->name);
	if (h->template_file)
		take_template(r, h);
	if (hook_secret_read(h, &secret, &e))
		complain(
		    r, h->place.line, "notify \"%s\": %s", h->name, e.text);
	hook_secret_wipe(&secret);
}

static void take_hook(struct reader *r, cfg_t *sec, int line)
{
	struct config *c = r->config;
	struct config_hook h = {.place = {r->file, line}};

	h.name = arena_strdup(&c->arena, cfg_title(sec));
	if (!name_is_new(r, "notify", &r->hooks, h.name, h.place))
		return;
	set_defaults(section_find("notify"), c, &h);
	take_options(r, section_find("notify"), sec, &h);
	take_kinds(&h);
	if (r->sound)
		check_hook(r, &h);
	c->hooks = arena_room(&c->arena, c->hooks, c->hook_count, &r->hook_cap,
	    sizeof(*c->hooks));
	c->hooks[c->hook_count++] = h;
}

/* libconfuse would let the second overwrite the first. */
static void find_repeats(struct reader *r)
{
	int first, second;

	for (size_t i = 1; i < config_section_count; i++) {
		const struct section *s = &config_sections[i];

		first = configtext_line(&r->text, s->name, 0);
		second = configtext_line(&r->text, s->name, 1);
		if (!s->titled && second)
			complain(r, second,
			    "a second \"%s\": put its options into the one "
			    "at line %d",
			    s->name, first);
	}
}

static void take_section(struct reader *r, const struct section *s, cfg_t *root)
{
	static const struct {
		const char *name;
		void (*take)(struct reader *, cfg_t *, int line);
	} takers[] = {{"feed", take_feed}, {"digest", take_digest},
	    {"notify", take_hook}};
	unsigned n = cfg_size(root, s->name);

	if (!s->titled) {
		take_options(r, s, cfg_getsec(root, s->name), r->config);
		return;
	}
	for (unsigned i = 0; i < n; i++) {
		cfg_t *sec = cfg_getnsec(root, s->name, i);
		int line = configtext_line(&r->text, s->name, i);

		for (size_t k = 0; k < sizeof(takers) / sizeof(takers[0]); k++)
			if (!strcmp(s->name, takers[k].name))
				takers[k].take(r, sec, line);
	}
}

/* --- one file --- */

#define MAX_OPTIONS 32

static cfg_opt_t make_option(const struct option *o)
{
	cfg_opt_t one = CFG_STR(o->name, NULL, CFGF_NONE);
	cfg_opt_t many = CFG_STR_LIST(o->name, NULL, CFGF_NONE);

	return option_is_list(o) ? many : one;
}

static void make_options(const struct section *s, cfg_opt_t *out)
{
	cfg_opt_t end = CFG_END();
	size_t n = 0;

	for (; n < s->count; n++)
		out[n] = make_option(&s->options[n]);
	out[n] = end;
}

static cfg_t *make_tree(bool in_dir)
{
	cfg_opt_t options[8][MAX_OPTIONS], root[MAX_OPTIONS];
	cfg_opt_t end = CFG_END();
	size_t n = 0;
	cfg_t *tree;
	char name[64];

	if (!in_dir)
		for (; n < config_sections[0].count; n++)
			root[n] = make_option(&config_sections[0].options[n]);
	for (size_t i = 1; i < config_section_count; i++) {
		const struct section *s = &config_sections[i];
		cfg_opt_t one = CFG_SEC(s->name, options[i], CFGF_NONE);
		cfg_opt_t many = CFG_SEC(s->name, options[i],
		    CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES);

		if (in_dir && !s->in_dir)
			continue;
		make_options(s, options[i]);
		root[n++] = s->titled ? many : one;
	}
	root[n] = end;
	tree = cfg_init(root, CFGF_NONE); /* copies the tables */
	for (size_t i = in_dir; i < config_section_count; i++) {
		const struct section *s = &config_sections[i];

		if (in_dir && !s->in_dir)
			continue;
		for (size_t j = 0; j < s->count; j++) {
			snprintf(name, sizeof(name), "%s%s%s", s->name,
			    *s->name ? "|" : "", s->options[j].name);
			cfg_set_validate_func(tree, name, on_value);
		}
	}
	cfg_set_error_function(tree, on_confuse_error);
	return tree;
}

static void read_file(struct reader *r, const char *file, bool in_dir)
{
	struct config *c = r->config;
	const char *slash = strrchr(file, '/');
	struct err e;
	cfg_t *tree;
	size_t errors = r->error_count;
	bool parsed;

	r->file = arena_strdup(&c->arena, file);
	r->folder = slash
			? arena_strndup(&c->arena, file, (size_t)(slash - file))
			: ".";
	r->in_dir = in_dir;
	if (configtext_read(&c->arena, r->file, &r->text, &e)) {
		r->error_count++;
		buf_printf(r->errors, "%s\n", e.text);
		return;
	}
	find_repeats(r);
	if (r->error_count > errors)
		return;
	tree = make_tree(in_dir);
	reading = r;
	parsed = cfg_parse_buf(tree, r->text.text) == CFG_SUCCESS;
	if (!parsed && r->error_count == errors)
		complain(r, 0, "cannot be read as a configuration");
	r->sound = r->error_count == errors;
	if (parsed && !in_dir)
		take_options(r, &config_sections[0], tree, c);
	for (size_t i = 1; parsed && i < config_section_count; i++)
		if (!in_dir || config_sections[i].in_dir)
			take_section(r, &config_sections[i], tree);
	reading = NULL;
	cfg_free(tree);
	map_free(&r->given);
	r->given = (struct map){0};
}

static int is_conf(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return n > 5 && d->d_name[0] != '.' &&
	       !strcmp(d->d_name + n - 5, ".conf");
}

static void read_folder(struct reader *r, bool must_exist)
{
	struct config *c = r->config;
	struct dirent **names = NULL;
	int n = scandir(c->feeds_dir, &names, is_conf, alphasort);

	if (n < 0 && (must_exist || errno != ENOENT))
		complain(r, line_of(r, "/feeds"),
		    "feeds = \"%s\": %s: make the folder, or write  feeds = "
		    "\"\"  for none",
		    c->feeds_dir, strerror(errno));
	for (int i = 0; i < n; i++) {
		read_file(r,
		    arena_printf(
			&c->arena, "%s/%s", c->feeds_dir, names[i]->d_name),
		    true);
		free(names[i]);
	}
	free(names);
}

/* --- the whole --- */

/* Nobody is on the way to a server on this machine. */
static bool is_here(struct arena *a, const char *server)
{
	const char *host = server ? url_host(a, server) : NULL;

	if (!host)
		return false;
	if (!strncmp(host, "127.", 4))
		return !host[strspn(host, "0123456789.")];
	return !strcmp(host, "localhost") || !strcmp(host, "[::1]");
}

/* Whoever answers in the server's place offers none, or any certificate. */
static void check_login(struct reader *r)
{
	struct config *c = r->config;

	if (c->mail.user && !c->mail.tls_required &&
	    !is_here(&c->arena, c->mail.server))
		complain(r, line_of(r, "mail/user"),
		    "mail: user = \"%s\": with tls = \"if-offered\" the "
		    "password goes to whoever answers in the server's place: "
		    "write tls = \"required\", or no user",
		    c->mail.user);
}

static void check_whole(struct reader *r)
{
	struct config *c = r->config;
	const char *at;
	struct stat st;
	int line, floor = line_of(r, "poll/floor");

	if (!c->lexicon || stat(c->lexicon, &st) || !S_ISDIR(st.st_mode))
		complain(r, line_of(r, "/lexicon"),
		    "lexicon = \"%s\"%s is not a folder: name the one that "
		    "holds hedges.tsv and the other tables",
		    c->lexicon ? c->lexicon : "",
		    line_of(r, "/lexicon") ? "" : " (the default)");
	if (!c->database)
		complain(r, line_of(r, "/database"),
		    "database = \"\": name a file, as in "
		    "\"/var/lib/hearsay/hearsay.db\"");
	if (c->poll.floor_s > c->poll.ceiling_s)
		complain(r, floor ? floor : line_of(r, "poll/ceiling"),
		    "poll: the floor is above the ceiling: swap them");
	if (c->mail.password_file && access(c->mail.password_file, R_OK))
		complain(r, line_of(r, "mail/password-file"),
		    "mail: password-file = \"%s\": %s", c->mail.password_file,
		    strerror(errno));
	check_login(r);
	if (c->backup.every_s && c->backup.every_s < 3600)
		complain(r, line_of(r, "backup/every"),
		    "backup: every is less than an hour: write \"1h\" or more, "
		    "or \"0s\" for none");
	if (!c->digest_count)
		return;
	r->file = c->digests[0].place.file;
	line = c->digests[0].place.line;
	if (!c->mail.server)
		complain(r, line,
		    "digest \"%s\" needs a mail server: add  mail { server = "
		    "\"smtps://host:465\" }",
		    c->digests[0].name);
	if (!c->mail.from) {
		complain(r, line,
		    "digest \"%s\" needs a sender: add  mail { from = "
		    "\"hearsay <hearsay@example.org>\" }",
		    c->digests[0].name);
		return;
	}
	at = strrchr(c->mail.from, '@');
	if (!c->mail.domain)
		c->mail.domain =
		    arena_strndup(&c->arena, at + 1, strcspn(at + 1, ">"));
}

static int by_slug(const void *a, const void *b)
{
	const struct config_feed *x = a, *y = b;

	return strcmp(x->source.slug, y->source.slug);
}

struct config *config_load(const char *file, struct buf *errors)
{
	struct config *c = mem_alloc(sizeof(*c));
	struct reader r = {.config = c, .errors = errors};
	const char *beside;

	arena_init(&c->arena);
	for (size_t i = 0; i < config_section_count; i++)
		if (!config_sections[i].titled)
			set_defaults(&config_sections[i], c, c);
	/* The default folder stands beside the file; "" means none. */
	beside = c->feeds_dir = "";
	read_file(&r, file, false);
	c->file = r.file;
	if (c->feeds_dir == beside) {
		c->feeds_dir = arena_printf(&c->arena, "%s/feeds.d", r.folder);
		read_folder(&r, false);
	} else if (c->feeds_dir) {
		read_folder(&r, true);
	}
	r.file = c->file;
	if (!r.error_count)
		check_whole(&r);
	map_free(&r.feeds);
	map_free(&r.digests);
	map_free(&r.hooks);
	map_free(&r.lines);
	if (r.error_count) {
		config_free(c);
		return NULL;
	}
	if (c->feed_count)
		qsort(c->feeds, c->feed_count, sizeof(*c->feeds), by_slug);
	return c;
}

void config_free(struct config *c)
{
	if (!c)
		return;
	arena_free(&c->arena);
	free(c);
}
