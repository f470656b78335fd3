/*
 * The lexicon: the tree's own tables load, names are found in any spelling,
 * and every kind of broken row is told with file and line. Broken folders
 * are made from the tree's: one line is added to, or put into, one file.
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
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "judge/automaton.h"
#include "judge/analyze.h"
#include "judge/han.h"
#include "judge/kin.h"
#include "judge/kinform.h"
#include "judge/kinds.h"
#include "judge/lineup.h"
#include "judge/phrase.h"
#include "judge/noword.h"
#include "judge/lexicon.h"
#include "judge/sense.h"
#include "model/analysis.h"
#include "text/utf8.h"

#define FILE_MAX_BYTES (1u << 20)

static char top_dir[2048], work_dir[64];

static void read_whole(const char *path, struct buf *b)
{
	char part[8192];
	size_t n;
	FILE *f = fopen(path, "re");
	if (!f)
		fail_msg("cannot open %s", path);
	buf_init(b, FILE_MAX_BYTES);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(b, part, n);
	fclose(f);
}

static void write_whole(const char *path, const char *bytes, size_t n)
{
	FILE *f = fopen(path, "we");
	if (!f)
		fail_msg("cannot write %s", path);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

/* Copies the tree's tables into a folder of ours. */
static int set_up(void **state)
{
	const char *top = getenv("HEARSAY_SRCDIR");
	struct dirent *d;
	(void)state;
	snprintf(top_dir, sizeof(top_dir), "%s/etc/lexicon", top ? top : ".");
	snprintf(work_dir, sizeof(work_dir), "/tmp/hearsay-lex-XXXXXX");
	assert_non_null(mkdtemp(work_dir));
	DIR *dir = opendir(top_dir);
	assert_non_null(dir);
	while ((d = readdir(dir)) != NULL) {
		char from[4096], to[4096];
		struct buf b;
		if (!strstr(d->d_name, ".tsv"))
			continue;
		snprintf(from, sizeof(from), "%s/%s", top_dir, d->d_name);
		snprintf(to, sizeof(to), "%s/%s", work_dir, d->d_name);
		read_whole(from, &b);
		write_whole(to, b.data, b.len);
		buf_free(&b);
	}
	closedir(dir);
	return 0;
}

static int tear_down(void **state)
{
	struct dirent *d;
	DIR *dir = opendir(work_dir);
	(void)state;
	while (dir && (d = readdir(dir)) != NULL) {
		char path[4096];
		snprintf(path, sizeof(path), "%s/%s", work_dir, d->d_name);
		if (d->d_name[0] != '.')
			unlink(path);
	}
	if (dir)
		closedir(dir);
	return rmdir(work_dir);
}

static struct lexicon *load(void)
{
	struct err e;
	struct lexicon *lex = lexicon_load(work_dir, &e);
	if (!lex)
		fail_msg("%s", e.text);
	return lex;
}

static void the_tables_of_the_tree_load(void **state)
{
	struct lexicon *lex = load();
	(void)state;
	assert_true(lexicon_fingerprint(lex) != 0);
	lexicon_free(lex);
}

static void names_are_found_in_any_spelling(void **state)
{
	struct lexicon *lex = load();
	const struct tipster *t = lexicon_tipster(lex, "数码闲聊站");
	const struct product *p = lexicon_product(lex, "澎湃OS");
	(void)state;
	assert_non_null(t);
	assert_string_equal(t->name, "Digital Chat Station");
	assert_ptr_equal(t, lexicon_tipster(lex, "digitalchatSTATION"));
	assert_string_equal(
	    lexicon_tipster(lex, "@evleaks")->name, "Evan Blass");
	assert_null(lexicon_tipster(lex, "nobody at all"));
	assert_non_null(p);
	assert_string_equal(p->name, "HyperOS");
	assert_string_equal(p->predecessor, "MIUI");
	assert_true(lexicon_product(lex, "mios")->rumored_name);
	assert_string_equal(lexicon_vendor(lex, "小米"), "Xiaomi");
	assert_string_equal(lexicon_vendor(lex, "SAMSUNG"), "Samsung");
	assert_null(lexicon_vendor(lex, "Acme"));
	assert_string_equal(
	    lexicon_official_host(lex, "blog.mi.com"), "Xiaomi");
	assert_null(lexicon_official_host(lex, "mi.com.example"));
	assert_null(lexicon_official_host(lex, "xmi.com"));
	lexicon_free(lex);
}

static void a_changed_row_changes_the_fingerprint(void **state)
{
	struct lexicon *lex = load();
	uint64_t before = lexicon_fingerprint(lex);
	char path[4096];
	struct buf b;
	(void)state;
	lexicon_free(lex);
	snprintf(path, sizeof(path), "%s/regions.tsv", work_dir);
	read_whole(path, &b);
	size_t whole = b.len;
	buf_puts(&b, "Atlantis\t\n");
	write_whole(path, b.data, b.len);
	lex = load();
	assert_true(lexicon_fingerprint(lex) != before);
	lexicon_free(lex);
	write_whole(path, b.data, whole);
	lex = load();
	assert_true(lexicon_fingerprint(lex) == before);
	lexicon_free(lex);
	buf_free(&b);
}

