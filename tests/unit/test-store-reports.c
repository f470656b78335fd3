/* What the store tells: the outbox, rumors, track records, digests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "storefix.h"
#include "view/mail.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static void took(struct storefix *f, int rc)
{
	if (rc)
		fail_msg("%s", f->err.text);
}

/* --- the outbox --- */

static struct mail a_mail(const char *id, const char *recipient, int64_t due_at)
{
	static const char bytes[] = "Subject: x\r\n\r\nA \0 byte";

	return (struct mail){.message_id = id,
	    .recipient = recipient,
	    .sender = "hearsay@example.org",
	    .subject = "1 confirmed",
	    .message = bytes,
	    .message_len = sizeof(bytes),
	    .digest = "daily",
	    .period_to = T0,
	    .queued_at = T0,
	    .due_at = due_at};
}

static bool queue(struct storefix *f, const struct mail *m)
{
	bool fresh;

	took(f, store_mail_queue(f->store, m, &fresh, &f->err));
	return fresh;
}

static size_t due(struct storefix *f, int64_t now, struct mail **mails)
{
	size_t n;

	took(f, store_mail_due(f->store, &f->arena, now, mails, &n, &f->err));
	return n;
}

static int64_t next(struct storefix *f)
{
	int64_t at;

	took(f, store_mail_next(f->store, &at, &f->err));
	return at;
}

static void a_mail_is_queued_once_and_sent_once(void **state)
{
	struct storefix *f = *state;
	struct mail m = a_mail("<1@x>", "a@example.org", T0 + 60);
	struct mail *got;
	int64_t id;

	assert_int_equal(next(f), 0);
	assert_true(queue(f, &m));
	m.subject = "another";
	assert_false(queue(f, &m));
	assert_int_equal(next(f), T0 + 60);
	assert_int_equal(due(f, T0 + 59, &got), 0);
	assert_int_equal(due(f, T0 + 60, &got), 1);
	assert_string_equal(got[0].subject, "1 confirmed");
	assert_int_equal(got[0].message_len, m.message_len);
	assert_memory_equal(got[0].message, m.message, m.message_len);
	id = got[0].id;
	took(f, store_mail_sent(f->store, id, T0 + 61, &f->err));
	assert_int_equal(due(f, T0 + DAY, &got), 0);
	assert_int_equal(next(f), 0);
	assert_false(queue(f, &m)); /* nor after it was sent */
	took(f, store_mail_failed(f->store, id, T0 + 70, "too late", &f->err));
	assert_int_equal(due(f, T0 + DAY, &got), 0);
}

static void a_failure_is_tried_again_later(void **state)
{
	struct storefix *f = *state;
	struct mail m = a_mail("<1@x>", "a@example.org", T0);
	struct mail *got;
	struct status_report r;

	queue(f, &m);
	assert_int_equal(due(f, T0, &got), 1);
	took(f, store_mail_failed(
		    f->store, got[0].id, T0 + 300, "451 greylisted", &f->err));
	assert_int_equal(due(f, T0 + 299, &got), 0);
	storefix_reopen(f);
	assert_int_equal(due(f, T0 + 300, &got), 1);
	assert_int_equal(got[0].tries, 1);
	assert_string_equal(got[0].last_error, "451 greylisted");
	assert_memory_equal(got[0].message, m.message, m.message_len);
	took(f, store_report_status(f->store, T0, &r, &f->err));
	assert_int_equal(r.mail_waiting, 1);
	assert_int_equal(r.mail_failing, 1);
	assert_string_equal(r.mail_error, "451 greylisted");
}

static void a_suspended_address_waits_for_the_operator(void **state)
{
	struct storefix *f = *state;
	struct mail a = a_mail("<1@x>", "a@example.org", T0);
	struct mail b = a_mail("<2@x>", "b@example.org", T0 + 5);
	struct mail *got;
	struct status_report r;

	queue(f, &a);
	queue(f, &b);
	took(f, store_mail_suspend(f->store, "a@example.org",
		    "550 no such user", T0, &f->err));
	assert_int_equal(due(f, T0 + 10, &got), 1);
	assert_string_equal(got[0].recipient, "b@example.org");
	assert_int_equal(next(f), T0 + 5);
	took(f, store_report_status(f->store, T0, &r, &f->err));
	assert_string_equal(
	    r.mail_error, "a@example.org is suspended: 550 no such user");
	assert_int_equal(r.mail_failing, 1);
	took(f, store_mail_resume(f->store, "a@example.org", &f->err));
	assert_int_equal(due(f, T0 + 10, &got), 2);
}

