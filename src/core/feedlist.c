/* Feeds of commands: read like those of files, kept in the database. */
#include "core/feedlist.h"

#include <ctype.h>

#include "base/caps.h"
#include "base/log.h"
#include "core/configoption.h"
#include "text/url.h"
#include "text/utf8.h"

#define COUNT(a)    (sizeof(a) / sizeof((a)[0]))
#define SLUG_MOST   48 /* of one made here; a number may follow */
#define FOLDER_MOST 1024

/* --- with the configuration --- */

static bool is_listed(const struct config *c, size_t n, const char *slug)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(c->feeds[i].source.slug, slug))
			return true;
	return false;
}

static int by_slug(const void *a, const void *b)
{
	const struct config_feed *x = a, *y = b;

	return strcmp(x->source.slug, y->source.slug);
}

int feedlist_join(struct store *s, struct config *c, struct err *e)
{
	size_t n, of_files = c->feed_count;
	struct config_feed *all;
	struct feed *stored;

	if (store_feeds(s, &c->arena, &stored, &n, e))
		return -1;
	all = arena_array(&c->arena, of_files + n + 1, sizeof(*all));
	if (of_files)
		memcpy(all, c->feeds, of_files * sizeof(*all));
	for (size_t i = 0; i < n; i++) {
		const struct feed *f = &stored[i];

		if (!f->added_at)
			continue;
		if (is_listed(c, of_files, f->source.slug)) {
			log_info("feed %s: a file has it now", f->source.slug);
			continue;
		}
		all[c->feed_count] = (struct config_feed){.source = f->source,
		    .url = f->url,
		    .interval_s = f->interval_s,
		    .added_at = f->added_at,
		    .folder = f->folder,
		    .fulltext = f->fulltext};
		all[c->feed_count++].source.id = 0;
	}
	c->feeds = all;
	qsort(all, c->feed_count, sizeof(*all), by_slug);
	return 0;
}

/* --- what a command says --- */

static int read_folder(
    struct arena *a, const char *folder, const char **out, struct err *e)
{
	if (!folder || !*folder)
		return 0;
	if (strlen(folder) > FOLDER_MOST)
		return err_set(e, "folder: %zu bytes: at most %d are taken",
		    strlen(folder), FOLDER_MOST);
	*out = arena_strdup(a, folder);
	return 0;
}

static int check_role(
    const struct setup *s, struct arena *a, struct source *src, struct err *e)
{
	const char *known;

	if (src->role != ROLE_OFFICIAL && src->vendor)
		return err_set(e,
		    "vendor \"%s\" with role \"%s\": only an official feed "
		    "speaks for a vendor",
		    src->vendor, source_role_name(src->role));
	if (src->role != ROLE_OFFICIAL)
		return 0;
	if (!src->vendor)
		return err_set(e,
		    "an official feed of nobody: say whose word it is, as in "
		    "--vendor Samsung");
	known = lexicon_vendor(s->lexicon, src->vendor);
	if (!known)
		return err_set(e,
		    "vendor \"%s\" is not in the lexicon: write a name that "
		    "products.tsv or officials.tsv has, or add it there",
		    src->vendor);
	src->vendor = arena_strdup(a, known);
	return 0;
}

/* The same rows, defaults and messages as for a file. */
static int read_options(struct arena *a, const struct feed_words *w,
    struct config_feed *f, struct err *e)
{
	const struct {
		const char *name, *value;
	} given[] = {{"url", w->url}, {"title", w->title}, {"site", w->site},
	    {"role", w->role}, {"vendor", w->vendor}, {"lang", w->lang},
	    {"interval", w->interval}, {"fulltext", w->fulltext}};
	const struct section *s = section_find("feed");

	for (size_t i = 0; i < COUNT(given); i++) {
		const struct option *o = section_option(s, given[i].name);
		const char *v = given[i].value ? given[i].value : o->value;

		if (v && !utf8_valid(v, strlen(v)))
			return err_set(e, "%s: not UTF-8", o->name);
		if (v && option_set(o, v, a, NULL, f, e))
			return -1;
	}
	return 0;
}

struct feed_words feedlist_words(
    const char *(*get)(const void *from, const char *name), const void *from)
{
	return (struct feed_words){.id = get(from, "id"),
	    .url = get(from, "url"),
	    .title = get(from, "title"),
	    .site = get(from, "site"),
	    .role = get(from, "role"),
	    .vendor = get(from, "vendor"),
	    .lang = get(from, "lang"),
	    .interval = get(from, "interval"),
	    .fulltext = get(from, "fulltext"),
	    .folder = get(from, "folder")};
}

