#!/bin/sh
# What the machine may fail at: disk, descriptors, memory. tests/crash/faults.py
# tells of each.
. "$(dirname "$0")/lib.sh"
need python3
if ldd "$hearsayd" | grep -q 'lib[at]san'; then
  skip_all "a sanitizer wants to be loaded before anything else"
fi
make -s -C "$HEARSAY_BUILDDIR" tests/crash/preload.so >/dev/null ||
  bail "tests/crash/preload.so cannot be made"
export HEARSAY_SRCDIR HEARSAY_BUILDDIR PYTHONDONTWRITEBYTECODE=1
python3 "$HEARSAY_SRCDIR/tests/crash/faults.py"
