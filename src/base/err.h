/*
 * Why a call failed, in words for the person who has to act: the caller owns
 * it, the callee fills it, and it is printed or logged once, where it is
 * handled.
 */
#ifndef HEARSAY_BASE_ERR_H
#define HEARSAY_BASE_ERR_H

struct err {
	char text[1024];
};

/* Writes the reason (e may be NULL) and returns -1, to be returned. */
int err_set(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
