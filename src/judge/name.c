/* Which words are no names: by phrases.tsv, and by how they are written. */
#include "judge/name.h"

#include <ctype.h>
#include <string.h>

#define LONGEST 32 /* bytes of a word that may be in a table */

/* Tables have no capitals; texts have. */
static bool is_of(
    const struct phrases *ph, enum phrase class, const char *s, size_t n)
{
	char word[LONGEST];

	if (n > sizeof(word))
		return false;
	for (size_t i = 0; i < n; i++)
		word[i] = (char)tolower((unsigned char)s[i]);
	return phrase_is(ph, class, word, n);
}

bool name_is_stop(const struct phrases *ph, const char *word, size_t n)
{
	return is_of(ph, PHRASE_NO_NAME, word, n);
}

bool name_is_of_desk(const struct phrases *ph, const char *word, size_t n)
{
	return is_of(ph, PHRASE_DESK, word, n);
}

static bool all_digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isdigit((unsigned char)s[i]) && s[i] != '.')
			return false;
	return n > 0;
}

bool name_is_common(const struct phrases *ph, const char *name, size_t n)
{
	size_t len;

	if (all_digits(name, n))
		return true;
	for (size_t i = 0; i < n; i += len + 1) {
		const char *space = memchr(name + i, ' ', n - i);

		len = space ? (size_t)(space - name) - i : n - i;
		if (len && !is_of(ph, PHRASE_THING, name + i, len))
			return false;
	}
	return true;
}

static bool all_upper(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isupper((unsigned char)s[i]))
			return false;
	return true;
}

static bool ends_in(const char *s, size_t n, const char *end)
{
	size_t m = strlen(end);

	return n > m && memcmp(s + n - m, end, m) == 0;
}

/* "Tracking Musk", "Permanently": long, so that King and Emily may speak. */
static bool is_form_of_verb(const char *s, size_t n)
{
	return (n >= 8 && ends_in(s, n, "ing")) ||
	       (n >= 9 && ends_in(s, n, "ly"));
}

bool name_may_be_someone(
    const struct phrases *ph, const char *name, size_t n, bool headline)
{
	size_t words = 0, plain = 0, len = 0;
	const char *s = name, *end = name + n, *last = name, *before;

	if (n && (*name == '@' || memchr(name, '_', n)))
		return true;
	for (; s < end; s += len) {
		while (s < end && *s == ' ')
			s++;
		len = 0;
		while (s + len < end && s[len] != ' ')
			len++;
		if (!len)
			break;
		before = last;
		last = s;
		words++;
		if (words > 1 && len == (size_t)(s - before) - 1 &&
		    memcmp(before, s, len) == 0)
			return false; /* "Genesis Genesis": a caption's */
		plain += is_of(ph, PHRASE_THING, s, len) ||
			 is_of(ph, PHRASE_HOUSE, s, len);
		if (words > 1 && all_digits(s, len))
			return false; /* "Preview Build 25211" */
		if (headline && words == 1 &&
		    (is_form_of_verb(s, len) ||
			is_of(ph, PHRASE_THING, s, len)))
			return false;
	}
	len = (size_t)(end - last);
	if (!words || plain == words)
		return false;
	if (words == 1) /* "IBM" */
		return len > 4 || !all_upper(last, len);
	/* "Lovelace GPU", "EQS SUV"; but "John J. Ray III" */
	return !(len >= 2 && all_upper(last, len) &&
		   strspn(last, "IVX") < len) &&
	       !is_of(ph, PHRASE_HOUSE, last, len);
}
