/* PCRE2, told to read what JavaScript writes and to give up in time. */
#include "text/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Steps and memory of one match; past them there is none. */
#define STEPS_MOST     200000
#define HEAP_KIB_MOST  4096
#define SOURCE_BYTES   8192
#define COMPILED_BYTES 65536

/* All that PCRE2 keeps is the arena's. */
static void *from_arena(size_t n, void *arena)
{
	return arena_alloc(arena, n);
}

static void to_nobody(void *p, void *arena)
{
	(void)p;
	(void)arena;
}

static pcre2_general_context *memory_of(struct arena *a)
{
	return pcre2_general_context_create(from_arena, to_nobody, a);
}

const struct pattern *pattern_compile(
    struct arena *a, const char *source, struct err *e)
{
	/* ECMAScript's \u and \x, empty classes and "$" at the end alone. */
	const uint32_t options = PCRE2_CASELESS | PCRE2_ALT_BSUX |
				 PCRE2_ALLOW_EMPTY_CLASS |
				 PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_UTF |
				 PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C;
	pcre2_compile_context *limits =
	    pcre2_compile_context_create(memory_of(a));
	PCRE2_UCHAR why[200];
	PCRE2_SIZE at, size;
	pcre2_code *code;
	int error;

	pcre2_set_max_pattern_length(limits, SOURCE_BYTES);
	code = pcre2_compile((PCRE2_SPTR)source, PCRE2_ZERO_TERMINATED, options,
	    &error, &at, limits);
	if (!code) {
		pcre2_get_error_message(error, why, sizeof(why));
		err_set(e, "%s at character %zu", (const char *)why, at + 1);
		return NULL;
	}
	if (!pcre2_pattern_info(code, PCRE2_INFO_SIZE, &size) &&
	    size > COMPILED_BYTES) {
		err_set(e, "longer than can be matched");
		return NULL;
	}
	return (const struct pattern *)code;
}

static bool match(const struct pattern *p, struct arena *a, const char *s,
    size_t n, size_t from, uint32_t options, struct pattern_match *m)
{
	pcre2_general_context *memory = memory_of(a);
	pcre2_match_context *limits = pcre2_match_context_create(memory);
	pcre2_match_data *data = pcre2_match_data_create(2, memory);
	const PCRE2_SIZE *where;
	int groups;

	pcre2_set_match_limit(limits, STEPS_MOST);
	pcre2_set_heap_limit(limits, HEAP_KIB_MOST);
	if (from > n)
		return false;
	groups = pcre2_match((const pcre2_code *)p, (PCRE2_SPTR)s, n, from,
	    options, data, limits);
	if (groups < 0)
		return false;
	if (!m)
		return true;
	where = pcre2_get_ovector_pointer(data);
	m->start = where[0];
	m->end = where[1];
	/* 1: the match alone; 0: more than there is room for. */
	m->has_group = groups != 1 && where[2] != PCRE2_UNSET;
	m->group_start = m->has_group ? where[2] : 0;
	m->group_end = m->has_group ? where[3] : 0;
	return true;
}

bool pattern_find(const struct pattern *p, struct arena *a, const char *s,
    size_t n, size_t from, struct pattern_match *m)
{
	return match(p, a, s, n, from, 0, m);
}

bool pattern_matches(
    const struct pattern *p, struct arena *a, const char *s, size_t n)
{
	return match(p, a, s, n, 0, PCRE2_ANCHORED | PCRE2_ENDANCHORED, NULL);
}
