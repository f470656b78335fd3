#!/bin/sh
# Hostile clients on both sockets and on the page's port: garbage, requests
# that do not end, huge ones, a thousand connections, streams that nobody
# reads. The daemon goes on as before, and forgets them.
. "$(dirname "$0")/lib.sh"
need nginx curl jq python3
plan 14

serve_sample
configure <<CONF
$loopback_poll
CONF
open_page
sample_feeds
at "2023-10-12 04:00"
start_daemon
settle
board=$(hj rumors)
descriptors() {
  find "/proc/$daemon/fd" -mindepth 1 2>/dev/null | wc -l | tr -d ' '
}
quiet=$(descriptors)
memory() { # anonymous memory, kB
  awk '/^RssAnon/ { print $2 }' "/proc/$daemon/status"
}
before=$(memory)

cat >"$scratch/attack.py" <<'PYTHON'
"""attack.py KIND ADDRESS: clients as bad as they come; says what it got."""
import socket, sys, time

kind, address = sys.argv[1], sys.argv[2]

def dial():
    if address.startswith("/"):
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(10)
        s.connect(address)
    else:
        s = socket.create_connection(("127.0.0.1", int(address)), timeout=10)
    return s

def answer(s):
    try:
        got = s.recv(4096)
    except ConnectionError:
        return "reset"
    return got.split()[1].decode() if got[:5] == b"HTTP/" else "closed"

def tell(data):
    s = dial()
    try:
        s.sendall(data)
    except ConnectionError:
        pass
    print(answer(s))

if kind == "garbage":
    tell(bytes(range(256)) * 64 + b"\r\n\r\n")
elif kind == "head":
    tell(b"GET /v1/status HTTP/1.1\r\nHost: localhost\r\nX: "
         + b"a" * 100000 + b"\r\n\r\n")
elif kind == "path":
    tell(b"GET /v1/" + b"a" * 8000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
elif kind == "body":
    tell(b"POST /v1/reload HTTP/1.1\r\nHost: localhost\r\n"
         b"Content-Length: 999999999999\r\n\r\n")
elif kind == "crowd":
    # Nobody of them says a word; the listener takes some, the rest wait.
    kept = []
    for i in range(1000):
        s = socket.socket(socket.AF_UNIX)
        s.setblocking(False)
        try:
            s.connect(address)
        except BlockingIOError:
            pass
        kept.append(s)
    print(len(kept))
elif kind == "deaf":
    # Streams from the first event on, asked for again and again, not read.
    kept = []
    for i in range(30):
        s = dial()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.sendall(b"GET /v1/events?after=0 HTTP/1.1\r\nHost: localhost\r\n"
                  b"Accept: text/event-stream\r\n\r\n")
        kept.append(s)
    print(len(kept))
PYTHON
attack() {
  timeout 30 python3 "$scratch/attack.py" "$@"
}
for address in "$scratch/status.sock" "$page"; do
  where=${address##*/}
  is "garbage at $where is refused" "$(attack garbage "$address")" 400
  has "so is a head without an end at $where" \
    "$(attack head "$address")" '^(400|closed|reset)$'
  has "and a path without an end at $where" \
    "$(attack path "$address")" '^404$'
done
has "a body larger than anything is refused" \
  "$(attack body "$scratch/control.sock")" '^(413|closed|reset)$'
is "a thousand come and say nothing" \
  "$(attack crowd "$scratch/status.sock")" 1000
is "thirty listen and do not read" "$(attack deaf "$scratch/status.sock")" 30
ok "the daemon answers as before" until_true 20 h status
is "nothing has changed" "$(hj rumors)" "$board"
ended() {
  [ "$(descriptors)" -le $((quiet + 1)) ]
}
if [ "$quiet" = 0 ]; then
  ok "their descriptors are closed # SKIP core's are root's to see" true
else
  ok "their descriptors are closed" until_true 40 ended
fi
if nm "$hearsayd" 2>/dev/null | grep -q __asan; then
  test_number=$((test_number + 1))
  echo "ok $test_number - their memory is not kept" \
    "# SKIP a sanitizer keeps what is freed"
else
  ok "their memory is not kept" [ "$(memory)" -le $((before + 4096)) ]
fi
ok "it polls as before" poll phoneledger
