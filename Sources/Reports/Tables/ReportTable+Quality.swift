public import Ledger
internal import Records

extension ReportTable where Row == QualityDay {
  /// One row for each day of arrival and source.
  public static var qualityDaily: ReportTable {
    ReportTable(name: "quality_daily", columns: qualityColumns) { row in
      let counts = row.counts
      func integer(_ count: Int) -> Cell { .integer(Int64(count)) }
      let shares = row.cleanShares.sorted { $0.key.code < $1.key.code }.map { currency, share in
        "\(currency.code) \(Money.plain(share, digits: 2))"
      }
      return [
        .day(row.day), .text(row.source), integer(counts.received), integer(counts.accepted),
        integer(counts.held),
        integer(counts.duplicate), acceptance(counts), row.score.map { .decimal($0, digits: 2) } ?? .empty,
        integer(counts.superseded), integer(counts.skipped), .text(shares.joined(separator: "; ")),
      ]
    }
  }

  private static func acceptance(_ counts: RowCounts) -> Cell {
    let judged = Int64(counts.accepted + counts.held)
    return judged > 0
      ? .decimal((Int64(counts.accepted) * 20_000 + judged) / (2 * judged), digits: 4) : .empty
  }

  private static let qualityColumns = [
    ("date", "day on which files arrived, on the shop's clock"),
    ("source", "shop, till or export they came from"),
    ("rows_in", "rows read; a file that came again with the same bytes is not read"),
    ("rows_accepted", "rows taken, new or known already"),
    (
      "rows_held",
      "rows held back; those whose sale came later, or that were mended since, count where they were taken"
    ),
    ("rows_duplicate", "rows that stand twice in their file"),
    ("acceptance_rate", "rows_accepted / (rows_accepted + rows_held); 0.9950 is 99.5 %"),
    ("score", "share of the checks that were passed, by weight; 100.00 is all of them"),
    ("rows_out_of_date", "rows of which a newer version was known"),
    ("rows_skipped", "rows that never were data: padding, totals, test orders"),
    ("value_clean", "share of the money in the files that was taken, in percent, by currency"),
  ]
}

extension ReportTable where Row == UnusualPrice {
  /// One row for each line with a price unlike any its product had before.
  public static var unusualPrices: ReportTable {
    ReportTable(name: "unusual_prices", columns: unusualColumns) { row in
      [
        .integer(row.batchID), .text(row.fileName), .integer(row.sourceRow), .text(row.transactionID),
        .text(row.productID), .text(row.currency.code), .money(row.price, row.currency),
        .money(row.usual, row.currency),
      ]
    }
  }

  private static let unusualColumns = [
    ("import_id", "Daybook's number of the file"),
    ("file_name", "the file as it was called in Inbox"),
    ("source_row", "line in that file; its header is line 1"),
    ("order_id", "the order or receipt"),
    ("product_id", "the source's own number of the product"),
    ("currency", "three letters, ISO 4217"),
    ("price", "what stood there; it was taken, and it is in the totals"),
    ("usual_price", "median of what the product cost before"),
  ]
}
