"""A world for hearsayd to die in: feeds that have news at each look, a mail
server that remembers every byte it took, a clock that is stepped, and what must
hold of the database whenever nobody has it open.

Everything is in this process, so what the servers have acknowledged is known
to the moment. World.look() raises Broken with what does not hold.
"""
import hashlib
import http.server
import json
import mmap
import os
import random
import shutil
import signal
import socket
import socketserver
import sqlite3
import struct
import subprocess
import tempfile
import threading
import time
from email.utils import formatdate

SRC = os.environ["HEARSAY_SRCDIR"]
BUILD = os.environ["HEARSAY_BUILDDIR"]
HOUR = 3600
START = 1697090400  # 2023-10-12 06:00 UTC
ROLES = {"disk": 0, "core": 1, "net": 2, "parse": 3}
AT_THE_DISK = 4
FAULTS = {"none": 0, "full": 1, "write": 2, "sync": 3, "read": 4, "open": 5}


class Broken(Exception):
    """Something that was promised does not hold."""


def until(what, condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise Broken(f"not in time: {what}")
        time.sleep(0.01)


# --- what the feeds tell ----------------------------------------------------

FEATURES = ["satellite calls", "a desktop mode", "live translation",
            "lossless audio", "wireless charging at 100 W", "a new launcher",
            "spatial video", "an app drawer", "offline maps", "a reading mode"]


def told(feed, n, at):
    """The nth item of a feed: leaks, echoes, and what the maker says of it."""
    version = 20 + n // len(FEATURES)
    feature = FEATURES[n % len(FEATURES)]
    os_name = f"HyperOS {version}"
    if feed == "maker":
        title = f"Xiaomi {os_name} brings {feature}"
        text = f"Xiaomi {os_name} is here, and it supports {feature}."
    elif feed == "press":
        title = f"Tipster: {os_name} will get {feature}"
        text = (f"Xiaomi {os_name} will support {feature}, according to "
                "tipster Digital Chat Station.")
    else:
        title = f"{feed} {n}: a phone with {feature} was seen in a shop"
        text = f"Our reader number {n} saw it, and says that it was blue."
    return (f"<item><title>{title}</title><guid>{feed}-{n}</guid>"
            f"<link>https://{feed}.example/{n}</link>"
            f"<pubDate>{formatdate(at)}</pubDate>"
            f"<description>{text}</description></item>")


class Feeds:
    """Feeds over HTTP, with an ETag; SHOWN of their items are in them."""
    NAMES = ["press", "maker", "courier", "noon", "relay"]
    SHOWN = 400  # more than are told between two lives that see them

    def __init__(self):
        self.items = {name: [] for name in self.NAMES}
        feeds = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                feeds.answer(self)

            def log_message(self, *_):
                pass

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_):
                pass  # whoever asked was killed

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()

    def tell(self, at, rng):
        """News; the maker speaks of what the press had some looks ago."""
        for name in self.NAMES:
            behind = len(self.items["press"]) - 3
            if name == "maker" and len(self.items["maker"]) >= behind:
                continue
            for _ in range(rng.randint(0, 2) if name != "press" else 1):
                n = len(self.items[name])
                self.items[name].append(told(name, n, at - rng.randint(1, 900)))

    def tell_much(self, name, at):
        """A longer one than others."""
        item = told(name, len(self.items[name]), at)
        self.items[name].append(item.replace(
            "</description>", "and so on " * 400000 + "</description>"))

    def answer(self, request):
        name = request.path.strip("/")
        items = self.items[name]
        etag = f'"{name}-{len(items)}"'
        body = b""
        status = 304
        if request.headers.get("If-None-Match") != etag:
            status = 200
            body = ('<?xml version="1.0"?><rss version="2.0"><channel><title>'
                    f"{name}</title>" + "".join(items[-self.SHOWN:]) +
                    "</channel></rss>").encode()
        request.send_response_only(status)
        request.send_header("ETag", etag)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


# --- mail -------------------------------------------------------------------

