/*
 * The charset of a document: by its byte order mark, by what the server and
 * the document say, at last by looking at the bytes; then iconv, whose losses
 * are marked and told.
 */
#include "parse/charset.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/caps.h"
#include "parse/charset_sniff.h"
#include "parse/html.h"

#define NO_CONVERTER ((iconv_t)-1)

/*
 * What is understood. The name is reported; `from` is what converts it, often
 * a larger charset that the documents really use. UTF-7 is not here: it hides
 * markup from whoever looks at the bytes.
 */
static struct charset {
	const char *name, *from;
	const char *aliases; /* with a space on both sides of each */
	iconv_t converter;   /* 0: not opened yet */
} charsets[] = {
    {"utf-8", NULL,
	" utf8 u8 utf cp65001 unicode-1-1-utf-8 us-ascii ascii iso646-us 646 "
	"ansi_x3.4-1968 iso-ir-6 csascii cp367 ",
	0},
    {"utf-16le", "UTF-16LE", " ucs-2le unicodelittle ", 0},
    {"utf-16be", "UTF-16BE",
	" utf-16 u16 ucs-2 ucs-2be iso-10646-ucs-2 unicode csunicode "
	"csunicode11 unicodebig ",
	0},
    {"utf-32le", "UTF-32LE", " ucs-4le ", 0},
    {"utf-32be", "UTF-32BE",
	" utf-32 u32 ucs-4 ucs-4be iso-10646-ucs-4 csucs4 ", 0},
    {"windows-1252", "CP1252", " cp1252 x-cp1252 ansi x-ansi cswindows1252 ",
	0},
    {"iso-8859-1", "CP1252",
	" iso8859-1 iso_8859-1 latin1 latin-1 l1 iso88591 "
	"csisolatin1 iso-ir-100 8859 8859_1 iso8859 cp819 ibm819 latin ",
	0},
    {"windows-1250", "CP1250", " cp1250 x-cp1250 ", 0},
    {"windows-1251", "CP1251", " cp1251 x-cp1251 win-1251 ", 0},
    {"windows-1253", "CP1253", " cp1253 x-cp1253 ", 0},
    {"windows-1254", "CP1254", " cp1254 x-cp1254 ", 0},
    {"windows-1255", "CP1255", " cp1255 x-cp1255 ", 0},
    {"windows-1256", "CP1256", " cp1256 x-cp1256 ", 0},
    {"windows-1257", "CP1257", " cp1257 x-cp1257 ", 0},
    {"windows-1258", "CP1258", " cp1258 x-cp1258 ", 0},
    {"iso-8859-2", "ISO-8859-2", " latin2 l2 csisolatin2 iso-ir-101 ", 0},
    {"iso-8859-3", "ISO-8859-3", " latin3 l3 csisolatin3 iso-ir-109 ", 0},
    {"iso-8859-4", "ISO-8859-4", " latin4 l4 csisolatin4 iso-ir-110 ", 0},
    {"iso-8859-5", "ISO-8859-5", " cyrillic csisolatincyrillic iso-ir-144 ", 0},
    {"iso-8859-6", "ISO-8859-6",
	" arabic csisolatinarabic iso-ir-127 "
	"ecma-114 asmo-708 ",
	0},
    {"iso-8859-7", "ISO-8859-7",
	" greek greek8 csisolatingreek iso-ir-126 "
	"ecma-118 elot_928 ",
	0},
    {"iso-8859-8", "ISO-8859-8",
	" hebrew csisolatinhebrew iso-ir-138 "
	"iso-8859-8-i ",
	0},
    {"iso-8859-9", "CP1254", " latin5 l5 csisolatin5 iso-ir-148 ", 0},
    {"iso-8859-10", "ISO-8859-10", " latin6 l6 csisolatin6 iso-ir-157 ", 0},
    {"iso-8859-11", "CP874",
	" tis-620 tis-620-0 tis-620-2529-0 tis-620-2529-1 windows-874 "
	"cp874 thai "
	"iso-ir-166 ",
	0},
    {"iso-8859-13", "ISO-8859-13", " latin7 l7 ", 0},
    {"iso-8859-14", "ISO-8859-14", " latin8 l8 iso-ir-199 iso-celtic ", 0},
    {"iso-8859-15", "ISO-8859-15", " latin9 latin-9 l9 csisolatin9 ", 0},
    {"iso-8859-16", "ISO-8859-16", " latin10 l10 iso-ir-226 ", 0},
    {"koi8-r", "KOI8-R", " koi koi8 koi8_r cskoi8r ", 0},
    {"koi8-u", "KOI8-U", " koi8-ru ", 0},
    {"koi8-t", "KOI8-T", " ", 0},
    {"macintosh", "MACINTOSH", " mac macroman x-mac-roman csmacintosh ", 0},
    {"x-mac-cyrillic", "MAC-CYRILLIC", " mac-cyrillic maccyrillic ", 0},
    {"ibm866", "CP866", " cp866 866 csibm866 ", 0},
    {"ibm437", "CP437", " cp437 437 cspc8codepage437 ", 0},
    {"ibm850", "CP850", " cp850 850 cspc850multilingual ", 0},
    {"ibm852", "CP852", " cp852 852 cspcp852 ", 0},
    {"ibm855", "CP855", " cp855 855 csibm855 ", 0},
    {"ibm857", "CP857", " cp857 857 csibm857 ", 0},
    {"ibm858", "CP858", " cp858 858 csibm858 ", 0},
    {"ibm860", "CP860", " cp860 860 csibm860 ", 0},
    {"ibm861", "CP861", " cp861 861 csibm861 cp-is ", 0},
    {"ibm862", "CP862", " cp862 862 cspc862latinhebrew ", 0},
    {"ibm863", "CP863", " cp863 863 csibm863 ", 0},
    {"ibm864", "CP864", " cp864 csibm864 ", 0},
    {"ibm865", "CP865", " cp865 865 csibm865 ", 0},
    {"ibm869", "CP869", " cp869 869 csibm869 cp-gr ", 0},
    {"cp737", "CP737", " ", 0},
    {"cp775", "CP775", " ibm775 cspc775baltic ", 0},
    {"cp1006", "CP1006", " ", 0},
    {"cp1125", "CP1125", " ruscii ibm1125 cp866u ", 0},
    {"ibm856", "IBM856", " cp856 ", 0},
    {"rk1048", "RK1048", " kz1048 strk1048-2002 ", 0},
    {"x-mac-ce", "MAC-CENTRALEUROPE",
	" maccentraleurope maccenteuro maclatin2 ", 0},
    {"x-mac-icelandic", "MAC-IS", " maciceland macis ", 0},
    {"ptcp154", "PT154", " pt154 cp154 csptcp154 cyrillic-asian ", 0},
    {"hp-roman8", "HP-ROMAN8", " roman8 r8 cshproman8 ibm1051 cp1051 ", 0},
    {"gb18030", "GB18030", " gb18030-2000 ", 0},
    {"gbk", "GB18030", " cp936 ms936 windows-936 x-gbk ", 0},
    {"gb2312", "GB18030",
	" chinese csgb2312 euc-cn euccn csiso58gb231280 "
	"gb_2312-80 iso-ir-58 eucgb2312-cn gb2312-1980 "
	"gb2312-80 csgb231280 x-mac-simp-chinese ",
	0},
    {"hz-gb-2312", NULL, " hz hzgb hz-gb ", 0},
    {"big5", "BIG5-HKSCS",
	" big5-tw csbig5 x-x-big5 cn-big5 cp950 950 ms950 "
	"big-5 x-mac-trad-chinese ",
	0},
    {"big5-hkscs", "BIG5-HKSCS", " big5hkscs hkscs ", 0},
    {"shift_jis", "CP932",
	" shift-jis sjis s_jis x-sjis ms_kanji csshiftjis "
	"windows-31j cp932 932 ms932 mskanji ms-kanji "
	"shiftjis x-mac-japanese ",
	0},
    {"euc-jp", "EUC-JP", " x-euc-jp eucjp ujis u-jis cseucpkdfmtjapanese ", 0},
    {"euc-jisx0213", "EUC-JISX0213",
	" eucjisx0213 euc-jis-2004 "
	"euc-jis-2004 eucjis2004 jisx0213 ",
	0},
    {"shift_jisx0213", "SHIFT_JISX0213",
	" shiftjisx0213 sjisx0213 "
	"s_jisx0213 shift_jis_2004 "
	"shiftjis2004 sjis_2004 sjis2004 ",
	0},
    {"iso-2022-jp", "ISO-2022-JP-2",
	" csiso2022jp iso2022jp iso-2022-jp-1 "
	"iso2022jp-1 iso-2022-jp-2 iso2022jp-2 "
	"iso-2022-jp-ext iso2022jp-ext ",
	0},
    {"iso-2022-jp-3", "ISO-2022-JP-3",
	" iso2022jp-3 iso-2022-jp-2004 "
	"iso2022jp-2004 ",
	0},
    {"iso-2022-kr", "ISO-2022-KR", " csiso2022kr iso2022kr ", 0},
    {"euc-kr", "CP949",
	" ks_c_5601-1987 ks_c_5601 korean ksc5601 ksc_5601 "
	"cseuckr euckr cp949 949 ms949 uhc windows-949 "
	"ks_c_5601-1989 ksx1001 ks_x-1001 iso-ir-149 "
	"x-mac-korean ",
	0},
    {"johab", "JOHAB", " cp1361 ms1361 ", 0},
    {"viscii", "VISCII", " csviscii ", 0},
    {"tcvn", "TCVN", " tcvn-5712 ", 0},
    {"georgian-ps", "GEORGIAN-PS", " ", 0},
    /* EBCDIC */
    {"ibm037", "IBM037",
	" cp037 037 ebcdic-cp-us ebcdic-cp-ca ebcdic-cp-wt "
	"ebcdic-cp-nl csibm037 ",
	0},
    {"ibm424", "IBM424", " cp424 424 ebcdic-cp-he csibm424 ", 0},
    {"ibm273", "IBM273", " cp273 csibm273 ", 0},
    {"ibm500", "IBM500", " cp500 500 ebcdic-cp-be ebcdic-cp-ch csibm500 ", 0},
    {"ibm875", "CP875", " cp875 ", 0},
    {"ibm1026", "IBM1026", " cp1026 1026 csibm1026 ", 0},
    {"ibm1140", "IBM1140", " cp1140 1140 ", 0},
};

