/*
 * Slots are read by tables over the folded tokens: names of systems and
 * devices that a number follows, marks of a beta, months, CVE numbers, and
 * verbs of denial, confirmation, leak and release in the title.
 *
 * What a title says decides; the lead only fills what the other's title has
 * and one's own has not.
 */
#include "judge/slot.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "judge/sense.h"

#define LEAD_BYTES  600
#define TOKENS_MAX  220
#define SLOTS_MAX   48
#define FOLLOW_NEAR 2 /* bytes between a name and its number: "os 2", "(2" */

static const char *const kind_names[] = {
    [SLOT_VERSION] = "version",
    [SLOT_STAGE] = "stage",
    [SLOT_DEVICE] = "device",
    [SLOT_MONTH] = "month",
    [SLOT_CVE] = "flaw",
    [SLOT_REGION] = "region",
    [SLOT_KIND] = "kind of news",
    [SLOT_TOPIC] = "topic",
    [SLOT_SERVICE] = "service",
};

/* One field's tokens while it is read. */
struct reading {
	struct arena *arena;
	const struct senses *senses;
	struct slots *out;
	const char *text; /* folded */
	const struct token *tokens;
	/* of the words that end with a token; or NULL */
	const struct sense_word *known[TOKENS_MAX];
	size_t count;
	bool in_title;
	bool patched; /* it speaks of updates */
};

static size_t length(const struct token *t)
{
	return t->end - t->start;
}

static const char *look_up(const struct reading *r, size_t i, enum sense sense)
{
	return sense_in(r->known[i], sense);
}

/* Of a part of a token. */
static const char *sense_of(
    const struct reading *r, const char *s, size_t n, enum sense sense)
{
	return sense_in(sense_find(r->senses, s, n), sense);
}

/* Is token i + 1 the next word after token i, in the same phrase? */
static bool adjoins(const struct reading *r, size_t i)
{
	uint32_t gap;

	if (i + 1 >= r->count)
		return false;
	gap = r->tokens[i + 1].start - r->tokens[i].end;
	if (r->tokens[i + 1].start < r->tokens[i].end)
		return false; /* overlapping CJK pairs */
	return gap <= FOLLOW_NEAR &&
	       !memchr(r->text + r->tokens[i].end, ',', gap) &&
	       !memchr(r->text + r->tokens[i].end, '.', gap) &&
	       !memchr(r->text + r->tokens[i].end, ':', gap);
}

static bool begins_with_digit(const struct reading *r, size_t i)
{
	char c = r->text[r->tokens[i].start];

	return c >= '0' && c <= '9';
}

static void put(struct reading *r, enum slot_kind kind, const char *name,
    const char *value, size_t n)
{
	struct slots *s = r->out;
	struct slot slot = {
	    .kind = (unsigned char)kind, .in_title = r->in_title};

	if (s->count == SLOTS_MAX)
		return;
	snprintf(slot.name, sizeof(slot.name), "%s", name);
	snprintf(slot.value, sizeof(slot.value), "%.*s", (int)n, value);
	for (size_t i = 0; i < s->count; i++)
		if (s->list[i].kind == slot.kind &&
		    strcmp(s->list[i].name, slot.name) == 0 &&
		    strcmp(s->list[i].value, slot.value) == 0)
			return;
	s->list =
	    arena_room(r->arena, s->list, s->count, &s->cap, sizeof(*s->list));
	s->list[s->count++] = slot;
}

/* "6.0" and "6" are one version. */
static size_t without_zero(const char *s, size_t n)
{
	while (n > 2 && s[n - 1] == '0' && s[n - 2] == '.')
		n -= 2;
	return n;
}

static bool is_word(const struct reading *r, size_t i, const char *word)
{
	return length(&r->tokens[i]) == strlen(word) &&
	       memcmp(r->text + r->tokens[i].start, word, strlen(word)) == 0;
}

/*
 * The system that token i ends the name of: "ios", "nothing os", "one ui",
 * "harmonyos next". false where it ends none.
 */
