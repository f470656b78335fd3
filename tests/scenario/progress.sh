#!/bin/sh
# How far long work is: on a terminal's standard error after a moment, gone
# when the work is done, and never in a pipe or a file.
. "$(dirname "$0")/lib.sh"
need curl jq python3 nginx
plan 16

# at_terminal COLUMNS TERM COMMAND...: its standard error is a terminal, its
# output a file, its input ours. What the terminal got is in $scratch/screen.
cat >"$scratch/terminal.py" <<'PYTHON'
import fcntl, os, pty, struct, subprocess, sys, termios

master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ,
            struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
both = os.environ.get("BOTH")
with open(sys.argv[3] + ".out", "wb") as out:
    p = subprocess.Popen(sys.argv[4:], stderr=slave,
                         stdout=slave if both else out,
                         env=dict(os.environ, TERM=sys.argv[2]))
os.close(slave)
with open(sys.argv[3], "wb", buffering=0) as screen:
    try:
        while True:
            part = os.read(master, 65536)
            if not part:
                break
            screen.write(part)
    except OSError:
        pass
sys.exit(p.wait())
PYTHON
at_terminal() {
  terminal_columns=$1
  terminal_type=$2
  shift 2
  : >"$scratch/screen"
  python3 "$scratch/terminal.py" "$terminal_columns" "$terminal_type" \
    "$scratch/screen" "$@"
}
# screen: what was on it, one state a line
screen() {
  tr '\r' '\n' <"$scratch/screen" | sed 's/\x1b\[K//g' | grep -v '^$'
}
erased() {
  [ "$(tail -c 4 "$scratch/screen" | od -An -c | tr -d ' ')" = '\r033[K' ]
}

item() { # item N
  printf '{"id": %d, "title": "Phone number %d has a case of its own"}\n' "$1" "$1"
}
slowly() { # two, a pause, two
  item 1
  item 2
  sleep 0.6
  item 3
  item 4
}
# on_and_on: items until the screen shows something, on a slow machine too
on_and_on() {
  : >"$scratch/screen"
  n=0
  while [ ! -s "$scratch/screen" ] && [ "$n" -lt 300 ]; do
    n=$((n + 1))
    item "$n"
    sleep 0.1
  done
  echo "$n" >"$scratch/given"
}
{ item 1; item 2; } >"$scratch/items"
cluster() { # cluster COLUMNS TERM: at a terminal
  at_terminal "$1" "$2" "$hearsay" cluster --lexicon "$lexicon"
}

# --- filters

on_and_on | cluster 80 xterm
has "a terminal sees how many" "$(screen)" '^cluster: [0-9]+ items$'
ok "and it is gone when it is done" erased
is "the answers are in the file" "$(wc -l <"$scratch/screen.out")" \
  "$(cat "$scratch/given")"
on_and_on | cluster 12 xterm
has "a narrow one has a short line" "$(screen)" '^cluster: [0-9]+ ?$'
slowly | cluster 80 dumb
is "one that can do nothing has none" "$(screen)" ""
BOTH=1
export BOTH
slowly | cluster 80 xterm
unset BOTH
hasnt "nor has one that sees the answers" "$(screen)" '^cluster:'
slowly | "$hearsay" cluster --lexicon "$lexicon" 2>"$scratch/errors" >/dev/null
is "nor has a pipe" "$(cat "$scratch/errors")" ""
cluster 80 xterm <"$scratch/items"
is "nor what is done at once" "$(screen)" ""
{ on_and_on; echo nonsense; } |
  cluster 80 xterm
has "what is wrong has a line of its own" "$(screen | tail -n 1)" \
  '^hearsay cluster: line [0-9]+: '

# --- a folder of feeds

# many FEEDS: a folder of so many, of 4000 items each
many() {
  python3 - "$scratch" "$1" <<'PYTHON'
import json, os, sys
top, count = sys.argv[1], int(sys.argv[2])
os.makedirs(top + "/feeds", exist_ok=True)
with open(top + "/sources.json", "w", encoding="utf-8") as f:
    json.dump([{"slug": f"many{n}"} for n in range(count)], f)
for n in range(count):
    with open(f"{top}/feeds/many{n}.xml", "w", encoding="utf-8") as f:
        f.write("<rss version='2.0'><channel><title>Many</title>")
        for i in range(4000):
            text = " ".join(f"word{(i * 37 + k * 11 + n) % 5000}"
                            for k in range(120))
            f.write(f"<item><guid>{n}-{i}</guid>"
                    f"<title>Headline {i} of word{i}</title>"
                    f"<description>{text}</description>"
                    "<pubDate>Wed, 11 Oct 2023 10:00:00 GMT</pubDate></item>")
        f.write("</channel></rss>")
PYTHON
}
# As many as take a moment on this machine.
for feeds in 1 4 16; do
  many $feeds
  at_terminal 80 xterm "$hearsay" replay --sources "$scratch/sources.json" \
    --feeds "$scratch/feeds" --now 2023-10-12 --export - --lexicon "$lexicon"
  if screen | grep -q judging; then
    break
  fi
done
has "a replay tells how far it is" "$(screen)" \
  "^judging: +[0-9]+ % \\([0-9]+ of $((feeds * 4000)) items\\)"
ok "and leaves no trace" erased

# --- the daemon's work

configure <<CONF
$loopback_poll
CONF
at "2023-10-12 04:00"
start_daemon
settle
cat >"$scratch/list.opml" <<'XML'
<opml version="2.0"><body><outline text="One" type="rss"
xmlUrl="https://one.example/feed"/></body></opml>
XML
busy() { # busy COMMAND...: at a terminal, while the daemon hears nothing
  kill -STOP "$daemon"
  : >"$scratch/screen"
  (
    until_true 20 test -s "$scratch/screen"
    kill -CONT "$daemon"
  ) &
  at_terminal 80 xterm "$hearsay" --socket "$scratch/status.sock" "$@"
}
busy feed import "$scratch/list.opml"
has "an import says what it waits for" "$(screen)" '^importing 1 feeds: [0-9]+ s$'
ok "and leaves no trace" erased
has "its answer is whole" "$(cat "$scratch/screen.out")" 'one'
busy --json status
has "so does any other command" "$(screen)" '^waiting for the daemon: [0-9]+ s$'
is "whose answer is JSON" "$(jq -r .feeds "$scratch/screen.out")" 1