#define CHARSETS (sizeof(charsets) / sizeof(*charsets))

/* What sets apart the words of a name: nobody agrees on it. */
static bool is_joint(char c)
{
	return c == '-' || c == '_';
}

/* Whether a name, up to a space or its end, is one without its joints. */
static bool is_same(const char *name, const char *bare)
{
	for (; *name && *name != ' '; name++) {
		if (is_joint(*name))
			continue;
		if (*name != *bare)
			return false;
		bare++;
	}
	return !*bare;
}

static bool is_alias(const char *list, const char *bare)
{
	while (*list) {
		list += strspn(list, " ");
		if (*list && is_same(list, bare))
			return true;
		list += strcspn(list, " ");
	}
	return false;
}

static struct charset *charset_of(const char *bare)
{
	for (size_t i = 0; i < CHARSETS; i++) {
		if (is_same(charsets[i].name, bare) ||
		    is_alias(charsets[i].aliases, bare))
			return &charsets[i];
	}
	return NULL;
}

/* The year of the standard behind it, as in "iso_8859-7-1987"; or the end. */
static char *year_of(char *bare)
{
	char *digits = strstr(bare, "8859");
	size_t n = digits ? strlen(digits) : 0;

	return n > 8 ? digits + n - 4 : bare + strlen(bare);
}

