public import Records

/// Cuts the bytes of a single row into cells once more, as its file was cut.
public struct RowCutter {
  private let form: TableForm
  private let limits: DecodeOptions.Limits
  private let marks: CSVMarks

  /// Nil for a format whose rows cannot be cut one by one.
  public init?(_ form: TableForm, limits: DecodeOptions.Limits = DecodeOptions.Limits()) {
    guard form.text != nil || form.format == "json" || form.format == "ndjson" else { return nil }
    self.form = form
    self.limits = limits
    marks = form.text.map { CSVMarks($0) } ?? CSVMarks()
  }

  /// The row, in columns of the batch's own; a record may have several rows.
  public func cut(_ raw: [UInt8]) throws(FileProblem) -> RowBatch {
    form.text == nil ? try cutRecord(raw) : try cutText(raw)
  }

  private func cutText(_ raw: [UInt8]) throws(FileProblem) -> RowBatch {
    var window = try whole(raw)
    var scanner = CSVScanner(marks: marks, limits: limits)
    scanner.beginTable(
      columns: form.columns.count, required: form.text?.required ?? 0, padded: form.text?.padded ?? .max,
      hasComments: false, line: 1)
    _ = window.scan { scanner.scan($0, offset: 0, isComplete: true) }
    var batch = RowBatch(columns: form.columns)
    batch.rows = scanner.rows
    batch.problems = scanner.problems
    batch.cells = scanner.cells.copy(movingFrom: raw.count, by: 0)
    batch.bytes = window.take(raw.count)
    TextCheck.flagDamagedRows(of: &batch, fileBytes: raw.count)
    batch.bytes += scanner.rewritten
    batch.problems.sort { $0.row < $1.row }
    return batch
  }

  /// A record of JSON fits in one line: no text of it can hold a line end.
  private func cutRecord(_ raw: [UInt8]) throws(FileProblem) -> RowBatch {
    var options = DecodeOptions()
    options.limits = limits
    let line = raw.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 } + [0x0A]
    var reader = NDJSONReader(try whole(line), options: options)
    return try reader.next() ?? RowBatch(columns: form.columns)
  }

  private func whole(_ bytes: [UInt8]) throws(FileProblem) -> ByteWindow {
    var window = ByteWindow(MemorySource(bytes), chunkBytes: bytes.count + 1)
    while !window.isComplete { try window.fill() }
    return window
  }
}

extension CSVMarks {
  init(_ form: TextForm) {
    self.init(
      delimiter: form.delimiter, quote: form.quote, escape: form.escapesWithBackslash ? .backslash : .doubled,
      layout: form.layout == .drawn ? .drawn : form.layout == .aligned ? .aligned : .plain)
  }
}

extension TextForm {
  init(_ marks: CSVMarks, _ encoding: TextEncoding, hasMark: Bool) {
    self.init()
    delimiter = marks.delimiter
    quote = marks.quote
    escapesWithBackslash = marks.escape == .backslash
    layout = marks.layout == .drawn ? .drawn : marks.layout == .aligned ? .aligned : .plain
    self.encoding = encoding.name
    self.hasMark = hasMark
  }

  /// UTF-8 in the form's own encoding, as far as that has the characters; `?` in place of the others.
  public func encoded(_ text: [UInt8]) -> [UInt8] {
    guard let name = TextEncoding.named(encoding)?.converterName,
      let converter = TextConverter(from: "UTF-8", to: name)
    else { return text }
    var output: [UInt8] = []
    var at = 0
    while at < text.count {
      switch converter.convert(text, from: &at, into: &output, room: 4 * (text.count - at) + 16) {
      case .done, .full: break
      case .incomplete, .unreadable:
        var mark = 0
        _ = converter.convert([0x3F], from: &mark, into: &output, room: 16)
        repeat { at += 1 } while at < text.count && text[at] & 0xC0 == 0x80
      }
    }
    return output
  }

  /// The byte order mark, where the form has one.
  public var mark: [UInt8] { hasMark ? encoded([0xEF, 0xBB, 0xBF]) : [] }
}
