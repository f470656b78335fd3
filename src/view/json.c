/* JSON of the values that several answers share. */
#include "view/json.h"

#include "text/date.h"
#include "text/utf8.h"

/* Text that is not UTF-8, which only an operator can bring in, mended. */
static json_t *mended(const char *s)
{
	const char *end = s + strlen(s);
	struct buf b;
	json_t *text;

	buf_init(&b, strlen(s) * 3 + 1);
	while (s < end) {
		const char *start = s;
		uint32_t c = utf8_next(&s, end);

		if (c == 0xfffd)
			buf_puts(&b, "\xef\xbf\xbd");
		else
			buf_add(&b, start, (size_t)(s - start));
	}
	text = json_string(buf_text(&b));
	buf_free(&b);
	return text;
}

void json_put_text(json_t *o, const char *name, const char *value)
{
	json_t *text = value ? json_string(value) : json_null();

	json_object_set_new(o, name, text ? text : mended(value));
}

void json_put_number(json_t *o, const char *name, int64_t value)
{
	json_object_set_new(o, name, json_integer(value));
}

void json_put_id(json_t *o, const char *name, int64_t value)
{
	json_object_set_new(o, name, value ? json_integer(value) : json_null());
}

void json_put_time(json_t *o, const char *name, int64_t at)
{
	char text[DATE_RFC3339_SIZE];

	if (at <= 0) {
		json_object_set_new(o, name, json_null());
		return;
	}
	date_format_rfc3339(at, text);
	json_object_set_new(o, name, json_string(text));
}

void json_put_real(json_t *o, const char *name, double value)
{
	json_object_set_new(o, name, json_real(value));
}

void json_put_bool(json_t *o, const char *name, bool value)
{
	json_object_set_new(o, name, json_boolean(value));
}

void json_put_days(json_t *o, const char *name, double days)
{
	json_object_set_new(o, name, days < 0 ? json_null() : json_real(days));
}

/* "value" split at single spaces, as a list of strings. */
static void json_put_words(json_t *o, const char *name, const char *value)
{
	json_t *list = json_array();

	while (value && *value) {
		size_t n = strcspn(value, " ");

		if (n)
			json_array_append_new(list, json_stringn(value, n));
		value += n + (value[n] == ' ');
	}
	json_object_set_new(o, name, list);
}

static void json_put_reason(json_t *o, const char *name, const struct reason *r)
{
	json_t *reason;

	if (!r->rule) {
		json_object_set_new(o, name, json_null());
		return;
	}
	reason = json_object();
	json_put_text(reason, "rule", r->rule);
	json_put_text(reason, "detail", r->detail);
	json_object_set_new(o, name, reason);
}

json_t *json_of_record(const struct record_row *r)
{
	json_t *o = json_object();

	json_put_number(o, "right", (int64_t)r->right);
	json_put_number(o, "partly", (int64_t)r->partly);
	json_put_number(o, "wrong", (int64_t)r->wrong);
	json_put_number(o, "expired", (int64_t)r->expired);
	json_put_number(o, "open", (int64_t)r->open);
	json_put_number(o, "settled",
	    (int64_t)(r->right + r->partly + r->wrong + r->expired));
	json_put_real(o, "mean", r->mean);
	json_put_real(o, "low", r->low);
	json_put_real(o, "high", r->high);
	return o;
}

json_t *json_of_item(const struct item_row *r)
{
	json_t *o = json_object();

	json_put_number(o, "id", r->id);
	json_put_id(o, "feed", r->feed_id);
	json_put_id(o, "story", r->story);
	json_put_id(o, "copy_of", r->copy_of);
	json_put_text(o, "guid", r->guid);
	json_put_text(o, "url", r->url);
	json_put_text(o, "title", r->title);
	json_put_text(o, "source", r->source_title);
	json_put_text(o, "role", source_role_name(r->role));
	json_put_text(o, "lang", r->lang);
	json_put_time(o, "published_at", r->published_at);
	json_put_time(o, "first_seen_at", r->first_seen_at);
	json_put_bool(o, "flagged", r->flagged);
	json_put_text(o, "attributed", r->attributed);
	json_put_reason(o, "placed", &r->placed);
	json_put_real(o, "score", r->score);
	json_put_real(o, "threshold", r->threshold);
	json_put_id(o, "nearest_other", r->nearest_other);
	json_put_reason(o, "against", &r->against);
	return o;
}

json_t *json_of_story(const struct story_row *r)
{
	json_t *o = json_object();

	json_put_number(o, "id", r->id);
	json_put_text(o, "headline", r->headline);
	json_put_number(o, "item_count", (int64_t)r->item_count);
	json_put_number(o, "outlet_count", (int64_t)r->outlet_count);
	json_put_number(o, "copy_count", (int64_t)r->copy_count);
	json_put_id(o, "origin_count", (int64_t)r->origin_count);
	json_put_words(o, "langs", r->langs);
	json_put_text(o, "url", r->url);
	json_put_time(o, "first_at", r->first_at);
	json_put_time(o, "last_at", r->last_at);
	json_put_id(o, "rumor", r->rumor);
	json_put_text(o, "rumor_status",
	    r->rumor ? rumor_status_name(r->rumor_status) : NULL);
	json_put_text(o, "rumor_part",
	    !r->rumor ? NULL
		      : part_name(r->settles ? PART_SETTLES : PART_CARRIES));
	return o;
}

json_t *json_of_rumor(const struct rumor_row *r)
{
	json_t *o = json_object();

	json_put_number(o, "id", r->id);
	json_put_text(o, "status", rumor_status_name(r->status));
	json_put_text(o, "statement", r->statement);
	json_put_text(o, "aspect", aspect_name(r->aspect));
	json_put_text(o, "vendor", r->vendor);
	json_put_text(o, "subject", r->subject);
	json_put_text(o, "version", r->version);
	json_put_text(o, "value", r->value);
	json_put_time(o, "first_at", r->first_at);
	json_put_time(o, "changed_at", r->changed_at);
	json_put_time(o, "deadline_at", r->deadline);
	json_put_time(o, "settled_at", r->settled_at);
	json_put_id(o, "settled_by", r->settled_by);
	json_put_id(o, "settled_by_action", r->ruling);
	json_put_text(o, "evidence", r->evidence);
	json_put_text(o, "contested", r->contested);
	json_put_time(o, "unverifiable_since_at", r->unverifiable_since);
	json_put_text(o, "first_origin", r->first_origin);
	json_put_text(o, "first_source", r->first_source);
	json_put_text(o, "first_url", r->first_url);
	json_put_words(o, "langs", r->langs);
	json_put_number(o, "origin_count", (int64_t)r->origin_count);
	json_put_number(o, "outlet_count", (int64_t)r->outlet_count);
	json_put_number(o, "item_count", (int64_t)r->item_count);
	json_object_set_new(o, "record",
	    r->first_origin ? json_of_record(&r->record) : json_null());
	json_object_set_new(o, "vendor_record",
	    record_settled(&r->vendor_record) >= RECORD_FEW
		? json_of_record(&r->vendor_record)
		: json_null());
	return o;
}

static int append(const char *data, size_t n, void *to)
{
	return buf_add(to, data, n);
}

void json_write(struct buf *b, json_t *value)
{
	json_dump_callback(
	    value, append, b, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
	buf_putc(b, '\n');
	json_decref(value);
}
