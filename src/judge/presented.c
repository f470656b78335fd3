/*
 * What official word presents, by its name: "introducing X", "its first
 * foldable, the X", "X is our smallest watch". The name is made a claim of its
 * own, with the sentences that tell what sort of thing it is and the headline
 * over them; it settles nothing by itself. Whether the thing is one that was
 * to be called otherwise is asked where rumors are (bearingpresented.c).
 */
#include "judge/draw.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"

#define NAMES	      4 /* of one sentence */
#define WORDS	      5 /* of one name */
#define ACRONYM_BYTES 4
#define SCENE_MOST    900 /* bytes of what is told of it */

struct found_name {
	uint32_t start, end; /* folded */
};

static char shown(const struct side *side, uint32_t at)
{
	return side->text[side->map[at]];
}

/* The end of the word at `at`: "8.3", "Note7+", "(2a)" behind "Phone". */
static uint32_t word_end(
    const struct side *side, uint32_t at, uint32_t end, bool inner)
{
	const char *s = side->folded;
	uint32_t i = at;

	if (inner && s[i] == '(' && i + 1 < end &&
	    isdigit((unsigned char)s[i + 1])) {
		while (i < end && isalnum((unsigned char)s[++i]))
			continue;
		return i < end && s[i] == ')' && i - at < 6 ? i + 1 : at;
	}
	while (i < end && (isalnum((unsigned char)s[i]) ||
			      (s[i] == '.' && i + 1 < end && i > at &&
				  isdigit((unsigned char)s[i - 1]) &&
				  isdigit((unsigned char)s[i + 1]))))
		i++;
	return i < end && i > at && s[i] == '+' ? i + 1 : i;
}

static const struct match *house_at(const struct drawn *d, uint32_t at)
{
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];

		if (m->use->kind == USE_VENDOR && m->start == at)
			return m;
	}
	return NULL;
}

/* "vivo X9": a name that begins without a capital. */
static bool is_small_name(const struct drawn *d, uint32_t at)
{
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];

		if (m->start == at &&
		    (m->use->kind == USE_VENDOR || m->use->kind == USE_PRODUCT))
			return true;
	}
	return false;
}

static bool is_name_word(
    const struct drawn *d, uint32_t at, uint32_t end, bool inner)
{
	bool capital = false;

	if (inner && (isdigit((unsigned char)d->side->folded[at]) ||
			 d->side->folded[at] == '('))
		return true;
	if (!inner && isdigit((unsigned char)d->side->folded[at]))
		return false; /* "5G" */
	for (uint32_t i = at; i < end; i++)
		capital |= isupper((unsigned char)shown(d->side, i)) != 0;
	if (!inner && is_small_name(d, at))
		return true;
	return capital || (!inner && drawn_mention_at(d, at) != NULL &&
			      drawn_mention_at(d, at)->start == at);
}

static bool is_word_of(
    const struct drawn *d, enum phrase class, uint32_t at, uint32_t end)
{
	return phrase_is(
	    d->r->lex->phrases, class, d->side->folded + at, end - at);
}

/* The words with capitals from `at` on, "All-New" and "The" left out. */
static struct found_name name_at(const struct drawn *d, uint32_t at)
{
	struct found_name out = {at, at};
	uint32_t end;

	for (int n = 0; n < WORDS; n++) {
		end = word_end(d->side, at, d->p->end, n > 0);
		if (end == at || !is_name_word(d, at, end, n > 0))
			break;
		if (out.end == out.start &&
		    is_word_of(d, PHRASE_NO_NAME, at, end) &&
		    drawn_mention_at(d, at) == NULL) {
			out.start = out.end = at = end + 1;
			n--;
			if (at >= d->p->end || d->side->folded[end] != ' ')
				break;
			continue;
		}
		out.end = end;
		if (end >= d->p->end || d->side->folded[end] != ' ')
			break;
		at = end + 1;
	}
	return out;
}

