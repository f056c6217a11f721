/// Stripe's balance history: movements of money, times in UTC, currencies in small letters.
enum KeyedStripe: KeyedPlatform {
  static let flaws: [SampleFlaw] = [
    .missingKey, .missingDate, .unreadableDate, .impossibleDate, .futureDate, .oldDate, .missingTotal,
    .unreadableTotal, .preciseTotal, .missingCurrency, .unknownCurrency, .unknownMovement, .wrongNet,
    .tooFewCells,
  ]

  static func write(_ sheet: inout KeyedSheet) throws {
    try sheet.file.write(cells: columns)
    while !sheet.isFull {
      let movement = KeyedMovement(&sheet, currencies: ["GBP", "EUR"])
      let at = SampleMoment(movement.at / 60 * 60)
      let flaw = sheet.flaw()
      var record = KeyedRecord(
        columns: columns, key: "id", date: "Created (UTC)", name: "Description",
        roles: ["amount": "Amount", "currency": "Currency", "movement": "Type", "net": "Net"])
      record.fill([
        "id": "txn_\(1_000_000 + movement.number)", "Type": movement.isRefund ? "refund" : "charge",
        "Source": "ch_\(movement.number)", "Amount": movement.text(movement.gross),
        "Fee": movement.text(movement.fee),
        "Net": movement.text(movement.gross - movement.fee), "Currency": movement.currency.lowercased(),
        "Created (UTC)": "\(at.date) \(at.time.prefix(5))", "Available On (UTC)": "\(at.date) 00:00",
        "Description": "Order \(movement.number)",
      ])
      try movement.finish(&record, flaw, sheet, writing: .asNeeded)
    }
  }

  private static let columns = """
    id,Type,Source,Amount,Fee,Destination Platform Fee,Destination Platform Fee Currency,Net,Currency,Created (UTC),\
    Available On (UTC),Description,Customer Facing Amount,Customer Facing Currency,Transfer,Transfer Date (UTC),\
    Transfer Group
    """.split(separator: ",").map(String.init)
}

/// PayPal's activity in English: American dates, a zone in each row, thousands with commas, fees negative.
enum KeyedPayPal: KeyedPlatform {
  static let flaws = payPalFlaws

  static func write(_ sheet: inout KeyedSheet) throws {
    try writePayPal(
      &sheet, columns: columns, words: ["Website Payment", "Payment Refund", "Completed"],
      date: { "\(SampleMoment.two($0.month))/\(SampleMoment.two($0.day))/\($0.year)" },
      zone: ("PDT", -7 * 3600),
      money: { SampleMoney.text($0, group: ",") })
  }

  private static let columns = """
    Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,Transaction ID,\
    Reference Txn ID,Balance,Balance Impact
    """.split(separator: ",").map(String.init)
}

/// PayPal's activity in German: days first, decimals behind a comma.
enum KeyedGermanPayPal: KeyedPlatform {
  static let flaws = payPalFlaws

  static func write(_ sheet: inout KeyedSheet) throws {
    try writePayPal(
      &sheet, columns: columns, words: ["PayPal Express-Zahlung", "Rückzahlung", "Abgeschlossen"],
      date: { "\(SampleMoment.two($0.day)).\(SampleMoment.two($0.month)).\($0.year)" },
      zone: ("CEST", 2 * 3600),
      money: { SampleMoney.text($0, mark: ",", group: ".") })
  }

  private static let columns = """
    Datum,Uhrzeit,Zeitzone,Name,Typ,Status,Währung,Brutto,Gebühr,Netto,Absender E-Mail-Adresse,\
    Empfänger E-Mail-Adresse,Transaktionscode,Zugehöriger Transaktionscode,Guthaben,Auswirkung auf Guthaben
    """.split(separator: ",").map(String.init)
}

private let payPalFlaws: [SampleFlaw] = [
  .missingKey, .missingDate, .unreadableDate, .missingTotal, .unreadableTotal, .missingCurrency,
  .unknownCurrency,
  .wrongNet, .unknownStatus,
]

/// - Parameter columns: sixteen, of which the places are the same in every language.
private func writePayPal(
  _ sheet: inout KeyedSheet, columns: [String], words: [String], date: (SampleMoment) -> String,
  zone: (name: String, ahead: Int), money: (Int) -> String
) throws {
  try sheet.file.write(cells: columns, quoting: .always)
  while !sheet.isFull {
    var movement = KeyedMovement(&sheet, currencies: ["EUR", "USD"])
    // A hundred days of summer, when this zone's clocks stand still.
    movement.at = movement.at % (100 * 86_400) + SampleMoment.seconds(year: 2024, month: 7, day: 1)
    let local = SampleMoment(movement.at + zone.ahead)
    let flaw = sheet.flaw()
    var record = KeyedRecord(
      columns: columns, key: columns[12], date: columns[0], name: columns[3],
      roles: ["amount": columns[7], "currency": columns[6], "status": columns[5], "net": columns[9]])
    record.values = [
      date(local), local.time, zone.name, movement.customer, words[movement.isRefund ? 1 : 0], words[2],
      movement.currency, money(movement.gross), money(-movement.fee), money(movement.gross - movement.fee),
      "buyer\(movement.number)@example.com", "shop@example.com", "TX\(10_000_000 + movement.number)",
      movement.isRefund ? "TX\(9_000_000 + movement.number)" : "", money(100_000 + movement.number),
      movement.gross > 0 ? "Credit" : "Debit",
    ]
    try movement.finish(&record, flaw, sheet, writing: .always)
  }
}

/// One movement of money as it truly was.
struct KeyedMovement {
  let number: Int
  var at: Int
  let currency: String
  let customer: String
  let isRefund: Bool
  /// Minor units; a refund's are negative and cost nothing.
  let gross: Int
  let fee: Int

  init(_ sheet: inout KeyedSheet, currencies: [String]) {
    let order = sheet.trade.next(currencies: currencies)
    (number, at, currency) = (order.number, order.placedAt, order.currency)
    customer = order.customer.map { "\($0.first) \($0.last)" } ?? "Guest"
    isRefund = sheet.random.chance(0.06)
    gross = isRefund ? -order.goods : order.goods * (sheet.random.chance(0.05) ? 40 : 1)
    fee = isRefund ? 0 : order.goods / 40 + 30
  }

  func text(_ minor: Int) -> String { SampleMoney.text(minor) }

  func finish(
    _ record: inout KeyedRecord, _ flaw: SampleFlaw?, _ sheet: KeyedSheet, writing: KeyedFile.Quoting
  ) throws {
    let key = record[record.key]
    switch flaw {
    case .unknownMovement: record["movement"] = "something quite new"
    case .wrongNet: record["net"] = record["amount"] == record["net"] ? "1.11" : record["amount"]
    case .some(let flaw): record.spoil(flaw)
    case nil: break
    }
    let truth = SampleTruth(
      day: SampleMoment(at).number, currency: currency, gross: gross, net: gross - fee)
    try sheet.answer(try sheet.file.write(cells: record.values, quoting: writing), key, flaw, truth)
  }
}
