#!/bin/sh
# make bench: what the parts cost and what the whole daemon costs, each beside
# a limit or a peer of the same run. It prints one table; a goal that is
# missed is said, and is no error. Not part of make check.
. "$(dirname "$0")/../scenario/lib.sh"
# shellcheck disable=SC2034  # of lib.sh
failures=0
feeds=100
idle_s=${HEARSAY_BENCH_IDLE_S:-10}
tab=$(printf '\t')
rows=$scratch/rows
: >"$rows"

# row WHAT UNIT OURS AGAINST THEIRS most|least GOAL
# A goal of 0: told for comparison.
row() {
  awk -v OFS="$tab" -v what="$1" -v unit="$2" -v ours="$3" -v against="$4" \
    -v theirs="$5" -v sense="$6" -v goal="$7" 'BEGIN {
    ratio = theirs > 0 ? ours / theirs : 0
    met = sense == "most" ? ratio <= goal : ratio >= goal
    print what, sprintf("%.4g %s", ours, unit), against,
      sprintf("%.4g %s", theirs, unit), sprintf("%.2f", ratio),
      goal ? sprintf("at %s %.2f: %s", sense, goal, met ? "met" : "MISSED") : ""
  }' >>"$rows"
}

skip() {
  printf '%s\tskipped: %s\n' "$1" "$2" >>"$rows"
}

parts() {
  echo "# the parts" >&2
  for part in store judge parse; do
    program=$HEARSAY_BUILDDIR/tests/bench/bench-$part
    if [ ! -x "$program" ]; then
      skip "$part" "bench-$part is not built"
    elif [ "$part" = judge ]; then
      "$program" "$lexicon" >>"$rows" || skip "$part" "it failed"
    else
      "$program" >>"$rows" || skip "$part" "it failed"
    fi
  done
}

# --- the daemon -------------------------------------------------------------

# One feed, 30 items, written with the number of the feed. Three feeds in a
# row tell the same news in words of their own; a few words are common to all.
write_feed() {
  awk -v feed="$1" -v more="${2:-0}" '
  function draw(below) {
    seed = (seed * 1103 + 12345) % 1000003
    return int(seed / 7) % below
  }
  function word(n, w) {
    do {
      w = w syllable[n % 12 + 1]
      n = int(n / 12)
    } while (n)
    return w
  }
  function text(words, topic, w) {
    for (w = ""; words > 0; words--)
      w = w " " word(draw(3) ? draw(draw(2) ? 30 : 9000) \
        : 9000 + topic * 9 + draw(9))
    return substr(w, 2)
  }
  BEGIN {
    split("la men to ri shan ber ko ul ves in da pro", syllable)
    print "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel>"
    printf "<title>Feed %d</title><link>http://f%d.example/</link>\n",
      feed, feed
    for (i = 30 + more; i > more; i--) {
      seed = feed * 1009 + i * 37 + 1
      topic = int(feed / 3) * 64 + i
      printf "<item><title>%s</title>", text(9, topic)
      printf "<link>http://f%d.example/%d</link>", feed, i
      printf "<guid>http://f%d.example/%d</guid>", feed, i
      printf "<pubDate>Tue, 14 Nov 2023 %02d:%02d:00 GMT</pubDate>",
        i % 24, feed % 60
      printf "<description>%s. %s. According to Night Lamp, ", text(20, topic),
        text(25, topic)
      printf "Lantern OS %d may come in the spring. %s.", topic,
        text(30, topic)
      print "</description></item>"
    }
    print "</channel></rss>"
  }' >"$scratch/www/$1.xml"
}

write_feeds() {
  n=1
  while [ "$n" -le "$feeds" ]; do
    write_feed "$n" "${1:-0}"
    n=$((n + 1))
  done
}

# A host for each feed, as in life: 127.0.1.N.
hosts() {
  n=1
  while [ "$n" -le "$feeds" ]; do
    echo "127.0.1.$n"
    n=$((n + 1))
  done
}

configure_feeds() {
  {
    printf 'poll {\n\tspread = "0s"\n\tmin-gap = "0s"\n\tallow-hosts = {'
    hosts | sed 's/.*/"&"/' | paste -sd,
    printf '}\n}\n'
  } | configure
  n=0
  for host in $(hosts); do
    n=$((n + 1))
    printf 'feed "f%d" {\n\ttitle = "Feed %d"\n\turl = "http://%s:%s/%d.xml"\n\trole = "press"\n}\n' \
      "$n" "$n" "$host" "$port" "$n"
  done >"$scratch/feeds.d/bench.conf"
}

now_ms() {
  date +%s%3N
}

roles() {
  echo "$daemon"
  pgrep -P "$daemon"
}

