import GRDB

extension Migrations {
  /// How columns of a source were read where their cells leave a choice, so that no later file is read otherwise in
  /// silence. An answer stands under the column '', which means every column that asks.
  static let readings = """
    CREATE TABLE column_readings (
      source_id INTEGER NOT NULL REFERENCES sources,
      column_name TEXT NOT NULL,
      -- dates or decimals.
      question TEXT NOT NULL CHECK (question IN ('dates', 'decimals')),
      date_order TEXT CHECK (date_order IN ('dmy', 'mdy', 'ymd')),
      decimal_mark TEXT CHECK (decimal_mark IN ('point', 'comma')),
      origin TEXT NOT NULL CHECK (origin IN ('stated', 'answered', 'found', 'neighbours', 'remembered')),
      evidence TEXT NOT NULL,
      -- The batch that showed it first; NULL for an answer.
      batch_id INTEGER REFERENCES batches,
      PRIMARY KEY (source_id, column_name, question)
    ) STRICT, WITHOUT ROWID;
    """
}
