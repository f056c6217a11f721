public import Foundation
import Intake
public import Ledger
import Records

/// Rows held for one reason, for people and programs.
public struct HeldCauseLine: Codable, Sendable {
  public var code: String
  public var field: String?
  public var rows: Int
  public var files: Int
  /// In major units by currency code.
  public var atStake: [String: Decimal]
  public var example: String
  public var exampleFile: String
  public var exampleLine: Int
  public var exampleValue: String?
  public var message: String
  public var nextStep: String
}

/// One held row with its history.
public struct HeldRowReport: Codable, Sendable {
  public struct Reason: Codable, Sendable {
    public var code: String
    public var field: String?
    public var value: String?
    public var message: String
    public var remedy: String
    public var severity: String
  }

  public struct Change: Codable, Sendable {
    public var at: String
    public var state: HeldState
    public var cause: HeldCause
    public var reason: String
    public var batchId: Int64?
  }

  public var reference: String
  public var state: HeldState
  public var file: String
  public var line: Int
  public var byteOffset: Int64
  public var firstSeen: String
  public var attempts: Int
  /// The row as it came, fit to be shown.
  public var bytes: String
  /// The same in hexadecimal, two digits a byte.
  public var hex: String
  public var problems: [Reason]
  public var changes: [Change]
}

extension Shop {
  /// Why rows are held, most rows first; empty for a shop without books.
  public func heldCauses() throws -> [HeldCauseLine] {
    try booksToRead()?.heldCauses().map { group in
      let problem = group.example.problems.first { $0.code == group.code }
      var atStake: [String: Decimal] = [:]
      for (currency, amount) in group.atStake {
        atStake[currency.code] = Decimal(amount) / Decimal(currency.minorPerMajor)
      }
      return HeldCauseLine(
        code: group.code, field: group.field, rows: group.rows, files: group.files, atStake: atStake,
        example: group.example.reference, exampleFile: group.fileName, exampleLine: Int(group.example.line),
        exampleValue: problem?.value, message: problem?.message ?? "", nextStep: problem?.remedy ?? "")
    } ?? []
  }

  /// - Throws: `FileProblem` if there is no such row.
  public func heldRow(_ text: String) throws -> HeldRowReport {
    guard let id = Int64(text) ?? StoredHeldRow.id(of: text), let found = try booksToRead()?.heldRow(id)
    else {
      throw FileProblem.noSuchRow(text)
    }
    let zone = configuration.settings.timeZone
    let row = found.row
    return HeldRowReport(
      reference: row.reference, state: row.state, file: found.file, line: Int(row.line),
      byteOffset: row.offset, firstSeen: zone.iso(found.seenAt), attempts: row.attempts,
      bytes: BytePath.display(row.raw), hex: row.raw.map(\.hexadecimal).joined(),
      problems: row.problems.map {
        HeldRowReport.Reason(
          code: $0.code, field: $0.field, value: $0.value, message: $0.message, remedy: $0.remedy,
          severity: $0.severity.rawValue)
      },
      changes: found.changes.map {
        HeldRowReport.Change(
          at: zone.iso($0.at), state: $0.state, cause: $0.cause, reason: $0.reason, batchId: $0.batchID)
      })
  }
}

extension OpenShop {
  /// Closes open rows for good, without taking them into the books; how many.
  public func discardHeld(_ which: String, reason: String, log: RunLog) throws -> Int {
    let pipeline = pipeline(log: log)
    let ids = try selected(which).values.flatMap { $0 }
    try books.write { load in
      try load.change(
        ids.sorted(),
        HeldChange(state: .discarded, cause: .discard, reason: reason, at: pipeline.clocks.now))
    }
    return ids.count
  }

  /// Judges the tables anew that have such rows, with the definitions of today.
  public func retryHeld(_ which: String, log: RunLog) throws -> [Receipt] {
    let pipeline = pipeline(log: log)
    return try selected(which).keys.sorted().map { try pipeline.retry($0, cause: .retry) }
  }

  /// Takes rows as they are, where something can be made of them.
  public func acceptHeld(_ which: String, log: RunLog) throws -> [Receipt] {
    let pipeline = pipeline(log: log)
    return try selected(which).sorted { $0.key < $1.key }.map { batchID, ids in
      try pipeline.retry(batchID, cause: .accept, only: Set(ids))
    }
  }