/* The fitted table may be missing: the weights set by hand do. */
static void without_fitted_weights_a_leak_is_a_rumor(void **state)
{
	static const struct source press = {.slug = "p", .role = ROLE_PRESS};
	const struct item leak = {.guid = "a",
	    .title = "Leak: One UI 9 comes in May",
	    .text = "",
	    .published_at = 1709632800,
	    .source = &press};
	const struct item review = {.guid = "b",
	    .title = "Galaxy S27 review: a fine phone",
	    .text = "",
	    .published_at = 1709632800,
	    .source = &press};
	char path[4096];
	struct lexicon *lex;
	struct arena arena;
	struct buf b;

	(void)state;
	snprintf(path, sizeof(path), "%s/flag.tsv", work_dir);
	read_whole(path, &b);
	assert_int_equal(unlink(path), 0);
	lex = load();
	arena_init(&arena);
	assert_true(analyze(&arena, lex, &leak)->rumor_score > 0.5);
	assert_true(analyze(&arena, lex, &review)->rumor_score < 0.2);
	arena_free(&arena);
	lexicon_free(lex);
	write_whole(path, b.data, b.len);
	buf_free(&b);
}

/* A row put after the header, so that it is line 2; what must be said. */
static const struct {
	const char *file, *row, *message;
} broken[] = {
    {"hedges.tsv", "en\tmaybe so\tadverb\t0.5",
	"hedges.tsv:2: 4 columns where there must be 5"},
    {"hedges.tsv", "xx\tmaybe so\tadverb\t0.5\tany",
	"hedges.tsv:2: unknown language \"xx\""},
    {"hedges.tsv", "en\tmaybe so\tguesswork\t0.5\tany",
	"hedges.tsv:2: unknown class \"guesswork\""},
    {"hedges.tsv", "en\tmaybe so\tadverb\t1.5\tany",
	"hedges.tsv:2: weight \"1.5\" is not a number from 0 to 1"},
    {"hedges.tsv", "en\tmaybe so\tadverb\thalf\tany",
	"hedges.tsv:2: weight \"half\" is not a number from 0 to 1"},
    {"hedges.tsv", "en\tmaybe so\tadverb\t0.5\tbody",
	"hedges.tsv:2: unknown scope \"body\"; it is any, title or text"},
    {"hedges.tsv", "en\t\tadverb\t0.5\tany", "hedges.tsv:2: an empty pattern"},
    {"hedges.tsv", "en\tso \xff\tadverb\t0.5\tany", "hedges.tsv:2: not UTF-8"},
    {"noise.tsv", "en\tunboxed\tadverb\t0.5\ttitle",
	"noise.tsv:2: unknown class \"adverb\""},
    {"official.tsv", "en\tit is here\tdeny\t0.9",
	"official.tsv:2: unknown class \"deny\""},
    {"denial.tsv", "en\tnope\tannounce\t0.9",
	"denial.tsv:2: unknown class \"announce\""},
    {"voice.tsv", "en\tme thinks\tleak", "voice.tsv:2: unknown class \"leak\""},
    {"reporting_verbs.tsv", "en\tmumble\tmumbles\tquiet",
	"reporting_verbs.tsv:2: unknown force \"quiet\""},
    {"reporting_verbs.tsv", "en\tmumble\t\tweak",
	"reporting_verbs.tsv:2: a verb without forms"},
    {"attribution.tsv", "en\tso says {S}\toracle\t",
	"attribution.tsv:2: unknown kind \"oracle\""},
    {"attribution.tsv", "en\tso says\tsource_after\t",
	"attribution.tsv:2: \"so says\" must say where the source is: {S}"},
    {"attribution.tsv", "en\tsome {S}\tanonymous\t",
	"attribution.tsv:2: \"some {S}\" has no place for {S} in this kind"},
    {"attribution.tsv", "en\ta ledger\tdocument\t",
	"attribution.tsv:2: a document, and nothing else, has a name"},
    {"attribution.tsv", "en\tso says {S}\tsource_after\tledger",
	"attribution.tsv:2: a document, and nothing else, has a name"},
    {"timewindow.tsv", "en\tsome day\tP..never\t",
	"timewindow.tsv:2: cannot read the rule \"P..never\""},
    {"timewindow.tsv", "en\tsome day\tmonth:13\t",
	"timewindow.tsv:2: cannot read the rule \"month:13\""},
    {"timewindow.tsv", "en\tsome day\tweek(Q)\t",
	"timewindow.tsv:2: cannot read the rule \"week(Q)\""},
    {"phrases.tsv", "colour\ten\tpainted\t",
	"phrases.tsv:2: unknown class \"colour\""},
    {"phrases.tsv", "loss\txx\tpainted\t",
	"phrases.tsv:2: unknown language \"xx\""},
    {"phrases.tsv", "loss\ten\t\t", "phrases.tsv:2: no words"},
    {"phrases.tsv", "loss\ten\t*\t", "phrases.tsv:2: an empty phrase"},
    {"slots.tsv", "colour\ten\tpainted\t",
	"slots.tsv:2: unknown aspect \"colour\""},
    {"slots.tsv", "name\ten\t\t", "slots.tsv:2: an aspect without triggers"},
    {"things.tsv", "\t\toven mode\t\t\t\t\t\t\t",
	"things.tsv:2: a thing without a name"},
    {"things.tsv", "oven mode\t\t\t\t\t\t\t\t\t",
	"things.tsv:2: a thing without words"},
    {"tipsters.tsv", "new_one\tNew One\t\tghost\t\t\ten\t",
	"tipsters.tsv:2: unknown origin_class \"ghost\""},
    {"officials.tsv", "Xiaomi\trobot\tBolt\t\t\t\t\t",
	"officials.tsv:2: unknown type \"robot\"; it is person, domain or "
	"account"},
    {"officials.tsv", "Xiaomi\tperson\tBolt\t\tchief\tlately\t\t",
	"officials.tsv:2: year \"lately\" is not a number from 1900 to 2200"},
    {"products.tsv", "Xiaomi\tos\t\t\t\t\t",
	"products.tsv:2: a product needs vendor and name"},
    {"products.tsv", "Xiaomi\tos\tNovaOS\t\tLostOS\t\t",
	"products.tsv:2: \"LostOS\" is no product here"},
    {"products.tsv", "Xiaomi\tos\tNovaOS\t\t\tLostOS\t",
	"products.tsv:2: \"LostOS\" is no product here"},
    {"vendors.tsv", "Acme\t\tcommon\t",
	"vendors.tsv:2: unknown kind \"common\"; it is empty, word or of:VENDOR"},
    {"flag.tsv", "title.thunder\t1",
	"flag.tsv:2: unknown feature "
	"\"title.thunder\""},
    {"flag.tsv", "title.leak\tmuch",
	"flag.tsv:2: weight \"much\" is not a number from -50 to 50"},
    {"senses.tsv", "colour\tred\tcrimson\t",
	"senses.tsv:2: sense \"colour\" is none of system, family, suffix, "
	"stage, month, region, kind, topic, patched, name, service, "
	"off"},
    {"senses.tsv", "system\t\tlanternos\t",
	"senses.tsv:2: a system must mean something"},
    {"senses.tsv", "month\t13\ttredecember\t",
	"senses.tsv:2: month \"13\" is not from 1 to 12"},
    {"senses.tsv", "topic\tlanterns-on-the-wall\tlanterns\t",
	"senses.tsv:2: \"lanterns-on-the-wall\" is longer than 15 bytes"},
    {"senses.tsv", "system\tlanternos\t\t",
	"senses.tsv:2: a row without words"},
    {"senses.tsv", "system\tlanternos\t(lantern\t",
	"senses.tsv:2: \"(lantern\" does not begin with a letter or digit"},
    {"senses.tsv", "system\tlanternos\tlantern+\t",
	"senses.tsv:2: \"lantern+\" does not end with a letter or digit"},
    {"senses.tsv", "topic\tlamp\tlamp|Lamp\t",
	"senses.tsv:2: \"Lamp\" has the sense topic already, of \"lamp\""},
};

