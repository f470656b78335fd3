/*
 * Bilingual word lists in dictd's form: lists of our own are written to a
 * folder, plain or compressed, and broken in every way that is told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "judge/cluster.h"
#include "judge/wordlist.h"
#include "treelexicon.h"

#define DAY 86400

static char folder[64];

static int set_up(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/hearsay-list-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
	DIR *dir = opendir(folder);
	struct dirent *d;
	char path[512];

	(void)state;
	while (dir && (d = readdir(dir)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", folder, d->d_name);
		unlink(path);
	}
	if (dir)
		closedir(dir);
	return rmdir(folder);
}

static void write_file(const char *name, const char *bytes, size_t n)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "we");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static void write_compressed(const char *name, const char *bytes)
{
	char path[512];
	gzFile f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = gzopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(
	    gzwrite(f, bytes, (unsigned)strlen(bytes)), strlen(bytes));
	assert_int_equal(gzclose(f), Z_OK);
}

static void put_base64(struct buf *b, size_t n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	char out[12];
	size_t at = sizeof(out) - 1;

	out[at] = '\0';
	do {
		out[--at] = digits[n % 64];
		n /= 64;
	} while (n);
	buf_puts(b, out + at);
}

/* The index of entries that are apart by an empty line. */
static void write_index(const char *name, const char *text)
{
	struct buf b;
	const char *at = text;

	buf_init(&b, 65536);
	buf_puts(&b, "00-database-info\tA\tA\n");
	while (*at) {
		const char *end = strstr(at, "\n\n");
		size_t n = end ? (size_t)(end - at) + 1 : strlen(at);

		buf_printf(&b, "%.*s\t", (int)strcspn(at, " \n"), at);
		put_base64(&b, (size_t)(at - text));
		buf_puts(&b, "\t");
		put_base64(&b, n);
		buf_puts(&b, "\n");
		at += n + (end ? 1 : 0);
	}
	write_file(name, buf_text(&b), b.len);
	buf_free(&b);
}

static const char german[] = "Leuchtturm /ˈlɔʏçttʊrm/ <masc, n, sg>\n"
			     "lighthouse <n>\n"
			     "   Synonym: {Feuerturm}\n"
			     "\n"
			     "brennen /ˈbrɛnən/ <v>\n"
			     "1. to burn, be on fire\n"
			     "2. scorch (of the sun); [techn.] distil\n"
			     "      \"das Haus brennt\"  - house is burning\n"
			     " see: {brannte}\n"
			     "\n"
			     "Wärter /ˈvɛrtɐ/ <masc, n, sg>\n"
			     "the keeper, warden\n"
			     "\n"
			     "Haus und Hof /haʊs/\n"
			     "estate\n";

static const char spanish[] = "keeper /kiːpə/\n"
			      "guardián, conservador\n"
			      "\n"
			      "lighthouse /laɪthaʊs/\n"
			      "faro\n";

static const char chinese[] = "灯塔\nlighthouse\n\n守护人\nkeeper\n";

static void write_lists(void)
{
	write_index("own-deu-eng.index", german);
	write_compressed("own-deu-eng.dict.dz", german);
	write_index("own-eng-spa.index", spanish);
	write_file("own-eng-spa.dict", spanish, strlen(spanish));
	write_index("zho-eng.index", chinese);
	write_file("zho-eng.dict", chinese, strlen(chinese));
	/* none of ours: not a pair with English */
	write_file("own-deu-fra.index", "x", 1);
	write_file("README", "x", 1);
}

static struct wordlists *load(void)
{
	struct err e;
	struct wordlists *w = wordlists_load(folder, &e);

	if (!w)
		fail_msg("%s", e.text);
	return w;
}

static bool means(const struct wordlists *w, const char *lang, const char *word,
    const char *english)
{
	uint32_t keys[WORDLIST_MEANINGS], wanted[WORDLIST_MEANINGS];
	size_t n = wordlists_find(w, lang, word, strlen(word), keys);

	assert_int_equal(
	    wordlists_find(w, "en", english, strlen(english), wanted), 1);
	for (size_t i = 0; i < n; i++)
		if (keys[i] == wanted[0])
			return true;
	return false;
}

static void words_meet_in_english(void **state)
{
	struct wordlists *w;

	(void)state;
	write_lists();
	w = load();
	assert_true(means(w, "de", "leuchtturm", "lighthouse"));
	assert_true(means(w, "de", "leuchtturm", "lighthouses"));
	assert_true(means(w, "de", "brennen", "burn"));
	assert_true(means(w, "de", "brennen", "scorch"));
	assert_true(means(w, "de", "brennen", "distil"));
	assert_true(means(w, "de", "wärter", "keeper"));
	assert_true(means(w, "es", "faro", "lighthouse"));
	assert_true(means(w, "es", "guardián", "keeper"));
	assert_true(means(w, "zh", "灯塔", "lighthouse"));
	assert_true(means(w, "zh", "守护人", "keeper"));
	wordlists_free(w);
}

static void only_words_by_themselves_are_taken(void **state)
{
	struct wordlists *w = load();

	(void)state;
	assert_false(means(w, "de", "haus", "estate"));
	assert_false(means(w, "de", "brennen", "fire"));
	assert_false(means(w, "de", "brennen", "sun"));
	assert_false(means(w, "de", "leuchtturm", "feuerturm"));
	assert_false(means(w, "fr", "leuchtturm", "lighthouse"));
	assert_int_equal(wordlists_size(w), 11);
	wordlists_free(w);
}