class Mail:
    """Takes mail, and remembers of each Message-ID what was taken."""

    def __init__(self):
        self.taken = {}  # Message-ID: [hash of the bytes, ...]
        self.lock = threading.Lock()
        self.lose_answer = 0.0  # how often it has the mail and does not say so
        mail = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                try:
                    mail.talk(self)
                except OSError:
                    pass

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()

    def talk(self, s):
        def say(line):
            s.wfile.write(line.encode() + b"\r\n")

        say("220 world ESMTP")
        for raw in s.rfile:
            verb = raw[:4].upper().strip()
            if verb == b"DATA":
                say("354 go on")
                data = b""
                for line in s.rfile:
                    if line == b".\r\n":
                        break
                    data += line
                else:
                    return  # cut off: not taken
                self.take(data)
                if random.random() < self.lose_answer:
                    return
                say("250 taken")
            elif verb == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")

    def take(self, data):
        head = data.split(b"\r\n\r\n", 1)[0].decode()
        name = next(line.split(None, 1)[1] for line in head.split("\r\n")
                    if line.lower().startswith("message-id:"))
        with self.lock:
            self.taken.setdefault(name, []).append(
                hashlib.sha256(data).hexdigest())


# --- the whole --------------------------------------------------------------

class Page:
    """The memory that tests/crash/preload.c shares with us."""
    FORMAT = "9Q"

    def __init__(self, path):
        with open(path, "wb") as f:
            f.write(bytes(4096))
        with open(path, "r+b") as f:
            self.map = mmap.mmap(f.fileno(), 4096)

    def _get(self, i):
        return struct.unpack_from("Q", self.map, 8 * i)[0]

    def _set(self, i, value):
        struct.pack_into("Q", self.map, 8 * i, value)

    def frames(self, role):
        return self._get(ROLES[role])

    def kill(self, role, at):
        self._set(6, 0)
        self._set(5, at)
        self._set(4, (ROLES[role] or AT_THE_DISK) if role else 0)

    def killed(self):
        return self._get(6) > 0

    def fail(self, fault):
        self._set(8, 0)
        self._set(7, FAULTS[fault])

    def failed_calls(self):
        return self._get(8)