static void check_broken(size_t i)
{
	char path[4096];
	struct buf whole, made;
	struct err e = {""};
	snprintf(path, sizeof(path), "%s/%s", work_dir, broken[i].file);
	read_whole(path, &whole);
	size_t header = strcspn(buf_text(&whole), "\n") + 1;
	buf_init(&made, FILE_MAX_BYTES);
	buf_add(&made, whole.data, header);
	buf_printf(&made, "%s\n", broken[i].row);
	buf_add(&made, whole.data + header, whole.len - header);
	write_whole(path, made.data, made.len);
	struct lexicon *lex = lexicon_load(work_dir, &e);
	write_whole(path, whole.data, whole.len);
	assert_null(lex);
	assert_string_equal(e.text, broken[i].message);
	buf_free(&whole);
	buf_free(&made);
}

static void a_broken_row_is_told_with_file_and_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++)
		check_broken(i);
	lexicon_free(load()); /* all is as it was */
}

/* What is given twice is told where it stands the second time. */
static void check_twice(const char *file, const char *what)
{
	char path[4096];
	struct buf whole, made;
	struct err e = {""};
	snprintf(path, sizeof(path), "%s/%s", work_dir, file);
	read_whole(path, &whole);
	size_t header = strcspn(buf_text(&whole), "\n") + 1;
	size_t row = strcspn(whole.data + header, "\n") + 1;
	buf_init(&made, FILE_MAX_BYTES);
	buf_add(&made, whole.data, header + row);
	buf_add(&made, whole.data + header, whole.len - header);
	write_whole(path, made.data, made.len);
	struct lexicon *lex = lexicon_load(work_dir, &e);
	write_whole(path, whole.data, whole.len);
	assert_null(lex);
	assert_non_null(strstr(e.text, ":3: "));
	assert_non_null(strstr(e.text, what));
	buf_free(&whole);
	buf_free(&made);
}

