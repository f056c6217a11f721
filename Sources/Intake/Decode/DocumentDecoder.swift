public import Records

/// Finds out by its content what a document is, and opens it for reading row by row.
public enum DocumentDecoder {
  public static func open(
    _ path: BytePath, options: DecodeOptions = DecodeOptions()
  ) throws(FileProblem) -> any RowReader {
    try open(FileSource(try OpenFile(reading: path)), name: path.name, options: options)
  }

  /// `name` is weighed only where the content leaves a choice: `.jsonl` and `.ndjson`.
  public static func open(
    _ source: any ByteSource, name: [UInt8] = [], options: DecodeOptions = DecodeOptions()
  ) throws(FileProblem) -> any RowReader {
    var window = ByteWindow(source, chunkBytes: options.limits.chunkBytes)
    try fillSample(&window, limits: options.limits)
    if let encoding = try window.scan(XMLBeginning.encoding).get() {
      return try openXML(source, encoding, options)
    }
    if let problem = window.scan(Signature.problem) { throw problem }
    let encoding = try TextOpener.convert(&window, options: options) { (window) throws(FileProblem) in
      try fillSample(&window, limits: options.limits)
    }
    if let problem = window.scan(Signature.binaryProblem) { throw problem }
    switch window.scan({ TextShape($0, name: name) }) {
    case .blank: throw .nothingInside
    case .delimited:
      let note = try TextOpener.convertByEvidence(&window, known: encoding, options: options)
      return try CSVReader(
        window, options: options, notes: [.init("format", "csv: it does not begin like JSON"), note])
    case .lines:
      window.countConverted()
      return NDJSONReader(
        window, options: options, notes: [.init("format", "ndjson: one JSON object per line"), encoding.note])
    case .document:
      window.countConverted()
      return try JSONReader(
        window, options: options, notes: [.init("format", "json: it begins like JSON"), encoding.note])
    }
  }

  private static func openXML(
    _ source: any ByteSource, _ encoding: XMLBeginning.Encoding, _ options: DecodeOptions
  ) throws(FileProblem) -> any RowReader {
    try source.rewind()
    var text = source
    if !encoding.isUTF8 {
      let known = TextEncoding.named(encoding.name)
      guard let known, let converted = ConvertedSource(source, known, unreadable: .refused) else {
        throw .xmlEncoding(encoding.name)
      }
      text = converted
    }
    let notes = [
      DecodeFindings.Note("format", "xml: it begins like XML"), .init("encoding", encoding.note),
    ]
    return try XMLReader(MarklessSource(text), options: options, notes: notes)
  }

  /// The first piece of the document, however small the pieces are in which it comes. Of JSON it is two lines,
  /// which tell one document from one per line, if they are not too long.
  private static func fillSample(
    _ window: inout ByteWindow, limits: DecodeOptions.Limits
  ) throws(FileProblem) {
    let enough = 64 * 1024
    while !window.isComplete {
      if window.count >= enough && !window.scan(TextShape.isUndecided) { break }
      if window.count > limits.rowBytes { break }
      try window.fill()
    }
  }
}

/// What the first bytes of a text say about the rest.
enum TextShape: Sendable, Hashable {
  case blank, delimited
  /// JSON as one document, and JSON line by line.
  case document, lines

  init(_ view: ByteView, name: [UInt8] = []) {
    let lines = Self.firstLines(view)
    guard let first = lines.first else {
      self = .blank
      return
    }
    guard Self.beginsLikeJSON(view, at: first.lowerBound) else {
      self = .delimited
      return
    }
    let text = String(decoding: name, as: UTF8.self).lowercased()
    let isNamedLines = text.hasSuffix(".jsonl") || text.hasSuffix(".ndjson")
    self = isNamedLines || Self.areRecords(view, lines) ? .lines : .document
  }

  /// More bytes may give another answer.
  static func isUndecided(_ view: ByteView) -> Bool {
    let lines = firstLines(view)
    return lines.isEmpty || (lines.count == 1 && view[lines[0].lowerBound] == 0x7B)
  }

  /// Two lines, each beginning an object, of which one is whole in itself. After an opened bracket or a colon the
  /// second only goes on with the first: `{"orders":[` and below it the one order there is.
  private static func areRecords(_ view: ByteView, _ lines: [Range<Int>]) -> Bool {
    guard lines.count == 2, lines.allSatisfy({ view[$0.lowerBound] == 0x7B }) else { return false }
    if [0x5B, 0x7B, 0x3A].contains(view[lines[0].upperBound - 1]) { return false }
    return lines.contains { isJSON(view.slice($0)) }
  }

  private static func isJSON(_ view: ByteView) -> Bool {
    var validator = JSONValidator(limits: DecodeOptions.Limits())
    var silence = JSONSilence()
    do throws(JSONFault) {
      _ = try validator.run(view, isComplete: true, listener: &silence)
      return true
    } catch {
      return false
    }
  }

  /// The first two lines that are not blank, without the blanks around them.
  private static func firstLines(_ view: ByteView) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var at = 0
    while at < view.count, lines.count < 2 {
      let end = view.first(CSVByte.lineFeed, from: at)
      var (start, last) = (at, end)
      while start < last, view[start] <= 0x20 { start += 1 }
      while last > start, view[last - 1] <= 0x20 { last -= 1 }
      if start < last { lines.append(start..<last) }
      at = end + 1
    }
    return lines
  }

  /// A bracket and then something that may follow it in JSON: `[Orders]` and `{A1},x` are no JSON.
  private static func beginsLikeJSON(_ view: ByteView, at start: Int) -> Bool {
    guard view[start] == 0x7B || view[start] == 0x5B else { return false }
    var next = start + 1
    while next < view.count, view[next] <= 0x20 { next += 1 }
    guard next < view.count else { return true }
    if view[start] == 0x7B { return [0x22, 0x7D].contains(view[next]) }
    switch view[next] {
    case 0x22, 0x2D, 0x30...0x39, 0x5B, 0x5D, 0x7B: return true
    default:
      return ["true", "false", "null"].contains { word in
        let bytes = Array(word.utf8)
        let end = min(next + bytes.count, view.count)
        return view.array(next..<end).elementsEqual(bytes.prefix(end - next))
      }
    }
  }
}
