/*
 * dictd's form: lines of the index are a headword and, in digits of base 64,
 * where its entry begins and how long it is. An entry is a line with the
 * headword and its pronunciation, then lines of translations, apart by commas
 * or semicolons, with notes in brackets; lines that begin with two spaces
 * and more are examples, synonyms and remarks.
 *
 * A list is read from its beginning to its end once, in the order of the
 * entries, so that compressed ones need no seeking. Only words by themselves
 * are kept, on both sides.
 */
#include "judge/wordlist.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/mem.h"
#include "text/token.h"
#include "text/utf8.h"

#define ENTRIES_MAX	 2000000u /* of one list */
#define ENTRY_BYTES_MAX	 32768u	  /* longer ones are passed over */
#define PAIRS_MAX	 4000000u /* of all lists; then no more is read */
#define ENGLISH_BYTES	 7
#define INDEX_LINE_MAX	 4096
#define TRANSLATIONS_MAX 6 /* of one entry: the first are the usual ones */

/* A word of a language, and an English one that it may mean. */
struct pair {
	uint64_t word;
	uint32_t english;
};

struct wordlists {
	struct pair *pairs; /* by word, then by key */
	size_t count, cap;
	uint64_t fingerprint;
};

/* ISO 639-2 of the file names, and what items call it. */
static const struct {
	char three[4], two[3];
} languages[] = {{"afr", "af"}, {"ara", "ar"}, {"bul", "bg"}, {"ces", "cs"},
    {"cym", "cy"}, {"dan", "da"}, {"deu", "de"}, {"ell", "el"}, {"eng", "en"},
    {"epo", "eo"}, {"fin", "fi"}, {"fra", "fr"}, {"gle", "ga"}, {"hin", "hi"},
    {"hrv", "hr"}, {"hun", "hu"}, {"ind", "id"}, {"isl", "is"}, {"ita", "it"},
    {"jpn", "ja"}, {"kor", "ko"}, {"lit", "lt"}, {"nld", "nl"}, {"nor", "no"},
    {"pol", "pl"}, {"por", "pt"}, {"ron", "ro"}, {"rus", "ru"}, {"slk", "sk"},
    {"slv", "sl"}, {"spa", "es"}, {"srp", "sr"}, {"swe", "sv"}, {"tur", "tr"},
    {"ukr", "uk"}, {"vie", "vi"}, {"zho", "zh"}};

static const char *language(const char *three)
{
	for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++)
		if (strncmp(three, languages[i].three, 3) == 0)
			return languages[i].two;
	return NULL;
}

static uint64_t word_key(const char *lang, const char *s, size_t n)
{
	return XXH3_64bits_withSeed(s, n,
	    (uint64_t)(unsigned char)lang[0] << 8 | (unsigned char)lang[1]);
}

/* Without a plural's s, and without an ending that is far from its front. */
static uint32_t english_key(const char *s, size_t n)
{
	if (n > 4 && s[n - 1] == 's' && s[n - 2] != 's')
		n--;
	if (n > ENGLISH_BYTES)
		n = utf8_cut(s, ENGLISH_BYTES);
	return (uint32_t)XXH3_64bits_withSeed(s, n, (uint64_t)'e' << 16);
}

/* --- one list --- */

struct entry {
	uint64_t at;
	uint32_t bytes;
};

struct list {
	const char *file; /* its index, for messages */
	const char *lang; /* the one that is not English */
	bool to_english;  /* else English headwords */
	struct wordlists *to;
	struct arena scratch; /* of one entry */
	struct entry *entries;
	size_t count, cap;
};

/* dictd's digits, most significant first; false where one is none. */
static bool read_base64(const char **s, uint64_t *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *from = *s, *digit;

	*out = 0;
	while (**s && **s != '\t' && **s != '\n' && **s != '\r') {
		digit = strchr(digits, *(*s)++);
		if (!digit || *out >> 42)
			return false;
		*out = *out << 6 | (uint64_t)(digit - digits);
	}
	return *s > from;
}

static int index_line(
    struct list *l, const char *line, size_t number, struct err *e)
{
	const char *s = strchr(line, '\t');
	uint64_t at, bytes;

	if (!s || (s++, !read_base64(&s, &at)) || *s++ != '\t' ||
	    !read_base64(&s, &bytes))
		return err_set(e,
		    "%s:%zu: no headword, place and length apart by tabs",
		    l->file, number);
	if (strncmp(line, "00", 2) == 0 || bytes > ENTRY_BYTES_MAX)
		return 0; /* "00-database-info" and the like */
	if (l->count == ENTRIES_MAX)
		return err_set(e, "%s:%zu: more than %u entries", l->file,
		    number, ENTRIES_MAX);
	l->entries =
	    mem_room(l->entries, l->count, &l->cap, sizeof(*l->entries));
	l->entries[l->count++] = (struct entry){at, (uint32_t)bytes};
	return 0;
}

