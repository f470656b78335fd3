"""kill -9 at any moment: of the daemon at random ones and before each call that
changes its database, and of each of its roles at each boundary of a frame.

kill.py [--moments N] [--boundaries N] [--seed N]

--moments: so many lives end at a random moment; --boundaries: of so many
boundaries of each role, spread over a life (0: of all). TAP on standard
output. What must hold afterwards is in world.py.
"""
import argparse
import sys
import time

import tap
from world import Broken, World

LIVES = 250  # of one world: then another begins, with an empty database


def one_life(world, length):
    """Killed at a random moment, in the midst of what has become due."""
    rng = world.rng
    world.mail.lose_answer = 0.1
    world.tick()
    world.start()
    until = rng.random() * length * 1.3
    if rng.random() < 0.3:  # something becomes due while it works
        time.sleep(until / 2)
        world.step()
        until /= 2
    time.sleep(until)
    world.kill()
    world.kills += 1
    before = len(world.known["events"])
    world.look(whole=world.kills % 10 == 0)
    world.grown += len(world.known["events"]) > before


def measure_life(world):
    """How long one takes from its start to its rest."""
    world.tick()
    begin = time.monotonic()
    world.start()
    world.rest()
    length = time.monotonic() - begin
    world.kill()
    world.look()
    return length


def random_moments(moments, seed):
    kills = grown = mails = repeated = events = items = 0
    while kills < moments:
        # Each third one forgets what is older than ten days.
        world = World(seed, keep_days=10 if seed % 3 == 2 else 4000)
        try:
            length = measure_life(world)
            while world.kills < LIVES and kills + world.kills < moments:
                one_life(world, length)
                if world.kills % 50 == 0:
                    length = measure_life(world)
            world.settle()
            kills += world.kills
            grown += world.grown
            mails += len(world.mail.taken)
            repeated += world.repeated()
            events += len(world.known["events"])
            items += sum(len(v) for v in world.feeds.items.values())
        except Broken as e:
            raise Broken(f"seed {seed}, after {world.kills} kills: {e}") from e
        finally:
            world.close()
        seed += 1
    return (f"{kills} kills, {grown} of them behind news; {items} items, {events} events, {mails} mails, "
            f"{repeated} of them twice")


def much_news(world):
    for _ in range(4):  # so that every feed has some
        world.tick()


def boundaries_of(world, role):
    """The frames of a life that is left alone."""
    before = world.page.frames(role)
    world.page.kill(None, 0)
    much_news(world)
    world.start()
    world.rest()
    world.stop()
    return world.page.frames(role) - before


def kill_at(world, role, nth):
    """The nth frame of that role in this life is its last; was it reached?"""
    world.page.kill(role, world.page.frames(role) + nth)
    much_news(world)
    world.start()
    world.rest(may_end=role in ("core", "disk"))  # children start again
    killed = world.page.killed()
    world.page.kill(None, 0)
    if world.daemon.poll() is None:
        world.stop()
    world.daemon = None
    world.look()
    return killed


def each_boundary(role, most, seed):
    world = World(seed, preload=True)
    kills = 0
    try:
        for _ in range(2):  # first polls, then those of every day
            n = boundaries_of(world, role)
        step = max(1, n // most) if most else 1
        for nth in range(1, n + 1, step):
            try:
                kills += kill_at(world, role, nth)
                if kills % 10 == 9:  # no feed tells more than it shows
                    boundaries_of(world, role)
            except Broken as e:
                raise Broken(f"{role}, frame {nth}: {e}") from e
        if kills < min(n, most or n) // 2:
            raise Broken(f"only {kills} of {n} boundaries were reached")
        world.settle()
    finally:
        world.close()
    return f"{kills} kills at the {n} of a life"


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--moments", type=int, default=3000)
    args.add_argument("--boundaries", type=int, default=0)
    args.add_argument("--seed", type=int, default=1)
    args = args.parse_args()
    runs = [("the daemon at random moments",
             lambda: random_moments(args.moments, args.seed))]
    runs += [(what, lambda role=role: each_boundary(role, args.boundaries,
                                                    args.seed))
             for role, what in (("core", "core at boundaries of frames"),
                                ("net", "net at boundaries of frames"),
                                ("parse", "parse at boundaries of frames"),
                                ("disk", "core at calls on the database"))]
    return tap.run(runs)


if __name__ == "__main__":
    sys.exit(main())
