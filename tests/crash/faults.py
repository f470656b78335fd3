"""What hearsayd does when the machine fails it: a disk that is full, broken or
read-only, no descriptors, no memory, a database that is not fit. Each has
words for the operator; none ends it or loses anything, and it goes on by itself
when the trouble is over.
"""
import os
import re
import resource
import socket
import sqlite3
import subprocess
import sys
import time

import tap
from world import Broken, World, until

HOUR = 3600


def says(world, words):
    until(f'"{words}" in the log:\n{world.log()[-2500:]}',
          lambda: words in world.log())


def lives(world):
    """It runs, and answers whoever asks what it is."""
    if world.daemon.poll() is not None:
        raise Broken(f"it has ended: {world.daemon.returncode}\n"
                     + world.log()[-2500:])
    until("an answer", lambda: world.ask("/v1/status") is not None)


def refuses(world, status, *words):
    """It does not start, with that status, and says why."""
    before = len(world.log())
    world.start()
    try:
        got = world.daemon.wait(timeout=20)
    except subprocess.TimeoutExpired:
        raise Broken("it has started") from None
    world.daemon = None
    said = world.log()[before:]
    if got != status:
        raise Broken(f"exit status {got}, not {status}:\n{said}")
    for word in words:
        if word not in said:
            raise Broken(f'nothing of "{word}":\n{said}')
    return said.splitlines()[-1].split("core: ", 1)[-1]


# --- the disk, by tests/crash/preload.c ---------------------------------------

def fault(kind, words):
    world = World(1, preload=True)
    try:
        world.tick()
        world.start()
        world.rest()
        world.page.fail(kind)
        for _ in range(2):
            world.step(26 * HOUR)  # digests are due too
            time.sleep(0.3)
        until("a call that fails", lambda: world.page.failed_calls() > 0)
        says(world, words)
        lives(world)
        calls = world.page.failed_calls()
        world.page.fail("none")
        world.go_on()
        world.end()
    finally:
        world.close()
    return f"{calls} calls failed"


def no_backup(kind, words):
    """It is told; the one that is there stays, and the next one is made."""
    world = World(7, preload=True)
    folder = f"{world.db}.kept"  # a part of the database, for the faults
    os.mkdir(folder)
    world.configure(f'backup {{ folder = "{folder}" keep = 1 }}')

    def kept():
        return [n for n in os.listdir(folder) if n.endswith(".db")]

    try:
        world.tick()
        world.start()
        world.rest()
        world.step(HOUR)
        until("a backup", kept)
        first = kept()
        world.page.fail(kind)
        world.step(26 * HOUR)
        says(world, "no backup could be made: ")
        says(world, words)
        if os.listdir(folder) != first:
            raise Broken(f"{os.listdir(folder)}, not {first}")
        lives(world)
        world.page.fail("none")
        world.step(2 * HOUR)
        until("another backup in its place",
              lambda: len(kept()) == 1 and kept() != first)
        world.go_on()
        world.end()
    finally:
        world.close()


def unread_disk():
    """What cannot be read is no damage: nothing is moved away for it."""
    world = World(1, preload=True)
    try:
        world.tick()
        world.start()
        world.rest()
        time.sleep(2.5)  # until what it has read is let go
        world.page.fail("read")
        world.step(26 * HOUR)
        until("its end", lambda: world.daemon.poll() is not None)
        if world.daemon.returncode != 1:
            raise Broken(f"exit status {world.daemon.returncode}")
        says(world, "the disk cannot be read")
        if "set aside" in world.log():
            raise Broken("it was set aside")
        told = refuses(world, 1, "the disk cannot be read")
        world.page.fail("none")
        world.start()
        world.rest()
        world.go_on()
        world.end()
    finally:
        world.close()
    return told


# --- the disk, by a small file system of its own ------------------------------

