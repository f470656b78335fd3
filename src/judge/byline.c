/* The byline's person, by tipsters.tsv, or by how a name is written. */
#include "judge/byline.h"

#include <ctype.h>
#include <string.h>

#include "judge/name.h"
#include "text/prose.h"

#define MOST_WORDS 4

/* "By Jo Reed", "desk@example.net (Jo Reed)", "Jo Reed and Al Vale". */
static char *name_cut(struct arena *a, const char *author)
{
	static const char *const ends[] = {" and ", " und ", " et ", " y ",
	    " e ", ", ", " & ", "、", " (", NULL};
	const char *open = strchr(author, '(');
	char *name, *end;

	if (open && memchr(author, '@', (size_t)(open - author)) &&
	    strchr(open, ')'))
		author = open + 1;
	if (strncasecmp(author, "by ", 3) == 0)
		author += 3;
	while (*author == ' ')
		author++;
	name = arena_strdup(a, author);
	name[strcspn(name, ")|/")] = '\0';
	for (size_t i = 0; ends[i]; i++) {
		end = strstr(name, ends[i]);
		if (end && end > name)
			*end = '\0';
	}
	return name;
}

/* Two words or more, each with a capital, and none of a desk's. */
static bool is_written_as_person(const struct phrases *ph, const char *name)
{
	size_t words = 0, n;

	for (const char *s = name; *s; s += n) {
		unsigned char first;

		s += strspn(s, " ");
		n = strcspn(s, " ");
		if (!n)
			break;
		words++;
		first = (unsigned char)*s;
		if (!isupper(first) && first < 0x80)
			return false;
		if (name_is_of_desk(ph, s, n))
			return false;
	}
	return words >= 2 && words <= MOST_WORDS &&
	       name_may_be_someone(ph, name, strlen(name), false);
}

const char *byline_person(
    struct arena *a, const struct lexicon *lex, const struct item *item)
{
	const struct source *s = item->source;
	const struct tipster *t;
	const char *name;

	if (!item->author || !*item->author)
		return NULL;
	name = name_cut(a, item->author);
	t = lexicon_tipster(lex, name);
	if (t)
		return strcmp(t->origin_class, "outlet") ? t->name : NULL;
	if (s && s->title && strcasestr(s->title, name))
		return NULL;
	return is_written_as_person(lexicon_phrases(lex), name) ? name : NULL;
}

bool byline_on_network(const char *vendor, const char *text, size_t at)
{
	static const char *const networks[] = {"Twitter", "Telegram", "Meta"};
	static const char *const words[] = {" on ", " via ", " auf ", " bei ",
	    " en ", " sur ", " su ", " no ", " di ", NULL};

	for (size_t i = 0; i < sizeof(networks) / sizeof(*networks); i++)
		if (strcmp(vendor, networks[i]) == 0)
			return span_ends(text, 0, (uint32_t)at, words);
	return false;
}
