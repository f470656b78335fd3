#!/bin/sh
# The arguments of `hearsay`, what it says about wrong ones, and what it makes
# of a daemon that is away, in trouble, or no daemon at all.
. "${HEARSAY_SRCDIR:-$(dirname "$0")/../..}/tests/scenario/lib.sh"

need python3
unset HEARSAY_SOCKET NO_COLOR COLUMNS
sock=$scratch/status.sock

# run ARGUMENT...: sets $out, $err, $code
run() {
  "$hearsay" "$@" >"$scratch/out" 2>"$scratch/err"
  code=$?
  out=$(cat "$scratch/out")
  err=$(cat "$scratch/err")
}

# refuses MESSAGE USAGE ARGUMENT...: exit 2, the message first, then the usage
refuses() {
  message=$1
  usage=$2
  shift 2
  run "$@"
  is "hearsay $*: exit status 2" "$code" 2
  is "hearsay $*: says why" "$(printf '%s\n' "$err" | sed -n 1p)" "$message"
  has "hearsay $*: and the usage" "$err" "^usage: $usage"
}

# --- help and version

run --help
is "--help is no error" "$code" 0
for command in doctor watch wait status feeds stories story rumors rumor tipsters tipster search \
  settle reopen attribute merge split undo audit rejudge \
  explain check reload feed digest parse analyze cluster record replay track; do
  has "--help lists $command" "$out" "^  $command "
  run "$command" --help
  has "$command --help gives its usage" "$out" "^usage: hearsay $command"
  run --help
done
run help rumors
has "help COMMAND does the same" "$out" '^  --status STATUS'
run --version
has "--version" "$out" '^hearsay [0-9]+\.[0-9]+'

# --- arguments

top='hearsay \[OPTION\.\.\.\] COMMAND'
refuses "hearsay: a command is missing" "$top"
refuses "hearsay: there is no command 'rumours'; did you mean 'rumors'?" "$top" rumours
refuses "hearsay: unknown option '--frobnicate'" "$top" --frobnicate
refuses "hearsay: --socket needs a value" "$top" --socket
refuses "hearsay: --socket: the path is empty" "$top" --socket=
refuses "hearsay: --json takes no value" "$top" --json=yes
refuses "hearsay: --colour: 'blue' is not one of always, never, auto" "$top" \
  --colour blue
refuses "hearsay: --columns: '7' is not 0 or a number from 40 to 1000" \
  "$top" --columns 7 rumors
refuses "hearsay status: takes no arguments" "hearsay status" status now
refuses "hearsay rumor: the number of a rumor is missing" "hearsay rumor N" \
  rumor
refuses "hearsay rumor: 'x1' is not the number of a rumor" "hearsay rumor N" \
  rumor x1
refuses "hearsay story: takes one number, not 2 arguments" "hearsay story N" \
  story 1 2
refuses "hearsay story: '99999999999999999999' is not the number of a story" \
  "hearsay story N" story 99999999999999999999
refuses "hearsay rumors: --status: 'maybe' is not one of unsettled, open, \
corroborated, settled, confirmed, partly-confirmed, contradicted, denied, \
expired" "hearsay rumors" rumors --status maybe
refuses "hearsay rumors: --vendor needs a value" "hearsay rumors" \
  rumors --vendor
refuses "hearsay rumors: unexpected argument 'Xiaomi'" "hearsay rumors" \
  rumors Xiaomi
refuses "hearsay tipster: the tipster's name is missing ('hearsay tipsters' \
lists them)" "hearsay tipster NAME" tipster
refuses "hearsay tipster: --limit needs a value" "hearsay tipster NAME" \
  tipster ice universe --limit=
refuses "hearsay tipsters: unexpected argument 'ice'" "hearsay tipsters" \
  tipsters ice
refuses "hearsay record: it takes no arguments but --full" "hearsay record" \
  record --half
refuses "hearsay stories: --limit needs a value" "hearsay stories" \
  stories --limit=
refuses "hearsay search: what to search for is missing" \
  "hearsay search WORD" search " "
refuses "hearsay search: unknown option '-x' (-- comes before a word that \
begins with -)" "hearsay search WORD" search -x
refuses "hearsay search: unexpected argument '--extra'" "hearsay search WORD" \
  search --extra lamp
