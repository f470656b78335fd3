#include "model/feed.h"

#include <stdlib.h>

void feed_release(struct feed *f)
{
	free(f->url);
	free(f->validators.etag);
	free(f->validators.last_modified);
	free(f->state_reason);
	free(f->due_reason);
	free(f->moved_to);
	free(f->hub);
	f->url = f->state_reason = f->due_reason = f->moved_to = f->hub = NULL;
	f->validators = (struct validators){0};
}
