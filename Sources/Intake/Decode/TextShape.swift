/// What the name of a document says it is, where its content leaves a choice.
enum NamedFormat: Sendable, Hashable {
  case json, lines, xml

  /// Nil for every other name.
  init?(_ name: [UInt8]) {
    let name = String(decoding: name, as: UTF8.self).lowercased()
    func ends(in endings: String...) -> Bool { endings.contains { name.hasSuffix($0) } }
    if ends(in: ".json", ".geojson") {
      self = .json
    } else if ends(in: ".jsonl", ".ndjson") {
      self = .lines
    } else if ends(in: ".xml") {
      self = .xml
    } else {
      return nil
    }
  }
}

/// What the first bytes of a text say about the rest.
enum TextShape: Sendable, Hashable {
  case blank, delimited
  /// JSON as one document, and JSON line by line.
  case document, lines
  /// Named as JSON, or as XML, and nothing else either: a single value, or damaged.
  case value, markup

  init(_ view: ByteView, named: NamedFormat? = nil) {
    let lines = Self.firstLines(view)
    guard let first = lines.first else {
      self = .blank
      return
    }
    if Self.beginsLikeJSON(view, at: first.lowerBound) {
      self = Self.areRecords(view, lines, named) ? .lines : .document
    } else if Self.isTable(view, lines) {
      self = .delimited
    } else {
      self =
        switch named {
        case .json: .value
        case .lines: .lines
        case .xml: .markup
        case nil: .delimited
        }
    }
  }

  /// More bytes may give another answer.
  static func isUndecided(_ view: ByteView) -> Bool {
    let lines = firstLines(view)
    return lines.isEmpty || (lines.count == 1 && view[lines[0].lowerBound] == 0x7B)
  }

  /// Two lines with as many delimiters, and some, of which the first begins unlike JSON and XML.
  private static func isTable(_ view: ByteView, _ lines: [Range<Int>]) -> Bool {
    guard lines.count == 2 else { return false }
    let first = view[lines[0].lowerBound]
    guard ![0x5B, 0x5D, 0x7B, 0x7D, 0x2C, 0x3A, 0x3C, 0x26].contains(first) else { return false }
    return Array(",;\t|".utf8).contains { delimiter in
      let counts = lines.map { count(of: delimiter, view, $0) }
      return counts[0] > 0 && counts[0] == counts[1]
    }
  }

  /// Outside of double quotes.
  private static func count(of delimiter: UInt8, _ view: ByteView, _ line: Range<Int>) -> Int {
    var isQuoted = false
    var count = 0
    for at in line {
      if view[at] == 0x22 { isQuoted.toggle() }
      if view[at] == delimiter && !isQuoted { count += 1 }
    }
    return count
  }

  /// Two lines, each beginning an object, of which one is whole in itself. After an opened bracket or a colon the
  /// second only goes on with the first: `{"orders":[` and below it the one order there is.
  ///
  /// A name may promise lines, of whatever values. Lists line by line are taken for such unless the name speaks of
  /// one document.
  private static func areRecords(_ view: ByteView, _ lines: [Range<Int>], _ named: NamedFormat?) -> Bool {
    let ending = view[lines[0].upperBound - 1]
    let goesOn = lines.count == 2 && [0x5B, 0x7B, 0x3A].contains(ending)
    if named == .lines { return !(goesOn || lines.count == 2 && ending == 0x2C) }
    guard lines.count == 2, !goesOn else { return false }
    let begins = lines.map { view[$0.lowerBound] }
    if begins == [0x7B, 0x7B] { return lines.contains { isJSON(view.slice($0)) } }
    guard named != .json, begins.allSatisfy({ $0 == 0x7B || $0 == 0x5B }) else { return false }
    return lines.allSatisfy { isJSON(view.slice($0)) }
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
