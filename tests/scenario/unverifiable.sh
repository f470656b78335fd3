#!/bin/sh
# A verdict that nobody can give: the vendor's own feed is gone, and with it
# the word that would settle a rumor. The daemon says since when, and takes
# it back when the feed answers again.
. "$(dirname "$0")/lib.sh"
need nginx curl jq
plan 11

mkdir "$scratch/www"
# entry ID DAY TITLE TEXT
entry() {
  printf '<item><guid isPermaLink="false">%s</guid><link>http://127.0.0.1/%s</link><title>%s</title><description>%s</description><pubDate>%s 08:00:00 GMT</pubDate></item>\n' \
    "$1" "$1" "$3" "$4" "$2"
}
document() {
  printf '<rss version="2.0"><channel><title>%s</title><link>http://127.0.0.1/</link><description>d</description>\n' "$1"
  cat
  printf '</channel></rss>\n'
}
entry p1 "Mon, 01 Mar 2032" "One UI 13 tipped for March" \
  "Samsung will release One UI 13 in March, Max Weinbach says." |
  document "Phone Ledger" >"$scratch/www/ledger.xml"
entry o1 "Sun, 01 Feb 2032" "Our stores" "We open a store in Lyon." |
  document "Samsung Newsroom" >"$scratch/www/samsung.xml"
start_nginx "$scratch/www"
configure <<CONF
$loopback_poll
CONF
cat >"$scratch/feeds.d/two.conf" <<CONF
feed "ledger" {
	url = "http://127.0.0.1:$port/ledger.xml"
	role = "press"
	title = "Phone Ledger"
}
feed "samsung" {
	url = "http://127.0.0.1:$port/samsung.xml"
	role = "official"
	vendor = "Samsung"
	title = "Samsung Newsroom"
}
CONF

rumor() {
  hj rumors | jq -r "[.rumors[] | select(.vendor == \"Samsung\")][0].$1"
}

at "2032-03-01 12:00"
start_daemon
settle
is "the rumor is open" "$(rumor status)" open
is "its vendor is heard" "$(rumor unverifiable_since_at)" null
id=$(rumor id)

mv "$scratch/www/samsung.xml" "$scratch/gone.xml"
step "2032-03-02 12:00"
step "2032-03-03 12:00"
since=$(rumor unverifiable_since_at)
has "the vendor's only feed fails" "$(feed samsung .state)" 'refused|fail|gone'
has "since then nobody can verify it" "$since" '^2032-03-0[12]T'
has "the board says so" "$(h rumors)" 'unverifiable since'
has "and the rumor's own page" "$(h rumor "$id")" 'unverifiable'

step "2032-04-05 12:00"
is "its time passes" "$(rumor status)" expired
is "and nobody could have said it before" \
  "$(rumor unverifiable_since_at)" "$since"

mv "$scratch/gone.xml" "$scratch/www/samsung.xml"
step "2032-04-20 12:00"
settle
is "the feed is back" "$(feed samsung .state)" ok
is "what expired in its silence stays expired" "$(rumor status)" expired
stop_daemon
is "it stopped cleanly" "$?" 0
