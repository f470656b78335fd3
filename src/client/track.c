/*
 * hearsay track: one claim followed through given stories, offline. One
 * object a line in ({"id", "claim", "as_of", "stories": [items]}), one out
 * with the claim's status at the end of that day, each story's stance, and
 * whose word it was.
 *
 * The claim goes onto a board of its own as the word of a source that stands
 * before all stories; what unifies with it there is its rumor.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "client/command.h"
#include "client/lexicon.h"
#include "client/lines.h"
#include "judge/analyze.h"
#include "judge/judge.h"
#include "text/date.h"
#include "text/url.h"

#define DAY_S	 INT64_C(86400)
#define CLAIM_ID 1 /* of the claim as an item; stories follow */

struct told { /* a story as it was given */
	const json_t *id;
	struct source source;
	struct item item;
	struct analysis *analysis; /* NULL: not out yet */
};

struct track {
	struct lexicon *lexicon;
	struct arena arena;
	struct judge judge;
	struct about about; /* what the claim says */
	int64_t as_of;	    /* the last second of that day */
	struct told claim, *stories;
	size_t count;
};

/* --- reading --- */

/* Where many speak, the host is nobody's name. */
static bool is_platform(const char *host)
{
	static const char *const hosts[] = {"weibo.com", "weibo.cn", "t.me",
	    "youtube.com", "reddit.com", "medium.com", "threads.net"};

	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++)
		if (url_host_within(host, hosts[i]))
			return true;
	return false;
}

/* "SomeLeaker on X", "某某的微博": the page of an account tells whose it is. */
static const char *title_name(struct track *t, const char *title)
{
	static const char *const tails[] = {" on Twitter", " on X", " on Weibo",
	    " on Threads", " on Telegram", " on Bluesky", "的微博", "的头条号"};
	size_t n = title ? strlen(title) : 0;

	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++) {
		size_t len = strlen(tails[i]);

		if (n > len && !strcmp(title + n - len, tails[i]))
			return arena_strndup(&t->arena, title, n - len);
	}
	return NULL;
}

/* "medium.com/@someone/2030": the handle in the address, or NULL. */
static const char *handle_in(struct track *t, const char *url)
{
	const char *at = strstr(url, "/@");
	size_t n = at ? strcspn(at + 2, "/?#") : 0;

	return n ? arena_strndup(&t->arena, at + 2, n) : NULL;
}

/* Who posts on a platform, as far as address or title tell. */
static const char *poster_name(
    struct track *t, const char *url, const char *title)
{
	const struct tipster *known = lexicon_poster(t->lexicon, url);
	const char *name;

	if (!known && title) /* the account's name alone heads the post */
		known = lexicon_tipster(t->lexicon, title);
	name = known ? known->name : title_name(t, title);
	if (!name)
		name = handle_in(t, url);
	return name ? name : "unknown";
}

/* "JoReed" is Jo Reed, where the lexicon knows one. */
static const char *account_name(struct track *t, const char *handle)
{
	const struct tipster *known;
	struct buf b;

	buf_init(&b, 200);
	for (const char *s = handle; *s; s++) {
		if (s > handle && *s >= 'A' && *s <= 'Z' && s[-1] >= 'a' &&
		    s[-1] <= 'z')
			buf_putc(&b, ' ');
		buf_putc(&b, *s);
	}
	known = lexicon_tipster(t->lexicon, buf_text(&b));
	buf_free(&b);
	return known ? known->name : handle;
}

/* "x.com/SomeLeaker/status/1" is by SomeLeaker; else the host speaks. */
static const char *source_name(
    struct track *t, const char *url, const char *title)
{
	char *host = url ? url_host(&t->arena, url) : NULL;
	const char *path;

	if (!host)
		return "unknown";
	if (is_platform(host))
		return poster_name(t, url, title);
	if (!strncmp(host, "www.", 4))
		host += 4;
	if (strcmp(host, "x.com") != 0 && strcmp(host, "twitter.com") != 0)
		return host;
	path = strstr(url, "//");
	path = path ? strchr(path + 2, '/') : NULL;
	if (!path || !path[1])
		return host;
	return account_name(
	    t, arena_strndup(&t->arena, path + 1, strcspn(path + 1, "/?#")));
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

static int read_story(
    struct track *t, struct lines *l, const json_t *o, size_t number)
{
	struct told *s = &t->stories[t->count];
	const char *role = lines_text(o, "source_role");
	const char *vendor = lines_text(o, "vendor");
	int64_t at = lines_date(o, "published");

