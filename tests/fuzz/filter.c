/*
 * A filter of the command, FILTER, over lines of JSON: it takes the input to
 * its end, or refuses a line with a reason; what it writes is one object a
 * line. Built once for each of them.
 */
#include "fuzz.h"

#include <string.h>

#include "command.h"

#define TEXT_OF_(word) #word
#define TEXT_OF(word)  TEXT_OF_(word)
#define COMMAND_(word) command_##word
#define COMMAND(word)  COMMAND_(word)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char name[] = TEXT_OF(FILTER), *argv[] = {name, NULL};
	struct command_said said;
	const char *line, *end;

	command_over(&COMMAND(FILTER), 1, argv, data, n, &said);
	for (line = said.out; line < said.out + said.out_n; line = end + 1) {
		end =
		    memchr(line, '\n', said.out_n - (size_t)(line - said.out));
		fuzz_check(end);
		command_is_object(line, (size_t)(end - line));
	}
	command_said_free(&said);
	return 0;
}
