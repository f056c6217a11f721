extension Migrations {
  /// Files whose original has not reached its place, or of which nobody noted that: few at any time.
  static let unfiled = "CREATE INDEX batches_unfiled ON batches (sha256) WHERE kept_at IS NULL"
}

extension Migrations {
  /// What is held of an order, to be found by each file that tells of it.
  static let heldOrders = """
    CREATE INDEX held_rows_by_transaction ON held_rows (source_id, transaction_id) WHERE transaction_id IS NOT NULL
    """
}
