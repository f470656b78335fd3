/* One document from its bytes to its entries: what all formats share. */
#include <malloc.h>
#include <string.h>
#include <strings.h>

#include "base/caps.h"
#include "parse/charset.h"
#include "parse/draft.h"
#include "parse/feed.h"
#include "parse/jsonfeed.h"
#include "parse/notfeed.h"
#include "parse/parse.h"
#include "parse/xml.h"
#include "text/utf8.h"

/* What is no text at all, by its first bytes. */
static const struct magic {
	const char *bytes;
	size_t n;
	const char *what;
} magics[] = {
    {"\x1f\x8b", 2, "gzip"},
    {"\x28\xb5\x2f\xfd", 4, "zstd"},
    {"\xfd"
     "7zXZ",
	5, "xz"},
    {"BZh", 3, "bzip2"},
    {"PK\x03\x04", 4, "zip"},
    {"%PDF-", 5, "PDF"},
    {"\x89PNG", 4, "PNG"},
    {"GIF8", 4, "GIF"},
    {"\xff\xd8\xff", 3, "JPEG"},
    {"SQLite format 3", 15, "SQLite"},
};

static const char *known_magic(const struct parse_input *in)
{
	for (size_t i = 0; i < sizeof(magics) / sizeof(*magics); i++) {
		if (in->len >= magics[i].n &&
		    memcmp(in->bytes, magics[i].bytes, magics[i].n) == 0)
			return magics[i].what;
	}
	return NULL;
}

#define LONGEST_PREAMBLE 65536

static const char *const roots[] = {
    "<rss", "<feed", "<rdf", "<urlset", "<channel", "<!doctype", "<html"};

#define FEED_ROOTS 4 /* those that are no words of any other document */

/* The first of these tags; or NULL. */
static const char *find_tag(
    const char *s, const char *end, const char *const *tags, size_t count)
{
	size_t n;

	for (; (s = memchr(s, '<', (size_t)(end - s))) != NULL; s++) {
		for (size_t i = 0; i < count; i++) {
			n = strlen(tags[i]);
			if ((size_t)(end - s) > n &&
			    strncasecmp(s, tags[i], n) == 0)
				return s;
		}
	}
	return NULL;
}

/* Where a document begins behind what PHP says in HTML; or NULL. */
static const char *behind_markup(const char *s, const char *end)
{
	static const char *const said[] = {"<br", "<b>", "<p>", "<font"};
	const char *any =
	    find_tag(s, end, roots, sizeof(roots) / sizeof(char *));
	const char *root = find_tag(s, end, roots, FEED_ROOTS);
	const char *words =
	    find_tag(s, end, said, sizeof(said) / sizeof(char *));

	return root && root == any && words && words < root ? root : NULL;
}

/*
 * What a broken server says before the document, such as "<b>Warning</b>":
 * the declaration of the document behind it, or its root, where there is one.
 */
static const char *skip_preamble(
    const char *s, size_t n, struct warnings *warnings)
{
	const char *end = s + (n < LONGEST_PREAMBLE ? n : LONGEST_PREAMBLE);
	const char *found = memmem(s, (size_t)(end - s), "<?xml ", 6);

	if (found == s)
		return s;
	if (found && find_tag(s, found, roots, sizeof(roots) / sizeof(char *)))
		return s;
	if (!found)
		found = behind_markup(s, end);
	if (!found)
		return s;
	warn_add(warnings, WARN_XML, "text before the document");
	return found;
}

/* "{" begins JSON; all else is XML, or nothing of ours. */
static enum parse_result read_text(
    struct draft *d, const struct decoded *text, struct err *err)
{
	const char *s = text->text;
	size_t n = text->len;
	enum parse_result r;
	const char *from;

	while (n && strchr(" \t\r\n", *s) && *s) {
		s++;
		n--;
	}
	if (!n) {
		err_set(err, "an empty document");
		return PARSE_NOT_A_FEED;
	}
	if (*s == '{')
		return jsonfeed_read(d, s, n, err);
	if (!memchr(s, '<', n < 4096 ? n : 4096)) {
		err_set(err, "neither XML nor JSON");
		notfeed_describe(err, s, n);
		return PARSE_NOT_A_FEED;
	}
	from = skip_preamble(s, n, d->warnings);
	r = feed_read(d, from, n - (size_t)(from - s), err);
	if (r == PARSE_NOT_A_FEED)
		notfeed_describe(err, s, n);
	return r;
}

enum parse_result parse_document(struct arena *arena,
    const struct parse_input *in, struct doc *doc, struct err *err)
{
	struct warnings warnings;
	struct decoded text;
	struct draft draft = {
	    .arena = arena, .feed.arena = arena, .warnings = &warnings};
	enum parse_result r = PARSE_UNREADABLE;
	const char *magic = known_magic(in);

	if (magic) {
		err_set(err, "%s data, not a feed", magic);
		return PARSE_NOT_A_FEED;
	}
	if (in->len > CAP_BODY) {
		err_set(err, "limit: longer than %u bytes", CAP_BODY);
		return PARSE_UNREADABLE;
	}
	warn_init(&warnings, arena);
	buf_init(&draft.decoded, 4 * CAP_BODY);
	draft.base_url = arena_strdup(arena, in->base_url);
	if (charset_decode(&text, in, &warnings, err) == 0) {
		draft.charset = text.charset;
		r = read_text(&draft, &text, err);
	}
	if (r == PARSE_OK)
		draft_finish(&draft, doc); /* it points into the text */
	else
		utf8_scrub(err->text); /* it quotes, and may have cut */
	charset_free(&text);
	buf_free(&draft.decoded);
	warn_free(&warnings);
	return r;
}

void parse_prepare(void)
{
#ifdef M_TRIM_THRESHOLD
	/* Documents follow each other: room of one is kept for the next. */
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
	mallopt(M_TRIM_THRESHOLD, 2 << 20);
#endif
	charset_prepare();
	xml_prepare();
	jsonfeed_prepare();
}
