/*
 * Signatures of web hooks, as Standard Webhooks has them: HMAC-SHA256 of
 * "id.timestamp.body" with a secret that is written as "whsec_" and base64.
 * The secret is read when it is used and wiped then; it is in no log, in no
 * error and in no frame.
 */
#ifndef HEARSAY_CORE_HOOKSIGN_H
#define HEARSAY_CORE_HOOKSIGN_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "core/config.h"

#define HOOK_SECRET_LEAST   24 /* bytes of the key */
#define HOOK_SECRET_MOST    64
#define HOOK_SIGNATURE_SIZE 48 /* "v1,", base64 of 32 bytes, NUL */

struct hook_secret {
	unsigned char key[HOOK_SECRET_MOST];
	size_t len; /* 0: there is none, and nothing is signed */
};

/*
 * Of secret-file, else of the systemd credential notify-NAME, else none. 0,
 * or -1 with what is wrong and what would be right.
 */
int hook_secret_read(
    const struct config_hook *, struct hook_secret *, struct err *);
void hook_secret_wipe(struct hook_secret *);

void hook_sign(const struct hook_secret *, const char *id, int64_t timestamp,
    const void *body, size_t len, char out[HOOK_SIGNATURE_SIZE]);

#endif
