#!/bin/sh
# How it polls, as the servers see it: each check names the rule of
# doc/polling.md that it is about. Time is stepped; nothing waits for it.
# Hosts that are public come by a proxy, which is the same server.
. "$(dirname "$0")/lib.sh"
need curl jq openssl python3
plan 92

# --- what the daemon says

# wait_of SLUG: seconds from its last request to the next
wait_of() {
  feed "$1" '(.due_at | fromdate) - (.polled_at | fromdate)'
}

# between LOW VALUE HIGH
between() {
  echo "$1 <= $2 <= $3"
  [ "$1" -le "$2" ] && [ "$2" -le "$3" ]
}

item() { # item WORD: an RSS document with one item about WORD
  printf '<rss version="2.0"><channel><title>%s</title><item><guid>%s</guid>' \
    "$1" "$1"
  printf '<title>The %s phone gets an update</title>' "$1"
  printf '<description>%s</description></item></channel></rss>\n' \
    "$(yes "The $1 update is here." | head -n 40 | tr '\n' ' ')"
}

make_ca
start_asking
start_feedserver secure "$scratch/ca/server.pem" "$scratch/ca/server.key"
secure=$feedserver_port
start_feedserver plain
base=http://127.0.0.1:$feedserver_port

for word in tags moved found perm target home novalid query gzip cut closed \
  twice stays other; do
  item "$word" >"$rules/$word.xml"
done
day() { # day SECONDS-FROM-START: as HTTP writes it
  date -u -d "@$(($(date -u -d "2024-03-04 10:00" +%s) + $1))" \
    '+%a, %d %b %Y %H:%M:%S GMT'
}
odd_date="Sunday, 3-mar-24 1:02:03 gmt"
answer tags "{\"file\": \"tags.xml\", \"headers\": {
  \"ETag\": \"W/\\\"a, b;c\\\"\", \"Last-Modified\": \"$odd_date\",
  \"Set-Cookie\": \"id=1; Path=/\"}}"
answer moved '{"file": "moved.xml", "headers": {"ETag": "\"m1\""}}'
answer found '{"status": 302, "headers": {"Location": "/target"}}'
answer target '{"file": "target.xml", "headers": {"ETag": "\"t1\""}}'
answer perm '{"status": 301, "headers": {"Location": "/home"}}'
answer home '{"file": "home.xml", "headers": {"ETag": "\"h1\""}}'
answer novalid '{"file": "novalid.xml"}'
answer query '{"file": "query.xml", "slow": 0.2, "headers": {"ETag": "\"q\""}}'
answer twice '{"file": "twice.xml", "slow": 0.2, "headers": {"ETag": "\"2\""}}'
answer stays '{"file": "stays.xml", "headers": {"ETag": "\"s\""}}'
answer gzip '{"file": "gzip.xml", "gzip": true, "headers": {"ETag": "\"g\""}}'
answer cut '{"file": "cut.xml", "gzip": true, "cut": 120,
  "headers": {"ETag": "\"c\""}}'
answer closed '{"file": "closed.xml", "close": true, "cut": 200,
  "headers": {"ETag": "\"c\""}}'
answer seconds '{"status": 429, "headers": {"Retry-After": "7200"}}'
answer date "{\"status\": 503, \"headers\": {\"Retry-After\": \"$(day 10800)\"}}"
answer past "{\"status\": 503, \"headers\": {\"Retry-After\": \"$(day -60)\"}}"
answer garbage '{"status": 429, "headers": {"Retry-After": "soon"}}'
answer zero '{"status": 429, "headers": {"Retry-After": "0"}}'
answer month '{"status": 429, "headers": {"Retry-After": "2592000"}}'
answer limit '{"file": "other.xml", "headers": {"ETag": "\"l\"",
  "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "18000"}}'
answer forbidden '{"status": 403}'
answer missing '{"status": 404}'
answer broken '{"status": 500}'
answer gone '{"status": 410}'
answer inward "{\"status\": 302,
  \"headers\": {\"Location\": \"http://127.0.0.2:$feedserver_port/target\"}}"
