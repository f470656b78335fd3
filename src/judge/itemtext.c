/* Both fields of an item, made ready. */
#include "judge/itemtext.h"

#include <stdint.h>

#include "judge/han.h"
#include "text/caption.h"

static void field_fold(
    const struct han *han, struct arena *a, const char *text, struct prose *out)
{
	prose_fold(a, text, out);
	han_simplify(han, out->folded, out->folded_n);
}

void itemtext_fold(const struct lexicon *lexicon, struct arena *a,
    const struct item *item, struct itemtext *out)
{
	const struct han *han = lexicon_han(lexicon);

	out->item = item;
	field_fold(han, a, item->title, &out->field[FIELD_TITLE]);
	field_fold(han, a, item->text ? caption_blank(a, item->text) : NULL,
	    &out->field[FIELD_TEXT]);
}

void itemtext_read(const struct lexicon *lexicon, struct arena *a,
    const struct item *item, struct itemtext *out)
{
	itemtext_fold(lexicon, a, item, out);
	prose_cut(a, &out->field[FIELD_TITLE], SIZE_MAX);
	prose_cut(a, &out->field[FIELD_TEXT], ITEMTEXT_WORDS_BYTES);
}
