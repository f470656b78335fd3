/*
 * hearsay digest: the text of the mail that would go out now, or the mail
 * itself.
 */
#include "client/live.h"
#include "text/url.h"

static int run(int argc, char **argv)
{
	struct buf target;
	bool send;

	if (argc < 2)
		return usage_error(&command_digest, "what to do is missing");
	send = !strcmp(argv[1], "send");
	if (!send && strcmp(argv[1], "preview") != 0)
		return usage_error(&command_digest,
		    "'%s' is not something to do with a digest: preview and "
		    "send are",
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
	if (!send)
		return live_get(&target);
	buf_puts(&target, "/send");
	return live_post(&target);
}

const struct command command_digest = {
    .name = "digest",
    .args = "preview|send NAME",
    .summary = "what the mail would say now; or send it now",
    .run = run,
    .help = "NAME is the digest's in the configuration. A preview sends\n"
	    "nothing. Sending ends the digest's period here: the next mail\n"
	    "tells what comes after. Needs the control socket.\n",
};
