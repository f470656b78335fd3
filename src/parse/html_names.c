/* The tables of HTML's names, and how they are searched. */
#include "parse/html_names.h"

#include <stdbool.h>

#define K ELEMENT_KEEP
#define V ELEMENT_VOID
#define B ELEMENT_BLOCK
#define O ELEMENT_OPAQUE
#define R ELEMENT_RAW
#define F ELEMENT_FOREIGN

/* Groups of elements that close each other (WHATWG HTML section 13.1.2.4). */
enum group { P = 1, LI = 2, DT = 4, TR = 8, CELL = 16, ROWS = 32 };

#define E(name, flags, group, closes) \
	{ \
		name, sizeof(name) - 1, flags, group, closes \
	}

/*
 * Elements of the HTML standard, the obsolete ones too, by their letter. What
 * is not kept loses its tags; its text stays unless it is opaque. The last
 * two columns: its group, and the groups that its start tag closes.
 */
/* clang-format off */
static const struct element of_a[] = {
	E("a", K, 0, 0),
	E("abbr", K, 0, 0),
	E("acronym", K, 0, 0),
	E("address", K | B, 0, 0),
	E("applet", O, 0, 0),
	E("area", V, 0, 0),
	E("article", K | B, 0, P),
	E("aside", K | B, 0, 0),
	E("audio", K, 0, 0),
};
static const struct element of_b[] = {
	E("b", K, 0, 0),
	E("base", V, 0, 0),
	E("basefont", V, 0, 0),
	E("bdi", K, 0, 0),
	E("bdo", K, 0, 0),
	E("bgsound", V, 0, 0),
	E("big", K, 0, 0),
	E("blink", 0, 0, 0),
	E("blockquote", K | B, 0, P),
	E("body", B, 0, 0),
	E("br", K | V | B, 0, 0),
	E("button", 0, 0, 0),
};
static const struct element of_c[] = {
	E("canvas", 0, 0, 0),
	E("caption", K | B, 0, 0),
	E("center", K | B, 0, 0),
	E("cite", K, 0, 0),
	E("code", K, 0, 0),
	E("col", K | V, 0, 0),
	E("colgroup", K, 0, 0),
	E("command", V, 0, 0),
	E("content", 0, 0, 0),
};
static const struct element of_d[] = {
	E("data", K, 0, 0),
	E("datalist", 0, 0, 0),
	E("dd", K | B, DT, P | DT),
	E("del", K, 0, 0),
	E("details", K | B, 0, 0),
	E("dfn", K, 0, 0),
	E("dialog", B, 0, 0),
	E("dir", K | B, 0, 0),
	E("div", K | B, 0, P),
	E("dl", K | B, 0, P),
	E("dt", K | B, DT, P | DT),
};
static const struct element of_e[] = {
	E("element", 0, 0, 0),
	E("em", K, 0, 0),
	E("embed", V, 0, 0),
};
static const struct element of_f[] = {
	E("fieldset", B, 0, 0),
	E("figcaption", K | B, 0, 0),
	E("figure", K | B, 0, P),
	E("font", K, 0, 0),
	E("footer", K | B, 0, 0),
	E("form", B, 0, 0),
	E("frame", V, 0, 0),
	E("frameset", 0, 0, 0),
};
static const struct element of_h[] = {
	E("h1", K | B, 0, P),
	E("h2", K | B, 0, P),
	E("h3", K | B, 0, P),
	E("h4", K | B, 0, P),
	E("h5", K | B, 0, P),
	E("h6", K | B, 0, P),
	E("head", B, 0, 0),
	E("header", K | B, 0, 0),
	E("hgroup", K | B, 0, 0),
	E("hr", K | V | B, 0, P),
	E("html", B, 0, 0),
};
static const struct element of_i[] = {
	E("i", K, 0, 0),
	E("iframe", 0, 0, 0),
	E("ilayer", 0, 0, 0),
	E("image", V, 0, 0),
	E("img", K | V, 0, 0),
	E("input", V, 0, 0),
	E("ins", K, 0, 0),
	E("isindex", V, 0, 0),
};
static const struct element of_k[] = {
	E("kbd", K, 0, 0),
	E("keygen", V, 0, 0),
};
static const struct element of_l[] = {
	E("label", 0, 0, 0),
	E("layer", 0, 0, 0),
	E("legend", B, 0, 0),
	E("li", K | B, LI, P | LI),
	E("link", V, 0, 0),
	E("listing", B, 0, 0),
};
static const struct element of_m[] = {
	E("main", K | B, 0, 0),
	E("map", 0, 0, 0),
	E("mark", K, 0, 0),
	E("marquee", 0, 0, 0),
	E("math", F, 0, 0),
	E("menu", K | B, 0, 0),
	E("menuitem", 0, 0, 0),
	E("meta", V, 0, 0),
	E("meter", 0, 0, 0),
	E("multicol", 0, 0, 0),
};
static const struct element of_n[] = {
	E("nav", K | B, 0, 0),
	E("nextid", V, 0, 0),
	E("nobr", 0, 0, 0),
	E("noembed", O, 0, 0),
	E("noframes", O, 0, 0),
	E("noscript", 0, 0, 0),
};
static const struct element of_o[] = {
	E("object", O, 0, 0),
	E("ol", K | B, 0, P),
	E("optgroup", B, 0, 0),
	E("option", B, 0, 0),
	E("output", 0, 0, 0),
};
static const struct element of_p[] = {
	E("p", K | B, P, P),
	E("param", V, 0, 0),
	E("picture", K, 0, 0),
	E("plaintext", B, 0, 0),
	E("portal", 0, 0, 0),
	E("pre", K | B, 0, P),
	E("progress", 0, 0, 0),
};
static const struct element of_q[] = {
	E("q", K, 0, 0),
};
static const struct element of_r[] = {
	E("rb", K, 0, 0),
	E("rp", K, 0, 0),
	E("rt", K, 0, 0),
	E("rtc", K, 0, 0),
	E("ruby", K, 0, 0),
};
static const struct element of_s[] = {
	E("s", K, 0, 0),
	E("samp", K, 0, 0),
	E("script", O | R, 0, 0),
	E("search", B, 0, 0),
	E("section", K | B, 0, P),
	E("select", 0, 0, 0),
	E("shadow", 0, 0, 0),
	E("slot", 0, 0, 0),
	E("small", K, 0, 0),
	E("source", K | V, 0, 0),
	E("spacer", V, 0, 0),
	E("span", K, 0, 0),
	E("strike", K, 0, 0),
	E("strong", K, 0, 0),
	E("style", O | R, 0, 0),
	E("sub", K, 0, 0),
	E("summary", K | B, 0, 0),
	E("sup", K, 0, 0),
	E("svg", F, 0, 0),
};
static const struct element of_t[] = {
	E("table", K | B, 0, P),
	E("tbody", K | B, ROWS, P | CELL | TR | ROWS),
	E("td", K | B, CELL, P | CELL),
	E("template", O, 0, 0),
	E("textarea", 0, 0, 0),
	E("tfoot", K | B, ROWS, P | CELL | TR | ROWS),
	E("th", K | B, CELL, P | CELL),
	E("thead", K | B, ROWS, P | CELL | TR | ROWS),
	E("time", K, 0, 0),
	E("title", B, 0, 0),
	E("tr", K | B, TR, P | CELL | TR),
	E("track", K | V, 0, 0),
	E("tt", K, 0, 0),
};
static const struct element of_u[] = {
	E("u", K, 0, 0),
	E("ul", K | B, 0, P),
};
static const struct element of_v[] = {
	E("var", K, 0, 0),
	E("video", K, 0, 0),
};
static const struct element of_w[] = {
	E("wbr", K | V, 0, 0),
};
static const struct element of_x[] = {
	E("xmp", B, 0, 0),
};