/* "Samsung Electronics": nothing behind the maker's name is a name. */
static bool is_house(const struct drawn *d, struct found_name n)
{
	const struct match *house = house_at(d, n.start);
	uint32_t at, end;

	if (house == NULL)
		return false;
	for (at = house->end; at < n.end; at = end) {
		while (at < n.end && d->side->folded[at] == ' ')
			at++;
		end = word_end(d->side, at, n.end, false);
		if (end == at || !is_word_of(d, PHRASE_FIRM, at, end))
			return false;
	}
	return true;
}

/* "Introducing X for your car": something that X is made for or on. */
static bool is_made_for(const struct drawn *d, uint32_t end)
{
	static const char *const joints[] = {
	    " for ", " on your ", " on the ", " to ", " app ", "'s "};

	for (size_t i = 0; i < sizeof(joints) / sizeof(*joints); i++)
		if (strncmp(d->side->folded + end, joints[i],
			strlen(joints[i])) == 0)
			return true;
	return false;
}

/* A headline has capitals everywhere: the text must have the name too. */
static struct found_name in_text_too(const struct drawn *d, struct found_name n)
{
	const struct side *text = &d->r->side[FIELD_TEXT];

	while (d->p->field == FIELD_TITLE && n.end > n.start &&
	       memmem(text->folded, text->folded_n, d->side->folded + n.start,
		   n.end - n.start) == NULL) {
		while (n.end > n.start && d->side->folded[n.end - 1] != ' ')
			n.end--;
		while (n.end > n.start && d->side->folded[n.end - 1] == ' ')
			n.end--;
	}
	return n;
}

static bool is_feature(const struct mention *m)
{
	return m != NULL && strcmp(m->row->kind, "feature") == 0;
}

/* A country, an outlet, a person: they are in what is announced. */
static bool is_of_others(const struct drawn *d, struct found_name n)
{
	if (drawn_mention_at(d, n.start) != NULL)
		return false;
	for (size_t i = 0; i < d->p->matches; i++) {
		const struct match *m = &d->side->matches[d->p->match + i];

		if (m->start == n.start &&
		    (m->use->kind == USE_TIPSTER ||
			m->use->kind == USE_PERSON ||
			m->use->kind == USE_REGION ||
			(m->use->kind == USE_VENDOR && m->end >= n.end)))
			return true;
	}
	return false;
}

/* "HDMI", "VPN": what things have. */
static bool is_acronym(const struct drawn *d, struct found_name n)
{
	if (n.end - n.start > ACRONYM_BYTES)
		return false;
	for (uint32_t i = n.start; i < n.end; i++)
		if (!isupper((unsigned char)shown(d->side, i)))
			return false;
	return true;
}

/* German nouns have capitals, all of them. */
static bool is_noun(const struct drawn *d, struct found_name n)
{
	return d->r->lang == LANG_DE && drawn_mention_at(d, n.start) == NULL &&
	       memchr(d->side->folded + n.start, ' ', n.end - n.start) == NULL;
}

static bool is_name(const struct drawn *d, struct found_name n)
{
	return !is_noun(d, n) && !is_of_others(d, n) && !is_acronym(d, n) &&
	       n.end - n.start > 2 && !is_house(d, n) &&
	       !is_made_for(d, n.end) &&
	       !is_feature(drawn_mention_at(d, n.start));
}

/* ", ", " and the ": the next of a list. */
static uint32_t list_gap(const struct drawn *d, uint32_t at)
{
	static const char *const gaps[] = {", and the ", " and the ", ", and ",
	    " and ", " & ", ", the ", ", ", " und ", " y ", " et ", " e "};

	for (size_t i = 0; i < sizeof(gaps) / sizeof(*gaps); i++)
		if (strncmp(d->side->folded + at, gaps[i], strlen(gaps[i])) ==
		    0)
			return (uint32_t)strlen(gaps[i]);
	return 0;
}

