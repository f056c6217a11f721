/// The marks that cut a delimited text into cells.
struct CSVMarks: Sendable, Hashable {
  enum Escape: Sendable, Hashable {
    /// A quote inside a quoted cell stands twice.
    case doubled
    /// A backslash takes a mark's meaning away, in quotes and outside; doubled quotes are understood too.
    case backslash
  }

  enum Layout: Sendable, Hashable {
    case plain
    /// Columns are aligned: a run of delimiters is one, and those around a line are none.
    case aligned
    /// As terminals and markdown draw tables: cells are padded, bars may stand around a line, lines of dashes are no rows.
    case drawn
  }

  /// One to `ByteWindow.padding` bytes, none of them a quote or a line end.
  var delimiter: [UInt8] = [0x2C]
  /// Nil: quotes are text like any other.
  var quote: UInt8? = 0x22
  var escape = Escape.doubled
  var layout = Layout.plain
}

extension CSVMarks {
  /// A delimiter begins at `at`.
  @inline(__always) func isDelimiter(_ view: ByteView, _ at: Int) -> Bool {
    guard view[at] == delimiter[0], at + delimiter.count <= view.count else { return false }
    for index in 1..<max(1, delimiter.count) where view[at + index] != delimiter[index] { return false }
    return true
  }

  /// Behind the delimiter that begins at `at`.
  func afterDelimiter(_ view: ByteView, _ at: Int) -> Int {
    var end = at + delimiter.count
    if layout == .aligned {
      while end < view.count, view[end] == CSVByte.space { end += 1 }
    }
    return end
  }

  /// A line of dashes, such as `|---|:--:|` or `+----+----+`.
  func isRule(_ view: ByteView, _ line: Range<Int>) -> Bool {
    var dashes = 0
    for at in line {
      switch view[at] {
      case 0x2D, 0x3D: dashes += 1
      case 0x2B, 0x3A, 0x7C, CSVByte.space, CSVByte.tab: break
      default: return false
      }
    }
    return dashes >= 2
  }

  /// A cell is over at `at`: a delimiter, a line end, or the end of the text.
  func endsCell(_ view: ByteView, _ at: Int) -> Bool {
    at >= view.count || view[at] == CSVByte.lineFeed || view[at] == CSVByte.carriageReturn
      || isDelimiter(view, at)
  }

  /// The byte at `at` is a backslash that takes the meaning from what follows.
  func escapes(_ view: ByteView, _ at: Int) -> Bool {
    guard escape == .backslash, view[at] == CSVByte.backslash, at + 1 < view.count else { return false }
    let next = view[at + 1]
    return next == quote || next == CSVByte.backslash || endsCell(view, at + 1)
  }
}
