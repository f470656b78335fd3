/* libxml2 behind the guard: its callbacks, and what its errors are called. */
#include "parse/xml.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include "base/caps.h"
#include "parse/guard.h"

struct xml_attributes {
	const unsigned char **raw; /* five pointers each, see SAX2 */
	size_t count;
};

#define MOST_PARSER_WARNINGS 10
#define CHUNK		     (1u << 20)

struct shell {
	const struct xml_handler *handler;
	const struct guard_sections *sections;
	struct warnings *warnings;
	int warned;
	/* the parser hands out one pointer for one URI: remember the last */
	const unsigned char *last_uri;
	enum ns last_ns;
};

static size_t length(const xmlChar *s)
{
	return s ? strlen((const char *)s) : 0;
}

static enum ns ns_of(const xmlChar *prefix, const xmlChar *uri)
{
	if (uri)
		return ns_of_uri((const char *)uri, length(uri));
	return prefix ? ns_of_prefix((const char *)prefix, length(prefix))
		      : NS_NONE;
}

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int ns_count, const xmlChar **ns, int count,
    int defaulted, const xmlChar **attributes)
{
	struct shell *s = user;
	struct xml_attributes a = {attributes, (size_t)count};
	struct xml_element e = {.name = (const char *)name,
	    .name_n = length(name),
	    .prefixed = prefix != NULL,
	    .attributes = &a};

	(void)defaulted;
	for (int i = 0; i < ns_count; i++) {
		if (ns[2 * i + 1])
			e.declares |= 1u << ns_of(NULL, ns[2 * i + 1]);
	}
	if (!uri || uri != s->last_uri) {
		s->last_ns = ns_of(prefix, uri);
		s->last_uri = uri;
	}
	e.ns = s->last_ns;
	s->handler->on_open(s->handler->user, &e);
}

static void on_end(
    void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct shell *s = user;

	(void)name;
	(void)prefix;
	(void)uri;
	s->handler->on_close(s->handler->user);
}

static void on_characters(void *user, const xmlChar *text, int n)
{
	struct shell *s = user;

	if (n > 0)
		s->handler->on_text(
		    s->handler->user, (const char *)text, (size_t)n, false);
}

/* A section that the guard set aside: its number stands in its place. */
static void on_instruction(
    void *user, const xmlChar *target, const xmlChar *data)
{
	const struct shell *s = user;
	const struct guard_section *section;
	const char *text;
	size_t i = data ? strtoul((const char *)data, NULL, 10) : SIZE_MAX;

	(void)target;
	if (i >= s->sections->n)
		return;
	section = &s->sections->v[i];
	text = section->at ? section->at
			   : buf_text(s->sections->decoded) + section->offset;
	s->handler->on_text(s->handler->user, text, section->n, true);
}

static void on_error(void *user, xmlErrorPtr e)
{
	/* With a context of our own, user is what it was created with. */
	struct shell *s = user;

	if (e && e->message && s->warned++ < MOST_PARSER_WARNINGS)
		warn_add(s->warnings, WARN_XML, "%s", e->message);
}

/* libxml2 over what the guard lets through. */
static int parse_guarded(
    struct shell *shell, const struct buf *clean, struct err *err)
{
	/*
	 * Only these calls: there is no getEntity, so that no entity but the
	 * five of XML exists, and no document, so that nothing is kept.
	 */
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
	    .startElementNs = on_start,
	    .endElementNs = on_end,
	    .characters = on_characters,
	    .cdataBlock = on_characters,
	    .ignorableWhitespace = on_characters,
	    .processingInstruction = on_instruction,
	    .serror = on_error};
	xmlParserCtxtPtr ctxt;

	ctxt = xmlCreatePushParserCtxt(&sax, shell, NULL, 0, NULL);
	if (!ctxt)
		return err_set(err, "out of memory for the XML parser");
	/* NOENT: of the five entities, in attributes; it knows no others */
	xmlCtxtUseOptions(ctxt, XML_PARSE_RECOVER | XML_PARSE_NONET |
				    XML_PARSE_IGNORE_ENC | XML_PARSE_NOENT);
	for (size_t i = 0, n; i < clean->len; i += n) {
		n = clean->len - i < CHUNK ? clean->len - i : CHUNK;
		xmlParseChunk(ctxt, clean->data + i, (int)n, 0);
	}
	xmlParseChunk(ctxt, NULL, 0, 1);
	if (ctxt->myDoc)
		xmlFreeDoc(ctxt->myDoc);
	xmlFreeParserCtxt(ctxt);
	return 0;
}

enum xml_result xml_parse(const char *text, size_t n, struct buf *decoded,
    const struct xml_handler *handler, bool *ends_early, struct warnings *w,
    struct err *err)
{
	struct guard_sections sections = {.decoded = decoded};
	struct shell shell = {
	    .handler = handler, .sections = &sections, .warnings = w};
	enum guard_result guarded;
	enum xml_result r = XML_LIMIT;
	struct buf clean;

	buf_init(&clean, 4 * CAP_BODY);
	guarded = guard_xml(&clean, &sections, text, n, ends_early, w, err);
	if (guarded == GUARD_NO_ROOT)
		r = XML_NO_ROOT;
	else if (guarded == GUARD_OK && !parse_guarded(&shell, &clean, err))
		r = XML_OK;
	free(sections.v);
	buf_free(&clean);
	return r;
}

bool xml_attribute_at(
    const struct xml_element *e, size_t i, struct xml_attribute *a)
{
	const unsigned char **raw;

	if (i >= e->attributes->count)
		return false;
	raw = e->attributes->raw + 5 * i;
	a->name = (const char *)raw[0];
	a->name_n = length(raw[0]);
	a->ns = ns_of(raw[1], raw[2]);
	a->value = (const char *)raw[3];
	a->value_n = (size_t)(raw[4] - raw[3]);
	return true;
}

bool xml_is_named(const struct xml_element *e, const char *name)
{
	return strcasecmp(name, e->name) == 0;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

char *xml_attribute(struct arena *arena, const struct xml_element *e,
    enum ns ns, const char *name)
{
	struct xml_attribute a;

	for (size_t i = 0; xml_attribute_at(e, i, &a); i++) {
		if (a.ns != ns || strcasecmp(a.name, name) != 0)
			continue;
		while (a.value_n && is_space(*a.value)) {
			a.value++;
			a.value_n--;
		}
		while (a.value_n && is_space(a.value[a.value_n - 1]))
			a.value_n--;
		return arena_strndup(arena, a.value, a.value_n);
	}
	return NULL;
}

void xml_prepare(void)
{
	xmlInitParser();
}
