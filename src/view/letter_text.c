/*
 * The plain-text part: complete, at most 76 columns but for addresses, which
 * are never broken. Paragraphs are flowed (RFC 3676 with DelSp=yes, which
 * alone is right for Chinese: a soft break there is no space).
 */
#include "text/utf8.h"
#include "view/letter.h"
#include "view/words.h"

#define WIDTH 74 /* and up to two spaces of a soft break */

/* More than anybody reads; the message stays within CAP_MAIL with it. */
#define ROOM_BYTES (256u << 10)

struct sheet {
	struct buf *out;
	bool flowed;
};

/* One line of the wire, stuffed where RFC 3676 section 4.4 asks for it. */
static void put_line(struct sheet *s, const char *line, size_t n)
{
	if (s->flowed && n &&
	    (*line == ' ' || *line == '>' ||
		(n >= 5 && !strncmp(line, "From ", 5))))
		buf_putc(s->out, ' ');
	buf_add(s->out, line, n);
}

static void put_paragraph(struct sheet *s, const char *text)
{
	for (;;) {
		size_t n = pen_line_break(text, WIDTH);

		put_line(s, text, n);
		if (!text[n])
			break;
		if (s->flowed)
			buf_puts(s->out, text[n] == ' ' ? "  " : " ");
		buf_putc(s->out, '\n');
		text += n;
		while (*text == ' ')
			text++;
	}
	buf_putc(s->out, '\n');
}

/* Alone on its line and whole, so that every reader makes it a link. */
static void put_link(struct sheet *s, const char *url)
{
	if (!may_be_link(url))
		return;
	utf8_put_visible(s->out, url);
	buf_putc(s->out, '\n');
}

static void put_title(
    struct sheet *s, struct letter *l, const char *title, size_t count)
{
	const char *line = pen_fmt(&l->page, "%s (%zu)", title, count);

	buf_putc(s->out, '\n');
	put_paragraph(s, line);
	for (size_t i = utf8_width(line); i > 0; i--)
		buf_putc(s->out, '-');
	buf_putc(s->out, '\n');
}

static bool has_room(const struct sheet *s)
{
	return s->out->len < ROOM_BYTES;
}

/* What is not shown, and which command shows it; nothing where all is. */
static void put_more(struct sheet *s, struct letter *l, const char *list,
    const char *status, int64_t since, size_t left)
{
	if (!left)
		return;
	buf_putc(s->out, '\n');
	put_paragraph(s, letter_more(l, list, status, since, left));
}

static void put_rumor(
    struct sheet *s, struct letter *l, const struct rumor_row *r)
{
	const struct evidence_row *e = letter_evidence(l, r);
	const char *sentence = e ? e->sentence : r->evidence;

	buf_putc(s->out, '\n');
	put_paragraph(
	    s, pen_fmt(&l->page, "* [%s] %s", rumor_status_name(r->status),
		   pen_say(&l->page, r->statement)));
	if (r->settled_at)
		put_paragraph(s, letter_settled(l, r));
	if (r->settled_at && sentence)
		put_paragraph(s,
		    pen_fmt(&l->page, "%s%s%s", words_quote(&l->page, sentence),
			e ? " – " : "", letter_evidence_source(l, r)));
	if (e)
		put_link(s, e->url);
	if (r->contested)
		put_paragraph(s, letter_contested(l, r));
	put_paragraph(s, letter_said_by(l, r));
	put_link(s, r->first_url);
	put_paragraph(s, pen_fmt(&l->page, "%s Rumor #%lld.",
			     letter_reach(l, r), (long long)r->id));
}

static void put_stories(struct sheet *s, struct letter *l)
{
	const struct digest_report *d = l->digest;
	size_t i;

	if (!d->story_count)
		return;
	put_title(s, l, "Top stories", d->story_count);
	buf_putc(s->out, '\n');
	for (i = 0; i < d->story_count && i < LETTER_MOST && has_room(s); i++) {
		const struct story_row *r = &d->stories[i];

		put_paragraph(s, pen_fmt(&l->page, "* %s (%s)",
				     pen_say(&l->page, r->headline),
				     letter_story_reach(l, r)));
		put_link(s, r->url);
	}
	put_more(
	    s, l, "stories", NULL, letter_stories_since(l), d->story_count - i);
}

static void put_down(struct sheet *s, struct letter *l)
{
	const struct digest_report *d = l->digest;
	size_t i;

	if (!d->down_count)
		return;
	put_title(s, l, "Sources that were down", d->down_count);
	buf_putc(s->out, '\n');
	for (i = 0; i < d->down_count && i < LETTER_MOST; i++)
		put_paragraph(
		    s, pen_fmt(&l->page, "* %s", letter_down(l, &d->down[i])));
	put_more(s, l, "feeds", NULL, 0, d->down_count - i);
}

static void put_section(
    struct sheet *s, struct letter *l, const struct section *section)
{
	size_t i;

	put_title(s, l, section->title, section->count);
	for (i = 0; i < section->shown && has_room(s); i++)
		put_rumor(s, l, &section->rumors[i]);
	put_more(s, l, "rumors", section->status, section->since,
	    section->count - i);
}

static void put_foot(struct sheet *s, struct letter *l)
{
	const struct mail_envelope *e = l->envelope;

	buf_puts(s->out, "\n-- \n");
	put_paragraph(s, pen_fmt(&l->page, "hearsay digest \"%s\"",
			     pen_say(&l->page, e->digest)));
	put_paragraph(s,
	    "Only official words settle a rumor. A record is the share that "
	    "came true, with its 90 % interval and the number of settled "
	    "rumors.");
	if (e->unsubscribe)
		put_paragraph(s,
		    pen_fmt(&l->page, "To get no more of these, write to %s.",
			pen_say(&l->page, e->unsubscribe)));
}

void letter_put_text(struct letter *l, struct buf *out, bool flowed)
{
	struct section sections[LETTER_SECTIONS];
	struct sheet s = {out, flowed};

	put_paragraph(&s, mail_subject(&l->page.arena, l->digest));
	put_paragraph(&s, letter_period(l));
	letter_sections(l, sections);
	for (size_t i = 0; i < LETTER_SECTIONS; i++)
		if (sections[i].count)
			put_section(&s, l, &sections[i]);
	if (!mail_has_content(l->digest))
		put_paragraph(&s, LETTER_NOTHING);
	put_stories(&s, l);
	put_down(&s, l);
	put_foot(&s, l);
}