#define LETTER(t) {t, sizeof(t) / sizeof(*(t))}

static const struct letter {
	const struct element *rows;
	size_t count;
} letters[26] = {
	['a' - 'a'] = LETTER(of_a),
	['b' - 'a'] = LETTER(of_b),
	['c' - 'a'] = LETTER(of_c),
	['d' - 'a'] = LETTER(of_d),
	['e' - 'a'] = LETTER(of_e),
	['f' - 'a'] = LETTER(of_f),
	['h' - 'a'] = LETTER(of_h),
	['i' - 'a'] = LETTER(of_i),
	['k' - 'a'] = LETTER(of_k),
	['l' - 'a'] = LETTER(of_l),
	['m' - 'a'] = LETTER(of_m),
	['n' - 'a'] = LETTER(of_n),
	['o' - 'a'] = LETTER(of_o),
	['p' - 'a'] = LETTER(of_p),
	['q' - 'a'] = LETTER(of_q),
	['r' - 'a'] = LETTER(of_r),
	['s' - 'a'] = LETTER(of_s),
	['t' - 'a'] = LETTER(of_t),
	['u' - 'a'] = LETTER(of_u),
	['v' - 'a'] = LETTER(of_v),
	['w' - 'a'] = LETTER(of_w),
	['x' - 'a'] = LETTER(of_x),
};
/* clang-format on */

/* Names of elements are letters and digits, so the case is one bit. */
static bool is_name(const char *name, const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (s[i] | 32) == name[i])
		i++;
	return i == n;
}

const struct element *element_find(const char *name, size_t n)
{
	unsigned first = ((unsigned char)*name | 32u) - 'a';
	const struct letter *l = &letters[first < 26 ? first : 0];

	for (size_t i = 0; n && first < 26 && i < l->count; i++) {
		if (l->rows[i].n == n && is_name(l->rows[i].name, name, n))
			return &l->rows[i];
	}
	return NULL;
}
