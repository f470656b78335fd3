/*
 * The board of rumors: the histories of tests/cases/board.rumor, and that
 * neither the order of arrival nor slices of the fold nor a restart in the
 * middle changes them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/rng.h"
#include "judge/board.h"
#include "judge/lexicon.h"
#include "judge/verify.h"
#include "text/date.h"
#include "treelexicon.h"

#define DAY_S	   INT64_C(86400)
#define MOST_ITEMS 16
#define MOST_LINES 32

struct told {
	struct item item;
	struct analysis an;
	int64_t story, copy_of;
	struct claim claims[4];
	struct attribution attributions[4];
};

struct history {
	const char *name;
	struct source sources[8];
	size_t source_count;
	struct told items[MOST_ITEMS];
	size_t item_count;
	struct ruling rulings[4];
	size_t ruling_count;
	int64_t now;
	const char *expect[MOST_LINES]; /* lines as they stand */
	size_t expect_count;
};

static const struct board_policy policy = {
    .join_window_s = 60 * DAY_S,
    .deadline_grace_s = DAY_S,
};

/* So that each claim that comes late finds one behind it. */
static const struct board_policy marking = {
    .join_window_s = 60 * DAY_S,
    .deadline_grace_s = DAY_S,
    .mark_every = 1,
};

static struct arena arena;
static struct history histories[64];
static size_t history_count;
static const char *case_file;

/* --- reading the file --- */

static void refuse(int line, const char *what)
{
	fail_msg("%s:%d: %s", case_file, line, what);
}

static char *next_word(char **s)
{
	char *word;

	while (**s == ' ')
		(*s)++;
	if (!**s)
		return NULL;
	word = *s;
	while (**s && **s != ' ')
		(*s)++;
	if (**s)
		*(*s)++ = '\0';
	return word;
}

static int64_t day_of(const char *s, int line)
{
	struct civil c = {0};

	if (sscanf(s, "%d-%d-%d", &c.year, &c.month, &c.day) != 3)
		refuse(line, "a date is YYYY-MM-DD");
	return date_from_civil(&c);
}

static int compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Content words as analysis gives them: folded, sorted, unique. */
static void give_words(struct claim *c)
{
	char *text = arena_strdup(&arena, c->text), *word;
	const char **words = arena_array(&arena, 64, sizeof(*words));
	size_t n = 0, kept = 0;

	for (char *p = text; *p; p++)
		*p = isalnum((unsigned char)*p)
			 ? (char)tolower((unsigned char)*p)
			 : ' ';
	while ((word = next_word(&text)) != NULL)
		if ((strlen(word) > 3 || isdigit((unsigned char)*word)) &&
		    n < 64)
			words[n++] = word;
	qsort(words, n, sizeof(*words), compare_words);
	for (size_t i = 0; i < n; i++)
		if (!kept || strcmp(words[kept - 1], words[i]) != 0)
			words[kept++] = words[i];
	c->words = words;
	c->word_count = kept;
}

static void read_source(struct history *h, char *rest, int line)
{
	struct source *s = &h->sources[h->source_count++];
	const char *role;

	s->slug = s->title = next_word(&rest);
	role = next_word(&rest);
	if (!role || source_role_parse(role, &s->role) < 0)
		refuse(line, "no such role of a source");
	s->vendor = next_word(&rest);
}

static void read_item(struct history *h, char *rest, int line)
{
	struct told *t = &h->items[h->item_count++];
	const char *word;

	assert_true(h->item_count < MOST_ITEMS);
	t->item.id = strtoll(next_word(&rest), NULL, 10);
	t->item.published_at = day_of(next_word(&rest), line) + 36000;
	word = next_word(&rest);
	for (size_t i = 0; i < h->source_count; i++)
		if (!strcmp(h->sources[i].slug, word))
			t->item.source = &h->sources[i];
	if (!t->item.source)
		refuse(line, "the item's source was not declared");
	t->item.guid = t->item.title = t->item.text = "";
	t->an.class = CLASS_RUMOR;
	t->an.rumor_score = 0.9;
	t->an.lang = "en";
	t->an.ours = true;
	t->an.claims = t->claims;
	t->an.attributions = t->attributions;
	t->story = t->item.id;
	while ((word = next_word(&rest)) != NULL) {
		if (!strcmp(word, "noise")) {
			t->an.noise = true;
			continue;
		}
		if (!strcmp(word, "class") &&
		    !item_class_parse(next_word(&rest), &t->an.class))
			continue;
		if (!strcmp(word, "score"))
			t->an.rumor_score = strtod(next_word(&rest), NULL);
		else if (!strcmp(word, "copy"))
			t->copy_of = strtoll(next_word(&rest), NULL, 10);
		else if (!strcmp(word, "story"))
			t->story = strtoll(next_word(&rest), NULL, 10);
		else
			refuse(line, "no such field of an item");
	}
}

