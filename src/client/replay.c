/*
 * hearsay replay: the whole pipeline over a folder of feed documents, with
 * the clock stepped from item to item, and what became of it as one JSON
 * document. No daemon, no network; the same input gives the same bytes.
 */
#include <errno.h>
#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/caps.h"
#include "base/map.h"
#include "base/mem.h"
#include "client/command.h"
#include "client/lexicon.h"
#include "client/progress.h"
#include "judge/entryitem.h"
#include "judge/judge.h"
#include "parse/parse.h"
#include "text/date.h"

struct folder_source {
	struct source source;
	bool cited_only; /* no document is to be expected */
};

/* One entry, or one revision of it, at the time when it came out. */
struct step {
	const struct item *item;
	const struct source *source;
	int64_t at;
	size_t order; /* of reading, where the time is equal */
};

/* What is exported of an item, its revisions taken together. */
struct outcome {
	const char *guid;
	int64_t last_id; /* of its newest revision */
	int64_t story, copy_of;
	bool flag;
};

struct replay {
	const char *sources_file, *feeds, *later, *export_file, *lexicon_dir;
	int64_t now;
	struct arena arena;
	struct folder_source *sources;
	size_t source_count;
	struct step *steps;
	size_t step_count, step_cap;
	struct outcome *outcomes;
	size_t outcome_count;
	size_t *outcome_of; /* by step: item ids are 1 + its number */
};

static int complain(const char *file, const char *what)
{
	progress_end();
	fprintf(stderr, "hearsay: %s: %s\n", file, what);
	return -1;
}

/* --- reading --- */

static char *read_file(struct arena *a, const char *path, size_t *len)
{
	struct stat st;
	char *bytes = NULL;
	FILE *f = fopen(path, "rb");

	if (!f)
		return NULL;
	if (!fstat(fileno(f), &st) && S_ISREG(st.st_mode) &&
	    (uint64_t)st.st_size <= CAP_BODY) {
		bytes = arena_alloc(a, (size_t)st.st_size + 1);
		*len = fread(bytes, 1, (size_t)st.st_size, f);
	} else {
		errno = EFBIG;
	}
	fclose(f);
	return bytes;
}

static const char *text_of(struct replay *r, const json_t *o, const char *key)
{
	return arena_strdup(
	    &r->arena, json_string_value(json_object_get(o, key)));
}

static int read_source(struct replay *r, const json_t *o, size_t number)
{
	struct folder_source *s = &r->sources[r->source_count];
	const char *role = json_string_value(json_object_get(o, "role"));
	const json_t *feed = json_object_get(o, "feed");

	s->source = (struct source){
	    .slug = text_of(r, o, "slug"),
	    .title = text_of(r, o, "title"),
	    .site = text_of(r, o, "site"),
	    .vendor = text_of(r, o, "vendor"),
	    .lang = text_of(r, o, "lang"),
	};
	if (!s->source.slug || strchr(s->source.slug, '/')) {
		fprintf(stderr,
		    "hearsay: %s: source %zu: \"slug\" must be the name of a "
		    "document without its .xml\n",
		    r->sources_file, number);
		return -1;
	}
	if (!s->source.title)
		s->source.title = s->source.slug;
	if (source_role_parse(role ? role : "press", &s->source.role) < 0) {
		fprintf(stderr,
		    "hearsay: %s: source %s: \"role\" is %s; it must be press, "
		    "official, tipster, aggregator or community\n",
		    r->sources_file, s->source.slug, role);
		return -1;
	}
	s->cited_only = feed && !json_is_true(feed) && !json_is_string(feed);
	r->source_count++;
	return 0;
}

static int read_sources(struct replay *r)
{
	json_error_t why;
	json_t *list = json_load_file(r->sources_file, 0, &why), *o;
	size_t i;
	int rc = 0;

	if (!list) {
		fprintf(stderr, "hearsay: %s:%d: %s\n", r->sources_file,
		    why.line, why.text);
		return -1;
	}
	if (!json_is_array(list))
		rc = complain(r->sources_file, "must be a list of sources");
	r->sources = arena_array(
	    &r->arena, json_array_size(list) + 1, sizeof(*r->sources));
	json_array_foreach(list, i, o) if (!rc) rc = read_source(r, o, i + 1);
	json_decref(list);
	return rc;
}

static int64_t first_date(int64_t a, int64_t b)
{
	return a != DATE_NONE ? a : b;
}

/* An undated entry has its feed's date; without one it comes first. */
static int64_t entry_time(
    const struct doc *d, const struct entry *e, bool revision)
{
	int64_t at = first_date(e->published, e->updated);

	if (revision)
		at = first_date(e->updated, e->published);
	if (at == DATE_NONE)
		at = first_date(d->updated, d->published);
	return at == DATE_NONE ? 0 : at;
}

