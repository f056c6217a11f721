extension Migrations {
  /// What the scores of a file weigh in money, and what the owner was told of.
  static let alerts = """
    -- Signed value of a table's rows by what became of them: the score weighted by money.
    CREATE TABLE batch_money (
      batch_id INTEGER NOT NULL REFERENCES batches,
      currency TEXT NOT NULL,
      taken INTEGER NOT NULL,
      held INTEGER NOT NULL,
      PRIMARY KEY (batch_id, currency)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX held_rows_open_by_day ON held_rows (currency, day, amount_at_stake) WHERE state = 'open';

    -- At most one open alert per cause; a closed one stays, with the reason why it closed.
    CREATE TABLE alerts (
      alert_id INTEGER PRIMARY KEY,
      code TEXT NOT NULL,
      subject TEXT NOT NULL,
      opened_at INTEGER NOT NULL,
      told_at INTEGER NOT NULL,
      -- How many were at fault when it was last told: it is told again when that has doubled.
      told_count INTEGER NOT NULL,
      count INTEGER NOT NULL,
      at_stake TEXT NOT NULL,
      message TEXT NOT NULL,
      remedy TEXT NOT NULL,
      closed_at INTEGER,
      note TEXT
    ) STRICT;
    CREATE UNIQUE INDEX alerts_open ON alerts (code, subject) WHERE closed_at IS NULL;
    """
}
