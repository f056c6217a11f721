import Records

/// Quoted cells, and cells with backslashes.
extension CSVScanner {
  /// A quoted cell: its text, and the mark (or the window's end) at which it is over.
  struct Quoted {
    var start: Int
    var end: Int
    var mark: Int
  }

  /// Nil if the window ends before it is sure where the cell ends.
  mutating func quotedCell(_ view: ByteView, _ open: Int, isComplete: Bool) -> Quoted? {
    let start = open + 1
    if open == unclosable { return endingAtLineEnd(view, start, isComplete: isComplete) }
    var isRewritten = false
    var from = start
    while true {
      let quote = nextQuote(view, from: from, isRewritten: &isRewritten)
      if quote >= view.count || quote - start > limits.cellBytes {
        if !isComplete && view.count - start <= limits.cellBytes { return nil }
        return endingAtLineEnd(view, start, isComplete: isComplete)
      }
      let next = quote + 1
      guard isComplete || next + marks.delimiter.count <= view.count else { return nil }
      if next < view.count && view[next] == marks.quote {
        isRewritten = true
        from = next + 1
        continue
      }
      if marks.endsCell(view, next) {
        return closed(view, start..<quote, mark: next, isRewritten: isRewritten)
      }
      return closedWithText(view, start..<quote, isRewritten: isRewritten, isComplete: isComplete)
    }
  }

  /// The next quote that no backslash stands before; `view.count` or more if there is none.
  private func nextQuote(_ view: ByteView, from start: Int, isRewritten: inout Bool) -> Int {
    guard let byte = marks.quote else { return view.count }
    var quote = view.first(byte, from: start)
    guard marks.escape == .backslash else { return quote }
    var from = start
    while true {
      let slash = view.first(CSVByte.backslash, from: from, before: quote)
      if slash >= quote { return quote }
      isRewritten = true
      from = slash + 2
      if from > quote { quote = view.first(byte, from: from) }
      if from > view.count { return view.count }
    }
  }

  private mutating func closed(
    _ view: ByteView, _ text: Range<Int>, mark: Int, isRewritten: Bool
  ) -> Quoted {
    let lineEnds = view.lineEnds(in: text)
    if lineEnds > 0 {
      linesInRow &+= Int32(clamping: lineEnds)
      if spanning < 0 { spanning = text.lowerBound - 1 }
    }
    guard isRewritten else { return Quoted(start: text.lowerBound, end: text.upperBound, mark: mark) }
    let start = view.count + rewritten.count
    var index = text.lowerBound
    while index < text.upperBound {
      if marks.escapes(view, index) {
        rewritten.append(view[index + 1])
        index += 2
      } else {
        rewritten.append(view[index])
        index += view[index] == marks.quote ? 2 : 1
      }
    }
    return Quoted(start: start, end: view.count + rewritten.count, mark: mark)
  }

  /// Something stands between the closing quote and the next mark.
  private mutating func closedWithText(
    _ view: ByteView, _ text: Range<Int>, isRewritten: Bool, isComplete: Bool
  ) -> Quoted? {
    var mark = text.upperBound + 1
    while mark < view.count, view[mark] == CSVByte.space || view[mark] == CSVByte.tab,
      !marks.isDelimiter(view, mark)
    { mark += 1 }
    guard isComplete || mark + marks.delimiter.count <= view.count else { return nil }
    if marks.endsCell(view, mark) {
      if damage == .none { damage = .note }
      return closed(view, text, mark: mark, isRewritten: isRewritten)
    }
    if view.lineEnds(in: text) > 0 { return endingAtLineEnd(view, text.lowerBound, isComplete: isComplete) }
    guard let found = endOfDamaged(view, from: text.upperBound + 1, isComplete: isComplete) else {
      return nil
    }
    damage = .hold
    if let end = fittingEnd(view, text.lowerBound - 1) { return end }
    if found.isQuote { return damaged(view, text.lowerBound..<found.at) }
    return Quoted(start: text.lowerBound - 1, end: found.at, mark: found.at)
  }

