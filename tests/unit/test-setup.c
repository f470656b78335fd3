/*
 * A configuration and its lexicon together, the list of feeds that is
 * installed, and where the mail server's password comes from.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/setup.h"

static char case_dir[512];

static struct setup *load(const char *name, struct buf *errors)
{
	char path[700];

	snprintf(path, sizeof(path), "%s/%s", case_dir, name);
	buf_init(errors, 1 << 16);
	return setup_load(path, errors);
}

static void test_default_feeds(void **state)
{
	struct buf errors;
	struct setup *s = load("defaults.conf", &errors);
	size_t official = 0;

	(void)state;
	assert_string_equal(buf_text(&errors), "");
	assert_non_null(s);
	assert_int_equal(s->config->feed_count, 19);
	for (size_t i = 0; i < s->config->feed_count; i++) {
		const struct config_feed *f = &s->config->feeds[i];

		assert_int_equal(strncmp(f->url, "https://", 8), 0);
		assert_non_null(f->source.site);
		assert_non_null(f->source.lang);
		official += f->source.role == ROLE_OFFICIAL;
	}
	assert_int_equal(official, 7);
	setup_free(s);
	buf_free(&errors);
}

static void test_vendors(void **state)
{
	struct buf errors;
	char want[2000];

	(void)state;
	assert_null(load("unknown-vendor.conf", &errors));
	snprintf(want, sizeof(want),
	    "%s/unknown-vendor.conf:8: vendor \"Xiaomo\" is not in the "
	    "lexicon: write a name that products.tsv or officials.tsv has, or "
	    "add it there\n"
	    "%s/unknown-vendor.conf:4: vendor \"Siemens-Nixdorf\" is not in "
	    "the lexicon: write a name that products.tsv or officials.tsv has, "
	    "or add it there\n",
	    case_dir, case_dir);
	assert_string_equal(buf_text(&errors), want);
	buf_free(&errors);
}

/* The lexicon says itself which file it misses. */
static void test_bad_lexicon(void **state)
{
	struct buf errors;
	char want[600];

	(void)state;
	snprintf(want, sizeof(want), "%s/bad-lexicon/", case_dir);
	assert_null(load("bad-lexicon.conf", &errors));
	assert_int_equal(strncmp(buf_text(&errors), want, strlen(want)), 0);
	assert_non_null(
	    strstr(buf_text(&errors), ".tsv: No such file or directory\n"));
	buf_free(&errors);
}

/* What is added to the lexicon is told with its own file, too. */
static void test_bad_additions(void **state)
{
	struct buf errors;

	(void)state;
	assert_null(load("bad-dictionaries.conf", &errors));
	assert_non_null(strstr(buf_text(&errors),
	    "/bad-lexicon: no word list with English in it"));
	buf_free(&errors);
	assert_null(load("bad-url-rules.conf", &errors));
	assert_non_null(
	    strstr(buf_text(&errors), "/bad-dictionaries.conf:1: "));
	buf_free(&errors);
}

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void test_password(void **state)
{
	struct config c = {0};
	struct buf got;
	struct err e;
	char dir[] = "/tmp/hearsay-setup.XXXXXX", path[64], other[64];

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/file", dir);
	snprintf(other, sizeof(other), "%s/smtp-password", dir);
	buf_init(&got, 4096);
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_int_equal(setup_password(&c, &got, &e), 0);
	assert_string_equal(buf_text(&got), "");
	/* systemd's credential, and a file before it. */
	write_file(other, "of systemd\n");
	setenv("CREDENTIALS_DIRECTORY", dir, 1);
	assert_int_equal(setup_password(&c, &got, &e), 0);
	assert_string_equal(buf_text(&got), "of systemd");
	write_file(path, " p w\r\nsecond line\n");
	c.mail.password_file = path;
	assert_int_equal(setup_password(&c, &got, &e), 0);
	assert_string_equal(buf_text(&got), " p w");
	unlink(path);
	assert_int_equal(setup_password(&c, &got, &e), -1);
	assert_non_null(strstr(e.text, "file: No such file or directory"));
	unlink(other);
	c.mail.password_file = NULL;
	assert_int_equal(setup_password(&c, &got, &e), 0);
	assert_string_equal(buf_text(&got), "");
	unsetenv("CREDENTIALS_DIRECTORY");
	buf_free(&got);
	rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_default_feeds),
	    cmocka_unit_test(test_vendors), cmocka_unit_test(test_bad_lexicon),
	    cmocka_unit_test(test_bad_additions),
	    cmocka_unit_test(test_password)};

	snprintf(case_dir, sizeof(case_dir), "%s/tests/cases/config/folder",
	    getenv("HEARSAY_SRCDIR"));
	return cmocka_run_group_tests_name("setup", tests, NULL, NULL);
}