/* Fields are apart by " | "; each is a word and, mostly, a value. */
static char *next_field(char **rest, char **value)
{
	char *field = *rest, *end;

	if (!field)
		return NULL;
	end = strstr(field, " |");
	*rest = end ? end + 2 : NULL;
	if (end)
		*end = '\0';
	while (*field == ' ')
		field++;
	*value = strchr(field, ' ');
	if (*value)
		*(*value)++ = '\0';
	else
		*value = field + strlen(field);
	return field;
}

static void read_origin(
    struct told *t, struct claim *c, const char *field, char *value, int line)
{
	struct attribution *a = &t->attributions[t->an.attribution_count];
	char *first = next_word(&value);

	*a = (struct attribution){.name = *value ? value : NULL};
	if (!strcmp(field, "official")) {
		a->kind = ORIGIN_OFFICIAL;
		a->vendor = first;
	} else if (origin_kind_parse(first, &a->kind) < 0) {
		refuse(line, "no such kind of origin");
	}
	c->attribution = (int)t->an.attribution_count++;
}

static void read_claim(struct history *h, char *rest, int line)
{
	struct told *t = &h->items[h->item_count - 1];
	struct claim *c = &t->claims[t->an.claim_count++];
	char *value, *field = next_field(&rest, &value);

	*c = (struct claim){
	    .window = {DATE_NONE, DATE_NONE},
	    .grade = GRADE_D,
	    .attribution = -1,
	    .field = FIELD_TEXT,
	    .text = "",
	};
	if (aspect_parse(field, &c->aspect) < 0)
		refuse(line, "no such aspect");
	while ((field = next_field(&rest, &value)) != NULL) {
		if (!strcmp(field, "vendor"))
			c->vendor = value;
		else if (!strcmp(field, "product"))
			c->product = value;
		else if (!strcmp(field, "version"))
			c->version = value;
		else if (!strcmp(field, "value"))
			c->value = value;
		else if (!strcmp(field, "text"))
			c->text = value;
		else if (!strcmp(field, "guess"))
			c->own_guess = true;
		else if (!strcmp(field, "background"))
			c->background = true;
		else if (!strcmp(field, "grade"))
			c->grade = (enum grade)(value[0] - 'A');
		else if (!strcmp(field, "modality"))
			assert_int_equal(
			    modality_parse(value, &c->modality), 0);
		else if (!strcmp(field, "window"))
			c->window = (struct window){day_of(value, line),
			    day_of(strstr(value, "..") + 2, line) + DAY_S - 1};
		else if (!strcmp(field, "by") || !strcmp(field, "official"))
			read_origin(t, c, field, value, line);
		else
			refuse(line, "no such field of a claim");
	}
	give_words(c);
}

/* "1.0,2.0": claims of items; "1": all of an item. */
static void read_ruled(struct history *h, struct ruling *r, const char *list,
    unsigned side, int line)
{
	struct ruled_claim *all = (struct ruled_claim *)r->claims;

	for (const char *p = list; *p; p += *p == ',') {
		char *end;
		struct ruled_claim *c = &all[r->claim_count++];

		*c = (struct ruled_claim){.side = side, .claim = -1};
		c->item = strtoll(p, &end, 10);
		if (*end == '.')
			c->claim = (int)strtol(end + 1, &end, 10);
		if (end == p)
			refuse(line, "claims are ITEM.CLAIM,ITEM.CLAIM");
		p = end;
		for (size_t i = 0; c->claim >= 0 && i < h->item_count; i++) {
			const struct told *t = &h->items[i];

			if (t->item.id != c->item)
				continue;
			c->aspect = t->claims[c->claim].aspect;
			c->sentence = t->claims[c->claim].text;
		}
	}
}

static void read_ruling(struct history *h, char *rest, int line)
{
	struct ruling *r = &h->rulings[h->ruling_count++];
	const char *word;

	assert_true(h->ruling_count <= 4);
	*r = (struct ruling){.id = (int64_t)h->ruling_count,
	    .claims = arena_array(&arena, 16, sizeof(*r->claims)),
	    .because = "an editor said so"};
	if (ruling_kind_parse(next_word(&rest), &r->kind) < 0)
		refuse(line, "no such kind of ruling");
	r->at = day_of(next_word(&rest), line) + 50000;
	if (r->kind == RULING_SETTLE &&
	    rumor_status_parse(next_word(&rest), &r->outcome) < 0)
		refuse(line, "no such outcome");
	read_ruled(h, r, next_word(&rest), RULING_STAYS, line);
	word = next_word(&rest);
	if (word && !strcmp(word, "+"))
		read_ruled(h, r, next_word(&rest), RULING_GOES, line);
	else if (word)
		r->source = word;
}

