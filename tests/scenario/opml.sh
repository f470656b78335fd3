#!/bin/sh
# Lists of feeds: in from OPML, out as OPML, and in again. Nothing is fetched:
# the first polls are spread over a day, and the clock stands still.
. "$(dirname "$0")/lib.sh"
need jq curl python3

lists=$HEARSAY_SRCDIR/tests/cases/opml
configure <<CONF
poll { spread = "1d" }
CONF
printf 'feed "of-file" {\n\turl = "https://lamp.example/feed"\n}\n' \
  >"$scratch/feeds.d/f.conf"
at "2023-10-12 04:00"
start_daemon

# run ARGUMENT...: sets $out, $err, $code; runs of blanks are one
run() {
  h "$@" >"$scratch/out" 2>"$scratch/err"
  code=$?
  out=$(sed 's/  */ /g; s/^ //; s/ $//' "$scratch/out")
  err=$(cat "$scratch/err")
}

count() {
  hj feeds | jq '.feeds | length'
}

run feed import --dry-run "$lists/nested.opml"
is "a dry run tells what would be" "$(printf '%s\n' "$out" | tail -n 1)" \
  "4 feeds would be added, 1 there already, 1 bad"
is "and stores nothing" "$(count)" 1
run feed import "$lists/nested.opml"
is "one that is no feed: exit status 4" "$code" 4
is "each is told, with its line" "$out" "LINE RESULT FEED TITLE REASON URL
6 added top On the top https://top.example/rss
10 added ledger Phone Ledger https://ledger.example/feed?a=1&b=2
12 added zhangji 掌机日报 https://zhangji.example/atom
14 there of-file Lamp Post https://lamp.example/feed
16 bad Empty it has no xmlUrl
17 added title Only a title https://title.example/f
4 feeds added, 1 there already, 1 bad"
is "the others are there" "$(count)" 5
is "in their folders" "$(feed ledger '.folder | join("/")')" \
  "News/Phones & more"
is "with what the list said" "$(feed ledger '[.title, .lang, .role, .state]
  | join(" ")')" "Phone Ledger en-gb press new"
hj feed import "$lists/nested.opml" >"$scratch/again.json"
is "again: all are there" "$(jq -c '[.added, .there, .bad]' \
  "$scratch/again.json")" "[0,5,1]"
is "as JSON, too" "$(jq -r '.outlines[2] | [.line, .result, .feed] |
  map(tostring) | join(" ")' "$scratch/again.json")" "12 there zhangji"
sed 's/Empty/Twice" xmlUrl="https:\/\/www.title.example\/f#x/' \
  "$lists/nested.opml" | sed 's/top\.example/new.example/' >"$scratch/twice.opml"
run feed remove title
run feed import - <"$scratch/twice.opml"
is "one that stands twice is taken once" "$code $(printf '%s\n' "$out" |
  sed -n '6,7p')" "0 16 added title Twice https://www.title.example/f#x
17 there title Only a title the same as line 16 https://title.example/f"
run feed import "$lists/odd.opml"
is "odd ones are understood" "$(printf '%s\n' "$out" | tail -n 1)" \
  "10 feeds added, 0 there already, 1 bad"
is "with what only hearsay says" "$(feed our-own '[.role, .vendor,
  .interval_seconds] | map(tostring) | join(" ")')" "official Samsung 7200"
cat >"$scratch/bad.opml" <<'OPML'
<opml xmlns:h="urn:hearsay:feed"><body>
<outline text="a" xmlUrl="ftp://a.example/f"/>
<outline text="b" xmlUrl="https://b.example/f" h:role="wizard"/>
<outline text="c" xmlUrl="https://c.example/f" h:role="official" h:vendor="X"/>
<outline text="d" xmlUrl="https://d.example/f" h:id="of-file"/>
</body></opml>
OPML
run feed import "$scratch/bad.opml"
is "what is bad says why" "$(printf '%s\n' "$out" | sed -n '2,6p')" \
  "2 bad a url = \"ftp://a.example/f\" is not an address: write a whole one, as \
in \"https://example.org/feed\" ftp://a.example/f
3 bad b role = \"wizard\" is none of: press, official, tipster, aggregator, \
community https://b.example/f
4 bad c vendor \"X\" is not in the lexicon: write a name that products.tsv or \
officials.tsv has, or add it there https://c.example/f
5 added d d https://d.example/f
1 feed added, 0 there already, 3 bad"

