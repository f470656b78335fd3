/*
 * What a digest says, before it is text or HTML: its sections in their order,
 * and the sentences about a rumor. Both parts of a mail are made from these,
 * so that neither knows more than the other.
 */
#ifndef HEARSAY_VIEW_LETTER_H
#define HEARSAY_VIEW_LETTER_H

#include "view/mail.h"
#include "view/pen.h"

#define LETTER_SECTIONS 5
/* Of a section: a mail is read in one sitting, the rest is looked up. */
#define LETTER_MOST 20
/* What a heartbeat says. */
#define LETTER_NOTHING "Nothing new, and no source was down."

struct letter {
	const struct mail_envelope *envelope;
	const struct digest_report *digest;
	struct pen page; /* makes the strings; nothing is written to it */
	struct dress dress;
};

struct section {
	const char *title;
	const char *status; /* which finds the rest: "settled", "unsettled" */
	const struct rumor_row *rumors; /* the weightiest first */
	size_t count, shown;
	int64_t since; /* since then something became of all of them */
};

void letter_init(struct letter *, const struct mail_envelope *,
    const struct digest_report *);
void letter_end(struct letter *);

/*
 * Corrections, confirmed, refuted, new, developing; also the empty ones. By
 * weight: what is settled, what is corroborated, then by origins, by outlets
 * and by newness.
 */
void letter_sections(struct letter *, struct section out[LETTER_SECTIONS]);
/* "And 191 more: hearsay rumors --since 2023-10-17", and the page's address. */
const char *letter_more(struct letter *, const char *list, const char *status,
    int64_t since, size_t left);
/* Since when all of the top stories were told. */
int64_t letter_stories_since(const struct letter *);

const struct evidence_row *letter_evidence(
    const struct letter *, const struct rumor_row *);

/* The reader's local date: "17 Oct 2023", "Tue 17 Oct 2023 07:30". */
const char *letter_date(struct letter *, int64_t at);
const char *letter_time(struct letter *, int64_t at);
/* "up to Wed 18 Oct 2023 07:30, Europe/Berlin (UTC+02:00)" */
const char *letter_period(struct letter *);

/* Sentences about a rumor; "" where there is nothing to say. */
const char *letter_settled(struct letter *, const struct rumor_row *);
const char *letter_contested(struct letter *, const struct rumor_row *);
const char *letter_evidence_source(struct letter *, const struct rumor_row *);
const char *letter_said_by(struct letter *, const struct rumor_row *);
const char *letter_reach(struct letter *, const struct rumor_row *);
/* "9 outlets, 1 origin; rumor: open" */
const char *letter_story_reach(struct letter *, const struct story_row *);
const char *letter_down(struct letter *, const struct feed *);

/*
 * The text part, with the line ends of a mail (format=flowed, DelSp=yes) or
 * of a terminal.
 */
void letter_put_text(struct letter *, struct buf *, bool flowed);
void letter_put_html(struct letter *, struct buf *);

#endif
