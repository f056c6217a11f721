"""Drops files made to do harm into a fresh shop each, a good one beside them, runs Daybook, and prints what became of them.

Each must end in Failed/ with a code, in 60 seconds and 150 MB at most, the good one must be taken, and nothing may
appear outside of the shop. `daybook parse` must refuse each in the same time and memory, unless it is well written and
only its rows cannot be trusted. Some are read a second time and told to stop while that is under way: within two seconds, and with the file still there.
    hostile.py DAYBOOK [NAME…]
"""
import bz2, gzip, io, json, lzma, os, shutil, signal, struct, subprocess, sys, tarfile, tempfile, time, zipfile, zlib

SECONDS, MEGABYTES, STOPPING = 60, 150, 2
HEAD = (b"transaction_id,customer_id,timestamp,currency,status,product_id,product_name,quantity,unit_price,amount\n")
ROW = b"order-00000001,cust-1,2025-03-01T10:00:00Z,EUR,completed,mug,Mug,2,5.00,10.00\n"
GOOD = HEAD + ROW
TILL_HEAD = b"InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
TILL_ROW = b"489434,85048,LIGHTS,12,2009-12-01 07:45:00,6.95,13085,United Kingdom\n"
# What lies in the inbox beside the bad one.
BESIDE, BESIDE_NAME = HEAD + ROW.replace(b"00000001", b"99999999"), "zz-good.csv"
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


def contradicting(field, value):
    """A zip whose entry is described in one way in front of it and in another in the table of contents."""
    data = bytearray(zipped([("a.csv", GOOD)], zipfile.ZIP_STORED))
    data[field:field + len(value)] = value
    return bytes(data)


def sevenz(properties, files=b"\1", method=b"\x21", size=None):
    """A 7z file of one packed stream, which may ask for any memory; or one that says its header is of any size."""
    data = b"\1\0\0x\0"
    coder = bytes([0x20 | len(method)]) + method + bytes([len(properties)]) + properties
    streams = b"\6\0\1\x09" + bytes([len(data)]) + b"\0\7\x0b\1\0\1" + coder + b"\x0c\1\0\0"
    header = b"\1\4" + streams + b"\5" + files + b"\x11\5\0a\0\0\0\0\0"
    place = struct.pack("<QQI", len(data), size or len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(place)) + place + data + header


def tar_head(name, kind, size, magic=b"ustar\00000"):
    """One block. `size` is twelve bytes as they stand there."""
    head = bytearray(512)
    head[:len(name)], head[100:108], head[108:116], head[116:124] = name, b"0000644\0", b"0000000\0", b"0000000\0"
    head[124:136], head[136:148], head[148:156], head[156:157] = size, b"00000000000\0", b" " * 8, kind
    head[257:265] = magic
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head)


def octal(size):
    return b"%011o\0" % size


def pax(count, length):
    """So many heads, one behind the other, each of which says something of the file that follows."""
    text = b"comment=" + b"x" * length + b"\n"
    record = b"%d " % (len(text) + len(str(len(text))) + 2) + text
    block = tar_head(b"p", b"x", octal(len(record))) + record + bytes(-len(record) % 512)
    return block * count + tar_head(b"a.csv", b"0", octal(len(GOOD))) + GOOD + bytes(-len(GOOD) % 512 + 1024)


