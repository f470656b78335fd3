#!/bin/sh
# Backups that are made by themselves: when, how many are kept, what a restart
# and a reload change, and what is told where one cannot be made.
. "$(dirname "$0")/lib.sh"
need nginx jq sqlite3
plan 35

db=$scratch/hearsay.db
kept=$scratch/backup
serve_sample
configure_backup() { # configure_backup OPTION...: of the section
  configure <<CONF
$loopback_poll
backup { $* }
CONF
}
configure_backup
sample_feeds

names() { # names FOLDER: without what is the same in all
  (cd "$1" 2>/dev/null && ls) | sed 's/^hearsay-//; s/\.db$//' | tr '\n' ' '
}
# made NAMES: the folder has these and nothing else, before long
made() {
  [ "$(names "$kept")" = "$1" ]
}
stepped() { # stepped TIME: without a wait, as the daemon may end of it
  at "$1"
  kill -USR2 "$daemon"
}
status_of() { # status_of FIELD
  hj status | jq -r ".$1"
}
logged() {
  grep -qE "$1" "$scratch/log"
}

# --- the first, and the next

at "2023-10-12 04:00"
start_daemon
settle
is "none is made at once" "$(names "$kept")" ""
is "it is told when one will be" "$(status_of next_backup_at)" \
  2023-10-12T04:10:00Z
has "and by the doctor" "$(h doctor)" "backup +none is known yet; one is made"
step "2023-10-12 04:10"
ok "the first is made ten minutes after the first start" \
  until_true 10 made "20231012-041000 "
ok "it is told" until_true 5 logged "backup: $kept/hearsay-20231012-041000.db"
is "its owner's alone" "$(stat -c '%a' "$kept" "$kept"/* | tr '\n' ' ')" \
  "700 600 "
has "it is sound" "$("$hearsayd" --verify "$kept"/*)" ': sound; .* 8 items'
is "status tells when it was" "$(status_of last_backup_at)" 2023-10-12T04:10:00Z
is "and when the next is" "$(status_of next_backup_at)" 2023-10-13T04:10:00Z
has "in words" "$(h status)" "backup +the last now; next in 24 h"
has "and the doctor which it is" "$(h doctor)" \
  "ok +backup +the last is $kept/hearsay-20231012-041000.db, of 2023"
has "metrics tell it" "$(curl -s --unix-socket "$scratch/status.sock" http://h/metrics)" \
  "hearsay_last_backup_timestamp_seconds 1697083800"
is "nobody is left of it" "$(pgrep -P "$daemon" -fc 'x seal')" 0

# --- a restart makes none anew; one that comes late makes up for it

stop_daemon
at "2023-10-12 20:00"
start_daemon
settle
is "after a restart the next is due when it was" \
  "$(status_of next_backup_at)" 2023-10-13T04:10:00Z
is "and none is made before" "$(names "$kept")" "20231012-041000 "
stop_daemon
at "2023-10-14 09:00"
start_daemon
ok "one that was missed is made at once" \
  until_true 10 made "20231012-041000 20231014-090000 "

# --- three are kept; what is not ours is left; what a crash left is not

echo "the operator's" >"$kept/hearsay-monday.db"
echo "half of one" >"$kept/hearsay-20231014-100000.db.new"
step "2023-10-15 09:00"
ok "three are there" until_true 10 made \
  "20231012-041000 20231014-090000 20231015-090000 monday "
step "2023-10-16 09:00"
ok "the oldest goes for the fourth" until_true 10 made \
  "20231014-090000 20231015-090000 20231016-090000 monday "

# --- a clock that was ahead

cp "$kept/hearsay-20231016-090000.db" "$kept/hearsay-20360101-000000.db"
step "2023-10-17 09:00"
ok "what it left keeps nothing from being made, and goes first" \
  until_true 10 made "20231015-090000 20231016-090000 20231017-090000 monday "

# --- a damaged database: no copy of it takes the place of a good one

stop_daemon
cp "$db" "$scratch/good"
# What nothing reads, so that only who looks at all of it sees it.
sqlite3 "$db" 'pragma foreign_keys = off;
  insert into answer values (4711, 1, 0, 200, 0, 0, 0, null)' 2>"$scratch/sql" ||
  bail "$(cat "$scratch/sql")"
start_daemon
settle
step "2023-10-18 09:00"
ok "damage is noticed by the copy that it is in" until_true 10 logged \
  "the copy does not hold: .*/hearsay-20231018-090000.db.new: it is damaged"
has "and how to look further is told" "$(cat "$scratch/log")" \
  '"hearsayd --verify" looks at the database itself'
ok "it takes no good one away, and leaves nothing" made \
  "20231015-090000 20231016-090000 20231017-090000 monday "
stop_daemon
rm -f "$db" "$db-wal" "$db-shm" "$db".damaged-*
cp "$scratch/good" "$db"
dd if=/dev/urandom of="$db" bs=4096 seek=2 count=20 conv=notrunc 2>/dev/null
: >"$scratch/log"
"$hearsayd" --foreground --config "$scratch/hearsay.conf" \
  --test-clock "$scratch/clock" >"$scratch/log" 2>&1
is "a damaged database ends the start" "$?" 3
has "and the last backup is named" "$(cat "$scratch/log")" \
  "the last backup is $kept/hearsay-20231017-090000.db, of 2023-10-17T09:00:00Z"
has "which can be put back" "$("$hearsayd" \
  --config "$scratch/hearsay.conf" \
  --restore "$kept/hearsay-20231017-090000.db")" "restored"

# --- a folder that is not there is not made, and told; a reload mends it

mkdir "$scratch/disk"
configure_backup "folder = \"$scratch/disk/mine\" keep = 1"
at "2023-10-18 09:00"
start_daemon
settle
step "2023-10-18 09:10"
ok "a folder of the operator's that is not there is told" until_true 10 logged \
  "no backup could be made: $scratch/disk/mine: No such file or directory"
is "it is not made" "$(ls "$scratch/disk")" ""
has "status tells it" "$(h status)" "backup .*failing: .*disk/mine: No such file"
has "check warns" "$(h check)" "WARNING.* no backup: .*disk/mine: No such file"
has "the doctor too" "$(h doctor)" "bad +backup +none is made: .*disk/mine"
mkdir "$scratch/disk/mine"
step "2023-10-18 10:10"
ok "it is tried again each hour" until_true 10 test -e \
  "$scratch/disk/mine/hearsay-20231018-101000.db"
is "nothing fails now" "$(status_of backup_error)" null

# --- no room

# A file system without room that every Linux has.
configure_backup 'folder = "/sys"'
h reload >/dev/null
step "2023-10-20 10:00"
ok "where there is no room it is told" until_true 10 logged \
  "no backup could be made: /sys: 0 MB are free, and 1[67] are wanted, for a copy"

# --- off

configure_backup 'every = "0s"'
h reload >/dev/null
is "none is made where none is wanted" "$(status_of next_backup_at)" null
configure_backup 'every = "5min" keep = 0'
out=$("$hearsayd" --check-config --config "$scratch/hearsay.conf" 2>&1)
has "what is too often, or too few, is told" "$out" \
  'keep = "0" is not right: write a whole number from 1 to 1000'
stop_daemon
