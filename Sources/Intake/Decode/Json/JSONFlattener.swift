import Records

/// Turns records that are known to be JSON into rows and cells.
///
/// It trusts that a validator has seen the same bytes and checks no more than it must to stay inside the view; where
/// something unexpected stands all the same, it stops with `surprise`.
struct JSONFlattener {
  enum Stop: Error { case needsMore, surprise, tooManyColumns, tooManyCells }

  private(set) var paths: ColumnPaths
  /// The view reaches to the end of the document: a number may end there.
  var isComplete = false
  private(set) var rows: [RowBatch.Row] = []
  private(set) var cells: [ByteRange] = []
  private(set) var problems: [RowBatch.RowProblem] = []
  /// Unescaped texts. Their ranges count on from the view's end.
  private(set) var rewritten: [UInt8] = []
  /// A batch is handed over when it has so many cells, whatever its bytes.
  static let cellLimit = 1 << 19

  /// Cells of the record at hand, in the order of the file, and how wide its rows are.
  private var found: [Found] = []
  private var widths: [Int32] = []
  private var repeated: [Int32] = []
  private var objectCount: Int64 = 0
  private var depth = 0
  private let depthLimit: Int

  private struct Found {
    var row: Int32
    var column: Int32
    var range: ByteRange
  }

  /// - Parameter isEdge: a record is an edge of GraphQL, which has the object itself as `node`.
  init(limits: DecodeOptions.Limits, isEdge: Bool = false) {
    paths = ColumnPaths(limit: limits.columns, isEdge: isEdge)
    depthLimit = limits.depth
  }

  mutating func clear() {
    rows.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
    problems.removeAll()
    rewritten.removeAll()
  }

  /// A row that could not be read at all.
  mutating func addDamaged(raw: Range<Int>, line: Int, column: Int, offset: Int64, problem: Problem) {
    problems.append(.init(row: rows.count, column: column, problem: problem))
    widths.removeAll(keepingCapacity: true)
    widths.append(0)
    appendRows(raw: raw, line: line, offset: offset)
  }

  /// The record that begins at `start`, whole or not at all; returns the index behind it.
  mutating func record(_ view: ByteView, at start: Int, line: Int, offset: Int64) throws(Stop) -> Int {
    found.removeAll(keepingCapacity: true)
    widths.removeAll(keepingCapacity: true)
    repeated.removeAll(keepingCapacity: true)
    widths.append(0)
    let rewrittenBefore = rewritten.count
    depth = 0
    do throws(Stop) {
      let end: Int
      if view[start] == 0x7B {
        end = try object(view, start + 1, node: ColumnPaths.root, row: 0)
      } else {
        end = try element(view, start, node: ColumnPaths.root, row: 0)
      }
      guard !paths.isFull else { throw .tooManyColumns }
      // Once for each, for a record may repeat one a million times.
      var told: Set<Int32> = []
      for member in repeated where told.insert(member).inserted {
        let problem = Problem(.repeatedKey, field: paths.path(of: member))
        problems.append(.init(row: rows.count, problem: problem))
      }
      guard widths.reduce(0, { $0 + Int($1) }) <= 2 * Self.cellLimit else { throw .tooManyCells }
      appendRows(raw: start..<end, line: line, offset: offset + Int64(start))
      return end
    } catch {
      rewritten.removeLast(rewritten.count - rewrittenBefore)
      throw error
    }
  }

  /// Elements that are no lists, objects or escaped texts, one behind the other and with nothing but commas between
  /// them, each a row of one cell; returns the index behind the last one, or `start` if there is none.
  mutating func scalars(_ view: ByteView, from start: Int, line: Int, offset: Int64) -> Int {
    let column = paths.column(ofElementsIn: ColumnPaths.root)
    guard column == 0 else { return start }
    let line = Int32(clamping: line)
    let limit = min(view.count, start + RowBatch.targetBytes)
    var (at, done) = (start, start)
    while at < limit, cells.count < Self.cellLimit {
      let first = at
      var cell = ByteRange.none
      if view[at] == JSONToken.quote {
        guard let text = try? text(view, at + 1), !text.isEscaped else { break }
        cell = ByteRange(start: text.start, end: text.end)
        at = text.end + 1
      } else {
        if view[at] == 0x5B || view[at] == 0x7B { break }
        while view[at] > 0x2C && view[at] != 0x5D { at += 1 }
        if view[first] != 0x6E { cell = ByteRange(start: first, end: at) }
      }
      guard at > first, at < view.count, view[at] == 0x2C || view[at] == 0x5D else { break }
      rows.append(
        RowBatch.Row(
          firstCell: Int32(truncatingIfNeeded: cells.count), cellCount: cell == .none ? 0 : 1,
          raw: ByteRange(start: first, end: at), line: line, offset: offset + Int64(first),
          continuesRecord: false))
      if cell != .none { cells.append(cell) }
      done = at
      if view[at] == 0x2C { at += 1 }
    }
    return done
  }

