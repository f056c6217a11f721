import Inspection
import Records

/// Makes row batches from text as a decoder would: cells are split at commas, `~` begins a nested row.
struct Table {
  let columns: [String]
  let lines: [String]

  /// The first line names the columns.
  init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    columns = lines[0].split(separator: ",").map(String.init)
    self.lines = Array(lines.dropFirst())
  }

  /// Batches of so many rows each.
  func batches(of size: Int = .max) -> [RowBatch] {
    var batches: [RowBatch] = []
    var offset: Int64 = Int64(columns.joined(separator: ",").utf8.count + 1)
    for (index, line) in lines.enumerated() {
      if index % size == 0 { batches.append(RowBatch(columns: columns)) }
      batches[batches.count - 1].add(line, number: Int32(index + 2), offset: offset)
      offset += Int64(line.utf8.count + 1)
    }
    return batches
  }
}

extension RowBatch {
  mutating func add(_ line: String, number: Int32, offset: Int64) {
    let isNested = line.hasPrefix("~")
    let start = bytes.count
    var cell = start
    let firstCell = Int32(cells.count)
    for byte in Array((isNested ? String(line.dropFirst()) : line).utf8) + [0x2C] {
      if byte == 0x2C {
        cells.append(ByteRange(start: cell, end: bytes.count))
        cell = bytes.count + 1
      }
      bytes.append(byte)
    }
    bytes.removeLast()
    rows.append(
      Row(
        firstCell: firstCell, cellCount: Int32(cells.count) - firstCell,
        raw: isNested ? .none : ByteRange(start: start, end: bytes.count), line: number, offset: offset,
        continuesRecord: isNested))
  }
}

extension VerdictBatch {
  func text(_ range: ByteRange) -> String { String(decoding: bytes[range.indices], as: UTF8.self) }

  /// Everything said in words, so that verdicts can be compared whatever batch they came in.
  var words: [String] {
    var words: [String] = []
    for fact in transactions {
      words.append(
        "\(text(fact.transactionID)) \(text(fact.customerID)) \(text(fact.country)) \(fact.status.name)"
          + " \(fact.currency) \(fact.contentHash) \(fact.score) \(fact.updatedAt)")
      for index in fact.lines {
        let line = lines[Int(index)]
        words.append(
          "  \(line.lineID) \(line.kind) \(line.day) \(line.happenedAt) \(text(line.productID)) \(line.quantity)"
            + " \(line.gross) \(line.discount) \(line.returned) \(line.shipping) \(line.tax) \(line.tip)"
            + " \(line.fee) row \(line.sourceRow)")
      }
      for index in fact.origins {
        words.append("  \(text(origins[Int(index)].raw)) \(origins[Int(index)].offset)")
      }
    }
    for row in held {
      let codes = row.problems.map { "\($0.code) \($0.field ?? "") \($0.message)" }
      words.append("held \(row.origin.line) \(text(row.origin.raw)): \(codes) \(row.amountAtStake ?? -1)")
    }
    return words
  }
}

/// Everything one file came to.
struct Outcome {
  var verdicts: [VerdictBatch] = []
  var tallies: [CheckTally] = []
  var reconciliation = Reconciliation()

  init(
    _ definition: Definition, _ batches: [RowBatch], zone: ShopZone = .utc, currency: Currency? = nil
  ) {
    var inspector = Inspector(definition: definition, zone: zone, currency: currency, now: 1_800_000_000)
    for batch in batches { verdicts.append(inspector.inspect(batch)) }
    verdicts.append(inspector.finish())
    tallies = inspector.tallies
    reconciliation = inspector.reconciliation
  }

  init(_ definition: Definition, _ text: String, zone: ShopZone = .utc, currency: Currency? = nil) {
    self.init(definition, Table(text).batches(), zone: zone, currency: currency)
  }

  var words: [String] { verdicts.flatMap(\.words).sorted() }
  var lines: [LineFact] { verdicts.flatMap(\.lines) }
  /// A value of each line in the order of the rows; lines of an order have an order of their own.
  func byRow<Value>(_ value: (LineFact) -> Value) -> [Value] {
    lines.sorted { $0.sourceRow < $1.sourceRow }.map(value)
  }
  var transactions: [TransactionFact] { verdicts.flatMap(\.transactions) }
  var held: [HeldRow] { verdicts.flatMap(\.held) }
  var skipped: Int { verdicts.reduce(0) { $0 + $1.skipped.values.reduce(0, +) } }
  var repeated: Int { verdicts.reduce(0) { $0 + $1.repeated } }
  var rowsRead: Int { verdicts.reduce(0) { $0 + $1.rowsRead } }
  var loadedRows: Int { verdicts.reduce(0) { $0 + $1.origins.count } }

  func money(_ code: String) -> MoneySplit {
    var sum = MoneySplit()
    for verdict in verdicts {
      if let currency = Currency(code) { sum += verdict.money[currency] ?? MoneySplit() }
    }
    return sum
  }

  /// Codes of what holds each held row.
  var codes: [[String]] { held.map { $0.problems.filter { $0.severity == .hold }.map(\.code) } }

  func failed(_ code: String) -> Int { tallies.filter { $0.code == code }.reduce(0) { $0 + $1.failed } }
}
