/*
 * Tables of a lexicon, then items read with them. A line "=hedges.tsv" begins
 * a table; the others have their header alone. What is refused is refused
 * with a reason.
 */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/analyze.h"
#include "judge/lexicon.h"

#define MOST_TABLES 32

static struct table {
	char *name;
	char *header; /* the first line of ours */
	bool changed; /* another one stands in the folder */
} tables[MOST_TABLES];
static size_t table_count;

static void table_write(const struct table *t, const char *text)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", fuzz_folder(), t->name);
	fuzz_write(path, text, strlen(text));
}

static void table_add(struct arena *arena, const char *dir, const char *name)
{
	struct table *t = &tables[table_count++];
	FILE *f = fopen(arena_printf(arena, "%s/%s", dir, name), "re");
	char line[512];

	if (table_count > MOST_TABLES || !f || !fgets(line, sizeof(line), f)) {
		perror(name);
		abort();
	}
	fclose(f);
	t->name = strdup(name);
	t->header = strdup(line);
	table_write(t, t->header);
}

static void tables_find(struct arena *arena)
{
	const char *dir = fuzz_source_path(arena, "etc/lexicon");
	struct dirent **files = NULL;
	int n = scandir(dir, &files, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		if (strstr(files[i]->d_name, ".tsv"))
			table_add(arena, dir, files[i]->d_name);
		free(files[i]);
	}
	free(files);
	fuzz_check(table_count > 0);
}

/* A part of the input: the name of a table, then its text. */
static void part_write(char *part)
{
	const char *name = fuzz_line(&part);

	for (size_t i = 0; i < table_count; i++) {
		if (name[0] != '=' || strcmp(name + 1, tables[i].name) != 0)
			continue;
		table_write(&tables[i], part);
		tables[i].changed = true;
	}
}

/* Writes the tables of the input; those of the one before are undone. */
static void tables_write(char *text)
{
	for (size_t i = 0; i < table_count; i++) {
		if (tables[i].changed)
			table_write(&tables[i], tables[i].header);
		tables[i].changed = false;
	}
	while (text) {
		char *next = strstr(text, "\n=");

		if (next)
			*next++ = '\0';
		part_write(text);
		text = next;
	}
}

static void read_with(struct arena *arena, const struct lexicon *lex)
{
	static const struct source source = {.slug = "lamp", .title = "Lamp"};
	struct item item = {.guid = "1",
	    .title = "Leaker Ana says Lantern OS 9 could arrive in June 2024",
	    .text = "Ebb denies it. \"We will not\", said its boss.\nAccording "
		    "to reports, the last version comes in Q3, in Europe only.",
	    .published_at = 1700000000,
	    .source = &source};
	const struct analysis *a = analyze(arena, lex, &item);

	fuzz_check(a->rumor_score >= 0 && a->rumor_score <= 1);
	lexicon_fingerprint(lex);
	lexicon_vendor(lex, "Ebb");
	lexicon_tipster(lex, "@ana");
	lexicon_product(lex, "Lantern OS");
	lexicon_official_host(lex, "news.lamp.example");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct lexicon *lex;
	struct err err = {""};
	struct arena arena;

	arena_init(&arena);
	if (!table_count)
		tables_find(&arena);
	tables_write(fuzz_string(&arena, data, n));
	lex = lexicon_load(fuzz_folder(), &err);
	if (lex)
		read_with(&arena, lex);
	else
		fuzz_check(strstr(err.text, ".tsv:"));
	lexicon_free(lex);
	arena_free(&arena);
	return 0;
}
