"""Runs the shop's job with Daybook and with others that do the same work, and prints what each of them took.

The work: a large CSV of orders, some rows of it damaged, is read by type; rows that cannot be read or break a rule are
stored with the reason; the others are upserted as facts by order and line; totals by day are made and written as CSV.
Each contender starts with nothing, is run as a process of its own, and ends with everything safe on the disk.
    contenders.py DAYBOOK [ROWS] [RUNS]
"""
import os, shutil, statistics, subprocess, sys, tempfile, time, venv

COLUMNS = ["transaction_id", "customer_id", "email", "timestamp", "currency", "status", "product_id", "product_name",
           "quantity", "unit_price", "amount", "channel", "country"]

# What both databases call the same. {moment} is the time of the row, {day} its day, {code} the first thing wrong with it.
CODE = """CASE
    WHEN length(transaction_id) NOT BETWEEN 10 AND 50 OR transaction_id IS NULL THEN 'transaction_id'
    WHEN length(customer_id) NOT BETWEEN 5 AND 50 OR customer_id IS NULL THEN 'customer_id'
    WHEN {moment} IS NULL OR {moment} > {now} THEN 'timestamp'
    WHEN currency IS NULL OR length(currency) <> 3 OR currency <> upper(currency) THEN 'currency'
    WHEN status NOT IN ('pending', 'completed', 'cancelled', 'refunded', 'failed') OR status IS NULL THEN 'status'
    WHEN quantity IS NULL OR quantity <= 0 THEN 'quantity'
    WHEN unit_price IS NULL OR unit_price < 0 THEN 'unit_price'
    WHEN amount IS NULL OR amount <= 0 THEN 'amount'
    WHEN email IS NOT NULL AND email <> '' AND email NOT LIKE '%_@_%._%' THEN 'email' END"""
FACTS = """CREATE TABLE facts (transaction_id TEXT, line INTEGER, customer_id TEXT, happened_at BIGINT, day INTEGER,
    currency TEXT, status TEXT, product_id TEXT, product_name TEXT, quantity BIGINT, unit_price BIGINT, gross BIGINT,
    channel TEXT, country TEXT, PRIMARY KEY (transaction_id, line))"""
UPSERT = """INSERT INTO facts
    SELECT transaction_id, line, customer_id, {seconds}, {day}, currency, status, product_id, product_name, quantity,
      unit_price, quantity * unit_price, channel, country
    FROM good WHERE whole ORDER BY transaction_id, line
    ON CONFLICT (transaction_id, line) DO UPDATE SET customer_id = excluded.customer_id,
      happened_at = excluded.happened_at, day = excluded.day, currency = excluded.currency, status = excluded.status,
      product_id = excluded.product_id, product_name = excluded.product_name, quantity = excluded.quantity,
      unit_price = excluded.unit_price, gross = excluded.gross, channel = excluded.channel, country = excluded.country"""
DAILY = """CREATE TABLE daily AS
    SELECT day, currency, count(DISTINCT transaction_id) AS orders, sum(quantity) AS units, sum(gross) AS gross,
      count(DISTINCT customer_id) AS customers
    FROM facts WHERE status IN ('completed', 'refunded') GROUP BY day, currency ORDER BY day, currency"""
PRODUCTS = """CREATE TABLE daily_products AS
    SELECT day, currency, product_id, sum(quantity) AS units, sum(gross) AS gross
    FROM facts WHERE status IN ('completed', 'refunded') GROUP BY day, currency, product_id"""
# Lines of an order stand or fall with the total that it states.
GOOD = """SELECT *, row_number() OVER (PARTITION BY transaction_id ORDER BY row) AS line,
      abs(sum(quantity * unit_price) OVER (PARTITION BY transaction_id) - amount) <= 1
        AND max(code IS NOT NULL) OVER (PARTITION BY transaction_id){not_one} AS whole
    FROM judged"""

DUCKDB = f'''
import duckdb, sys
source, folder = sys.argv[1:]
shop = duckdb.connect(folder + "/shop.duckdb")
shop.execute("SET threads = 2; SET enable_progress_bar = false; SET preserve_insertion_order = true; SET TimeZone = 'UTC'")
shop.execute("""CREATE TABLE raw AS SELECT *, row_number() OVER () AS row FROM read_csv(?, header = true,
  columns = {{'transaction_id': 'VARCHAR', 'customer_id': 'VARCHAR', 'email': 'VARCHAR', 'timestamp': 'TIMESTAMPTZ',
    'currency': 'VARCHAR', 'status': 'VARCHAR', 'product_id': 'VARCHAR', 'product_name': 'VARCHAR',
    'quantity': 'BIGINT', 'unit_price': 'DECIMAL(12,2)', 'amount': 'DECIMAL(12,2)', 'channel': 'VARCHAR',
    'country': 'VARCHAR'}}, store_rejects = true)""", [source])
shop.execute("""CREATE TABLE held AS SELECT line AS row, column_name AS code, error_message AS why, csv_line AS raw
  FROM reject_errors""")
shop.execute("""CREATE TABLE judged AS SELECT * REPLACE ((unit_price * 100)::BIGINT AS unit_price,
  (amount * 100)::BIGINT AS amount), {CODE.format(moment='"timestamp"', now='now()')} AS code FROM raw""")
shop.execute("""CREATE TABLE good AS {GOOD.format(not_one=' = false')}""")
shop.execute("""INSERT INTO held SELECT row, coalesce(code, 'order'), 'a rule', concat_ws(',', transaction_id,
  customer_id, "timestamp", currency, status, product_id, quantity, unit_price, amount) FROM good WHERE NOT whole""")
shop.execute("""{FACTS}""")
shop.execute("""{UPSERT.format(seconds='epoch("timestamp")::BIGINT', day="strftime('%Y%m%d', " + '"timestamp")::INTEGER')}""")
shop.execute("""{DAILY}""")
shop.execute("""{PRODUCTS}""")
shop.execute("DROP TABLE raw; DROP TABLE judged; DROP TABLE good")
shop.execute("COPY daily TO '" + folder + "/daily.csv'")
shop.execute("CHECKPOINT")
print(shop.execute("SELECT (SELECT count(*) FROM facts), (SELECT count(*) FROM held)").fetchone())
'''

