#!/bin/sh
# The service as it is installed, under a real systemd: a small tree of this
# system's own packages is booted in a container, what `make install` gives
# is put into it, and the unit is started, reloaded, killed, hung and stopped.
#
# All of it lives in mount, process and network namespaces of its own, under a
# time limit: whatever happens, nothing stays mounted or running.
# shellcheck disable=SC2317  # the functions are called through ok
. "$(dirname "$0")/lib.sh"

# --- what it takes ------------------------------------------------------------

[ "$(id -u)" = 0 ] || skip_all "booting a systemd takes root"
need systemd-nspawn mmdebstrap unshare nsenter dpkg-query curl jq
grep -q '^#define HAVE_SYSTEMD 1' "$HEARSAY_BUILDDIR/config.h" ||
  skip_all "built without libsystemd"
! grep -q '^#define HEARSAY_SANITIZED 1' "$HEARSAY_BUILDDIR/config.h" ||
  skip_all "the unit's confinement and sanitizers do not go together"
made_for=$(sed -n 's/^localstatedir = //p; s/^runstatedir = //p' \
  "$HEARSAY_BUILDDIR/Makefile" | tr '\n' ' ')
[ "$made_for" = "/var /run " ] ||
  skip_all "configured for $made_for, the unit is for /var and /run"
conf=$(sed -n 's/^prefix = //p' "$HEARSAY_BUILDDIR/Makefile")
sysconf=$(sed -n 's/^sysconfdir = //p' "$HEARSAY_BUILDDIR/Makefile" |
  sed "s|\${prefix}|$conf|")
conf=$sysconf/hearsay

# --- the tree, made once ------------------------------------------------------

tree=$HEARSAY_BUILDDIR/systemd-root
sandbox_test=$HEARSAY_BUILDDIR/tests/role/test-sandbox
[ -x "$sandbox_test" ] || skip_all "$sandbox_test is not built (make check)"

# Packages of the libraries that the programs are linked with.
library_packages() {
  ldd "$hearsayd" "$hearsay" "$sandbox_test" 2>/dev/null |
    awk '$2 == "=>" && $3 ~ /^\// { print $3 }' | sort -u |
    while read -r library; do
      echo "*/$(basename "$(readlink -f "$library")")"
    done >"$scratch/libraries"
  xargs dpkg-query -S <"$scratch/libraries" 2>/dev/null |
    sed 's/:.*//' | sort -u
}

apt_sources() {
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources \
    /etc/apt/sources.list.d/ubuntu.sources; do
    [ ! -s "$file" ] || echo "$file"
  done
}

# In namespaces of its own, with an end: what is mounted goes with it, and so
# it does should this script die. It replaces the shell that it is called in.
boxed() { # boxed SECONDS COMMAND...
  limit=$1
  shift
  exec setpriv --pdeathsig TERM timeout -k 2 "$limit" \
    unshare --mount --propagation private --pid --fork --kill-child=KILL \
    --mount-proc "$@"
}

# no_tree STATUS: why, of what it said. Its last lines only tell that it ended;
# what apt and dpkg say begins with the letter of an error.
no_tree() {
  [ "$1" != 124 ] || echo "it took more than $tree_limit_s s;"
  grep -E '^(E|Err|W|dpkg: error)[: ]|[Cc]ould not|[Ff]ailed' \
    "$scratch/tree.log" | head -n 3 | tr '\n' ' '
  tail -n 1 "$scratch/tree.log"
}

tree_limit_s=300 # 25 on an idle machine

make_tree() {
  packages="systemd systemd-sysv dbus curl procps busybox ca-certificates \
$(library_packages | tr '\n' ' ')"
  [ "$(cat "$tree/packages" 2>/dev/null)" != "$packages" ] || return 0
  rm -rf "$tree" "$tree.new"
  # shellcheck disable=SC2046
  (boxed "$tree_limit_s" mmdebstrap -q --variant=minbase \
    --include="$(echo "$packages" | tr -s ' ' ',' | sed 's/,$//')" \
    --aptopt='Acquire::Languages "none"' \
    --aptopt='Acquire::Retries "1"' \
    --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$tree.new" \
    $(apt_sources)) >"$scratch/tree.log" 2>&1 </dev/null || {
    status=$?
    rm -rf "$tree.new"
    skip_all "mmdebstrap makes no tree: $(no_tree "$status")"
  }
  echo "$packages" >"$tree.new/packages"
  mv "$tree.new" "$tree"
}

