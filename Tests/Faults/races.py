"""Several starters at once: one gets the shop, the others say so and leave; the lock goes with its process."""
import os, signal, subprocess, time

from shop import Shop, expect, orders

STARTERS, ROUNDS = 8, 50
# Seconds until another one is told that the shop is taken; starting the program comes on top.
WITHIN = 0.1


def run(daybook, scratch, table, Outcome, sample):
    shop = Shop(daybook, os.path.join(scratch, "race")).make()
    shop.drop("a.csv", orders(1, 5))
    expect(shop.run(), 0)
    start = min(shop.run("--version")[2] for _ in range(5))
    outcomes, waits = [], []
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
        waits.append(seconds - start)
        if code != 75:
            outcome.sentences.append(f"a second one ended with {code}: {words!r}")
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        if shop.run()[0] != 0:
            outcome.sentences.append("the lock was not given back after kill -9")
        outcomes.append(outcome)
    usual = sorted(waits)[len(waits) // 2]
    print(f"races: refused {usual:.3f} s after the start of the program, {max(waits):.3f} s at worst", flush=True)
    # What a busy computer does to one of fifty is no fault of the program.
    if usual > WITHIN:
        outcomes[-1].sentences.append(f"refused only {usual:.3f} s after the start of the program")
    table.add("race", f"{STARTERS} starters", "lock", outcomes)
