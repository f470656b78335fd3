#!/bin/sh
# A newcomer's way, with the README alone: the installed programs, three sites
# by their address, the first digest's preview, one rumor followed to its
# verdict and asked why, and all the commands on the way. What a command says
# must fit a terminal and lead on to the next step; with --json it is JSON.
# shellcheck disable=SC2317  # the functions are called through ok
. "$(dirname "$0")/lib.sh"
need nginx curl jq python3
install_programs

# --- before there is a daemon

out=$("$hearsay" --socket "$scratch" doctor 2>&1)
is "without a daemon the doctor's exit status is 3" $? 3
has "it says what to look at" "$out" 'systemctl status hearsayd'
has "and how to check the configuration" "$out" 'hearsayd --check-config'
has "any other command says where it looked" \
  "$("$hearsay" --socket "$scratch" rumors 2>&1)" \
  "cannot reach hearsayd at $scratch/status\.sock"

# --- three sites, whose pages name their feeds

www=$scratch/www
mkdir -p "$www"
servers=
for site in phoneledger dcs xiaomi; do
  mkdir "$www/$site"
  feed=$site.xml
  type=application/rss+xml
  if [ "$site" = xiaomi ]; then
    feed=xiaomi.json
    type=application/feed+json
  fi
  cp "$samples/hyperos/before/$feed" "$www/$site/"
  cat >"$www/$site/index.html" <<HTML
<!DOCTYPE html><html lang="en"><head><title>$site</title>
<link rel="alternate" type="$type" title="$site" href="/$feed">
</head><body><h1>$site</h1></body></html>
HTML
  servers="$servers }
server { listen 127.0.0.1:@PORT@; server_name $site.localhost; root $www/$site;"
done
start_nginx "$www" "$servers"

# --- the configuration, and what it says of what is forgotten

digest='digest "morning" {
	to = {"me@example.org"}
	at = "07:30"
	timezone = "Europe/Berlin"
}'
local='poll {
	spread = "0s"
	min-gap = "0s"
	allow-hosts = {"phoneledger.localhost", "dcs.localhost", "xiaomi.localhost"}
}'
configure <<CONF
$local
$digest
CONF
line=$(grep -n '^digest' "$scratch/hearsay.conf" | cut -d : -f 1)
has "a digest without a server is told of, with its line" \
  "$("$hearsayd" --check-config --config "$scratch/hearsay.conf" 2>&1)" \
  "hearsay\.conf:$line: digest \"morning\" needs a mail server: add  mail"
configure <<CONF
$local
mail {
	server = "smtps://127.0.0.1:9"
	from = "hearsay <hearsay@example.org>"
}
$digest
CONF
open_page
is "with one it is good" \
  "$("$hearsayd" --check-config --config "$scratch/hearsay.conf")" \
  "configuration ok: 0 feeds"
at "2023-10-12 04:00"
start_daemon

# --- nothing yet

has "no feeds: what to do" "$(h feeds)" "'hearsay feed add ADDRESS' takes one"
has "the doctor says the same" "$(h doctor)" '→ hearsay feed add ADDRESS'
has "monitoring is warned" "$(h check)" '^HEARSAY WARNING: no feeds'
for empty in rumors stories tipsters; do
  is "$empty: none" "$(h $empty)" "No $empty."
done

# --- sites by their address

ledger=http://phoneledger.localhost:$port
has "a site's feed is found" "$(h feed find "$ledger")" \
  "^1 +$ledger/phoneledger\.xml"
has "and taken" "$(h feed add "$ledger")" \
  "^feed phoneledger added: Phone Ledger, 1 item, from $ledger/phoneledger.xml"
has "a tipster's" \
  "$(h feed add --role tipster --lang zh "http://dcs.localhost:$port/")" \
  '^feed dcs added'
has "an official one wants a vendor" \
  "$(h feed add --role official "http://xiaomi.localhost:$port" 2>&1)" \
  'say whose word it is, as in --vendor Samsung'
has "and has one" "$(h feed add --role official --vendor xiaomi \
  "http://xiaomi.localhost:$port")" '^feed xiaomi added: Xiaomi'
has "twice is told" "$(h feed add "$ledger" 2>&1)" \
  'feed phoneledger already has'
has "a bare name is asked over https" \
  "$(h feed add "phoneledger.localhost:$port" 2>&1)" \
  "^hearsay: https://phoneledger\.localhost:$port"
has "an address inside says which option" \
  "$(h feed add http://10.0.0.1/ 2>&1)" 'poll \{ allow-hosts \}'
has "one feed is shown by feeds" "$(h feed xiaomi 2>&1)" "'hearsay feeds SLUG'"
settle
has "all are well" "$(h --columns 80 feeds)" '^xiaomi +ok +in [0-9]+ min'
has "when it is next, in words" "$(h --columns 120 feeds)" \
  'next by interval 60 min'
