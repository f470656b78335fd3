/* Lines of robots.txt, groups, and patterns against paths. */
#include "text/robots.h"

#include <string.h>
#include <strings.h>

#include "base/caps.h"

#define PATTERN_MOST 2048 /* bytes; what is longer matches nothing */
#define DELAY_MOST_S 86400

enum key { KEY_OTHER, KEY_AGENT, KEY_ALLOW, KEY_DISALLOW, KEY_DELAY };

struct line {
	enum key key;
	const char *all, *value;
	size_t all_n, value_n;
};

/* Which groups a line is in, as far as the text has been read. */
struct groups {
	const char *token;
	bool ours;    /* the group names us */
	bool anyones; /* the group is that of "*" */
	bool head;    /* agents were named, and no rule yet */
};

/* --- lines --- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\0';
}

static enum key key_of(const char *s, size_t n)
{
	static const struct {
		const char *name;
		enum key key;
	} keys[] = {{"user-agent", KEY_AGENT}, {"useragent", KEY_AGENT},
	    {"allow", KEY_ALLOW}, {"disallow", KEY_DISALLOW},
	    {"crawl-delay", KEY_DELAY}};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (strlen(keys[i].name) == n &&
		    !strncasecmp(keys[i].name, s, n))
			return keys[i].key;
	return KEY_OTHER;
}

static void trim(const char **s, size_t *n)
{
	while (*n && is_blank(**s)) {
		++*s;
		--*n;
	}
	while (*n && is_blank((*s)[*n - 1]))
		--*n;
}

/* The next line of s, which moves on; false at the end. */
static bool next_line(const char **s, const char *end, struct line *l)
{
	const char *at = *s, *colon;
	size_t n = 0;

	if (at >= end)
		return false;
	while (at + n < end && at[n] != '\n' && at[n] != '\r')
		n++;
	*s = at + n + (at + n < end);
	*l = (struct line){.key = KEY_OTHER, .all = at, .all_n = n};
	colon = memchr(at, '#', n);
	if (colon)
		l->all_n = n = (size_t)(colon - at);
	colon = memchr(at, ':', n);
	if (!colon)
		return true;
	l->value = colon + 1;
	l->value_n = n - (size_t)(colon + 1 - at);
	n = (size_t)(colon - at);
	trim(&at, &n);
	trim(&l->value, &l->value_n);
	trim(&l->all, &l->all_n);
	l->key = key_of(at, n);
	return true;
}

/* --- groups --- */

static bool is_token_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       c == '-';
}

/* "Hearsay/1.0" names "hearsay"; the name ends where its characters do. */
static bool names(const struct line *l, const char *token)
{
	size_t n = 0;

	while (n < l->value_n && is_token_char(l->value[n]))
		n++;
	return n == strlen(token) && !strncasecmp(l->value, token, n);
}

static bool is_star(const struct line *l)
{
	return l->value_n && l->value[0] == '*' &&
	       (l->value_n == 1 || is_blank(l->value[1]));
}

/* Takes a line of user-agent, or the end of such lines. */
static void follow(struct groups *g, const struct line *l)
{
	if (l->key == KEY_AGENT) {
		if (!g->head)
			g->ours = g->anyones = false;
		g->head = true;
		g->ours |= names(l, g->token);
		g->anyones |= is_star(l);
	} else if (l->key == KEY_ALLOW || l->key == KEY_DISALLOW) {
		g->head = false;
	}
}

static size_t within(size_t n)
{
	return n < ROBOTS_MOST ? n : ROBOTS_MOST;
}

static const char *behind_bom(const char *s, size_t n)
{
	return n >= 3 && !memcmp(s, "\xef\xbb\xbf", 3) ? s + 3 : s;
}

/* Does any group name us? Else those of "*" count. */
static bool has_own_group(const char *text, size_t n, const char *token)
{
	const char *s = behind_bom(text, n);
	struct line l;

	while (next_line(&s, text + n, &l))
		if (l.key == KEY_AGENT && names(&l, token))
			return true;
	return false;
}

