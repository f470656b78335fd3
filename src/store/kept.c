/* The names of copies that are kept: made, read, and put in their order. */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/file.h"
#include "text/date.h"

#define STAMP_LEN 15 /* 20261121-202641 */

/* The database's name, without its folder and its ".db". */
static const char *base_of(struct arena *a, const char *database)
{
	const char *slash = strrchr(database, '/');
	const char *name = slash ? slash + 1 : database;
	size_t n = strlen(name);

	if (n > 3 && !strcmp(name + n - 3, ".db"))
		n -= 3;
	return arena_strndup(a, name, n);
}

const char *store_kept_name(
    struct arena *a, const char *folder, const char *database, int64_t at)
{
	struct civil c;

	date_to_civil(at, &c);
	return arena_printf(a, "%s/%s-%04d%02d%02d-%02d%02d%02d.db", folder,
	    base_of(a, database), c.year, c.month, c.day, c.hour, c.minute,
	    c.second);
}

/* The time that a stamp says, or DATE_NONE. */
static int64_t stamp_read(const char *s)
{
	static const char form[] = "dddddddd-dddddd";
	struct civil c = {0};

	for (size_t i = 0; i < STAMP_LEN; i++)
		if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != '-')
			return DATE_NONE;
	sscanf(s, "%4d%2d%2d-%2d%2d%2d", &c.year, &c.month, &c.day, &c.hour,
	    &c.minute, &c.second);
	return date_from_civil(&c);
}

/* Is it a name that we gave? */
static bool name_read(const char *name, const char *base, struct kept_copy *k)
{
	size_t n = strlen(base);
	const char *stamp = name + n + 1, *end;

	if (strncmp(name, base, n) || name[n] != '-' ||
	    strnlen(stamp, STAMP_LEN) < STAMP_LEN)
		return false;
	end = stamp + STAMP_LEN;
	k->whole = !strcmp(end, ".db");
	k->at = stamp_read(stamp);
	return k->at != DATE_NONE && (k->whole || !strcmp(end, ".db.new"));
}

static int by_turn(const void *a, const void *b)
{
	const struct kept_copy *x = a, *y = b;

	if (x->whole != y->whole)
		return x->whole ? 1 : -1;
	if (x->ahead != y->ahead)
		return x->ahead ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static void add(struct arena *a, struct kept_copy **list, size_t *n,
    size_t *room, const struct kept_copy *k)
{
	struct kept_copy *grown;

	if (*n == *room) {
		*room = *room ? 2 * *room : 16;
		grown = arena_array(a, *room, sizeof(*grown));
		for (size_t i = 0; i < *n; i++)
			grown[i] = (*list)[i];
		*list = grown;
	}
	(*list)[(*n)++] = *k;
}

int store_kept_list(struct arena *a, const char *folder, const char *database,
    int64_t now, struct kept_copy **list, size_t *n, struct err *e)
{
	const char *base = base_of(a, database);
	const struct dirent *entry;
	DIR *d = opendir(folder);
	size_t room = 0;

	*list = NULL;
	*n = 0;
	if (!d)
		return err_set(e, "%s: %s", folder, strerror(errno));
	while ((entry = readdir(d)) != NULL) {
		struct kept_copy k;

		if (!name_read(entry->d_name, base, &k))
			continue;
		k.ahead = k.at > now;
		k.path = arena_printf(a, "%s/%s", folder, entry->d_name);
		add(a, list, n, &room, &k);
	}
	closedir(d);
	if (*n)
		qsort(*list, *n, sizeof(**list), by_turn);
	return 0;
}
