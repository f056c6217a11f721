public import Records

extension ColumnSurvey {
  /// How each column that left a choice is read, and why; call it once all rows were looked at.
  ///
  /// A column's own cells count most; one without evidence follows the table's other columns if they agree, then
  /// what was answered or remembered. What was answered or remembered is never overruled in silence.
  ///
  /// - Throws: one plain question, where nothing decides or two things contradict each other.
  public func conclude(file: String = "FILE", source: String = "NAME") throws(FileProblem) -> [ColumnReading]
  {
    guard needsWholeTable else { return [] }
    var readings: [ColumnReading] = []
    for question in ReadingQuestion.allCases {
      let mine = votes.keys.sorted().flatMap { column in
        (votes[column] ?? []).filter { $0.question == question }.map { (columns[column], $0) }
      }
      guard mine.contains(where: { needsAnswer($0.0, $0.1) }) else { continue }
      for (column, votes) in mine {
        let decided = Decision(survey: self, mine: mine, file: file, source: source)
        if let reading = try decided.reading(of: column, votes) { readings.append(reading) }
      }
    }
    return readings
  }

  /// The question about decimals that a table raises so late that part of it was read before.
  public func disagreement(file: String, source: String) -> FileProblem {
    let mine = votes.keys.sorted().flatMap { column in
      (votes[column] ?? []).filter { $0.question == .amounts && $0.second.count > 0 }.map {
        (columns[column], $0)
      }
    }
    let decision = Decision(survey: self, mine: mine, file: file, source: source)
    guard let (column, votes) = mine.first else { preconditionFailure("a comma was found in some column") }
    return decision.disagreement(column, votes)
  }

  private func needsAnswer(_ column: String, _ votes: ColumnVotes) -> Bool {
    let hadComma = votes.question == .amounts && earlier(column, .amounts)?.side == .second
    return votes.needsAnswer || hadComma && votes.first.count + votes.open.count > 0
  }
}

/// How one question is decided, column by column.
private struct Decision {
  let survey: ColumnSurvey
  /// All columns of the question.
  let mine: [(column: String, votes: ColumnVotes)]
  let file: String
  let source: String

  /// Nil for a column that leaves nothing open.
  func reading(of column: String, _ votes: ColumnVotes) throws(FileProblem) -> ColumnReading? {
    let earlier = survey.earlier(column, votes.question)
    switch votes.outcome {
    case .clear(let side):
      if let earlier, earlier.side != side { throw contradiction(column, votes, side, earlier.reading) }
      return made(column, votes, side, .found, votes.evidence(for: side))
    case .contradiction:
      guard let earlier, earlier.reading.origin == .answered else { throw disagreement(column, votes) }
      return made(column, votes, earlier.side, .answered, earlier.reading.evidence)
    case .nothing:
      guard votes.open.count > 0 else { return nil }
      return try open(column, votes, earlier)
    }
  }

  /// A column whose own cells show nothing.
  private func open(
    _ column: String, _ votes: ColumnVotes, _ earlier: (side: ReadingSide, reading: ColumnReading)?
  ) throws(FileProblem) -> ColumnReading? {
    let clear = mine.compactMap { (name, votes) -> (String, ReadingSide)? in
      if case .clear(let side) = votes.outcome { (name, side) } else { nil }
    }
    if let (name, side) = clear.first, clear.allSatisfy({ $0.1 == side }) {
      if let earlier, earlier.side != side { throw contradiction(column, votes, side, earlier.reading) }
      return made(column, votes, side, .neighbours, "as column \(name) of the same table")
    }
    if let earlier {
      let origin = earlier.reading.origin == .answered ? ColumnReading.Origin.answered : .remembered
      return made(column, votes, earlier.side, origin, earlier.reading.evidence)
    }
    guard votes.asking > 0 else { return nil }
    if votes.question == .dates, votes.pointed == votes.open.count, let example = votes.open.example {
      return made(
        column, votes, .first, .found,
        "\"\(example.text)\" in line \(example.line) is written with points, and so the day stands first")
    }
    throw question(column, votes, "nothing in the file tells")
  }

  private func made(
    _ column: String, _ votes: ColumnVotes, _ side: ReadingSide, _ origin: ColumnReading.Origin,
    _ evidence: String
  ) -> ColumnReading {
    ColumnReading(
      column: column, dateOrder: votes.question == .dates ? side.dateOrder : nil,
      decimalMark: votes.question == .amounts ? side.decimalMark : nil, origin: origin, evidence: evidence)
  }

  func disagreement(_ column: String, _ votes: ColumnVotes) -> FileProblem {
    let places = ReadingSide.allCases.compactMap { votes.votes($0).example }.map {
      "\"\($0.text)\" in line \($0.line)"
    }
    return question(column, votes, "the file shows both: \(places.joined(separator: " and "))")
  }

  private func contradiction(
    _ column: String, _ votes: ColumnVotes, _ side: ReadingSide, _ earlier: ColumnReading
  ) -> FileProblem {
    let shown = votes.evidence(for: side)
    let word = earlier.dateOrder?.rawValue ?? earlier.decimalMark?.rawValue ?? ""
    let words =
      earlier.origin == .answered
      ? "\(word) was answered before" : "earlier files of this source showed \(word)"
    return question(
      column, votes,
      "\(words), but this file shows \(side.word(votes.question))"
        + (shown.isEmpty ? "" : ": \(shown)"))
  }

  private func question(_ column: String, _ votes: ColumnVotes, _ why: String) -> FileProblem {
    let example = votes.open.example ?? votes.first.example ?? votes.second.example
    let (text, line) = (example?.text ?? "", Int(example?.line ?? 0))
    let key = votes.question == .dates ? "dates" : "decimals"
    let ways = ReadingSide.allCases.map { $0.word(votes.question) }
    let asked: String
    switch votes.question {
    case .dates:
      asked = "does the day stand first in column \(column), or the month, as in \"\(text)\" (line \(line))?"
    case .amounts:
      asked =
        "does a point or a comma begin the decimals in column \(column), as in \"\(text)\" (line \(line))?"
    }
    let meanings = votes.question == .dates ? ["day first", "month first"] : ["1234.50", "1234,50"]
    return FileProblem(
      code: votes.question == .dates ? Rule.dateOrderUndecidable.code : Rule.decimalUndecidable.code,
      message: "\(asked) \(why)",
      remedy: """
        answer once with `daybook answer \(file) \(ways[0])` (\(meanings[0])) or `daybook answer \(file) \(ways[1])` \
        (\(meanings[1])), or write `sources: {\(source): {reading: {\(key): \(ways[0])}}}` in Config/daybook.yaml
        """, line: line == 0 ? nil : line)
  }
}

extension ReadingSide {
  func word(_ question: ReadingQuestion) -> String {
    question == .dates ? dateOrder.rawValue : decimalMark.rawValue
  }
}
