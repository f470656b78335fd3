/* Dates: each line is one. What was read can be written and read again. */
#include "fuzz.h"

#include <string.h>

#include "text/date.h"

static void survives(int64_t at)
{
	char text[DATE_RFC3339_SIZE];
	struct civil c;

	if (at == DATE_NONE)
		return;
	date_to_civil(at, &c);
	fuzz_check(c.year >= 1 && c.year <= 9999);
	fuzz_check(date_from_civil(&c) == at);
	fuzz_check(date_weekday(at) >= 0 && date_weekday(at) <= 6);
	date_format_rfc3339(at, text);
	fuzz_check(strlen(text) == DATE_RFC3339_SIZE - 1);
	fuzz_check(date_parse(text) == at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena arena;
	char *text;

	arena_init(&arena);
	text = fuzz_string(&arena, data, n);
	while (*text) {
		const char *line = fuzz_line(&text);

		survives(date_parse(line));
		survives(date_parse_http(line));
	}
	arena_free(&arena);
	return 0;
}