answer down "{\"status\": 301, \"headers\": {\"Location\": \"$base/lowered\"}}"
answer lowered '{"file": "target.xml"}'
answer silent '{"silent": true}'
answer delta '{"status": 226, "file": "other.xml",
  "headers": {"IM": "feed", "ETag": "\"d\""}}'
for month in Nov Dec Jan Feb; do
  printf '<item><guid>%s</guid><title>The lamp of %s</title>' "$month" "$month"
  printf '<pubDate>1 %s 20%s</pubDate></item>' "$month" \
    "$(case $month in [ND]*) echo 23 ;; *) echo 24 ;; esac)"
done | sed '1s/^/<rss version="2.0"><channel>/; $s|$|</channel></rss>|' \
  >"$rules/monthly.xml"
answer monthly '{"file": "monthly.xml", "headers": {"ETag": "\"m\""}}'

configure <<CONF
contact = "https://reader.example/bot"
poll {
	spread = "0s"
	min-gap = "0s"
	timeout = "1s"
	allow-hosts = {"127.0.0.1", "localhost"}
	ca-file = "$scratch/ca/ca.pem"
}
CONF
add() { # add SLUG URL
  printf 'feed "%s" {\n\turl = "%s"\n\trole = "press"\n}\n' "$1" "$2" \
    >>"$scratch/feeds.d/polite.conf"
}
for name in tags moved found perm novalid gzip cut closed stays seconds date \
  past garbage zero month limit forbidden missing broken gone inward silent delta monthly; do
  add "$name" "$base/$name"
done
add query "$base/query?b=2&a=1&utm_source=x#part"
add twice "$base/twice"
add thrice "$base/twice"
add down "https://localhost:$secure/down"

# --- the first poll

at "2024-03-04 10:00"
start_daemon
settle
is "rule 9: a new feed costs one GET" "$(asked_for tags)" 1
is "rule 7: which is without conditions" \
  "$(sent tags if-none-match) $(sent tags if-modified-since)" "null null"
is "rule 32: two feeds with one URL cost one GET" "$(asked_for twice)" 1
is "and both are read" \
  "$(feed twice .state) $(feed thrice .state)" "ok ok"
is "rule 27: nothing but GET" "$(jq -rs 'map(.method) | unique[]' "$asked")" \
  GET
is "rule 28: the query goes as it stands, without the fragment" \
  "$(jq -r 'select(.path | startswith("/query")).path' "$asked")" \
  "/query?b=2&a=1&utm_source=x"
is "rule 28: no cookie, no Referer, no cache-buster" \
  "$(jq -rs 'map(.headers | keys[]) | unique | join(" ")' "$asked")" \
  "accept accept-encoding host user-agent"
has "rule 29: the User-Agent is name, version and contact" \
  "$(sent tags user-agent)" \
  '^hearsay/[0-9][0-9.a-z-]* \(\+https://reader\.example/bot\)$'
has "rule 30: gzip is accepted" "$(sent tags accept-encoding)" 'gzip'
is "and read" "$(feed gzip .state)" ok
is "rule 20: one request at a time to a host" \
  "$(jq -s 'map(.at_once) | max' "$asked")" 1

ok "rule 11: an hour with validators" between 3240 "$(wait_of tags)" 3960
is "rule 31: nobody asks for deltas" "$(jq -rs 'map(.headers | keys[]) |
  map(select(. == "a-im")) | length' "$asked")" 0
has "rule 31: one that comes is an error, not a document" \
  "$(feed delta '"\(.state) \(.etag): \(.state_reason)"')" \
  '^failing null: HTTP status 226'
ok "rule 13: what publishes once a month is asked four times less" \
  between 12960 "$(wait_of monthly)" 15840
is "rule 13: and that is the reason" \
  "$(feed monthly .due_reason | cut -d ' ' -f 1)" rhythm
