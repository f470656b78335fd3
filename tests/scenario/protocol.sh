#!/bin/sh
# doc/protocol.md against the daemon: each documented route answers, each
# field that an answer has is documented, each documented one is there, and
# no route answers that is not documented. Then the headers of lists.
. "$(dirname "$0")/lib.sh"
need nginx curl jq
plan 23

serve_sample
configure <<CONF
$loopback_poll
digest "morning" {
	to = {"reader@example.org"}
}
mail {
	server = "smtp://localhost:1"
	from = "hearsay@example.org"
	domain = "example.org"
}
CONF
sample_feeds
at "2023-10-12 04:00"
start_daemon
settle
cp "$samples"/hyperos/after/* "$scratch/www/"
# A headline that was changed.
sed -i 's|<title>Tipster: MIUI 14 may be|<title>Tipster says MIUI 14 may be|' \
  "$scratch/www/phoneledger.xml"
step "2023-10-17 18:00"
h settle 1 denied --because "a test of the audit" >/dev/null

cat >"$scratch/check.py" <<'PYTHON'
"""Answers of the status socket against the words of doc/protocol.md."""
import json, re, subprocess, sys

doc, socket, mode = sys.argv[1], sys.argv[2], sys.argv[3]
text = open(doc, encoding="utf-8").read()
sections = re.split(r"^## ", text, flags=re.M)[1:]
routes = []
for s in sections:
    head = s.split("\n", 1)[0]
    if head.startswith("GET "):
        routes += [r.strip() for r in head[4:].replace("GET ", "").split(",")]
words = set(re.findall(r"`([a-z_]+)`", text))
words |= set(re.findall(r'"([a-z_]+)":', text))
listed = set(re.findall(r"`([a-z]+_[a-z_]+)`", text))

def get(path):
    out = subprocess.run(
        ["curl", "-s", "-w", "\n%{http_code}", "--unix-socket", socket,
         "http://h" + path], capture_output=True).stdout.decode()
    body, status = out.rsplit("\n", 1)
    return int(status), body

def keys(v, into):
    if isinstance(v, dict):
        into.update(v)
        for x in v.values():
            keys(x, into)
    elif isinstance(v, list):
        for x in v:
            keys(x, into)

def example(route):
    if route.startswith("/v1/tipsters/"):
        return "/v1/tipsters/%40DigitalChatStation"
    return (route.replace("WORDS", "HyperOS").replace("NAME", "morning")
            .replace("SLUG", "xiaomi").replace("/N", "/1"))

seen = set()
for r in routes:
    status, body = get(example(r))
    if status != 200:
        print("status", r, status)
        continue
    try:
        keys(json.loads(body), seen)
    except ValueError:
        if r != "/v1/feeds.opml":  # OPML
            print("no JSON", r)
if mode == "routes":
    pass
elif mode == "documented":
    print("\n".join(sorted(k for k in seen if k not in words)))
elif mode == "there":
    # Of a feed or a digest these need more than this history has.
    print("\n".join(sorted(k for k in listed if k not in seen)))
elif mode == "list":
    print("\n".join(routes))
PYTHON
check() { # check MODE
  python3 "$scratch/check.py" "$HEARSAY_SRCDIR/doc/protocol.md" \
    "$scratch/status.sock" "$1" 2>&1
}
is "every documented route answers" "$(check routes)" ""
is "every field of an answer is documented" "$(check documented)" ""
is "every documented field is there" "$(check there)" ""
# The tables of the routes are the program's own list.
is "every route is documented" "$(sed -n \
  's/^ *{"\(\/v1\/[a-z/]*\)", ROUTE.*/\1/p' "$HEARSAY_SRCDIR"/src/core/*.c |
  sort -u | while read -r route; do
    grep -Eq "(GET|POST|,) $route|\`$route" "$HEARSAY_SRCDIR/doc/protocol.md" || echo "$route"
  done)" ""
is "nothing else answers" "$(curl -s -o /dev/null -w '%{http_code}' \
  --unix-socket "$scratch/status.sock" http://h/v1/secrets)" 404
is "nor without a version" "$(curl -s -o /dev/null -w '%{http_code}' \
  --unix-socket "$scratch/status.sock" http://h/v2/rumors)" 404

