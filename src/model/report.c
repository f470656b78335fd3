/* What several views and core read out of a report alike. */
#include "model/report.h"

size_t record_settled(const struct record_row *r)
{
	return r->right + r->partly + r->wrong + r->expired;
}

const struct record_row *rumor_record(const struct rumor_row *r, bool *vendor)
{
	*vendor = record_settled(&r->vendor_record) >= RECORD_FEW;
	return *vendor ? &r->vendor_record : &r->record;
}

double said_lead_days(const struct said_row *s)
{
	return lead_days(s->rumor.status, s->rumor.settled_at,
	    s->rumor.settled_by, s->said_at);
}

double lead_days(enum rumor_status status, int64_t settled_at,
    int64_t settled_by, int64_t said_at)
{
	if (status != RUMOR_CONFIRMED && status != RUMOR_PARTLY_CONFIRMED)
		return -1;
	/* By an item: a user's verdict comes when the user comes to it. */
	if (!settled_by || settled_at < said_at)
		return -1;
	return (double)(settled_at - said_at) / 86400;
}
