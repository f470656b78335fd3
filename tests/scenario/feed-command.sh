#!/bin/sh
# Feeds by command: added by their own address or by a site's, paused, polled,
# removed. nginx serves them, and its log counts the requests.
. "$(dirname "$0")/lib.sh"
need nginx curl jq python3

www=$scratch/www
log=$scratch/nginx/access.log
mkdir -p "$www/one" "$www/two" "$www/none" "$www/usual" "$www/blog" "$www/gone" "$www/last"

# rss FILE TITLE GUID
rss() {
  cat >"$www/$1" <<XML
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>$2</title>
<link>http://site.example/</link><language>en-gb</language>
<item><title>The keyboard learns a new layout</title>
<guid isPermaLink="false">$3-1</guid>
<pubDate>Thu, 12 Oct 2023 01:00:00 GMT</pubDate></item>
<item><title>A patch level is a month late</title>
<guid isPermaLink="false">$3-2</guid>
<pubDate>Wed, 11 Oct 2023 01:00:00 GMT</pubDate></item>
</channel></rss>
XML
}

page() {
  printf '<!DOCTYPE html><html><head><title>A site</title>\n%s\n</head>
<body><p>Welcome.</p></body></html>\n' "$2" >"$www/$1"
}

rss direct.xml "Straight &amp; true" direct
rss file.xml "Of a file" file
rss one/news.xml "One" one
rss one/comments.xml "One, comments" onec
rss two/a.xml "Two A" twoa
rss two/b.xml "Two B" twob
rss feed.xml "Usual" usual
rss late.xml "Late" late
page one/index.html '<base href="/one/">
<link rel="alternate" type="application/rss+xml" title="One &raquo; Comments"
 href="comments.xml">
<LINK REL="Alternate" TYPE="application/rss+xml; charset=utf-8"
 title="One" href=news.xml>
<link rel="alternate" type="application/rss+xml" href="news.xml#again">
<link rel="alternate" type="application/json" href="/wp-json/1">
<link rel="alternate" hreflang="de" href="/de/">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">
<script>document.write("<link rel=alternate type=text/xml href=/s>")</script>'
page two/index.html '
<link rel="alternate" type="application/atom+xml" title="B first" href="b.xml">
<link rel="alternate" type="application/rss+xml" title="A second" href="a.xml">'
page none/index.html ''
page usual/index.html ''
page gone/index.html \
  '<link rel="alternate" type="text/xml" href="away.xml">'
page last/index.html ''
page lies.html '<link rel="alternate" type="text/xml" href="/none/index.html">'
python3 -c 'print("<html><head>")
for i in range(100000):
    print(f"<link rel=alternate type=text/xml href=p/{i}>")' >"$www/many.html"

start_nginx "$www" '
location = /loop { return 302 /loop; }
location = /moved { return 301 /late.xml; }
location = /limited { return 429; }
location = /down { return 503; }
location = /headed { default_type text/html;
  add_header Link "</two/a.xml>; rel=alternate; type=\"application/rss+xml\"; title=\"By header\"";
  return 200 "<html><p>Nothing here</p></html>"; }'
base=http://127.0.0.1:$port
# a lexicon that knows a maker's site
cp -R "$lexicon" "$scratch/lexicon"
lexicon=$scratch/lexicon
mkdir -p "$lexicon/local"
{
  head -n 1 "$lexicon/officials.tsv"
  printf 'Xiaomi\tdomain\tlocalhost\t\t\t\t\t\n'
} >"$lexicon/local/officials.tsv"
configure <<CONF
$loopback_poll
CONF
printf 'feed "of-file" {\n\turl = "%s/file.xml"\n\ttitle = "Of a file"\n}\n' \
  "$base" >"$scratch/feeds.d/f.conf"
at "2023-10-12 04:00"
start_daemon
settle

# run ARGUMENT...: sets $out, $err, $code
run() {
  h "$@" >"$scratch/out" 2>"$scratch/err"
  code=$?
  out=$(cat "$scratch/out")
  err=$(cat "$scratch/err")
}

# says CODE TEXT ARGUMENT...: on standard error, and nothing else
says() {
  wanted="$1: $2"
  shift 2
  run "$@"
  is "hearsay $*" "$code: $err$out" "$wanted"
}

# requests URI: how often it was asked for
requests() {
  grep -c "^GET $1 " "$log"
}

# --- a feed by its own address

