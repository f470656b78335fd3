/* The tables of the words of dates, and how they are searched. */
#include "text/date_words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * A word that begins so names the month; the first line that fits wins, so a
 * longer beginning stands before a shorter one of another month. 0 marks a
 * day of the week that looks like a month.
 */
static const struct month_word {
	const char *begin;
	int month;
} month_words[] = {
    {"mardi", 0},
    {"marted", 0},
    {"martes", 0},
    {"marți", 0},
    {"marţi", 0},
    {"серед", 0},
    {"maandag", 0},
    {"maanantai", 0},
    /* Czech and Finnish before the short ones they contain */
    {"červenc", 7},
    {"červenec", 7},
    {"červ", 6},
    {"marras", 11},
    {"maalis", 3},
    {"jan", 1},
    {"jän", 1},
    {"ene", 1},
    {"gen", 1},
    {"ian", 1},
    {"oca", 1},
    {"sty", 1},
    {"led", 1},
    {"tammi", 1},
    {"янв", 1},
    {"січ", 1},
    {"ιαν", 1},
    {"feb", 2},
    {"fév", 2},
    {"fev", 2},
    {"şub", 2},
    {"lut", 2},
    {"úno", 2},
    {"helmi", 2},
    {"фев", 2},
    {"лют", 2},
    {"φεβ", 2},
    {"mar", 3},
    {"mär", 3},
    {"maa", 3},
    {"mrt", 3},
    {"már", 3},
    {"mrz", 3},
    {"bře", 3},
    {"мар", 3},
    {"бер", 3},
    {"μαρ", 3},
    {"μάρ", 3},
    {"μάώ", 3},
    {"apr", 4},
    {"avr", 4},
    {"abr", 4},
    {"ápr", 4},
    {"nis", 4},
    {"kwi", 4},
    {"dub", 4},
    {"huhti", 4},
    {"апр", 4},
    {"кві", 4},
    {"απρ", 4},
    {"may", 5},
    {"mai", 5},
    {"maj", 5},
    {"mag", 5},
    {"mei", 5},
    {"máj", 5},
    {"kvě", 5},
    {"touko", 5},
    {"май", 5},
    {"мая", 5},
    {"тра", 5},
    {"μαι", 5},
    {"μάι", 5},
    {"μαΐ", 5},
    {"μαϊ", 5},
    {"jun", 6},
    {"jún", 6},
    {"juin", 6},
    {"giu", 6},
    {"iun", 6},
    {"haz", 6},
    {"cze", 6},
    {"kesä", 6},
    {"июн", 6},
    {"чер", 6},
    {"ιουν", 6},
    {"ιούν", 6},
    {"jul", 7},
    {"júl", 7},
    {"juil", 7},
    {"lug", 7},
    {"iul", 7},
    {"tem", 7},
    {"lip", 7},
    {"heinä", 7},
    {"июл", 7},
    {"лип", 7},
    {"ιουλ", 7},
    {"ιούλ", 7},
    {"aug", 8},
    {"aoû", 8},
    {"aou", 8},
    {"ago", 8},
    {"agu", 8},
    {"ağu", 8},
    {"sie", 8},
    {"srp", 8},
    {"elo", 8},
    {"авг", 8},
    {"сер", 8},
    {"αυγ", 8},
    {"αύγ", 8},
    {"sep", 9},
    {"set", 9},
    {"sze", 9},
    {"eyl", 9},
    {"wrz", 9},
    {"zář", 9},
    {"syys", 9},
    {"сен", 9},
    {"вер", 9},
    {"σεπ", 9},
    {"oct", 10},
    {"okt", 10},
    {"ott", 10},
    {"out", 10},
    {"eki", 10},
    {"paź", 10},
    {"říj", 10},
    {"loka", 10},
    {"окт", 10},
    {"жов", 10},
    {"οκτ", 10},
    {"nov", 11},
    {"noi", 11},
    {"kas", 11},
    {"lis", 11},
    {"ноя", 11},
    {"лис", 11},
    {"νοε", 11},
    {"νοέ", 11},
    {"dec", 12},
    {"déc", 12},
    {"dez", 12},
    {"dic", 12},
    {"des", 12},
    {"ara", 12},
    {"gru", 12},
    {"pro", 12},
    {"joulu", 12},
    {"дек", 12},
    {"гру", 12},
    {"δεκ", 12},
};

