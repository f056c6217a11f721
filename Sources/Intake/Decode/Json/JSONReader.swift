import Records

/// Reads a JSON document: a list of records, one record, or an object that wraps a list of them.
///
/// The whole document is held against RFC 8259 before the first row is given, so a damaged one is never half read.
struct JSONReader: RowReader {
  private(set) var findings = DecodeFindings(format: .json)
  private let limits: DecodeOptions.Limits
  private var window: ByteWindow
  private var flattener: JSONFlattener
  private var line: Int
  /// The records stand in a list; else there is one and then no more.
  private let isList: Bool
  private var isDone = false

  var columns: [String] { flattener.paths.columns }

  init(
    _ window: ByteWindow, options: DecodeOptions, notes: [DecodeFindings.Note] = []
  ) throws(FileProblem) {
    findings.notes = notes
    limits = options.limits
    self.window = window
    let survey = try Self.survey(&self.window, limits: limits)
    var place = survey.place
    findings.isSingleValue = survey.root != 0x5B && survey.root != 0x7B
    var isEdge = false
    var isList = survey.root == 0x5B
    if survey.root == 0x7B {
      switch survey.records(stated: options.recordsKey) {
      case .whole: break
      case .object(let object):
        place = object.place
        findings.note(object, "it has an id of its own", survey)
      case .list(let list, let reason):
        isList = true
        place = list.place
        isEdge = list.name == "edges"
        findings.note(list, reason, survey)
      }
    }
    self.isList = isList
    flattener = JSONFlattener(limits: options.limits, isEdge: isEdge)
    line = place.line
    try self.window.rewind()
    try skip(to: place.offset + (isList ? 1 : 0))
  }

  mutating func next() throws(FileProblem) -> RowBatch? {
    while !isDone {
      flattener.clear()
      let used = try flatten()
      guard !flattener.rows.isEmpty else {
        window.drop(used)
        if isDone { return nil }
        guard !window.isComplete else { throw .surprised(line: line) }
        guard window.count <= limits.rowBytes else {
          throw .recordTooLong(line: line, limit: limits.rowBytes)
        }
        try window.fill()
        continue
      }
      return batch(used)
    }
    return nil
  }

  private mutating func batch(_ used: Int) -> RowBatch {
    var batch = RowBatch(columns: flattener.paths.columns)
    let distance = window.count - used
    batch.rows = flattener.rows
    batch.problems = flattener.problems
    batch.cells = flattener.cells(movingFrom: window.count, by: distance)
    batch.bytes = window.take(used)
    batch.bytes += flattener.rewritten
    return batch
  }

  /// Flattens the records that are whole in the window; how many bytes they and what separates them take.
  private mutating func flatten() throws(FileProblem) -> Int {
    var outcome: Result<Int, JSONFlattener.Stop> = .success(0)
    flattener.isComplete = window.isComplete
    window.scan { view in
      do throws(JSONFlattener.Stop) {
        outcome = .success(try records(view))
      } catch {
        outcome = .failure(error)
      }
    }
    switch outcome {
    case .success(let used): return used
    case .failure(.tooManyColumns): throw .tooManyColumns(limit: limits.columns)
    case .failure(.tooManyCells): throw .recordTooLong(line: line, limit: limits.rowBytes)
    case .failure: throw .surprised(line: line)
    }
  }

  private mutating func records(_ view: ByteView) throws(JSONFlattener.Stop) -> Int {
    var at = 0
    var used = 0
    while flattener.cells.count < JSONFlattener.cellLimit, view.count > 0, used < RowBatch.targetBytes {
      while view[at] <= 0x20 || (view[at] == 0x2C && isList), at < view.count { at += 1 }
      // A CR at the very end may belong to an LF that has not been read.
      let safe = at == view.count && at > used && view[at - 1] == 0x0D ? at - 1 : at
      line += view.lineEnds(in: used..<safe)
      used = safe
      guard at < view.count else { break }
      if isList && view[at] == 0x5D {
        isDone = true
        return at + 1
      }
      if isList && view[at] != 0x7B {
        let end = flattener.scalars(view, from: at, line: line, offset: window.offset)
        if end > at {
          // A text has no line ends in it.
          used = end
          at = end
          continue
        }
      }
      do throws(JSONFlattener.Stop) {
        at = try flattener.record(view, at: at, line: line, offset: window.offset)
      } catch  where error == .needsMore {
        break
      }
      line += view.lineEnds(in: used..<at)
      used = at
      if !isList {
        isDone = true
        break
      }
    }
    return used
  }

  private static func survey(
    _ window: inout ByteWindow, limits: DecodeOptions.Limits
  ) throws(FileProblem) -> JSONSurvey {
    var survey = JSONSurvey()
    var validator = JSONValidator(limits: limits, offset: window.offset)
    while true {
      let isComplete = window.isComplete
      var outcome: Result<Int, JSONFault> = .success(0)
      window.scan { view in
        do throws(JSONFault) {
          outcome = .success(try validator.run(view, isComplete: isComplete, listener: &survey))
        } catch {
          outcome = .failure(error)
        }
      }
      switch outcome {
      case .success(let used): window.drop(used)
      case .failure(let fault):
        throw fault.problem(line: validator.line, column: validator.column(of: fault.at))
      }
      if isComplete { break }
      try window.fill()
    }
    if let key = survey.repeatedList { throw .repeatedList(key) }
    return survey
  }

  private mutating func skip(to offset: Int64) throws(FileProblem) {
    while window.offset < offset {
      if window.count == 0 {
        guard !window.isComplete else { throw .surprised(line: line) }
        try window.fill()
      }
      window.drop(Int(min(Int64(window.count), offset - window.offset)))
    }
  }
}

extension DecodeFindings {
  /// Where the records are, and what stands beside them.
  fileprivate mutating func note(_ records: JSONSurvey.Part, _ reason: String, _ survey: JSONSurvey) {
    wrapperKey = records.key
    notes.append(.init("records", "\(records.key): \(reason)"))
    for other in survey.leftOut(beside: records).prefix(20) {
      notes.append(.init("left_out", "\(other.key): \(other.elements) not read"))
    }
    let inside = records.isList ? nil : records.key + "."
    let beside = survey.innerValues.filter { value in inside.map { !value.key.hasPrefix($0) } ?? true }
    envelope = survey.envelope.merging(beside) { first, _ in first }
  }
}

extension JSONFlattener {
  /// Cells that begin at or behind `border` move towards the start by `distance`.
  func cells(movingFrom border: Int, by distance: Int) -> [ByteRange] {
    guard distance > 0, !rewritten.isEmpty else { return cells }
    return cells.map { cell in
      cell.start < border
        ? cell : ByteRange(start: Int(cell.start) - distance, end: Int(cell.end) - distance)
    }
  }
}

extension FileProblem {
  static func recordTooLong(line: Int, limit: Int) -> FileProblem {
    FileProblem(
      code: "row.too_long", message: "a record is longer than \(limit) bytes, or has too many parts",
      remedy: "export smaller records", line: line)
  }

  /// The second look at a document differs from the first.
  static func surprised(line: Int) -> FileProblem {
    FileProblem(
      code: "file.changed", message: "the file changed while it was read",
      remedy: "wait until it is written; it is tried again", line: line, canRetry: true)
  }

  static func repeatedList(_ key: String) -> FileProblem {
    FileProblem(
      code: "json.repeated_key", message: "\"\(key)\" stands twice in the document, each time with a list",
      remedy: "export it again, or put the two lists into two files")
  }
}