run feed add "$base/direct.xml"
is "a feed is added" "$code: $err$out" "0: feed 127.0.0.1 added: Straight & \
true, 2 items, from $base/direct.xml"
is "rule 9: adding it costs one GET" "$(requests /direct.xml)" 1
is "its items are there" "$(hj stories | jq '[.stories[].item_count] | add')" 4
is "it is called what it calls itself" \
  "$(feed 127.0.0.1 '[.title, .site, .lang, .role, .state] | join(" ")')" \
  "Straight & true http://site.example/ en-gb press ok"
is "it came by command" "$(feed 127.0.0.1 '[.place, .added_at] | join(" ")')" \
  " 2023-10-12T04:00:00Z"
is "another is of a file" "$(feed of-file .place)" \
  "$scratch/feeds.d/f.conf:1"
step "2023-10-13 05:00"
has "rule 7: the next request is conditional" "$(tail -n 2 "$log")" \
  '^GET /direct.xml 304 ".+"'
run feed add "http://localhost:$port/direct.xml" --id maker
is "a maker's site by its lexicon: what makes it settle is said" "$out" \
  "feed maker added: Straight & true, 2 items, from http://localhost:$port/direct.xml
It is a site of Xiaomi: with --role official --vendor \"Xiaomi\" its word settles rumors."
run feed remove maker
is "and as JSON" "$(hj feed add "http://localhost:$port/direct.xml" --id maker |
  jq -r .site_of)" Xiaomi
run feed remove maker
says 4 "hearsay: feed 127.0.0.1 already has $base/direct.xml?utm_source=x" \
  feed add "$base/direct.xml?utm_source=x"
says 4 "hearsay: feed of-file already has $base/file.xml" \
  feed add "$base/file.xml"
says 4 "hearsay: there is a feed of-file already, of $scratch/feeds.d/f.conf:1" \
  feed add "$base/one/news.xml" --id of-file
run feed add "$base/moved" --id late --title "My own" --lang de \
  --interval 2h --folder "News/Phones" --fulltext yes
is "a moved one has its new address" "$code: $err$out" \
  "0: feed late added: My own, 2 items, from $base/late.xml"
is "and what the command said of it" "$(feed late \
  '[.title, .lang, .interval_seconds, (.folder | join("/"))] | join(" ")')" \
  "My own de 7200 News/Phones"
is "the redirect was followed once" \
  "$(requests /moved) $(requests /late.xml)" "1 1"

# --- a feed by its site's address

run feed add "$base/one/"
is "the one feed of a page is taken, not its comments" "$code: $err$out" \
  "0: feed 127.0.0.1-2 added: One, 2 items, from $base/one/news.xml"
is "with one request each" "$(requests /one/index.html) \
$(requests /one/news.xml) $(requests /one/comments.xml)" "1 1 0"
run feed find "$base/one/"
is "find lists both, the comments last" "$(printf '%s\n' "$out" |
  sed 's/  */ /g; s/ $//')" "N ADDRESS TITLE TYPE NOTE
1 $base/one/news.xml One application/rss+xml feed 127.0.0.1-2 has it
2 $base/one/comments.xml One » Comments application/rss+xml comments"
run feed add "$base/two/"
is "of several none is taken" "$code $out" "2 "
is "they are listed in the order of the page" "$(printf '%s\n' "$err" |
  sed 's/  */ /g; s/ $//')" "hearsay: $base/two/ names 2 feeds: add one by \
its address, or with --pick N
N ADDRESS TITLE TYPE
1 $base/two/b.xml B first application/atom+xml
2 $base/two/a.xml A second application/rss+xml"
is "as JSON too" "$(hj feed add "$base/two/" 2>&1 |
  jq -r '(.found | length | tostring) + .found[1].url')" "2$base/two/a.xml"
says 2 "hearsay: pick: $base/two/ names 2 feeds, there is no 3" \
  feed add "$base/two/" --pick 3
says 2 "hearsay: pick: a whole number from 1 is wanted: that of a feed in the \
list" feed add "$base/two/" --pick x
run feed add --pick=2 "$base/two/" --id two
is "--pick takes one" "$code: $err$out" \
  "0: feed two added: Two A, 2 items, from $base/two/a.xml"
run feed find "$base/headed"
is "the Link header counts" "$(printf '%s\n' "$out" |
  sed -n '2s/  */ /gp')" \
  "1 $base/two/a.xml By header application/rss+xml feed two has it"
run feed find "$base/many.html"
is "a page of 100000 links names 64 at the most" \
  "$code $(printf '%s\n' "$out" | wc -l)" "0 65"