class World:
    def __init__(self, seed, keep_days=4000, preload=False):
        self.rng = random.Random(seed)
        self.dir = tempfile.mkdtemp(prefix="hs.", dir="/tmp")
        self.db = f"{self.dir}/hearsay.db"
        self.feeds = Feeds()
        self.mail = Mail()
        self.keep_days = keep_days
        self.now = START
        self.page = Page(f"{self.dir}/page")
        self.preload = preload
        self.daemon = None
        self.start_by = []  # a command that begins with the daemon's
        self.known = {"items": set(), "events": [], "mails": {}}
        self.kills = self.grown = 0
        self.configure()
        self.set_clock()

    # --- its set-up

    def configure(self, more=""):
        feeds = "".join(
            f'feed "{n}" {{ url = "http://127.0.0.1:{self.feeds.port}/{n}"\n'
            + ('role = "official"\nvendor = "Xiaomi"\n' if n == "maker" else
               'role = "press"\n') + 'interval = "30min"\n}\n'
            for n in Feeds.NAMES)
        with open(f"{self.dir}/hearsay.conf", "w", encoding="utf-8") as f:
            f.write(f"""database = "{self.db}"
lexicon = "{SRC}/etc/lexicon"
feeds = "{self.dir}/feeds.d"
keep = "{self.keep_days}d"
sockets {{
	status = "{self.dir}/status.sock"
	control = "{self.dir}/control.sock"
}}
poll {{
	spread = "0s"
	min-gap = "0s"
	allow-hosts = {{"127.0.0.1"}}
}}
mail {{
	server = "smtp://127.0.0.1:{self.mail.port}"
	tls = "if-offered"
	from = "hearsay <hearsay@example.org>"
	domain = "example.org"
}}
digest "morning" {{
	to = {{"reader@example.org", "other@example.org"}}
	when = "daily"
	at = "07:30"
}}
digest "verdicts" {{
	to = {{"editor@example.org"}}
	when = "at-once"
}}
{more}
""")
        os.makedirs(f"{self.dir}/feeds.d", exist_ok=True)
        with open(f"{self.dir}/feeds.d/world.conf", "w",
                  encoding="utf-8") as f:
            f.write(feeds)

    def close(self):
        self.kill()
        self.feeds.server.shutdown()
        self.mail.server.shutdown()
        self.feeds.server.server_close()
        self.mail.server.server_close()
        if not os.environ.get("HEARSAY_KEEP"):
            shutil.rmtree(self.dir)

    # --- time

    def set_clock(self):
        with open(f"{self.dir}/clock.new", "w", encoding="ascii") as f:
            f.write(f"{self.now}\n")
        os.rename(f"{self.dir}/clock.new", f"{self.dir}/clock")

    def tick(self, seconds=None, news=True):
        """Time goes on, and there are news."""
        self.now += seconds or self.rng.randint(HOUR, 3 * HOUR)
        if news:
            self.feeds.tell(self.now, self.rng)
        self.set_clock()

    def step(self, seconds=None, news=True):
        self.tick(seconds, news)
        self.daemon.send_signal(signal.SIGUSR2)

    def clock_has_moved(self):
        now = (self.ask("/v1/status") or {}).get("now", "")
        return now == time.strftime("%Y-%m-%dT%H:%M:%SZ",
                                    time.gmtime(self.now))

    # --- the daemon

    def environment(self):
        env = dict(os.environ)
        if self.preload:
            env["LD_PRELOAD"] = f"{BUILD}/tests/crash/preload.so"
            env["HEARSAY_CRASH"] = f"{self.dir}/page"
            env["HEARSAY_CRASH_DB"] = self.db
        return env

    def restore(self, file):
        return subprocess.run(
            [f"{BUILD}/hearsayd", "--restore", file, "--config",
             f"{self.dir}/hearsay.conf"], env=self.environment(),
            capture_output=True, text=True, check=False)

    def start(self, limit=None, args=()):
        with open(f"{self.dir}/log", "ab") as log:
            self.daemon = subprocess.Popen(
                [*self.start_by, f"{BUILD}/hearsayd", "--foreground", "--config",
                 f"{self.dir}/hearsay.conf", "--test-clock",
                 f"{self.dir}/clock", *args],
                stderr=log, stdout=log, env=self.environment(),
                preexec_fn=limit)

    def kill(self):
        if self.daemon:
            self.daemon.kill()
            self.daemon.wait()
            self.daemon = None

    def stop(self):
        self.daemon.send_signal(signal.SIGTERM)
        status = self.daemon.wait(timeout=20)
        self.daemon = None
        return status

    def log(self):
        with open(f"{self.dir}/log", encoding="utf-8", errors="replace") as f:
            return f.read()

    def ask(self, path, sock="status", method="GET"):
        """The answer's object, or None where nobody answers."""
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(10)
        try:
            s.connect(f"{self.dir}/{sock}.sock")
            s.sendall(f"{method} {path} HTTP/1.0\r\nHost: h\r\n"
                      "Content-Length: 0\r\n\r\n".encode())
            raw = b""
            while part := s.recv(65536):
                raw += part
            return json.loads(raw.split(b"\r\n\r\n", 1)[1])
        except (OSError, IndexError, ValueError):
            return None
        finally:
            s.close()

    def is_at_rest(self):
        status = self.ask("/v1/status")
        return (status and status.get("feeds_due") == 0 and
                not any(r["waiting"] or not r["pid"] for r in status["roles"])
                and status)

    def rest(self, seconds=30, may_end=False):
        """Until nothing is due or on its way, or, if it may, it has ended."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.daemon.poll() is not None:
                if may_end:
                    return None
                raise Broken(f"it ended by itself: {self.daemon.returncode}\n"
                             + self.log()[-3000:])
            status = self.is_at_rest()
            if status:
                return status
            time.sleep(0.01)
        raise Broken(f"no rest: {self.ask('/v1/status')}\n{self.log()[-3000:]}")

    # --- what must hold

    def look(self, whole=True, last=False):
        """Of a copy, for looking at a database recovers it."""
        if not os.path.exists(self.db):
            return
        for end in ("", "-wal"):
            if os.path.exists(self.db + end):
                shutil.copy(self.db + end, f"{self.dir}/look{end}")
            elif os.path.exists(f"{self.dir}/look{end}"):
                os.unlink(f"{self.dir}/look{end}")
        db = sqlite3.connect(f"{self.dir}/look")
        try:
            self.look_at(db, whole)
            if last:
                self.look_at_the_end(db)
        finally:
            db.close()
            for end in ("", "-wal", "-shm"):
                if os.path.exists(f"{self.dir}/look{end}"):
                    os.unlink(f"{self.dir}/look{end}")

    def look_at(self, db, whole):
        def rows(sql):
            return db.execute(sql).fetchall()

        check = "integrity_check" if whole else "quick_check"
        if (found := rows(f"PRAGMA {check}")) != [("ok",)]:
            raise Broken(f"{check}: {found}")
        if whole and rows("PRAGMA foreign_key_check"):
            raise Broken("a row names one that is not there")
        if not rows("SELECT 1 FROM sqlite_schema WHERE name = 'event'"):
            return  # killed before its first commit
        self.look_at_items(rows)
        self.look_at_events(rows)
        self.look_at_mail(rows)

    def look_at_items(self, rows):
        items = {g for g, in rows("SELECT guid FROM item")}
        (n,), = rows("SELECT count(*) FROM item")
        if n != len(items):
            raise Broken("an item is there twice")
        lost = self.known["items"] - items
        if lost and self.keep_days >= 4000:
            raise Broken(f"committed items are gone: {sorted(lost)[:5]}")
        bare, = rows("SELECT count(*) FROM item i WHERE NOT EXISTS"
                     " (SELECT 1 FROM judgement j WHERE j.item = i.id)")
        if bare[0]:
            raise Broken(f"{bare[0]} items are not judged")
        self.known["items"] = items

    def look_at_events(self, rows):
        events = rows("SELECT id, kind, subject, item, detail FROM event"
                      " ORDER BY id")
        if len({e[1:] for e in events}) != len(events):
            raise Broken("an event is there twice")
        now = {e[0]: e for e in events}
        before = {e[0]: e for e in self.known["events"]}
        for n, event in before.items():
            old = self.keep_days < 4000 and not event[1].startswith("rumor")
            if now.get(n, event if old else None) != event:
                raise Broken(f"an event that was committed is gone: {event}")
        if any(n not in before for n in now if n <= max(before, default=0)):
            raise Broken("a number of an event is used again")
        self.known["events"] = events

    def look_at_mail(self, rows):
        mails = {m: (sent, bytes(message)) for m, sent, message in
                 rows("SELECT message_id, sent_at, message FROM mail")}
        for name, (sent, message) in self.known["mails"].items():
            if name not in mails:
                raise Broken(f"a mail that was owed is gone: {name}")
            if sent and not mails[name][0]:
                raise Broken(f"a mail is forgotten to be sent: {name}")
            if not sent and mails[name][1] not in (message, b""):
                raise Broken(f"a mail is composed anew: {name}")
        with self.mail.lock:
            taken = {k: list(v) for k, v in self.mail.taken.items()}
        for name, hashes in taken.items():
            if name not in mails:
                raise Broken(f"a mail was sent that was not committed: {name}")
            if len(set(hashes)) > 1:
                raise Broken(f"other bytes under the same id: {name}")
        for name, (sent, _) in mails.items():
            if sent and name not in taken:
                raise Broken(f"a mail that nobody has counts as sent: {name}")
        self.known["mails"] = mails

    def go_on(self, hours=6):
        """In so many hours all that had failed is asked and sent again."""
        for n in range(hours // 3 + 1):
            # The last is for feeds that are not asked more often.
            self.step(*((3 * HOUR,) if n < hours // 3 else (26 * HOUR, False)))
            until("a clock that moves", self.clock_has_moved)
            self.rest()
        end = time.monotonic() + 20
        while (self.ask("/v1/status") or {}).get("mail_waiting"):
            if time.monotonic() > end:
                raise Broken(f"mail is still owed\n{self.log()[-2000:]}")
            time.sleep(0.05)

    def end(self):
        self.stop()
        self.look(last=True)

    def settle(self):
        """A life without trouble: what was owed is there in the end."""
        self.page.kill(None, 0)
        self.mail.lose_answer = 0.0
        self.start()
        self.rest()
        self.go_on()
        self.end()

    def look_at_the_end(self, db):
        states = db.execute("SELECT slug, state FROM feed WHERE state <> 'ok'"
                            " ORDER BY 1").fetchall()
        last = db.execute(
            "SELECT recipient, period_to FROM digest_progress"
            " WHERE digest = 'morning' ORDER BY 1").fetchall()
        if states:
            raise Broken(f"feeds that are well are not: {states}")
        told_ = {f"{feed}-{n}" for feed, items in self.feeds.items.items()
                 for n in range(len(items))}
        if self.keep_days >= 4000 and told_ != self.known["items"]:
            raise Broken("items that were told are not there: "
                         f"{sorted(told_ - self.known['items'])[:5]}")
        if any(to < self.now - 86400 for _, to in last) or len(last) != 2:
            raise Broken(f"digests are behind: {last}")
        for name, (sent, _) in self.known["mails"].items():
            if not sent or name not in self.mail.taken:
                raise Broken(f"a mail was not delivered: {name}")

    def repeated(self):
        return sum(len(v) - 1 for v in self.mail.taken.values())