refuses "hearsay search: --order needs a value" "hearsay search WORD" \
  search lamp --order
refuses "hearsay explain: what to explain is missing: story, rumor or item" \
  "hearsay explain story" explain
refuses "hearsay explain: 'life' is not one of story, rumor, item" \
  "hearsay explain story" explain life 1
refuses "hearsay explain: 'one' is not the number of an item" \
  "hearsay explain story" explain item one
refuses "hearsay watch: --kind: 'rumour' is no kind of event" \
  "hearsay watch" watch --kind rumour
refuses "hearsay feed: 'stop' is not something to do with a feed: add, find, \
poll, pause, resume, remove, import and export are; 'hearsay feeds SLUG' \
shows one" "hearsay feed add" \
  feed stop x
refuses "hearsay feed: the OPML file to import is missing" "hearsay feed add" \
  feed import --dry-run
refuses "hearsay feed: import takes one at a time" "hearsay feed add" \
  feed import a b
refuses "hearsay feed: unexpected argument '--wet'" "hearsay feed add" \
  feed import --wet a
refuses "hearsay feed: export takes no arguments" "hearsay feed add" \
  feed export x
refuses "hearsay feed: what to do is missing" "hearsay feed add" feed
refuses "hearsay feed: the address of a feed or a site is missing" \
  "hearsay feed add" feed add --id x
refuses "hearsay feed: add takes one at a time" "hearsay feed add" \
  feed add http://a.example/ http://b.example/
refuses "hearsay feed: unexpected argument '--name'" "hearsay feed add" \
  feed add http://a.example/ --name x
refuses "hearsay feed: --pick needs a value" "hearsay feed add" \
  feed add http://a.example/ --pick
refuses "hearsay feed: the feed's name is missing ('hearsay feeds' lists \
them)" "hearsay feed add" feed poll
refuses "hearsay digest: the digest's name in the configuration is missing" \
  "hearsay digest preview.send NAME" digest preview
refuses "hearsay parse: no file is given" "hearsay parse" parse
refuses "hearsay replay: --sources, --feeds, --now and --export are needed" \
  "hearsay replay" replay

# --- no daemon

run --socket "$sock" rumors
is "no socket: exit status 3" "$code" 3
is "no socket: nothing on standard output" "$out" ""
has "no socket: it is named" "$err" \
  "^hearsay: cannot reach hearsayd at $sock: No such file or directory"
has "no socket: what to do" "$err" 'systemctl status hearsayd.*HEARSAY_SOCKET'
HEARSAY_SOCKET=$scratch/elsewhere.sock
export HEARSAY_SOCKET
run status
has "HEARSAY_SOCKET is the default" "$err" "$scratch/elsewhere.sock"
run --socket "$sock" status
has "--socket comes before it" "$err" "$sock"
run --socket "$scratch" reload
has "a folder stands for both sockets" "$err" "$scratch/control.sock"
run --socket "$sock" reload
has "control.sock stands beside" "$err" "$scratch/control.sock"
unset HEARSAY_SOCKET
run --socket "$sock" check
is "check: a daemon that is away is critical" "$code" 2
has "check: in one line" "$out" "^HEARSAY CRITICAL: $sock: No such file"
run check now
is "check: wrong arguments are unknown" "$code" 3
has "check: and said" "$err" '^hearsay check: takes no arguments'

# --- a daemon that says what we tell it to

cat >"$scratch/server.py" <<'PYTHON'
"""Answers every connection on a unix socket with the bytes of a file."""
import os, socket, sys
path, reply, log = sys.argv[1:]
s = socket.socket(socket.AF_UNIX)
s.bind(path)
s.listen(8)
while True:
    c, _ = s.accept()
    got = b""
    while b"\r\n\r\n" not in got:
        part = c.recv(4096)
        if not part:
            break
        got += part
    with open(log, "wb") as f:
        f.write(got)
    with open(reply, "rb") as f:
        c.sendall(f.read())
    c.close()
PYTHON
for name in status control; do
  python3 "$scratch/server.py" "$scratch/$name.sock" "$scratch/reply" \
    "$scratch/request" &
  pids="$pids $!"