POLARS = f'''
import polars, sqlite3, sys
from datetime import datetime, timezone
source, folder = sys.argv[1:]
text = polars.read_csv(source, infer_schema=False, row_index_name="row", truncate_ragged_lines=True)
read = text.with_columns(
  polars.col("timestamp").str.to_datetime("%Y-%m-%dT%H:%M:%S%#z", strict=False, time_zone="UTC").alias("moment"),
  polars.col("quantity").cast(polars.Int64, strict=False),
  (polars.col("unit_price").cast(polars.Float64, strict=False) * 100).round().cast(polars.Int64).alias("unit_price"),
  (polars.col("amount").cast(polars.Float64, strict=False) * 100).round().cast(polars.Int64).alias("amount"))
c = polars.col
def wrong(test): return test.fill_null(True)
rules = [("transaction_id", ~c("transaction_id").str.len_chars().is_between(10, 50)),
  ("customer_id", ~c("customer_id").str.len_chars().is_between(5, 50)),
  ("timestamp", c("moment") > datetime.now(timezone.utc)), ("currency", ~c("currency").str.contains("^[A-Z]{{3}}$")),
  ("status", ~c("status").is_in(["pending", "completed", "cancelled", "refunded", "failed"])),
  ("quantity", c("quantity") <= 0), ("unit_price", c("unit_price") < 0), ("amount", c("amount") <= 0)]
code = polars.when(wrong(rules[0][1])).then(polars.lit(rules[0][0]))
for name, test in rules[1:]: code = code.when(wrong(test)).then(polars.lit(name))
code = code.when(~c("email").str.contains("^.+@.+[.].+$") & (c("email") != "")).then(polars.lit("email"))
judged = read.with_columns(code.alias("code"))
judged = judged.with_columns(
  c("row").cum_count().over("transaction_id").alias("line"), (c("quantity") * c("unit_price")).alias("gross"),
  (c("moment").dt.timestamp("ms") // 1000).alias("happened_at"),
  c("moment").dt.strftime("%Y%m%d").cast(polars.Int64, strict=False).alias("day"))
whole = ((c("gross").sum().over("transaction_id") - c("amount")).abs() <= 1) & c("code").is_null().all().over("transaction_id")
judged = judged.with_columns(whole.fill_null(False).alias("whole"))
good, bad = judged.filter(c("whole")), judged.filter(~c("whole"))
shop = sqlite3.connect(folder + "/shop.sqlite")
shop.execute("PRAGMA journal_mode = WAL"); shop.execute("PRAGMA synchronous = FULL")
shop.execute("""{FACTS}"""); shop.execute("CREATE TABLE held (row INTEGER, code TEXT, raw TEXT)")
columns = ["transaction_id", "line", "customer_id", "happened_at", "day", "currency", "status", "product_id",
  "product_name", "quantity", "unit_price", "gross", "channel", "country"]
upsert = ("INSERT INTO facts VALUES (" + ", ".join("?" * len(columns)) + ") ON CONFLICT DO UPDATE SET "
  + ", ".join(f"{{name}} = excluded.{{name}}" for name in columns[2:]))
shop.executemany(upsert, good.select(columns).iter_rows())
raw = text[bad["row"].to_list()].select(polars.concat_str(polars.exclude("row"), separator=",", ignore_nulls=True))
shop.executemany("INSERT INTO held VALUES (?, ?, ?)",
  zip(bad["row"], bad["code"].fill_null("order"), raw.to_series()))
counted = good.filter(c("status").is_in(["completed", "refunded"]))
daily = counted.group_by("day", "currency").agg(c("transaction_id").n_unique().alias("orders"), c("quantity").sum(),
  c("gross").sum(), c("customer_id").n_unique().alias("customers")).sort("day", "currency")
products = counted.group_by("day", "currency", "product_id").agg(c("quantity").sum(), c("gross").sum())
for name, table in ("daily", daily), ("daily_products", products):
  shop.execute(f"CREATE TABLE {{name}} (" + ", ".join(table.columns) + ")")
  shop.executemany(f"INSERT INTO {{name}} VALUES (" + ", ".join("?" * table.width) + ")", table.iter_rows())
shop.commit(); shop.execute("PRAGMA wal_checkpoint(TRUNCATE)"); shop.close()
daily.write_csv(folder + "/daily.csv")
print((good.height, bad.height))
'''

