#!/bin/sh
# The web page as a reader meets it: a real daemon with the sample history, its
# page on a loopback port, and Chromium driven by WebDriver. Pages render, the
# filter works with and without the script, no error reaches the console, no
# request leaves the machine, and text from feeds stays text.
# HEARSAY_SCREENSHOTS=DIR keeps the pictures, of the sample alone.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/browser.sh"
need nginx curl jq python3 xmllint
planned=46
plan "$planned"

mkdir "$scratch/www"
cp "$samples"/hyperos/before/* "$scratch/www/"
cat >"$scratch/www/evil.xml" <<'XML'
<rss version="2.0"><channel><title>Evil &lt;script&gt;alert(1)&lt;/script&gt;</title>
<link>https://evil.example/</link><description>x</description><item>
<title>Tipster &lt;img src=x onerror=document.title=1&gt;: MIUI 15 comes in December, Xiaomi insiders say "'&gt;</title>
<link>javascript:alert(1)</link><guid>evil-1</guid>
<pubDate>Wed, 11 Oct 2023 10:00:00 GMT</pubDate>
<description>According to the tipster Kacper Skrzypek, MIUI 15 will arrive in December.&lt;script&gt;document.title=2&lt;/script&gt;</description>
</item></channel></rss>
XML
start_nginx "$scratch/www"
configure <<CONF
$loopback_poll
CONF
open_page
sample_feeds
[ -n "${HEARSAY_SCREENSHOTS:-}" ] || cat >"$scratch/feeds.d/evil.conf" <<CONF
feed "evil" {
	title = "Evil <script>alert(1)</script>"
	url = "http://127.0.0.1:$port/evil.xml"
}
CONF
at "2023-10-12 04:00"
start_daemon
settle
cp "$samples"/hyperos/after/* "$scratch/www/"
step "2023-10-17 18:00"

base=http://127.0.0.1:$page
get() { # get PATH [CURL-OPTION...]
  get_path=$1
  shift
  curl -s "$@" "$base$get_path"
}
code() { # code PATH [CURL-OPTION...]
  code_path=$1
  shift
  curl -s -o /dev/null -w '%{http_code}' "$@" "$base$code_path"
}

# --- without a browser

for path in / /stories /tipsters /feeds "/search?q=HyperOS" /style.css \
  /script.js /icon.svg /rumors.atom /metrics /rumors/1 /stories/1; do
  is "$path answers" "$(code "$path")" 200
done
headers=$(get / -D - -o /dev/null)
has "it is HTML" "$headers" '^Content-Type: text/html; charset=utf-8'
has "nothing but its own files may load" "$headers" \
  "^Content-Security-Policy: default-src 'none'; "
has "nobody sniffs at types" "$headers" '^X-Content-Type-Options: nosniff'
etag=$(get /style.css -D - -o /dev/null | tr -d '\r' |
  sed -n 's/^ETag: //p')
is "what has not changed is not sent again" \
  "$(code /style.css -H "If-None-Match: $etag")" 304
is "an unknown page says so" "$(code /nothing)" 404
has "in HTML" "$(get /nothing -H 'Accept: text/html')" '<h1>'
is "an unknown rumor too" "$(code /rumors/999)" 404
is "a bad filter too" "$(code '/?status=maybe')" 400
is "only GET is taken" "$(code / -X POST)" 405
is "another host's name is refused" \
  "$(code / -H 'Host: evil.example')" 403
is "localhost is not" "$(code / -H "Host: localhost:$page")" 200
get /rumors.atom >"$scratch/rumors.atom"
ok "the Atom feed is well-formed" xmllint --noout "$scratch/rumors.atom"
is "our own parser reads it without a warning" \
  "$("$hearsay" parse --base-url "$base/" "$scratch/rumors.atom" |
    jq -r '"\(.feed.format // .format) \(.warnings | length)"')" "atom-1.0 0"
is "the status socket has the page too" "$(curl -s -o /dev/null \
  -w '%{http_code}' --unix-socket "$scratch/status.sock" http://x/)" 200
filtered=$(get '/?vendor=Xiaomi&status=confirmed')
is "the form filters at the server" \
  "$(printf '%s' "$filtered" | grep -c 'class="rumor"')" 1
has "and finds the successor" "$filtered" '<span[^>]*>✓</span> confirmed'
is "by any name that the lexicon has for a vendor" \
  "$(get '/?vendor=%E5%B0%8F%E7%B1%B3&status=confirmed' |
    sed -n 's/.*<option selected>\([^<]*\)<.*/\1/p' | head -n 1) $(
    get '/?vendor=%E5%B0%8F%E7%B1%B3&status=confirmed' |
      grep -c 'class="rumor"')" "Xiaomi 1"