has "all of one" "$(h feeds xiaomi)" '^  next poll +2023-10-12'

# --- the first rumors, and the first digest

has "the board" "$(h rumors)" '^Unsettled: 2'
preview=$(h digest preview morning)
has "the digest's preview" "$preview" '^Subject: 2 new rumors'
has "with the rumor, its origin" "$preview" \
  'First said on 8 Oct 2023 by Digital Chat Station'
has "a name that is none: which there are" \
  "$(h digest preview evening 2>&1)" \
  'there is no digest "evening"; the configuration has morning'
ending=$(hj rumors | jq -r '.rumors[] | select(.aspect == "discontinuation").id')
system=$(hj rumors | jq -r '.rumors[] | select(.aspect == "successor").id')
detail=$(h --columns 80 rumor "$ending")
has "one rumor: the first word" "$detail" 'first word: .*Digital Chat Station'
is "an item with two sentences has one head" \
  "$(printf '%s\n' "$detail" | grep -c 'carries: Phone Ledger')" 1
has "and is counted once" "$detail" 'Digital Chat Station .* 2 items$'

# --- waiting for its verdict

"$hearsay" --socket "$scratch" watch --kind rumor >"$scratch/watched" 2>&1 &
watcher=$!
"$hearsay" --socket "$scratch" wait --timeout 30s "$system" \
  >"$scratch/waited" 2>&1 &
waiter=$!
pids="$pids $watcher $waiter"
has "a wait may end without it" \
  "$(h wait --timeout 1s "$system" 2>&1 >"$scratch/out")" \
  "rumor $system is not settled after 1s"
cp "$samples/hyperos/after/phoneledger.xml" "$www/phoneledger/"
cp "$samples/hyperos/after/dcs.xml" "$www/dcs/"
cp "$samples/hyperos/after/xiaomi.json" "$www/xiaomi/"
step "2023-10-17 18:00"
ok "wait returns with the verdict" wait "$waiter"
has "and shows the rumor" "$(cat "$scratch/waited")" \
  "^Rumor #$system  confirmed"
ok "watch has told of it" until_true 5 grep -q rumor-settled "$scratch/watched"
kill "$watcher"
has "in words" "$(cat "$scratch/watched")" \
  "rumor-status +#$system  open → confirmed \(official-successor\)  "
has "feeds by name" "$(timeout 0.5 "$hearsay" --socket "$scratch" watch \
  --after 0 --kind feed-state)" 'new → ok  phoneledger$'

# --- why

detail=$(h rumor "$system")
has "the verdict with its sentence" "$detail" \
  'verdict +confirmed on 2023-10-17.*“Many years of work'
why=$(h explain rumor "$system")
has "by which rule, of which grade" "$why" \
  'rule official-successor; evidence of grade A, the vendor itself'
has "from where" "$why" 'https://xiaomi\.example/posts/322'
story=$(hj rumor "$system" | jq -r '.stories[0].id')
has "why items are one story" "$(h explain story "$story")" \
  'here because same-event-other-language: score .* needed; in common: '
has "stories name the rumor" \
  "$(h --columns 80 stories | grep -A 2 'Lei Jun')" \
  " · rumor #$system confirmed$"
has "the tipster's record, the name whole" "$(h --columns 80 tipsters)" \
  '^Digital Chat Station +right 60 %'
tipster=$(h --columns 80 tipster digital chat STATION)
has "a tipster by a name in any case" "$tipster" '^Digital Chat Station$'
has "with the record drawn" "$tipster" '^ +0 % ·*├─*┼─*┤·* 100 %$'
has "and by vendor" "$tipster" '^Xiaomi +[0-9]+, few \([0-9]+–[0-9]+ %\) +'
has "what they said, how early" "$tipster" \
  "#$system confirmed on 2023-10-17, said 9 d before"
is "and by a handle, the same" "$(h --columns 80 tipster @DigitalChatStation)" \
  "$tipster"
has "another is not there, and one is near" \
  "$(h tipster digital chat staton 2>&1)" \
  '^hearsay: there is no tipster "digital chat staton"; is it Digital Chat Station\?'
h tipster nobody of note >"$scratch/out" 2>&1
is "which is nothing found" "$?" 1
has "one of the lexicon who has not spoken" "$(h tipster evleaks 2>&1)" \
  'Evan Blass is known, and nothing of theirs has come so far'
if command -v bash >/dev/null 2>&1; then
  # shellcheck disable=SC2016  # expanded by that shell
  is "the shell knows the names" "$(PATH=${hearsay%/*}:$PATH \
    HEARSAY_SOCKET=$scratch bash -c '. "$0"
      COMP_WORDS=(hearsay tipster digi) COMP_CWORD=2
      _hearsay 2>/dev/null
      printf "%s\n" "${COMPREPLY[@]}"' \
    "$HEARSAY_SRCDIR/etc/completion/hearsay.bash")" "Digital Chat Station"