static void note_verdict(struct storefix *f, const char *detail, int64_t at)
{
	struct event v = {.kind = EVENT_RUMOR_SETTLED,
	    .subject = 7,
	    .at = at,
	    .noted_at = at,
	    .detail = detail};
	bool fresh;

	took(f, store_event(f->store, &v, &fresh, &f->err));
}

static void the_mail_that_told_an_event_is_found(void **state)
{
	struct storefix *f = *state;
	struct mail_of_event of = {.digest = "daily",
	    .recipient = "a@example.org",
	    .kind = EVENT_RUMOR_SETTLED,
	    .subject = 7,
	    .upto = T0 + 3 * DAY,
	    .gap = 1};
	const char *id;

	for (int day = 1; day <= 3; day++) {
		char name[] = "<0@x>";
		struct mail m = a_mail(name, "a@example.org", T0);

		name[1] = (char)('0' + day);
		m.period_to = T0 + day * DAY;
		queue(f, &m);
	}
	took(f, store_mail_of_event(f->store, &f->arena, &of, &id, &f->err));
	assert_null(id); /* nothing was settled yet */
	note_verdict(f, "confirmed", T0 + DAY + 5);
	took(f, store_mail_of_event(f->store, &f->arena, &of, &id, &f->err));
	assert_string_equal(id, "<2@x>");
	/* What is noted in the second in which a period ends is the next's. */
	note_verdict(f, "denied", T0 + 2 * DAY);
	took(f, store_mail_of_event(f->store, &f->arena, &of, &id, &f->err));
	assert_string_equal(id, "<3@x>");
	of.gap = 0;
	took(f, store_mail_of_event(f->store, &f->arena, &of, &id, &f->err));
	assert_string_equal(id, "<2@x>");
	of.upto = T0;
	took(f, store_mail_of_event(f->store, &f->arena, &of, &id, &f->err));
	assert_null(id);
	of.upto = T0 + 3 * DAY;
	of.recipient = "b@example.org";
	took(f, store_mail_of_event(f->store, &f->arena, &of, &id, &f->err));
	assert_null(id);
}

static void old_mails_go_once_they_are_sent(void **state)
{
	static const char *const ids[] = {"<1@x>", "<2@x>", "<3@x>", "<4@x>"};
	struct storefix *f = *state;
	size_t removed;

	for (int64_t i = 0; i < 4; i++) {
		struct mail m = a_mail(ids[i], "a@example.org", T0);

		queue(f, &m);
		if (i < 3) /* the last one is owed still */
			took(f, store_mail_sent(
				    f->store, i + 1, T0 + i * DAY, &f->err));
	}
	took(f, store_mail_trim(f->store, T0 + 2 * DAY, 1, &removed, &f->err));
	assert_int_equal(removed, 1);
	took(f, store_mail_trim(f->store, T0 + 2 * DAY, 50, &removed, &f->err));
	assert_int_equal(removed, 1);
	assert_int_equal(storefix_number(f, "SELECT min(id) FROM mail"), 3);
	took(f,
	    store_mail_trim(f->store, T0 + 900 * DAY, 50, &removed, &f->err));
	assert_int_equal(removed, 1);
	assert_int_equal(storefix_number(f, "SELECT min(id) FROM mail"), 4);
}

static void digests_remember_how_far_they_came(void **state)
{
	struct storefix *f = *state;
	int64_t to;

	took(f, store_digest_last(f->store, "daily", "a@x", &to, &f->err));
	assert_int_equal(to, 0);
	took(f, store_digest_done(f->store, "daily", "a@x", T0, &f->err));
	took(f, store_digest_done(f->store, "daily", "a@x", T0 + 9, &f->err));
	took(f, store_digest_done(f->store, "daily", "b@x", T0 + 5, &f->err));
	storefix_reopen(f);
	took(f, store_digest_last(f->store, "daily", "a@x", &to, &f->err));
	assert_int_equal(to, T0 + 9);
	took(f, store_digest_last(f->store, "weekly", "a@x", &to, &f->err));
	assert_int_equal(to, 0);
}

/* --- rumors --- */

