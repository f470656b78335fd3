/*
 * A configuration with the lexicon it names, checked against each other:
 * what a start, a reload and --check-config read alike.
 */
#ifndef HEARSAY_CORE_SETUP_H
#define HEARSAY_CORE_SETUP_H

#include "base/buf.h"
#include "core/config.h"
#include "judge/lexicon.h"

struct setup {
	struct config *config;
	struct lexicon *lexicon;
};

/* NULL with the reasons, a line each. Vendors get their canonical names. */
struct setup *setup_load(const char *config_file, struct buf *errors);
void setup_free(struct setup *);

/*
 * The password for the mail server: of password-file, else the systemd
 * credential smtp-password; "" where there is neither. -1 with the reason.
 */
int setup_password(const struct config *, struct buf *, struct err *);

#endif
