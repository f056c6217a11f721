import Records

/// Reads one JSON record per line. A line that is not JSON is a damaged row; the others go on.
struct NDJSONReader: RowReader {
  private(set) var findings = DecodeFindings(format: .ndjson)
  private let limits: DecodeOptions.Limits
  private var window: ByteWindow
  private var flattener: JSONFlattener
  private var line = 1

  var columns: [String] { flattener.paths.columns }

  init(_ window: ByteWindow, options: DecodeOptions, notes: [DecodeFindings.Note] = []) {
    findings.notes = notes
    limits = options.limits
    self.window = window
    flattener = JSONFlattener(limits: options.limits)
  }

  mutating func next() throws(FileProblem) -> RowBatch? {
    while true {
      flattener.clear()
      let used = try flatten()
      guard flattener.rows.isEmpty else { return batch(used) }
      window.drop(used)
      if window.isComplete { return nil }
      guard window.count <= limits.rowBytes else { throw .recordTooLong(line: line, limit: limits.rowBytes) }
      try window.fill()
    }
  }

  private mutating func batch(_ used: Int) -> RowBatch {
    var batch = RowBatch(columns: flattener.paths.columns)
    batch.rows = flattener.rows
    batch.problems = flattener.problems
    batch.cells = flattener.cells(movingFrom: window.count, by: window.count - used)
    batch.bytes = window.take(used)
    batch.bytes += flattener.rewritten
    return batch
  }

  private mutating func flatten() throws(FileProblem) -> Int {
    var outcome: Result<Int, FileProblem> = .success(0)
    window.scan { view in
      do throws(FileProblem) {
        outcome = .success(try lines(view))
      } catch {
        outcome = .failure(error)
      }
    }
    return try outcome.get()
  }

  private mutating func lines(_ view: ByteView) throws(FileProblem) -> Int {
    var used = 0
    while used < view.count, flattener.cells.count < JSONFlattener.cellLimit, used < RowBatch.targetBytes {
      let end = view.first(CSVByte.lineFeed, from: used)
      if end == view.count && !window.isComplete { break }
      try record(view, used..<end)
      line += 1
      used = min(end + 1, view.count)
    }
    return used
  }

  private mutating func record(_ view: ByteView, _ whole: Range<Int>) throws(FileProblem) {
    var (start, end) = (whole.lowerBound, whole.upperBound)
    while start < end, view[start] <= 0x20 { start += 1 }
    while end > start, view[end - 1] <= 0x20 { end -= 1 }
    guard start < end else { return }
    do throws(JSONFault) {
      var validator = JSONValidator(limits: limits)
      var silence = JSONSilence()
      _ = try validator.run(view.slice(start..<end), isComplete: true, listener: &silence)
    } catch {
      let column = error.at + start - whole.lowerBound + 1
      guard whole.upperBound < view.count else {
        throw JSONFault(.incomplete, at: error.at, error.message).problem(line: line, column: column)
      }
      let problem = Problem(.malformedJSON, detail: "\(error.message), at column \(column)")
      flattener.addDamaged(
        raw: start..<end, line: line, column: column, offset: window.offset + Int64(start), problem: problem)
      return
    }
    try flatten(view, start)
  }

  private mutating func flatten(_ view: ByteView, _ start: Int) throws(FileProblem) {
    flattener.isComplete = window.isComplete
    do throws(JSONFlattener.Stop) {
      _ = try flattener.record(view, at: start, line: line, offset: window.offset)
    } catch {
      switch error {
      case .tooManyColumns: throw .tooManyColumns(limit: limits.columns)
      case .tooManyCells: throw .recordTooLong(line: line, limit: limits.rowBytes)
      case .needsMore, .surprise: throw .surprised(line: line)
      }
    }
  }
}