static const struct half_word {
	const char *word;
	enum day_half half;
} half_words[] = {
    {"am", HALF_AM},
    {"a.m", HALF_AM},
    {"a.m.", HALF_AM},
    {"오전", HALF_AM},
    {"上午", HALF_AM},
    {"午前", HALF_AM},
    {"凌晨", HALF_AM},
    {"早上", HALF_AM},
    {"πμ", HALF_AM},
    {"pm", HALF_PM},
    {"p.m", HALF_PM},
    {"p.m.", HALF_PM},
    {"오후", HALF_PM},
    {"下午", HALF_PM},
    {"午後", HALF_PM},
    {"晚上", HALF_PM},
    {"μμ", HALF_PM},
};

#define H *60

/*
 * Zones by name. Where a name has two meanings the one of RFC 5322, then the
 * one of more feeds, is taken. The single military letters are UTC by RFC
 * 5322 section 4.3, as all unknown names are.
 */
static const struct zone zones[] = {
    {"ut", 0, DST_NONE},
    {"utc", 0, DST_NONE},
    {"gmt", 0, DST_NONE},
    {"z", 0, DST_NONE},
    {"zulu", 0, DST_NONE},
    /* North America */
    {"est", -5 H, DST_NONE},
    {"edt", -4 H, DST_NONE},
    {"cst", -6 H, DST_NONE},
    {"cdt", -5 H, DST_NONE},
    {"mst", -7 H, DST_NONE},
    {"mdt", -6 H, DST_NONE},
    {"pst", -8 H, DST_NONE},
    {"pdt", -7 H, DST_NONE},
    {"et", -5 H, DST_US},
    {"ct", -6 H, DST_US},
    {"mt", -7 H, DST_US},
    {"pt", -8 H, DST_US},
    {"ast", -4 H, DST_NONE},
    {"adt", -3 H, DST_NONE},
    {"nst", -3 H - 30, DST_NONE},
    {"ndt", -2 H - 30, DST_NONE},
    {"akst", -9 H, DST_NONE},
    {"akdt", -8 H, DST_NONE},
    {"hst", -10 H, DST_NONE},
    /* Europe and Africa */
    {"wet", 0, DST_NONE},
    {"west", 1 H, DST_NONE},
    {"bst", 1 H, DST_NONE},
    {"cet", 1 H, DST_NONE},
    {"cest", 2 H, DST_NONE},
    {"met", 1 H, DST_NONE},
    {"mest", 2 H, DST_NONE},
    {"mez", 1 H, DST_NONE},
    {"mesz", 2 H, DST_NONE},
    {"eet", 2 H, DST_NONE},
    {"eest", 3 H, DST_NONE},
    {"msk", 3 H, DST_NONE},
    {"msd", 4 H, DST_NONE},
    {"trt", 3 H, DST_NONE},
    {"sast", 2 H, DST_NONE},
    {"cat", 2 H, DST_NONE},
    {"eat", 3 H, DST_NONE},
    {"wat", 1 H, DST_NONE},
    /* Asia */
    {"idt", 3 H, DST_NONE},
    {"irst", 3 H + 30, DST_NONE},
    {"gst", 4 H, DST_NONE},
    {"pkt", 5 H, DST_NONE},
    {"ist", 5 H + 30, DST_NONE},
    {"npt", 5 H + 45, DST_NONE},
    {"ict", 7 H, DST_NONE},
    {"wib", 7 H, DST_NONE},
    {"wita", 8 H, DST_NONE},
    {"hkt", 8 H, DST_NONE},
    {"sgt", 8 H, DST_NONE},
    {"myt", 8 H, DST_NONE},
    {"pht", 8 H, DST_NONE},
    {"jst", 9 H, DST_NONE},
    {"kst", 9 H, DST_NONE},
    /* Australia and the Pacific */
    {"awst", 8 H, DST_NONE},
    {"acst", 9 H + 30, DST_NONE},
    {"acdt", 10 H + 30, DST_NONE},
    {"aest", 10 H, DST_NONE},
    {"aedt", 11 H, DST_NONE},
    {"nzst", 12 H, DST_NONE},
    {"nzdt", 13 H, DST_NONE},
    /* South America */
    {"brt", -3 H, DST_NONE},
    {"brst", -2 H, DST_NONE},
    {"art", -3 H, DST_NONE},
    {"clt", -4 H, DST_NONE},
    {"cot", -5 H, DST_NONE},
    {"pet", -5 H, DST_NONE},
    /* places */
    {"america/new_york", -5 H, DST_US},
    {"america/toronto", -5 H, DST_US},
    {"america/detroit", -5 H, DST_US},
    {"america/montreal", -5 H, DST_US},
    {"america/chicago", -6 H, DST_US},
    {"america/winnipeg", -6 H, DST_US},
    {"america/denver", -7 H, DST_US},
    {"america/edmonton", -7 H, DST_US},
    {"america/phoenix", -7 H, DST_NONE},
    {"america/los_angeles", -8 H, DST_US},
    {"america/vancouver", -8 H, DST_US},
    {"america/anchorage", -9 H, DST_US},
    {"america/halifax", -4 H, DST_US},
    {"america/st_johns", -3 H - 30, DST_US},
    {"america/mexico_city", -6 H, DST_NONE},
    {"america/bogota", -5 H, DST_NONE},
    {"america/lima", -5 H, DST_NONE},
    {"america/caracas", -4 H, DST_NONE},
    {"america/sao_paulo", -3 H, DST_NONE},
    {"america/argentina/buenos_aires", -3 H, DST_NONE},
    {"america/buenos_aires", -3 H, DST_NONE},
    {"us/eastern", -5 H, DST_US},
    {"us/central", -6 H, DST_US},
    {"us/mountain", -7 H, DST_US},
    {"us/pacific", -8 H, DST_US},
    {"pacific/honolulu", -10 H, DST_NONE},
    {"europe/london", 0, DST_EU},
    {"europe/dublin", 0, DST_EU},
    {"europe/lisbon", 0, DST_EU},
    {"europe/paris", 1 H, DST_EU},
    {"europe/berlin", 1 H, DST_EU},
    {"europe/madrid", 1 H, DST_EU},
    {"europe/rome", 1 H, DST_EU},
    {"europe/vienna", 1 H, DST_EU},
    {"europe/zurich", 1 H, DST_EU},
    {"europe/brussels", 1 H, DST_EU},
    {"europe/amsterdam", 1 H, DST_EU},
    {"europe/luxembourg", 1 H, DST_EU},
    {"europe/copenhagen", 1 H, DST_EU},
    {"europe/stockholm", 1 H, DST_EU},
    {"europe/oslo", 1 H, DST_EU},
    {"europe/warsaw", 1 H, DST_EU},
    {"europe/prague", 1 H, DST_EU},
    {"europe/bratislava", 1 H, DST_EU},
    {"europe/budapest", 1 H, DST_EU},
    {"europe/belgrade", 1 H, DST_EU},
    {"europe/zagreb", 1 H, DST_EU},
    {"europe/ljubljana", 1 H, DST_EU},
    {"europe/athens", 2 H, DST_EU},
    {"europe/bucharest", 2 H, DST_EU},
    {"europe/sofia", 2 H, DST_EU},
    {"europe/helsinki", 2 H, DST_EU},
    {"europe/tallinn", 2 H, DST_EU},
    {"europe/riga", 2 H, DST_EU},
    {"europe/vilnius", 2 H, DST_EU},
    {"europe/kiev", 2 H, DST_EU},
    {"europe/kyiv", 2 H, DST_EU},
    {"europe/istanbul", 3 H, DST_NONE},
    {"europe/moscow", 3 H, DST_NONE},
    {"europe/minsk", 3 H, DST_NONE},
    {"africa/cairo", 2 H, DST_NONE},
    {"africa/lagos", 1 H, DST_NONE},
    {"africa/nairobi", 3 H, DST_NONE},
    {"africa/johannesburg", 2 H, DST_NONE},
    {"asia/dubai", 4 H, DST_NONE},
    {"asia/karachi", 5 H, DST_NONE},
    {"asia/kolkata", 5 H + 30, DST_NONE},
    {"asia/calcutta", 5 H + 30, DST_NONE},
    {"asia/kathmandu", 5 H + 45, DST_NONE},
    {"asia/dhaka", 6 H, DST_NONE},
    {"asia/bangkok", 7 H, DST_NONE},
    {"asia/jakarta", 7 H, DST_NONE},
    {"asia/ho_chi_minh", 7 H, DST_NONE},
    {"asia/saigon", 7 H, DST_NONE},
    {"asia/shanghai", 8 H, DST_NONE},
    {"asia/chongqing", 8 H, DST_NONE},
    {"asia/hong_kong", 8 H, DST_NONE},
    {"asia/taipei", 8 H, DST_NONE},
    {"asia/singapore", 8 H, DST_NONE},
    {"asia/manila", 8 H, DST_NONE},
    {"asia/kuala_lumpur", 8 H, DST_NONE},
    {"prc", 8 H, DST_NONE},
    {"asia/tokyo", 9 H, DST_NONE},
    {"japan", 9 H, DST_NONE},
    {"asia/seoul", 9 H, DST_NONE},
    {"australia/perth", 8 H, DST_NONE},
    {"australia/adelaide", 9 H + 30, DST_AU},
    {"australia/brisbane", 10 H, DST_NONE},
    {"australia/sydney", 10 H, DST_AU},
    {"australia/melbourne", 10 H, DST_AU},
    {"australia/hobart", 10 H, DST_AU},
    {"pacific/auckland", 12 H, DST_NZ},
};

