/*
 * The file is {"providers": {NAME: {"urlPattern", "rules", "rawRules",
 * "referralMarketing", "exceptions", "redirections", ...}}}, all but the first
 * lists of regular expressions. As the browser extension has it, a provider
 * counts where its pattern matches and no exception does; a redirection's first
 * group is the address behind it; raw rules are cut out of the address; the
 * others name parameters, from their beginning to their end.
 */
#include "text/urlrules.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <xxhash.h>

#include "base/buf.h"
#include "base/caps.h"
#include "base/mem.h"
#include "text/pattern.h"
#include "text/url.h"

#define PROVIDERS_MAX 2000
#define PATTERNS_MAX  20000
#define HOPS_MAX      4 /* redirections of redirections */

struct patterns {
	const struct pattern **list;
	size_t count, cap;
};

struct provider {
	const struct pattern *url;
	struct patterns rules, raw, exceptions, redirections;
};

struct url_rules {
	struct arena arena;
	struct provider *providers;
	size_t count, patterns, skipped;
	const char *first_skipped;
	uint64_t fingerprint;
};

/* --- reading --- */

struct loading {
	struct url_rules *rules;
	const char *file, *provider;
	struct err *err;
};

/* NULL where it is passed over. */
static const struct pattern *compile(struct loading *l, const char *source)
{
	struct url_rules *r = l->rules;
	const struct pattern *p;
	struct err why;

	r->patterns++;
	p = pattern_compile(&r->arena, source, &why);
	if (p)
		return p;
	if (!r->skipped++)
		r->first_skipped =
		    arena_printf(&r->arena, "%s: %s", l->provider, why.text);
	return NULL;
}

static int read_list(struct loading *l, const json_t *provider,
    const char *name, struct patterns *to)
{
	struct arena *arena = &l->rules->arena;
	const json_t *list = json_object_get(provider, name), *one;
	const struct pattern *p;
	size_t i;

	if (!list)
		return 0;
	if (!json_is_array(list))
		return err_set(l->err, "%s: %s: \"%s\" is no list", l->file,
		    l->provider, name);
	json_array_foreach(list, i, one)
	{
		if (!json_is_string(one))
			return err_set(l->err,
			    "%s: %s: \"%s\" has an element that is no text",
			    l->file, l->provider, name);
		if (l->rules->patterns == PATTERNS_MAX)
			return err_set(l->err, "%s: more than %d patterns",
			    l->file, PATTERNS_MAX);
		p = compile(l, json_string_value(one));
		if (!p)
			continue;
		to->list = arena_room(
		    arena, to->list, to->count, &to->cap, sizeof(*to->list));
		to->list[to->count++] = p;
	}
	return 0;
}

static int read_provider(struct loading *l, const json_t *o)
{
	struct url_rules *r = l->rules;
	struct provider *p = &r->providers[r->count];
	const char *url = json_string_value(json_object_get(o, "urlPattern"));

	*p = (struct provider){0};
	if (!url)
		return err_set(
		    l->err, "%s: %s: no \"urlPattern\"", l->file, l->provider);
	p->url = compile(l, url);
	if (read_list(l, o, "rules", &p->rules) ||
	    read_list(l, o, "referralMarketing", &p->rules) ||
	    read_list(l, o, "rawRules", &p->raw) ||
	    read_list(l, o, "exceptions", &p->exceptions) ||
	    read_list(l, o, "redirections", &p->redirections))
		return -1;
	r->count += p->url != NULL;
	return 0;
}

static int read_providers(struct loading *l, json_t *root)
{
	json_t *providers = json_object_get(root, "providers"), *one;
	const char *name;

	if (!json_is_object(providers))
		return err_set(l->err,
		    "%s: no \"providers\": this is no file of ClearURLs' rules",
		    l->file);
	if (json_object_size(providers) > PROVIDERS_MAX)
		return err_set(l->err, "%s: more than %d providers", l->file,
		    PROVIDERS_MAX);
	l->rules->providers = arena_array(&l->rules->arena,
	    json_object_size(providers) + 1, sizeof(*l->rules->providers));
	json_object_foreach(providers, name, one)
	{
		l->provider = name;
		if (read_provider(l, one) < 0)
			return -1;
	}
	return 0;
}

static int read_file(const char *file, struct buf *out, struct err *err)
{
	FILE *f = fopen(file, "re");
	char part[16384];
	size_t n;
	int rc = 0;

	if (!f)
		return err_set(err, "%s: %s", file, strerror(errno));
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(out, part, n);
	if (ferror(f))
		rc = err_set(err, "%s: cannot be read", file);
	else if (!buf_ok(out))
		rc = err_set(err, "%s: larger than %u bytes", file,
		    (unsigned)CAP_LEXICON);
	fclose(f);
	return rc;
}

struct url_rules *url_rules_load(const char *file, struct err *err)
{
	struct url_rules *r = mem_alloc(sizeof(*r));
	struct loading l = {.rules = r, .file = file, .err = err};
	json_error_t why;
	json_t *root = NULL;
	struct buf text;
	int rc;

