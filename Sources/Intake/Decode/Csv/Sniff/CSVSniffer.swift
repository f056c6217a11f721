import Records

/// Finds out how a text is cut, from its beginning.
///
/// Steps, in order: what is stated; a `sep=` line; every delimiter the sample gives a reason to try, each with the
/// quote that fits it; the best score wins; a sample that no delimiter cuts well is one column.
struct CSVSniffer {
  private let view: ByteView
  private let options: DecodeOptions
  private let isCut: Bool
  private let lines: Int
  private(set) var marks = CSVMarks()
  private(set) var notes: [DecodeFindings.Note] = []
  /// The first line is `sep=;`, which is no part of the table.
  private(set) var hasSeparatorLine = false

  /// What scores less is as likely to be running text as a table.
  private static let least = 0.2
  private static let mostRows = 400
  /// Stands for "no delimiter": it is in no sample that gets it.
  private static let nothing: [UInt8] = [0x1F]

  init(_ view: ByteView, options: DecodeOptions, isCut: Bool) {
    self.view = view
    self.options = options
    self.isCut = isCut
    lines = view.lineEnds(in: 0..<view.count)
    sniff()
  }

  private mutating func sniff() {
    let separator = separatorLine()
    hasSeparatorLine = separator != nil
    if let stated = options.delimiter {
      choose(stated, "stated")
    } else if let separator {
      choose(separator, "by the line sep=")
    } else if DialectCandidates.isDrawn(view) {
      marks = CSVMarks(delimiter: [0x7C], quote: nil, layout: .drawn)
      note("delimiter", "pipe: a line of dashes draws a table")
    } else {
      chooseByScore()
    }
    noteQuote()
    noteLineEnds()
  }

  private mutating func choose(_ delimiter: [UInt8], _ reason: String) {
    marks = quoted(delimiter, prior: 1).marks
    note("delimiter", "\(CSVNames.of(delimiter)): \(reason)")
  }

  private mutating func chooseByScore() {
    if let delimiter = onlyDelimiter() { return choose([delimiter], "nothing else stands in the text") }
    let candidates = DialectCandidates(view)
    var best: (marks: CSVMarks, score: DialectScore)?
    var widest: (marks: CSVMarks, score: DialectScore)?
    let tries = candidates.delimiters.map { quoted($0.bytes, prior: $0.prior, layout: $0.layout) }
    let wraps = mostWraps(tries)
    var most = 0.0
    for (delimiter, tried) in zip(candidates.delimiters, tries) {
      let value = tried.score.value * (leavesQuotes(tried, wraps) ? 0.5 : 1)
      if value > most { (best, most) = (tried, value) }
      if delimiter.prior >= 0.97, tried.score.isEverywhere, tried.score.width > widest?.score.width ?? 1 {
        widest = tried
      }
    }
    if most < Self.least { best = widest }
    if let known = asExpected(tries, best, most: most) {
      marks = known.marks
      note(
        "delimiter",
        "\(CSVNames.of(marks.delimiter)): as in earlier files of this source; the text itself leaves it open")
    } else if let best, !isOneColumn(best.marks) {
      marks = best.marks
      let score = best.score
      note(
        "delimiter",
        "\(CSVNames.of(marks.delimiter)): \(score.width) columns in \(score.fitting) of \(score.rows) rows")
    } else {
      let unused = Self.unused(in: view)
      marks = quoted(unused, prior: 1).marks
      note("delimiter", "none: nothing cuts the lines alike, so there is one column")
    }
  }

  /// Lines that are values as a whole, such as `1,50` or `12:30`, below a name without the delimiter.
  private func isOneColumn(_ marks: CSVMarks) -> Bool {
    let sample = cut(marks)
    let rows = sample.rows.filter { !$0.isBlank }
    guard let first = rows.first, rows.count > 1 else { return false }
    let areValues = rows.dropFirst().prefix(100).allSatisfy { isWholeValue($0, marks) }
    guard areValues else { return false }
    return first.width == 1
      || (first.width == rows[1].width && CellKind(view.array(first.raw)).isValue && marks.delimiter != [0x2C]
        && marks.delimiter != [0x3B] && marks.delimiter != [0x09])
  }

