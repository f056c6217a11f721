import Ledger
import Records

/// Compares what the books say of one file with what is true, row by row.
struct FileGrader {
  private let export: KeyedExport
  private let facts: FactKind?
  private let counts: RowCounts
  private let refusal: String?
  /// Those that no answer was compared with yet.
  private var factsByLine: [Int: [TracedFact]] = [:]
  private let held: [Int: [String]]
  private var sums: [String: Sums] = [:]
  private var skipped = 0
  /// Lines of the file: a nested record is one, however many lines its order has.
  private var duplicates: Set<Int> = []
  private(set) var marks = SelfTestMarks()

  /// The totals of one transaction.
  fileprivate struct Sums {
    var gross = 0
    var net = 0
    var returned = 0
    var collected = 0
  }

  init(_ export: KeyedExport, books: Books) throws {
    self.export = export
    guard let file = try books.trace(ofFile: export.file) else {
      (facts, counts, held, refusal) = (nil, RowCounts(), [:], "the file was not read")
      return
    }
    (facts, counts) = (file.facts, file.counts)
    refusal = file.status == "accepted" ? nil : file.message ?? file.status
    held = try books.heldLines(of: file)
    for fact in try books.facts(of: file) {
      var sum = sums[fact.key] ?? Sums()
      sum.gross += fact.gross
      sum.net += fact.gross - fact.discount
      sum.returned += fact.returned
      if !fact.isEcho { sum.collected += fact.collected }
      sums[fact.key] = sum
      if !fact.isEcho { factsByLine[fact.line, default: []].append(fact) }
    }
  }

  mutating func grade(_ answer: SampleAnswer) {
    let fact = takeFact(of: answer)
    if answer.verdict == .skipped { skipped += 1 }
    if answer.verdict == .duplicate { duplicates.insert(answer.line) }
    let isRight = isRight(answer, fact)
    var wrongValues: [String] = []
    if let fact, answer.verdict == .accepted || answer.verdict == .repaired {
      wrongValues = differences(answer, fact)
      marks.accepted += 1
      if !wrongValues.isEmpty { marks.wrongValues += 1 }
    }
    marks.rows += 1
    if !isRight { marks.wrongVerdicts += 1 }
    count(answer, isRight: isRight, fact, wrongValues)
    if !isRight || !wrongValues.isEmpty { remember(answer, fact, wrongValues) }
  }

  /// The fact of the answer's line that is most like it: lines of one order have an order of their own in the books.
  private mutating func takeFact(of answer: SampleAnswer) -> TracedFact? {
    guard let here = factsByLine[answer.line], !here.isEmpty else { return nil }
    let wrong = here.map { differences(answer, $0).count }
    guard let fewest = wrong.min(), let place = wrong.firstIndex(of: fewest) else { return nil }
    return factsByLine[answer.line]?.remove(at: place)
  }

  private mutating func count(
    _ answer: SampleAnswer, isRight: Bool, _ fact: TracedFact?, _ wrongValues: [String]
  ) {
    guard let flaw = answer.flaw else {
      marks.clean += 1
      if !isRight { marks.falseAlarms += 1 }
      return
    }
    guard flaw != .besideDamage else { return }
    // What is taken with a note must have cost points.
    let isNoted = flaw.effect != .noted || (fact?.score ?? 0) < 10_000
    let isCaught = isRight && wrongValues.isEmpty && isNoted
    var tally = marks.flaws[flaw] ?? SelfTestMarks.Tally()
    tally.sown += 1
    if isCaught { tally.caught += 1 }
    marks.flaws[flaw] = tally
  }

  private func isRight(_ answer: SampleAnswer, _ fact: TracedFact?) -> Bool {
    let isHeld = held[answer.line] != nil
    return switch answer.verdict {
    case .accepted, .repaired: fact != nil && !isHeld
    case .held: isHeld && fact == nil
    case .skipped, .duplicate: fact == nil && !isHeld
    }
  }

  /// Which true values are not those in the books.
  private func differences(_ answer: SampleAnswer, _ fact: TracedFact) -> [String] {
    guard let truth = answer.truth else { return [] }
    let sum = facts == .orders ? sums[fact.key] ?? Sums() : Sums(of: fact)
    var wrong: [String] = []
    func compare(_ name: String, _ truth: Int?, _ found: Int?) {
      if let truth, truth != found {
        wrong.append("\(name) \(found.map(String.init) ?? "none"), not \(truth)")
      }
    }
    compare("day", truth.day, fact.day)
    compare("quantity", truth.quantity, fact.quantity)
    compare("unit price", truth.unitPrice, fact.unitPrice)
    compare("gross", truth.gross, sum.gross)
    compare("net", truth.net, sum.net)
    compare("refunded", truth.refunded, sum.returned)
    compare("total", truth.total, sum.collected)
    if !truth.currency.isEmpty, truth.currency != fact.currency {
      wrong.append("currency \(fact.currency), not \(truth.currency)")
    }
    if !truth.detail.isEmpty, truth.detail != fact.detail {
      wrong.append("\(fact.detail), not \(truth.detail)")
    }
    // A day's count has no key of its own, and of a platform's several ids its definition chooses one.
    if export.isOwn, facts != .sessions, fact.key != answer.key {
      wrong.append("key \(fact.key), not \(answer.key)")
    }
    return wrong
  }

  private mutating func remember(_ answer: SampleAnswer, _ fact: TracedFact?, _ wrongValues: [String]) {
    guard marks.surprises.count < 2000 else { return }
    let codes = held[answer.line].map { "held for " + Set($0).sorted().joined(separator: ", ") }
    let found = codes ?? (fact == nil ? "in no table" : wrongValues.isEmpty ? "accepted" : "accepted with ")
    marks.surprises.append(
      "\(export.file):\(answer.line): \(answer.flaw?.rawValue ?? "clean") should be \(answer.verdict.rawValue), "
        + "is \(found)\(wrongValues.joined(separator: "; "))")
  }

  /// Rows that stand nowhere must at least have been counted as what they are.
  func finish() -> SelfTestMarks {
    var marks = marks
    if let refusal { marks.surprises.insert("\(export.file): the whole file was refused: \(refusal)", at: 0) }
    let miscounted = abs(counts.skipped - skipped) + abs(counts.duplicate - duplicates.count)
    if miscounted > 0, refusal == nil, export.isOwn {
      marks.wrongVerdicts += miscounted
      marks.surprises.append(
        "\(export.file): \(counts.skipped) skipped and \(counts.duplicate) duplicate, "
          + "should be \(skipped) and \(duplicates.count)")
    }
    let unasked = factsByLine.reduce(0) { $0 + $1.value.count }
    if unasked > 0 {
      marks.wrongVerdicts += unasked
      marks.surprises.append("\(export.file): \(unasked) facts came from no row that was written")
    }
    return marks
  }
}

extension FileGrader.Sums {
  fileprivate init(of fact: TracedFact) {
    (gross, net, returned) = (fact.gross, fact.gross - fact.discount, fact.returned)
    collected = fact.collected
  }
}