static void read_line(char *s, int line)
{
	struct history *h = &histories[history_count ? history_count - 1 : 0];
	char *whole = arena_strdup(&arena, s);
	char *rest = arena_strdup(&arena, s), *word = next_word(&rest);

	if (!word || *word == '#')
		return;
	if (!strcmp(word, "case")) {
		histories[history_count++] = (struct history){.name = rest};
		return;
	}
	if (!history_count)
		refuse(line, "a line before the first case");
	if (!strcmp(word, "source"))
		read_source(h, rest, line);
	else if (!strcmp(word, "item"))
		read_item(h, rest, line);
	else if (!strcmp(word, "claim"))
		read_claim(h, rest, line);
	else if (!strcmp(word, "ruling"))
		read_ruling(h, rest, line);
	else if (!strcmp(word, "now"))
		h->now = day_of(rest, line) + DAY_S - 1;
	else if (!strcmp(word, "rumor") || !strcmp(word, "count") ||
		 !strcmp(word, "flag") || !strcmp(word, "noflag"))
		h->expect[h->expect_count++] = whole;
	else
		refuse(line, "no such word at the start of a line");
	assert_true(h->expect_count < MOST_LINES);
}

static struct lexicon *lexicon;

static int read_histories(void **state)
{
	const char *top = getenv("HEARSAY_SRCDIR");
	char s[2048];
	FILE *f;

	(void)state;
	arena_init(&arena);
	case_file =
	    arena_printf(&arena, "%s/tests/cases/board.rumor", top ? top : ".");
	f = fopen(case_file, "r");
	if (!f)
		fail_msg("%s: cannot be read", case_file);
	for (int line = 1; fgets(s, sizeof(s), f); line++) {
		s[strcspn(s, "\n")] = '\0';
		read_line(s, line);
	}
	fclose(f);
	lexicon = lexicon_of_tree();
	return 0;
}

static int forget_histories(void **state)
{
	(void)state;
	lexicon_free(lexicon);
	arena_free(&arena);
	return 0;
}

/* --- what is expected --- */

static const char *day_text(int64_t at)
{
	struct civil c;

	date_to_civil(at, &c);
	return arena_printf(&arena, "%04d-%02d-%02d", c.year, c.month, c.day);
}

/* "2<1,3<2": who has it from whose item. */
static const char *ways_of(const struct rumor *r)
{
	const char *list = "";

	for (size_t i = 0; i < r->member_count; i++)
		if (r->members[i].via)
			list = arena_printf(&arena, "%s%s%lld<%lld", list,
			    *list ? "," : "", (long long)r->members[i].item,
			    (long long)r->members[i].via);
	return *list ? list : "none";
}

static const char *carriers_of(const struct rumor *r)
{
	struct buf b;
	char *s;

	buf_init(&b, 1000);
	for (size_t i = 0; i < r->member_count; i++)
		if (r->members[i].part == PART_CARRIES)
			buf_printf(&b, "%s%lld", b.len ? "," : "",
			    (long long)r->members[i].item);
	s = arena_strdup(&arena, buf_text(&b));
	buf_free(&b);
	return s;
}

static const char *answer(const struct rumor *r, const char *field)
{
	const struct transition *last =
	    r->transition_count ? &r->transitions[r->transition_count - 1]
				: NULL;

	if (!strcmp(field, "subject"))
		return r->subject;
	if (!strcmp(field, "status"))
		return rumor_status_name(r->status);
	if (!strcmp(field, "by"))
		return arena_printf(&arena, "%lld", (long long)r->settled_by);
	if (!strcmp(field, "rule"))
		return last ? last->rule : "none";
	if (!strcmp(field, "origins"))
		return arena_printf(&arena, "%zu", r->origin_count);
	if (!strcmp(field, "origin"))
		return r->origin_count ? r->origins[0].name : "none";
	if (!strcmp(field, "at"))
		return day_text(r->settled_at);
	if (!strcmp(field, "deadline"))
		return r->deadline ? day_text(r->deadline) : "none";
	if (!strcmp(field, "statement"))
		return r->statement;
	if (!strcmp(field, "carriers"))
		return carriers_of(r);
	if (!strcmp(field, "ways"))
		return ways_of(r);
	fail_msg("%s: no such field of a rumor: %s", case_file, field);
	return NULL;
}

/* The number of fields that differ; the first of them in words. */
static int differs(const struct rumor *r, const char *line, const char **how)
{
	char *rest = arena_strdup(&arena, line), *value, *field;
	int n = 0;

	next_word(&rest); /* "rumor" */
	field = next_field(&rest, &value);
	if (strcmp(field, aspect_name(r->aspect)) != 0)
		return 100;
	while ((field = next_field(&rest, &value)) != NULL) {
		const char *is = answer(r, field);

		if (is && !strcmp(is, value))
			continue;
		/* A rumor is found by these, not measured by them. */
		if (!strcmp(field, "subject") || !strcmp(field, "origin"))
			n += 10;
		if (!n++)
			*how = arena_printf(
			    &arena, "%s is %s", field, is ? is : "nothing");
	}
	return n;
}

static void check_rumor(
    const struct history *h, struct board *b, const char *line)
{
	const char *how = "no such rumor", *one = NULL;
	int least = 100;

	for (size_t i = 0; i < board_rumor_count(b); i++) {
		int n = differs(board_rumor(b, i), line, &one);

		if (n < least) {
			least = n;
			how = one;
		}
	}
	if (least)
		fail_msg("case %s: %s: %s", h->name, line, how);
}

