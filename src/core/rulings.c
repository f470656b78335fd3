/* What a user says of rumors and stories: looked at, stored, and applied. */
#include "core/rulings.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "base/log.h"
#include "core/judging.h"

/* A ruling on its way. */
struct making {
	struct rulings *with;
	struct store *store;
	struct judging *judging;
	struct arena *arena;
	struct ruling *r;
	struct ruled_claim *claims;
	size_t claim_count, claim_cap;
	struct judging_news news;
	bool told;    /* the judge knows of it */
	bool refused; /* by what came of it */
	const char *says;
	struct err err;
};

/* --- answers --- */

__attribute__((format(printf, 3, 4))) static int say(
    struct making *m, int status, const char *fmt, ...)
{
	char text[700];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	m->says = arena_strdup(m->arena, text);
	return status;
}

static int store_fails(struct making *m)
{
	return say(m, m->refused ? 409 : 500, "%s", m->err.text);
}

/* --- what is wanted, against what there is: 0, or a status --- */

/* What the number stood for, where it was merged away. */
static int no_such(struct making *m, bool story, int64_t id)
{
	const char *what = story ? "story" : "rumor";
	int64_t survivor;

	if (store_ruling_survivor(m->store, story, id, &survivor, &m->err))
		return store_fails(m);
	if (survivor)
		return say(m, 409,
		    "%s %" PRId64 " was merged into %s %" PRId64
		    ": name that one",
		    what, id, what, survivor);
	return say(m, 404, "there is no %s %" PRId64, what, id);
}

static int find_rumor(struct making *m, int64_t id, enum rumor_status *status)
{
	int rc = store_rumor_status(m->store, id, status, &m->err);

	if (rc < 0)
		return store_fails(m);
	return rc ? no_such(m, false, id) : 0;
}

static void add_claims(
    struct making *m, const struct ruled_claim *claims, size_t n, unsigned side)
{
	for (size_t i = 0; i < n; i++) {
		m->claims = arena_room(m->arena, m->claims, m->claim_count,
		    &m->claim_cap, sizeof(*m->claims));
		m->claims[m->claim_count] = claims[i];
		m->claims[m->claim_count++].side = side;
	}
}

static int take_claims(struct making *m, int64_t rumor, unsigned side)
{
	struct ruled_claim *claims;
	size_t n;

	if (store_rumor_claims(m->store, m->arena, rumor, &claims, &n, &m->err))
		return store_fails(m);
	add_claims(m, claims, n, side);
	return 0;
}

static int check_settle(struct making *m)
{
	enum rumor_status status;
	int64_t id = m->r->subject, by;
	int rc = find_rumor(m, id, &status);

	if (rc)
		return rc;
	if (!rumor_status_is_settled(status))
		return take_claims(m, id, RULING_STAYS);
	if (store_rumor_ruled(m->store, id, &by, &m->err))
		return store_fails(m);
	if (by)
		return say(m, 409,
		    "rumor %" PRId64 " is %s by action %" PRId64
		    ": undo that first",
		    id, rumor_status_name(status), by);
	return say(m, 409, "rumor %" PRId64 " is %s already: reopen it first",
	    id, rumor_status_name(status));
}

static int check_reopen(struct making *m)
{
	enum rumor_status status;
	int64_t id = m->r->subject, by;
	int rc = find_rumor(m, id, &status);

	if (rc)
		return rc;
	if (!rumor_status_is_settled(status))
		return say(m, 409,
		    "rumor %" PRId64 " is %s: there is nothing to reopen", id,
		    rumor_status_name(status));
	if (store_rumor_ruled(m->store, id, &by, &m->err))
		return store_fails(m);
	if (by)
		return say(m, 409,
		    "rumor %" PRId64 " was settled by action %" PRId64
		    ": undo that instead",
		    id, by);
	return take_claims(m, id, RULING_STAYS);
}

/* Who said it first is said of its first claim. */
static int check_attribute_rumor(struct making *m)
{
	enum rumor_status status;
	int rc = find_rumor(m, m->r->subject, &status);

	if (!rc)
		rc = take_claims(m, m->r->subject, RULING_STAYS);
	if (!rc && m->claim_count > 1)
		m->claim_count = 1;
	return rc;
}

