/*
 * Names in Chinese text: behind the verb that gives one ("命名为..."), or
 * before the noun that it has ("... 的商标").
 */
#include <ctype.h>
#include <string.h>

#include "judge/reading.h"

static bool stands_at(
    const struct side *side, uint32_t at, uint32_t end, const char *word)
{
	size_t n = strlen(word);

	return at + n <= end && memcmp(side->folded + at, word, n) == 0;
}

/* What gives it follows the noun: "名字叫". */
static const char *const joints[] = {"为", "是", "叫", ":", "\"", " ", NULL};

#define JOINT_NEAR 15 /* bytes: "名字也可能叫" */

static uint32_t joint_at(const struct side *side, uint32_t at, uint32_t end)
{
	for (size_t i = 0; joints[i] != NULL; i++)
		if (stands_at(side, at, end, joints[i]))
			return (uint32_t)strlen(joints[i]);
	return 0;
}

/* Where the name begins that the noun has behind it; 0: it has none. */
static uint32_t behind_noun(
    const struct side *side, const struct passage *p, const struct match *m)
{
	static const char *const verbs[] = {"叫", "定为", "称为", "改为"};

	if (joint_at(side, m->end, p->end) > 0)
		return m->end;
	for (uint32_t at = m->end; at < p->end && at <= m->end + JOINT_NEAR;
	     at++)
		for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
			if (stands_at(side, at, p->end, verbs[i]))
				return at + (uint32_t)strlen(verbs[i]);
	return 0;
}

static bool is_noun(const struct side *side, const struct match *m)
{
	static const char *const nouns[] = {"商标", "名字", "名称", "品牌名"};

	for (size_t i = 0; i < sizeof(nouns) / sizeof(*nouns); i++)
		if (m->end - m->start == strlen(nouns[i]) &&
		    stands_at(side, m->start, m->end, nouns[i]))
			return true;
	return false;
}

bool han_is_noun(
    const struct side *side, const struct passage *p, const struct match *m)
{
	return is_noun(side, m) && behind_noun(side, p, m) == 0;
}

const char *han_name(struct reading *r, const struct side *side,
    const struct passage *p, const struct match *m)
{
	static const char *const marks[] = {"，", "。", ",", ".", "的", "将",
	    "并", "；", ";", "!", "！", "?", "？", "(", "（", "\"", "”", "与",
	    "和", "以", "正", "或", "后"};
	static const char *const plain[] = {"全新", "最新"};
	uint32_t from = is_noun(side, m) ? behind_noun(side, p, m) : m->end;
	uint32_t end = p->end, n = 1;

	while (from < end && n > 0) {
		n = joint_at(side, from, end);
		from += n;
	}
	for (size_t k = 0; k < sizeof(plain) / sizeof(*plain); k++)
		if (stands_at(side, from, end, plain[k]))
			return NULL; /* "an all-new device" */
	for (uint32_t i = from; i <= end; i++) {
		bool mark = i == end;

		for (size_t k = 0; k < sizeof(marks) / sizeof(*marks); k++)
			mark |= stands_at(side, i, end, marks[k]);
		if (!mark)
			continue;
		return i - from >= 4 && i - from <= 24
			   ? original(r, side, from, i)
			   : NULL;
	}
	return NULL;
}

const char *han_owner(struct reading *r, const struct side *side,
    const struct passage *p, uint32_t noun)
{
	const char *s = side->folded;
	uint32_t end = noun, start;

	if (end < p->start + 3 || !stands_at(side, end - 3, end, "的"))
		return NULL;
	end -= 3;
	while (end > p->start && s[end - 1] == ' ')
		end--;
	start = end;
	while (start > p->start &&
	       (isalnum((unsigned char)s[start - 1]) || s[start - 1] == ' '))
		start--;
	while (start < end && s[start] == ' ')
		start++;
	return end - start >= 4 && isalpha((unsigned char)s[start])
		   ? original(r, side, start, end)
		   : NULL;
}
