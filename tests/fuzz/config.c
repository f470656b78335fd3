/*
 * A configuration file. It is either taken whole or refused with messages
 * that each name the file.
 */
#include "fuzz.h"

#include <string.h>

#include "base/buf.h"
#include "core/config.h"

/* Each message is a line and begins with the path. */
static void name_the_file(char *messages, const char *path)
{
	fuzz_check(*messages);
	while (*messages) {
		const char *line = fuzz_line(&messages);

		fuzz_check(!strncmp(line, path, strlen(path)));
	}
}

static void is_sound(const struct config *c)
{
	for (size_t i = 0; i < c->feed_count; i++) {
		fuzz_check(c->feeds[i].url && c->feeds[i].source.slug);
		fuzz_check(c->feeds[i].interval_s >= 0);
	}
	for (size_t i = 0; i < c->digest_count; i++)
		fuzz_check(c->digests[i].to.n > 0);
	fuzz_check(c->poll.floor_s <= c->poll.ceiling_s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct config *c;
	struct buf errors;
	struct arena arena;
	const char *path;

	arena_init(&arena);
	buf_init(&errors, 1 << 20);
	path = arena_printf(&arena, "%s/hearsay.conf", fuzz_folder());
	fuzz_write(path, data, n);
	c = config_load(path, &errors);
	if (c)
		is_sound(c);
	else
		name_the_file(
		    arena_strdup(&arena, buf_text(&errors)), fuzz_folder());
	config_free(c);
	buf_free(&errors);
	arena_free(&arena);
	return 0;
}
