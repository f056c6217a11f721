"""A small mixed shop, how it is run, and the exact state in which it must end."""
import csv, gzip, hashlib, io, os, shutil, signal, sqlite3, subprocess, tempfile, time, zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = os.path.join(HERE, "..", "Samples")
HEAD = ("transaction_id,customer_id,email,timestamp,currency,status,product_id,product_name,quantity,unit_price,"
        "amount,channel,country,updated_at\n")
SETTINGS = "shop_name: Faults\n"
# In memory where the system has such a place.
FAST = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
TMPFS_SETTINGS = SETTINGS + "free_space: 0\n"


def row(number, amount=None):
    quantity, price = number % 4 + 1, 250 + number % 7 * 100
    total = amount or f"{quantity * price / 100:.2f}"
    return (f"ORDER-{number:06},CUST-{number % 5:05},c{number % 5}@example.org,2024-03-{number % 28 + 1:02}T10:15:00Z,"
            f"GBP,completed,SKU-{number % 9},Thing {number % 9},{quantity},{price / 100:.2f},{total},web,GB,\n")


def orders(first, count):
    return (HEAD + "".join(row(number) for number in range(first, first + count))).encode()


def sample(name):
    with open(os.path.join(SAMPLES, name), "rb") as file:
        return file.read()


def zipped(members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, (2024, 4, 1, 0, 0, 0)), data)
    return packed.getvalue()


class Shop:
    def __init__(self, daybook, root):
        self.daybook, self.root = daybook, root

    def path(self, *names):
        return os.path.join(self.root, *names)

    def make(self, settings=SETTINGS):
        os.makedirs(self.path("Inbox"))
        os.makedirs(self.path("Config"))
        with open(self.path("Config", "daybook.yaml"), "w") as file:
            file.write(settings)
        return self

    def copy(self, root):
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.root, root, symlinks=True)
        return Shop(self.daybook, root)

    def drop(self, name, data, modified=1711966000):
        path = self.path("Inbox", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)
        os.utime(path, (modified, modified))

    def command(self, *arguments):
        return [self.daybook, *(arguments or ("run", "--settle", "0")), "--shop", self.root]

    def run(self, *arguments, before=(), seconds=60):
        """Exit code (negative: a signal), what was printed, and how long it took. 124 if it hung."""
        begun = time.monotonic()
        process = subprocess.Popen([*before, *self.command(*arguments)], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, errors="replace", start_new_session=True)
        try:
            output, errors = process.communicate(timeout=seconds)
            code = process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, errors = process.communicate()
            code = 124
        return code, output + errors, time.monotonic() - begun

    def files(self, folder):
        found = {}
        for place, _, names in os.walk(self.path(folder)):
            for name in names:
                path = os.path.join(place, name)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, self.path(folder))] = file.read()
        return found

    def rows(self, sql):
        # Of a copy with its log, and beside the shop's disk, which may be full: looking must change nothing.
        with tempfile.TemporaryDirectory(dir=FAST) as place:
            for ending in ("", "-wal"):
                if os.path.exists(self.path("Data", "daybook.sqlite" + ending)):
                    shutil.copy(self.path("Data", "daybook.sqlite" + ending), os.path.join(place, "copy" + ending))
            connection = sqlite3.connect(os.path.join(place, "copy"))
            try:
                return sorted(connection.execute(sql).fetchall(), key=repr)
            finally:
                connection.close()


def base(daybook, root):
    """A shop that has taken files before, some of whose rows wait to be mended, with a full inbox."""
    shop = Shop(daybook, root).make()
    shop.drop("till/march.csv", orders(1, 30) + row(31, "1.00").encode())
    expect(shop.run(), 0)
    fixes = shop.files("Fix")
    assert len(fixes) == 1, fixes
    # What came yesterday is backed up today.
    connection = sqlite3.connect(shop.path("Data", "daybook.sqlite"))
    connection.execute("UPDATE batches SET processed_at = processed_at - 86400")
    connection.commit()
    connection.close()
    fix = next(iter(fixes.values()))
    shop.drop("till/mended.csv", fix.replace(b",1.00,", b"," + row(31).split(",")[10].encode() + b","))
    shop.drop("till/april.csv", orders(40, 20) + row(99, "1.00").encode())
    shop.drop("till/march again.csv", orders(1, 30) + row(31, "1.00").encode())
    shop.drop("orders.json", sample("transactions-json/Inbox/orders.json"))
    shop.drop("invoice.xml", sample("ubl-invoices/Inbox/invoice.xml"))
    shop.drop("market/may.zip", zipped([("one.csv", orders(100, 10)), ("two.csv", orders(105, 10))]))
    shop.drop("market/june.csv.gz", gzip.compress(orders(120, 10), mtime=0))
    shop.drop("market/notes.csv", b"what,is,this\n1,2,3\n")
    shop.drop("market/late.csv", orders(130, 5))
    shop.drop("market/late.csv.done", b"")
    return shop


