/*
 * Who publishes: one outlet, vendor, tipster or site. A plain value; strings
 * belong to whoever made it (configuration, store row, sources file).
 */
#ifndef HEARSAY_MODEL_SOURCE_H
#define HEARSAY_MODEL_SOURCE_H

#include <stdint.h>

enum source_role {
	ROLE_PRESS,
	ROLE_OFFICIAL, /* a vendor's own channel; vendor is set */
	ROLE_TIPSTER,
	ROLE_AGGREGATOR,
	ROLE_COMMUNITY,
};

struct source {
	int64_t id;	   /* the store's; 0 where it is not stored */
	const char *slug;  /* short and unique: "gsmarena" */
	const char *title; /* for people: "GSMArena" */
	const char *site;  /* address or host of the site, or NULL */
	enum source_role role;
	const char *vendor; /* canonical; of an official source, else NULL */
	const char *lang;   /* BCP 47, or NULL */
};

const char *source_role_name(enum source_role);		     /* "press" ... */
int source_role_parse(const char *name, enum source_role *); /* 0 or -1 */

#endif
