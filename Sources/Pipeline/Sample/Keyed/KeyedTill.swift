/// A till roll: lines that stand alone, goods that come back, postage, breakage, and pairs that are both real.
struct KeyedTill {
  let plan: KeyedPlan
  private var trade: KeyedTrade
  private var random: SampleRandom
  private var sower: KeyedSower

  init(plan: KeyedPlan) {
    self.plan = plan
    trade = KeyedTrade("5", salt: 8, plan: plan)
    random = SampleRandom(seed: plan.seed, 0x7111)
    sower = KeyedSower(Self.flaws, share: plan.faults, seed: plan.seed, salt: 8)
  }

  mutating func write(to file: KeyedFile) throws {
    try file.write(cells: Self.columns)
    while file.rows < plan.rows {
      let order = trade.next()
      for line in order.lines where file.rows < plan.rows {
        let flaw = sower.next { $0 != .stockAdjustment || order.lines.count == 1 }
        try write(order, line, flaw, to: file)
      }
    }
    try file.end()
  }

  private mutating func write(
    _ order: KeyedOrder, _ line: KeyedOrder.Line, _ flaw: SampleFlaw?, to file: KeyedFile
  ) throws {
    let at = SampleMoment(order.placedAt)
    let isReturn = flaw == nil ? random.chance(0.03) : flaw == .returnWithoutMinus
    var truth = SampleTruth(
      day: at.number, currency: "GBP", quantity: line.quantity * 1000, unitPrice: line.product.price,
      gross: line.value, net: line.value, refunded: 0)
    if isReturn { (truth.gross, truth.net, truth.refunded) = (0, 0, line.value) }
    let key = (isReturn ? "C" : "") + order.key
    var record = KeyedRecord(
      columns: Self.columns,
      values: [
        key, line.product.id, line.product.name, (isReturn && flaw == nil ? "-" : "") + "\(line.quantity)",
        "\(at.date) \(at.time)", SampleMoney.text(line.product.price),
        order.customer.map { "\($0.number).0" } ?? "",
        "United Kingdom",
      ], key: "InvoiceNo", date: "InvoiceDate", name: "Description")
    if let flaw { spoil(&record, flaw) }
    if flaw == .totalsRow {
      let line = try file.write(cells: record.values)
      return try file.answer(SampleAnswer(line: line, key: "", flaw: flaw))
    }
    let answer = SampleAnswer(line: try file.write(cells: record.values), key: key, flaw: flaw, truth: truth)
    try file.answer(answer)
    guard flaw == .twin else { return }
    try file.answer(
      SampleAnswer(line: try file.write(cells: record.values), key: key, flaw: flaw, truth: truth))
  }

  private func spoil(_ record: inout KeyedRecord, _ flaw: SampleFlaw) {
    switch flaw {
    case .missingProduct: record["StockCode"] = ""
    case .missingQuantity: record["Quantity"] = ""
    case .quantityInWords: record["Quantity"] = Self.damaged(record, ["two", "1O.00", "12.3.4", "3 pcs."])
    case .negativePrice: record["UnitPrice"] = "-" + record["UnitPrice"]
    case .totalsRow:
      record.values = Self.columns.map { ["InvoiceNo": "Total", "UnitPrice": "1234.56"][$0] ?? "" }
    case .preciseQuantity: record["Quantity"] += ".0005"
    case .missingPrice: record["UnitPrice"] = ""
    case .unreadableTotal: record["UnitPrice"] = Self.damaged(record, ["n/a", "1O.00", "1.2.3", "2,5,0"])
    case .precisePrice: record["UnitPrice"] += "0005"
    case .commaPrice: record["UnitPrice"] = record["UnitPrice"].replacing(".", with: ",")
    case .badCountry: record["Country"] = "Atlantis"
    case .stockAdjustment:
      (record["CustomerID"], record["UnitPrice"], record["Quantity"]) = ("", "0.00", "-" + record["Quantity"])
    case .impossibleTime: record["InvoiceDate"] = record["InvoiceDate"].prefix(10) + " 25:61:00"
    default: record.spoil(flaw)
    }
  }

  /// One way of several to be wrong, chosen by what the record says.
  private static func damaged(_ record: KeyedRecord, _ ways: [String]) -> String {
    ways[record["InvoiceNo"].utf8.reduce(0) { $0 + Int($1) } % ways.count]
  }

  private static let columns = [
    "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country",
  ]
  private static let flaws: [SampleFlaw] = [
    .missingKey, .missingDate, .missingProduct, .missingQuantity, .keyInExponents, .keyTooLong,
    .keyWithControl,
    .unreadableDate, .impossibleDate, .impossibleTime, .futureDate, .oldDate, .quantityInWords,
    .preciseQuantity,
    .unreadableTotal, .precisePrice, .commaPrice, .badCountry, .tooFewCells, .tooManyCells, .unclosedQuote,
    .zeroByte, .invalidByte, .nameWithControl, .returnWithoutMinus, .stockAdjustment, .twin, .blankRow,
    .negativePrice, .totalsRow,
  ]
}
