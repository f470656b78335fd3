#!/bin/sh
# A backup while the daemon works; what a restore refuses; a database that is
# damaged is told at the start and in operation, set aside and put back.
. "$(dirname "$0")/lib.sh"
need nginx curl jq sqlite3
plan 46

serve_sample
# those that are made by themselves are autobackup.sh's
configure <<CONF
$loopback_poll
backup {
  every = "0s"
}
CONF
sample_feeds
at "2023-10-12 04:00"
start_daemon
settle

db=$scratch/hearsay.db
items_in() {
  sqlite3 -readonly "$1" 'select group_concat(guid) from (select guid from item
    order by guid)'
}
# said COMMAND...: all that it says, and its exit status
said() {
  "$@" 2>&1
  echo "exit $?"
}

# --- a backup

is "nobody has made one" "$(h doctor | grep -c 'backup  *none is known')" 1
out=$(said h backup "$scratch/one.db")
has "it is made" "$out" "one.db: [0-9]+ kB"
has "and that is well" "$out" "^exit 0"
is "it has what the database has" "$(items_in "$scratch/one.db")" \
  "$(items_in "$db")"
is "it is its owner's alone" "$(stat -c %a "$scratch/one.db")" 600
is "it is one file" "$(find "$scratch" -name 'one.db*' | wc -l | tr -d ' ')" 1
is "nor is a copy left with the daemon" \
  "$(find "$scratch" -name '*.copy' | wc -l | tr -d ' ')" 0
has "the daemon knows of it" "$(h doctor)" "backup +the last is $scratch/one.db"
has "a file that is there is not touched" \
  "$(said h backup "$scratch/one.db" | tr '\n' ' ')" \
  "one.db: there is a file already: name another exit 2"
has "a folder that is not there is told" \
  "$(said h backup "$scratch/none/x.db" | tr '\n' ' ')" \
  "none/x.db: No such file or directory exit 4"
has "a command without a file is told" "$(said h backup)" \
  "the file to make is missing"
has "what it is kept as must be a path" "$(curl -s -X POST \
  --unix-socket "$scratch/control.sock" 'http://h/v1/backup/kept?file=one.db')" \
  "the whole path of the backup is wanted"
is "curl gets the same bytes" "$(curl -s -X POST --unix-socket \
  "$scratch/control.sock" http://h/v1/backup | cmp - "$scratch/one.db" 2>&1)" ""

# A client that asks, and reads nothing; it goes away, or the daemon does.
cat >"$scratch/idle.py" <<'PYTHON'
import socket, sys, time
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
s.sendall(b"POST /v1/backup HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n")
if sys.argv[2] == "stays":
    s.recv(100)
    print("begun", flush=True)
    time.sleep(30)
PYTHON
python3 "$scratch/idle.py" "$scratch/control.sock" goes
python3 "$scratch/idle.py" "$scratch/control.sock" stays >"$scratch/idle" &
idle=$!
pids="$pids $idle"
until_true 10 grep -q begun "$scratch/idle"
has "while one is sent there is no other" "$(said h backup "$scratch/no.db")" \
  "a backup is being made already"
ok "a stop does not wait for it" timeout 5 sh -c "kill $daemon; tail --pid \
  $daemon -f /dev/null"
kill "$idle"
wait "$daemon"
is "and is in order" "$?" 0
is "no copy is left" "$(find "$scratch" -name '*.copy' | wc -l | tr -d ' ')" 0
start_daemon
settle