fi
has "search shows whole words" "$(h search HyperOS)" '^ +…[a-z]+ .*HyperOS'
has "the digest tells the verdict" "$(h digest preview morning)" \
  '^Subject: 1 confirmed'

# --- a word of one's own

has "options before the numbers" \
  "$(h settle --because "they told us so" "$ending" confirmed)" \
  "^rumor $ending is confirmed by action 1"
has "it stands in the rumor" "$(h rumor "$ending")" \
  'by the editor \(action 1\): “they told us so”'
has "and is not for ever" "$(h undo)" '^action 1 is undone'
is "the rumor is open again" "$(hj rumor "$ending" | jq -r .status)" open
has "who did that" "$(h audit)" '^ +1 .*rumor [0-9]+ is confirmed .*they told us'
is "nothing to judge otherwise, nothing to ask" "$(h rejudge 2>&1)" \
  "Judged again: 5 items. Nothing is applied yet.
Nothing differs."

# --- feeds to and from elsewhere

h feed export >"$scratch/feeds.opml"
has "an import of the export" "$(h feed import "$scratch/feeds.opml")" \
  '^0 feeds added, 3 there already, 0 bad'
has "a pause" "$(h feed pause --for 3d dcs)" 'dcs'
has "is shown" "$(h --columns 200 feeds)" '^dcs .*paused by command since'
ok "and ends" h feed resume dcs

# --- the page

has "the page shows the board" "$(curl -s "http://127.0.0.1:$page/")" \
  'MIUI 14 could be the last version'
has "and a rumor" "$(curl -s "http://127.0.0.1:$page/rumors/$system")" \
  'Many years of work'

# --- how it looks

# Each in a file of its own: at 80 and 200 columns, as JSON, and in a pipe.
mkdir "$scratch/looks"
while read -r command; do
  look=$scratch/looks/$(printf '%s' "$command" | tr ' ' '-')
  for n in 80 200; do
    # shellcheck disable=SC2086  # words of a command
    h --columns $n $command >"$look.$n" 2>&1
  done
  # shellcheck disable=SC2086
  h $command --json >"$look.json" 2>&1
  # shellcheck disable=SC2086
  h $command >"$look.pipe" 2>&1
done <<COMMANDS
status
feeds
feeds xiaomi
rumors
rumor $ending
rumor $system
stories
story $story
tipsters
tipsters --vendor Xiaomi
tipster dcs
search MIUI
explain rumor $system
explain story $story
explain item 1
doctor
audit
digest preview morning
COMMANDS
is "all of them were looked at" \
  "$(find "$scratch/looks" -type f -size +0 | wc -l | tr -d ' ')" 72
# Links stay whole, and a mail's signature has its space.
is "nothing is wider than the terminal, nothing ends in blanks" "$(python3 - \
  "$scratch/looks" <<'PYTHON'
import pathlib, sys, unicodedata
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.*0")):
    most = int(path.suffix[1:])
    for line in path.read_text().split("\n"):
        wide = sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line)
        if wide > most and "://" not in line:
            print(path.name, "is wide:", line)
        if line != line.rstrip() and line != "-- ":
            print(path.name, "has blanks:", line)
PYTHON
)" ""
for look in "$scratch"/looks/*.json; do
  ok "$(basename "$look") is JSON" jq -e . "$look"
done
# A snippet of a search is one wherever it goes.
is "a pipe gets no colour, and nothing is cut for it" "$(grep -l \
  "$(printf '\033')\|…\$" "$scratch"/looks/*.pipe | grep -v search)" ""

# --- without a daemon

HEARSAY_LEXICON=$lexicon
export HEARSAY_LEXICON
"$hearsay" parse "$www/phoneledger/phoneledger.xml" |
  jq -c '.items[] | {id, title, text: .content_text}' >"$scratch/items"
is "what is claimed in a document" "$("$hearsay" analyze <"$scratch/items" |
  jq -r 'select(.class == "rumor").id')" pl-7201
has "a file that is no feed" \
  "$("$hearsay" parse "$samples/hyperos/README.md" 2>&1)" \
  'README\.md: neither XML nor JSON'
has "a wrong word" "$("$hearsay" rumours 2>&1)" "did you mean 'rumors'"

# --- another version over this one

conf=$(find "$scratch/dest" -name hearsay.conf -path '*/etc/hearsay/*')
printf '# mine\n' >>"$conf"
install_programs
has "a changed file is kept" "$(cat "$conf")" '^# mine'
hasnt "and nothing else is left there" "$(ls "${conf%/*}")" '\.new$'
stop_daemon
is "it stops cleanly" "$?" 0
echo "1..$test_number"
