/*
 * What official word does to a rumor: one table says which happening moves
 * which status where. What has happened is told by bearing.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "judge/fold.h"
#include "model/doc.h"

#define FROM(status)  (1u << (status))
#define UNSETTLED     (FROM(RUMOR_OPEN) | FROM(RUMOR_CORROBORATED))
#define SETTLED_YES   (FROM(RUMOR_CONFIRMED) | FROM(RUMOR_PARTLY_CONFIRMED))
#define RULE_REOPENED "reopened"

/*
 * What a user says stands until it is undone: such a rumor is not in the
 * table, and its deadline, which had passed when it was reopened, is over.
 */
static bool is_closed(const struct live *r, enum happening what)
{
	return r->ruled || (r->reopened && what == HAPPENS_DEADLINE);
}

/*
 * The table of transitions. The first row that fits is taken; a reopened
 * rumor meets the same happening again, now unsettled. Expired rumors stay:
 * what comes after its time does not make a claim right.
 */
static const struct {
	unsigned from;
	enum happening on;
	enum rumor_status to;
	const char *rule;
} transitions[] = {
    {FROM(RUMOR_OPEN), HAPPENS_SECOND_ORIGIN, RUMOR_CORROBORATED,
	"second-origin"},
    {FROM(RUMOR_CORROBORATED), HAPPENS_ORIGINS_JOIN, RUMOR_OPEN,
	"origins-join"},
    {UNSETTLED, HAPPENS_OFFICIAL_WORD, RUMOR_CONFIRMED, "official-word"},
    {UNSETTLED, HAPPENS_OFFICIAL_SUCCESSOR, RUMOR_CONFIRMED,
	"official-successor"},
    {UNSETTLED, HAPPENS_OFFICIAL_PART, RUMOR_PARTLY_CONFIRMED,
	"official-in-part"},
    {UNSETTLED, HAPPENS_OFFICIAL_LIMIT, RUMOR_PARTLY_CONFIRMED,
	"official-with-limit"},
    {UNSETTLED, HAPPENS_OTHER_NAME, RUMOR_CONTRADICTED, "naming-conflict"},
    {UNSETTLED, HAPPENS_OTHER_DATE, RUMOR_CONTRADICTED, "date-conflict"},
    {UNSETTLED, HAPPENS_OTHER_VALUE, RUMOR_CONTRADICTED, "value-conflict"},
    {UNSETTLED, HAPPENS_REPLACED, RUMOR_CONTRADICTED, "superseded"},
    {UNSETTLED, HAPPENS_CAME_OUT, RUMOR_CONTRADICTED, "came-out"},
    {UNSETTLED, HAPPENS_EXCLUDED, RUMOR_CONTRADICTED, "official-paper"},
    {UNSETTLED, HAPPENS_DENIAL, RUMOR_DENIED, "official-denial"},
    {UNSETTLED, HAPPENS_DEADLINE, RUMOR_EXPIRED, "deadline-passed"},
    {FROM(RUMOR_DENIED), HAPPENS_OFFICIAL_WORD, RUMOR_OPEN, RULE_REOPENED},
    {SETTLED_YES, HAPPENS_DENIAL, RUMOR_OPEN, RULE_REOPENED},
    {SETTLED_YES, HAPPENS_PUT_OFF, RUMOR_OPEN, RULE_REOPENED},
    {UNSETTLED, HAPPENS_PUT_OFF, RUMOR_CONTRADICTED, "put-off"},
};

static void add_transition(struct live *r, const struct transition *t)
{
	r->transitions = mem_room(r->transitions, r->pub.transition_count,
	    &r->transition_cap, sizeof(*r->transitions));
	r->transitions[r->pub.transition_count++] = *t;
	r->pub.transitions = r->transitions;
	r->pub.status = t->to;
	if (rumor_status_is_settled(t->to)) {
		r->pub.settled_at = t->at;
		r->pub.settled_by = t->item;
		r->pub.evidence = t->sentence;
	} else {
		r->pub.settled_at = 0;
		r->pub.settled_by = 0;
		r->pub.evidence = NULL;
	}
}

#define ROWS (sizeof(transitions) / sizeof(transitions[0]))

static size_t find_row(enum rumor_status from, enum happening what)
{
	size_t i = 0;

	while (i < ROWS && (transitions[i].on != what ||
			       !(transitions[i].from & FROM(from))))
		i++;
	return i;
}

bool verdict_apply(
    struct live *r, enum happening what, int64_t at, const struct claim_ref *by)
{
	size_t i = find_row(r->pub.status, what);

	if (i == ROWS || is_closed(r, what))
		return false;
	add_transition(r, &(struct transition){
			      .at = at,
			      .from = r->pub.status,
			      .to = transitions[i].to,
			      .item = by ? by->item->id : 0,
			      .grade = by ? ref_claim(*by)->grade : GRADE_C,
			      .rule = transitions[i].rule,
			      .sentence = by ? ref_claim(*by)->text : NULL,
			  });
	if (!strcmp(transitions[i].rule, RULE_REOPENED))
		verdict_apply(r, what, at, by);
	return true;
}

