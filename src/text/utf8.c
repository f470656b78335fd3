/* UTF-8 and its folding. utf8proc knows Unicode; nothing else here does. */
#include "text/utf8.h"

#include <string.h>

#include <utf8proc.h>

/* Longest run of one base character and its marks that is folded as one. */
#define CLUSTER_CHARS 32
/* No character unfolds into more (U+FDFA becomes 18). */
#define UNFOLDED_CHARS (CLUSTER_CHARS * 18)
#define FOLD_OPTIONS \
	(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | \
	    UTF8PROC_CASEFOLD | UTF8PROC_IGNORE)

#define REPLACEMENT 0xfffdu

/* Letters, marks and numbers. */
#define WORD_CATEGORIES \
	(1u << UTF8PROC_CATEGORY_LU | 1u << UTF8PROC_CATEGORY_LL | \
	    1u << UTF8PROC_CATEGORY_LT | 1u << UTF8PROC_CATEGORY_LM | \
	    1u << UTF8PROC_CATEGORY_LO | 1u << UTF8PROC_CATEGORY_MN | \
	    1u << UTF8PROC_CATEGORY_MC | 1u << UTF8PROC_CATEGORY_ME | \
	    1u << UTF8PROC_CATEGORY_ND | 1u << UTF8PROC_CATEGORY_NL | \
	    1u << UTF8PROC_CATEGORY_NO)

/* Length of the character that the first byte announces; 0 for none. */
static unsigned announced(unsigned char c)
{
	if (c < 0x80)
		return 1;
	if (c >= 0xc2 && c <= 0xdf)
		return 2;
	if (c >= 0xe0 && c <= 0xef)
		return 3;
	return c >= 0xf0 && c <= 0xf4 ? 4 : 0;
}

