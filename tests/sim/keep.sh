#!/bin/sh
# A week's memory: the store lets go of items that stories and rumors still
# remember. years.c says what is looked at.
: "${HEARSAY_SRCDIR:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${HEARSAY_BUILDDIR:=$HEARSAY_SRCDIR/build}"
dir=$(mktemp -d /tmp/hs.XXXXXX)
trap 'rm -rf "$dir"' EXIT
"$HEARSAY_BUILDDIR/tests/sim/years" -f 40 -d 110 -k 8 -s 1 \
  -e "$HEARSAY_SRCDIR/etc" "$dir/run"
