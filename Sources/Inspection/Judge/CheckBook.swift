import Records

/// One rule on one field.
struct Check: Sendable {
  let rule: Rule
  /// Index into the plan's fields; -1 for a rule about the whole row.
  let field: Int
  let title: String?
  let weight: Int
  let severity: Severity
  let detail: String
  /// What comes after it in its field is not checked where it fails.
  let isBlocking: Bool
}

/// How often a check applied, if it is one of whole rows and orders, and how often it failed. A field's checks applied as
/// `FieldCount` says.
private struct CheckCount: Sendable {
  var applied = 0
  var failed = 0
}

/// Rows with nothing wrong in any field.
private struct PlainRows: Sendable {
  /// A bit for each field that they have.
  var fields: UInt64 = 0
  var rows = 0

  func rows(with field: Int) -> Int {
    field < UInt64.bitWidth && fields >> UInt64(field) & 1 != 0 ? rows : 0
  }
}

/// How often a field was looked for, and how often it was there: together, for they are counted together.
private struct FieldCount: Sendable {
  var seen = 0
  var present = 0

  mutating func add(_ rows: Int = 1) {
    seen += rows
    present += rows
  }
}

/// Something found wrong in the rows at hand. Words are made only if a row is held.
struct Finding: Sendable {
  var check: Int
  /// The row it belongs to, as an index into the rows at hand.
  var row: Int
  var value: ByteRange
  var detail: String?
  /// The column, where the check itself names none.
  var field: String?
}

/// Counts, over a whole file, how often each check applied and failed, and weighs the rows at hand.
struct CheckBook: Sendable {
  private(set) var checks: [Check] = []
  private(set) var ranges: [Range<Int32>] = []
  /// Per check: apart from the words, for a book is copied where something is tried.
  private var ticks: [CheckCount] = []
  /// Per field.
  private var counts: [FieldCount]
  /// Of the row or order at hand.
  var findings: [Finding] = []
  var appliedWeight = 0
  var failedWeight = 0
  var mustHold = false
  /// Where the rules about rows begin, and behind them those about orders.
  private let orderChecks: Int
  private let rowRules = Rule.rowRules.count
  /// Per field, what becomes of it.
  private let targets: [String]
  private var seenRows = 0
  /// Rows that have good values for the same fields, which are counted together.
  private var plain = PlainRows()
  /// The checks that apply to every order with a line and a total.
  private let plainChecks: [Int]
  /// Weight of all rules about a row as such, which apply to every row.
  private let rowWeight: Int

  init(plan: Plan, accepted: Set<String> = []) {
    counts = Array(repeating: FieldCount(), count: plan.fields.count)
    targets = plan.fields.map(\.target.rawValue)
    for (index, field) in plan.fields.enumerated() {
      let start = checks.count
      for (rule, detail, isBlocking) in Self.rules(of: field) {
        checks.append(
          Check(
            rule: rule, field: index, title: field.title, weight: field.weight(of: rule),
            severity: field.severity(of: rule), detail: detail, isBlocking: isBlocking))
      }
      ranges.append(Int32(start)..<Int32(checks.count))
    }
    orderChecks = checks.count
    let changes = plan.definition.ruleChanges
    for rule in Rule.rowRules + OrderCheck.allCases.map(\.rule) {
      checks.append(
        Check(
          rule: rule, field: -1, title: nil, weight: changes[rule.code]?.weight ?? rule.weight,
          severity: accepted.contains(rule.code) ? .note : changes[rule.code]?.severity ?? rule.severity,
          detail: "", isBlocking: false))
    }
    let first = orderChecks + rowRules
    plainChecks = [OrderCheck.noLines, .amountMismatch, .amountRounded].map { first + $0.rawValue }
    ticks = Array(repeating: CheckCount(), count: checks.count)
    rowWeight = Rule.rowRules.reduce(0) { $0 + (changes[$1.code]?.weight ?? $1.weight) }
  }

  /// Per field, the weight of its presence check and of the checks on its value.
  var weights: [(presence: Int, value: Int)] {
    ranges.map { range in
      let mine = checks[Int(range.lowerBound)..<Int(range.upperBound)]
      let presence = mine.filter { Self.isPresence($0.rule) }.reduce(0) { $0 + $1.weight }
      return (presence, mine.reduce(0) { $0 + $1.weight } - presence)
    }
  }

  mutating func begin() {
    if !findings.isEmpty { findings.removeAll(keepingCapacity: true) }
    appliedWeight = 0
    failedWeight = 0
    mustHold = false
  }

  /// Row score in hundredths.
  var score: Int32 { Self.score(applied: appliedWeight, failed: failedWeight) }

