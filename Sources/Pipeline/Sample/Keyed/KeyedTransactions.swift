/// Orders in Daybook's own form, as CSV with a row per line, or as JSON or XML with a record per order.
struct KeyedTransactions {
  enum Form: Int { case csv = 1, json, xml = 9 }

  let plan: KeyedPlan
  let form: Form
  /// An order is one record, whatever lines it has.
  private var isJSON: Bool { form != .csv }
  private var trade: KeyedTrade
  private var sower: KeyedSower
  /// An order that stands well above in the file, to be told again.
  private var earlier: [KeyedOrder] = []
  private var isFirst = true

  init(plan: KeyedPlan, form: Form) {
    self.plan = plan
    self.form = form
    let salt = form.rawValue
    let flaws: [SampleFlaw]
    switch form {
    case .csv:
      trade = KeyedTrade("ORDER-", salt: salt, plan: plan)
      flaws = Self.flaws
    case .json:
      trade = KeyedTrade("JSON-", salt: salt, plan: plan)
      flaws = Self.flaws.filter { !Self.ofCSV.contains($0) } + Self.ofJSON
    case .xml:
      trade = KeyedTrade("XML-0", salt: salt, plan: plan)
      flaws = Self.flaws.filter { !Self.ofCSV.contains($0) && !Self.notOfXML.contains($0) } + [.noLines]
    }
    sower = KeyedSower(flaws, share: plan.faults, seed: plan.seed, salt: salt)
  }

  mutating func write(to file: KeyedFile) throws {
    try file.write(head)
    while file.rows < plan.rows {
      var order = trade.next(currencies: ["GBP", "GBP", "GBP", "EUR", "USD", "JPY", "KWD"])
      trade.embellish(&order)
      let (isJSON, canRepeat) = (isJSON, earlier.count > 8)
      let flaw = sower.next { Self.fits($0, order, isJSON: isJSON, canRepeat: canRepeat) }
      switch flaw {
      case .repeatedRecord:
        try write(earlier.removeFirst(), flaw, to: file)
        continue
      case .repeatedAtOnce:
        try write(order, nil, to: file)
        try write(order, flaw, to: file)
        continue
      case .sameKeyOtherContent:
        order.key = earlier.removeFirst().key
        // Told at no later time, for then it would be a newer version of the order.
        (order.status, order.refundedAt) = ("completed", nil)
      case .refundBeforeSale:
        order.status = "refunded"
        order.refundedAt = order.placedAt - 86_400
      default: break
      }
      try write(order, flaw, to: file)
      if flaw == nil, order.lines.count == 1, order.refundedAt == nil, earlier.count < 40 {
        earlier.append(order)
      }
    }
    switch form {
    case .csv: break
    case .json: try file.write("\n]\n")
    case .xml: try file.write("</transactions>\n")
    }
    try file.end()
  }

  private var head: String {
    switch form {
    case .csv: Self.columns.joined(separator: ",") + "\n"
    case .json: "[\n"
    case .xml: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<transactions>\n"
    }
  }

  private static func fits(_ flaw: SampleFlaw, _ order: KeyedOrder, isJSON: Bool, canRepeat: Bool) -> Bool {
    switch flaw {
    case .repeatedRecord, .sameKeyOtherContent: canRepeat
    case .missingPrice: !order.taxIsInside
    case .commaPrice, .misplacedThousands: SampleMoney.digits(of: order.currency) == 2
    case .badEmail, .shortCustomer: order.customer != nil && (order.lines.count == 1 || isJSON)
    case .blankRow, .totalsRow, .repeatedAtOnce: true
    default: order.lines.count == 1 || isJSON || ofLine.contains(flaw)
    }
  }

  /// - Parameter flaw: stands in the first line, or in the order as a whole.
  private mutating func write(_ order: KeyedOrder, _ flaw: SampleFlaw?, to file: KeyedFile) throws {
    var records = order.lines.map { Self.record(order, $0) }
    if flaw == .noLines { records = [records[0]] }
    if let flaw { records[0].spoil(flaw) }
    if flaw == .blankRow || flaw == .totalsRow, !isJSON {
      let line = try file.write(cells: records[0].values)
      return try file.answer(SampleAnswer(line: line, key: "", flaw: flaw))
    }
    var line = file.line
    switch form {
    case .csv: break
    case .json: line = try file.write(json(records, flaw)) + (isFirst ? 0 : 1)
    case .xml: line = try file.write(xml(records, flaw))
    }
    isFirst = false
    for (place, record) in records.enumerated() {
      if !isJSON { line = try file.write(cells: record.values) }
      try file.answer(
        SampleAnswer(
          line: line, key: order.key, flaw: place == 0 ? flaw : flaw?.ofOtherLines,
          truth: order.truth(order.lines[place])))
    }
  }

  private static func record(_ order: KeyedOrder, _ line: KeyedOrder.Line) -> KeyedRecord {
    let placed = SampleMoment(order.placedAt)
    let refunded = order.refundedAt.map(SampleMoment.init)
    let customer = order.customer
    return KeyedRecord(
      columns: columns,
      values: [
        order.key, customer?.id ?? "", customer?.email ?? "", "\(placed.date)T\(placed.time)Z",
        refunded.map { "\($0.date)T\($0.time)Z" } ?? "", order.currency, order.status, line.product.id,
        line.product.name, "\(line.quantity)", order.money(line.product.price), order.money(order.discount),
        order.money(order.shipping), order.money(order.tax), order.money(order.tip), order.money(order.total),
        "online", customer?.country ?? "GB",
      ], key: "transaction_id")
  }