/* One well-formed character (RFC 3629 section 4), or 0 bytes. */
static unsigned decode(const unsigned char *s, size_t n, uint32_t *out)
{
	static const unsigned char lead_mask[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned len = n ? announced(s[0]) : 0;
	uint32_t c;

	if (len == 0 || len > n)
		return 0;
	c = s[0] & lead_mask[len];
	for (unsigned i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3fu);
	}
	if (c < least[len] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*out = c;
	return len;
}

/* Do the next 32 bytes have no byte above 0x7f? */
static bool is_ascii_32(const char *s)
{
	uint64_t v[4];

	memcpy(v, s, sizeof(v));
	return !((v[0] | v[1] | v[2] | v[3]) & UINT64_C(0x8080808080808080));
}

bool utf8_valid(const char *s, size_t n)
{
	uint32_t c;

	while (n > 0) {
		if (n >= 32 && is_ascii_32(s)) {
			s += 32;
			n -= 32;
			continue;
		}
		unsigned len = decode((const unsigned char *)s, n, &c);

		if (len == 0)
			return false;
		s += len;
		n -= len;
	}
	return true;
}

void utf8_scrub(char *s)
{
	const unsigned char *from = (const unsigned char *)s;
	size_t n = strlen(s);
	char *to = s;
	uint32_t c;

	while (n > 0) {
		unsigned len = decode(from, n, &c), step = len ? len : 1;

		memmove(to, from, len);
		to += len;
		from += step;
		n -= step;
	}
	*to = '\0';
}

uint32_t utf8_next_wide(const char **s, const char *end)
{
	const unsigned char *u = (const unsigned char *)*s;
	uint32_t c;
	unsigned len;

	if (*s >= end)
		return 0;
	len = decode(u, (size_t)(end - *s), &c);
	*s += len ? len : 1;
	return len ? c : REPLACEMENT;
}

size_t utf8_cut(const char *s, size_t n)
{
	size_t at = n, len;

	if (n == 0)
		return 0;
	/* Back to the first byte of the last character, four at most. */
	do
		at--;
	while (at > 0 && n - at < 4 && ((unsigned char)s[at] & 0xc0) == 0x80);
	len = announced((unsigned char)s[at]);
	return len > n - at ? at : n;
}

bool utf8_is_cjk_wide(uint32_t c)
{
	return c <= 0x11ff ||		       /* Hangul jamo */
	       (c >= 0x2e80 && c <= 0x2fdf) || /* radicals */
	       c == 0x3005 || c == 0x3007 ||   /* repetition, zero */
	       (c >= 0x3041 && c <= 0x30ff) || /* kana */
	       (c >= 0x3105 && c <= 0x318f) || /* bopomofo, jamo */
	       (c >= 0x31a0 && c <= 0x31ff) || /* their extensions */
	       (c >= 0x3400 && c <= 0x4dbf) || /* Han */
	       (c >= 0x4e00 && c <= 0x9fff) || /* Han */
	       (c >= 0xa960 && c <= 0xa97f) || /* jamo */
	       (c >= 0xac00 && c <= 0xd7ff) || /* Hangul */
	       (c >= 0xf900 && c <= 0xfaff) || /* Han */
	       (c >= 0xff66 && c <= 0xffdc) || /* half-width */
	       (c >= 0x20000 && c <= 0x3ffff); /* Han, later planes */
}

bool utf8_is_word_wide(uint32_t c)
{
	if (utf8_is_cjk(c))
		return false;
	return (1u << utf8proc_category((utf8proc_int32_t)c) &
		   WORD_CATEGORIES) != 0;
}

bool utf8_is_bidi_control(uint32_t c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* --- folding --- */

/* The result while it grows: bytes, and where each of them comes from. */
struct folded {
	struct arena *arena;
	char *text;
	uint32_t *from; /* or NULL: nobody asks */
	size_t len, cap;
};

static void make_room(struct folded *f, size_t cap)
{
	char *text = arena_array(f->arena, cap, 1);
	uint32_t *from =
	    f->from ? arena_array(f->arena, cap, sizeof(*from)) : NULL;

	memcpy(text, f->text, f->len);
	if (from)
		memcpy(from, f->from, f->len * sizeof(*from));
	f->text = text;
	f->from = from;
	f->cap = cap;
}

/* n bytes that all come from the one character at `from`. */
static void put_bytes(
    struct folded *f, const void *bytes, size_t n, uint32_t from)
{
	if (f->len + n >= f->cap)
		make_room(f, 2 * (f->len + n));
	memcpy(f->text + f->len, bytes, n);
	for (size_t i = 0; f->from && i < n; i++)
		f->from[f->len + i] = from;
	f->len += n;
}

static void put_char(struct folded *f, uint32_t c, uint32_t from)
{
	utf8proc_uint8_t bytes[4] = {0};
	utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)c, bytes);

	put_bytes(f, bytes, (size_t)n, from);
}

/* Quotation marks and dashes that NFKC leaves typographic. */
static uint32_t plain(uint32_t c)
{
	if (c < 0xab)
		return c;
	if ((c >= 0x2018 && c <= 0x201b) || c == 0x2032 || c == 0x2039 ||
	    c == 0x203a || c == 0x02bc)
		return '\'';
	if ((c >= 0x201c && c <= 0x201f) || c == 0x2033 || c == 0xab ||
	    c == 0xbb)
		return '"';
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
		return '-';
	return c;
}

/* Does the character join what stands before it under NFKC? */
static bool joins(uint32_t c)
{
	utf8proc_category_t category;

	if (c < 0x300)
		return false;
	if ((c >= 0x1160 && c <= 0x11ff) || c == 0xff9e || c == 0xff9f)
		return true;
	category = utf8proc_category((utf8proc_int32_t)c);
	return category == UTF8PROC_CATEGORY_MN ||
	       category == UTF8PROC_CATEGORY_MC ||
	       category == UTF8PROC_CATEGORY_ME;
}

/* Folds one base character with its marks. */
static void put_cluster(
    struct folded *f, const char *s, size_t n, uint32_t from)
{
	utf8proc_int32_t chars[UNFOLDED_CHARS];
	utf8proc_ssize_t count;

