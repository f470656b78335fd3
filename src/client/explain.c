/* hearsay explain story|rumor|item N: why it was decided so. */
#include "client/live.h"

static int run(int argc, char **argv)
{
	static const char *const kinds[] = {"story", "rumor", "item"};
	struct buf target;
	int64_t id;
	size_t i = 0;

	if (argc < 2)
		return usage_error(&command_explain,
		    "what to explain is missing: story, rumor or item");
	while (i < 3 && strcmp(kinds[i], argv[1]) != 0)
		i++;
	if (i == 3)
		return usage_error(&command_explain,
		    "'%s' is not one of story, rumor, item", argv[1]);
	if (argc < 3)
		return usage_error(&command_explain,
		    "the number of the %s is missing", argv[1]);
	if (argc > 3)
		return usage_error(&command_explain,
		    "takes one number, not %d arguments", argc - 2);
	id = live_id(argv[2]);
	if (!id)
		return usage_error(&command_explain,
		    "'%s' is not the number of %s %s", argv[2],
		    i == 2 ? "an" : "a", argv[1]);
	buf_init(&target, TARGET_MAX);
	buf_printf(&target, "/v1/explain/%s/%lld", kinds[i], (long long)id);
	return live_get(&target);
}

const struct command command_explain = {
    .name = "explain",
    .args = "story|rumor|item N",
    .summary = "why: what was merged, flagged and settled, by which sentence",
    .run = run,
};
