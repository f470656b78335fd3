/*
 * The system that a phone comes with: "the Aqua 9 ships with WaveOS 4",
 * "AquaOS 12 out of the box", "debuts on the Aqua 9". It is a feature of the
 * phone whose value is the system; two systems exclude each other, and a name
 * that was only ever rumored may stand for the real one (bearingvalue.c).
 */
#include "judge/draw.h"

#include <string.h>

#define REACH 48 /* bytes between the verb and the system */

bool value_is_system(const struct lexicon *lex, const char *value)
{
	return value_system(lex, value) != NULL;
}

const struct product *value_system(const struct lexicon *lex, const char *value)
{
	const struct product *p = lexicon_product(lex, value);
	const char *version = strrchr(value, ' ');
	char name[64];

	if (p == NULL && version != NULL && strpbrk(version, "0123456789") &&
	    (size_t)(version - value) < sizeof(name)) {
		memcpy(name, value, (size_t)(version - value));
		name[version - value] = '\0';
		p = lexicon_product(lex, name);
	}
	return p != NULL && (strcmp(p->kind, "os") == 0 ||
				strcmp(p->kind, "skin") == 0 || p->rumored_name)
		   ? p
		   : NULL;
}

static bool is_of_house(const struct drawn *d, const struct mention *m)
{
	return d->r->vendor == NULL ||
	       strcmp(lexicon_house(d->r->lex, m->vendor),
		   lexicon_house(d->r->lex, d->r->vendor)) == 0;
}

static bool is_system(const struct drawn *d, const struct mention *m)
{
	return !m->device && is_of_house(d, m) &&
	       value_system(d->r->lex, m->name) != NULL &&
	       !mention_is_kind(d, m);
}

static bool names_system(const struct drawn *d)
{
	for (size_t i = 0; i < d->p->mentions; i++)
		if (is_system(d, &d->side->mentions[d->p->mention + i]))
			return true;
	return false;
}

/* Where the sentence has the word. */
static bool word_find(
    const struct drawn *d, const char *word, struct match *found)
{
	const char *s = d->side->folded + d->p->start;
	size_t n = strlen(word);
	const char *at = memmem(s, d->p->end - d->p->start, word, n);

	if (at == NULL)
		return false;
	found->start = (uint32_t)(at - d->side->folded);
	found->end = found->start + (uint32_t)n;
	return true;
}

/* The verb of the sentence that has a system behind it; or NULL. */
static const struct mention *behind_verb(
    const struct drawn *d, struct match *verb)
{
	static const char *const sure[] = {" ships with ", " ship with ",
	    " shipping with ", " comes with ", " come with ", " runs ",
	    " running ", " run on ", " runs on ", " will run ", " boots ",
	    " arrives with ", " delivered with ", " sold with ", " wird mit ",
	    " läuft mit ", " läuft unter ", " läuft auf ", " kommt mit ",
	    " ausgeliefert mit ", " viene con ", " vendrá con ", " corre ",
	    " livré avec ", " tourne sous ", " arrive avec ", " arriva con ",
	    " vem com ", " hadir dengan ", " menjalankan ", "搭载", "预装",
	    "运行", "出厂"};
	static const char *const told[] = {" launches with ", " launched with ",
	    " debuts with ", " powered by ", " with #", "首发"};
	size_t sures = sizeof(sure) / sizeof(*sure);
	size_t all = sures + sizeof(told) / sizeof(*told);

	for (size_t i = 0; i < (d->official ? all : sures); i++) {
		if (!word_find(d, i < sures ? sure[i] : told[i - sures], verb))
			continue;
		for (size_t k = 0; k < d->p->mentions; k++) {
			const struct mention *m =
			    &d->side->mentions[d->p->mention + k];

			if (m->start + 1 >= verb->end &&
			    m->start - verb->end + 1 < REACH && is_system(d, m))
				return m;
		}
	}
	return NULL;
}

