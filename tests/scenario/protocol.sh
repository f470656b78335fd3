#!/bin/sh
# doc/protocol.md against the daemon: each documented route answers, each
# field that an answer has is documented, each documented one is there, and
# no route answers that is not documented. Then the headers of lists.
. "$(dirname "$0")/lib.sh"
need nginx curl jq
plan 47

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
is "tipsters by vendor" "$(raw '/v1/tipsters?vendor=%E5%B0%8F%E7%B1%B3' |
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

# --- each filter, against the list itself

ids_of() { # ids_of LIST QUERY: what the daemon leaves
  raw "/v1/$1?limit=1000&$2" | jq -c "[.${1}[].id] | sort"
}
those() { # those LIST EXPRESSION: what jq leaves of all
  raw "/v1/$1?limit=1000" | jq -c "[.${1}[] | select($2) | .id] | sort"
}
wrong=
filters() { # filters LIST QUERY EXPRESSION: both are the same, and not nothing
  filtered=$(ids_of "$1" "$2")
  [ "$filtered" = "$(those "$1" "$3")" ] || wrong="$wrong $1?$2: $filtered"
  [ "$filtered" != "[]" ] || wrong="$wrong $1?$2 leaves nothing"
}
for status in open confirmed contradicted denied; do
  [ "$(those rumors ".status == \"$status\"")" = "[]" ] ||
    filters rumors "status=$status" ".status == \"$status\""
done
settled='.status != "open" and .status != "corroborated"'
filters rumors status=settled "$settled"
is "status" "$wrong" ""
is "what is open is what is not settled" "$(ids_of rumors status=unsettled)" \
  "$(those rumors "$settled | not")"
wrong=
filters rumors vendor=XIAOMI '.vendor == "Xiaomi"'
filters rumors vendor=%E5%B0%8F%E7%B1%B3 '.vendor == "Xiaomi"'
filters rumors product=miui '.subject == "MIUI"'
filters rumors tipster=digital%20chat%20station \
  '.first_origin == "Digital Chat Station"'
filters rumors tipster=%E6%95%B0%E7%A0%81%E9%97%B2%E8%81%8A%E7%AB%99 \
  '.first_origin == "Digital Chat Station"'
filters rumors lang=zh '.langs | index("zh")'
filters stories lang=zh '.langs | index("zh")'
filters stories vendor=%E5%B0%8F%E7%B1%B3 '.rumor'
is "vendor, product, tipster by any of their names; language" "$wrong" ""
is "another vendor has none" "$(ids_of rumors vendor=Samsung)" "[]"
is "nor another tipster" "$(ids_of rumors tipster=evleaks)" "[]"
wrong=
for at in $(raw "/v1/rumors" | jq -r '.rumors[].changed_at'); do
  filters rumors "since=$at" ".changed_at >= \"$at\""
  filters rumors "until=$(date -u -d "$at" +%s)" ".changed_at <= \"$at\""
  filters rumors "since=$at&until=$at" ".changed_at == \"$at\""
done
for at in $(raw "/v1/stories" | jq -r '.stories[].last_at'); do
  filters stories "since=$at" ".last_at >= \"$at\""
  filters stories "until=$at" ".last_at <= \"$at\""
done
is "since and until, each to the second" "$wrong" ""
is "filters hold together" \
  "$(ids_of rumors "vendor=xiaomi&status=confirmed&tipster=dcs&lang=zh&product=MIUI&since=2023-10-17")" \
  "$(those rumors '.status == "confirmed"')"
is "a page of a filtered list goes on filtered" "$(raw \
  '/v1/rumors?status=settled&limit=1' -D - -o /dev/null | tr -d '\r' |
  sed -n 's/^Link: <.*\(status=[a-z]*\).*/\1/p')" "status=settled"

# --- what has changed, and what has not

tag_of() { # tag_of PATH
  raw "$1" -D - -o /dev/null | tr -d '\r' | sed -n 's/^ETag: //p'
}
code_of() { # code_of PATH TAG
  raw "$1" -H "If-None-Match: $2" -o /dev/null \
    -w "%{http_code}${3:+ %{size_download\}}"
}
changing="/v1/rumors /v1/rumors/2 /v1/explain/rumor/2 /v1/status /v1/audit
  /v1/events?limit=1000 /v1/tipsters /v1/stories /metrics / /rumors/2
  /rumors.atom"
