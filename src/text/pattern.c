/*
 * A pattern is parsed to a tree, and the tree written out as the program of a
 * machine that follows all ways through it at once, the preferred one first
 * (Thompson 1968, Pike's captures). A repeat with counts is written out as
 * often as it says, so the program's length is what bounds it.
 *
 * Most texts have not the letters that a pattern cannot do without: these are
 * looked for first.
 */
#include "text/pattern.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#define PROGRAM_MAX 4000 /* steps */
#define DEPTH_MAX   40	 /* parentheses in parentheses */
#define COUNT_MAX   1000 /* in braces */
#define NONE	    SIZE_MAX

struct set {
	uint64_t bits[4];
};

enum step_kind {
	STEP_SET,   /* one byte of the set */
	STEP_SPLIT, /* goes on at both, next preferred */
	STEP_JUMP,
	STEP_SAVE, /* notes the place */
	STEP_BEGIN,
	STEP_END,
	STEP_WORD_EDGE,
	STEP_NO_WORD_EDGE,
	STEP_MATCH,
};

struct step {
	enum step_kind kind;
	unsigned next, other; /* save: next is which */
	struct set set;
};

struct pattern {
	struct step *steps;
	unsigned count;
	char *needed; /* lower case; in every text that matches */
	size_t needed_n;
};

/* --- the tree --- */

enum node_kind {
	NODE_EMPTY,
	NODE_SET,
	NODE_ASSERT, /* step says which */
	NODE_SEQUENCE,
	NODE_CHOICE,
	NODE_REPEAT,
	NODE_GROUP, /* the first pair of parentheses */
};

struct node {
	enum node_kind kind;
	enum step_kind step;
	struct set set;
	struct node *a, *b;
	int least, most; /* most -1: no end */
	bool lazy;
	unsigned char letter; /* of a set that is one letter; else 0 */
};

struct parser {
	struct arena *arena;
	const char *source, *s;
	struct err *err;
	int depth;
	bool has_group;
};

static struct node *node_new(struct parser *p, enum node_kind kind)
{
	struct node *n = arena_alloc(p->arena, sizeof(*n));

	n->kind = kind;
	return n;
}

static struct node *fail(struct parser *p, const char *why)
{
	err_set(p->err, "\"%s\": %s at character %zu", p->source, why,
	    (size_t)(p->s - p->source) + 1);
	return NULL;
}

static void set_add(struct set *set, unsigned char c)
{
	unsigned char low = (unsigned char)tolower(c);
	unsigned char up = (unsigned char)toupper(c);

	set->bits[low / 64] |= UINT64_C(1) << low % 64;
	set->bits[up / 64] |= UINT64_C(1) << up % 64;
}

static bool set_has(const struct set *set, unsigned char c)
{
	return set->bits[c / 64] >> c % 64 & 1;
}

static void set_add_range(struct set *set, unsigned from, unsigned to)
{
	for (unsigned c = from; c <= to; c++)
		set_add(set, (unsigned char)c);
}

static void set_invert(struct set *set)
{
	for (size_t i = 0; i < 4; i++)
		set->bits[i] = ~set->bits[i];
}

/* \d and its like; false where the letter is none of them. */
static bool set_add_class(struct set *set, char letter)
{
	struct set class = {{0}};

	switch (tolower((unsigned char)letter)) {
	case 'd':
		set_add_range(&class, '0', '9');
		break;
	case 'w':
		set_add_range(&class, '0', '9');
		set_add_range(&class, 'a', 'z');
		set_add(&class, '_');
		break;
	case 's':
		set_add_range(&class, '\t', '\r');
		set_add(&class, ' ');
		break;
	default:
		return false;
	}
	if (isupper((unsigned char)letter))
		set_invert(&class);
	for (size_t i = 0; i < 4; i++)
		set->bits[i] |= class.bits[i];
	return true;
}