# --- the container ------------------------------------------------------------

box=
leader=
group=hearsay-test-$$

# Runs as the first process of the namespaces; becomes systemd-nspawn.
write_boot() {
  cat >"$scratch/boot" <<BOOT
set -e
mount -t tmpfs -o mode=755 tmpfs "$scratch/box"
cd "$scratch/box"
mkdir -p up/etc work root
# Not a first boot, which would enable all units by itself.
tr -d - </proc/sys/kernel/random/uuid >up/etc/machine-id
echo "127.0.0.1 localhost" >up/etc/hosts
cp -a "$scratch/dest/." up/
mount -t overlay overlay -o "lowerdir=$tree,upperdir=up,workdir=work" root
mount -t tmpfs -o mode=755 tmpfs /run
umount -R /sys/fs/cgroup 2>/dev/null || true
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mkdir "/sys/fs/cgroup/$group"
echo 0 >"/sys/fs/cgroup/$group/cgroup.procs"
exec systemd-nspawn -q -D root -M "$group" --register=no --keep-unit \
  --system-call-filter="landlock_create_ruleset landlock_add_rule \\
landlock_restrict_self" \
  --private-network --resolv-conf=off --timezone=off --link-journal=no \
  -b systemd.unit=multi-user.target systemd.mask=getty.target \
  systemd.mask=console-getty.service systemd.log_target=journal
BOOT
}

# The groups outlive their processes. Ours go once all have gone, and those of
# a run that was killed itself.
remove_groups() {
  # shellcheck disable=SC2016
  unshare --mount --propagation private sh -c '
    umount -R /sys/fs/cgroup 2>/dev/null
    mount -t cgroup2 cgroup2 /sys/fs/cgroup || exit
    for group in /sys/fs/cgroup/hearsay-test-*; do
      [ -d "$group" ] || continue
      [ "${group##*-}" != "$1" ] && kill -0 "${group##*-}" 2>/dev/null &&
        continue
      find "$group" -depth -type d -exec rmdir {} +
    done
    [ ! -d "/sys/fs/cgroup/hearsay-test-$1" ]' sh "$$"
}

stop_box() {
  [ -n "$box" ] || return 0
  [ -z "$leader" ] || kill -s RTMIN+4 "$leader" 2>/dev/null # power off
  if [ -z "$leader" ] || ! until_true 5 box_is_gone; then
    kill -TERM "$box" 2>/dev/null # it has two seconds more
  fi
  wait "$box" 2>/dev/null
  box=
  until_true 5 remove_groups
}

box_is_gone() {
  ! kill -0 "$box" 2>/dev/null
}

leave() {
  status=$?
  [ "$failures" = 0 ] || [ -z "$leader" ] ||
    journal -n 60 >"$scratch/log" 2>&1
  stop_box
  (exit "$status")
  finish
}
trap leave EXIT

# The container's first process: timeout, unshare, nspawn, systemd.
find_leader() {
  of=$box
  for name in unshare systemd-nspawn systemd; do
    of=$(pgrep -P "$of" -x "$name" | head -n 1)
    [ -n "$of" ] || return 1
  done
  leader=$of
}

# x COMMAND...: inside.
x() {
  timeout 20 nsenter -t "$leader" -m -u -i -n -p -r -w -- \
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    SYSTEMD_PAGER= SYSTEMD_COLORS=0 LC_ALL=C.UTF-8 "$@"
}

booted() {
  case $(x systemctl is-system-running 2>/dev/null) in
  running | degraded) ;;
  *) return 1 ;;
  esac
}

boot() {
  mkdir "$scratch/box"
  write_boot
  boxed 80 sh "$scratch/boot" >"$scratch/console" 2>&1 </dev/null &
  box=$!
  { until_true 10 find_leader && until_true 20 booted; } ||
    skip_all "systemd-nspawn cannot boot here: \
$(tr -d '\r' <"$scratch/console" | grep . | tail -n 1)"
  root=/proc/$leader/root
}

# --- asking -------------------------------------------------------------------

show() { # show PROPERTY
  x systemctl show -P "$1" hearsayd.service
}

journal() { # journal ARGUMENT...: of the unit alone
  x journalctl --sync >/dev/null 2>&1
  x journalctl -q --no-pager -o cat -u hearsayd.service "$@"
}

