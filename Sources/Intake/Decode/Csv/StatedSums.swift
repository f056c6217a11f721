public import Records

/// What a footer states as the sum of a column: `Total,,,1234.50`, `Total: 1,234.50`.
public struct StatedSum: Sendable, Hashable {
  /// Nil where the footer has other cells than the table, so that it does not show which column it means.
  public var column: Int?
  public var text: [UInt8]
  public var line: Int

  private static let words: Set<String> = [
    "total", "totals", "grand total", "sum", "summe", "gesamt", "gesamtsumme", "totale", "total general",
    "totaal", "razem", "suma", "合計", "総計",
  ]

  /// All that a row states behind a word for a total; none if it does not begin with one.
  static func find(in row: SampleRows.Row, columns: Int, delimiter: [UInt8]) -> [StatedSum] {
    let filled = row.cells.indices.filter { !row.cells[$0].allSatisfy { $0 <= 0x20 } }
    guard let first = filled.first else { return [] }
    // The delimiter may stand inside the number.
    let whole = filled.count == 1 ? row.cells[first] : Array(row.cells.joined(separator: delimiter))
    let parts = whole.split(separator: UInt8(ascii: ":"), maxSplits: 1)
    if parts.count == 2, row.width != columns || filled.count == 1, isWord(parts[0]),
      DecimalText.isNumber(parts[1])
    {
      return [StatedSum(column: nil, text: Array(parts[1]), line: Int(row.line))]
    }
    guard isWord(row.cells[first][...]) else { return [] }
    let numbers = filled.dropFirst().filter { DecimalText.isNumber(row.cells[$0][...]) }
    guard row.width == columns || numbers.count == 1 else { return [] }
    return numbers.map {
      StatedSum(column: row.width == columns ? $0 : nil, text: row.cells[$0], line: Int(row.line))
    }
  }

  /// A row that adds up others, at the end or between them.
  static func isWord(_ cell: ArraySlice<UInt8>) -> Bool {
    var word = String(decoding: cell.prefix(40), as: UTF8.self).lowercased()
    while let last = word.utf8.last, last == 0x20 || last == 0x3A { word.removeLast() }
    return words.contains(String(word.drop { $0 == " " }))
  }
}

/// Adds up the columns for which a table states a sum, and compares.
///
/// The table is refused only where nothing that is stated agrees. A difference that rounding can make, and that is
/// smaller than any amount in the column, is none; nor is anything said of a table with damaged rows.
public struct StatedSumCheck {
  private struct Column {
    var stated: StatedSum
    var index: Int
    /// With a point and with a comma before the decimals; nil once a cell cannot be read so.
    var sums: [DecimalSum?]
  }

  private let names: [String]
  private var columns: [Column]
  private var isWhole = true

  /// Nil if nothing that is stated can be compared.
  public init?(_ stated: [StatedSum], columns names: [String]) {
    guard !stated.isEmpty else { return nil }
    self.names = names
    let amounts = names.indices.filter { Self.meansAmount(names[$0]) }
    columns = stated.compactMap { sum in
      guard let index = sum.column ?? (amounts.count == 1 ? amounts[0] : nil), index < names.count else {
        return nil
      }
      let sums = [UInt8(ascii: "."), UInt8(ascii: ",")].map { mark in
        DecimalText.value(sum.text[...], mark: mark).map { DecimalSum(mark: mark, stated: $0.value) }
      }
      return Column(stated: sum, index: index, sums: sums)
    }
    if columns.isEmpty { return nil }
  }

  private static func meansAmount(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["total", "amount", "summe", "betrag", "gesamt", "umsatz", "importe", "montant", "importo"]
      .contains {
        name.utf8.count >= $0.utf8.count && name.contains($0)
      }
  }

  public mutating func add(_ batch: borrowing RowBatch) {
    var left: Set<Int> = []
    for entry in batch.problems {
      if [Rule.footer.code, Rule.headerAgain.code, Rule.comment.code].contains(entry.problem.code) {
        left.insert(entry.row)
      } else if entry.problem.severity == .hold {
        isWhole = false
      }
    }
    guard isWhole else { return }
    for (index, row) in batch.rows.enumerated() where !left.contains(index) {
      let cells = batch.cells[Int(row.firstCell)..<Int(row.firstCell + row.cellCount)]
      guard let first = cells.first(where: { !$0.isEmpty }), !isTotal(batch.bytes, first) else { continue }
      for place in columns.indices where columns[place].index < cells.count {
        let cell = batch.bytes[cells[cells.startIndex + columns[place].index].indices]
        for reading in columns[place].sums.indices { columns[place].sums[reading]?.add(cell) }
        for reading in columns[place].sums.indices where columns[place].sums[reading]?.isReadable == false {
          columns[place].sums[reading] = nil
        }
      }
    }
  }

