import Ledger
import Records

@testable import Reports

/// A gift shop with thirteen months of sales; the same numbers every time.
struct DemoShop {
  var today = Day(number: Day.daysSinceEpoch(year: 2011, month: 12, day: 7))
  var currency = Currency.pounds
  /// Added to every text that in life comes from somebody's file.
  var spice = ""

  func figures() -> ShopFigures {
    var figures = ShopFigures.empty(named: "Willow & Wren Gifts" + spice)
    figures.zone = .london
    figures.today = today
    figures.dataUpTo = figures.zone.start(of: today) - 6 * 3600 - 900
    figures.currencies = [sales()]
    figures.movements = movements()
    figures.sources = [
      quality("web shop" + spice, score: 9871, rows: 541_909), quality("till", score: 9990, rows: 60_412),
    ]
    figures.imports = (0..<40).map { file($0) }
    figures.heldGroups = (0..<12).map { held($0) }
    figures.heldRows = 41
    figures.heldAtStake = [currency: 61_210]
    figures.filesAccepted = 412
    figures.filesFailed = 2
    figures.freeBytes = 48_300_000_000
    figures.alerts = alerts()
    figures.expected = [
      ExpectedFile(
        source: "till", rhythm: .daily, isLearned: true, lastArrival: today.advanced(by: -4), today: today),
      ExpectedFile(source: "web shop" + spice, rhythm: .weekdays, lastArrival: today, today: today),
    ].compactMap(\.self)
    return figures
  }

  /// A number between 0 and 999 that depends on nothing but `seed`.
  static func noise(_ seed: Int) -> Int64 {
    var hash = StableHash()
    hash.combine(Int64(seed))
    return hash.value % 1000
  }

  /// Closed on Saturdays, busier towards Christmas.
  func period(_ first: Day, days: Int) -> PeriodFigures {
    var period = PeriodFigures(first: first, last: first.advanced(by: days - 1))
    for day in (0..<days).map({ first.advanced(by: $0) }) where day.weekday != 6 && day < today {
      let month = Int64(day.civil.month)
      let orders = 30 + (month > 8 ? month * 3 : month) + Self.noise(Int(day.number)) / 40
      period.sales.orders += orders
      period.sales.units += orders * 14_000
      period.sales.gross += orders * (31_000 + Self.noise(Int(day.number) + 7) * 9)
      period.sales.discounts += orders * 410
      period.sales.returns += orders * (Self.noise(Int(day.number) + 3) < 300 ? 1900 : 300)
      period.sales.shipping += orders * 495
      period.sales.tax += orders * 5900
      period.sales.fees += orders * 640
      period.daysWithData += 1
      if day.weekday != today.advanced(by: -1).weekday {
        period.heldRows += 1
        period.heldValue += 1500
      }
    }
    period.customers = period.sales.orders * 7 / 10
    period.newCustomers = period.customers / 4
    return period
  }

  func alerts() -> [Alert] {
    [
      AlertCause(
        .scoreBelow, subject: "web shop" + spice, count: 41, atStake: [currency: 61_210],
        message: "orders-2011-12-06.csv\(spice) scores 87.10 of 100, below 90, mostly because email is empty",
        remedy: "see in Reports/quality.html what costs points, and put the export right"),
      AlertCause(
        .fileExpected, subject: "till", count: 3, message: "a file of till was due on 2011-12-04",
        remedy: "drop it into Inbox/; if none is to come, say expects: never for it in Config/daybook.yaml"),
    ].enumerated().map { Alert(alertID: Int64($0.offset), cause: $0.element, openedAt: 1_323_245_520) }
  }

