"""Drops files made to do harm into a fresh shop each, runs Daybook, and prints what became of them.

Each must be refused or held with a code, in 60 seconds and 150 MB at most, and nothing may appear outside of the shop.
Some are read a second time and told to stop while that is under way: within two seconds, and with the file still there.
    hostile.py DAYBOOK [NAME…]
"""
import bz2, gzip, io, json, lzma, os, shutil, signal, struct, subprocess, sys, tarfile, tempfile, time, zipfile, zlib

SECONDS, MEGABYTES, STOPPING = 60, 150, 2
HEAD = (b"transaction_id,customer_id,timestamp,currency,status,product_id,product_name,quantity,unit_price,amount\n")
ROW = b"order-00000001,cust-1,2025-03-01T10:00:00Z,EUR,completed,mug,Mug,2,5.00,10.00\n"
GOOD = HEAD + ROW
PIECE = 1 << 20


def repeated(before, unit, size, after=b""):
    """A file of `size` bytes of `unit` over and over, between two texts."""
    def make(path):
        piece = unit * (PIECE // len(unit))
        with open(path, "wb") as file:
            file.write(before)
            for _ in range(size // len(piece)):
                file.write(piece)
            file.write(after)
    return make


def plain(data):
    def make(path):
        with open(path, "wb") as file:
            file.write(data)
    return make


def members(pack, times=160, size=64 << 20):
    """Ten gigabytes of zeros as packed streams one after another, which all these formats allow."""
    return lambda path: plain(pack(bytes(size)) * times)(path)


def table(size):
    """A table that can be read, so that nothing but its size speaks against it."""
    return HEAD + b"".join(ROW.replace(b"00000001", b"%08d" % n) for n in range(size // len(ROW)))


def rows():
    """Made where it is needed: what this process takes in memory counts as taken by those it starts."""
    return HEAD + ROW * ((64 << 20) // len(ROW))


def tables(pack, times=50, size=8 << 20):
    return lambda path: plain(pack(table(size)) * times)(path)


def zstd(data, *options):
    return subprocess.run(["zstd", "-q", "-c", *options], input=data, stdout=subprocess.PIPE, check=True).stdout


def xz(data, dictionary):
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": dictionary}]
    return lzma.compress(data, filters=filters)


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def nested(depth, data):
    name = "orders.csv"
    for level in range(depth):
        data, name = zipped([(name, data)]), f"{level}.zip"
    return data


def overlapping(count, text):
    """Many entries of one directory that all unpack the same bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(text) + packer.flush()
    crc, size = zlib.crc32(text), len(text)
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, crc, len(data), size, 5, 0) + b"a.csv" + data
    central = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 33, crc, len(data), size, 9, 0, 0, 0, 0, 0, 0)
        + b"%05d.csv" % index for index in range(count))
    return local + central + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count % 65536, count % 65536, len(central), len(local), 0)


def tarred(*infos):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind, link, data in infos:
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size = kind, link, len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def xml(body, before=b""):
    return b'<?xml version="1.0"?>\n' + before + b"<orders><order><transaction_id>" + body + b"</transaction_id></order></orders>"


LAUGHS = b'<!DOCTYPE l [<!ENTITY a0 "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)) + b"]>\n"
GIB = 1 << 30
# Read for long enough to be stopped while they are.
STOPPED = ["open-quote-1g.csv", "blank-lines-1g.csv", "spaces-1g.json", "comment-1g.xml"]
# Nothing speaks against it, so it is only stopped.
LONG = "tables-400m.gz"
CASES = {
    "line-1g.csv": lambda path: repeated(HEAD, b"x", GIB)(path),
    "line-1g-no-header.csv": lambda path: repeated(b"", b"x", GIB)(path),
    "cells-1g.csv": lambda path: repeated(HEAD, b"x,", GIB)(path),
    "open-quote-1g.csv": lambda path: repeated(HEAD + b'"', b"x\n", GIB)(path),
    "quotes-10m.csv": lambda path: repeated(HEAD, b'"', 10 << 20)(path),
    "quotes-mixed-10m.csv": lambda path: repeated(HEAD, b'"a""",', 10 << 20)(path),
    "blank-lines-1g.csv": lambda path: repeated(b"", b"\n", GIB)(path),
    "zeros-1g.csv": lambda path: repeated(HEAD, b"\0", GIB)(path),
    "text-1g.json": lambda path: repeated(b'[{"transaction_id":"', b"x", GIB, b'"}]')(path),
    "brackets-1g.json": lambda path: repeated(b"", b"[", GIB)(path),
    "spaces-1g.json": lambda path: repeated(b"[", b" ", GIB, b"]")(path),
    "number-1g.json": lambda path: repeated(b'[{"amount":1', b"0", GIB, b"}]")(path),
    "deep-100000.json": lambda path: plain(b'{"a":[' * 50000 + b"1" + b"]}" * 50000)(path),
    "members-1m.json": lambda path: plain(b"[{" + b",".join(b'"a%d":1' % n for n in range(1_000_000)) + b"}]")(path),
    "text-1g.xml": lambda path: repeated(b"<orders><order><a>", b"x", GIB, b"</a></order></orders>")(path),
    "blanks-1g.xml": lambda path: repeated(b"<orders><order><a>", b" ", GIB, b"</a></order></orders>")(path),
    "comment-1g.xml": lambda path: repeated(b"<orders><!--", b"x", GIB, b"--></orders>")(path),
    "tag-1g.xml": lambda path: repeated(b"<orders><", b"x", GIB, b"/></orders>")(path),
    "attribute-1g.xml": lambda path: repeated(b'<orders a="', b"x", GIB, b'"/>')(path),
    "attributes-1g.xml": lambda path: repeated(b"<orders ", b'a="" ', GIB, b"/>")(path),
    "deep-1g.xml": lambda path: repeated(b"", b"<a>", GIB)(path),
    "xxe.xml": lambda path: plain(xml(b"&x;", b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'))(path),
    "laughs.xml": lambda path: plain(xml(b"&a11;", LAUGHS))(path),
    "quadratic.xml": lambda path: plain(xml(b"&x;" * 50000, b'<!DOCTYPE l [<!ENTITY x "' + b"y" * 50000 + b'">]>\n'))(path),
    "zeros-10g.gz": lambda path: members(lambda data: gzip.compress(data, 9))(path),
    "zeros-10g.bz2": lambda path: members(lambda data: bz2.compress(data, 9))(path),
    "zeros-10g.xz": lambda path: members(lambda data: lzma.compress(data, preset=6))(path),
    "zeros-10g.zst": lambda path: members(zstd)(path),
    "rows-64m.bz2": lambda path: plain(bz2.compress(rows(), 9))(path),
    "rows-64m.xz": lambda path: plain(lzma.compress(rows(), preset=1))(path),
    "rows-64m.zst": lambda path: plain(zstd(rows()))(path),
    "rows-64m.gz": lambda path: plain(gzip.compress(rows(), 9))(path),
    "dictionary-1g.xz": lambda path: plain(xz(GOOD, 1 << 30))(path),
    "dictionary-late.xz": lambda path: plain(xz(GOOD, 1 << 20) + xz(ROW, 1 << 30))(path),
    "window-1g.zst": lambda path: plain(zstd(GOOD, "--long=30", "--ultra", "--single-thread"))(path),
    "window-late.zst": lambda path: plain(zstd(GOOD) + zstd(ROW, "--long=30", "--ultra", "--single-thread"))(path),
    "nested.zip": lambda path: plain(nested(5, GOOD))(path),
    "nested-bomb.zip": lambda path: plain(nested(2, bytes(256 << 20)))(path),
    "overlap.zip": lambda path: plain(overlapping(2000, bytes(10 << 20)))(path),
    "overlap-tables.zip": lambda path: plain(overlapping(2000, HEAD + ROW * (1 << 16)))(path),
    "entries-60000.zip": lambda path: plain(overlapping(60000, GOOD))(path),
    "method-lzma.zip": lambda path: plain(zipped([("a.csv", GOOD)], zipfile.ZIP_LZMA))(path),
    "traversal.zip": lambda path: plain(zipped([("../../outside.csv", GOOD), ("/tmp/daybook-outside.csv", GOOD), ("..\\outside.csv", GOOD)]))(path),
    "traversal.tar": lambda path: plain(tarred(("../outside.csv", b"0", "", GOOD), ("/tmp/daybook-outside.csv", b"0", "", GOOD)))(path),
    "links.tar": lambda path: plain(tarred(("a.csv", b"2", "/etc/passwd", b""), ("b.csv", b"1", "/etc/passwd", b"")))(path),
    "devices.tar": lambda path: plain(tarred(("a.csv", b"3", "", b""), ("b.csv", b"4", "", b""), ("c.csv", b"6", "", b"")))(path),
    "movie.mp4": lambda path: plain(b"\0\0\0\x20ftypisom" + bytes(4000))(path),
    "letter.rtf": lambda path: plain(rb"{\rtf1\ansi Hello}")(path),
}


def codes(shop):
    """Every code that the shop's files about what failed or was held speak of."""
    found = set()

    def walk(value):
        if isinstance(value, dict):
            for key, inner in value.items():
                if key == "code" and isinstance(inner, str):
                    found.add(inner)
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    for folder, _, names in os.walk(shop):
        for name in names:
            if name.endswith((".why.json", ".receipt.json")):
                with open(os.path.join(folder, name)) as file:
                    walk(json.load(file))
    return sorted(found)


def outside(place):
    strangers = [name for name in os.listdir(place) if name not in ("shop", "log")]
    return strangers + [name for name in ("/tmp/daybook-outside.csv", "/tmp/outside.csv") if os.path.exists(name)]


def apart(make, path):
    """In a process of its own, for what this one takes in memory counts as taken by those it starts."""
    child = os.fork()
    if child == 0:
        try:
            make(path)
            os._exit(0)
        finally:
            os._exit(1)
    if os.waitpid(child, 0)[1]:
        raise SystemExit(f"{path} could not be made")


def shop_with(name, make, place):
    shop = os.path.join(place, "shop")
    os.makedirs(os.path.join(shop, "Inbox"))
    apart(make, os.path.join(shop, "Inbox", name))
    return shop


def run(daybook, name, make):
    """Whether it is refused as it must be, and after how many seconds."""
    place = tempfile.mkdtemp(prefix="daybook-hostile-")
    try:
        shop = shop_with(name, make, place)
        with open(os.path.join(place, "log"), "wb") as log:
            started = time.monotonic()
            child = subprocess.Popen(
                ["timeout", str(4 * SECONDS), daybook, "run", "--settle", "0", "--shop", shop], stdout=log, stderr=log, cwd=shop)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.monotonic() - started
        # Of the child's own child, which is the only one it waited for.
        megabytes = usage.ru_maxrss / 1024
        failed = os.path.join(shop, "Failed")
        is_refused = os.path.isdir(failed) and bool(os.listdir(failed))
        found = codes(shop)
        wrong = outside(place)
        is_well = bool(is_refused and found and seconds <= SECONDS and megabytes <= MEGABYTES and not wrong)
        if child.returncode < 0 or child.returncode >= 124:
            is_well = False
            found.append(f"exit {child.returncode}")
        print(f"{name:24} {seconds:6.1f} s {megabytes:6.0f} MB  {'ok  ' if is_well else 'FAIL'} {' '.join(found)} {' '.join(wrong)}", flush=True)
        return is_well, seconds
    finally:
        shutil.rmtree(place)


def stop(daybook, name, make, after):
    """Whether it ends soon when told to after so many seconds, and leaves the file where it lies."""
    place = tempfile.mkdtemp(prefix="daybook-hostile-")
    try:
        shop = shop_with(name, make, place)
        with open(os.path.join(place, "log"), "wb") as log:
            child = subprocess.Popen(
                [daybook, "run", "--settle", "0", "--shop", shop], stdout=log, stderr=log, cwd=shop)
            time.sleep(after)
            was_over = child.poll() is not None
            child.send_signal(signal.SIGTERM)
            told = time.monotonic()
            code = child.wait()
            seconds = time.monotonic() - told
        is_left = os.listdir(os.path.join(shop, "Inbox")) == [name] and not os.listdir(os.path.join(shop, "Data", "Working"))
        is_well = was_over or (code == 128 + signal.SIGTERM and seconds <= STOPPING and is_left)
        print(f"{name:24} stopped after {after:.1f} s: {'it was over' if was_over else f'{seconds:.1f} s, exit {code}'}  {'ok' if is_well else 'FAIL'}", flush=True)
        return is_well
    finally:
        shutil.rmtree(place)


def main():
    daybook, wanted = os.path.abspath(sys.argv[1]), sys.argv[2:]
    outcomes = []
    for name, make in CASES.items():
        if wanted and name not in wanted:
            continue
        is_well, seconds = run(daybook, name, make)
        outcomes.append(is_well)
        if name in STOPPED:
            outcomes.append(stop(daybook, name, make, seconds * 0.6))
    if not wanted or LONG in wanted:
        outcomes.append(stop(daybook, LONG, tables(lambda data: gzip.compress(data, 1)), 3))
    print(f"{sum(outcomes)} of {len(outcomes)} as they must be")
    sys.exit(0 if all(outcomes) else 1)


main()
