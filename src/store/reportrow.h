/*
 * Within the store: rows of stories and rumors as reports show them. Their
 * columns go with "story s" and "rumor r".
 */
#ifndef HEARSAY_STORE_REPORTROW_H
#define HEARSAY_STORE_REPORTROW_H

#include "model/report.h"
#include "store/db.h"

/*
 * The rumor of a story is the one that most of its items carry; else one that
 * they settle, a confirmed one first.
 */
#define STORY_COLUMNS \
	"s.id, (SELECT i.title FROM item i WHERE i.id = s.headline_item)," \
	" (SELECT i.url FROM item i WHERE i.id = s.headline_item)," \
	" s.item_count, s.outlet_count, s.copy_count," \
	" (SELECT count(DISTINCT i.feed) FROM judgement j" \
	"  JOIN item i ON i.id = j.item WHERE j.story = s.id" \
	"  AND j.copy_of IS NULL AND j.attributed IS NULL)," \
	" (SELECT group_concat(lang, ' ') FROM (SELECT DISTINCT j.lang" \
	"  FROM judgement j WHERE j.story = s.id AND j.lang IS NOT NULL" \
	"  ORDER BY j.lang))," \
	" s.first_at, s.last_at," \
	" (SELECT m.rumor FROM judgement j" \
	"  JOIN rumor_member m ON m.item = j.item WHERE j.story = s.id" \
	"  AND m.part IN ('carries', 'restates', 'settles')" \
	"  GROUP BY m.rumor ORDER BY min(m.part <> 'carries') * (SELECT" \
	"   1 + (u.status <> 'confirmed') FROM rumor u WHERE u.id = m.rumor)," \
	"  count(*) DESC, m.rumor LIMIT 1)"

/* Carriers, and items that restate, are what passes a rumor on. */
#define RUMOR_COLUMNS \
	"r.id, r.vendor, r.subject, r.version, r.value, r.statement," \
	" r.aspect, r.status, r.first_at, r.settled_at, r.settled_by," \
	" r.deadline, r.evidence, r.changed_at," \
	" (SELECT o.name FROM rumor_origin o WHERE o.rumor = r.id" \
	"  AND o.name IS NOT NULL ORDER BY o.first_at, o.n LIMIT 1)," \
	" (SELECT coalesce(f.title, f.slug) FROM rumor_member m" \
	"  JOIN item i ON i.id = m.item JOIN feed f ON f.id = i.feed" \
	"  WHERE m.rumor = r.id ORDER BY m.n LIMIT 1)," \
	" (SELECT i.url FROM rumor_member m JOIN item i ON i.id = m.item" \
	"  WHERE m.rumor = r.id ORDER BY m.n LIMIT 1)," \
	" (SELECT group_concat(lang, ' ') FROM (SELECT DISTINCT j.lang" \
	"  FROM rumor_member m JOIN judgement j ON j.item = m.item" \
	"  WHERE m.rumor = r.id AND j.lang IS NOT NULL ORDER BY j.lang))," \
	" (SELECT count(*) FROM rumor_origin o WHERE o.rumor = r.id)," \
	" (SELECT count(DISTINCT i.feed) FROM rumor_member m" \
	"  JOIN item i ON i.id = m.item WHERE m.rumor = r.id" \
	"  AND m.part IN ('carries', 'restates'))," \
	" (SELECT count(DISTINCT m.item) FROM rumor_member m" \
	"  WHERE m.rumor = r.id AND m.part IN ('carries', 'restates'))," \
	" (SELECT t.ruling FROM transition t WHERE t.rumor = r.id" \
	"  AND t.ruling IS NOT NULL AND t.new_status = r.status" \
	"  AND r.settled_at <> 0 ORDER BY t.n DESC LIMIT 1)," \
	" (SELECT t.sentence FROM transition t WHERE t.rumor = r.id" \
	"  AND t.rule = 'user-contested' ORDER BY t.n DESC LIMIT 1)"

/* Read the columns; the status takes a statement of its own. */
int story_row_get(
    struct query *, struct arena *, struct story_row *, struct err *);
int rumor_row_get(
    struct query *, struct arena *, struct rumor_row *, struct err *);
int story_row_status(struct store *, struct story_row *, struct err *);

/*
 * Puts time and id of where a list goes on; at its beginning those that
 * nothing has reached.
 */
void put_cursor(struct query *, const struct cursor *);

/* Counts for a track record, of one rumor more. */
void record_count(struct record_row *, enum rumor_status, int64_t deadline);

/* One story or rumor by its id; 1: there is none. */
int story_row_find(struct store *, struct arena *, int64_t id,
    struct story_row *, struct err *);
int rumor_row_find(struct store *, struct arena *, int64_t id,
    struct rumor_row *, struct err *);

#endif
