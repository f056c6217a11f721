import GRDB

extension Books {
  /// Tables whose file in `Fix/` is not what the books say, with rows or without.
  public func staleFixes() throws -> [HeldTable] {
    try queue.read { try $0.heldTables("WHERE fix_is_stale = 1", []) }
  }

  public func eachOpenRow(of batchID: Int64, _ body: (StoredHeldRow) throws -> Void) throws {
    try queue.read { try $0.eachOpenRow(of: batchID, body) }
  }

  /// Gives a table a name of its own in `Fix/`: `orders-fix.csv`, or `orders-2-fix.csv` while that is taken.
  public func nameFix(_ batchID: Int64, stem: String) throws -> String {
    try queue.write { database in
      var number = 1
      while true {
        let name = stem + (number == 1 ? "" : "-\(number)") + "-fix.csv"
        let taken = try Int64.fetchOne(
          database, sql: "SELECT batch_id FROM table_forms WHERE fix_name = ?", arguments: [name])
        if taken == nil {
          try database.execute(
            sql: "UPDATE table_forms SET fix_name = ? WHERE batch_id = ?", arguments: [name, batchID])
          return name
        }
        number += 1
      }
    }
  }

  /// Notes that a table's file in `Fix/` is what the books say; `isThere` is false once it was removed.
  public func markFixFresh(_ batchID: Int64, isThere: Bool) throws {
    try queue.write { database in
      try database.execute(
        sql: """
          UPDATE table_forms SET fix_is_stale = 0, fix_name = CASE WHEN ? THEN fix_name END WHERE batch_id = ?
          """, arguments: [isThere, batchID])
    }
  }
}
