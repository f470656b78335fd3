/*
 * Loading the lexicon, and what it is made of. Each row is checked where it is
 * read (lexiconrow.c); what refers to another table is checked when all are
 * read. A lexicon that has been loaded is whole, or there is none.
 */
#include "judge/lexicon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/mem.h"
#include "judge/han.h"
#include "judge/kin.h"
#include "judge/kinds.h"
#include "judge/lexiconrow.h"
#include "judge/lineup.h"
#include "judge/phrase.h"
#include "judge/noword.h"
#include "judge/sense.h"
#include "judge/wordlist.h"
#include "text/urlrules.h"

/* Every row enters the fingerprint before it is read. */
struct hashed {
	struct loader *loader;
	const struct tsv_table *table;
};

static int on_any(void *ctx, const struct tsv_row *row, struct err *err)
{
	struct hashed *h = ctx;
	for (size_t i = 0; i < row->cells; i++)
		XXH64_update(
		    h->loader->hash, row->cell[i], strlen(row->cell[i]) + 1);
	return h->table->on_row(h->loader, row, err);
}

static int refs_check(const struct loader *l, struct err *err)
{
	for (size_t i = 0; i < l->ref_count; i++)
		if (lexicon_product(l->lex, l->refs[i].name) == NULL)
			return err_set(err, "%s:%u: \"%s\" is no product here",
			    l->refs[i].file, l->refs[i].line, l->refs[i].name);
	return 0;
}

/* What the user has added to a table, where there is such a file. */
static int local_read(struct loader *l, const char *dir,
    const struct tsv_table *table, struct hashed *h, struct err *err)
{
	struct tsv_table local = *table;

	local.file = arena_printf(&l->scratch, "local/%s", table->file);
	if (access(arena_printf(&l->scratch, "%s/%s", dir, local.file), F_OK))
		return 0;
	return tsv_read(&l->scratch, dir, &local, h, err);
}

static bool is_house(const struct tipster *t)
{
	return strcmp(t->origin_class, "outlet") == 0 ||
	       strcmp(t->origin_class, "supply_chain") == 0;
}

/*
 * A site ("gsmarena.com") or a handle ("x:NAME") is a name of who publishes
 * there, though none that running text would have; of a person, the name or
 * site of an outlet is the house that he works for.
 */
static void platform_take(struct loader *l, size_t row, const char *platform)
{
	struct lexicon *lex = l->lex;
	struct tipster *t = &lex->tipsters[row];
	const char *colon = strchr(platform, ':');
	const char *key =
	    lexicon_fold(lex, &l->scratch, colon ? colon + 1 : platform);
	const struct tipster *known = lexicon_tipster(lex, key);

	if (known != NULL && known != t && is_house(known) && !is_house(t))
		t->house = known->name;
	else if (known == NULL && (colon || strchr(platform, '.') != NULL))
		map_put(&lex->tipster_by, key, (void *)(uintptr_t)(row + 1));
}

/* Houses first, so that those who work for them find them. */
static void platforms_take(struct loader *l, bool houses)
{
	for (size_t i = 0; i < l->lex->tipster_count; i++) {
		const char *at = l->lex->tipsters[i].platforms, *platform;

		if (is_house(&l->lex->tipsters[i]) != houses)
			continue;
		while (*at && tsv_alternative(&l->scratch, &at, &platform))
			platform_take(l, i, platform);
	}
}

static bool is_there(const char *dir, const char *file)
{
	char path[4096];
	int n = snprintf(path, sizeof(path), "%s/%s", dir, file);
	return n < 0 || (size_t)n >= sizeof(path) || access(path, F_OK) == 0;
}

static int tables_read(struct loader *l, const char *dir, struct err *err)
{
	for (size_t i = 0; i < LEXICON_TABLES; i++) {
		struct hashed h = {l, &lexicon_tables[i]};
		struct tsv_table t = lexicon_tables[i];
		t.on_row = on_any;
		/* The one table that may be left out: it was fitted. */
		if (strcmp(t.file, FLAG_FILE) == 0 && !is_there(dir, t.file)) {
			prior_weights(l->lex->weights);
			continue;
		}
		if (tsv_read(&l->scratch, dir, &t, &h, err) != 0 ||
		    local_read(l, dir, &t, &h, err) != 0)
			return -1;
	}
	platforms_take(l, true);
	platforms_take(l, false);
	return refs_check(l, err);
}

