"""The world that the benches of the whole daemon run in.

Real nginx on hosts of the loopback, the real daemon with a stepped clock and
neither spread nor gap. Rows of six columns with tabs between go to standard
output: what, how much, against what, how much that is, the ratio, the goal.
The programs are called with BUILD LEXICON SCRATCH.
"""

import itertools
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time

build, lexicon, scratch = sys.argv[1:4]
FEEDS = int(os.environ.get("HEARSAY_BENCH_FEEDS", "500"))
ITEMS = int(os.environ.get("HEARSAY_BENCH_ENTRIES", "30"))
ITEM_BYTES = 3950  # 30 of them in 500 feeds: 61 MB
SECURE = 100  # of them by https
START = 1700006400  # 2023-11-15
STEP_S = 5 * 3600  # every feed is due again: its rhythm asks for four hours
os.environ["PATH"] += ":/usr/sbin"


def row(what, ours, unit, against, theirs, goal=None, sense="most",
        ratio=None):
    """sense "least": the ratio is how many times theirs is ours."""
    if ratio is None:
        ratio = ours / theirs if sense == "most" else theirs / ours
    met = ratio <= (goal or 0) if sense == "most" else ratio >= (goal or 0)
    words = ""
    if goal is not None:
        words = f"at {sense} {goal:g}: {'met' if met else 'MISSED'}"
    print(what, f"{ours:.4g} {unit}", against, f"{theirs:.4g} {unit}",
          f"{ratio:.2f}", words, sep="\t", flush=True)


def skip(what, why):
    print(what, f"skipped: {why}", sep="\t", flush=True)


def note(text):
    print("#", text, file=sys.stderr, flush=True)


# --- feeds --------------------------------------------------------------------

SYLLABLES = "la men to ri shan ber ko ul ves in da pro".split()


def word(n):
    w = ""
    while True:
        w += SYLLABLES[n % 12]
        n //= 12
        if not n:
            return w


WORDS = [word(n) for n in range(9200)]
OFTEN = list(itertools.accumulate(1 / (20 + n) for n in range(len(WORDS))))
SYSTEMS = ("Android", "iOS", "One UI", "HyperOS", "ColorOS", "OxygenOS",
           "HarmonyOS", "OriginOS")
SMALL = ("the of and to in a is that for it on with as at by from this be"
         " are was").split()