/* A small world: two outlets, an official feed, and items of theirs. */
struct world {
	int64_t press, other, official;
	int64_t leak, copy, word;
};

static struct world a_world(struct storefix *f)
{
	struct world w = {.press = storefix_feed(f, "press", ROLE_PRESS, NULL),
	    .other = storefix_feed(f, "other", ROLE_PRESS, NULL),
	    .official = storefix_feed(f, "official", ROLE_OFFICIAL, "Lantern")};

	w.leak = storefix_told(f, w.press, "1", "A leak", T0, 1);
	w.copy = storefix_told(f, w.other, "2", "The leak", T0 + 60, 1);
	w.word = storefix_told(f, w.official, "3", "It is Glow", T0 + DAY, 2);
	return w;
}

/* Night Lamp said it, two outlets told it. */
static void save_rumor(struct storefix *f, const struct world *w, int64_t id,
    enum rumor_status status, int64_t deadline)
{
	const struct rumor_member members[] = {
	    {w->leak, 0, PART_CARRIES, "Night Lamp", true, T0, "Said so.", 0},
	    {w->copy, 0, PART_CARRIES, "Night Lamp", false, T0 + 60, "Heard.",
		w->leak},
	    {w->word, -1, PART_SETTLES, NULL, false, T0 + DAY, "It is Glow.",
		0}};
	const struct rumor_origin origin = {
	    "Night Lamp", ORIGIN_TIPSTER, w->leak, T0, 2};
	const struct transition step = {T0 + DAY, RUMOR_OPEN, status, w->word,
	    GRADE_A, 0, "official-word", "It is Glow."};
	bool settled = rumor_status_is_settled(status);
	struct rumor r = {.id = id,
	    .vendor = "Lantern",
	    .subject = "Lantern OS",
	    .value = "glow",
	    .aspect = ASPECT_NAME,
	    .statement = "It is called Glow.",
	    .status = status,
	    .first_at = T0,
	    .settled_at = settled ? T0 + DAY : 0,
	    .settled_by = settled ? w->word : 0,
	    .evidence = settled ? "It is Glow." : NULL,
	    .deadline = deadline,
	    .origins = &origin,
	    .origin_count = 1,
	    .members = members,
	    .member_count = settled ? 3 : 2,
	    .transitions = &step,
	    .transition_count = settled};

	took(f, store_rumor_save(f->store, &r, &f->err));
}

static void a_rumor_is_told_whole(void **state)
{
	struct storefix *f = *state;
	struct world w = a_world(f);
	struct record_row record;
	struct rumor_report r;

	save_rumor(f, &w, 4, RUMOR_OPEN, 0);
	save_rumor(f, &w, 4, RUMOR_CONFIRMED, 0); /* replaces it */
	took(f, store_report_rumor(f->store, &f->arena, 4, &r, &f->err));
	assert_int_equal(r.row.status, RUMOR_CONFIRMED);
	assert_int_equal(r.row.aspect, ASPECT_NAME);
	assert_string_equal(r.row.statement, "It is called Glow.");
	assert_string_equal(r.row.first_origin, "Night Lamp");
	assert_string_equal(r.row.first_source, "press");
	assert_int_equal(r.row.origin_count, 1);
	assert_int_equal(r.row.outlet_count, 2);
	assert_int_equal(r.row.item_count, 2);
	took(f, store_origin_record(
		    f->store, r.row.first_origin, &record, &f->err));
	assert_int_equal(record.right, 1);
	assert_int_equal(r.member_count, 3);
	assert_true(r.members[0].member.root);
	assert_string_equal(r.members[1].source_title, "other");
	assert_int_equal(r.members[1].member.via, w.leak);
	assert_int_equal(r.members[0].member.via, 0);
	assert_int_equal(r.members[2].role, ROLE_OFFICIAL);
	assert_int_equal(r.members[2].member.claim, -1);
	assert_int_equal(r.origin_count, 1);
	assert_int_equal(r.origins[0].carriers, 2);
	assert_int_equal(r.transition_count, 1);
	assert_int_equal(r.transitions[0].step.grade, GRADE_A);
	assert_string_equal(r.transitions[0].title, "It is Glow");
	assert_int_equal(
	    store_report_rumor(f->store, &f->arena, 5, &r, &f->err), 1);
	took(f, store_rumor_drop(f->store, 4, &f->err));
	assert_int_equal(
	    store_report_rumor(f->store, &f->arena, 4, &r, &f->err), 1);
	assert_int_equal(
	    storefix_number(f, "SELECT count(*) FROM rumor_member"), 0);
	assert_int_equal(storefix_next_id(f, "rumor"), 5);
}

