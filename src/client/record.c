/*
 * hearsay record: track records from lists of outcomes, offline. One object
 * a line in ({"id", "outcomes": [{"result"}]}), one out with the share that
 * was right and its 90 % interval. What is open changes nothing. With --full
 * the same of each vendor and aspect, and how many days ahead it was.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/median.h"
#include "client/command.h"
#include "client/lines.h"
#include "judge/record.h"

enum result { RIGHT, PARTLY, WRONG, OPEN, RESULTS };

static const char *const results[] = {"right", "partly", "wrong", "open"};

/* One outcome, as far as it goes into a record. */
struct outcome {
	enum result result;
	const char *vendor, *aspect;
	double days; /* before the official word; < 0: not told */
};

static int read_outcome(
    struct lines *l, const json_t *o, size_t number, struct outcome *out)
{
	const char *result = lines_text(o, "result");
	const json_t *days = json_object_get(o, "days");
	int i = 0;

	while (i < RESULTS && (!result || strcmp(result, results[i]) != 0))
		i++;
	if (i == RESULTS)
		return lines_complain(l,
		    "outcome %zu: \"result\" is %s; it must be right, "
		    "partly, wrong or open",
		    number, result ? result : "missing");
	*out = (struct outcome){.result = (enum result)i,
	    .vendor = lines_text(o, "vendor"),
	    .aspect = lines_text(o, "aspect"),
	    .days = json_is_number(days) ? json_number_value(days) : -1};
	return 0;
}

/* Which outcomes a record is of: any, or those whose field has this value. */
struct part_of {
	const char *(*field)(const struct outcome *);
	const char *value;
};

static const char *vendor_of(const struct outcome *o)
{
	return o->vendor;
}

static const char *aspect_of(const struct outcome *o)
{
	return o->aspect;
}

static bool is_part(const struct outcome *o, const struct part_of *of)
{
	const char *value;

	if (!of)
		return true;
	value = of->field(o);
	return value && !strcmp(value, of->value);
}

static void count(struct outcomes *counts, const struct outcome *o)
{
	counts->right += o->result == RIGHT;
	counts->partly += o->result == PARTLY;
	counts->wrong += o->result == WRONG;
}

static json_t *record_json(
    const struct outcome *o, size_t n, const struct part_of *of, bool full)
{
	struct outcomes counts = {0};
	double *leads = mem_array(n + 1, sizeof(*leads)), middle;
	size_t lead_count = 0;
	struct record r;
	json_t *json;

	for (size_t i = 0; i < n; i++) {
		if (!is_part(&o[i], of))
			continue;
		count(&counts, &o[i]);
		if (o[i].days >= 0 &&
		    (o[i].result == RIGHT || o[i].result == PARTLY))
			leads[lead_count++] = o[i].days;
	}
	r = record_of(&counts);
	json = json_pack("{s:f, s:f, s:f, s:I}", "mean", r.mean, "low", r.low,
	    "high", r.high, "resolved", (json_int_t)r.resolved);
	middle = median(leads, lead_count, -1);
	if (full)
		json_object_set_new(json, "median_lead_days",
		    middle < 0 ? json_null() : json_real(middle));
	free(leads);
	return json;
}

/* A record for each value of the field, in the order of their first outcome. */
static json_t *shares_json(const struct outcome *o, size_t n, const char *name,
    const char *(*field)(const struct outcome *))
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++) {
		struct part_of of = {field, field(&o[i])};
		size_t first = 0;
		json_t *share;

		while (of.value && !is_part(&o[first], &of))
			first++;
		if (!of.value || first < i)
			continue;
		share = json_pack("{s:s}", name, of.value);
		json_object_update_new(share, record_json(o, n, &of, true));
		json_array_append_new(list, share);
	}
	return list;
}

static int put_record(
    struct lines *l, const json_t *o, struct outcome *outcomes, bool full)
{
	const json_t *list = json_object_get(o, "outcomes");
	size_t n = json_array_size(list);
	json_t *out = json_pack("{s:O?}", "id", json_object_get(o, "id"));

	for (size_t i = 0; i < n; i++)
		if (read_outcome(
			l, json_array_get(list, i), i + 1, &outcomes[i]) < 0) {
			json_decref(out);
			return -1;
		}
	json_object_update_new(out, record_json(outcomes, n, NULL, full));
	if (full) {
		json_object_set_new(out, "vendors",
		    shares_json(outcomes, n, "vendor", vendor_of));
		json_object_set_new(out, "aspects",
		    shares_json(outcomes, n, "aspect", aspect_of));
	}
	lines_put(out);
	return 0;
}

static int read_record(struct lines *l, const json_t *o, void *ctx)
{
	const json_t *list = json_object_get(o, "outcomes");
	const bool *full = ctx;
	struct outcome *outcomes;
	int rc;

	if (!json_is_array(list))
		return lines_complain(l, "\"outcomes\" must be a list");
	outcomes = mem_array(json_array_size(list) + 1, sizeof(*outcomes));
	rc = put_record(l, o, outcomes, *full);
	free(outcomes);
	return rc;
}

static int run_record(int argc, char **argv)
{
	bool full = argc > 1 && !strcmp(argv[1], "--full");

	if (argc > 1 + full)
		return usage_error(
		    &command_record, "it takes no arguments but --full");
	return lines_filter("record", read_record, &full);
}

const struct command command_record = {
    .name = "record",
    .args = "[--full]",
    .summary = "track records from outcomes, one a line",
    .run = run_record,
    .help =
	"A line is {\"id\", \"outcomes\": [{\"result\"}, ...]}; a result is right, partly,\n"
	"wrong or open.\n"
	"  --full            with the median of \"days\", and a record for each\n"
	"                    \"vendor\" and \"aspect\" that outcomes have\n",
};
