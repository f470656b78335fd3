"""A year through the whole daemon, then many feeds at once.

load.py BUILD LEXICON SCRATCH; world.py tells what it runs in. The year is
../shared/archive, where that is there: ten outlets, each a feed that shows its
latest items, polled day by day. While it goes, somebody asks the status socket
over and over: how long an answer takes is how long the loop was held.
"""

import datetime
import email.utils
import gzip
import html
import json
import multiprocessing
import os
import socket
import time

os.environ.setdefault("HEARSAY_BENCH_FEEDS", "2000")
os.environ.setdefault("HEARSAY_BENCH_ENTRIES", "10")

# pylint: disable=wrong-import-position
from world import (FEEDS, ITEMS, Daemon, host_of, note, row, scratch, skip,
                   start_nginx, write_feeds)

SHOWN = 60  # items that a feed of the year shows at least
DAY_S = 86400
ASK_EVERY_S = 0.01


# --- somebody who asks --------------------------------------------------------

def ask_over_and_over(path, until, answers):
    """Sends how long each answer took, in ms."""
    took = []
    while not until.is_set():
        begun = time.monotonic()
        try:
            with socket.socket(socket.AF_UNIX) as s:
                s.connect(path)
                s.sendall(b"GET /v1/status HTTP/1.1\r\nHost: h\r\n"
                          b"Accept: application/json\r\n"
                          b"Connection: close\r\n\r\n")
                answer = b""
                while part := s.recv(65536):
                    answer += part
            if answer.startswith(b"HTTP/1.1 200"):
                took.append((time.monotonic() - begun) * 1e3)
        except OSError:
            pass  # it is not there yet
        time.sleep(ASK_EVERY_S)
    answers.send(took)


class Asking:
    """While the block lasts; took: sorted ms."""

    def __init__(self, daemon):
        self.path = f"{daemon.folder}/s"
        self.took = []

    def __enter__(self):
        self.until = multiprocessing.Event()
        self.answers, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(
            target=ask_over_and_over, args=(self.path, self.until, theirs))
        self.process.start()
        return self

    def __exit__(self, *_):
        self.until.set()
        self.took = sorted(self.answers.recv()) or [0]
        self.process.join()

    def at(self, share):
        return self.took[min(int(len(self.took) * share),
                             len(self.took) - 1)]

    def rows(self, when):
        row(f"  status answered {when}: 99 %", self.at(.99), "ms",
            "the median of them", self.at(.5))
        row("  the longest", self.took[-1], "ms", "a slice of the loop", 50,
            1)


def descriptors(daemon):
    return sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in daemon.pids())


def anonymous(daemon):
    return daemon.summed("smaps_rollup", "Pss_Anon") / 1024


# --- a year -------------------------------------------------------------------

def the_year():
    """Items by outlet, in the order of publication."""
    name = "/../shared/archive/2022.jsonl.gz"
    outlets = {}
    with gzip.open(os.environ["HEARSAY_SRCDIR"] + name, "rt",
                   encoding="utf-8") as lines:
        for line in lines:
            i = json.loads(line)
            host = i["url"].split("/")[2]
            outlets.setdefault(host, []).append(i)
    # Addresses that lead elsewhere make small groups: the largest ten count.
    largest = sorted(outlets.values(), key=len)[-10:]
    for items in largest:
        for i in items:
            i["at"] = datetime.datetime.fromisoformat(
                i["published"].replace("Z", "+00:00")).timestamp()
        items.sort(key=lambda i: i["at"])
    return largest


