import Intake
import Records

/// What the cells of one column look like.
struct ColumnSketch {
  let name: String
  private(set) var kinds: [CellKind: Int] = [:]
  private(set) var filled = 0
  /// Different values and how often each stands there; no more than so many are counted.
  private(set) var values: [String: Int] = [:]
  private(set) var samples: [String] = []
  static let valueLimit = 20_000

  init(name: String) { self.name = name }

  mutating func add(_ cell: some Collection<UInt8>) {
    let kind = CellKind(cell)
    kinds[kind, default: 0] += 1
    guard kind != .empty else { return }
    filled += 1
    let text = String(decoding: cell, as: UTF8.self)
    if values[text] != nil || values.count < Self.valueLimit { values[text, default: 0] += 1 }
    if samples.count < 500 { samples.append(text) }
  }

  /// Most filled cells are of this kind.
  func isMostly(_ kind: CellKind) -> Bool { filled > 0 && kinds[kind, default: 0] * 10 >= filled * 8 }

  /// No cell is empty and no two are equal.
  func isKey(rows: Int) -> Bool { rows > 1 && filled == rows && values.count == rows }

  /// What of the dates says which number is the day.
  var dateOrder: DateOrder? {
    var (days, months, years) = (0, 0, 0)
    for sample in samples {
      let groups = sample.split { !$0.isASCII || !$0.isNumber }.prefix(3).map(String.init)
      guard groups.count == 3, let first = Int(groups[0]), let second = Int(groups[1]) else { continue }
      if groups[0].count == 4 {
        years += 1
      } else if first > 12 {
        days += 1
      } else if second > 12 {
        months += 1
      }
    }
    if years == samples.count && years > 0 { return .yearFirst }
    return days > 0 && months == 0 ? .dayFirst : months > 0 && days == 0 ? .monthFirst : nil
  }

  /// What of the numbers says what stands before the decimals; thousands have three digits behind the sign.
  var decimalMark: DecimalMark? {
    var (points, commas) = (0, 0)
    for sample in samples {
      guard let mark = sample.lastIndex(where: { $0 == "." || $0 == "," }) else { continue }
      let digits = sample[sample.index(after: mark)...].prefix(while: \.isNumber).count
      guard digits == 1 || digits == 2 else { continue }
      if sample[mark] == "." { points += 1 } else { commas += 1 }
    }
    return points > 0 && commas == 0 ? .point : commas > 0 && points == 0 ? .comma : nil
  }

  /// The currency whose sign stands in the cells; that of `$` is the likeliest of many.
  var currency: String? {
    let signs = ["€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY", "zł": "PLN", "₹": "INR"]
    return signs.first { sign, _ in samples.contains { $0.contains(sign) } }?.value
  }
}

/// The first table of a file, looked at as a whole.
struct TableSketch {
  private(set) var columns: [ColumnSketch] = []
  private(set) var rows = 0
  /// Text cells of the first rows, for comparing columns with each other.
  private(set) var cells: [[String]] = []
  static let rowLimit = 20_000

  init(of path: BytePath) throws(FileProblem) {
    var documents = try Documents(path)
    guard let document = try documents.next() else { return }
    var reader = try document.rows.get()
    while rows < Self.rowLimit, let batch = try reader.next() {
      for name in batch.columns.dropFirst(columns.count) { columns.append(ColumnSketch(name: name)) }
      for row in batch.rows where rows < Self.rowLimit { add(row, of: batch) }
    }
  }

  private mutating func add(_ row: RowBatch.Row, of batch: RowBatch) {
    rows += 1
    var texts: [String] = []
    for index in columns.indices {
      let cell = index < row.cellCount ? batch.cells[Int(row.firstCell) + index] : .none
      columns[index].add(batch.bytes[cell.indices])
      texts.append(String(decoding: batch.bytes[cell.indices], as: UTF8.self))
    }
    cells.append(texts)
  }

  /// Rows of one value in `key` have one value in `other`, and some have more than one row.
  func repeats(_ other: Int, within key: Int) -> Bool {
    var known: [String: String] = [:]
    var isRepeated = false
    for row in cells where !row[key].isEmpty {
      guard let value = known[row[key]] else {
        known[row[key]] = row[other]
        continue
      }
      if value != row[other] { return false }
      isRepeated = true
    }
    return isRepeated
  }
}
