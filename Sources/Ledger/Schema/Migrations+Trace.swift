extension Migrations {
  /// Which batch told a line as it stands: the one that `source_row` is a row of. The last one that told it, which
  /// may have said the same again, is `last_batch_id`; lines from before this step have that only.
  static let trace = "ALTER TABLE line_facts ADD COLUMN told_by INTEGER;"
}