/* "Launches in India with a larger battery and X", in an announcement. */
static const struct mention *behind_with(
    const struct drawn *d, struct match *word)
{
	static const char with[] = " with ";
	const char *s = d->side->folded;
	uint32_t n = sizeof(with) - 1;

	if (!d->official || (!passage_has(d->p, CUE_RELEASE) &&
				!passage_has(d->p, CUE_ANNOUNCE)))
		return NULL;
	for (uint32_t i = d->p->start; i + n < d->p->end; i++) {
		bool phone = false;

		if (memcmp(s + i, with, n) != 0)
			continue;
		word->start = i;
		word->end = i + n;
		for (size_t k = 0; k < d->p->mentions; k++) {
			const struct mention *m =
			    &d->side->mentions[d->p->mention + k];

			phone |= m->device && m->end <= i;
			if (phone && m->start >= i + n &&
			    m->start - i - n < REACH && is_system(d, m))
				return m;
		}
	}
	return NULL;
}

/* "X out of the box", "X preinstalled", "X makes its debut on the Aqua 9". */
static const struct mention *before_word(
    const struct drawn *d, struct match *word)
{
	static const char *const sure[] = {" out of the box", " out-of-the-box",
	    " preinstalled", " pre-installed", " on board", " vorinstalliert",
	    " ab werk", " de fábrica", " de serie", " preinstalado",
	    " préinstallé", " d'origine", " preinstallat", " pré-instalado",
	    " bawaan"};
	static const char *const told[] = {" debuts on ", " debut on ",
	    " first on ", " debutiert auf ", " debuta en ", " debutta su "};
	size_t sures = sizeof(sure) / sizeof(*sure);
	size_t all = sures + sizeof(told) / sizeof(*told);

	for (size_t i = 0; i < (d->official ? all : sures); i++) {
		if (!word_find(d, i < sures ? sure[i] : told[i - sures], word))
			continue;
		for (size_t k = d->p->mentions; k-- > 0;) {
			const struct mention *m =
			    &d->side->mentions[d->p->mention + k];

			if (m->end <= word->start && is_system(d, m))
				return m;
		}
	}
	return NULL;
}

/* The phone of the sentence, or the one that "it" stands for. */
static const struct mention *phone_of(const struct drawn *d)
{
	static const char *const it[] = {" phone", " device", " series",
	    " handset", " it ", " tablet", " watch", NULL};
	const struct mention *other = d->r->phone;

	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		if (m->device && is_of_house(d, m))
			return m;
	}
	if (other == NULL || !is_of_house(d, other) ||
	    (!drawn_has(d, it) &&
		strncmp(d->side->folded + d->p->start, "it ", 3) != 0))
		return NULL;
	return other;
}

/* "The successor of A, B, debuts on the Aqua 9": it is B that does. */
static const struct mention *newest(
    const struct drawn *d, const struct mention *old)
{
	for (size_t i = 0; i < d->p->mentions; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];

		if (m->row->predecessor != NULL && is_system(d, m) &&
		    strcmp(m->row->predecessor, old->name) == 0)
			return m;
	}
	return old;
}

/* Is it the system of a phone that the sentence is about? */
bool aboard_stands(const struct drawn *d)
{
	struct match word;

	return names_system(d) &&
	       (behind_verb(d, &word) != NULL || before_word(d, &word) != NULL);
}

void aboard_claim(struct drawn *d)
{
	static const char *const updates[] = {" beta", " updat", " upgrad",
	    "previously", "no longer runs", "apps", "older", " that run ",
	    "devices running", "phones running", " seen ", " test", "spotted",
	    "benchmark", "geekbench", "公测", "升级", "测试", NULL};
	struct match word = {0};
	const struct mention *phone, *aboard;
	struct claim c;

	if (!names_system(d) || drawn_has(d, updates))
		return;
	aboard = behind_verb(d, &word);
	if (aboard == NULL)
		aboard = before_word(d, &word);
	if (aboard == NULL)
		aboard = behind_with(d, &word);
	if (aboard == NULL)
		return;
	phone = phone_of(d);
	aboard = newest(d, aboard);
	if (phone == NULL)
		return;
	c = claim_begin(d, ASPECT_FEATURE, phone);
	c.value = aboard->version != NULL ? arena_printf(d->r->arena, "%s %s",
						aboard->name, aboard->version)
					  : aboard->name;
	word.use = d->p->matches > 0 ? d->side->matches[d->p->match].use : NULL;
	negation_take(d, &word, &c);
	claim_add(d, &c);
}
