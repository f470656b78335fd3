/* A census of bytes and pairs, and the order in which it is asked. */
#include "parse/charset_sniff.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define MOST_BYTES  (256u << 10) /* of a document that are looked at */
#define LEAST_PAIRS 6
#define LEAST_HIGH  12 /* bytes above ASCII, for charsets of one byte */

/* --- charsets of two bytes --- */

struct pairs {
	size_t all, bad;
	size_t lead[256];
	size_t low_trails; /* below 0xa1: no EUC has them */
};

/* Reads what is above ASCII in pairs; wide: trails of 0x40 to 0x7e too. */
static void count_pairs(
    struct pairs *p, const unsigned char *s, size_t n, bool wide)
{
	*p = (struct pairs){0};
	for (size_t i = 0; i < n; i++) {
		if (s[i] < 0x80)
			continue;
		if (i + 1 == n)
			break; /* a cut character */
		if (s[i + 1] >= (wide ? 0x40 : 0xa1) && s[i + 1] != 0x7f &&
		    s[i + 1] != 0xff && s[i] != 0x80 && s[i] != 0xff) {
			p->all++;
			p->lead[s[i]]++;
			p->low_trails += s[i + 1] < 0xa1;
			i++;
		} else {
			p->bad++;
		}
	}
}

/* How many of a hundred pairs begin with one of these bytes. */
static size_t share(const struct pairs *p, unsigned from, unsigned to)
{
	size_t n = 0;

	for (unsigned i = from; i <= to; i++)
		n += p->lead[i];
	return p->all ? n * 100 / p->all : 0;
}

/* All trails are those of EUC: rows of kana, of Hangul, of Han. */
static const char *euc_of(const struct pairs *p)
{
	if (share(p, 0xa4, 0xa5) >= 30)
		return "euc-jp";
	if (share(p, 0xb0, 0xc8) + share(p, 0xa1, 0xa3) >= 97)
		return "euc-kr";
	if (share(p, 0xb0, 0xd7) + share(p, 0xa1, 0xa3) >= 75)
		return "gb18030";
	return NULL;
}

static const char *two_bytes(const unsigned char *s, size_t n)
{
	struct pairs p;

	count_pairs(&p, s, n, false);
	if (!p.bad && p.all >= LEAST_PAIRS)
		return euc_of(&p);
	count_pairs(&p, s, n, true);
	if (p.all < LEAST_PAIRS || p.bad * 50 > p.all)
		return NULL;
	/* kana are two rows of Shift JIS, and much of any text */
	if (share(&p, 0x82, 0x83) >= 30 && !p.lead[0xfe])
		return "shift_jis";
	if (p.bad)
		return NULL;
	/* the frequent half of Big5, then of GBK */
	if (share(&p, 0xa4, 0xc6) + share(&p, 0xa1, 0xa1) >= 85 &&
	    p.low_trails * 5 >= p.all)
		return "big5";
	if (share(&p, 0xb0, 0xd7) + share(&p, 0xa1, 0xa3) >= 75)
		return "gb18030";
	return NULL;
}

/* --- charsets of one byte --- */

/* The language that a document names; to is lower case and short. */
static bool language_of(const char *s, size_t n, char *to, size_t size)
{
	static const char *const marks[] = {
	    "<language>", "xml:lang=\"", "xml:lang='", "<dc:language>"};
	const char *at = NULL;
	size_t len = 0;

	for (size_t i = 0; !at && i < sizeof(marks) / sizeof(*marks); i++) {
		at = memmem(s, n, marks[i], strlen(marks[i]));
		if (at)
			at += strlen(marks[i]);
	}
	while (at && at < s + n && len + 1 < size &&
	       ((*at | 32) >= 'a' && (*at | 32) <= 'z'))
		to[len++] = (char)(*at++ | 32);
	to[len] = '\0';
	return len >= 2;
}

static const struct language {
	const char *of; /* two letters each */
	const char *charset;
} languages[] = {
    {" bg mk sr ", "windows-1251"},
    {" cs hr hu pl ro sk sl ", "windows-1250"},
    {" el ", "windows-1253"},
    {" tr az ", "windows-1254"},
    {" he iw yi ", "windows-1255"},
    {" ar fa ur ", "windows-1256"},
    {" et lt lv ", "windows-1257"},
    {" vi ", "windows-1258"},
    {" th ", "windows-874"},
};

static const char *by_language(const char *s, size_t n)
{
	char lang[12], padded[5] = "    ";

	if (!language_of(s, n, lang, sizeof(lang)))
		return NULL;
	memcpy(padded + 1, lang, 2);
	padded[3] = ' ';
	for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
		if (strstr(languages[i].of, padded))
			return languages[i].charset;
	}
	return NULL;
}

/* Small letters of Russian: nine of ten in a text are one of them. */
static const struct cyrillic {
	const char *charset;
	unsigned from, to;    /* the small letters */
	unsigned from2, to2;  /* their second half; or 1, 0 */
	const char *frequent; /* о е а и н т in it */
} cyrillic[] = {
    {"windows-1251", 0xe0, 0xff, 1, 0, "\xee\xe5\xe0\xe8\xed\xf2"},
    {"koi8-r", 0xc0, 0xdf, 1, 0, "\xcf\xc5\xc1\xc9\xce\xd4"},
    {"iso-8859-5", 0xd0, 0xef, 1, 0, "\xde\xd5\xd0\xd8\xdd\xe2"},
    {"ibm866", 0xa0, 0xaf, 0xe0, 0xef, "\xae\xa5\xa0\xa8\xad\xe2"},
};

static const char *by_letters(const unsigned char *s, size_t n)
{
	size_t count[256] = {0}, high = 0, runs = 0, small, frequent;

	for (size_t i = 0; i < n; i++) {
		count[s[i]]++;
		high += s[i] >= 0x80;
		runs += s[i] >= 0x80 && (!i || s[i - 1] < 0x80);
	}
	/* words of one script; the letters of Latin ones stand alone */
	if (high < LEAST_HIGH || high < 3 * runs)
		return NULL;
	for (size_t i = 0; i < sizeof(cyrillic) / sizeof(*cyrillic); i++) {
		const struct cyrillic *c = &cyrillic[i];

		small = frequent = 0;
		for (unsigned b = c->from; b <= c->to; b++)
			small += count[b];
		for (unsigned b = c->from2; b <= c->to2; b++)
			small += count[b];
		for (const char *f = c->frequent; *f; f++)
			frequent += count[(unsigned char)*f];
		if (small * 100 >= high * 80 && frequent * 100 >= high * 35)
			return c->charset;
	}
	return NULL;
}

const char *charset_sniff(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;
	const char *found;

	n = n < MOST_BYTES ? n : MOST_BYTES;
	found = by_language(s, n);
	if (!found)
		found = two_bytes(u, n);
	return found ? found : by_letters(u, n);
}