static void a_rumor_of_no_item_is_refused(void **state)
{
	struct storefix *f = *state;
	struct rumor_member m = {.item = 99};
	struct rumor r = {.id = 1, .members = &m, .member_count = 1};

	assert_int_equal(store_rumor_save(f->store, &r, &f->err), -1);
	assert_non_null(strstr(f->err.text, "FOREIGN KEY constraint failed"));
	assert_int_equal(storefix_number(f, "SELECT count(*) FROM rumor"), 0);
}

static size_t rumors(struct storefix *f, struct rumor_filter filter)
{
	struct rumor_row *rows;
	size_t n;

	took(f, store_report_rumors(
		    f->store, &f->arena, &filter, &rows, &n, &f->err));
	return n;
}

static void rumors_are_filtered(void **state)
{
	struct storefix *f = *state;
	struct world w = a_world(f);

	save_rumor(f, &w, 1, RUMOR_OPEN, 0);
	save_rumor(f, &w, 2, RUMOR_CORROBORATED, 0);
	save_rumor(f, &w, 3, RUMOR_DENIED, 0);
	assert_int_equal(rumors(f, (struct rumor_filter){.status = -1}), 3);
	assert_int_equal(
	    rumors(f, (struct rumor_filter){.status = -1, .limit = 2}), 2);
	assert_int_equal(
	    rumors(f, (struct rumor_filter){.status = RUMOR_OPEN}), 1);
	assert_int_equal(
	    rumors(f, (struct rumor_filter){.status = -1, .unsettled = true}),
	    2);
	assert_int_equal(
	    rumors(f, (struct rumor_filter){.status = -1, .settled = true}), 1);
	assert_int_equal(
	    rumors(f, (struct rumor_filter){.status = -1, .vendor = "lantern"}),
	    3);
	assert_int_equal(
	    rumors(f, (struct rumor_filter){.status = -1, .vendor = "Else"}),
	    0);
	assert_int_equal(rumors(f, (struct rumor_filter){.status = -1,
				       .tipster = "night lamp"}),
	    3);
	assert_int_equal(
	    rumors(f, (struct rumor_filter){.status = -1, .since = T0 + DAY}),
	    1);
}

/* One row at a time, each behind the one before: all of them, once. */
static void a_list_goes_on_behind_its_last_row(void **state)
{
	struct storefix *f = *state;
	struct world w = a_world(f);
	struct rumor_filter filter = {.status = -1, .limit = 1};
	struct rumor_row *rows;
	int64_t seen[3] = {0};
	size_t n, count = 0;

	save_rumor(f, &w, 1, RUMOR_OPEN, 0);
	save_rumor(f, &w, 2, RUMOR_CORROBORATED, 0);
	save_rumor(f, &w, 3, RUMOR_DENIED, 0);
	for (;;) {
		took(f, store_report_rumors(
			    f->store, &f->arena, &filter, &rows, &n, &f->err));
		if (!n)
			break;
		assert_true(count < 3);
		seen[count++] = rows[0].id;
		filter.behind = (struct cursor){rows[0].changed_at, rows[0].id};
	}
	assert_int_equal(count, 3);
	assert_int_equal(seen[0] + seen[1] + seen[2], 6);
	assert_int_equal(seen[0], 3); /* the latest change */
}

static void a_story_names_the_rumor_of_its_items(void **state)
{
	struct storefix *f = *state;
	struct world w = a_world(f);
	struct story_report r;

	save_rumor(f, &w, 8, RUMOR_DENIED, 0);
	took(f, store_item_flag(f->store, w.copy, true, "Night Lamp", &f->err));
	took(f, store_report_story(f->store, &f->arena, 1, &r, &f->err));
	assert_int_equal(r.row.rumor, 8);
	assert_int_equal(r.row.rumor_status, RUMOR_DENIED);
	assert_false(r.row.settles);
	assert_int_equal(r.row.outlet_count, 2);
	assert_int_equal(r.row.origin_count, 1);
	assert_int_equal(r.item_count, 2);
	assert_true(r.items[1].flagged);
	assert_int_equal(r.rumor_count, 1);
	assert_int_equal(
	    store_report_story(f->store, &f->arena, 99, &r, &f->err), 1);
}

