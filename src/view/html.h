/*
 * What the pages of view/web.h and the HTML of mails are made of. Text from
 * outside reaches a page by html_text() or html_link() and by no other way.
 *
 * Addresses in the pages are relative to the root of the server; those that
 * go out are http or https, or they are plain text.
 */
#ifndef HEARSAY_VIEW_HTML_H
#define HEARSAY_VIEW_HTML_H

#include <stdbool.h>

#include "view/pen.h"

#define HTML_LONGEST_LINK 2000 /* bytes that every browser follows */

enum html_place {
	PLACE_RUMORS,
	PLACE_STORIES,
	PLACE_TIPSTERS,
	PLACE_FEEDS,
	PLACE_SEARCH,
	PLACE_NONE,
};

/* Head, navigation, <main> and its heading; html_end() closes them. */
void html_begin(struct pen *, struct buf *, const struct dress *,
    enum html_place, const char *title);
void html_end(struct pen *);

/* &, <, >, " and ' as entities; everything else as it is. */
void html_escape(struct buf *, const char *s);
/* Text from pen_say() or of ours. */
void html_text(struct pen *, const char *s);
/* <tag class="...">text</tag>, or nothing for "": tag "p class=\"quiet\"". */
void html_put(struct pen *, const char *tag, const char *s);
/* A link out, or the text alone where url is not one of http or https. */
void html_link(struct pen *, const char *url, const char *s);
/* <time>: the date and time in UTC, and how long ago in its title. */
void html_time(struct pen *, int64_t at);

/* "good", "bad", "open", "quiet": the class of a status. */
/* The number that was asked for (0: its own) was merged into this "story". */
void html_asked(struct pen *, const char *what, int64_t asked);
const char *html_status_class(enum rumor_status);
const char *html_status_shape(enum rumor_status); /* one character */
/* The status by shape and word. */
void html_status(struct pen *, enum rumor_status);
/* A record in words, and its interval drawn. */
void html_record(struct pen *, const struct record_row *);
/* Who said it first, with a link to the page of a tipster. */
void html_origin(struct pen *, const struct rumor_row *);
/* One rumor as an article of the board. */
void html_rumor_card(struct pen *, const struct rumor_row *);
/* The rulings about a story or a rumor, under a heading (audit.c). */
void html_rulings(struct pen *, const struct ruling *, size_t n);
/* The timeline of origins, carriers and verdict, drawn (SVG). */
void html_timeline(struct pen *, const struct rumor_report *);

#endif