# --- what is refused

says() {
  wanted="$1: $2"
  shift 2
  run "$@"
  is "hearsay $*" "$code: $err$out" "$wanted"
}
before=$(count)
says 2 "hearsay: $scratch/none.opml: No such file or directory" \
  feed import "$scratch/none.opml"
printf '<rss version="2.0"><channel/></rss>' >"$scratch/rss.opml"
says 2 "hearsay: $scratch/rss.opml: not OPML: its root is <rss>" \
  feed import "$scratch/rss.opml"
: >"$scratch/empty.opml"
says 2 "hearsay: $scratch/empty.opml: an empty document" \
  feed import "$scratch/empty.opml"
head -c 700 "$lists/nested.opml" >"$scratch/cut.opml"
says 2 "hearsay: $scratch/cut.opml: it is cut short: <opml> is not closed" \
  feed import "$scratch/cut.opml"
head -c 5000000 /dev/zero >"$scratch/large.opml"
says 2 "hearsay: $scratch/large.opml: limit: longer than 4194304 bytes" \
  feed import "$scratch/large.opml"
printf '<opml><body/></opml>' >"$scratch/none.opml"
says 1 "0 feeds added, 0 there already, 0 bad" feed import "$scratch/none.opml"

post() {
  curl -s -X POST -H 'Accept: text/plain' --data-binary "$1" \
    --unix-socket "$scratch/control.sock" http://h/v1/feeds/import
}
is "a body that is no JSON" "$(post '{"feeds": [}')" \
  "hearsay: the body is not JSON: line 1: unexpected token near '}'"
is "no body" "$(post '')" \
  "hearsay: the body is not JSON: line 1: '[' or '{' expected near end of file"
is "a body of something else" "$(post '{"lines": []}')" \
  'hearsay: the body is not {"feeds": [...]}'
python3 -c 'print("{\"feeds\":[" + ",".join(["{}"] * 10001) + "]}")' \
  >"$scratch/many.json"
is "10001 feeds" "$(post "@$scratch/many.json")" \
  "hearsay: 10001 feeds: at most 10000 are taken at once"
# The store fails at the second of two.
python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=20)
db.execute(sys.argv[2])
db.commit()' "$scratch/hearsay.db" "CREATE TRIGGER full BEFORE INSERT ON feed
  WHEN NEW.slug = 'y' BEGIN SELECT RAISE(ABORT, 'no room'); END"
cat >"$scratch/two.opml" <<'OPML'
<opml><body><outline text="x" xmlUrl="https://x.example/f"/>
<outline text="y" xmlUrl="https://y.example/f"/></body></opml>
OPML
run feed import "$scratch/two.opml"
is "a store that fails: exit status 4" "$code" 4
has "says why" "$err" "no room"
is "and nothing is half stored" "$(count)" "$before"

# --- out, and in elsewhere

h feed export >"$scratch/first.opml"
is "every feed is exported" "$(grep -c xmlUrl "$scratch/first.opml")" "$before"
has "of files, too" "$(cat "$scratch/first.opml")" 'hearsay:id="of-file"'
is "the socket tells its type" "$(curl -s -o /dev/null -w '%{content_type}' \
  --unix-socket "$scratch/status.sock" http://h/v1/feeds.opml)" \
  "text/x-opml; charset=utf-8"
if command -v xmllint >/dev/null; then
  ok "it is OPML 2.0" xmllint --noout --relaxng \
    "$HEARSAY_SRCDIR/tests/cases/opml-2.0.rng" "$scratch/first.opml"
else
  ok "it is OPML 2.0 # SKIP xmllint is not installed" true
fi
stop_daemon
rm "$scratch"/hearsay.db* "$scratch/feeds.d/f.conf"
start_daemon
says 1 "hearsay: there are no feeds to be exported" feed export
run feed import "$scratch/first.opml"
is "another daemon takes all of it" "$code $(printf '%s\n' "$out" |
  tail -n 1)" "0 $before feeds added, 0 there already, 0 bad"
stop_daemon
start_daemon
h feed export >"$scratch/second.opml"
is "and gives back the same" "$(diff "$scratch/first.opml" \
  "$scratch/second.opml")" ""

plan "$test_number"
