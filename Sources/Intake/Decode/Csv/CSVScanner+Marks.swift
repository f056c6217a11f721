import Records

/// What a mark does to the cell and the row at hand.
extension CSVScanner {
  /// Where the cutting of a window stands. Lives in registers, so all that is done to it is part of the loop.
  struct Place<Finder: LaneFinder> {
    let view: ByteView
    let finder: Finder
    let isComplete: Bool
    var rowStart = 0
    var cellStart = 0
    /// How many bytes before the mark the cell ends: 1 for a closing quote.
    var cut = 0
    var isEscaped = false
    private var base = 0
    /// Marks among the eight bytes from `base` on that are still to come.
    private var hits: UInt64

    init(_ view: ByteView, _ finder: Finder, isComplete: Bool) {
      (self.view, self.finder, self.isComplete) = (view, finder, isComplete)
      hits = finder.hits(view.word(at: 0))
    }

    /// Nil at the end of the window.
    @inline(__always) mutating func nextMark() -> Int? {
      while hits == 0 {
        base += 8
        if base >= view.count { return nil }
        hits = finder.hits(view.word(at: base))
      }
      let at = base + Lanes.first(hits)
      hits &= hits &- 1
      // Behind a sample the text goes on.
      return at < view.count ? at : nil
    }

    /// Marks before `next` are none.
    @inline(__always) mutating func go(to next: Int) {
      base = next
      hits = finder.hits(view.word(at: base))
    }

    /// A cell begins at `start`.
    @inline(__always) mutating func beginCell(at start: Int) {
      cellStart = start
      cut = 0
      isEscaped = false
    }

    @inline(__always) mutating func beginRow(at start: Int) {
      rowStart = start
      beginCell(at: start)
      go(to: start)
    }
  }

  /// The cell ends at `at`, the one behind it begins at `next`. True, as all of these are unless more must be seen.
  @inline(__always) mutating func endCell<Finder>(
    _ place: inout Place<Finder>, _ at: Int, next: Int
  ) -> Bool {
    put(place, at)
    place.beginCell(at: next)
    return true
  }

  /// A byte that begins the delimiter, where that is longer than it, or columns are aligned.
  @inline(__always) mutating func passDelimiter<Finder>(_ place: inout Place<Finder>, _ at: Int) -> Bool {
    let view = place.view
    guard marks.isDelimiter(view, at) else {
      return at + marks.delimiter.count <= view.count || place.isComplete
    }
    let next = marks.afterDelimiter(view, at)
    place.go(to: next)
    if marks.layout == .aligned {
      if next == view.count && !place.isComplete { return false }
      if at == place.rowStart {
        place.cellStart = next
        return true
      }
      if marks.endsCell(view, next) {
        place.cut += next - at
        return true
      }
    }
    return endCell(&place, at, next: next)
  }

  @inline(__always) mutating func passQuote<Finder>(_ place: inout Place<Finder>, _ at: Int) -> Bool {
    guard at == place.cellStart else {
      if damage == .none { damage = .note }
      return true
    }
    guard let cell = quotedCell(place.view, at, isComplete: place.isComplete) else { return false }
    place.cellStart = cell.start
    place.cut = cell.mark - cell.end
    place.go(to: cell.mark)
    return true
  }

  @inline(__always) mutating func passEscape<Finder>(_ place: inout Place<Finder>, _ at: Int) -> Bool {
    let view = place.view
    guard place.isComplete || at + 1 + max(marks.delimiter.count, 2) <= view.count else { return false }
    guard marks.escapes(view, at) else { return true }
    place.isEscaped = true
    place.go(to: min(afterEscaped(view, at), view.count))
    return true
  }

  @inline(__always) mutating func endLine<Finder>(
    _ place: inout Place<Finder>, _ at: Int, offset: Int64
  ) -> Bool {
    let view = place.view
    if view[at] == CSVByte.carriageReturn && at + 1 == view.count && !place.isComplete { return false }
    put(place, at)
    if spanning >= 0 && mustNotSpan(view, row: place.rowStart..<at) {
      beginRowAgain()
      place.beginRow(at: place.rowStart)
    } else {
      endRow(raw: place.rowStart..<at, view, offset: offset)
      place.beginRow(at: afterLineEnd(view, at))
    }
    return true
  }

  /// The last row has no line end. False if it must be cut anew.
  @inline(__always) mutating func endText<Finder>(_ place: inout Place<Finder>, offset: Int64) -> Bool {
    let view = place.view
    put(place, view.count)
    if spanning >= 0 && mustNotSpan(view, row: place.rowStart..<view.count) {
      beginRowAgain()
      place.beginRow(at: place.rowStart)
      return false
    }
    endRow(raw: place.rowStart..<view.count, view, offset: offset)
    return true
  }

  /// Keeps the cell that ends at `mark`.
  @inline(__always) private mutating func put<Finder>(_ place: Place<Finder>, _ mark: Int) {
    let (start, end) = (place.cellStart, mark - place.cut)
    let cell =
      place.isEscaped ? unescaped(place.view, start..<end) : ByteRange(start: start, end: end)
    if !cells.put(cell) { droppedCells += 1 }
  }
}
