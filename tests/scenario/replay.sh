#!/bin/sh
# `hearsay replay` over the bundled sample: what becomes of its rumors, that
# the same input gives the same bytes, and what it says of wrong arguments and
# wrong files.
. "${HEARSAY_SRCDIR:-$(dirname "$0")/../..}/tests/scenario/lib.sh"
need jq

HEARSAY_LEXICON=$lexicon
export HEARSAY_LEXICON
cat >"$scratch/sources.json" <<'JSON'
[
 {"slug": "dcs", "title": "Digital Chat Station (Weibo)", "role": "tipster",
  "site": "https://dcs.example/", "lang": "zh"},
 {"slug": "phoneledger", "title": "Phone Ledger", "role": "press", "lang": "en"},
 {"slug": "droidcourier", "title": "Droid Courier", "role": "press"},
 {"slug": "zhangji", "title": "掌机早报", "role": "press", "lang": "zh"},
 {"slug": "feedrelay", "title": "Feed Relay", "role": "aggregator"},
 {"slug": "gadgetnoon", "title": "Gadget Noon", "role": "press"},
 {"slug": "xiaomi", "title": "Xiaomi", "role": "official", "vendor": "Xiaomi"},
 {"slug": "elsewhere", "title": "Elsewhere", "role": "press", "feed": false}
]
JSON
for folder in before after; do
  mkdir "$scratch/$folder"
  cp "$samples/hyperos/$folder"/* "$scratch/$folder/"
  mv "$scratch/$folder/xiaomi.json" "$scratch/$folder/xiaomi.xml"
done

replay() { # replay FEEDS NOW EXPORT [OPTION...]
  feeds=$1
  now=$2
  export=$3
  shift 3
  "$hearsay" replay --sources "$scratch/sources.json" \
    --feeds "$scratch/$feeds" --now "$now" --export "$scratch/$export" "$@" \
    2>"$scratch/err"
}
rumor() { # rumor FILE ASPECT FIELD
  jq -r --arg a "$2" "[.rumors[] | select(.aspect == \$a)][0].$3" \
    "$scratch/$1"
}

ok "before the announcement: it runs" replay before 2023-10-16 before.json
is "the end of MIUI is open" "$(rumor before.json discontinuation status)" open
is "by its tipster" "$(rumor before.json discontinuation origin)" \
  "Digital Chat Station"
is "the successor is open" "$(rumor before.json successor status)" open
is "one origin, however many outlets" \
  "$(rumor before.json successor independent_origins)" 1
is "the name is MIOS" "$(rumor before.json name value)" MIOS

ok "after it: it runs" replay after 2023-10-20 after.json
is "the successor is confirmed" "$(rumor after.json successor status)" confirmed
is "MIOS is contradicted" "$(rumor after.json name status)" contradicted
ok "the same input again" replay after 2023-10-20 again.json
ok "gives the same bytes" cmp "$scratch/after.json" "$scratch/again.json"
ok "what comes after the day is not read" replay after 2023-10-16 early.json
is "the successor is open then" "$(rumor early.json successor status)" open
ok "a later fetch beside it" \
  replay before 2023-10-20 later.json --later "$scratch/after"
is "says the same" "$(rumor later.json successor status)" confirmed

refuses() { # refuses WHAT MESSAGE ARGUMENT...
  what=$1
  message=$2
  shift 2
  "$hearsay" replay "$@" >"$scratch/out" 2>"$scratch/err"
  is "$what: exit status 2" $? 2
  has "$what: says why" "$(cat "$scratch/err")" "$message"
}
all() { # all SOURCES: the arguments with another file of sources
  set -- --sources "$scratch/$1" --feeds "$scratch/before" \
    --now 2023-10-16 --export "$scratch/none.json"
  refuses "$what" "$message" "$@"
}
refuses "no options" "--sources, --feeds, --now and --export are needed"
refuses "a day that is none" "--now takes a day as YYYY-MM-DD" \
  --sources s --feeds f --now 2023-02-30 --export e
refuses "an argument" "takes no arguments but its options" \
  --sources s --feeds f --now 2023-02-20 --export e more

what="no list"
message="sources.json: must be a list of sources"
echo '{"slug": "dcs"}' >"$scratch/a.sources.json"
all a.sources.json
what="broken JSON"
message="broken.json:2: "
printf '[\n{"slug": }]' >"$scratch/broken.json"
all broken.json
what="a role that is none"
message='source dcs: "role" is prophet; it must be press, official, tipster'
echo '[{"slug": "dcs", "role": "prophet"}]' >"$scratch/role.json"
all role.json
what="a slug with a slash"
message='source 1: "slug" must be the name of a document'
echo '[{"slug": "../dcs"}]' >"$scratch/slug.json"
all slug.json
what="a document that is not there"
message='nowhere.xml: there is no such document; a source that is only cited'
echo '[{"slug": "nowhere"}]' >"$scratch/nowhere.json"
all nowhere.json
echo 'not a feed' >"$scratch/before/dcs.xml"
what="a document that is no feed"
message='before/dcs.xml: '
echo '[{"slug": "dcs"}]' >"$scratch/dcs.json"
all dcs.json
is "nothing was written" "$(ls "$scratch/none.json" 2>/dev/null)" ""
plan 34
