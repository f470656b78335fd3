/*
 * Functions that are easy to get wrong and that nothing here needs. Included
 * by the compiler's command line in every file of ours (-include).
 */
#ifndef HEARSAY_BASE_BANNED_H
#define HEARSAY_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* With clang the fortified C library has these as macros. */
#undef sprintf
#undef vsprintf

#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol atof gets
#pragma GCC poison srand system tmpnam asctime ctime

/*
 * Headers of OpenSSL have parameters of this name, so it is no poison: it is
 * the name of nothing that can be called.
 */
#define rand base_rng_h_has_what_is_wanted

#endif
