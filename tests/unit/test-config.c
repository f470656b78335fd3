/*
 * The configuration, by its cases: each file of tests/cases/config opens
 * with the errors it must give, one a line ("# expect: LINE: text"; no line
 * number where the message has none), or with "# expect: ok".
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/duration.h"
#include "core/config.h"

static char case_dir[512];

static void case_path(char *out, size_t n, const char *name)
{
	snprintf(out, n, "%s/%s", case_dir, name);
}

/* "@DIR@" in it stands for the folder of the cases. */
static void put_expected(struct buf *want, const char *text)
{
	const char *at = strstr(text, "@DIR@");

	if (at) {
		buf_add(want, text, (size_t)(at - text));
		buf_puts(want, case_dir);
		text = at + 5;
	}
	buf_puts(want, text);
}

/* What the file says must come: lines "path:LINE: text". */
static void read_expected(const char *path, struct buf *want)
{
	static const char mark[] = "# expect: ";
	char line[1024], *text;
	FILE *f = fopen(path, "r");
	int number, used = 0;

	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		if (strncmp(line, mark, sizeof(mark) - 1))
			break;
		text = line + sizeof(mark) - 1;
		if (!strcmp(text, "ok\n"))
			continue;
		number = 0;
		if (sscanf(text, "%d: %n", &number, &used) == 1)
			buf_printf(want, "%s:%d: ", path, number);
		else
			buf_printf(want, "%s: ", path);
		put_expected(want, number ? text + used : text);
	}
	fclose(f);
}

static void test_case(void **state)
{
	const char *path = *state;
	struct buf want, errors;
	struct config *c;

	buf_init(&want, 1 << 16);
	buf_init(&errors, 1 << 16);
	read_expected(path, &want);
	c = config_load(path, &errors);
	assert_string_equal(buf_text(&errors), buf_text(&want));
	assert_int_equal(c != NULL, want.len == 0);
	config_free(c);
	buf_free(&want);
	buf_free(&errors);
}

static void test_full(void **state)
{
	struct buf errors;
	struct config *c;
	char path[600];

	(void)state;
	case_path(path, sizeof(path), "ok-full.conf");
	buf_init(&errors, 1 << 16);
	c = config_load(path, &errors);
	assert_string_equal(buf_text(&errors), "");
	assert_non_null(c);
	assert_string_equal(c->database, "/tmp/x.db");
	assert_int_equal(c->keep_s, 10 * 86400);
	assert_int_equal(c->log, LOG_LEVEL_DEBUG);
	assert_int_equal(c->backup.every_s, 7 * 86400);
	assert_int_equal(c->backup.keep, 2);
	assert_string_equal(c->backup.folder, "/mnt/spare");
	assert_int_equal(c->poll.interval_s, 5400);
	assert_int_equal(c->poll.floor_s, 900);
	assert_int_equal(c->poll.max_connections, 4);
	assert_int_equal(c->poll.allow_hosts.n, 2);
	assert_string_equal(c->poll.allow_hosts.v[1], "localhost");
	assert_null(c->poll.proxy);
	assert_string_equal(c->mail.from, "hearsay <h@example.org>");
	assert_string_equal(c->mail.domain, "example.org");
	assert_true(c->mail.tls_required);
	assert_int_equal(c->digest_count, 2);
	assert_int_equal(c->digests[0].minute, 6 * 60 + 5);
	assert_int_equal(c->digests[0].when, DIGEST_DAILY);
	assert_int_equal(c->digests[0].to.n, 2);
	assert_int_equal(c->digests[1].when, DIGEST_WEEKLY);
	assert_int_equal(c->digests[1].weekday, 5);
	assert_string_equal(c->digests[1].vendors.v[0], "Xiaomi");
	assert_int_equal(c->hook_count, 2);
	assert_string_equal(c->hooks[0].name, "chat");
	assert_string_equal(c->hooks[0].url, "https://chat.example/x");
	assert_int_equal(c->hooks[0].kind_count, 1);
	assert_int_equal(c->hooks[0].kinds[0], EVENT_RUMOR_SETTLED);
	assert_null(c->hooks[0].template);
	/* Each kind once. */
	assert_int_equal(c->hooks[1].kind_count, 2);
	assert_int_equal(c->hooks[1].kinds[0], EVENT_RUMOR_NEW);
	assert_int_equal(c->hooks[1].kinds[1], EVENT_FEED_STATE);
	assert_string_equal(c->hooks[1].vendors.v[0], "Xiaomi");
	assert_non_null(c->hooks[1].template);
	/* Feeds come by slug, whatever their order in the file. */
	assert_int_equal(c->feed_count, 2);
	assert_string_equal(c->feeds[0].source.slug, "alpha");
	assert_string_equal(c->feeds[0].source.title, "alpha");
	assert_int_equal(c->feeds[0].source.role, ROLE_PRESS);
	assert_int_equal(c->feeds[0].interval_s, 0);
	assert_int_equal(c->feeds[1].source.role, ROLE_OFFICIAL);
	assert_string_equal(c->feeds[1].source.vendor, "Xiaomi");
	assert_int_equal(c->feeds[1].place.line, 35);
	config_free(c);
	buf_free(&errors);
}