	if (!json_is_object(o))
		return lines_complain(l, "story %zu is not an object", number);
	*s = (struct told){.id = json_object_get(o, "id")};
	if (role && source_role_parse(role, &s->source.role) < 0)
		return lines_complain(
		    l, "story %zu: unknown source_role \"%s\"", number, role);
	if (!role)
		s->source.role = ROLE_PRESS;
	s->source.slug = s->source.title =
	    source_name(t, lines_text(o, "url"), lines_text(o, "title"));
	s->source.vendor = lexicon_vendor(t->lexicon, vendor);
	if (!s->source.vendor)
		s->source.vendor = vendor;
	s->item = (struct item){
	    .guid = or_empty(lines_text(o, "id")),
	    .url = lines_text(o, "url"),
	    .title = or_empty(lines_text(o, "title")),
	    .text = or_empty(lines_text(o, "text")),
	    .lang = lines_text(o, "lang"),
	    .published_at = at,
	    .source = &s->source,
	};
	t->count++;
	return 0;
}

/* Undated stories come first, a claim before all. */
static int64_t first_day(const struct track *t)
{
	int64_t first = t->as_of;

	for (size_t i = 0; i < t->count; i++) {
		int64_t at = t->stories[i].item.published_at;

		if (at != DATE_NONE && at < first)
			first = at;
	}
	return first;
}

static void read_claim(struct track *t, const char *claim)
{
	t->claim.source = (struct source){
	    .slug = "the claim", .title = "the claim", .role = ROLE_TIPSTER};
	t->claim.item = (struct item){
	    .id = CLAIM_ID,
	    .guid = "",
	    .title = "",
	    .text = claim,
	    .published_at = first_day(t) - 60,
	    .source = &t->claim.source,
	    .asked = true,
	};
}

static int read_case(struct track *t, struct lines *l, const json_t *o)
{
	const char *claim = lines_text(o, "claim");
	const json_t *stories = json_object_get(o, "stories"), *s;
	int64_t day = lines_date(o, "as_of");
	size_t i;

	if (!claim)
		return lines_complain(l, "\"claim\" is missing");
	if (day == DATE_NONE)
		return lines_complain(
		    l, "\"as_of\" must be a day as YYYY-MM-DD");
	if (!json_is_array(stories))
		return lines_complain(l, "\"stories\" must be a list");
	t->as_of = day - day % DAY_S + DAY_S - 1;
	t->count = 0;
	t->stories = arena_array(
	    &t->arena, json_array_size(stories) + 1, sizeof(*t->stories));
	json_array_foreach(stories, i, s)
	{
		if (read_story(t, l, s, i + 1) < 0)
			return -1;
	}
	read_claim(t, claim);
	for (i = 0; i < t->count; i++) {
		struct item *item = &t->stories[i].item;

		item->id = CLAIM_ID + 1 + (int64_t)i;
		if (item->published_at == DATE_NONE)
			item->published_at = first_day(t);
	}
	return 0;
}

/* --- judging --- */

/* What repeats the claim is no copy of it: nobody published it. */
static void judge_one(struct track *t, struct told *s)
{
	struct placement p;

	if (s == &t->claim)
		s->analysis = analyze_statement(
		    &t->arena, t->lexicon, &s->item, &t->about);
	else
		s->analysis =
		    analyze_about(&t->arena, t->lexicon, &s->item, &t->about);
	p = cluster_add(t->judge.cluster, &t->arena, &s->item);
	judge_merge(&t->judge, &p);
	board_add(t->judge.board, &s->item, s->analysis, p.story,
	    p.copy_of == CLAIM_ID ? 0 : p.copy_of);
}

static int by_time(const void *a, const void *b)
{
	const struct told *const *x = a, *const *y = b;
	const struct item *i = &(*x)->item, *j = &(*y)->item;

	return item_order(&i, &j);
}

/* "Nothing" is a vendor where the stories speak of one. */
static const char *vendor_of_stories(struct track *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct analysis *a =
		    analyze(&t->arena, t->lexicon, &t->stories[i].item);

		for (size_t k = 0; k < a->claim_count; k++)
			if (a->claims[k].vendor)
				return a->claims[k].vendor;
		for (size_t k = 0; k < a->attribution_count; k++)
			if (a->attributions[k].vendor)
				return a->attributions[k].vendor;
	}
	return NULL;
}

