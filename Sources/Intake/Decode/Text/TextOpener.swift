import Records

/// Makes UTF-8 of a document's bytes: first by what is stated or beyond doubt, then, for delimited text, by evidence.
enum TextOpener {
  /// How much of a document is weighed, where the beginning does not settle it.
  private static let evidenceBytes = 8 << 20

  /// The verdict so far; `window` then stands at the first byte of the text. `refill` fills it after a change.
  static func convert(
    _ window: inout ByteWindow, options: DecodeOptions,
    refill: (inout ByteWindow) throws(FileProblem) -> Void
  ) throws(FileProblem) -> EncodingEvidence.Verdict {
    let mark = window.scan(EncodingEvidence.byMark)
    var verdict: EncodingEvidence.Verdict
    if let stated = options.encoding {
      guard let encoding = TextEncoding.named(stated) else { throw .unknownEncoding(stated) }
      let isSame = mark?.encoding.units == encoding.units
      verdict = .init(
        encoding: isSame ? mark?.encoding ?? encoding : encoding, reason: "stated",
        markBytes: isSame ? mark?.markBytes ?? 0 : 0)
    } else {
      verdict =
        mark ?? window.scan(EncodingEvidence.byZeros) ?? .init(encoding: .utf8, reason: "the usual one")
    }
    try change(&window, to: verdict, options: options)
    if verdict.encoding.converterName != nil { try refill(&window) }
    return verdict
  }

  /// Weighs the bytes of a text that has neither mark nor statement, and converts it if it is not UTF-8.
  static func convertByEvidence(
    _ window: inout ByteWindow, known: EncodingEvidence.Verdict, options: DecodeOptions
  ) throws(FileProblem) -> DecodeFindings.Note {
    guard known.encoding == .utf8, known.markBytes == 0, options.encoding == nil else { return known.note }
    var evidence = EncodingEvidence()
    var seen = 0
    while true {
      let piece = window.scan { $0.array(0..<$0.count) }
      evidence.add(piece, isLast: window.isComplete)
      seen += piece.count
      if evidence.isSettled || window.isComplete || seen >= evidenceBytes { break }
      window.drop(piece.count)
      try window.fill()
    }
    let verdict = evidence.verdict
    if window.offset > 0 || verdict.encoding.converterName != nil {
      try window.rewind()
      try change(&window, to: verdict, options: options)
    }
    return verdict.note
  }

  private static func change(
    _ window: inout ByteWindow, to verdict: EncodingEvidence.Verdict, options: DecodeOptions
  ) throws(FileProblem) {
    guard verdict.encoding.converterName != nil else {
      window.drop(verdict.markBytes)
      return
    }
    try window.source.rewind()
    guard let source = ConvertedSource(window.source, verdict.encoding, skipping: verdict.markBytes) else {
      throw .unknownEncoding(verdict.encoding.name)
    }
    window = ByteWindow(
      source, chunkBytes: options.limits.chunkBytes, encoding: verdict.encoding,
      offset: Int64(verdict.markBytes))
  }
}

extension FileProblem {
  static func unknownEncoding(_ name: String) -> FileProblem {
    FileProblem(
      code: "text.encoding", message: "\(name) is no encoding that is known here",
      remedy: "state UTF-8, UTF-16, Windows-1252, ISO-8859-15 or Shift_JIS")
  }
}
