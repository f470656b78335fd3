/* A configuration and its lexicon, checked against each other. */
#include "core/setup.h"

#include <errno.h>

#include "base/mem.h"

#define CAP_PASSWORD 1024

/* The name is the configuration's own: a reload may keep another lexicon. */
static void check_vendor(struct setup *s, const struct config_place *at,
    const char **vendor, size_t *wrong, struct buf *errors)
{
	const char *known;

	if (!*vendor)
		return;
	known = lexicon_vendor(s->lexicon, *vendor);
	if (known) {
		*vendor = arena_strdup(&s->config->arena, known);
		return;
	}
	buf_printf(errors,
	    "%s:%d: vendor \"%s\" is not in the lexicon: write a name that "
	    "products.tsv or officials.tsv has, or add it there\n",
	    at->file, at->line, *vendor);
	(*wrong)++;
}

static size_t check_vendors(struct setup *s, struct buf *errors)
{
	struct config *c = s->config;
	size_t wrong = 0;

	for (size_t i = 0; i < c->feed_count; i++)
		check_vendor(s, &c->feeds[i].place, &c->feeds[i].source.vendor,
		    &wrong, errors);
	for (size_t i = 0; i < c->digest_count; i++)
		for (size_t v = 0; v < c->digests[i].vendors.n; v++)
			check_vendor(s, &c->digests[i].place,
			    &c->digests[i].vendors.v[v], &wrong, errors);
	for (size_t i = 0; i < c->hook_count; i++)
		for (size_t v = 0; v < c->hooks[i].vendors.n; v++)
			check_vendor(s, &c->hooks[i].place,
			    &c->hooks[i].vendors.v[v], &wrong, errors);
	return wrong;
}

static int add_to_lexicon(struct setup *s, struct err *e)
{
	const struct config *c = s->config;

	if (c->dictionaries &&
	    lexicon_add_wordlists(s->lexicon, c->dictionaries, e) < 0)
		return -1;
	return c->url_rules ? lexicon_add_url_rules(s->lexicon, c->url_rules, e)
			    : 0;
}

struct setup *setup_load(const char *config_file, struct buf *errors)
{
	struct setup *s = mem_alloc(sizeof(*s));
	struct err e;

	s->config = config_load(config_file, errors);
	if (!s->config)
		goto fail;
	s->lexicon = lexicon_load(s->config->lexicon, &e);
	if (!s->lexicon || add_to_lexicon(s, &e) < 0) {
		buf_printf(errors, "%s\n", e.text);
		goto fail;
	}
	if (check_vendors(s, errors))
		goto fail;
	return s;
fail:
	setup_free(s);
	return NULL;
}

void setup_free(struct setup *s)
{
	if (!s)
		return;
	config_free(s->config);
	if (s->lexicon)
		lexicon_free(s->lexicon);
	free(s);
}

static int read_line(const char *file, struct buf *out, struct err *e)
{
	char line[CAP_PASSWORD + 2];
	FILE *f = fopen(file, "re");

	if (!f)
		return err_set(e, "%s: %s", file, strerror(errno));
	if (!fgets(line, sizeof(line), f))
		line[0] = '\0';
	fclose(f);
	line[strcspn(line, "\r\n")] = '\0';
	if (strlen(line) > CAP_PASSWORD)
		return err_set(e, "%s: a password of more than %d bytes", file,
		    CAP_PASSWORD);
	buf_puts(out, line);
	explicit_bzero(line, sizeof(line));
	return 0;
}

int setup_password(const struct config *c, struct buf *out, struct err *e)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	char path[1024];
	FILE *f;

	buf_clear(out);
	if (c->mail.password_file)
		return read_line(c->mail.password_file, out, e);
	if (!dir)
		return 0;
	snprintf(path, sizeof(path), "%s/smtp-password", dir);
	f = fopen(path, "re");
	if (!f)
		return 0;
	fclose(f);
	return read_line(path, out, e);
}
