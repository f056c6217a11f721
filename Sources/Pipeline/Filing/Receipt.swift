public import Foundation
import Inspection
import Intake
import Ledger
public import Records

/// What became of one file, as it is written beside the original.
public struct Receipt: Codable, Sendable, Hashable {
  public enum Status: String, Codable, Sendable { case accepted, duplicate, failed }

  public var status: Status
  public var batchId: Int64?
  public var fileName: String
  public var sha256: String
  public var bytes: Int64
  public var source: String?
  public var kind: String?
  public var format: String?
  public var recordsReceived = 0
  public var inserted = 0
  public var updated = 0
  public var unchanged = 0
  public var superseded = 0
  public var duplicate = 0
  public var held = 0
  public var skipped = 0
  /// 0…100 with two decimals; nil where nothing was judged.
  public var score: Decimal?
  public var daysTouched: [Day] = []
  /// Days that a report had as over, and whose figures the file changed.
  public var daysRestated: [Day]?
  /// In how many of the records that were updated each field is another now.
  public var changedFields: [String: Int]?
  public var seconds: Decimal
  /// Signed sums by currency, in major units: `accepted` is what the totals have of the file, `uncounted` what is
  /// pending, cancelled or failed, and `held` and `skipped` what is not in the books.
  public var money: [String: [String: Decimal]]?
  public var heldByCause: [String: Int]?
  public var skippedByReason: [String: Int]?
  /// How the orders came out whose lines were added up; nil where none states a total.
  public var reconciliation: Reconciliation?
  /// The earlier file with the same bytes.
  public var repeats: String?
  public var repeatsBatchId: Int64?
  /// How the file was read: format, delimiter and why; which export it is and why.
  public var decided: [String: String]?
  /// How columns were read that left a choice, and why.
  public var readings: [ColumnReading]?
  public var ignoredColumns: [String]?
  /// Those of them that no earlier file of the source had; their values are in the original only.
  public var newColumns: [String]?
  /// Columns from which earlier files of the source told something, and which this one has not.
  public var missingColumns: [String]?
  /// The totals that would be others, told by a rehearsal only.
  public var dayChanges: [DayChange]?
  public var problem: ReceiptProblem?
  /// What became of the held rows that the file answers.
  public var answers: HeldAnswers?
  /// Rows of other files that waited for sales which this file brought. They count as rows of those files.
  public var released: [ReleasedRows]?
  /// The receipt of each table, where the file has several; counts and money of the file are their sums.
  public var tables: [Receipt]?

  public init(status: Status, fileName: String, sha256: String, bytes: Int64, seconds: Decimal) {
    self.status = status
    self.fileName = fileName
    self.sha256 = sha256
    self.bytes = bytes
    self.seconds = seconds
  }

  /// What became of the rows.
  public var counts: RowCounts {
    get {
      var counts = RowCounts()
      counts.inserted = inserted
      counts.updated = updated
      counts.unchanged = unchanged
      counts.superseded = superseded
      counts.duplicate = duplicate
      counts.held = held
      counts.skipped = skipped
      return counts
    }
    set {
      recordsReceived = newValue.received
      inserted = newValue.inserted
      updated = newValue.updated
      unchanged = newValue.unchanged
      superseded = newValue.superseded
      duplicate = newValue.duplicate
      held = newValue.held
      skipped = newValue.skipped
    }
  }

  /// Keys in snake case and in alphabetical order, so that equal receipts are equal bytes.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  public init(json: String) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(Receipt.self, from: Data(json.utf8))
  }
}

/// What a file would make of the totals of one day in one currency, in major units.
public struct DayChange: Codable, Sendable, Hashable {
  public var day: Day
  public var currency: String
  public var ordersBefore: Int64
  public var ordersAfter: Int64
  public var netBefore: Decimal
  public var netAfter: Decimal

