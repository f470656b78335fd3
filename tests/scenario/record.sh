#!/bin/sh
# `hearsay record`: intervals of track records, and what it says of lines that
# it cannot read.
. "${HEARSAY_SRCDIR:-$(dirname "$0")/../..}/tests/scenario/lib.sh"
need jq
plan 13

record() { # record LINE...
  printf '%s\n' "$@" | "$hearsay" record >"$scratch/out" 2>"$scratch/err"
}

record '{"id": "nobody", "outcomes": []}'
is "nothing resolved is half, and wide" "$(cat "$scratch/out")" \
  '{"id":"nobody","mean":0.5,"low":0.1354,"high":0.8646,"resolved":0}'
record '{"id": 7, "outcomes": [{"result": "open", "days": 3}]}'
is "what is open changes nothing" "$(cat "$scratch/out")" \
  '{"id":7,"mean":0.5,"low":0.1354,"high":0.8646,"resolved":0}'
eight='{"result": "right", "days": 9}'
eight="$eight, $eight"
eight="$eight, $eight"
eight="$eight, $eight"
record "{\"id\": \"a\", \"outcomes\": [$eight]}"
is "eight of eight" "$(cat "$scratch/out")" \
  '{"id":"a","mean":0.8333,"low":0.6356,"high":0.9667,"resolved":8}'
record '{"id": "b", "outcomes": [{"result": "partly"}, {"result": "partly"}]}'
half=$(sed 's/"id":"b"//' "$scratch/out")
record '{"id": "c", "outcomes": [{"result": "right"}, {"result": "wrong"}]}'
is "two that were partly right are one right and one wrong" "$half" \
  "$(sed 's/"id":"c"//' "$scratch/out")"

record '{"id": "a", "outcomes": []}' '{"id": "b", "outcomes": [{"result": "so"}]}' \
  '{"id": "c", "outcomes": []}'
is "an unknown result ends it with status 2" "$?" 2
is "... names the line and the outcome" "$(cat "$scratch/err")" \
  'hearsay record: line 2: outcome 1: "result" is so; it must be right, partly, wrong or open'
is "... and nothing more is written" "$(wc -l <"$scratch/out" | tr -d ' ')" 1
record '[1]'
is "a line that is no object" "$(cat "$scratch/err")" \
  'hearsay record: line 1: not an object'
record '{"id": "a"}'
is "outcomes must be there" "$(cat "$scratch/err")" \
  'hearsay record: line 1: "outcomes" must be a list'

# --- of each vendor and aspect

right='{"result": "right", "days": 9, "vendor": "Xiaomi", "aspect": "name"}'
wrong='{"result": "wrong", "days": 2, "vendor": "Xiaomi"}'
partly='{"result": "partly", "days": 4, "vendor": "Nothing", "aspect": "name"}'
open='{"result": "open", "days": 1, "vendor": "Nothing"}'
line="{\"id\": \"d\", \"outcomes\": [$right, $wrong, $partly, $open]}"
printf '%s\n' "$line" | "$hearsay" record --full >"$scratch/full"
record "$line"
is "--full adds, and changes nothing" "$(jq -Sc \
  'del(.vendors, .aspects, .median_lead_days)' "$scratch/full")" \
  "$(jq -Sc . "$scratch/out")"
is "the lead is the median of what came true" \
  "$(jq .median_lead_days "$scratch/full")" 6.5
is "a record for each vendor" "$(jq -c '[.vendors[] | [.vendor, .resolved,
  .median_lead_days]]' "$scratch/full")" '[["Xiaomi",2,9],["Nothing",1,4]]'
record "{\"id\": \"e\", \"outcomes\": [$right, $partly]}"
is "and aspect, as if it were alone" \
  "$(jq -c '.aspects[0] | [.aspect, .mean, .low, .high]' "$scratch/full")" \
  "$(jq -c '["name", .mean, .low, .high]' "$scratch/out")"
