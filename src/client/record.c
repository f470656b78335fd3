/*
 * hearsay record: track records from lists of outcomes, offline. One object
 * a line in ({"id", "outcomes": [{"result"}]}), one out with the share that
 * was right and its 90 % interval. What is open changes nothing.
 */
#include <jansson.h>
#include <string.h>

#include "client/command.h"
#include "client/lines.h"
#include "judge/record.h"

struct counts {
	size_t right, partly, wrong, open;
};

static size_t *count_of(struct counts *c, const char *result)
{
	if (!strcmp(result, "right"))
		return &c->right;
	if (!strcmp(result, "partly"))
		return &c->partly;
	if (!strcmp(result, "wrong"))
		return &c->wrong;
	return !strcmp(result, "open") ? &c->open : NULL;
}

static int count_outcomes(
    struct lines *l, const json_t *outcomes, struct counts *c)
{
	if (!json_is_array(outcomes))
		return lines_complain(l, "\"outcomes\" must be a list");
	for (size_t i = 0; i < json_array_size(outcomes); i++) {
		const json_t *o = json_array_get(outcomes, i);
		const char *result = lines_text(o, "result");
		size_t *count = result ? count_of(c, result) : NULL;

		if (!count)
			return lines_complain(l,
			    "outcome %zu: \"result\" is %s; it must be right, "
			    "partly, wrong or open",
			    i + 1, result ? result : "missing");
		++*count;
	}
	return 0;
}

static int read_record(struct lines *l, const json_t *o, void *ctx)
{
	struct counts c = {0};
	struct record r;
	json_t *id = json_object_get(o, "id");

	(void)ctx;
	if (count_outcomes(l, json_object_get(o, "outcomes"), &c) < 0)
		return -1;
	r = record_of(c.right, c.partly, c.wrong);
	lines_put(json_pack("{s:O?, s:f, s:f, s:f, s:I}", "id", id, "mean",
	    r.mean, "low", r.low, "high", r.high, "resolved",
	    (json_int_t)r.resolved));
	return 0;
}

static int run_record(int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		return usage_error(&command_record, "it takes no arguments");
	return lines_filter("record", read_record, NULL);
}

const struct command command_record = {
    .name = "record",
    .args = "",
    .summary = "track records from outcomes, one a line",
    .run = run_record,
    .help =
	"A line is {\"id\", \"outcomes\": [{\"result\"}, ...]}; a result is right, partly,\n"
	"wrong or open.\n",
};
