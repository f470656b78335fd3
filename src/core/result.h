/*
 * Inner header of answer.c (answers become results), result.c (a result is
 * applied to its feeds) and pipeline.c (results become transactions). What
 * others may know is in pipeline.h.
 */
#ifndef HEARSAY_CORE_RESULT_H
#define HEARSAY_CORE_RESULT_H

#include "core/alarm.h"
#include "core/pagetake.h"
#include "core/pipeline.h"
#include "core/schedule.h"
#include "parse/parse.h"

#define BAD_DOCUMENTS 256 /* hashes remembered */

struct event;

/* An answer on its way to the store. */
struct result {
	struct result *next;
	struct pipeline *pipeline;
	struct poll_job *job;
	struct arena arena;
	struct poll_answer answer;
	const char *etag, *last_modified;
	const char *moved_to; /* a permanent redirect, or NULL */
	uint64_t hash;	      /* of the body; 0 none */
	size_t body_len;
	bool end_unsure; /* the body alone can tell that it is whole */
	bool is_sitemap;
	struct doc *doc; /* of a fresh one */
};

/*
 * A document during which its reader died. Once can be bad luck (somebody
 * killed it, memory was short); after the second time it is left alone for
 * a day, so that it costs a life a day at most.
 */
struct bad_document {
	uint64_t hash;
	unsigned deaths;
	int64_t until;
	char why[160];
};

struct pipeline {
	struct pipeline_setup setup;
	struct poll *poll;
	struct pages *pages;
	struct page_policy page_policy;
	struct judging *judging;
	int64_t keep_s, trim_at, tidy_at;
	struct result *first, **last;	 /* to be stored, in order of arrival */
	size_t turn_results, turn_bytes; /* how many, and their documents */
	struct pipeline_work *works, **last_work; /* and these behind them */
	struct event *store_turn;
	struct event *build;
	struct event *fold; /* items wait for their rumors */
	/* When these may be written, since when they wait (0: none does), and
	 * what it has taken so far. Monotonic. */
	int64_t fold_at_ms, owes_since_ms, folding_ms;
	struct event *rest; /* memory goes back when no document came a while */
	struct alarm *deadline; /* the next one of an open rumor */
	bool clock_moved;
	bool build_due; /* the judge is being built, or is to be */
	bool hurries;	/* somebody waits for all that is owed */
	size_t waiting, bytes_in_flight, next_parser;
	struct bad_document bad[BAD_DOCUMENTS]; /* a ring */
	size_t bad_count;
};

/* pipeline.c: it is stored with the next turn. */
void result_store(struct result *);

/* --- result.c --- */

void result_free(struct result *);
/* To all feeds of the job: to copies of them, which are what is committed. */
int result_apply(struct pipeline *, struct result *, struct feed *copies,
    int64_t now, struct judging_news *, struct err *);
/* What has been committed becomes what is in memory. */
void result_adopt(struct result *, struct feed *copies);
/* Nothing could be stored: the feeds stay as they were, and wait a while. */
void result_give_up(struct result *, int64_t now);

/* What is older is not taken, and let go (pipeline.c). */
int64_t pipeline_oldest(const struct pipeline *, int64_t now);

#endif