static bool system_name(
    const struct reading *r, size_t i, char out[SLOT_NAME_BYTES])
{
	const char *known = look_up(r, i, SENSE_SYSTEM), *before;

	if (known) {
		snprintf(out, SLOT_NAME_BYTES, "%s", known);
		return true;
	}
	if (i == 0 || !adjoins(r, i - 1))
		return false;
	before = look_up(r, i - 1, SENSE_SYSTEM);
	if (is_word(r, i, "next") && before)
		snprintf(out, SLOT_NAME_BYTES, "%s next", before);
	else if (is_word(r, i, "os") && before)
		snprintf(out, SLOT_NAME_BYTES, "%s", before);
	else if (is_word(r, i, "os") || is_word(r, i, "ui"))
		snprintf(out, SLOT_NAME_BYTES, "%.*s%.2s",
		    (int)length(&r->tokens[i - 1]),
		    r->text + r->tokens[i - 1].start,
		    r->text + r->tokens[i].start);
	else
		return false;
	return true;
}

static void read_version(struct reading *r, size_t i)
{
	char name[SLOT_NAME_BYTES];
	const char *value;

	if (!adjoins(r, i) || !begins_with_digit(r, i + 1) ||
	    !system_name(r, i, name))
		return;
	value = r->text + r->tokens[i + 1].start;
	put(r, SLOT_VERSION, name, value,
	    without_zero(value, length(&r->tokens[i + 1])));
}

/* How many letters the token begins with, where digits follow them. */
static size_t letters_before_digits(const struct reading *r, size_t i)
{
	const char *s = r->text + r->tokens[i].start;
	size_t n = length(&r->tokens[i]), letters = 0;

	while (letters < n && s[letters] >= 'a' && s[letters] <= 'z')
		letters++;
	return letters < n && s[letters] >= '0' && s[letters] <= '9' ? letters
								     : 0;
}

/* "beta 3", "beta3", "qpr2", "dp 1"; a bare "beta" has the value "". */
static void read_stage(struct reading *r, size_t i)
{
	const struct token *t = &r->tokens[i];
	const char *word = r->text + t->start;
	size_t letters = letters_before_digits(r, i);
	const char *stage = look_up(r, i, SENSE_STAGE);

	if (letters)
		stage = sense_of(r, word, letters, SENSE_STAGE);
	if (!stage)
		return;
	if (letters)
		put(r, SLOT_STAGE, stage, word + letters, length(t) - letters);
	else if (adjoins(r, i) && begins_with_digit(r, i + 1))
		put(r, SLOT_STAGE, stage, r->text + r->tokens[i + 1].start,
		    length(&r->tokens[i + 1]));
	else
		put(r, SLOT_STAGE, stage, "", 0);
}

/* One or two letters and a number by themselves: "s24", "g84", "p60". */
static bool is_model(const struct reading *r, size_t i)
{
	size_t n = length(&r->tokens[i]), letters = letters_before_digits(r, i);

	return letters >= 1 && letters <= 2 && n - letters >= 2 &&
	       n - letters <= 3;
}

/* After a family's name: "8", "8a", "f5", not "2.0". */
static bool may_be_model(const struct reading *r, size_t i)
{
	size_t letters = letters_before_digits(r, i);

	if (memchr(r->text + r->tokens[i].start, '.', length(&r->tokens[i])))
		return false;
	return begins_with_digit(r, i) || letters == 1 || letters == 2;
}

static void put_device(struct reading *r, size_t i, const char *family)
{
	char value[64];
	int n;

	n = snprintf(value, sizeof(value), "%s%.*s", family,
	    (int)length(&r->tokens[i]), r->text + r->tokens[i].start);
	for (; n > 0 && (size_t)n < sizeof(value) && adjoins(r, i); i++) {
		const char *suffix = look_up(r, i + 1, SENSE_SUFFIX);

		if (!suffix)
			break;
		n += snprintf(
		    value + n, sizeof(value) - (size_t)n, " %s", suffix);
	}
	put(r, SLOT_DEVICE, "", value, strlen(value));
}