def item(feed, i):
    """
    Three feeds in a row tell the same news in words of their own. As in any
    language nearly half of the words are small ones, some are the news's own,
    and of the others a few are used often and most seldom. One in eight is of
    a rumor.
    """
    draw = random.Random(feed * 1009 + i)
    topic = feed // 3 * 64 + i
    own = [word(9200 + topic * 9 + k) for k in range(9)]
    text = []
    size = 0
    while size < ITEM_BYTES - 500:
        words = draw.choices(SMALL, k=9) + draw.choices(own, k=3)
        words += draw.choices(WORDS, cum_weights=OFTEN, k=8)
        draw.shuffle(words)
        text.append(" ".join(words).capitalize() + ".")
        size += len(text[-1]) + 1
    if (feed // 3 + i) % 8 == 0:
        text.insert(2, "According to the leaker Night Lamp, "
                       f"{SYSTEMS[topic // 7 % 8]} {topic} may come in the "
                       "spring.")
    title = " ".join(draw.choices(own, k=5) + draw.choices(SMALL, k=4))
    return (f"<item><title>{title}</title>"
            f"<link>http://f{feed}.example/{i}</link>"
            f"<guid>http://f{feed}.example/{i}</guid>"
            f"<pubDate>{14 + (i - 1) // ITEMS * 2} Nov 2023 "
            f"{i % 24:02}:{feed % 60:02}:00 GMT</pubDate>"
            f"<description>&lt;p&gt;{' '.join(text)}&lt;/p&gt;"
            "</description></item>")


items = {}


def write_feeds(more):
    for feed in range(1, FEEDS + 1):
        known = items.setdefault(
            feed, [item(feed, i) for i in range(ITEMS, 0, -1)])
        while len(known) < ITEMS + more:
            known.insert(0, item(feed, len(known) + 1))
        body = (f'<?xml version="1.0"?><rss version="2.0"><channel>'
                f"<title>Feed {feed}</title>"
                f"<link>http://f{feed}.example/</link>"
                + "".join(known[:ITEMS]) + "</channel></rss>\n")
        with open(f"{scratch}/www/{feed}.xml", "w", encoding="utf-8") as out:
            out.write(body)


# --- the server ---------------------------------------------------------------

def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def host_of(feed):
    """One of 200: in life, too, some have several feeds."""
    return f"127.0.1.{1 + feed % 200}"


def make_certificate():
    folder = f"{scratch}/bench-ca"
    os.mkdir(folder)
    names = ",".join(f"IP:{host_of(f)}" for f in range(1, SECURE + 1))
    with open(f"{folder}/ext", "w", encoding="utf-8") as out:
        out.write(f"subjectAltName={names}\n")
    ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    for command in (
            ["req", "-x509", *ec, "-days", "2", "-subj", "/CN=bench",
             "-keyout", "ca.key", "-out", "ca.pem", "-addext",
             "basicConstraints=critical,CA:TRUE"],
            ["req", *ec, "-subj", "/CN=localhost", "-keyout", "server.key",
             "-out", "server.csr"],
            ["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey",
             "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "ext",
             "-out", "server.pem"]):
        subprocess.run(["openssl", *command], cwd=folder, check=True,
                       stderr=subprocess.DEVNULL)
    # With the system's certificates, as in life: they are read as well.
    with open(f"{folder}/all.pem", "wb") as out:
        for part in ("/etc/ssl/certs/ca-certificates.crt",
                     f"{folder}/ca.pem"):
            if os.path.exists(part):
                with open(part, "rb") as f:
                    out.write(f.read())
    return folder


def start_nginx():
    port, secure_port = free_port(), free_port()
    folder = make_certificate()
    plain = "".join(f"listen {host_of(f)}:{port};"
                    for f in range(1, min(FEEDS, 200) + 1))
    secure = "".join(f"listen {host_of(f)}:{secure_port} ssl;"
                     for f in range(1, SECURE + 1))
    os.makedirs(f"{scratch}/nginx", exist_ok=True)
    paths = "".join(f"{kind}_temp_path {scratch}/nginx/{kind};" for kind in (
        "client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.getuid() == 0 else ""
    with open(f"{scratch}/nginx/bench.conf", "w", encoding="utf-8") as out:
        out.write(f"""daemon off; worker_processes 1; {user}
worker_rlimit_nofile 8192;
pid {scratch}/nginx/bench.pid; error_log {scratch}/nginx/bench.log crit;
events {{ worker_connections 4096; }}
http {{ access_log off; etag on; keepalive_requests 1000000; {paths}
types {{ application/rss+xml xml; }}
server {{ {plain} root {scratch}/www; }}
server {{ {secure} root {scratch}/www; ssl_session_tickets off;
ssl_certificate {folder}/server.pem; ssl_certificate_key {folder}/server.key;
}} }}
""")
    nginx = subprocess.Popen(
        ["nginx", "-c", f"{scratch}/nginx/bench.conf", "-p", scratch])
    for _ in range(200):
        with socket.socket() as s:
            if s.connect_ex((host_of(1), port)) == 0:
                return nginx, port, secure_port
        time.sleep(0.02)
    raise SystemExit("nginx did not start")


# --- the daemon ---------------------------------------------------------------

class Daemon:
    """One with a database of its own."""

    def __init__(self, name, urls, extra=""):
        self.folder = f"{scratch}/{name}"
        self.database = f"{self.folder}/hearsay.db"
        self.count = len(urls)
        self.now = START
        self.process = None
        os.makedirs(f"{self.folder}/feeds.d")
        # As an operator would: one network, not a list of 200 hosts. Backups
        # are a child of their own that comes and goes: they are left out.
        networks = {u.split("/")[2].rsplit(".", 1)[0] + ".0/24" for u in urls}
        with open(f"{self.folder}/hearsay.conf", "w",
                  encoding="utf-8") as out:
            allowed = ", ".join(f'"{n}"' for n in sorted(networks))
            out.write(f"""database = "{self.database}"
lexicon = "{lexicon}"
feeds = "{self.folder}/feeds.d"
keep = "4000d"
log = "warning"
backup {{
	every = "0s"
}}
sockets {{
	status = "{self.folder}/s"
	control = "{self.folder}/c"
}}
poll {{
	spread = "0s"
	min-gap = "0s"
	allow-hosts = {{{allowed}}}
	{extra}
}}
""")
        with open(f"{self.folder}/feeds.d/all.conf", "w",
                  encoding="utf-8") as out:
            for n, url in enumerate(urls, 1):
                out.write(f'feed "f{n}" {{\n\turl = "{url}"\n}}\n')

    def set_clock(self):
        with open(f"{self.folder}/clock.new", "w", encoding="utf-8") as out:
            out.write(f"{self.now}\n")
        os.rename(f"{self.folder}/clock.new", f"{self.folder}/clock")

    def start(self):
        self.set_clock()
        self.process = subprocess.Popen(
            [f"{build}/hearsayd", "--foreground", "--config",
             f"{self.folder}/hearsay.conf", "--test-clock",
             f"{self.folder}/clock"])

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def pids(self):
        pid = self.process.pid
        with open(f"/proc/{pid}/task/{pid}/children",
                  encoding="utf-8") as f:
            return [pid] + [int(p) for p in f.read().split()]

    def cpu_s(self):
        """Of all threads of the three processes."""
        ns = 0
        for pid in self.pids():
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/schedstat",
                          encoding="utf-8") as f:
                    ns += int(f.read().split()[0])
        return ns / 1e9

    def summed(self, name, field):
        total = 0
        for pid in self.pids():
            with open(f"/proc/{pid}/{name}", encoding="utf-8") as f:
                for line in f:
                    if line.startswith(field + ":"):
                        total += int(line.split()[1])
        return total

    def wait_stored(self, most_s=120):
        """Until every feed's answer since the step is in the database."""
        db = None
        end = time.monotonic() + most_s
        while time.monotonic() < end:
            try:
                if db is None:
                    db = sqlite3.connect(
                        f"file:{self.database}?mode=ro", uri=True)
                n = db.execute(
                    "SELECT count(*) FROM feed WHERE polled_at >= ?"
                    " AND state = 'ok'", (self.now,)).fetchone()[0]
                if n == self.count:
                    db.close()
                    return True
            except sqlite3.OperationalError:
                pass
            time.sleep(0.002)
        return False

    def count_rows(self, table):
        db = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        n = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        db.close()
        return n

    def wait_idle(self):
        """Until nothing has used the processor for a while."""
        last = -1.0
        while self.cpu_s() - last > 0.002:
            last = self.cpu_s()
            time.sleep(0.3)

    def from_start(self):
        """Seconds, and those of CPU, from a start to all stored."""
        self.now += STEP_S
        started = time.monotonic()
        self.start()
        if not self.wait_stored():
            raise SystemExit("a start was not done")
        return time.monotonic() - started, self.cpu_s()

    def round(self, step_s=STEP_S):
        """The same of a running one."""
        self.now += step_s
        self.set_clock()
        used = self.cpu_s()
        started = time.monotonic()
        self.process.send_signal(signal.SIGUSR2)
        if not self.wait_stored():
            raise SystemExit("a round was not done")
        return time.monotonic() - started, self.cpu_s() - used


def median(values):
    return sorted(values)[len(values) // 2]
