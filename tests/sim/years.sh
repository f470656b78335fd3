#!/bin/sh
# Sixty simulated days of forty feeds, with a leap day and the changes of
# daylight saving time of three continents: years.c says what is looked at.
: "${HEARSAY_SRCDIR:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${HEARSAY_BUILDDIR:=$HEARSAY_SRCDIR/build}"
dir=$(mktemp -d /tmp/hs.XXXXXX)
trap 'rm -rf "$dir"' EXIT
"$HEARSAY_BUILDDIR/tests/sim/years" -f 40 -d 60 -b 2024-02-10 -s 4 \
  -e "$HEARSAY_SRCDIR/etc" "$dir/run"