static void check_flags(
    const struct history *h, struct board *b, char *ids, bool want)
{
	for (char *p = ids; *p;) {
		int64_t id = strtoll(p, &p, 10);

		if (board_item_flag(b, id) != want)
			fail_msg("case %s: item %lld: flag is %d", h->name,
			    (long long)id, !want);
		if (*p == ',')
			p++;
	}
}

static void check(const struct history *h, struct board *b)
{
	for (size_t i = 0; i < h->expect_count; i++) {
		char *rest = arena_strdup(&arena, h->expect[i]);
		const char *word = next_word(&rest);

		if (!strcmp(word, "rumor"))
			check_rumor(h, b, h->expect[i]);
		else if (!strcmp(word, "flag"))
			check_flags(h, b, rest, true);
		else if (!strcmp(word, "noflag"))
			check_flags(h, b, rest, false);
		else if (board_rumor_count(b) != strtoul(rest, NULL, 10))
			fail_msg("case %s: %s, but there are %zu", h->name,
			    h->expect[i], board_rumor_count(b));
	}
}

static void add(struct board *b, const struct told *t)
{
	board_add(b, &t->item, &t->an, t->story, t->copy_of);
	board_advance(b, 0);
}

static void rule(struct board *b, const struct history *h)
{
	for (size_t i = 0; i < h->ruling_count; i++)
		board_rule(b, &h->rulings[i]);
}

static void histories_end_as_written(void **state)
{
	(void)state;
	assert_true(history_count > 10);
	for (size_t i = 0; i < history_count; i++) {
		const struct history *h = &histories[i];
		struct board *b = board_new(lexicon, &policy);

		for (size_t j = 0; j < h->item_count; j++)
			add(b, &h->items[j]);
		rule(b, h);
		board_advance(b, h->now);
		check(h, b);
		board_free(b);
	}
}

/* --- the order of arrival --- */

static int by_first_claim(const void *a, const void *b)
{
	const struct rumor *x = *(const struct rumor *const *)a;
	const struct rumor *y = *(const struct rumor *const *)b;

	if (x->members[0].item != y->members[0].item)
		return x->members[0].item < y->members[0].item ? -1 : 1;
	return x->members[0].claim - y->members[0].claim;
}

static void print_rumor(struct buf *out, const struct rumor *r)
{
	buf_printf(out, "%s %s/%s/%s %s by %lld at %lld until %lld: %s\n",
	    aspect_name(r->aspect), r->subject ? r->subject : "-",
	    r->version ? r->version : "-", r->value ? r->value : "-",
	    rumor_status_name(r->status), (long long)r->settled_by,
	    (long long)r->settled_at, (long long)r->deadline, r->statement);
	for (size_t i = 0; i < r->origin_count; i++)
		buf_printf(out, "  origin %s of %zu\n",
		    r->origins[i].name ? r->origins[i].name : "-",
		    r->origins[i].carriers);
	for (size_t i = 0; i < r->member_count; i++)
		buf_printf(out, "  %s %lld %d %s\n",
		    part_name(r->members[i].part),
		    (long long)r->members[i].item, r->members[i].claim,
		    r->members[i].origin ? r->members[i].origin : "-");
	for (size_t i = 0; i < r->transition_count; i++)
		buf_printf(out, "  %s to %s by %lld: %s\n",
		    rumor_status_name(r->transitions[i].from),
		    rumor_status_name(r->transitions[i].to),
		    (long long)r->transitions[i].item, r->transitions[i].rule);
}

/* All that the board says, but the numbers, which depend on arrival. */
static char *print_board(struct board *b, const struct history *h)
{
	size_t n = board_rumor_count(b);
	const struct rumor **all = arena_array(&arena, n + 1, sizeof(*all));
	struct buf out;

	buf_init(&out, 100000);
	for (size_t i = 0; i < n; i++)
		all[i] = board_rumor(b, i);
	qsort(all, n, sizeof(*all), by_first_claim);
	for (size_t i = 0; i < n; i++)
		print_rumor(&out, all[i]);
	for (size_t i = 0; i < h->item_count; i++)
		buf_printf(&out, "%lld %d\n", (long long)h->items[i].item.id,
		    board_item_flag(b, h->items[i].item.id));
	assert_true(buf_ok(&out));
	return buf_steal(&out);
}

static size_t below(struct rng *rng, size_t n)
{
	return (size_t)(rng_unit(rng) * (double)n);
}

static void shuffle(struct rng *rng, size_t *order, size_t n)
{
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (size_t i = n; i > 1; i--) {
		size_t j = below(rng, i), other = order[j];

		order[j] = order[i - 1];
		order[i - 1] = other;
	}
}