static void judge_all(struct track *t)
{
	struct told **order =
	    arena_array(&t->arena, t->count + 1, sizeof(*order));

	for (size_t i = 0; i < t->count; i++)
		order[i] = &t->stories[i];
	if (t->count)
		qsort(order, t->count, sizeof(struct told *), by_time);
	t->claim.source.vendor = vendor_of_stories(t);
	judge_one(t, &t->claim);
	for (size_t i = 0; i < t->count; i++)
		if (order[i]->item.published_at <= t->as_of)
			judge_one(t, order[i]);
	board_advance(t->judge.board, t->as_of);
}

/* The rumor that the claim's own item is in with that claim. */
static const struct rumor *rumor_of_claim(const struct track *t)
{
	const struct board *b = t->judge.board;
	const struct analysis *a = t->claim.analysis;

	for (size_t i = 0; i < board_rumor_count(b); i++) {
		const struct rumor *r = board_rumor(b, i);

		for (size_t k = 0; k < r->member_count; k++) {
			const struct rumor_member *m = &r->members[k];

			if (m->item == CLAIM_ID && m->claim >= 0 &&
			    &a->claims[m->claim] == t->about.claim)
				return r;
		}
	}
	return NULL;
}

/* --- what the claim's words have in common with a rumor, or a story --- */

static size_t words_in(const struct claim *a, const struct claim *b)
{
	size_t n = 0;

	for (size_t i = 0; i < a->word_count; i++)
		for (size_t k = 0; k < b->word_count; k++)
			n += !strcmp(a->words[i], b->words[k]);
	return n;
}

static bool names_subject(const struct analysis *claim, const struct claim *c)
{
	for (size_t i = 0; i < claim->claim_count; i++) {
		const struct claim *of = &claim->claims[i];

		if (of->product && c->product &&
		    !strcmp(of->product, c->product))
			return true;
		if (words_in(of, c) * 2 >= of->word_count)
			return true;
	}
	return false;
}

static bool is_about(const struct track *t, const struct told *s)
{
	const struct analysis *a = s->analysis;

	for (size_t i = 0; a && i < a->claim_count; i++)
		if (names_subject(t->claim.analysis, &a->claims[i]))
			return true;
	return false;
}

/* --- labels --- */

static enum modality modality_of(const struct told *s, int claim)
{
	const struct analysis *a = s->analysis;

	if (!a || claim < 0 || (size_t)claim >= a->claim_count)
		return MODALITY_HEDGED;
	return a->claims[claim].modality;
}

static bool is_yes(enum rumor_status status)
{
	return status == RUMOR_CONFIRMED || status == RUMOR_PARTLY_CONFIRMED;
}

/* What official word the item was: by its own transition, else by polarity. */
static const char *official_label(
    const struct rumor *r, const struct told *s, const struct rumor_member *m)
{
	for (size_t i = r->transition_count; i-- > 0;)
		if (r->transitions[i].item == s->item.id)
			return is_yes(r->transitions[i].to) ? "confirm"
							    : "refute";
	if (modality_of(s, m->claim) == MODALITY_DENIED)
		return "refute";
	return is_yes(r->status) ? "confirm" : "refute";
}

/* "It will not come this year" is what was claimed, where the claim says no. */
static bool is_denial(
    const struct track *t, const struct told *s, const struct rumor_member *m)
{
	return modality_of(s, m->claim) == MODALITY_DENIED &&
	       t->about.claim->modality != MODALITY_DENIED;
}

static const char *member_label(const struct track *t, const struct rumor *r,
    const struct told *s, const struct rumor_member *m)
{
	switch (m->part) {
	case PART_CARRIES:
	case PART_RESTATES:
		return is_denial(t, s, m) ? "deny" : "support";
	case PART_SETTLES:
	case PART_RELATED:
		return official_label(r, s, m);
	}
	return "mention";
}

static const char *label_of(
    const struct track *t, const struct rumor *r, const struct told *s)
{
	const struct rumor_member *found = NULL;

	for (size_t i = 0; r && i < r->member_count; i++) {
		const struct rumor_member *m = &r->members[i];

		if (m->item == s->item.id &&
		    (!found || m->part == PART_SETTLES))
			found = m;
	}
	if (found)
		return member_label(t, r, s, found);
	return is_about(t, s) ? "mention" : "unrelated";
}

/* --- writing --- */

static json_t *stories_json(const struct track *t, const struct rumor *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < t->count; i++)
		json_array_append_new(
		    list, json_pack("{s:O?, s:s}", "id", t->stories[i].id,
			      "label", label_of(t, r, &t->stories[i])));
	return list;
}

