/* The tables of all messages: one row a member, in the order of the wire. */
#include "ipc/message.h"

#include "base/caps.h"
#include "ipc/layout.h"

/* Of one document or one entry: far above what real feeds have. */
#define MOST_PERSONS	1000
#define MOST_ENCLOSURES 1000

/* --- core -> net: settings --- */

#define T struct net_settings
static const struct field net_settings_fields[] = {
    F_STR(T, user_agent),
    F_STR(T, ca_file),
    F_STR(T, allow_hosts),
    F_STR(T, proxy),
    F_I64(T, connect_timeout_ms),
    F_I64(T, total_timeout_ms),
    F_I64(T, low_speed_bytes_s),
    F_I64(T, low_speed_time_s),
    F_U32(T, max_connections),
    F_STR(T, smtp_url),
    F_STR(T, smtp_user),
    F_STR(T, smtp_password),
    F_BOOL(T, smtp_tls_required),
    F_STR(T, smtp_ca_file),
};
static const struct layout net_settings_layout = LAYOUT(T, net_settings_fields);
#undef T

/* --- core -> net -> core: a fetch --- */

#define T struct fetch_request
static const struct field fetch_request_fields[] = {
    F_STR(T, url),
    F_STR(T, etag),
    F_STR(T, last_modified),
    F_STR(T, accept),
    F_U64(T, max_bytes),
    F_BOOL(T, one_hop),
};
static const struct layout fetch_request_layout =
    LAYOUT(T, fetch_request_fields);
#undef T

#define T struct fetch_reply
static const struct field fetch_reply_fields[] = {
    F_ENUM(T, result, enum fetch_result, FETCH_OTHER),
    F_STR(T, error),
    F_I64(T, status),
    F_STR(T, final_url),
    F_BOOL(T, moved_permanently),
    F_STR(T, etag),
    F_STR(T, last_modified),
    F_STR(T, content_type),
    F_STR(T, link),
    F_STR(T, retry_after),
    F_STR(T, rate_limit_remaining),
    F_STR(T, rate_limit_reset),
    F_I64(T, max_age_s),
    F_I64(T, age_s),
    F_BOOL(T, end_unsure),
    F_BYTES(T, body, body_len),
};
static const struct layout fetch_reply_layout = LAYOUT(T, fetch_reply_fields);
#undef T

/* --- core -> parse -> core: a document --- */

#define T struct person
static const struct field person_fields[] = {
    F_STR(T, name),
    F_STR(T, email),
    F_STR(T, url),
};
static const struct layout person_layout = LAYOUT(T, person_fields);
#undef T

#define T struct enclosure
static const struct field enclosure_fields[] = {
    F_STR(T, url),
    F_STR(T, type),
    F_I64(T, length),
};
static const struct layout enclosure_layout = LAYOUT(T, enclosure_fields);
#undef T

#define T struct entry_source
static const struct field entry_source_fields[] = {
    F_STR(T, title),
    F_STR(T, url),
    F_STR(T, link),
    F_STR(T, id),
};
static const struct layout entry_source_layout = LAYOUT(T, entry_source_fields);
#undef T

#define T struct entry
static const struct field entry_fields[] = {
    F_STR(T, id),
    F_BOOL(T, guid_is_permalink),
    F_STR(T, link),
    F_STR(T, title),
    F_MANY(
	T, authors, author_count, struct person, &person_layout, MOST_PERSONS),
    F_DATE(T, published),
    F_DATE(T, updated),
    F_STR(T, summary_text),
    F_STR(T, content_html),
    F_STR(T, content_text),
    F_STR(T, links),
    F_STRINGS(T, categories),
    F_MANY(T, enclosures, enclosure_count, struct enclosure, &enclosure_layout,
	MOST_ENCLOSURES),
    F_STR(T, comments),
    F_MAYBE(T, source, struct entry_source, &entry_source_layout),
    F_STR(T, via),
    F_STR(T, lang),
    F_STR(T, base),
};
static const struct layout entry_layout = LAYOUT(T, entry_fields);
#undef T

#define T struct doc
static const struct field doc_fields[] = {
    F_STR(T, format),
    F_STR(T, encoding),
    F_STR(T, title),
    F_STR(T, subtitle),
    F_STR(T, link),
    F_STR(T, self),
    F_STR(T, id),
    F_STR(T, language),
    F_MANY(
	T, authors, author_count, struct person, &person_layout, MOST_PERSONS),
    F_DATE(T, published),
    F_DATE(T, updated),
    F_I64(T, ttl_seconds),
    F_I64(T, update_period_seconds),
    F_U32(T, skip_hours),
    F_STRINGS(T, skip_days),
    F_STRINGS(T, hubs),
    F_STR(T, icon),
    F_MANY(T, entries, entry_count, struct entry, &entry_layout, CAP_ENTRIES),
    F_BOOL(T, is_index),
    F_BOOL(T, ends_early),
    F_STRINGS(T, warnings),
};
static const struct layout doc_layout = LAYOUT(T, doc_fields);
#undef T

#define T struct parse_request
static const struct field parse_request_fields[] = {
    F_STR(T, base_url),
    F_STR(T, content_type),
    F_STR(T, link),
    F_BYTES(T, body, body_len),
};
static const struct layout parse_request_layout =
    LAYOUT(T, parse_request_fields);
#undef T

#define T struct parse_reply
static const struct field parse_reply_fields[] = {
    F_I64(T, result),
    F_STR(T, error),
    F_ONE(T, doc, struct doc, &doc_layout),
};
/* Here text enters the core, which trusts it to be UTF-8 from now on. */
static const struct layout parse_reply_layout = {
    .size = sizeof(T),
    .fields = parse_reply_fields,
    .count = sizeof(parse_reply_fields) / sizeof(parse_reply_fields[0]),
    .utf8 = true,
};
#undef T

