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

/* Headers of OpenSSL have parameters of this name: so the call is banned. */
int rand(void) __attribute__((__error__("base/rng.h has what is wanted")));

#endif