struct lexicon *lexicon_load(const char *dir, struct err *err)
{
	struct loader l = {.lex = mem_alloc(sizeof(*l.lex))};
	arena_init(&l.lex->arena);
	arena_init(&l.scratch);
	l.lex->automaton = automaton_new();
	l.lex->han = han_new();
	l.lex->senses = senses_new(l.lex->han);
	l.lex->kin = kin_new(l.lex->han);
	l.lex->phrases = phrases_new(l.lex->han);
	l.lex->nowords = nowords_new(l.lex->han);
	l.lex->kinds = kinds_new(l.lex->han);
	l.lex->lineups = lineups_new();
	l.lex->use_count = 1;
	l.lex->uses = mem_room(NULL, 0, &l.lex->use_cap, sizeof(*l.lex->uses));
	l.hash = mem_or_die(XXH64_createState());
	XXH64_reset(l.hash, 0);
	int rc = tables_read(&l, dir, err);
	l.lex->fingerprint = XXH64_digest(l.hash);
	XXH64_freeState(l.hash);
	free(l.refs);
	arena_free(&l.scratch);
	if (rc != 0) {
		lexicon_free(l.lex);
		return NULL;
	}
	automaton_ready(l.lex->automaton);
	phrases_ready(l.lex->phrases);
	nowords_ready(l.lex->nowords);
	return l.lex;
}

void lexicon_free(struct lexicon *lex)
{
	if (lex == NULL)
		return;
	automaton_free(lex->automaton);
	senses_free(lex->senses);
	kin_free(lex->kin);
	phrases_free(lex->phrases);
	nowords_free(lex->nowords);
	kinds_free(lex->kinds);
	lineups_free(lex->lineups);
	han_free(lex->han);
	wordlists_free(lex->wordlists);
	url_rules_free(lex->url_rules);
	free(lex->first_use);
	free(lex->uses);
	free(lex->cues);
	free(lex->verbs);
	free(lex->attributions);
	free(lex->windows);
	free(lex->slots);
	free(lex->tipsters);
	free(lex->persons);
	free(lex->vendors);
	free(lex->products);
	free(lex->regions);
	map_free(&lex->tipster_by);
	map_free(&lex->product_by);
	map_free(&lex->things);
	map_free(&lex->vendor_by);
	map_free(&lex->person_by);
	map_free(&lex->hosts);
	arena_free(&lex->arena);
	free(lex);
}

uint64_t lexicon_fingerprint(const struct lexicon *lex)
{
	return lex->fingerprint;
}

const struct senses *lexicon_senses(const struct lexicon *lex)
{
	return lex->senses;
}

const struct kin *lexicon_kin(const struct lexicon *lex)
{
	return lex->kin;
}

const struct han *lexicon_han(const struct lexicon *lex)
{
	return lex ? lex->han : NULL;
}

const struct phrases *lexicon_phrases(const struct lexicon *lex)
{
	return lex->phrases;
}

int lexicon_add_wordlists(struct lexicon *lex, const char *dir, struct err *err)
{
	lex->wordlists = wordlists_load(dir, err);
	if (lex->wordlists == NULL)
		return -1;
	lex->fingerprint ^= wordlists_fingerprint(lex->wordlists);
	return 0;
}

int lexicon_add_url_rules(
    struct lexicon *lex, const char *file, struct err *err)
{
	lex->url_rules = url_rules_load(file, err);
	if (lex->url_rules == NULL)
		return -1;
	lex->fingerprint ^= url_rules_fingerprint(lex->url_rules);
	return 0;
}

const struct url_rules *lexicon_url_rules(const struct lexicon *lex)
{
	return lex->url_rules;
}

const struct wordlists *lexicon_wordlists(const struct lexicon *lex)
{
	return lex->wordlists;
}
