#!/bin/sh
# A document during which its reader dies, or never ends: its feed says so,
# everything else goes on, and it costs no third life. The reader is stopped
# before it gets the document, so that it has it when it dies.
. "$(dirname "$0")/lib.sh"
need nginx curl jq
plan 19

document() { # document WORD
  printf '<rss version="2.0"><channel><title>t</title><item><guid>%s</guid>' \
    "$1"
  printf '<title>The %s update is here</title></item></channel></rss>\n' "$1"
}
mkdir "$scratch/www"
document first >"$scratch/www/bad.xml"
document plain >"$scratch/www/good.xml"
start_nginx "$scratch/www"
configure <<CONF
$loopback_poll
feed "bad" { url = "http://127.0.0.1:$port/bad.xml" }
feed "good" { url = "http://127.0.0.1:$port/good.xml" }
CONF
at "2024-03-04 10:00"
start_daemon
settle
is "both feeds are read" "$(feed bad .state) $(feed good .state)" "ok ok"
etag=$(feed bad .etag)

found() { # found WORD: items that have it
  hj search "$1" | jq '.items | length'
}

# with_reader_stopped: it has the bad document, and does nothing
with_reader_stopped() {
  reader=$(role parse pid)
  kill -STOP "$reader"
  at "$(when_due bad)"
  kill -USR2 "$daemon"
  until_true 20 has_document || bail "the document did not get there"
}
has_document() {
  [ "$(role parse waiting)" = 1 ]
}

document second >"$scratch/www/bad.xml"
with_reader_stopped
kill -KILL "$reader"
settle
is "its feed says what happened" \
  "$(feed bad '"\(.state): \(.state_reason)"')" \
  "not-a-feed: the document stopped its reader: killed by signal 9"
is "it is asked again, with what was read last" "$(feed bad .etag)" "$etag"
ok "there is another reader" [ "$(role parse pid)" != "$reader" ]
is "the daemon is the same" "$(kill -0 "$daemon" && echo yes)" yes
has "the log names feed, cause and size" "$(cat "$scratch/log")" \
  'feed bad: the document stopped its reader: killed by signal 9 \([0-9]+ bytes'
document different >"$scratch/www/good.xml"
poll good
is "the other feed is read on" "$(feed good .state)" ok
is "with what is new in it" "$(found different)" 1
poll bad
is "the bad one was tried once more, and read" "$(feed bad .state)" ok

# --- one that never ends, twice
document third >"$scratch/www/bad.xml"
with_reader_stopped
settle
has "a reader that does not end is ended" "$(feed bad .state_reason)" \
  'the document stopped its reader: deadline of [0-9]+ ms'
with_reader_stopped
kill -KILL "$reader"
settle
third_life() {
  [ "$(role parse restarts)" = 3 ]
}
ok "that was the third life" until_true 10 third_life
lives=3
poll bad
is "the same document gets no other" "$(role parse restarts)" "$lives"
has "and its feed still says why" "$(feed bad .state_reason)" \
  'the document stopped its reader'
ok "its failures count" [ "$(feed bad .failures)" -ge 3 ]
document more >"$scratch/www/good.xml"
poll good
is "the other feed is well" "$(feed good .state)" ok
is "and up to date" "$(found more)" 1
document fourth >"$scratch/www/bad.xml"
poll bad
is "another document is read" "$(feed bad '"\(.state) \(.failures)"')" "ok 0"
is "with its items" "$(found fourth)" 1
is "by the same reader" "$(role parse restarts)" "$lives"
stop_daemon
