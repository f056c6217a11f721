import Records

/// Whether bytes are UTF-8.
enum TextCheck {
  /// Made once: in a file of another encoding nearly every row has it.
  private static let damaged = Problem(.damagedEncoding)

  static func isText(_ bytes: Span<UInt8>) -> Bool {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes)
      return true
    } catch {
      return false
    }
  }

  /// Adds a problem to every row of `batch` that is not UTF-8. A row of a batch that is text as a whole is text.
  static func flagDamagedRows(of batch: inout RowBatch, fileBytes: Int) {
    guard !isASCII(batch.bytes.span.extracting(first: fileBytes)),
      !isText(batch.bytes.span.extracting(first: fileBytes))
    else { return }
    for (index, row) in batch.rows.enumerated() where !row.raw.isEmpty {
      if !isText(batch.bytes.span.extracting(row.raw.indices)) {
        batch.problems.append(.init(row: index, problem: damaged))
      }
    }
  }

  private static func isASCII(_ bytes: Span<UInt8>) -> Bool {
    var all: UInt8 = 0
    for index in bytes.indices { all |= unsafe bytes[unchecked: index] }
    return all < 0x80
  }
}
