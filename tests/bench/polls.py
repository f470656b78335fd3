"""What polling costs, beside readers that people use and a load generator.

polls.py BUILD LEXICON SCRATCH; world.py tells what it runs in. Ours and the
peers read the same bytes of the same server, in one run.
"""

import os
import random
import shutil
import subprocess
import time

from world import (FEEDS, ITEMS, SECURE, Daemon, host_of, median, note, row,
                   scratch, skip, start_nginx, write_feeds)

# --- the peers ----------------------------------------------------------------

class Peer:
    """A reader that is started, reads all and ends: seconds, or None."""

    def __init__(self, name, command, env):
        self.name, self.command, self.env = name, command, env

    def read(self):
        started = time.monotonic()
        try:
            subprocess.run(self.command, env={**os.environ, **self.env},
                           stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, timeout=300,
                           check=True)
        except (subprocess.SubprocessError, OSError) as e:
            skip(self.name, f"it failed: {e}")
            return None
        return time.monotonic() - started


def newsboat(urls):
    home = f"{scratch}/newsboat"
    os.makedirs(f"{home}/.newsboat")
    with open(f"{home}/.newsboat/urls", "w", encoding="utf-8") as out:
        out.write("".join(u + "\n" for u in urls))
    with open(f"{home}/.newsboat/config", "w", encoding="utf-8") as out:
        out.write("reload-threads 8\n")
    return Peer("newsboat", ["newsboat", "-x", "reload"], {"HOME": home})


def sfeed(urls):
    home = f"{scratch}/sfeed"
    os.makedirs(f"{home}/.sfeed/feeds")
    with open(f"{home}/.sfeed/sfeedrc", "w", encoding="utf-8") as out:
        out.write("maxjobs=8\nfeeds() {\n" + "".join(
            f"feed 'f{n}' '{u}'\n" for n, u in enumerate(urls)) + "}\n")
    return Peer("sfeed_update", ["sfeed_update", f"{home}/.sfeed/sfeedrc"],
                {"HOME": home})


def rss2email(urls):
    home = f"{scratch}/rss2email"
    os.makedirs(home)
    with open(f"{home}/cfg", "w", encoding="utf-8") as out:
        out.write("[DEFAULT]\nto = a@example.org\nfrom = a@example.org\n"
                  "email-protocol = maildir\n"
                  f"maildir-path = {home}/mail\nmaildir-mailbox = in\n")
        for n, url in enumerate(urls):
            out.write(f"[feed.f{n}]\nurl = {url}\n")
    return Peer("rss2email", ["r2e", "-c", f"{home}/cfg", "-d",
                              f"{home}/data", "run", "--no-send"],
                {"HOME": home, "http_proxy": ""})


def installed_peers(urls):
    peers = []
    for program, make in (("newsboat", newsboat), ("sfeed_update", sfeed),
                          ("r2e", rss2email)):
        if shutil.which(program):
            peers.append(make(urls))
        else:
            skip(program, "it is not installed")
    return peers


# --- what is measured ---------------------------------------------------------

def unchanged(daemon, peers):
    note("unchanged feeds")
    starts = []
    for _ in range(3):
        daemon.stop()
        starts.append(daemon.from_start())
    wall, cpu = (median([s[i] for s in starts]) for i in (0, 1))
    what = f"{FEEDS} unchanged feeds, start to stored"
    row(what, wall, "s", "the goal", 0.15, 1)
    row("  CPU of it", cpu, "s", "the goal", 0.06, 1)
    for peer in peers:
        theirs = peer.read()
        if theirs:
            row(what, wall, "s", peer.name, theirs,
                15 if peer.name == "newsboat" else None, "least")
    rounds = [daemon.round() for _ in range(5)]
    wall, cpu = (median([r[i] for r in rounds]) for i in (0, 1))
    row("a round of them, running", wall, "s", "the goal", 0.15, 1)
    row("  CPU of it, a poll", cpu / FEEDS * 1e6, "us", "the goal", 30, 1)
    return FEEDS / wall


