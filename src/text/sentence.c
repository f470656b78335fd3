/* Sentence ends, by tables of what does not end one. */
#include "text/sentence.h"

#include <stdbool.h>
#include <string.h>

#include "text/utf8.h"

/* A quotation longer than this, or past its line, is taken as never closed. */
#define QUOTE_MAX_BYTES 600

/* After these a point never ends a sentence. */
static const char *const always_go_on[] = {"mr", "mrs", "ms", "dr", "prof",
    "st", "vs", "e.g", "i.e", "eg", "ie", "cf", "approx", "fig", "gen", "gov",
    "sen", "rep", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "bzw", "z.b", "d.h", "ca", "sr", "sra", "mt",
    "feat", "ver", "v", "nr"};

/* After these it does where the next word has a capital. */
static const char *const may_go_on[] = {"inc", "ltd", "co", "corp", "etc", "jr",
    "llc", "plc", "a.m", "p.m", "est", "dept", "bros", "al", "usw"};

static const char *const before_number[] = {
    "no", "vol", "pp", "p", "art", "sec", "ch", "ed"};

struct quote {
	uint32_t open, close;
};

/* The ASCII mark is both; it is told by what stands before it. */
static const struct quote quotes[] = {{0x201c, 0x201d}, {0x201e, 0x201c},
    {0x300c, 0x300d}, {0x300e, 0x300f}, {0xab, 0xbb}, {0xff02, 0xff02}};

static bool is_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == 0xa0 || c == 0x3000 ||
	       (c >= 0x2000 && c <= 0x200b);
}

static bool is_full_stop(uint32_t c) /* needs no space after it */
{
	return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff61;
}

static bool is_closing(uint32_t c)
{
	return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201d ||
	       c == 0x2019 || c == 0x300d || c == 0x300f || c == 0xff09 ||
	       c == 0xbb || c == 0x3011 || c == 0x300b;
}

static uint32_t peek(const char *p, const char *end)
{
	return utf8_next(&p, end);
}

static const char *skip_space(const char *p, const char *end)
{
	while (p < end && (*p == '\n' || is_space(peek(p, end))))
		utf8_next(&p, end);
	return p;
}

static bool is_one_of(
    const char *const *list, size_t count, const char *s, size_t n)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i]) == n && strncasecmp(list[i], s, n) == 0)
			return true;
	return false;
}

#define ONE_OF(list, s, n) \
	is_one_of(list, sizeof(list) / sizeof((list)[0]), s, n)

static bool is_upper(uint32_t c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/*
 * Does the sentence go on past the point at p, by the word before it? next is
 * the first character after the white space.
 */
static bool point_goes_on(
    const char *start, const char *p, uint32_t next, bool ellipsis)
{
	const char *word = p;
	size_t n;

	if (ellipsis)
		return next >= 'a' && next <= 'z';
	while (word > start && (unsigned char)word[-1] < 0x80 &&
	       (utf8_is_word((unsigned char)word[-1]) || word[-1] == '.'))
		word--;
	n = (size_t)(p - word);
	if (n == 0)
		return false;
	if (ONE_OF(always_go_on, word, n))
		return true;
	if (ONE_OF(may_go_on, word, n))
		return !is_upper(next) && next < 0x80 && next != 0;
	if (ONE_OF(before_number, word, n))
		return is_digit(next);
	/* "J. Smith", "U.S. court": initials, one letter between points */
	if (is_upper((unsigned char)p[-1]) && (n == 1 || p[-2] == '.'))
		return true;
	/* "1. MIUI": the number of a list's line */
	return word == start && n <= 2 && is_digit((unsigned char)p[-1]) &&
	       is_digit((unsigned char)word[0]);
}

/* "am 20. Oktober", "im 3. Quartal": an ordinal before its noun. */
static bool is_date(
    const char *start, const char *p, const char *next, const char *end)
{
	static const char *const nouns[] = {"januar", "februar", "märz",
	    "april", "mai", "juni", "juli", "august", "september", "oktober",
	    "november", "dezember", "quartal", "halbjahr", "generation"};

	if (p - start < 1 || !is_digit((unsigned char)p[-1]) ||
	    (p - start > 2 && is_digit((unsigned char)p[-2]) &&
		is_digit((unsigned char)p[-3])))
		return false;
	for (size_t i = 0; i < sizeof(nouns) / sizeof(*nouns); i++)
		if ((size_t)(end - next) >= strlen(nouns[i]) &&
		    strncasecmp(next, nouns[i], strlen(nouns[i])) == 0)
			return true;
	return false;
}

/* The end of the quotation that opens before p, or NULL: none that closes. */
static const char *quote_end(const char *p, const char *end, uint32_t close)
{
	const char *limit =
	    end - p > QUOTE_MAX_BYTES ? p + QUOTE_MAX_BYTES : end;

	while (p < limit && *p != '\n') {
		const char *at = p;

		if (utf8_next(&p, end) == close)
			return at;
	}
	return NULL;
}

/* Where the quotation that c opens closes, or NULL. */
static const char *opened_quote(
    uint32_t c, uint32_t before, const char *after, const char *end)
{
	if (c == '"') {
		bool opens = before == 0 || before == '(' || before == '\n' ||
			     before == ':' || is_space(before) ||
			     utf8_is_cjk(before) || before == 0xff1a ||
			     before == 0xff0c;

		return opens ? quote_end(after, end, '"') : NULL;
	}
	for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++)
		if (quotes[i].open == c)
			return quote_end(after, end, quotes[i].close);
	return NULL;
}