int feedlist_read(const struct setup *s, struct arena *a,
    const struct feed_words *w, struct config_feed *f, struct err *e)
{
	*f = (struct config_feed){.place = {NULL, 0}};
	if (!w->url || !*w->url)
		return err_set(e, "url: the address of a feed is wanted");
	if (strlen(w->url) > CAP_URL)
		return err_set(e, "url: %zu bytes: an address may have %u",
		    strlen(w->url), CAP_URL);
	if (w->id && *w->id && !config_name_is_good(w->id))
		return err_set(e,
		    "id \"%.80s\": a name has 1 to 64 of a-z 0-9 - _ .", w->id);
	if (read_options(a, w, f, e) ||
	    read_folder(a, w->folder, &f->folder, e))
		return -1;
	if (w->id && *w->id)
		f->source.slug = arena_strdup(a, w->id);
	return check_role(s, a, &f->source, e);
}

void feedlist_fill(struct arena *a, struct config_feed *f, const char *title,
    const char *site, const char *lang)
{
	const struct section *s = section_find("feed");
	struct config_feed said = {.place = {NULL, 0}};
	struct err e;

	/* What the document says badly is left out, not refused. */
	if (site)
		option_set(section_option(s, "site"), site, a, NULL, &said, &e);
	if (lang)
		option_set(section_option(s, "lang"), lang, a, NULL, &said, &e);
	if (!f->source.site)
		f->source.site = said.source.site;
	if (!f->source.lang)
		f->source.lang = said.source.lang;
	if (!f->source.title && title)
		f->source.title = arena_strndup(
		    a, title, utf8_cut(title, strnlen(title, CAP_TITLE)));
	if (!f->source.title)
		f->source.title = f->source.slug;
}

const struct polled *feedlist_same(
    const struct poll *p, struct arena *a, const char *url)
{
	const char *wanted = url_canonical(a, url), *here;

	for (size_t i = 0; wanted && i < poll_count(p); i++) {
		const struct polled *f = poll_feed(p, i);

		here = url_canonical(a, f->feed.url);
		if (here && !strcmp(here, wanted))
			return f;
	}
	return NULL;
}

/* --- its name --- */

static bool is_any_of(const char *s, size_t n, const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == n && !strncmp(*words, s, n))
			return true;
	return false;
}

/* "www.phone-news.co.uk" is "phone-news"; an address of numbers stays. */
static char *name_of_host(struct arena *a, const char *host)
{
	static const char *const before[] = {
	    "www", "feeds", "feed", "rss", "m", NULL};
	static const char *const behind[] = {
	    "co", "com", "org", "net", "ac", "gov", "ne", "or", NULL};
	char *name = arena_strdup(a, host), *dot;
	bool is_number = strspn(host, "0123456789.:[]abcdef") == strlen(host) &&
			 (strchr(host, ':') || isdigit((unsigned char)*host));

	while (!is_number && (dot = strchr(name, '.')) != NULL &&
	       strchr(dot + 1, '.') &&
	       is_any_of(name, (size_t)(dot - name), before))
		name = dot + 1;
	dot = is_number ? NULL : strrchr(name, '.');
	if (dot) {
		*dot = '\0';
		dot = strrchr(name, '.');
		if (dot && is_any_of(dot + 1, strlen(dot + 1), behind))
			*dot = '\0';
	}
	name = arena_strndup(a, name, SLUG_MOST);
	for (char *c = name; *c; c++)
		if (!islower((unsigned char)*c) &&
		    !isdigit((unsigned char)*c) && !strchr("-_.", *c))
			*c = '-';
	return *name && *name != '.' ? name : arena_strdup(a, "feed");
}

/* 1: free, 0: taken, -1: the store failed. */
static int is_free(struct store *s, const struct poll *p, struct arena *a,
    const struct feed_names *names, const char *slug, const char *url,
    struct err *e)
{
	char *old;
	const char *before, *now;

	if (poll_find(p, slug) || (names && map_get(&names->taken, slug)))
		return 0;
	if (store_feed_address(s, a, slug, &old, e))
		return -1;
	if (!old)
		return 1;
	before = url_canonical(a, old);
	now = url_canonical(a, url);
	return before && now && !strcmp(before, now);
}

void feed_names_free(struct feed_names *n)
{
	map_free(&n->taken);
	map_free(&n->tried);
}

/* The number that the name got last, to be counted on from. */
static size_t *number_of(
    struct feed_names *names, struct arena *a, const char *name)
{
	size_t *n = names ? map_get(&names->tried, name) : NULL;

	if (n)
		return n;
	n = arena_alloc(a, sizeof(*n));
	if (names)
		map_put(&names->tried, name, n);
	return n;
}

int feedlist_slug(struct store *s, const struct poll *p, struct arena *a,
    struct feed_names *names, const char *url, const char **slug, struct err *e)
{
	char *host = url_host(a, url);
	const char *name = name_of_host(a, host ? host : "");
	size_t *n = number_of(names, a, name);
	int rc;

	do {
		*slug = ++*n == 1 ? name : arena_printf(a, "%s-%zu", name, *n);
		rc = is_free(s, p, a, names, *slug, url, e);
	} while (rc == 0);
	return rc < 0 ? -1 : 0;
}