  /// Where a cell ends whose quotes are damaged: at a quote before a mark if one comes before the next cell begins
  /// with a quote or the line ends; else at the first mark.
  private func endOfDamaged(
    _ view: ByteView, from start: Int, isComplete: Bool
  ) -> (at: Int, isQuote: Bool)? {
    let lineEnd = view.firstLineEnd(from: start)
    if lineEnd == view.count && !isComplete { return nil }
    var mark: Int?
    var at = start
    while at < lineEnd {
      if marks.escapes(view, at) {
        at += 2
      } else if marks.isDelimiter(view, at) {
        mark = mark ?? at
        at += marks.delimiter.count
        if at < lineEnd, view[at] == marks.quote { break }
      } else if view[at] == marks.quote, marks.endsCell(view, at + 1) {
        return (at, true)
      } else {
        at += 1
      }
    }
    return (mark ?? lineEnd, false)
  }

  private mutating func endingAtLineEnd(_ view: ByteView, _ start: Int, isComplete: Bool) -> Quoted? {
    let end = view.firstLineEnd(from: start)
    if end == view.count && !isComplete { return nil }
    damage = .hold
    return fittingEnd(view, start - 1) ?? Quoted(start: start - 1, end: end, mark: end)
  }

  /// Where the damaged cell that opens at `open` ends so that its row has the header's number of cells, with the least
  /// damage to it and to the cells behind it. Nil if no cut of the line gives that number.
  private mutating func fittingEnd(_ view: ByteView, _ open: Int) -> Quoted? {
    guard let fitting, let cuts = cuts(view, from: open) else { return nil }
    let before = cells.countInRow + droppedCells
    guard fitting.upperBound > before else { return nil }
    let wanted = max(1, fitting.lowerBound - before)...(fitting.upperBound - before)
    guard let cut = cuts.best(view, marks, from: open, cells: wanted) else { return nil }
    if cut.isQuoted { return damaged(view, open + 1..<cut.mark - 1) }
    return Quoted(start: open, end: cut.mark, mark: cut.mark)
  }

  /// The ways to cut the line on which a quote is damaged, found out once for the line.
  private mutating func cuts(_ view: ByteView, from open: Int) -> LineCuts? {
    let lineEnd = view.firstLineEnd(from: open)
    if let known = lineCuts, known.lineEnd == lineEnd { return known }
    guard let fitting, repairEffort < max(1 << 20, 32 * view.count) else { return nil }
    lineCuts = LineCuts(view, marks, line: open..<lineEnd, mostCells: fitting.upperBound)
    repairEffort += (lineCuts?.effort ?? 0) + 8 * min(lineEnd - open, LineCuts.mostBytes)
    return lineCuts
  }

  /// The cell whose text is `text`, closed by the quote behind it. Quotes in it that stand twice are one.
  private mutating func damaged(_ view: ByteView, _ text: Range<Int>) -> Quoted {
    let start = view.count + rewritten.count
    var index = text.lowerBound
    while index < text.upperBound {
      let isPair =
        view[index] == marks.quote && index + 1 < text.upperBound && view[index + 1] == marks.quote
      if marks.escapes(view, index) || isPair { index += 1 }
      rewritten.append(view[index])
      index += 1
    }
    return Quoted(start: start, end: view.count + rewritten.count, mark: text.upperBound + 1)
  }

  /// Behind the backslash at `at` and the mark it takes the meaning from.
  mutating func afterEscaped(_ view: ByteView, _ at: Int) -> Int {
    let next = at + 1
    if marks.isDelimiter(view, next) { return next + marks.delimiter.count }
    guard next < view.count, view[next] == CSVByte.lineFeed || view[next] == CSVByte.carriageReturn else {
      return next + 1
    }
    linesInRow &+= 1
    return afterLineEnd(view, next)
  }

  /// An unquoted cell without its backslashes.
  mutating func unescaped(_ view: ByteView, _ text: Range<Int>) -> ByteRange {
    let start = view.count + rewritten.count
    var index = text.lowerBound
    while index < text.upperBound {
      if marks.escapes(view, index) {
        index += 1
        if index == text.upperBound { break }
      }
      rewritten.append(view[index])
      index += 1
    }
    return ByteRange(start: start, end: view.count + rewritten.count)
  }
}