def beside_wrk(rate, port):
    if not shutil.which("wrk"):
        skip("304 polls beside wrk", "it is not installed")
        return
    url = f"http://{host_of(1)}:{port}/1.xml"
    with open(f"{scratch}/www/1.xml", "rb") as f:
        os.fstat(f.fileno())
    stat = os.stat(f"{scratch}/www/1.xml")
    etag = f'"{int(stat.st_mtime):x}-{stat.st_size:x}"'
    out = subprocess.run(
        ["wrk", "-t1", "-c32", "-d2s", "-H", f"If-None-Match: {etag}", url],
        capture_output=True, text=True, check=True).stdout
    theirs = float(out.split("Requests/sec:")[1].split()[0])
    row("304 polls a second", rate, "/s", "wrk", theirs, 0.25, "least",
        rate / theirs)


def changed(daemon, peers):
    note("changed feeds")
    # Once a day the sight of each known item is noted: not in this round.
    write_feeds(1)
    daemon.round()
    for peer in peers:
        peer.read()
    write_feeds(2)
    size = sum(os.path.getsize(f"{scratch}/www/{n}.xml")
               for n in range(1, FEEDS + 1))
    wall, cpu = daemon.round()
    what = f"{FEEDS} feeds, one new item each, {size / 1e6:.0f} MB"
    row(what, wall, "s", "the goal", 2, 1)
    row("  CPU of it", cpu, "s", "the goal", 1.5, 1)
    for peer in peers:
        theirs = peer.read()
        if theirs:
            row(what, wall, "s", peer.name, theirs, 5, "least")


def memory(daemon):
    note("memory")
    peak = daemon.summed("status", "VmHWM") / 1024
    time.sleep(18)  # net closes what is idle
    before = daemon.summed("status", "voluntary_ctxt_switches")
    time.sleep(10)
    woken = daemon.summed("status", "voluntary_ctxt_switches") - before
    row("idle: wake-ups in 10 s", woken, "", "one in 15 s a watchdog",
        1 + 10 / 15, 1)
    row(f"idle with {FEEDS} feeds: PSS of three roles",
        daemon.summed("smaps_rollup", "Pss") / 1024, "MiB", "the goal", 40,
        1)
    row("  of it anonymous",
        daemon.summed("smaps_rollup", "Pss_Anon") / 1024, "MiB", "the goal",
        12, 1)
    row("  largest resident so far, summed", peak, "MiB", "the goal", 64, 1)


def secure(port):
    note("https")
    daemon = Daemon("tls", [f"https://{host_of(n)}:{port}/{n}.xml"
                            for n in range(1, SECURE + 1)],
                    f'ca-file = "{scratch}/bench-ca/all.pem"')
    daemon.start()
    daemon.wait_stored()
    daemon.wait_idle()
    net = daemon.pids()[1]

    def net_s():
        ns = 0
        for task in os.listdir(f"/proc/{net}/task"):
            with open(f"/proc/{net}/task/{task}/schedstat",
                      encoding="utf-8") as f:
                ns += int(f.read().split()[0])
        return ns / 1e9

    kept = median([daemon.round()[1] for _ in range(5)])
    row("304 poll by TLS, kept alive: CPU", kept / SECURE * 1e6, "us",
        "the goal", 40, 1)
    time.sleep(17)  # until net has closed what it kept
    before = net_s()
    daemon.round()
    row("  new connection, full bundle: CPU of net",
        (net_s() - before) / SECURE * 1e3, "ms", "the goal", 1.2, 1)
    daemon.stop()


def main():
    for program in ("nginx", "openssl"):
        if not shutil.which(program):
            skip("polling", f"{program} is not installed")
            return
    os.mkdir(f"{scratch}/www")
    random.seed(1)
    note("writing feeds")
    write_feeds(0)
    nginx, port, secure_port = start_nginx()
    daemon = None
    try:
        urls = [f"http://{host_of(n)}:{port}/{n}.xml"
                for n in range(1, FEEDS + 1)]
        peers = installed_peers(urls)
        daemon = Daemon("polls", urls)
        note("first polls")
        wall, cpu = daemon.from_start()
        row(f"{FEEDS} new feeds, {FEEDS * ITEMS} items stored", wall, "s",
            "CPU of it", cpu)
        peers = [p for p in peers if p.read()]
        daemon.wait_idle()
        rate = unchanged(daemon, peers)
        beside_wrk(rate, port)
        changed(daemon, [p for p in peers if p.name == "newsboat"])
        memory(daemon)
        secure(secure_port)
    finally:
        if daemon and daemon.process and daemon.process.poll() is None:
            daemon.stop()
        nginx.terminate()
        nginx.wait()


main()