static void a_row_given_twice_is_told(void **state)
{
	(void)state;
	check_twice("tipsters.tsv", "is given twice");
	check_twice("flag.tsv", "is given twice");
}

/* Puts a table into the subfolder for a user's own rows. */
static void write_local(const char *file, const char *text)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/local", work_dir);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/local/%s", work_dir, file);
	write_whole(path, text, strlen(text));
}

static void remove_local(const char *file)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/local/%s", work_dir, file);
	unlink(path);
	snprintf(path, sizeof(path), "%s/local", work_dir);
	rmdir(path);
}

/* Of the first word of the text. */
static const char *meaning(
    const struct lexicon *lex, const char *text, enum sense sense)
{
	const char *means;
	struct arena a;
	struct prose p;

	arena_init(&a);
	prose_fold(&a, text, &p);
	prose_cut(&a, &p, SIZE_MAX);
	means = sense_in(sense_at(lexicon_senses(lex), &p, 0, NULL), sense);
	arena_free(&a);
	return means;
}

struct hits {
	const char *text;
	struct buf told;
};

static void tell_hit(void *ctx, const struct automaton_hit *hit)
{
	struct hits *h = ctx;

	buf_printf(&h->told, "%s%u:%.*s", h->told.len ? " " : "", hit->pattern,
	    (int)(hit->end - hit->start), h->text + hit->start);
}

static void patterns_are_found_where_words_begin(void **state)
{
	static const char *const patterns[] = {
	    "os", "os 2", "one ui", "ios", "系统", "新系统", "élan", "os"};
	static const char *const texts[][2] = {
	    {"os 2, ios and macos", "0:os 1:os 2 3:ios"},
	    {"one ui: one os", "2:one ui 0:os"},
	    {"发布新系统os", "5:新系统 4:系统 0:os"},
	    {"élan os2 el\xc3", "6:élan 0:os"}, {"on", ""}, {"", ""}};
	struct automaton *a = automaton_new();

	(void)state;
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(
		    automaton_add(a, patterns[i], strlen(patterns[i])),
		    i == 7 ? 0 : i);
	automaton_ready(a);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct hits h = {.text = texts[i][0]};

		buf_init(&h.told, 1000);
		automaton_scan(a, h.text, strlen(h.text), tell_hit, &h);
		assert_string_equal(buf_text(&h.told), texts[i][1]);
		buf_free(&h.told);
	}
	automaton_free(a);
}

/* Every pattern of many is found, none is found that is not there. */
static void no_pattern_is_lost_among_many(void **state)
{
	enum { COUNT = 3000 };
	struct automaton *a = automaton_new();
	struct hits h = {0};
	char word[24], told[40];

	(void)state;
	for (unsigned i = 0; i < COUNT; i++) {
		int n = snprintf(word, sizeof(word), "%u", i * 7919);

		automaton_add(a, word, (size_t)n);
	}
	automaton_ready(a);
	for (unsigned i = 0; i < COUNT; i++) {
		int n = snprintf(word, sizeof(word), "%u", i * 7919);

		h.text = word;
		buf_init(&h.told, 1000);
		automaton_scan(a, word, (size_t)n, tell_hit, &h);
		snprintf(told, sizeof(told), "%u:%s", i, word);
		assert_true(h.told.len >= strlen(told));
		assert_string_equal(
		    buf_text(&h.told) + h.told.len - strlen(told), told);
		buf_free(&h.told);
	}
	automaton_free(a);
}

