/* One allocator for those libraries that must not go on without. */
#include "base/memlib.h"

#include <event2/event.h>
#include <jansson.h>
#include <libxml/xmlmemory.h>
#include <openssl/crypto.h>
#include <stdlib.h>

#include "base/mem.h"

static void *get(size_t n)
{
	return mem_grow(NULL, n, 1);
}

static void *get_more(void *p, size_t n)
{
	return mem_grow(p, n, 1);
}

/* OpenSSL's nothing is NULL, and it says who asks, which nobody wants. */
static void *crypto_get(size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return n ? get(n) : NULL;
}

static void crypto_free(void *p, const char *file, int line)
{
	(void)file;
	(void)line;
	free(p);
}

static void *crypto_get_more(void *p, size_t n, const char *file, int line)
{
	if (n)
		return get_more(p, n);
	crypto_free(p, file, line);
	return NULL;
}

void memlib_prepare(void)
{
	CRYPTO_set_mem_functions(crypto_get, crypto_get_more, crypto_free);
	json_set_alloc_funcs(get, free);
	event_set_mem_functions(get, get_more, free);
	xmlMemSetup(free, get, get_more, mem_strdup);
}
