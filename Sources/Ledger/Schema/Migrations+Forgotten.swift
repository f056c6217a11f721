extension Migrations {
  /// What originals were before somebody was taken out of them: who drops such a file again drops a repeat.
  static let forgotten = """
    CREATE TABLE forgotten_files (
      sha256 TEXT PRIMARY KEY,
      file_id INTEGER NOT NULL,
      -- UTC seconds.
      forgotten_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
}
