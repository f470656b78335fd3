/*
 * A whole message: subject, identity, header and the two parts. Everything
 * in it comes from the envelope and the report, so that the same two give
 * the same bytes.
 */
#include "view/mail.h"

#include <xxhash.h>

#include "base/caps.h"
#include "text/utf8.h"
#include "view/letter.h"
#include "view/mime.h"

#define SUBJECT_STATEMENT 160 /* bytes of a statement in a subject */

static size_t count_status(
    const struct digest_report *d, enum rumor_status status)
{
	size_t n = 0;

	for (size_t i = 0; i < d->confirmed_count; i++)
		n += d->confirmed[i].status == status;
	for (size_t i = 0; i < d->refuted_count; i++)
		n += d->refuted[i].status == status;
	return n;
}

struct count {
	size_t n;
	const char *one, *many;
};

static char *add_count(struct arena *a, char *subject, const struct count *c)
{
	if (!c->n)
		return subject;
	return arena_printf(a, "%s%s%zu %s", subject, *subject ? ", " : "",
	    c->n, c->n == 1 ? c->one : c->many);
}

/* The one rumor that a mail sent at once is about, or NULL. */
static const struct rumor_row *only_settled(const struct digest_report *d)
{
	if (!d->at_once || d->confirmed_count + d->refuted_count != 1)
		return NULL;
	return d->confirmed_count ? d->confirmed : d->refuted;
}

char *mail_subject(struct arena *a, const struct digest_report *d)
{
	const struct count counts[] = {
	    {d->correction_count, "correction", "corrections"},
	    {count_status(d, RUMOR_CONFIRMED), "confirmed", "confirmed"},
	    {count_status(d, RUMOR_PARTLY_CONFIRMED), "partly confirmed",
		"partly confirmed"},
	    {count_status(d, RUMOR_CONTRADICTED), "contradicted",
		"contradicted"},
	    {count_status(d, RUMOR_DENIED), "denied", "denied"},
	    {count_status(d, RUMOR_EXPIRED), "expired", "expired"},
	    {d->fresh_count, "new rumor", "new rumors"},
	    {d->developing_count, "developing", "developing"},
	    {d->story_count, "story", "stories"},
	    {d->down_count, "source down", "sources down"},
	};
	const struct rumor_row *only = only_settled(d);
	char *subject = arena_strdup(a, "");

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		subject = add_count(a, subject, &counts[i]);
	if (only && only->statement)
		subject = arena_printf(a, "%s: %.*s", subject,
		    (int)utf8_cut(only->statement,
			strlen(only->statement) < SUBJECT_STATEMENT
			    ? strlen(only->statement)
			    : SUBJECT_STATEMENT),
		    only->statement);
	if (!*subject)
		return arena_strdup(a, "nothing new");
	for (char *s = subject; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = ' ';
	return subject;
}

/* 32 hexadecimal digits of what makes this mail itself and no other. */
static const char *mail_hash(struct arena *a, const struct mail_envelope *e,
    const struct digest_report *d)
{
	char *key = arena_printf(a, "%s\n%s\n%lld\n%lld\n%d", e->digest, e->to,
	    (long long)d->from, (long long)d->to, d->at_once);
	XXH128_hash_t h = XXH3_128bits(key, strlen(key));

	return arena_printf(a, "%016llx%016llx", (unsigned long long)h.high64,
	    (unsigned long long)h.low64);
}

char *mail_message_id(struct arena *a, const struct mail_envelope *e,
    const struct digest_report *d)
{
	return arena_printf(a, "<%s@%s>", mail_hash(a, e, d), e->domain);
}

bool mail_has_content(const struct digest_report *d)
{
	return d->correction_count || d->confirmed_count || d->refuted_count ||
	       d->fresh_count || d->developing_count || d->story_count ||
	       d->down_count;
}

static void put_list_fields(struct buf *b, const struct mail_envelope *e)
{
	struct buf value;

	buf_init(&value, 4096);
	if (e->list_id) {
		buf_printf(&value, "<%s>", e->list_id);
		mime_put_raw_field(b, "List-Id", buf_text(&value));
	}
	if (e->unsubscribe) {
		bool whole = !strncmp(e->unsubscribe, "mailto:", 7);

		buf_clear(&value);
		buf_printf(&value, "<%s%s%s>",
		    whole ? "" : "mailto:", e->unsubscribe,
		    strchr(e->unsubscribe, '?') ? "" : "?subject=unsubscribe");
		mime_put_raw_field(b, "List-Unsubscribe", buf_text(&value));
	}
	buf_free(&value);
}

static void put_header(struct letter *l, struct buf *b, const char *boundary)
{
	const struct mail_envelope *e = l->envelope;
	struct arena *a = &l->page.arena;

	mime_put_mailbox_field(b, "From", e->from);
	mime_put_mailbox_field(b, "To", e->to);
	mime_put_text_field(b, "Subject", mail_subject(a, l->digest));
	mime_put_date_field(b, "Date", e->date, e->utc_offset_s);
	mime_put_raw_field(b, "Message-ID", mail_message_id(a, e, l->digest));
	if (e->in_reply_to) {
		mime_put_raw_field(b, "In-Reply-To", e->in_reply_to);
		mime_put_raw_field(b, "References", e->in_reply_to);
	}
	put_list_fields(b, e);
	buf_puts(b, "Auto-Submitted: auto-generated\r\n");
	buf_puts(b, "MIME-Version: 1.0\r\n");
	buf_printf(b,
	    "Content-Type: multipart/alternative;\r\n boundary=\"%s\"\r\n\r\n",
	    boundary);
}

void mail_compose(
    struct buf *b, const struct mail_envelope *e, const struct digest_report *d)
{
	const char *boundary;
	struct letter l;
	struct buf part;

	letter_init(&l, e, d);
	/* "=_" is in no encoded body (RFC 2045 section 6.7). */
	boundary = arena_printf(
	    &l.page.arena, "=_hearsay_%.24s", mail_hash(&l.page.arena, e, d));
	buf_init(&part, CAP_MAIL);
	put_header(&l, b, boundary);
	buf_printf(b, "--%s\r\n", boundary);
	letter_put_text(&l, &part, true);
	mime_put_part(b,
	    "text/plain; charset=utf-8; format=flowed;\r\n DelSp=yes",
	    buf_text(&part), part.len);
	buf_clear(&part);
	buf_printf(b, "\r\n--%s\r\n", boundary);
	letter_put_html(&l, &part);
	mime_put_part(b, "text/html; charset=utf-8", buf_text(&part), part.len);
	buf_printf(b, "\r\n--%s--\r\n", boundary);
	buf_free(&part);
	letter_end(&l);
}

void mail_text(
    struct buf *b, const struct mail_envelope *e, const struct digest_report *d)
{
	struct letter l;

	if (!mail_has_content(d)) {
		buf_puts(
		    b, "There is nothing to tell; no mail would go out.\n");
		return;
	}
	letter_init(&l, e, d);
	letter_put_text(&l, b, false);
	letter_end(&l);
}
