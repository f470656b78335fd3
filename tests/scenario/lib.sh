# shellcheck shell=sh
# shellcheck disable=SC2034  # set here for the scenarios that source this
# What the scenarios share: TAP, a scratch folder, real servers on free
# loopback ports, the daemon with a stepped clock. Everything that is started
# is stopped by its own pid; nothing is left behind.
#
# A scenario sources this first, calls plan N, and then any of the below. It
# runs the programs of $HEARSAY_BUILDDIR, or the installed ones after
# install_programs.

: "${HEARSAY_SRCDIR:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${HEARSAY_BUILDDIR:=$HEARSAY_SRCDIR/build}"
hearsayd=$HEARSAY_BUILDDIR/hearsayd
hearsay=$HEARSAY_BUILDDIR/hearsay
samples=$HEARSAY_SRCDIR/tests/samples
shared=$HEARSAY_SRCDIR/../shared

# Short: a socket's path may have 108 bytes.
scratch=$(mktemp -d /tmp/hs.XXXXXX)
chmod 755 "$scratch"
pids=
test_number=0
failures=0

finish() {
  status=$?
  for pid in $pids; do
    kill "$pid" 2>/dev/null
  done
  for pid in $pids; do
    wait "$pid" 2>/dev/null
  done
  if [ "$failures" -gt 0 ] && [ -f "$scratch/log" ]; then
    sed 's/^/# log: /' "$scratch/log" | tail -n 60
  fi
  if [ -z "${HEARSAY_KEEP:-}" ]; then
    rm -rf "$scratch"
  fi
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

# --- TAP --------------------------------------------------------------------

plan() {
  echo "1..$1"
}

skip_all() {
  echo "1..0 # SKIP $*"
  exit 0
}

# ok "what" COMMAND...: passes when the command does.
ok() {
  what=$1
  shift
  test_number=$((test_number + 1))
  if "$@" >"$scratch/ok.out" 2>&1; then
    echo "ok $test_number - $what"
  else
    failures=$((failures + 1))
    echo "not ok $test_number - $what"
    echo "#   failed: $*"
    sed 's/^/#   /' "$scratch/ok.out" | head -n 30
  fi
}

# is "what" GOT WANTED
is() {
  test_number=$((test_number + 1))
  if [ "$2" = "$3" ]; then
    echo "ok $test_number - $1"
  else
    failures=$((failures + 1))
    echo "not ok $test_number - $1"
    printf '%s\n' "$2" | sed 's/^/#      got: /'
    printf '%s\n' "$3" | sed 's/^/#   wanted: /'
  fi
}

# has "what" TEXT PATTERN: a line of TEXT matches the extended expression.
has() {
  test_number=$((test_number + 1))
  if printf '%s\n' "$2" | grep -Eq -- "$3"; then
    echo "ok $test_number - $1"
  else
    failures=$((failures + 1))
    echo "not ok $test_number - $1"
    echo "#   no line matches: $3"
    printf '%s\n' "$2" | sed 's/^/#   /' | head -n 30
  fi
}

hasnt() {
  test_number=$((test_number + 1))
  if printf '%s\n' "$2" | grep -Eq -- "$3"; then
    failures=$((failures + 1))
    echo "not ok $test_number - $1"
    echo "#   a line matches: $3"
    printf '%s\n' "$2" | sed 's/^/#   /' | head -n 30
  else
    echo "ok $test_number - $1"
  fi
}

bail() {
  echo "Bail out! $*"
  failures=$((failures + 1))
  exit 1
}

# until_true SECONDS COMMAND...: asks again until it succeeds.
until_true() {
  until_end=$(($(date +%s) + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -le "$until_end" ] || return 1
    sleep 0.05
  done
}

need() {
  for program in "$@"; do
    command -v "$program" >/dev/null 2>&1 ||
      PATH=$PATH:/usr/sbin command -v "$program" >/dev/null 2>&1 ||
      skip_all "$program is not installed"
  done
}

# need_smtp: what start_smtp needs.
need_smtp() {
  need openssl
  /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null ||
    skip_all "python3-aiosmtpd is not installed"
}

free_port() {
  python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# install_programs: what `make install` makes of the build, under $scratch.
install_programs() {
  env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -s -C "$HEARSAY_BUILDDIR" \
    install DESTDIR="$scratch/dest" >"$scratch/install.log" 2>&1 ||
    bail "make install: $(tail -n 20 "$scratch/install.log")"
  hearsayd=$(find "$scratch/dest" -path '*/sbin/hearsayd')
  hearsay=$(find "$scratch/dest" -path '*/bin/hearsay')
  lexicon=$(find "$scratch/dest" -path '*/hearsay/lexicon' -type d)
}
lexicon=$HEARSAY_SRCDIR/etc/lexicon

# --- servers ----------------------------------------------------------------

# start_nginx WWW [MORE-CONFIGURATION-OF-THE-SERVER]: sets $port; @PORT@ in the
# configuration is that.
start_nginx() {
  www=$1
  mkdir -p "$scratch/nginx"
  port=$(free_port)
  cat >"$scratch/nginx/nginx.conf" <<CONF
daemon off;
worker_processes 1;
pid $scratch/nginx/nginx.pid;
error_log $scratch/nginx/error.log warn;
$([ "$(id -u)" != 0 ] || echo "user root;")
events { worker_connections 4096; }
http {
  log_format requests '\$request_method \$uri \$status "\$http_if_none_match" "\$http_if_modified_since" "\$http_user_agent"';
  access_log $scratch/nginx/access.log requests;
  types { application/rss+xml xml; application/feed+json json; text/html html; }
  client_body_temp_path $scratch/nginx/b; proxy_temp_path $scratch/nginx/p;
  fastcgi_temp_path $scratch/nginx/f; uwsgi_temp_path $scratch/nginx/u;
  scgi_temp_path $scratch/nginx/s;
  etag on; gzip on; gzip_types application/rss+xml application/feed+json;
  gzip_min_length 256;
  server {
    listen 127.0.0.1:$port;
    root $www;
    $(printf '%s' "${2:-}" | sed "s/@PORT@/$port/g")
  }
}
CONF
  PATH=$PATH:/usr/sbin nginx -c "$scratch/nginx/nginx.conf" \
    -p "$scratch/nginx" -e "$scratch/nginx/error.log" 2>/dev/null &
  nginx_pid=$!
  pids="$pids $nginx_pid"
  until_true 10 curl -so /dev/null "http://127.0.0.1:$port/" ||
    bail "nginx did not start: $(cat "$scratch/nginx/error.log")"
}

# serve_sample: the bundled sample as it was before the announcement, from
# nginx; sample_feeds writes the feeds for it.
serve_sample() {
  mkdir "$scratch/www"
  cp "$samples"/hyperos/before/* "$scratch/www/"
  start_nginx "$scratch/www"
}

# sample_feeds [FILE]: into the folder of configure, if not into FILE.
sample_feeds() {
  sed "s|@BASE@|http://127.0.0.1:$port|" "$samples/hyperos/feeds.conf.in" \
    >"${1:-$scratch/feeds.d/sample.conf}"
}

# make_ca: an authority and a server's certificate in $scratch/ca.
make_ca() {
  mkdir -p "$scratch/ca"
  (
    cd "$scratch/ca" || exit 1
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
      -days 2 -subj '/CN=hearsay test authority' -keyout ca.key -out ca.pem \
      -addext basicConstraints=critical,CA:TRUE
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
      -subj '/CN=localhost' -keyout server.key -out server.csr
    echo 'subjectAltName=DNS:localhost,IP:127.0.0.1' >ext
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key \
      -CAcreateserial -days 2 -extfile ext -out server.pem
  ) >"$scratch/ca.log" 2>&1 || bail "openssl: $(cat "$scratch/ca.log")"
}

# start_smtp MAILDIR [PORT]: STARTTLS and AUTH required; sets $smtp_port and
# $smtp_pid. User u, password pw.
start_smtp() {
  [ -d "$scratch/ca" ] || make_ca
  smtp_port=${2:-$(free_port)}
  /usr/bin/python3 "$HEARSAY_SRCDIR/tests/scenario/smtpd.py" 127.0.0.1 "$smtp_port" \
    "$1" "$scratch/ca/server.pem" "$scratch/ca/server.key" u pw \
    >"$scratch/smtpd.log" 2>&1 &
  smtp_pid=$!
  pids="$pids $smtp_pid"
  until_true 10 grep -q READY "$scratch/smtpd.log" ||
    bail "the SMTP server did not start: $(cat "$scratch/smtpd.log")"
}

# Delivered messages, one path a line.
delivered() {
  find "$1" -type f -path '*/new/*' 2>/dev/null | sort
}

# read_mail FILE: its text part as a person reads it, every paragraph one line.
read_mail() {
  python3 -c 'import email, email.policy, re, sys
with open(sys.argv[1], "rb") as f:
    mail = email.message_from_binary_file(f, policy=email.policy.default)
text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
print(re.sub(r"(?<!\n--) \n ?", "", text))' "$1"
}

# --- a web server that answers as told, and remembers what was asked

# start_asking: before the first start_feedserver
start_asking() {
  rules=$scratch/rules
  asked=$scratch/asked
  mkdir "$rules"
  : >"$asked"
}

# start_feedserver NAME [CERTIFICATE KEY]: sets $feedserver_port.
start_feedserver() {
  name=$1
  shift
  /usr/bin/python3 "$HEARSAY_SRCDIR/tests/scenario/feedserver.py" \
    "$scratch/$name.port" "$rules" "$asked" "$@" >"$scratch/$name.log" 2>&1 &
  pids="$pids $!"
  until_true 10 test -s "$scratch/$name.port" ||
    bail "the server did not start: $(cat "$scratch/$name.log")"
  feedserver_port=$(cat "$scratch/$name.port")
}

# answer NAME JSON: how /NAME is answered from now on
answer() {
  printf '%s\n' "$2" >"$rules/$1.json.new"
  mv "$rules/$1.json.new" "$rules/$1.json"
}

# asked_for NAME: how many requests came
asked_for() {
  jq -s --arg p "/$1" 'map(select(.path | split("?")[0] == $p)) | length' \
    "$asked"
}

# sent NAME HEADER: what the last request's header said, or null
sent() {
  jq -rs --arg p "/$1" --arg h "$2" \
    'map(select(.path | split("?")[0] == $p)) | last | .headers[$h]' "$asked"
}

# --- the daemon -------------------------------------------------------------

at() { # at "2023-10-12 06:00": sets the policy's clock (UTC)
  date -u -d "$1" +%s >"$scratch/clock.new"
  mv "$scratch/clock.new" "$scratch/clock"
}

# The configuration of a scenario: the paths, then whatever is on stdin.
configure() {
  mkdir -p "$scratch/feeds.d"
  {
    cat <<CONF
database = "$scratch/hearsay.db"
lexicon = "$lexicon"
feeds = "$scratch/feeds.d"
keep = "4000d"
sockets {
	status = "$scratch/status.sock"
	control = "$scratch/control.sock"
}
CONF
    cat
  } >"$scratch/hearsay.conf"
}

# The poll section for loopback: nothing is spread, no host has to wait.
loopback_poll='poll {
	spread = "0s"
	min-gap = "0s"
	allow-hosts = {"127.0.0.1", "localhost"}
}'

# Two readers: one of the day, one who is told at once.
morning_digest='digest "morning" {
	to = {"reader@example.org"}
	when = "daily"
	at = "07:30"
	timezone = "Europe/Berlin"
}'
verdicts_digest='digest "verdicts" {
	to = {"editor@example.org"}
	when = "at-once"
}'

# The mail section for the server of start_smtp.
mail_section() {
  printf 'pw\n' >"$scratch/password"
  cat <<CONF
mail {
	server = "smtp://localhost:$smtp_port"
	user = "u"
	password-file = "$scratch/password"
	ca-file = "$scratch/ca/ca.pem"
	from = "hearsay <hearsay@example.org>"
	domain = "example.org"
}
CONF
}

# open_page: the web page on a free loopback port; sets $page.
open_page() {
  page=$(free_port)
  # Into the section that configure wrote.
  sed -i "s|^sockets {|sockets {\n\tpage = \"127.0.0.1:$page\"|" \
    "$scratch/hearsay.conf"
}

start_daemon() {
  "$hearsayd" --foreground --config "$scratch/hearsay.conf" \
    --test-clock "$scratch/clock" "$@" >>"$scratch/log" 2>&1 &
  daemon=$!
  pids="$pids $daemon"
  until_true 20 answers || bail "the daemon does not answer"
}

answers() {
  "$hearsay" --socket "$scratch/status.sock" --json status
}

h() {
  "$hearsay" --socket "$scratch/status.sock" "$@"
}

hj() {
  "$hearsay" --socket "$scratch/status.sock" --json "$@"
}

at_rest() {
  hj status >"$scratch/status.json" 2>/dev/null || return 1
  jq -e '.feeds_due == 0 and ([.roles[].waiting] | add // 0) == 0' \
    "$scratch/status.json"
}

# settle: nothing is due, nothing is on its way.
settle() {
  until_true 30 at_rest || bail "the daemon did not come to rest: \
$(cat "$scratch/status.json")"
}

# step "2023-10-17 18:00": the clock goes there, and what is due happens.
step() {
  before=$(hj status | jq -r .now)
  at "$1"
  kill -USR2 "$daemon"
  until_true 20 clock_moved "$before" || bail "the clock did not move"
  settle
}

clock_moved() {
  [ "$(hj status | jq -r .now)" != "$1" ]
}

# feed SLUG EXPRESSION: what jq makes of the feed's state
feed() {
  hj feeds | jq -r --arg s "$1" ".feeds[] | select(.slug == \$s) | $2"
}

# when_due SLUG: just behind the feed's next poll
when_due() {
  feed "$1" '.due_at | fromdate | . + 1 | todate'
}

# poll SLUG: the clock goes there
poll() {
  polled_before=$(feed "$1" .polled_at)
  step "$(when_due "$1")"
  [ "$(feed "$1" .polled_at)" != "$polled_before" ] ||
    bail "$1 was not asked at its due time"
}

# role NAME FIELD: of the process with that role
role() {
  hj status | jq -r --arg r "$1" ".roles[] | select(.name == \$r) | .$2"
}

stop_daemon() {
  kill "$daemon"
  wait "$daemon"
}

# run_crash SCRIPT ARGUMENT...: one of tests/crash, in place of a scenario.
run_crash() {
  need python3
  if ldd "$hearsayd" | grep -q 'lib[at]san'; then
    skip_all "a sanitizer wants to be loaded before anything else"
  fi
  make -s -C "$HEARSAY_BUILDDIR" tests/crash/preload.so >/dev/null ||
    bail "tests/crash/preload.so cannot be made"
  export HEARSAY_SRCDIR HEARSAY_BUILDDIR PYTHONDONTWRITEBYTECODE=1
  script=$1
  shift
  python3 "$HEARSAY_SRCDIR/tests/crash/$script" "$@"
}
