/*
 * hearsay parse: one feed document, or one HTML page, as one JSON object on
 * one line. Offline: no daemon is asked, nothing but the file is read.
 * doc/parse-json.md has the keys in full.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/caps.h"
#include "client/command.h"
#include "parse/find.h"
#include "parse/page.h"
#include "parse/parse.h"
#include "text/date.h"
#include "text/utf8.h"

/* --- the object --- */

static json_t *text_json(const char *s)
{
	return s && *s ? json_string(s) : json_null();
}

static json_t *date_json(int64_t at)
{
	char text[DATE_RFC3339_SIZE];

	if (at == DATE_NONE)
		return json_null();
	date_format_rfc3339(at, text);
	return json_string(text);
}

static json_t *count_json(int64_t n)
{
	return n >= 0 ? json_integer(n) : json_null();
}

static json_t *strings_json(const struct strings *s)
{
	json_t *list = json_array();

	for (size_t i = 0; i < s->n; i++)
		json_array_append_new(list, json_string(s->v[i]));
	return list;
}

static json_t *persons_json(const struct person *p, size_t n)
{
	json_t *list = json_array();
	json_t *o;

	for (size_t i = 0; i < n; i++) {
		o = json_object();
		json_object_set_new(o, "name", text_json(p[i].name));
		json_object_set_new(o, "email", text_json(p[i].email));
		json_object_set_new(o, "url", text_json(p[i].url));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *enclosures_json(const struct entry *e)
{
	json_t *list = json_array();
	json_t *o;

	for (size_t i = 0; i < e->enclosure_count; i++) {
		const struct enclosure *from = &e->enclosures[i];

		o = json_object();
		json_object_set_new(o, "url", text_json(from->url));
		json_object_set_new(o, "type", text_json(from->type));
		json_object_set_new(o, "length", count_json(from->length));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *source_json(const struct entry_source *s)
{
	json_t *o;

	if (!s)
		return json_null();
	o = json_object();
	json_object_set_new(o, "title", text_json(s->title));
	json_object_set_new(o, "url", text_json(s->url));
	json_object_set_new(o, "link", text_json(s->link));
	json_object_set_new(o, "id", text_json(s->id));
	return o;
}

static json_t *entry_json(const struct entry *e)
{
	json_t *o = json_object();

	json_object_set_new(o, "id", text_json(e->id));
	json_object_set_new(
	    o, "guid_is_permalink", json_boolean(e->guid_is_permalink));
	json_object_set_new(o, "link", text_json(e->link));
	json_object_set_new(o, "title", text_json(e->title));
	json_object_set_new(
	    o, "authors", persons_json(e->authors, e->author_count));
	json_object_set_new(o, "published", date_json(e->published));
	json_object_set_new(o, "updated", date_json(e->updated));
	json_object_set_new(o, "summary_text", text_json(e->summary_text));
	json_object_set_new(o, "content_html", text_json(e->content_html));
	json_object_set_new(o, "content_text", text_json(e->content_text));
	json_object_set_new(o, "categories", strings_json(&e->categories));
	json_object_set_new(o, "enclosures", enclosures_json(e));
	json_object_set_new(o, "comments", text_json(e->comments));
	json_object_set_new(o, "source", source_json(e->source));
	json_object_set_new(o, "via", text_json(e->via));
	json_object_set_new(o, "lang", text_json(e->lang));
	json_object_set_new(o, "base", text_json(e->base));
	return o;
}

static json_t *hours_json(uint32_t hours)
{
	json_t *list = json_array();

	for (int h = 0; h < 24; h++) {
		if (hours & 1u << h)
			json_array_append_new(list, json_integer(h));
	}
	return list;
}

static json_t *doc_json(const struct doc *d)
{
	json_t *o = json_object(), *items = json_array();

	json_object_set_new(o, "format", text_json(d->format));
	json_object_set_new(o, "encoding", text_json(d->encoding));
	json_object_set_new(o, "title", text_json(d->title));
	json_object_set_new(o, "subtitle", text_json(d->subtitle));
	json_object_set_new(o, "link", text_json(d->link));
	json_object_set_new(o, "self", text_json(d->self));
	json_object_set_new(o, "id", text_json(d->id));
	json_object_set_new(o, "language", text_json(d->language));
	json_object_set_new(
	    o, "authors", persons_json(d->authors, d->author_count));
	json_object_set_new(o, "published", date_json(d->published));
	json_object_set_new(o, "updated", date_json(d->updated));
	json_object_set_new(o, "ttl_seconds", count_json(d->ttl_seconds));
	json_object_set_new(o, "skip_hours", hours_json(d->skip_hours));
	json_object_set_new(o, "skip_days", strings_json(&d->skip_days));
	json_object_set_new(o, "hub", strings_json(&d->hubs));
	json_object_set_new(o, "icon", text_json(d->icon));
	json_object_set_new(o, "warnings", strings_json(&d->warnings));
	json_object_set_new(o, "items", items);
	for (size_t i = 0; i < d->entry_count; i++)
		json_array_append_new(items, entry_json(&d->entries[i]));
	return o;
}

/* --- the command --- */

static int complain(const char *path, const char *why)
{
	fprintf(stderr, "hearsay parse: %s: %s\n", path, why);
	return EXIT_NOTHING;
}

/* All of the file, within the cap; "-" is standard input. */
static int read_file(const char *path, struct buf *body)
{
	int fd =
	    strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	char chunk[65536];
	ssize_t got = -1;

	if (fd >= 0) {
		for (got = read(fd, chunk, sizeof(chunk)); got > 0;
		     got = read(fd, chunk, sizeof(chunk)))
			buf_add(body, chunk, (size_t)got);
	}
	if (got < 0)
		complain(path, strerror(errno));
	else if (!buf_ok(body))
		complain(path, "limit: longer than 8388608 bytes");
	if (fd > STDIN_FILENO)
		close(fd);
	return got < 0 || !buf_ok(body) ? -1 : 0;
}

static json_t *feeds_json(const struct found *f)
{
	json_t *feeds = json_array();

	for (size_t i = 0; i < f->link_count; i++)
		json_array_append_new(
		    feeds, json_pack("{s:o, s:o, s:o}", "url",
			       text_json(f->links[i].url), "type",
			       text_json(f->links[i].type), "title",
			       text_json(f->links[i].title)));
	return feeds;
}

static json_t *page_json(const struct article *p, const struct found *f)
{
	json_t *o = json_object();

	json_object_set_new(o, "title", text_json(p->title));
	json_object_set_new(o, "text", text_json(p->text));
	json_object_set_new(o, "links", text_json(p->links));
	json_object_set_new(o, "text_by", text_json(p->text_by));
	json_object_set_new(o, "site", text_json(p->site));
	json_object_set_new(o, "author", text_json(p->author));
	json_object_set_new(o, "lang", text_json(p->lang));
	json_object_set_new(o, "canonical", text_json(p->canonical));
	json_object_set_new(o, "published", date_json(p->published));
	json_object_set_new(o, "updated", date_json(p->updated));
	json_object_set_new(o, "feeds", feeds_json(f));
	return o;
}

/* The object of a document or of a page; NULL with the reason. */
static json_t *read_input(
    struct arena *a, const struct parse_input *in, bool is_page, struct err *e)
{
	struct article article;
	struct found found;
	struct doc doc;

	if (is_page) {
		if (page_read(a, in, &article, e) != PARSE_OK)
			return NULL;
		find_feeds(a, in, &found);
		return page_json(&article, &found);
	}
	return parse_document(a, in, &doc, e) == PARSE_OK ? doc_json(&doc)
							  : NULL;
}

static int print_input(
    const char *path, const struct parse_input *in, bool is_page)
{
	struct arena arena;
	struct err err = {""};
	struct buf why;
	json_t *o;
	int status = EXIT_OK;

	arena_init(&arena);
	o = read_input(&arena, in, is_page, &err);
	if (!o) {
		buf_init(&why, 8192);
		utf8_put_visible(&why, err.text);
		status = complain(path, buf_text(&why));
		buf_free(&why);
	} else if (json_dumpf(o, stdout, JSON_COMPACT) ||
		   putchar('\n') == EOF || fflush(stdout)) {
		status = complain("standard output", strerror(errno));
	}
	json_decref(o);
	arena_free(&arena);
	return status;
}

static int run(int argc, char **argv);

const struct command command_parse = {
    .name = "parse",
    .args = "[--page] [--base-url URL] [--content-type TYPE] FILE",
    .summary = "read one feed document; print what it says as JSON",
    .run = run,
    .help = "  --base-url URL       the URL the document came from\n"
	    "  --content-type TYPE  the value of the HTTP header\n"
	    "  --page               FILE is an HTML page: print the title and\n"
	    "                       the text of its article\n"
	    "\nFILE may be - for standard input. Nothing else is read.\n",
};

static int run(int argc, char **argv)
{
	static const struct option options_long[] = {
	    {"base-url", required_argument, NULL, 'b'},
	    {"content-type", required_argument, NULL, 'c'},
	    {"page", no_argument, NULL, 'p'}, {NULL, 0, NULL, 0}};
	struct parse_input in = {0};
	struct buf body;
	bool is_page = false;
	int c, status = EXIT_NOTHING;

	optind = 0;
	opterr = 0;
	for (;;) {
		c = getopt_long(argc, argv, ":", options_long, NULL);
		if (c == -1)
			break;
		if (c == 'b')
			in.base_url = *optarg ? optarg : NULL;
		else if (c == 'c')
			in.content_type = *optarg ? optarg : NULL;
		else if (c == 'p')
			is_page = true;
		else if (c == ':')
			return usage_error(&command_parse, "%s needs a value",
			    argv[optind - 1]);
		else
			return usage_error(&command_parse, "unknown option %s",
			    argv[optind - 1]);
	}
	if (argc - optind != 1)
		return usage_error(&command_parse,
		    argc == optind ? "no file is given" : "more than one file");
	buf_init(&body, CAP_BODY);
	if (read_file(argv[optind], &body) == 0) {
		in.bytes = buf_text(&body);
		in.len = body.len;
		status = print_input(argv[optind], &in, is_page);
	}
	buf_free(&body);
	return status;
}
