#!/bin/sh
# A kernel without Landlock: the sandbox goes on with what is there, and says
# so once for each role, however many parsers there are and however often one
# is started again.
. "${HEARSAY_SRCDIR:-$(dirname "$0")/../..}/tests/scenario/lib.sh"
need nginx curl jq
without=$HEARSAY_BUILDDIR/tests/role/without-calls
"$without" landlock_create_ruleset /bin/true || skip_all "no seccomp filter here"
if grep -q 'HEARSAY_SANITIZED 1' "$HEARSAY_BUILDDIR/config.h"; then
  skip_all "nothing is confined under sanitizers"
fi
plan 7

serve_sample
configure <<CONF
poll {
	spread = "0s"
	min-gap = "0s"
	parsers = 2
	allow-hosts = {"127.0.0.1", "localhost"}
}
CONF
sample_feeds
at "2023-10-12 04:00"
cat >"$scratch/hearsayd" <<SH
#!/bin/sh
exec "$without" landlock_create_ruleset,landlock_add_rule,landlock_restrict_self "$hearsayd" "\$@"
SH
chmod +x "$scratch/hearsayd"
hearsayd=$scratch/hearsayd
start_daemon
settle
is "all feeds are read" \
  "$(hj feeds | jq '[.feeds[] | select(.state == "ok")] | length')" 7

told() { # told ROLE: how often
  grep -c "$1 runs without a part of its confinement.*: Landlock (Function not implemented)" \
    "$scratch/log"
}
is "net says what it lacks, once" "$(told net)" 1
is "so does parse, of which there are two" "$(told parse)" 1

# What is there holds: seccomp, and no new privileges.
confined() { # confined PID
  awk '/^(NoNewPrivs|Seccomp):/ { printf "%s%s ", $1, $2 }' "/proc/$1/status"
}
is "parse is confined by seccomp all the same" \
  "$(confined "$(role parse pid | head -n 1)")" "NoNewPrivs:1 Seccomp:2 "
is "and net is" "$(confined "$(role net pid)")" "NoNewPrivs:1 Seccomp:2 "

# Another that takes over has nothing new to say.
before=$(role parse pid | head -n 1)
kill -KILL "$before"
other_parser() {
  now=$(role parse pid | head -n 1)
  [ "$now" != "$before" ] && [ "$now" != 0 ] && [ "$now" != null ]
}
ok "a parser that was killed is started again" until_true 10 other_parser
# Its confinement stands before it answers; nothing more has been said then.
until_true 10 grep -q 'Seccomp:	2' "/proc/$(role parse pid | head -n 1)/status"
is "and says nothing again" "$(told parse)" 1
