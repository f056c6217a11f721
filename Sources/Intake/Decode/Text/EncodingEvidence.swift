import Records

/// What a text's own bytes say about its encoding.
struct EncodingEvidence {
  /// The encoding, why, and how many bytes of a byte order mark stand before the text.
  struct Verdict {
    var encoding: TextEncoding
    var reason: String
    var markBytes = 0

    var note: DecodeFindings.Note { .init("encoding", "\(encoding.name), \(reason)") }
  }

  /// By a byte order mark, or nil.
  static func byMark(_ view: ByteView) -> Verdict? {
    let marks: [([UInt8], TextEncoding)] = [
      ([0xEF, 0xBB, 0xBF], .utf8), ([0xFF, 0xFE, 0, 0], .utf32LittleEndian),
      ([0, 0, 0xFE, 0xFF], .utf32BigEndian), ([0xFF, 0xFE], .utf16LittleEndian),
      ([0xFE, 0xFF], .utf16BigEndian),
    ]
    for (mark, encoding) in marks
    where mark.count <= view.count && view.array(0..<mark.count) == mark {
      return Verdict(encoding: encoding, reason: "by its byte order mark", markBytes: mark.count)
    }
    return nil
  }

  /// By zeros in every other byte, as UTF-16 has them in text with ASCII in it, or nil.
  static func byZeros(_ view: ByteView) -> Verdict? {
    let pairs = min(view.count, 1 << 16) / 2
    guard pairs >= 2 else { return nil }
    var (even, odd) = (0, 0)
    for pair in 0..<pairs {
      if view[2 * pair] == 0 { even += 1 }
      if view[2 * pair + 1] == 0 { odd += 1 }
    }
    let enough = max(2, pairs / 8)
    if odd >= enough && even * 20 <= odd {
      return Verdict(
        encoding: .utf16LittleEndian, reason: "for every other byte is zero, mostly the second of two")
    }
    if even >= enough && odd * 20 <= even {
      return Verdict(
        encoding: .utf16BigEndian, reason: "for every other byte is zero, mostly the first of two")
    }
    return nil
  }

  /// Characters of several bytes that are UTF-8, and bytes above 127 that are not.
  private var characters = 0
  private var strays = 0
  private var japanese = ShiftJISEvidence()
  /// A character cut by the end of what was seen so far.
  private var carried: [UInt8] = []

  /// UTF-8 beyond doubt: nothing speaks against it.
  var isSettled: Bool { strays == 0 && characters >= 64 }

  mutating func add(_ piece: [UInt8], isLast: Bool) {
    japanese.add(piece)
    var bytes = carried.isEmpty ? piece : carried + piece
    carried = []
    if !isLast {
      let tail = Self.cutTail(bytes)
      carried = Array(bytes.suffix(tail))
      bytes.removeLast(tail)
    }
    count(bytes.span)
  }

  var verdict: Verdict {
    if strays == 0 {
      return Verdict(
        encoding: .utf8,
        reason: characters == 0 ? "for all of it looked at is ASCII" : "for all of it looked at fits")
    }
    // By chance, text of other encodings hardly ever makes UTF-8 of several bytes.
    if characters * 4 >= strays {
      return Verdict(
        encoding: .utf8,
        reason: "though \(strays) bytes do not fit: \(characters) characters of several bytes do")
    }
    if japanese.isConvincing {
      return Verdict(
        encoding: .shiftJIS, reason: "for its bytes make \(japanese.pairs) pairs with kana or words of kanji")
    }
    return Verdict(
      encoding: .windows1252, reason: "the usual one of Western text: \(strays) bytes above 127 are not UTF-8"
    )
  }

  /// How many bytes at the end begin a character that is not whole.
  private static func cutTail(_ bytes: [UInt8]) -> Int {
    for back in 1...3 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte < 0x80 { return 0 }
      if byte >= 0xC0 { return back < (byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4) ? back : 0 }
    }
    return 0
  }

  private mutating func count(_ bytes: Span<UInt8>) {
    var at = 0
    while at < bytes.count {
      if bytes[at] < 0x80 {
        at += 1
        continue
      }
      let lead = bytes[at]
      let length = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
      if length > 0, at + length <= bytes.count, TextCheck.isText(bytes.extracting(at..<(at + length))) {
        characters += 1
        at += length
      } else {
        strays += 1
        at += 1
      }
    }
  }
}

/// How well bytes fit Shift_JIS, and whether Japanese comes out.
///
/// Western letters with accents make pairs too (`é` and the letter behind it), but neither kana nor pair after pair.
private struct ShiftJISEvidence {
  private(set) var pairs = 0
  private var errors = 0
  private var kana = 0
  private var inRow = 0
  private var lead: UInt8?
  private var wasPair = false

  var isConvincing: Bool {
    pairs > 0 && errors * 50 <= pairs && (kana * 10 >= pairs || inRow * 3 >= pairs)
  }

  mutating func add(_ piece: [UInt8]) {
    for byte in piece {
      if let first = lead {
        lead = nil
        finish(first, byte)
      } else if byte < 0x80 || (0xA1...0xDF).contains(byte) {
        wasPair = false
      } else if (0x81...0x9F).contains(byte) || (0xE0...0xFC).contains(byte) {
        lead = byte
      } else {
        errors += 1
      }
    }
  }

  private mutating func finish(_ first: UInt8, _ second: UInt8) {
    guard (0x40...0x7E).contains(second) || (0x80...0xFC).contains(second) else {
      errors += 1
      wasPair = false
      return
    }
    pairs += 1
    if wasPair { inRow += 1 }
    wasPair = true
    if (first == 0x82 && (0x9F...0xF1).contains(second)) || (first == 0x83 && second <= 0x96) { kana += 1 }
  }
}