done
until_true 10 test -S "$sock" || bail "no server"
until_true 10 test -S "$scratch/control.sock" || bail "no server"

# reply STATUS BODY [HEADER]
reply() {
  printf 'HTTP/1.1 %s\r\nContent-Length: %s\r\n%s\r\n%s' "$1" \
    "$(printf '%s' "$2" | wc -c | tr -d ' ')" "${3:+$3
}" "$2" >"$scratch/reply"
}

asked() {
  sed -n '1s/\r//p' "$scratch/request"
}

h() {
  run --socket "$sock" "$@"
}

reply "200 OK" "the board
"
h rumors --vendor "a&b 澎" --status=settled --limit 5
is "what it answers is printed" "$code $out" "0 the board"
is "the arguments are encoded" "$(asked)" "GET /v1/rumors?status=settled&\
vendor=a%26b%20%E6%BE%8E&limit=5&columns=0&colour=0 HTTP/1.1"
has "plain text is asked for" "$(cat "$scratch/request")" '^Accept: text/plain'
h rumors --json
is "JSON is asked for without looks" "$(asked)" "GET /v1/rumors HTTP/1.1"
has "as JSON" "$(cat "$scratch/request")" '^Accept: application/json'
run --socket "$sock" --colour always --columns=132 story '#7'
is "width and colour are told" "$(asked)" \
  "GET /v1/stories/7?columns=132&colour=1 HTTP/1.1"
h search MIUI 澎湃 -- --end
is "words are joined" "$(asked)" "GET /v1/search?q=MIUI%20%E6%BE%8E%E6%B9%83%20\
--%20--end&order=rank&columns=0&colour=0 HTTP/1.1"
h search -- --end
is "-- comes before a word with -" "$(asked)" \
  "GET /v1/search?q=--end&order=rank&columns=0&colour=0 HTTP/1.1"
h search --limit 3 MIUI --order=time 澎湃 --behind 12-3
is "options may stand among the words" "$(asked)" "GET /v1/search?q=MIUI%20\
%E6%BE%8E%E6%B9%83&order=time&limit=3&behind=12-3&columns=0&colour=0 HTTP/1.1"
h explain item 3
is "explain" "$(asked)" "GET /v1/explain/item/3?columns=0&colour=0 HTTP/1.1"
refuses "hearsay settle: the number of the rumor is missing" \
  "hearsay settle RUMOR OUTCOME" settle
refuses "hearsay settle: 'x' is not the number of a rumor" \
  "hearsay settle RUMOR OUTCOME" settle x denied
refuses "hearsay settle: the outcome is missing: confirmed, partly-confirmed, \
contradicted, denied or expired" "hearsay settle RUMOR OUTCOME" settle 4
refuses "hearsay reopen: unexpected argument 'now'" "hearsay reopen" \
  reopen 4 now
refuses "hearsay reopen: --because needs a value" "hearsay reopen" \
  reopen 4 --because
refuses "hearsay attribute: 'story' is not one of rumor, item" \
  "hearsay attribute" attribute story 4 X
refuses "hearsay attribute: who said it first is missing" \
  "hearsay attribute" attribute item 4 --link http://example.org/
refuses "hearsay merge: 'item' is not one of story, rumor" "hearsay merge" \
  merge item 1 2
refuses "hearsay merge: the number of the rumor is missing" "hearsay merge" \
  merge rumor 1
refuses "hearsay split: the items that go are missing ('hearsay story 4' lists \
them)" "hearsay split" split story 4
refuses "hearsay split: '3.1' is not the number of an item" "hearsay split" \
  split story 4 3.1
refuses "hearsay split: '3.' is not the number of an item, or of an item's \
claim as 31.2" "hearsay split" split rumor 4 3.
refuses "hearsay undo: 'last' is not the number of an action" "hearsay undo" \
  undo last
refuses "hearsay rejudge: '--now' is not --dry-run or --yes, one of which may \
be given" "hearsay rejudge" rejudge --now
h settle 4 denied --because "a & b" --link https://example.org/
is "settle" "$(asked)" "POST /v1/rumors/4/settle?outcome=denied&\
because=a%20%26%20b&link=https%3A%2F%2Fexample.org%2F&columns=0&colour=0 HTTP/1.1"
h split rumor 4 31 32.1
is "split" "$(asked)" \
  "POST /v1/rumors/4/split?items=31%2C32.1&columns=0&colour=0 HTTP/1.1"
