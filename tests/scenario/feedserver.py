"""A web server that answers as it is told, and writes down what is asked.

feedserver.py PORT-FILE FOLDER LOG [CERTIFICATE KEY]

FOLDER/NAME.json says how /NAME is answered: {"status": 200, "headers":
{"ETag": "..."}, "body": "...", "file": "sample.xml", "gzip": true, "cut": 40,
"close": true, "slow": 0.2, "silent": true}. It is read again for each request. A cut body
keeps a Content-Length that is true of what is sent; "close" sends none and
closes. LOG gets one JSON object a request: path, method, headers, when it came
(seconds of a clock that only goes on), and how many were under way at once; of
a POST also its body.
"""

import gzip
import json
import os
import socketserver
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler

port_file, folder, log_file = sys.argv[1:4]
lock = threading.Lock()
under_way = 0


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def note(self, at_once):
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length).decode() if length else None
        with lock, open(log_file, "a", encoding="utf-8") as log:
            json.dump({
                "path": self.path,
                "method": self.command,
                "at": time.monotonic(),
                "at_once": at_once,
                "headers": {k.lower(): v for k, v in self.headers.items()},
                **({"body": body} if body is not None else {}),
            }, log)
            log.write("\n")

    def answer(self):
        # A proxy is asked for a whole address.
        name = self.path.split("?")[0].split("/")[-1]
        with open(f"{folder}/{name}.json", encoding="utf-8") as told:
            rule = json.load(told)
        if rule.get("silent"):
            self.done()
            time.sleep(30)
            self.close_connection = True
            return
        time.sleep(rule.get("slow", 0))
        body = rule.get("body", "").encode()
        if "file" in rule:
            with open(f"{folder}/{rule['file']}", "rb") as sample:
                body = sample.read()
        headers = dict(rule.get("headers", {}))
        status = rule.get("status", 200)
        etag = headers.get("ETag")
        if (rule.get("conditional") and etag
                and self.headers.get("If-None-Match") == etag):
            status, body = 304, b""
        if rule.get("gzip"):
            body = gzip.compress(body, mtime=0)
            headers["Content-Encoding"] = "gzip"
        body = body[:rule.get("cut", len(body))]
        if rule.get("close"):
            headers["Connection"] = "close"
        else:
            headers["Content-Length"] = str(len(body))
        self.done()
        self.send_response_only(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = bool(rule.get("close"))

    def handle_any(self):
        global under_way
        with lock:
            under_way += 1
            at_once = under_way
        self.note(at_once)
        self.answer()

    def done(self):
        """Before the answer goes out: the next request may follow it."""
        global under_way
        with lock:
            under_way -= 1

    do_GET = do_HEAD = do_POST = handle_any

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64


server = Server(("127.0.0.1", 0), Handler)
if len(sys.argv) > 4:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*sys.argv[4:6])
    server.socket = context.wrap_socket(server.socket, server_side=True)
with open(port_file + ".new", "w", encoding="utf-8") as out:
    print(server.server_address[1], file=out)
os.rename(port_file + ".new", port_file)
server.serve_forever()
