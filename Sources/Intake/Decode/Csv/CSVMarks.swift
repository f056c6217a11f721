/// The marks that cut a delimited text into cells.
struct CSVMarks: Sendable, Hashable {
  enum Escape: Sendable, Hashable {
    /// A quote inside a quoted cell stands twice.
    case doubled
    /// A backslash takes a mark's meaning away, in quotes and outside; doubled quotes are understood too.
    case backslash
  }

  /// One to `ByteWindow.padding` bytes, none of them a quote or a line end.
  var delimiter: [UInt8] = [0x2C]
  /// Nil: quotes are text like any other.
  var quote: UInt8? = 0x22
  var escape = Escape.doubled
}

extension CSVMarks {
  /// A delimiter begins at `at`.
  @inline(__always) func isDelimiter(_ view: ByteView, _ at: Int) -> Bool {
    guard view[at] == delimiter[0], at + delimiter.count <= view.count else { return false }
    for index in 1..<max(1, delimiter.count) where view[at + index] != delimiter[index] { return false }
    return true
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
