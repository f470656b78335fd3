/*
 * Libraries that find no memory. SQLite comes back with an error, which is
 * told like any other. jansson leaves a hole in what it makes, libxml2 now and
 * then reads half a document, libevent hands out NULL where nobody looks for
 * it, and OpenSSL follows a null pointer while it sets itself up: they are
 * given an allocator that ends the process, as base/mem.h does. (So is
 * libcurl, where it is used: net/multi.h.)
 */
#ifndef HEARSAY_BASE_MEMLIB_H
#define HEARSAY_BASE_MEMLIB_H

/* Before the first use of any of them: the first thing of each program. */
void memlib_prepare(void);

#endif
