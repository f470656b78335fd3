#!/bin/sh
# A mail is sent and the store cannot note it: it goes out once all the same,
# and is noted when the store is well again.
. "$(dirname "$0")/lib.sh"
need nginx curl jq python3
need_smtp
plan 6

serve_sample
start_smtp "$scratch/mail"
configure <<CONF
$loopback_poll
$(mail_section)
$morning_digest
CONF
sample_feeds

sql() {
  python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=20)
db.execute(sys.argv[2])
db.commit()' "$scratch/hearsay.db" "$1"
}

at "2023-10-12 04:00"
start_daemon
settle
sql "CREATE TRIGGER full BEFORE UPDATE ON mail
  BEGIN SELECT RAISE(ABORT, 'no room'); END"
step "2023-10-12 05:30"
unnoted() {
  grep -q 'cannot be noted: .*no room' "$scratch/log"
}
ok "the log says that it cannot be noted" until_true 20 unnoted
step "2023-10-12 05:34"
is "it came once" "$(delivered "$scratch/mail" | wc -l | tr -d ' ')" 1
is "the log says it once" "$(grep -c 'cannot be noted' "$scratch/log")" 1
sql "DROP TRIGGER full"
step "2023-10-12 05:40"
noted() {
  hj status | jq -e '.mail_waiting == 0'
}
ok "it is noted later" until_true 20 noted
step "2023-10-12 12:00"
is "and has come once" "$(delivered "$scratch/mail" | wc -l | tr -d ' ')" 1
is "nothing waits" "$(hj status | jq .mail_waiting)" 0
