#!/bin/sh
# The stream of events: `hearsay watch` and `hearsay wait` beside a daemon that
# reads the sample history, is restarted, and has listeners that do not read.
. "$(dirname "$0")/lib.sh"
need nginx curl jq python3
plan 26

serve_sample
configure <<CONF
$loopback_poll
CONF
sample_feeds
# One event that is told as two, until an item has the words of both.
ferry() { # ferry HOUR TITLE: an item
  printf '<item><guid>%s</guid><title>%s</title><pubDate>%s</pubDate></item>\n' \
    "$1" "$2" "Wed, 11 Oct 2023 0$1:00:00 GMT"
}
{
  echo '<rss version="2.0"><channel><title>Harbour News</title>'
  ferry 1 "Ferry Aurelia sinks off Tovuland"
  ferry 2 "Rescue boats reach the Aurelia at dawn"
  ferry 3 "Rescue boats bring forty from ferry Aurelia to Tovuland at dawn"
} >"$scratch/halves"
{ cat "$scratch/halves"; echo '</channel></rss>'; } >"$scratch/www/ferry.xml"
cat >"$scratch/feeds.d/ferry.conf" <<CONF
feed "ferry" {
	url = "http://127.0.0.1:$port/ferry.xml"
}
CONF
at "2023-10-12 04:00"
start_daemon
settle

id=$(hj rumors | jq '[.rumors[] | select(.aspect == "successor")][0].id')
follow() { # follow FILE ARGUMENT...: hearsay in the background; sets $follower
  follow_to=$1
  shift
  "$hearsay" --socket "$scratch/status.sock" "$@" \
    >"$scratch/$follow_to" 2>"$scratch/$follow_to.err" &
  follower=$!
  pids="$pids $follower"
}
# listening N: the daemon has so many clients that stay
listening() {
  [ "$(ss -xH src "$scratch/status.sock" 2>/dev/null |
    grep -c ESTAB)" -ge "$1" ]
}
follow all --json watch --after 0
follow rumors watch --kind rumor
watcher=$follower
follow waited wait "$id" --timeout 5min
waiter=$follower
is "a rumor that does not come in time is waited for in vain" \
  "$(h wait "$id" --timeout 0s >/dev/null 2>&1; echo $?)" 1
is "an unknown one is not waited for" \
  "$(h wait 999 >"$scratch/out" 2>&1; echo $?)" 1
has "and that is said" "$(cat "$scratch/out")" 'there is no rumor 999'
is "nor is a status that there is not" \
  "$(h wait "$id" --until maybe >"$scratch/out" 2>&1; echo $?)" 2
has "with its reason" "$(cat "$scratch/out")" "'maybe' is no status"
ok "what was before comes first" until_true 20 \
  grep -q '"kind":"rumor-new"' "$scratch/all"
until_true 20 listening 3

story_of() { # story_of WORDS: the story of the item that search finds
  hj explain item "$(hj search "$1" | jq '.items[0].id')" | jq .story
}
whole=$(story_of 'ferry sinks')
part=$(story_of 'boats reach')
ok "an event that is told as two is two stories" [ "$part" -gt "$whole" ]
cp "$samples"/hyperos/after/* "$scratch/www/"
{
  cat "$scratch/halves"
  ferry 4 "Ferry Aurelia sinks, rescue boats bring forty to Tovuland"
  echo '</channel></rss>'
} >"$scratch/www/ferry.xml"
step "2023-10-17 18:00"
ok "the verdict is seen as it falls" until_true 20 \
  grep -q "rumor-settled *#$id  confirmed" "$scratch/rumors"
has "with what it was about" "$(grep rumor-settled "$scratch/rumors")" \
  'preparing a new operating'
hasnt "and nothing else is" "$(cat "$scratch/rumors")" 'story-new'
ok "who waited is told" until_true 20 sh -c "! kill -0 $waiter 2>/dev/null"
wait "$waiter"
is "with success" $? 0
has "and sees the rumor" "$(cat "$scratch/waited")" 'confirmed'
ok "an item that has the words of both makes them one" until_true 20 \
  grep -q "\"kind\":\"story-merged\",\"subject\":$part,.*\"detail\":\"$whole\"" \
  "$scratch/all"
is "under the older number" "$(story_of 'boats reach')" "$whole"
says=$(h explain story "$part")
has "to which the other leads" "$says" "Story $part was merged into this one"
has "on the page too" "$(curl -s --unix-socket "$scratch/status.sock" \
  "http://x/stories/$part")" "Story $part was merged into this one"
has "which tells why" "$says" \
  "story $part became part of story $whole: item [0-9]* belongs to both: score"
has "as its items do" "$says" "story $part, where it was, is part of story"
ids=$(jq -r .id "$scratch/all")
is "the log has each event once, in order" \
  "$ids" "$(printf '%s\n' "$ids" | sort -nu)"

# --- a client that comes back by itself, with Last-Event-ID

last=$(printf '%s\n' "$ids" | tail -n 1)
is "a stream goes on behind the last one" "$(curl -sN --max-time 2 \
  --unix-socket "$scratch/status.sock" -H 'Accept: text/event-stream' \
  -H "Last-Event-ID: $((last - 1))" http://x/v1/events |
  sed -n 's/^id: //p' | tr '\n' ' ')" "$((last - 1)) $last "
before=$(wc -l <"$scratch/all")
stop_daemon
start_daemon
settle
kill -HUP "$daemon"
ok "a watcher survives a restart" until_true 20 \
  grep -q config-reloaded "$scratch/all"
is "and misses and repeats nothing" \
  "$(sed -n "1,${before}p" "$scratch/all" | tail -n 1 | jq .id)" "$last"
ok "so does the other" kill -0 "$watcher"

# --- more than it has room for

is "the thirty-third is sent away" "$(/usr/bin/python3 - "$scratch/status.sock" \
  <<'PYTHON'
import socket, sys
kept = []
for i in range(33):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(10)
    s.connect(sys.argv[1])
    s.sendall(b"GET /v1/events HTTP/1.0\r\nAccept: text/event-stream\r\n\r\n")
    status = s.recv(4096).split()[1].decode()
    kept.append(s)
    if status != "200":
        break
print(status, "early" if i < 29 else "in time")
PYTHON
)" "503 in time"
is "and the daemon answers as before" "$(h status >/dev/null; echo $?)" 0
