#!/bin/sh
# Pages behind entries, as the servers see them: full texts for teasers, titles
# for sitemaps, robots.txt, redirects, pauses, ends in the middle. Time is
# stepped; nothing waits for it.
. "$(dirname "$0")/lib.sh"
need nginx curl jq sqlite3
plan 54

www=$scratch/www
mkdir -p "$www/p" "$www/closed" "$scratch/robots/127.0.0.1" \
  "$scratch/robots/localhost"

# --- what the servers have

# page NAME WORD: an article of three paragraphs about WORD, and what is around
page() {
  cat >"$www/$1" <<HTML
<!DOCTYPE html><html lang="en"><head><title>The $2 is out | Lamp</title>
<meta property="og:site_name" content="Lamp"></head><body>
<nav><a href="/">Home of all</a></nav><article><h1>The $2 is out</h1>
<p>The $2 is out for everybody who has been waiting for it, its maker says in <a href="https://maker.example/$2">a post</a> of this morning, and so it is for us.</p>
<p>It can be had from the settings, weighs a gigabyte, and is installed in a quarter of an hour on most models.</p>
<p>The whole text of the $2 ends here.</p></article>
<div class="comments"><p>Nobody will ever read this comment on the $2, however long it may be.</p></div>
</body></html>
HTML
}

# item LINK WORD MINUTE: an entry of RSS with a teaser
item() {
  printf '<item><title>%s teaser</title><link>%s</link>' "$2" "$1"
  printf '<pubDate>Mon, 04 Mar 2024 09:%02d:00 GMT</pubDate>' "$3"
  printf '<description>Of the %s&#8230;</description></item>\n' "$2"
}

# rss FILE: a document of the items on stdin
rss() {
  {
    printf '<rss version="2.0"><channel><title>Lamp</title>'
    cat
    printf '</channel></rss>\n'
  } >"$www/$1.new"
  mv "$www/$1.new" "$www/$1"
}

