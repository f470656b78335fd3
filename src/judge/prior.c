/*
 * The weights of the rumor score as a person would set them: what it rests on
 * where there is no flag.tsv, and what a fit is pulled back to.
 */
#include <string.h>

#include "judge/tables.h"

struct prior {
	int feature;
	double weight;
};

static const struct prior priors[] = {
    {FEATURE_BIAS, -2.9},
    {FEATURE_TITLE + CUE_RUMOR_NOUN, 4.6},
    {FEATURE_TITLE + CUE_LEAK, 4.4},
    {FEATURE_TITLE + CUE_EVIDENTIAL, 3.5},
    {FEATURE_TITLE + CUE_MODAL, 3},
    {FEATURE_TITLE + CUE_ADVERB, 2.5},
    {FEATURE_TITLE + CUE_FORECAST, 2},
    {FEATURE_TITLE + CUE_SUGGEST, 2.5},
    {FEATURE_TITLE + CUE_SPOTTED, 2},
    {FEATURE_TITLE + CUE_QUESTION, 0.5},
    {FEATURE_TITLE + CUE_WISHLIST, 2},
    {FEATURE_TITLE + CUE_SCOPED_TIME, 1},
    {FEATURE_TITLE + CUE_REVIEW, -2.5},
    {FEATURE_TITLE + CUE_DEAL, -3},
    {FEATURE_TITLE + CUE_HOWTO, -3},
    {FEATURE_TITLE + CUE_POLL, -2.5},
    {FEATURE_TITLE + CUE_SATIRE, -4},
    {FEATURE_TITLE + CUE_OPINION, -1},
    {FEATURE_TITLE + CUE_ROUNDUP, -1.5},
    {FEATURE_TITLE + CUE_OTHER_NEWS, -2},
    {FEATURE_TITLE + CUE_ANNOUNCE, -2},
    {FEATURE_TITLE + CUE_CONFIRM, -1.5},
    {FEATURE_TITLE + CUE_EXEC, -1},
    {FEATURE_TITLE + CUE_RELEASE, -1.5},
    {FEATURE_TITLE + CUE_DATE_SET, -1},
    {FEATURE_TITLE + CUE_ROADMAP, -0.5},
    {FEATURE_TITLE + CUE_DENY, -0.5},
    {FEATURE_TEXT + CUE_RUMOR_NOUN, 1.7},
    {FEATURE_TEXT + CUE_LEAK, 1.7},
    {FEATURE_TEXT + CUE_EVIDENTIAL, 2},
    {FEATURE_TEXT + CUE_MODAL, 0.8},
    {FEATURE_TEXT + CUE_ADVERB, 0.8},
    {FEATURE_TEXT + CUE_FORECAST, 0.7},
    {FEATURE_TEXT + CUE_SUGGEST, 0.6},
    {FEATURE_TEXT + CUE_SPOTTED, 0.6},
    {FEATURE_TEXT + CUE_WISHLIST, 0.6},
    {FEATURE_TEXT + CUE_SCOPED_TIME, 0.4},
    {FEATURE_TEXT + CUE_SATIRE, -3},
    {FEATURE_TEXT + CUE_OTHER_NEWS, -1},
    {FEATURE_TEXT + CUE_ANNOUNCE, -1},
    {FEATURE_TEXT + CUE_CONFIRM, -0.6},
    {FEATURE_TEXT + CUE_RELEASE, -0.7},
    {FEATURE_TITLE_TIPSTER, 3},
    {FEATURE_LEAD_TIPSTER, 3},
    {FEATURE_TITLE_OFFICIAL, -1.5},
    {FEATURE_LEAD_OFFICIAL, -1},
    {FEATURE_LEAD_ANONYMOUS, 0.9},
    {FEATURE_HEADLINE_COLON, 1.5},
    {FEATURE_HEADLINE_TAIL, 2},
    {FEATURE_TITLE_QUESTION, 0.5},
    {FEATURE_ROLE_TIPSTER, 3.5},
    {FEATURE_ROLE_OFFICIAL, -8},
    {FEATURE_PRODUCT, 0.4},
    {FEATURE_TITLE_PRODUCT, 0.4},
    {FEATURE_LEAD_SOURCED, 1.5},
    {FEATURE_LEAD_TOLD, 3.2},
    {FEATURE_BODY_TOLD, 2},
    {FEATURE_LEAD_FOUND, 3},
    {FEATURE_BODY_FOUND, 0.8},
    {FEATURE_LEAD_FORETOLD, 1},
    {FEATURE_BODY_FORETOLD, 2.5},
    {FEATURE_BODY_HEDGED, 0.5},
    {FEATURE_LEAD_REPORTED, 1.2},
    {FEATURE_BODY_REPORTED, 1},
    {FEATURE_LEAD_TRADE, 2.2},
    {FEATURE_TITLE_REPORTED, 1.2},
    {FEATURE_LEAD_DOCUMENT, 2.6},
};

void prior_weights(double *weights)
{
	memset(weights, 0, FEATURE_COUNT * sizeof(*weights));
	for (size_t i = 0; i < sizeof(priors) / sizeof(*priors); i++)
		weights[priors[i].feature] = priors[i].weight;
}
