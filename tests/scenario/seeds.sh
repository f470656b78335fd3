#!/bin/sh
# The two articles it all began with, through the installed programs: nginx
# serves them as two press feeds, the second a week after the first. Then the
# twins of the second article, which must settle nothing.
. "$(dirname "$0")/lib.sh"
need nginx curl jq python3
need_smtp

own=$samples/seeds
theirs=$shared/seeds
if [ -d "$theirs" ]; then
  plan 37
else
  plan 24
  echo "# ../shared/seeds is not there: only our own retelling is read"
fi
install_programs
start_smtp "$scratch/mail"

# feed FILE SLUG DATE TITLE-LINE: an RSS document with the article as its item
feed() {
  awk -v slug="$2" -v date="$3" -v skip="$4" '
    function escaped(s) {
      gsub(/&/, "\\&amp;", s); gsub(/</, "\\&lt;", s); gsub(/>/, "\\&gt;", s)
      return s
    }
    NF && !title { title = $0; if (skip) next }
    NF { text = text "&lt;p&gt;" escaped(escaped($0)) "&lt;/p&gt;\n" }
    END {
      printf "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\">"
      printf "<channel><title>%s</title><link>https://%s.example/</link>", slug, slug
      printf "<description>%s</description><language>en</language>", slug
      printf "<item><title>%s</title><link>https://%s.example/1</link>", escaped(title), slug
      printf "<guid>https://%s.example/1</guid><pubDate>%s</pubDate>", slug, date
      printf "<description>%s</description></item></channel></rss>\n", text
    }' "$1"
}

# history FIRST SECOND SKIP-1 SKIP-2: a fresh daemon reads one, then the other
history() {
  rm -rf "$scratch/www" "$scratch"/hearsay.db* "$scratch"/mail/new/*
  mkdir "$scratch/www"
  feed "$1" fanoutlet "Wed, 11 Oct 2023 10:00:00 GMT" 1 >"$scratch/www/fanoutlet.xml"
  echo '<rss version="2.0"><channel><title>x</title></channel></rss>' \
    >"$scratch/www/reporter.xml"
  at "2023-10-12 00:00"
  start_daemon
  settle
  hj rumors >"$scratch/before.json"
  hj stories >"$scratch/stories.json"
  feed "$2" reporter "Tue, 17 Oct 2023 12:00:00 GMT" 1 >"$scratch/www/reporter.xml"
  step "2023-10-17 20:00"
  hj rumors >"$scratch/after.json"
}

rumor() { # rumor before|after ASPECT FIELD
  jq -r --arg a "$2" "[.rumors[] | select(.aspect == \$a)][0].$3" \
    "$scratch/$1.json"
}

settled() {
  jq '[.rumors[] | select(.status | IN("open", "corroborated") | not)] | length' \
    "$scratch/after.json"
}

first_checks() {
  is "$1: the end of MIUI is an open rumor" \
    "$(rumor before discontinuation status)" open
  is "$1: by the tipster" "$(rumor before discontinuation first_origin)" \
    "Digital Chat Station"
  is "$1: the successor is an open rumor" \
    "$(rumor before successor status)" open
  is "$1: by the tipster too" "$(rumor before successor first_origin)" \
    "Digital Chat Station"
  is "$1: the name is an open rumor" "$(rumor before name status)" open
  is "$1: it is MIOS" "$(rumor before name value)" MIOS
  has "$1: from the trademark filing" "$(rumor before name first_origin)" \
    '[Tt]rademark'
  is "$1: nothing of the background is a rumor" \
    "$(jq -c '[.rumors[] | select(.vendor != "Xiaomi")]' "$scratch/before.json")" "[]"
}

second_checks() {
  is "$1: the successor is confirmed" "$(rumor after successor status)" confirmed
  has "$1: by Lei Jun's sentence" "$(rumor after successor evidence)" \
    'new operating system'
  is "$1: MIOS is contradicted" "$(rumor after name status)" contradicted
  is "$1: the end of MIUI stays open" \
    "$(rumor after discontinuation status)" open
  is "$1: nothing more became a rumor" \
    "$(jq '.rumors | length' "$scratch/after.json")" \
    "$(jq '.rumors | length' "$scratch/before.json")"
}

mkdir -p "$scratch/www"
start_nginx "$scratch/www" "etag on;"
configure <<CONF
$loopback_poll
feed "fanoutlet" {
	title = "Fan Outlet"
	url = "http://127.0.0.1:$port/fanoutlet.xml"
	site = "https://fanoutlet.example/"
	role = "press"
	lang = "en"
}
feed "reporter" {
	title = "Reporter"
	url = "http://127.0.0.1:$port/reporter.xml"
	site = "https://reporter.example/"
	role = "press"
	lang = "en"
}
$(mail_section)
digest "morning" {
	to = {"reader@example.org"}
	when = "daily"
	at = "07:30"
	timezone = "UTC"
}
CONF

history "$own/first.txt" "$own/second.txt"
first_checks ours
second_checks ours
is "ours: what is claimed of performance is an open rumor too" \
  "$(rumor before feature status)" open
step "2023-10-18 07:30"
both() {
  cat "$scratch"/mail/new/* | tr -d '\r' |
    grep '^Subject: .*confirmed.*contradicted'
}
ok "the digest that follows has both in its subject" until_true 20 both
mail=$(grep -l '^Subject: .*confirmed' "$scratch"/mail/new/* | head -n 1)
has "and quotes the sentence" \
  "$(read_mail "${mail:-/dev/null}")" 'first to have it'
stop_daemon

for twin in stay-tuned rival; do
  history "$own/first.txt" "$own/second-$twin.txt"
  is "$twin: the rumors were open before" \
    "$(jq '[.rumors[] | select(.status == "open")] | length >= 3' "$scratch/before.json")" true
  is "$twin: nothing is settled by it" "$(settled)" 0
  is "$twin: the successor is still open" \
    "$(rumor after successor status | sed 's/corroborated/open/')" open
  is "$twin: and the name" \
    "$(rumor after name status | sed 's/corroborated/open/')" open
  stop_daemon
done

if [ -d "$theirs" ]; then
  set -- "$theirs"/*.txt
  sed '/^Connect with us$/d' "$1" >"$scratch/first.txt"
  history "$scratch/first.txt" "$2"
  first_checks seeds
  second_checks seeds
  stop_daemon
fi
