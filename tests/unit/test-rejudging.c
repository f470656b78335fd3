/*
 * Judging again: by the same rules it changes no byte; by other words it tells
 * the difference first, changes what it told, keeps what users said, and
 * mails nobody but corrections.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <dirent.h>

#include "core/rejudging.h"
#include "judgefix.h"

static struct lexicon *other_words; /* without the names of one system */

struct job {
	struct rejudging *r;
	struct clock clock;
	int applied;
};

static void on_applied(void *arg)
{
	((struct job *)arg)->applied++;
}

static void begin(struct fix *f, struct job *job)
{
	struct rejudging_setup setup = {.clock = &job->clock,
	    .store = f->s->store,
	    .judging = f->judging,
	    .applied = on_applied,
	    .arg = job};

	*job = (struct job){.clock = {.step_file = "unused"}};
	job->clock.stepped_at = f->now;
	job->r = rejudging_new(&setup);
}

static const struct rejudge_report *run(
    struct job *job, const struct lexicon *lexicon)
{
	rejudging_start(job->r, lexicon);
	while (rejudging_slice(job->r))
		;
	assert_int_equal(rejudging_report(job->r)->state, REJUDGE_READY);
	return rejudging_report(job->r);
}

static void apply(struct job *job)
{
	assert_int_equal(rejudging_apply(job->r), 0);
	while (rejudging_slice(job->r))
		;
	assert_int_equal(rejudging_report(job->r)->state, REJUDGE_APPLIED);
}

static void nothing_differs(const struct rejudge_report *r, size_t items)
{
	assert_int_equal(r->done, items);
	assert_int_equal(r->total, items);
	assert_int_equal(r->items, 0);
	assert_int_equal(r->moved, 0);
	assert_int_equal(r->flags, 0);
	assert_int_equal(r->stories, 0);
	assert_int_equal(r->rumors_new + r->rumors_gone, 0);
	assert_int_equal(r->rumors_turned + r->rumors_other, 0);
	assert_int_equal(r->line_total, 0);
}

static void same_rules_change_nothing(void **state)
{
	struct fix *f = *state;
	struct job job;
	char *before, *after;

	f->now = at("2023-10-17T08:00:00Z");
	take(f, &f->maker, "debut", "Lei Jun on Xiaomi HyperOS",
	    "Many years of work lie behind the new operating system of our "
	    "own: Xiaomi HyperOS is done, and the Xiaomi 14 series will be "
	    "the first to carry it.",
	    "2023-10-17T07:00:00Z");
	restart(f);
	/* It comes late, and is judged when it comes. */
	take(f, &f->ledger, "late", "MIUI may be replaced, says Kacper",
	    "Kacper Skrzypek says that a new system will replace MIUI.",
	    "2023-10-08T06:00:00Z");
	before = dump(f);
	begin(f, &job);
	nothing_differs(run(&job, judgefix_lexicon), 6);
	apply(&job);
	assert_int_equal(job.applied, 0); /* there was nothing to do */
	after = dump(f);
	assert_string_equal(after, before);
	free(after);
	rejudging_free(job.r);
	/* Nor does the judge that is built of it. */
	restart(f);
	after = dump(f);
	assert_string_equal(after, before);
	free(after);
	free(before);
}

/* A changed text is judged again when it comes, by what is there then. */
static void revisions_are_judged_once(void **state)
{
	struct fix *f = *state;
	struct job job;
	char *before, *after;

	f->now += DAY;
	take(f, &f->ledger, "date",
	    "Xiaomi 14 may launch on November 11, a tipster says now",
	    "The Xiaomi 14 is said to launch on November 11, 2023, "
	    "according to tipster Digital Chat Station.",
	    "2023-10-11T09:40:00Z");
	assert_int_equal(storefix_number(f->s, "SELECT count(*) FROM judgement"
					       " WHERE copy_of = item"),
	    0);
	before = dump(f);
	begin(f, &job);
	nothing_differs(run(&job, judgefix_lexicon), 4);
	apply(&job);
	after = dump(f);
	assert_string_equal(after, before);
	free(after);
	free(before);
	rejudging_free(job.r);
}