def write_day(outlets, shown, until):
    """What each has published; how many of them are new."""
    new = 0
    for n, items in enumerate(outlets):
        before = shown[n]
        while shown[n] < len(items) and items[shown[n]]["at"] <= until:
            shown[n] += 1
        new += shown[n] - before
        if shown[n] == before and before:
            continue
        body = "".join(
            f"<item><title>{html.escape(i['title'] or '')}</title>"
            f"<link>{html.escape(i['url'])}</link>"
            f"<guid>{html.escape(i['url'])}</guid>"
            f"<pubDate>{email.utils.formatdate(i['at'])}</pubDate>"
            f"<description>{html.escape(i['text'] or '')}</description>"
            "</item>"
            for i in reversed(items[max(0, min(before, shown[n] - SHOWN)):shown[n]]))
        with open(f"{scratch}/www/year{n}.new", "w",
                  encoding="utf-8") as out:
            out.write('<?xml version="1.0" encoding="UTF-8"?>'
                      '<rss version="2.0"><channel>'
                      f"<title>Outlet {n}</title>{body}</channel></rss>\n")
        os.rename(f"{scratch}/www/year{n}.new", f"{scratch}/www/year{n}.xml")
    return new


def year(port):
    try:
        outlets = the_year()
    except OSError:
        skip("a year through the daemon", "../shared/archive is not there")
        return
    note("a year, day by day")
    start = int(min(items[0]["at"] for items in outlets)) // DAY_S * DAY_S
    end = max(items[-1]["at"] for items in outlets)
    shown = [0] * len(outlets)
    daemon = Daemon("year", [f"http://{host_of(n + 1)}:{port}/year{n}.xml"
                             for n in range(len(outlets))])
    daemon.now = start + DAY_S
    items = write_day(outlets, shown, daemon.now)
    daemon.start()
    daemon.wait_stored()
    quarter = None
    cpu = daemon.cpu_s()
    with Asking(daemon) as asking:
        while daemon.now < end:
            items += write_day(outlets, shown, daemon.now + DAY_S)
            daemon.round(DAY_S)
            if quarter is None and daemon.now > start + 91 * DAY_S:
                quarter = anonymous(daemon), descriptors(daemon)
    cpu = daemon.cpu_s() - cpu
    stored = daemon.count_rows("item")
    row("a year of ten outlets: items stored", stored, "", "published",
        items, 1, "most")
    row("  CPU of it, an item", cpu / items * 1e6, "us", "polls and all",
        cpu / items * 1e6)
    asking.rows("meanwhile")
    daemon.wait_idle()
    row("  memory at its end, anonymous", anonymous(daemon), "MiB",
        "after a quarter", quarter[0], 1.5)
    row("  descriptors at its end", descriptors(daemon), "",
        "after a quarter", quarter[1], 1)
    daemon.stop()


# --- many at once -------------------------------------------------------------

def many(port):
    note(f"{FEEDS} feeds at once")
    write_feeds(0)
    daemon = Daemon("many", [f"http://{host_of(n)}:{port}/{n}.xml"
                             for n in range(1, FEEDS + 1)])
    with Asking(daemon) as asking:
        wall, cpu = daemon.from_start()
    row(f"{FEEDS} new feeds, {FEEDS * ITEMS} items stored", wall, "s",
        "CPU of it", cpu)
    asking.rows("meanwhile")
    daemon.wait_idle()
    before = descriptors(daemon)
    with Asking(daemon) as asking:
        wall, cpu = daemon.round()
    row(f"{FEEDS} unchanged feeds, running", wall, "s", "CPU of it", cpu)
    row("  CPU of it, a poll", cpu / FEEDS * 1e6, "us", "the goal", 30, 1)
    asking.rows("meanwhile")
    write_feeds(1)
    with Asking(daemon) as asking:
        wall, cpu = daemon.round()
    row(f"{FEEDS} feeds, one new item each", wall, "s", "CPU of it", cpu)
    asking.rows("meanwhile")
    row("  largest resident so far, summed",
        daemon.summed("status", "VmHWM") / 1024, "MiB", "descriptors after",
        descriptors(daemon))
    daemon.wait_idle()
    row("  descriptors", descriptors(daemon), "", "after the first polls",
        before, 1.1)
    daemon.stop()


def main():
    os.makedirs(f"{scratch}/www", exist_ok=True)
    nginx, port, _ = start_nginx()
    try:
        year(port)
        many(port)
    finally:
        nginx.terminate()
        nginx.wait()


main()