static void read_device(struct reading *r, size_t i)
{
	const char *family = look_up(r, i, SENSE_FAMILY);
	size_t letters = letters_before_digits(r, i);

	if (family && adjoins(r, i) && may_be_model(r, i + 1))
		put_device(r, i + 1, begins_with_digit(r, i + 1) ? family : "");
	else if (letters > 2 && sense_of(r, r->text + r->tokens[i].start,
				    letters, SENSE_FAMILY))
		put_device(r, i, ""); /* "fold5" */
	else if (is_model(r, i))
		put_device(r, i, "");
}

/* "4月" is a month; so is a name, of the title only. */
static void read_month(struct reading *r, size_t i)
{
	static const char yue[] = "月";
	const struct token *t = &r->tokens[i];
	const char *month = look_up(r, i, SENSE_MONTH);

	if (month) {
		put(r, SLOT_MONTH, "", month, strlen(month));
		return;
	}
	if (t->kind == TOKEN_NUMBER && length(t) <= 2 &&
	    strncmp(r->text + t->end, yue, sizeof(yue) - 1) == 0)
		put(r, SLOT_MONTH, "", r->text + t->start, length(t));
}

static void read_cve(struct reading *r, size_t i)
{
	const struct token *t = &r->tokens[i];
	char value[SLOT_VALUE_BYTES];

	if (i + 2 >= r->count || length(t) != 3 ||
	    memcmp(r->text + t->start, "cve", 3) != 0)
		return;
	snprintf(value, sizeof(value), "%.*s-%.*s", (int)length(t + 1),
	    r->text + t[1].start, (int)length(t + 2), r->text + t[2].start);
	put(r, SLOT_CVE, "", value, strlen(value));
}

/* "the May update" is no guess. */
static bool is_month_of_may(const struct reading *r, size_t i)
{
	if (!is_word(r, i, "may"))
		return false;
	return (i > 0 && is_word(r, i - 1, "the")) ||
	       (i + 1 < r->count && (begins_with_digit(r, i + 1) ||
					look_up(r, i + 1, SENSE_PATCHED)));
}

static void read_kind(struct reading *r, size_t i)
{
	const char *kind = look_up(r, i, SENSE_KIND);
	const char *topic = look_up(r, i, SENSE_TOPIC);
	const char *region = look_up(r, i, SENSE_REGION);
	const char *service = look_up(r, i, SENSE_SERVICE);

	if (is_month_of_may(r, i))
		put(r, SLOT_MONTH, "", "5", 1);
	else if (kind)
		put(r, SLOT_KIND, "", kind, strlen(kind));
	if (look_up(r, i, SENSE_SYSTEM))
		r->out->names_system = true;
	if (topic)
		put(r, SLOT_TOPIC, "", topic, strlen(topic));
	if (region)
		put(r, SLOT_REGION, "", region, strlen(region));
	if (service)
		put(r, SLOT_SERVICE, "", service, strlen(service));
	r->patched |= look_up(r, i, SENSE_PATCHED) != NULL;
}

/* Words of several tokens are known at the last of them. */
static void find_senses(struct reading *r, const struct prose *p)
{
	size_t covered, last;

	for (size_t i = 0; i < r->count; i = last + 1) {
		uint32_t start = r->tokens[i].start;
		const struct sense_word *w =
		    sense_at(r->senses, p, i, &covered);

		r->known[i] = NULL;
		for (last = i; w && last + 1 < r->count &&
			       r->tokens[last + 1].end <= start + covered;
		     last++)
			r->known[last + 1] = NULL;
		r->known[last] = w;
	}
}

static void read_field(struct reading *r, const struct prose *p, size_t bytes)
{
	size_t count = prose_words_within(p, bytes);

	r->text = p->folded;
	r->tokens = p->words;
	r->count = count < TOKENS_MAX ? count : TOKENS_MAX;
	find_senses(r, p);
	for (size_t i = 0; i < r->count; i++) {
		read_version(r, i);
		read_stage(r, i);
		read_device(r, i);
		read_cve(r, i);
		if (!r->in_title)
			continue;
		read_month(r, i);
		read_kind(r, i);
	}
}

