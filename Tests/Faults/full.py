"""Shops on disks that are too small: told in a sentence, never a wrong row, and the work goes on once there is room."""
import os, signal, sqlite3, subprocess, time

from shop import SETTINGS, TMPFS_SETTINGS, Shop, differences, expect, orders, state

SMALLEST, LARGEST, STEPS = 64 << 10, 8 << 20, 50
ROOM = 256 << 20
POLL = 1.0


def sizes(sample):
    ratio = (LARGEST / SMALLEST) ** (1 / (STEPS - 1))
    return [int(SMALLEST * ratio ** step) // 4096 * 4096 for step in range(0, STEPS, sample)]


def mount(place, size, again=False):
    options = f"size={size}" + (",remount" if again else ",mode=0700")
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], check=True)


def drop_all(shop):
    for number in range(6):
        # Nine kilobytes to a megabyte.
        shop.drop(f"till/{number}.csv", orders(1 + 40 * number, 60 << number))


def wrong_rows(shop, wanted):
    """Rows that the calm shop does not have, and totals that are not the sum of the rows that are there."""
    if not os.path.exists(shop.path("Data", "daybook.sqlite")):
        return []
    try:
        rows = shop.rows("SELECT transaction_id, line_id, happened_at, quantity, gross FROM line_facts")
        sums = shop.rows("SELECT sum(gross) FROM line_facts"), shop.rows("SELECT sum(gross_sales) FROM daily_sales")
    except sqlite3.OperationalError as error:
        # No table yet: the very first step did not fit.
        return [] if "no such table" in str(error) or "unable to open" in str(error) else [f"the database: {error}"]
    found = [] if set(rows) <= wanted else [f"{len(set(rows) - wanted)} rows that no file has"]
    if len(rows) != len(set(rows)):
        found.append("rows that are there twice")
    if sums[0] != sums[1]:
        found.append(f"the totals are {sums[1]} and the rows {sums[0]}")
    return found


def run(daybook, scratch, table, Outcome, sample):
    calm = Shop(daybook, os.path.join(scratch, "calm")).make(TMPFS_SETTINGS)
    drop_all(calm)
    expect(calm.run(), 0)
    wanted = state(calm)
    rows = set(calm.rows("SELECT transaction_id, line_id, happened_at, quantity, gross FROM line_facts"))
    place = os.path.join(scratch, "disk")
    os.makedirs(place, exist_ok=True)
    for fault, settings in (("size", TMPFS_SETTINGS), ("size, 50 MiB kept free", SETTINGS)):
        outcomes = []
        for size in sizes(sample if settings is TMPFS_SETTINGS else sample * 5):
            mount(place, ROOM)
            try:
                outcomes.append(small(daybook, place, size, settings, wanted, rows, Outcome))
            finally:
                subprocess.run(["umount", "-l", place], check=True)
        table.add("full", "tmpfs", fault, outcomes)
    table.add("full", "tmpfs", "watch", [watched(daybook, place, size, wanted, Outcome)
                                         for size in (1 << 17, 1 << 18, 3 << 17, 1 << 19)[::sample]])


def small(daybook, place, size, settings, wanted, rows, Outcome):
    shop = Shop(daybook, os.path.join(place, "shop")).make(settings)
    drop_all(shop)
    outcome = Outcome(f"{size >> 10} KiB")
    # What was dropped is there; this much is left for Daybook.
    used = used_bytes(place)
    mount(place, used + size, again=True)
    code, words, _ = shop.run()
    outcome.hit = code != 0
    if code not in (0, 74):
        outcome.sentences.append(f"ended with {code}: {words[-300:]!r}")
    if code and ("free" not in words or "needed" not in words):
        outcome.sentences.append(f"not said how much is free and needed: {words[-300:]!r}")
    outcome.sentences += wrong_rows(shop, rows)
    mount(place, ROOM, again=True)
    code, words, outcome.restart = shop.run()
    if code != 0:
        outcome.sentences.append(f"with room again it ended with {code}: {words[-300:]!r}")
    outcome.compare(state(shop), wanted, differences)
    return outcome


def used_bytes(place):
    found = os.statvfs(place)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


def watched(daybook, place, size, wanted, Outcome):
    """`daybook watch` waits while the disk is full, and goes on within a look or two once there is room."""
    outcome = Outcome(f"{size >> 10} KiB")
    mount(place, ROOM)
    try:
        shop = Shop(daybook, os.path.join(place, "shop")).make(TMPFS_SETTINGS)
        expect(shop.run(), 0)
        drop_all(shop)
        mount(place, used_bytes(place) + size, again=True)
        log = open(os.path.join(os.path.dirname(place), "watch.log"), "w+")
        watch = subprocess.Popen(shop.command("watch", "--settle", "0", "--poll", str(POLL)), stdout=log, stderr=log)
        until(lambda: "disk.full" in open(log.name).read(), 20) or outcome.sentences.append("a full disk was not told")
        time.sleep(2 * POLL)
        if watch.poll() is not None:
            outcome.sentences.append(f"watch ended with {watch.returncode}: {open(log.name).read()[-300:]!r}")
        mount(place, ROOM, again=True)
        begun = time.monotonic()
        until(lambda: not shop.files("Inbox"), 30) or outcome.sentences.append("it did not go on")
        outcome.restart = time.monotonic() - begun
        time.sleep(2 * POLL)
        watch.send_signal(signal.SIGTERM)
        watch.wait()
        expect(shop.run(), 0)
        outcome.compare(state(shop), wanted, differences)
        if "disk is full" in open(shop.path("STATUS.html")).read():
            outcome.sentences.append("STATUS.html still says that the disk is full")
    finally:
        subprocess.run(["umount", "-l", place], check=True)
    return outcome


def until(holds, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False