static int by_place(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

static int read_index(struct list *l, struct err *e)
{
	FILE *f = fopen(l->file, "re");
	char line[INDEX_LINE_MAX];
	size_t number = 0;
	int rc = 0;

	if (!f)
		return err_set(e, "%s: %s", l->file, strerror(errno));
	while (rc == 0 && fgets(line, sizeof(line), f)) {
		number++;
		if (!strchr(line, '\n') && !feof(f))
			rc = err_set(e, "%s:%zu: longer than %d bytes", l->file,
			    number, INDEX_LINE_MAX);
		else
			rc = index_line(l, line, number, e);
	}
	if (rc == 0 && ferror(f))
		rc = err_set(e, "%s: cannot be read", l->file);
	fclose(f);
	if (l->count)
		qsort(l->entries, l->count, sizeof(*l->entries), by_place);
	return rc;
}

/*
 * The one word of a phrase, folded: without an article or "to" before it.
 * NULL where it is more than one, or none.
 */
static const char *only_word(
    struct list *l, const char *s, size_t bytes, bool english, size_t *n)
{
	static const char *const before[] = {"to", "a", "an", "the", NULL};
	struct tokens tokens;
	struct token t, word = {0};
	const char *folded = utf8_fold(&l->scratch, s, bytes, &bytes, NULL);
	bool found = false, skip;

	token_start(&tokens, folded, bytes);
	while (token_next(&tokens, &t)) {
		skip = false;
		for (size_t i = 0; english && before[i]; i++)
			skip |= t.end - t.start == strlen(before[i]) &&
				memcmp(folded + t.start, before[i],
				    t.end - t.start) == 0;
		if (found && t.kind == TOKEN_CJK && word.kind == TOKEN_CJK &&
		    t.start < word.end)
			word.end = t.end; /* one run of characters */
		else if (found && !skip)
			return NULL;
		else if (!skip)
			word = t;
		found |= !skip;
	}
	if (!found || word.kind == TOKEN_NUMBER)
		return NULL;
	*n = word.end - word.start;
	return folded + word.start;
}

static void pair_add(struct list *l, const char *headword, size_t n,
    const char *translation, size_t bytes)
{
	struct wordlists *to = l->to;
	const char *word, *english;
	size_t word_n, english_n;

	if (to->count == PAIRS_MAX)
		return;
	word = only_word(l, l->to_english ? headword : translation,
	    l->to_english ? n : bytes, false, &word_n);
	english = only_word(l, l->to_english ? translation : headword,
	    l->to_english ? bytes : n, true, &english_n);
	if (!word || !english)
		return;
	to->pairs =
	    mem_room(to->pairs, to->count, &to->cap, sizeof(*to->pairs));
	to->pairs[to->count++] = (struct pair){
	    word_key(l->lang, word, word_n), english_key(english, english_n)};
}

/* Blanks what stands in brackets, within the line. */
static void blank_notes(char *s, size_t n)
{
	static const char open[] = "([<{/", close[] = ")]>}/";
	const char *in = NULL;

	for (size_t i = 0; i < n; i++) {
		const char *o = in ? NULL : memchr(open, s[i], 5);
		bool ends = in && s[i] == close[in - open];

		if (o)
			in = o;
		if (in)
			s[i] = ' ';
		if (ends)
			in = NULL;
	}
}

/* "1. house, home" and its like; returns how many were taken. */
static size_t take_translations(struct list *l, const char *headword, size_t n,
    const char *s, size_t bytes, size_t left)
{
	size_t taken = 0, from = 0;

	while (from < bytes && ((s[from] >= '0' && s[from] <= '9') ||
				   s[from] == '.' || s[from] == ' '))
		from++;
	for (size_t i = from; i <= bytes && taken < left; i++) {
		if (i < bytes && s[i] != ',' && s[i] != ';')
			continue;
		if (i > from) {
			pair_add(l, headword, n, s + from, i - from);
			taken++;
		}
		from = i + 1;
	}
	return taken;
}

static void take_entry(struct list *l, char *text)
{
	char *line = text, *end = strchr(text, '\n'), *headword = text;
	size_t n, left = TRANSLATIONS_MAX;

	if (!end)
		return;
	n = (size_t)(end - text);
	if (!utf8_valid(text, strlen(text)))
		return;
	blank_notes(text, n);
	for (line = end + 1; *line && left; line = *end ? end + 1 : end) {
		end = line + strcspn(line, "\n");
		if (strncmp(line, "  ", 2) == 0 ||
		    strncmp(line, " see:", 5) == 0)
			continue;
		blank_notes(line, (size_t)(end - line));
		left -= take_translations(
		    l, headword, n, line, (size_t)(end - line), left);
	}
	arena_reset(&l->scratch);
}

/* Reads and drops what is between two entries. */
static bool skip_to(gzFile f, uint64_t *at, uint64_t to)
{
	char waste[8192];

	while (*at < to) {
		uint64_t left = to - *at;
		int n = gzread(f, waste,
		    left < sizeof(waste) ? (unsigned)left : sizeof(waste));

		if (n <= 0)
			return false;
		*at += (uint64_t)n;
	}
	return true;
}

static int read_entries(
    struct list *l, gzFile f, const char *path, struct err *e)
{
	char *text = mem_alloc(ENTRY_BYTES_MAX + 1);
	uint64_t at = 0;
	int rc = 0;

	for (size_t i = 0; i < l->count && rc == 0; i++) {
		const struct entry *entry = &l->entries[i];

		if (entry->at < at)
			continue; /* another headword of the entry before */
		if (!skip_to(f, &at, entry->at) ||
		    gzread(f, text, entry->bytes) != (int)entry->bytes) {
			rc = err_set(e,
			    "%s: cannot be read as far as its index says",
			    path);
			break;
		}
		at += entry->bytes;
		text[entry->bytes] = '\0';
		take_entry(l, text);
	}
	free(text);
	return rc;
}

/* The text beside the index, compressed or not. */
static int read_text(struct list *l, struct err *e)
{
	static const char *const ends[] = {"dict.dz", "dict"};
	size_t stem = strlen(l->file) - strlen("index");
	struct arena arena;
	gzFile f = NULL;
	char *path = NULL;
	int rc;

	arena_init(&arena);
	for (size_t i = 0; i < 2 && !f; i++) {
		path =
		    arena_printf(&arena, "%.*s%s", (int)stem, l->file, ends[i]);
		f = gzopen(path, "rbe");
	}
	if (f) {
		rc = read_entries(l, f, path, e);
		gzclose(f);
	} else {
		rc = err_set(e, "%s: there is no %.*sdict.dz beside it",
		    l->file, (int)stem, l->file);
	}
	arena_free(&arena);
	return rc;
}

static int list_read(struct wordlists *to, const char *file, const char *lang,
    bool to_english, struct err *e)
{
	struct list l = {
	    .file = file, .lang = lang, .to_english = to_english, .to = to};
	int rc;

	arena_init(&l.scratch);
	rc = read_index(&l, e);
	if (rc == 0)
		rc = read_text(&l, e);
	free(l.entries);
	arena_free(&l.scratch);
	return rc;
}

/* --- the folder --- */

/* "freedict-deu-eng.index": the two languages before the end. */
static bool name_languages(
    const char *name, const char **lang, bool *to_english)
{
	size_t n = strlen(name);
	const char *from, *to;

	if (n < 13 || strcmp(name + n - 6, ".index") != 0 ||
	    name[n - 10] != '-' || (n > 13 && name[n - 14] != '-'))
		return false;
	from = language(name + n - 13);
	to = language(name + n - 9);
	if (!from || !to)
		return false;
	*to_english = strcmp(to, "en") == 0;
	*lang = *to_english ? from : to;
	return *to_english != (strcmp(from, "en") == 0);
}

static int by_word(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->word != y->word)
		return x->word < y->word ? -1 : 1;
	return (x->english > y->english) - (x->english < y->english);
}

