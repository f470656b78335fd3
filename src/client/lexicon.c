/* The first folder of the row that is a lexicon. */
#include "client/lexicon.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"

static bool is_lexicon(const char *dir)
{
	char path[PATH_MAX + 16];

	snprintf(path, sizeof(path), "%s/products.tsv", dir);
	return access(path, R_OK) == 0;
}

/* In a source tree, and below a DESTDIR. */
static const char *const places[] = {"etc/lexicon", "etc/hearsay/lexicon"};

/* One of the places beside the program or in a folder above, up to three. */
static bool beside_program(char dir[PATH_MAX])
{
	char path[PATH_MAX - 32];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	if (n < 0)
		return false;
	path[n] = '\0';
	for (int up = 0; up < 4; up++) {
		slash = strrchr(path, '/');
		if (!slash)
			return false;
		*slash = '\0';
		for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
			snprintf(dir, PATH_MAX, "%s/%s", path, places[i]);
			if (is_lexicon(dir))
				return true;
		}
	}
	return false;
}

struct lexicon *client_lexicon(const char *dir)
{
	char found[PATH_MAX];
	struct lexicon *lex;
	struct err e;

	if (!dir)
		dir = getenv("HEARSAY_LEXICON");
	if (!dir) {
		dir = PKGSYSCONFDIR "/lexicon";
		if (!is_lexicon(dir) && beside_program(found))
			dir = found;
	}
	lex = lexicon_load(dir, &e);
	if (!lex)
		fprintf(stderr, "hearsay: %s\n", e.text);
	return lex;
}