/* The character of an escape that stands for one; -1 where it is none. */
static int escaped(struct parser *p)
{
	static const char letters[] = "tnrfv0", stand_for[] = "\t\n\r\f\v";
	const char *at;
	char c = *p->s;

	if (c == '\0' || (c >= '1' && c <= '9') || c == 'k' || c == 'u')
		return -1;
	p->s++;
	if (c == 'x') {
		static const char hex[] = "0123456789abcdef";
		const char *high, *low;

		if (!p->s[0] || !p->s[1])
			return -1;
		high = strchr(hex, tolower((unsigned char)p->s[0]));
		low = strchr(hex, tolower((unsigned char)p->s[1]));
		if (!high || !low)
			return -1;
		p->s += 2;
		return (int)((high - hex) * 16 + (low - hex));
	}
	at = strchr(letters, c);
	return at ? stand_for[at - letters] : (unsigned char)c;
}

/* One character of a class, or -1; a set like \d is added at once: -2. */
static int class_character(struct parser *p, struct set *set)
{
	if (*p->s != '\\')
		return (unsigned char)*p->s++;
	p->s++;
	if (*p->s && set_add_class(set, *p->s)) {
		p->s++;
		return -2;
	}
	if (*p->s == 'b') {
		p->s++;
		return '\b';
	}
	return escaped(p);
}

static struct node *parse_class(struct parser *p)
{
	struct node *n = node_new(p, NODE_SET);
	bool inverted = *p->s == '^';
	int from, to;

	p->s += inverted;
	while (*p->s && *p->s != ']') {
		from = class_character(p, &n->set);
		if (from == -1)
			return fail(p, "an escape that is not known");
		if (from == -2)
			continue;
		to = from;
		if (p->s[0] == '-' && p->s[1] && p->s[1] != ']') {
			p->s++;
			to = class_character(p, &n->set);
			if (to < from)
				return fail(p, "a range that goes backwards");
		}
		set_add_range(&n->set, (unsigned)from, (unsigned)to);
	}
	if (!*p->s)
		return fail(p, "no \"]\"");
	p->s++;
	if (inverted)
		set_invert(&n->set);
	return n;
}

static struct node *one_character(struct parser *p, unsigned char c)
{
	struct node *n = node_new(p, NODE_SET);

	set_add(&n->set, c);
	n->letter = (unsigned char)tolower(c);
	return n;
}

static struct node *assertion(struct parser *p, enum step_kind step)
{
	struct node *n = node_new(p, NODE_ASSERT);

	n->step = step;
	return n;
}

static struct node *parse_escape(struct parser *p)
{
	struct node *n;
	int c;

	if (*p->s == 'b' || *p->s == 'B')
		return assertion(
		    p, *p->s++ == 'b' ? STEP_WORD_EDGE : STEP_NO_WORD_EDGE);
	n = node_new(p, NODE_SET);
	if (*p->s && set_add_class(&n->set, *p->s)) {
		p->s++;
		return n;
	}
	c = escaped(p);
	return c < 0 ? fail(p, "an escape that is not known")
		     : one_character(p, (unsigned char)c);
}

static struct node *parse_choice(struct parser *p);

static struct node *parse_group(struct parser *p)
{
	bool captures = true, first;
	struct node *inner, *n;

	if (*p->s == '?') {
		if (p->s[1] != ':')
			return fail(p, "look-around and names are not known");
		p->s += 2;
		captures = false;
	}
	first = captures && !p->has_group;
	p->has_group |= captures;
	if (++p->depth > DEPTH_MAX)
		return fail(p, "too many parentheses");
	inner = parse_choice(p);
	p->depth--;
	if (!inner)
		return NULL;
	if (*p->s != ')')
		return fail(p, "no \")\"");
	p->s++;
	if (!first)
		return inner;
	n = node_new(p, NODE_GROUP);
	n->a = inner;
	return n;
}

static struct node *parse_atom(struct parser *p)
{
	struct node *n;

	switch (*p->s) {
	case '(':
		p->s++;
		return parse_group(p);
	case '[':
		p->s++;
		return parse_class(p);
	case '.':
		p->s++;
		n = node_new(p, NODE_SET);
		set_add(&n->set, '\n');
		set_add(&n->set, '\r');
		set_invert(&n->set);
		return n;
	case '^':
		p->s++;
		return assertion(p, STEP_BEGIN);
	case '$':
		p->s++;
		return assertion(p, STEP_END);
	case '\\':
		p->s++;
		return parse_escape(p);
	case '*':
	case '+':
	case '?':
		return fail(p, "nothing to repeat");
	default:
		return one_character(p, (unsigned char)*p->s++);
	}
}

