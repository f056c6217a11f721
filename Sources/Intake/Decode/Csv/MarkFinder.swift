import Records

enum CSVByte {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let backslash: UInt8 = 0x5C
}

/// Finds the bytes that mean something in a delimited text, eight at a time.
protocol LaneFinder {
  /// Backslashes are among them.
  static var findsEscapes: Bool { get }
  /// The high bit of every lane that holds a mark.
  func hits(_ word: UInt64) -> UInt64
}

/// Delimiters, quotes and line ends.
struct MarkFinder: LaneFinder {
  static var findsEscapes: Bool { false }
  private let delimiters: UInt64
  private let quotes: UInt64

  init(_ marks: CSVMarks) {
    delimiters = Lanes.all(marks.delimiter[0])
    quotes = Lanes.all(marks.quote ?? CSVByte.lineFeed)
  }

  /// The high bit of every lane that holds none of them.
  @inline(__always) func others(_ word: UInt64) -> UInt64 {
    Lanes.filled(word ^ delimiters) & Lanes.filled(word ^ quotes)
      & Lanes.filled(word ^ Lanes.all(CSVByte.lineFeed))
      & Lanes.filled(word ^ Lanes.all(CSVByte.carriageReturn))
  }

  @inline(__always) func hits(_ word: UInt64) -> UInt64 { ~others(word) & Lanes.highs }
}

/// The same and backslashes.
struct EscapedMarkFinder: LaneFinder {
  static var findsEscapes: Bool { true }
  private let plain: MarkFinder

  init(_ marks: CSVMarks) { plain = MarkFinder(marks) }

  @inline(__always) func hits(_ word: UInt64) -> UInt64 {
    ~(plain.others(word) & Lanes.filled(word ^ Lanes.all(CSVByte.backslash))) & Lanes.highs
  }
}

extension ByteView {
  func trimmed(_ cell: ByteRange) -> ByteRange {
    var (start, end) = (Int(cell.start), Int(cell.end))
    while start < end, self[start] == CSVByte.space || self[start] == CSVByte.tab { start += 1 }
    while end > start, self[end - 1] == CSVByte.space || self[end - 1] == CSVByte.tab { end -= 1 }
    return ByteRange(start: start, end: end)
  }

  /// Where `byte` stands first from `start` on, or `count`.
  func first(_ byte: UInt8, from start: Int) -> Int { first(byte, from: start, before: count) }

  /// The same, looking no further than `end` and giving that if it is not there.
  func first(_ byte: UInt8, from start: Int, before end: Int) -> Int {
    let lanes = Lanes.all(byte)
    var base = start
    while base < end {
      let hits = ~Lanes.filled(word(at: base) ^ lanes) & Lanes.highs
      if hits != 0 { return min(base + Lanes.first(hits), end) }
      base += 8
    }
    return end
  }

  /// How often `byte` stands in the text; no more than `most` are counted.
  func count(of byte: UInt8, upTo most: Int) -> Int {
    var (total, at) = (0, first(byte, from: 0))
    while at < count, total < most {
      total += 1
      at = first(byte, from: at + 1)
    }
    return total
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
      // Nothing else below 16 is common, and one test is cheaper than two.
      guard ~Lanes.filled(word & Lanes.all(0xF0)) & Lanes.highs != 0 else {
        base += 8
        continue
      }
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