ok "rule 14: no two wait the same" [ "$(hj feeds | jq '[.feeds[] |
  select(.state == "ok") | (.due_at | fromdate) - (.polled_at | fromdate)] |
  (unique | length) > length / 2')" = true ]
ok "rule 11: a day without" between 77760 "$(wait_of novalid)" 95040
ok "rule 15: Retry-After in seconds" between 7200 "$(wait_of seconds)" 7920
ok "rule 15: Retry-After as a date" between 10800 "$(wait_of date)" 11880
ok "rule 15: one that is past counts as none" \
  between 1620 "$(wait_of past)" 1980
ok "rule 15: so does 0; rule 17: an hour at least" \
  between 3600 "$(wait_of zero)" 3960
ok "rule 15: so does garbage; rule 17: an hour at least" \
  between 3600 "$(wait_of garbage)" 3960
ok "rule 16: a month is cut to seven days" \
  between 604800 "$(wait_of month)" 608760
has "and that is logged" "$(cat "$scratch/log")" 'feed month: .*seven days'
ok "rule 21: x-ratelimit-reset counts where none remain" \
  between 18000 "$(wait_of limit)" 19800
ok "rule 22: 403 slows down" between 12960 "$(wait_of forbidden)" 15840
ok "rule 22: 404 slows down" between 12960 "$(wait_of missing)" 15840
ok "rule 23: 500 is asked again after half an hour" \
  between 1620 "$(wait_of broken)" 1980
is "rule 24: 410 is told" "$(feed gone .state)" gone
has "and logged" "$(cat "$scratch/log")" 'feed gone: .*410'
has "rule 26: a redirect to an address inside is refused" \
  "$(feed inward .state_reason)" '127\.0\.0\.2 has a loopback address'
is "rule 26: nothing of it is asked for" "$(asked_for target)" 1
has "rule 26: https to http is refused" "$(feed down .state_reason)" \
  'from https to http'
is "and not asked for" "$(asked_for lowered)" 0
is "rule 30: compressed, and cut within the promised length" \
  "$(feed cut '"\(.state): \(.state_reason)"')" \
  "failing: the document came cut short"
is "rule 30: cut by the connection's end" \
  "$(feed closed '"\(.state): \(.state_reason)"')" \
  "failing: the document came cut short"
is "rule 30: no validator of it is kept" \
  "$(feed cut .etag) $(feed closed .etag)" "null null"
has "rule 36: a server that is silent is given up" \
  "$(feed silent .state_reason)" '[Tt]imed out|[Tt]imeout'

# --- it starts again and again

before=$(wc -l <"$asked")
paused=$(feed month .paused_until_at)
for _ in 1 2 3 4 5 6 7 8 9 10; do
  stop_daemon
  start_daemon
  settle
done
is "rule 10: ten restarts cause no request" "$(wc -l <"$asked")" "$before"
is "rule 19: a pause survives them" "$(feed month .paused_until_at)" "$paused"
is "rule 24: so does 410" "$(feed gone .state)" gone
h feed poll tags >"$scratch/out" 2>&1
is "rule 33: by hand it is no sooner than the floor" "$?" 4
has "and it says from when" "$(cat "$scratch/out")" '2024-03-04T10:15'
h feed poll month >"$scratch/out" 2>&1
has "rule 33: nor within a pause" "$(cat "$scratch/out")" '2024-03-11T'
is "and nothing was asked" "$(wc -l <"$asked")" "$before"

# --- validators, poll by poll

answer tags '{"file": "tags.xml", "headers": {"ETag": "\"v2\""}}'
answer moved '{"status": 302, "headers": {"Location": "/target"}}'
answer cut '{"file": "cut.xml", "gzip": true, "headers": {"ETag": "\"c\""}}'
answer stays '{"status": 500}'
poll tags
is "rule 1: the ETag goes back byte for byte, W/ and quotes" \
  "$(sent tags if-none-match)" 'W/"a, b;c"'
