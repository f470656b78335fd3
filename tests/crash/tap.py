"""TAP, and a run of named trials: each returns what it found, or raises
Broken."""
import time
import traceback

from world import Broken


def run(trials):
    """Their lines on standard output; whether one has failed."""
    failed = False
    print(f"1..{len(trials)}", flush=True)
    for n, (what, trial) in enumerate(trials, 1):
        begin = time.monotonic()
        try:
            found = trial() or ""
            print(f"ok {n} - {what}")
            print(f"# {found}; {time.monotonic() - begin:.1f} s", flush=True)
        except Exception as e:  # whatever it is, the others are run
            failed = True
            print(f"not ok {n} - {what}")
            words = str(e) if isinstance(e, Broken) else traceback.format_exc()
            for line in words.splitlines():
                print(f"#   {line}", flush=True)
    return failed
