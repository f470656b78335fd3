/*
 * `hearsay replay`: a list of sources, then documents. A line "=lamp.xml"
 * begins a document; what stands before the first one is the list. It is
 * refused with a reason, or gives one JSON document.
 */
#include "fuzz.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

#define DOCUMENTS 8

/* The next part from *at on: its bytes up to a line that begins with "=". */
static const uint8_t *part_next(
    const uint8_t **at, const uint8_t *end, size_t *n)
{
	const uint8_t *start = *at;
	const uint8_t *mark = memmem(start, (size_t)(end - start), "\n=", 2);

	*n = (size_t)((mark ? mark + 1 : end) - start);
	*at = mark ? mark + 2 : end;
	return start;
}

/* "lamp.xml" and a line end, then the document; its path, or "". */
static void document_write(const uint8_t *part, size_t n, char path[300])
{
	const uint8_t *line = memchr(part, '\n', n < 40 ? n : 40);
	size_t name_n = line ? (size_t)(line - part) : 0;

	*path = '\0';
	if (!name_n || *part == '.' || memchr(part, '/', name_n) ||
	    memchr(part, '\0', name_n))
		return;
	snprintf(path, 300, "%s/%.*s", fuzz_folder(), (int)name_n,
	    (const char *)part);
	fuzz_write(path, line + 1, n - name_n - 1);
}

static void run(const char *sources)
{
	char folder[300], path[300];
	char *argv[] = {(char[]){"replay"}, (char[]){"--sources"}, path,
	    (char[]){"--feeds"}, folder, (char[]){"--later"}, folder,
	    (char[]){"--now"}, (char[]){"2024-02-29"}, (char[]){"--export"},
	    (char[]){"-"}, NULL};
	struct command_said said;

	snprintf(folder, sizeof(folder), "%s", fuzz_folder());
	snprintf(path, sizeof(path), "%s", sources);
	if (command_over(&command_replay, 11, argv, NULL, 0, &said) == EXIT_OK)
		command_is_object(said.out, said.out_n);
	command_said_free(&said);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static char sources[300], documents[DOCUMENTS][300];
	const uint8_t *at = data, *end = data + n, *part;
	size_t part_n;

	snprintf(sources, sizeof(sources), "%s/sources.json", fuzz_folder());
	part = part_next(&at, end, &part_n);
	fuzz_write(sources, part, part_n);
	for (int i = 0; i < DOCUMENTS; i++) {
		part = part_next(&at, end, &part_n);
		document_write(part, part_n, documents[i]);
	}
	run(sources);
	for (int i = 0; i < DOCUMENTS; i++)
		unlink(documents[i]);
	return 0;
}