  /// Most rows have nothing wrong, and then there is nothing to work out.
  static func score(applied: Int, failed: Int) -> Int32 {
    failed == 0
      ? Int32(Score.perfect) : Int32(Score.hundredths(failed: Int64(failed), applied: Int64(applied)))
  }

  /// Notes that a field's check failed.
  mutating func fail(_ rule: Rule, field: Int, row: Int, value: ByteRange) {
    let range = Int(ranges[field].lowerBound)..<Int(ranges[field].upperBound)
    guard let check = range.first(where: { checks[$0].rule.code == rule.code }) else {
      preconditionFailure("\(rule.code) is not among the checks of its field")
    }
    if checks[check].isBlocking {
      for later in check + 1..<range.upperBound { appliedWeight -= checks[later].weight }
    }
    fail(check: check, row: row, value: value)
  }

  /// Notes that a check of an order applied.
  mutating func apply(_ check: OrderCheck) {
    let place = place(of: check)
    ticks[place].applied += 1
    appliedWeight += checks[place].weight
  }

  /// Notes that a check of an order failed; `apply` comes before.
  mutating func fail(
    _ check: OrderCheck, row: Int, value: ByteRange = .none, field: String? = nil, detail: String? = nil
  ) {
    fail(check: place(of: check), row: row, value: value, detail: detail, field: field)
  }

  /// A further finding of a check that has failed already.
  mutating func mention(
    _ check: OrderCheck, row: Int, value: ByteRange, field: String?, detail: String? = nil
  ) {
    findings.append(
      Finding(check: place(of: check), row: row, value: value, detail: detail, field: field))
  }

  private func place(of check: OrderCheck) -> Int { orderChecks + rowRules + check.rawValue }

  private mutating func fail(
    check: Int, row: Int, value: ByteRange, detail: String? = nil, field: String? = nil
  ) {
    ticks[check].failed += 1
    failedWeight += checks[check].weight
    if checks[check].severity == .hold { mustHold = true }
    findings.append(Finding(check: check, row: row, value: value, detail: detail, field: field))
  }

  /// A field was looked for.
  mutating func countSeen(_ field: Int) { counts[field].seen += 1 }

  /// A field was looked for, and it was there.
  mutating func countPresent(_ field: Int) { counts[field].add() }

  /// An order of one row, in which those fields that have a bit were there: every check passed.
  @inline(__always)  // Mostly it is one more of the same.
  mutating func countPlainOrder(_ fields: UInt64) {
    if fields != plain.fields { changePlain(to: fields) }
    plain.rows += 1
    seenRows += 1
    for check in plainChecks { ticks[check].applied += 1 }
  }

  @inline(never)
  private mutating func changePlain(to fields: UInt64) {
    for field in counts.indices { counts[field].add(plain.rows(with: field)) }
    plain = PlainRows(fields: fields)
  }

  /// Every row is looked at for damage.
  mutating func countRow() {
    seenRows += 1
    appliedWeight += rowWeight
  }

  /// Notes damage that the decoder found, of whatever code.
  mutating func countDamage(_ code: String) {
    mustHold = true
    let rowChecks = orderChecks..<orderChecks + rowRules
    guard let check = rowChecks.first(where: { checks[$0].rule.code == code }) else { return }
    ticks[check].failed += 1
    failedWeight += checks[check].weight
  }

  /// Of every check that applied at least once.
  var tallies: [CheckTally] {
    var tallies: [CheckTally] = []
    for (index, check) in checks.enumerated() {
      // Two values may be taken from one column, and two checks of a row have one code.
      let told = tallies.firstIndex { $0.code == check.rule.code && $0.field == check.title }
      if let told, check.field < 0 {
        tallies[told].applied += applied(index)
        tallies[told].failed += ticks[index].failed
        continue
      }
      tallies.append(
        CheckTally(
          code: check.rule.code, field: told == nil ? check.title : targets[check.field],
          weight: check.weight, applied: applied(index), failed: ticks[index].failed))
    }
    return tallies.filter { $0.applied > 0 }
  }

  private func applied(_ index: Int) -> Int {
    let check = checks[index]
    guard check.field >= 0 else {
      return Rule.rowRules.contains { $0.code == check.rule.code } ? seenRows : ticks[index].applied
    }
    let plainRows = plain.rows(with: check.field)
    if Self.isPresence(check.rule) { return counts[check.field].seen + plainRows }
    let before = Int(ranges[check.field].lowerBound)..<index
    return before.reduce(counts[check.field].present + plainRows) {
      checks[$1].isBlocking && !Self.isPresence(checks[$1].rule) ? $0 - ticks[$1].failed : $0
    }
  }

  static func isPresence(_ rule: Rule) -> Bool {
    rule.code == Rule.requiredMissing.code || rule.code == Rule.expectedMissing.code
  }
}
