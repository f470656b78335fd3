#!/bin/sh
# kill -9 of the daemon at random moments under load, and of each role at
# boundaries of frames: some of what `make crash` does by the thousand.
. "$(dirname "$0")/lib.sh"
need python3
if ldd "$hearsayd" | grep -q 'lib[at]san'; then
  skip_all "a sanitizer wants to be loaded before anything else"
fi
make -s -C "$HEARSAY_BUILDDIR" tests/crash/preload.so >/dev/null ||
  bail "tests/crash/preload.so cannot be made"
export HEARSAY_SRCDIR HEARSAY_BUILDDIR PYTHONDONTWRITEBYTECODE=1
python3 "$HEARSAY_SRCDIR/tests/crash/kill.py" --moments 20 --boundaries 3