# While feeds are polled, and the copy is begun and another one asked for.
cp "$samples"/hyperos/after/* "$scratch/www/"
at "2023-10-17 18:00"
kill -USR2 "$daemon"
for n in 2 3 4; do
  h backup "$scratch/$n.db" >>"$scratch/backups" 2>&1
done
settle
for n in 2 3 4; do
  [ -e "$scratch/$n.db" ] || continue
  "$hearsayd" --verify "$scratch/$n.db" || echo "$n is none"
done >"$scratch/verified" 2>&1
is "those that are made under load are sound" \
  "$(grep -c ': sound; schema' "$scratch/verified")" 3

# --- verify and restore, and what they refuse

has "a sound one is told" "$("$hearsayd" --verify "$scratch/one.db")" \
  "one.db: sound; schema [0-9]+, 8 items, [0-9]+ rumors; the latest item came 2023-10-12T04:00:00Z"
restore() {
  said "$hearsayd" --restore "$1" --config "$scratch/hearsay.conf" |
    tr '\n' ' '
}
has "not while a daemon runs" "$(restore "$scratch/one.db")" \
  "hearsay.db: another hearsayd works with it exit 1"
stop_daemon
items=$(items_in "$db")
echo "a list of what to buy: bread, butter and something to put on them" \
  >"$scratch/list"
has "not what is no database" "$(restore "$scratch/list")" \
  "list: (this file is no database of hearsay|file is not a database) exit 1"
sqlite3 "$scratch/other.db" 'create table recipe (name text)'
has "not another program's" "$(restore "$scratch/other.db")" \
  "other.db: this file is no database of hearsay exit 1"
cp "$scratch/one.db" "$scratch/newer.db"
sqlite3 "$scratch/newer.db" 'pragma user_version = 9999'
has "not one of a newer version" "$(restore "$scratch/newer.db")" \
  "newer.db: a newer hearsay wrote it \(its schema is 9999"
has "not what is not there" "$(restore "$scratch/none.db")" \
  "none.db: No such file or directory exit 1"
has "not the database itself" "$(restore "$db")" \
  "hearsay.db: this is the database itself, not a backup exit 1"

# damage FILE: the bytes of some pages in the middle are others
damage() {
  python3 -c 'import sys
with open(sys.argv[1], "r+b") as f:
    size = f.seek(0, 2)
    for page in range(size // 4096 // 3, size // 4096):
        f.seek(page * 4096)
        f.write(b"\xa5" * 2000)' "$1"
}
cp "$scratch/one.db" "$scratch/bad.db"
damage "$scratch/bad.db"
has "not a damaged one" "$(restore "$scratch/bad.db")" \
  "bad.db: .*(it is damaged|malformed).* exit 1"
is "all of that changed nothing" "$(items_in "$db")" "$items"
is "and left nothing" "$(find "$scratch" -name 'hearsay.db.*' \
  ! -name '*.lock' ! -name '*.backup' | wc -l | tr -d ' ')" 0

# --- damaged: told at the start, set aside; never begun anew in silence

damage "$db"
: >"$scratch/log"
start() { # a daemon that may end by itself
  said "$hearsayd" --foreground --config "$scratch/hearsay.conf" \
    --test-clock "$scratch/clock"
}
out=$(start)
has "the start tells it" "$out" "cannot start: .*the database is damaged"
has "and what it is set aside as" "$out" \
  "set aside as $db.damaged-20231017-180000"
has "and the last backup" "$out" "the last backup is $scratch/4.db, of 2023-10"
has "and how it is put back" "$out" "hearsayd --restore $scratch/4.db"
has "and ends in a way that is not tried again" "$out" "^exit 3"
ok "it is there" test -s "$db.damaged-20231017-180000"
out=$(start)
has "the next start begins nothing anew" "$out" \
  "there is no database, only one that was set aside, $db.damaged-2023"
has "and is not tried again either" "$out" "^exit 3"
ok "no file was made" test ! -e "$db"
out=$(restore "$scratch/one.db")
has "a backup is put back" "$out" "hearsay.db: restored; hearsayd can be started"
start_daemon
settle
is "and goes on from there" "$(items_in "$db")" "$items"

# --- restored over one that is well

stop_daemon
out=$(restore "$scratch/one.db")
has "the one before is kept" "$out" "what was there is kept as $db.replaced-"
is "whole" "$(items_in "$(find "$scratch" -name 'hearsay.db.replaced-*')")" \
  "$items"
is "what is restored is what was kept" "$(items_in "$db")" \
  "$(items_in "$scratch/one.db")"

# --- damaged while it works

start_daemon
settle
sqlite3 "$db" 'pragma wal_checkpoint(truncate)' >/dev/null
damage "$db"
step_fails() {
  at "2023-10-18 18:00"
  kill -USR2 "$daemon" 2>/dev/null
  h rumors >/dev/null 2>&1
  h search hyperos >/dev/null 2>&1
  h stories >/dev/null 2>&1
  ! kill -0 "$daemon" 2>/dev/null
}
sleep 2.2 # until its cache is let go
ok "it ends by itself" until_true 20 step_fails
wait "$daemon"
is "in the same way" "$?" 3
has "and has set it aside" "$(cat "$scratch/log")" \
  "it is set aside as $db.damaged-"
has "and names the backup" "$(cat "$scratch/log")" "the last backup is "