/*
 * By name or alias, joints or none, "iso8859-2" and "iso_8859-2:1987" too; or
 * NULL.
 */
static struct charset *charset_find(const char *given)
{
	char bare[48];
	struct charset *c;
	char *digits;
	size_t n = 0;

	for (; *given && *given != ':' && n < sizeof(bare) - 4; given++) {
		if (isspace((unsigned char)*given) || strchr("\"'", *given) ||
		    is_joint(*given))
			continue;
		bare[n++] = (char)tolower((unsigned char)*given);
	}
	bare[n] = '\0';
	if (!n)
		return NULL;
	c = charset_of(bare);
	if (!c && strspn(bare, "0123456789") == n) {
		memmove(bare + 2, bare, n + 1); /* "1251" is cp1251 */
		memcpy(bare, "cp", 2);
		c = charset_of(bare);
	}
	if (c)
		return c;
	*year_of(bare) = '\0';
	digits = strstr(bare, "8859"); /* "x-8859-2", "csiso8859-2" */
	if (digits && digits - bare >= 3)
		memmove(digits - 3, "iso", 3);
	return digits && digits - bare >= 3 ? charset_of(digits - 3)
					    : charset_of(bare);
}

static bool charset_open(struct charset *c)
{
	if (c->from && !c->converter)
		c->converter = iconv_open("UTF-8", c->from);
	return c->from && c->converter != NO_CONVERTER;
}

#define REPLACEMENT "\xef\xbf\xbd"