/* One character of two bytes in lower case: Latin, Greek, Cyrillic. */
static uint32_t fold_char(uint32_t c)
{
	if ((c >= 0xc0 && c <= 0xde && c != 0xd7) ||
	    (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
		return c + 32;
	if (c == 0x386)
		return 0x3ac;
	if (c >= 0x388 && c <= 0x38a)
		return c + 37;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
		return c % 2 ? c + 1 : c;
	if (c >= 0x100 && c <= 0x177)
		return c % 2 ? c : c + 1;
	return c;
}

size_t date_word_fold(const char *s, size_t n, char *out, size_t size)
{
	size_t w = 0;

	for (size_t i = 0; i < n && w + 3 < size; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= 'A' && c <= 'Z') {
			out[w++] = (char)(c + 32);
		} else if (c >= 0xc3 && c < 0xe0 && i + 1 < n &&
			   ((unsigned char)s[i + 1] & 0xc0) == 0x80) {
			uint32_t u = fold_char((uint32_t)(c & 0x1f) << 6 |
					       ((unsigned char)s[++i] & 0x3f));

			out[w++] = (char)(0xc0 | u >> 6);
			out[w++] = (char)(0x80 | (u & 0x3f));
		} else {
			out[w++] = (char)c;
		}
	}
	out[w] = '\0';
	return w;
}

int date_word_month(const char *folded)
{
	const struct month_word *m;

	for (size_t i = 0; i < sizeof(month_words) / sizeof(*m); i++) {
		m = &month_words[i];
		if (folded[0] == m->begin[0] &&
		    strncmp(folded, m->begin, strlen(m->begin)) == 0)
			return m->month;
	}
	return 0;
}

enum day_half date_word_half(const char *folded)
{
	for (size_t i = 0; i < sizeof(half_words) / sizeof(*half_words); i++) {
		if (strcmp(folded, half_words[i].word) == 0)
			return half_words[i].half;
	}
	return HALF_NONE;
}

const struct zone *date_word_zone(const char *folded)
{
	for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		if (folded[0] == zones[i].name[0] &&
		    strcmp(folded, zones[i].name) == 0)
			return &zones[i];
	}
	return NULL;
}

/* Hangul syllables are U+AC00 to U+D7A3: EA B0 80 to ED 9E A3. */
bool date_word_is_korean(const char *s, size_t n)
{
	unsigned char c = n >= 3 ? (unsigned char)s[0] : 0;

	return (c == 0xea && (unsigned char)s[1] >= 0xb0) || c == 0xeb ||
	       c == 0xec || (c == 0xed && (unsigned char)s[1] <= 0x9e);
}
