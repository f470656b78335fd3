/*
 * A command of `hearsay` run in-process: its standard streams are memory, and
 * the lexicon is loaded once for all inputs. The link step hands the calls of
 * lexicon_free() to us (--wrap).
 */
#ifndef HEARSAY_TESTS_FUZZ_COMMAND_H
#define HEARSAY_TESTS_FUZZ_COMMAND_H

#include <stddef.h>
#include <stdint.h>

#include "client/command.h"

/* What it wrote; command_said_free() lets go of it. */
struct command_said {
	char *out;
	size_t out_n;
};

/*
 * Runs it over the input. That it gives a reason whenever it refuses, and
 * only then, is checked here. Returns its exit status.
 */
int command_over(const struct command *, int argc, char **argv,
    const uint8_t *in, size_t n, struct command_said *);
void command_said_free(struct command_said *);

/* The bytes are one JSON object. */
void command_is_object(const char *bytes, size_t n);

#endif
