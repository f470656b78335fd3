/*
 * JSON as the socket and --json give it: members in a fixed order, times as
 * RFC 3339 strings in UTC, null for what there is not. The lists of members
 * are in doc/protocol.md, section Objects.
 */
#ifndef HEARSAY_VIEW_JSON_H
#define HEARSAY_VIEW_JSON_H

#include <jansson.h>
#include <stdint.h>

#include "base/buf.h"
#include "model/event.h"
#include "model/report.h"

/* Each sets one member of the object. */
void json_put_text(json_t *, const char *name, const char *value);
void json_put_number(json_t *, const char *name, int64_t value);
void json_put_id(json_t *, const char *name, int64_t value); /* 0: null */
void json_put_time(json_t *, const char *name, int64_t at);  /* 0: null */
void json_put_real(json_t *, const char *name, double value);
void json_put_bool(json_t *, const char *name, bool value);

json_t *json_of_record(const struct record_row *);
/* Sets median_lead_days or lead_days; below 0: null. */
void json_put_days(json_t *, const char *name, double days);
json_t *json_of_item(const struct item_row *);
json_t *json_of_story(const struct story_row *);
json_t *json_of_rumor(const struct rumor_row *);
json_t *json_of_event(const struct event *);		  /* events.c */
json_t *json_of_feed(const struct feed_report *);	  /* feeds.c */
json_t *json_of_tipster(const struct tipster_row *);	  /* tipsters.c */
json_t *json_of_rulings(const struct ruling *, size_t n); /* audit.c */

/* Writes the value and a line feed, and lets go of it. */
void json_write(struct buf *, json_t *);

#endif
