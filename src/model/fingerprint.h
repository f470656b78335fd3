/*
 * One number for all that judgement says of an item or a rumor: equal where
 * every word and number of it that is stored is equal.
 */
#ifndef HEARSAY_MODEL_FINGERPRINT_H
#define HEARSAY_MODEL_FINGERPRINT_H

#include <stdint.h>

#include "model/analysis.h"
#include "model/rumor.h"

uint64_t analysis_fingerprint(const struct analysis *);
uint64_t rumor_fingerprint(const struct rumor *);

#endif
