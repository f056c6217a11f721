/// Every way of cutting that the sample gives a reason to try.
struct DialectCandidates {
  struct Candidate {
    var marks: CSVMarks
    /// How usual the delimiter is, of 1.
    var prior: Double
  }

  private static let usual: [(String, Double)] = [(",", 1), (";", 1), ("\t", 1), ("|", 0.97)]
  private static let rare: [(String, Double)] = [
    ("^", 0.8), ("~", 0.8), ("\u{1}", 0.9), ("\u{1F}", 0.9), ("\u{1E}", 0.9), ("\u{14}", 0.8), ("\u{7}", 0.8),
    ("§", 0.8), ("，", 0.8), ("；", 0.8), ("`", 0.6), ("¦", 0.8), ("¬", 0.8), ("¤", 0.8), (":", 0.6),
    (" ", 0.55), ("#", 0.6), ("!", 0.6),
    ("*", 0.6),
    ("&", 0.6), ("%", 0.55), ("@", 0.5), ("$", 0.5), ("=", 0.5),
  ]
  private static let long = [
    "||", "::", "~~", "^^", "##", "**", "@@", "$$", "&&", "%%", "!!", "|~|", "~|~", "^|^", "|^|", "#|#",
    "[|]", "<|>",
    "<>", "=>", "->", ",,", ";;", "\t\t", ", ", "; ", " | ", " ; ", "\t|\t",
  ]

  /// Quotes that are tried where they wrap cells in at least half of the lines.
  static let rareQuotes: [UInt8] = [0x60, 0x25, 0x24, 0x7E, 0x5E, 0x7C, 0x23, 0x40, 0x26]

  typealias Delimiter = (bytes: [UInt8], prior: Double, layout: CSVMarks.Layout)
  let delimiters: [Delimiter]
  private let view: ByteView

  init(_ view: ByteView) {
    self.view = view
    let lines = max(1, view.lineEnds(in: 0..<view.count))
    var found: [Delimiter] = []
    var owned: Set<UInt8> = []
    for text in Self.long {
      let bytes = Array(text.utf8)
      let base = bytes.first { $0 != CSVByte.space && $0 != CSVByte.tab } ?? bytes[0]
      guard !owned.contains(base), Self.owns(view, bytes, base, lines: lines) else { continue }
      // Two usual delimiters that never stand apart are one.
      found.append((bytes, base == 0x7C && bytes.contains(CSVByte.tab) ? 1 : 0.97, .plain))
      owned.insert(base)
    }
    for (text, prior) in Self.usual + Self.rare {
      let bytes = Array(text.utf8)
      if bytes.count == 1 && owned.contains(bytes[0]) { continue }
      let count = Self.count(view, bytes)
      let enough = prior >= 0.97 ? 1 : max(1, lines / 2)
      if count >= enough { found.append((bytes, prior, .plain)) }
    }
    let spaces = [CSVByte.space, CSVByte.space]
    if Self.count(view, spaces) >= lines { found.append((spaces, 0.8, .aligned)) }
    delimiters = found
  }

  /// Bars between cells, and a line of dashes among the first lines.
  static func isDrawn(_ view: ByteView) -> Bool {
    let marks = CSVMarks(delimiter: [0x7C], layout: .drawn)
    var (rules, barred, lines, start) = (0, 0, 0, 0)
    while start < view.count, lines < 100 {
      let end = view.firstLineEnd(from: start)
      let hasBar = view.first(0x7C, from: start, before: end) < end
      if end > start {
        lines += 1
        if marks.isRule(view, start..<end) {
          let isCrossed = hasBar || view.first(0x2B, from: start, before: end) < end
          if isCrossed && lines <= 30 { rules += 1 }
        } else if hasBar {
          barred += 1
        }
      }
      start = end + 1
    }
    return rules > 0 && barred > 0 && (rules + barred) * 2 > lines
  }

  /// `base` stands nowhere but in `bytes`, line ends and quoted text left aside; or so it is in the first line that has
  /// it, and `bytes` stands as often in the others. Lines with an odd quote say nothing.
  private static func owns(_ view: ByteView, _ bytes: [UInt8], _ base: UInt8, lines: Int) -> Bool {
    // Most of them stand nowhere, which is soon seen.
    guard view.first(base, from: 0) < view.count else { return false }
    let marks = CSVMarks(delimiter: bytes)
    var count = 0
    var start = 0
    while start < view.count {
      let end = view.firstLineEnd(from: start)
      if (start..<end).count(where: { view[$0] == 0x22 }).isMultiple(of: 2) {
        guard let found = owned(view, start..<end, marks, base) else {
          return !bytes.contains(CSVByte.space) && ownsLines(view, marks, base, lines: lines)
        }
        count += found
      }
      start = end + 1
    }
    return count >= max(2, lines / 2)
  }

