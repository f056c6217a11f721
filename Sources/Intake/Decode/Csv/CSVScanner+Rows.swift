import Records

/// Rows that only seem to span lines.
extension CSVScanner {
  /// The row has a wrong number of cells, and the line below the one on which a quote was opened is a row by itself.
  mutating func mustNotSpan(_ view: ByteView, row: Range<Int>) -> Bool {
    guard let fitting, !fitting.contains(cells.countInRow + droppedCells) else { return false }
    let end = view.firstLineEnd(from: spanning)
    let below = min(afterLineEnd(view, end), row.upperBound)
    let line = below..<min(view.firstLineEnd(from: below), row.upperBound)
    guard fitting.contains(soundCells(view, line) ?? 0) else { return false }
    unclosable = spanning
    return true
  }

  mutating func beginRowAgain() {
    cells.dropRow()
    rewritten.removeLast(rewritten.count - rewrittenBefore)
    beginRow()
  }

  /// How many cells a line has, or nil if one of its quotes is damaged.
  func soundCells(_ view: ByteView, _ line: Range<Int>) -> Int? {
    var count = 1
    var at = line.lowerBound
    while at < line.upperBound {
      if view[at] == marks.quote {
        guard let end = soundEnd(view, at, before: line.upperBound) else { return nil }
        at = end
      }
      while at < line.upperBound, !marks.isDelimiter(view, at) { at += marks.escapes(view, at) ? 2 : 1 }
      guard at < line.upperBound else { break }
      count += 1
      at += marks.delimiter.count
    }
    return count
  }

  /// Where the quoted cell that opens at `open` is over.
  private func soundEnd(_ view: ByteView, _ open: Int, before end: Int) -> Int? {
    var at = open + 1
    while at < end {
      if marks.escapes(view, at) || (view[at] == marks.quote && at + 1 < end && view[at + 1] == marks.quote) {
        at += 2
      } else if view[at] == marks.quote {
        return at + 1 == end || marks.isDelimiter(view, at + 1) ? at + 1 : nil
      } else {
        at += 1
      }
    }
    return nil
  }
}

/// What is wrong with a row.
extension CSVScanner {
  mutating func flagRow(_ view: ByteView) {
    let row = rows.count - 1
    var suspect = Suspect(row: row, isAfterGap: isAfterGap)
    if isComment(view, rows[row]) { return add(Self.comment, to: row) }
    if damage != .none { add(damage == .note ? Self.oddQuote : Self.damagedQuotes, to: row) }
    if cells.rowContainsCell(longerThan: limits.cellBytes) {
      add(Problem(.cellTooLong, detail: "more than \(limits.cellBytes) bytes"), to: row)
    }
    let count = cells.countInRow + droppedCells
    if columnCount != .max {
      if count > columnCount {
        rows[row].cellCount = Int32(cells.trimEmptyCells(to: columnCount))
        suspect.hasWrongCount =
          droppedCells > 0 || rows[row].cellCount > columnCount || mayBeShifted(view, rows[row], count)
        if suspect.hasWrongCount { add(wrongCount(.tooManyCells, count), to: row) }
      } else if count < requiredCount && !isBlank(view, rows[row].raw.indices) {
        suspect.hasWrongCount = true
        add(wrongCount(.tooFewCells, count), to: row)
      }
    }
    if suspect.isAfterGap || suspect.hasWrongCount { suspects.append(suspect) }
  }

  /// Empty cells too many may pad the row. But where other rows are not padded, a delimiter too many further to the
  /// left looks just the same.
  private func mayBeShifted(_ view: ByteView, _ row: RowBatch.Row, _ count: Int) -> Bool {
    count > paddedCount && !isBlank(view, row.raw.indices)
  }

  /// A line such as `# Exported again` among rows; `#1001` alone may be what is left of a row.
  private func isComment(_ view: ByteView, _ row: RowBatch.Row) -> Bool {
    guard hasComments, view[Int(row.raw.start)] == 0x23, row.cellCount < requiredCount else { return false }
    return row.raw.count < 2 || !(0x30...0x39).contains(view[Int(row.raw.start) + 1])
  }

  // Made once: a file with one of these in a row often has it in every row, and words take time.
  private static let oddQuote = Problem(.damagedQuotes, severity: .note)
  private static let damagedQuotes = Problem(.damagedQuotes)
  private static let comment = Problem(.comment)

  private mutating func wrongCount(_ rule: Rule, _ count: Int) -> Problem {
    if let last = lastWrongCount, last.count == count { return last.problem }
    let problem = Problem(rule, detail: "\(count) cells, the header has \(columnCount)")
    lastWrongCount = (count, problem)
    return problem
  }

  /// A padding row: spaces and delimiters at most.
  private func isBlank(_ view: ByteView, _ raw: Range<Int>) -> Bool {
    raw.allSatisfy {
      view[$0] == CSVByte.space || view[$0] == CSVByte.tab || marks.delimiter.contains(view[$0])
    }
  }
}