# --- lists that go on

raw() { # raw PATH [CURL-OPTION...]: head and body
  raw_path=$1
  shift
  curl -s "$@" --unix-socket "$scratch/status.sock" "http://h$raw_path"
}
all=$(hj rumors | jq -c '[.rumors[].id] | sort')
path="/v1/rumors?limit=1"
walked=
while [ -n "$path" ]; do
  raw "$path" -D "$scratch/head" >"$scratch/body"
  walked="$walked $(jq '.rumors[].id' "$scratch/body")"
  path=$(tr -d '\r' <"$scratch/head" |
    sed -n 's/^Link: <\(.*\)>; rel="next"$/\1/p')
done
is "a list of one by one has all, once" \
  "$(printf '%s' "$walked" | jq -sc 'sort')" "$all"
first=$(raw '/v1/search?q=MIUI&limit=2' | jq -c '[.items[].id]')
raw '/v1/search?q=MIUI&limit=1' -D "$scratch/head" >"$scratch/body"
path=$(tr -d '\r' <"$scratch/head" |
  sed -n 's/^Link: <\(.*\)>; rel="next"$/\1/p')
is "a search goes on where it was" \
  "$(raw "$path" | jq -sc 'map(.items[].id)' "$scratch/body" -)" "$first"
is "by rank it has no next page" "$(raw '/v1/search?q=MIUI&limit=1&order=rank' \
  -D - -o /dev/null | grep -c '^Link')" 0
raw '/v1/tipsters/dcs?limit=1' -D "$scratch/head" >"$scratch/body"
path=$(tr -d '\r' <"$scratch/head" |
  sed -n 's/^Link: <\(.*\)>; rel="next"$/\1/p')
is "so do a tipster's rumors" "$(raw "$path" |
  jq -sc 'map(.rumors[].id) | sort' "$scratch/body" -)" \
  "$(raw /v1/tipsters/DCS | jq -c '[.rumors[].id] | sort | .[0:2]')"
is "a tipster of no such name" "$(raw /v1/tipsters/a%2Fb -o /dev/null \
  -w '%{http_code}')" 404
is "tipsters by vendor" "$(raw '/v1/tipsters?vendor=xiaomi' |
  jq -c '[.tipsters[].name]')" '["Digital Chat Station"]'
is "or by aspect, not both" \
  "$(raw '/v1/tipsters?vendor=Xiaomi&aspect=name' | jq -r .error)" \
  "vendor or aspect: a record is of one of them at a time"
has "an aspect that is none" \
  "$(raw '/v1/tipsters?aspect=colour' | jq -r .error)" \
  '^aspect: "colour" is none of discontinuation, '
has "the count is in a header" "$(raw /v1/rumors -D - -o /dev/null)" \
  '^Hearsay-Count: 3'
is "a cursor of nobody's is refused" \
  "$(raw '/v1/rumors?behind=yesterday' | jq -r .error)" \
  "behind: what the header Link of the page before says is wanted"
is "a time that is none is refused" \
  "$(raw '/v1/stories?until=soon' | jq -r .error)" \
  "until: a date as 2024-01-31T09:05:00Z, or seconds since 1970, is wanted"
is "an order that is none is refused" \
  "$(raw '/v1/stories?order=loud' | jq -r .error)" \
  'order is rank or time, not "loud"'
is "a rank has no next page" \
  "$(raw '/v1/stories?order=rank&limit=1' | jq '.stories | length')" 1
is "rumors by product" \
  "$(raw '/v1/rumors?product=miui' | jq '.rumors | length')" 3
is "and by language" \
  "$(raw '/v1/rumors?lang=xx' | jq '.rumors | length')" 0
is "stories by vendor and language" \
  "$(raw '/v1/stories?vendor=xiaomi&lang=zh' |
    jq '[.stories[].langs[]] | index("zh") != null')" true
etag=$(raw /v1/rumors -D - -o /dev/null | tr -d '\r' | sed -n 's/^ETag: //p')
is "what has not changed is not sent again" "$(raw /v1/rumors \
  -H "If-None-Match: $etag" -o /dev/null -w '%{http_code}')" 304