/* Bad input is passed over a byte at a time; each becomes U+FFFD. */
static size_t convert(iconv_t cd, struct buf *out, const char *s, size_t n)
{
	char chunk[16384], *to;
	char *from = (char *)(uintptr_t)s; /* iconv writes nothing there */
	size_t room, bad = 0;
	size_t r;

	iconv(cd, NULL, NULL, NULL, NULL);
	while (n && buf_ok(out)) {
		to = chunk;
		room = sizeof(chunk);
		r = iconv(cd, &from, &n, &to, &room);
		buf_add(out, chunk, (size_t)(to - chunk));
		if (r != (size_t)-1 || errno == E2BIG)
			continue;
		buf_puts(out, REPLACEMENT);
		bad++;
		if (errno == EINVAL)
			break; /* a cut character at the end */
		from++;
		n--;
	}
	to = chunk;
	room = sizeof(chunk);
	iconv(cd, NULL, NULL, &to, &room);
	buf_add(out, chunk, (size_t)(to - chunk));
	return bad;
}

void charset_prepare(void)
{
	for (size_t i = 0; i < CHARSETS; i++)
		charset_open(&charsets[i]);
}

/* --- which --- */

static const struct mark {
	const char *bytes;
	size_t n;
	const char *charset;
	bool is_mark; /* a byte order mark, to be left out */
} marks[] = {
    /* UTF-32LE before UTF-16LE, which it begins with */
    {"\x00\x00\xfe\xff", 4, "utf-32be", true},
    {"\xff\xfe\x00\x00", 4, "utf-32le", true},
    {"\xef\xbb\xbf", 3, "utf-8", true},
    {"\xfe\xff", 2, "utf-16be", true},
    {"\xff\xfe", 2, "utf-16le", true},
    {"\x00\x00\x00<", 4, "utf-32be", false},
    {"<\x00\x00\x00", 4, "utf-32le", false},
    {"\x00<\x00", 3, "utf-16be", false},
    {"<\x00", 2, "utf-16le", false},
    {"\x00{\x00", 3, "utf-16be", false},
    {"{\x00", 2, "utf-16le", false},
    {"\x4c\x6f\xa7\x94", 4, "ibm037", false},
};

static const struct mark *find_mark(const char *s, size_t n)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		if (n >= marks[i].n &&
		    memcmp(s, marks[i].bytes, marks[i].n) == 0)
			return &marks[i];
	}
	return NULL;
}

/* The charset parameter of a Content-Type; false where there is none. */
static bool header_charset(const char *type, char *out, size_t size)
{
	const char *p = type ? strcasestr(type, "charset") : NULL;
	size_t n;

	if (!p)
		return false;
	p += strlen("charset");
	p += strspn(p, " \t");
	if (*p++ != '=')
		return false;
	p += strspn(p, " \t\"'");
	n = strcspn(p, " \t\"';,");
	snprintf(out, size, "%.*s", (int)(n < size ? n : size - 1), p);
	return n > 0;
}

/* encoding="..." of an XML declaration written in ASCII. */
static bool declared_charset(const char *s, size_t n, char *out, size_t size)
{
	const char *end, *p;
	size_t len = 0;

	while (n && isspace((unsigned char)*s)) {
		s++;
		n--;
	}
	if (n < 6 || memcmp(s, "<?xml", 5) != 0)
		return false;
	n = n < 1024 ? n : 1024;
	end = memmem(s, n, "?>", 2);
	p = memmem(s, end ? (size_t)(end - s) : n, "encoding", 8);
	if (!end || !p)
		return false;
	for (p += 8; p < end && (isspace((unsigned char)*p) || *p == '='); p++)
		;
	if (p >= end || (*p != '"' && *p != '\''))
		return false;
	for (p++; p < end && *p != '"' && *p != '\'' && len < size - 1; p++)
		out[len++] = *p;
	out[len] = '\0';
	return len > 0;
}

static bool is_wide(const struct charset *c)
{
	return strncmp(c->name, "utf-16", 6) == 0 ||
	       strncmp(c->name, "utf-32", 6) == 0;
}

/* A declaration read as ASCII cannot say that it is wide, and the reverse. */
static struct charset *from_declaration(
    const struct parse_input *in, const struct mark *mark, struct warnings *w)
{
	struct charset *c;
	char name[64];

	if (mark && is_wide(charset_find(mark->charset)))
		return charset_find(mark->charset);
	if (mark)
		return NULL;
	if (!declared_charset(in->bytes, in->len, name, sizeof(name)))
		return charset_find("utf-8");
	c = charset_find(name);
	if (c && is_wide(c)) {
		warn_add(
		    w, WARN_ENCODING, "declared %s, but it is not", c->name);
		return charset_find("utf-8");
	}
	if (!c)
		warn_add(w, WARN_ENCODING, "unknown charset \"%s\"", name);
	return c ? c : charset_find("utf-8");
}

