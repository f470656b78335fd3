#!/bin/sh
# What nobody else may read: the passwords of mail and of a feed's address, a
# hook's key and address, and every file that is made. They are looked for in
# all that the daemon says, in its processes' arguments and environment, and
# in what it stores of items; with a umask that would give all to everybody.
. "$(dirname "$0")/lib.sh"
need nginx curl jq python3 sqlite3
need_smtp
umask 0

mkdir "$scratch/www"
cat >"$scratch/www/private.xml" <<'XML'
<?xml version="1.0"?>
<rss version="2.0"><channel><title>Members</title><link>/</link>
<item><guid isPermaLink="false">m1</guid><link>/lamp-9</link>
<title>Lamp 9 will get its update in May, a leaker says</title>
<description>&lt;p&gt;See &lt;a href="more"&gt;more&lt;/a&gt;, or ask
&lt;a href="//shop.example/"&gt;the shop&lt;/a&gt;.&lt;/p&gt;</description>
<pubDate>Thu, 12 Oct 2023 03:00:00 GMT</pubDate></item>
</channel></rss>
XML
# reader:hush-feed
# shellcheck disable=SC2016  # they are nginx's own
start_nginx "$scratch/www" '
    location = /private.xml {
      if ($http_authorization != "Basic cmVhZGVyOmh1c2gtZmVlZA==") { return 401; }
    }
    location = /moved.xml { return 301 /private.xml; }'
start_asking
start_feedserver hooked
start_smtp "$scratch/mails"
printf 'whsec_%s\n' "$(printf 'hush-hook, and some bytes more.' | base64)" \
  >"$scratch/secret"
key=$(sed 's/whsec_//' "$scratch/secret")
configure <<CONF
log = "debug"
$loopback_poll
feed "members" {
	url = "http://reader:hush-feed@127.0.0.1:$port/private.xml"
	role = "press"
}
feed "gone" {
	url = "http://reader:hush-feed@127.0.0.1:$port/moved.xml"
	role = "press"
}
feed "dead" {
	url = "http://reader:hush-feed@127.0.0.1:1/none.xml"
	role = "press"
}
notify "all" {
	url = "http://127.0.0.1:$feedserver_port/all?token=hush-token"
	events = {"rumor-new", "feed-state"}
	secret-file = "$scratch/secret"
}
$(mail_section | sed "s/password\"/hush-mail\"/")
digest "now" {
	to = {"hush-reader@example.org"}
	when = "daily"
}
CONF
mv "$scratch/password" "$scratch/hush-mail"
open_page
chmod 600 "$scratch/secret" "$scratch/hush-mail"
at "2023-10-12 04:00"
start_daemon
settle
is "a feed whose address has a password is read" "$(feed members .state)" ok
step "2023-10-12 12:00"
step "2023-10-16 12:00"

# --- what it says
secrets="hush-feed|hush-token|reader:|$key|aHVzaC"
said() {
  for path in status feeds feeds.opml feeds/members feeds/gone feeds/dead \
    stories rumors tipsters events audit 'search?q=lamp' explain/item/1 \
    explain/story/1; do
    for accept in application/json text/plain; do
      curl -sS --unix-socket "$scratch/status.sock" -H "Accept: $accept" \
        "http://h/v1/$path"
      echo
    done
  done
}
shown() { # to everybody on this machine
  for path in / /feeds /stories /stories/1 /metrics /rumors.atom \
    '/search?q=lamp' /v1/feeds /v1/stories; do
    curl -sS "http://127.0.0.1:$page$path"
    echo
  done
}
said >"$scratch/said"
shown >"$scratch/shown"
cat "$scratch/shown" >>"$scratch/said"
has "all answers are there" "$(cat "$scratch/said")" 'feed="members"'
has "with the item of the feed" "$(cat "$scratch/said")" 'Lamp 9'
hasnt "and no secret is in them" "$(cat "$scratch/said")" "$secrets"
hasnt "nor does the port tell who gets mail" "$(cat "$scratch/shown")" \
  hush-reader
