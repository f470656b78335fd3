/* The namespaces of feeds, each family of URIs as one number. */
#ifndef HEARSAY_PARSE_XML_NAMES_H
#define HEARSAY_PARSE_XML_NAMES_H

#include <stddef.h>

enum ns {
	NS_NONE,
	NS_RSS,	   /* of RSS 1.0, and the ones RSS 2.0 never had */
	NS_RSS090, /* Netscape's first */
	NS_ATOM,
	NS_ATOM03,
	NS_RDF,
	NS_DC,
	NS_DCTERMS,
	NS_CONTENT,
	NS_XHTML,
	NS_ITUNES,
	NS_MEDIA,
	NS_FEEDBURNER,
	NS_SY,
	NS_SITEMAP,
	NS_NEWS, /* of news sitemaps */
	NS_XML,
	NS_HEARSAY, /* of our own lists of feeds */
	NS_OTHER,
};

/* A slash or spaces at the end do not count; NS_NONE for an empty one. */
enum ns ns_of_uri(const char *uri, size_t n);

/* What a prefix means where the document forgot to say it. */
enum ns ns_of_prefix(const char *prefix, size_t n);

#endif