/* They stand last in the table. */
static bool is_ebcdic(const struct charset *c)
{
	return c >= charset_find("ibm037");
}

/* Of the charsets of EBCDIC, the one that is declared in their common part. */
static struct charset *from_ebcdic(const struct parse_input *in)
{
	struct charset *basic = charset_find("ibm037"), *c = NULL;
	size_t n = in->len < 256 ? in->len : 256;
	char name[64];
	struct buf head;

	buf_init(&head, 1024);
	if (charset_open(basic)) {
		convert(basic->converter, &head, in->bytes, n);
		if (declared_charset(
			buf_text(&head), head.len, name, sizeof(name)))
			c = charset_find(name);
	}
	buf_free(&head);
	return c && is_ebcdic(c) ? c : basic;
}

/* "text/plain" and its like say that this is no feed. */
static void check_type(const char *type, struct warnings *w)
{
	if (type && *type && !strcasestr(type, "xml") &&
	    !strcasestr(type, "json") && !strcasestr(type, "rss"))
		warn_add(
		    w, WARN_ENCODING, "served as \"%s\", not as a feed", type);
}

static struct charset *choose(
    const struct parse_input *in, size_t *skip, struct warnings *w)
{
	const struct mark *mark = find_mark(in->bytes, in->len);
	struct charset *c;
	char name[64];

	*skip = mark && mark->is_mark ? mark->n : 0;
	check_type(in->content_type, w);
	if (mark && mark->is_mark)
		return charset_find(mark->charset);
	if (header_charset(in->content_type, name, sizeof(name))) {
		c = charset_find(name);
		if (c && (!is_wide(c) || mark))
			return c;
		warn_add(w, WARN_ENCODING, "the header's charset \"%s\" %s",
		    name, c ? "is not what it is" : "is unknown");
	}
	if (mark && strcmp(mark->charset, "ibm037") == 0)
		return from_ebcdic(in);
	return from_declaration(in, mark, w);
}

/* --- conversion --- */

/* Bytes of a well-formed character of more than one byte; 0 for none. */
static size_t utf8_length(const unsigned char *s, size_t n)
{
	unsigned char c = s[0];
	size_t len = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;

	if (c < 0xc2 || c > 0xf4 || len > n)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	}
	if ((c == 0xe0 && s[1] < 0xa0) || (c == 0xed && s[1] > 0x9f) ||
	    (c == 0xf0 && s[1] < 0x90) || (c == 0xf4 && s[1] > 0x8f))
		return 0;
	return len;
}

struct census {
	size_t good, bad; /* characters of several bytes, bytes of none */
	size_t forbidden; /* controls that XML has not */
	bool cut;	  /* all that is bad is a cut character at the end */
};

/* U+FFFE, U+FFFF: characters that XML forbids, and nobody means. */
static bool is_noncharacter(const unsigned char *s, size_t len)
{
	return len == 3 && s[0] == 0xef && s[1] == 0xbf && s[2] >= 0xbe;
}

static bool is_forbidden(unsigned char c)
{
	return c < ' ' && c != '\n' && c != '\t' && c != '\r';
}

#define BLOCK 16

typedef unsigned char block __attribute__((vector_size(BLOCK)));

/* ASCII without a control that XML has not: true of nearly all there is. */
static bool is_plain_block(const unsigned char *s)
{
	uint64_t halves[2];
	block b;

	memcpy(&b, s, BLOCK);
	b = (block)((b > 0x7f) |
		    ((b < ' ') & (b != '\n') & (b != '\t') & (b != '\r')));
	memcpy(halves, &b, BLOCK);
	return !(halves[0] | halves[1]);
}

static void take_census(const unsigned char *s, size_t n, struct census *c)
{
	size_t len;

	*c = (struct census){0};
	for (size_t i = 0; i < n;) {
		if (n - i >= BLOCK && is_plain_block(s + i)) {
			i += BLOCK;
			continue;
		}
		if (s[i] < 0x80) {
			c->forbidden += is_forbidden(s[i]);
			i++;
			continue;
		}
		len = utf8_length(s + i, n - i);
		if (!len) {
			c->cut = !c->bad && n - i < 4 && s[i] >= 0xc2;
			c->bad++;
		} else if (is_noncharacter(s + i, len)) {
			c->forbidden++;
		} else {
			c->good++;
		}
		i += len ? len : 1;
	}
}