/* --- track records --- */

static void a_tipster_is_told_by_counts(void **state)
{
	struct storefix *f = *state;
	struct world w = a_world(f);
	static const struct {
		enum rumor_status status;
		int64_t deadline;
	} fates[] = {{RUMOR_CONFIRMED, 0}, {RUMOR_CONFIRMED, 0},
	    {RUMOR_PARTLY_CONFIRMED, 0}, {RUMOR_CONTRADICTED, 0},
	    {RUMOR_DENIED, 0}, {RUMOR_OPEN, 0}, {RUMOR_CORROBORATED, 0},
	    {RUMOR_EXPIRED, T0 + 5}, {RUMOR_EXPIRED, 0}};
	struct tipster_row *rows;
	size_t n;

	for (size_t i = 0; i < LEN(fates); i++)
		save_rumor(
		    f, &w, (int64_t)i + 1, fates[i].status, fates[i].deadline);
	took(f, store_report_tipsters(f->store, &f->arena, &rows, &n, &f->err));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].name, "Night Lamp");
	assert_int_equal(rows[0].record.right, 2);
	assert_int_equal(rows[0].record.partly, 1);
	assert_int_equal(rows[0].record.wrong, 2);
	assert_int_equal(rows[0].record.open, 2);
	/* No deadline of its own: nobody promised a time. */
	assert_int_equal(rows[0].record.expired, 1);
	assert_true(rows[0].median_lead_days == 1.0);
	assert_int_equal(rows[0].first_at, T0);
}

/* Makes a saved rumor one of another vendor, aspect or time. */
static void change(struct storefix *f, int64_t id, const char *set)
{
	char sql[256];

	snprintf(sql, sizeof(sql), "UPDATE rumor SET %s WHERE id = %lld", set,
	    (long long)id);
	storefix_exec(f, sql);
}

static void a_record_is_parted_by_vendor_and_aspect(void **state)
{
	struct storefix *f = *state;
	struct world w = a_world(f);
	struct tipster_row *rows, one;
	size_t n;

	for (int64_t id = 1; id <= 6; id++)
		save_rumor(f, &w, id,
		    id <= 3 ? RUMOR_CONFIRMED : RUMOR_CONTRADICTED, 0);
	change(f, 2, "settled_at = settled_at + 86400 * 2");
	change(f, 3, "vendor = 'Oil', aspect = 'feature'");
	change(f, 4, "vendor = 'Oil', aspect = 'feature'");
	change(f, 5, "vendor = 'Oil'");
	change(f, 6, "vendor = NULL, status = 'open'");
	took(f, store_report_tipsters(f->store, &f->arena, &rows, &n, &f->err));
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].vendor_count, 3);
	assert_string_equal(rows[0].vendors[0].name, "Oil");
	assert_int_equal(rows[0].vendors[0].record.right, 1);
	assert_int_equal(rows[0].vendors[0].record.wrong, 2);
	assert_true(rows[0].vendors[0].median_lead_days == 1.0);
	assert_string_equal(rows[0].vendors[1].name, "Lantern");
	assert_int_equal(rows[0].vendors[1].record.right, 2);
	assert_true(rows[0].vendors[1].median_lead_days == 2.0);
	assert_null(rows[0].vendors[2].name);
	assert_int_equal(rows[0].vendors[2].record.open, 1);
	assert_true(rows[0].vendors[2].median_lead_days < 0);
	assert_int_equal(rows[0].aspect_count, 2);
	assert_string_equal(rows[0].aspects[0].name, "name");
	assert_int_equal(rows[0].aspects[0].record.wrong, 1);
	assert_string_equal(rows[0].aspects[1].name, "feature");
	assert_int_equal(rows[0].aspects[1].record.right, 1);
	took(f, store_report_tipster(
		    f->store, &f->arena, "Night Lamp", &one, &f->err));
	assert_string_equal(one.name, "Night Lamp");
	assert_int_equal(one.record.right, 3);
	assert_int_equal(one.vendor_count, 3);
	assert_int_equal(store_report_tipster(
			     f->store, &f->arena, "night lamp", &one, &f->err),
	    1);
	/* The parts are all of the whole. */
	assert_int_equal(rows[0].record.right, 3);
	assert_int_equal(rows[0].record.wrong, 2);
	assert_int_equal(rows[0].record.open, 1);
	assert_true(rows[0].median_lead_days == 1.0);
}

