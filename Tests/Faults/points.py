"""The run cut off, or let fail, at one system call after the other."""
import os, shutil

from shop import base, differences, expect, state
from strace import CHANGING, READING, Strace

ERRORS = {
    "openat": ("ENOSPC", "EIO", "EROFS", "EMFILE", "EACCES"), "write": ("ENOSPC", "EIO"), "pwrite64": ("ENOSPC", "EIO"),
    "fsync": ("EIO",), "fdatasync": ("EIO",), "rename": ("ENOSPC", "EIO", "EROFS"), "mkdir": ("ENOSPC", "EIO", "EROFS"),
    "unlink": ("EIO", "EROFS"), "ftruncate": ("ENOSPC", "EIO"), "fallocate": ("ENOSPC", "EIO"), "fcntl": ("ENOLCK",),
    "read": ("EIO",), "pread64": ("EIO",), "getdents64": ("EIO",), "newfstatat": ("EIO",), "fstat": ("EIO",),
    "statfs": ("EIO",), "fchmod": ("EIO",),
}
# What was said, not what happened to the shop.
ENDS = {"EACCES": (0, 74, 77)}


class Course:
    """The calm run that every other one is compared with."""
    def __init__(self, daybook, scratch):
        self.scratch = scratch
        shutil.rmtree(os.path.join(scratch, "base"), ignore_errors=True)
        self.base = base(daybook, os.path.join(scratch, "base"))
        self.place = os.path.join(scratch, "shop")
        self.strace = Strace(scratch)
        calm = self.base.copy(self.place)
        expect(calm.run(before=self.strace.words(CHANGING + READING)), 0)
        self.counts, self.before = self.strace.counts(self.place)
        self.wanted = state(calm)
        total = sum(self.counts.values())
        early = sum(self.before.values())
        print(f"the run makes {total:,} calls that touch the disk, {early:,} of them before it knows the shop:")
        print("  " + ", ".join(f"{name} {count}" for name, count in sorted(self.counts.items())), flush=True)

    def numbers(self, name, sample):
        """Of the calls after the first that touches the shop; what comes before only loads the program."""
        return range(self.before.get(name, 0) + 1, self.counts.get(name, 0) + 1, sample)

    def point(self, outcome, name, rule, path=None, ends=None):
        shop = self.base.copy(self.place)
        code, words, _ = shop.run(before=self.strace.words([name], rule, path=path))
        if ends is None:
            outcome.hit = self.strace.was_killed()
        else:
            outcome.hit = self.strace.injected() > 0
            if code not in ends:
                outcome.sentences.append(f"ended with {code}: {words[-300:]!r}")
            elif code and not words.strip():
                outcome.sentences.append(f"ended with {code} without a word")
        self.finish(outcome, shop)
        return code

    def finish(self, outcome, shop):
        code, words, seconds = shop.run()
        outcome.restart = seconds
        if code != 0:
            outcome.sentences.append(f"the calm run ended with {code}: {words[-300:]!r}")
        if outcome.number % 10 == 0:
            code, words, _ = shop.run("verify")
            if code != 0:
                outcome.sentences.append(f"verify ended with {code}: {words[-300:]!r}")
        outcome.compare(state(shop), self.wanted, differences)


def numbered(Outcome, name, number):
    outcome = Outcome(f"{name}:{number}")
    outcome.number = number
    return outcome


def kills(daybook, scratch, table, Outcome, sample):
    course = Course(daybook, scratch)
    for name in CHANGING + READING:
        outcomes = []
        for number in course.numbers(name, sample):
            outcomes.append(numbered(Outcome, name, number))
            course.point(outcomes[-1], name, f"{name}:signal=KILL:when={number}")
        if outcomes:
            table.add("kill", name, "SIGKILL", outcomes)


def errors(daybook, scratch, table, Outcome, sample):
    course = Course(daybook, scratch)
    for name, faults in ERRORS.items():
        for fault in faults:
            outcomes = []
            for number in course.numbers(name, sample):
                outcomes.append(numbered(Outcome, name, number))
                ends = ENDS.get(fault, (0, 74))
                # SQLite itself saves with fdatasync, also folders of files that nobody will miss.
                if name == "fsync":
                    ends = (74,)
                course.point(outcomes[-1], name, f"{name}:error={fault}:when={number}", ends=ends)
            if outcomes:
                table.add("error", name, fault, outcomes)


def reads(daybook, scratch, table, Outcome, sample):
    """Every read of a working copy, by the threads that decode: the copies go by the inode of what was dropped.

    Each file by itself: of several small ones the copies are in memory.
    """
    course = Course(daybook, scratch)
    full, outcomes = course.base, []
    names = [os.path.join(place, name) for place, _, names in os.walk(full.path("Inbox")) for name in names]
    for name in sorted(name for name in names if not name.endswith(".done")):
        course.base = alone(full, os.path.relpath(name, full.root), os.path.join(scratch, "alone"))
        calm = course.base.copy(course.place)
        expect(calm.run(), 0)
        course.wanted = state(calm)
        for number in range(1, 40, sample):
            outcome = numbered(Outcome, "pread64", number)
            shop = course.base.copy(course.place)
            inode = os.stat(name.replace(full.root, shop.root)).st_ino
            copy = shop.path("Data", "Working", str(inode))
            code, words, _ = shop.run(before=course.strace.words(["pread64"], f"pread64:error=EIO:when={number}", path=copy))
            outcome.hit = course.strace.injected() > 0
            if not outcome.hit:
                break
            if code not in (0, 74) or (code and not words.strip()):
                outcome.sentences.append(f"ended with {code}: {words[-300:]!r}")
            course.finish(outcome, shop)
            outcomes.append(outcome)
    table.add("read", "pread64", "EIO", outcomes)


def alone(shop, wanted, root):
    """The same shop with nothing in its inbox but one file, and the marker beside it."""
    copy = shop.copy(root)
    for name in copy.files("Inbox"):
        path = copy.path("Inbox", name)
        if os.path.relpath(path, root) not in (wanted, wanted + ".done"):
            os.remove(path)
    return copy