static bool has_line(const struct rejudge_report *r, enum rejudge_change what)
{
	for (size_t i = 0; i < r->line_count; i++)
		if (r->lines[i].what == what && r->lines[i].id)
			return true;
	return false;
}

static int64_t story_of(struct fix *f, int64_t item)
{
	char sql[80];

	snprintf(sql, sizeof(sql),
	    "SELECT story FROM judgement WHERE item = %lld", (long long)item);
	return storefix_number(f->s, sql);
}

/* Stories that were merged are merged again, under the same number. */
static void merges_are_found_again(void **state)
{
	struct fix *f = *state;
	struct job job;
	char *before, *after;

	tell_halves(f);
	tell_both(f);
	assert_int_equal(story_of(f, 6), story_of(f, 5));
	before = dump(f);
	begin(f, &job);
	nothing_differs(run(&job, judgefix_lexicon), 8);
	apply(&job);
	assert_int_equal(job.applied, 0);
	after = dump(f);
	assert_string_equal(after, before);
	free(after);
	free(before);
	rejudging_free(job.r);
}

/*
 * Two stories as one from before they were merged: judging again does it, and
 * the number of the other leads there.
 */
static void merges_are_made_up_for(void **state)
{
	struct fix *f = *state;
	const struct rejudge_report *r;
	struct story_report story;
	struct job job;
	int64_t whole, part;
	char *before, sql[160];

	tell_halves(f);
	whole = story_of(f, 5);
	part = story_of(f, 6);
	assert_int_not_equal(part, whole);
	tell_both(f);
	storefix_exec(f->s, "DELETE FROM story_merge");
	snprintf(sql, sizeof(sql),
	    "UPDATE judgement SET story = %lld, detail = 'as it was'"
	    " WHERE item IN (6, 7, 8)",
	    (long long)part);
	storefix_exec(f->s, sql);
	restart(f);
	begin(f, &job);
	r = run(&job, judgefix_lexicon);
	assert_int_equal(r->moved, 3);
	assert_int_equal(r->stories, 1);
	assert_true(has_line(r, REJUDGE_STORY_JOINED));
	apply(&job);
	assert_int_equal(job.applied, 1);
	for (int64_t item = 5; item <= 8; item++)
		assert_int_equal(story_of(f, item), whole);
	assert_int_equal(store_report_story(f->s->store, &f->s->arena, part,
			     &story, &f->s->err),
	    0);
	assert_int_equal(story.row.id, whole);
	assert_int_equal(story.asked, part);
	assert_int_equal(story.merge_count, 1);
	assert_string_equal(story.merges[0].why, "they were judged again");
	before = dump(f);
	assert_non_null(strstr(
	    before, "as it was; the story where it was is part of story "));
	free(before);
	nothing_differs(run(&job, judgefix_lexicon), 8);
	rejudging_free(job.r);
}

static int64_t events_since(struct fix *f, int64_t at_least)
{
	char sql[128];

	snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM event WHERE kind LIKE 'rumor%%'"
	    " AND noted_at >= %lld",
	    (long long)at_least);
	return storefix_number(f->s, sql);
}