is "rule 2: and so does Last-Modified" "$(sent tags if-modified-since)" \
  "$odd_date"
hasnt "rule 28: a cookie does not" "$(jq -c .headers "$asked")" '"cookie"'
is "rule 4: they are replaced though the body is the same" \
  "$(feed tags .etag)" '"v2"'
is "rule 3: what the 200 lacks is cleared" "$(feed tags .last_modified)" null
answer tags '{"status": 304,
  "headers": {"ETag": "\"v3\"", "Cache-Control": "max-age=7200"}}'
poll tags
is "rule 3: and not sent any more" \
  "$(sent tags if-none-match) $(sent tags if-modified-since)" '"v2" null'
is "rule 5: a 304's ETag counts" "$(feed tags .etag)" '"v3"'
ok "rule 5, 12: and so does its max-age" between 7200 "$(wait_of tags)" 7920
answer tags '{"status": 304}'
poll tags
is "rule 5: a 304 without one keeps it" "$(feed tags .etag)" '"v3"'
answer tags '{"status": 429, "headers": {"ETag": "\"no\""}}'
poll tags
answer tags '{"status": 500, "headers": {"ETag": "\"no\""}}'
poll tags
is "rule 6: it outlives a 429" "$(sent tags if-none-match)" '"v3"'
answer tags '{"body": "not a feed", "headers": {"ETag": "\"no\""}}'
poll tags
is "rule 6: and a 500" "$(sent tags if-none-match)" '"v3"'
is "a body that is no feed is told" "$(feed tags .state)" not-a-feed
stop_daemon
start_daemon
settle
poll tags
is "rule 6: and such a body, and a restart" "$(sent tags if-none-match)" '"v3"'
is "rule 8: the redirecting URL gets its validator, once" \
  "$(jq -r 'select(.path == "/moved").headers["if-none-match"]' "$asked" |
    grep -c '^"m1"$')" 1
is "rule 8: a redirect's target gets none" \
  "$(jq -r 'select(.path == "/target" or .path == "/home").headers |
    .["if-none-match"], .["if-modified-since"]' "$asked" | sort -u)" null
is "rule 30: what came whole in the end is read" "$(feed cut .state)" ok
is "rule 34: a 500 is told" "$(feed stays .state)" failing
is "rule 34: and the items stay" "$(hj search stays | jq '.items | length')" 1
is "rule 18: a 429 on a private host pauses its URL alone" \
  "$(feed twice '.paused_until_at')" null

# --- days

ok "rule 23: a 500 waits longer and longer" \
  [ "$(wait_of broken)" -gt 3300 ]
ok "rule 17: and so does a 429" [ "$(wait_of garbage)" -ge 7200 ]
is "rule 25: a move is not believed at once" "$(feed perm .url)" "$base/perm"
is "but noted" "$(feed perm .moved_to)" "$base/home"
for day in 6 7 8 9; do
  step "2024-03-0$day 12:00"
done
is "rule 25: after days it is" "$(feed perm .url)" "$base/home"
has "rule 25: the old address is logged" "$(cat "$scratch/log")" \
  "feed perm has moved from $base/perm to $base/home"
is "rule 25: 302 never is" "$(feed found .url)" "$base/found"
is "rule 24: what is gone was asked once" "$(asked_for gone)" 1
is "rule 16: what is paused was asked once" "$(asked_for month)" 1
ok "rule 23: what fails is asked on" [ "$(asked_for broken)" -ge 6 ]
answer broken '{"file": "other.xml", "headers": {"ETag": "\"b\""}}'
poll broken
is "rule 23: one success ends it" \
  "$(feed broken '"\(.state) \(.failures)"')" "ok 0"
ok "and the hour is back" between 3240 "$(wait_of broken)" 3960
answer month '{"file": "other.xml"}'
poll month
is "a pause ends" "$(feed month .state)" ok
# --- net dies in the middle of a request, twice

