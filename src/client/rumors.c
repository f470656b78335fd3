/* hearsay rumors: the board, what is open first, then what was settled. */
#include "client/live.h"

#include "model/rumor.h"

enum {
	STATUS,
	VENDOR,
	PRODUCT,
	TIPSTER,
	LANG,
	SINCE,
	UNTIL,
	LIMIT,
	BEHIND,
	OPTIONS
};

static int check_status(const char *value)
{
	enum rumor_status status;

	if (!strcmp(value, "settled") || !strcmp(value, "unsettled") ||
	    !rumor_status_parse(value, &status))
		return 0;
	return usage_error(&command_rumors,
	    "--status: '%s' is not one of unsettled, open, corroborated, "
	    "settled, confirmed, partly-confirmed, contradicted, denied, "
	    "expired",
	    value);
}

static int run(int argc, char **argv)
{
	struct query_option o[OPTIONS] = {
	    [STATUS] = {"--status", "status", NULL},
	    [VENDOR] = {"--vendor", "vendor", NULL},
	    [PRODUCT] = {"--product", "product", NULL},
	    [TIPSTER] = {"--tipster", "tipster", NULL},
	    [LANG] = {"--lang", "lang", NULL},
	    [SINCE] = {"--since", "since", NULL},
	    [UNTIL] = {"--until", "until", NULL},
	    [LIMIT] = {"--limit", "limit", NULL},
	    [BEHIND] = {"--behind", "behind", NULL},
	};
	struct buf target;

	if (live_options(&command_rumors, argc, argv, o, OPTIONS))
		return EXIT_USAGE;
	if (o[STATUS].value && check_status(o[STATUS].value))
		return EXIT_USAGE;
	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/rumors");
	for (size_t i = 0; i < OPTIONS; i++)
		live_query(&target, o[i].name, o[i].value);
	return live_get(&target);
}

const struct command command_rumors = {
    .name = "rumors",
    .args = "[--status STATUS] [--vendor NAME] [--product NAME] "
	    "[--tipster NAME] [--lang TAG] [--since DATE] [--until DATE] "
	    "[--limit N] [--behind PLACE]",
    .summary = "the board: what is claimed, by whom, and what became of it",
    .run = run,
    .help =
	"  --status STATUS   unsettled, open, corroborated, settled, confirmed,\n"
	"                    partly-confirmed, contradicted, denied or expired\n"
	"  --vendor NAME     of this vendor's products: Xiaomi\n"
	"  --product NAME    of this product: HyperOS\n"
	"  --tipster NAME    said by this one: 'Digital Chat Station'\n"
	"  --lang TAG        told in this language: zh\n"
	"  --since DATE      that something became of since: 2023-10-17\n"
	"  --until DATE      and of which nothing became after\n"
	"  --limit N         at most so many\n"
	"  --behind PLACE    what comes behind them, as a longer list says\n",
};