/* The number of a claim's rumor, as a store would keep it. */
static int64_t rumor_of_claim(struct board *b, int64_t item, size_t claim)
{
	for (size_t i = 0; i < board_rumor_count(b); i++) {
		const struct rumor *r = board_rumor(b, i);

		for (size_t j = 0; j < r->member_count; j++)
			if (r->members[j].item == item &&
			    r->members[j].claim == (int)claim &&
			    r->members[j].part <= PART_RESTATES)
				return r->id;
	}
	return 0;
}

/* Puts what the board has into a new one, as at a start. */
static struct board *restart(struct board *old, const struct history *h,
    const size_t *order, size_t n, int64_t next_id)
{
	struct board *b = board_new(lexicon, &marking);
	size_t rumors = board_rumor_count(old);

	for (size_t i = 0; i < n; i++) {
		const struct told *t = &h->items[order[i]];
		int64_t of[4] = {0};

		for (size_t c = 0; c < t->an.claim_count; c++)
			of[c] = rumor_of_claim(old, t->item.id, c);
		board_restore(b, &t->item, &t->an, t->story, t->copy_of, of);
	}
	rule(b, h);
	board_ready(b, next_id);
	assert_int_equal(board_rumor_count(b), rumors);
	for (size_t i = 0; i < rumors; i++) {
		const struct rumor *was = board_rumor(old, i);
		const struct rumor *is = board_rumor_by_id(b, was->id);

		assert_non_null(is);
		assert_int_equal(by_first_claim(&was, &is), 0);
	}
	board_free(old);
	return b;
}

static void arrive_in_disorder(
    const struct history *h, struct rng *rng, const char *want)
{
	struct board *b = board_new(lexicon, &marking);
	size_t order[MOST_ITEMS], n = h->item_count;
	size_t stop = below(rng, n + 1);
	char *is;

	rule(b, h);
	shuffle(rng, order, n);
	for (size_t i = 0; i < n; i++) {
		const struct told *t;
		int64_t *ids;

		t = &h->items[order[i]];
		board_add(b, &t->item, &t->an, t->story, t->copy_of);
		if (below(rng, 2))
			board_changed(b, &arena, &ids);
		for (size_t k = below(rng, 4); k > 0; k--)
			board_fold_some(b, 1 + below(rng, 3));
		if (i == stop) {
			board_advance(b, 0);
			b = restart(b, h, order, i + 1, 1000);
		}
	}
	board_advance(b, h->now);
	is = print_board(b, h);
	if (strcmp(is, want) != 0)
		fail_msg("case %s: in another order of arrival\n%s\nnot\n%s",
		    h->name, is, want);
	free(is);
	board_free(b);
}

static void order_of_arrival_changes_nothing(void **state)
{
	struct rng rng = {.state = 20240301};

	(void)state;
	for (size_t i = 0; i < history_count; i++) {
		const struct history *h = &histories[i];
		struct board *b = board_new(lexicon, &policy);
		char *want;

		for (size_t j = 0; j < h->item_count; j++)
			add(b, &h->items[j]);
		rule(b, h);
		board_advance(b, h->now);
		want = print_board(b, h);
		board_free(b);
		for (int round = 0; round < 12; round++)
			arrive_in_disorder(h, &rng, want);
		free(want);
	}
}

static char *print_ids(struct board *b, const struct history *h)
{
	char *text = print_board(b, h);
	struct buf out;

	buf_init(&out, 100000);
	buf_puts(&out, text);
	free(text);
	for (size_t i = 0; i < board_rumor_count(b); i++)
		buf_printf(&out, "%lld of item %lld\n",
		    (long long)board_rumor(b, i)->id,
		    (long long)board_rumor(b, i)->members[0].item);
	return buf_steal(&out);
}

/* --- many items, most of them in their order --- */

#define ROUNDS	 9
#define ROUND_S	 (9 * DAY_S)
#define LATE_S	 (4 * DAY_S)
#define ROUND_ID 100000

/* An item of a history, once more some days later. */
struct again {
	struct told told;
	int64_t arrives;
	int64_t story; /* where it is in the end */
};

static int by_arrival(const void *a, const void *b)
{
	const struct again *x = a, *y = b;

	if (x->arrives != y->arrives)
		return x->arrives < y->arrives ? -1 : 1;
	return (x->told.item.id > y->told.item.id) -
	       (x->told.item.id < y->told.item.id);
}

static struct again once_more(
    const struct told *t, size_t history, int64_t round, struct rng *rng)
{
	struct again g = {.told = *t};
	int64_t off = ROUND_ID * (round * 100 + (int64_t)history);

	g.told.item.id += off;
	g.told.item.published_at += round * ROUND_S;
	if (t->story)
		g.told.story = t->story + off;
	if (t->copy_of)
		g.told.copy_of = t->copy_of + off;
	for (size_t i = 0; i < t->an.claim_count; i++) {
		struct window *w = &g.told.claims[i].window;

		w->from += w->from == DATE_NONE ? 0 : round * ROUND_S;
		w->to += w->to == DATE_NONE ? 0 : round * ROUND_S;
	}
	g.story = g.told.story;
	if (below(rng, 8) == 0)
		g.told.story += 7; /* and moves later */
	g.arrives = g.told.item.published_at +
		    (int64_t)(rng_unit(rng) * rng_unit(rng) * LATE_S);
	return g;
}

