public import Records

/// Finds out how a table's columns are to be read where a single cell leaves a choice: whether `01/02/2026` is in
/// January or in February, and whether `1,234` is more than a thousand.
///
/// It looks at all rows, in any order and in batches of any size, and counts. Nothing is concluded before the end, so
/// that no neighbour of a row decides over it. Tables that leave no choice are never looked at twice.
public struct ColumnSurvey: Sendable {
  let definition: Definition
  /// Answered or remembered for the table's source; of the column "" for all its columns.
  let known: [ColumnReading]
  private(set) var columns: [String] = []
  /// By column.
  private(set) var votes: [Int: [ColumnVotes]] = [:]
  private var watched: [Watched] = []

  /// A column that may leave a choice.
  private struct Watched: Sendable {
    var column: Int32
    var type: ValueType
    /// A comma was known to begin its decimals.
    var hadComma: Bool
  }

  /// `definition.reading` is what was said of every such table: what it says is not looked for.
  public init(definition: Definition, known: [ColumnReading] = []) {
    self.definition = definition
    self.known = known
  }

  /// Some cell seen so far leaves a choice, and the whole table must be looked at to make it.
  public private(set) var needsWholeTable = false

  public mutating func look(at batch: RowBatch) {
    bind(batch.columns)
    guard !watched.isEmpty else { return }
    let bytes = batch.bytes.span
    for watched in watched {
      let isDate = watched.type == .moment
      var found = ColumnVotes(isDate ? .dates : .amounts)
      let known = votes[Int(watched.column)]?.firstIndex { $0.question == found.question }
      if let known, let earlier = votes[Int(watched.column)]?[known] { found = earlier }
      for row in batch.rows where watched.column < row.cellCount {
        let cell = bytes.trimmed(batch.cells[Int(row.firstCell + watched.column)])
        guard !cell.isEmpty else { continue }
        if isDate {
          found.addDate(bytes, cell, line: row.line)
        } else {
          found.addAmount(bytes, cell, line: row.line, type: watched.type)
        }
      }
      if found.needsAnswer || watched.hadComma && found.first.count + found.open.count > 0 {
        needsWholeTable = true
      }
      if let known {
        votes[Int(watched.column)]?[known] = found
      } else {
        votes[Int(watched.column), default: []].append(found)
      }
    }
  }

  /// What was read so far without readings is read the same with them.
  public func agrees(with readings: [ColumnReading]) -> Bool {
    for (column, votes) in votes {
      let reading = readings.first { $0.column == columns[column] }
      for vote in votes where vote.question == .amounts && vote.first.count + vote.open.count > 0 {
        if reading?.decimalMark == .comma { return false }
      }
    }
    return true
  }

  private mutating func bind(_ names: [String]) {
    guard names != columns else { return }
    columns = names
    watched = []
    let places = ColumnPlaces(names, lists: definition.lineLists)
    var seen: Set<[Int32]> = []
    for field in definition.fields where isOpen(field.type) {
      let isPerLine = definition.facts == .orders && field.target.isPerLine
      let wanted = field.columns + field.join + field.add.map(\.column)
      for column in wanted.flatMap({ places.find($0, perLine: isPerLine) }) {
        guard seen.insert([column, field.type == .moment ? 0 : 1]).inserted else { continue }
        let hadComma = earlier(names[Int(column)], .amounts)?.side == .second
        watched.append(Watched(column: column, type: field.type, hadComma: hadComma))
      }
    }
  }

  private func isOpen(_ type: ValueType) -> Bool {
    switch type {
    case .moment: definition.reading.dateOrder == nil
    case .money, .quantity, .integer: definition.reading.decimalMark == nil
    default: false
    }
  }

  /// What was answered or remembered: an answer first, and what is said of the column before what is said of all.
  func earlier(_ column: String, _ question: ReadingQuestion) -> (side: ReadingSide, reading: ColumnReading)?
  {
    let fitting = known.filter { $0.column == column || $0.column.isEmpty }.sorted { left, right in
      (left.origin == .answered ? 0 : 1, left.column.isEmpty ? 1 : 0)
        < (right.origin == .answered ? 0 : 1, right.column.isEmpty ? 1 : 0)
    }
    for reading in fitting {
      if let side = ReadingSide(reading, question) { return (side, reading) }
    }
    return nil
  }
}

extension ColumnVotes {
  fileprivate mutating func addDate(_ bytes: Span<UInt8>, _ cell: ByteRange, line: Int32) {
    switch DateShape(bytes, cell) {
    case .settled: return
    case .dayFirst: first.add(bytes, cell, line: line)
    case .monthFirst: second.add(bytes, cell, line: line)
    case .either:
      open.add(bytes, cell, line: line)
      asking += 1
      if DateShape.hasPointsAndYear(bytes, cell) { pointed += 1 }
    }
  }

  fileprivate mutating func addAmount(_ bytes: Span<UInt8>, _ cell: ByteRange, line: Int32, type: ValueType) {
    switch AmountShape(bytes, cell) {
    case .whole: settled += 1
    case .point: first.add(bytes, cell, line: line)
    case .comma: second.add(bytes, cell, line: line)
    case .undecided:
      open.add(bytes, cell, line: line)
      let isPlain = !cell.indices.contains { bytes[$0] == UInt8(ascii: ",") }
      if type == .money || type == .quantity && !isPlain { asking += 1 }
    }
  }

  /// A point before decimals is what is read without any answer.
  var needsAnswer: Bool {
    switch question {
    case .dates: first.count + second.count + asking > 0
    case .amounts: second.count + asking > 0
    }
  }
}
