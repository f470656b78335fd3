/*
 * Tells when a file that may be read is replaced by another of its name:
 * Landlock knows files by inode, so a process that is confined cannot open
 * the new one. Costs nothing while nothing happens.
 */
#ifndef HEARSAY_NET_WATCH_H
#define HEARSAY_NET_WATCH_H

struct event_base;
struct watch;

/*
 * paths: NULL-terminated, may be files that are not there; on_change may be
 * called more than once. NULL where the kernel gives no notices. Before the
 * sandbox closes.
 */
struct watch *watch_new(struct event_base *, const char *const *paths,
    void (*on_change)(void *arg, const char *path), void *arg);
void watch_free(struct watch *);

#endif