class Disk:
    """A world whose database is on a tmpfs that only its daemon sees."""

    def __init__(self, size):
        self.world = World(2)
        self.place = f"{self.world.dir}/disk"
        os.mkdir(self.place)
        self.world.db = f"{self.place}/hearsay.db"
        self.world.configure()
        self.holder = subprocess.Popen(
            ["unshare", *self.flags(), "sh", "-c",
             f"mount -t tmpfs -o size={size} none {self.place} && "
             f"exec sleep 1000"])
        # Whoever looks comes by the namespace of the one who holds it.
        self.seen = f"/proc/{self.holder.pid}/root{self.place}"
        until("a file system", lambda: self.is_mounted())
        self.world.start_by = ["nsenter", "-t", str(self.holder.pid),
                               *self.enter()]
        self.world.db = f"{self.seen}/hearsay.db"

    @staticmethod
    def flags():
        return ["-m"] if os.geteuid() == 0 else ["-Urm"]

    @staticmethod
    def enter():
        return ["-m"] if os.geteuid() == 0 else ["-U", "-m",
                                                 "--preserve-credentials"]

    @classmethod
    def can(cls):
        return subprocess.run(
            ["unshare", *cls.flags(), "mount", "-t", "tmpfs", "none", "/mnt"],
            capture_output=True).returncode == 0

    def is_mounted(self):
        with open(f"/proc/{self.holder.pid}/mounts", encoding="utf-8") as f:
            return self.place in f.read()

    def remount(self, options):
        subprocess.run(["nsenter", "-t", str(self.holder.pid), *self.enter(),
                        "mount", "-o", f"remount,{options}", self.place],
                       check=True)

    def fill(self):
        """Another one has written all that there was room for."""
        with open(f"{self.seen}/filler", "wb", buffering=0) as f:
            try:
                while True:
                    f.write(bytes(4096))
            except OSError:
                pass

    def close(self):
        self.world.kill()
        self.holder.kill()
        self.holder.wait()
        self.world.close()


def full_disk():
    disk = Disk("4m")
    world = disk.world
    try:
        world.tick()
        world.start()
        world.rest()
        disk.fill()
        for _ in range(3):
            world.step(26 * HOUR)
            time.sleep(0.3)
        says(world, "database or disk is full")
        says(world, "make room there; what was committed is safe")
        lives(world)
        answer = world.ask("/v1/backup", "control", "POST")
        if "is there room" not in str(answer):
            raise Broken(f"a backup without room: {answer}")
        os.unlink(f"{disk.seen}/filler")
        world.go_on()
        world.end()
    finally:
        disk.close()


def read_only_disk():
    disk = Disk("8m")
    world = disk.world
    try:
        world.tick()
        world.start()
        world.rest()
        world.stop()
        disk.remount("ro")
        told = refuses(world, 1, "Read-only file system")
        disk.remount("rw")
        world.start()
        world.rest()
        world.go_on()
        world.end()
    finally:
        disk.close()
    return told


# --- what else a machine has too little of ------------------------------------

def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def no_descriptors():
    world = World(3)
    try:
        world.tick()
        world.start(limit=lambda: resource.setrlimit(
            resource.RLIMIT_NOFILE, (40, 40)))
        world.rest()
        held = []
        for _ in range(60):
            s = socket.socket(socket.AF_UNIX)
            s.connect(f"{world.dir}/status.sock")
            held.append(s)
        time.sleep(0.2)
        before = cpu_seconds(world.daemon.pid)
        time.sleep(1.5)
        used = cpu_seconds(world.daemon.pid) - before
        if used > 0.3:
            raise Broken(f"it is busy with nothing: {used:.2f} s of 1.5 s")
        says(world, "Too many open files")
        world.step(26 * HOUR)  # feeds and mail do not wait for it
        time.sleep(0.3)
        for s in held:
            s.close()
        lives(world)
        world.go_on()
        world.end()
    finally:
        world.close()
    return f"{used:.2f} s of CPU while none was left"


