/* hearsay digest preview NAME: the text of the mail that would go out now. */
#include "client/live.h"
#include "text/url.h"

static int run(int argc, char **argv)
{
	struct buf target;

	if (argc < 2)
		return usage_error(&command_digest, "what to do is missing");
	if (strcmp(argv[1], "preview") != 0)
		return usage_error(&command_digest,
		    "'%s' is not something to do with a digest: preview is",
		    argv[1]);
	if (argc < 3 || !*argv[2])
		return usage_error(&command_digest,
		    "the digest's name in the configuration is missing");
	if (argc > 3)
		return usage_error(
		    &command_digest, "takes one digest at a time");
	buf_init(&target, TARGET_MAX);
	buf_puts(&target, "/v1/digest/");
	url_put_encoded(&target, argv[2]);
	return live_get(&target);
}

const struct command command_digest = {
    .name = "digest",
    .args = "preview NAME",
    .summary = "the mail that would go out now; nothing is sent",
    .run = run,
    .help = "NAME is the digest's in the configuration.\n",
};
