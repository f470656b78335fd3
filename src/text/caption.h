/*
 * The credits of pictures: "| Photo by ...", "(Image: ...)", "Foto: ...",
 * "图源：...". They stand among an article's sentences, belong to none, and
 * name people and products that nothing is said of.
 */
#ifndef HEARSAY_TEXT_CAPTION_H
#define HEARSAY_TEXT_CAPTION_H

#include "base/arena.h"

/*
 * The text with line feeds for what belongs to captions, so that every offset
 * stays; text itself, where there are none.
 */
const char *caption_blank(struct arena *, const char *text);

#endif