h merge story 3 7
is "merge" "$(asked)" \
  "POST /v1/stories/3/merge?other=7&columns=0&colour=0 HTTP/1.1"
h digest preview "a/b"
is "digest" "$(asked)" "GET /v1/digest/a%2Fb?columns=0&colour=0 HTTP/1.1"
h feed poll x
is "feed poll" "$(asked)" \
  "POST /v1/feeds/x/poll?columns=0&colour=0 HTTP/1.1"
h feed add "http://a.example/?q=1" --folder A/B --pick=2
is "feed add" "$(asked)" "POST /v1/feeds?url=http%3A%2F%2Fa.example%2F%3Fq%3D1\
&folder=A%0AB&pick=2&columns=0&colour=0 HTTP/1.1"
h feed pause x --for 3d
is "feed pause" "$(asked)" \
  "POST /v1/feeds/x/pause?for=3d&columns=0&colour=0 HTTP/1.1"
h reload
is "reload" "$(asked)" "POST /v1/reload?columns=0&colour=0 HTTP/1.1"

reply "200 OK" "Nothing found.
" "Hearsay-Count: 0"
h search nothing
is "nothing found: exit status 1" "$code $out" "1 Nothing found."
reply "404 Not Found" "hearsay: there is no rumor 9
"
h rumor 9
is "no such rumor: exit status 1" "$code" 1
is "no such rumor: on standard error" "$out$err" "hearsay: there is no rumor 9"
reply "400 Bad Request" "hearsay: since: not a date
"
h rumors --since never
is "a query that it refuses: exit status 2" "$code $err" \
  "2 hearsay: since: not a date"
reply "422 Unprocessable" "hearsay: hearsay.conf:3: what is that
"
h reload
is "a refused reload: exit status 4" "$code $err" \
  "4 hearsay: hearsay.conf:3: what is that"
reply "503 Service Unavailable" ""
h status
is "a daemon in trouble: exit status 4" "$code $err" \
  "4 hearsay: the daemon answers 503"

printf 'SSH-2.0-OpenSSH_9.2\r\n' >"$scratch/reply"
h status
is "something else behind the socket: exit status 3" "$code" 3
has "and said so" "$err" "$sock: what answers there does not speak HTTP"
printf 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf' >"$scratch/reply"
h status
is "half an answer: exit status 3" "$code" 3
is "half an answer is not printed" "$out" ""
has "and said so" "$err" "$sock: the reply is cut short"
: >"$scratch/reply"
h status
is "no answer: exit status 3" "$code" 3

# --- check

# check_says CODE LINE JSON
check_says() {
  reply "200 OK" "$3"
  h check
  is "check: $2" "$code" "$1"
  has "check: $2, in one line" "$out" "^HEARSAY $2"
}
check_says 0 "OK: 7 feeds, 3 open rumors \| feeds=7 " \
  '{"feeds":7,"rumors_open":3,"roles":[{"name":"net","pid":1}]}'
check_says 1 "WARNING: 1 of 7 feeds fail" '{"feeds":7,"feeds_failing":1}'
check_says 1 "WARNING: no feeds are configured" '{"feeds":0}'
check_says 1 "WARNING: 2 mails fail: refused" \
  '{"feeds":7,"mail_failing":2,"mail_error":"refused"}'
check_says 1 'WARNING: 1 mail fails: 550 \\x1b\[2J\\x9b / feeds=0 \| feeds=7 ' \
  '{"feeds":7,"mail_failing":1,
    "mail_error":"550 \u001b[2J\u009b | feeds=0"}'
check_says 1 "WARNING: the last reload was refused: a.conf:1: x" \
  '{"feeds":7,"config_error":"a.conf:1: x"}'
check_says 2 "CRITICAL: all 7 feeds fail" '{"feeds":7,"feeds_failing":7}'
check_says 2 "CRITICAL: the net process is down" \
  '{"feeds":7,"feeds_failing":1,"roles":[{"name":"net","pid":0}]}'
check_says 3 "UNKNOWN: the daemon's answer is no status" '[]'

plan "$test_number"