/* "{2}", "{2,}", "{2,5}": false where the brace is a character. */
static bool parse_counts(struct parser *p, int *least, int *most)
{
	const char *s = p->s + 1;
	int n[2] = {0, -1}, i = 0;

	if (!isdigit((unsigned char)*s))
		return false;
	for (; *s && *s != '}'; s++) {
		if (*s == ',' && i == 0) {
			i = 1;
		} else if (isdigit((unsigned char)*s)) {
			n[i] = (n[i] < 0 ? 0 : n[i]) * 10 + (*s - '0');
			if (n[i] > COUNT_MAX)
				n[i] = COUNT_MAX + 1;
		} else {
			return false;
		}
	}
	if (*s != '}')
		return false;
	p->s = s + 1;
	*least = n[0];
	*most = i ? n[1] : n[0];
	return true;
}

static struct node *parse_repeat(struct parser *p)
{
	struct node *atom = parse_atom(p), *n;
	int least, most;

	while (atom && *p->s) {
		if (*p->s == '*' || *p->s == '+' || *p->s == '?') {
			least = *p->s == '+';
			most = *p->s == '?' ? 1 : -1;
			p->s++;
		} else if (*p->s != '{' || !parse_counts(p, &least, &most)) {
			break;
		}
		if (least > COUNT_MAX || most > COUNT_MAX ||
		    (most >= 0 && most < least))
			return fail(p, "a count that cannot be");
		n = node_new(p, NODE_REPEAT);
		n->a = atom;
		n->least = least;
		n->most = most;
		n->lazy = *p->s == '?';
		p->s += n->lazy;
		atom = n;
	}
	return atom;
}

static struct node *parse_sequence(struct parser *p)
{
	struct node *all = node_new(p, NODE_EMPTY), *next, *n;

	while (*p->s && *p->s != '|' && *p->s != ')') {
		next = parse_repeat(p);
		if (!next)
			return NULL;
		n = node_new(p, NODE_SEQUENCE);
		n->a = all;
		n->b = next;
		all = n;
	}
	return all;
}

static struct node *parse_choice(struct parser *p)
{
	struct node *a = parse_sequence(p), *n;

	while (a && *p->s == '|') {
		p->s++;
		n = node_new(p, NODE_CHOICE);
		n->a = a;
		n->b = parse_sequence(p);
		if (!n->b)
			return NULL;
		a = n;
	}
	return a;
}

/* --- the program --- */

struct writer {
	struct step *steps;
	unsigned count;
	bool full;
};

static unsigned emit(struct writer *w, enum step_kind kind)
{
	if (w->count == PROGRAM_MAX) {
		w->full = true;
		return 0;
	}
	w->steps[w->count] = (struct step){.kind = kind, .next = w->count + 1};
	return w->count++;
}

static void write_node(struct writer *, const struct node *);

/* Once, if at all: the way past it is the second or, if lazy, the first. */
static void write_option(
    struct writer *w, const struct node *n, const struct node *a, bool loops)
{
	unsigned split = emit(w, STEP_SPLIT), jump;

	write_node(w, a);
	if (loops) {
		jump = emit(w, STEP_JUMP);
		w->steps[jump].next = split;
	}
	w->steps[split].other = w->count;
	if (n->lazy) {
		w->steps[split].other = w->steps[split].next;
		w->steps[split].next = w->count;
	}
}

static void write_repeat(struct writer *w, const struct node *n)
{
	for (int i = 0; i < n->least && !w->full; i++)
		write_node(w, n->a);
	if (n->most < 0)
		write_option(w, n, n->a, true);
	for (int i = n->least; i < n->most && !w->full; i++)
		write_option(w, n, n->a, false);
}

static void write_choice(struct writer *w, const struct node *n)
{
	unsigned split = emit(w, STEP_SPLIT), jump;

	write_node(w, n->a);
	jump = emit(w, STEP_JUMP);
	w->steps[split].other = w->count;
	write_node(w, n->b);
	w->steps[jump].next = w->count;
}

