#!/bin/sh
# kill -9 of each of the three processes at many moments of a poll: nothing
# that was committed is lost, and no event is repeated.
. "$(dirname "$0")/lib.sh"
need nginx curl jq sqlite3 pgrep
plan 7

serve_sample
configure <<CONF
$loopback_poll
CONF
sample_feeds
at "2023-10-12 04:00"

db() {
  sqlite3 -readonly "$scratch/hearsay.db" "$1"
}

# --- core: it is killed in the middle of its first polls, again and again
for ms in 02 05 10 15 20 30 40 60 80; do
  "$hearsayd" --foreground --config "$scratch/hearsay.conf" \
    --test-clock "$scratch/clock" >>"$scratch/log" 2>&1 &
  daemon=$!
  sleep "0.$ms"
  kill -KILL "$daemon"
  wait "$daemon" 2>/dev/null
done
start_daemon
settle
is "after nine kills of core the feeds are all read" \
  "$(hj feeds | jq '[.feeds[] | select(.state == "ok")] | length')" 7
is "every item is there once" \
  "$(db 'select count(*) || "/" || count(distinct feed || guid)
    from item')" "8/8"
is "no event stands twice" \
  "$(db 'select count(*) from (select kind, subject, item, detail from event
    group by 1, 2, 3, 4 having count(*) > 1)')" 0

# --- net and parse: each is killed while the announcement is being polled
role_pid() {
  hj status | jq -r --arg r "$1" '.roles[] | select(.name == $r) | .pid'
}
items_before=$(db 'select group_concat(id) from item order by id')
cp "$samples"/hyperos/after/* "$scratch/www/"
hour=6
for role in net parse net parse; do
  at "2023-10-17 $hour:00"
  hour=$((hour + 7))
  [ "$hour" -lt 24 ] || hour=23
  victim=$(role_pid "$role")
  kill -USR2 "$daemon"
  kill -KILL "$victim"
  settle
done
step "2023-10-19 00:00"
step "2023-10-20 01:00"
is "the daemon itself lived on" "$(kill -0 "$daemon" && echo yes)" yes
is "what was committed is still there" \
  "$(db 'select group_concat(id) from (select id from item order by id
    limit (select count(*) from item where published_at < 1697400000))' |
    cut -c "1-${#items_before}")" "$items_before"
is "and what came in between was read after all" \
  "$(db 'select count(*) from item')" 13
is "the database is sound" "$(db 'pragma integrity_check')" ok