static void add_step(struct replay *r, const struct doc *d,
    const struct entry *e, const struct source *source, bool revision)
{
	struct entryitem *made = arena_alloc(&r->arena, sizeof(*made));
	int64_t at = entry_time(d, e, revision);

	if (at > r->now)
		return;
	entryitem_make(&r->arena, d, e, source, r->now, made);
	made->item.published_at = made->item.first_seen_at = at;
	r->steps =
	    mem_room(r->steps, r->step_count, &r->step_cap, sizeof(*r->steps));
	r->steps[r->step_count] = (struct step){
	    .item = &made->item,
	    .source = source,
	    .at = at,
	    .order = r->step_count,
	};
	r->step_count++;
}

/* Of entries with one guid the one that was updated first is the original. */
static bool is_revision(const struct doc *d, size_t at, struct map *known)
{
	const struct entry *e = &d->entries[at];
	const char *guid = e->id ? e->id : e->link;

	if (!guid)
		return false;
	if (map_get(known, guid))
		return true;
	for (size_t i = 0; i < d->entry_count; i++) {
		const struct entry *o = &d->entries[i];
		const char *other = o->id ? o->id : o->link;

		if (i == at || !other || strcmp(other, guid) != 0)
			continue;
		if (o->updated < e->updated ||
		    (o->updated == e->updated && i < at))
			return true;
	}
	return false;
}

/* 0; 1 where there is no document; -1 where it cannot be read. */
static int read_feed(struct replay *r, const char *folder,
    const struct folder_source *s, struct map *known)
{
	const char *path =
	    arena_printf(&r->arena, "%s/%s.xml", folder, s->source.slug);
	struct parse_input in = {.base_url = s->source.site};
	struct doc *d = arena_alloc(&r->arena, sizeof(*d));
	struct err e;
	size_t n;

	in.bytes = read_file(&r->arena, path, &in.len);
	if (!in.bytes && errno == ENOENT)
		return 1;
	if (!in.bytes)
		return complain(path, strerror(errno));
	if (parse_document(&r->arena, &in, d, &e) != PARSE_OK)
		return complain(path, e.text);
	n = d->entry_count;
	for (size_t i = 0; i < n; i++)
		add_step(
		    r, d, &d->entries[i], &s->source, is_revision(d, i, known));
	for (size_t i = 0; i < n; i++) {
		const char *guid =
		    d->entries[i].id ? d->entries[i].id : d->entries[i].link;

		if (guid)
			map_put(known, guid, r);
	}
	return 0;
}

static int read_feeds(struct replay *r)
{
	progress_begin("reading", false);
	for (size_t i = 0; i < r->source_count; i++) {
		const struct folder_source *s = &r->sources[i];
		struct map known = {0};
		int rc = read_feed(r, r->feeds, s, &known);

		progress_set(i, r->source_count, "sources");
		if (rc == 1 && !s->cited_only) {
			progress_end();
			fprintf(stderr,
			    "hearsay: %s/%s.xml: there is no such document; a "
			    "source that is only cited has \"feed\": false\n",
			    r->feeds, s->source.slug);
			rc = -1;
		}
		if (rc >= 0 && r->later)
			rc = read_feed(r, r->later, s, &known);
		map_free(&known);
		if (rc < 0)
			return -1;
	}
	progress_end();
	return 0;
}

/* --- judging --- */