answer tags '{"file": "tags.xml", "headers": {"ETag": "\"v4\""}}'
poll tags
# so slow that it is under way still when net is killed, however busy the machine
answer tags '{"file": "tags.xml", "slow": 30, "headers": {"ETag": "\"v4\""}}'
lose_request() {
  before=$(asked_for tags)
  at "$(when_due tags)"
  kill -USR2 "$daemon"
  until_true 10 is_under_way || bail "tags was not asked"
  kill -KILL "$(role net pid)"
  settle
}
is_under_way() {
  [ "$(asked_for tags)" -gt "$before" ]
}
is "a feed that was asked is well" "$(feed tags .state)" ok
lose_request
is "the loss of a request says nothing of its feed" \
  "$(feed tags '"\(.state) \(.failures) \(.etag)"')" 'ok 0 "v4"'
ok "it is made once more soon" between 60 "$(wait_of tags)" 300
lose_request
has "the second in a row counts" "$(feed tags .state_reason)" \
  'net did not answer: killed by signal 9'
ok "with a back-off" between 1620 "$(wait_of tags)" 1980
answer tags '{"file": "tags.xml", "headers": {"ETag": "\"v4\""}}'
poll tags
is "then it is well" "$(feed tags '"\(.state) \(.failures)"')" "ok 0"

# --- the gap between two requests to one host

sed -i 's/min-gap = "0s"/min-gap = "1s"/' "$scratch/hearsay.conf"
for name in gap-1 gap-2 gap-3; do
  answer "$name" '{"file": "other.xml"}'
  add "$name" "$base/$name"
done
h reload >"$scratch/out" 2>&1 || bail "reload: $(cat "$scratch/out")"
settle
is "rule 20: a gap between two requests to a host" \
  "$(jq -s 'map(select(.path | startswith("/gap")).at) | sort |
    length == 3 and .[1] - .[0] >= 0.99 and .[2] - .[1] >= 0.99' "$asked")" true

# --- a start spreads its first polls

sed -i 's/spread = "0s"/spread = "1h"/' "$scratch/hearsay.conf"
for name in spread-1 spread-2 spread-3 spread-4 spread-5; do
  answer "$name" '{"file": "other.xml"}'
  add "$name" "$base/$name"
done
stop_daemon
start_daemon
ok "rule 14: a start spreads first polls over the hour" \
  [ "$(hj feeds | jq '[.feeds[] |
    select(.slug | startswith("spread")) | .due_at] |
    (unique | length) == 5')" = true ]
is "rule 14: and asks none of them at once" "$(asked_for spread-1)" 0

# --- the clock is set back

step "2024-02-01 00:00"
before=$(wc -l <"$asked")
stop_daemon
start_daemon
settle
is "rule 35: a clock that goes back asks nothing" "$(wc -l <"$asked")" "$before"
stop_daemon

# --- public hosts

rm "$scratch/feeds.d/polite.conf" "$scratch/hearsay.db"*
sed -i -e 's/spread = "1h"/spread = "0s"/' \
  -e "s|^poll {|&\n\tproxy = \"$base\"|" "$scratch/hearsay.conf"
answer sister '{"file": "other.xml", "headers": {"ETag": "\"s\""}}'
add a-limited http://news.example/seconds
add b-sister http://news.example/sister
add c-other http://other.example/sister
at "2024-03-04 10:00"
start_daemon
settle
is "rule 18: a 429 pauses a public host whole" \
  "$(feed b-sister '"\(.state) \(.pause_reason)"')" \
  "new its host asked to wait"
is "rule 18: nothing of it is asked" "$(jq -s 'map(select(.path ==
  "http://news.example/sister")) | length' "$asked")" 0
is "rule 18: other hosts are" "$(feed c-other .state)" ok
stop_daemon
start_daemon
settle
is "rule 19: the pause of a host survives a restart" \
  "$(feed b-sister .paused_until_at)" "$(feed a-limited .paused_until_at)"
stop_daemon
