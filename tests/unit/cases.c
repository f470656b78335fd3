/* Reading a data file of tests, line by line. */
#include "cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

#define FILE_MAX_BYTES (1u << 20)

void cases_open(struct cases *c, const char *name)
{
	const char *top = getenv("HEARSAY_SRCDIR");
	char path[4096];
	FILE *f;
	size_t n;

	snprintf(
	    path, sizeof(path), "%s/tests/cases/%s", top ? top : ".", name);
	f = fopen(path, "re");
	if (!f)
		fail_msg("cannot open %s", path);
	*c = (struct cases){.name = name, .data = mem_alloc(FILE_MAX_BYTES)};
	n = fread(c->data, 1, FILE_MAX_BYTES, f);
	fclose(f);
	if (n == FILE_MAX_BYTES)
		fail_msg("%s is too long", path);
	c->next = c->data;
}

void cases_close(struct cases *c)
{
	free(c->data);
}

char *cases_line(struct cases *c)
{
	char *line, *stop;

	do {
		if (*c->next == '\0')
			return NULL;
		line = c->next;
		stop = strchr(line, '\n');
		c->next = stop ? stop + 1 : line + strlen(line);
		if (stop)
			*stop = '\0';
		c->line++;
	} while (line[0] == '#');
	return line;
}

char *cases_split(struct cases *c, char *line)
{
	char *mark = strstr(line, " => ");

	if (!mark)
		fail_msg("%s:%d: no \" => \"", c->name, c->line);
	*mark = '\0';
	return mark + 4;
}

void cases_unescape(char *line)
{
	char *to = line;

	for (const char *p = line; *p; p++) {
		if (p[0] == '\\' && p[1] == 'n') {
			*to++ = '\n';
			p++;
		} else {
			*to++ = *p;
		}
	}
	*to = '\0';
}
