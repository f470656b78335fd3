/* Rumors as an Atom feed. */
#include "view/atom.h"

#include <inttypes.h>
#include <string.h>
#include <xxhash.h>

#include "text/date.h"
#include "text/url.h"
#include "text/utf8.h"
#include "view/html.h"
#include "view/words.h"

/* XML has no place for these two, not even as references. */
static bool is_xml(uint32_t c)
{
	return c != 0xfffe && c != 0xffff;
}

static void put_text(struct pen *p, const char *s)
{
	const char *end = s + strlen(s);

	while (s < end) {
		const char *start = s, *next = s;

		while (next < end && is_xml(utf8_next(&next, end)))
			s = next;
		html_text(
		    p, arena_strndup(&p->arena, start, (size_t)(s - start)));
		s = next;
	}
}

static void put_element(struct pen *p, const char *name, const char *s)
{
	buf_printf(p->out, "<%s>", name);
	put_text(p, s);
	buf_printf(p->out, "</%s>\n", name);
}

static void put_date(struct pen *p, const char *name, int64_t at)
{
	char iso[DATE_RFC3339_SIZE];

	date_format_rfc3339(at, iso);
	put_element(p, name, iso);
}

/* A version 8 name of what it is told. */
static void put_id(struct pen *p, const char *of)
{
	XXH128_hash_t h = XXH3_128bits(of, strlen(of));
	uint64_t low = (h.low64 & ~(UINT64_C(0xc) << 60)) | UINT64_C(0x8) << 60;

	put_element(p, "id",
	    pen_fmt(p,
		"urn:uuid:%08" PRIx64 "-%04" PRIx64 "-8%03" PRIx64 "-%04" PRIx64
		"-%012" PRIx64,
		h.high64 >> 32, (h.high64 >> 16) & 0xffff, h.high64 & 0xfff,
		low >> 48, low & UINT64_C(0xffffffffffff)));
}

static int64_t updated_at(const struct rumor_row *r)
{
	return r->changed_at > r->first_at ? r->changed_at : r->first_at;
}

static void put_summary(struct pen *p, const struct rumor_row *r)
{
	const char *text = pen_fmt(p, "%s. %s.", words_about(p, r),
	    words_reach(p, r->origin_count, r->outlet_count));

	if (r->first_origin)
		text = pen_fmt(p, "%s First said by %s: %s.", text,
		    pen_say(p, r->first_origin), words_record(p, &r->record));
	if (r->settled_at)
		text = pen_fmt(p, "%s %s on %s. %s", text,
		    rumor_status_name(r->status), pen_date(p, r->settled_at),
		    r->evidence ? words_quote(p, r->evidence) : "");
	put_element(p, "summary", text);
}

static void put_entry(struct pen *p, const struct rumor_row *r)
{
	buf_puts(p->out, "<entry>\n");
	put_id(p, pen_fmt(p, "rumor %lld %lld %s", (long long)r->id,
		      (long long)r->first_at, pen_say(p, r->first_url)));
	put_element(p, "title",
	    pen_fmt(p, "[%s] %s", rumor_status_name(r->status),
		pen_say(p, r->statement)));
	put_date(p, "published", r->first_at);
	put_date(p, "updated", updated_at(r));
	buf_printf(p->out, "<link href=\"/rumors/%lld\"/>\n", (long long)r->id);
	if (may_be_link(r->first_url)) {
		buf_puts(p->out, "<link rel=\"via\" href=\"");
		put_text(p, r->first_url);
		buf_puts(p->out, "\"/>\n");
	}
	buf_printf(
	    p->out, "<category term=\"%s\"/>\n", rumor_status_name(r->status));
	if (r->vendor) {
		buf_puts(p->out, "<category term=\"");
		put_text(p, pen_say(p, r->vendor));
		buf_puts(p->out, "\"/>\n");
	}
	put_summary(p, r);
	buf_puts(p->out, "</entry>\n");
}

void atom_rumors(struct buf *b, const struct dress *d, const char *vendor,
    const struct rumor_row *r, size_t n)
{
	struct pen p;
	int64_t updated = 0;

	for (size_t i = 0; i < n; i++)
		if (updated_at(&r[i]) > updated)
			updated = updated_at(&r[i]);
	pen_init(&p, b, d);
	buf_puts(b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		    "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
	put_id(&p, pen_fmt(&p, "rumors of %s", vendor ? vendor : "all"));
	put_element(&p, "title",
	    vendor ? pen_fmt(&p, "Rumors of %s", pen_say(&p, vendor))
		   : "Rumors");
	put_date(&p, "updated", updated ? updated : d->now);
	buf_puts(b, "<author><name>hearsay</name></author>\n"
		    "<link rel=\"self\" href=\"/rumors.atom");
	if (vendor) {
		buf_puts(b, "?vendor=");
		url_put_encoded(b, vendor);
	}
	buf_puts(b, "\"/>\n<link href=\"/\"/>\n");
	for (size_t i = 0; i < n; i++)
		put_entry(&p, &r[i]);
	buf_puts(b, "</feed>\n");
	pen_end(&p);
}
