/*
 * Within the store: the handle, and statements that are prepared once and
 * used by the files beside this one. A struct query is one use of a
 * statement: values are put in the order of the question marks, columns are
 * got in their order, and it has ended once query_step() returned 0 or -1,
 * query_run() returned, or query_end() was called.
 */
#ifndef HEARSAY_STORE_DB_H
#define HEARSAY_STORE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"

struct store {
	sqlite3 *db;
	char *path;
	struct map statements; /* sqlite3_stmt by the address of its text */
	struct buf scratch;    /* of one call at a time */
	struct map stale;      /* stories to be summed up at the commit */
	int64_t poll_changes;  /* rows that a poll writes of its feed */
	int search_steps;      /* a search may take so many thousands */
	struct {
		bool begun;
		int64_t published_at, id; /* the last item that was let go */
	} trim;				  /* retain.c */
	struct {
		bool known;
		int64_t items, stories;
	} tally;	  /* tally.c */
	char *mail_error; /* what the last status report points to */
	void (*committed)(void *arg);
	void *committed_arg;
	bool damaged, index_damaged; /* the index of words alone */
	void (*on_damage)(void *arg);
	void *on_damage_arg;
};

/* Follows changes from now on; makes s->tally known. */
void tally_follow(struct store *);
int tally_take(struct store *, struct err *);

struct query {
	struct store *store;
	sqlite3_stmt *stmt;
	int bound, column;
	int rc; /* the first failure of a put */
};

/* sql must be a constant: its address is the key of the prepared form. */
int query_open(struct query *, struct store *, const char *sql, struct err *);
void put_int(struct query *, int64_t);
void put_id(struct query *, int64_t); /* 0 is NULL */
void put_real(struct query *, double);
void put_text(struct query *, const char *); /* stays till the query ends */
void put_blob(struct query *, const void *, size_t);
int query_step(struct query *, struct err *); /* 1: a row, 0: end, -1 */
/*
 * Opens a statement whose one parameter is an id, and stands on its row: 0.
 * 1 where there is none; the query has ended then, as it has after -1.
 */
int query_find(
    struct query *, struct store *, const char *sql, int64_t id, struct err *);
int query_run(struct query *, struct err *); /* for what gives no rows */
void query_end(struct query *);

int64_t get_int(struct query *); /* 0 where it is NULL */
double get_real(struct query *);
char *get_text(struct query *, struct arena *); /* NULL where it is NULL */
const char *get_word(struct query *);		/* valid until the next step */
const void *get_blob(struct query *, struct arena *, size_t *n);

/*
 * The enum of a word column: 0, or -1 where this program does not know the
 * word, naming the table and the id of the row.
 */
#define GET_ENUM(q, parse, to, table, id, e) \
	(parse(get_word(q), (to)) ? bad_word(q, table, id, e) : 0)
int bad_word(struct query *, const char *table, int64_t id, struct err *);

/* err_set() with the path and what SQLite says; returns -1. */
int store_failed(struct store *, const char *what, struct err *);
int store_exec(struct store *, const char *sql, struct err *);
/* How large the file is, by its pages. */
int store_bytes(struct store *, int64_t *bytes, struct err *);

/*
 * For functions of several statements: a transaction of their own where the
 * caller has none open. unit_close() returns rc, or -1 where the commit fails.
 */
int unit_open(struct store *, bool *own, struct err *);
int unit_close(struct store *, bool own, int rc, struct err *);

/* Ids of this name up to and including id are used for ever. */
int store_note_id(struct store *, const char *name, int64_t id, struct err *);

#endif