  /// The days on which the totals differ.
  static func between(_ before: [DayTotal], _ after: [DayTotal]) -> [DayChange] {
    let known = Dictionary(uniqueKeysWithValues: before.map { (Key($0), $0) })
    let new = Dictionary(uniqueKeysWithValues: after.map { (Key($0), $0) })
    return Set(known.keys).union(new.keys).filter { known[$0] != new[$0] }
      .sorted { ($0.day, $0.currency.code) < ($1.day, $1.currency.code) }
      .map { DayChange($0, known[$0], new[$0]) }
  }

  private struct Key: Hashable {
    var day: Day
    var currency: Currency

    init(_ total: DayTotal) { (day, currency) = (total.day, total.currency) }
  }

  private init(_ key: Key, _ before: DayTotal?, _ after: DayTotal?) {
    day = key.day
    currency = key.currency.code
    ordersBefore = before?.orders ?? 0
    ordersAfter = after?.orders ?? 0
    let units = Decimal(key.currency.minorPerMajor)
    netBefore = Decimal(before?.net ?? 0) / units
    netAfter = Decimal(after?.net ?? 0) / units
  }
}

/// Rows that waited in the quarantine for their sales, and were taken when these came.
public struct ReleasedRows: Codable, Sendable, Hashable {
  /// The file in which they had come.
  public var file: String
  public var rows: Int
  public var daysTouched: [Day]
}

extension Receipt {
  mutating func add(_ released: [ReleasedRows]) {
    guard !released.isEmpty else { return }
    self.released = released
    daysTouched = Set(daysTouched + released.flatMap(\.daysTouched)).sorted()
  }
}

/// Why a file failed, with stable codes for programs.
public struct ReceiptProblem: Codable, Sendable, Hashable {
  public var code: String
  public var message: String
  public var remedy: String
  public var line: Int?
  public var column: Int?

  init(_ problem: FileProblem) {
    code = problem.code
    message = problem.message
    remedy = problem.remedy
    line = problem.line
    column = problem.column
  }
}

extension ReceiptProblem {
  var fileProblem: FileProblem {
    FileProblem(code: code, message: message, remedy: remedy, line: line, column: column)
  }
}

extension Receipt {
  /// Of a table whose rows were loaded.
  init(
    of file: SettledFile, _ table: TableReading, _ sums: TableSums, _ outcome: BatchOutcome, seconds: Decimal
  ) {
    self.init(
      status: .accepted, fileName: table.name, sha256: file.sha256, bytes: file.size, seconds: seconds)
    batchId = outcome.batchID
    counts = outcome.counts
    describe(table)
    if sums.wasGathered {
      decided?["orders"] = "rows of one order stood apart in the file and were put together"
    }
    if !sums.readings.isEmpty { readings = sums.readings }
    score = (outcome.score ?? sums.score).map { Decimal($0) / 100 }
    daysTouched = outcome.daysTouched
    if !outcome.daysRestated.isEmpty { daysRestated = outcome.daysRestated }
    if !outcome.changedFields.isEmpty { changedFields = outcome.changedFields }
    var money = sums.money
    for (currency, moved) in outcome.contradicted {
      money[currency, default: MoneySplit()].accepted -= moved.accepted
      money[currency, default: MoneySplit()].uncounted -= moved.uncounted
      money[currency, default: MoneySplit()].held += moved.accepted + moved.uncounted
    }
    self.money = Self.major(money)
    var heldByCause = sums.heldByCode
    let contradictions = outcome.counts.held - sums.held - outcome.waiting
    if outcome.waiting > 0 { heldByCause[Rule.referenceMissing.code] = outcome.waiting }
    if contradictions > 0 { heldByCause[Rule.contradictsEarlier.code, default: 0] += contradictions }
    self.heldByCause = heldByCause
    skippedByReason = sums.skipped
    if sums.reconciliation.orders > 0 { reconciliation = sums.reconciliation }
  }