  /// Its list of lines stands in an element of its own.
  private func xml(_ records: [KeyedRecord], _ flaw: SampleFlaw?) -> String {
    func elements(_ record: KeyedRecord, _ columns: [String]) -> String {
      columns.filter { !record[$0].isEmpty }.map { column in
        let text = record[column].replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return "<\(column)>\(text)</\(column)>"
      }.joined()
    }
    let order = elements(records[0], Self.columns.filter { !Self.columnsOfLine.contains($0) })
    let lines = flaw == .noLines ? [] : records.map { elements($0, Self.columnsOfLine) }
    let listed = lines.map { "<product>\($0)</product>" }.joined()
    return "<transaction>\(order)<products>\(listed)</products></transaction>\n"
  }

  private func json(_ records: [KeyedRecord], _ flaw: SampleFlaw?) -> String {
    let order = Self.members(records[0], Self.columns.filter { !Self.columnsOfLine.contains($0) })
    let lines = flaw == .noLines ? [] : records.map { "{" + Self.members($0, Self.columnsOfLine) + "}" }
    let again = flaw == .keyTwiceInRecord ? ",\"amount\":1.00" : ""
    return (isFirst ? "" : ",\n") + "{\(order),\"products\":[\(lines.joined(separator: ","))]\(again)}"
  }

  /// What is filled, numbers without quotes.
  private static func members(_ record: KeyedRecord, _ columns: [String]) -> String {
    columns.filter { !record[$0].isEmpty }.map { column in
      let value = record[column]
      let isPlain = numbers.contains(column) && isNumber(value)
      return "\"\(column)\":" + (isPlain ? value : json(value))
    }.joined(separator: ",")
  }

  /// Digits, perhaps with a sign before them and a point among them.
  private static func isNumber(_ text: String) -> Bool {
    let digits = text.utf8.drop { $0 == 0x2D }
    guard digits.count >= text.utf8.count - 1, let first = digits.first, (0x30...0x39).contains(first) else {
      return false
    }
    let points = digits.count { $0 == 0x2E }
    let isLong = first == 0x30 && digits.count > 1 && digits.dropFirst().first != 0x2E
    return points <= 1 && !isLong && digits.last != 0x2E
      && digits.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
  }

  private static func json(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case _ where scalar.value < 0x20:
        "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: "\(scalar)"
      }
    }
    return "\"" + escaped.joined() + "\""
  }

  private static let columns = [
    "transaction_id", "customer_id", "email", "timestamp", "updated_at", "currency", "status", "product_id",
    "product_name", "quantity", "unit_price", "discount", "shipping", "tax", "tip", "amount", "channel",
    "country",
  ]
  private static let columnsOfLine = ["product_id", "product_name", "quantity", "unit_price"]
  private static let numbers = ["quantity", "unit_price", "discount", "shipping", "tax", "tip", "amount"]

  private static let flaws: [SampleFlaw] = [
    .missingKey, .missingDate, .missingCurrency, .missingStatus, .missingTotal, .missingProduct,
    .missingQuantity,
    .missingPrice, .keyTooShort, .keyTooLong, .keyInExponents, .keyWithSpaces, .keyWithControl,
    .unknownCurrency,
    .smallCurrency, .otherSymbol, .unreadableDate, .impossibleDate, .impossibleTime, .futureDate, .oldDate,
    .negativeTotal, .zeroTotal, .preciseTotal, .unreadableTotal, .precisePrice, .commaPrice,
    .misplacedThousands,
    .negativePrice, .quantityInWords, .zeroQuantity, .negativeQuantity, .preciseQuantity, .unknownStatus,
    .wrongLine, .tooFewCells, .tooManyCells, .unclosedQuote, .zeroByte, .invalidByte, .nameWithControl,
    .longName,
    .badEmail, .badCountry, .shortCustomer, .sameKeyOtherContent, .repeatedRecord, .refundBeforeSale,
    .repeatedAtOnce, .blankRow, .totalsRow,
  ]
  private static let ofCSV: [SampleFlaw] = [
    .tooFewCells, .tooManyCells, .unclosedQuote, .zeroByte, .invalidByte, .blankRow, .totalsRow,
  ]
  /// Such characters cannot stand in XML; spaces around a value mean nothing there.
  private static let notOfXML: [SampleFlaw] = [.keyWithControl, .nameWithControl, .keyWithSpaces]
  private static let ofJSON: [SampleFlaw] = [.noLines, .keyTwiceInRecord]
  /// These stand in one line even where an order has several.
  private static let ofLine: [SampleFlaw] = [
    .missingProduct, .missingQuantity, .missingPrice, .precisePrice, .commaPrice, .misplacedThousands,
    .negativePrice, .quantityInWords, .zeroQuantity, .negativeQuantity, .preciseQuantity, .wrongLine,
    .tooFewCells,
    .tooManyCells, .unclosedQuote, .zeroByte, .invalidByte, .nameWithControl, .longName,
  ]
}

extension SampleCustomer {
  var id: String { "C\(100_000 + number)" }
  var email: String { "\(first.lowercased()).\(last.lowercased())\(number)@example.com" }
}