static void a_users_verdict_has_no_lead(void **state)
{
	struct storefix *f = *state;
	struct world w = a_world(f);
	struct tipster_row *rows;
	size_t n;

	save_rumor(f, &w, 1, RUMOR_CONFIRMED, 0);
	change(f, 1, "settled_by = NULL");
	took(f, store_report_tipsters(f->store, &f->arena, &rows, &n, &f->err));
	assert_int_equal(rows[0].record.right, 1);
	assert_true(rows[0].median_lead_days < 0);
}

static void what_one_said_goes_on_behind_its_last_row(void **state)
{
	struct storefix *f = *state;
	struct world w = a_world(f);
	struct said_filter filter = {.name = "Night Lamp", .limit = 2};
	struct said_row *rows;
	size_t n;

	for (int64_t id = 1; id <= 3; id++)
		save_rumor(f, &w, id, RUMOR_CONFIRMED, 0);
	storefix_exec(f, "UPDATE rumor_origin SET first_at = first_at - 60"
			 " WHERE rumor = 3");
	took(f, store_report_said(
		    f->store, &f->arena, &filter, &rows, &n, &f->err));
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].rumor.id, 2);
	assert_int_equal(rows[0].said_at, T0);
	assert_string_equal(rows[0].source_title, "press");
	assert_true(said_lead_days(&rows[0]) == 1.0);
	assert_int_equal(rows[1].rumor.id, 1);
	filter.behind = (struct cursor){rows[1].said_at, rows[1].rumor.id};
	took(f, store_report_said(
		    f->store, &f->arena, &filter, &rows, &n, &f->err));
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].rumor.id, 3);
	filter = (struct said_filter){.name = "Nobody"};
	took(f, store_report_said(
		    f->store, &f->arena, &filter, &rows, &n, &f->err));
	assert_int_equal(n, 0);
}

/* --- status --- */

static void the_status_counts(void **state)
{
	struct storefix *f = *state;
	struct world w = a_world(f);
	struct status_report r;

	save_rumor(f, &w, 1, RUMOR_OPEN, 0);
	save_rumor(f, &w, 2, RUMOR_EXPIRED, 0);
	storefix_exec(f,
	    "UPDATE feed SET due_at = 100, state = 'ok' WHERE slug = 'press';"
	    "UPDATE feed SET due_at = 50, paused_until = 900, state = 'limited'"
	    " WHERE slug = 'other';"
	    "UPDATE feed SET due_at = 10, state = 'gone', failing_since = 5"
	    " WHERE slug = 'official'");
	took(f, store_report_status(f->store, 200, &r, &f->err));
	assert_int_equal(r.feeds, 3);
	assert_int_equal(r.feeds_ok, 1);
	assert_int_equal(r.feeds_failing, 1);
	assert_int_equal(r.feeds_paused, 1);
	assert_int_equal(r.feeds_due, 1);
	assert_int_equal(r.next_poll_at, 100);
	assert_int_equal(r.items, 3);
	assert_int_equal(r.stories, 2);
	assert_int_equal(r.rumors_open, 1);
	assert_int_equal(r.rumors_settled, 1);
	assert_int_equal(r.last_new_item_at, T0 + DAY);
	assert_null(r.mail_error);
	assert_true(r.db_bytes >= 4096);
}

static void the_status_of_nothing_is_zero(void **state)
{
	struct storefix *f = *state;
	struct status_report r;

	took(f, store_report_status(f->store, T0, &r, &f->err));
	assert_int_equal(r.feeds, 0);
	assert_int_equal(r.next_poll_at, 0);
	assert_int_equal(r.last_digest_at, 0);
}

/* --- digests --- */

static void step(struct storefix *f, enum event_kind kind, int64_t subject,
    int64_t noted_at, const char *detail)
{
	struct event ev = {.kind = kind,
	    .subject = subject,
	    .noted_at = noted_at,
	    .detail = detail};
	bool fresh;

	took(f, store_event(f->store, &ev, &fresh, &f->err));
	assert_true(fresh);
}

static struct digest_report digest(struct storefix *f, int64_t from, int64_t to)
{
	struct digest_report d;

	took(
	    f, store_report_digest(f->store, &f->arena, from, to, &d, &f->err));
	return d;
}

