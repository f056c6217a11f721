/// Square's items: date, time and zone in three columns, dollars with their sign, refunds as rows of their own, and
/// rows that are the same because the same thing was rung up twice.
enum KeyedSquare: KeyedPlatform {
  static let flaws: [SampleFlaw] = [
    .missingDate, .unreadableDate, .impossibleDate, .futureDate, .oldDate, .missingQuantity, .quantityInWords,
    .preciseQuantity, .unreadableTotal, .missingTotal, .tooFewCells, .tooManyCells, .unclosedQuote, .twin,
  ]

  static func write(_ sheet: inout KeyedSheet) throws {
    try sheet.file.write(cells: columns)
    while !sheet.isFull {
      let order = sheet.trade.next(lines: 1, currencies: ["USD"])
      let flaw = sheet.flaw()
      let isRefund = flaw == nil && sheet.random.chance(0.04)
      var record = row(order, order.lines[0], isRefund: isRefund)
      if let flaw { record.spoil(flaw) }
      var truth = order.truth(order.lines[0])
      (truth.total, truth.unitPrice) = (nil, nil)
      // The shop's clock is Greenwich's.
      truth.day = SampleMoment(summer(order) + 4 * 3600).number
      if isRefund { (truth.gross, truth.net, truth.refunded) = (nil, nil, order.goods) }
      // Two of a kind in one transaction are one order of both.
      if flaw == .twin { (truth.gross, truth.net) = (nil, nil) }
      for _ in 0..<(flaw == .twin ? 2 : 1) {
        try sheet.answer(try sheet.file.write(cells: record.values), record["Transaction ID"], flaw, truth)
      }
    }
  }

  /// Eastern Time, four hours behind Greenwich: its summers only, so that no clock is turned meanwhile.
  private static func summer(_ order: KeyedOrder) -> Int {
    order.placedAt % (100 * 86_400) + SampleMoment.seconds(year: 2024, month: 7, day: 1)
  }

  private static func row(_ order: KeyedOrder, _ line: KeyedOrder.Line, isRefund: Bool) -> KeyedRecord {
    var record = KeyedRecord(
      columns: columns, key: "Transaction ID", date: "Date", name: "Item",
      roles: ["quantity": "Qty", "amount": "Gross Sales"])
    let at = SampleMoment(summer(order))
    let sign = isRefund ? "-" : ""
    let money = sign + "$" + SampleMoney.text(line.value, group: ",")
    record.fill([
      "Date": at.date, "Time": at.time, "Time Zone": "Eastern Time (US & Canada)", "Category": "None",
      "Item": line.product.name, "Qty": "\(sign)\(line.quantity).0", "Price Point Name": "Regular",
      "SKU": line.product.id, "Gross Sales": money, "Discounts": "$0.00", "Net Sales": money, "Tax": "$0.00",
      "Transaction ID": "sq\(100_000 + order.number)", "Payment ID": "pay\(100_000 + order.number)",
      "Event Type": isRefund ? "Refund" : "Payment", "Location": "Market", "Unit": "ea",
      "Count": "\(sign)\(line.quantity)",
      "Itemization Type": "Physical Good",
    ])
    return record
  }

  private static let columns = """
    Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,\
    Tax,Transaction ID,Payment ID,Device Name,Notes,Details,Event Type,Location,Dining Option,Customer ID,\
    Customer Name,Customer Reference ID,Unit,Count,GTIN,Itemization Type,Commission,Employee,Fulfillment Note,\
    Channel,Token,Card Brand,PAN Suffix
    """.split(separator: ",").map(String.init)
}
