import Intake
import Records

/// Bytes that take the place of as many others.
struct Replacement {
  var offset: Int64
  var bytes: [UInt8]
}

/// Writes a file anew, byte for byte, with some bytes replaced by as many others and every e-mail of a person by
/// another.
struct RewrittenCopy {
  let files: DurableFiles
  let person: Person

  /// Returns whether anything is different; the copy is safe on the disk.
  func write(_ path: BytePath, to target: BytePath, spans: [Replacement]) throws -> Bool {
    let input = FileSource(try files.open(path))
    let output = try files.make(target)
    var spans = spans.sorted { $0.offset < $1.offset }[...]
    var (held, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 20))
    var offset: Int64 = 0
    var isChanged = false
    // An e-mail may begin in one piece and end in the next.
    let longest = person.emails.map(\.count).max() ?? 0
    while true {
      let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe input.read(into: $0) }
      held += chunk[..<count]
      while let span = spans.first, span.offset + Int64(span.bytes.count) <= offset + Int64(held.count) {
        let start = Int(span.offset - offset)
        held.replaceSubrange(start..<start + span.bytes.count, with: span.bytes)
        isChanged = true
        spans = spans.dropFirst()
      }
      if Self.replaceEmails(of: person, in: &held, isLast: count == 0) { isChanged = true }
      let keep = spans.first.map { Int($0.offset - offset) } ?? held.count
      let ready = count == 0 ? held.count : max(0, min(held.count - longest - 1, keep))
      try output.write(held.span.extracting(first: ready))
      held.removeFirst(ready)
      offset += Int64(ready)
      if count == 0 { break }
    }
    try output.synchronize()
    return isChanged
  }

  /// Whether an e-mail of the person stands in the file.
  static func names(_ person: Person, in path: BytePath, on files: DurableFiles) throws -> Bool {
    let input = FileSource(try files.open(path))
    var (held, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 20))
    let longest = person.emails.map(\.count).max() ?? 0
    while true {
      let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe input.read(into: $0) }
      if count == 0 { return false }
      held += chunk[..<count]
      var piece = held
      if replaceEmails(of: person, in: &piece) { return true }
      held.removeFirst(max(0, held.count - longest))
    }
  }

  /// Whole e-mails only, in whatever case.
  ///
  /// - Parameter isLast: nothing comes behind the bytes.
  static func replaceEmails(of person: Person, in bytes: inout [UInt8], isLast: Bool = true) -> Bool {
    guard !person.emails.isEmpty else { return false }
    var isChanged = false
    var from = 0
    while let at = bytes[from...].firstIndex(of: 0x40) {
      from = at + 1
      for email in person.emails {
        guard let place = email.firstIndex(of: 0x40), at >= place, at - place + email.count <= bytes.count
        else {
          continue
        }
        let range = at - place..<at - place + email.count
        guard isLast || range.upperBound < bytes.count, Person.folded(bytes[range]) == email,
          isWhole(range, in: bytes)
        else { continue }
        bytes.replaceSubrange(range, with: person.stranger(for: bytes[range]))
        isChanged = true
      }
    }
    return isChanged
  }

  /// No letter or digit stands before or behind.
  static func isWhole(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    func isWord(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
      default: false
      }
    }
    return (range.lowerBound == 0 || !isWord(bytes[range.lowerBound - 1]))
      && (range.upperBound == bytes.count || !isWord(bytes[range.upperBound]))
  }

  /// Every whole occurrence of one text by the other, which is as long.
  static func replace(_ text: [UInt8], by other: [UInt8], in bytes: inout [UInt8]) -> Bool {
    guard let first = text.first, bytes.count >= text.count else { return false }
    var isChanged = false
    var from = 0
    while from + text.count <= bytes.count, let start = bytes[from...].firstIndex(of: first) {
      from = start + 1
      guard start + text.count <= bytes.count, bytes[start..<start + text.count].elementsEqual(text),
        isWhole(start..<start + text.count, in: bytes)
      else { continue }
      bytes.replaceSubrange(start..<start + text.count, with: other)
      isChanged = true
    }
    return isChanged
  }
}