  private mutating func appendRows(raw: Range<Int>, line: Int, offset: Int64) {
    let firstRow = rows.count
    var cell = cells.count
    for (index, width) in widths.enumerated() {
      let isFirst = index == 0
      rows.append(
        RowBatch.Row(
          firstCell: Int32(cell), cellCount: width,
          raw: isFirst ? ByteRange(start: raw.lowerBound, end: raw.upperBound) : .none,
          line: Int32(clamping: line), offset: offset, continuesRecord: !isFirst))
      cell += Int(width)
    }
    cells.append(contentsOf: repeatElement(ByteRange.none, count: cell - cells.count))
    for entry in found {
      cells[Int(rows[firstRow + Int(entry.row)].firstCell) + Int(entry.column)] = entry.range
    }
    found.removeAll(keepingCapacity: true)
  }
}

extension JSONFlattener {
  /// The members up to the closing brace; `start` is behind the opening one.
  private mutating func object(_ view: ByteView, _ start: Int, node: Int32, row: Int32) throws(Stop) -> Int {
    guard depth < depthLimit else { throw .surprise }
    depth += 1
    defer { depth -= 1 }
    objectCount += 1
    let number = objectCount
    var hint = paths.nodes[Int(node)].first
    var at = skipBlanks(view, start)
    if view[at] == 0x7D { return try within(view, at + 1) }
    while true {
      at = expectedMembers(view, at, &hint, in: number, row: row)
      guard view[at] == JSONToken.quote else { throw stop(view, at) }
      let name = try text(view, at + 1)
      let member = member(view, name, in: node, hint: hint)
      // Asked here too, for finding a name among very many takes long.
      guard !paths.isFull else { throw .tooManyColumns }
      hint = paths.members[Int(member)].next
      // Names that are new are looked for among all others.
      guard paths.members.count <= 4 * paths.limit else { throw .tooManyColumns }
      at = skipBlanks(view, name.end + 1)
      guard view[at] == 0x3A else { throw stop(view, at) }
      at = skipBlanks(view, at + 1)
      if paths.meet(member, in: number) {
        at = try value(view, at, member: member, row: row)
      } else {
        repeated.append(member)
        at = try skipValue(view, at)
      }
      at = skipBlanks(view, at)
      if view[at] == 0x2C {
        at = skipBlanks(view, at + 1)
      } else if view[at] == 0x7D {
        return try within(view, at + 1)
      } else {
        throw stop(view, at)
      }
    }
  }

  /// Members that come in the order of the object before, have plain values, and another behind them: the name of the
  /// first that is otherwise.
  @inline(__always) private mutating func expectedMembers(
    _ view: ByteView, _ start: Int, _ hint: inout Int32, in object: Int64, row: Int32
  ) -> Int {
    var at = start
    while view[at] == JSONToken.quote {
      let column = paths.expectedColumn(view, at, hint, in: object)
      guard column >= 0 else { break }
      var value = at + paths.members[Int(hint)].nameCount + 3
      if view[value] == 0x20 { value += 1 }
      let (cell, end) = plainValue(view, value)
      guard end < view.count, view[end] == JSONToken.comma else { break }
      let next = skipBlanks(view, end + 1)
      guard next < view.count else { break }
      if cell != .none { put(row, column, Int(cell.start), Int(cell.end)) }
      hint = paths.meetExpected(hint, in: object)
      at = next
    }
    return at
  }

  /// A text without escapes, a number or a word: its cell, and where it ends; `view.count` if it is anything else.
  @inline(__always) private func plainValue(_ view: ByteView, _ start: Int) -> (cell: ByteRange, end: Int) {
    guard start < view.count else { return (.none, view.count) }
    if view[start] == JSONToken.quote {
      let end = JSONToken.plainText(view, start + 1)
      return end < 0 ? (.none, view.count) : (ByteRange(start: start + 1, end: end), end + 1)
    }
    let end = JSONToken.plainWord(view, start)
    guard end > 0 else { return (.none, view.count) }
    return (view[start] == 0x6E ? .none : ByteRange(start: start, end: end), end)
  }

  @inline(__always) private mutating func value(
    _ view: ByteView, _ at: Int, member: Int32, row: Int32
  ) throws(Stop) -> Int {
    guard at < view.count else { throw .needsMore }
    switch view[at] {
    case 0x7B: return try object(view, at + 1, node: paths.object(of: member), row: row)
    case 0x5B: return try list(view, at, member: member, row: row)
    default: return try scalar(view, at, column: paths.column(of: member), row: row)
    }
  }

  /// Objects in a list become rows of their own; a list of anything else is one cell with its text.
  private mutating func list(_ view: ByteView, _ start: Int, member: Int32, row: Int32) throws(Stop) -> Int {
    var at = skipBlanks(view, start + 1)
    if view[at] == 0x5D { return try within(view, at + 1) }
    guard view[at] == 0x7B else {
      let end = try skipValue(view, start)
      put(row, paths.column(of: member), start, end)
      return end
    }
    let node = paths.elements(of: member)
    while true {
      widths.append(0)
      let row = Int32(widths.count - 1)
      at =
        view[at] == 0x7B
        ? try object(view, at + 1, node: node, row: row) : try element(view, at, node: node, row: row)
      at = skipBlanks(view, at)
      if view[at] == 0x5D { return try within(view, at + 1) }
      guard view[at] == 0x2C else { throw stop(view, at) }
      at = skipBlanks(view, at + 1)
    }
  }

