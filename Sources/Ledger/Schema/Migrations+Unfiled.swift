extension Migrations {
  /// Files whose original has not reached its place, or of which nobody noted that: few at any time.
  static let unfiled = "CREATE INDEX batches_unfiled ON batches (sha256) WHERE kept_at IS NULL"
}