static struct again *all_again(size_t *n, struct rng *rng)
{
	struct again *all = arena_array(
	    &arena, history_count * MOST_ITEMS * ROUNDS, sizeof(*all));

	*n = 0;
	for (int64_t round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < history_count; i++)
			for (size_t j = 0; j < histories[i].item_count; j++)
				all[(*n)++] = once_more(
				    &histories[i].items[j], i, round, rng);
	qsort(all, *n, sizeof(*all), by_arrival);
	for (size_t i = 0; i < *n; i++) {
		all[i].told.an.claims = all[i].told.claims;
		all[i].told.an.attributions = all[i].told.attributions;
	}
	return all;
}

/* As it comes; now and then one comes again, and moves to its story late. */
static char *tell_by_and_by(struct board *b, const struct again *all, size_t n)
{
	struct rng rng = {.state = 20251122};
	struct history none = {0};
	char *text;

	for (size_t i = 0; i < n; i++) {
		const struct again *g = &all[below(&rng, i + 1)];

		board_add(b, &all[i].told.item, &all[i].told.an,
		    all[i].told.story, all[i].told.copy_of);
		board_advance(b, 0);
		if (below(&rng, 4) == 0)
			board_move(
			    b, g->told.item.id, g->story, g->told.copy_of);
		if (below(&rng, 50) == 0)
			board_add(b, &g->told.item, &g->told.an, g->story,
			    g->told.copy_of);
	}
	board_advance(b, all[n - 1].arrives + 30 * DAY_S);
	text = print_ids(b, &none);
	board_free(b);
	return text;
}

/* Neither what the board says, nor the numbers of its rumors. */
static void a_mark_changes_nothing(void **state)
{
	struct rng rng = {.state = 20251121};
	struct board_policy now_and_then = marking;
	size_t n;
	struct again *all = all_again(&n, &rng);
	char *want = tell_by_and_by(board_new(lexicon, &policy), all, n), *is;

	(void)state;
	assert_true(n > 1000);
	assert_true(strlen(want) > 10000);
	now_and_then.mark_every = 5;
	now_and_then.mark_back_s = DAY_S;
	is = tell_by_and_by(board_new(lexicon, &now_and_then), all, n);
	assert_string_equal(is, want);
	free(want);
	free(is);
}

/* --- rulings --- */

static const struct history *history_named(const char *name);

/* Taken back, the last first, each leaves all as it was before it. */
static void undone_rulings_leave_nothing(void **state)
{
	size_t tried = 0;

	(void)state;
	for (size_t i = 0; i < history_count; i++) {
		const struct history *h = &histories[i];
		struct board *b = board_new(lexicon, &policy);
		struct founder *founders[4];
		size_t n[4];
		char *before[4], *now;

		for (size_t j = 0; j < h->item_count; j++)
			add(b, &h->items[j]);
		board_advance(b, h->now);
		for (size_t k = 0; k < h->ruling_count; k++) {
			before[k] = print_ids(b, h);
			n[k] = board_founders(b, &arena, &founders[k]);
			board_rule(b, &h->rulings[k]);
			board_advance(b, 0);
		}
		for (size_t k = h->ruling_count; k-- > 0; tried++) {
			now = print_ids(b, h);
			assert_string_not_equal(now, before[k]);
			free(now);
			board_unrule(b, h->rulings[k].id);
			board_found(b, founders[k], n[k]);
			board_advance(b, 0);
			now = print_ids(b, h);
			if (strcmp(now, before[k]) != 0)
				fail_msg("case %s: ruling %zu undone\n%s\nnot\n"
					 "%s",
				    h->name, k + 1, now, before[k]);
			free(now);
			free(before[k]);
		}
		board_free(b);
	}
	assert_true(tried >= 8);
}

/* A revision of the item, and another number of the claim in it. */
static void rulings_find_their_claims_again(void **state)
{
	const struct history *h = history_named("a user's verdict stands");
	struct told t = h->items[0];
	struct board *b = board_new(lexicon, &policy);
	int64_t id;

	(void)state;
	for (size_t j = 0; j < h->item_count; j++)
		add(b, &h->items[j]);
	rule(b, h);
	board_advance(b, h->now);
	id = board_rumor(b, 0)->id;
	t.claims[1] = t.claims[0];
	t.claims[0].aspect = ASPECT_FEATURE;
	t.claims[0].text = "Something else altogether was put in front";
	t.claims[0].value = "pens";
	t.an.claims = t.claims;
	t.an.claim_count = 2;
	add(b, &t);
	for (size_t i = 0; i < board_rumor_count(b); i++) {
		const struct rumor *r = board_rumor(b, i);

		if (r->aspect == ASPECT_FEATURE)
			continue;
		assert_int_equal(r->status, RUMOR_DENIED);
		assert_int_equal(r->transitions[0].ruling, 1);
		assert_int_equal(r->transitions[0].grade, GRADE_U);
		assert_true(id > 0);
	}
	board_free(b);
}