/* A claim's own item is nobody's word. */
static bool is_origin(const struct track *t, const char *name)
{
	return name && strcmp(name, t->claim.source.title) != 0 &&
	       strcmp(name, "unknown") != 0;
}

static json_t *carriers_json(
    const struct track *t, const struct rumor *r, const char *name)
{
	json_t *list = json_array();
	int64_t last = 0;

	for (size_t i = 0; i < r->member_count; i++) {
		const struct rumor_member *m = &r->members[i];

		if ((m->part != PART_CARRIES && m->part != PART_RESTATES) ||
		    m->item <= CLAIM_ID || m->item == last || !m->origin ||
		    strcmp(m->origin, name))
			continue;
		last = m->item;
		json_array_append(
		    list, (json_t *)t->stories[m->item - CLAIM_ID - 1].id);
	}
	return list;
}

static json_t *origins_json(const struct track *t, const struct rumor *r)
{
	json_t *list = json_array();

	for (size_t i = 0; r && i < r->origin_count; i++) {
		const char *name = r->origins[i].name;
		const struct tipster *known;
		json_t *stories;

		if (!is_origin(t, name))
			continue;
		stories = carriers_json(t, r, name);
		/* Named beside another one, whose story it is. */
		if (!json_array_size(stories) &&
		    r->origins[i].first_item > CLAIM_ID)
			json_array_append(
			    stories, (json_t *)t
					 ->stories[r->origins[i].first_item -
						   CLAIM_ID - 1]
					 .id);
		if (!json_array_size(stories)) {
			json_decref(stories);
			continue;
		}
		known = lexicon_tipster(t->lexicon, name);
		json_array_append_new(
		    list, json_pack("{s:s, s:o}", "id",
			      known ? known->id : name, "stories", stories));
	}
	return list;
}

static const char *status_text(const struct rumor *r, size_t origins)
{
	if (!r || !rumor_status_is_settled(r->status))
		return origins >= 2 ? "corroborated" : "rumored";
	if (r->status == RUMOR_PARTLY_CONFIRMED)
		return "partly confirmed";
	return rumor_status_name(r->status);
}

static json_t *decided_json(const struct rumor *r)
{
	char text[DATE_RFC3339_SIZE];

	if (!r || !rumor_status_is_settled(r->status) || !r->settled_by)
		return json_null();
	date_format_rfc3339(r->settled_at, text);
	return json_stringn(text, 10);
}

static void write_track(const struct track *t, json_t *id)
{
	const struct rumor *r = rumor_of_claim(t);
	json_t *origins = origins_json(t, r);

	lines_put(json_pack("{s:O?, s:s, s:o, s:o, s:o}", "id", id, "status",
	    status_text(r, json_array_size(origins)), "decided",
	    decided_json(r), "stories", stories_json(t, r), "origins",
	    origins));
}

static int track_line(struct lines *l, const json_t *o, void *ctx)
{
	struct track *t = ctx;
	int rc = read_case(t, l, o);

	if (!rc) {
		struct judge_policy policy = judge_default_policy;

		policy.board.takes_vague = true; /* it is what is asked for */
		policy.board.asked = CLAIM_ID;
		judge_init(&t->judge, t->lexicon, &policy);
		judge_all(t);
		write_track(t, json_object_get(o, "id"));
		judge_release(&t->judge);
	}
	arena_reset(&t->arena);
	return rc;
}

static int run_track(int argc, char **argv)
{
	struct track t = {0};
	const char *dir = NULL;
	int status;

	if (argc == 3 && !strcmp(argv[1], "--lexicon"))
		dir = argv[2];
	else if (argc > 1)
		return usage_error(
		    &command_track, "it takes no arguments but --lexicon");
	t.lexicon = client_lexicon(dir);
	if (!t.lexicon)
		return EXIT_USAGE;
	arena_init(&t.arena);
	status = lines_filter("track", track_line, &t);
	arena_free(&t.arena);
	lexicon_free(t.lexicon);
	return status;
}

const struct command command_track = {
    .name = "track",
    .args = "[--lexicon DIR]",
    .summary = "follow a claim through given stories, one a line",
    .run = run_track,
    .help =
	"A line is {\"id\", \"claim\", \"as_of\", \"stories\": [item, ...]}: the claim as a\n"
	"sentence, a day as YYYY-MM-DD, and items as 'hearsay analyze' takes them.\n"
	"\n"
	"  --lexicon DIR  other words than the installed ones\n",
};
