#!/bin/sh
# A small world in which all goes wrong ten times as often: the clock is set
# wrong, the machine is off, hosts ask for pauses, feeds move, the operator
# gives them other addresses. years.c says what is looked at.
: "${HEARSAY_SRCDIR:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${HEARSAY_BUILDDIR:=$HEARSAY_SRCDIR/build}"
dir=$(mktemp -d /tmp/hs.XXXXXX)
trap 'rm -rf "$dir"' EXIT
"$HEARSAY_BUILDDIR/tests/sim/years" -f 14 -d 90 -k 40 -r 10 -s 3 \
  -e "$HEARSAY_SRCDIR/etc" "$dir/run"
