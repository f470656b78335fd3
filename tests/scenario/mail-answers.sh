#!/bin/sh
# What mail servers answer on bad days, and readers who want less than all:
# greylisting, a full disk, a refusal for good, a server that dies when it has
# the message, a slow one; digests by product, status and language, a
# heartbeat, and one that is sent by hand.
. "$(dirname "$0")/lib.sh"
need nginx curl jq python3
need_smtp
plan 27

serve_sample
start_smtp "$scratch/mail"
reader() { # reader NAME [LINE...]: a digest for NAME@example.org
  printf 'digest "%s" {\n\tto = {"%s@example.org"}\n\tat = "06:00"\n' "$1" "$1"
  shift
  [ $# -eq 0 ] || printf '\t%s\n' "$@"
  printf '}\n'
}
{
  echo "$loopback_poll"
  mail_section
  for name in grey full nobody slow plain; do
    reader "$name"
  done
  reader miui 'products = {"MIUI", "One UI"}'
  reader oneui 'products = {"One UI"}'
  reader settled 'statuses = {"confirmed", "denied"}'
  reader chinese 'languages = {"zh"}'
  reader klingon 'languages = {"tlh"}'
  reader beat 'products = {"One UI"}' 'heartbeat = "yes"'
} | configure
sample_feeds

mail_of() { # mail_of NAME: the files of what NAME got
  delivered "$scratch/mail" | while read -r file; do
    if grep -q "^X-Envelope-To: $1@" "$file"; then
      echo "$file"
    fi
  done
}
got() { # got NAME: how many
  mail_of "$1" | wc -l | tr -d ' '
}
has_got() { # has_got NAME N
  [ "$(got "$1")" -ge "$2" ]
}
waiting() {
  [ "$(hj status | jq .mail_waiting)" = "$1" ]
}

at "2023-10-12 04:00"
start_daemon
settle
step "2023-10-12 06:01"
ok "who is refused nothing has it at once" until_true 20 has_got plain 1
ok "a slow server is waited for" until_true 20 has_got slow 1
until_true 20 waiting 3
is "greylisting: not yet" "$(got grey)" 0
is "a full disk: not yet" "$(got full)" 0
is "a refusal for good: not at all" "$(got nobody)" 0
has "the status says which address is suspended" \
  "$(hj status | jq -r .mail_error)" 'nobody@example.org|greylisted|storage'
step "2023-10-12 06:03"
ok "greylisted: it comes with the next try" until_true 20 has_got grey 1
ok "a full disk: it comes with the next try" until_true 20 has_got full 1
until_true 20 waiting 1
has "the suspended one is named" "$(hj status | jq -r .mail_error)" \
  '^nobody@example.org is suspended: 550'
has "by check too" "$(h check)" '^HEARSAY WARNING: 1 mail fails: nobody@'
step "2023-10-13 05:00"
is "and nothing more was tried there" "$(got nobody)" 0

# --- readers who want less than all

subject() { # subject NAME
  sed -n 's/^Subject: //p' "$(mail_of "$1" | head -n 1)" | tr -d '\r'
}
has "all rumors and stories" "$(subject plain)" '3 new rumors, . stories'
is "by product: rumors alone" "$(subject miui)" "3 new rumors"
is "of a product without rumors there is nothing" "$(got oneui)" 0
is "by status: nothing is settled yet" "$(got settled)" 0
has "by language: what is told in it" "$(subject chinese)" 'new rumor'
is "a language that nobody speaks" "$(got klingon)" 0
is "a heartbeat comes all the same" "$(subject beat)" "nothing new"
has "and says so" "$(read_mail "$(mail_of beat | head -n 1)")" \
  'Nothing new, and no source was down'
cp "$samples"/hyperos/after/* "$scratch/www/"
step "2023-10-17 18:00"
step "2023-10-17 18:01"
is "by hand: what is new since the last period" \
  "$(h digest send settled)" \
  "digest settled: its period ends here; what there is to say goes to 1 reader"
ok "it comes" until_true 20 has_got settled 1
has "with what it wants alone" "$(subject settled)" '^1 confirmed'
has "an unknown digest is not sent" "$(h digest send nothing 2>&1)" \
  '^hearsay: there is no digest "nothing"; the configuration has grey, '

# --- a server that takes a message and dies before it says so

reader dies 'heartbeat = "yes"' >>"$scratch/hearsay.conf"
h reload >/dev/null
step "2023-10-18 06:01"
ok "it had the message" until_true 20 has_got dies 1
kill "$smtp_pid" 2>/dev/null # it has ended, unless something is wrong
wait "$smtp_pid" 2>/dev/null
start_smtp "$scratch/mail" "$smtp_port"
step "2023-10-18 07:30"
ok "which comes again" until_true 20 has_got dies 2
is "under the same Message-ID" \
  "$(mail_of dies | xargs -d '\n' grep -h '^Message-ID:' | sort -u | wc -l |
    tr -d ' ')" 1
is "byte for byte" "$(mail_of dies | xargs -d '\n' -n 1 sha256sum |
  cut -d ' ' -f 1 | sort -u | wc -l | tr -d ' ')" 1