static int check_attribute_item(struct making *m)
{
	struct ruled_claim *c = arena_alloc(m->arena, sizeof(*c));
	struct item_row row;
	int64_t id = m->r->subject;
	int rc = store_report_item(m->store, m->arena, id, &row, &m->err);
	bool carries;

	if (rc)
		return rc < 0 ? store_fails(m)
			      : say(m, 404, "there is no item %" PRId64, id);
	if (store_item_carries(m->store, id, &carries, &m->err))
		return store_fails(m);
	if (!carries)
		return say(m, 409,
		    "item %" PRId64 " carries no rumor: there is nothing to "
		    "attribute",
		    id);
	*c = (struct ruled_claim){.item = id, .claim = -1};
	m->claims = c;
	m->claim_count = 1;
	return 0;
}

static const char *vendor_of(struct making *m, int64_t rumor)
{
	struct rumor_report report;

	if (store_report_rumor(m->store, m->arena, rumor, &report, &m->err))
		return "";
	return report.row.vendor ? report.row.vendor : "";
}

static int check_merge_rumors(struct making *m)
{
	enum rumor_status status;
	int64_t a = m->r->subject, b = m->r->other;
	int rc = find_rumor(m, a, &status);

	if (!rc)
		rc = find_rumor(m, b, &status);
	if (rc)
		return rc;
	if (a == b)
		return say(m, 409,
		    "rumor %" PRId64 " cannot be merged into itself", a);
	if (strcmp(vendor_of(m, a), vendor_of(m, b)) != 0)
		return say(m, 409,
		    "rumors %" PRId64 " and %" PRId64
		    " are about different vendors (%s, %s): they cannot be one",
		    a, b, vendor_of(m, a), vendor_of(m, b));
	rc = take_claims(m, a, RULING_STAYS);
	return rc ? rc : take_claims(m, b, RULING_GOES);
}

static bool names(const struct ruled_claim *wanted, const struct ruled_claim *c)
{
	return wanted->item == c->item &&
	       (wanted->claim < 0 || wanted->claim == c->claim);
}

/* What is named goes; false where it names nothing of the rumor. */
static bool let_go(struct making *m, const struct ruled_claim *wanted)
{
	bool any = false;

	for (size_t i = 0; i < m->claim_count; i++) {
		if (!names(wanted, &m->claims[i]))
			continue;
		m->claims[i].side = RULING_GOES;
		any = true;
	}
	return any;
}

static size_t count_side(const struct making *m, unsigned side)
{
	size_t n = 0;

	for (size_t i = 0; i < m->claim_count; i++)
		n += m->claims[i].side == side;
	return n;
}

static int check_split_rumor(struct making *m)
{
	enum rumor_status status;
	int64_t id = m->r->subject;
	int rc = find_rumor(m, id, &status);

	if (!rc)
		rc = take_claims(m, id, RULING_STAYS);
	if (rc)
		return rc;
	for (size_t i = 0; i < m->r->claim_count; i++) {
		const struct ruled_claim *c = &m->r->claims[i];

		if (let_go(m, c))
			continue;
		if (c->claim < 0)
			return say(m, 409,
			    "item %" PRId64
			    " carries no claim of rumor %" PRId64,
			    c->item, id);
		return say(m, 409,
		    "claim %d of item %" PRId64 " is none of rumor %" PRId64,
		    c->claim, c->item, id);
	}
	if (!count_side(m, RULING_STAYS))
		return say(m, 409,
		    "that is all of rumor %" PRId64 ": nothing would stay", id);
	return 0;
}

static int take_story(struct making *m, int64_t story, unsigned side)
{
	struct ruled_claim *items;
	size_t n;

	if (store_story_claims(m->store, m->arena, story, &items, &n, &m->err))
		return store_fails(m);
	if (!n)
		return no_such(m, true, story);
	add_claims(m, items, n, side);
	return 0;
}

static int check_merge_stories(struct making *m)
{
	int64_t a = m->r->subject, b = m->r->other;
	int rc;

	if (a == b)
		return say(m, 409,
		    "story %" PRId64 " cannot be merged into itself", a);
	rc = take_story(m, a, RULING_STAYS);
	return rc ? rc : take_story(m, b, RULING_GOES);
}

