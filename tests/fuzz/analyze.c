/*
 * What one item says: the headline on the first line, the text on the others.
 * Every span lies in its field and cuts no character in two.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "judge/analyze.h"
#include "judge/slot.h"
#include "model/doc.h"
#include "text/sentence.h"
#include "text/utf8.h"

static struct lexicon *lexicon;

static void lexicon_close(void)
{
	lexicon_free(lexicon);
}

static void lexicon_open(struct arena *arena)
{
	struct err err;

	lexicon = lexicon_load(fuzz_source_path(arena, "etc/lexicon"), &err);
	if (!lexicon) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	atexit(lexicon_close);
}

static void within(const struct item *item, enum field field, struct span s)
{
	const char *text = field == FIELD_TITLE ? item->title : item->text;

	fuzz_check(s.start <= s.end && s.end <= strlen(text));
	fuzz_check(utf8_valid(text + s.start, s.end - s.start));
}

static void is_sound(const struct item *item, const struct analysis *a)
{
	fuzz_check(a->rumor_score >= 0 && a->rumor_score <= 1);
	fuzz_check(a->claim_count <= CAP_CLAIMS);
	for (size_t i = 0; i < a->hedge_count; i++)
		within(item, a->hedges[i].field, a->hedges[i].span);
	for (size_t i = 0; i < a->attribution_count; i++) {
		const struct attribution *t = &a->attributions[i];

		within(item, t->field, t->source);
		within(item, t->field, t->cue);
		within(item, t->field, t->content);
	}
	for (size_t i = 0; i < a->claim_count; i++) {
		const struct claim *c = &a->claims[i];

		within(item, c->field, c->sentence);
		fuzz_check(utf8_valid(c->text, strlen(c->text)));
		fuzz_check(c->attribution >= -1 &&
			   c->attribution < (int)a->attribution_count);
		fuzz_check(c->window.from == DATE_NONE ||
			   c->window.from <= c->window.to);
	}
}

static void sentences_advance(const char *text)
{
	size_t n = strlen(text), at = 0, before = 0;
	struct sentence s;

	while (sentence_next(text, n, &at, &s)) {
		fuzz_check(s.start <= s.end && s.end <= n);
		fuzz_check(s.start >= before);
		before = s.end;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct source source = {.slug = "lamp", .title = "Lamp"};
	struct item item = {
	    .guid = "1", .published_at = 1700000000, .source = &source};
	struct slots slots = {0};
	struct itemtext read;
	struct arena arena;
	char *text;

	arena_init(&arena);
	if (!lexicon)
		lexicon_open(&arena);
	text = fuzz_text(&arena, data, n < CAP_ITEM_TEXT ? n : CAP_ITEM_TEXT);
	item.title = fuzz_line(&text);
	item.text = text;
	is_sound(&item, analyze(&arena, lexicon, &item));
	sentences_advance(item.text);
	itemtext_read(lexicon, &arena, &item, &read);
	slots_of(&arena, lexicon, &read, &slots);
	for (size_t i = 0; i < slots.count; i++) {
		const char *value = slots.list[i].value;

		fuzz_check(utf8_valid(value, strlen(value)));
	}
	slots_conflict(&slots, &slots, &arena, NULL);
	arena_free(&arena);
	return 0;
}
