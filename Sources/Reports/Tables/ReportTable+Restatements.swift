public import Ledger
internal import Records

extension ReportTable where Row == Restatement {
  /// One row for each measure of a reported day that a file changed.
  public static var restatements: ReportTable {
    ReportTable(name: "restatements", columns: restatementColumns) { row in
      func value(_ number: Int64) -> Cell {
        switch row.unit {
        case .money: .money(number, row.currency)
        case .count: .integer(number)
        case .quantity: .units(number)
        }
      }
      return [
        .day(ShopZone.utc.day(at: row.at)), .day(row.day), .text(row.currency.code), .text(row.measure),
        value(row.before), value(row.after), .integer(row.batchID), .text(row.file),
      ]
    }
  }

  private static var restatementColumns: [(name: String, meaning: String)] {
    [
      ("restated_on", "day, in UTC, on which the file came"),
      ("date", "the day that changed; it was over and in a report before"),
      ("currency", "three letters, ISO 4217"),
      ("measure", "column of daily_sales.csv, over all sources together"),
      ("before", "what it was"),
      ("after", "what it is since then"),
      ("import_id", "Daybook's number of the file"),
      ("file_name", "the file as it was called in Inbox"),
    ]
  }
}
