#!/bin/sh
# Web hooks over TLS, as they mostly are: an authority of one's own, a
# certificate that is not the host's, one by nobody known, and a proxy in
# between. Nothing of an event goes to who is not who he should be.
. "$(dirname "$0")/lib.sh"
need curl jq python3 openssl
plan 12

make_ca
# Another host's certificate by the same authority, and one by nobody known.
(
  cd "$scratch/ca" || exit 1
  for name in hooks.example other.example; do
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
      -subj "/CN=$name" -keyout "$name.key" -out "$name.csr"
    echo "subjectAltName=DNS:$name" >ext
    openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey ca.key \
      -CAcreateserial -days 2 -extfile ext -out "$name.pem"
  done
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -days 2 -subj '/CN=localhost' -keyout self.key -out self.pem \
    -addext subjectAltName=DNS:localhost
) >>"$scratch/ca.log" 2>&1 || bail "openssl: $(tail -n 5 "$scratch/ca.log")"

start_asking
serve() { # serve NAME CERTIFICATE: one that takes all; sets $feedserver_port
  answer "$1" '{"status": 200}'
  start_feedserver "$1" "$scratch/ca/$2.pem" "$scratch/ca/$2.key"
}
serve good server
good=$feedserver_port
serve other other.example
other=$feedserver_port
serve self self
self=$feedserver_port
serve far hooks.example
far=$feedserver_port

# A proxy that takes CONNECT alone, and leads every name to $far.
cat >"$scratch/proxy.py" <<'PYTHON'
import os, select, socket, sys, threading

def carry(a, b):
    while True:
        for s in select.select([a, b], [], [])[0]:
            data = s.recv(65536)
            if not data:
                return
            (b if s is a else a).sendall(data)

def serve(s):
    head = b""
    while b"\r\n\r\n" not in head:
        head += s.recv(4096)
    with open(sys.argv[3], "a", encoding="utf-8") as log:
        print(head.split(b"\r\n")[0].decode(), file=log)
    if not head.startswith(b"CONNECT "):
        s.sendall(b"HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n")
    else:
        there = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        s.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        carry(s, there)
    s.close()

server = socket.create_server(("127.0.0.1", 0))
with open(sys.argv[2] + ".new", "w", encoding="utf-8") as out:
    print(server.getsockname()[1], file=out)
os.rename(sys.argv[2] + ".new", sys.argv[2])
while True:
    threading.Thread(target=serve, args=[server.accept()[0]],
                     daemon=True).start()
PYTHON
: >"$scratch/connects"
python3 "$scratch/proxy.py" "$far" "$scratch/proxy.port" "$scratch/connects" &
pids="$pids $!"
until_true 10 test -s "$scratch/proxy.port" || bail "the proxy did not start"

hook() { # hook NAME ADDRESS
  printf 'notify "%s" {\n\turl = "%s"\n\tevents = {"feed-state"}\n}\n' "$1" "$2"
}
{
  printf 'poll {\n\tspread = "0s"\n\tmin-gap = "0s"\n'
  printf '\tallow-hosts = {"127.0.0.1", "localhost"}\n'
  printf '\tca-file = "%s"\n\tproxy = "http://127.0.0.1:%s"\n}\n' \
    "$scratch/ca/ca.pem" "$(cat "$scratch/proxy.port")"
  hook good "https://localhost:$good/good"
  hook other "https://localhost:$other/other"
  hook self "https://localhost:$self/self"
  hook far "https://hooks.example/far?token=tell-nobody"
} | configure
cat >"$scratch/feeds.d/one.conf" <<CONF
feed "one" {
	url = "https://feeds.example/one.xml"
}
CONF
at "2023-10-12 04:00"
start_daemon
settle
reached() {
  [ "$(asked_for "$1")" -ge 1 ]
}
failed() { # failed NAME PATTERN: in the log
  grep -Eq "notify $1: event [0-9]+ not sent yet: .*$2" "$scratch/log"
}
ok "who has the host's certificate by the authority has it" \
  until_true 10 reached good
ok "who has another host's is refused" until_true 10 failed other \
  "(does not match|no alternative certificate)"
ok "who has signed his own is refused" until_true 10 failed self \
  "(self.signed|certificate)"
is "and is told nothing" "$(asked_for other) $(asked_for self)" "0 0"
has "the status says so" "$(hj status | jq -r '"\(.hooks) \(.hooks_failing)"')" '^4 2$'
ok "through the proxy the far one has it" until_true 10 reached far
has "which was asked for the host alone" "$(cat "$scratch/connects")" \
  '^CONNECT hooks.example:443 HTTP/1.1$'
hasnt "not for this machine" "$(cat "$scratch/connects")" 'localhost'
hasnt "and saw no token" "$(cat "$scratch/connects")" 'tell-nobody'
is "the far one saw all of it" \
  "$(jq -rs 'map(select(.path | startswith("/far"))) | last | .path' "$asked")" \
  "/far?token=tell-nobody"
# The authority is changed by a reload: then the other one is right.
sed -i "s|ca/ca.pem|ca/self.pem|" "$scratch/hearsay.conf"
h reload >/dev/null
ok "another authority holds from a reload on" until_true 10 reached self
hasnt "no token is in the log" "$(cat "$scratch/log")" 'tell-nobody'
