/*
 * A whole reply of HTTP as the command reads it from the daemon's socket; the
 * body is never longer than what came.
 */
#include "fuzz.h"

#include "base/caps.h"
#include "client/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct reply r = {.count = -1};
	struct err err = {""};

	buf_init(&r.body, CAP_REPLY);
	if (reply_read(&r, n ? (const char *)data : "", n, &err) == 0) {
		fuzz_check(r.status >= 100 && r.status <= 999);
		fuzz_check(r.count >= -1);
	} else {
		fuzz_check(err.text[0]);
	}
	fuzz_check(r.body.len <= n);
	buf_free(&r.body);
	return 0;
}
