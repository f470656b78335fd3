#!/bin/sh
# A whole new configuration is swapped in; a bad one changes nothing and says
# why, with the file and the line.
. "$(dirname "$0")/lib.sh"
need nginx curl jq python3
plan 23

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
h reload >/dev/null
is "a feed that is gone is not listed" "$(hj feeds | jq '.feeds | length')" 1

# --- the page's port, and what only a restart changes

page() { # page PORT: the status of the page there
  curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$1/"
}
first=$(free_port)
second=$(free_port)
sed -i "s|^sockets {|sockets {\n\tpage = \"127.0.0.1:$first\"|" \
  "$scratch/hearsay.conf"
h reload >/dev/null
is "the page comes with a reload" "$(page "$first")" 200
python3 - "$first" "$scratch" >"$scratch/kept" <<'PYTHON' &
import http.client, os, sys, time
c = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=15)
def ask():
    c.request("GET", "/icon.svg")
    return c.getresponse().read()
first, opened = ask(), c.sock
open(sys.argv[2] + "/asked", "w").close()
while not os.path.exists(sys.argv[2] + "/moved"):
    time.sleep(0.05)
if ask() == first and c.sock is opened:
    print("still there")
PYTHON
kept=$!
pids="$pids $kept"
until_true 10 test -e "$scratch/asked" || bail "nobody asks for the page"
sed -i "s|127.0.0.1:$first|127.0.0.1:$second|" "$scratch/hearsay.conf"
at "2023-10-12 04:01"
kill -USR2 "$daemon"
h reload >/dev/null
is "it moves with another" "$(page "$second")" 200
is "and is not where it was" "$(page "$first")" 000
touch "$scratch/moved"
wait "$kept"
is "who was connected stays so" "$(cat "$scratch/kept")" "still there"
sed -i "s|127.0.0.1:$second|127.0.0.1:$port|" "$scratch/hearsay.conf"
message=$(h reload 2>&1)
has "a port that is taken is refused" "$message" \
  "left as it was: sockets: page: 127.0.0.1:$port: Address already in use"
is "and the page stays" "$(page "$second")" 200
is "so do the feeds" "$(hj feeds | jq '.feeds | length')" 1
sed -i '/page = /d' "$scratch/hearsay.conf"
is "what is changed is said" "$(h reload)" "configuration loaded: 1 feeds"
is "and the page goes when it is taken out" "$(page "$second")" 000
sed -i "s|hearsay.db|other.db|; s|^poll {|poll {\n\tparsers = 3|" \
  "$scratch/hearsay.conf"
message=$(h reload)
has "what takes a restart is said to who asked" "$message" \
  "loaded: 1 feeds; but database is now $scratch/other.db: that takes a restart"
has "all of it" "$message" "poll: parsers is now 3: that takes a restart"