void verdict_rule(struct live *r, const struct ruling *w)
{
	bool settles = w->kind == RULING_SETTLE;
	enum rumor_status open =
	    r->pub.origin_count >= 2 ? RUMOR_CORROBORATED : RUMOR_OPEN;

	add_transition(
	    r, &(struct transition){
		   .at = w->at,
		   .from = r->pub.status,
		   .to = settles ? w->outcome : open,
		   .grade = GRADE_U,
		   .ruling = w->id,
		   .rule = settles ? "user-settled" : "user-reopened",
		   .sentence = w->because,
	       });
	r->ruled = settles;
	r->contested = w->outcome;
	r->reopened = !settles;
}

/* Each time that it says something else. */
bool verdict_contest(
    struct live *r, enum happening what, int64_t at, const struct claim_ref *by)
{
	size_t i = find_row(RUMOR_OPEN, what);
	struct rumor before = r->pub;

	if (i == ROWS || !rumor_status_is_settled(transitions[i].to) ||
	    transitions[i].to == r->contested)
		return false;
	r->contested = transitions[i].to;
	if (r->contested == r->pub.status)
		return false;
	add_transition(r, &(struct transition){
			      .at = at,
			      .from = r->pub.status,
			      .to = r->pub.status,
			      .item = by->item->id,
			      .grade = ref_claim(*by)->grade,
			      .rule = "user-contested",
			      .sentence = ref_claim(*by)->text,
			  });
	r->pub.settled_at = before.settled_at;
	r->pub.settled_by = before.settled_by;
	r->pub.evidence = before.evidence;
	return true;
}

/* Later ones are stronger; a claim's own words before what follows. */
enum happening verdict_stronger(enum happening a, enum happening b)
{
	static const int rank[] = {
	    [HAPPENS_NOTHING] = 0,
	    [HAPPENS_SECOND_ORIGIN] = 0,
	    [HAPPENS_ORIGINS_JOIN] = 0,
	    [HAPPENS_DEADLINE] = 0,
	    [HAPPENS_OTHER_HALF] = 0,
	    [HAPPENS_REPLACED] = 1,
	    [HAPPENS_OTHER_VALUE] = 2,
	    [HAPPENS_OTHER_DATE] = 3,
	    [HAPPENS_PUT_OFF] = 3,
	    [HAPPENS_CAME_OUT] = 3,
	    [HAPPENS_OTHER_NAME] = 4,
	    [HAPPENS_OFFICIAL_PART] = 5,
	    [HAPPENS_OFFICIAL_SUCCESSOR] = 6,
	    [HAPPENS_OFFICIAL_WORD] = 7,
	    [HAPPENS_OFFICIAL_LIMIT] = 8,
	    [HAPPENS_EXCLUDED] = 9,
	    [HAPPENS_DENIAL] = 9,
	};

	return rank[b] > rank[a] ? b : a;
}

/*
 * "Will X go on? Its maker denies the rumors": which of the two it denies is
 * not said.
 */
static bool denies_a_question(const struct board_claim *c)
{
	static const char *const talk[] = {
	    " rumo", " report", " claim", " specul", "gerücht", "传闻"};
	const char *after = strchr(c->text, '?');

	if (!c->in_title || c->modality != MODALITY_DENIED || !after)
		return false;
	for (size_t i = 0; i < sizeof(talk) / sizeof(*talk); i++)
		if (strcasestr(after, talk[i]))
			return true;
	return false;
}

bool verdict_is_official(
    const struct board_item *item, const struct board_claim *c)
{
	if (c->modality == MODALITY_HEDGED || c->own_guess || c->background ||
	    c->silent || denies_a_question(c))
		return false;
	if (item->role == ROLE_OFFICIAL)
		return !c->vendor || !item->source_vendor ||
		       c->vendor->house == item->source_vendor->house;
	/* An executive speaks for the own house only. */
	if (c->kind != ORIGIN_OFFICIAL || !c->origin_vendor || !c->vendor ||
	    (c->origin_vendor->house != c->vendor->house && !c->together))
		return false;
	/* What a forum or a private blog quotes is hearsay about hearsay. */
	if (item->role == ROLE_COMMUNITY)
		return false;
	/* Where the news is unconfirmed, old official words are background. */
	if (item->class == CLASS_RUMOR && c->modality != MODALITY_DENIED)
		return false;
	/* "X has announced, says a rival": then it is the rival's word. */
	if (item->by_tipster && c->origin &&
	    c->origin->key == c->origin_vendor->key &&
	    c->modality != MODALITY_DENIED)
		return false;
	return c->grade == GRADE_A || c->grade == GRADE_B;
}