as_hearsay() {
  x setpriv --reuid hearsay --regid hearsay --clear-groups "$@"
}

report() { # report NAME JQ-ARGUMENT...: of hearsay --json NAME
  name=$1
  shift
  x hearsay --json "$name" 2>/dev/null | jq "$@"
}

rests() {
  report status -e '.feeds_due == 0 and ([.roles[].waiting] | add) == 0' &&
    report feeds -e 'all(.feeds[]; .last_status == 200)'
}

# strike SIGNAL: the daemon's process. 0 would be our own group.
strike() {
  pid=$(show MainPID)
  [ "$pid" -gt 1 ] || bail "it does not run: $(journal -n 20)"
  x kill "-$1" "$pid"
}

# running OLD-PID: it is up, as another process.
running() {
  now=$(show MainPID)
  [ "$now" != 0 ] && [ "$now" != "$1" ] && [ "$(show SubState)" = running ]
}

role_pid() { # role_pid parse|net
  report status -r ".roles[] | select(.name == \"$1\") | .pid"
}

status_field() { # status_field PID FIELD, of /proc/PID/status
  x sed -n "s/^$2:[[:space:]]*//p" "/proc/$1/status"
}

# --- the service --------------------------------------------------------------

make_tree
install_programs
lexicon=$(find "$scratch/dest" -path '*/hearsay/lexicon' -type d)
etc=${lexicon%/lexicon}
[ "$etc" = "$scratch/dest$conf" ] || bail "$conf is not in the install"
mkdir -p "$scratch/dest/srv" "$scratch/dest/opt"
cp "$samples"/hyperos/before/* "$scratch/dest/srv/"
mkdir "$scratch/dest/srv/news"
cp "$samples/hyperos/before/gadgetnoon.xml" "$scratch/dest/srv/news/feed.xml"
echo '<link rel="alternate" type="application/rss+xml" href="/news/feed.xml">' \
  >"$scratch/dest/srv/site.html"
cp "$sandbox_test" "$scratch/dest/opt/test-sandbox"
boot
plan 61

ok "sysusers makes the user" x systemd-sysusers
ok "tmpfiles makes the folder of the sockets" x systemd-tmpfiles --create
ok "the configuration as installed is good" as_hearsay hearsayd --check-config
is "the units are in order" "$(x systemd-analyze verify --man=no \
  hearsayd.service hearsay-status.socket hearsay-control.socket 2>&1)" ""
figure=$(x systemd-analyze security --no-pager hearsayd.service |
  sed -n 's/.*Overall exposure level.*: \([0-9.]*\) .*/\1/p')
echo "# exposure: $figure"
ok "exposure is at most 1.1" awk -v f="$figure" \
  'BEGIN { exit !(f != "" && f <= 1.1) }'

# Feeds of this container's own, and no word of paths: the defaults are to fit.
rm -f "$root$conf"/feeds.d/*
sed "s|@BASE@|http://127.0.0.1:8080|" "$samples/hyperos/feeds.conf.in" \
  >"$root$conf/feeds.d/sample.conf"
cat >"$root$conf/hearsay.conf" <<CONF
keep = "4000d"
$loopback_poll
CONF
x busybox httpd -p 127.0.0.1:8080 -h /srv

# --- activation
ok "enabled" x systemctl enable -q hearsayd.service
ok "the sockets are opened" x systemctl start \
  hearsay-status.socket hearsay-control.socket
is "and nothing runs" "$(show ActiveState)" inactive
is "the first request starts it, and is answered" "$(as_hearsay curl -sS \
  -m 15 --unix-socket /run/hearsay/status.sock -o /dev/null \
  -w '%{http_code}' http://h/v1/status)" 200
is "it is running" "$(show ActiveState)" active
is "who may open the sockets" \
  "$(x sh -c 'stat -c "%n %a %U %G" /run/hearsay /run/hearsay/*.sock')" \
  "/run/hearsay 750 hearsay hearsay
/run/hearsay/control.sock 600 hearsay hearsay
/run/hearsay/status.sock 660 hearsay hearsay"
ok "all feeds are polled" until_true 15 rests
has "systemctl status tells" "$(x systemctl status --no-pager hearsayd)" \
  'Status: "7 feeds; [0-9]+ open'

# --- confinement
core=$(show MainPID)
parse=$(role_pid parse)
is "parse gains no privileges" "$(status_field "$parse" NoNewPrivs)" 1
is "parse has a call filter" "$(status_field "$parse" Seccomp)" 2
ok "one more than the unit's" test \
  "$(status_field "$parse" Seccomp_filters)" -gt \
  "$(status_field "$core" Seccomp_filters)"
is "no role has a capability" "$(for of in "$core" "$parse" \
  "$(role_pid net)"; do
  status_field "$of" CapBnd
  status_field "$of" CapEff
done | sort -u)" 0000000000000000
# The unit's own properties, for the program that tries what is forbidden.
unit=$(x systemctl show -P FragmentPath hearsayd.service)
sed -e 's|^ExecStart=.*|ExecStart=/opt/test-sandbox|' -e 's/^Type=.*/Type=oneshot/' \
  -e '/^ExecReload=/d; /^Watchdog/d; /^Restart/d; /^NotifyAccess=/d' \
  -e '/^Wants=/d; /^After=/d; /^RuntimeDirectory/d; /^Also=/d' \
  "$root$unit" >"$root/run/systemd/system/forbidden.service"
