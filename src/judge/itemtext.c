/* Both fields of an item, made ready. */
#include "judge/itemtext.h"

#include <stdint.h>

#include "text/caption.h"

void itemtext_fold(
    struct arena *a, const struct item *item, struct itemtext *out)
{
	out->item = item;
	prose_fold(a, item->title, &out->field[FIELD_TITLE]);
	prose_fold(a, item->text ? caption_blank(a, item->text) : NULL,
	    &out->field[FIELD_TEXT]);
}

void itemtext_read(
    struct arena *a, const struct item *item, struct itemtext *out)
{
	itemtext_fold(a, item, out);
	prose_cut(a, &out->field[FIELD_TITLE], SIZE_MAX);
	prose_cut(a, &out->field[FIELD_TEXT], ITEMTEXT_WORDS_BYTES);
}