is "a feed is found as itself" "$(hj feed find "$base/direct.xml" |
  jq -r '.found[0] | [.url, .title, .type, .feed] | join(" ")')" \
  "$base/direct.xml Straight & true rss-2.0 127.0.0.1"
: >"$log.before"
cp "$log" "$log.before"
run feed add "$base/usual/"
is "where the page names none, the usual places are asked" "$code: $err$out" \
  "0: feed 127.0.0.1-3 added: Usual, 2 items, from $base/feed.xml"
is "each once, up to the first that has one" \
  "$(diff "$log.before" "$log" | sed -n 's/^> GET \([^ ]*\).*/\1/p' | xargs)" \
  "/usual/index.html /usual/feed /feed /rss.xml /atom.xml /feed.xml"
rm "$www/feed.xml"
says 1 "hearsay: $base/none/ is not a feed, its page names none, and the usual \
places (/feed ... /rss) have none: give the feed's own address" \
  feed add "$base/none/"

# --- what is refused

says 4 "hearsay: $base/loop: more than 5 redirects" feed add "$base/loop"
says 4 "hearsay: $base/down: HTTP status 503" feed add "$base/down"
says 4 "hearsay: $base/away: HTTP status 404" feed add "$base/away"
says 4 "hearsay: $base/lies.html names $base/none/index.html: an HTML \
page, not a feed: \"A site\"" feed add "$base/lies.html"
says 4 "hearsay: http://10.1.2.3/feed: 10.1.2.3 has a private address, and \
poll { allow-hosts } does not name it" feed add http://10.1.2.3/feed
for wrong in mailto://site.example file:///etc/passwd; do
  says 2 "hearsay: url = \"$wrong\" is not an address: write a whole one, as \
in \"https://example.org/feed\"" feed add "$wrong"
done
says 2 'hearsay: id "A b": a name has 1 to 64 of a-z 0-9 - _ .' \
  feed add "$base/x" --id "A b"
says 2 "hearsay: interval = \"soon\" is not a duration: write a number and a \
unit (s, min, h, d, w), as in \"15min\" or \"1h30min\"" \
  feed add "$base/x" --interval soon
says 2 "hearsay: an official feed of nobody: say whose word it is, as in \
--vendor Samsung" feed add "$base/x" --role official
says 2 "hearsay: vendor \"Nobody\" is not in the lexicon: write a name that \
products.tsv or officials.tsv has, or add it there" \
  feed add "$base/x" --role official --vendor Nobody
says 2 "hearsay: vendor \"Samsung\" with role \"press\": only an official feed \
speaks for a vendor" feed add "$base/x" --vendor Samsung
says 2 "hearsay: role = \"wizard\" is none of: press, official, tipster, \
aggregator, community" feed add "$base/x" --role wizard
says 2 'hearsay: fulltext = "maybe" is none of: yes, no' \
  feed add "$base/x" --fulltext maybe
is "none of these was stored" "$(hj feeds | jq '.feeds | length')" 6

# --- pause and resume

says 0 "feed late is paused until it is resumed" feed pause late
says 0 "feed two is paused until 2023-10-16T05:00:00Z" feed pause two --for 3d
says 4 "hearsay: feed late is paused by command: run hearsay feed resume late" \
  feed poll late
says 2 "hearsay: until and for: one of them is wanted, not both" \
  feed pause late --for 1d --until 2024-01-01
says 2 "hearsay: for: \"x\" is not a duration: write a number and a unit (s, \
min, h, d, w), as in \"3d\"" feed pause late --for x
says 2 "hearsay: until: a date as 2024-01-31 or 2024-01-31T09:05:00Z is wanted" \
  feed pause late --until tomorrow
says 2 'hearsay: until: "2020-01-01" is over already' \
  feed pause late --until 2020-01-01
says 0 "feed of-file is paused until 2023-11-01T00:00:00Z" \
  feed pause of-file --until 2023-11-01
stop_daemon
start_daemon
settle
is "a pause survives a restart" "$(feed late .held_at)" "2023-10-13T05:00:00Z"
is "with its end" "$(feed two .held_until_at)" "2023-10-16T05:00:00Z"
is "what commands said of them, too" \
  "$(feed late '[.lang, .fulltext, .interval_seconds] | join(" ")')" \
  "de true 7200"
is "added feeds survive it" "$(hj feeds | jq -r '[.feeds[].slug] | join(" ")')" \
  "127.0.0.1 127.0.0.1-2 127.0.0.1-3 late of-file two"
cp "$log" "$log.before"
step "2023-10-15 06:00"
asked=$(diff "$log.before" "$log" | sed -n 's/^> GET \([^ ]*\).*/\1/p' | sort |
  xargs)
