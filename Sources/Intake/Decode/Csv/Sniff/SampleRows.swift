import Records

/// The beginning of a text, cut by one dialect.
struct SampleRows {
  struct Row {
    var cells: [[UInt8]]
    /// As the bytes stand in the sample.
    var raw: Range<Int>
    var line: Int32
    /// An empty line, or one of bare delimiters, stands before it.
    var isAfterGap: Bool
    var isDamaged: Bool
    var isOdd: Bool
    var startsWithHash: Bool

    var width: Int { cells.count }
    var filled: Int { cells.count { !$0.allSatisfy { $0 <= 0x20 } } }
    var isBlank: Bool { filled == 0 }
  }

  private(set) var rows: [Row] = []

  /// `isCut`: the text goes on behind the view. `fitting`: how many cells a whole row has, if that is known already.
  init(
    _ view: ByteView, _ marks: CSVMarks, limits: DecodeOptions.Limits, line: Int32, isCut: Bool, most: Int,
    fitting: ClosedRange<Int>? = nil
  ) {
    var limits = limits
    limits.cellBytes = min(limits.cellBytes, 1 << 14)
    var scanner = CSVScanner(marks: marks, limits: limits)
    scanner.line = line
    scanner.fitting = fitting
    _ = scanner.scan(view, offset: 0, isComplete: true, rowLimit: most)
    self.init(scanner, view)
    if isCut && rows.count > 1 && rows[rows.count - 1].raw.upperBound == view.count { rows.removeLast() }
  }

  /// Rows that `scanner` has cut from `view`, from `first` on.
  init(_ scanner: CSVScanner, _ view: ByteView, from first: Int = 0, most: Int = .max) {
    let wanted = scanner.rows.indices.dropFirst(first).prefix(most)
    let gaps = Set(scanner.suspects.of(wanted, \.row).filter(\.isAfterGap).map(\.row))
    var damaged: [Int: Severity] = [:]
    for entry in scanner.problems.of(wanted, \.row) where entry.problem.code == Rule.damagedQuotes.code {
      damaged[entry.row] = entry.problem.severity
    }
    func bytes(_ cell: ByteRange) -> [UInt8] {
      guard Int(cell.start) >= view.count, !cell.isEmpty else { return view.array(cell.indices) }
      let start = Int(cell.start) - view.count
      return Array(scanner.rewritten[start..<(start + cell.count)])
    }
    for index in wanted {
      let row = scanner.rows[index]
      let cells = scanner.cells.ranges(Int(row.firstCell)..<Int(row.firstCell + row.cellCount))
      rows.append(
        Row(
          cells: cells.map(bytes), raw: row.raw.indices, line: row.line,
          isAfterGap: gaps.contains(index), isDamaged: damaged[index] == .hold, isOdd: damaged[index] != nil,
          startsWithHash: view[Int(row.raw.start)] == 0x23))
    }
  }
}

extension Array {
  /// What is said of some rows, where it stands in the order of the rows: a text may have a suspect in every one.
  fileprivate func of(_ rows: Range<Int>, _ row: (Element) -> Int) -> ArraySlice<Element> {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if row(self[middle]) < rows.lowerBound { low = middle + 1 } else { high = middle }
    }
    return self[low...].prefix { row($0) < rows.upperBound }
  }
}