  private func isTotal(_ bytes: [UInt8], _ cell: ByteRange) -> Bool {
    cell.count <= 40 && StatedSum.isWord(bytes[cell.indices])
  }

  public var disagreement: FileProblem? {
    guard isWhole else { return nil }
    let compared = columns.filter { $0.sums.contains { $0 != nil } }
    guard let first = compared.first, !compared.contains(where: agrees) else { return nil }
    let sum = first.sums.lazy.compactMap { $0 }.first?.text ?? ""
    let stated = String(decoding: first.stated.text, as: UTF8.self).drop { $0 == " " }
    return FileProblem(
      code: "footer.disagrees",
      message: "the file states a total of \(stated), but \(names[first.index]) adds up to \(sum)",
      remedy: "export it again; rows are missing, or were added", line: first.stated.line)
  }

  private func agrees(_ column: Column) -> Bool { column.sums.contains { $0?.agrees == true } }
}

/// The sum of one column, read in one way.
private struct DecimalSum {
  let mark: UInt8
  let stated: Int64
  var total: Int64 = 0
  private var rows: Int64 = 0
  private var smallest = Int64.max
  private var decimals = 0
  private(set) var isReadable = true

  init(mark: UInt8, stated: Int64) {
    self.mark = mark
    self.stated = stated
  }

  mutating func add(_ cell: ArraySlice<UInt8>) {
    guard !cell.allSatisfy({ $0 <= 0x20 }) else { return }
    guard let number = DecimalText.value(cell, mark: mark) else { return isReadable = false }
    let (sum, overflow) = total.addingReportingOverflow(number.value)
    guard !overflow else { return isReadable = false }
    (total, rows, decimals) = (sum, rows + 1, max(decimals, number.decimals))
    if number.value != 0 { smallest = min(smallest, abs(number.value)) }
  }

  /// With as many decimals as the column has.
  var text: String { DecimalText.plain(total, decimals: decimals) }

  var agrees: Bool {
    let (difference, overflow) = total.subtractingReportingOverflow(stated)
    guard !overflow, difference != .min else { return false }
    var unit: Int64 = 1
    for _ in decimals..<DecimalText.digits { unit *= 10 }
    // Each row may have been rounded by half of its last digit.
    return difference == 0 || (abs(difference) < smallest && abs(difference) / unit * 2 <= rows)
  }
}

/// Numbers as exports write them, in millionths.
enum DecimalText {
  static let digits = 6

  /// There is a digit, and around it at most a currency.
  static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    value(text, mark: UInt8(ascii: ".")) != nil || value(text, mark: UInt8(ascii: ",")) != nil
  }

  /// Nil for what is no number with `mark` before its decimals, has more than six, or is too large.
  static func value(_ text: ArraySlice<UInt8>, mark: UInt8) -> (value: Int64, decimals: Int)? {
    var value: Int64 = 0
    var (decimals, group, letters) = (-1, -1, 0)
    var (isNegative, hasDigits, isOver) = (false, false, false)
    for byte in text {
      switch byte {
      case 0x30...0x39:
        guard !isOver, decimals < digits else { return nil }
        let (tens, large) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = tens.addingReportingOverflow(Int64(byte - 0x30))
        guard !large, !carry else { return nil }
        (value, hasDigits) = (sum, true)
        if decimals >= 0 { decimals += 1 } else if group >= 0 { group += 1 }
      case mark where hasDigits && decimals < 0 && !isOver && (group < 0 || group == 3): decimals = 0
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "'"):
        guard hasDigits, decimals < 0, !isOver, group < 0 || group == 3 else { return nil }
        group = 0
      case UInt8(ascii: "-"), UInt8(ascii: "("):
        guard !hasDigits, !isNegative else { return nil }
        isNegative = true
      case 0x20, UInt8(ascii: ")"), UInt8(ascii: "+"): isOver = hasDigits
      default:
        // A currency in letters or as a sign.
        letters += 1
        isOver = hasDigits
        guard letters <= 6, byte >= 0x41 || byte == UInt8(ascii: "$") else { return nil }
      }
    }
    guard hasDigits, group < 0 || group == 3 else { return nil }
    for _ in max(decimals, 0)..<digits {
      let (tens, large) = value.multipliedReportingOverflow(by: 10)
      guard !large else { return nil }
      value = tens
    }
    return (isNegative ? -value : value, max(decimals, 0))
  }

  static func plain(_ value: Int64, decimals: Int) -> String {
    let fraction = String(value.magnitude % 1_000_000)
    let padded = String(repeating: "0", count: digits - fraction.utf8.count) + fraction
    let whole = "\(value < 0 ? "-" : "")\(value.magnitude / 1_000_000)"
    return decimals > 0 ? "\(whole).\(padded.prefix(decimals))" : whole
  }
}
