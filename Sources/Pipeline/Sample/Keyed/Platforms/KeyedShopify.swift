/// Shopify's orders export: a row per line, of which only the first has what belongs to the order.
enum KeyedShopify: KeyedPlatform {
  static let flaws: [SampleFlaw] = [
    .missingTotal, .unreadableTotal, .preciseTotal, .negativeTotal, .unknownCurrency, .impossibleDate,
    .unreadableDate, .futureDate, .oldDate, .unknownStatus, .missingQuantity, .quantityInWords,
    .preciseQuantity,
    .precisePrice, .wrongLine, .wrongTotal, .keyInExponents, .tooFewCells, .tooManyCells, .unclosedQuote,
  ]

  static func write(_ sheet: inout KeyedSheet) throws {
    try sheet.file.write(cells: columns)
    while !sheet.isFull {
      var order = sheet.trade.next(currencies: ["GBP", "GBP", "EUR"])
      if sheet.random.chance(0.2) { order.discount = order.goods / 10 }
      if sheet.random.chance(0.5) { order.shipping = 395 }
      order.tax = max((order.goods - order.discount) / 6, 20)
      order.taxIsInside = sheet.random.chance(0.7)
      let flaw = sheet.flaw(lines: order.lines.count)
      for (place, line) in order.lines.enumerated() {
        var record = row(order, line, isFirst: place == 0)
        if place == 0, let flaw { record.spoil(flaw) }
        if place == 0, flaw == .wrongTotal { record["amount"] = order.money(order.total + 1000) }
        let at = try sheet.file.write(cells: record.values)
        try sheet.answer(
          at, "#\(order.number + 1000)", place == 0 ? flaw : KeyedSheet.beside(flaw), order.truth(line))
      }
    }
  }

  private static func row(_ order: KeyedOrder, _ line: KeyedOrder.Line, isFirst: Bool) -> KeyedRecord {
    var record = KeyedRecord(
      columns: columns, key: "Id", date: "Created at", name: "Lineitem name",
      roles: [
        "amount": "Total", "currency": "Currency", "status": "Financial Status",
        "quantity": "Lineitem quantity",
        "unit_price": "Lineitem price",
      ])
    // Two hours before Greenwich, as the shop's clock stands.
    let local = SampleMoment(order.placedAt + 7200)
    record.fill([
      "Name": "#\(order.number + 1000)", "Email": order.customer?.email ?? "",
      "Created at": "\(local.date) \(local.time) +0200", "Lineitem quantity": "\(line.quantity)",
      "Lineitem name": line.product.name, "Lineitem price": order.money(line.product.price),
      "Lineitem sku": line.product.id, "Lineitem requires shipping": "true", "Lineitem taxable": "true",
      "Lineitem fulfillment status": "fulfilled", "Vendor": "Corner Gifts", "Lineitem discount": "0.00",
    ])
    guard isFirst else { return record }
    record.fill([
      "Financial Status": "paid", "Paid at": record["Created at"], "Fulfillment Status": "fulfilled",
      "Fulfilled at": record["Created at"], "Accepts Marketing": "no", "Currency": order.currency,
      "Subtotal": order.money(order.goods - order.discount), "Shipping": order.money(order.shipping),
      "Taxes": order.money(order.tax), "Total": order.money(order.total),
      "Discount Amount": order.money(order.discount), "Shipping Method": "Standard",
      "Billing Name": order.customer.map { "\($0.first) \($0.last)" } ?? "", "Billing Zip": "'4001",
      "Billing Country": order.customer?.country ?? "GB", "Refunded Amount": "0.00",
      "Outstanding Balance": "0.00",
      "Note Attributes": "gift: yes\ncard: happy birthday", "Payment Method": "Shopify Payments",
      "Id": "\(5_432_100_000_000 + order.number)", "Risk Level": "Low", "Source": "web",
      "Tax 1 Name": "VAT 20%",
      "Tax 1 Value": order.money(order.tax),
    ])
    return record
  }

  private static let columns = """
    Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,\
    Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,\
    Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,\
    Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,\
    Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,\
    Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,\
    Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,\
    Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,\
    Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,\
    Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,\
    Payment Terms Name,Next Payment Due At,Payment References
    """.split(separator: ",").map(String.init)
}
