#!/bin/sh
# What the manual pages and the README show is run as it is written there, with
# the installed programs on the bundled sample: only hosts and the places of
# files are replaced. systemctl and journalctl are for systemd.sh.
. "$(dirname "$0")/lib.sh"
need nginx curl jq openssl python3 sqlite3
/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null ||
  skip_all "python3-aiosmtpd is not installed"
install_programs

# --- the sites that the examples name, the sample, and what they read

www=$scratch/www
mkdir -p "$www/gsmarena" "$www/samsung/global" "$scratch/try" "$scratch/dictd"
cp "$samples"/hyperos/before/* "$www/"
# site FOLDER FEED TITLE
site() {
  printf '<!DOCTYPE html><html lang="en"><head><title>%s</title>\n<link
rel="alternate" type="application/rss+xml" title="%s" href="/%s"></head>
<body><h1>%s</h1></body></html>\n' "$3" "$3" "$2" "$3" >"$www/$1/index.html"
}
site gsmarena news.xml GSMArena
site samsung/global feed.xml "Samsung Newsroom"
cp "$www/gadgetnoon.xml" "$www/gsmarena/news.xml"
sed 's/Gadget Noon/Samsung Newsroom/' "$www/gadgetnoon.xml" \
  >"$www/samsung/feed.xml"
start_nginx "$www" "}
server { listen 127.0.0.1:@PORT@; server_name gsmarena.localhost;
  root $www/gsmarena; }
server { listen 127.0.0.1:@PORT@; server_name news.samsung.localhost;
  root $www/samsung;"
make_ca
start_smtp "$scratch/mail"
configure <<CONF
poll {
	spread = "0s"
	min-gap = "0s"
	allow-hosts = {"127.0.0.1", "gsmarena.localhost", "news.samsung.localhost"}
}
$(mail_section)
digest "morning" {
	to = {"me@example.org"}
	at = "07:30"
	timezone = "Europe/Berlin"
}
CONF
sed "s|@BASE@|http://127.0.0.1:$port|" "$samples/hyperos/feeds.conf.in" \
  >"$scratch/feeds.d/sample.conf"
cp "$samples/hyperos/before/phoneledger.xml" "$scratch/try/feed.xml"
cp "$www/gadgetnoon.xml" "$www/another.xml"
chmod 600 "$scratch/password"
cat >"$scratch/try/subscriptions.opml" <<XML
<opml version="2.0"><body><outline type="rss" text="Another"
 xmlUrl="http://127.0.0.1:$port/another.xml"/></body></opml>
XML
printf 'Telefon\ntelephone\n' | gzip >"$scratch/dictd/freedict-deu-eng.dict.dz"
printf 'Telefon\tA\tS\n' >"$scratch/dictd/freedict-deu-eng.index"
cat >"$scratch/try/hearsay.conf" <<CONF
database = "mine.db"
lexicon = "$lexicon"
feeds = ""
sockets {
	status = "status.sock"
	control = "control.sock"
}
CONF
at "2023-10-12 04:00"
start_daemon
settle
cp "$samples"/hyperos/after/* "$www/"
step "2023-10-17 18:00"

# The templates that stand beside the configuration.
cp -R "${lexicon%/lexicon}/notify" "$scratch/try/"

# --- the examples

# The lines of one page's EXAMPLES that stand in displays; those of a command
# that goes on are joined.
examples() { # examples PAGE
  sed -n '/^\.Sh EXAMPLES/,/^\.Sh SEE/p' "$HEARSAY_SRCDIR/doc/$1" |
    sed -n -e '/^\.Bd/,/^\.Ed/{ /^\.[BE]d/d; p; }' -e 's/^\.Dl //p' |
    sed -e 's/\\e$/\\/' -e ':a' -e '/[|\\]$/{ N; s/\\\n */ /; s/|\n */| /; ba; }'
}

