public import Records

import GRDB

/// How the files of one source came out that arrived on one day.
public struct QualityDay: Sendable, Hashable {
  /// Of arrival, on the shop's clock.
  public var day: Day
  public var source: String
  public var counts = RowCounts()
  /// Hundredths, over all checks of the day; nil where nothing was judged.
  public var score: Int64?
  /// Share of the value that came in clean, in hundredths of a percent, by currency.
  public var cleanShares: [Currency: Int64] = [:]
}

/// A line of which the price was unlike any its product had before.
public struct UnusualPrice: Sendable, Hashable {
  public var batchID: Int64
  public var fileName: String
  public var sourceRow: Int64
  public var transactionID: String
  public var productID: String
  public var currency: Currency
  /// Minor units.
  public var price: Int64
  public var usual: Int64
}

extension Books {
  /// Every day on which files of a source arrived, in order of day and source.
  public func qualityDays(_ zone: ShopZone) throws -> [QualityDay] {
    try queue.read { database in
      var days: [Key: Sums] = [:]
      let batches = try Row.fetchCursor(
        database,
        sql: """
          SELECT name, processed_at, inserted, updated, unchanged, superseded, duplicate, held, skipped,
            (SELECT sum(failed * weight) FROM batch_checks WHERE batch_checks.batch_id = batches.batch_id),
            (SELECT sum(applied * weight) FROM batch_checks WHERE batch_checks.batch_id = batches.batch_id),
            (SELECT group_concat(currency || ':' || taken || ':' || batch_money.held) FROM batch_money
              WHERE batch_money.batch_id = batches.batch_id)
          FROM batches JOIN sources USING (source_id) WHERE status <> 'failed'
          """)
      while let row = try batches.next() {
        days[Key(day: zone.day(at: row[1]), source: row[0]), default: Sums()].add(row)
      }
      return days.sorted { ($0.key.day, $0.key.source) < ($1.key.day, $1.key.source) }.map { $1.day(of: $0) }
    }
  }

  /// Newest first.
  public func unusualPrices() throws -> [UnusualPrice] {
    try queue.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT batch_id, file_name, source_row, transaction_id, product_id, currency, price, usual
          FROM unusual_prices JOIN batches USING (batch_id) ORDER BY batch_id DESC, source_row, transaction_id, line_id
          """
      ).compactMap { row in
        Currency(row[5] as String).map {
          UnusualPrice(
            batchID: row[0], fileName: row[1], sourceRow: row[2], transactionID: row[3], productID: row[4],
            currency: $0, price: row[6], usual: row[7])
        }
      }
    }
  }
}

private struct Key: Hashable {
  var day: Day
  var source: String
}

private struct Sums {
  var counts = RowCounts()
  var failed: Int64 = 0
  var applied: Int64 = 0
  var money: [Currency: MoneySplit] = [:]

  mutating func add(_ row: Row) {
    counts.inserted += row[2]
    counts.updated += row[3]
    counts.unchanged += row[4]
    counts.superseded += row[5]
    counts.duplicate += row[6]
    counts.held += row[7]
    counts.skipped += row[8]
    failed += row[9] ?? 0
    applied += row[10] ?? 0
    for part in (row[11] as String? ?? "").split(separator: ",") {
      let values = part.split(separator: ":")
      guard values.count == 3, let currency = Currency(String(values[0])) else { continue }
      money[currency, default: MoneySplit()].accepted += Int64(values[1]) ?? 0
      money[currency, default: MoneySplit()].held += Int64(values[2]) ?? 0
    }
  }

  func day(of key: Key) -> QualityDay {
    var day = QualityDay(day: key.day, source: key.source, counts: counts)
    if applied > 0 { day.score = Score.hundredths(failed: failed, applied: applied) }
    day.cleanShares = money.compactMapValues(\.cleanShare)
    return day
  }
}
