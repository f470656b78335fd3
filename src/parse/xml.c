/* libxml2 behind the guard: its callbacks, and what its errors are called. */
#include "parse/xml.h"

#include <string.h>
#include <strings.h>

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include "model/outline.h"

/* Namespaces as documents write them; a slash at the end does not count. */
static const struct namespace
{
	const char *uri;
	enum ns ns;
}
namespaces[] = {
    {"http://www.w3.org/2005/Atom", NS_ATOM},
    {"https://www.w3.org/2005/Atom", NS_ATOM},
    {"http://purl.org/atom/ns#", NS_ATOM03},
    {"http://example.com/newformat#", NS_ATOM03},
    {"http://example.com/necho", NS_ATOM03},
    {"http://purl.org/echo", NS_ATOM03},
    {"uri/of/echo/namespace#", NS_ATOM03},
    {"http://purl.org/pie", NS_ATOM03},
    {"http://purl.org/rss/1.0", NS_RSS},
    {"http://my.netscape.com/rdf/simple/0.9", NS_RSS090},
    {"http://channel.netscape.com/rdf/simple/0.9", NS_RSS090},
    {"http://my.netscape.com/publish/formats/rss-0.91.dtd", NS_RSS},
    {"http://purl.org/rss/2.0", NS_RSS},
    {"http://purl.org/net/rss1.1#", NS_RSS},
    {"http://backend.userland.com/rss", NS_RSS},
    {"http://backend.userland.com/rss2", NS_RSS},
    {"http://backend.userland.com/rss091", NS_RSS},
    {"http://blogs.law.harvard.edu/tech/rss", NS_RSS},
    {"http://cyber.law.harvard.edu/rss", NS_RSS},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", NS_RDF},
    {"http://purl.org/dc/elements/1.1", NS_DC},
    {"http://purl.org/dc/elements/1.0", NS_DC},
    {"http://purl.org/metadata/dublin_core", NS_DC},
    {"http://purl.org/dc/terms", NS_DCTERMS},
    {"http://purl.org/rss/1.0/modules/content", NS_CONTENT},
    {"http://www.w3.org/1999/xhtml", NS_XHTML},
    {"http://www.itunes.com/dtds/podcast-1.0.dtd", NS_ITUNES},
    {"http://example.com/dtds/podcast-1.0.dtd", NS_ITUNES},
    {"http://search.yahoo.com/mrss", NS_MEDIA},
    {"https://search.yahoo.com/mrss", NS_MEDIA},
    {"http://search.yahoo.com/searchmonkey/media", NS_MEDIA},
    {"http://video.search.yahoo.com/mrss", NS_MEDIA},
    {"http://rssnamespace.org/feedburner/ext/1.0", NS_FEEDBURNER},
    {"http://purl.org/rss/1.0/modules/syndication", NS_SY},
    {"http://www.sitemaps.org/schemas/sitemap/0.9", NS_SITEMAP},
    {"https://www.sitemaps.org/schemas/sitemap/0.9", NS_SITEMAP},
    {"http://www.google.com/schemas/sitemap/0.84", NS_SITEMAP},
    {"http://www.google.com/schemas/sitemap-news/0.9", NS_NEWS},
    {"http://www.w3.org/XML/1998/namespace", NS_XML},
    {OUTLINE_NAMESPACE, NS_HEARSAY},
};

/* What a prefix means where the document forgot to say it. */
static const struct prefix {
	const char *prefix;
	enum ns ns;
} prefixes[] = {
    {"atom", NS_ATOM},
    {"atom10", NS_ATOM},
    {"a10", NS_ATOM},
    {"content", NS_CONTENT},
    {"dc", NS_DC},
    {"dcterms", NS_DCTERMS},
    {"dct", NS_DCTERMS},
    {"feedburner", NS_FEEDBURNER},
    {"itunes", NS_ITUNES},
    {"media", NS_MEDIA},
    {"rdf", NS_RDF},
    {"rss", NS_RSS},
    {"sy", NS_SY},
    {"xhtml", NS_XHTML},
    {"news", NS_NEWS},
    {"xml", NS_XML},
};