/* --- numbers and changes --- */

static const struct history *history_named(const char *name)
{
	for (size_t i = 0; i < history_count; i++)
		if (!strcmp(histories[i].name, name))
			return &histories[i];
	fail_msg("%s: no case %s", case_file, name);
	return NULL;
}

static void changes_are_told_once(void **state)
{
	const struct history *h = history_named("an official confirms");
	struct board *b = board_new(lexicon, &policy);
	int64_t *ids;

	(void)state;
	assert_int_equal(board_changed(b, &arena, &ids), 0);
	add(b, &h->items[0]);
	assert_int_equal(board_changed(b, &arena, &ids), 1);
	assert_int_equal(ids[0], board_rumor(b, 0)->id);
	assert_int_equal(board_changed(b, &arena, &ids), 0);
	add(b, &h->items[1]);
	assert_int_equal(board_changed(b, &arena, &ids), 1);
	assert_int_equal(board_rumor_by_id(b, ids[0])->status, RUMOR_CONFIRMED);
	assert_int_equal(board_changed(b, &arena, &ids), 0);
	board_free(b);
}

/* What makes no claims may go; what makes some stays. */
static void what_claims_nothing_is_let_go(void **state)
{
	const struct history *h = history_named("an official confirms");
	struct board *b = board_new(lexicon, &policy);
	struct told silent = h->items[0];

	(void)state;
	silent.item.id = 900;
	silent.an.claim_count = 0;
	add(b, &h->items[0]);
	add(b, &silent);
	board_let_go(b, h->items[0].item.id);
	board_let_go(b, 900);
	board_let_go(b, 901); /* it never had */
	assert_true(board_has(b, h->items[0].item.id));
	assert_false(board_has(b, 900));
	board_advance(b, 0);
	assert_int_equal(board_rumor_count(b), 1);
	board_free(b);
}

/* A rumor of which no claim is made out is flagged by its words alone. */
static void what_reads_as_a_rumor_is_flagged(void **state)
{
	const struct history *h = history_named("an official confirms");
	struct board *b = board_new(lexicon, &policy);
	struct told told = h->items[0];

	(void)state;
	told.an.claim_count = 0;
	told.an.class = CLASS_RUMOR;
	told.an.ours = true;
	told.item.id = 900;
	add(b, &told);
	assert_true(board_item_flag(b, 900));
	told.an.noise = true;
	told.item.id = 901;
	add(b, &told);
	assert_false(board_item_flag(b, 901));
	told.an.noise = told.an.ours = false;
	told.item.id = 902;
	add(b, &told);
	assert_false(board_item_flag(b, 902));
	told.an.ours = true;
	told.an.class = CLASS_OTHER;
	told.item.id = 903;
	add(b, &told);
	assert_false(board_item_flag(b, 903));
	board_free(b);
}

/* Who posts in a maker's channel speaks for it, beside the maker. */
static void the_author_of_official_news_is_named(void **state)
{
	static const struct source blog = {.slug = "b",
	    .title = "Google Blog",
	    .role = ROLE_OFFICIAL,
	    .vendor = "Google"};
	struct attribution google = {
	    .kind = ORIGIN_OFFICIAL, .name = "Google", .vendor = "Google"};
	struct analysis an = {.class = CLASS_OFFICIAL,
	    .lang = "en",
	    .attributions = &google,
	    .attribution_count = 1};
	struct item item = {.id = 900,
	    .guid = "900",
	    .title = "",
	    .text = "",
	    .author = "Ada Brightwater",
	    .published_at = 1709632800,
	    .source = &blog};
	struct board *b = board_new(lexicon, &policy);
	const char **names;

	(void)state;
	board_add(b, &item, &an, 900, 0);
	assert_int_equal(board_item_attributed(b, &arena, 900, &names), 2);
	assert_string_equal(names[0], "Google");
	assert_string_equal(names[1], "Ada Brightwater");
	board_free(b);
}

static void check_author(const char *author, const char *lang, const char *want)
{
	static const struct source press = {
	    .slug = "p", .title = "Lantern Ledger", .role = ROLE_PRESS};
	struct attribution insiders = {
	    .kind = ORIGIN_ANONYMOUS, .id = ATTRIBUTION_INSIDER};
	struct analysis an = {.class = CLASS_RUMOR,
	    .lang = lang,
	    .ours = true,
	    .attributions = &insiders,
	    .attribution_count = 1};
	struct item item = {.id = 900,
	    .guid = "900",
	    .title = "",
	    .text = "",
	    .author = author,
	    .published_at = 1709632800,
	    .source = &press};
	struct board *b = board_new(lexicon, &policy);
	const char **names;
	size_t n;

	board_add(b, &item, &an, 900, 0);
	n = board_item_attributed(b, &arena, 900, &names);
	assert_int_equal(n, want ? 1 : 0);
	if (want)
		assert_string_equal(names[0], want);
	board_free(b);
}

