import GRDB
import Records

/// Notes new lines of which the price is unlike any the product had before (`outlier.amount`).
///
/// What is usual is what earlier files showed, so that the note depends on when a file came: it stands in the file's
/// score and not in the fact's. A line costs one look-up in memory; the database is asked once for each product.
struct PriceWatch {
  private let place: LoadPlace
  private let database: Database
  /// Lines of this table have larger numbers.
  private let before: Int64
  private var products = ByteInterner()
  private var seen: [Seen] = []
  private(set) var tally = CheckTally(
    code: Rule.outlierAmount.code, field: Target.unitPrice.rawValue, weight: Rule.outlierAmount.weight)

  private struct Seen {
    var currency: Currency
    var lowest: Int64
    var highest: Int64
    var lines: Int
    /// The first few of them.
    var prices: [Int64]
  }

  /// So many prices of a product are remembered of one file.
  private static let kept = 8
  /// Beyond it products are not watched, so that memory stays bounded.
  private static let mostBytes = 4 << 20

  init(_ place: LoadPlace, database: Database) throws {
    (self.place, self.database) = (place, database)
    before = try Int64.fetchOne(database, kept: "SELECT max(line_fact_id) FROM line_facts") ?? 0
  }

  mutating func see(_ lines: ArraySlice<LineFact>, _ currency: Currency, _ bytes: UnsafeRawBufferPointer) {
    for line in lines where line.kind == .sale && line.unitPrice > 0 && !line.productID.isEmpty {
      guard products.size < Self.mostBytes else { return }
      let index = unsafe Int(
        products.index(of: UnsafeRawBufferPointer(rebasing: bytes[line.productID.indices])))
      let price = line.unitPrice
      if index == seen.count {
        seen.append(Seen(currency: currency, lowest: price, highest: price, lines: 1, prices: [price]))
      } else if seen[index].currency == currency {
        seen[index].lines += 1
        if price < seen[index].lowest { seen[index].lowest = price }
        if price > seen[index].highest { seen[index].highest = price }
        if seen[index].prices.count < Self.kept { seen[index].prices.append(price) }
      }
    }
  }

  /// Compares what was seen with what was usual, and remembers it.
  mutating func finish() throws {
    guard !seen.isEmpty else { return }
    let read = try RowStatement(
      "SELECT prices FROM product_prices WHERE source_id = ? AND currency = ? AND product_id = ?",
      on: database)
    let write = try RowStatement(
      "INSERT OR REPLACE INTO product_prices (source_id, currency, product_id, prices) VALUES (?, ?, ?, ?)",
      on: database)
    for index in seen.indices {
      let (product, found) = (Array(products[Int32(index)]), seen[index])
      for statement in [read, write] {
        statement.bind(1, place.sourceID)
        statement.bind(2, found.currency.code)
        statement.bind(3, copying: product)
      }
      let known = try prices(read)
      guard let usual = UsualPrice(known) else {
        try remember(known + found.prices, write)
        continue
      }
      tally.applied += found.lines
      let isUsual = usual.range.contains(found.lowest) && usual.range.contains(found.highest)
      if !isUsual { try note(product, found.currency, usual) }
      let news = found.prices.filter { $0 != usual.median && usual.range.contains($0) }
      if known.count < UsualPrice.mostPrices || !news.isEmpty {
        try remember(known + found.prices.filter(usual.range.contains), write)
      }
    }
  }

  private func prices(_ read: RowStatement) throws -> [Int64] {
    guard try read.next() else { return [] }
    defer { read.reset() }
    return read.bytes(0).split(separator: 0x2C).compactMap { Int64(String(decoding: $0, as: UTF8.self)) }
  }

  private func remember(_ prices: [Int64], _ write: RowStatement) throws {
    let text = prices.suffix(UsualPrice.mostPrices).map { String($0) }.joined(separator: ",")
    write.bind(4, copying: Array(text.utf8))
    try write.run()
  }

  /// Every new line of a product with such a price.
  private mutating func note(_ product: [UInt8], _ currency: Currency, _ usual: UsualPrice) throws {
    let id = String(decoding: product, as: UTF8.self)
    try database.execute(
      kept: """
        INSERT OR IGNORE INTO unusual_prices
          (batch_id, source_row, line_id, transaction_id, product_id, currency, price, usual)
        SELECT ?1, source_row, line_id, transaction_id, product_id, currency, unit_price, ?2 FROM line_facts
        WHERE line_fact_id > ?3 AND source_id = ?4 AND product_id = ?5 AND currency = ?6 AND kind = 0 AND unit_price > 0
          AND (unit_price < ?7 OR unit_price > ?8)
        """,
      arguments: [
        place.batchID, usual.median, before, place.sourceID, id, currency.code, usual.range.lowerBound,
        usual.range.upperBound,
      ])
    tally.failed += database.changesCount
  }
}
