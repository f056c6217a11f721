import Records

/// Reads an XML document record by record.
///
/// libxml2 reads the whole of it first, so that nothing is given of one that is damaged; that pass also finds the
/// record and the columns. The second pass cuts the same bytes into rows, so that a row's text is what stands there.
struct XMLReader: RowReader {
  private(set) var findings = DecodeFindings(format: .xml)
  let columns: [String]
  private let limits: DecodeOptions.Limits
  private var window: ByteWindow
  private var cutter: XMLCutter
  private var line = 1
  private var isDone: Bool

  /// `source` gives UTF-8, whatever the document says of itself.
  init(
    _ source: any ByteSource, options: DecodeOptions, notes: [DecodeFindings.Note] = []
  ) throws(FileProblem) {
    limits = options.limits
    let survey = try XMLSurvey(source, limits: options.limits)
    let plan = XMLPlan(survey.shape, stated: options.recordsKey)
    guard plan.columns.count <= options.limits.columns else {
      throw .tooManyColumns(limit: options.limits.columns)
    }
    findings.notes = notes + plan.notes
    findings.isSingleValue = plan.isSingleValue
    columns = plan.columns
    isDone = plan.record == nil
    cutter = XMLCutter(plan, limits: options.limits)
    window = ByteWindow(source, chunkBytes: options.limits.chunkBytes)
    try window.rewind()
  }

  mutating func next() throws(FileProblem) -> RowBatch? {
    while !isDone {
      cutter.clear()
      let used = try cut()
      guard cutter.rows.rows.isEmpty else { return batch(used) }
      window.drop(used)
      if isDone { return nil }
      guard !window.isComplete else { throw .surprised(line: line) }
      guard window.count <= limits.rowBytes else { throw .recordTooLong(line: line, limit: limits.rowBytes) }
      try window.fill()
    }
    return nil
  }

  private mutating func batch(_ used: Int) -> RowBatch {
    var batch = RowBatch(columns: columns)
    batch.rows = cutter.rows.rows
    batch.cells = cutter.rows.cells(movingFrom: window.count, by: window.count - used)
    batch.bytes = window.take(used)
    batch.bytes += cutter.rows.rewritten
    return batch
  }

  /// Cuts what is whole in the window; how many bytes that takes.
  private mutating func cut() throws(FileProblem) -> Int {
    var outcome: Result<Int, XMLCutter.Stop> = .success(0)
    window.scan { view in
      do throws(XMLCutter.Stop) {
        outcome = .success(try steps(view))
      } catch {
        outcome = .failure(error)
      }
    }
    switch outcome {
    case .success(let used): return used
    case .failure(.tooManyCells): throw .recordTooLong(line: line, limit: limits.rowBytes)
    case .failure(.cellTooLong):
      throw .xml("xml.text_too_long", "a text is longer than \(limits.cellBytes) bytes", line: line)
    case .failure: throw .surprised(line: line)
    }
  }

  private mutating func steps(_ view: ByteView) throws(XMLCutter.Stop) -> Int {
    var used = 0
    while used < view.count, !isDone, used < RowBatch.targetBytes,
      cutter.rows.cells.count < JSONFlattener.cellLimit
    {
      do throws(XMLCutter.Stop) {
        var at = try cutter.step(view, used, line: line, offset: window.offset)
        // A CR at the very end may belong to an LF that has not been read.
        if at == view.count && !window.isComplete && view[at - 1] == 0x0D { at -= 1 }
        if at == used { break }
        line += view.lineEnds(in: used..<at)
        used = at
        isDone = cutter.isDone
      } catch  where error == .needsMore {
        break
      }
    }
    return used
  }
}
