/* hearsay feed import, hearsay feed export: lists of feeds as OPML. */
#ifndef HEARSAY_CLIENT_FEEDLISTS_H
#define HEARSAY_CLIENT_FEEDLISTS_H

#include <stdbool.h>

/*
 * Reads the file ("-": standard input) and hands its feeds to the daemon;
 * dry: only to be looked at. Returns an exit status.
 */
int feed_import(const char *path, bool dry);
/* Prints all feeds as OPML. */
int feed_export(void);

#endif
