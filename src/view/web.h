/*
 * The web page: the same reports as HTML, a whole page each. One column, one
 * stylesheet and one script of the tree (src/view/web), nothing from other
 * hosts; every state by its word and a shape, never by colour alone; all of
 * it works without the script.
 */
#ifndef HEARSAY_VIEW_WEB_H
#define HEARSAY_VIEW_WEB_H

#include <stdbool.h>
#include <stddef.h>

#include "view/view.h"

/* The board, and what its form was filled with (NULL: nothing). */
struct board_page {
	const struct rumor_row *rows;
	size_t count;
	const char *vendor, *status, *words;
	const char *const *vendors; /* that there are */
	size_t vendor_count;
	size_t limit; /* of the rows asked for; */
	bool more;    /* there are older ones */
};
void web_board(struct buf *, const struct dress *, const struct board_page *);
void web_rumor(struct buf *, const struct dress *, const struct rumor_report *);
void web_stories(
    struct buf *, const struct dress *, const struct story_row *, size_t n);
void web_story(struct buf *, const struct dress *, const struct story_report *);
void web_tipsters(
    struct buf *, const struct dress *, const struct tipster_row *, size_t n);
void web_tipster(
    struct buf *, const struct dress *, const struct tipster_report *);
void web_feeds(
    struct buf *, const struct dress *, const struct feed *, size_t n);

/* What was found: the best match first, or the newest. */
struct search_page {
	const char *words; /* NULL: none were asked for */
	const struct search_hit *hits;
	size_t count;
	bool by_time;
	bool more; /* by time: there may be older ones */
};
void web_search(struct buf *, const struct dress *, const struct search_page *);
void web_error(struct buf *, const struct dress *, const char *text);

/* The files of src/view/web, as they were when the program was built. */
extern const char web_style[], web_script[], web_icon[];

#endif