/* The names of the list that begins with the first; *end past the last. */
static size_t names_listed(const struct drawn *d, struct found_name first,
    struct found_name *out, uint32_t *end)
{
	size_t n = 0;

	while (n < NAMES && first.end > first.start && is_name(d, first)) {
		uint32_t gap = list_gap(d, first.end);

		out[n++] = first;
		*end = first.end;
		if (gap == 0)
			break;
		first = in_text_too(d, name_at(d, first.end + gap));
	}
	return n;
}

/* "The A9 and its bigger brother, the A9 Max": a model, told apart. */
static void model_add(const struct drawn *d, struct found_name name,
    struct found_name *out, size_t *n)
{
	const struct mention *m = drawn_mention_at(d, name.start);

	if (*n < NAMES && m != NULL && m->device &&
	    strcmp(m->name, m->row->name) != 0 && is_name(d, name))
		out[(*n)++] = name;
}

/* Does a clause end there in which the verb could have its object? */
static bool ends_clause(const struct drawn *d, uint32_t at)
{
	const char *s = d->side->folded + at;

	return strchr(";(\"", *s) != NULL ||
	       (*s == ':' && d->p->field == FIELD_TITLE) ||
	       strncmp(s, " - ", 3) == 0 || strncmp(s, " that ", 6) == 0 ||
	       strncmp(s, " how ", 5) == 0 || strncmp(s, ", which ", 8) == 0 ||
	       strncmp(s, " its plan", 9) == 0;
}

/* "At the fair its phone", "with a pen, the X": the object comes again. */
static bool is_back(const struct drawn *d, uint32_t at, bool named)
{
	static const char *const joints[] = {"and ", "& ", "or ", NULL};
	const char *s = d->side->folded;

	return (named && !span_ends(s, d->p->start, at, joints)) ||
	       (at >= d->p->start + 2 && s[at - 2] == ',');
}

/* Behind the verb: the first name that says neither where nor with what. */
static size_t names_behind(
    const struct drawn *d, uint32_t from, struct found_name *out)
{
	bool aside = false, named = false;
	uint32_t at = from, end;
	size_t found = 0;

	for (; at < d->p->end && !ends_clause(d, at); at = end) {
		struct found_name n;

		end = word_end(d->side, at, d->p->end, false);
		if (end == at) {
			end = at + 1;
			continue;
		}
		if (is_word_of(d, PHRASE_PREPOSITION, at, end) ||
		    is_word_of(d, PHRASE_ATTACHED, at, end)) {
			aside = true;
			named = false;
			continue;
		}
		if (is_word_of(d, PHRASE_ARTICLE, at, end) ||
		    is_word_of(d, PHRASE_WE, at, end))
			aside &= !is_back(d, at, named);
		n = name_at(d, at);
		if (n.end <= n.start)
			continue;
		end = n.end;
		n = in_text_too(d, n);
		named = true;
		if (aside || n.end <= n.start)
			continue;
		if (found > 0)
			model_add(d, n, out, &found);
		else
			found = names_listed(d, n, out, &end);
	}
	return found;
}

/* "The X is our first", "you asked, we listened: the X is": the name that
 * stands right before. */
static size_t names_before(
    const struct drawn *d, uint32_t to, struct found_name *out)
{
	const char *s = d->side->folded;
	uint32_t at = d->p->start, end;

	for (; at < to; at = end) {
		struct found_name n = name_at(d, at);

		end = word_end(d->side, at, to, false);
		end = n.end > end ? n.end : end;
		end = end > at ? end : at + 1;
		n = in_text_too(d, n);
		if (n.end <= n.start || n.end > to || to - n.end > 1)
			continue;
		/* "On the X is our": not what is shown. */
		if (!is_name(d, n) || phrase_before(passage_phrases(d->r, d->p),
					  PHRASE_ATTACHED, s, at) != NULL)
			return 0;
		out[0] = n;
		return 1;
	}
	return 0;
}

