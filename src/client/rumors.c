/* hearsay rumors: the board, what is open first, then what was settled. */
#include "client/live.h"

#include "model/rumor.h"

struct filter {
	const char *option, *query, *value;
};

static int check_status(const char *value)
{
	enum rumor_status status;

	if (!rumor_status_parse(value, &status))
		return 0;
	return usage_error(&command_rumors,
	    "--status: '%s' is not one of open, corroborated, confirmed, "
	    "partly-confirmed, contradicted, denied, expired",
	    value);
}

static int run(int argc, char **argv)
{
	struct filter filters[] = {
	    {"--status", "status", NULL},
	    {"--vendor", "vendor", NULL},
	    {"--tipster", "tipster", NULL},
	};
	const size_t n = sizeof(filters) / sizeof(filters[0]);
	struct buf target;

	for (int i = 1; i < argc; i++) {
		size_t len = strcspn(argv[i], "="), f = 0;
		const char *value = NULL;

		while (
		    f < n && (strlen(filters[f].option) != len ||
				 strncmp(filters[f].option, argv[i], len) != 0))
			f++;
		if (f == n)
			return usage_error(&command_rumors,
			    "unexpected argument '%s'", argv[i]);
		if (argv[i][len])
			value = argv[i] + len + 1;
		else if (i + 1 < argc)
			value = argv[++i];
		if (!value || !*value)
			return usage_error(&command_rumors, "%s needs a value",
			    filters[f].option);
		filters[f].value = value;
	}
	if (filters[0].value && check_status(filters[0].value))
		return EXIT_USAGE;
	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/rumors");
	for (size_t f = 0; f < n; f++)
		live_query(&target, filters[f].query, filters[f].value);
	return live_get(&target);
}

const struct command command_rumors = {
    .name = "rumors",
    .args = "[--status STATUS] [--vendor NAME] [--tipster NAME]",
    .summary = "the board: what is claimed, by whom, and what became of it",
    .run = run,
    .help =
	"  --status STATUS   open, corroborated, confirmed, partly-confirmed,\n"
	"                    contradicted, denied or expired\n"
	"  --vendor NAME     of this vendor's products: Xiaomi\n"
	"  --tipster NAME    first said by this one: 'Digital Chat Station'\n",
};