static void a_user_adds_rows_of_his_own(void **state)
{
	struct lexicon *lex;
	struct err e = {""};

	(void)state;
	write_local("senses.tsv", "#sense\tmeans\twords\tnote\n"
				  "off\t\tedge\ta common word here\n"
				  "system\tlanternos\tLantern OS|灯笼系统\t\n"
				  "topic\tlamp\tlantern\t\n");
	lex = load();
	assert_null(meaning(lex, "edge 50", SENSE_FAMILY));
	assert_string_equal(
	    meaning(lex, "lantern os 4", SENSE_SYSTEM), "lanternos");
	assert_null(meaning(lex, "lantern ost", SENSE_SYSTEM));
	assert_string_equal(meaning(lex, "lantern ost", SENSE_TOPIC), "lamp");
	assert_string_equal(
	    meaning(lex, "灯笼系统更新", SENSE_SYSTEM), "lanternos");
	assert_string_equal(meaning(lex, "pixel 9", SENSE_FAMILY), "pixel");
	lexicon_free(lex);
	write_local("senses.tsv", "#sense\tmeans\twords\tnote\n"
				  "system\tandroid\tAndroid\t\n");
	assert_null(lexicon_load(work_dir, &e));
	assert_string_equal(e.text,
	    "local/senses.tsv:2: \"Android\" has the sense system already, "
	    "of \"android\"");
	remove_local("senses.tsv");
	write_local("regions.tsv", "#name\taliases\nAtlantis\t\n");
	lex = load();
	lexicon_free(lex);
	remove_local("regions.tsv");
}

static void words_of_a_kind_are_one_row(void **state)
{
	static const char text[] = "it has no lantern, and a power adapter";
	struct lexicon *lex;
	struct err e = {""};

	(void)state;
	write_local("kin.tsv", "#words\tnote\nlantern|charger\t\n");
	lex = load();
	assert_true(kin_has(lexicon_kin(lex), "charger", text, 19));
	assert_true(kin_has(lexicon_kin(lex), "netzteil", text, strlen(text)));
	assert_true(kin_has(lexicon_kin(lex), "chargers", "the lanterns", 12));
	assert_false(kin_has(lexicon_kin(lex), "charger", "a lanternist", 12));
	assert_false(kin_has(lexicon_kin(lex), "battery", text, strlen(text)));
	lexicon_free(lex);
	write_local("kin.tsv", "#words\tnote\ncharger|display\t\n");
	assert_null(lexicon_load(work_dir, &e));
	assert_non_null(strstr(e.text, "local/kin.tsv:2: \""));
	assert_non_null(strstr(e.text, "\" and \"display\" are in two rows"));
	write_local("kin.tsv", "#words\tnote\n\tnothing\n");
	assert_null(lexicon_load(work_dir, &e));
	assert_string_equal(e.text, "local/kin.tsv:2: no words");
	remove_local("kin.tsv");
}

static const char *simple(
    const struct lexicon *lex, struct arena *a, const char *text)
{
	return han_fold(lexicon_han(lex), a, text, strlen(text), NULL);
}

static void traditional_characters_are_read_as_simplified(void **state)
{
	static const char given[] = "ＬＧ：華碩證實「裝置」… ~ 手機";
	struct lexicon *lex = load();
	struct arena a;
	size_t n, plain_n;

	(void)state;
	arena_init(&a);
	assert_string_equal(simple(lex, &a, "華碩證實"), "华硕证实");
	assert_string_equal(simple(lex, &a, "華為"), simple(lex, &a, "华为"));
	assert_string_equal(simple(lex, &a, "\xe8\x8f"), /* half of one */
	    han_fold(NULL, &a, "\xe8\x8f", 2, NULL));
	utf8_fold(&a, given, strlen(given), &plain_n, NULL);
	han_fold(lexicon_han(lex), &a, given, strlen(given), &n);
	assert_int_equal(n, plain_n);
	assert_string_equal(lexicon_vendor(lex, "華碩"), "ASUS");
	assert_string_equal(lexicon_vendor(lex, "聯想"), "Motorola");
	assert_string_equal(simple(lex, &a, "靇"), "靇");
	lexicon_free(lex);
	write_local("han.tsv", "#traditional\tsimplified\tnote\n靇\t龙\t\n");
	lex = load();
	assert_string_equal(simple(lex, &a, "靇"), "龙");
	lexicon_free(lex);
	remove_local("han.tsv");
	arena_free(&a);
}

static void check_han(const char *row, const char *wants)
{
	char table[128];
	struct err e = {""};

	snprintf(
	    table, sizeof(table), "#traditional\tsimplified\tnote\n%s\n", row);
	write_local("han.tsv", table);
	assert_null(lexicon_load(work_dir, &e));
	assert_string_equal(e.text, wants);
	remove_local("han.tsv");
}

static void a_wrong_pair_of_characters_is_told(void **state)
{
	(void)state;
	check_han("\t\t", "local/han.tsv:2: a row without characters");
	check_han("靇龘\t龙\t",
	    "local/han.tsv:2: the cells differ in length after 1 characters");
	check_han("靇\td\t", "local/han.tsv:2: pair 1: U+9747 and U+0064 are "
			     "not both from U+4E00 to U+9FFF");
	check_han("靇𠀀\t龙一\t",
	    "local/han.tsv:2: pair 2: U+20000 and U+4E00 are not both from "
	    "U+4E00 to U+9FFF");
	check_han("華\t花\t",
	    "local/han.tsv:2: pair 1: U+83EF becomes U+534E already");
	check_han("靇\t華\t", "local/han.tsv:2: pair 1: U+9747 becomes U+83EF, "
			      "of which one is on the other side too");
	check_han("华\t花\t", "local/han.tsv:2: pair 1: U+534E becomes U+82B1, "
			      "of which one is on the other side too");
}

