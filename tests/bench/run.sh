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
  for part in store judge parse growth; do
    program=$HEARSAY_BUILDDIR/tests/bench/bench-$part
    if [ ! -x "$program" ]; then
      skip "$part" "bench-$part is not built"
    else
      # those that judge take the lexicon, the others pass it over
      "$program" "$lexicon" >>"$rows" || skip "$part" "it failed"
    fi
  done
}

# --- the daemon: polls.py and load.py have the rows -------------------------

daemon_rows() {
  command -v python3 >/dev/null 2>&1 || {
    skip "the daemon" "python3 is not installed"
    return
  }
  echo "# the daemon" >&2
  for part in polls load; do
    mkdir "${scratch:?}/$part"
    python3 "$HEARSAY_SRCDIR/tests/bench/$part.py" "$HEARSAY_BUILDDIR" \
      "$lexicon" "$scratch/$part" >>"$rows" ||
      skip "the daemon, $part" "its bench failed"
  done
}

# --- stories against labels, where they are there to measure with -----------

# SUITE MEASURE GOAL, as ../shared/clustering/run.py names them
goals="uci b3_f1 .80
meantime xl_f1 .90
ntrex xl_f1 .90
ntrex-split xl_f1 .74
releases b3_f1 .945
releases xl_f1 .89
releases dup_f1 .93
neardup dup_f1 .99
urls dup_p 1
urls dup_r 1"

quality() {
  [ -d "$shared/clustering" ] || {
    skip "stories against labels" "../shared/clustering is not there"
    return
  }
  echo "# stories against labels" >&2
  python3 "$shared/clustering/run.py" -- "$hearsay" cluster \
    --lexicon "$lexicon" >"$scratch/suites" || {
    skip "stories against labels" "run.py failed"
    return
  }
  printf '%s\n' "$goals" | while read -r suite measure goal; do
    got=$(sed -n "s/^$suite .* $measure=\([0-9.]*\).*/\1/p" "$scratch/suites")
    awk -v suite="$suite" -v measure="$measure" -v goal="$goal" \
      -v got="$got" 'BEGIN {
        printf "stories, %s: %s\t%.3f\tgoal\t%.3f\t%.2f\t1 or more\n",
          suite, measure, got, goal, got / goal }' >>"$rows"
  done
}

parts
quality
daemon_rows
awk -F "$tab" '
  BEGIN { printf "%-44s %14s  %-27s %14s %7s  %s\n", "what", "measured",
    "against", "", "ratio", "goal of the ratio" }
  NF < 3 { printf "%-44s %s\n", $1, $2; next }
  { printf "%-44s %14s  %-27s %14s %7s  %s\n", $1, $2, $3, $4, $5, $6 }
' "$rows"