/* "X: unveiled" over the maker's own text. */
static size_t names_heading(const struct drawn *d, struct found_name *out)
{
	struct found_name n = name_at(d, d->p->start);

	if (d->p->field != FIELD_TITLE || d->grade != GRADE_A ||
	    n.end <= n.start || d->side->folded[n.end] != ':')
		return 0;
	out[0] = in_text_too(d, n);
	return out[0].end == n.end && is_name(d, n);
}

/* "小米18系列正式发布", "发布小米18": a model beside the verb. */
#define HAN_NEAR 36

static bool is_beside(struct found_name n, const struct phrase_hit *hit)
{
	return n.end <= hit->start
		   ? hit->start - n.end <= HAN_NEAR
		   : n.start >= hit->end && n.start - hit->end <= HAN_NEAR;
}

/* "发布MIX Roll", which no table has: Latin letters in Chinese are a name. */
static size_t latin_beside(
    const struct drawn *d, const struct phrase_hit *hit, struct found_name *out)
{
	const char *s = d->side->folded;
	uint32_t at = d->p->start, end;

	for (; at < d->p->end; at = end) {
		struct found_name n;

		end = at + 1;
		if ((at > d->p->start && isalnum((unsigned char)s[at - 1])) ||
		    !isalpha((unsigned char)s[at]))
			continue;
		n = name_at(d, at);
		if (n.end > end)
			end = n.end;
		if (n.end <= n.start || !is_beside(n, hit) || !is_name(d, n))
			continue;
		out[0] = n;
		return 1;
	}
	return 0;
}

static size_t names_beside(
    const struct drawn *d, const struct phrase_hit *hit, struct found_name *out)
{
	size_t n = 0;

	for (size_t i = 0; i < d->p->mentions && n < NAMES; i++) {
		const struct mention *m = &d->side->mentions[d->p->mention + i];
		struct found_name name = {m->start, m->end};
		bool called =
		    m->start >= hit->end && hit->class == PHRASE_CALLED;

		if (is_beside(name, hit) && m->device &&
		    (strcmp(m->name, m->row->name) != 0 || called) &&
		    drawn_of_vendor(d->r, m))
			out[n++] = name;
	}
	return n > 0 ? n : latin_beside(d, hit, out);
}

/* "We will not launch X" */
static bool is_refused(const struct drawn *d, const struct phrase_hit *verb)
{
	return drawn_says_in(d, PHRASE_NOT, d->p->start, verb->start);
}

static size_t names_take(const struct drawn *d, struct found_name *out)
{
	static const enum phrase verbs[] = {PHRASE_PRESENTS, PHRASE_CALLED};
	const struct phrases_found *f = passage_phrases(d->r, d->p);
	const struct phrase_hit *hit;
	size_t n = 0;

	for (size_t i = 0; i < 2 && n == 0; i++)
		for (hit = NULL;
		     n == 0 && (hit = phrase_next(f, verbs[i], hit)) != NULL;)
			n = is_refused(d, hit) ? 0
			    : d->r->lang == LANG_ZH
				? names_beside(d, hit, out)
				: names_behind(d, hit->end, out);
	for (hit = NULL;
	     n == 0 && (hit = phrase_next(f, PHRASE_PRESENTED, hit)) != NULL;)
		n = names_before(d, hit->start, out);
	return n > 0 ? n : names_heading(d, out);
}

/* Is it the news of the item that something comes? */
static bool is_announcement(const struct drawn *d)
{
	const struct reading *r = d->r;

	if (passage_has(d->p, CUE_ANNOUNCE) || passage_has(d->p, CUE_RELEASE) ||
	    drawn_says(d, PHRASE_PRESENTS) || drawn_says(d, PHRASE_CALLED))
		return true;
	for (size_t i = 0; d->grade == GRADE_A && i < r->passage_count; i++)
		if (passage_has(&r->passages[i], CUE_ANNOUNCE) ||
		    passage_has(&r->passages[i], CUE_RELEASE))
			return true;
	return d->grade == GRADE_A && drawn_says(d, PHRASE_PRESENTED) &&
	       phrase_next(passage_phrases(r, &r->passages[0]),
		   PHRASE_PRESENTED, NULL) != NULL;
}

