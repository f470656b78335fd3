#!/bin/sh
# What an operator is told of each feed: its state in words, why it is asked
# when it is, what it answered, and what monitoring makes of it.
. "$(dirname "$0")/lib.sh"
need curl jq python3
plan 35

item() { # item WORD DATE: an RSS document with one item
  printf '<rss version="2.0"><channel><title>%s</title><item><guid>%s</guid>' \
    "$1" "$1"
  printf '<pubDate>%s</pubDate><title>The %s phone gets an update</title>' \
    "$2" "$1"
  printf '</item></channel></rss>\n'
}

start_asking
start_feedserver plain
base=http://127.0.0.1:$feedserver_port
recent="Mon, 04 Mar 2024 08:00:00 GMT"
for word in good barred login parked gone; do
  item "$word" "$recent" >"$rules/$word.xml"
done
item old "Wed, 05 Jan 2022 08:00:00 GMT" >"$rules/old.xml"
answer good '{"file": "good.xml", "headers": {"ETag": "\"g\"",
  "Last-Modified": "Mon, 04 Mar 2024 08:00:00 GMT"}}'
answer old '{"file": "old.xml", "headers": {"ETag": "\"o\""}}'
answer barred '{"file": "barred.xml", "headers": {"ETag": "\"b\""}}'
answer login '{"body": "<html><title>Sign in</title><form><input type=password></form></html>"}'
answer parked '{"body": "<html><body>lamp.example. Buy this domain.</body></html>"}'
answer gone '{"status": 410}'
answer moved "{\"status\": 301, \"headers\": {\"Location\": \"$base/good\"}}"
answer limited '{"status": 429, "headers": {"Retry-After": "86400"}}'
answer down '{"status": 500}'

configure <<CONF
$loopback_poll
CONF
sed -i 's/^poll {/&\n\tstale-after = "500d"/' "$scratch/hearsay.conf"
for name in good old barred login parked gone moved limited down; do
  printf 'feed "%s" {\n\turl = "%s"\n\trole = "press"\n}\n' "$name" \
    "$base/$name" >>"$scratch/feeds.d/feeds.conf"
done

at "2024-03-04 10:00"
start_daemon
settle
is "a feed is well" "$(feed good .state)" ok
is "old news are stale" "$(feed old '"\(.state): \(.state_reason)"')" \
  "stale: its newest item is of 2022-01-05"
is "a log-in page is told" "$(feed login '"\(.state): \(.state_reason)"')" \
  'not-a-feed: a log-in page, not a feed: "Sign in"'
is "a parked domain is told" "$(feed parked '"\(.state): \(.state_reason)"')" \
  'not-a-feed: a parked domain, not a feed: "lamp.example. Buy this domain."'
is "with a back-off" "$(feed parked .due_reason)" "back-off after 1 in a row"
is "what is gone is told" "$(feed gone .state)" gone
is "a move is told" "$(feed moved .moved_to)" "$base/good"
is "a pause is told with its reason" \
  "$(feed limited '"\(.state): \(.pause_reason)"')" \
  "limited: HTTP 429: Retry-After 86400 s"
is "a failure is told with its time" "$(feed down .failing_since_at)" \
  "2024-03-04T10:00:00Z"

# --- a feed that was good becomes a page

item barred "$recent" >"$scratch/barred.txt"
answer barred '{"body": "<html><head><title>Access Denied</title></head><body>You have no permission.</body></html>"}'
poll barred
is "a page in place of a feed is told" \
  "$(feed barred '"\(.state): \(.state_reason)"')" \
  'not-a-feed: a page that denies access, not a feed: "Access Denied"'
is "its items stay" "$(hj search barred | jq '.items | length')" 1
is "and its validator" "$(feed barred .etag)" '"b"'
first_wait=$(feed barred '(.due_at | fromdate) - (.polled_at | fromdate)')
poll barred
ok "rule 23: it is asked less and less" [ "$(feed barred \
  '(.due_at | fromdate) - (.polled_at | fromdate)')" -gt "$first_wait" ]
is "its answers are remembered, latest first" "$(hj feeds barred |
  jq -c '[.answers[] | [.status, .new_items, (.error != null)]]')" \
  '[[200,0,true],[200,0,true],[200,1,false]]'
is "with their bytes" "$(hj feeds barred | jq '.answers[2].bytes')" \
  "$(wc -c <"$scratch/barred.txt")"
ok "and how long they took" [ "$(hj feeds barred |
  jq '.answers | all(.took_ms >= 0)')" = true ]
answer barred '{"file": "barred.xml"}'
poll barred
is "one good answer ends it" "$(feed barred '"\(.state) \(.state_reason)"')" \
  "ok null"

# --- what is shown

h feeds >"$scratch/feeds.txt"
is "a line for each feed" "$(wc -l <"$scratch/feeds.txt")" 10
ok "that fits a terminal" [ "$(h --columns 80 feeds | LC_ALL=C.UTF-8 wc -L)" \
  -le 80 ]
has "with the answer" "$(cat "$scratch/feeds.txt")" '^good +ok .* (200|304)'
has "the validators" "$(cat "$scratch/feeds.txt")" '^good .* E L '
has "and the reason of the next" "$(cat "$scratch/feeds.txt")" \
  '^good .*next by interval 60 min'
has "what stopped says so" "$(cat "$scratch/feeds.txt")" '^gone +gone +stopped'
h feeds limited >"$scratch/one.txt"
has "a page of one feed" "$(cat "$scratch/one.txt")" '^Feed [0-9]+: limited'
has "with its answers" "$(cat "$scratch/one.txt")" '429 .*HTTP status 429'
h feeds "$(feed good .id)" >"$scratch/one.txt"
has "by its number too" "$(cat "$scratch/one.txt")" '^Feed [0-9]+: good'
has "with its validators" "$(cat "$scratch/one.txt")" 'ETag +"g"'
h feeds nobody >"$scratch/one.txt" 2>&1
is "one that is not there is told" "$? $(cat "$scratch/one.txt")" \
  '1 hearsay: there is no feed "nobody"'
h feeds a b >"$scratch/one.txt" 2>&1
has "two are too many" "$? $(cat "$scratch/one.txt")" \
  '^2 hearsay feeds: takes one feed at a time'
is "the socket answers the same" "$(curl -s --unix-socket \
  "$scratch/status.sock" http://hearsay/v1/feeds/good | jq -r .slug)" good
h check >"$scratch/check.txt"
is "monitoring is warned" "$?" 1
has "of how many fail, and how" "$(cat "$scratch/check.txt")" \
  'WARNING: 5 of 9 feeds fail \(1 gone, 2 not-a-feed, 1 paused, 1 moving, 1 stale\)'
has "the status counts them" "$(h --columns 0 status)" \
  'feeds +9: 3 ok, 1 stale, 5 failing, 2 of them not-a-feed, 1 of them gone, 1 moving, 1 paused'

# --- a restart

before=$(hj feeds good | jq -c '[.answers, .items_per_day, .pause_reason]')
stop_daemon
start_daemon
is "the answers survive a restart" \
  "$(hj feeds good | jq -c '[.answers, .items_per_day, .pause_reason]')" \
  "$before"
is "and the state of what failed" "$(feed login .state)" not-a-feed
stop_daemon