static int check_split_story(struct making *m)
{
	int64_t id = m->r->subject, next;
	int rc = take_story(m, id, RULING_STAYS);

	if (rc)
		return rc;
	for (size_t i = 0; i < m->r->claim_count; i++)
		if (!let_go(m, &m->r->claims[i]))
			return say(m, 409,
			    "item %" PRId64 " is not in story %" PRId64,
			    m->r->claims[i].item, id);
	if (!count_side(m, RULING_STAYS))
		return say(m, 409,
		    "that is all of story %" PRId64 ": nothing would stay", id);
	if (store_next_id(m->store, "story", &next, &m->err))
		return -1;
	m->r->other = cluster_next_id(judging_judge(m->judging)->cluster);
	if (next > m->r->other)
		m->r->other = next;
	return 0;
}

/* --- what it does to rumors: 0 or -1 --- */

static struct board *board_of(struct making *m)
{
	return judging_judge(m->judging)->board;
}

static bool is_known(struct making *m)
{
	const struct ruling *r = m->r;
	struct board *b = board_of(m);

	if (!ruling_is_of_rumor(r->kind))
		return true;
	return board_rumor_by_id(b, r->subject) &&
	       (r->kind != RULING_MERGE_RUMORS ||
		   board_rumor_by_id(b, r->other));
}

static const struct founder *founder_of(
    const struct founder *list, size_t n, int64_t rumor)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].rumor == rumor)
			return &list[i];
	return NULL;
}

/* Rumors whose number went elsewhere, or nowhere: the undo gives it back. */
static int note_founders(
    struct making *m, const struct founder *before, size_t n)
{
	struct founder *after;
	size_t now = board_founders(board_of(m), m->arena, &after);

	for (size_t i = 0; i < n; i++) {
		const struct founder *f =
		    founder_of(after, now, before[i].rumor);
		struct ruling_founder old = {
		    before[i].rumor, before[i].item, before[i].claim};

		if (f && f->item == old.item && f->claim == old.claim)
			continue;
		if (store_ruling_founder_add(m->store, m->r->id, &old, &m->err))
			return -1;
	}
	return 0;
}

/* The number stays with what stays. */
static void keep_number(struct making *m)
{
	struct founder f = {.rumor = m->r->subject};

	for (size_t i = m->claim_count; i-- > 0;)
		if (m->claims[i].side == RULING_STAYS) {
			f.item = m->claims[i].item;
			f.claim = m->claims[i].claim;
		}
	board_found(board_of(m), &f, 1);
}

/* Is one of the claims that go in the rumor? */
static bool has_gone_to(const struct making *m, const struct rumor *r)
{
	for (size_t i = 0; i < r->member_count; i++) {
		const struct rumor_member *at = &r->members[i];

		if (at->part != PART_CARRIES && at->part != PART_RESTATES)
			continue;
		for (size_t k = 0; k < m->claim_count; k++)
			if (m->claims[k].side == RULING_GOES &&
			    m->claims[k].item == at->item &&
			    m->claims[k].claim == at->claim)
				return true;
	}
	return false;
}

/* What was split off has a number now. */
static int note_other(struct making *m)
{
	const struct board *b = board_of(m);

	for (size_t i = 0; i < board_rumor_count(b); i++) {
		const struct rumor *r = board_rumor(b, i);

		if (r->id == m->r->subject || !has_gone_to(m, r))
			continue;
		m->r->other = r->id;
		return store_ruling_other(m->store, m->r->id, r->id, &m->err);
	}
	m->refused = true;
	return err_set(&m->err,
	    "rumor %" PRId64 " cannot be split there: what was named makes no "
	    "rumor by itself",
	    m->r->subject);
}

static int rule_rumors(struct making *m)
{
	const struct founder *before;
	struct founder *list;
	size_t n;

	m->told = true;
	if (!is_known(m) &&
	    judging_recall(m->judging, m->r->id, m->with->now, &m->err))
		return -1;
	n = board_founders(board_of(m), m->arena, &list);
	before = list;
	if (m->r->kind == RULING_SPLIT_RUMOR)
		keep_number(m);
	board_rule(board_of(m), m->r);
	if (judging_advance(m->judging, m->with->now, &m->news, &m->err) ||
	    note_founders(m, before, n))
		return -1;
	return m->r->kind == RULING_SPLIT_RUMOR ? note_other(m) : 0;
}

/* The numbers go back to the claims that they were by. */
static int find_founders(struct making *m, const struct ruling *undone)
{
	struct ruling_founder *stored;
	struct founder *list;
	size_t n;

	if (store_ruling_founders(
		m->store, m->arena, undone->id, &stored, &n, &m->err))
		return -1;
	list = arena_array(m->arena, n + 1, sizeof(*list));
	for (size_t i = 0; i < n; i++)
		list[i] = (struct founder){
		    stored[i].rumor, stored[i].item, stored[i].claim};
	board_found(board_of(m), list, n);
	return 0;
}

