extension Migrations {
  /// What owners wrote in place of a word when they mended rows: evidence of what it means.
  static let words = """
    CREATE TABLE mended_words (
      source_id INTEGER NOT NULL REFERENCES sources,
      target TEXT NOT NULL,
      said TEXT NOT NULL,
      means TEXT NOT NULL,
      rows INTEGER NOT NULL,
      PRIMARY KEY (source_id, target, said, means)
    ) STRICT, WITHOUT ROWID;
    """
}
