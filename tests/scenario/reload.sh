#!/bin/sh
# A whole new configuration is swapped in; a bad one changes nothing and says
# why, with the file and the line.
. "$(dirname "$0")/lib.sh"
need nginx curl jq python3
plan 12

serve_sample
configure <<CONF
$loopback_poll
CONF
sample_feeds "$scratch/all.conf"
feeds=$scratch/feeds.d/sample.conf
# Only the first feed of the list, to begin with.
awk '{ print } /^}/ { exit }' "$scratch/all.conf" >"$feeds"
at "2023-10-12 04:00"
start_daemon
settle
is "one feed" "$(hj feeds | jq '.feeds | length')" 1

cp "$scratch/all.conf" "$feeds"
ok "hearsay reload returns when it is done" h reload
settle
is "seven feeds" "$(hj feeds | jq '.feeds | length')" 7

printf 'feed "broken" {\n\turl = "http://127.0.0.1/x"\n\trole = "wizard"\n}\n' \
  >>"$feeds"
line=$(grep -n wizard "$feeds" | cut -d : -f 1)
message=$(h reload 2>&1)
status=$?
is "a bad file fails the reload" "$((status != 0))" 1
has "naming file and line" "$message" "sample.conf:$((line)).*wizard|sample.conf:$((line + 1)).*wizard"
is "and changes nothing" "$(hj feeds | jq '.feeds | length')" 7
cp "$scratch/all.conf" "$feeds"
kill -HUP "$daemon"
well() {
  hj status | jq -e '.config_error == null'
}
ok "SIGHUP reloads too" until_true 10 well
# The file is good, and the store cannot take it.
sql() {
  python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=20)
db.execute(sys.argv[2])
db.commit()' "$scratch/hearsay.db" "$1"
}
sql "CREATE TRIGGER full BEFORE INSERT ON feed
  BEGIN SELECT RAISE(ABORT, 'no room'); END"
{
  printf 'feed "a-first" {\n\turl = "http://127.0.0.1:%s/x"\n' "$port"
  printf '\ttitle = "First"\n\trole = "press"\n}\n'
  cat "$scratch/all.conf"
} >"$feeds"
message=$(h reload 2>&1)
has "what the store cannot take is refused" "$message" "no room"
is "and no feed is lost" "$(hj feeds | jq '.feeds | length')" 7
sql "DROP TRIGGER full"
ok "once it can, it is taken" h reload
settle
is "eight feeds" "$(hj feeds | jq '.feeds | length')" 8
# The feed that is taken out is not polled and not listed.
awk '{ print } /^}/ { exit }' "$scratch/all.conf" >"$feeds"
h reload
is "a feed that is gone is not listed" "$(hj feeds | jq '.feeds | length')" 1