  /// Of a file with one table or several, at least one of them accepted.
  init(of file: SettledFile, tables: [Receipt], fileID: Int64?, seconds: Decimal) {
    if tables.count == 1 {
      self = tables[0]
      fileName = file.displayName
      return
    }
    self.init(
      status: .accepted, fileName: file.displayName, sha256: file.sha256, bytes: file.size, seconds: seconds)
    batchId = fileID
    self.tables = tables
    var sum = RowCounts()
    for table in tables { sum += table.counts }
    counts = sum
    daysTouched = Set(tables.flatMap(\.daysTouched)).sorted()
    let restated = Set(tables.compactMap(\.daysRestated).joined())
    if !restated.isEmpty { daysRestated = restated.sorted() }
    let changed = tables.compactMap(\.changedFields)
    if !changed.isEmpty { changedFields = changed.reduce([:]) { $0.merging($1) { $0 + $1 } } }
    money = tables.compactMap(\.money).reduce([:]) { sums, table in
      sums.merging(table) { $0.merging($1) { $0 + $1 } }
    }
    heldByCause = tables.compactMap(\.heldByCause).reduce([:]) { $0.merging($1) { $0 + $1 } }
    let reconciled = tables.compactMap(\.reconciliation)
    if !reconciled.isEmpty { reconciliation = reconciled.reduce(into: Reconciliation(), +=) }
    skippedByReason = tables.compactMap(\.skippedByReason).reduce([:]) { $0.merging($1) { $0 + $1 } }
    let answered = tables.compactMap(\.answers)
    if !answered.isEmpty { answers = answered.reduce(into: HeldAnswers(), +=) }
  }

  /// Why nothing of a file was taken: the problem of its one table, or those of all.
  static func wholeProblem(_ tables: [Receipt]) -> FileProblem {
    let problems = tables.compactMap(\.problem)
    guard let first = problems.first else {
      return FileProblem(
        code: "file.empty", message: "the file has no table in it", remedy: "export it again")
    }
    guard tables.count > 1 else { return first.fileProblem }
    let listed = tables.prefix(20).map { "\($0.fileName): \($0.problem?.message ?? "")" }
    return FileProblem(
      code: first.code, message: "nothing in it could be taken; " + listed.joined(separator: "; "),
      remedy: first.remedy)
  }

  mutating func describe(_ table: TableReading) {
    source = table.source
    kind = table.recognition.definition.kind
    format = table.findings.format.rawValue
    decided = ["kind": table.recognition.reason]
    for note in table.findings.notes { decided?[note.key] = note.value }
    if !table.recognition.extraColumns.isEmpty { ignoredColumns = table.recognition.extraColumns }
  }

  /// `318 of 320 orders: lines equal total; 2 differ by 0.01`; nil where nothing was added up.
  public var reconciled: String? {
    guard let sums = reconciliation else { return nil }
    var text = "\(sums.agreed) of \(sums.orders) orders: lines equal total"
    if sums.rounded > 0 {
      text += "; \(sums.rounded) \(sums.rounded == 1 ? "differs" : "differ") by \(smallest)"
    }
    if sums.differed > 0 { text += "; \(sums.differed) \(sums.differed == 1 ? "does" : "do") not add up" }
    return text
  }

  /// The smallest amount of the file's one currency.
  private var smallest: String {
    guard let money, money.count == 1, let currency = money.keys.first.flatMap({ Currency($0) }) else {
      return "the smallest coin"
    }
    return Money.plain(1, digits: currency.minorDigits)
  }

  private static func major(_ money: [Currency: MoneySplit]) -> [String: [String: Decimal]] {
    var major: [String: [String: Decimal]] = [:]
    for (currency, split) in money {
      func decimal(_ minor: Int64) -> Decimal { Decimal(minor) / Decimal(currency.minorPerMajor) }
      major[currency.code] = [
        "accepted": decimal(split.accepted), "uncounted": decimal(split.uncounted),
        "held": decimal(split.held), "skipped": decimal(split.skipped),
      ]
    }
    return major
  }
}
