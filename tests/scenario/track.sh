#!/bin/sh
# `hearsay track`: one claim through given stories, from the first whisper to
# the official word, and what it says of lines that it cannot read.
. "${HEARSAY_SRCDIR:-$(dirname "$0")/../..}/tests/scenario/lib.sh"
need jq
plan 17

HEARSAY_LEXICON=$lexicon
export HEARSAY_LEXICON
track() { # track AS_OF
  jq -c --arg day "$1" '.as_of = $day' "$scratch/case.json" |
    "$hearsay" track >"$scratch/out" 2>"$scratch/err"
}
get() {
  jq -r "$1" "$scratch/out"
}

cat >"$scratch/case.json" <<'JSON'
{"id": "oneui9", "claim": "The One UI 9 beta opens in the first week of May 2024.",
 "stories": [
  {"id": "a", "published": "2024-03-05T10:00:00Z", "source_role": "press",
   "url": "https://ledger.example/1", "title": "One UI 9 beta in May, leaker says",
   "text": "Ice Universe says that the One UI 9 beta opens in the first week of May."},
  {"id": "b", "published": "2024-03-06T10:00:00Z", "source_role": "press",
   "url": "https://courier.example/2", "title": "Another leak: One UI 9 beta in May",
   "text": "There is a second voice: testers of the Galaxy S26, Tarun Vats claims, get the One UI 9 beta in the first week of May, he has it from a carrier."},
  {"id": "c", "published": "2024-03-07T10:00:00Z", "source_role": "press",
   "url": "https://courier.example/3", "title": "Ten recipes for rainy days",
   "text": "Soup, and nine others."},
  {"id": "d", "published": "2024-05-03T10:00:00Z", "source_role": "official",
   "vendor": "Samsung", "url": "https://news.samsung.com/4",
   "title": "Samsung Opens One UI 9 Beta Program",
   "text": "Samsung Electronics today opened the One UI 9 beta program."}]}
JSON
track 2024-03-05
is "one word is a rumor" "$(get .status)" rumored
is "... that nothing has decided" "$(get .decided)" null
is "... with its origin" "$(get '.origins[0] | .id, .stories[0]' | tr '\n' ' ')" \
  "ice_universe a "
track 2024-03-20
is "two are corroborated" "$(get .status)" corroborated
is "what comes later is not known yet" \
  "$(get '.stories[] | select(.id == "d") | .label')" unrelated
track 2024-05-20
is "official word confirms" "$(get .status)" confirmed
is "... on its day" "$(get .decided)" 2024-05-03
is "labels" "$(get '[.stories[].label] | join(" ")')" \
  "support support unrelated confirm"
is "origins are counted once" "$(get '.origins | length')" 2
jq 'del(.stories[3])' "$scratch/case.json" >"$scratch/short.json"
mv "$scratch/short.json" "$scratch/case.json"
track 2024-05-20
is "its time passes without a word" "$(get .status)" expired
is "... and no story decided it" "$(get .decided)" null
jq -c '.stories = []' "$scratch/case.json" >"$scratch/none.json"
mv "$scratch/none.json" "$scratch/case.json"
track 2024-03-20
is "without stories it is a rumor" "$(get .status)" rumored

refuses() { # refuses LINE MESSAGE
  printf '%s\n' "$1" | "$hearsay" track >"$scratch/out" 2>"$scratch/err"
  is "$2" "$(cat "$scratch/err")" "hearsay track: line 1: $2"
}
refuses '{"id": 1}' '"claim" is missing'
refuses '{"claim": "x"}' '"as_of" must be a day as YYYY-MM-DD'
refuses '{"claim": "x", "as_of": "2024-01-01"}' '"stories" must be a list'
refuses '{"claim": "x", "as_of": "2024-01-01", "stories": [3]}' \
  'story 1 is not an object'
refuses '{"claim": "x", "as_of": "2024-01-01", "stories": [{"source_role": "so"}]}' \
  'story 1: unknown source_role "so"'