def no_memory(role):
    """It ends for it, or what it was asked fails, as it happens."""
    world = World(4)
    try:
        world.tick()
        world.start()
        world.rest()
        pid = next(r["pid"] for r in world.ask("/v1/status")["roles"]
                   if r["name"] == role)
        with open(f"/proc/{pid}/statm", encoding="ascii") as f:
            pages = int(f.read().split()[0])
        has = pages * os.sysconf("SC_PAGE_SIZE")
        _, hard = resource.prlimit(pid, resource.RLIMIT_AS)
        resource.prlimit(pid, resource.RLIMIT_AS, (has, hard))
        world.feeds.tell_much("press", world.now)
        for _ in range(2):
            world.step(26 * HOUR)
            until("a clock that moves", world.clock_has_moved)
            world.rest()
        until(f"a word of memory in the log:\n{world.log()[-2500:]}",
              lambda: re.search("out of memory|to alloc", world.log(), re.I))
        lives(world)
        if os.path.exists(f"/proc/{pid}"):
            resource.prlimit(pid, resource.RLIMIT_AS, (hard, hard))
        world.go_on()
        restarts = sum(r["restarts"] for r in world.ask("/v1/status")["roles"])
        world.end()
    finally:
        world.close()
    return f"{restarts} restarts"


def newer_database():
    world = World(5)
    try:
        world.tick()
        world.start()
        world.rest()
        world.stop()
        db = sqlite3.connect(world.db)
        (mine,), = db.execute("PRAGMA user_version").fetchall()
        db.execute("PRAGMA user_version = 9999")
        db.close()
        told = refuses(world, 3, "a newer hearsay wrote this database",
                       "run that one, or name another file")
        db = sqlite3.connect(world.db)
        db.execute(f"PRAGMA user_version = {mine}")
        db.close()
        world.start()
        world.rest()
        world.end()
    finally:
        world.close()
    return told


def killed_restore():
    """Killed before any of its steps, it has done nothing, or all; or the
    start says that it must be done again. Nothing is begun anew."""
    world = World(6, preload=True)
    backup = f"{world.dir}/backup.db"
    kills = refused = 0
    try:
        world.tick()
        world.start()
        world.rest()
        world.stop()
        with sqlite3.connect(world.db) as db:
            db.execute("PRAGMA journal_mode = DELETE")
            db.execute(f"VACUUM INTO '{backup}'")
            db.execute("PRAGMA journal_mode = WAL")
        while True:
            world.page.kill("disk", world.page.frames("disk") + 1 + kills)
            world.restore(backup)
            killed = world.page.killed()
            world.page.kill(None, 0)
            if not killed:
                break
            kills += 1
            if os.path.exists(world.db):
                world.look()
            else:
                refuses(world, 3, "only one that was set aside")
                refused += 1
                done = world.restore(backup)
                if done.returncode:
                    raise Broken(f"a second time: {done.stderr}")
        if kills < 5 or not refused:
            raise Broken(f"{kills} kills, {refused} of them between")
        world.start()
        world.rest()
        world.go_on()
        world.end()
    finally:
        world.close()
    return f"{kills} kills, {refused} of them between the two"


def main():
    trials = [
        ("no room for a write", lambda: fault("full", "database or disk is")),
        ("writes that fail", lambda: fault("write", "disk I/O error")),
        ("syncs that fail", lambda: fault("sync", "disk I/O error")),
        ("reads that fail", unread_disk),
        ("no room for a backup", lambda: no_backup(
            "full", "; is there room for a second file of that size?")),
        ("a backup that does not get to the disk", lambda: no_backup(
            "sync", "the copy does not hold: ")),
        ("no descriptors left", no_descriptors),
        ("no memory for parse", lambda: no_memory("parse")),
        ("no memory for net", lambda: no_memory("net")),
        ("a database of a newer version", newer_database),
        ("a restore that is killed", killed_restore),
    ]
    if Disk.can():
        trials += [("a full disk", full_disk),
                   ("a read-only disk", read_only_disk)]
    return tap.run(trials)


if __name__ == "__main__":
    sys.exit(main())