# What runs here for what is written: hosts, places and who asks.
here() {
  sed -e "s|https://www.gsmarena.com/|http://gsmarena.localhost:$port/|" \
    -e "s|add gsmarena.com|add http://gsmarena.localhost:$port/|" \
    -e "s|https://news.samsung.com/|http://news.samsung.localhost:$port/|" \
    -e "s|/run/hearsay/status.sock|$scratch/status.sock|" \
    -e "s|/var/lib/hearsay/|$scratch/|" -e 's/^sudo //'
}

run() { # run COMMAND: as a shell of a user would, in a folder of theirs
  (
    cd "$scratch/try" || exit 1
    PATH=${hearsay%/*}:${hearsayd%/*}:$PATH
    HEARSAY_SOCKET=$scratch/status.sock
    HEARSAY_LEXICON=$lexicon
    export PATH HEARSAY_SOCKET HEARSAY_LEXICON
    case $1 in
    # These end when they are told to; until then all is well.
    *watch* | *--foreground*)
      timeout 0.5 sh -c "exec $1" && exit 1
      [ $? = 124 ]
      ;;
    *) sh -c "$1" ;;
    esac
  )
}

run_all() { # run_all WHERE: the commands of standard input
  while IFS= read -r command; do
    case $command in
    systemctl* | journalctl*) continue ;;
    # Nobody is asked twice within a quarter of an hour.
    *"feed poll"*) step "2023-10-17 18:20" ;;
    esac
    ok "$1: $command" run "$(printf '%s\n' "$command" | here)"
  done <"$scratch/commands"
}

for page in hearsay.1 hearsayd.8; do
  examples "$page" | sed -n 's/^[#$] //p' >"$scratch/commands"
  ok "$page has examples" test -s "$scratch/commands"
  run_all "$page"
done

good() { # good WHAT: the configuration on standard input is accepted
  {
    printf 'lexicon = "%s"\nfeeds = ""\n' "$lexicon"
    sed -e "s|/etc/hearsay/smtp-password|$scratch/password|" \
      -e "s|/usr/share/dictd|$scratch/dictd|"
  } >"$scratch/try/example.conf"
  ok "$1 is accepted" "$hearsayd" --check-config --config \
    "$scratch/try/example.conf"
}

# Each display is a file of its own.
n=1
while :; do
  sed -n '/^\.Sh EXAMPLES/,/^\.Sh SEE/p' "$HEARSAY_SRCDIR/doc/hearsay.conf.5" |
    awk -v n="$n" '/^\.Bd/ { at++; next } /^\.Ed/ { in_it = 0 }
      { in_it = at == n && !/^\.Ed/ && !done } /^\.Ed/ && at == n { done = 1 }
      in_it' >"$scratch/example"
  [ -s "$scratch/example" ] || break
  good "hearsay.conf.5, example $n" <"$scratch/example"
  n=$((n + 1))
done
ok "hearsay.conf.5 has examples" test "$n" -gt 2

# --- the README

h feed remove gsmarena >"$scratch/out"
h feed remove news.samsung >>"$scratch/out" 2>&1 ||
  h feed remove samsung >>"$scratch/out" 2>&1
readme=$HEARSAY_SRCDIR/README.md
is "the README's screen is what is shown" \
  "$(sed -n '/^    \$ hearsay rumors/,/^[^ ]/p' "$readme" |
    sed -e 1d -e '/^[^ ]/d' -e 's/^    //')" "$(h --columns 80 rumors)"
sed -n -e ':a' -e '/^    .*\\$/{ N; s/\\\n */ /; ba; }' \
  -e 's/^    \(\(sudo \)\{0,1\}hearsay .*\)/\1/p' "$readme" |
  sed 's/   *#.*//' >"$scratch/commands"
ok "the README has commands" test "$(wc -l <"$scratch/commands")" -gt 15
run_all README
# What it says of files: the blocks of feed, mail and digest, as one.
sed -n '/^    \(feed\|mail\|digest\|notify\) .*{$/,/^    }/p' "$readme" \
  >"$scratch/example"
good "the README's configuration" <"$scratch/example"
stop_daemon
echo "1..$test_number"