for path in $changing /v1/feeds /v1/search?q=MIUI; do
  tag_of "$path" >"$scratch/tag.$(echo "$path" | tr -c 'a-z0-9\n' _)"
done
wrong=
for path in /v1/rumors /v1/rumors/2 /v1/stories /v1/feeds /v1/search?q=MIUI \
  /v1/tipsters / /rumors.atom; do
  [ "$(code_of "$path" "$(cat "$scratch/tag.$(echo "$path" |
    tr -c 'a-z0-9\n' _)")" body)" = "304 0" ] || wrong="$wrong $path"
done
is "what is as it was is not sent again" "$wrong" ""
is "nor where one of several tags is its own" \
  "$(code_of /v1/rumors "\"x\", $(tag_of /v1/rumors)")" 304
is "another's tag is none" "$(code_of /v1/rumors '"0123456789abcdef"')" 200
is "JSON and text have tags of their own" "$(raw /v1/rumors \
  -H 'Accept: text/plain' -H "If-None-Match: $(tag_of /v1/rumors)" \
  -o /dev/null -w '%{http_code}')" 200
h undo >/dev/null
h settle 2 denied --because "a test of tags" >/dev/null 2>&1 ||
  h reopen 2 --because "a test of tags" >/dev/null
wrong=
for path in $changing; do
  [ "$(code_of "$path" "$(cat "$scratch/tag.$(echo "$path" |
    tr -c 'a-z0-9\n' _)")")" = 200 ] || wrong="$wrong $path"
done
is "what a verdict changes is sent" "$wrong" ""
h undo >/dev/null
etag=$(raw /v1/rumors -D - -o /dev/null | tr -d '\r' | sed -n 's/^ETag: //p')
is "what has not changed is not sent again" "$(raw /v1/rumors \
  -H "If-None-Match: $etag" -o /dev/null -w '%{http_code}')" 304

# --- since when

modified() { # modified PATH [CURL-OPTION...]: its Last-Modified
  raw "$@" -D - -o /dev/null | tr -d '\r' | sed -n 's/^Last-Modified: //p'
}
since() { # since PATH DATE: the status of a question by time
  raw "$1" -H "If-Modified-Since: $2" -o /dev/null -w '%{http_code}'
}
is "in the second of a change it has no time yet" "$(modified /v1/rumors/1)" ""
step "2023-10-17 18:00:05"
was="Tue, 17 Oct 2023 18:00:00 GMT"
story=$(hj stories | jq '.stories[0].id')
for path in /v1/rumors /v1/rumors/1 /v1/stories "/v1/stories/$story" \
  /v1/tipsters /v1/tipsters/dcs '/v1/search?q=MIUI' /v1/explain/item/1 \
  /v1/events /v1/audit /v1/feeds /v1/feeds/xiaomi /rumors.atom; do
  printf '%s %s %s %s\n' "$path" "$(modified "$path")" "$(since "$path" "$was")" \
    "$(since "$path" "Tue, 17 Oct 2023 17:59:59 GMT")"
done >"$scratch/times"
is "what is told as stored has its time, and is not sent again" \
  "$(grep -vc " $was 304 200\$" "$scratch/times")" 0
for path in /v1/status '/v1/stories?order=rank' /v1/feeds.opml / /rumors/1; do
  modified "$path"
done >"$scratch/times"
is "what tells of the present has none" "$(cat "$scratch/times")" ""
is "nor has text, where times are relative" \
  "$(modified /v1/rumors/1 -H 'Accept: text/plain')" ""
is "If-None-Match goes first" "$(raw /v1/rumors/1 -H 'If-None-Match: "0"' \
  -H "If-Modified-Since: $was" -o /dev/null -w '%{http_code}')" 200
is "a time that is none is ignored" "$(since /v1/rumors/1 yesterday)" 200
is "a rumor that did not change is not" "$(since /v1/rumors/2 "$was")" 304
h reopen 2 --because "a second test" >/dev/null
is "after a change it is sent again" "$(since /v1/rumors/2 "$was")" 200
step "2023-10-17 18:00:09"
is "with its time" "$(modified /v1/rumors/2)" "Tue, 17 Oct 2023 18:00:05 GMT"
is "what did not change keeps its own" "$(modified /v1/explain/item/1)" "$was"
h feed pause xiaomi >/dev/null
is "a pause changes a feed" "$(since /v1/feeds/xiaomi "$was")" 200
