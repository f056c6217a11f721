/// Who writes the export of one platform.
protocol KeyedPlatform: SendableMetatype {
  /// What can go wrong with its rows.
  static var flaws: [SampleFlaw] { get }
  static func write(_ sheet: inout KeyedSheet) throws
}

/// An export of a platform under way.
struct KeyedSheet {
  let plan: KeyedPlan
  let file: KeyedFile
  var trade: KeyedTrade
  var random: SampleRandom
  private var sower: KeyedSower

  init(_ plan: KeyedPlan, _ file: KeyedFile, salt: Int, flaws: [SampleFlaw]) {
    self.plan = plan
    self.file = file
    trade = KeyedTrade("", salt: salt, plan: plan)
    random = SampleRandom(seed: plan.seed, 0x91A7, salt)
    sower = KeyedSower(flaws, share: plan.faults, seed: plan.seed, salt: salt)
  }

  var isFull: Bool { file.rows >= plan.rows }

  /// What goes wrong with the next order: what its rows repeat only where there is but one.
  mutating func flaw(lines: Int = 1) -> SampleFlaw? {
    sower.next { lines == 1 || Self.ofLine.contains($0) }
  }

  func answer(_ line: Int, _ key: String, _ flaw: SampleFlaw?, _ truth: SampleTruth? = nil) throws {
    try file.answer(SampleAnswer(line: line, key: key, flaw: flaw, truth: truth))
  }

  /// Of the rows beside the first of an order.
  static func beside(_ flaw: SampleFlaw?) -> SampleFlaw? { flaw?.effect == .held ? .besideDamage : nil }

  static let ofLine: Set<SampleFlaw> = [
    .missingQuantity, .quantityInWords, .zeroQuantity, .preciseQuantity, .precisePrice, .wrongLine,
    .tooFewCells,
    .tooManyCells, .unclosedQuote,
  ]
}

extension SampleMoment {
  /// `08/14/24`, as the United States write it.
  var american: String { "\(Self.two(month))/\(Self.two(day))/\(Self.two(year % 100))" }
}