  /// The cut that earlier files of the source had, where another or none is hardly better.
  private func asExpected(_ tries: [Try], _ best: Try?, most: Double) -> Try? {
    guard let delimiter = options.expected?.delimiter, best?.marks.delimiter != delimiter,
      let known = tries.first(where: { $0.marks.delimiter == delimiter && $0.marks.layout == .plain })
    else { return nil }
    let isOpen = most < Self.least || known.score.value >= 0.9 * most
    return isOpen && known.score.isEverywhere ? known : nil
  }

  private typealias Try = (marks: CSVMarks, score: DialectScore)

  /// How many cells are wrapped in quotes by the cut that explains the most quotes.
  private func mostWraps(_ tries: [Try]) -> Int {
    guard view.first(0x22, from: 0) < view.count || tries.contains(where: { $0.marks.quote != 0x22 }) else {
      return 0
    }
    return tries.filter { $0.score.odd * 5 <= $0.score.rows }
      .map { DialectCandidates.wrapped(view, $0.marks).sound }.max() ?? 0
  }

  /// Quotes stand inside most of its rows that wrap whole cells in another cut.
  private func leavesQuotes(_ tried: Try, _ wraps: Int) -> Bool {
    tried.score.odd * 2 > tried.score.rows && wraps * 2 >= lines
      && DialectCandidates.wrapped(view, tried.marks).sound * 4 < wraps
  }

  /// The line is one value; behind the delimiter in a date stands its year or its time, as in `Dec 1, 2017`.
  private func isWholeValue(_ row: SampleRows.Row, _ marks: CSVMarks) -> Bool {
    let kind = CellKind(view.array(row.raw))
    guard kind == .date, row.width > 1 else { return kind.isValue }
    return row.cells.dropFirst().allSatisfy { cell in
      let rest = cell.drop { $0 == CSVByte.space }
      let digits = rest.prefix { (0x30...0x39).contains($0) }.count
      return CellKind(rest) == .time || (digits == 4 && rest.count == 4)
        || (digits == 4 && CellKind(rest) == .text)
    }
  }

  /// The delimiter of which, with blanks and line ends, the whole text is made.
  private func onlyDelimiter() -> UInt8? {
    var found: UInt8?
    for at in 0..<view.count where view[at] > CSVByte.space || view[at] == CSVByte.tab {
      guard [0x2C, 0x3B, 0x09, 0x7C].contains(view[at]), found == nil || found == view[at] else { return nil }
      found = view[at]
    }
    return found
  }

  private static func unused(in view: ByteView) -> [UInt8] {
    for byte in [0x2C, 0x1F, 0x1E, 0x1D, 0x1C] as [UInt8] where view.first(byte, from: 0) == view.count {
      return [byte]
    }
    return nothing
  }

  private func cut(_ marks: CSVMarks) -> SampleRows {
    SampleRows(view, marks, limits: options.limits, line: 1, isCut: isCut, most: Self.mostRows)
  }

  /// The delimiter with the quote and escape that fit it best.
  private func quoted(
    _ delimiter: [UInt8], prior: Double, layout: CSVMarks.Layout = .plain
  ) -> (marks: CSVMarks, score: DialectScore) {
    var best = CSVMarks(delimiter: delimiter, layout: layout)
    switch options.quote {
    case .some(.none): best.quote = nil
    case .some(.byte(let byte)): best.quote = byte
    case nil: best.quote = quote(for: delimiter)
    }
    if options.escape == .backslash { best.escape = .backslash }
    var score = DialectScore(cut(best), prior: prior)
    if options.quote == nil, best.quote == 0x22, score.damaged > 0 {
      let found = DialectCandidates.wrapped(view, best)
      // A cell that begins with a quote and never ends is damage, and no sign that quotes mean nothing.
      let isDamage = (found.odd - found.loose) * 2 > score.damaged
      var bare = best
      bare.quote = nil
      if found.sound == 0 && (delimiter == [CSVByte.tab] || score.damaged >= 3 && !isDamage) {
        (best, score) = (bare, DialectScore(cut(bare), prior: prior))
      }
    }
    if options.escape == nil, mayEscape(best) {
      var slashed = best
      slashed.escape = .backslash
      let other = DialectScore(cut(slashed), prior: prior)
      if other.value > score.value { (best, score) = (slashed, other) }
    }
    return (best, score)
  }

