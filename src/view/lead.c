/* What to do about a list that is empty, in one line. */
#include "view/pen.h"
#include "view/view.h"

static const char *of_kind(enum lead_list list)
{
	switch (list) {
	case LEAD_STORIES:
		return "'hearsay feeds' shows what the feeds have brought.";
	case LEAD_RUMORS:
		return "Nothing in them is a rumor yet: 'hearsay stories' "
		       "shows what they tell.";
	case LEAD_TIPSTERS:
		return "No rumor names a tipster yet: 'hearsay rumors' shows "
		       "what there is.";
	case LEAD_SEARCH:
		return "An item has to have all the words: try fewer.";
	}
	return "";
}

/* None has answered: why not, and when one may. */
static const char *put_waiting(struct pen *p, const struct lead *l)
{
	const char *polled =
	    pen_fmt(p, l->feeds == 1 ? "%s is polled" : "%s are polled",
		pen_count(p, l->feeds, "feed"));

	if (l->failing == l->feeds)
		return pen_fmt(p, "%s and %s: 'hearsay doctor' says why.",
		    polled, l->feeds == 1 ? "fails" : "all of them fail");
	if (l->due_at > p->dress->now)
		return pen_fmt(p,
		    "%s, none has answered yet; the next is asked %s.", polled,
		    pen_ago(p, l->due_at));
	return pen_fmt(p,
	    "%s, the first answers are on their way: try again in a minute.",
	    polled);
}

void view_lead(struct buf *b, const struct dress *d, const struct lead *l)
{
	struct pen p;
	const char *text;

	if (d->format != VIEW_TEXT || !d->columns)
		return;
	pen_init(&p, b, d);
	if (!l->feeds)
		text = "No feed is polled yet: 'hearsay feed add ADDRESS' "
		       "takes one.";
	else if (!l->answered)
		text = put_waiting(&p, l);
	else if (l->filtered)
		text = "Leave a filter out to see more.";
	else
		text = pen_fmt(&p, "%s answered. %s",
		    pen_count(&p, l->answered, "feed"), of_kind(l->list));
	pen_wrap(&p, 0, INK_GREY, text, 0);
	pen_end(&p);
}