static size_t count(struct lexicon *lex, enum lang lang, enum phrase class,
    const char *text, uint32_t from)
{
	struct arena a;
	size_t n = strlen(text), hits = 0;
	const struct phrase_hit *hit = NULL;
	struct phrases_found f;

	arena_init(&a);
	f = phrases_find(
	    lexicon_phrases(lex), lang, &a, text, n, from, (uint32_t)n);
	while ((hit = phrase_next(&f, class, hit)) != NULL) {
		assert_true(hit->start >= from && hit->end <= n);
		hits++;
	}
	assert_int_equal(hits > 0, phrase_in(&f.classes, class));
	arena_free(&a);
	return hits;
}

/* Two words and whether they are forms of one. */
static const struct {
	const char *a, *b;
	bool same;
} forms[] = {
    {"launch", "launches", true},
    {"launches", "launching", true},
    {"replace", "replacing", true},
    {"drop", "dropped", true},
    {"dropping", "drop", true},
    {"battery", "batteries", true},
    {"faltbar", "faltbares", true},
    {"faltbar", "faltbarer", true},
    {"günstige", "günstiges", true},
    {"telefon", "telefone", true},
    {"inalámbrico", "inalámbricas", true},
    {"notch", "notches", true},
    {"charge", "charger", false},
    {"chargers", "charges", false},
    {"plan", "plane", false},
    {"note", "notebook", false},
    {"launch", "launcher", false},
    {"8", "80", false},
    {"ad", "add", false},
};

static void words_have_their_forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		const char *a = forms[i].a, *b = forms[i].b;

		if (kin_inflects(a, strlen(a), b, strlen(b)) != forms[i].same ||
		    kin_inflects(b, strlen(b), a, strlen(a)) != forms[i].same)
			fail_msg("\"%s\" and \"%s\"", a, b);
	}
}

static void phrases_of_a_row_are_one(void **state)
{
	static const char text[] = "a lantern jack, and two fire-lines";
	struct kin_phrase found[4];
	struct lexicon *lex;

	(void)state;
	write_local("kin.tsv", "#words\tnote\nlantern jack|oil plug\t\n"
			       "fire line|hearth\t\n");
	lex = load();
	assert_int_equal(
	    kin_phrases(lexicon_kin(lex), text, strlen(text), found, 4), 2);
	for (size_t i = 0; i < 2; i++) {
		bool jack = found[i].start == 2;

		assert_int_equal(found[i].end, jack ? 14 : strlen(text));
		assert_int_equal(
		    kin_row_in(found[i].row, "oil plugs", 9), jack);
		assert_int_equal(
		    kin_row_in(found[i].row, "the hearth", 10), !jack);
	}
	assert_int_equal(
	    kin_phrases(lexicon_kin(lex), text, strlen(text), found, 1), 1);
	lexicon_free(lex);
	remove_local("kin.tsv");
}

static void phrases_are_found_by_class(void **state)
{
	static const char text[] = "it shuns lanterns, and mislanterned ones";
	struct lexicon *lex;
	struct phrase_set set;

	(void)state;
	write_local("phrases.tsv",
	    "#class\tlang\twords\tnote\n"
	    "loss\ten\tLantern*|shuns\t\nonly\ten\tshuns\t\n"
	    "talk\tde\tshuns\t\nloss\tzh\t灯笼\t\n");
	lex = load();
	assert_int_equal(count(lex, LANG_EN, PHRASE_LOSS, text, 0), 2);
	assert_int_equal(count(lex, LANG_EN, PHRASE_LOSS, text, 9), 1);
	assert_int_equal(count(lex, LANG_EN, PHRASE_LOSS, text, 10), 0);
	assert_int_equal(count(lex, LANG_EN, PHRASE_ONLY, text, 0), 1);
	assert_int_equal(count(lex, LANG_EN, PHRASE_TALK, text, 0), 0);
	assert_int_equal(count(lex, LANG_DE, PHRASE_TALK, text, 0), 1);
	assert_int_equal(count(lex, LANG_ZH, PHRASE_LOSS, "有灯笼的", 0), 1);
	set = phrases_of(lexicon_phrases(lex), text, strlen(text));
	assert_true(phrase_in(&set, PHRASE_TALK));
	assert_true(phrase_in(&set, PHRASE_ONLY));
	assert_false(phrase_in(&set, PHRASE_HOUSE));
	assert_true(
	    phrase_is(lexicon_phrases(lex), PHRASE_LOSS, "lanterns", 8));
	assert_false(phrase_is(lexicon_phrases(lex), PHRASE_LOSS, "shunsx", 6));
	lexicon_free(lex);
	remove_local("phrases.tsv");
}