x systemctl daemon-reload
ok "what is forbidden fails under the unit too" x systemctl start forbidden
x journalctl -q --no-pager -o cat -u forbidden.service |
  grep -E 'skipped|FAILED|ERROR|LINE' | sed 's/^/#   /'

# --- reload
is "a reload" "$(x systemctl reload hearsayd 2>&1)" ""
sed -i '1,/^}/d' "$root$conf/feeds.d/sample.conf"
x systemctl reload hearsayd
is "it is done when the command returns" \
  "$(report feeds '.feeds | length')" 6
has "and systemctl status tells" "$(show StatusText)" \
  '^6 feeds.*; [0-9]+ open rumors?'
has "the journal knows the feed of a line" \
  "$(journal FEED=phoneledger | head -n 1)" 'feed phoneledger: '
is "and of no other" "$(journal FEED=phoneledger | grep -vc 'phoneledger')" 0

# --- a newcomer, by the README
as_reader() {
  x setpriv --reuid reader --regid reader --init-groups "$@"
}
ok "somebody is there" x useradd reader
has "who is told what reading takes" "$(as_reader hearsay rumors 2>&1)" \
  'usermod -aG hearsay USER'
ok "does it" x usermod -aG hearsay reader
ok "reads" as_reader hearsay rumors
has "and is told what writing takes" \
  "$(as_reader hearsay feed add example.org 2>&1)" 'writing root'
has "root adds a site's feed by its address" \
  "$(x hearsay feed add http://127.0.0.1:8080/site.html 2>&1)" \
  '^feed .* added: Gadget Noon'
has "the doctor finds nothing wrong with the set-up" \
  "$(as_reader hearsay doctor 2>&1)" '^ok +processes'
as_reader hearsay doctor 2>&1 | sed 's/^/# /'
# page_code PORT: how the page answers there
page_code() {
  x curl -sS -m 5 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$1/" 2>&1
}
printf 'sockets {\n\tpage = "127.0.0.1:8018"\n}\n' >>"$root$conf/hearsay.conf"
x systemctl restart hearsayd
is "the page on the port of the configuration" "$(page_code 8018)" 200
x systemctl stop hearsayd
ok "a running service gets no more sockets; a stopped one does" \
  x systemctl enable -q --now hearsay-page.socket
x systemctl start hearsayd
is "the page on systemd's port" "$(page_code 8017)" 200
x systemctl stop hearsayd
x systemctl disable -q --now hearsay-page.socket
sed -i '/^sockets {/,/^}/d' "$root$conf/hearsay.conf"
x systemctl start hearsayd

# --- a stop, and all was well
before=$(date +%s%N)
ok "stop" x systemctl stop hearsayd.service
ms=$((($(date +%s%N) - before) / 1000000))
echo "# stopped in $ms ms"
ok "within two seconds" test "$ms" -lt 2000
is "in order" "$(show Result)" success
is "no warning was written" "$(journal -p warning)" ""

# --- without systemd's sockets: ready is when it answers
x systemctl mask --runtime -q --now hearsay-status.socket \
  hearsay-control.socket 2>/dev/null
ok "start, with the daemon's own sockets" x systemctl start hearsayd.service
is "it answers at once" "$(x curl -sS -m 5 \
  --unix-socket /run/hearsay/status.sock -o /dev/null -w '%{http_code}' \
  http://h/v1/status 2>&1)" 200