static void other_words_tell_first(void **state)
{
	struct fix *f = *state;
	const struct rejudge_report *r;
	char *before = dump(f), *after;
	struct job job;
	int64_t events;
	size_t differs;

	f->now += 5 * DAY;
	begin(f, &job);
	r = run(&job, other_words);
	assert_true(r->items > 0);
	assert_true(r->rumors_gone + r->rumors_new > 0);
	assert_true(
	    has_line(r, REJUDGE_RUMOR_GONE) || has_line(r, REJUDGE_RUMOR_NEW));
	assert_int_equal(r->line_count, r->line_total);
	differs = r->items;
	/* Told, and nothing is changed. */
	after = dump(f);
	assert_string_equal(after, before);
	free(after);
	/* Whatever comes meanwhile is judged too. */
	take(f, &f->ledger, "more", "MIUI 15 may come in December",
	    "MIUI 15 will come in December, says tipster Kacper Skrzypek.",
	    "2023-10-13T06:00:00Z");
	events = events_since(f, f->now - DAY);
	apply(&job);
	assert_int_equal(job.applied, 1);
	assert_int_equal(rejudging_report(job.r)->done, 5);
	assert_true(rejudging_report(job.r)->items >= differs);
	after = dump(f);
	assert_string_not_equal(after, before);
	free(after);
	/* No verdict was told before: no digest has anything of it. */
	assert_int_equal(events_since(f, f->now - DAY), events);
	assert_int_equal(
	    storefix_number(
		f->s, "SELECT count(*) FROM event WHERE kind = 'rejudged'"),
	    1);
	free(before);
	/* Judged again by these words, it is the same. */
	before = dump(f);
	nothing_differs(run(&job, other_words), 5);
	after = dump(f);
	assert_string_equal(after, before);
	/* And back by the others. */
	run(&job, judgefix_lexicon);
	apply(&job);
	assert_int_equal(job.applied, 2);
	assert_int_equal(storefix_number(f->s, "SELECT count(*) FROM rumor"
					       " WHERE aspect = 'successor'"),
	    1);
	rejudging_free(job.r);
	free(after);
	free(before);
}

static struct rulings rulings_of(struct fix *f)
{
	return (struct rulings){
	    .store = f->s->store, .judging = f->judging, .now = f->now};
}

/* What users said holds; a verdict that was told and falls is corrected. */
static void rulings_are_kept(void **state)
{
	struct fix *f = *state;
	struct rulings with = rulings_of(f);
	struct ruled_claim item = {.item = 4, .claim = -1};
	struct ruling settle = {.kind = RULING_SETTLE,
	    .outcome = RUMOR_CONFIRMED,
	    .because = "I saw it"};
	struct ruling split = {
	    .kind = RULING_SPLIT_STORY, .claims = &item, .claim_count = 1};
	const struct rejudge_report *r;
	struct job job;
	int64_t other;

	settle.subject = storefix_number(
	    f->s, "SELECT id FROM rumor WHERE aspect = 'release-date'");
	split.subject =
	    storefix_number(f->s, "SELECT story FROM judgement WHERE item = 4");
	assert_int_equal(
	    rulings_make(&with, &f->s->arena, &settle, &f->says), 200);
	assert_int_equal(
	    rulings_make(&with, &f->s->arena, &split, &f->says), 200);
	other = split.other;
	begin(f, &job);
	nothing_differs(run(&job, judgefix_lexicon), 4);
	r = run(&job, other_words);
	assert_true(r->items > 0);
	apply(&job);
	rejudging_free(job.r);
	assert_int_equal(
	    storefix_number(f->s, "SELECT story FROM judgement WHERE item = 4"),
	    other);
	assert_int_equal(
	    storefix_number(f->s, "SELECT count(*) FROM rumor r"
				  " JOIN transition t ON t.rumor = r.id"
				  " WHERE r.status = 'confirmed' AND r.aspect ="
				  " 'release-date' AND t.ruling = 1"),
	    1);
	restart(f);
	/* Ruled anew while the difference was waiting: it is found anew. */
	begin(f, &job);
	run(&job, judgefix_lexicon);
	settle.kind = RULING_UNDO;
	settle.subject = 1;
	with = rulings_of(f);
	assert_int_equal(
	    rulings_undo(&with, &f->s->arena, &settle, &f->says), 200);
	apply(&job);
	rejudging_free(job.r);
	assert_int_equal(storefix_number(f->s, "SELECT count(*) FROM rumor"
					       " WHERE status = 'confirmed'"),
	    0);
}