static void inflections_are_found(void **state)
{
	struct wordlists *w = load();

	(void)state;
	assert_true(means(w, "de", "leuchtturms", "lighthouse"));
	assert_true(means(w, "de", "leuchttürme", "lighthouse") == false);
	assert_true(means(w, "de", "brennt", "burn"));
	assert_true(means(w, "es", "faros", "lighthouse"));
	wordlists_free(w);
}

static void the_same_lists_are_told_by_their_fingerprint(void **state)
{
	struct wordlists *a = load(), *b = load();

	(void)state;
	assert_true(wordlists_fingerprint(a) == wordlists_fingerprint(b));
	wordlists_free(b);
	write_file("own-eng-spa.dict", chinese, strlen(chinese));
	write_index("own-eng-spa.index", chinese);
	b = load();
	assert_true(wordlists_fingerprint(a) != wordlists_fingerprint(b));
	wordlists_free(a);
	wordlists_free(b);
	write_lists();
}

/* Loads what must fail, and takes the file that broke it away. */
static void check_error(const char *file, const char *why)
{
	struct err e = {""};
	char path[512];

	assert_null(wordlists_load(folder, &e));
	if (!strstr(e.text, why))
		fail_msg("no \"%s\" in \"%s\"", why, e.text);
	snprintf(path, sizeof(path), "%s/%s", folder, file);
	unlink(path);
}

static void what_is_wrong_is_told(void **state)
{
	static const char long_line[5000] = {[0 ... 4998] = 'x'};
	struct err e = {""};

	(void)state;
	write_file("b-fra-eng.index", "a\tA\tB\nphare A B\n", 16);
	check_error("b-fra-eng.index",
	    "b-fra-eng.index:2: no headword, place and length apart by tabs");
	write_file("b-fra-eng.index", "phare\tA\tB*\n", 11);
	check_error("b-fra-eng.index", "b-fra-eng.index:1: no headword");
	write_file("b-fra-eng.index", "phare\tA\n", 8);
	check_error("b-fra-eng.index", "b-fra-eng.index:1: no headword");
	write_file("b-fra-eng.index", long_line, 4999);
	check_error(
	    "b-fra-eng.index", "b-fra-eng.index:1: longer than 4096 bytes");
	write_file("b-fra-eng.index", "phare\tA\tB\n", 10);
	check_error("b-fra-eng.index", "b-fra-eng.dict.dz beside it");
	write_file("b-fra-eng.index", "phare\tB\tCA\n", 11);
	write_file("b-fra-eng.dict", "phare\nlighthouse\n", 17);
	check_error("b-fra-eng.index",
	    "b-fra-eng.dict: cannot be read as far as its index says");
	assert_null(wordlists_load("/nowhere/at/all", &e));
	assert_string_equal(
	    e.text, "/nowhere/at/all: No such file or directory");
}

static void a_folder_without_lists_is_told(void **state)
{
	struct err e = {""};
	char empty[] = "/tmp/hearsay-none-XXXXXX";

	(void)state;
	assert_non_null(mkdtemp(empty));
	assert_null(wordlists_load(empty, &e));
	assert_non_null(strstr(e.text, ": no word list with English in it"));
	assert_int_equal(rmdir(empty), 0);
}

/* --- stories --- */

static bool is_one_story(const struct lexicon *lex)
{
	static const struct cluster_policy policy = {.window_s = 14 * DAY};
	static const struct source outlet = {.slug = "o", .title = "Outlet"};
	struct item items[] = {{.id = 1,
				   .guid = "1",
				   .title = "Leuchtturm: der Wärter brennt",
				   .text = "",
				   .lang = "de",
				   .published_at = DAY,
				   .source = &outlet},
	    {.id = 2,
		.guid = "2",
		.title = "Lighthouse keeper burns",
		.text = "",
		.lang = "en",
		.published_at = DAY + 60,
		.source = &outlet}};
	struct cluster *c = cluster_new(lex, &policy);
	struct arena a;
	int64_t first;
	bool one;

	arena_init(&a);
	first = cluster_add(c, &a, &items[0]).story;
	one = cluster_add(c, &a, &items[1]).story == first;
	cluster_free(c);
	arena_free(&a);
	return one;
}

static void stories_meet_by_the_lists(void **state)
{
	struct lexicon *lex = lexicon_of_tree();
	uint64_t before = lexicon_fingerprint(lex);
	struct err e;

	(void)state;
	assert_false(is_one_story(lex));
	assert_int_equal(lexicon_add_wordlists(lex, folder, &e), 0);
	assert_true(lexicon_fingerprint(lex) != before);
	assert_true(is_one_story(lex));
	lexicon_free(lex);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_meet_in_english),
	    cmocka_unit_test(only_words_by_themselves_are_taken),
	    cmocka_unit_test(inflections_are_found),
	    cmocka_unit_test(the_same_lists_are_told_by_their_fingerprint),
	    cmocka_unit_test(stories_meet_by_the_lists),
	    cmocka_unit_test(what_is_wrong_is_told),
	    cmocka_unit_test(a_folder_without_lists_is_told),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
