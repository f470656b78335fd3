#!/bin/sh
# The main job, end to end, with the installed programs: the bundled sample
# over nginx, the board before and after the announcement, the digest by a
# real SMTP server with TLS and a password.
. "$(dirname "$0")/lib.sh"
need nginx curl jq python3
need_smtp
plan 35
install_programs

serve_sample
start_smtp "$scratch/mail"
configure <<CONF
$loopback_poll
$(mail_section)
$morning_digest
$verdicts_digest
CONF
sample_feeds

# --- before the announcement

at "2023-10-12 04:00"
ok "the configuration is accepted" \
  "$hearsayd" --check-config --config "$scratch/hearsay.conf"
start_daemon
settle
is "all seven feeds were polled" \
  "$(hj feeds | jq '[.feeds[] | select(.state == "ok")] | length')" 7
rumors=$(hj rumors)
# rumor ASPECT FIELD: of the one rumor with that aspect
rumor() {
  hj rumors | jq -r --arg a "$1" "[.rumors[] | select(.aspect == \$a)][0].$2"
}
is "the end of MIUI is a rumor" "$(rumor discontinuation status)" open
is "its origin is the tipster" \
  "$(rumor discontinuation first_origin)" "Digital Chat Station"
is "many outlets, one origin" "$(rumor discontinuation origin_count)" 1
ok "at least three outlets carry it" \
  [ "$(rumor discontinuation outlet_count)" -ge 3 ]
is "the successor is a rumor" "$(rumor successor status)" open
is "by the same tipster" "$(rumor successor first_origin)" \
  "Digital Chat Station"
is "the name is a rumor" "$(rumor name status)" open
is "the claimed name is MIOS" "$(rumor name value)" MIOS
has "its origin is the filing" "$(rumor name first_origin)" \
  '[Tt]rademark'
is "nothing else is one" "$(printf '%s' "$rumors" | jq '.rumors | length')" 3
has "the command shows the board" "$(h rumors)" 'MIOS'
is "a first poll's backlog mails nothing at once" \
  "$(delivered "$scratch/mail" | wc -l | tr -d ' ')" 0

# --- the morning after: a digest

step "2023-10-12 05:30"
until_true 20 test -n "$(delivered "$scratch/mail")"
settle
until_true 20 sh -c "find $scratch/mail/new -type f | grep -q ."
is "one digest came" "$(delivered "$scratch/mail" | wc -l | tr -d ' ')" 1
mail=$(cat "$(delivered "$scratch/mail" | head -n 1)")
has "its subject counts" "$mail" '^Subject: .*3 new rumors'
has "it was for the daily reader" "$mail" '^X-Envelope-To: reader@example.org'

# --- the announcement

cp "$samples"/hyperos/after/* "$scratch/www/"
reader=$(role parse pid)
step "2023-10-17 18:00"
ok "official word is read by who has read nothing else" \
  [ "$(role parse pid)" != "$reader" ]
is "which is no restart" "$(role parse restarts)" 0
is "the successor is confirmed" "$(rumor successor status)" confirmed
has "by Lei Jun's sentence" "$(rumor successor evidence)" \
  'new operating system of our own'
is "the name is contradicted" "$(rumor name status)" contradicted
has "by a sentence with the real name" "$(rumor name evidence)" 'HyperOS'
is "nothing new became a rumor" "$(hj rumors | jq '.rumors | length')" 3
id=$(rumor successor id)
detail=$(h rumor "$id")
has "the rumor's page names the origin" "$detail" 'Digital Chat Station'
has "and the evidence" "$detail" 'Xiaomi HyperOS'
has "explain gives the rule" "$(h explain rumor "$id")" 'official'
has "search finds Chinese" "$(h search 澎湃)" '澎湃'
until_true 20 sh -c \
  "grep -lq 'X-Envelope-To: editor@example.org' $scratch/mail/new/*"
at_once=$(grep -l 'X-Envelope-To: editor@example.org' "$scratch"/mail/new/* |
  head -n 1)
has "a verdict is mailed at once" \
  "$(sed 's/\r$//' "${at_once:-/dev/null}" | head -n 40)" \
  '^Subject: .*confirmed.*contradicted'

# --- the next morning

step "2023-10-18 05:30"
until_true 20 sh -c "[ \$(grep -l 'X-Envelope-To: reader@example.org' \
  $scratch/mail/new/* | wc -l) = 2 ]"
newest=$(grep -l 'X-Envelope-To: reader@example.org' "$scratch"/mail/new/* |
  xargs grep -l '^Subject: .*confirmed' | head -n 1)
has "the digest says what was settled" \
  "$(sed 's/\r$//' "${newest:-/dev/null}")" \
  '^Subject: .*1 confirmed.*1 contradicted'
has "with the quoted sentence" "$(read_mail "${newest:-/dev/null}")" \
  'first to carry it'

# --- how it polled

unchanged=$(grep -c ' 304 ' "$scratch/nginx/access.log")
ok "unchanged feeds were answered with 304" [ "$unchanged" -ge 1 ]
is "nothing but GET was asked" \
  "$(grep '^[A-Z]* /[a-z]' "$scratch/nginx/access.log" | cut -d ' ' -f 1 |
    sort -u)" GET
is "every request after the first was conditional" \
  "$(awk '$2 ~ /xml|json/ && seen[$2]++ && $4 == "\"-\""' \
    "$scratch/nginx/access.log")" ""
stop_daemon
is "it stopped cleanly" "$?" 0
