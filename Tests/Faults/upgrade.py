"""A database of an older Daybook, brought up to date and killed at every call: it is the old one or the new one."""
import os, sqlite3

from points import numbered
from shop import HERE, Shop, expect, orders
from strace import CHANGING, Strace

FROM = ("1", "5")


def steps(shop):
    return [name for (name,) in shop.rows("SELECT identifier FROM grdb_migrations")]


def old_shop(daybook, root, step):
    shop = Shop(daybook, root).make()
    os.makedirs(shop.path("Data"))
    connection = sqlite3.connect(shop.path("Data", "daybook.sqlite"))
    with open(os.path.join(HERE, f"step-{step}.sql")) as file:
        connection.executescript(file.read())
    connection.close()
    shop.drop("a.csv", orders(1, 5))
    return shop


FACTS = "SELECT transaction_id, line_id, day, gross FROM line_facts"


def run(daybook, scratch, table, Outcome, sample):
    strace = Strace(scratch)
    for step in FROM:
        old = old_shop(daybook, os.path.join(scratch, f"old-{step}"), step)
        before = steps(old)
        place = os.path.join(scratch, "shop")
        calm = old.copy(place)
        expect(calm.run(before=strace.words(CHANGING)), 0)
        counts, early = strace.counts(place)
        after, wanted = steps(calm), calm.rows(FACTS)
        assert len(calm.files("Data/Backups")) == 1, "no backup was made before"
        for name in CHANGING:
            outcomes = []
            for number in range(early.get(name, 0) + 1, counts.get(name, 0) + 1, sample):
                outcome = numbered(Outcome, name, number)
                shop = old.copy(place)
                shop.run(before=strace.words([name], f"{name}:signal=KILL:when={number}"))
                outcome.hit = strace.was_killed()
                found = steps(shop)
                if found not in (before, after):
                    outcome.sentences.append(f"neither old nor new: {found}")
                code, words, outcome.restart = shop.run()
                if code != 0 or steps(shop) != after or shop.rows(FACTS) != wanted:
                    outcome.sentences.append(f"the calm run ended with {code}: {words[-300:]!r}")
                backups = shop.files("Data/Backups")
                if not backups:
                    outcome.sentences.append("there is no backup of what was before")
                outcomes.append(outcome)
            if outcomes:
                table.add(f"upgrade {step}", name, "SIGKILL", outcomes)
