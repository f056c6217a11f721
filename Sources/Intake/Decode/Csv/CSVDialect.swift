/// Finds the delimiter by the simplest evidence: the one that stands most often, unquoted, in the header line.
enum CSVDialect {
  static let delimiters: [(byte: UInt8, name: String)] = [
    (0x2C, "comma"), (0x3B, "semicolon"), (0x09, "tab"), (0x7C, "pipe"),
  ]

  /// The first of equals wins; a header without any of them is one column, cut by comma.
  static func delimiter(in sample: ByteView) -> (byte: UInt8, note: DecodeFindings.Note) {
    var counts = [Int](repeating: 0, count: delimiters.count)
    var isQuoted = false
    var isBlank = true
    for index in 0..<sample.count {
      let byte = sample[index]
      let endsLine = byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn
      if endsLine && !isQuoted && !isBlank { break }
      if !endsLine { isBlank = false }
      if byte == 0x22 { isQuoted.toggle() }
      if !isQuoted, let found = delimiters.firstIndex(where: { $0.byte == byte }) { counts[found] += 1 }
    }
    guard let most = counts.max(), most > 0, let best = counts.firstIndex(of: most) else {
      return (0x2C, DecodeFindings.Note("delimiter", "comma: the header has none, so there is one column"))
    }
    let name = delimiters[best].name
    return (delimiters[best].byte, DecodeFindings.Note("delimiter", "\(name): \(most) in the header"))
  }
}
