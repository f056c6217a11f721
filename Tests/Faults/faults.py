"""Drives the real program through faults: killed at every system call and at random, every call failing, full disks,
an upgrade cut off anywhere, many starters at once. After each fault one calm run must end in the exact state.

    faults.py DAYBOOK        ONLY=kills,errors,reads,random,full,upgrade,races   SAMPLE=n takes every n-th point
"""
import os, shutil, sys, tempfile, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import full, points, random_kills, races, upgrade
from shop import FAST

PARTS = {
    "kills": points.kills, "errors": points.errors, "reads": points.reads, "random": random_kills.run,
    "full": full.run, "upgrade": upgrade.run, "races": races.run,
}


class Table:
    """What was done and what came of it, a line for each call; anything but zeros on the right fails."""
    HEAD = ("part", "call", "fault", "points", "hit", "lost", "doubled", "wrong", "worst restart")

    def __init__(self):
        self.lines, self.problems = [], []

    def add(self, part, call, fault, outcomes):
        hit = [outcome for outcome in outcomes if outcome.hit]
        wrong = [outcome for outcome in outcomes if outcome.sentences]
        worst = max((outcome.restart for outcome in outcomes), default=0)
        self.lines.append((part, call, fault, len(outcomes), len(hit), sum(o.lost for o in outcomes),
                           sum(o.doubled for o in outcomes), len(wrong), f"{worst:.2f} s"))
        found = [f"{part} {call} {fault} {o.place}: {sentence}" for o in wrong for sentence in o.sentences]
        self.problems += found
        print("\n".join(["  ".join(str(cell) for cell in self.lines[-1]), *found[:20]]), flush=True)

    def show(self):
        cells = [self.HEAD, *[tuple(map(str, line)) for line in self.lines]]
        widths = [max(len(line[place]) for line in cells) for place in range(len(self.HEAD))]
        print()
        for line in cells:
            print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
        print(f"{sum(line[4] for line in self.lines):,} faults hit, {len(self.problems):,} sentences of what is wrong")


class Outcome:
    """What one fault led to."""
    def __init__(self, place, hit=True):
        self.place, self.hit = place, hit
        self.lost = self.doubled = 0
        self.restart = 0.0
        self.sentences = []

    def compare(self, found, wanted, differences):
        sentences, lost, doubled = differences(found, wanted)
        self.sentences += sentences
        self.lost, self.doubled = self.lost + lost, self.doubled + doubled


def main():
    daybook = os.path.abspath(sys.argv[1])
    only = [name for name in os.environ.get("ONLY", "").split(",") if name] or list(PARTS)
    scratch = tempfile.mkdtemp(prefix="daybook-faults-", dir=FAST)
    table = Table()
    try:
        for name in only:
            begun = time.monotonic()
            PARTS[name](daybook, scratch, table, Outcome, int(os.environ.get("SAMPLE", "1")))
            print(f"{name}: {time.monotonic() - begun:.0f} s", flush=True)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        table.show()
    return 1 if table.problems else 0


if __name__ == "__main__":
    sys.exit(main())
