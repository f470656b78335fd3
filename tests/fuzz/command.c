/* Commands on streams of memory: see command.h. */
#include "command.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/lexicon.h"
#include "fuzz.h"

static struct lexicon *lexicon;

void __real_lexicon_free(struct lexicon *);
void __wrap_lexicon_free(struct lexicon *);

void __wrap_lexicon_free(struct lexicon *l)
{
	if (l != lexicon)
		__real_lexicon_free(l);
}

static void lexicon_close(void)
{
	__real_lexicon_free(lexicon);
}

/* --- what the commands have of src/client --- */

struct lexicon *client_lexicon(const char *dir)
{
	struct arena arena;
	struct err err;

	(void)dir;
	if (lexicon)
		return lexicon;
	arena_init(&arena);
	lexicon = lexicon_load(fuzz_source_path(&arena, "etc/lexicon"), &err);
	arena_free(&arena);
	fuzz_check(lexicon);
	atexit(lexicon_close);
	return lexicon;
}

int usage_error(const struct command *c, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s: ", c->name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	return EXIT_USAGE;
}

/* --- running --- */

int command_over(const struct command *c, int argc, char **argv,
    const uint8_t *in, size_t n, struct command_said *said)
{
	FILE *own_in = stdin, *own_out = stdout, *own_err = stderr;
	char *words = NULL;
	size_t words_n = 0;
	int status;

	*said = (struct command_said){0};
	stdin = n ? fmemopen((void *)(uintptr_t)in, n, "r")
		  : fopen("/dev/null", "re");
	stdout = open_memstream(&said->out, &said->out_n);
	stderr = open_memstream(&words, &words_n);
	status = c->run(argc, argv);
	fclose(stdin);
	fclose(stdout);
	fclose(stderr);
	stdin = own_in;
	stdout = own_out;
	stderr = own_err;
	fuzz_check(status == EXIT_OK || status == EXIT_USAGE);
	fuzz_check((status == EXIT_USAGE) == (words_n > 0));
	free(words);
	return status;
}

void command_said_free(struct command_said *said)
{
	free(said->out);
}

void command_is_object(const char *bytes, size_t n)
{
	json_t *o = json_loadb(bytes, n, 0, NULL);

	fuzz_check(json_is_object(o));
	json_decref(o);
}
