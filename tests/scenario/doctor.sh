#!/bin/sh
# `hearsay doctor` on set-ups that are well, that lack something, and that
# cannot be reached.
. "$(dirname "$0")/lib.sh"
need nginx curl jq
plan 20

serve_sample
sample_feeds "$scratch/sample.conf"
mkdir -p "$scratch/feeds.d"

doctor() { # doctor: sets $out and $code
  out=$(h --columns 0 doctor 2>&1)
  code=$?
}

# --- nothing is there

doctor
is "without a daemon the exit status is 3" "$code" 3
has "it says that there is no socket" "$out" 'socket +there is no socket'
has "and what to do" "$out" 'systemctl start hearsay-status.socket'
is "as JSON it gives no findings" "$(hj doctor 2>/dev/null)" ""

# --- a daemon without feeds

at "2023-10-12 04:00"
configure <<CONF
$loopback_poll
CONF
start_daemon
settle
doctor
is "a daemon without feeds is not well" "$code" 4
has "it says so" "$out" '^bad +feeds +there are none'
has "and what to do" "$out" 'hearsay feed add ADDRESS'
stop_daemon

# --- one that is well

printf 'pw\n' >"$scratch/password"
chmod 600 "$scratch/password"
cp "$scratch/sample.conf" "$scratch/feeds.d/"
mailed() { # mailed TLS
  configure <<CONF
$loopback_poll
mail {
	server = "smtp://localhost:1"
	user = "u"
	password-file = "$scratch/password"
	tls = "$1"
	from = "hearsay@example.org"
	domain = "example.org"
}
digest "morning" {
	to = {"reader@example.org"}
}
CONF
}
mailed required
start_daemon
settle
doctor
is "one that is well has exit status 0" "$code" 0
has "its processes run" "$out" '^ok +processes +all run'
has "its disk has room" "$out" '^ok +disk +[0-9]+ MB are free'
has "its password is kept" "$out" '^ok +password .* is kept from others'
has "no feed fails" "$out" '^ok +feeds +0 of 7 fail'
hasnt "all vendors have a feed" "$out" 'no official feed'
is "as JSON each finding has a level" \
  "$(hj doctor | jq '[.findings[] | select(.level and .matter and .text)] |
    length == ($n | tonumber)' --arg n "$(hj doctor | jq '.findings | length')")" \
  true

# --- what is wrong is said, the worst first

chmod 644 "$scratch/password"
mailed if-offered
sed -i '/feed "xiaomi"/,/^}/d' "$scratch/feeds.d/sample.conf"
h reload >/dev/null
doctor
is "a password that all can read is bad" "$code" 4
has "and is said first" "$(printf '%s\n' "$out" | head -n 1)" \
  '^bad +password .* has mode 0644'
has "with what to do" "$out" 'chmod 0640'
has "mail that others can read is a warning" "$out" \
  '^warning +mail +tls = "if-offered"'
has "a vendor without a feed is noted" "$out" \
  '^note +verdicts .*: Xiaomi'
echo 'nonsense = ' >>"$scratch/hearsay.conf"
h reload >/dev/null 2>&1
doctor
has "a refused reload is a warning" "$out" \
  '^warning +configuration +the last reload was refused'