# Milliseconds of CPU that the three processes have used, all threads.
cpu_ms() {
  for pid in $(roles); do
    cat "/proc/$pid/task"/*/schedstat
  done | awk '{ ns += $1 } END { printf "%.3f\n", ns / 1e6 }'
}

sum_of() { # sum_of FILE FIELD
  for pid in $(roles); do
    cat "/proc/$pid/$1"
  done | awk -v field="$2:" '$1 == field { sum += $2 } END { print sum + 0 }'
}

# Until the clock's step is taken and every feed was asked after it.
round() { # round "2023-11-15 06:00": sets $took_ms and $used_ms
  cpu_before=$(cpu_ms)
  started=$(now_ms)
  at "$1"
  asked_after=$(cat "$scratch/clock")
  kill -USR2 "$daemon"
  wait_all_asked || return 1
  took_ms=$(($(now_ms) - started))
  used_ms=$(echo "$cpu_before $(cpu_ms)" | awk '{ print $2 - $1 }')
}

# Looked at often, for it is timed.
wait_all_asked() {
  left=6000
  until all_asked; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || return 1
    sleep 0.005
  done
}

all_asked() {
  n=$(sqlite3 -readonly "$scratch/hearsay.db" "SELECT count(*) FROM feed
    WHERE polled_at >= $asked_after AND state = 'ok'")
  [ "$n" = "$feeds" ]
}

curl_list() {
  n=0
  for host in $(hosts); do
    n=$((n + 1))
    printf 'url = "http://%s:%s/%d.xml"\noutput = "/dev/null"\n' \
      "$host" "$port" "$n"
  done
}

# One curl, all feeds in turn: the round trips and nothing else.
curl_round() {
  started=$(now_ms)
  curl -s --no-progress-meter --parallel --parallel-max 32 --config "$scratch/curl.conf" ||
    return 1
  curl_ms=$(($(now_ms) - started))
}

poll_rows() {
  curl_list >"$scratch/curl.conf"
  asked_after=$(cat "$scratch/clock")
  started=$(now_ms)
  start_daemon
  wait_all_asked || {
    skip "poll" "the feeds were not read: $(tail -n 1 "$scratch/log")"
    return 1
  }
  took_ms=$(($(now_ms) - started))
  curl_round
  row "start, $feeds new feeds, 3000 items stored" ms "$took_ms" \
    "curl, the same bytes" "$curl_ms" most 0
  row "  CPU of it" ms "$(cpu_ms)" "the goal" 1500 most 1
  settle
  all_used=0
  for day in 16 17 18 19 20; do
    round "2023-11-$day 06:00" || {
      skip "poll" "a round of unchanged feeds was not done"
      return 1
    }
    all_used=$(echo "$all_used $used_ms" | awk '{ print $1 + $2 }')
  done
  curl_round
  row "a round of $feeds unchanged feeds" ms "$took_ms" \
    "curl, all bodies" "$curl_ms" most 0
  row "  CPU of it, a poll" us \
    "$(echo "$all_used $feeds" | awk '{ print $1 * 1000 / $2 / 5 }')" \
    "the goal" 30 most 1
  write_feeds 1
  round "2023-11-22 06:00" || {
    skip "poll" "the last round was not done"
    return 1
  }
  curl_round
  row "a round of $feeds feeds, one new item each" ms "$took_ms" \
    "curl, the same bytes" "$curl_ms" most 0
  row "  CPU of it" ms "$used_ms" "the goal" 300 most 1
}

idle_rows() {
  settle
  sleep 2
  before=$(sum_of status voluntary_ctxt_switches)
  sleep "$idle_s"
  woken=$(($(sum_of status voluntary_ctxt_switches) - before))
  row "idle: wake-ups in $idle_s s" "" "$woken" "one in 15 s a watchdog" \
    "$(echo "$idle_s" | awk '{ print 1 + $1 / 15 }')" most 1
  row "idle: memory of three roles, PSS" MiB \
    "$(sum_of smaps_rollup Pss | awk '{ print $1 / 1024 }')" \
    "the goal" 40 most 1
  row "idle: of it anonymous" MiB \
    "$(sum_of smaps_rollup Pss_Anon | awk '{ print $1 / 1024 }')" \
    "the goal" 12 most 1
  row "largest resident memory so far, summed" MiB \
    "$(sum_of status VmHWM | awk '{ print $1 / 1024 }')" \
    "the goal" 64 most 1
}

daemon_rows() {
  for program in nginx curl jq sqlite3 pgrep; do
    PATH=$PATH:/usr/sbin command -v "$program" >/dev/null 2>&1 || {
      skip "the daemon" "$program is not installed"
      return
    }
  done
  echo "# the daemon" >&2
  mkdir "$scratch/www"
  port=$(free_port)
  write_feeds
  start_nginx "$scratch/www" "$(hosts | sed 's/.*/listen &:@PORT@;/')"
  configure_feeds
  at "2023-11-15 00:00"
  poll_rows && idle_rows
  stop_daemon
}

parts
daemon_rows
awk -F "$tab" '
  BEGIN { printf "%-44s %14s  %-27s %14s %7s  %s\n", "what", "measured",
    "against", "", "ratio", "goal of the ratio" }
  NF < 3 { printf "%-44s %s\n", $1, $2; next }
  { printf "%-44s %14s  %-27s %14s %7s  %s\n", $1, $2, $3, $4, $5, $6 }
' "$rows"
