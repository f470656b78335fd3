/*
 * What the fuzz targets share. A target is one file, NAME.c, that defines
 * LLVMFuzzerTestOneInput for bytes of one kind. With --enable-fuzz libFuzzer
 * drives it; otherwise replay.c feeds it the files of tests/fuzz/corpus/NAME,
 * as a test like any other.
 *
 * A target does not only wait for a crash: what always holds of a result is
 * held by fuzz_check().
 */
#ifndef HEARSAY_TESTS_FUZZ_H
#define HEARSAY_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Ends the run, naming what does not hold. */
#define fuzz_check(holds) \
	do { \
		if (!(holds)) \
			fuzz_fail(__FILE__, __LINE__, #holds); \
	} while (0)
void fuzz_fail(const char *file, int line, const char *what)
    __attribute__((noreturn));

/* A C string of the bytes up to a NUL, or to their end. */
char *fuzz_string(struct arena *, const uint8_t *data, size_t n);
/* The same as valid UTF-8: what is none becomes U+FFFD. */
char *fuzz_text(struct arena *, const uint8_t *data, size_t n);

/* Cuts the first line off the text; "" where there is none left. */
char *fuzz_line(char **text);

/* A path in the source tree; the folder is HEARSAY_SRCDIR, or here. */
char *fuzz_source_path(struct arena *, const char *path);

/*
 * A folder of this process alone, made once and removed at exit with the
 * files in it.
 */
const char *fuzz_folder(void);
void fuzz_write(const char *path, const void *data, size_t n);

#endif