start_nginx "$www" "
  location = /robots.txt {
    if (-f $scratch/robots/down) { return 503; }
    root $scratch/robots/\$host;
  }
  location = /p/moved { return 302 /p/target.html; }
  location = /p/loop { return 302 /p/loop2; }
  location = /p/loop2 { return 302 /p/loop; }
  location = /p/itself { return 302 /p/itself; }
  location = /p/astray { return 302 http://\$host:@PORT@/closed/x.html; }
  location = /p/limited { add_header Retry-After 7200 always; return 429; }
  location = /p/weak { return 500; }
"
here=http://127.0.0.1:$port
there=http://localhost:$port
cat >"$scratch/robots/127.0.0.1/robots.txt" <<'ROBOTS'
User-agent: *
Disallow: /

User-agent: hearsay
Disallow: /closed/
Allow: /
ROBOTS
printf 'User-agent: *\nDisallow: /closed\nCrawl-delay: 60\n' \
  >"$scratch/robots/localhost/robots.txt"

for name in one two target late new; do
  page "p/$name.html" "$name"
done
page closed/x.html secret
page p/empty.html none
printf '<html><head><title>None</title></head><body>-</body></html>' \
  >"$www/p/empty.html"

{
  item "$here/p/one.html#top" one 50
  item "$here/p/two.html?a=1" two 40
  item "$here/closed/x.html" secret 30
  item "$here/p/moved" moved 20
  item "$here/p/astray" astray 19
  item "$here/p/loop" loop 18
  item "$here/p/itself" itself 17
  item "http://127.0.0.2:$port/p/one.html" inside 16
  item "$here/p/missing.html" missing 15
  item "$here/p/empty.html" empty 10
} | rss full.xml
cp "$www/full.xml" "$www/plain.xml"

# --- what the daemon does

configure <<CONF
$loopback_poll
CONF
add() { # add SLUG URL [MORE]
  cat >"$scratch/feeds.d/$1.conf" <<CONF
feed $1 {
	url = "$2"
	${3:-}
}
CONF
}
add full "$here/full.xml" 'fulltext = yes'
at "2024-03-04 10:00"
start_daemon
settle

db() {
  sqlite3 -readonly "$scratch/hearsay.db" "$1"
}

# asked PATH: how often a server was asked for it
asked() {
  awk -v p="$1" '$2 == p { n++ } END { print n + 0 }' \
    "$scratch/nginx/access.log"
}

# text SLUG WORD: of the item whose title begins with it
text() {
  db "select replace(text, char(10), ' / ') from item i join feed f
    on f.id = i.feed where f.slug = '$1' and i.title like '$2%'"
}

state() { # state ADDRESS: of a page
  db "select state || coalesce(': ' || reason, '') from page
    where url = '$1'"
}

has "the page's text is judged, not the teaser" "$(text full one)" \
  '^The one is out for everybody.*The whole text of the one ends here\.$'
is "with what it links to" \
  "$(db "select links from item where title like 'one%'")" \
  https://maker.example/one
hasnt "and nothing that is around it" "$(text full one)" 'Home|comment'
is "a fragment is not asked for, a query is" \
  "$(asked /p/one.html) $(asked /p/two.html)" "1 1"
has "the other too" "$(text full two)" 'text of the two ends'
is "robots.txt is asked for once" "$(asked /robots.txt)" 1
is "what it forbids is not asked for" "$(asked /closed/x.html)" 0
is "and that is told" "$(state "$here/closed/x.html")" \
  "forbidden: $here/robots.txt does not allow it (Disallow: /closed/)"
is "its teaser stays" "$(text full secret)" "Of the secret…"
has "a redirect is followed" "$(text full moved)" 'text of the target ends'
is "one that leads to what is forbidden is not" \
  "$(state "$here/p/astray")" \
  "forbidden: $here/robots.txt does not allow it (Disallow: /closed/)"
is "one without end is given up" \
  "$(state "$here/p/loop") $(asked /p/loop) $(asked /p/loop2)" \
  "failed: more than 5 redirects 3 3"
is "one to itself is not followed" \
  "$(state "$here/p/itself") $(asked /p/itself)" \
  "failed: redirected to no other address 1"
is "an address inside needs leave" "$(state "http://127.0.0.2:$port/p/one.html")" \
  "wanted: http://127.0.0.2:$port/robots.txt cannot be read: 127.0.0.2 has a \
loopback address, and poll { allow-hosts } does not name it"
is "a page that is not there" "$(state "$here/p/missing.html")" \
  "failed: HTTP status 404"
is "leaves the teaser" "$(text full missing)" "Of the missing…"
is "so does a page that is no article" "$(state "$here/p/empty.html")" \
  "empty: nothing on the page is an article"
is "every entry was judged once" \
  "$(db 'select count(*) from judgement') $(db 'select count(*) from revision')" \
  "9 0"
secret=$(db "select id from item where title like 'secret%'")
has "and told with its item" "$(h explain item "$secret")" \
  'its page: forbidden: http'
is "in JSON" "$(hj explain item "$secret" | jq -r .page)" forbidden
has "the feed tells of it" "$(h feeds full)" \
  'pages +3 read, 1 wanted, 1 empty, 3 failed, 2 forbidden;'
is "in JSON too" "$(feed full '.pages | "\(.read) \(.forbidden)"')" "3 2"
is "without cookies, by our name" \
  "$(grep -c '/p/one.html 200 .*"hearsay/' "$scratch/nginx/access.log")" 1

# --- nothing is asked for twice

lines() {
  wc -l <"$scratch/nginx/access.log"
}
before=$(lines)
stop_daemon
start_daemon
settle
is "a restart asks for nothing" "$(lines)" "$before"
{
  item "$here/p/new.html" new 55
  item "$here/p/one.html#top" one 50
  item "$here/p/two.html?a=1" two 40
  item "$here/closed/x.html" secret 30
} | rss full.xml
poll full
has "a new entry's page is asked for" "$(text full new)" 'text of the new ends'
is "and no other" \
  "$(asked /p/one.html) $(asked /p/two.html) $(asked /p/missing.html)" "1 1 1"
is "nor is what came again a revision" "$(db 'select count(*) from revision')" 0
add plain "$here/full.xml?" 'fulltext = yes'
h reload >/dev/null
settle
is "another feed with the same pages asks for none" "$(asked /p/one.html)" 1
has "and has their texts" "$(text plain one)" 'text of the one ends'

# --- an entry that changed

page p/one.html "one and only"
{
  item "$here/p/one.html#top" one 50 | sed 's/one teaser/one teaser, updated/'
  item "$here/p/two.html?a=1" two 40
} | rss full.xml
step "2024-03-05 10:00"
is "the page of an entry that changed is asked for again" \
  "$(asked /p/one.html)" 2
has "with its validators" \
  "$(grep '/p/one.html' "$scratch/nginx/access.log" | tail -n 1)" \
  '200 "(W/)?\\x22'
has "and revises it" "$(text full 'one teaser, updated')" 'one and only ends'
is "robots.txt is read again after a day" "$(asked /robots.txt)" 2

# --- sitemaps

urls() { # urls COUNT: newest last
  i=1
  while [ "$i" -le "$1" ]; do
    page "p/map$i.html" "map$i"
    printf '<url><loc>%s/p/map%d.html</loc><lastmod>2024-03-%02d</lastmod></url>\n' \
      "$there" "$i" "$((i > 5 ? 5 : i))"
    i=$((i + 1))
  done
}
sitemap() {
  printf '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
  cat
  printf '</urlset>'
}
urls 6 | sitemap >"$www/map.xml"
sitemap >"$www/news.xml" <<XML
<url><loc>$there/p/news1.html</loc><news:news><news:title>The news1 is out</news:title><news:publication_date>2024-03-05T08:00:00Z</news:publication_date></news:news></url>
XML
sed 's/news1/news2/g' "$www/news.xml" >"$www/closed/news.xml"
cp "$www/closed/news.xml" "$www/closed/sitemap.xml"
printf '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>%s/a.xml</loc><lastmod>2024-01-01</lastmod></sitemap><sitemap><loc>%s/b.xml</loc><lastmod>2024-03-01</lastmod></sitemap></sitemapindex>' \
  "$there" "$there" >"$www/index.xml"
sed -i 's/^poll {/poll {\n\tpages-per-poll = 3/' "$scratch/hearsay.conf"
add map "$there/map.xml"
add news "$there/news.xml"
add index "$there/index.xml"
add closed "$there/closed/news.xml"
add named "$there/closed/sitemap.xml"
h reload >/dev/null
settle
is "a sitemap's entries wait for their titles" \
  "$(db "select count(*) from item i join feed f on f.id = i.feed
    where slug = 'map'")" 1
step "2024-03-05 10:01"
step "2024-03-05 10:02"
step "2024-03-05 10:03"
is "Crawl-delay is kept, and the newest are asked for, so many a poll" \
  "$(db "select group_concat(title, ', ') from (select i.title from item i
    join feed f on f.id = i.feed where slug = 'map' order by 1)")" \
  "The map4 is out, The map5 is out, The map6 is out"
is "the others never" "$(asked /p/map1.html) $(asked /p/map3.html)" "0 0"
is "a news sitemap has titles of its own" \
  "$(db "select i.title from item i join feed f on f.id = i.feed
    where slug = 'news'"), $(asked /p/news1.html)" "The news1 is out, 0"
is "an index of sitemaps is told as one" "$(feed index .state_reason)" \
  "an index of 2 sitemaps, not one of pages: name one of them instead, as \
$there/b.xml"
is "a sitemap that robots.txt forbids is refused" \
  "$(feed closed '"\(.state): \(.state_reason)"')" \
  "refused: $there/robots.txt does not allow it (Disallow: /closed)"
is "one that is named so is not even asked for" \
  "$(feed named .state) $(asked /closed/sitemap.xml)" "refused 0"
is "and nothing of it is stored" \
  "$(db "select count(*) from item where title like '%news2%'")" 0

# --- a site that asks to wait

{
  item "$there/p/limited" limited 50
  item "$there/p/late.html" late 40
} | rss slow.xml
add slow "$here/slow.xml" 'fulltext = yes'
h reload >/dev/null
settle
step "2024-03-05 10:10"
step "2024-03-05 10:20"
is "429 holds up all pages of the site" \
  "$(asked /p/limited) $(asked /p/late.html)" "1 0"
is "their entries wait" "$(text slow late)$(text slow limited)" ""
stop_daemon
start_daemon
settle
is "a restart changes nothing of it" \
  "$(asked /p/limited) $(asked /p/late.html)" "1 0"
step "2024-03-05 12:12"
step "2024-03-05 12:14"
has "then the next is read" "$(text slow late)" 'text of the late ends'
step "2024-03-05 16:40"
step "2024-03-05 16:42"
is "after six hours an entry goes on without its page" \
  "$(text slow limited)" "Of the limited…"
has "and that is told" "$(state "$there/p/limited")" \
  '^failed: not had within 6 hours: HTTP status 429$'

is "nor is one that turned out to be one, from then on" \
  "$(asked /closed/news.xml) $(feed closed .failures)" "1 2"

# --- robots.txt that cannot be had

rm "$scratch/robots/localhost/robots.txt"
mkdir "$scratch/robots/localhost/robots.txt"
item "$there/p/weak" weak 50 | rss slow.xml
step "2024-03-06 17:00"
has "where there is no robots.txt all is allowed: a page that fails" \
  "$(state "$there/p/weak")" '^wanted: HTTP status 500$'

touch "$scratch/robots/down"
{
  item "$there/p/weak" weak 50
  item "$there/p/map2.html" shut 55
} | rss slow.xml
step "2024-03-07 18:00"
step "2024-03-07 18:02"
has "where robots.txt cannot be had nothing is asked for" \
  "$(state "$there/p/map2.html") $(asked /p/map2.html)" \
  '^wanted: http://localhost:[0-9]+/robots.txt cannot be read: HTTP status 503 0$'
rm "$scratch/robots/down"
step "2024-03-07 19:30"
step "2024-03-07 19:32"
has "until it can" "$(text slow shut)" 'text of the map2 ends'

# --- ends in the middle

mkdir "$www/k"
{
  for n in 1 2 3 4 5 6; do
    page "k/kill$n.html" "kill$n"
    item "$here/k/kill$n.html" "kill$n" "$n"
  done
} | rss kill.xml
add kill "$here/kill.xml" 'fulltext = yes'
sed -i 's/pages-per-poll = 3/pages-per-poll = 10/' "$scratch/hearsay.conf"
at "2024-03-08 10:00"
stop_daemon
for ms in 10 15 20 25 30 40 50 70; do
  "$hearsayd" --foreground --config "$scratch/hearsay.conf" \
    --test-clock "$scratch/clock" >>"$scratch/log" 2>&1 &
  daemon=$!
  sleep "0.$ms"
  kill -KILL "$daemon"
  wait "$daemon" 2>/dev/null
done
start_daemon
settle
is "after eight kills every entry is there, once, with its page" \
  "$(db "select count(*) || ' ' || count(distinct guid) || ' ' ||
    sum(text like '%ends here.') from item i join feed f on f.id = i.feed
    where slug = 'kill'")" "6 6 6"
is "and none waits" "$(db 'select count(*) from page_entry where since > 0 and
  page in (select id from page where url like "%/k/%")')" 0
is "the database is sound" "$(db 'pragma integrity_check')" ok
stop_daemon
