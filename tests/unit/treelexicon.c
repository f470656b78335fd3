/* Loaded from etc/lexicon of the source tree. */
#include "treelexicon.h"

#include <stdio.h>
#include <stdlib.h>

#include "judge/lexicon.h"

struct lexicon *lexicon_of_tree(void)
{
	const char *top = getenv("HEARSAY_SRCDIR");
	struct lexicon *lex;
	char dir[4096];
	struct err e;

	snprintf(dir, sizeof(dir), "%s/etc/lexicon", top ? top : ".");
	lex = lexicon_load(dir, &e);
	if (!lex) {
		printf("Bail out! %s\n", e.text);
		exit(1);
	}
	return lex;
}
