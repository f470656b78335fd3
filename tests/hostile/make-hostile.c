/*
 * make-hostile: writes hostile documents for a shell to use.
 *
 *	make-hostile		one line each: name, size, fate, what is said
 *	make-hostile NAME N	the document, of that size
 */
#include <stdio.h>
#include <stdlib.h>

#include "hostile.h"

static void list(void)
{
	for (size_t i = 0; i < hostile_count; i++) {
		const struct hostile *h = &hostile_documents[i];

		printf("%s\t%zu\t%s\t%s\n", h->name, h->n,
		    h->fate == HOSTILE_READ ? "read" : "refused",
		    h->says ? h->says : "");
	}
}

int main(int argc, char **argv)
{
	const struct hostile *h;
	struct buf b;

	if (argc == 1) {
		list();
		return 0;
	}
	h = argc == 3 ? hostile_find(argv[1]) : NULL;
	if (!h) {
		fputs("usage: make-hostile [NAME N]\n", stderr);
		return 2;
	}
	buf_init(&b, (size_t)1 << 30);
	h->make(&b, strtoul(argv[2], NULL, 10));
	fwrite(buf_text(&b), 1, b.len, stdout);
	buf_free(&b);
	return 0;
}