/* --- parse -> core: an HTML page --- */

#define T struct article
static const struct field article_fields[] = {
    F_STR(T, title),
    F_STR(T, text),
    F_STR(T, links),
    F_STR(T, text_by),
    F_STR(T, site),
    F_STR(T, author),
    F_STR(T, lang),
    F_STR(T, canonical),
    F_DATE(T, published),
    F_DATE(T, updated),
};
static const struct layout article_layout = LAYOUT(T, article_fields);
#undef T

#define T struct page_reply
static const struct field page_reply_fields[] = {
    F_I64(T, result),
    F_STR(T, error),
    F_ONE(T, article, struct article, &article_layout),
};
static const struct layout page_reply_layout = {
    .size = sizeof(T),
    .fields = page_reply_fields,
    .count = sizeof(page_reply_fields) / sizeof(page_reply_fields[0]),
    .utf8 = true,
};
#undef T

/* --- core -> parse -> core: what an address holds --- */

#define T struct found_link
static const struct field found_link_fields[] = {
    F_STR(T, url),
    F_STR(T, title),
    F_STR(T, type),
    F_BOOL(T, comments),
};
static const struct layout found_link_layout = LAYOUT(T, found_link_fields);
#undef T

#define T struct found
static const struct field found_fields[] = {
    F_STR(T, format),
    F_STR(T, why),
    F_STR(T, title),
    F_STR(T, link),
    F_STR(T, language),
    F_I64(T, entries),
    F_MANY(
	T, links, link_count, struct found_link, &found_link_layout, CAP_FOUND),
};
static const struct layout found_layout = {
    .size = sizeof(T),
    .fields = found_fields,
    .count = sizeof(found_fields) / sizeof(found_fields[0]),
    .utf8 = true,
};
#undef T

/* --- core -> net -> core: a mail --- */

#define T struct mail_request
static const struct field mail_request_fields[] = {
    F_STR(T, from),
    F_STR(T, to),
    F_BYTES(T, message, message_len),
};
static const struct layout mail_request_layout = LAYOUT(T, mail_request_fields);
#undef T

#define T struct mail_reply
static const struct field mail_reply_fields[] = {
    F_I64(T, status),
    F_BOOL(T, permanent),
    F_STR(T, error),
};
static const struct layout mail_reply_layout = LAYOUT(T, mail_reply_fields);
#undef T

/* --- core -> net -> core: a web hook --- */

#define T struct hook_request
static const struct field hook_request_fields[] = {
    F_STR(T, url),
    F_STR(T, content_type),
    F_STR(T, id),
    F_I64(T, timestamp),
    F_STR(T, signature),
    F_BYTES(T, body, body_len),
};
static const struct layout hook_request_layout = LAYOUT(T, hook_request_fields);
#undef T

#define T struct hook_reply
static const struct field hook_reply_fields[] = {
    F_I64(T, status),
    F_STR(T, error),
    F_STR(T, retry_after),
};
static const struct layout hook_reply_layout = LAYOUT(T, hook_reply_fields);
#undef T

/* --- core -> seal -> core: a copy of the database --- */

#define T struct seal_request
static const struct field seal_request_fields[] = {F_STR(T, path)};
static const struct layout seal_request_layout = LAYOUT(T, seal_request_fields);
#undef T

#define T struct seal_reply
static const struct field seal_reply_fields[] = {F_STR(T, error)};
static const struct layout seal_reply_layout = LAYOUT(T, seal_reply_fields);
#undef T

#define MESSAGE(name) \
	void name##_write(struct buf *b, const struct name *m) \
	{ \
		layout_write(b, &name##_layout, m); \
	} \
	int name##_read( \
	    const struct frame *f, struct arena *arena, struct name *m) \
	{ \
		return layout_read(&name##_layout, f, arena, m); \
	}

MESSAGE(net_settings)
MESSAGE(fetch_request)
MESSAGE(fetch_reply)
MESSAGE(parse_request)
MESSAGE(parse_reply)
MESSAGE(page_reply)
MESSAGE(found)
MESSAGE(mail_request)
MESSAGE(mail_reply)
MESSAGE(hook_request)
MESSAGE(hook_reply)
MESSAGE(seal_request)
MESSAGE(seal_reply)

const struct layout *message_layout(enum message_type type)
{
	static const struct layout *const layouts[] = {
	    [MSG_FETCH] = &fetch_request_layout,
	    [MSG_FETCHED] = &fetch_reply_layout,
	    [MSG_PARSE] = &parse_request_layout,
	    [MSG_PARSED] = &parse_reply_layout,
	    [MSG_MAIL] = &mail_request_layout,
	    [MSG_MAILED] = &mail_reply_layout,
	    [MSG_PAGE] = &parse_request_layout,
	    [MSG_PAGED] = &page_reply_layout,
	    [MSG_NET_SETTINGS] = &net_settings_layout,
	    [MSG_FIND] = &parse_request_layout,
	    [MSG_FOUND] = &found_layout,
	    [MSG_HOOK] = &hook_request_layout,
	    [MSG_HOOKED] = &hook_reply_layout,
	    [MSG_SEAL] = &seal_request_layout,
	    [MSG_SEALED] = &seal_reply_layout,
	};

	if ((size_t)type >= sizeof(layouts) / sizeof(layouts[0]))
		return NULL;
	return layouts[type];
}

uint64_t message_mark(enum message_type type)
{
	return layout_mark(message_layout(type));
}