static enum ns ns_of_uri(const char *uri)
{
	size_t n = strlen(uri);

	while (n && (uri[n - 1] == '/' || uri[n - 1] == ' '))
		n--;
	for (size_t i = 0; i < sizeof(namespaces) / sizeof(*namespaces); i++) {
		if (strncasecmp(namespaces[i].uri, uri, n) == 0 &&
		    namespaces[i].uri[n] == '\0')
			return namespaces[i].ns;
	}
	return n ? NS_OTHER : NS_NONE;
}

static enum ns ns_of(const char *prefix, const char *uri)
{
	if (uri)
		return ns_of_uri(uri);
	if (!prefix)
		return NS_NONE;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
		if (strcasecmp(prefixes[i].prefix, prefix) == 0)
			return prefixes[i].ns;
	}
	return NS_OTHER;
}

#define MOST_PARSER_WARNINGS 10

struct shell {
	const struct xml_handler *handler;
	struct warnings *warnings;
	int warned;
	/* the parser hands out one pointer for one URI: remember the last */
	const unsigned char *last_uri;
	enum ns last_ns;
};

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int ns_count, const xmlChar **ns, int count,
    int defaulted, const xmlChar **attributes)
{
	struct shell *s = user;
	struct xml_attributes a = {attributes, (size_t)count};
	struct xml_element e = {.name = (const char *)name,
	    .prefix = (const char *)prefix,
	    .attributes = &a};

	(void)defaulted;
	for (int i = 0; i < ns_count; i++) {
		if (ns[2 * i + 1])
			e.declares |= 1u
				      << ns_of_uri((const char *)ns[2 * i + 1]);
	}
	if (!uri || uri != s->last_uri) {
		s->last_ns = ns_of(e.prefix, (const char *)uri);
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
		    s->handler->user, (const char *)text, (size_t)n);
}

static void on_error(void *user, xmlErrorPtr e)
{
	/* With a context of our own, user is what it was created with. */
	struct shell *s = user;

	if (e && e->message && s->warned++ < MOST_PARSER_WARNINGS)
		warn_add(s->warnings, WARN_XML, "%s", e->message);
}

int xml_parse(const char *text, size_t n, const struct xml_handler *handler,
    struct warnings *w, struct err *err)
{
	struct shell shell = {.handler = handler, .warnings = w};
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
	    .serror = on_error};
	xmlParserCtxtPtr ctxt;
	size_t chunk;

	ctxt = xmlCreatePushParserCtxt(&sax, &shell, NULL, 0, NULL);
	if (!ctxt)
		return err_set(err, "out of memory for the XML parser");
	/* NOENT: of the five entities, in attributes; it knows no others */
	xmlCtxtUseOptions(ctxt, XML_PARSE_RECOVER | XML_PARSE_NONET |
				    XML_PARSE_IGNORE_ENC | XML_PARSE_NOENT);
	for (size_t i = 0; i < n; i += chunk) {
		chunk = n - i < 65536 ? n - i : 65536;
		xmlParseChunk(ctxt, text + i, (int)chunk, 0);
	}
	xmlParseChunk(ctxt, NULL, 0, 1);
	if (ctxt->myDoc)
		xmlFreeDoc(ctxt->myDoc);
	xmlFreeParserCtxt(ctxt);
	return 0;
}

bool xml_attribute_at(
    const struct xml_element *e, size_t i, struct xml_attribute_slice *a)
{
	const unsigned char **raw;

	if (i >= e->attributes->count)
		return false;
	raw = e->attributes->raw + 5 * i;
	a->name = (const char *)raw[0];
	a->ns = ns_of((const char *)raw[1], (const char *)raw[2]);
	a->value = (const char *)raw[3];
	a->value_n = (size_t)(raw[4] - raw[3]);
	return true;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

char *xml_attribute(struct arena *arena, const struct xml_element *e,
    enum ns ns, const char *name)
{
	struct xml_attribute_slice a;

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
