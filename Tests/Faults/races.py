"""Several starters at once: one gets the shop, the others say so and leave; the lock goes with its process."""
import os, signal, subprocess, time

from shop import Shop, expect, orders

STARTERS, ROUNDS = 8, 50
# The others leave within a tenth of a second of getting to the lock; starting the program comes on top.
WITHIN = 0.1


def run(daybook, scratch, table, Outcome, sample):
    shop = Shop(daybook, os.path.join(scratch, "race")).make()
    shop.drop("a.csv", orders(1, 5))
    expect(shop.run(), 0)
    start = min(shop.run("--version")[2] for _ in range(5))
    outcomes, slowest = [], 0
    for number in range(ROUNDS // sample):
        outcome = Outcome(f"round {number}")
        begun = time.monotonic()
        started = [subprocess.Popen(shop.command("watch", "--settle", "0"), stdout=subprocess.DEVNULL,
                                    stderr=subprocess.PIPE, text=True) for _ in range(STARTERS)]
        ended = []
        while len(ended) < STARTERS - 1 and time.monotonic() - begun < 20:
            ended = [process for process in started if process.poll() is not None]
            time.sleep(0.002)
        outcome.restart = time.monotonic() - begun
        alive = [process for process in started if process.poll() is None]
        if len(alive) != 1:
            outcome.sentences.append(f"{len(alive)} of {STARTERS} got the shop")
        for process in ended:
            words = process.stderr.read()
            if process.returncode != 75 or "another Daybook" not in words:
                outcome.sentences.append(f"ended with {process.returncode}: {words!r}")
        for process in alive:
            process.send_signal(signal.SIGKILL)
            process.wait()
        # Alone, so that it is not the other seven that are measured.
        holder = subprocess.Popen(shop.command("watch", "--settle", "0"), stderr=subprocess.PIPE, text=True)
        while "watching" not in holder.stderr.readline():
            pass
        code, words, seconds = shop.run()
        slowest = max(slowest, seconds)
        if code != 75:
            outcome.sentences.append(f"a second one ended with {code}: {words!r}")
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        if shop.run()[0] != 0:
            outcome.sentences.append("the lock was not given back after kill -9")
        outcomes.append(outcome)
    print(f"races: refused in {slowest:.3f} s at worst, of which {start:.3f} s are the start of the program", flush=True)
    table.add("race", f"{STARTERS} starters", "lock", outcomes)