static void words_that_say_no_are_found(void **state)
{
	static const char text[] = "it leaves the lantern out, not without it";
	struct noword_hit hits[4];
	struct lexicon *lex;
	struct err e = {""};

	(void)state;
	write_local("polarity.tsv",
	    "#lang\tclass\tpatterns\nen\tpass\tnot without|leaves * in\n");
	lex = load();
	assert_int_equal(nowords_find(lex->nowords, LANG_EN, text, 0,
			     sizeof(text) - 1, hits, 4),
	    2);
	assert_int_equal(hits[0].class, NOWORD_LOST);
	assert_string_equal(hits[0].tail, "out");
	assert_int_equal(hits[1].class, NOWORD_PASS);
	assert_int_equal(nowords_find(lex->nowords, LANG_DE, text, 0,
			     sizeof(text) - 1, hits, 4),
	    0);
	lexicon_free(lex);
	write_local("polarity.tsv", "#lang\tclass\tpatterns\nen\tnone\tnot\n");
	assert_null(lexicon_load(work_dir, &e));
	assert_string_equal(
	    e.text, "local/polarity.tsv:2: unknown class \"none\"");
	write_local("polarity.tsv", "#lang\tclass\tpatterns\nen\tno\t\n");
	assert_null(lexicon_load(work_dir, &e));
	assert_string_equal(e.text, "local/polarity.tsv:2: no words");
	write_local("polarity.tsv", "#lang\tclass\tpatterns\nen\tno\t* out\n");
	assert_null(lexicon_load(work_dir, &e));
	assert_string_equal(e.text,
	    "local/polarity.tsv:2: \"* out\" has nothing before its gap");
	remove_local("polarity.tsv");
}

static void kinds_of_a_part_are_found(void **state)
{
	static const char text[] = "a lantern of brass, with brassy edges";
	struct lexicon *lex;
	struct err e = {""};
	const struct kind *k;
	size_t n = 0;

	(void)state;
	write_local("kinds.tsv",
	    "#part\tkind\twords\tbeside\nshade\tbrass\tBrass|bronze\trim|edges\n");
	lex = load();
	k = kinds_at(lex->kinds, kinds_count(lex->kinds) - 1);
	assert_string_equal(k->part, "shade");
	assert_ptr_equal(kind_find(k, text, strlen(text), &n), text + 13);
	assert_int_equal(n, 5);
	assert_null(kind_find(k, text, 17, &n));
	assert_true(kind_has_beside(k, text, strlen(text)));
	assert_false(kind_has_beside(k, text, 20));
	assert_true(kind_has_word(k, "bronze"));
	assert_false(kind_has_word(k, "lantern"));
	lexicon_free(lex);
	write_local(
	    "kinds.tsv", "#part\tkind\twords\tbeside\nshade\t\tbrass\t\n");
	assert_null(lexicon_load(work_dir, &e));
	assert_string_equal(
	    e.text, "local/kinds.tsv:2: a kind needs its part and a name");
	write_local(
	    "kinds.tsv", "#part\tkind\twords\tbeside\nshade\tbrass\t\t\n");
	assert_null(lexicon_load(work_dir, &e));
	assert_string_equal(e.text, "local/kinds.tsv:2: no words");
	remove_local("kinds.tsv");
}

#define LINEUP_HEADER "#line\tmodel\taliases\trank\tchip\truns\tnote\n"

static void models_have_an_order(void **state)
{
	static const struct {
		const char *name, *to;
		enum lineup_order order;
	} pairs[] = {
	    {"iPhone XR", "iPhone 11", LINEUP_OLDER},
	    {"iPhone SE 2", "iPhone 11", LINEUP_NEWER},
	    {"iPhone 6s", "iPhone 6", LINEUP_NEWER},
	    {"iPhone XS Max", "iPhone XR", LINEUP_LEVEL},
	    {"iPhone 15", "iPhone 15 Pro", LINEUP_OLDER},
	    {"iPhone 15 Plus", "iPhone 15", LINEUP_LEVEL},
	    {"iPhone 41", "iPhone XR", LINEUP_NEWER},
	    {"Pixel 5a", "Pixel 6", LINEUP_OLDER},
	    {"Pixel 9 Pro Fold", "Pixel 9a", LINEUP_OLDER},
	    {"Mi 11", "Xiaomi 12", LINEUP_OLDER},
	    {"Pura 70", "Huawei P60", LINEUP_NEWER},
	    {"OnePlus 7T", "OnePlus 7", LINEUP_NEWER},
	    {"Galaxy S21 Ultra", "Galaxy S20", LINEUP_NEWER},
	    {"Galaxy S21", "Galaxy Note 20", LINEUP_UNKNOWN},
	    {"Galaxy A52", "Galaxy A71", LINEUP_UNKNOWN},
	    {"Pixel Watch 2", "Pixel 6", LINEUP_UNKNOWN},
	    {"Xperia 5 IV", "Xperia 1 VI", LINEUP_UNKNOWN},
	};
	struct lexicon *lex = load();
	const struct lineup_row *row = lineup_row_of(lex->lineups, "iPhone XR");

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		if (lineup_compare(lex->lineups, pairs[i].name, pairs[i].to) !=
		    pairs[i].order)
			fail_msg("%s against %s", pairs[i].name, pairs[i].to);
	assert_non_null(row);
	assert_string_equal(row->runs, "iOS");
	assert_int_equal(row->first, 12);
	assert_int_equal(row->last, 18);
	assert_int_equal(lineup_compare_chips("M1", "M3"), LINEUP_OLDER);
	assert_int_equal(lineup_compare_chips("M1", "A17"), LINEUP_UNKNOWN);
	lexicon_free(lex);
}