def sparse():
    """A file of a terabyte of which one block is there."""
    head = bytearray(tar_head(b"a.csv", b"S", octal(512), b"ustar  \0"))
    head[386:410] = octal((1 << 33) - 512) + octal(512)
    head[483:495] = b"\x80" + (1 << 40).to_bytes(11, "big")
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + b"x" * 512 + bytes(1024)


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
STOPPED = [
    "open-quote-1g.csv", "blank-lines-1g.csv", "spaces-1g.json", "comment-1g.xml", "one-order-64m.csv",
    "one-order-apart-64m.csv", "one-till-number-32m.csv", "long-rows-256m.csv",
]
# Nothing speaks against them but what they could cost.
TAKEN = ["short-rows-64m.csv", "one-till-number-32m.csv", "two-till-numbers-32m.csv"]
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
    "delimiters-1g.csv": lambda path: repeated(b"", b",", GIB)(path),
    "short-rows-64m.csv": lambda path: repeated(HEAD, b",\n", 64 << 20)(path),
    "quotes-1g.csv": lambda path: repeated(HEAD, b'"', GIB)(path),
    "utf16-line-1g.csv": lambda path: repeated(b"\xff\xfe" + HEAD.decode().encode("utf-16-le"), b"x\0", GIB)(path),
    "shift-jis-line-1g.csv": lambda path: repeated(HEAD + "\u30c7\u30fc\u30bf".encode("shift_jis"), b"\x83\x66", GIB)(path),
    "one-order-64m.csv": lambda path: repeated(HEAD, ROW, 64 << 20)(path),
    "one-order-apart-64m.csv": lambda path: repeated(
        HEAD + ROW + ROW.replace(b"00000001", b"00000002"), ROW, 64 << 20)(path),
    "long-rows-256m.csv": lambda path: repeated(HEAD, ROW.replace(b"Mug", b"x" * 900_000), 256 << 20)(path),
    "one-till-number-32m.csv": lambda path: repeated(TILL_HEAD, TILL_ROW, 32 << 20)(path),
    "two-till-numbers-32m.csv": lambda path: repeated(
        TILL_HEAD, TILL_ROW + TILL_ROW.replace(b"489434", b"489435"), 32 << 20)(path),
    "zeros-1g.csv": lambda path: repeated(HEAD, b"\0", GIB)(path),
    "text-1g.json": lambda path: repeated(b'[{"transaction_id":"', b"x", GIB, b'"}]')(path),
    "brackets-1g.json": lambda path: repeated(b"", b"[", GIB)(path),
    "spaces-1g.json": lambda path: repeated(b"[", b" ", GIB, b"]")(path),
    "number-1g.json": lambda path: repeated(b'[{"amount":1', b"0", GIB, b"}]")(path),
    "key-1g.json": lambda path: repeated(b'[{"', b"x", GIB, b'":1}]')(path),
    "escapes-1g.json": lambda path: repeated(b'[{"a":"', b"\\u00e9", GIB, b'"}]')(path),
    "same-key-1m.json": lambda path: repeated(b'[{"a":1', b',"a":1', 6 << 20, b"}]")(path),
    "line-1g.jsonl": lambda path: repeated(b'{"a":1}\n{"a":[', b"1,", GIB, b"1]}\n")(path),
    "deep-100000.json": lambda path: plain(b'{"a":[' * 50000 + b"1" + b"]}" * 50000)(path),
    "members-1m.json": lambda path: plain(b"[{" + b",".join(b'"a%d":1' % n for n in range(1_000_000)) + b"}]")(path),
    "text-1g.xml": lambda path: repeated(b"<orders><order><a>", b"x", GIB, b"</a></order></orders>")(path),
    "blanks-1g.xml": lambda path: repeated(b"<orders><order><a>", b" ", GIB, b"</a></order></orders>")(path),
    "comment-1g.xml": lambda path: repeated(b"<orders><!--", b"x", GIB, b"--></orders>")(path),
    "cdata-1g.xml": lambda path: repeated(b"<orders><order><a><![CDATA[", b"x", GIB, b"]]></a></order></orders>")(path),
    "instruction-1g.xml": lambda path: repeated(b"<orders><?x ", b"x", GIB, b"?></orders>")(path),
    "doctype-1g.xml": lambda path: repeated(b"<!DOCTYPE l SYSTEM '", b"x", GIB, b"'><l/>")(path),
    "attributes-1m.xml": lambda path: plain(
        b"<orders><order " + b" ".join(b"a%d='1'" % n for n in range(1_000_000)) + b"/></orders>")(path),
    "namespaces-1m.xml": lambda path: plain(
        b"<orders><order " + b" ".join(b"xmlns:a%d='u'" % n for n in range(1_000_000)) + b"/></orders>")(path),
    "names-1m.xml": lambda path: plain(
        b"<orders>" + b"".join(b"<order><a%d>1</a%d></order>" % (n, n) for n in range(1_000_000)) + b"</orders>")(path),
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
    "wrong-sum.zip": lambda path: plain(
        zipped([("a.csv", GOOD)], zipfile.ZIP_STORED).replace(b"Mug", b"Cup"))(path),
    "other-name.zip": lambda path: plain(contradicting(30, b"x.csv"))(path),
    "names-64k.zip": lambda path: plain(zipped([("%05d" % n + "x" * 65_000, b"") for n in range(300)]))(path),
    "dictionary-4g.7z": lambda path: plain(sevenz(b"\x28"))(path),
    "memory-4g.7z": lambda path: plain(sevenz(b"\x06\xff\xff\xff\xff", method=b"\3\4\1"))(path),
    "files-100m.7z": lambda path: plain(sevenz(b"\x10", files=b"\xf0" + struct.pack("<I", 100_000_000)))(path),
    "table-1g.7z": lambda path: repeated(sevenz(b"\x10", size=GIB - 4096), b"\1", GIB)(path),
    "method-lzma.zip": lambda path: plain(zipped([("a.csv", GOOD)], zipfile.ZIP_LZMA))(path),
    "traversal.zip": lambda path: plain(zipped([("../../outside.csv", GOOD), ("/tmp/daybook-outside.csv", GOOD), ("..\\outside.csv", GOOD)]))(path),
    "traversal.tar": lambda path: plain(tarred(("../outside.csv", b"0", "", GOOD), ("/tmp/daybook-outside.csv", b"0", "", GOOD)))(path),
    "pax-1g.tar.gz": lambda path: plain(gzip.compress(pax(1, GIB >> 2), 1))(path),
    "pax-many.tar.gz": lambda path: plain(gzip.compress(pax(100_000, 100), 1))(path),
    "sparse-1t.tar": lambda path: plain(sparse())(path),
    "negative.tar": lambda path: plain(tar_head(b"a.csv", b"0", b"\xff" * 12) + GOOD + bytes(2048))(path),
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
    apart(plain(BESIDE), os.path.join(shop, "Inbox", BESIDE_NAME))
    return shop


