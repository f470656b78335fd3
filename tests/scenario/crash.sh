#!/bin/sh
# kill -9 of the daemon at random moments under load, and of each role at
# boundaries of frames: some of what `make crash` does by the thousand.
. "$(dirname "$0")/lib.sh"
run_crash kill.py --moments 20 --boundaries 3