def expect(outcome, code):
    assert outcome[0] == code, outcome
    return outcome


FACTS = {
    "rows": """SELECT sources.name, transaction_id, line_id, happened_at, currency, customer_id, product_id, quantity, gross,
        discount, returned, content_hash FROM line_facts JOIN sources USING (source_id)""",
    "customers": """SELECT sources.name, customer_id, email, content_hash
        FROM customers JOIN sources USING (source_id)""",
    "held": "SELECT sources.name, row_hash, raw, state FROM held_rows JOIN sources USING (source_id)",
    "totals": """SELECT day, sources.name, currency, orders, units, gross_sales, returns, tax, rows_accepted
        FROM daily_sales JOIN sources USING (source_id)""",
    "products": """SELECT day, sources.name, currency, product_id, units, gross_sales, returns, lines
        FROM daily_product_sales JOIN sources USING (source_id)""",
    "files": """SELECT status, file_name, sha256, records_received, inserted, updated, unchanged, superseded, duplicate, held,
        skipped, kept_at, code FROM batches""",
    "marks": "SELECT name, value FROM shop_state WHERE name = 'reports_stale'",
}


def state(shop):
    """Everything that must be the same at the end, by name."""
    found = {name: shop.rows(sql) for name, sql in FACTS.items()}
    for folder in ("Filed", "Failed", "Fix", "Inbox", "Data/Working", "Reports/csv"):
        files = shop.files(folder)
        found[folder] = sorted((name, content(name, data)) for name, data in files.items())
    found["unfinished"] = sorted(os.path.join(place, name) for place, _, names in os.walk(shop.root)
                                 for name in names if name.endswith((".tmp", "-journal", ".part")))
    found["backups"] = len(shop.files("Data/Backups"))
    return found


def content(name, data):
    if name.endswith(".json"):
        # Receipts tell how long it took, and by which number a batch goes.
        return ""
    if name == "restatements.csv":
        # What was changed by which file, and when, is not the same where one of them came later.
        return ""
    if name == "held_rows.csv":
        # A file that was put off comes after the others: under another number, and so in another place.
        data = b"\n".join(sorted(line.partition(b",")[2] for line in data.split(b"\n")))
    if name.endswith("-fix.csv"):
        # The number by which a row is asked for goes by the same order.
        rows = list(csv.reader(io.StringIO(data.decode())))
        place = rows[0].index("daybook_ref")
        data = repr([row[:place] + row[place + 1:] for row in rows]).encode()
    return hashlib.sha256(data).hexdigest()


def differences(found, wanted):
    """Sentences; and how many rows and files are lost, and how many are there twice."""
    sentences, lost, doubled = [], 0, 0
    for name in wanted:
        if found[name] == wanted[name]:
            continue
        if isinstance(wanted[name], int):
            sentences.append(f"{name}: {found[name]} and not {wanted[name]}")
            continue
        missing = [entry for entry in wanted[name] if entry not in found[name]]
        surplus = [entry for entry in found[name] if entry not in wanted[name]]
        sentences.append(f"{name}: missing {missing[:3]}, too much {surplus[:3]}"
                         f" ({len(found[name])} and not {len(wanted[name])})")
        if name in ("rows", "files", "held", "Filed", "Failed"):
            lost += max(0, len(wanted[name]) - len(found[name]))
            doubled += max(0, len(found[name]) - len(wanted[name]))
    return sentences, lost, doubled
