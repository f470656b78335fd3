/*
 * The list is read here, by whoever called the command: the daemon gets what
 * it says as JSON and sees no XML of it.
 */
#include "client/feedlists.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>

#include "base/caps.h"
#include "client/live.h"
#include "parse/opml.h"
#include "text/utf8.h"

static int complain(const char *path, const char *why)
{
	struct buf b;

	buf_init(&b, 8192);
	utf8_put_visible(&b, why);
	fprintf(stderr, "hearsay: %s: %s\n", path, buf_text(&b));
	buf_free(&b);
	return -1;
}

static int read_file(const char *path, struct buf *out)
{
	FILE *f = strcmp(path, "-") ? fopen(path, "re") : stdin;
	char part[16384];
	size_t n;
	int rc = 0;

	if (!f)
		return complain(path, strerror(errno));
	while (!rc && (n = fread(part, 1, sizeof(part), f)) > 0)
		rc = buf_add(out, part, n);
	if (rc)
		complain(path, "limit: longer than 4194304 bytes");
	else if (ferror(f))
		rc = complain(path, strerror(errno));
	if (f != stdin)
		fclose(f);
	return rc;
}

static json_t *json_of(const struct outline *l)
{
	const struct {
		const char *name, *value;
	} texts[] = {{"url", l->url}, {"title", l->title}, {"site", l->site},
	    {"lang", l->lang}, {"folder", l->folder}, {"id", l->id},
	    {"role", l->role}, {"vendor", l->vendor}, {"interval", l->interval},
	    {"fulltext", l->fulltext}};
	json_t *o = json_object();

	json_object_set_new(o, "line", json_integer(l->line));
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i].value)
			json_object_set_new(
			    o, texts[i].name, json_string(texts[i].value));
	return o;
}

static void put_json(struct buf *b, const struct outlines *lines)
{
	json_t *list = json_array(), *o;
	char *text;

	for (size_t i = 0; i < lines->n; i++)
		json_array_append_new(list, json_of(&lines->v[i]));
	o = json_object();
	json_object_set_new(o, "feeds", list);
	text = json_dumps(o, JSON_COMPACT);
	json_decref(o);
	buf_puts(b, text ? text : "");
	free(text);
}

static int send(const struct outlines *lines, bool dry)
{
	struct buf target, body;
	char what[60];
	int status;

	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/feeds/import");
	if (dry)
		live_query(&target, "dry", "1");
	buf_init(&body, CAP_IMPORT);
	put_json(&body, lines);
	snprintf(what, sizeof(what), "importing %zu feeds", lines->n);
	live_waits(what);
	status = live_post_body(&target, &body);
	buf_free(&body);
	return status;
}

int feed_import(const char *path, bool dry)
{
	struct parse_input in = {.base_url = NULL};
	struct outlines lines;
	struct arena arena;
	struct buf file;
	struct err e = {""};
	int status = EXIT_USAGE;

	arena_init(&arena);
	buf_init(&file, CAP_OPML);
	if (!read_file(path, &file)) {
		in.bytes = buf_text(&file);
		in.len = file.len;
		parse_prepare();
		if (opml_read(&arena, &in, &lines, &e))
			complain(path, e.text);
		else
			status = send(&lines, dry);
	}
	buf_free(&file);
	arena_free(&arena);
	return status;
}

int feed_export(void)
{
	struct buf target;

	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/feeds.opml");
	return live_get(&target);
}
