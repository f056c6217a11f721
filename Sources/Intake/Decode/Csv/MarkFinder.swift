enum CSVByte {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
}

/// Finds the bytes that mean something in a delimited text, eight at a time.
struct MarkFinder {
  private let delimiters: UInt64
  private let quotes: UInt64

  init(_ marks: CSVMarks) {
    delimiters = Lanes.all(marks.delimiter)
    quotes = Lanes.all(marks.quote)
  }

  /// The high bit of every lane that holds a mark.
  @inline(__always) func hits(_ word: UInt64) -> UInt64 {
    let others =
      Lanes.filled(word ^ delimiters) & Lanes.filled(word ^ quotes)
      & Lanes.filled(word ^ Lanes.all(CSVByte.lineFeed))
      & Lanes.filled(word ^ Lanes.all(CSVByte.carriageReturn))
    return ~others & Lanes.highs
  }
}

extension ByteView {
  /// Where `byte` stands first from `start` on, or `count`.
  func first(_ byte: UInt8, from start: Int) -> Int {
    let lanes = Lanes.all(byte)
    var base = start
    while base < count {
      let hits = ~Lanes.filled(word(at: base) ^ lanes) & Lanes.highs
      if hits != 0 { return min(base + Lanes.first(hits), count) }
      base += 8
    }
    return count
  }

  /// Where an LF or CR stands first from `start` on, or `count`. Looks no further, for it may be asked in every row.
  func firstLineEnd(from start: Int) -> Int {
    var at = start
    while at < count, self[at] != CSVByte.lineFeed, self[at] != CSVByte.carriageReturn { at += 1 }
    return at
  }

  /// LF, CR and CRLF count as one each; a CRLF cut by the end of the range counts too.
  func lineEnds(in range: Range<Int>) -> Int {
    var total = 0
    var base = range.lowerBound
    while base < range.upperBound {
      let word = word(at: base)
      let others =
        Lanes.filled(word ^ Lanes.all(CSVByte.lineFeed))
        & Lanes.filled(word ^ Lanes.all(CSVByte.carriageReturn))
      if ~others & Lanes.highs != 0 {
        for index in base..<min(base + 8, range.upperBound) {
          let isFeed = self[index] == CSVByte.lineFeed
          let endsPair = isFeed && index > range.lowerBound && self[index - 1] == CSVByte.carriageReturn
          if (isFeed && !endsPair) || self[index] == CSVByte.carriageReturn { total += 1 }
        }
      }
      base += 8
    }
    return total
  }
}