static int unrule_rumors(struct making *m, const struct ruling *undone)
{
	m->told = true;
	judge_unrule(judging_judge(m->judging), undone);
	return find_founders(m, undone) || judging_advance(m->judging,
					       m->with->now, &m->news, &m->err)
		   ? -1
		   : 0;
}

/* --- what it does to stories: 0 or -1 --- */

/* The judge learns where the items of the ruling are now. */
static int tell_moves(struct making *m, const struct ruling *r)
{
	struct ruling_move *moves;
	size_t n;

	if (store_ruling_moves(m->store, m->arena, r->id, &moves, &n, &m->err))
		return -1;
	for (size_t i = 0; i < n; i++)
		board_move(board_of(m), moves[i].item, moves[i].story,
		    moves[i].copy_of);
	return judging_move(m->judging, r->subject, r->other, &m->err) ||
		       judging_advance(
			   m->judging, m->with->now, &m->news, &m->err)
		   ? -1
		   : 0;
}

static int rule_stories(struct making *m)
{
	bool merges = m->r->kind == RULING_MERGE_STORIES;
	int64_t to = merges ? m->r->subject : m->r->other;
	struct founder *before;
	size_t n;

	m->told = true;
	n = board_founders(board_of(m), m->arena, &before);
	for (size_t i = 0; i < m->claim_count; i++)
		if (m->claims[i].side == RULING_GOES &&
		    store_ruling_place(
			m->store, m->r->id, m->claims[i].item, to, &m->err))
			return -1;
	if (store_ruling_apart(
		m->store, m->r->id, m->r->subject, m->r->other, &m->err))
		return -1;
	judge_rule(judging_judge(m->judging), m->r);
	return tell_moves(m, m->r) || note_founders(m, before, n) ? -1 : 0;
}

static int unrule_stories(struct making *m, const struct ruling *undone)
{
	m->told = true;
	judge_unrule(judging_judge(m->judging), undone);
	if (find_founders(m, undone) ||
	    store_ruling_replace(m->store, undone->id, &m->err))
		return -1;
	return tell_moves(m, undone);
}

/* --- the whole --- */

static const struct {
	int (*check)(struct making *);
	int (*rule)(struct making *);
	int (*unrule)(struct making *, const struct ruling *undone);
} kinds[] = {
    [RULING_SETTLE] = {check_settle, rule_rumors, unrule_rumors},
    [RULING_REOPEN] = {check_reopen, rule_rumors, unrule_rumors},
    [RULING_ATTRIBUTE_RUMOR] = {check_attribute_rumor, rule_rumors,
	unrule_rumors},
    [RULING_ATTRIBUTE_ITEM] = {check_attribute_item, rule_rumors,
	unrule_rumors},
    [RULING_MERGE_RUMORS] = {check_merge_rumors, rule_rumors, unrule_rumors},
    [RULING_SPLIT_RUMOR] = {check_split_rumor, rule_rumors, unrule_rumors},
    [RULING_MERGE_STORIES] = {check_merge_stories, rule_stories,
	unrule_stories},
    [RULING_SPLIT_STORY] = {check_split_story, rule_stories, unrule_stories},
};

static int note_event(struct making *m)
{
	const struct ruling *r = m->r;
	struct event ev = {.kind = EVENT_RULING,
	    .subject = r->id,
	    .at = r->at,
	    .noted_at = r->at,
	    .detail = arena_printf(m->arena, "%s %" PRId64,
		ruling_kind_name(r->kind), r->subject)};
	bool fresh;

	if (r->other)
		ev.detail =
		    arena_printf(m->arena, "%s %" PRId64, ev.detail, r->other);
	return store_event(m->store, &ev, &fresh, &m->err);
}

static int begin(struct making *m)
{
	m->r->at = m->with->now;
	return judging_ready(m->judging, m->with->now, &m->err) ||
		       store_begin(m->store, &m->err)
		   ? store_fails(m)
		   : 0;
}

