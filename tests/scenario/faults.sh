#!/bin/sh
# What the machine may fail at: disk, descriptors, memory. tests/crash/faults.py
# tells of each.
. "$(dirname "$0")/lib.sh"
run_crash faults.py
