/// eBay's orders report: a line of commas, the header, an empty row, then orders; one with several items has a
/// summary row with the order's money before the rows of its items; two lines at the foot.
enum KeyedEbay: KeyedPlatform {
  static let flaws: [SampleFlaw] = [
    .missingDate, .unreadableDate, .impossibleDate, .missingQuantity, .quantityInWords, .unreadableTotal,
    .missingTotal, .wrongTotal, .tooFewCells,
  ]

  static func write(_ sheet: inout KeyedSheet) throws {
    let commas = String(repeating: ",", count: columns.count - 1) + "\n"
    try sheet.file.write(commas)
    try sheet.file.write(cells: columns, quoting: .always)
    let blank = try sheet.file.write(commas)
    try sheet.answer(blank, "", .blankRow)
    var orders = 0
    while !sheet.isFull {
      var order = sheet.trade.next(lines: 3, currencies: ["USD"])
      if sheet.random.chance(0.5) { order.shipping = 599 }
      orders += 1
      try write(order, sheet.flaw(), &sheet)
    }
    try sheet.file.write("\n")
    for foot in ["\(orders),record(s) downloaded,from Jul-01-24 to Jun-30-25", "Seller ID : corner_gifts"] {
      try sheet.answer(try sheet.file.write(foot + "\n"), "", .footer)
    }
  }

  private static func write(_ order: KeyedOrder, _ flaw: SampleFlaw?, _ sheet: inout KeyedSheet) throws {
    let key = "\(order.number + 10_000)"
    var head = row(order)
    let isSingle = order.lines.count == 1
    let isOfItem = flaw == .missingQuantity || flaw == .quantityInWords
    fillMoney(&head, order)
    if isSingle { fillItem(&head, order, order.lines[0]) }
    if let flaw, isSingle || !isOfItem { head.spoil(flaw) }
    if flaw == .wrongTotal { head["amount"] = "$" + order.money(order.total + 1000) }
    let at = try sheet.file.write(cells: head.values, quoting: .always)
    if isSingle { return try sheet.answer(at, key, flaw, order.truth(order.lines[0])) }
    let summary = flaw == nil || isOfItem ? SampleFlaw.summaryRow : flaw
    // A damaged item holds its summary row too, and that is said of the item alone.
    try sheet.answer(at, key, isOfItem ? .besideDamage : summary)
    for (place, line) in order.lines.enumerated() {
      var item = row(order)
      fillItem(&item, order, line)
      let isDamaged = isOfItem && place == 0
      if isDamaged, let flaw { item.spoil(flaw) }
      let at = try sheet.file.write(cells: item.values, quoting: .always)
      try sheet.answer(at, key, isDamaged ? flaw : KeyedSheet.beside(flaw), order.truth(line))
    }
  }

  private static func row(_ order: KeyedOrder) -> KeyedRecord {
    var record = KeyedRecord(
      columns: columns, key: "Order Number", date: "Sale Date", name: "Item Title",
      roles: ["quantity": "Quantity", "unit_price": "Sold For", "amount": "Total Price"])
    record.fill([
      "Sales Record Number": "\(order.number + 10_000)",
      "Order Number": "12-\(10_000 + order.number)-\(order.number)",
      "Buyer Username": order.customer.map { "\($0.first.lowercased())_\($0.number)" } ?? "guest",
    ])
    return record
  }

  private static func fillMoney(_ record: inout KeyedRecord, _ order: KeyedOrder) {
    let at = SampleMoment(order.placedAt)
    let date = "\(at.monthName)-\(SampleMoment.two(at.day))-\(SampleMoment.two(at.year % 100))"
    let sold = SampleMoney.text(order.goods, group: ",")
    record.fill([
      "Quantity": "\(order.lines.reduce(0) { $0 + $1.quantity })", "Sold For": "$\(sold)",
      "Shipping And Handling": "$\(order.money(order.shipping))", "Seller Collected Tax": "$0.00",
      "eBay Collected Tax": "$0.00", "Total Price": "$" + SampleMoney.text(order.total, group: ","),
      "Sale Date": date,
      "Paid On Date": date, "Payment Method": "eBay Managed Payments", "Ship To Country": "United States",
    ])
  }

  /// `Sold For` is the price of one.
  private static func fillItem(_ record: inout KeyedRecord, _ order: KeyedOrder, _ line: KeyedOrder.Line) {
    record.fill([
      "Item Number": "\(250_000_000_000 + order.number % 40)", "Item Title": line.product.name,
      "Custom Label": line.product.id, "Quantity": "\(line.quantity)",
      "Sold For": "$" + SampleMoney.text(line.product.price, group: ","),
      "Transaction ID": "\(7_000_000 + order.number)",
    ])
  }

  private static let columns = """
    Sales Record Number,Order Number,Buyer Username,Buyer Name,Buyer Email,Buyer Note,Ship To Country,Item Number,\
    Item Title,Custom Label,Sold Via Promoted Listings,Quantity,Sold For,Shipping And Handling,Item Location,\
    Tax Status,Seller Collected Tax,eBay Collected Tax,eBay Collected Charges,Total Price,Payment Method,Sale Date,\
    Paid On Date,Ship By Date,Transaction ID,Variation Details
    """.split(separator: ",").map(String.init)
}
