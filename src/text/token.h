/*
 * Words of folded text: letters together, numbers and versions whole
 * ("6.1.2", "beta", "3"), CJK runs as overlapping pairs of characters (one
 * character alone where the run has one).
 */
#ifndef HEARSAY_TEXT_TOKEN_H
#define HEARSAY_TEXT_TOKEN_H

#include <stddef.h>
#include <stdint.h>

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_CJK };

struct token {
	enum token_kind kind;
	uint32_t start, end; /* bytes of the folded text */
};

struct tokens {
	const char *text; /* position of the next token; set by token_start */
	const char *begin, *end;
};

void token_start(struct tokens *, const char *folded, size_t n);
int token_next(struct tokens *, struct token *); /* 1, or 0 at the end */

#endif