def below(folder):
    return {name for _, _, names in os.walk(folder) for name in names}


def measured(command, log, cwd):
    """Its exit code, and what it took: seconds by the clock, seconds of work, megabytes."""
    started = time.monotonic()
    child = subprocess.Popen(["timeout", "-k", "10", str(2 * SECONDS), *command], stdout=log, stderr=log, cwd=cwd)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    # Of the child's own child, which is the only one it waited for.
    work = usage.ru_utime + usage.ru_stime
    return child.returncode, time.monotonic() - started, work, usage.ru_maxrss / 1024


def parsed(daybook, path):
    """Whether `daybook parse` ends as it must: all that is shown is thrown away."""
    code, seconds, work, megabytes = measured([daybook, "parse", path], subprocess.DEVNULL, os.path.dirname(path))
    is_well = code in (0, 3, 65) and seconds <= SECONDS and megabytes <= MEGABYTES
    return is_well, f"parse {seconds:5.1f} s, work {work:5.1f} s {megabytes:4.0f} MB exit {code}"


def run(daybook, name, make):
    """Whether it is refused as it must be, and after how many seconds."""
    place = tempfile.mkdtemp(prefix="daybook-hostile-")
    try:
        shop = shop_with(name, make, place)
        parses_well, parse = parsed(daybook, os.path.join(shop, "Inbox", name))
        with open(os.path.join(place, "log"), "wb") as log:
            code, seconds, work, megabytes = measured([daybook, "run", "--settle", "0", "--shop", shop], log, shop)
        is_other_taken = BESIDE_NAME in below(os.path.join(shop, "Filed"))
        found = codes(shop)
        ends_in = "Filed" if name in TAKEN else "Failed"
        is_refused = name in below(os.path.join(shop, ends_in)) and (found or name in TAKEN)
        wrong = outside(place)
        is_well = bool(
            is_refused and is_other_taken and parses_well and seconds <= SECONDS
            and megabytes <= MEGABYTES and not wrong)
        if code < 0 or code >= 124:
            is_well = False
            found.append(f"exit {code}")
        if not is_other_taken:
            found.append("the good file was not taken")
        print(f"{name:24} {'ok  ' if is_well else 'FAIL'} run {seconds:5.1f} s, work {work:5.1f} s {megabytes:4.0f} MB  {parse}  {' '.join(found)} {' '.join(wrong)}", flush=True)
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
        is_left = name in os.listdir(os.path.join(shop, "Inbox")) and not os.listdir(os.path.join(shop, "Data", "Working"))
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