/* Files of feeds.d are read by name, each with its own messages. */
static void test_folder(void **state)
{
	struct buf errors;
	struct config *c;
	char path[600], want[1400];

	(void)state;
	case_path(path, sizeof(path), "folder/ok.conf");
	buf_init(&errors, 1 << 16);
	c = config_load(path, &errors);
	assert_string_equal(buf_text(&errors), "");
	assert_int_equal(c->feed_count, 3);
	assert_string_equal(c->feeds[1].source.slug, "three");
	config_free(c);

	case_path(path, sizeof(path), "folder/twice.conf");
	snprintf(want, sizeof(want),
	    "%s/folder/feeds.d/a.conf:1: feed \"one\" is already at "
	    "%s/folder/twice.conf:3: rename or remove one\n",
	    case_dir, case_dir);
	assert_null(config_load(path, &errors));
	assert_string_equal(buf_text(&errors), want);

	case_path(path, sizeof(path), "folder/wrong-dir.conf");
	snprintf(want, sizeof(want),
	    "%s/folder/wrong.d/poll.conf:1: \"poll\" belongs into the main "
	    "file; here stand feeds and digests\n",
	    case_dir);
	buf_clear(&errors);
	assert_null(config_load(path, &errors));
	assert_string_equal(buf_text(&errors), want);
	buf_free(&errors);
}

static void test_no_file(void **state)
{
	struct buf errors;

	(void)state;
	buf_init(&errors, 4096);
	assert_null(config_load("/nonexistent/hearsay.conf", &errors));
	assert_string_equal(buf_text(&errors),
	    "/nonexistent/hearsay.conf: No such file or directory\n");
	buf_free(&errors);
}

/* No line says so: the message names the default, and that it is one. */
static void test_default_lexicon(void **state)
{
	char path[800];
	struct buf errors, want;
	struct stat st;
	FILE *f;

	(void)state;
	if (!stat(PKGSYSCONFDIR "/lexicon", &st))
		skip(); /* it is installed here */
	buf_init(&errors, 4096);
	buf_init(&want, 4096);
	snprintf(path, sizeof(path), "%s/no-lexicon.conf",
	    getenv("HEARSAY_BUILDDIR"));
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("feeds = \"\"\n", f);
	fclose(f);
	assert_null(config_load(path, &errors));
	buf_printf(&want,
	    "%s: lexicon = \"%s/lexicon\" (the default) is not a folder: name "
	    "the one that holds hedges.tsv and the other tables\n",
	    path, PKGSYSCONFDIR);
	assert_string_equal(buf_text(&errors), buf_text(&want));
	remove(path);
	buf_free(&errors);
	buf_free(&want);
}

static void test_duration(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} cases[] = {{"0", 0}, {"10s", 10}, {"15min", 900}, {"1h", 3600},
	    {"1h30min", 5400}, {"400d", 400 * 86400}, {"2w", 1209600}, {"", -1},
	    {"60", -1}, {"h", -1}, {"1 h", -1}, {"-1h", -1}, {"1m", -1},
	    {"99999999999999999999s", -1}, {"1000000000w", -1}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    duration_parse(cases[i].text), cases[i].seconds);
}

static int is_case(const struct dirent *d)
{
	return strstr(d->d_name, ".conf") != NULL;
}

int main(void)
{
	static char paths[128][800];
	struct CMUnitTest tests[140];
	struct dirent **names;
	size_t n = 0;
	int found;

	snprintf(case_dir, sizeof(case_dir), "%s/tests/cases/config",
	    getenv("HEARSAY_SRCDIR"));
	found = scandir(case_dir, &names, is_case, alphasort);
	if (found < 1 || found > 128) {
		printf("Bail out! %d cases in %s\n", found, case_dir);
		return 1;
	}
	for (int i = 0; i < found; i++) {
		case_path(paths[i], sizeof(paths[i]), names[i]->d_name);
		free(names[i]);
		tests[n++] =
		    (struct CMUnitTest){.name = strrchr(paths[i], '/') + 1,
			.test_func = test_case,
			.initial_state = paths[i]};
	}
	free(names);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_full);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_folder);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_no_file);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_default_lexicon);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_duration);
	return _cmocka_run_group_tests("config", tests, n, NULL, NULL);
}
