internal import Ledger

/// `csv/README.txt`: what the columns mean, and what a spreadsheet may do to them.
public enum TableNotes {
  /// Raised when a column changes its meaning; new columns at the end leave it alone.
  public static let schemaVersion = 1

  public static var file: ReportFile {
    let text = """
      Daybook tables
      schema_version: \(schemaVersion)

      Each table is here as CSV and in ../json as an array of objects with the same names.

      - Text is UTF-8. The CSV files begin with a byte order mark, so that Excel reads them as such.
      - Separator comma, decimal point, no grouping, lines end with CR LF, quotes as in RFC 4180.
      - Days are 2026-03-31. An empty cell (null in JSON) means "not known", never 0.
      - Money has the digits of its currency: 12.50 for GBP, 300 for JPY.
      - A text that begins with = + - @, a tab or a line end gets a leading ' in the CSV files, so that no
        spreadsheet runs it as a formula. Numbers never do: -7.25 stays a number. JSON has the text as it is.
      - A spreadsheet that opens a CSV file may show 0012345 as 12345 and round numbers of more than 15
        digits. The file itself has them right; import such columns as text.

      \(table(ReportTable.dailySales))
      \(table(ReportTable.products))
      \(table(ReportTable.heldRows))
      \(table(ReportTable.moneyMovements))
      \(table(ReportTable.restatements))
      \(table(ReportTable.qualityDaily))
      \(table(ReportTable.unusualPrices))
      """
    return ReportFile(path: "csv/README.txt", bytes: Array(text.replacing("\n", with: "\r\n").utf8))
  }

  private static func table<Row>(_ table: ReportTable<Row>) -> String {
    let lines = table.columns.map { "  \($0.name): \($0.meaning)" }
    return "\(table.name).csv\n\(lines.joined(separator: "\n"))\n"
  }
}
