/*
 * hearsay analyze: reads items one by one as the daemon's judgement does,
 * offline. One JSON object a line in ({"id", "title", "text", "url",
 * "published", "source_role", "vendor", "lang"}), one a line out with class,
 * score, hedges, attributions and claims; doc/judgement.md says what they
 * mean. A line that is no object ends it: exit 2, nothing more is written.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "client/command.h"
#include "client/lexicon.h"
#include "client/lines.h"
#include "judge/analyze.h"
#include "text/date.h"

struct filter {
	struct lexicon *lexicon;
	struct arena arena;
	bool full; /* grades and standing of the claims too */
};

static const char *or_empty(const char *s)
{
	return s != NULL ? s : "";
}

static json_t *span_json(struct span s)
{
	return s.end <= s.start ? json_null()
				: json_pack("[ii]", (int)s.start, (int)s.end);
}

static const char *field_name(enum field field)
{
	return field == FIELD_TITLE ? "title" : "text";
}

static json_t *hedges_json(const struct analysis *a)
{
	json_t *list = json_array();
	for (size_t i = 0; i < a->hedge_count; i++) {
		const struct hedge *h = &a->hedges[i];
		json_array_append_new(
		    list, json_pack("{s:s, s:i, s:i, s:s}", "field",
			      field_name(h->field), "start", (int)h->span.start,
			      "end", (int)h->span.end, "class", h->class));
	}
	return list;
}

/* The origin as the format has it: the table's id, else the name. */
static const char *origin_of(const struct attribution *a)
{
	if (a->kind == ORIGIN_ANONYMOUS)
		return NULL;
	return a->id != NULL ? a->id : a->name;
}

static json_t *attributions_json(
    const struct filter *f, const struct analysis *a)
{
	json_t *list = json_array();
	for (size_t i = 0; i < a->attribution_count; i++) {
		const struct attribution *t = &a->attributions[i];
		json_t *o = json_pack("{s:o, s:o, s:o, s:s?, s:s, s:s, s:s?, "
				      "s:b}",
		    "source", span_json(t->source), "cue", span_json(t->cue),
		    "content", span_json(t->content), "origin", origin_of(t),
		    "field", field_name(t->field), "kind",
		    origin_kind_name(t->kind), "name", t->name, "via",
		    (int)t->via);
		if (f->full)
			json_object_set_new(o, "aside", json_boolean(t->aside));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *date_json(int64_t at)
{
	char text[DATE_RFC3339_SIZE];
	if (at == DATE_NONE)
		return json_null();
	date_format_rfc3339(at, text);
	return json_stringn(text, 10);
}

static json_t *window_json(const struct window *w)
{
	if (w->from == DATE_NONE && w->to == DATE_NONE)
		return json_null();
	return json_pack("[oo]", date_json(w->from), date_json(w->to));
}

static json_t *claim_json(
    const struct filter *f, const struct analysis *a, const struct claim *c)
{
	const char *origin = c->attribution < 0
				 ? NULL
				 : origin_of(&a->attributions[c->attribution]);
	json_t *o = json_pack("{s:s, s:s?, s:s?, s:s?, s:s?, s:o, s:s, s:s?, "
			      "s:o, s:s}",
	    "aspect", aspect_name(c->aspect), "vendor", c->vendor, "product",
	    c->product, "version", c->version, "value", c->value, "window",
	    window_json(&c->window), "modality", modality_name(c->modality),
	    "origin", origin, "sentence", span_json(c->sentence), "field",
	    field_name(c->field));
	if (f->full) {
		const char grade[] = {"ABCD"[c->grade], '\0'};
		json_object_set_new(o, "grade", json_string(grade));
		json_object_set_new(o, "own_guess", json_boolean(c->own_guess));
		json_object_set_new(
		    o, "background", json_boolean(c->background));
		json_object_set_new(o, "presents", json_boolean(c->presents));
		json_object_set_new(o, "text", json_string(c->text));
	}
	return o;
}

static json_t *claims_json(const struct filter *f, const struct analysis *a)
{
	json_t *list = json_array();
	for (size_t i = 0; i < a->claim_count; i++)
		json_array_append_new(list, claim_json(f, a, &a->claims[i]));
	return list;
}

static void answer(
    const struct filter *f, const json_t *id, const struct analysis *a)
{
	json_t *o = json_object();
	json_object_set(o, "id", id != NULL ? (json_t *)id : json_null());
	json_object_set_new(o, "class", json_string(item_class_name(a->class)));
	json_object_set_new(o, "rumor_score", json_real(a->rumor_score));
	json_object_set_new(o, "hedges", hedges_json(a));
	json_object_set_new(o, "attributions", attributions_json(f, a));
	json_object_set_new(o, "claims", claims_json(f, a));
	if (f->full) {
		json_object_set_new(o, "lang", json_string(a->lang));
		json_object_set_new(o, "settles", json_boolean(a->settles));
		json_object_set_new(o, "noise", json_boolean(a->noise));
	}
	lines_put(o);
}

static int item_read(struct lines *l, const json_t *o, void *ctx)
{
	struct filter *f = ctx;
	struct source source = {.slug = "", .role = ROLE_PRESS};
	const char *role = lines_text(o, "source_role");
	if (role != NULL && source_role_parse(role, &source.role) != 0)
		return lines_complain(l, "unknown source_role \"%s\"", role);
	source.vendor = lexicon_vendor(f->lexicon, lines_text(o, "vendor"));
	if (source.vendor == NULL)
		source.vendor = lines_text(o, "vendor");
	source.title = lines_text(o, "source_title");
	struct item item = {
	    .guid = or_empty(lines_text(o, "id")),
	    .url = lines_text(o, "url"),
	    .title = or_empty(lines_text(o, "title")),
	    .text = or_empty(lines_text(o, "text")),
	    .lang = lines_text(o, "lang"),
	    .published_at = lines_date(o, "published"),
	    .source = &source,
	};
	answer(
	    f, json_object_get(o, "id"), analyze(&f->arena, f->lexicon, &item));
	arena_reset(&f->arena);
	return 0;
}

static int usage(const char *what)
{
	fprintf(stderr,
	    "hearsay analyze: %s; usage: hearsay analyze [--full] "
	    "[--lexicon DIR] <ITEMS\n",
	    what);
	return EXIT_USAGE;
}

static int run(int argc, char **argv)
{
	struct filter f = {.full = false};
	const char *dir = NULL;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--full") == 0)
			f.full = true;
		else if (strcmp(argv[i], "--lexicon") == 0 && i + 1 < argc)
			dir = argv[++i];
		else
			return usage("cannot read the arguments");
	}
	f.lexicon = client_lexicon(dir);
	if (f.lexicon == NULL)
		return EXIT_USAGE;
	arena_init(&f.arena);
	int status = lines_filter("analyze", item_read, &f);
	arena_free(&f.arena);
	lexicon_free(f.lexicon);
	return status;
}

const struct command command_analyze = {
    .name = "analyze",
    .args = "[--full] [--lexicon DIR]",
    .summary = "read items: flag, hedges, sources, claims, one a line",
    .run = run,
    .help =
	"An item is {\"id\", \"title\", \"text\", \"url\", \"published\", \"lang\", \"source_role\",\n"
	"\"source_title\", \"vendor\"}, of which title or text is needed; without\n"
	"source_role the source is press. So it reads a feed document:\n"
	"\n"
	"  hearsay parse FILE | jq -c '.items[] | {id, title, text: .content_text}' |\n"
	"    hearsay analyze\n"
	"\n"
	"  --full         also where in the text, the language, and the grade\n"
	"  --lexicon DIR  other words than the installed ones\n",
};
