/*
 * Addresses: the base on the first line, references on the others. A
 * canonical form is an address of the web with a host, in one line.
 */
#include "fuzz.h"

#include <string.h>

#include "base/caps.h"
#include "net/guard.h"
#include "text/url.h"

static void is_canonical(struct arena *arena, const char *url)
{
	const char *canonical = url_canonical(arena, url);

	if (!canonical)
		return;
	fuzz_check(!strncmp(canonical, "https://", 8));
	fuzz_check(url_host(arena, canonical) != NULL);
	fuzz_check(!strpbrk(canonical, "\t\r\n"));
}

static void look(struct arena *arena, const char *base, const char *ref)
{
	char *url = url_resolve(arena, base, ref);
	const char *host;

	is_canonical(arena, ref);
	url_scheme_is_safe(ref);
	host = url_host(arena, ref);
	if (host) {
		url_host_within(host, "lamp.example");
		guard_literal_refusal(ref, host);
	}
	if (!url)
		return;
	url_scheme_is_safe(url);
	is_canonical(arena, url);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena arena;
	char *text;
	const char *base;

	arena_init(&arena);
	text = fuzz_text(&arena, data, n);
	base = fuzz_line(&text);
	do
		look(&arena, base, fuzz_line(&text));
	while (*text);
	arena_free(&arena);
	return 0;
}