  /// An element that is no object.
  private mutating func element(_ view: ByteView, _ at: Int, node: Int32, row: Int32) throws(Stop) -> Int {
    guard at < view.count else { throw .needsMore }
    let column = paths.column(ofElementsIn: node)
    guard view[at] == 0x5B else { return try scalar(view, at, column: column, row: row) }
    let end = try skipValue(view, at)
    put(row, column, at, end)
    return end
  }

  @inline(__always) private mutating func scalar(
    _ view: ByteView, _ start: Int, column: Int32, row: Int32
  ) throws(Stop) -> Int {
    if view[start] == JSONToken.quote {
      let text = try text(view, start + 1)
      if text.isEscaped {
        let before = view.count + rewritten.count
        JSONToken.unescape(view, (start + 1)..<text.end, into: &rewritten)
        put(row, column, before, view.count + rewritten.count)
      } else {
        put(row, column, start + 1, text.end)
      }
      return text.end + 1
    }
    let end = try skipWord(view, start)
    if view[start] != 0x6E { put(row, column, start, end) }
    return end
  }

  @inline(__always) private mutating func put(_ row: Int32, _ column: Int32, _ start: Int, _ end: Int) {
    found.append(Found(row: row, column: column, range: ByteRange(start: start, end: end)))
    if widths[Int(row)] <= column { widths[Int(row)] = column + 1 }
  }

  /// A name with escapes is looked up by what it says.
  private mutating func member(_ view: ByteView, _ name: Text, in node: Int32, hint: Int32) -> Int32 {
    guard name.isEscaped else {
      return paths.member(view, name.start..<name.end, in: node, hint: hint)
    }
    var bytes: [UInt8] = []
    JSONToken.unescape(view, name.start..<name.end, into: &bytes)
    let count = bytes.count
    bytes += [UInt8](repeating: 0, count: ByteWindow.padding)
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("the padding is always there") }
      return paths.member(unsafe ByteView(base, count: count), 0..<count, in: node, hint: hint)
    }
  }
}

extension JSONFlattener {
  /// What stands between two quotes; `end` is the closing one.
  private struct Text {
    var start: Int
    var end: Int
    var isEscaped: Bool
  }

  @inline(__always) private func text(_ view: ByteView, _ start: Int) throws(Stop) -> Text {
    var at = start
    var isEscaped = false
    while at < view.count {
      let word = view.word(at: at)
      let plain =
        Lanes.filled(word ^ Lanes.all(JSONToken.quote)) & Lanes.filled(word ^ Lanes.all(JSONToken.backslash))
      let hits = ~plain & Lanes.highs
      if hits == 0 {
        at += 8
        continue
      }
      at += Lanes.first(hits)
      if view[at] == JSONToken.quote { return Text(start: start, end: at, isEscaped: isEscaped) }
      isEscaped = true
      at += 2
    }
    throw .needsMore
  }

  @inline(__always) private func skipBlanks(_ view: ByteView, _ start: Int) -> Int {
    var at = start
    while view[at] <= 0x20, at < view.count { at += 1 }
    return at
  }

  /// A number, `true`, `false` or `null`.
  @inline(__always) private func skipWord(_ view: ByteView, _ start: Int) throws(Stop) -> Int {
    var at = start
    while true {
      switch view[at] {
      case 0x2C, 0x7D, 0x5D, 0...0x20:
        if at >= view.count && !isComplete { throw .needsMore }
        if at == start { throw .surprise }
        return at
      default: at += 1
      }
    }
  }

  private func skipValue(_ view: ByteView, _ start: Int) throws(Stop) -> Int {
    var at = start
    var depth = 0
    repeat {
      switch view[at] {
      case JSONToken.quote: at = try text(view, at + 1).end + 1
      case 0x7B, 0x5B:
        depth += 1
        at += 1
      case 0x7D, 0x5D:
        depth -= 1
        at += 1
      case 0x2C, 0x3A, 0x20, 0x09, 0x0A, 0x0D:
        if depth == 0 { throw .surprise }
        at += 1
      default: at = try skipWordOrEnd(view, at)
      }
      if depth > 0 && at >= view.count { throw .needsMore }
    } while depth > 0
    return at
  }

  private func skipWordOrEnd(_ view: ByteView, _ at: Int) throws(Stop) -> Int {
    if at >= view.count { throw .needsMore }
    return try skipWord(view, at)
  }

  private func stop(_ view: ByteView, _ at: Int) -> Stop { at >= view.count ? .needsMore : .surprise }

  /// `end` if the view reaches so far.
  private func within(_ view: ByteView, _ end: Int) throws(Stop) -> Int {
    if end > view.count { throw .needsMore }
    return end
  }
}