  /// Two payment services, one of them told by two kinds of export.
  func movements() -> [MovementMonth] {
    (0..<13).flatMap { back in
      [
        ("Stripe" + spice, "stripe_balance"), ("Stripe" + spice, "stripe_itemised"),
        ("PayPal", "paypal_activity"),
      ]
      .enumerated().map { index, name in
        var month = MovementMonth(
          month: today.monthStart.adding(months: -back), source: name.0, stream: name.1 + spice,
          currency: currency)
        month.charged = 2_140_000 / Int64(index + 1) + Self.noise(back * 3 + index) * 217
        month.refunded = month.charged / 41
        month.kept = month.charged * 29 / 1000 + 20 * 61
        month.paidOut = back == 12 && index == 2 ? -4000 : month.charged - month.refunded - month.kept
        return month
      }
    }
  }

  func sales() -> CurrencyFigures {
    let newest = today.advanced(by: -1)
    func comparison(_ days: Int, back: Int) -> CurrencyFigures.Comparison {
      let first = newest.advanced(by: 1 - days)
      return .init(current: period(first, days: days), before: period(first.advanced(by: -back), days: days))
    }
    func month(_ back: Int) -> PeriodFigures {
      let first = today.monthStart.adding(months: -back)
      return period(first, days: first.adding(months: 1).days(since: first))
    }
    return CurrencyFigures(
      currency: currency, newestDay: comparison(1, back: 7), last7: comparison(7, back: 7),
      last30: comparison(30, back: 35),
      days: (0..<35).reversed().map { period(newest.advanced(by: -$0), days: 1) },
      daysBefore: (35..<70).reversed().map { period(newest.advanced(by: -$0), days: 1) },
      months: (0..<13).reversed().map { month($0) },
      monthsLastYear: (12..<25).reversed().map { back in
        var lastYear = month(back)
        lastYear.sales.gross = lastYear.sales.gross * 88 / 100
        if back > 20 { lastYear = PeriodFigures(first: lastYear.first, last: lastYear.last) }
        return lastYear
      },
      topProducts: products(from: newest.advanced(by: -29), to: newest))
  }

  private func products(from first: Day, to last: Day) -> [ProductFigures] {
    let names = [
      "White hanging heart T-light holder", "Regency cakestand 3 tier", "Jumbo bag red retrospot",
      "Party bunting", "Assorted colour bird ornament", "Rabbit night light",
      "Paper chain kit 50’s Christmas",
      "Hot water bottle keep calm", "Set of 3 cake tins pantry design", "Spotty bunting",
    ]
    return (0..<20).map { index in
      var product = ProductFigures(
        first: first, last: last, productID: "8512\(index)\(index % 3 == 0 ? "A" : "")" + spice,
        currency: currency)
      product.name = names[index % names.count] + (index >= names.count ? ", small" : "") + spice
      product.units = Int64(940 - 37 * index) * 1000
      product.gross = Int64(940 - 37 * index) * 295
      product.returns = DemoShop.noise(index) * 20
      product.shareOfNet = Int64(312 - 11 * index)
      return product
    }
  }

  private func quality(_ name: String, score: Int64, rows: Int64) -> SourceQuality {
    let lost = 10_000 - score
    var quality = SourceQuality(
      source: name, kind: "transactions", rows: rows, accepted: rows - 1900, held: 41, skipped: 1859,
      score: score,
      lastFile: "orders-2011-12-06.csv" + spice, lastReceivedAt: 1_323_245_520,
      lost: [
        .init(
          code: "required.missing", field: "email" + spice, failed: 13_204, applied: rows,
          points: lost - lost / 4),
        .init(code: "money.unreadable", field: "unit_price", failed: 29, applied: rows, points: lost / 4),
      ],
      trend: (0..<60).map {
        .init(day: today.advanced(by: $0 - 60), score: score - 90 + DemoShop.noise($0) / 10)
      })
    quality.dimensions = [
      .init(dimension: .completeness, score: 9_800, points: lost - lost / 4),
      .init(dimension: .validity, score: 9_990, points: lost / 4),
      .init(dimension: .accuracy, score: 10_000, points: 0),
    ]
    quality.cleanShares = [currency: 9_912]
    return quality
  }

