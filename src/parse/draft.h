/*
 * A document while it is read: what each field said, where it stood and how
 * it is to be taken, before anything is resolved or converted. All formats
 * are read into a draft; draft_finish() makes the document of it. A field
 * that several elements can fill keeps the one of the best rank, the first of
 * equals; one that can turn out to be unusable, an address or a date, keeps a
 * few of the others behind it.
 */
#ifndef HEARSAY_PARSE_DRAFT_H
#define HEARSAY_PARSE_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "model/doc.h"
#include "parse/warn.h"

enum value_kind {
	VALUE_PLAIN,  /* text as it stands */
	VALUE_HTML,   /* taken as HTML; only HTML's elements are tags */
	VALUE_MARKUP, /* written out from elements: every tag is one */
};

struct value {
	const char *text; /* NULL: none */
	size_t n;
	enum value_kind kind;
	int rank;	    /* the less the better */
	const char *base;   /* xml:base in force, absolute; or NULL */
	struct value *next; /* of an address or date: the next best */
};

enum slot {
	SLOT_ID,
	SLOT_LINK,
	SLOT_ORIGINAL_LINK, /* feedburner's, which goes before SLOT_LINK */
	SLOT_ORIGINAL_ENCLOSURE,
	SLOT_TITLE,
	SLOT_SUBTITLE,
	SLOT_SELF,
	SLOT_LANGUAGE,
	SLOT_PUBLISHED,
	SLOT_UPDATED,
	SLOT_SUMMARY,
	SLOT_CONTENT,
	SLOT_COMMENTS,
	SLOT_VIA,
	SLOT_ICON,
	SLOT_TTL,
	SLOT_PERIOD,
	SLOT_FREQUENCY,
	SLOT_COUNT
};

struct draft_person {
	const char *name, *email, *url; /* url as given */
	const char *base;
	int rank;
};

struct draft_enclosure {
	const char *url, *type, *length, *base;
};

/* A feed, an item, or the source of one. */
struct node {
	struct arena *arena;
	struct value slots[SLOT_COUNT];
	struct draft_person *persons;
	size_t person_count, person_cap;
	struct value *categories;
	size_t category_count, category_cap;
	struct draft_enclosure *enclosures;
	size_t enclosure_count, enclosure_cap;
	struct value *hubs;
	size_t hub_count, hub_cap;
	struct node *source;
	const char *source_url; /* of RSS: where the source's feed is */
	const char *base;	/* xml:base, absolute; or NULL */
	const char *lang;	/* xml:lang in force, or NULL */
	bool guid_is_permalink;
};

struct draft {
	struct arena *arena;
	struct buf decoded; /* what values may point into */
	const char *format, *charset, *base_url;
	bool base_is_link; /* RSS, RDF: the channel's link is a base */
	struct node feed;
	struct node **items;
	size_t item_count, item_cap;
	size_t spare_end; /* nodes beyond item_count that were let go */
	uint32_t skip_hours;
	struct strings skip_days;
	size_t skip_days_cap;
	bool items_capped;
	bool by_date;	 /* sitemaps: the newest items are kept */
	bool is_index;	 /* of sitemaps */
	bool ends_early; /* before its root was closed */
	struct warnings *warnings;
};

/* A node of no fields, in the arena. */
struct node *draft_node(struct arena *);

void draft_put(struct node *, enum slot, const struct value *);
/*
 * The next item, or NULL past CAP_ENTRIES (and the warning is written). Of
 * sitemaps the newest are kept: newest.h.
 */
struct node *draft_item(struct draft *);
void draft_person(struct draft *, struct node *, const struct draft_person *);
void draft_category(struct draft *, struct node *, const struct value *);
void draft_hub(struct draft *, const struct value *);
void draft_enclosure(
    struct draft *, struct node *, const struct draft_enclosure *);

/* "ann@example.org (Ann)", "Ann <ann@example.org>": taken apart. */
void person_split(struct arena *, const char *text, struct draft_person *);

/* The document, in the draft's arena. */
void draft_finish(struct draft *, struct doc *);

#endif
