/* The log of events: a list, and the form that a stream takes. */
#include "view/json.h"
#include "view/pen.h"
#include "view/view.h"

json_t *json_of_event(const struct event *e)
{
	json_t *o = json_object();

	json_put_number(o, "id", e->id);
	json_put_text(o, "kind", event_kind_name(e->kind));
	json_put_number(o, "subject", e->subject);
	json_put_id(o, "item", e->item);
	json_put_time(o, "at", e->at);
	json_put_time(o, "noted_at", e->noted_at);
	json_put_text(o, "detail", e->detail);
	return o;
}

void view_events(
    struct buf *b, const struct dress *d, const struct event *e, size_t n)
{
	json_t *list;
	struct pen p;

	if (d->format == VIEW_JSON) {
		list = json_array();
		for (size_t i = 0; i < n; i++)
			json_array_append_new(list, json_of_event(&e[i]));
		json_write(b, json_pack("{s:o}", "events", list));
		return;
	}
	pen_init(&p, b, d);
	for (size_t i = 0; i < n; i++)
		buf_puts(b,
		    pen_fmt(&p, "%s  %-13s %6lld  %s\n",
			pen_time(&p, e[i].noted_at), event_kind_name(e[i].kind),
			(long long)e[i].subject, pen_say(&p, e[i].detail)));
	pen_end(&p);
}

void view_event_stream(struct buf *b, const struct event *e)
{
	json_t *o = json_of_event(e);
	char *data = json_dumps(o, JSON_COMPACT);

	buf_printf(b, "id: %lld\nevent: %s\ndata: %s\n\n", (long long)e->id,
	    event_kind_name(e->kind), data ? data : "{}");
	free(data);
	json_decref(o);
}
