public import Records

/// Finds out by its content what a document is, and opens it for reading row by row.
public enum DocumentDecoder {
  public static func open(
    _ path: BytePath, options: DecodeOptions = DecodeOptions()
  ) throws(FileProblem) -> any RowReader {
    try open(FileSource(try DurableFiles.onDisk.open(path)), name: path.name, options: options)
  }

  /// `name` is weighed only where the content leaves a choice.
  public static func open(
    _ source: any ByteSource, name: [UInt8] = [], options: DecodeOptions = DecodeOptions()
  ) throws(FileProblem) -> any RowReader {
    var window = ByteWindow(source, chunkBytes: options.limits.chunkBytes)
    try fillSample(&window, limits: options.limits)
    if let encoding = try window.scan(XMLBeginning.encoding).get() {
      return try openXML(source, encoding, options)
    }
    if let problem = window.scan(Signature.problem) { throw problem }
    let encoding = try TextOpener.convert(&window, options: options) { (window) throws(FileProblem) in
      try fillSample(&window, limits: options.limits)
    }
    let named = NamedFormat(name)
    let shape = window.scan { TextShape($0, named: named) }
    // JSON says itself what it cannot hold, and a text of it may hold what is rare elsewhere.
    if shape == .blank || shape == .delimited, let problem = window.scan(Signature.binaryProblem) {
      throw problem
    }
    switch shape {
    case .blank: throw .nothingInside
    case .markup: throw .xml("xml.malformed", "it does not begin like XML", line: 1, column: 1)
    case .delimited:
      let note = try TextOpener.convertByEvidence(&window, known: encoding, options: options)
      return try CSVReader(
        window, options: options, notes: [.init("format", "csv: it does not begin like JSON"), note])
    case .lines:
      window.countConverted()
      return NDJSONReader(
        window, options: options, notes: [.init("format", "ndjson: one JSON value per line"), encoding.note])
    case .document, .value:
      window.countConverted()
      return try JSONReader(
        window, options: options,
        notes: [
          .init("format", shape == .value ? "json: it is named so" : "json: it begins like JSON"),
          encoding.note,
        ])
    }
  }

  private static func openXML(
    _ source: any ByteSource, _ encoding: XMLBeginning.Encoding, _ options: DecodeOptions
  ) throws(FileProblem) -> any RowReader {
    try source.rewind()
    var text = source
    if !encoding.isUTF8 {
      let known = TextEncoding.named(encoding.name)
      guard let known, let converted = ConvertedSource(source, known, unreadable: .refused) else {
        throw .xmlEncoding(encoding.name)
      }
      text = converted
    }
    let notes = [
      DecodeFindings.Note("format", "xml: it begins like XML"), .init("encoding", encoding.note),
    ]
    return try XMLReader(MarklessSource(text), options: options, notes: notes)
  }

  /// The first piece of the document, however small the pieces are in which it comes. Of JSON it is two lines,
  /// which tell one document from one per line, if they are not too long.
  private static func fillSample(
    _ window: inout ByteWindow, limits: DecodeOptions.Limits
  ) throws(FileProblem) {
    let enough = 64 * 1024
    while !window.isComplete {
      if window.count >= enough && !window.scan(TextShape.isUndecided) { break }
      if window.count > limits.rowBytes { break }
      try window.fill()
    }
  }
}
