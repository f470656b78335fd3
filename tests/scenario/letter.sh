#!/bin/sh
# The digest as a reader sees it: the HTML part of a mail that a real daemon
# sent, in Chromium, on a phone and on a desk, by day and by night. It fits,
# can be read, asks for nothing, and what a feed tries stays text. Then the
# plain text, which says all of it.
# HEARSAY_SCREENSHOTS=DIR keeps the pictures.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/browser.sh"
need nginx curl jq python3
need_smtp
has_browser || skip_all "chromedriver is not installed"
plan 18

mkdir "$scratch/www"
cp "$samples"/hyperos/before/* "$scratch/www/"
[ -n "${HEARSAY_SCREENSHOTS:-}" ] || cat >"$scratch/www/evil.xml" <<'XML'
<rss version="2.0"><channel><title>Evil &lt;script&gt;alert(1)&lt;/script&gt;</title>
<link>https://evil.example/</link><description>x</description><item>
<title>Tipster &lt;img src=http://127.0.0.1:1/x onerror=document.title=1&gt;: MIUI 15 comes in December, insiders say "'&gt;&lt;/style&gt;</title>
<link>javascript:document.title=3</link><guid>evil-1</guid>
<pubDate>Wed, 11 Oct 2023 10:00:00 GMT</pubDate>
<description>According to the tipster Kacper Skrzypek, MIUI 15 will arrive in December.&lt;script&gt;document.title=2&lt;/script&gt;</description>
</item><item>
<title>&lt;b onmouseover=document.title=4&gt;Awordthatisverylongandhasnoplacetobreakitatallsothatnophonewouldhaveroomforit&lt;/b&gt;</title>
<link>https://evil.example/a/very/long/address/without/an/end/a/very/long/address/without/an/end?q=%22%3E%3Cscript%3E</link>
<guid>evil-2</guid><pubDate>Wed, 11 Oct 2023 11:00:00 GMT</pubDate>
</item></channel></rss>
XML
start_nginx "$scratch/www"
start_smtp "$scratch/mail"
configure <<CONF
$loopback_poll
$(mail_section)
$morning_digest
CONF
sample_feeds
[ -n "${HEARSAY_SCREENSHOTS:-}" ] || cat >"$scratch/feeds.d/evil.conf" <<CONF
feed "evil" {
	title = "Evil <script>document.title=5</script>"
	url = "http://127.0.0.1:$port/evil.xml"
}
CONF
cat >"$scratch/feeds.d/down.conf" <<CONF
feed "down" {
	title = "A shop that is closed"
	url = "http://127.0.0.1:$port/nothing-is-here.xml"
}
CONF

mails() {
  delivered "$scratch/mail" | wc -l | tr -d ' '
}
has_mails() {
  [ "$(mails)" -ge "$1" ]
}
# html_of FILE: the HTML part, as it was composed
html_of() {
  /usr/bin/python3 -c 'import email, email.policy, sys
with open(sys.argv[1], "rb") as f:
    mail = email.message_from_binary_file(f, policy=email.policy.default)
sys.stdout.write(mail.get_body(("html",)).get_content())' "$1"
}

at "2023-10-12 04:00"
start_daemon
settle
step "2023-10-12 05:31"
until_true 20 has_mails 1 || bail "no digest"
html_of "$(delivered "$scratch/mail")" >"$scratch/www/new.html"
cp "$samples"/hyperos/after/* "$scratch/www/"
step "2023-10-17 18:00"
step "2023-10-18 05:31"
until_true 20 has_mails 2 || bail "no second digest"
second=$(delivered "$scratch/mail" | while read -r file; do
  grep -q '^X-Envelope' "$file" && printf '%s %s\n' \
    "$(stat -c %Y "$file")" "$file"
done | sort -n | tail -n 1 | cut -d' ' -f2)
html_of "$second" >"$scratch/www/settled.html"
read_mail "$second" >"$scratch/text"
has "a verdict is in it" "$(cat "$scratch/www/settled.html")" 'confirmed'
ok "it is below 100 kB" [ "$(wc -c <"$scratch/www/new.html")" -lt 100000 ]

start_browser "http://127.0.0.1:$port"
look() { # look WIDTH SCHEME: what is wrong with the mails
  device "$1" "$2"
  for mail in new settled; do
    go "/$mail.html"
    [ "$(js innerWidth)" = "$1" ] || echo "the window is not $1 wide"
    flaws=$(flaws)
    [ -z "$flaws" ] || echo "$mail: $flaws"
    shot "letter-$mail-$1-$2"
  done
}
is "a phone has room for it, and all is legible" "$(look 360 light)" ""
is "also at night" "$(look 360 dark)" ""
is "so has a desk" "$(look 800 light)" ""
is "also at night" "$(look 800 dark)" ""
is "night is dark" "$(js 'matchMedia("(prefers-color-scheme: dark)").matches &&
  getComputedStyle(document.body).backgroundColor')" "rgb(22, 22, 22)"
go /new.html
has "its title is its subject" "$(js document.title)" 'new rumor'
is "nothing of a feed is an element" "$(js \
  'document.querySelectorAll("script, img, b, iframe, object, [onerror]").length')" 0
is "no link runs a script" "$(js \
  '[...document.links].filter((a) => !/^(https?|mailto):/.test(a.href)).length')" 0
has "a state has a shape and a word" \
  "$(js 'document.querySelector(".status").innerText')" '^[○◎] (open|corroborated)$'
is "nothing but itself is loaded" "$(asked_elsewhere)" ""
is "the console has no error" "$(console_errors | grep -v favicon)" ""
stop_browser

text=$(cat "$scratch/text")
has "the text names the verdict" "$text" 'confirmed'
has "and of the announcement what it did" "$text" 'outlets; settles a rumor, confirmed'
has "with the sentence" "$text" 'Many years of work'
has "and who said it first" "$text" 'by Digital Chat Station'
has "and where" "$text" '^https?://'