static void write_save(struct writer *w, unsigned which)
{
	unsigned at = emit(w, STEP_SAVE);

	w->steps[at].other = which;
}

static void write_node(struct writer *w, const struct node *n)
{
	if (w->full)
		return;
	switch (n->kind) {
	case NODE_EMPTY:
		return;
	case NODE_SET:
		w->steps[emit(w, STEP_SET)].set = n->set;
		return;
	case NODE_ASSERT:
		emit(w, n->step);
		return;
	case NODE_SEQUENCE:
		write_node(w, n->a);
		write_node(w, n->b);
		return;
	case NODE_CHOICE:
		write_choice(w, n);
		return;
	case NODE_REPEAT:
		write_repeat(w, n);
		return;
	case NODE_GROUP:
		write_save(w, 0);
		write_node(w, n->a);
		write_save(w, 1);
		return;
	}
}

/* --- the letters that it cannot do without --- */

struct run {
	char now[64], best[64];
	size_t now_n, best_n;
};

static void run_end(struct run *r)
{
	if (r->now_n > r->best_n) {
		memcpy(r->best, r->now, r->now_n);
		r->best_n = r->now_n;
	}
	r->now_n = 0;
}

static void run_read(struct run *r, const struct node *n)
{
	switch (n->kind) {
	case NODE_EMPTY:
	case NODE_ASSERT:
		return;
	case NODE_SET:
		if (!n->letter || r->now_n == sizeof(r->now))
			run_end(r);
		if (n->letter)
			r->now[r->now_n++] = (char)n->letter;
		return;
	case NODE_SEQUENCE:
		run_read(r, n->a);
		run_read(r, n->b);
		return;
	case NODE_GROUP:
		run_read(r, n->a);
		return;
	case NODE_CHOICE:
	case NODE_REPEAT:
		run_end(r);
		return;
	}
}

/* Parses and writes in the scratch arena; 0, or -1 with the error. */
static int compile(struct parser *p, struct writer *w, struct run *run)
{
	struct node *tree = parse_choice(p);

	if (tree && *p->s)
		tree = fail(p, "a \")\" too many");
	if (!tree)
		return -1;
	w->steps = arena_array(p->arena, PROGRAM_MAX + 1, sizeof(*w->steps));
	write_node(w, tree);
	if (w->full)
		return err_set(
		    p->err, "\"%s\": longer than can be matched", p->source);
	w->steps[w->count++].kind = STEP_MATCH;
	run_read(run, tree);
	run_end(run);
	return 0;
}

const struct pattern *pattern_compile(
    struct arena *arena, const char *source, struct err *err)
{
	struct arena scratch;
	struct parser p = {
	    .arena = &scratch, .source = source, .s = source, .err = err};
	struct writer w = {0};
	struct run run = {.now_n = 0};
	struct pattern *out = NULL;

	arena_init(&scratch);
	if (compile(&p, &w, &run) == 0) {
		out = arena_alloc(arena, sizeof(*out));
		out->steps =
		    arena_copy(arena, w.steps, w.count * sizeof(*w.steps));
		out->count = w.count;
		out->needed = arena_strndup(arena, run.best, run.best_n);
		out->needed_n = run.best_n;
	}
	arena_free(&scratch);
	return out;
}

/* --- matching --- */

struct thread {
	unsigned step;
	size_t start, group[2];
};

struct threads {
	struct thread *list;
	unsigned count;
	unsigned *seen; /* of a step: the turn it was added in */
};

struct machine {
	const struct pattern *p;
	const char *s;
	size_t n;
	unsigned turn;
	struct thread *stack; /* ways that wait to be followed */
};

static bool is_word(const struct machine *m, size_t at)
{
	return at < m->n &&
	       (isalnum((unsigned char)m->s[at]) || m->s[at] == '_');
}

static bool holds(const struct machine *m, enum step_kind kind, size_t at)
{
	bool edge = is_word(m, at) != (at > 0 && is_word(m, at - 1));

	if (kind == STEP_BEGIN)
		return at == 0;
	if (kind == STEP_END)
		return at == m->n;
	return kind == STEP_WORD_EDGE ? edge : !edge;
}