for path in status events doctor digest/now audit rejudge; do
  is "the port has no /v1/$path" "$(curl -s -o "$scratch/refused" \
    -w '%{http_code}' "http://127.0.0.1:$page/v1/$path")" 404
done
has "a feed is shown by its address" "$(hj feeds | jq -r '.feeds[].url')" \
  "^http://127.0.0.1:$port/private.xml$"
has "which OPML has, without" "$(h feed export)" \
  "xmlUrl=\"http://127.0.0.1:$port/private.xml\""
has "its item links to where it did" "$(hj stories | jq -r '.stories[].url')" \
  "^http://127.0.0.1:$port/lamp-9$"
is "nothing of it is stored with items" "$(sqlite3 -readonly \
  "$scratch/hearsay.db" "select count(*) from item
    where url like '%hush%' or links like '%hush%' or text like '%hush%'" \
  2>&1)" 0
has "the log tells what happened" "$(cat "$scratch/log")" 'feed members'
hasnt "and no secret" "$(cat "$scratch/log")" "$secrets"
h doctor >"$scratch/doctor"
has "the doctor looks after them" "$(cat "$scratch/doctor")" \
  'hush-mail is kept from others'
hasnt "and tells none" "$(cat "$scratch/doctor")" "$secrets"
answer all '{"status": 200}'
posted() {
  [ "$(asked_for all)" -gt 0 ]
}
ok "a hook hears of it" until_true 10 posted
hasnt "and no password of a feed" "$(jq -r .body "$asked")" "hush-feed"
ok "a bad address is refused" test "$(curl -sS -X POST --unix-socket \
  "$scratch/control.sock" -o "$scratch/refused" -w '%{http_code}' \
  "http://h/v1/feeds?url=http://reader:hush-feed@127.0.0.1:1/x")" != 201

# --- what others see of its processes
processes="$daemon $(hj status | jq -r '.roles[].pid' | tr '\n' ' ')"
for pid in $processes; do
  tr '\0' '\n' <"/proc/$pid/cmdline"
  tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null
done >"$scratch/processes"
has "their arguments are read" "$(cat "$scratch/processes")" '^-x$'
hasnt "and have no secret" "$(cat "$scratch/processes")" 'hush|whsec'
if nm "$hearsayd" 2>/dev/null | grep -q __asan; then
  ok "none of them leaves a core dump # SKIP sanitizers" true
  ok "nor can another process of its user look into core # SKIP" true
else
  for pid in $processes; do
    awk '/^Max core file size/ { print $5, $6 }' "/proc/$pid/limits"
  done | sort -u >"$scratch/cores"
  is "none of them leaves a core dump" "$(cat "$scratch/cores")" "0 0"
  is "what core has in memory is root's to see alone" \
    "$(stat -c %u "/proc/$daemon/environ")" 0
fi

# --- files
mode() {
  stat -c %a "$1"
}
h backup "$scratch/copy.db" >/dev/null
is "the database is its owner's alone" "$(mode "$scratch/hearsay.db")" 600
for end in -wal -shm .lock .backup; do
  is "so is hearsay.db$end" "$(mode "$scratch/hearsay.db$end")" 600
done
is "so is a backup" "$(mode "$scratch/copy.db")" 600
is "the status socket is its group's too" "$(mode "$scratch/status.sock")" 660
is "the control socket is its owner's alone" \
  "$(mode "$scratch/control.sock")" 600
chmod 644 "$scratch/secret"
has "a secret that others can read is told" "$(h doctor)" \
  'secret has mode 0644: others can read'
ok "nothing else was made" test -z "$(find "$scratch" -maxdepth 1 \
  -name 'hearsay.db*' -perm /077)"
stop_daemon
plan "$test_number"