static void a_told_verdict_is_corrected(void **state)
{
	struct fix *f = *state;
	struct job job;

	f->now = at("2023-10-17T08:00:00Z");
	take(f, &f->maker, "debut", "Lei Jun on Xiaomi HyperOS",
	    "Many years of work lie behind the new operating system of our "
	    "own: Xiaomi HyperOS is done, and the Xiaomi 14 series will be "
	    "the first to carry it.",
	    "2023-10-17T07:00:00Z");
	assert_true(storefix_number(f->s, "SELECT count(*) FROM rumor"
					  " WHERE status = 'confirmed'") > 0);
	f->now += 3 * DAY;
	begin(f, &job);
	run(&job, other_words);
	apply(&job);
	rejudging_free(job.r);
	/* What is left of them is told as it is now; the others are gone. */
	assert_int_equal(
	    storefix_number(f->s,
		"SELECT count(*) FROM rumor r WHERE NOT EXISTS"
		" (SELECT 1 FROM event e WHERE e.kind = 'rumor-status'"
		"  AND e.subject = r.id AND e.detail LIKE"
		"  '% ' || r.status || ' %') AND r.status <> 'open'"),
	    0);
	assert_int_equal(storefix_number(f->s, "SELECT count(*) FROM event"
					       " WHERE kind = 'rumor-settled'"
					       " AND noted_at > 1697700000"),
	    0);
}

static void a_cancelled_one_says_why(void **state)
{
	struct fix *f = *state;
	struct job job;

	begin(f, &job);
	assert_int_equal(rejudging_apply(job.r), -1);
	rejudging_start(job.r, judgefix_lexicon);
	rejudging_cancel(job.r, "the words are others now");
	assert_int_equal(rejudging_report(job.r)->state, REJUDGE_FAILED);
	assert_string_equal(
	    rejudging_report(job.r)->error, "the words are others now");
	assert_false(rejudging_slice(job.r));
	assert_int_equal(rejudging_apply(job.r), -1);
	rejudging_free(job.r);
}

/* --- a lexicon without some of its lines --- */

static void copy_file(const char *from, const char *to)
{
	FILE *in = fopen(from, "r"), *out = fopen(to, "w");
	char line[8192];

	assert_non_null(in);
	assert_non_null(out);
	while (fgets(line, sizeof(line), in))
		if (!strstr(line, "\tMIUI") && !strstr(line, "\tMIOS") &&
		    !strstr(line, "\tHyperOS"))
			fputs(line, out);
	fclose(in);
	fclose(out);
}

static int load_other_words(void)
{
	char from[512], dir[] = "/tmp/hearsay-words-XXXXXX", a[1024], b[1024];
	struct dirent *d;
	struct err e;
	DIR *list;

	snprintf(
	    from, sizeof(from), "%s/etc/lexicon", getenv("HEARSAY_SRCDIR"));
	list = opendir(from);
	if (!list || !mkdtemp(dir))
		return 1;
	while ((d = readdir(list)) != NULL) {
		if (*d->d_name == '.')
			continue;
		snprintf(a, sizeof(a), "%s/%s", from, d->d_name);
		snprintf(b, sizeof(b), "%s/%s", dir, d->d_name);
		copy_file(a, b);
	}
	other_words = lexicon_load(dir, &e);
	if (!other_words)
		printf("Bail out! %s\n", e.text);
	rewinddir(list);
	while ((d = readdir(list)) != NULL) {
		snprintf(b, sizeof(b), "%s/%s", dir, d->d_name);
		unlink(b);
	}
	closedir(list);
	rmdir(dir);
	return other_words ? 0 : 1;
}

#define TEST(f) \
	cmocka_unit_test_setup_teardown(f, judgefix_setup, judgefix_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(same_rules_change_nothing),
	    TEST(revisions_are_judged_once), TEST(merges_are_found_again),
	    TEST(merges_are_made_up_for), TEST(other_words_tell_first),
	    TEST(rulings_are_kept), TEST(a_told_verdict_is_corrected),
	    TEST(a_cancelled_one_says_why)};
	int rc = load_other_words();

	judgefix_lexicon = lexicon_of_tree();
	if (!rc)
		rc =
		    cmocka_run_group_tests_name("rejudging", tests, NULL, NULL);
	lexicon_free(other_words);
	lexicon_free(judgefix_lexicon);
	return rc;
}