/* "Beta 5 for beta users": the number says it all. */
static void drop_bare_stage(struct slots *s)
{
	size_t bare = s->count, numbered = s->count;

	for (size_t i = 0; i < s->count; i++) {
		if (s->list[i].kind == SLOT_STAGE && s->list[i].value[0])
			numbered = i;
		else if (s->list[i].kind == SLOT_STAGE)
			bare = i;
	}
	if (bare == s->count || numbered == s->count)
		return;
	s->list[numbered].in_title |= s->list[bare].in_title;
	s->list[bare] = s->list[--s->count];
}

static bool has_kind(const struct slots *s, enum slot_kind kind)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->list[i].kind == kind)
			return true;
	return false;
}

void slots_of(struct arena *arena, const struct lexicon *lexicon,
    const struct itemtext *text, struct slots *out)
{
	struct reading r = {.arena = arena,
	    .senses = lexicon_senses(lexicon),
	    .out = out,
	    .in_title = true};

	*out = (struct slots){0};
	read_field(&r, &text->field[FIELD_TITLE], SIZE_MAX);
	if (has_kind(out, SLOT_MONTH) && r.patched)
		put(&r, SLOT_KIND, "", "patch", 5);
	if (has_kind(out, SLOT_STAGE))
		put(&r, SLOT_KIND, "", "beta", 4);
	r.in_title = false;
	read_field(&r, &text->field[FIELD_TEXT], LEAD_BYTES);
	drop_bare_stage(out);
}

bool slots_title_has(const struct slots *s, enum slot_kind kind)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->list[i].in_title && s->list[i].kind == kind)
			return true;
	return false;
}

/* --- conflict --- */

static bool same_name(const struct slot *a, const struct slot *b)
{
	return a->kind == b->kind && strcmp(a->name, b->name) == 0;
}

/* "Globally" leaves out what has versions of its own. */
static bool regions_meet(const struct slot *a, const struct slot *b)
{
	if (strcmp(a->value, "global") == 0)
		return strcmp(b->value, "china") != 0;
	return strcmp(b->value, "global") == 0 &&
	       strcmp(a->value, "china") != 0;
}

/* A beta without a number may be any of them. */
static bool same_value(const struct slot *a, const struct slot *b)
{
	if (!a->value[0] || !b->value[0])
		return true;
	if (a->kind == SLOT_REGION && regions_meet(a, b))
		return true;
	return strcmp(a->value, b->value) == 0;
}

static const struct slot *title_slot_like(
    const struct slots *s, const struct slot *like)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->list[i].in_title && same_name(&s->list[i], like))
			return &s->list[i];
	return NULL;
}

/*
 * Does no value of b agree with any of a for the slot's name? A title is
 * weighed against the other's title where that has the name, else against
 * its lead. *other is a value of b's.
 */
static bool excludes(const struct slots *a, const struct slots *b,
    const struct slot *like, const struct slot **other)
{
	bool titles_only = title_slot_like(b, like) != NULL;

	*other = NULL;
	for (size_t j = 0; j < b->count; j++) {
		const struct slot *theirs = &b->list[j];

		if (!same_name(theirs, like) ||
		    (titles_only && !theirs->in_title))
			continue;
		*other = theirs;
		for (size_t i = 0; i < a->count; i++) {
			const struct slot *ours = &a->list[i];

			if (ours->in_title && same_name(ours, like) &&
			    same_value(ours, theirs))
				return false;
		}
	}
	return *other != NULL;
}

static bool tells_of_release(const struct slots *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->list[i].in_title && (s->list[i].kind == SLOT_VERSION ||
					       s->list[i].kind == SLOT_DEVICE))
			return true;
	return false;
}

