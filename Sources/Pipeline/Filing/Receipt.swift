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
  public var seconds: Decimal
  /// Signed sums by currency of what was accepted, held and skipped, in major units.
  public var money: [String: [String: Decimal]]?
  public var heldByCause: [String: Int]?
  public var skippedByReason: [String: Int]?
  /// The earlier file with the same bytes.
  public var repeats: String?
  public var repeatsBatchId: Int64?
  /// How the file was read: format, delimiter and why; which export it is and why.
  public var decided: [String: String]?
  public var ignoredColumns: [String]?
  public var problem: ReceiptProblem?

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

extension Receipt {
  /// Of a file whose rows were loaded.
  init(_ file: SettledFile, reading: Reading, whole: ReadingResult, outcome: BatchOutcome, seconds: Decimal) {
    self.init(
      status: .accepted, fileName: file.displayName, sha256: file.sha256, bytes: file.size, seconds: seconds)
    batchId = outcome.batchID
    counts = outcome.counts
    describe(reading)
    score = whole.score.map { Decimal($0) / 100 }
    daysTouched = outcome.daysTouched
    var money = whole.money
    for (currency, amount) in outcome.contradicted {
      money[currency, default: MoneySplit()].accepted -= amount
      money[currency, default: MoneySplit()].held += amount
    }
    self.money = Self.major(money)
    var heldByCause = whole.heldByCode
    let contradictions = outcome.counts.held - whole.held
    if contradictions > 0 { heldByCause[Rule.contradictsEarlier.code, default: 0] += contradictions }
    self.heldByCause = heldByCause
    skippedByReason = whole.skipped
  }

  mutating func describe(_ reading: Reading) {
    source = reading.source
    kind = reading.recognition.definition.kind
    format = reading.findings.format.rawValue
    decided = ["kind": reading.recognition.reason]
    for note in reading.findings.notes { decided?[note.key] = note.value }
    if !reading.recognition.extraColumns.isEmpty { ignoredColumns = reading.recognition.extraColumns }
  }

  private static func major(_ money: [Currency: MoneySplit]) -> [String: [String: Decimal]] {
    var major: [String: [String: Decimal]] = [:]
    for (currency, split) in money {
      func decimal(_ minor: Int64) -> Decimal { Decimal(minor) / Decimal(currency.minorPerMajor) }
      major[currency.code] = [
        "accepted": decimal(split.accepted), "held": decimal(split.held), "skipped": decimal(split.skipped),
      ]
    }
    return major
  }
}