/* "It costs", "We made it": the sentence goes on about the thing. */
static bool goes_on(const struct reading *r, const struct passage *p)
{
	static const char *const openings[] = {"it ", "it's ", "they ", "this ",
	    "we ", "our ", "es ", "er ", "sie ", "il ", "elle "};

	for (size_t i = 0; i < sizeof(openings) / sizeof(*openings); i++)
		if (strncmp(r->side[p->field].folded + p->start, openings[i],
			strlen(openings[i])) == 0)
			return true;
	return false;
}

static void add_part(
    struct buf *b, const struct reading *r, const struct passage *p)
{
	struct span s = p->span;
	const char *text = r->side[p->field].text;

	if (b->len + s.end - s.start > SCENE_MOST)
		return;
	if (b->len > 0)
		buf_puts(b, strchr(".!?:", buf_text(b)[b->len - 1]) != NULL
				? " "
				: ". ");
	buf_add(b, text + s.start, s.end - s.start);
}

/* What a headline names, the first sentence tells of. */
static bool is_lead(const struct drawn *d, const struct passage *p)
{
	return d->p->field == FIELD_TITLE && p == d->p + 1;
}

/* "You asked for a smaller phone. It has a name: meet X" */
static bool points_back(const struct drawn *d, struct found_name n)
{
	const struct phrase_hit *it =
	    phrase_next(passage_phrases(d->r, d->p), PHRASE_IT, NULL);

	return it != NULL && it->start < n.start;
}

/* The headline, the sentences with the name, and those that go on. */
static const char *scene_of(const struct drawn *d, struct found_name n)
{
	const struct reading *r = d->r;
	const char *name = d->side->folded + n.start, *out;
	bool here = false, back = points_back(d, n);
	struct buf b;

	buf_init(&b, SCENE_MOST + 8);
	for (size_t i = 0; i < r->passage_count; i++) {
		const struct passage *p = &r->passages[i];
		const char *s = r->side[p->field].folded + p->start;
		bool has =
		    memmem(s, p->end - p->start, name, n.end - n.start) != NULL;

		if (p->field == FIELD_TITLE || has || p == d->p ||
		    (p + 1 == d->p && back) ||
		    (here && (goes_on(r, p) || is_lead(d, p))))
			add_part(&b, r, p);
		here = has || p == d->p;
	}
	out = arena_strdup(r->arena, buf_text(&b));
	buf_free(&b);
	return out;
}

static const char *name_text(const struct drawn *d, struct found_name n)
{
	const struct mention *m = drawn_mention_at(d, n.start);

	return m != NULL && m->device && m->end >= n.end &&
		       (m->end > n.end || strcmp(m->name, m->row->name) != 0)
		   ? m->name
		   : original(d->r, d->side, n.start, n.end);
}

void presented_claims(struct drawn *d)
{
	const struct attribution *by = drawn_speaker(d);
	struct found_name names[NAMES];
	size_t n;

	if (!d->official || d->modality != MODALITY_ASSERTED ||
	    d->p->question || d->background || d->own_guess ||
	    !is_announcement(d))
		return;
	n = names_take(d, names);
	for (size_t i = 0; i < n; i++) {
		struct claim c = claim_begin(d, ASPECT_NAME, NULL);
		static const char *const none[] = {NULL};

		if (by != NULL && by->vendor != NULL)
			c.vendor = by->vendor;
		c.value = name_text(d, names[i]);
		c.text = scene_of(d, names[i]);
		c.words = none; /* its text is read, and no words counted */
		c.presents = true;
		claim_add(d, &c);
	}
}
