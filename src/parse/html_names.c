/* The tables of HTML's names, and how they are searched. */
#include "parse/html_names.h"

#include <stdlib.h>
#include <string.h>

#define K ELEMENT_KEEP
#define V ELEMENT_VOID
#define B ELEMENT_BLOCK
#define O ELEMENT_OPAQUE
#define R ELEMENT_RAW

/*
 * Elements of the HTML standard, the obsolete ones too, in order of name.
 * What is not kept loses its tags; its text stays unless it is opaque.
 */
static const struct element elements[] = {
    {"a", K},
    {"abbr", K},
    {"acronym", K},
    {"address", K | B},
    {"applet", O},
    {"area", V},
    {"article", K | B},
    {"aside", K | B},
    {"audio", K},
    {"b", K},
    {"base", V},
    {"basefont", V},
    {"bdi", K},
    {"bdo", K},
    {"bgsound", V},
    {"big", K},
    {"blink", 0},
    {"blockquote", K | B},
    {"body", B},
    {"br", K | V | B},
    {"button", 0},
    {"canvas", 0},
    {"caption", K | B},
    {"center", K | B},
    {"cite", K},
    {"code", K},
    {"col", K | V},
    {"colgroup", K},
    {"command", V},
    {"content", 0},
    {"data", K},
    {"datalist", 0},
    {"dd", K | B},
    {"del", K},
    {"details", K | B},
    {"dfn", K},
    {"dialog", B},
    {"dir", K | B},
    {"div", K | B},
    {"dl", K | B},
    {"dt", K | B},
    {"element", 0},
    {"em", K},
    {"embed", V},
    {"fencedframe", 0},
    {"fieldset", B},
    {"figcaption", K | B},
    {"figure", K | B},
    {"font", K},
    {"footer", K | B},
    {"form", B},
    {"frame", V},
    {"frameset", 0},
    {"h1", K | B},
    {"h2", K | B},
    {"h3", K | B},
    {"h4", K | B},
    {"h5", K | B},
    {"h6", K | B},
    {"head", B},
    {"header", K | B},
    {"hgroup", K | B},
    {"hr", K | V | B},
    {"html", B},
    {"i", K},
    {"iframe", 0},
    {"ilayer", 0},
    {"image", V},
    {"img", K | V},
    {"input", V},
    {"ins", K},
    {"isindex", V},
    {"kbd", K},
    {"keygen", V},
    {"label", 0},
    {"layer", 0},
    {"legend", B},
    {"li", K | B},
    {"link", V},
    {"listing", B},
    {"main", K | B},
    {"map", 0},
    {"mark", K},
    {"marquee", 0},
    {"math", 0},
    {"menu", K | B},
    {"menuitem", 0},
    {"meta", V},
    {"meter", 0},
    {"multicol", 0},
    {"nav", K | B},
    {"nextid", V},
    {"nobr", 0},
    {"noembed", O},
    {"noframes", O},
    {"noscript", 0},
    {"object", O},
    {"ol", K | B},
    {"optgroup", B},
    {"option", B},
    {"output", 0},
    {"p", K | B},
    {"param", V},
    {"picture", K},
    {"plaintext", B},
    {"portal", 0},
    {"pre", K | B},
    {"progress", 0},
    {"q", K},
    {"rb", K},
    {"rp", K},
    {"rt", K},
    {"rtc", K},
    {"ruby", K},
    {"s", K},
    {"samp", K},
    {"script", O | R},
    {"search", B},
    {"section", K | B},
    {"select", 0},
    {"shadow", 0},
    {"slot", 0},
    {"small", K},
    {"source", K | V},
    {"spacer", V},
    {"span", K},
    {"strike", K},
    {"strong", K},
    {"style", O | R},
    {"sub", K},
    {"summary", K | B},
    {"sup", K},
    {"svg", 0},
    {"table", K | B},
    {"tbody", K | B},
    {"td", K | B},
    {"template", O},
    {"textarea", 0},
    {"tfoot", K | B},
    {"th", K | B},
    {"thead", K | B},
    {"time", K},
    {"title", B},
    {"tr", K | B},
    {"track", K | V},
    {"tt", K},
    {"u", K},
    {"ul", K | B},
    {"var", K},
    {"video", K},
    {"wbr", K | V},
    {"xmp", B},
};

#define LONGEST_ELEMENT 10

static int compare_element(const void *key, const void *element)
{
	const char *name = key;
	const struct element *e = element;
	int c = (unsigned char)name[0] - (unsigned char)e->name[0];

	return c ? c : strcmp(name, e->name);
}

const struct element *element_find(const char *name, size_t n)
{
	char lower[LONGEST_ELEMENT + 1];

	if (!n || n > LONGEST_ELEMENT)
		return NULL;
	for (size_t i = 0; i < n; i++)
		lower[i] =
		    (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] | 32
							    : name[i]);
	lower[n] = '\0';
	return bsearch(lower, elements, sizeof(elements) / sizeof(*elements),
	    sizeof(*elements), compare_element);
}