static void a_lineup_is_checked(void **state)
{
	static const struct {
		const char *row, *message;
	} rows[] = {
	    {"Lamp\t\t\t1\t\t\t\n", "a model needs its line and a name"},
	    {"Lamp\tLamp 1\t\tx\t\t\t\n", "\"x\" is no rank"},
	    {"Lamp\tLamp 1\t\t\t\t\t\n", "\"\" is no rank"},
	    {"Lamp\tLamp 1\t\t1\t\tLampOS\t\n",
		"\"LampOS\" is not a system and its versions"},
	    {"Lamp\tLamp 1\t\t1\t\tLampOS 4-3\t\n",
		"\"LampOS 4-3\" is not a system and its versions"},
	    {"Lamp\tLamp 1\tiPhone XR\t1\t\t\t\n",
		"\"iPhone XR\" has a row already"},
	};
	char text[256], message[256];
	struct err e = {""};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		snprintf(
		    text, sizeof(text), "%s%s", LINEUP_HEADER, rows[i].row);
		snprintf(message, sizeof(message), "local/lineups.tsv:2: %s",
		    rows[i].message);
		write_local("lineups.tsv", text);
		assert_null(lexicon_load(work_dir, &e));
		assert_string_equal(e.text, message);
	}
	remove_local("lineups.tsv");
}

static void a_wrong_header_is_told(void **state)
{
	char path[4096];
	struct buf whole;
	struct err e = {""};
	(void)state;
	snprintf(path, sizeof(path), "%s/regions.tsv", work_dir);
	read_whole(path, &whole);
	write_whole(path, "name\taliases\n", 13);
	assert_null(lexicon_load(work_dir, &e));
	assert_string_equal(e.text,
	    "regions.tsv:1: the first line must be \"#\" and the columns "
	    "\"name\taliases\"");
	write_whole(path, "", 0);
	assert_null(lexicon_load(work_dir, &e));
	assert_string_equal(e.text, "regions.tsv:1: empty");
	write_whole(path, whole.data, whole.len);
	buf_free(&whole);
}

static void a_missing_file_is_told(void **state)
{
	char from[4096], to[4096];
	struct err e = {""};
	(void)state;
	snprintf(from, sizeof(from), "%s/slots.tsv", work_dir);
	snprintf(to, sizeof(to), "%s/slots.gone", work_dir);
	assert_int_equal(rename(from, to), 0);
	assert_null(lexicon_load(work_dir, &e));
	assert_non_null(strstr(e.text, "slots.tsv: No such file"));
	assert_int_equal(rename(to, from), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_tables_of_the_tree_load),
	    cmocka_unit_test(names_are_found_in_any_spelling),
	    cmocka_unit_test(without_fitted_weights_a_leak_is_a_rumor),
	    cmocka_unit_test(a_changed_row_changes_the_fingerprint),
	    cmocka_unit_test(a_broken_row_is_told_with_file_and_line),
	    cmocka_unit_test(a_row_given_twice_is_told),
	    cmocka_unit_test(patterns_are_found_where_words_begin),
	    cmocka_unit_test(no_pattern_is_lost_among_many),
	    cmocka_unit_test(a_user_adds_rows_of_his_own),
	    cmocka_unit_test(words_of_a_kind_are_one_row),
	    cmocka_unit_test(traditional_characters_are_read_as_simplified),
	    cmocka_unit_test(a_wrong_pair_of_characters_is_told),
	    cmocka_unit_test(words_have_their_forms),
	    cmocka_unit_test(phrases_of_a_row_are_one),
	    cmocka_unit_test(phrases_are_found_by_class),
	    cmocka_unit_test(words_that_say_no_are_found),
	    cmocka_unit_test(models_have_an_order),
	    cmocka_unit_test(a_lineup_is_checked),
	    cmocka_unit_test(kinds_of_a_part_are_found),
	    cmocka_unit_test(a_wrong_header_is_told),
	    cmocka_unit_test(a_missing_file_is_told),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
