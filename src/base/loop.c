/* libevent, made to say what it cannot do. */
#include "base/loop.h"

#include <err.h>
#include <event2/event.h>
#include <strings.h>

#include "base/log.h"

/*
 * Of a change that epoll refuses libevent tells nobody: with a list of
 * changes it is made long after the call that wanted it. Its warning is all
 * that there is. Nor does a loop go on that cannot wait ("epoll_wait: ...").
 */
static void on_words(int severity, const char *words)
{
	if (severity >= EVENT_LOG_WARN && !strncasecmp(words, "epoll", 5))
		errx(1, "event loop: %s", words);
	if (severity == EVENT_LOG_ERR)
		log_error("event loop: %s", words);
	else if (severity == EVENT_LOG_WARN)
		log_warn("event loop: %s", words);
}

struct event_base *loop_new(int flags)
{
	struct event_config *c;
	struct event_base *base = NULL;

	event_set_log_callback(on_words);
	c = event_config_new();
	if (c && !event_config_set_flag(c, flags))
		base = event_base_new_with_config(c);
	if (c)
		event_config_free(c);
	if (!base)
		errx(1, "event loop: it cannot be made");
	return base;
}
