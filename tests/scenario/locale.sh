#!/bin/sh
# Nothing depends on the language or the zone of whoever runs it: the same
# bytes in Turkish (whose i has no capital I), in the C locale, and in zones
# that are odd, empty or none.
. "${HEARSAY_SRCDIR:-$(dirname "$0")/../..}/tests/scenario/lib.sh"
need localedef jq
plan 27

mkdir "$scratch/locales"
localedef -i tr_TR -f UTF-8 "$scratch/locales/tr_TR.UTF-8" 2>/dev/null
[ -d "$scratch/locales/tr_TR.UTF-8" ] ||
  skip_all "the sources of the Turkish locale are not installed"

HEARSAY_LEXICON=$lexicon
HEARSAY_SOCKET=
export HEARSAY_LEXICON HEARSAY_SOCKET
cat >"$scratch/feed.xml" <<'XML'
<RSS version="2.0"><CHANNEL><TITLE>INSIDER</TITLE><ITEM><GUID>1</GUID>
<TITLE>TIPSTER: MIUI 15 IS COMING IN JUNE, I HEAR</TITLE>
<LINK>HTTPS://INSIDER.EXAMPLE/I?UTM_SOURCE=X</LINK>
<PUBDATE>FRI, 12 JULY 2024 06:30:00 +0530</PUBDATE>
<DESCRIPTION>&lt;DIV&gt;XIAOMI MAY BRING MIUI 15 IN JUNE.&lt;/DIV&gt;</DESCRIPTION>
</ITEM></CHANNEL></RSS>
XML
item='{"id":"1","title":"Tipster: MIUI 15 İS coming in June, I hear","text":"Xiaomi may bring MIUI 15 in June, 1.5 months early, Digital Chat Station says.","published":"Fri, 12 July 2024 06:30:00 +0530","url":"https://INSIDER.example/i"}'

# all_of: what the command makes of them, in the environment that it has
all_of() {
  "$hearsay" parse "$scratch/feed.xml"
  printf '%s\n' "$item" | "$hearsay" analyze --full
  printf '%s\n%s\n' "$item" "$item" | "$hearsay" cluster --explain
  printf '{"id":"r","outcomes":[{"result":"right"},{"result":"wrong"}]}\n' |
    "$hearsay" record
  printf '{"id":"c","claim":"MIUI 15 comes in June 2024.","as_of":"2024-08-01","stories":[%s]}\n' \
    "$item" | "$hearsay" track
}

LC_ALL=C.UTF-8 TZ=UTC0 all_of >"$scratch/wanted" 2>&1
has "the feed is read" "$(cat "$scratch/wanted")" 'MIUI 15 IS COMING'
has "and judged" "$(cat "$scratch/wanted")" '"origin":"digital_chat_station"'
has "and dated" "$(cat "$scratch/wanted")" '2024-07-12T01:00:00Z'

# in_zone_and_language NAME TZ LOCALE: the same bytes, and the tests of what
# could differ pass.
tests='test-date test-digest-time test-text test-view test-mail'
check_in() {
  export LOCPATH="$scratch/locales" LANG="$2" LC_ALL="$2" TZ="$3"
  all_of >"$scratch/got" 2>&1
  ok "$1: the same bytes" cmp "$scratch/wanted" "$scratch/got"
  for t in $tests; do
    "$HEARSAY_BUILDDIR/tests/unit/$t" >"$scratch/$t.out" 2>&1 ||
      cat "$scratch/$t.out" >>"$scratch/failed.out"
  done
  ok "$1: dates, texts, digests, mails" test ! -e "$scratch/failed.out"
  [ ! -e "$scratch/failed.out" ] ||
    grep -A4 -E 'FAILED|not ok|^# ' "$scratch/failed.out" | sed 's/^/# /' |
    head -n 40
  rm -f "$scratch/failed.out"
  unset LOCPATH LC_ALL
  LANG=C TZ=UTC0
}

check_in "in Turkish" tr_TR.UTF-8 Europe/Istanbul
check_in "in the C locale" C UTC0
check_in "in a locale that is none" xx_YY.UTF-8 UTC0
check_in "half an hour off" C.UTF-8 Asia/Kolkata
check_in "on the other side of the date line" C.UTF-8 Pacific/Apia
check_in "half an hour off, with summer time" C.UTF-8 America/St_Johns
check_in "in an empty zone" C.UTF-8 ""
check_in "in a zone that is none" C.UTF-8 Not/AZone

# --- the daemon: its socket, its log, its digests
LOCPATH=$scratch/locales LC_ALL=tr_TR.UTF-8 TZ=Pacific/Apia
export LOCPATH LC_ALL TZ
need nginx curl
serve_sample
configure <<CONF
$loopback_poll
mail {
	server = "smtp://127.0.0.1:25"
	from = "hearsay <hearsay@example.org>"
	domain = "example.org"
}
$morning_digest
CONF
sample_feeds
at "2023-10-12 04:00"
start_daemon
settle
is "the daemon reads all feeds in Turkish, in Apia" \
  "$(hj feeds | jq '[.feeds[] | select(.state == "ok")] | length')" 7
is "its clock is of the world" "$(hj status | jq -r .now)" 2023-10-12T04:00:00Z
is "a digest keeps to its own zone" "$(hj status | jq -r .next_digest_at)" \
  2023-10-12T05:30:00Z
has "a search folds as everywhere" "$(hj search miui | jq -r '.items | length')" \
  '^[1-9]'
has "an HTTP date is in English" \
  "$(curl -si --unix-socket "$scratch/status.sock" http://localhost/v1/status)" \
  '^Date: (Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) '
step "2023-10-12 05:31"
has "the digest was written then" "$(cat "$scratch/log")" \
  'digest morning for reader@example.org: [1-9]'
stop_daemon
is "and it stops as it should" "$?" 0
hasnt "without a warning" "$(cat "$scratch/log")" '^warning|^error'