static void a_digest_groups_by_what_became(void **state)
{
	struct storefix *f = *state;
	struct world w = a_world(f);
	int64_t from = T0 + 2 * DAY, to = T0 + 3 * DAY;
	struct digest_report d;

	save_rumor(f, &w, 1, RUMOR_CONFIRMED, 0);
	save_rumor(f, &w, 2, RUMOR_CONTRADICTED, 0);
	save_rumor(f, &w, 3, RUMOR_OPEN, 0);
	save_rumor(f, &w, 4, RUMOR_CORROBORATED, 0);
	save_rumor(f, &w, 5, RUMOR_DENIED, 0);
	save_rumor(f, &w, 6, RUMOR_CONFIRMED, 0);
	for (int64_t id = 1; id <= 6; id++)
		step(f, EVENT_RUMOR_NEW, id, id == 3 ? to : from, "");
	step(f, EVENT_RUMOR_STATUS, 1, from + 1, "open confirmed r");
	step(f, EVENT_RUMOR_STATUS, 2, from + 1, "open contradicted r");
	step(f, EVENT_RUMOR_STATUS, 4, from + 1, "open corroborated r");
	step(f, EVENT_RUMOR_STATUS, 5, from, "open confirmed r");
	step(f, EVENT_RUMOR_STATUS, 5, from + 1, "confirmed denied r");
	step(f, EVENT_RUMOR_STATUS, 6, from, "open confirmed r");
	d = digest(f, from, to);
	assert_int_equal(d.from, from);
	assert_int_equal(d.to, to);
	assert_int_equal(d.correction_count, 1);
	assert_int_equal(d.corrections[0].id, 5);
	assert_int_equal(d.corrections[0].status, RUMOR_DENIED);
	assert_int_equal(d.confirmed_count, 1);
	assert_int_equal(d.confirmed[0].id, 1);
	assert_int_equal(d.refuted_count, 1);
	assert_int_equal(d.refuted[0].id, 2);
	assert_int_equal(d.fresh_count, 1);
	assert_int_equal(d.fresh[0].id, 3);
	assert_int_equal(d.developing_count, 1);
	assert_int_equal(d.developing[0].id, 4);
	assert_int_equal(d.evidence_count, 3);
	assert_int_equal(d.evidence[0].rumor, 5);
	assert_string_equal(d.evidence[0].sentence, "It is Glow.");
	assert_string_equal(d.evidence[0].source_title, "official");
	assert_int_equal(d.evidence[0].at, T0 + DAY);
}

/* Made late, it says what stood at the end of its period. */
static void a_late_digest_knows_no_future(void **state)
{
	struct storefix *f = *state;
	struct world w = a_world(f);
	struct digest_report d;

	save_rumor(f, &w, 1, RUMOR_CONFIRMED, 0);
	step(f, EVENT_RUMOR_NEW, 1, T0 + 100, "");
	step(f, EVENT_RUMOR_STATUS, 1, T0 + 500, "open confirmed r");
	d = digest(f, T0 + 90, T0 + 200);
	assert_int_equal(d.fresh_count, 1);
	assert_int_equal(d.fresh[0].status, RUMOR_OPEN);
	assert_null(d.fresh[0].evidence);
	assert_int_equal(d.confirmed_count, 0);
	d = digest(f, T0 + 200, T0 + 600);
	assert_int_equal(d.fresh_count, 0);
	assert_int_equal(d.confirmed_count, 1);
	/* Told once: the next has nothing of it. */
	d = digest(f, T0 + 600, T0 + 900);
	assert_int_equal(d.confirmed_count + d.correction_count +
			     d.developing_count + d.refuted_count,
	    0);
}

static void new_carriers_develop_a_rumor(void **state)
{
	struct storefix *f = *state;
	struct world w = a_world(f);
	struct digest_report d;

	save_rumor(f, &w, 1, RUMOR_OPEN, 0);
	step(f, EVENT_RUMOR_NEW, 1, T0, "");
	d = digest(f, T0, T0 + 60); /* the copy came at T0 + 60 */
	assert_int_equal(d.developing_count, 1);
	d = digest(f, T0 + 60, T0 + 120);
	assert_int_equal(d.developing_count, 0);
}