is "who is paused is not asked" "$asked" "/direct.xml /feed.xml /one/news.xml"
cp "$log" "$log.before"
step "2023-10-16 05:01"
has "an end ends the pause" "$(diff "$log.before" "$log")" "GET /two/a.xml"
says 0 "feed late is polled again, from 2023-10-16T05:01:00Z on" \
  feed resume late
settle
is "and it is asked" "$(requests /late.xml)" 2
says 4 "hearsay: feed late is not paused by command" feed resume late
ok "a reload keeps them" h reload
settle
is "all of them" "$(hj feeds | jq '.feeds | length')" 6

# --- remove

before=$(hj status | jq .items)
says 0 "feed two removed; the items that it brought stay" feed remove two
is "no item is lost" "$(hj status | jq .items)" "$before"
is "it is not listed" "$(hj feeds | jq '.feeds | length')" 5
says 1 'hearsay: there is no feed "two"' feed remove two
says 1 'hearsay: there is no feed "two"' feed pause two
says 1 'hearsay: there is no feed "two"' feed resume two
says 1 'hearsay: there is no feed "two"' feed poll two
says 4 "hearsay: feed of-file is of a file: take it out of \
$scratch/feeds.d/f.conf:1 and run hearsay reload, or pause it" \
  feed remove of-file
run feed add "$base/two/a.xml" --id two
is "it may come back" "$code: $err$out" \
  "0: feed two added: Two A, 2 items, from $base/two/a.xml"
is "with the items that it had" "$(hj status | jq .items)" "$before"
# A file takes over what a command had added.
printf 'feed "two" {\n\turl = "%s/two/a.xml"\n}\n' "$base" \
  >>"$scratch/feeds.d/f.conf"
h reload >"$scratch/out" 2>&1
is "a file takes over" "$(feed two '[.place, .added_at] | join(" ")')" \
  "$scratch/feeds.d/f.conf:5 "

# --- politely: the gap of a host is kept between the requests of one command

rss feed.xml "Usual" usual
sed -i 's/min-gap = "0s"/min-gap = "1s"/' "$scratch/hearsay.conf"
h reload >"$scratch/out" 2>&1
h feed remove 127.0.0.1-2 >"$scratch/out"
begun=$(date +%s%N)
run feed add "$base/one/"
took=$((($(date +%s%N) - begun) / 1000000))
is "one is added by its page" "$code" 0
ok "its two requests were a second apart" test "$took" -ge 1000

# --- a client that goes away, and a daemon that stops, leave nothing behind

says 4 "hearsay: $base/limited: HTTP status 429" feed add "$base/limited"
"$hearsay" --socket "$scratch" feed add "$base/gone/" >"$scratch/gone.out" \
  2>&1 &
client=$!
until_true 5 grep -q "^GET /gone/index.html " "$log"
kill "$client"
wait "$client" 2>/dev/null
ok "the daemon goes on" answers
start_asking
start_feedserver slow
answer shop '{"status": 200, "slow": 1, "body": "<html>a shop</html>",
  "headers": {"Content-Type": "text/html"}}'
before=$(hj feeds | jq '.feeds | length')
"$hearsay" --socket "$scratch" feed add \
  "http://127.0.0.1:$feedserver_port/shop" >"$scratch/gone.out" 2>&1 &
client=$!
asked_once() {
  [ "$(asked_for shop)" = 1 ]
}
until_true 5 asked_once || bail "the shop was not asked"
kill "$client"
wait "$client" 2>/dev/null
ok "who has gone is noticed" until_true 10 grep -q \
  "/shop: who asked for its feed has gone" "$scratch/log"
is "and no other place is asked for him" "$(jq -s length "$asked")" 1
is "nor is anything added" "$(hj feeds | jq '.feeds | length')" "$before"
h feed add "$base/last/" >"$scratch/last.out" 2>&1 &
client=$!
until_true 5 grep -q "^GET /last/feed " "$log"
i=0
while [ "$i" -lt 12 ]; do
  h feed add "$base/away?$i" >"$scratch/crowd.$i" 2>&1 &
  pids="$pids $!"
  i=$((i + 1))
done
crowded() {
  cat "$scratch"/crowd.* | grep -qx \
    "hearsay: 8 feeds are being looked for already: wait for one"
}
ok "too many at once are told so" until_true 5 crowded
stop_daemon
wait "$client"
is "a stop ends what is under way" "$? $(cat "$scratch/last.out")" \
  "4 hearsay: the daemon stops"

plan "$test_number"