static bool is_denial(const struct slots *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->list[i].in_title && s->list[i].kind == SLOT_KIND &&
		    strcmp(s->list[i].value, "denial") == 0)
			return true;
	return false;
}

/*
 * Countries meet in all news, and "could" and "problem" stand in any: they
 * tell stories of systems and devices apart. A denial is one everywhere.
 */
static bool counts(
    const struct slots *a, const struct slots *b, enum slot_kind kind)
{
	if (kind == SLOT_REGION)
		return tells_of_release(a) && tells_of_release(b);
	if (kind == SLOT_KIND && (is_denial(a) || is_denial(b)))
		return true;
	if (kind == SLOT_KIND || kind == SLOT_TOPIC)
		return a->names_system || b->names_system ||
		       tells_of_release(a) || tells_of_release(b);
	return true;
}

static bool one_way(const struct slots *a, const struct slots *b,
    struct arena *arena, const char **why)
{
	const struct slot *other;

	for (size_t i = 0; i < a->count; i++) {
		const struct slot *slot = &a->list[i];

		if (!slot->in_title || !counts(a, b, slot->kind) ||
		    !excludes(a, b, slot, &other))
			continue;
		if (why)
			*why = arena_printf(arena, "%s%s%s: %s against %s",
			    kind_names[slot->kind], slot->name[0] ? " " : "",
			    slot->name, slot->value[0] ? slot->value : "none",
			    other->value[0] ? other->value : "none");
		return true;
	}
	return false;
}

static bool agree_on_version(const struct slots *a, const struct slots *b)
{
	for (size_t i = 0; i < a->count; i++)
		for (size_t j = 0; j < b->count; j++)
			if (a->list[i].kind == SLOT_VERSION &&
			    same_name(&a->list[i], &b->list[j]))
				return true;
	return false;
}

static const struct slot *title_version(const struct slots *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->list[i].in_title && s->list[i].kind == SLOT_VERSION)
			return &s->list[i];
	return NULL;
}

/* Titles with versions of systems that the other does not even name. */
static bool other_systems(const struct slots *a, const struct slots *b,
    struct arena *arena, const char **why)
{
	const struct slot *ours = title_version(a), *theirs = title_version(b);

	if (!ours || !theirs || agree_on_version(a, b))
		return false;
	if (why)
		*why = arena_printf(arena, "version: %s %s against %s %s",
		    ours->name, ours->value, theirs->name, theirs->value);
	return true;
}

/* One title tells of a beta of a version, the other of a version only. */
static bool beta_or_not(const struct slots *a, const struct slots *b,
    struct arena *arena, const char **why)
{
	const struct slots *plain = has_kind(a, SLOT_STAGE) ? b : a;

	if (has_kind(a, SLOT_STAGE) == has_kind(b, SLOT_STAGE) ||
	    !title_version(plain))
		return false;
	if (why)
		*why = arena_strdup(arena, "stage: a beta against none");
	return true;
}

bool slots_conflict(const struct slots *a, const struct slots *b,
    struct arena *arena, const char **why)
{
	return one_way(a, b, arena, why) || one_way(b, a, arena, why) ||
	       other_systems(a, b, arena, why) || beta_or_not(a, b, arena, why);
}

static bool shares_kind(
    const struct slots *a, const struct slots *b, enum slot_kind kind)
{
	bool both = false;

	for (size_t i = 0; i < a->count; i++)
		for (size_t j = 0; j < b->count; j++) {
			if (a->list[i].kind != kind || b->list[j].kind != kind)
				continue;
			both = true;
			if (same_name(&a->list[i], &b->list[j]) &&
			    same_value(&a->list[i], &b->list[j]))
				return true;
		}
	return !both;
}

bool slots_agree(const struct slots *a, const struct slots *b)
{
	static const enum slot_kind kinds[] = {
	    SLOT_VERSION, SLOT_STAGE, SLOT_DEVICE, SLOT_CVE};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!shares_kind(a, b, kinds[i]))
			return false;
	return !slots_conflict(a, b, NULL, NULL);
}
