/* Namespaces as feeds write them, and as they forget to. */
#include "parse/xml_names.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "model/outline.h"

/* As documents write them, without the slash at the end. */
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

static bool is_same(const char *whole, const char *s, size_t n)
{
	return strncasecmp(whole, s, n) == 0 && whole[n] == '\0';
}

enum ns ns_of_uri(const char *uri, size_t n)
{
	while (n && (uri[n - 1] == '/' || uri[n - 1] == ' '))
		n--;
	for (size_t i = 0; i < sizeof(namespaces) / sizeof(*namespaces); i++) {
		if (is_same(namespaces[i].uri, uri, n))
			return namespaces[i].ns;
	}
	return n ? NS_OTHER : NS_NONE;
}

enum ns ns_of_prefix(const char *prefix, size_t n)
{
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
		if (is_same(prefixes[i].prefix, prefix, n))
			return prefixes[i].ns;
	}
	return NS_OTHER;
}