/* A first poll brings what the world has known for weeks: that is no news. */
static void a_digest_has_no_history(void **state)
{
	struct storefix *f = *state;
	struct world w = a_world(f);
	int64_t from = T0 + 30 * DAY, to = from + DAY;
	struct digest_report d;

	save_rumor(f, &w, 1, RUMOR_CONFIRMED, 0);
	save_rumor(f, &w, 2, RUMOR_OPEN, 0);
	step(f, EVENT_RUMOR_NEW, 1, from + 5, "");
	step(f, EVENT_RUMOR_NEW, 2, from + 5, "");
	step(f, EVENT_STORY_NEW, 1, from + 5, "");
	d = digest(f, from, to);
	assert_false(mail_has_content(&d));
	/* What was known here is news once it is settled. */
	step(f, EVENT_RUMOR_STATUS, 1, to + 5, "open confirmed r");
	d = digest(f, to, to + DAY);
	assert_int_equal(d.confirmed_count, 1);
	assert_int_equal(d.fresh_count + d.developing_count, 0);
	/* The week before the period is no history yet. */
	step(f, EVENT_STORY_NEW, 2, from + 6, "");
	storefix_exec(f, "UPDATE item SET published_at = 1700000000"
			 " + 25 * 86400");
	storefix_exec(f, "UPDATE story SET last_at = 1700000000 + 25 * 86400");
	d = digest(f, from, to);
	assert_int_equal(d.fresh_count, 2);
	assert_int_equal(d.story_count, 2);
}

static void a_digest_has_stories_and_what_is_down(void **state)
{
	struct storefix *f = *state;
	struct digest_report d;

	a_world(f);
	step(f, EVENT_STORY_NEW, 1, T0 + 10, "");
	step(f, EVENT_STORY_NEW, 2, T0 + 11, "");
	storefix_exec(f, "UPDATE feed SET state = 'failing', failing_since ="
			 " 1700000005, state_reason = 'no answer'"
			 " WHERE slug = 'other'");
	d = digest(f, T0, T0 + 20);
	assert_int_equal(d.story_count, 2);
	assert_int_equal(d.stories[0].id, 1); /* more outlets */
	assert_string_equal(d.stories[0].headline, "A leak");
	assert_int_equal(d.down_count, 1);
	assert_string_equal(d.down[0].source.slug, "other");
	assert_string_equal(d.down[0].state_reason, "no answer");
	d = digest(f, T0 - 20, T0);
	assert_int_equal(d.story_count + d.down_count, 0);
}

static void a_broken_step_names_its_event(void **state)
{
	struct storefix *f = *state;
	struct world w = a_world(f);
	struct digest_report d;

	save_rumor(f, &w, 1, RUMOR_OPEN, 0);
	step(f, EVENT_RUMOR_STATUS, 1, T0 + 5, "open");
	assert_int_equal(
	    store_report_digest(f->store, &f->arena, T0, T0 + 9, &d, &f->err),
	    -1);
	assert_non_null(
	    strstr(f->err.text, "event 1 is no step of a rumor: \"open\""));
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, storefix_setup, storefix_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_mail_is_queued_once_and_sent_once),
	    TEST(a_failure_is_tried_again_later),
	    TEST(a_suspended_address_waits_for_the_operator),
	    TEST(the_mail_that_told_an_event_is_found),
	    TEST(old_mails_go_once_they_are_sent),
	    TEST(digests_remember_how_far_they_came),
	    TEST(a_rumor_is_told_whole),
	    TEST(a_rumor_of_no_item_is_refused),
	    TEST(rumors_are_filtered),
	    TEST(a_list_goes_on_behind_its_last_row),
	    TEST(a_story_names_the_rumor_of_its_items),
	    TEST(a_tipster_is_told_by_counts),
	    TEST(a_record_is_parted_by_vendor_and_aspect),
	    TEST(a_users_verdict_has_no_lead),
	    TEST(what_one_said_goes_on_behind_its_last_row),
	    TEST(the_status_counts),
	    TEST(the_status_of_nothing_is_zero),
	    TEST(a_digest_groups_by_what_became),
	    TEST(a_late_digest_knows_no_future),
	    TEST(new_carriers_develop_a_rumor),
	    TEST(a_digest_has_no_history),
	    TEST(a_digest_has_stories_and_what_is_down),
	    TEST(a_broken_step_names_its_event),
	};

	return cmocka_run_group_tests_name("store-reports", tests, NULL, NULL);
}
