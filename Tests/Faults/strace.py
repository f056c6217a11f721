"""Runs Daybook under strace, which counts its system calls and lets the one that is asked for fail or kill."""
import os, re, tempfile

# Whatever can change the disk or tell of it.
CHANGING = ("openat", "write", "pwrite64", "fsync", "fdatasync", "rename", "renameat", "renameat2", "unlink", "unlinkat",
            "mkdir", "mkdirat", "rmdir", "ftruncate", "fallocate", "copy_file_range", "sendfile", "fchmod", "chmod",
            "utimensat", "linkat", "symlinkat", "flock", "fcntl")
READING = ("read", "pread64", "getdents64", "newfstatat", "fstat", "statx", "lstat", "stat", "statfs", "lseek", "access",
           "faccessat", "faccessat2", "mmap", "close")


class Strace:
    def __init__(self, scratch):
        self.log = os.path.join(scratch, "strace.log")

    def words(self, calls, *inject, path=None):
        options = ["strace", "-f", "-qq", "-y", "-o", self.log, "-e", "trace=" + ",".join(calls)]
        if path:
            options += ["-P", path]
        return options + [word for rule in inject for word in ("-e", "inject=" + rule)]

    def lines(self):
        with open(self.log, errors="replace") as file:
            return file.read().split("\n")

    def was_killed(self):
        return any("+++ killed by SIGKILL" in line for line in self.lines())

    def injected(self):
        return sum("(INJECTED)" in line for line in self.lines())

    def counts(self, root):
        """For every call by the main thread: how often, and how often before the shop was first touched.

        strace counts for each thread by itself; the others only read, and only from the working copy.
        """
        main, counts, before = None, {}, {}
        touched = False
        for line in self.lines():
            match = re.match(r"(\d+)\s+(?:<\.\.\. )?(\w+)(\(| resumed>)", line)
            if not match or match[3] != "(":
                continue
            main = main or match[1]
            if match[1] != main:
                continue
            name = match[2]
            counts[name] = counts.get(name, 0) + 1
            if not touched:
                touched = root in line
                if not touched:
                    before[name] = counts[name]
        return counts, before
