#!/bin/sh
# The SMTP server is down when the digest is due, the daemon is killed in
# between, and the digest arrives exactly once when the server returns.
. "$(dirname "$0")/lib.sh"
need nginx curl jq python3
need_smtp
plan 8

serve_sample
make_ca
smtp_port=$(free_port)
configure <<CONF
$loopback_poll
$(mail_section)
$morning_digest
CONF
sample_feeds

at "2023-10-12 04:00"
start_daemon
settle
step "2023-10-12 05:30"
waiting() {
  hj status | jq -e '.mail_waiting == 1 and .mail_failing == 1'
}
until_true 20 waiting
is "the digest waits" "$(hj status | jq .mail_waiting)" 1
has "the status says why" "$(hj status | jq -r .mail_error)" '[Cc]onnect'
has "and so does the command" "$(h status)" '[Cc]onnect'

kill -KILL "$daemon"
wait "$daemon" 2>/dev/null
start_daemon
settle
is "it waits after the crash too" "$(hj status | jq .mail_waiting)" 1

start_smtp "$scratch/mail" "$smtp_port"
step "2023-10-12 11:30"
arrived() {
  [ -n "$(delivered "$scratch/mail")" ]
}
until_true 20 arrived
is "it arrived" "$(delivered "$scratch/mail" | wc -l | tr -d ' ')" 1
sent() {
  hj status | jq -e '.mail_waiting == 0'
}
until_true 20 sent
is "nothing waits any more" "$(hj status | jq .mail_waiting)" 0
kill -KILL "$daemon"
wait "$daemon" 2>/dev/null
start_daemon
settle
step "2023-10-12 12:30"
is "and it came once" "$(delivered "$scratch/mail" | wc -l | tr -d ' ')" 1
has "under a Message-ID of our domain" \
  "$(cat "$(delivered "$scratch/mail")")" '^Message-I[Dd]: <.*@example.org>'
