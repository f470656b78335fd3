/* In words for the operator; the work is the store's. */
#include "core/dbfile.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "core/config.h"
#include "store/file.h"
#include "text/date.h"

static void print_facts(const char *file, const struct store_facts *f)
{
	char at[DATE_RFC3339_SIZE];

	date_format_rfc3339(f->latest_at, at);
	printf("%s: sound; schema %" PRId64 ", %" PRId64 " items, %" PRId64
	       " rumors; the latest item came %s\n",
	    file, f->schema, f->items, f->rumors, f->latest_at ? at : "never");
}

static int complain(const char *why)
{
	fprintf(stderr, "hearsayd: %s\n", why);
	return EXIT_FAILURE;
}

int dbfile_verify(const char *file)
{
	struct store_facts f;
	struct err e;

	if (store_verify(file, &f, &e))
		return complain(e.text);
	print_facts(file, &f);
	return EXIT_SUCCESS;
}

static int restore(const char *path, const char *file)
{
	char aside[STORE_NAME_SIZE];
	struct clock clock;
	struct store_facts f;
	struct err e;
	int lock;

	if (clock_init(&clock, NULL, &e) || store_lock(path, &lock, &e) ||
	    store_restore(path, file, clock_wall(&clock), &f, aside, &e))
		return complain(e.text);
	print_facts(file, &f);
	if (*aside)
		printf("%s: what was there is kept as %s\n", path, aside);
	printf("%s: restored; hearsayd can be started\n", path);
	if (lock >= 0)
		close(lock);
	return EXIT_SUCCESS;
}

int dbfile_restore(const char *config_file, const char *file)
{
	struct buf errors;
	struct config *c;
	int status = EXIT_FAILURE;

	buf_init(&errors, 256 << 10);
	c = config_load(config_file, &errors);
	if (c)
		status = restore(c->database, file);
	else
		fputs(buf_text(&errors), stderr);
	buf_free(&errors);
	config_free(c);
	return status;
}

static void set_aside(const char *path, int64_t now)
{
	char aside[STORE_NAME_SIZE], file[STORE_NAME_SIZE];
	char at[DATE_RFC3339_SIZE] = "";
	struct err e;
	int64_t made_at = 0;
	bool known = !store_backup_last(path, file, &made_at);

	if (known)
		date_format_rfc3339(made_at, at);
	if (store_set_aside(path, "damaged", now, aside, &e))
		log_error("it cannot be set aside: %s", e.text);
	else
		log_error("it is set aside as %s", aside);
	if (known)
		log_error("the last backup is %s, of %s: put it back with "
			  "\"hearsayd --restore %s\"",
		    file, at, file);
	else
		log_error("no backup is known; where there is one, put it back "
			  "with \"hearsayd --restore FILE\"");
	log_error("what can still be read of the damaged one: "
		  "\"sqlite3 %s .recover\"; nothing is begun anew while it "
		  "stands there",
	    *aside ? aside : path);
}

int dbfile_damaged(const char *path, int64_t now)
{
	struct err e;
	int rc = store_confirm_damage(path, &e);

	if (rc > 0)
		log_error("%s: a second look finds no damage: what was read "
			  "before was not what is on the disk, or memory is "
			  "failing",
		    path);
	else
		log_error("%s", e.text);
	if (rc)
		return EXIT_FAILURE;
	set_aside(path, now);
	return EXIT_DATABASE;
}
