import Records

/// Whether bytes are UTF-8.
enum TextCheck {
  /// Made once: in a file of another encoding nearly every row has it.
  private static let damaged = Problem(.damagedEncoding)
  private static let zeros = Problem(.zeroBytes)

  /// ASCII is passed over eight bytes at a time: even where some letters are others, most are not.
  static func isText(_ bytes: Span<UInt8>) -> Bool {
    var at = 0
    while at < bytes.count {
      if at + 8 <= bytes.count {
        let others =
          unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self).littleEndian
          & Lanes.highs
        if others == 0 {
          at += 8
          continue
        }
        at += Lanes.first(others)
      }
      let length = length(of: bytes, at: at)
      if length == 0 { return false }
      at += length
    }
    return true
  }

  /// Bytes of the character that begins at `at`; 0 if none does. The Unicode Standard, table 3-7.
  private static func length(of bytes: Span<UInt8>, at: Int) -> Int {
    func goesOn(_ offset: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
      at + offset < bytes.count && bytes[at + offset] >= low && bytes[at + offset] <= high
    }
    switch bytes[at] {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: return goesOn(1) ? 2 : 0
    case 0xE0: return goesOn(1, 0xA0) && goesOn(2) ? 3 : 0
    case 0xED: return goesOn(1, 0x80, 0x9F) && goesOn(2) ? 3 : 0
    case 0xE1...0xEF: return goesOn(1) && goesOn(2) ? 3 : 0
    case 0xF0: return goesOn(1, 0x90) && goesOn(2) && goesOn(3) ? 4 : 0
    case 0xF1...0xF3: return goesOn(1) && goesOn(2) && goesOn(3) ? 4 : 0
    case 0xF4: return goesOn(1, 0x80, 0x8F) && goesOn(2) && goesOn(3) ? 4 : 0
    default: return 0
    }
  }

  /// Adds a problem to every row of `batch` that is not UTF-8 or has zeros in it. A row of a batch that is text as
  /// a whole is text.
  static func flagDamagedRows(of batch: inout RowBatch, fileBytes: Int) {
    let range = range(of: batch.bytes.span.extracting(first: fileBytes))
    if range.low == 0 {
      flag(zeros, in: &batch) { row in row.indices.contains { row[$0] == 0 } }
    }
    if range.high >= 0x80 && !isText(batch.bytes.span.extracting(first: fileBytes)) {
      flag(damaged, in: &batch) { !isText($0) }
    }
  }

  private static func flag(
    _ problem: Problem, in batch: inout RowBatch, where isDamaged: (Span<UInt8>) -> Bool
  ) {
    for (index, row) in batch.rows.enumerated() where !row.raw.isEmpty {
      if isDamaged(batch.bytes.span.extracting(row.raw.indices)) {
        batch.problems.append(.init(row: index, problem: problem))
      }
    }
  }

  private static func range(of bytes: Span<UInt8>) -> (low: UInt8, high: UInt8) {
    var (low, high): (UInt8, UInt8) = (0xFF, 0)
    for index in bytes.indices {
      let byte = unsafe bytes[unchecked: index]
      low = min(low, byte)
      high = max(high, byte)
    }
    return (low, high)
  }
}
