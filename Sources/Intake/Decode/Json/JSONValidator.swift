import Records

/// Where in a document something stands: byte from 0, line from 1.
struct JSONPlace: Sendable, Hashable {
  var offset: Int64 = 0
  var line = 1
}

/// What a validator tells of the outermost levels of a document; deeper ones pass in silence.
protocol JSONListener {
  /// Values in more containers than this are not told: 0 is the root alone.
  var watchedDepth: Int { get }
  /// A name in an object; `name` is what stands between the quotes, `depth` that of its value.
  mutating func member(_ view: ByteView, name: Range<Int>, depth: Int)
  /// A value begins with `byte`: the root (`depth` 0), its members or elements (1), or theirs (2).
  mutating func begins(_ byte: UInt8, depth: Int, place: JSONPlace)
  /// A text, number or word, whole; without its quotes if it is a text.
  mutating func scalar(_ view: ByteView, _ range: Range<Int>, depth: Int)
}

/// For a value that only has to be JSON.
struct JSONSilence: JSONListener {
  var watchedDepth: Int { -1 }
  func member(_ view: ByteView, name: Range<Int>, depth: Int) {}
  func begins(_ byte: UInt8, depth: Int, place: JSONPlace) {}
  func scalar(_ view: ByteView, _ range: Range<Int>, depth: Int) {}
}

/// Holds a document against RFC 8259, window by window, in constant memory.
///
/// Its state lies between words, so a word cut by the window's end is looked at again, whole, in the next one.
struct JSONValidator {
  private enum Expected { case value, firstElement, firstName, name, colon, next, nothing }

  let limits: DecodeOptions.Limits
  private var expected = Expected.value
  /// One bit per open container, innermost lowest: 1 for an object.
  private var objects: [Bool] = []
  /// Line of the byte last looked at, from 1, and where in the document that line begins.
  private(set) var line = 1
  private(set) var lineStart: Int64
  /// Where in the document the view begins.
  private(set) var offset: Int64
  private var followsReturn = false

  init(limits: DecodeOptions.Limits, line: Int = 1, offset: Int64 = 0) {
    self.limits = limits
    self.line = line
    self.offset = offset
    lineStart = offset
  }

  var depth: Int { objects.count }
  /// The root value is closed.
  var isClosed: Bool { expected == .nothing }

  /// Returns how many bytes are dealt with. Behind the root value only blanks may stand.
  mutating func run(
    _ view: ByteView, isComplete: Bool, listener: inout some JSONListener
  ) throws(JSONFault) -> Int {
    var at = 0
    while at < view.count {
      let byte = view[at]
      if byte <= 0x20 {
        try blank(view, at)
        at += 1
        continue
      }
      followsReturn = false
      guard let end = try word(view, at, byte, isComplete: isComplete, &listener) else {
        if isComplete { throw incomplete(view) }
        try checkLength(at: at, of: view.count - at)
        offset += Int64(at)
        return at
      }
      at = end
    }
    if isComplete && expected != .nothing { throw incomplete(view) }
    offset += Int64(at)
    return at
  }

  /// Column of a byte of the view, in bytes from 1.
  func column(of at: Int) -> Int { Int(offset + Int64(at) - lineStart) + 1 }

  private func place(of at: Int) -> JSONPlace { JSONPlace(offset: offset + Int64(at), line: line) }

  @inline(__always) private mutating func blank(_ view: ByteView, _ at: Int) throws(JSONFault) {
    switch view[at] {
    case 0x20, 0x09: followsReturn = false
    case 0x0A, 0x0D:
      if !(view[at] == 0x0A && followsReturn) { line += 1 }
      followsReturn = view[at] == 0x0D
      lineStart = offset + Int64(at) + 1
    default: throw .found(view, at, expected: "JSON")
    }
  }

  @inline(__always) private mutating func word(
    _ view: ByteView, _ at: Int, _ byte: UInt8, isComplete: Bool, _ listener: inout some JSONListener
  ) throws(JSONFault) -> Int? {
    switch expected {
    case .next:
      if byte == 0x2C {
        expected = objects[objects.count - 1] ? .name : .value
        return at + 1
      }
      return try close(view, at, expected: "a comma or the end of what is open")
    case .name, .firstName:
      guard byte == JSONToken.quote else {
        if byte == 0x7D && expected == .firstName { return try close(view, at, expected: "") }
        throw .found(view, at, expected: "a name in double quotes")
      }
      if objects.count > listener.watchedDepth {
        let end = plainMembers(view, at)
        if end > at {
          expected = .name
          return end
        }
      }
      guard let end = try string(view, at + 1) else { return nil }
      if objects.count <= listener.watchedDepth {
        listener.member(view, name: (at + 1)..<(end - 1), depth: objects.count)
      }
      // The colon mostly follows at once.
      expected = view[end] == 0x3A && end < view.count ? .value : .colon
      return expected == .value ? end + 1 : end
    case .colon:
      guard byte == 0x3A else { throw .found(view, at, expected: "a colon") }
      expected = .value
      return at + 1
    case .value, .firstElement:
      if byte == 0x5D && expected == .firstElement { return try close(view, at, expected: "") }
      if objects.count > listener.watchedDepth, objects.last == false {
        let end = plainElements(view, at)
        if end > at {
          expected = .value
          return end
        }
      }
      return try value(view, at, byte, isComplete: isComplete, &listener)
    case .nothing:
      throw .found(view, at, expected: "the end of the file")
    }
  }

