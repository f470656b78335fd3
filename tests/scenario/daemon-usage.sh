#!/bin/sh
# What hearsayd says to arguments, and to a configuration that is checked.
: "${HEARSAY_SRCDIR:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${HEARSAY_BUILDDIR:=$HEARSAY_SRCDIR/build}"
hearsayd=$HEARSAY_BUILDDIR/hearsayd
cases=$HEARSAY_SRCDIR/tests/cases/config
n=0

# try "what" STATUS "line of its output" ARGUMENT...
try() {
  n=$((n + 1))
  what=$1 wanted=$2 line=$3
  shift 3
  output=$("$hearsayd" "$@" 2>&1 </dev/null)
  status=$?
  if [ "$status" = "$wanted" ] &&
    printf '%s\n' "$output" | grep -Fqx -- "$line"; then
    echo "ok $n - $what"
  else
    echo "not ok $n - $what"
    echo "#   status $status, wanted $wanted; no line: $line"
    printf '%s\n' "$output" | sed 's/^/#   /'
  fi
}

echo "1..12"
version=$(sed -n 's/^#define PACKAGE_VERSION "\(.*\)"/\1/p' \
  "$HEARSAY_BUILDDIR/config.h")
try "its version" 0 "hearsayd $version" --version
try "its help" 0 "      --check-config   read it, say what is wrong, and end" \
  --help
try "an unknown option" 2 "$hearsayd: unrecognized option '--frobnicate'" \
  --frobnicate
try "an option without its value" 2 \
  "$hearsayd: option '--config' requires an argument" --config
try "an argument" 2 'hearsayd: "feeds": no arguments are taken' feeds
try "an unknown role" 2 'hearsayd: -x "judge": there is net, parse and seal' -x judge
try "a configuration that is right" 0 "configuration ok: 2 feeds" \
  --check-config --config "$cases/ok-full.conf"
try "the feeds of a folder" 0 "configuration ok: 3 feeds" \
  --check-config -c "$cases/folder/ok.conf"
try "the default feeds" 0 "configuration ok: 19 feeds" \
  --check-config -c "$cases/folder/defaults.conf"
try "one that is not" 1 "$cases/bad-role.conf:6: role = \"blog\" is none of: \
press, official, tipster, aggregator, community" \
  --check-config -c "$cases/bad-role.conf"
try "one that is not there" 1 \
  "/nonexistent/hearsay.conf: No such file or directory" \
  --check-config -c /nonexistent/hearsay.conf
try "a start with one that is not there" 1 \
  "/nonexistent/hearsay.conf: No such file or directory" \
  -c /nonexistent/hearsay.conf
