/*
 * Where the offline commands find their tables: --lexicon DIR, else
 * $HEARSAY_LEXICON, else the installed ones, else those of the source tree
 * that the program was built in.
 */
#ifndef HEARSAY_CLIENT_LEXICON_H
#define HEARSAY_CLIENT_LEXICON_H

#include "judge/lexicon.h"

/*
 * dir: what --lexicon said, or NULL. NULL with a message on standard error
 * where the tables cannot be read.
 */
struct lexicon *client_lexicon(const char *dir);

#endif