/* Follows what takes no byte, the preferred way first. */
static void follow(
    struct machine *m, struct threads *to, struct thread t, size_t at)
{
	unsigned waiting = 0;

	m->stack[waiting++] = t;
	while (waiting) {
		const struct step *step;

		t = m->stack[--waiting];
		step = &m->p->steps[t.step];
		if (to->seen[t.step] == m->turn)
			continue;
		to->seen[t.step] = m->turn;
		switch (step->kind) {
		case STEP_SET:
		case STEP_MATCH:
			to->list[to->count++] = t;
			break;
		case STEP_SPLIT:
			m->stack[waiting] = t;
			m->stack[waiting++].step = step->other;
			m->stack[waiting] = t;
			m->stack[waiting++].step = step->next;
			break;
		case STEP_SAVE:
			t.group[step->other] = at;
			t.step = step->next;
			m->stack[waiting++] = t;
			break;
		case STEP_JUMP:
			t.step = step->next;
			m->stack[waiting++] = t;
			break;
		case STEP_BEGIN:
		case STEP_END:
		case STEP_WORD_EDGE:
		case STEP_NO_WORD_EDGE:
			if (!holds(m, step->kind, at))
				break;
			t.step = step->next;
			m->stack[waiting++] = t;
			break;
		}
	}
}

static bool has_needed(const struct pattern *p, const char *s, size_t n)
{
	for (size_t i = 0; i + p->needed_n <= n; i++) {
		size_t k = 0;

		while (k < p->needed_n && tolower((unsigned char)s[i + k]) ==
					      (unsigned char)p->needed[k])
			k++;
		if (k == p->needed_n)
			return true;
	}
	return false;
}

/*
 * All threads take the byte at `at`; the first to have matched ends those
 * that are preferred less.
 */
static bool advance(struct machine *m, const struct threads *now,
    struct threads *next, size_t at, bool whole, struct thread *best)
{
	next->count = 0;
	m->turn++;
	for (unsigned i = 0; i < now->count; i++) {
		struct thread t = now->list[i];
		const struct step *step = &m->p->steps[t.step];

		if (step->kind == STEP_MATCH) {
			if (whole && at != m->n)
				continue;
			*best = t;
			return true;
		}
		if (at == m->n || !set_has(&step->set, (unsigned char)m->s[at]))
			continue;
		t.step = step->next;
		follow(m, next, t, at + 1);
	}
	return false;
}

static bool run(const struct pattern *p, struct arena *arena, const char *s,
    size_t n, size_t from, bool whole, struct pattern_match *out)
{
	struct machine m = {.p = p, .s = s, .n = n};
	struct threads lists[2], *now = &lists[0], *next = &lists[1], *swap;
	struct thread best = {0};
	bool found = false;
	size_t best_end = 0;

	if (from > n || !has_needed(p, s + from, n - from))
		return false;
	m.stack = arena_array(arena, 2 * p->count + 2, sizeof(*m.stack));
	for (int i = 0; i < 2; i++) {
		lists[i].list =
		    arena_array(arena, p->count, sizeof(*lists[i].list));
		lists[i].seen =
		    arena_array(arena, p->count, sizeof(*lists[i].seen));
		lists[i].count = 0;
	}
	m.turn = 1;
	for (size_t at = from; at <= n; at++) {
		if (!found && (!whole || at == from))
			follow(
			    &m, now, (struct thread){0, at, {NONE, NONE}}, at);
		if (now->count == 0 && (found || whole))
			break;
		if (advance(&m, now, next, at, whole, &best)) {
			found = true;
			best_end = at;
		}
		swap = now;
		now = next;
		next = swap;
	}
	if (found && out)
		*out = (struct pattern_match){best.start, best_end,
		    best.group[1] != NONE, best.group[0], best.group[1]};
	return found;
}

bool pattern_find(const struct pattern *p, struct arena *arena, const char *s,
    size_t n, size_t from, struct pattern_match *m)
{
	return run(p, arena, s, n, from, false, m);
}

bool pattern_matches(
    const struct pattern *p, struct arena *arena, const char *s, size_t n)
{
	return run(p, arena, s, n, 0, true, NULL);
}