/* Commits, or takes all of it back, from the judge too. */
static int end(struct making *m, int status)
{
	struct err e;

	if (!status && store_commit(m->store, &m->err))
		status = store_fails(m);
	if (!status) {
		log_info("action %" PRId64 " by %s (uid %" PRId64 "): %s",
		    m->r->id, m->r->user ? m->r->user : "nobody known",
		    m->r->uid, m->says);
		m->with->settled = m->news.settled;
		return 200;
	}
	store_rollback(m->store);
	if (m->told && judging_rebuild(m->judging, m->with->now, &e))
		log_error("the judge cannot be built anew: %s", e.text);
	return status;
}

static void tell(struct making *m)
{
	const struct ruling *r = m->r;
	long long id = r->id, a = r->subject, b = r->other;

	switch (r->kind) {
	case RULING_SETTLE:
		say(m, 0, "rumor %lld is %s by action %lld", a,
		    rumor_status_name(r->outcome), id);
		return;
	case RULING_REOPEN:
		say(m, 0, "rumor %lld is open again by action %lld", a, id);
		return;
	case RULING_ATTRIBUTE_RUMOR:
		say(m, 0, "rumor %lld is %s's word by action %lld", a,
		    r->source, id);
		return;
	case RULING_ATTRIBUTE_ITEM:
		say(m, 0, "item %lld passes on %s's word by action %lld", a,
		    r->source, id);
		return;
	case RULING_MERGE_RUMORS:
		say(m, 0, "rumor %lld is part of rumor %lld by action %lld", b,
		    a, id);
		return;
	case RULING_SPLIT_RUMOR:
		say(m, 0, "rumor %lld was split off rumor %lld by action %lld",
		    b, a, id);
		return;
	case RULING_MERGE_STORIES:
		say(m, 0, "story %lld is part of story %lld by action %lld", b,
		    a, id);
		return;
	case RULING_SPLIT_STORY:
		say(m, 0, "story %lld was split off story %lld by action %lld",
		    b, a, id);
		return;
	case RULING_UNDO:
		say(m, 0, "action %lld is undone by action %lld", a, id);
		return;
	}
}

static struct making making(
    struct rulings *with, struct arena *a, struct ruling *r)
{
	return (struct making){.with = with,
	    .store = with->store,
	    .judging = with->judging,
	    .arena = a,
	    .r = r};
}

int rulings_make(
    struct rulings *with, struct arena *a, struct ruling *r, const char **says)
{
	struct making m = making(with, a, r);
	int status = begin(&m);

	if (!status) {
		status = kinds[r->kind].check(&m);
		r->claims = m.claims;
		r->claim_count = m.claim_count;
		if (!status && (store_ruling_add(m.store, r, &m.err) ||
				   kinds[r->kind].rule(&m) || note_event(&m)))
			status = store_fails(&m);
		if (!status)
			tell(&m);
		status = end(&m, status);
	}
	*says = m.says;
	return status;
}

/* --- undo --- */

static int check_undo(struct making *m, struct ruling *undone)
{
	int64_t id = m->r->subject, upon;
	int rc = store_ruling(m->store, m->arena, id, undone, &m->err);

	if (rc < 0)
		return store_fails(m);
	if (rc)
		return id ? say(m, 404, "there is no action %" PRId64, id)
			  : say(m, 409, "there is no action to undo");
	id = m->r->subject = undone->id;
	if (undone->kind == RULING_UNDO)
		return say(m, 409,
		    "action %" PRId64 " is an undo itself: what it took back "
		    "can be said again",
		    id);
	if (undone->undone_by)
		return say(m, 409,
		    "action %" PRId64 " was undone by action %" PRId64
		    " already",
		    id, undone->undone_by);
	if (store_ruling_upon(m->store, id, &upon, &m->err))
		return store_fails(m);
	if (upon)
		return say(m, 409,
		    "action %" PRId64 " rests on action %" PRId64
		    ": undo %" PRId64 " first",
		    upon, id, upon);
	return 0;
}

int rulings_undo(
    struct rulings *with, struct arena *a, struct ruling *r, const char **says)
{
	struct making m = making(with, a, r);
	struct ruling undone;
	int status = begin(&m);

	r->kind = RULING_UNDO;
	if (!status) {
		status = check_undo(&m, &undone);
		if (!status && (store_ruling_add(m.store, r, &m.err) ||
				   kinds[undone.kind].unrule(&m, &undone) ||
				   note_event(&m)))
			status = store_fails(&m);
		if (!status)
			tell(&m);
		status = end(&m, status);
	}
	*says = m.says;
	return status;
}
