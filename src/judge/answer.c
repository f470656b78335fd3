/* Answers become claims with the words of what is looked for. */
#include "judge/answer.h"

#include <string.h>

void answers_count(struct answers *sum, enum answer answer)
{
	sum->none += answer == ANSWER_NONE;
	sum->yes += answer == ANSWER_YES;
	sum->part += answer == ANSWER_PART;
	sum->no += answer == ANSWER_NO;
}

enum answer answers_sum(const struct answers *sum)
{
	if (sum->none > 0)
		return ANSWER_NONE;
	if (sum->part > 0 || (sum->yes > 0 && sum->no > 0))
		return ANSWER_PART;
	return sum->yes > 0  ? ANSWER_YES
	       : sum->no > 0 ? ANSWER_NO
			     : ANSWER_NONE;
}

bool answer_is_official(struct reading *r, struct passage *p, struct drawn *d)
{
	return passage_draw(r, p, d) && d->official && d->grade <= GRADE_B &&
	       d->modality != MODALITY_HEDGED && !p->question &&
	       !tells_of_talk(d, p->end);
}

/* Does the claim's sentence name a device? */
static bool is_of_device(const struct reading *r, const struct claim *c)
{
	for (size_t i = 0; i < r->passage_count; i++) {
		const struct passage *p = &r->passages[i];

		if (p->field != c->field || p->span.start != c->sentence.start)
			continue;
		for (size_t k = 0; k < p->mentions; k++)
			if (passage_side(r, p)->mentions[p->mention + k].device)
				return true;
	}
	return false;
}

void answers_drop(struct reading *r, enum aspect aspect)
{
	size_t n = 0;

	for (size_t i = 0; i < r->claim_count; i++) {
		const struct claim *c = &r->claims[i];
		bool same =
		    c->aspect == aspect || c->words == r->about->claim->words;

		if (!same || c->grade > GRADE_B ||
		    (c->modality == MODALITY_DENIED && !is_of_device(r, c)))
			r->claims[n++] = r->claims[i];
	}
	r->claim_count = n;
}

void answer_add(struct reading *r, const struct passage *p, enum answer answer,
    bool says_no)
{
	const struct about *about = r->about;
	struct drawn d;
	struct claim c;

	if (!passage_draw(r, &r->passages[p - r->passages], &d))
		return;
	c = about_begin(&d, about);
	c.value = about->claim->value;
	about_same_words(&c, about);
	c.background = false;
	c.answers = true;
	c.modality = answer == ANSWER_NO ? MODALITY_DENIED : MODALITY_ASSERTED;
	c.in_part = answer == ANSWER_PART;
	c.granted = true;
	c.says_no = says_no;
	claim_add(&d, &c);
}