  /// Behind the last of the members that begin at `start`, are plain, and have a comma behind them: one after the other
  /// without the steps that others need.
  @inline(__always) private func plainMembers(_ view: ByteView, _ start: Int) -> Int {
    var at = start
    while view[at] == JSONToken.quote, at < view.count {
      let name = JSONToken.plainText(view, at + 1)
      guard name > 0, name - at <= limits.textBytes, view[name + 1] == JSONToken.colon else { break }
      let end = plainValue(view, view[name + 2] == 0x20 ? name + 3 : name + 2)
      guard end > 0 else { break }
      at = end + 1
      // Blanks behind the comma may have line ends in them, which are counted elsewhere.
      if view[at] == 0x20 && view[at + 1] == JSONToken.quote { at += 1 }
    }
    return at
  }

  /// The same for the elements of a list.
  @inline(__always) private func plainElements(_ view: ByteView, _ start: Int) -> Int {
    var at = start
    while at < view.count {
      let end = plainValue(view, at)
      guard end > 0 else { break }
      at = end + 1
    }
    return at
  }

  /// The comma behind a plain value, or -1.
  @inline(__always) private func plainValue(_ view: ByteView, _ start: Int) -> Int {
    guard start < view.count else { return -1 }
    let end: Int
    if view[start] == JSONToken.quote {
      let text = JSONToken.plainText(view, start + 1)
      guard text > 0, text - start <= limits.textBytes else { return -1 }
      end = text + 1
    } else {
      end = JSONToken.plainWord(view, start)
      guard end > 0, end - start <= limits.numberBytes else { return -1 }
    }
    return end < view.count && view[end] == JSONToken.comma ? end : -1
  }

  @inline(__always) private mutating func value(
    _ view: ByteView, _ at: Int, _ byte: UInt8, isComplete: Bool, _ listener: inout some JSONListener
  ) throws(JSONFault) -> Int? {
    var end: Int?
    var text = 0
    switch byte {
    case JSONToken.quote:
      end = try string(view, at + 1)
      text = 1
    case 0x7B, 0x5B:
      if objects.count <= listener.watchedDepth {
        listener.begins(byte, depth: objects.count, place: place(of: at))
      }
      guard objects.count < limits.depth else {
        throw JSONFault(
          .tooDeep, at: at, "more than \(limits.depth) lists and objects stand inside one another")
      }
      objects.append(byte == 0x7B)
      expected = byte == 0x7B ? .firstName : .firstElement
      return at + 1
    case 0x2D, 0x30...0x39:
      end = try JSONToken.number(view, from: at, isComplete: isComplete)
      if let end, end - at > limits.numberBytes { throw numberTooLong(at) }
    case 0x66, 0x6E, 0x74:
      end = try JSONToken.literal(view, from: at)
    default:
      throw .found(view, at, expected: "a value")
    }
    guard let end else { return nil }
    expected = objects.isEmpty ? .nothing : .next
    if objects.count <= listener.watchedDepth {
      listener.begins(byte, depth: objects.count, place: place(of: at))
      listener.scalar(view, (at + text)..<(end - text), depth: objects.count)
    }
    return end
  }

  @inline(__always) private func string(_ view: ByteView, _ start: Int) throws(JSONFault) -> Int? {
    let end = try JSONToken.string(view, from: start)
    if let end, end - start - 1 > limits.textBytes { throw textTooLong(start - 1) }
    return end
  }

  private mutating func close(_ view: ByteView, _ at: Int, expected what: String) throws(JSONFault) -> Int {
    guard let isObject = objects.last, view[at] == (isObject ? 0x7D : 0x5D) else {
      throw .found(view, at, expected: what)
    }
    objects.removeLast()
    expected = objects.isEmpty ? .nothing : .next
    return at + 1
  }

  /// A word that the window cuts may not grow for ever.
  private func checkLength(at: Int, of length: Int) throws(JSONFault) {
    if length > limits.textBytes + 2 { throw textTooLong(at) }
  }

  private func textTooLong(_ at: Int) -> JSONFault {
    JSONFault(.textTooLong, at: at, "a text is longer than \(limits.textBytes) bytes")
  }

  private func numberTooLong(_ at: Int) -> JSONFault {
    JSONFault(.numberTooLong, at: at, "a number is longer than \(limits.numberBytes) characters")
  }

  private func incomplete(_ view: ByteView) -> JSONFault {
    JSONFault(.incomplete, at: view.count, "the file ends before what is open in it is closed")
  }
}