x systemctl stop hearsayd.service
x systemctl unmask --runtime -q hearsay-status.socket hearsay-control.socket
x systemctl start hearsay-status.socket hearsay-control.socket

# --- the password for mail
credential=/run/credentials/hearsayd.service/smtp-password
x systemctl start hearsayd.service
is "no file of a password is an empty one" "$(x cat $credential)" ""
printf 'tell-nobody\n' >"$root$conf/smtp-password"
chmod 600 "$root$conf/smtp-password"
x systemctl restart hearsayd.service
is "the file is the credential" "$(x cat $credential)" tell-nobody

# --- a bad configuration
printf 'feed "broken" {\n\trole = "wizard"\n}\n' >"$root$conf/feeds.d/z.conf"
is "a bad file fails the reload" \
  "$(x systemctl reload hearsayd.service >/dev/null 2>&1 || echo fails)" fails
has "with the reason, its file and line" "$(journal -n 20)" \
  '^hearsay: .*/z\.conf:2: .*wizard'
is "and the service goes on" "$(show SubState)" running
rm "$root$conf/feeds.d/z.conf"

# --- a sudden death, and a hang
known() {
  report stories -c '[.stories[] | [.id, .title, .items]]'
}
told=$(known)
strike KILL
ok "killed, it is started again" until_true 10 running "$pid"
is "its items are there" "$(report status .items)" 10
is "and its stories as they were" "$(known)" "$told"
mkdir -p "$root/run/systemd/system/hearsayd.service.d"
printf '[Service]\nWatchdogSec=1s\n' \
  >"$root/run/systemd/system/hearsayd.service.d/watchdog.conf"
x systemctl daemon-reload
x systemctl restart hearsayd.service
strike STOP
ok "hung, it is started again" until_true 10 running "$pid"
has "because of the watchdog" "$(journal -n 30)" 'Watchdog timeout'

# --- a backup; a damaged database, and back
rm "$root/run/systemd/system/hearsayd.service.d/watchdog.conf"
x systemctl daemon-reload
x systemctl restart hearsayd.service
ok "root makes a backup in a folder of its own" x hearsay backup /root/copy.db
has "which is sound" "$(x hearsayd --verify /root/copy.db 2>&1)" \
  '^/root/copy.db: sound; .* 10 items'
# Under an old name: one that is due at once.
x systemctl stop hearsayd.service 2>/dev/null
as_hearsay mkdir -m 700 /var/lib/hearsay/backup
x cp /root/copy.db /var/lib/hearsay/backup/hearsay-20200101-000000.db
x chown hearsay: /var/lib/hearsay/backup/hearsay-20200101-000000.db
x systemctl start hearsayd.service
by_itself() {
  x find /var/lib/hearsay/backup -user hearsay -perm 600 -name \
    "hearsay-$(date -u +%Y)*.db" | grep .
}
ok "one is made by itself, under the unit" until_true 15 by_itself
is "and all confinement is granted to who reads it" \
  "$(journal -n 30 | grep -c 'seal runs without')" 0
last=$(by_itself)
until_true 5 grep -q "$last" \
  "$root/var/lib/hearsay/hearsay.db.backup"
has "no restore while it runs" \
  "$(x hearsayd --restore /root/copy.db 2>&1)" 'another hearsayd works with it'
x systemctl stop hearsayd.service
dd if=/dev/urandom of="$root/var/lib/hearsay/hearsay.db" bs=4096 seek=3 \
  count=40 conv=notrunc 2>/dev/null
x systemctl start hearsayd.service 2>/dev/null
is "a damaged database ends it" "$(show Result)" exit-code
is "in a way that is not tried again" "$(show ExecMainStatus)" 3
has "the journal names the backup" "$(journal -n 30)" \
  "the last backup is $last"
is "the damaged one is set aside" "$(x sh -c \
  'ls /var/lib/hearsay | grep -c "damaged-[0-9-]*$"')" 1
has "root puts the backup back" \
  "$(x hearsayd --restore "$last" 2>&1)" 'hearsayd can be started'
is "for the user of the service" \
  "$(x stat -c '%U %a' /var/lib/hearsay/hearsay.db)" 'hearsay 600'
x systemctl reset-failed hearsayd.service
x systemctl start hearsayd.service
is "and it goes on" "$(report status .items)" 10
