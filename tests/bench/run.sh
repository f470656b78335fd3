#!/bin/sh
# make bench: what the parts cost and what the whole daemon costs, each beside
# a limit or a peer of the same run. It prints one table; a goal that is
# missed is said, and is no error. Not part of make check.
. "$(dirname "$0")/../scenario/lib.sh"
# shellcheck disable=SC2034  # of lib.sh
failures=0
tab=$(printf '\t')
rows=$scratch/rows
: >"$rows"

skip() {
  printf '%s\tskipped: %s\n' "$1" "$2" >>"$rows"
}

parts() {
  echo "# the parts" >&2
  for part in store judge parse; do
    program=$HEARSAY_BUILDDIR/tests/bench/bench-$part
    if [ ! -x "$program" ]; then
      skip "$part" "bench-$part is not built"
    elif [ "$part" = judge ]; then
      "$program" "$lexicon" >>"$rows" || skip "$part" "it failed"
    else
      "$program" >>"$rows" || skip "$part" "it failed"
    fi
  done
}

# --- the daemon: polls.py has the rows ---------------------------------------

daemon_rows() {
  command -v python3 >/dev/null 2>&1 || {
    skip "the daemon" "python3 is not installed"
    return
  }
  echo "# the daemon" >&2
  python3 "$HEARSAY_SRCDIR/tests/bench/polls.py" "$HEARSAY_BUILDDIR" \
    "$lexicon" "$scratch" >>"$rows" || skip "the daemon" "its bench failed"
}

parts
daemon_rows
awk -F "$tab" '
  BEGIN { printf "%-44s %14s  %-27s %14s %7s  %s\n", "what", "measured",
    "against", "", "ratio", "goal of the ratio" }
  NF < 3 { printf "%-44s %s\n", $1, $2; next }
  { printf "%-44s %14s  %-27s %14s %7s  %s\n", $1, $2, $3, $4, $5, $6 }
' "$rows"
