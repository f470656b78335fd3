/* Secrets of web hooks and what is made with them; libcrypto does the sums. */
#include "core/hooksign.h"

#include <errno.h>
#include <inttypes.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/caps.h"

#define PREFIX	     "whsec_"
#define ENCODED_MOST 88 /* base64 of HOOK_SECRET_MOST bytes */
#define DIGITS \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

static int malformed(const char *file, struct err *e)
{
	return err_set(e,
	    "%s holds no secret: it is \"" PREFIX "\" and the base64 of %d to "
	    "%d bytes: (printf " PREFIX "; openssl rand -base64 32) >FILE",
	    file, HOOK_SECRET_LEAST, HOOK_SECRET_MOST);
}

/* Base64 with its padding and nothing else; the bytes, or -1. */
static int decode(const char *text, size_t n, unsigned char *out)
{
	size_t digits = strspn(text, DIGITS);
	size_t pad = n - digits;

	if (!n || n % 4 || n > ENCODED_MOST || pad > 2 ||
	    strspn(text + digits, "=") != pad)
		return -1;
	return EVP_DecodeBlock(out, (const unsigned char *)text, (int)n) -
	       (int)pad;
}

static int read_key(const char *file, struct hook_secret *s, struct err *e)
{
	/* A group of three bytes is decoded whole. */
	unsigned char key[ENCODED_MOST / 4 * 3];
	char line[256];
	size_t skip = strlen(PREFIX);
	int n = -1;
	FILE *f = fopen(file, "re");

	if (!f)
		return err_set(e, "%s: %s", file, strerror(errno));
	setvbuf(f, NULL, _IONBF, 0); /* no copy stays behind */
	if (!fgets(line, sizeof(line), f))
		line[0] = '\0';
	fclose(f);
	line[strcspn(line, "\r\n")] = '\0';
	if (!strncmp(line, PREFIX, skip))
		n = decode(line + skip, strlen(line + skip), key);
	if (n >= HOOK_SECRET_LEAST && n <= HOOK_SECRET_MOST) {
		memcpy(s->key, key, (size_t)n);
		s->len = (size_t)n;
	}
	explicit_bzero(line, sizeof(line));
	explicit_bzero(key, sizeof(key));
	return s->len ? 0 : malformed(file, e);
}

int hook_secret_read(
    const struct config_hook *h, struct hook_secret *s, struct err *e)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	char path[1024];

	*s = (struct hook_secret){.len = 0};
	if (h->secret_file)
		return read_key(h->secret_file, s, e);
	if (!dir)
		return 0;
	snprintf(path, sizeof(path), "%s/notify-%s", dir, h->name);
	return access(path, F_OK) ? 0 : read_key(path, s, e);
}

void hook_secret_wipe(struct hook_secret *s)
{
	explicit_bzero(s, sizeof(*s));
}

void hook_sign(const struct hook_secret *s, const char *id, int64_t timestamp,
    const void *body, size_t len, char out[HOOK_SIGNATURE_SIZE])
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	struct buf b;

	buf_init(&b, CAP_HOOK + 256);
	buf_printf(&b, "%s.%" PRId64 ".", id, timestamp);
	buf_add(&b, body, len);
	if (!buf_ok(&b) || !HMAC(EVP_sha256(), s->key, (int)s->len,
			       (const unsigned char *)b.data, b.len, sum, &n))
		abort(); /* of memory alone */
	memcpy(out, "v1,", 3);
	EVP_EncodeBlock((unsigned char *)out + 3, sum, (int)n);
	buf_free(&b);
}