  func file(_ index: Int) -> ImportFigures {
    let day = today.advanced(by: -index)
    var file = ImportFigures(
      batchID: Int64(500 - index), receivedAt: ShopZone.london.start(of: day) + 8 * 3600 + 720,
      fileName: "orders-\(day.iso).csv" + spice, source: "web shop" + spice, kind: "transactions",
      sha256: String(repeating: "ab", count: 32), bytes: 184_220 + Int64(index) * 913, format: "csv",
      result: index == 4 ? .failed : index == 9 ? .duplicate : .accepted)
    file.keptAt = "Filed/\(day.iso.replacing("-", with: "/"))/\(file.fileName)"
    switch file.result {
    case .accepted:
      file.rows = 1204 + DemoShop.noise(index)
      file.held = index % 5 == 0 ? 7 : 0
      file.skipped = 2
      file.updated = 31
      file.inserted = file.rows - file.held - file.skipped - file.updated
      file.score = 9_990 - DemoShop.noise(index) / 6
      file.firstDay = day.advanced(by: -2)
      file.lastDay = day.advanced(by: -1)
    case .failed:
      file.keptAt = "Failed/\(file.fileName)"
      file.code = "file.unrecognised"
      file.message = "no known kind of export has the columns Datum, Betrag, Kunde"
      file.remedy =
        "export the orders with English column names, or describe this export in Config/Sources" + spice
    case .duplicate: file.message = "the same bytes as orders-2011-11-20.csv, taken on 20 November 2011"
    }
    return file
  }

  func held(_ index: Int) -> HeldGroup {
    let reasons = [
      (
        "money.unreadable", "unit_price", "12,5o", "“12,5o” is not an amount",
        "write digits, with a point for pence"
      ),
      ("date.impossible", "timestamp", "2011-02-30 10:00", "30 February does not exist", "correct the date"),
      (
        "reference.missing", "transaction_id", "C536391", "the sale that is refunded is not known",
        "bring the export that has the sale; then the refund is taken by itself"
      ),
      ("required.missing", "currency", "", "currency is empty", "fill in a currency such as GBP"),
    ]
    let (code, field, value, message, remedy) = reasons[index % reasons.count]
    return HeldGroup(
      batchID: Int64(500 - index), fileName: "orders-\(today.advanced(by: -5 * index).iso).csv" + spice,
      code: code,
      field: field + spice, rows: Int64(12 - index),
      atStake: index % 4 == 3 ? [:] : [currency: Int64(11_212 - 800 * index)],
      exampleLine: 1041 + Int64(index) * 77, exampleValue: value + spice, message: message + spice,
      remedy: remedy,
      firstSeen: ShopZone.london.start(of: today.advanced(by: -5 * index)) + 8 * 3600)
  }
}

extension Currency {
  static let pounds = known("GBP")

  static func known(_ code: String) -> Currency {
    guard let currency = Currency(code) else { preconditionFailure("\(code) is no currency") }
    return currency
  }
}

extension ShopZone {
  static let london = ShopZone(identifier: "Europe/London") ?? .utc
}

extension ShopFigures {
  static func empty(named name: String = "New shop") -> ShopFigures {
    ShopFigures(
      shopName: name, zone: .utc, today: Day(number: 15_000), dataUpTo: nil, currencies: [], sources: [],
      imports: [], heldGroups: [], heldRows: 0, heldAtStake: [:], filesAccepted: 0, filesFailed: 0,
      freeBytes: nil,
      filesWaiting: 0)
  }

  /// Every page of these figures as text, by path seen from the shop folder.
  func pages() -> [(path: String, text: String)] {
    let inside = ReportPages.all(self, version: "1.0").map {
      (path: "Reports/" + $0.path, text: String(decoding: $0.bytes, as: UTF8.self))
    }
    let status = ReportPages.status(self, version: "1.0")
    return inside + [(status.path, String(decoding: status.bytes, as: UTF8.self))]
  }
}
