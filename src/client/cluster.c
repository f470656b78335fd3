/*
 * hearsay cluster: the clusterer of the daemon as a filter. One JSON object a
 * line in ({"id","title","text","url","published","lang","source"}, in the
 * order of the stream), one a line out, in the same order and at once:
 * {"id","story","duplicate_of","similarity"}, with --explain also the reason.
 * {"merge":{"from","into"}} before an answer: the two stories were one.
 */
#include "client/command.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"
#include "base/mem.h"
#include "client/lexicon.h"
#include "client/lines.h"
#include "client/progress.h"
#include "client/lines.h"
#include "judge/cluster.h"
#include "text/date.h"
#include "text/url.h"

#define WINDOW_S (14 * 86400)

struct filter {
	struct cluster *cluster;
	struct arena arena;
	char **ids; /* of item n at n - 1: as the input spells it */
	size_t count, cap;
	bool explain;
	size_t line;
};

/* An item without a readable date comes at the time of the one before. */
static int64_t date_of(const json_t *o, int64_t before)
{
	int64_t at = lines_date(o, "published");

	return at == DATE_NONE ? before : at;
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

static void tell_merge(const struct placement *p)
{
	printf("{\"merge\":{\"from\":\"%lld\",\"into\":\"%lld\"}}\n",
	    (long long)p->merged, (long long)p->story);
}

static void answer(
    struct filter *f, const json_t *id, const struct placement *p)
{
	json_t *out = json_object();
	char story[24];

	snprintf(story, sizeof(story), "%lld", (long long)p->story);
	json_object_set(out, "id", (json_t *)id);
	json_object_set_new(out, "story", json_string(story));
	json_object_set_new(out, "duplicate_of",
	    p->copy_of
		? json_loads(f->ids[p->copy_of - 1], JSON_DECODE_ANY, NULL)
		: json_null());
	json_object_set_new(out, "similarity", json_real(p->score));
	if (f->explain) {
		json_object_set_new(out, "rule", json_string(p->reason.rule));
		json_object_set_new(
		    out, "why", json_string(or_empty(p->reason.detail)));
		json_object_set_new(out, "needed", json_real(p->threshold));
		if (p->nearest_other) {
			json_object_set_new(out, "nearest_other",
			    json_integer(p->nearest_other));
			json_object_set_new(out, "why_not",
			    json_string(or_empty(p->against.detail)));
		}
	}
	json_dumpf(out, stdout,
	    JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(4));
	putchar('\n');
	json_decref(out);
}

/* One line; -1 with a message where it is not an item. */
static int place_line(struct filter *f, const char *line, size_t n, int64_t *at)
{
	struct source source = {.slug = "", .title = ""};
	json_error_t why;
	json_t *o = json_loadb(line, n, 0, &why);
	const json_t *id = json_object_get(o, "id");
	struct item item = {.source = &source};
	struct placement p;

	if (!o || !json_is_object(o) ||
	    !(json_is_string(id) || json_is_integer(id))) {
		progress_end();
		fprintf(stderr, "hearsay cluster: line %zu: %s\n", f->line,
		    o ? "no object with an \"id\"" : why.text);
		json_decref(o);
		return -1;
	}
	*at = date_of(o, *at);
	f->ids = mem_room(f->ids, f->count, &f->cap, sizeof(*f->ids));
	f->ids[f->count++] = json_dumps(id, JSON_ENCODE_ANY);
	item.id = (int64_t)f->count;
	item.guid = f->ids[f->count - 1];
	item.url = lines_text(o, "url");
	source.slug = or_empty(lines_text(o, "source"));
	if (!*source.slug && item.url)
		source.slug = or_empty(url_host(&f->arena, item.url));
	item.title = or_empty(lines_text(o, "title"));
	item.text = or_empty(lines_text(o, "text"));
	item.lang = lines_text(o, "lang");
	item.published_at = item.first_seen_at = *at;
	p = cluster_add(f->cluster, &f->arena, &item);
	if (p.merged)
		tell_merge(&p);
	answer(f, id, &p);
	arena_reset(&f->arena);
	json_decref(o);
	return 0;
}

static int run_filter(struct filter *f)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	int64_t at = 0, size = lines_size(), bytes = 0;
	int status = EXIT_OK;

	progress_begin("cluster", true);
	while ((n = getline(&line, &cap, stdin)) > 0) {
		f->line++;
		bytes += n;
		progress_share(f->line, "items", bytes, size);
		if (line[0] == '\n')
			continue;
		if (place_line(f, line, (size_t)n, &at) < 0) {
			status = EXIT_USAGE;
			break;
		}
		fflush(stdout); /* no answer waits for a later item */
	}
	progress_end();
	free(line);
	return status;
}

static int usage(const char *what)
{
	fprintf(stderr,
	    "hearsay cluster: what is \"%s\"? usage: hearsay cluster "
	    "[--explain] [--lexicon DIR] [--dictionaries DIR] [--url-rules FILE] <ITEMS\n",
	    what);
	return EXIT_USAGE;
}

static int run(int argc, char **argv)
{
	static const struct cluster_policy policy = {
	    .window_s = WINDOW_S, .merges = true};
	struct lexicon *lexicon;
	struct filter f = {0};
	const char *dir = NULL, *lists = NULL, *rules = NULL;
	struct err e;
	int status;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--explain") == 0)
			f.explain = true;
		else if (strcmp(argv[i], "--lexicon") == 0 && i + 1 < argc)
			dir = argv[++i];
		else if (strcmp(argv[i], "--dictionaries") == 0 && i + 1 < argc)
			lists = argv[++i];
		else if (strcmp(argv[i], "--url-rules") == 0 && i + 1 < argc)
			rules = argv[++i];
		else
			return usage(argv[i]);
	}
	lexicon = client_lexicon(dir);
	if (!lexicon)
		return EXIT_USAGE;
	if ((lists && lexicon_add_wordlists(lexicon, lists, &e) < 0) ||
	    (rules && lexicon_add_url_rules(lexicon, rules, &e) < 0)) {
		fprintf(stderr, "hearsay cluster: %s\n", e.text);
		lexicon_free(lexicon);
		return EXIT_USAGE;
	}
	arena_init(&f.arena);
	f.cluster = cluster_new(lexicon, &policy);
	status = run_filter(&f);
	cluster_free(f.cluster);
	lexicon_free(lexicon);
	arena_free(&f.arena);
	for (size_t i = 0; i < f.count; i++)
		free(f.ids[i]);
	free(f.ids);
	return status;
}

const struct command command_cluster = {
    .name = "cluster",
    .args =
	"[--explain] [--lexicon DIR] [--dictionaries DIR] [--url-rules FILE]",
    .summary = "tell the stories of items, one JSON object a line",
    .run = run,
    .help =
	"An item is {\"id\", \"title\", \"text\", \"url\", \"published\", \"lang\", \"source\"}; id,\n"
	"and title or text, are needed. Items come in the order in which they would\n"
	"have been seen.\n"
	"\n"
	"  --explain           also by which rule, and what the nearest other story was\n"
	"  --lexicon DIR       other words than the installed ones\n"
	"  --dictionaries DIR  bilingual word lists, see hearsay.conf(5)\n"
	"  --url-rules FILE    rules for addresses, see hearsay.conf(5)\n",
};
