import Ledger
import Records

/// A transaction in the words of a test.
struct Sale {
  var id: String
  var day: Int
  var customer = ""
  var status = SaleStatus.completed
  var lines: [(product: String, quantity: Int64, price: Int64)] = [("mug", 1, 500)]
  var updatedAt: Int64 = 0
  var kind = LineKind.sale
  var refunded: Int64?
  /// On the first line.
  var shipping: Int64 = 0
  var tax: Int64 = 0
  /// Whether two tellings that differ in their clock only differ at all.
  var hashesClock = true
}

extension VerdictBatch {
  /// The batch a file of `sales` becomes; each line is one row of the file.
  init(_ sales: [Sale], facts: FactKind = .orders) {
    self.init()
    for sale in sales { append(sale, facts: facts) }
  }

  private mutating func append(_ sale: Sale, facts: FactKind) {
    guard let pounds = Currency("GBP"), let day = Day(yyyymmdd: sale.day) else { return }
    var transaction = TransactionFact(currency: pounds)
    transaction.transactionID = text(sale.id)
    transaction.customerID = text(sale.customer)
    transaction.status = sale.status
    transaction.updatedAt = sale.updatedAt
    transaction.refunded = sale.refunded
    let firstLine = Int32(lines.count)
    let firstOrigin = Int32(origins.count)
    var whole = StableHash()
    var seen: [Int64: Int] = [:]
    let clock = sale.hashesClock ? sale.updatedAt : 0
    for (index, line) in sale.lines.enumerated() {
      var fact = LineFact()
      fact.kind = sale.kind
      fact.day = day
      fact.happenedAt = Int64(day.number) * 86_400 + 36_000
      fact.productID = text(line.product)
      fact.productName = text("the " + line.product)
      fact.quantity = line.quantity * 1000
      fact.unitPrice = line.price
      if sale.kind == .return {
        fact.returned = line.quantity * line.price
      } else {
        fact.gross = line.quantity * line.price
      }
      if index == 0 { (fact.shipping, fact.tax) = (sale.shipping, sale.tax) }
      var content = StableHash()
      content.combine(Array("\(sale.day) \(sale.customer) \(sale.status) \(sale.kind) \(clock) \(line)".utf8))
      seen[content.value, default: 0] += 1
      fact.lineID =
        facts == .lines
        ? StableHash.lineID(content: content.value, occurrence: seen[content.value] ?? 1) : Int64(index + 1)
      fact.sourceRow = Int32(rowsRead + 2)
      lines.append(fact)
      origins.append(
        RowOrigin(raw: text("\(sale.id),\(line)"), line: fact.sourceRow, offset: Int64(rowsRead)))
      whole.combine(content.value)
      rowsRead += 1
    }
    whole.combine(Int64(sale.status.rawValue))
    whole.combine(Array(sale.customer.utf8))
    if let refunded = sale.refunded { whole.combine(refunded) }
    transaction.contentHash = whole.value
    transaction.lines = firstLine..<Int32(lines.count)
    transaction.origins = firstOrigin..<Int32(origins.count)
    transactions.append(transaction)
  }

  mutating func text(_ text: String) -> ByteRange {
    let start = bytes.count
    bytes.append(contentsOf: text.utf8)
    return ByteRange(start: start, end: bytes.count)
  }
}

extension BatchHeader {
  static func file(
    _ name: String, facts: FactKind = .orders, exportedAt: Int64 = 1_000, kind: String? = nil,
    stream: String? = nil, detail: Int = 0
  ) -> BatchHeader {
    BatchHeader(
      source: "shop", kind: kind ?? facts.rawValue, stream: stream, detail: detail, facts: facts,
      fileName: name, sha256: name, bytes: 1, format: "csv", exportedAt: exportedAt,
      processedAt: 2_000_000_000)
  }
}

extension Books {
  /// Loads one file of sales.
  @discardableResult
  func load(
    _ name: String, _ sales: [Sale], facts: FactKind = .orders, exportedAt: Int64 = 1_000,
    kind: String? = nil, stream: String? = nil, detail: Int = 0
  ) throws -> BatchOutcome {
    try write { file in
      let header = BatchHeader.file(
        name, facts: facts, exportedAt: exportedAt, kind: kind, stream: stream, detail: detail)
      return try file.table(header) { load in
        try load.add(VerdictBatch(sales, facts: facts))
        return BatchClosing(tallies: [], score: 10_000, milliseconds: 1)
      }
    }
  }
}
