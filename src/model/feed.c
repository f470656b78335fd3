/* Ownership of a feed's strings. */
#include "model/feed.h"

#include <stdlib.h>

#include "base/mem.h"

void feed_copy(struct feed *to, const struct feed *from)
{
	*to = *from;
	to->url = mem_strdup(from->url);
	to->validators.etag = mem_strdup(from->validators.etag);
	to->validators.last_modified =
	    mem_strdup(from->validators.last_modified);
	to->state_reason = mem_strdup(from->state_reason);
	to->due_reason = mem_strdup(from->due_reason);
	to->pause_reason = mem_strdup(from->pause_reason);
	to->moved_to = mem_strdup(from->moved_to);
	to->hub = mem_strdup(from->hub);
}

bool feed_is_held(const struct feed *f, int64_t now)
{
	return f->held_at && (!f->held_until || f->held_until > now);
}

void feed_release(struct feed *f)
{
	free(f->url);
	free(f->validators.etag);
	free(f->validators.last_modified);
	free(f->state_reason);
	free(f->due_reason);
	free(f->pause_reason);
	free(f->moved_to);
	free(f->hub);
	f->url = f->state_reason = f->due_reason = f->pause_reason =
	    f->moved_to = f->hub = NULL;
	f->validators = (struct validators){0};
}