static void sort_pairs(struct wordlists *w)
{
	size_t kept = 0;

	if (w->count)
		qsort(w->pairs, w->count, sizeof(*w->pairs), by_word);
	for (size_t i = 0; i < w->count; i++)
		if (kept == 0 || by_word(&w->pairs[i], &w->pairs[kept - 1]))
			w->pairs[kept++] = w->pairs[i];
	w->count = kept;
	if (kept)
		w->pairs = mem_grow(w->pairs, kept, sizeof(*w->pairs));
	for (size_t i = 0; i < kept; i++)
		w->fingerprint = w->fingerprint * 31 + w->pairs[i].word +
				 w->pairs[i].english;
}

struct wordlists *wordlists_load(const char *dir, struct err *e)
{
	struct wordlists *w = mem_alloc(sizeof(*w));
	struct dirent **names = NULL;
	int n = scandir(dir, &names, NULL, alphasort), rc = 0, lists = 0;
	const char *lang;
	struct arena arena;
	bool to_english;

	arena_init(&arena);
	if (n < 0)
		rc = err_set(e, "%s: %s", dir, strerror(errno));
	for (int i = 0; i < n; i++) {
		if (rc == 0 &&
		    name_languages(names[i]->d_name, &lang, &to_english)) {
			rc = list_read(w,
			    arena_printf(
				&arena, "%s/%s", dir, names[i]->d_name),
			    lang, to_english, e);
			lists++;
		}
		free(names[i]);
	}
	free(names);
	arena_free(&arena);
	if (rc == 0 && lists == 0)
		rc = err_set(e,
		    "%s: no word list with English in it, as "
		    "freedict-deu-eng.index is one",
		    dir);
	if (rc) {
		wordlists_free(w);
		return NULL;
	}
	sort_pairs(w);
	return w;
}

