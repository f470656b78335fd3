/* Filters of JSON objects, one a line. */
#include "client/lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/command.h"
#include "client/progress.h"
#include "text/date.h"

int lines_complain(const struct lines *l, const char *fmt, ...)
{
	va_list args;

	progress_end();
	fprintf(stderr, "hearsay %s: line %zu: ", l->command, l->line);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	return -1;
}

static int read_line(
    struct lines *l, const char *line, size_t n, lines_fn *fn, void *ctx)
{
	json_error_t why;
	json_t *o = json_loadb(line, n, 0, &why);
	int rc;

	if (!o)
		return lines_complain(l, "%s", why.text);
	rc = json_is_object(o) ? fn(l, o, ctx)
			       : lines_complain(l, "not an object");
	json_decref(o);
	return rc;
}

int64_t lines_size(void)
{
	struct stat st;

	return !fstat(STDIN_FILENO, &st) && S_ISREG(st.st_mode) ? st.st_size
								: 0;
}

int lines_filter(const char *command, lines_fn *fn, void *ctx)
{
	struct lines l = {.command = command};
	char *line = NULL;
	size_t cap = 0;
	int64_t size = lines_size(), bytes = 0;
	ssize_t n;
	int status = EXIT_OK;

	progress_begin(command, true);
	while (status == EXIT_OK && (n = getline(&line, &cap, stdin)) > 0) {
		l.line++;
		bytes += n;
		progress_share(l.line, "lines", bytes, size);
		if (line[strspn(line, " \t\r\n")] == '\0')
			continue;
		if (read_line(&l, line, (size_t)n, fn, ctx) < 0)
			status = EXIT_USAGE;
	}
	progress_end();
	free(line);
	return status;
}

void lines_put(json_t *object)
{
	json_dumpf(object, stdout,
	    JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(4));
	putchar('\n');
	json_decref(object);
}

const char *lines_text(const json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s && s[0] ? s : NULL;
}

int64_t lines_date(const json_t *object, const char *key)
{
	const json_t *v = json_object_get(object, key);
	int64_t at = json_integer_value(v);

	if (json_is_string(v))
		return date_parse(json_string_value(v));
	return json_is_integer(v) && at >= DATE_FIRST && at <= DATE_LAST
		   ? at
		   : DATE_NONE;
}
