/*
 * The lexicon: the tables of etc/lexicon, read once, checked with file and
 * line, and compiled into one automaton over all patterns. It is
 * constant after loading and may be shared by everything that judges.
 *
 * lexicon(5) says what each file means; words of a language that has no row
 * simply do not fire.
 */
#ifndef HEARSAY_JUDGE_LEXICON_H
#define HEARSAY_JUDGE_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct lexicon;
struct han;
struct kin;
struct phrases;
struct senses;
struct url_rules;
struct wordlists;

/*
 * Reads all tables of a folder, and after each the table of the same name in
 * its subfolder "local", where there is one: the rows that a user adds. NULL
 * with "file:line: what is wrong".
 */
struct lexicon *lexicon_load(const char *dir, struct err *);
void lexicon_free(struct lexicon *);

/* A fingerprint of all rows: judgements made with it can be told apart. */
uint64_t lexicon_fingerprint(const struct lexicon *);

/* What judge/sense.h, judge/kin.h and judge/phrase.h are asked about. */
const struct senses *lexicon_senses(const struct lexicon *);
const struct kin *lexicon_kin(const struct lexicon *);
const struct phrases *lexicon_phrases(const struct lexicon *);

/* What texts are folded by (judge/han.h); of NULL, NULL. */
const struct han *lexicon_han(const struct lexicon *);

/*
 * Adds the bilingual word lists of a folder (judge/wordlist.h): 0, or -1 with
 * file and what is wrong. They change the fingerprint.
 */
int lexicon_add_wordlists(struct lexicon *, const char *dir, struct err *);
const struct wordlists *lexicon_wordlists(const struct lexicon *); /* or NULL */

/* The same with a file of ClearURLs' rules (text/urlrules.h). */
int lexicon_add_url_rules(struct lexicon *, const char *file, struct err *);
const struct url_rules *lexicon_url_rules(const struct lexicon *); /* or NULL */

struct tipster {
	const char *id, *name;	  /* "digital_chat_station" */
	const char *origin_class; /* person outlet analyst teardown ... */
	const char *const *also;  /* aliases and handles, as in the table */
	size_t also_count;
	const char *platforms; /* as the table has them */
	const char *focus;     /* what he is known for, the same */
	const char *house;     /* the outlet he works for, or NULL */
};

struct product {
	const char *vendor, *kind, *name;    /* "Xiaomi" "os" "HyperOS" */
	const char *predecessor, *successor; /* canonical names, or NULL */
	bool rumored_name; /* was only ever the name in a rumor */
};

/* By name, alias, handle or site, folded; NULL where the lexicon has none. */
const struct tipster *lexicon_tipster(const struct lexicon *, const char *);
/* Whose address on a platform it is: "https://x.com/evleaks"; or NULL. */
const struct tipster *lexicon_poster(const struct lexicon *, const char *url);
const struct product *lexicon_product(const struct lexicon *, const char *);

/* Is it a thing of things.tsv, or "no" such thing? */
bool lexicon_is_thing(const struct lexicon *, const char *value);

/* Does the folded text have a word that says no, in any language? */
bool lexicon_says_no(const struct lexicon *, const char *folded, size_t n);

/* Does it name a paper of a maker's: "release notes"? */
bool lexicon_names_paper(const struct lexicon *, const char *folded, size_t n);

/*
 * The system that a value names, "AquaOS" of "AquaOS 12"; NULL where it is
 * none (aboard.c).
 */
const struct product *value_system(const struct lexicon *, const char *value);
bool value_is_system(const struct lexicon *, const char *value);

/* Does it name the product, by whichever of its names? */
bool lexicon_names(const struct lexicon *, const struct product *,
    const char *folded, size_t n);

/* Does it name a country, or several of them? */
bool lexicon_names_place(const struct lexicon *, const char *folded, size_t n);

/* The one region that something is told to be in, or to come to; or NULL. */
const char *lexicon_place(const struct lexicon *, const char *folded, size_t n);

/* How many models of devices the folded text names in full. */
size_t lexicon_devices(const struct lexicon *, const char *folded, size_t n);

/* Whom the vendor belongs to: OPPO for OnePlus; itself where to nobody. */
const char *lexicon_house(const struct lexicon *, const char *vendor);

/* The canonical vendor of a name in any language ("小米" is "Xiaomi"). */
const char *lexicon_vendor(const struct lexicon *, const char *name);

/* The vendor whose domain the host is in, or NULL. */
const char *lexicon_official_host(const struct lexicon *, const char *host);

#endif
