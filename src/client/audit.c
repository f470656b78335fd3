/* hearsay audit: who settled, merged or split what, when and why. */
#include "client/live.h"

static int run(int argc, char **argv)
{
	struct query_option known[] = {{"--limit", "limit", NULL}};
	struct buf target;
	int rc = live_options(&command_audit, argc, argv, known, 1);

	if (rc)
		return rc;
	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/audit");
	live_query(&target, "limit", known[0].value);
	return live_get(&target);
}

const struct command command_audit = {
    .name = "audit",
    .args = "[--limit N]",
    .summary = "who settled, merged, split or undid what, and why",
    .run = run,
};
