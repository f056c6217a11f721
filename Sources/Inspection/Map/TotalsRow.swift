import Records

/// A row between the others that adds them up: `Total,,,,1234.50`.
enum TotalsRow {
  /// Rows that begin with a word for a total and have numbers and nothing else behind it, in fewer than half of the
  /// columns.
  static func find(in batch: borrowing RowBatch) -> [Int] {
    var found: [Int] = []
    let bytes = batch.bytes.span
    for index in batch.rows.indices {
      let row = batch.rows[index]
      guard !row.continuesRecord else { continue }
      let cells = Int(row.firstCell)..<Int(row.firstCell + row.cellCount)
      // Nearly always the first cell, and its first letter says no.
      guard let first = cells.first(where: { !batch.cells[$0].isEmpty }),
        mayBegin(bytes, batch.cells[first]), isWord(bytes, batch.cells[first])
      else { continue }
      let rest = (first + 1..<cells.upperBound).filter { !bytes.trimmed(batch.cells[$0]).isEmpty }
      let isNested = index + 1 < batch.rows.count && batch.rows[index + 1].continuesRecord
      if !isNested, batch.columns.count > 2, (rest.count + 1) * 2 <= batch.columns.count,
        rest.allSatisfy({ isNumber(bytes, batch.cells[$0]) })
      {
        found.append(index)
      }
    }
    return found
  }

  /// Its first letter fits, and it is no number such as `T1000`.
  private static func mayBegin(_ bytes: Span<UInt8>, _ cell: ByteRange) -> Bool {
    switch bytes[Int(cell.start)].smallLetter {
    case UInt8(ascii: "t"), UInt8(ascii: "s"), UInt8(ascii: "g"), 0x20:
      cell.count > 1 && bytes[Int(cell.start) + 1] &- 0x30 >= 10
    default: false
    }
  }

  private static func isWord(_ bytes: Span<UInt8>, _ cell: ByteRange) -> Bool {
    var word = bytes.trimmed(cell)
    if !word.isEmpty, bytes[Int(word.end) - 1] == UInt8(ascii: ":") { word.end -= 1 }
    return words.contains { bytes.matches(word, smallLetters: $0) }
  }

  private static func isNumber(_ bytes: Span<UInt8>, _ cell: ByteRange) -> Bool {
    var (digits, letters) = (0, 0)
    for index in cell.indices {
      if bytes[index] &- 0x30 < 10 { digits += 1 }
      if bytes[index].smallLetter &- 0x61 < 26 { letters += 1 }
    }
    return digits > 0 && letters <= 3
  }

  private static let words = [
    "total", "totals", "grand total", "sub total", "subtotal", "sub-total", "sum", "summe", "gesamt",
    "gesamtsumme", "totale", "totaal", "total general", "suma", "somme", "soma", "sous-total",
  ].map { Array($0.utf8) }
}