/* Who has spoken to insiders himself is whose word it is. */
static void the_author_of_own_news_is_named(void **state)
{
	(void)state;
	check_author("Gurman", "en", "Mark Gurman");
	check_author("By Ada Brightwater and Jo Reed", "en", "Ada Brightwater");
	check_author(
	    "desk@ledger.example (Ada Brightwater)", "en", "Ada Brightwater");
	check_author("News Desk", "en", "Lantern Ledger");
	check_author("Lantern Ledger", "en", "Lantern Ledger");
	check_author("Redaktion", "de", "Lantern Ledger");
	check_author("admin", "en", "Lantern Ledger");
	check_author(NULL, "en", "Lantern Ledger");
	check_author("Ada Brightwater", "zh", NULL);
}

static void a_late_answer_takes_a_rumor_away(void **state)
{
	const struct history *h = history_named(
	    "a claim that official word has answered is no new rumor");
	struct board *b = board_new(lexicon, &policy);
	int64_t *ids, id;

	(void)state;
	add(b, &h->items[1]); /* the official word comes late */
	assert_int_equal(board_changed(b, &arena, &ids), 1);
	id = ids[0];
	assert_true(board_item_flag(b, h->items[1].item.id));
	add(b, &h->items[0]);
	assert_int_equal(board_changed(b, &arena, &ids), 1);
	assert_int_equal(ids[0], id);
	assert_null(board_rumor_by_id(b, id));
	assert_false(board_item_flag(b, h->items[1].item.id));
	assert_int_equal(board_changed(b, &arena, &ids), 0);
	board_free(b);
}

static void an_earlier_carrier_keeps_the_number(void **state)
{
	const struct history *h = history_named("two tipsters corroborate");
	struct board *b = board_new(lexicon, &policy);
	int64_t id;

	(void)state;
	add(b, &h->items[1]);
	id = board_rumor(b, 0)->id;
	add(b, &h->items[0]);
	assert_int_equal(board_rumor_count(b), 1);
	assert_int_equal(board_rumor(b, 0)->id, id);
	assert_int_equal(
	    board_rumor(b, 0)->members[0].item, h->items[0].item.id);
	add(b, &h->items[0]); /* a revision takes its own place */
	assert_int_equal(board_rumor_count(b), 1);
	assert_int_equal(board_rumor(b, 0)->id, id);
	assert_int_equal(board_rumor(b, 0)->member_count, 2);
	board_free(b);
}

/* --- unverifiable since --- */

static void silence_of_a_failing_vendor_is_no_verdict(void **state)
{
	struct rumor r = {.vendor = "Brightphone", .status = RUMOR_OPEN};
	struct official_feed feeds[] = {
	    {.vendor = "Brightphone", .failing_since = 500},
	    {.vendor = "Dimphone", .failing_since = 0},
	    {.vendor = "Brightphone", .failing_since = 700},
	};

	(void)state;
	assert_int_equal(verify_unverifiable_since(&r, feeds, 3), 700);
	assert_int_equal(verify_unverifiable_since(&r, feeds, 1), 500);
	assert_int_equal(verify_unverifiable_since(&r, feeds, 0), 0);
	feeds[0].failing_since = 0;
	assert_int_equal(verify_unverifiable_since(&r, feeds, 3), 0);
	feeds[0].failing_since = 500;
	r.status = RUMOR_CONFIRMED;
	assert_int_equal(verify_unverifiable_since(&r, feeds, 3), 0);
	r.status = RUMOR_EXPIRED;
	r.settled_at = 600;
	assert_int_equal(verify_unverifiable_since(&r, feeds, 3), 0);
	r.settled_at = 800;
	assert_int_equal(verify_unverifiable_since(&r, feeds, 3), 700);
	r.vendor = NULL;
	assert_int_equal(verify_unverifiable_since(&r, feeds, 3), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(histories_end_as_written),
	    cmocka_unit_test(undone_rulings_leave_nothing),
	    cmocka_unit_test(rulings_find_their_claims_again),
	    cmocka_unit_test(order_of_arrival_changes_nothing),
	    cmocka_unit_test(a_mark_changes_nothing),
	    cmocka_unit_test(changes_are_told_once),
	    cmocka_unit_test(what_claims_nothing_is_let_go),
	    cmocka_unit_test(what_reads_as_a_rumor_is_flagged),
	    cmocka_unit_test(the_author_of_own_news_is_named),
	    cmocka_unit_test(the_author_of_official_news_is_named),
	    cmocka_unit_test(a_late_answer_takes_a_rumor_away),
	    cmocka_unit_test(an_earlier_carrier_keeps_the_number),
	    cmocka_unit_test(silence_of_a_failing_vendor_is_no_verdict),
	};

	return cmocka_run_group_tests(tests, read_histories, forget_histories);
}
