/*
 * The words of the enumerations, the same everywhere: in the store, on the
 * socket, in cases and in JSON. One table each; parsing looks them up.
 */
#include <string.h>

#include "model/analysis.h"
#include "model/event.h"
#include "model/feed.h"
#include "model/finding.h"
#include "model/article.h"
#include "model/report.h"
#include "model/ruling.h"
#include "model/rumor.h"
#include "model/source.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int find(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; name && i < n; i++)
		if (!strcmp(names[i], name))
			return (int)i;
	return -1;
}

/* name(value) and parse(name, &value) for one table of words. */
#define WORDS(prefix, type, ...) \
	static const char *const prefix##_words[] = {__VA_ARGS__}; \
	const char *prefix##_name(type v) \
	{ \
		return prefix##_words[v]; \
	} \
	int prefix##_parse(const char *name, type *v) \
	{ \
		int i = find(prefix##_words, COUNT(prefix##_words), name); \
\
		if (i < 0) \
			return -1; \
		*v = (type)i; \
		return 0; \
	}

WORDS(source_role, enum source_role, "press", "official", "tipster",
    "aggregator", "community")
WORDS(feed_state, enum feed_state, "new", "ok", "failing", "not-a-feed",
    "refused", "limited", "gone", "stale")
WORDS(page_state, enum page_state, "wanted", "read", "empty", "failed",
    "forbidden", "passed")
WORDS(aspect, enum aspect, "other", "discontinuation", "successor", "name",
    "release-date", "eligibility", "feature", "rollout", "exclusivity",
    "region", "support-length")
WORDS(modality, enum modality, "hedged", "asserted", "denied")
WORDS(origin_kind, enum origin_kind, "none", "tipster", "outlet", "document",
    "anonymous", "official")
WORDS(item_class, enum item_class, "other", "rumor", "official", "denial")
WORDS(rumor_status, enum rumor_status, "open", "corroborated", "confirmed",
    "partly-confirmed", "contradicted", "denied", "expired")
WORDS(part, enum part, "carries", "restates", "settles", "related")
WORDS(event_kind, enum event_kind, "story-new", "rumor-new", "rumor-status",
    "feed-state", "mail-sent", "mail-failed", "config-reloaded",
    "rumor-settled", "ruling", "rejudged", "story-merged")

bool rumor_status_is_settled(enum rumor_status s)
{
	return s != RUMOR_OPEN && s != RUMOR_CORROBORATED;
}

WORDS(ruling_kind, enum ruling_kind, "settle", "reopen", "attribute-rumor",
    "attribute-item", "merge-rumors", "split-rumor", "merge-stories",
    "split-story", "undo")

/* These are only told, never read. */
const char *rejudge_state_name(enum rejudge_state s)
{
	static const char *const words[] = {"idle", "judging", "folding",
	    "comparing", "ready", "applied", "failed"};

	return words[s];
}

const char *rejudge_change_name(enum rejudge_change c)
{
	static const char *const words[] = {"story-parted", "story-joined",
	    "rumor-new", "rumor-gone", "rumor-status"};

	return words[c];
}

bool ruling_is_of_rumor(enum ruling_kind k)
{
	return k <= RULING_SPLIT_RUMOR && k != RULING_ATTRIBUTE_ITEM;
}

bool ruling_is_of_story(enum ruling_kind k)
{
	return k == RULING_MERGE_STORIES || k == RULING_SPLIT_STORY;
}

const char *finding_level_name(enum finding_level l)
{
	static const char *const names[] = {
	    [FINDING_OK] = "ok",
	    [FINDING_NOTE] = "note",
	    [FINDING_WARNING] = "warning",
	    [FINDING_BAD] = "bad",
	};

	return names[l];
}
