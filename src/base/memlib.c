/* One allocator for those libraries that must not go on without. */
#include "base/memlib.h"

#include <event2/event.h>
#include <jansson.h>
#include <libxml/xmlmemory.h>
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

void memlib_prepare(void)
{
	json_set_alloc_funcs(get, free);
	event_set_mem_functions(get, get_more, free);
	xmlMemSetup(free, get, get_more, mem_strdup);
}