is "so does the Atom feed" \
  "$(get '/rumors.atom?vendor=%E5%B0%8F%E7%B1%B3' | grep -v '<updated>')" \
  "$(get '/rumors.atom?vendor=Xiaomi' | grep -v '<updated>')"
is "and has entries" "$(get '/rumors.atom?vendor=xiaomi' |
  grep -c '<title>Rumors of Xiaomi</title>')" 1
is "words filter too" \
  "$(get '/?words=mios' | grep -c 'class="rumor"')" 1

# --- with one

if ! has_browser; then
  while [ "$test_number" -lt "$planned" ]; do
    test_number=$((test_number + 1))
    echo "ok $test_number - a browser # SKIP chromedriver is not installed"
  done
  exit 0
fi
start_browser "$base"
shown='[...document.querySelectorAll("article.rumor")].filter(
  (a) => a.offsetParent).length'
type_words() {
  js "(document.querySelector('form.filter').words.value = '$1',
    document.querySelector('form.filter').dispatchEvent(
    new Event('input', {bubbles: true})), '')" >/dev/null
}

go /
all=$(js "$shown")
ok "the board shows its rumors" [ "$all" -ge 3 ]
shot board
type_words mios
is "typing filters without a page load" "$(js "$shown")" 1
is "and says how many are left" \
  "$(js 'document.querySelector(".count").textContent')" "1 of $all"
type_words ""
is "an empty filter shows all" "$(js "$shown")" "$all"
is "text from a feed ran nothing" "$(js document.title)" "Rumors – hearsay"
go "/search?q=MIUI"
is "nor in the search" "$(js document.title)" "Search – hearsay"
is "no picture came from a title" \
  "$(js 'document.querySelectorAll("img, script:not([src])").length')" 0
go "/rumors/$(hj rumors | jq '[.rumors[] |
  select(.aspect == "successor")][0].id')"
is "a rumor's timeline is drawn" \
  "$(js 'document.querySelectorAll(".drawing svg circle").length > 2')" true
shot rumor
is "the page is no wider than the window" \
  "$(js 'document.documentElement.scrollWidth <= innerWidth')" true

# --- on a phone and on a desk, by day and by night

rumor=$(hj rumors | jq '[.rumors[] | select(.aspect == "successor")][0].id')
tipster=$(hj tipsters | jq -r '.tipsters[0].name | @uri')
look() { # look WIDTH SCHEME: what is wrong with the pages
  device "$1" "$2"
  for path in / "/rumors/$rumor" /stories /stories/1 /tipsters \
    "/tipster?name=$tipster" /feeds "/search?q=MIUI" /rumors/999; do
    go "$path"
    flaws=$(flaws)
    [ -z "$flaws" ] || echo "$path: $flaws"
    name=$(printf '%s' "$path" | sed 's|^/$|/board|; s|[?].*||; s|^/||; s|/|-|g')
    shot "$name-$1-$2"
  done
}
is "a phone has room for every page, and all is legible" "$(look 360 light)" ""
is "so has a desk at night" "$(look 800 dark)" ""
is "and it is as wide as it says" "$(js innerWidth)" 800
is "the console has no error" "$(console_errors |
  grep -v '/rumors/999 .*404')" ""
is "no request went elsewhere" "$(asked_elsewhere)" ""
stop_browser