  private func quote(for delimiter: [UInt8]) -> UInt8 {
    let double = wrapped(delimiter, 0x22).sound
    for byte in [0x27] + DialectCandidates.rareQuotes where !delimiter.contains(byte) {
      let least = byte == 0x27 ? 2 : max(4, lines / 2)
      guard view.count(of: byte, upTo: 2 * least) >= 2 * least else { continue }
      let found = wrapped(delimiter, byte)
      if found.sound >= least, (found.odd - found.loose) * 4 <= found.sound, found.sound > 4 * double {
        return byte
      }
    }
    return 0x22
  }

  /// Cells in `quote` and cells that only begin with it, whether it is doubled in them or behind a backslash.
  private func wrapped(_ delimiter: [UInt8], _ quote: UInt8) -> DialectCandidates.Wrapped {
    var marks = CSVMarks(delimiter: delimiter, quote: quote)
    let doubled = DialectCandidates.wrapped(view, marks)
    guard doubled.odd > 0, mayEscape(marks) else { return doubled }
    marks.escape = .backslash
    let slashed = DialectCandidates.wrapped(view, marks)
    return slashed.odd < doubled.odd ? slashed : doubled
  }

  /// A backslash stands before something it might take the meaning from.
  private func mayEscape(_ marks: CSVMarks) -> Bool {
    var at = view.first(CSVByte.backslash, from: 0)
    while at < view.count {
      if at + 1 < view.count, view[at + 1] == marks.quote || marks.isDelimiter(view, at + 1) { return true }
      at = view.first(CSVByte.backslash, from: at + 1)
    }
    return false
  }

  /// `sep=;` as spreadsheets write and read it, in quotes or not.
  private func separatorLine() -> [UInt8]? {
    var line = view.array(0..<view.firstLineEnd(from: 0))
    if line.first == 0x22, line.last == 0x22, line.count > 2 { line = Array(line.dropFirst().dropLast()) }
    let name = line.prefix(4).map { $0 | 0x20 }
    guard name.elementsEqual("sep=".utf8.map { $0 | 0x20 }), (5...8).contains(line.count) else { return nil }
    let delimiter = Array(line.dropFirst(4))
    return delimiter.contains(0x22) ? nil : delimiter
  }

  private mutating func note(_ key: String, _ value: String) { notes.append(.init(key, value)) }

  private mutating func noteQuote() {
    let sound = DialectCandidates.wrapped(view, marks).sound
    let reason =
      options.quote != nil ? "stated" : sound > 0 ? "\(sound) cells are wrapped in it" : "the usual one"
    switch marks.quote {
    case nil:
      note("quote", options.quote != nil ? "none: stated" : "none: quotes stand in cells, and none wraps one")
    case 0x27: note("quote", "single: \(reason)")
    case 0x22: note("quote", "double: \(reason)")
    case .some(let byte): note("quote", "\(CSVNames.of([byte])): \(reason)")
    }
    if marks.escape == .backslash {
      note("escape", options.escape != nil ? "backslash: stated" : "backslash: rows fit better with it")
    }
  }

  private mutating func noteLineEnds() {
    var (feeds, returns, pairs) = (0, 0, 0)
    for at in 0..<view.count {
      if view[at] == CSVByte.lineFeed {
        if at > 0 && view[at - 1] == CSVByte.carriageReturn { pairs += 1 } else { feeds += 1 }
      } else if view[at] == CSVByte.carriageReturn {
        returns += 1
      }
    }
    returns -= pairs
    let kinds = [("LF", feeds), ("CRLF", pairs), ("CR", returns)].filter { $0.1 > 0 }
    if kinds.count == 1 { note("line_end", kinds[0].0) }
    if kinds.count > 1 {
      note("line_end", "mixed: " + kinds.map { "\($0.1) \($0.0)" }.joined(separator: ", "))
    }
  }
}

/// Marks in words.
enum CSVNames {
  static func of(_ delimiter: [UInt8]) -> String {
    switch delimiter {
    case [0x2C]: "comma"
    case [0x3B]: "semicolon"
    case [0x09]: "tab"
    case [0x7C]: "pipe"
    case [0x20]: "space"
    case [0x3A]: "colon"
    default: "\"" + BytePath.display(delimiter) + "\""
    }
  }
}