SHELL = f'''
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = FILE;
BEGIN;
CREATE TABLE raw ({", ".join(f'"{name}" TEXT' for name in COLUMNS)});
.import --csv --skip 1 SOURCE raw
CREATE TABLE judged AS SELECT *, {CODE.format(moment='moment', now="unixepoch('now')")} AS code FROM
  (SELECT rowid AS row, transaction_id, customer_id, email, unixepoch(timestamp) AS moment, currency, status, product_id,
    product_name, CASE WHEN quantity GLOB '[0-9]*' AND quantity NOT GLOB '*[^0-9]*' THEN CAST(quantity AS INTEGER) END
      AS quantity,
    CASE WHEN unit_price GLOB '*[0-9]*' AND unit_price NOT GLOB '*[^0-9.]*'
      THEN CAST(round(unit_price * 100) AS INTEGER) END AS unit_price,
    CASE WHEN amount GLOB '*[0-9]*' AND amount NOT GLOB '*[^0-9.]*' THEN CAST(round(amount * 100) AS INTEGER) END
      AS amount, channel, country FROM raw);
CREATE TABLE good AS {GOOD.format(not_one=' = 0')};
CREATE TABLE held AS SELECT good.row, coalesce(code, 'order') AS code,
  {" || ',' || ".join(f"coalesce(raw.{name}, '')" for name in COLUMNS)} AS raw
  FROM good JOIN raw ON raw.rowid = good.row WHERE whole IS NOT 1;
{FACTS};
{UPSERT.format(seconds="moment", day="CAST(strftime('%Y%m%d', moment, 'unixepoch') AS INTEGER)")};
{DAILY};
{PRODUCTS};
DROP TABLE raw; DROP TABLE judged; DROP TABLE good;
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);
.mode csv
.once FOLDER/daily.csv
SELECT * FROM daily;
.mode list
SELECT (SELECT count(*) FROM facts), (SELECT count(*) FROM held);
'''


def measured(command, text=None):
    """Seconds on the wall and of the processor, megabytes at most, and the last line that was said."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as asked:
        asked.write((text or "").encode())
        asked.seek(0)
        start = time.monotonic()
        process = subprocess.Popen(command, stdin=asked, stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines() or [""]
    if status != 0:
        sys.exit(f"{command[0]} failed:\n" + "\n".join(lines[-5:]))
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, lines


def daybook(program, source, folder):
    subprocess.run([program, "init", "--shop", folder], check=True, stdout=subprocess.DEVNULL)
    os.link(source, folder + "/Inbox/orders.csv")
    return measured([program, "run", "--shop", folder, "--settle", "0"])


def contenders(program, python):
    yield "Daybook", lambda source, folder: daybook(program, source, folder)
    yield "DuckDB", lambda source, folder: measured([python, "-c", DUCKDB, source, folder])
    yield "sqlite3 shell", lambda source, folder: measured(
        ["sqlite3", folder + "/shop.sqlite"], SHELL.replace("SOURCE", source).replace("FOLDER", folder))
    yield "Polars into SQLite", lambda source, folder: measured([python, "-c", POLARS, source, folder])


def main(program, rows="1000000", runs="3"):
    work = tempfile.mkdtemp(prefix="daybook-contenders-")
    try:
        venv.create(work + "/python", with_pip=True)
        python = work + "/python/bin/python"
        subprocess.run([python, "-m", "pip", "install", "-q", "duckdb", "polars", "tzdata", "pytz"], check=True)
        source = work + "/orders.csv"
        subprocess.run([program, "sample", "--rows", rows, "--faults", "0.02", "--out", source], check=True,
                       stdout=subprocess.DEVNULL)
        results = {}
        # One after the other and round again, so that a busy minute of the machine meets all of them.
        for _ in range(int(runs)):
            for name, run in contenders(program, python):
                folder = tempfile.mkdtemp(dir=work)
                results.setdefault(name, []).append(run(source, folder))
                shutil.rmtree(folder)
        print(f"{int(rows):,} rows, {os.path.getsize(source) / 1e6:.0f} MB, medians of {runs} runs\n")
        print(f"{'':20} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'wall':>7} {'CPU':>7} {'memory':>7}  rows in, held")
        best = None
        for name, found in results.items():
            wall, cpu, peak = (statistics.median(run[place] for run in found) for place in range(3))
            best = best or (wall, cpu, peak)
            told = next((line for line in found[0][3] if " rows: " in line), found[0][3][-1])
            ratios = " ".join(f"{value / base:6.2f}×" for value, base in zip((wall, cpu, peak), best))
            print(f"{name:20} {wall:8.2f} {cpu:8.2f} {peak:8.0f} {ratios}  {told}")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main(*sys.argv[1:])
