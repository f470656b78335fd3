/*
 * Words compared across their forms, by tables and by how they begin. Nothing
 * here knows of items or claims.
 */
#include "judge/wordform.h"

#include <ctype.h>
#include <string.h>

#include "text/prose.h"
#include "text/token.h"

#define STEM_BYTES 5 /* "launch", "launches", "launching" */

bool word_is_number(const char *w)
{
	return isdigit((unsigned char)w[0]) != 0;
}

#define LONGEST_LISTED 20

/* Is the word in a list of words between spaces? */
static bool is_listed(const char *list, const char *word, size_t n)
{
	char key[LONGEST_LISTED + 3] = " ";

	if (n > LONGEST_LISTED)
		return false;
	memcpy(key + 1, word, n);
	memcpy(key + 1 + n, " ", 2);
	return strstr(list, key) != NULL;
}

/* Verbs whose forms differ from the beginning on. */
static bool same_verb(const char *a, size_t a_n, const char *b, size_t b_n)
{
	static const char *const verbs[] = {" sell sells sold selling sale ",
	    (" buy buys bought buying acquire acquires acquired acquiring "
	     "acquisition takeover "),
	    " stop stops stopping end ends ending discontinue ",
	    " build built ", " leave left leaving ", " keep kept ",
	    " bring brought brings ", " get got gets ",
	    " make made makes making ", " show shown ", " become became ",
	    " come came comes ", " give gave given ", " use using used uses ",
	    " quit exit exits exiting leave leaving "};

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (is_listed(verbs[i], a, a_n) && is_listed(verbs[i], b, b_n))
			return true;
	return false;
}

size_t number_plain(const char *s, size_t n, char *out, size_t size)
{
	size_t at = 0, len = 0;

	for (; at < n && len + 1 < size; at++) {
		bool mark = s[at] == ',' || s[at] == '.';
		size_t run = at + 1;

		while (mark && run < n && isdigit((unsigned char)s[run]))
			run++;
		if (mark && (run - at - 1 == 0))
			break;
		if (mark && run - at - 1 == 3 && len <= 3 && out[0] != '0')
			continue; /* of thousands */
		if (!mark && !isdigit((unsigned char)s[at]))
			break;
		out[len++] = mark ? '.' : s[at];
	}
	out[len] = '\0';
	return at;
}

/* "7500", "7,500" and "7,500mAh" */
static bool same_number(const char *w, const char *s, size_t n)
{
	char a[16], b[16];
	size_t used = number_plain(s, n, b, sizeof(b));

	number_plain(w, strlen(w), a, sizeof(a));
	return used > 0 && strcmp(a, b) == 0 && (used == n || n - used >= 2);
}

bool word_same(const char *w, const char *s, size_t n)
{
	size_t len = strlen(w), common = 0;

	if (len == n && memcmp(w, s, n) == 0)
		return true;
	if (same_verb(w, len, s, n))
		return true;
	if (word_is_number(w) && word_is_number(s))
		return same_number(w, s, n);
	if (word_is_number(w) || len < 4 || n < 4)
		return false;
	while (common < len && common < n && w[common] == s[common])
		common++;
	if (common < 4 || (unsigned char)w[0] >= 0x80)
		return false;
	return common >= STEM_BYTES ||
	       (len - common <= 3 && n - common <= 3 && common == 4);
}

bool word_in(const char *s, size_t n, const char *word)
{
	struct tokens tokens;
	struct token t;

	token_start(&tokens, s, n);
	while (token_next(&tokens, &t)) {
		/* Not the "end" of "high-end". */
		if (t.start > 0 && s[t.start - 1] == '-' &&
		    t.end - t.start < 5 && strlen(word) > 5)
			continue;
		if (word_same(word, s + t.start, t.end - t.start))
			return true;
	}
	return false;
}

/* A pair of characters of which one is grammar is no word. */
static bool has_particle(const char *pair)
{
	static const char *const particles[] = {"的", "了", "将", "在", "是",
	    "和", "与", "也", "及", "或", "被", "把", "为", "就", "都", "要",
	    NULL};

	return span_has(pair, strlen(pair), particles);
}

/* Grammar of the languages that claims come in; English is left out before. */
static bool is_function_word(const char *word)
{
	static const char *const words =
	    " wird werden wurde wurden auf dem den der die das des ein eine einen "
	    "einem einer eines zum zur mit von vom und oder soll sollen sich "
	    "nicht noch auch als bei nach aus bis über unter sein seine ist "
	    "hat haben kommt los las una unos unas del con para por que sus "
	    "será serán está tendrá tendrán han como más les aux une est sera "
	    "seront avec pour dans sur qui son ses aura auront gli uno della "
	    "dello delle degli nel nella per che sarà saranno avrà avranno "
	    "suo sua sono dos das nos nas com seu sua serão terá terão yang "
	    "dan akan dengan untuk dari pada ";

	return is_listed(words, word, strlen(word));
}

double word_weight(const char *word)
{
	static const char *const plain =
	    " working plans plan planning planned preparing prepares prepare "
	    "developing develop launch launches bring brings make makes get "
	    "gets use uses have new next first come comes called named "
	    "move moves moving switch "
	    "run runs running back support supports release released its users phone phones ";

	if (word_is_number(word))
		return 1.5;
	if (is_function_word(word))
		return 0;
	if ((unsigned char)word[0] >= 0xe0)
		return has_particle(word) ? 0 : 1;
	return is_listed(plain, word, strlen(word)) ? 0.3 : 1;
}

bool word_is_negation(const char *word)
{
	static const char *const words =
	    " without lose loses losing drop drops dropping ditch ditches "
	    "remove removes removing scrap scraps missing longer anymore "
	    "never cancelled canceled ohne kein keine keinen sin sans senza "
	    "sem tanpa verliert verzichtet streicht pierde elimina ";

	return is_listed(words, word, strlen(word));
}

bool word_is_year(const char *word)
{
	return strlen(word) == 4 && word[0] == '2' && word[1] == '0' &&
	       word_is_number(word);
}
