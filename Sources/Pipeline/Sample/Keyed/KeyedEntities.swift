/// Customers, products and visits in Daybook's own form: a row each, all as CSV.
struct KeyedEntities {
  enum Kind: Int { case customers = 3, products, sessions, visits }

  let kind: Kind
  let plan: KeyedPlan
  private var random: SampleRandom
  private var sower: KeyedSower
  /// Rows well above in the file, to be told again.
  private var earlier: [(record: KeyedRecord, truth: SampleTruth)] = []

  init(_ kind: Kind, plan: KeyedPlan) {
    self.kind = kind
    self.plan = plan
    random = SampleRandom(seed: plan.seed, 0xE417, kind.rawValue)
    sower = KeyedSower(
      Self.flaws[kind.rawValue - 3], share: plan.faults, seed: plan.seed, salt: kind.rawValue)
  }

  mutating func write(to file: KeyedFile) throws {
    try file.write(cells: Self.columns[kind.rawValue - 3])
    var number = 0
    while file.rows < plan.rows {
      number += 1
      var (record, truth) = made(number)
      var key = record[record.key]
      let canRepeat = earlier.count > 8
      let flaw = sower.next { $0 != .repeatedRecord && $0 != .sameKeyOtherContent || canRepeat }
      switch flaw {
      case .repeatedRecord:
        record = earlier.removeFirst().record
        key = record[record.key]
      case .sameKeyOtherContent:
        key = earlier.removeFirst().record[record.key]
        record[record.key] = key
      case .some(let flaw):
        record.spoil(flaw)
        if flaw == .badEmail || flaw == .badCountry || flaw == .badPhone {
          truth.detail = detail(record, without: flaw)
        }
      case nil: break
      }
      let line = try file.write(cells: record.values)
      try file.answer(SampleAnswer(line: line, key: key, flaw: flaw, truth: truth))
      if flaw == nil, earlier.count < 40 { earlier.append((record, truth)) }
    }
    try file.end()
  }

  private mutating func made(_ number: Int) -> (KeyedRecord, SampleTruth) {
    switch kind {
    case .customers: customer(number)
    case .products: product(number)
    case .sessions: session(number)
    case .visits: visits(number)
    }
  }

  private mutating func customer(_ number: Int) -> (KeyedRecord, SampleTruth) {
    let customer = SampleCustomer(number, seed: plan.seed)
    let joined = SampleMoment(plan.firstSecond + random.below(300 * 86_400))
    let isNamed = random.chance(0.3)
    let country = isNamed ? Self.countryNames[customer.country] ?? customer.country : customer.country
    var record = record(
      [
        customer.id, customer.email, customer.first, number % 3 == 0 ? "Müller" : customer.last,
        "+44 20 7946 \(1000 + number % 9000)",
        country,
        "\(joined.date)T\(joined.time)Z",
      ], key: "customer_id")
    (record.date, record.name) = ("created_at", "last_name")
    return (record, SampleTruth(detail: detail(record, code: customer.country)))
  }

  /// `email|phone|country code`, as the books should have it.
  private func detail(_ record: KeyedRecord, code: String? = nil, without flaw: SampleFlaw? = nil) -> String {
    guard kind == .customers else { return "" }
    let known = Self.countryNames.first { $0.value == record["country"] }?.key ?? record["country"]
    return [
      flaw == .badEmail ? "" : record["email"], flaw == .badPhone ? "" : record["phone"],
      flaw == .badCountry ? "" : code ?? known,
    ].joined(separator: "|")
  }

  private mutating func product(_ number: Int) -> (KeyedRecord, SampleTruth) {
    let product = SampleProduct.all[number % SampleProduct.all.count]
    let price = product.price + number / SampleProduct.all.count
    let record = record(
      [
        "ITEM-\(100_000 + number)", product.name, product.category, SampleMoney.text(price),
        SampleMoney.text(product.cost), "GBP",
      ], key: "product_id")
    return (record, SampleTruth(currency: "GBP", unitPrice: price, detail: "\(product.cost)"))
  }

  private mutating func session(_ number: Int) -> (KeyedRecord, SampleTruth) {
    let began = SampleMoment(plan.firstSecond + random.below(360 * 86_400))
    let customer = random.chance(0.3) ? SampleCustomer(number, seed: plan.seed).id : ""
    let record = record(
      [
        "S-\(1_000_000 + number)", "\(began.date)T\(began.time)Z", customer, random.pick(["web", "app"]),
        "GB",
      ],
      key: "session_id")
    return (record, SampleTruth(day: began.number, quantity: 1000))
  }

  /// A day's count for a channel, each pair once.
  private mutating func visits(_ number: Int) -> (KeyedRecord, SampleTruth) {
    let day = SampleMoment(plan.firstSecond + number % 360 * 86_400)
    let count = 20 + random.below(400)
    var record = record([day.date, "channel \(number / 360)", "\(count)"], key: "channel")
    (record.date, record.name) = ("date", "channel")
    return (record, SampleTruth(day: day.number, quantity: count * 1000))
  }

  private func record(_ values: [String], key: String) -> KeyedRecord {
    KeyedRecord(columns: Self.columns[kind.rawValue - 3], values: values, key: key)
  }

  private static let countryNames = [
    "GB": "United Kingdom", "IE": "Ireland", "FR": "France", "DE": "Germany", "NL": "Netherlands",
    "US": "United States",
  ]
  private static let columns = [
    ["customer_id", "email", "first_name", "last_name", "phone", "country", "created_at"],
    ["product_id", "product_name", "category", "price", "cost", "currency"],
    ["session_id", "timestamp", "customer_id", "channel", "country"],
    ["date", "channel", "sessions"],
  ]
  private static let ofKey: [SampleFlaw] = [
    .missingKey, .keyTooLong, .keyInExponents, .keyWithSpaces, .keyWithControl, .sameKeyOtherContent,
    .repeatedRecord, .blankRow,
  ]
  private static let ofCells: [SampleFlaw] = [
    .tooFewCells, .tooManyCells, .unclosedQuote, .zeroByte, .invalidByte,
  ]
  private static let ofDate: [SampleFlaw] = [
    .missingDate, .unreadableDate, .impossibleDate, .futureDate, .oldDate,
  ]
  private static let flaws: [[SampleFlaw]] = [
    ofKey + ofCells + [.keyTooShort, .badEmail, .badCountry, .badPhone],
    ofKey + ofCells + [
      .negativePrice, .precisePrice, .commaPrice, .misplacedThousands, .longName, .nameWithControl,
    ],
    ofKey + ofDate + [.impossibleTime, .badCountry, .shortCustomer],
    ofDate + [.missingQuantity, .quantityInWords, .negativeQuantity, .preciseQuantity, .blankRow],
  ]
}