	count = utf8proc_decompose((const utf8proc_uint8_t *)s,
	    (utf8proc_ssize_t)n, chars, UNFOLDED_CHARS, FOLD_OPTIONS);
	if (count < 0 || count > UNFOLDED_CHARS) {
		put_char(f, REPLACEMENT, from); /* not valid UTF-8 */
		return;
	}
	count = utf8proc_normalize_utf32(
	    chars, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	for (utf8proc_ssize_t i = 0; i < count; i++)
		put_char(f, plain((uint32_t)chars[i]), from);
}

/* The end of the cluster that begins at s. */
static const char *cluster_end(const char *s, const char *end)
{
	const char *p = s, *next;

	utf8_next(&p, end);
	for (int i = 1; i < CLUSTER_CHARS && p < end; i++) {
		if ((unsigned char)*p < 0x80)
			break;
		next = p;
		if (!joins(utf8_next(&next, end)))
			break;
		p = next;
	}
	return p;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* ASCII up to the last of it that something might join. */
static const char *put_ascii(
    struct folded *f, const char *s, const char *p, const char *end)
{
	const char *stop = p;
	size_t n;

	while (stop < end && (unsigned char)*stop < 0x80)
		stop++;
	if (stop < end && stop > p)
		stop--;
	n = (size_t)(stop - p);
	if (f->len + n >= f->cap)
		make_room(f, 2 * (f->len + n));
	for (size_t i = 0; i < n; i++)
		f->text[f->len + i] = lower(p[i]);
	for (size_t i = 0; f->from && i < n; i++)
		f->from[f->len + i] = (uint32_t)((size_t)(p - s) + i);
	f->len += n;
	return stop;
}

/* Han characters of the first plane are what they are folded to. */
static bool is_folded(const char *p, const char *next)
{
	const char *at = p;
	uint32_t c = utf8_next(&at, next);

	return at == next && c >= 0x4e00 && c <= 0x9fff;
}

static void fold_into(struct folded *f, const char *s, size_t n)
{
	const char *end = s + n, *p = s, *next;

	while (p < end) {
		uint32_t from;

		p = put_ascii(f, s, p, end);
		if (p == end)
			break;
		from = (uint32_t)(p - s);
		next = cluster_end(p, end);
		if (next - p == 1 && (unsigned char)*p < 0x80)
			put_bytes(f, &(char){lower(*p)}, 1, from);
		else if (is_folded(p, next))
			put_bytes(f, p, (size_t)(next - p), from);
		else
			put_cluster(f, p, (size_t)(next - p), from);
		p = next;
	}
}

char *utf8_fold(
    struct arena *a, const char *s, size_t n, size_t *out_n, uint32_t **map)
{
	struct folded f = {.arena = a, .cap = n + n / 8 + 16};

	f.text = arena_array(a, f.cap, 1);
	if (map)
		f.from = arena_array(a, f.cap, sizeof(*f.from));
	fold_into(&f, s, n);
	f.text[f.len] = '\0';
	if (out_n)
		*out_n = f.len;
	if (map) {
		f.from[f.len] = (uint32_t)n;
		*map = f.from;
	}
	return f.text;
}

/* --- terminals --- */

size_t utf8_width(const char *s)
{
	const char *end = s + strlen(s);
	size_t columns = 0;

	while (s < end) {
		int w =
		    utf8proc_charwidth((utf8proc_int32_t)utf8_next(&s, end));

		columns += w > 0 ? (size_t)w : 0;
	}
	return columns;
}

void utf8_put_visible(struct buf *b, const char *s)
{
	const char *end = s + strlen(s);

	while (s < end) {
		const char *start = s;
		uint32_t c = utf8_next(&s, end);

		if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			buf_printf(b, "\\x%02x", (unsigned)c);
		else if (utf8_is_bidi_control(c))
			buf_printf(b, "\\u%04x", (unsigned)c);
		else if (c == REPLACEMENT && s - start == 1)
			buf_printf(b, "\\x%02x", (unsigned char)*start);
		else
			buf_add(b, start, (size_t)(s - start));
	}
}
