#!/bin/sh
# `hearsay replay` over real histories with gold labels, where they are there
# to measure with: it runs every folder without an error and keeps to what it
# has to show. The figures are printed as diagnostics.
. "$(dirname "$0")/lib.sh"
need python3
sagas=$shared/sagas
[ -d "$sagas" ] || skip_all "../shared/sagas is not there"
plan 14

mkdir "$scratch/out"
for gold in "$sagas"/*/gold.json; do
  saga=$(dirname "$gold")
  name=$(basename "$saga")
  now=$(sed -n 's/.*"now": *"\([0-9-]*\)".*/\1/p' "$gold" | head -n 1)
  set -- --sources "$saga/sources.json" --feeds "$saga/feeds" \
    --now "$now" --export "$scratch/out/$name.json"
  if [ -d "$saga/feeds-later" ]; then
    set -- "$@" --later "$saga/feeds-later"
  fi
  ok "$name is replayed" \
    env HEARSAY_LEXICON="$lexicon" "$hearsay" replay "$@"
done

python3 "$sagas/score.py" -v "$scratch/out" >"$scratch/score" 2>&1
sed 's/^/# /' "$scratch/score"
# value PATTERN: the number behind it in the score
value() {
  sed -n "s/^$1 *\([0-9.]*\).*/\1/p" "$scratch/score" | tail -n 1
}
ok "the headline is at least 0.85" \
  awk -v x="$(value HEADLINE)" 'BEGIN { exit !(x >= 0.85) }'
ok "no false confirmation" \
  awk -v x="$(value 'false confirmations')" 'BEGIN { exit !(x != "" && x == 0) }'
flagged=$(python3 -c 'import json, sys
print(sum(i["rumor_flag"] for i in json.load(open(sys.argv[1]))["items"]))' \
  "$scratch/out/noise.json")
ok "at most two items of ordinary news are flagged (here $flagged)" \
  [ "$flagged" -le 2 ]
settled=$(python3 -c 'import json, sys
print(sum(r["status"] not in ("open", "corroborated", "expired")
          for r in json.load(open(sys.argv[1]))["rumors"]))' \
  "$scratch/out/noise.json")
is "no rumor of ordinary news is settled" "$settled" 0
cp "$scratch/out/miui-hyperos.json" "$scratch/again.json"
saga=$sagas/miui-hyperos
env HEARSAY_LEXICON="$lexicon" "$hearsay" replay --sources "$saga/sources.json" \
  --feeds "$saga/feeds" --now 2024-03-31 --export "$scratch/out/miui-hyperos.json"
ok "the same input gives the same bytes" \
  cmp "$scratch/again.json" "$scratch/out/miui-hyperos.json"