/* Copies what is good; bad bytes become U+FFFD, forbidden ones go. */
static void copy_clean(struct buf *out, const unsigned char *s, size_t n)
{
	size_t from = 0, i = 0, len;

	while (i < n) {
		len = s[i] < 0x80 ? 1 : utf8_length(s + i, n - i);
		if (len && !(len == 1 && is_forbidden(s[i])) &&
		    !is_noncharacter(s + i, len)) {
			i += len;
			continue;
		}
		buf_add(out, s + from, i - from);
		if (!len)
			buf_puts(out, REPLACEMENT);
		i += len ? len : 1;
		from = i;
	}
	buf_add(out, s + from, n - from);
}

static int clean_utf8(struct decoded *d, const char *s, size_t n,
    const struct census *c, struct warnings *w, struct err *err)
{
	d->text = s;
	d->len = n;
	if (!c->bad && !c->forbidden)
		return 0;
	if (c->bad)
		warn_add(w, WARN_ENCODING, "%zu bytes are no UTF-8", c->bad);
	if (c->forbidden)
		warn_add(w, WARN_XML, "%zu control characters left out",
		    c->forbidden);
	copy_clean(&d->hold, (const unsigned char *)s, n);
	if (!buf_ok(&d->hold))
		return err_set(err, "limit: too long in UTF-8");
	d->text = buf_text(&d->hold);
	d->len = d->hold.len;
	return 0;
}

static int decode_with(struct decoded *d, struct charset *c, const char *s,
    size_t n, struct warnings *w, struct err *err)
{
	struct census census;
	struct buf raw;
	size_t bad;
	int r = 0;

	buf_init(&raw, 4 * CAP_BODY);
	bad = convert(c->converter, &raw, s, n);
	take_census((const unsigned char *)s, n, &census);
	if (bad && census.good && !census.bad) {
		buf_free(&raw);
		warn_add(
		    w, WARN_ENCODING, "called %s, but it is UTF-8", c->name);
		d->charset = "utf-8";
		return clean_utf8(d, s, n, &census, w, err);
	}
	if (bad)
		warn_add(w, WARN_ENCODING, "%zu bytes are no %s", bad, c->name);
	d->charset = c->name;
	if (!buf_ok(&raw)) {
		buf_free(&raw);
		return err_set(err, "limit: too long in UTF-8");
	}
	take_census((const unsigned char *)buf_text(&raw), raw.len, &census);
	if (census.forbidden || census.bad) {
		r = clean_utf8(d, buf_text(&raw), raw.len, &census, w, err);
		buf_free(&raw);
		return r;
	}
	buf_free(&d->hold);
	d->hold = raw;
	d->text = buf_text(&raw);
	d->len = raw.len;
	return 0;
}

/* What writes such documents writes Windows-1252, if nothing else is told. */
static struct charset *guessed(const char *s, size_t n)
{
	const char *name = charset_sniff(s, n);
	struct charset *c = name ? charset_find(name) : NULL;

	return c ? c : charset_find("windows-1252");
}

int charset_decode(struct decoded *d, const struct parse_input *in,
    struct warnings *w, struct err *err)
{
	struct census census;
	struct charset *c;
	size_t skip;
	const char *s;
	size_t n;

	*d = (struct decoded){0};
	buf_init(&d->hold, 4 * CAP_BODY);
	c = choose(in, &skip, w);
	s = in->bytes + skip;
	n = in->len - skip;
	if (!c)
		c = charset_find("utf-8");
	if (c->from && charset_open(c))
		return decode_with(d, c, s, n, w, err);
	if (c->from)
		warn_add(w, WARN_ENCODING, "%s cannot be read here", c->name);
	d->charset = "utf-8";
	take_census((const unsigned char *)s, n, &census);
	/* Called UTF-8, and more of it is not than is. */
	if (census.bad > census.good && !census.cut)
		c = guessed(s, n);
	else if (census.forbidden && memmem(s, n, "\033$B", 3))
		c = charset_find("iso-2022-jp"); /* ASCII but for escapes */
	else
		c = NULL;
	if (c && charset_open(c)) {
		warn_add(w, WARN_ENCODING, "not UTF-8, read as %s", c->name);
		return decode_with(d, c, s, n, w, err);
	}
	return clean_utf8(d, s, n, &census, w, err);
}

void charset_free(struct decoded *d)
{
	buf_free(&d->hold);
}