	arena_init(&r->arena);
	buf_init(&text, CAP_LEXICON);
	rc = read_file(file, &text, err);
	if (rc == 0) {
		root = json_loadb(buf_text(&text), text.len, 0, &why);
		r->fingerprint = XXH3_64bits(buf_text(&text), text.len);
		rc = root ? read_providers(&l, root)
			  : err_set(err, "%s:%d: %s", file, why.line, why.text);
	}
	json_decref(root);
	buf_free(&text);
	if (rc) {
		url_rules_free(r);
		return NULL;
	}
	return r;
}

void url_rules_free(struct url_rules *r)
{
	if (!r)
		return;
	arena_free(&r->arena);
	free(r);
}

uint64_t url_rules_fingerprint(const struct url_rules *r)
{
	return r->fingerprint;
}

size_t url_rules_skipped(const struct url_rules *r, const char **first)
{
	*first = r->first_skipped;
	return r->skipped;
}

/* --- applying --- */

static bool any_matches(
    const struct patterns *list, struct arena *a, const char *s, size_t n)
{
	for (size_t i = 0; i < list->count; i++)
		if (pattern_matches(list->list[i], a, s, n))
			return true;
	return false;
}

static bool any_is_in(
    const struct patterns *list, struct arena *a, const char *s, size_t n)
{
	for (size_t i = 0; i < list->count; i++)
		if (pattern_find(list->list[i], a, s, n, 0, NULL))
			return true;
	return false;
}

static bool concerns(
    const struct provider *p, struct arena *a, const char *s, size_t n)
{
	return pattern_find(p->url, a, s, n, 0, NULL) &&
	       !any_is_in(&p->exceptions, a, s, n);
}

/* The address that one of the provider's redirections has in it, or NULL. */
static const char *redirected(
    const struct provider *p, struct arena *a, const char *s)
{
	struct pattern_match m;

	for (size_t i = 0; i < p->redirections.count; i++) {
		const char *to;

		if (!pattern_find(
			p->redirections.list[i], a, s, strlen(s), 0, &m) ||
		    !m.has_group)
			continue;
		to = url_unescape(
		    a, s + m.group_start, m.group_end - m.group_start);
		if (strncmp(to, "http://", 7) == 0 ||
		    strncmp(to, "https://", 8) == 0)
			return to;
	}
	return NULL;
}

/* All that the pattern matches, cut out. */
static const char *cut_out(
    const struct pattern *p, struct arena *a, const char *s)
{
	size_t n = strlen(s), from = 0;
	struct pattern_match m;
	struct buf out;
	const char *cut;

	if (!pattern_find(p, a, s, n, 0, &m))
		return s;
	buf_init(&out, n + 1);
	while (from <= n && pattern_find(p, a, s, n, from, &m)) {
		buf_add(&out, s + from, m.start - from);
		if (m.end == m.start && m.start < n)
			buf_putc(&out, s[m.start]);
		from = m.end > m.start ? m.end : m.end + 1;
	}
	if (from < n)
		buf_add(&out, s + from, n - from);
	cut = arena_strdup(a, buf_text(&out));
	buf_free(&out);
	return cut;
}

/* The query without the parameters that the rules name. */
static const char *without_parameters(
    const struct patterns *rules, struct arena *a, const char *s)
{
	size_t path = strcspn(s, "?#"), query, fragment;
	struct buf out;
	const char *kept;
	bool first = true;

	if (s[path] != '?' || !rules->count)
		return s;
	query = path + 1;
	fragment = query + strcspn(s + query, "#");
	buf_init(&out, strlen(s) + 1);
	buf_add(&out, s, path);
	while (query < fragment) {
		size_t n = strcspn(s + query, "&#");
		size_t name = strcspn(s + query, "=&#");
		const char *plain = url_unescape(a, s + query, name);

		if (!any_matches(rules, a, plain, strlen(plain))) {
			buf_putc(&out, first ? '?' : '&');
			buf_add(&out, s + query, n);
			first = false;
		}
		query += n + (s[query + n] == '&');
	}
	buf_puts(&out, s + fragment);
	kept = arena_strdup(a, buf_text(&out));
	buf_free(&out);
	return kept;
}

const char *url_rules_apply(
    const struct url_rules *r, struct arena *a, const char *url)
{
	int hops = 0;

	if (strlen(url) > CAP_URL)
		return url;
	for (size_t i = 0; i < r->count; i++) {
		const struct provider *p = &r->providers[i];
		const char *to;

		if (!concerns(p, a, url, strlen(url)))
			continue;
		to = hops < HOPS_MAX ? redirected(p, a, url) : NULL;
		if (to && strlen(to) <= CAP_URL) {
			url = to;
			hops++;
			i = (size_t)-1; /* all of them, of the new one */
			continue;
		}
		for (size_t k = 0; k < p->raw.count; k++)
			url = cut_out(p->raw.list[k], a, url);
		url = without_parameters(&p->rules, a, url);
	}
	return url;
}
