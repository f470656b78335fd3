#!/bin/sh
# A user's own word: a verdict and its undo, stories and rumors merged, split
# and put back, a restart in the middle, what the mails say of it, and an audit
# that names who it was.
. "$(dirname "$0")/lib.sh"
need nginx curl jq python3
need_smtp
plan 76

serve_sample
start_smtp "$scratch/mail"
cp -r "$lexicon" "$scratch/lexicon"
lexicon=$scratch/lexicon
configure <<CONF
$loopback_poll
$(mail_section)
$morning_digest
$verdicts_digest
CONF
sample_feeds

# id_of ASPECT: of the rumor with that aspect
id_of() {
  hj rumors | jq -r --arg a "$1" '[.rumors[] | select(.aspect == $a)][0].id'
}
status_of() {
  hj rumor "$1" | jq -r .status
}
# board: all that judgement has made, as the socket tells it
board() {
  hj rumors >"$scratch/rumors.json"
  hj stories --limit 200 >"$scratch/stories.json"
  {
    jq '.rumors | sort_by(.id)' "$scratch/rumors.json"
    for n in $(jq -r '.rumors[].id' "$scratch/rumors.json" | sort -n); do
      hj rumor "$n"
    done
    for n in $(jq -r '.stories[].id' "$scratch/stories.json" | sort -n); do
      hj story "$n"
    done
  } | jq 'if type == "object" then del(.actions) else . end'
}
mails() {
  grep -l "^X-Envelope-To: $1@example.org" "$scratch"/mail/new/* 2>/dev/null
}
has_mail() {
  [ -n "$(mails "$1")" ]
}
refused() { # refused "what" STATUS PATTERN COMMAND...
  refused_what=$1 refused_status=$2 refused_pattern=$3
  shift 3
  refused_says=$("$@" 2>&1 >/dev/null)
  is "$refused_what" "$?" "$refused_status"
  has "  and it says why" "$refused_says" "$refused_pattern"
}

at "2023-10-12 04:00"
start_daemon
settle
step "2023-10-12 05:30"
until_true 20 has_mail reader || bail "no digest"
rm -f "$scratch"/mail/new/*
end=$(id_of discontinuation)
successor=$(id_of successor)
name=$(id_of name)
was=$(board)

# --- a verdict, and its undo

says=$(h settle "$end" denied --because "they told me so" \
  --link https://notes.example/7)
is "settle says what it did" "$says" "rumor $end is denied by action 1"
is "the rumor is denied" "$(status_of "$end")" denied
text=$(h rumor "$end")
has "which is shown as the editor's word" "$text" 'by the editor \(action 1\)'
has "with the reason" "$text" 'they told me so'
has "and the link" "$text" 'https://notes.example/7'
has "explain names the grade" "$(h explain rumor "$end")" 'grade U'
until_true 20 has_mail editor || bail "no mail of the verdict"
mail=$(read_mail "$(mails editor)")
has "the verdict is mailed at once" "$mail" '\[denied\]'
has "as the editor's" "$mail" 'they told me so.* – the editor'
step "2023-10-13 05:30"
until_true 20 has_mail reader || bail "no digest"
has "the digest has it too" "$(read_mail "$(mails reader)")" 'by the editor'
rm -f "$scratch"/mail/new/*
refused "what is settled is not settled again" 4 \
  "rumor $end is denied by action 1: undo that first" h settle "$end" confirmed
refused "a word that is no outcome" 2 'outcome: one of' h settle "$name" true
refused "a rumor that is none" 1 'there is no rumor 999' h reopen 999
is "undo takes it back" "$(h undo)" "action 1 is undone by action 2"
is "the rumor is what it was" "$(status_of "$end")" open
is "and the board is, to the byte" "$(board)" "$was"
refused "an undo is done once" 4 'undone by action 2' h undo 1
step "2023-10-14 05:30"
until_true 20 has_mail reader || bail "no correction"
has "the next digest corrects the first" "$(read_mail "$(mails reader)")" \
  'Corrections of what you were told'

# --- merge and split, with a restart between

was=$(board)
h merge rumor "$successor" "$name" --because "one matter" >"$scratch/merged"
has "two rumors are one" "$(cat "$scratch/merged")" \
  "rumor $name is part of rumor $successor"
has "the number leads there" "$(h rumor "$name")" \
  "Rumor #$name was merged into this one"
has "and that one says so" "$(h rumor "$successor")" \
  "rumor $name is part of rumor $successor: one matter"
refused "itself is nothing to merge" 4 'cannot be merged into itself' \
  h merge rumor "$successor" "$successor"
stop_daemon
start_daemon
settle
is "a restart keeps it" "$(hj rumor "$name" | jq .id)" "$successor"
h undo >/dev/null
is "undone after it, all is as it was" "$(board)" "$was"

items=$(hj rumor "$end" | jq -r \
  '[.members[] | select(.part == "carries") | .item] | unique | .[0:2] | join(" ")')
# shellcheck disable=SC2086  # $items are two words
h split rumor "$end" $items >"$scratch/split"
part=$(sed -n 's/rumor \([0-9]*\) was split off.*/\1/p' "$scratch/split")
is "two items are another rumor" \
  "$(hj rumor "$part" | jq -r '[.members[].item] | unique | join(" ")')" "$items"
# shellcheck disable=SC2086
refused "all of it cannot go" 4 'nothing would stay' \
  h split rumor "$part" $items
h undo >/dev/null
is "undone, they are back" "$(board)" "$was"

story=$(hj stories --limit 200 | jq -r '[.stories[] | select(.item_count > 1)][0].id')
other=$(hj stories --limit 200 | jq -r --arg s "$story" \
  '[.stories[] | select(.id != ($s | tonumber))][0].id')
h merge story "$story" "$other" >/dev/null
has "two stories are one" "$(h story "$other")" \
  "Story $other was merged into this one"
h undo >/dev/null
is "undone, they are two" "$(board)" "$was"
item=$(hj story "$story" | jq '.items[-1].id')
h split story "$story" "$item" --because "another event" >/dev/null
has "one story is two, and explains it" \
  "$(h explain story "$(hj explain item "$item" | jq .story)")" 'user: by action'
stop_daemon
start_daemon
settle
h undo >/dev/null
is "undone after a restart, it is one" "$(board)" "$was"

# --- what makes no sense on the socket

refuses() { # refuses ROUTE STATUS PATTERN
  code=$(curl -s -o "$scratch/answer" -w '%{http_code}' -X POST \
    --unix-socket "$scratch/control.sock" "http://localhost/v1/$1")
  is "POST $1 is refused" "$code" "$2"
  has "  and it says why" "$(cat "$scratch/answer")" "$3"
}
refuses "rumors/$end/settle" 400 'outcome: one of confirmed'
refuses "rumors/$end/settle?outcome=open" 400 'wanted, not .*open'
refuses "rumors/$end/reopen?because=a%0Ab" 400 'because: up to 1000 bytes'
refuses "rumors/$end/reopen?link=file:///etc" 400 'link: an address'
refuses "rumors/$end/attribute" 400 'source: who said it first is wanted'
refuses "rumors/$end/merge?other=x" 400 'other: the number'
refuses "rumors/$end/split?items=1,,2" 400 'items: numbers with commas'
refuses "rumors/x/split?items=1" 400 'is not a number'
refuses "stories/$story/split?items=4711" 409 'item 4711 is not in story'
refuses "rejudge/apply" 409 'nothing is judged again'
is "none of it changed anything" "$(board)" "$was"

# --- later official word, and who it was

h settle "$successor" denied >/dev/null
cp "$samples"/hyperos/after/* "$scratch/www/"
step "2023-10-17 18:00"
text=$(h rumor "$successor")
has "official word does not overrule the user" "$text" 'contested'
is "whose verdict stands" "$(status_of "$successor")" denied
h undo >/dev/null
is "until it is undone" "$(status_of "$successor")" confirmed
is "every action is in the audit" "$(hj audit | jq '.actions | length')" 12
is "with the user who asked" \
  "$(hj audit | jq '[.actions[] | select(.uid != '"$(id -u)"')] | length')" 0
has "and the words" "$(h audit --limit 20)" 'they told me so'
has "and its events" "$(hj events 2>/dev/null || curl -s \
  --unix-socket "$scratch/status.sock" 'http://localhost/v1/events?limit=1000')" \
  '"ruling"'

# --- judged again

h settle "$end" partly-confirmed --because "half of it" >/dev/null
rm -f "$scratch"/mail/new/*
was=$(board)
has "by the same words nothing differs" "$(h rejudge --yes)" 'Nothing differs'
is "and nothing changes" "$(board)" "$was"
grep -v 'MIUI' "$lexicon/products.tsv" >"$scratch/products"
cp "$scratch/products" "$lexicon/products.tsv"
h reload >/dev/null
says=$(h rejudge --dry-run)
has "other words tell what differs" "$says" 'rumor.* (new|gone|→|[0-9]+ \()'
has "and that nothing is applied" "$says" 'Nothing is applied yet'
is "which is so" "$(board)" "$was"
says=$(hj rejudge --yes)
is "applied when told to" "$(printf '%s' "$says" | jq -r .state)" applied
ok "the board is another one" [ "$(board)" != "$was" ]
is "what the user said is kept" "$(status_of "$end")" partly-confirmed
has "judged again by them, nothing differs" "$(h rejudge --dry-run)" \
  'Nothing differs'
is "nobody is mailed at once" "$(mails editor | wc -l)" "$(
  grep -l 'half of it' "$scratch"/mail/new/* 2>/dev/null | wc -l)"
refused "what is neither is no way to judge" 2 "'--no' is not" h rejudge --no
stop_daemon