/* --- patterns --- */

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_unreserved(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

/*
 * One form for the two sides of a comparison (section 2.2.2): what need not
 * be escaped is not, all else is, in capitals. In a query a slash and a colon
 * mean the same either way. Returns the length; `most` where it is too long.
 */
static size_t normalize(char *to, size_t most, const char *s, size_t n)
{
	static const char digits[] = "0123456789ABCDEF";
	bool query = false;
	size_t len = 0;

	for (size_t i = 0; i < n && len + 3 < most; i++) {
		int c = (unsigned char)s[i];
		bool escaped = c == '%' && n - i > 2 && hex(s[i + 1]) >= 0 &&
			       hex(s[i + 2]) >= 0;

		query |= c == '?';
		if (escaped) {
			c = hex(s[i + 1]) << 4 | hex(s[i + 2]);
			i += 2;
			escaped = !is_unreserved(c) &&
				  !(query && (c == '/' || c == ':'));
		}
		if (escaped || c <= ' ' || c >= 0x7f) {
			to[len++] = '%';
			to[len++] = digits[c >> 4];
			to[len++] = digits[c & 15];
		} else {
			to[len++] = (char)c;
		}
		if (i + 1 < n && len + 3 >= most)
			return most;
	}
	return len;
}

/*
 * "*" is any run, "$" at the end is the end. Each piece is looked for behind
 * the one before, leftmost, which finds a match where there is one.
 */
static bool matches(const char *pattern, size_t n, const char *path, size_t len)
{
	bool to_end = n && pattern[n - 1] == '$', first = true;
	const char *end = path + len, *p = pattern;
	const char *stop = pattern + n - to_end;

	for (;;) {
		const char *star = memchr(p, '*', (size_t)(stop - p));
		size_t piece = (size_t)((star ? star : stop) - p);
		const char *found = path;

		if (piece > (size_t)(end - path))
			return false;
		if (first)
			found = memcmp(path, p, piece) ? NULL : path;
		else if (!star && to_end)
			found =
			    memcmp(end - piece, p, piece) ? NULL : end - piece;
		else if (piece)
			found = memmem(path, (size_t)(end - path), p, piece);
		if (!found)
			return false;
		path = found + piece;
		if (!star)
			return !to_end || path == end;
		first = false;
		p = star + 1;
	}
}

/* --- the answer --- */

static int64_t delay_of(const struct line *l)
{
	int64_t s = 0;
	size_t i = 0;

	for (; i < l->value_n && l->value[i] >= '0' && l->value[i] <= '9'; i++)
		if (s <= DELAY_MOST_S)
			s = s * 10 + (l->value[i] - '0');
	if (!i && !(l->value_n > 1 && l->value[0] == '.'))
		return -1;
	/* "0.5" is a second: what is asked for is never shortened. */
	if (i < l->value_n && l->value[i] == '.')
		s++;
	return s < DELAY_MOST_S ? s : DELAY_MOST_S;
}

struct asked {
	char path[3 * CAP_URL];
	size_t path_n;
	size_t best; /* bytes of the pattern that decided */
	struct robots_answer answer;
};

/* The longest pattern decides, of two equal ones the one that allows. */
static void take_rule(struct asked *a, const struct line *l)
{
	char raw[PATTERN_MOST + 1], pattern[3 * PATTERN_MOST];
	bool allows = l->key == KEY_ALLOW;
	bool bare = l->value_n && l->value[0] != '/' && l->value[0] != '*';
	size_t n;

	if (!l->value_n || l->value_n > PATTERN_MOST - 1)
		return;
	raw[0] = '/'; /* "Disallow: private" is meant so */
	memcpy(raw + bare, l->value, l->value_n);
	n = normalize(pattern, sizeof(pattern), raw, l->value_n + bare);
	if (n == sizeof(pattern) || n < a->best ||
	    (n == a->best && a->answer.rule && !allows) ||
	    !matches(pattern, n, a->path, a->path_n))
		return;
	a->best = n;
	a->answer.allowed = allows;
	a->answer.rule = l->all;
	a->answer.rule_n = l->all_n;
}

struct robots_answer robots_ask(
    const char *text, size_t n, const char *token, const char *path)
{
	struct asked a = {.answer = {.allowed = true, .delay_s = -1}};
	struct groups g = {.token = token};
	bool own;
	struct line l;
	const char *s;

	n = within(n);
	own = has_own_group(text, n, token);
	a.path_n = normalize(a.path, sizeof(a.path), path, strlen(path));
	s = behind_bom(text, n);
	while (next_line(&s, text + n, &l)) {
		follow(&g, &l);
		if (!(own ? g.ours : g.anyones))
			continue;
		if (l.key == KEY_DELAY && delay_of(&l) > a.answer.delay_s)
			a.answer.delay_s = delay_of(&l);
		if (l.key == KEY_ALLOW || l.key == KEY_DISALLOW)
			take_rule(&a, &l);
	}
	/* Section 2.2.2: it itself is never forbidden. */
	if (!strcmp(path, "/robots.txt")) {
		a.answer.allowed = true;
		a.answer.rule = NULL;
		a.answer.rule_n = 0;
	}
	return a.answer;
}

void robots_reduce(struct buf *b, const char *text, size_t n, const char *token)
{
	struct groups g = {.token = token};
	struct line l;
	const char *s;
	bool own;

	n = within(n);
	own = has_own_group(text, n, token);
	s = behind_bom(text, n);
	buf_puts(b, "User-agent: *\n");
	while (next_line(&s, text + n, &l)) {
		follow(&g, &l);
		if (l.key == KEY_AGENT || l.key == KEY_OTHER ||
		    !(own ? g.ours : g.anyones))
			continue;
		buf_add(b, l.all, l.all_n);
		buf_putc(b, '\n');
	}
}

const char *robots_path(const char *url)
{
	const char *p = strstr(url, "://");

	p = p ? p + 3 : url;
	p += strcspn(p, "/?#");
	return *p == '/' ? p : "/";
}
