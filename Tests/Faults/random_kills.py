"""Killed at random moments; what counts is a kill that found the program alive."""
import os, random, signal, subprocess, time

from points import Course, numbered
from shop import expect

HITS = 1000
WITHIN = 2.0  # seconds


def run(daybook, scratch, table, Outcome, sample):
    course = Course(daybook, scratch)
    shop = course.base.copy(course.place)
    seconds = expect(shop.run(), 0)[2]
    dice = random.Random(int(os.environ.get("SEED", "1")))
    hits, tries, outcomes = 0, 0, []
    while hits < HITS // sample:
        shop = course.base.copy(course.place)
        outcome = numbered(Outcome, "seed", tries)
        # Up to three kills of one shop: one restart is cut off like the other.
        for _ in range(dice.randint(1, 3)):
            tries += 1
            process = subprocess.Popen(shop.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(dice.uniform(0, seconds))
            process.kill()
            if process.wait() == -signal.SIGKILL:
                hits += 1
                outcomes.append(Outcome(f"try {tries}"))
        course.finish(outcome, shop)
        if outcome.restart > WITHIN:
            outcome.sentences.append(f"the restart took {outcome.restart:.2f} s")
        if outcomes:
            # What the restart led to is told of the last kill.
            outcomes[-1].__dict__.update(lost=outcome.lost, doubled=outcome.doubled, restart=outcome.restart,
                                         sentences=outcome.sentences)
    print(f"random kills: {tries:,} tries, {hits:,} hit", flush=True)
    table.add("random", "any", "SIGKILL", outcomes)
