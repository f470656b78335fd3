#!/bin/sh
# A vendor denies, is believed, and takes it back: each reader's mail about
# that answers the mail which told the denial; all other mail begins a thread.
. "$(dirname "$0")/lib.sh"
need nginx curl jq python3
need_smtp
plan 12

serve_sample
start_smtp "$scratch/mail"
configure <<CONF
$loopback_poll
$(mail_section)
$morning_digest
$verdicts_digest
CONF
sample_feeds

# says ID TIME TITLE TEXT: the vendor's feed gets one item more
says() {
  jq --arg id "$1" --arg t "$2" --arg title "$3" --arg text "$4" \
    '.items = [{id: $id, url: "https://xiaomi.example/posts/\($id)",
      title: $title, content_text: $text, date_published: $t}] + .items' \
    "$scratch/www/xiaomi.json" >"$scratch/xiaomi.new"
  mv "$scratch/xiaomi.new" "$scratch/www/xiaomi.json"
}

# mails READER: the files, in order of their date
mails() {
  grep -l "^X-Envelope-To: $1@example.org" "$scratch"/mail/new/* 2>/dev/null |
    while read -r file; do
      printf '%s %s\n' "$(date -d "$(header "$file" date)" +%s)" "$file"
    done | sort -n | cut -d ' ' -f 2
}

header() { # header FILE NAME
  python3 -c 'import email, sys
with open(sys.argv[1], "rb") as f:
    print(email.message_from_binary_file(f)[sys.argv[2]])' "$1" "$2"
}

# mail_is READER N: the Nth mail of the reader, waited for
mail_is() {
  until_true 20 has_mails "$1" "$2" || bail "$1 has no mail $2"
  mails "$1" | sed -n "$2p"
}
has_mails() {
  [ "$(mails "$1" | wc -l)" -ge "$2" ]
}

status() {
  hj rumors | jq -r \
    '[.rumors[] | select(.aspect == "discontinuation")][0].status'
}

at "2023-10-12 04:00"
start_daemon
settle
step "2023-10-12 05:30"
first=$(mail_is reader 1)
is "the first digest begins a thread" "$(header "$first" in-reply-to)" None

says xm-320 2023-10-14T07:00:00Z "About MIUI" \
  "We are not discontinuing MIUI."
step "2023-10-14 12:00"
is "the vendor denies it" "$(status)" denied
told=$(mail_is editor 1)
has "which is mailed at once" "$(header "$told" subject)" 'denied'
is "in a thread of its own" "$(header "$told" in-reply-to)" None
step "2023-10-15 05:30"
digest=$(mail_is reader 2)
has "and in the morning" "$(header "$digest" subject)" 'denied'
is "in a thread of its own" "$(header "$digest" in-reply-to)" None

says xm-322 2023-10-17T07:00:00Z "The end of MIUI" \
  "We are discontinuing MIUI. Xiaomi HyperOS replaces MIUI."
step "2023-10-17 12:00"
is "the vendor takes it back" "$(status)" confirmed
turned=$(mail_is editor 2)
is "the mail at once answers the one that it corrects" \
  "$(header "$turned" in-reply-to)" "$(header "$told" message-id)"
is "by References too" "$(header "$turned" references)" \
  "$(header "$told" message-id)"
step "2023-10-18 05:30"
corrected=$(mail_is reader 3)
has "the digest has a correction" "$(header "$corrected" subject)" \
  '1 correction'
is "and answers the digest that told the denial" \
  "$(header "$corrected" in-reply-to)" "$(header "$digest" message-id)"
is "each mail has an id of its own" \
  "$(for file in $(mails reader) $(mails editor); do
    header "$file" message-id
  done | sort | uniq -d)" ""
stop_daemon