static int by_time(const void *a, const void *b)
{
	const struct step *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

/* An item is one outcome, however many revisions it has. */
static void assign_outcomes(struct replay *r)
{
	struct map seen = {0};

	r->outcomes =
	    arena_array(&r->arena, r->step_count + 1, sizeof(*r->outcomes));
	r->outcome_of =
	    arena_array(&r->arena, r->step_count + 1, sizeof(size_t));
	for (size_t i = 0; i < r->step_count; i++) {
		const struct step *e = &r->steps[i];
		const char *key = arena_printf(
		    &r->arena, "%s\n%s", e->source->slug, e->item->guid);
		uintptr_t number = (uintptr_t)map_get(&seen, key);

		if (!number) {
			number = ++r->outcome_count;
			map_put(&seen, key, (void *)number);
			r->outcomes[number - 1].guid = e->item->guid;
		}
		r->outcome_of[i] = number - 1;
	}
	map_free(&seen);
}

static struct outcome *outcome_of_item(struct replay *r, int64_t item)
{
	return &r->outcomes[r->outcome_of[item - 1]];
}

/* Two stories were found to be one. */
static void follow(struct replay *r, const struct placement *p)
{
	for (size_t i = 0; p->merged && i < r->outcome_count; i++)
		if (r->outcomes[i].story == p->merged)
			r->outcomes[i].story = p->story;
}

static void judge_steps(struct replay *r, struct judge *j)
{
	progress_begin("judging", false);
	for (size_t i = 0; i < r->step_count; i++) {
		struct item item = *r->steps[i].item;
		const struct item *one = &item;
		struct outcome *o = &r->outcomes[r->outcome_of[i]];
		struct judged judged;
		struct arena a;

		progress_set(i, r->step_count, "items");
		arena_init(&a);
		item.id = (int64_t)i + 1;
		judge_add(j, &a, &one, 1, &judged);
		board_advance(j->board, r->steps[i].at);
		o->last_id = item.id;
		follow(r, &judged.placement);
		if (!o->story) {
			o->story = judged.placement.story;
			o->copy_of = judged.placement.copy_of;
		}
		arena_free(&a);
	}
	board_advance(j->board, r->now);
	progress_end();
	for (size_t i = 0; i < r->step_count; i++)
		if (board_item_flag(j->board, (int64_t)i + 1))
			r->outcomes[r->outcome_of[i]].flag = true;
}

/* --- writing --- */

static json_t *text_or_null(const char *s)
{
	return s ? json_string(s) : json_null();
}

static json_t *day_or_null(int64_t at)
{
	char text[DATE_RFC3339_SIZE];

	if (!at)
		return json_null();
	date_format_rfc3339(at, text);
	text[10] = '\0';
	return json_string(text);
}

static json_t *item_or_null(struct replay *r, int64_t item)
{
	return item ? json_string(outcome_of_item(r, item)->guid) : json_null();
}

static json_t *export_item(
    struct replay *r, const struct board *b, const struct outcome *o)
{
	json_t *names = json_array(), *copy = json_null();
	const char **named;
	size_t n = board_item_attributed(b, &r->arena, o->last_id, &named);

	for (size_t i = 0; i < n; i++)
		json_array_append_new(names, json_string(named[i]));
	if (o->copy_of && outcome_of_item(r, o->copy_of) != o)
		copy = item_or_null(r, o->copy_of);
	return json_pack("{s:s, s:o, s:o, s:b, s:o}", "guid", o->guid, "story",
	    json_sprintf("s%lld", (long long)o->story), "duplicate_of", copy,
	    "rumor_flag", o->flag, "attributed_to", names);
}

/* Who carries it while it is unsettled; a revision is the same item. */
static json_t *export_carriers(struct replay *r, const struct rumor *rumor)
{
	json_t *items = json_array();
	const struct outcome **done = arena_array(
	    &r->arena, rumor->member_count + 1, sizeof(struct outcome *));
	size_t n = 0;

	for (size_t i = 0; i < rumor->member_count; i++) {
		const struct outcome *o =
		    outcome_of_item(r, rumor->members[i].item);
		size_t k = 0;

		if (rumor->members[i].part != PART_CARRIES)
			continue;
		while (k < n && done[k] != o)
			k++;
		if (k < n)
			continue;
		done[n++] = o;
		json_array_append_new(items, json_string(o->guid));
	}
	return items;
}

static json_t *export_rumor(struct replay *r, const struct rumor *rumor)
{
	json_t *o = json_object();

	json_object_set_new(
	    o, "id", json_sprintf("r%lld", (long long)rumor->id));
	json_object_set_new(o, "vendor", text_or_null(rumor->vendor));
	json_object_set_new(o, "subject", text_or_null(rumor->subject));
	json_object_set_new(
	    o, "aspect", json_string(aspect_name(rumor->aspect)));
	json_object_set_new(o, "value", text_or_null(rumor->value));
	json_object_set_new(o, "statement", text_or_null(rumor->statement));
	json_object_set_new(o, "origin",
	    text_or_null(rumor->origin_count ? rumor->origins[0].name : NULL));
	json_object_set_new(o, "independent_origins",
	    json_integer((json_int_t)rumor->origin_count));
	json_object_set_new(o, "items", export_carriers(r, rumor));
	json_object_set_new(
	    o, "status", json_string(rumor_status_name(rumor->status)));
	json_object_set_new(
	    o, "settled_by", item_or_null(r, rumor->settled_by));
	json_object_set_new(o, "settled_at", day_or_null(rumor->settled_at));
	json_object_set_new(o, "evidence", text_or_null(rumor->evidence));
	json_object_set_new(o, "deadline", day_or_null(rumor->deadline));
	return o;
}

static int export(struct replay *r, const struct board *b)
{
	json_t *items = json_array(), *rumors = json_array();
	json_t *all = json_pack("{s:o, s:o}", "items", items, "rumors", rumors);
	int rc = 0;

	for (size_t i = 0; i < r->outcome_count; i++)
		json_array_append_new(
		    items, export_item(r, b, &r->outcomes[i]));
	for (size_t i = 0; i < board_rumor_count(b); i++)
		json_array_append_new(
		    rumors, export_rumor(r, board_rumor(b, i)));
	if (!strcmp(r->export_file, "-")) {
		json_dumpf(all, stdout, JSON_INDENT(1));
		putchar('\n');
	} else if (json_dump_file(all, r->export_file, JSON_INDENT(1))) {
		rc = complain(r->export_file, strerror(errno));
	}
	json_decref(all);
	return rc;
}

/* --- the command --- */

/* The last second of the day. */
static int parse_day(const char *s, int64_t *at)
{
	struct civil c = {0};
	char end;

	if (sscanf(s, "%4d-%2d-%2d%c", &c.year, &c.month, &c.day, &end) != 3 ||
	    c.month < 1 || c.month > 12 || c.day < 1 ||
	    c.day > date_month_days(c.year, c.month))
		return -1;
	*at = date_from_civil(&c) + 86399;
	return 0;
}

static int parse_args(struct replay *r, int argc, char **argv)
{
	static const struct option options_known[] = {
	    {"sources", required_argument, NULL, 's'},
	    {"feeds", required_argument, NULL, 'f'},
	    {"later", required_argument, NULL, 'l'},
	    {"now", required_argument, NULL, 'n'},
	    {"export", required_argument, NULL, 'e'},
	    {"lexicon", required_argument, NULL, 'x'},
	    {NULL, 0, NULL, 0},
	};
	const char *now = NULL;
	int c;

	optind = 1;
	while ((c = getopt_long(argc, argv, "", options_known, NULL)) != -1) {
		if (c == 's')
			r->sources_file = optarg;
		else if (c == 'f')
			r->feeds = optarg;
		else if (c == 'l')
			r->later = optarg;
		else if (c == 'n')
			now = optarg;
		else if (c == 'e')
			r->export_file = optarg;
		else if (c == 'x')
			r->lexicon_dir = optarg;
		else
			return EXIT_USAGE;
	}
	if (optind < argc)
		return usage_error(
		    &command_replay, "it takes no arguments but its options");
	if (!r->sources_file || !r->feeds || !now || !r->export_file)
		return usage_error(&command_replay,
		    "--sources, --feeds, --now and --export are needed");
	if (parse_day(now, &r->now) < 0)
		return usage_error(
		    &command_replay, "--now takes a day as YYYY-MM-DD");
	return EXIT_OK;
}

static int judge_and_export(struct replay *r)
{
	struct lexicon *lexicon = client_lexicon(r->lexicon_dir);
	struct judge j;
	int rc;

	if (!lexicon)
		return -1;
	if (r->step_count)
		qsort(r->steps, r->step_count, sizeof(*r->steps), by_time);
	assign_outcomes(r);
	judge_init(&j, lexicon, &judge_default_policy);
	judge_steps(r, &j);
	rc = export(r, j.board);
	judge_release(&j);
	lexicon_free(lexicon);
	return rc;
}

static int run_replay(int argc, char **argv)
{
	struct replay r = {0};
	int rc = parse_args(&r, argc, argv);

	if (rc != EXIT_OK)
		return rc;
	arena_init(&r.arena);
	parse_prepare();
	rc = read_sources(&r);
	if (!rc)
		rc = read_feeds(&r);
	if (!rc)
		rc = judge_and_export(&r);
	free(r.steps);
	arena_free(&r.arena);
	return rc ? EXIT_USAGE : EXIT_OK;
}

const struct command command_replay = {
    .name = "replay",
    .args = "--sources FILE --feeds DIR [--later DIR] --now DATE "
	    "--export FILE [--lexicon DIR]",
    .summary = "judge a folder of feed documents, without the daemon",
    .run = run_replay,
    .help =
	"  --sources FILE  a list of {\"slug\", \"title\", \"role\", \"vendor\", \"site\", \"lang\"}\n"
	"  --feeds DIR     the feed documents, SLUG.xml for each source\n"
	"  --later DIR     the same feeds, as they were fetched later\n"
	"  --now DATE      the day up to which is judged, as YYYY-MM-DD\n"
	"  --export FILE   where the rumors and stories go, as JSON\n"
	"  --lexicon DIR   other words than the installed ones\n",
};
