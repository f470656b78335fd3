/*
 * The web page's routes (GET, beside /v1 on the status socket, and alone on
 * the page's own port): HTML, its stylesheet and script, the Atom feed and
 * the metrics.
 */
#ifndef HEARSAY_CORE_WEB_H
#define HEARSAY_CORE_WEB_H

#include "core/visit.h"

extern const struct route web_routes[];
extern const size_t web_route_count;

#endif
