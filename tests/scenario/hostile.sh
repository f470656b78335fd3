#!/bin/sh
# Hostile documents through the installed command, at the sizes that people
# name: each ends soon, in little memory, with a message or with items. Then
# through the daemon to a terminal, where nothing of them may act.
. "${HEARSAY_SRCDIR:-$(dirname "$0")/../..}/tests/scenario/lib.sh"
need nginx curl jq prlimit
make_hostile=$HEARSAY_BUILDDIR/tests/hostile/make-hostile
[ -x "$make_hostile" ] || skip_all "make-hostile is not built"
documents=$("$make_hostile" | wc -l)
plan $((documents + 15))
install_programs
most_bytes=600000000 # address space; the libraries alone take a sixth
if ldd "$hearsay" | grep -q libasan || nm "$hearsay" 2>/dev/null | grep -q __asan; then
  most_bytes=unlimited
fi

# parse FILE: sets $code, and the files out and err
parse() {
  prlimit --as="$most_bytes" --cpu=10 "$hearsay" parse \
    --base-url https://lamp.example/feed "$1" \
    >"$scratch/out" 2>"$scratch/err"
  code=$?
}

# says TEXT: in the message or among the warnings
says() {
  [ -z "$1" ] || grep -Fq -- "$1" "$scratch/err" ||
    jq -e --arg text "$1" 'any(.warnings[]; contains($text))' "$scratch/out"
}

fate() { # fate FATE SAYS
  case $1 in
  read) [ "$code" = 0 ] && jq -e '.items | length > 0' "$scratch/out" ;;
  refused) [ "$code" = 1 ] && ! [ -s "$scratch/out" ] ;;
  *) false ;;
  esac && says "$2"
}

tab=$(printf '\t')
"$make_hostile" >"$scratch/list"
while IFS=$tab read -r name size fate says; do
  "$make_hostile" "$name" "$size" >"$scratch/document"
  parse "$scratch/document"
  ok "$name: $fate" fate "$fate" "$says"
done <"$scratch/list"

# --- as large as they come
large() { # large NAME N FATE SAYS
  "$make_hostile" "$1" "$2" >"$scratch/document"
  parse "$scratch/document"
  ok "$1 of $(($(stat -c %s "$scratch/document") / 1000000)) MB: $3" fate "$3" "$4"
}
large text-long 7500000 refused "limit: longer than 8388608 bytes"
large text-long 590000 read "its content is cut"
large items-many 1000000 refused "limit: longer than 8388608 bytes"
large items-many 170000 read "only the first 5000 items are kept"
large levels-many 1000000 refused "limit: elements nested deeper than 200"
large attributes-many 100000 refused "more than 500 attributes"
rm "$scratch/document"

# --- nothing is asked for
mkdir "$scratch/www"
echo secret >"$scratch/www/secret"
start_nginx "$scratch/www"
cat >"$scratch/document" <<XML
<?xml version="1.0"?>
<!DOCTYPE rss SYSTEM "http://127.0.0.1:$port/secret" [
<!ENTITY % p SYSTEM "http://127.0.0.1:$port/secret"> %p;
<!ENTITY w SYSTEM "http://127.0.0.1:$port/secret">
<!ENTITY f SYSTEM "file://$scratch/www/secret">]>
<rss version="2.0"><channel><item><title>[&w;&f;]</title>
<description>&lt;img src="http://127.0.0.1:$port/secret"&gt;</description>
</item></channel></rss>
XML
parse "$scratch/document"
is "a document that asks for files is read" "$code" 0
is "without them" "$(jq -r '.items[0].title' "$scratch/out")" "[]"
hasnt "no server was asked" "$(cat "$scratch/nginx/access.log")" secret
if command -v strace >/dev/null && [ "$most_bytes" != unlimited ] &&
  strace -o "$scratch/trace" -f -e trace=%file,%network "$hearsay" parse \
    "$scratch/document" >/dev/null 2>&1; then
  is "nothing is opened after the document" \
    "$(sed "1,\\|$scratch/document|d" "$scratch/trace" |
      grep -E 'open|socket|connect' | grep -vc '/dev/urandom')" 0
else
  ok "nothing is opened after the document # SKIP no strace" true
fi

# --- to the terminal
"$make_hostile" controls 3 >"$scratch/www/controls.xml"
configure <<CONF
$loopback_poll
feed "bad" { url = "http://127.0.0.1:$port/controls.xml" role = "press" }
CONF
at "2024-03-04 10:00"
start_daemon
settle
is "a feed of terminal controls is read" "$(feed bad .state)" ok
hj stories >"$scratch/stories.json"
"$hearsay" --socket "$scratch/status.sock" stories >"$scratch/stories" 2>&1 ||
  bail "$(cat "$scratch/stories")"
has "its item is shown" "$(cat "$scratch/stories")" 'Light'
acts() { # what a terminal or a reader would act upon
  LC_ALL=C grep -cE "$(printf '[\001-\010\013-\037\177]|\302[\200-\237]|\342\200[\252-\256]|\342\201[\246-\251]')" "$@"
}
is "and nothing of it acts" "$(acts "$scratch/stories")" 0
is "nor in what programs read" "$(acts "$scratch/stories.json")" 0
ok "the reader of documents lived on" [ "$(role parse restarts)" = 0 ]
stop_daemon