  /// Open rows by the table they came in.
  private func selected(_ which: String) throws -> [Int64: [Int64]] {
    var selections: [HeldSelection] = [.cause(which), .file(which)]
    if let id = Int64(which) ?? StoredHeldRow.id(of: which) { selections.insert(.row(id), at: 0) }
    for selection in selections {
      let found = try books.openRows(selection)
      if !found.isEmpty { return found }
    }
    throw FileProblem.noSuchRow(which)
  }
}

extension DaybookPipeline {
  /// Judges the open rows of a table anew, all of them or some, as one table.
  func retry(_ batchID: Int64, cause: HeldCause, only chosen: Set<Int64>? = nil) throws -> Receipt {
    try books.write { load in
      let receipt = try retry(batchID, cause: cause, only: chosen, in: load)
      try load.keep(receipt: receipt.json())
      return receipt
    }
  }

  func retry(
    _ batchID: Int64, cause: HeldCause, only chosen: Set<Int64>? = nil, in load: FileLoad
  ) throws -> Receipt {
    guard let held = try load.heldTable(batchID) else { throw FileProblem.noForm }
    let table = try stored(held, cause: cause, only: chosen, in: load)
    let name = "\(held.fileName) (\(cause.rawValue) \(clocks.now))"
    let file = SettledFile(
      original: shop.inbox, displayName: name, source: held.source, size: 0,
      sha256: JudgedAgain(cause, of: batchID).name(at: clocks.wall()), modifiedAt: clocks.now,
      workingCopy: shop.inbox)
    return try read(file, [table], started: clocks.steady(), into: load)
  }
}

extension DaybookPipeline {
  /// The open rows of a table, all of them or some, as they are to be judged again.
  func stored(
    _ held: HeldTable, cause: HeldCause, only chosen: Set<Int64>?, in load: FileLoad
  ) throws -> StoredTable {
    var definition = try configuration.definitions.named(held.kind)
    if cause == .accept { definition.accepted = Rule.acceptable }
    var table = StoredTable(
      held, name: "rows of \(held.fileName)", definition: definition,
      reason: "held rows of \(held.fileName) are judged again")
    table.cause = cause
    try load.eachOpenRow(of: held.batchID) { row in
      guard chosen?.contains(row.id) ?? true else { return }
      let record = try StoredRecord(row, held.form)
      let columns = held.form.columns
      table.add(
        row,
        rows: record.rows.indices.map {
          record.inOrder(of: columns, $0) + record.rows[$0].dropFirst(record.columns.count)
        }, problems: record.damage, line: row.line)
    }
    return table
  }

  /// Takes the rows that waited for a sale which the file brought, in the file's own transaction.
  func release(after file: SettledFile, into load: FileLoad) throws -> [ReleasedRows] {
    let kinds = Dictionary(configuration.definitions.map { ($0.kind, $0.salesIn) }) { first, _ in first }
    guard kinds.values.contains(where: { !$0.isEmpty }) else { return [] }
    return try load.rowsWithSale { kinds[$0] ?? [] }.compactMap { batchID, rows in
      guard let held = try load.heldTable(batchID) else { return nil }
      let table = try stored(held, cause: .sale, only: rows, in: load)
      let receipts = try tables(of: file, [table], started: clocks.steady(), into: load)
      let answers = receipts.compactMap(\.answers).reduce(into: HeldAnswers(), +=)
      guard answers.closed > 0 else { return nil }
      return ReleasedRows(
        file: held.fileName, rows: answers.closed, daysTouched: receipts.flatMap(\.daysTouched))
    }
  }
}

extension Rule {
  /// What the owner may say is right as it is: every value could be read, and only what they say together is odd.
  /// Of lines that do not make the total nobody can say which are right.
  static let acceptable: Set<String> = [
    statusContradictsAmount.code, refundExceedsSale.code,
  ]
}

extension FileProblem {
  fileprivate static func noSuchRow(_ which: String) -> FileProblem {
    FileProblem(
      code: "held.unknown", message: "no open held row, cause or file with held rows is called \(which)",
      remedy: "`daybook quarantine list` names them")
  }

  fileprivate static let noForm = FileProblem(
    code: "held.no_form", message: "how this file was written is not known, since an older Daybook took it",
    remedy: "drop its original from Filed/ again")
}

extension UInt8 {
  fileprivate var hexadecimal: String { (self < 16 ? "0" : "") + String(self, radix: 16) }
}