  /// How often the delimiter stands in a line outside of quotes; nil if `base` stands there without it.
  private static func owned(_ view: ByteView, _ line: Range<Int>, _ marks: CSVMarks, _ base: UInt8) -> Int? {
    var isQuoted = false
    var count = 0
    var at = line.lowerBound
    while at < line.upperBound {
      if view[at] == 0x22 { isQuoted.toggle() }
      if !isQuoted && marks.isDelimiter(view, at) {
        count += 1
        at += marks.delimiter.count
        continue
      }
      let endsLine = at + 1 >= line.upperBound
      if !isQuoted && view[at] == base && !(endsLine && marks.delimiter.contains(CSVByte.space)) {
        return nil
      }
      at += 1
    }
    return count
  }

  private static func ownsLines(_ view: ByteView, _ marks: CSVMarks, _ base: UInt8, lines: Int) -> Bool {
    var at = view.first(base, from: 0)
    let end = view.firstLineEnd(from: at)
    var inFirst = 0
    while at < end {
      guard marks.isDelimiter(view, at) else { return false }
      inFirst += 1
      // More of them in a row are empty cells between single ones.
      guard view[at + marks.delimiter.count] != base else { return false }
      at = view.first(base, from: at + marks.delimiter.count, before: end)
    }
    return inFirst > 0 && lines >= 3 && count(view, marks.delimiter) * 10 >= inFirst * lines * 7
  }

  private static func count(_ view: ByteView, _ bytes: [UInt8]) -> Int {
    let marks = CSVMarks(delimiter: bytes)
    var count = 0
    var at = view.first(bytes[0], from: 0)
    while at < view.count {
      if marks.isDelimiter(view, at) { count += 1 }
      at = view.first(bytes[0], from: at + 1)
    }
    return count
  }

  /// Cells that begin and end with a quote, those that only begin with it, and those of them that end with it all the
  /// same, further on in their line.
  typealias Wrapped = (sound: Int, odd: Int, loose: Int)

  static func wrapped(_ view: ByteView, _ marks: CSVMarks) -> Wrapped {
    guard let quote = marks.quote else { return (0, 0, 0) }
    var (sound, odd, loose) = (0, 0, 0)
    var isStart = true
    var at = 0
    while at < view.count {
      if isStart && view[at] == quote {
        if let end = closing(view, at, marks) {
          sound += 1
          at = end
          isStart = false
          continue
        }
        odd += 1
        if let end = looseEnd(view, at, marks) {
          loose += 1
          at = end
          isStart = false
          continue
        }
      }
      if marks.isDelimiter(view, at) {
        at += marks.delimiter.count
        isStart = true
      } else {
        isStart = view[at] == CSVByte.lineFeed || view[at] == CSVByte.carriageReturn
        at += 1
      }
    }
    return (sound, odd, loose)
  }

  /// Behind the quote that ends the cell, though others stand in it; the next cell begins with none before that.
  private static func looseEnd(_ view: ByteView, _ open: Int, _ marks: CSVMarks) -> Int? {
    let lineEnd = min(view.firstLineEnd(from: open), open + 4096)
    var at = open + 1
    while at < lineEnd {
      if view[at] == marks.quote, at > open + 1, marks.endsCell(view, at + 1) { return at + 1 }
      if marks.isDelimiter(view, at) {
        at += marks.delimiter.count
        if at < lineEnd, view[at] == marks.quote { return nil }
      } else {
        at += 1
      }
    }
    return nil
  }

  private static func closing(_ view: ByteView, _ open: Int, _ marks: CSVMarks) -> Int? {
    var at = open + 1
    let end = min(view.count, at + 4096)
    while at < end {
      if marks.escapes(view, at) || (view[at] == marks.quote && at + 1 < end && view[at + 1] == marks.quote) {
        at += 2
      } else if view[at] == marks.quote {
        return marks.endsCell(view, at + 1) ? at + 1 : nil
      } else {
        at += 1
      }
    }
    return nil
  }
}