/* Past repeated ends and closing marks: "?!", "...\"", ".)". */
static const char *skip_tail(const char *p, const char *end, bool *closed)
{
	while (p < end) {
		uint32_t c = peek(p, end);

		if (is_closing(c))
			*closed = true;
		else if (c != '.' && c != '!' && c != '?' && !is_full_stop(c) &&
			 c != 0x2026)
			break;
		utf8_next(&p, end);
	}
	return p;
}

/*
 * Does the sentence end with the mark c at p? *tail is set to where the next
 * one could begin.
 */
static bool ends_at(const char *start, const char *p, uint32_t c,
    uint32_t before, const char *end, const char **tail)
{
	const char *after = p, *next_word;
	bool closed = false, ellipsis;
	uint32_t next, following;

	utf8_next(&after, end);
	ellipsis = c == '.' && after < end && *after == '.';
	*tail = skip_tail(after, end, &closed);
	if (is_full_stop(c))
		return true;
	following = *tail < end ? peek(*tail, end) : '\n';
	if (following != '\n' && !is_space(following))
		return utf8_is_cjk(following) ||
		       (c != '.' && utf8_is_cjk(before));
	next_word = skip_space(*tail, end);
	next = next_word < end ? peek(next_word, end) : 0;
	if (following == '\n' || next == 0)
		return true;
	/* "It is done!" he said. */
	if (c != '.' || closed)
		return !(
		    next >= 'a' && next <= 'z' &&
		    !is_upper(
			next_word + 1 < end ? (unsigned char)next_word[1] : 0));
	return !point_goes_on(start, p, next, ellipsis) &&
	       !is_date(start, p, next_word, end);
}

/* The end of the sentence that begins at start: past its closing marks. */
static const char *sentence_end(const char *start, const char *end)
{
	const char *p = start, *tail, *quoted_to = NULL;
	uint32_t before = 0;

	while (p < end) {
		const char *at = p;
		uint32_t c = utf8_next(&p, end);

		if (c == '\n')
			return at;
		if (quoted_to && at >= quoted_to)
			quoted_to = NULL; /* the closing mark itself */
		else if (!quoted_to)
			quoted_to = opened_quote(c, before, p, end);
		if (c == '.' || c == '!' || c == '?' || is_full_stop(c)) {
			bool ends = ends_at(start, at, c, before, end, &tail);

			if (ends && (!quoted_to || tail > quoted_to))
				return tail;
			p = tail;
		}
		before = c;
	}
	return end;
}

int sentence_next(const char *text, size_t n, size_t *at, struct sentence *s)
{
	const char *end = text + n;
	const char *start = skip_space(text + *at, end), *stop, *trimmed;

	if (start >= end) {
		*at = n;
		return 0;
	}
	stop = sentence_end(start, end);
	*at = (size_t)(stop - text);
	trimmed = stop;
	while (trimmed > start && (unsigned char)trimmed[-1] <= ' ')
		trimmed--;
	*s = (struct sentence){
	    (uint32_t)(start - text), (uint32_t)(trimmed - text)};
	return 1;
}
