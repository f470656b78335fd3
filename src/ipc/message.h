/*
 * The messages between the roles. Each is one table of fields in message.c,
 * which its writer and its reader both follow, and a test sends each through
 * both. A reader returns 0, or -1 for a payload that is not such a message;
 * strings and arrays go to the arena, a body stays in the frame.
 */
#ifndef HEARSAY_IPC_MESSAGE_H
#define HEARSAY_IPC_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "ipc/frame.h"
#include "model/doc.h"
#include "model/found.h"
#include "model/article.h"

enum message_type {
	MSG_FETCH = 1,	  /* core -> net */
	MSG_FETCHED,	  /* net -> core */
	MSG_PARSE,	  /* core -> parse */
	MSG_PARSED,	  /* parse -> core */
	MSG_MAIL,	  /* core -> net */
	MSG_MAILED,	  /* net -> core */
	MSG_NET_SETTINGS, /* core -> net, first and after a reload */
	MSG_PAGE,	  /* core -> parse: an HTML page */
	MSG_PAGED,	  /* parse -> core */
	MSG_FIND,	  /* core -> parse: what an address holds */
	MSG_FOUND,	  /* parse -> core */
	MSG_HOOK,	  /* core -> net */
	MSG_HOOKED,	  /* net -> core */
	MSG_SEAL,	  /* core -> seal */
	MSG_SEALED,	  /* seal -> core */
};

struct net_settings {
	const char *user_agent;
	const char *ca_file;	 /* NULL: the system's */
	const char *allow_hosts; /* private hosts that may be fetched, spaces */
	const char *proxy;	 /* NULL: none; the environment is ignored */
	int64_t connect_timeout_ms, total_timeout_ms;
	int64_t low_speed_bytes_s, low_speed_time_s;
	uint32_t max_connections;
	/* mail */
	const char *smtp_url; /* "smtp://host:587", "smtps://host:465" */
	const char *smtp_user, *smtp_password;
	bool smtp_tls_required;
	const char *smtp_ca_file;
};

struct fetch_request {
	const char *url;
	const char *etag, *last_modified; /* sent back byte for byte */
	const char *accept;		  /* NULL: feeds */
	uint64_t max_bytes;		  /* of the decompressed body */
	/* A redirect is an answer: final_url is where it leads. */
	bool one_hop;
};

enum fetch_result {
	FETCH_HTTP = 0, /* an answer came: see status */
	FETCH_DNS,
	FETCH_CONNECT,
	FETCH_TLS,
	FETCH_TIMEOUT,
	FETCH_TOO_LARGE,
	FETCH_TRUNCATED,
	FETCH_REDIRECT, /* too many, or to what is not allowed */
	FETCH_FORBIDDEN_ADDRESS,
	FETCH_BAD_URL,
	FETCH_OTHER,
};

struct fetch_reply {
	enum fetch_result result;
	const char *error;	/* words, where result is not FETCH_HTTP */
	int64_t status;		/* of the last hop */
	const char *final_url;	/* after redirects */
	bool moved_permanently; /* every hop was 301 or 308 */
	const char *etag, *last_modified; /* of a 200/304 of the asked URL */
	const char *content_type;
	const char *link;	 /* the headers, with commas between them */
	const char *retry_after; /* the header as it stands, or NULL */
	const char *rate_limit_remaining, *rate_limit_reset;
	int64_t max_age_s; /* of Cache-Control; -1 none */
	int64_t age_s;	   /* of Age; 0 none */
	/* Nothing but the body itself can tell that it is whole. */
	bool end_unsure;
	const void *body;
	size_t body_len;
};

struct parse_request {
	const char *base_url, *content_type;
	const char *link; /* of the reply's headers; NULL where none is asked */
	const void *body;
	size_t body_len;
};

struct parse_reply {
	int64_t result; /* enum parse_result */
	const char *error;
	struct doc doc; /* where result is 0 */
};

/* The request is a struct parse_request, as for a document. */
struct page_reply {
	int64_t result; /* enum parse_result */
	const char *error;
	struct article article; /* where result is 0 */
};

struct mail_request {
	const char *from, *to;
	const void *message; /* RFC 5322, CRLF lines */
	size_t message_len;
};

struct mail_reply {
	int64_t status;	   /* of SMTP (250, 450, 550), 0: never got there */
	bool permanent;	   /* a 5xx at RCPT: this address will not do */
	const char *error; /* words; NULL where it was taken */
};

/* A post by the rules of Standard Webhooks: the names of headers are its. */
struct hook_request {
	const char *url;
	const char *content_type;
	const char *id;
	int64_t timestamp;     /* seconds */
	const char *signature; /* "v1,BASE64"; NULL: none is sent */
	const void *body;
	size_t body_len;
};

struct hook_reply {
	int64_t status;		 /* of HTTP; 0: no answer came */
	const char *error;	 /* words; NULL where it was taken (2xx) */
	const char *retry_after; /* the header as it stands, or NULL */
};

/* A copy of the database: is all of it on the disk, and sound? */
struct seal_request {
	const char *path;
};

struct seal_reply {
	const char *error; /* words; NULL: it is */
};

struct layout;
/* The table of a type's payload; NULL where there is no such type. */
const struct layout *message_layout(enum message_type);
/* See layout_mark(). */
uint64_t message_mark(enum message_type);

void net_settings_write(struct buf *, const struct net_settings *);
int net_settings_read(
    const struct frame *, struct arena *, struct net_settings *);
void fetch_request_write(struct buf *, const struct fetch_request *);
int fetch_request_read(
    const struct frame *, struct arena *, struct fetch_request *);
void fetch_reply_write(struct buf *, const struct fetch_reply *);
int fetch_reply_read(
    const struct frame *, struct arena *, struct fetch_reply *);
void parse_request_write(struct buf *, const struct parse_request *);
int parse_request_read(
    const struct frame *, struct arena *, struct parse_request *);
void parse_reply_write(struct buf *, const struct parse_reply *);
int parse_reply_read(
    const struct frame *, struct arena *, struct parse_reply *);
void page_reply_write(struct buf *, const struct page_reply *);
int page_reply_read(const struct frame *, struct arena *, struct page_reply *);
void found_write(struct buf *, const struct found *);
int found_read(const struct frame *, struct arena *, struct found *);
void mail_request_write(struct buf *, const struct mail_request *);
int mail_request_read(
    const struct frame *, struct arena *, struct mail_request *);
void mail_reply_write(struct buf *, const struct mail_reply *);
int mail_reply_read(const struct frame *, struct arena *, struct mail_reply *);
void hook_request_write(struct buf *, const struct hook_request *);
int hook_request_read(
    const struct frame *, struct arena *, struct hook_request *);
void hook_reply_write(struct buf *, const struct hook_reply *);
int hook_reply_read(const struct frame *, struct arena *, struct hook_reply *);
void seal_request_write(struct buf *, const struct seal_request *);
int seal_request_read(
    const struct frame *, struct arena *, struct seal_request *);
void seal_reply_write(struct buf *, const struct seal_reply *);
int seal_reply_read(const struct frame *, struct arena *, struct seal_reply *);

#endif
