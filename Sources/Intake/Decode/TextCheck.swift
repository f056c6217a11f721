import Records

/// Whether bytes are UTF-8.
enum TextCheck {
  /// Made once: in a file of another encoding nearly every row has it.
  private static let damaged = Problem(.damagedEncoding)
  private static let zeros = Problem(.zeroBytes)

  static func isText(_ bytes: Span<UInt8>) -> Bool {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes)
      return true
    } catch {
      return false
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
