/*
 * What every transfer of ours has in common, whatever it speaks, and what its
 * failures are called.
 */
#ifndef HEARSAY_NET_EASY_H
#define HEARSAY_NET_EASY_H

#include <stdint.h>

#include "ipc/message.h"

/*
 * No signals, no environment (proxies, .netrc), one bundle of certificates,
 * the connect and low-speed limits; total_ms for the whole.
 */
void easy_common(void *easy, const struct net_settings *, const char *ca_file,
    int64_t total_ms);

/* What a CURLcode is among the results of a fetch; FETCH_HTTP for success. */
enum fetch_result easy_result(int code);

#endif