void wordlists_free(struct wordlists *w)
{
	if (!w)
		return;
	free(w->pairs);
	free(w);
}

uint64_t wordlists_fingerprint(const struct wordlists *w)
{
	return w->fingerprint;
}

size_t wordlists_size(const struct wordlists *w)
{
	return w->count;
}

/* --- questions --- */

/* Meanings of exactly this word. */
static size_t find_exact(const struct wordlists *w, const char *lang,
    const char *word, size_t n, uint32_t *out)
{
	uint64_t key = word_key(lang, word, n);
	size_t low = 0, high = w->count, found = 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (w->pairs[middle].word < key)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < w->count && w->pairs[low].word == key &&
	       found < WORDLIST_MEANINGS;
	     low++)
		out[found++] = w->pairs[low].english;
	return found;
}

/* Endings that a headword has not, longest first in each language. */
static const struct {
	char lang[3];
	const char *ending, *instead;
} endings[] = {{"de", "es", ""}, {"de", "en", "en"}, {"de", "en", ""},
    {"de", "er", ""}, {"de", "e", ""}, {"de", "n", ""}, {"de", "s", ""},
    {"de", "em", ""}, {"de", "te", "en"}, {"de", "t", "en"}, {"es", "es", ""},
    {"es", "s", ""}, {"es", "as", "o"}, {"es", "a", "o"}, {"es", "ó", "ar"},
    {"es", "ó", "er"}, {"es", "ió", "ir"}, {"es", "ado", "ar"},
    {"es", "ada", "ar"}, {"es", "ido", "er"}, {"es", "ido", "ir"},
    {"es", "an", "ar"}, {"es", "aron", "ar"}, {"es", "ieron", "er"},
    {"es", "ando", "ar"}, {"fr", "s", ""}, {"fr", "es", ""}, {"fr", "e", ""},
    {"fr", "aux", "al"}, {"fr", "é", "er"}, {"fr", "ée", "er"},
    {"fr", "ent", "er"}, {"it", "i", "o"}, {"it", "i", "e"}, {"it", "e", "a"},
    {"it", "a", "o"}, {"it", "ato", "are"}, {"it", "ata", "are"},
    {"it", "ano", "are"}, {"it", "ito", "ire"}, {"nl", "en", ""},
    {"nl", "s", ""}, {"nl", "e", ""}, {"nl", "t", "en"}, {"nl", "de", "en"},
    {"nl", "te", "en"}, {"pt", "s", ""}, {"pt", "es", ""}, {"pt", "a", "o"},
    {"pt", "ou", "ar"}};

static size_t find_inflected(const struct wordlists *w, const char *lang,
    const char *word, size_t n, uint32_t *out)
{
	char changed[64];
	size_t found = 0;

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings) && !found;
	     i++) {
		size_t e = strlen(endings[i].ending);
		int length;

		if (memcmp(endings[i].lang, lang, 2) != 0 || n < e + 3 ||
		    memcmp(word + n - e, endings[i].ending, e) != 0)
			continue;
		length = snprintf(changed, sizeof(changed), "%.*s%s",
		    (int)(n - e), word, endings[i].instead);
		if (length > 0 && (size_t)length < sizeof(changed))
			found =
			    find_exact(w, lang, changed, (size_t)length, out);
	}
	return found;
}

size_t wordlists_find(const struct wordlists *w, const char *lang,
    const char *word, size_t n, uint32_t *out)
{
	size_t found;

	if (strncmp(lang, "en", 2) == 0) {
		out[0] = english_key(word, n);
		return 1;
	}
	found = find_exact(w, lang, word, n, out);
	return found ? found : find_inflected(w, lang, word, n, out);
}
