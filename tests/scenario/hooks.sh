#!/bin/sh
# Web hooks: signed, in order and none lost, whatever the receiver says and
# whenever the daemon is killed; a template; a hook that is suspended and
# comes back; a new one hears nothing of what was before.
. "$(dirname "$0")/lib.sh"
need nginx curl jq python3
plan 38

mkdir "$scratch/www"
cp "$samples"/hyperos/before/* "$scratch/www/"
start_nginx "$scratch/www"
start_asking
start_feedserver hooked
hook=http://127.0.0.1:$feedserver_port
printf 'whsec_%s\n' "$(printf 'a key that nobody else may know.' | base64)" \
  >"$scratch/secret"
cat >"$scratch/chat.json" <<'JSON'
{"text": "{{vendor}}: {{statement}} is {{ status }}",
 "more": ["{{evidence}}", "{{url}}", "{{kind}}", {{id}}]}
JSON
printf '%s\n' '{{kind}} #{{id}}: {{status}}' >"$scratch/line.txt"
sections() { # sections MORE
  configure <<CONF
$loopback_poll
notify "all" {
	url = "$hook/all?token=tell-nobody"
	events = {"rumor-settled", "rumor-new", "rumor-status"}
	secret-file = "$scratch/secret"
}
notify "chat" {
	url = "$hook/chat"
	vendors = {"xiaomi"}
	template = "$scratch/chat.json"
}
notify "other" {
	url = "$hook/other"
	vendors = {"Samsung"}
	events = {"rumor-new", "rumor-settled"}
}
notify "feeds" {
	url = "$hook/feeds"
	events = {"feed-state"}
	template = "$scratch/line.txt"
}
$1
CONF
}
sections ""
sed "s|@BASE@|http://127.0.0.1:$port|" "$samples/hyperos/feeds.conf.in" \
  >"$scratch/feeds.d/sample.conf"

# What came: the id of each request, and of its body.
cat >"$scratch/came.py" <<'PYTHON'
"""came.py LOG SECRET WHAT: looks at all that was posted to /all."""
import base64, hashlib, hmac, json, sys

key = base64.b64decode(open(sys.argv[2]).read().strip()[len("whsec_"):])
posts = [json.loads(line) for line in open(sys.argv[1])]
posts = [p for p in posts if p["path"].startswith("/all")]
for p in posts:
    h = p["headers"]
    signed = f"{h['webhook-id']}.{h['webhook-timestamp']}.{p['body']}".encode()
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    if h["webhook-signature"] != "v1," + wanted.decode():
        print("a wrong signature of", h["webhook-id"])
    if h["content-type"] != "application/json" or "expect" in h:
        print("odd headers of", h["webhook-id"])
    body = json.loads(p["body"])
    if not h["webhook-id"].startswith(f"evt_{body['event']['id']}_"):
        print("another event's id:", h["webhook-id"])
    if body["rumor"]["id"] != body["event"]["subject"]:
        print("another rumor:", body["event"])
    p["event"] = body["event"]["id"]
if sys.argv[3] == "ids":
    ids = [p["event"] for p in posts]
    # A repeat follows what it repeats.
    print(" ".join(str(n) for i, n in enumerate(ids) if ids[i - 1] != n
                   or i == 0))
PYTHON
came() {
  python3 "$scratch/came.py" "$asked" "$scratch/secret" "$1" 2>&1
}
wanted() {
  curl -s --unix-socket "$scratch/status.sock" 'http://h/v1/events?limit=1000' |
    jq -r '[.events[] | select(.kind | startswith("rumor-")) | .id]
      | join(" ")'
}
hooks() { # hooks WAITING FAILING
  hj status | jq -e ".hooks_waiting == $1 and .hooks_failing == $2"
}
reached() { # reached NAME N
  [ "$(asked_for "$1")" -ge "$2" ]
}
all_came() {
  [ "$(came ids)" = "$(wanted)" ]
}

# --- a receiver that fails

answer all '{"status": 500, "body": "not\ntoday"}'
answer chat '{"status": 204}'
answer other '{"status": 200}'
answer feeds '{"status": 200}'
at "2023-10-12 04:00"
start_daemon
settle
ok "the first event was tried" until_true 10 reached all 1
ok "and waits" until_true 10 hooks 1 1
is "the status says why" "$(hj status | jq -r .hook_error)" \
  "all: HTTP 500: not today"
has "so does the command" "$(h status)" 'hooks +4: 1 waiting, 1 failing: all:'
has "the check" "$(h check)" 'WARNING: 1 web hook fails: all: HTTP 500'
has "the doctor" "$(h doctor)" 'web hooks +1 of 4 fail: all: HTTP 500'
has "and metrics" "$(curl -s --unix-socket "$scratch/status.sock" \
  http://h/metrics)" '^hearsay_hooks_failing 1$'
ok "a hook that fails holds up no other" until_true 10 reached feeds 7
is "feeds' states are told" "$(jq -r -s 'map(select(.path == "/feeds")) |
  .[].body | rtrimstr("\n") | sub("#[0-9]+"; "N")' "$asked" | sort -u)" "feed-state N: ok"
step "2023-10-12 04:00:30"
is "not again before its time" "$(asked_for all)" 1
step "2023-10-12 04:01:30"
ok "then again" until_true 10 reached all 2
answer all '{"status": 503, "headers": {"Retry-After": "1200"}}'
kill -KILL "$daemon"
wait "$daemon" 2>/dev/null
start_daemon
settle
is "a kill makes it no earlier" "$(asked_for all)" 2
step "2023-10-12 04:08"
ok "the third" until_true 10 reached all 3
ok "is noted" until_true 10 sh -c "'$hearsay' --socket '$scratch/status.sock' \
  --json status | grep -q 'HTTP 503'"
answer all '{"status": 200}'
step "2023-10-12 04:20"
is "Retry-After holds" "$(asked_for all)" 3
step "2023-10-12 04:29"
ok "all that was owed came" until_true 10 all_came
ok "nothing waits or fails any more" until_true 10 hooks 0 0

# --- killed while a post is on its way

answer all '{"status": 200, "slow": 20}'
before=$(asked_for all)
cp "$samples"/hyperos/after/* "$scratch/www/"
at "2023-10-17 18:00" # and it does not come to rest
kill -USR2 "$daemon"
ok "the verdicts go out" until_true 10 reached all $((before + 1))
kill -KILL "$daemon"
wait "$daemon" 2>/dev/null
answer all '{"status": 200}'
start_daemon
settle
ok "and come all the same, in order" until_true 10 all_came
is "each signed and under its own id" "$(came check)" ""
has "one of them twice" "$(jq -s -r \
  'map(select(.path | startswith("/all"))) | .[].headers["webhook-id"]' \
  "$asked" | sort | uniq -d | head -n 1)" "evt_"

# --- templates and filters

ok "the chat has its verdicts" until_true 10 reached chat 2
is "as the template says" "$(jq -r -s 'map(select(.path == "/chat")) | .[].body
  | fromjson | "\(.text | sub(".* is "; "")) \(.more[2]) \(.more[3] > 0)"' \
  "$asked" | sort -u)" "confirmed rumor-settled true
contradicted rumor-settled true"
is "another vendor's hook heard nothing" "$(asked_for other)" 0

# --- a new one, which is gone for good, and comes back

sections "notify \"late\" {
	url = \"$hook/late\"
	events = {\"rumor-status\", \"rumor-settled\"}
	template = \"$scratch/line.txt\"
}"
answer late '{"status": 410}'
h reload >/dev/null
h settle 1 denied --because "a test" >/dev/null
ok "what was before is no news to a new hook" until_true 10 reached late 1
ok "it is suspended" until_true 10 sh -c "'$hearsay' --socket \
  '$scratch/status.sock' --json status |
  grep -q 'late is suspended: HTTP 410'"
kill -KILL "$daemon"
wait "$daemon" 2>/dev/null
start_daemon
step "2023-10-18 18:00"
is "for good" "$(asked_for late)" 1
answer late '{"status": 200}'
h reload >/dev/null
ok "until a reload says it is right again" until_true 10 reached late 2
has "the text is the template's" "$(jq -r -s \
  'map(select(.path == "/late")) | last | .headers["content-type"] + " "
  + .body' "$asked")" '^text/plain; charset=utf-8 rumor-[a-z]+ #1: denied'

# --- what is no news any more, and a hook that is taken out

answer late '{"status": 500}'
h undo 1 >/dev/null
ok "another one fails" until_true 10 hooks 1 1
step "2023-10-27 12:00"
has "and is passed over after a week" "$(cat "$scratch/log")" \
  'notify late: [12] events? (is|are) older than 7 days: not sent'
ok "then nothing waits or fails any more" until_true 10 hooks 0 0

# --- a year later it has failed ever since

step "2024-10-16 12:00"
before=$(asked_for late)
h settle 1 denied --because "a year later" >/dev/null
ok "a new event is tried at once" until_true 10 reached late $((before + 1))
ok "and fails: it has for a year" until_true 10 hooks 1 1
hasnt "not quite" "$(hj status | jq -r .hook_error)" 'suspended'
step "2024-10-18 18:01"
ok "then it is suspended" until_true 10 sh -c "'$hearsay' --socket \
  '$scratch/status.sock' --json status |
  grep -q 'late is suspended: HTTP 500'"
hasnt "of what is about others nothing is said" "$(cat "$scratch/log")" \
  'notify other:'
hasnt "no secret and no address is in the log" "$(cat "$scratch/log")" \
  "whsec_|tell-nobody|YSBrZXk|v1,"
