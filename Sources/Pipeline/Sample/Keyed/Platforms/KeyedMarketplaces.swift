/// Amazon's report of all orders: tabs, no quotes, a row per item with the item's total, no total of the order.
enum KeyedAmazon: KeyedPlatform {
  static let flaws: [SampleFlaw] = [
    .missingKey, .missingDate, .unreadableDate, .impossibleDate, .futureDate, .oldDate, .missingQuantity,
    .quantityInWords, .preciseQuantity, .unreadableTotal, .precisePrice, .unknownCurrency, .unknownStatus,
    .tooFewCells,
  ]

  static func write(_ sheet: inout KeyedSheet) throws {
    try sheet.file.write(cells: columns, separator: "\t", quoting: .never)
    while !sheet.isFull {
      var order = sheet.trade.next(lines: 1, currencies: ["GBP", "EUR"])
      if sheet.random.chance(0.4) { order.shipping = 395 }
      if sheet.random.chance(0.4) { order.tax = max(order.goods / 5, 20) }
      if sheet.random.chance(0.1) { order.discount = order.goods / 10 }
      let flaw = sheet.flaw()
      let line = order.lines[0]
      let id = "026-\(1_000_000 + order.number)-\(2_000_000 + order.number)"
      let at = SampleMoment(order.placedAt)
      let time = "\(at.date)T\(at.time)+00:00"
      var record = KeyedRecord(
        columns: columns, key: "amazon-order-id", date: "purchase-date", name: "product-name",
        roles: ["amount": "item-price", "unit_price": "item-price", "status": "order-status"])
      record.fill([
        "amazon-order-id": id, "merchant-order-id": id, "purchase-date": time, "last-updated-date": time,
        "order-status": "Shipped", "fulfillment-channel": "Amazon", "sales-channel": "Amazon.co.uk",
        "ship-service-level": "Standard", "product-name": line.product.name, "sku": line.product.id,
        "asin": "B0\(10_000_000 + order.number % 40)", "item-status": "Shipped",
        "quantity": "\(line.quantity)",
        "currency": order.currency, "item-price": order.money(line.value), "item-tax": order.money(order.tax),
        "shipping-price": order.money(order.shipping), "item-promotion-discount": order.money(order.discount),
        "ship-city": "Leeds", "ship-postal-code": "LS1 4DY", "ship-country": "GB",
        "is-business-order": "false",
      ])
      if let flaw { record.spoil(flaw) }
      let place = try sheet.file.write(cells: record.values, separator: "\t", quoting: .never)
      var truth = order.truth(line)
      (truth.unitPrice, truth.refunded) = (nil, nil)
      try sheet.answer(place, id, flaw, truth)
    }
  }

  private static let columns = """
    amazon-order-id merchant-order-id purchase-date last-updated-date order-status fulfillment-channel sales-channel \
    order-channel url ship-service-level product-name sku asin item-status quantity currency item-price item-tax \
    shipping-price shipping-tax gift-wrap-price gift-wrap-tax item-promotion-discount ship-promotion-discount \
    ship-city ship-state ship-postal-code ship-country promotion-ids is-business-order purchase-order-number \
    price-designation
    """.split(separator: " ").map(String.init)
}

/// Etsy's sold items: American dates without a time, a row per item, entities in the titles.
enum KeyedEtsy: KeyedPlatform {
  static let flaws: [SampleFlaw] = [
    .missingDate, .unreadableDate, .missingQuantity, .quantityInWords, .preciseQuantity, .missingCurrency,
    .unknownCurrency, .precisePrice, .unreadableTotal, .tooFewCells, .tooManyCells, .unclosedQuote,
  ]

  static func write(_ sheet: inout KeyedSheet) throws {
    try sheet.file.write(cells: columns)
    while !sheet.isFull {
      let order = sheet.trade.next(lines: 1, currencies: ["USD"])
      let line = order.lines[0]
      let flaw = sheet.flaw()
      let at = SampleMoment(order.placedAt)
      let shipping = sheet.random.chance(0.5) ? 450 : 0
      var record = KeyedRecord(
        columns: columns, key: "Transaction ID", date: "Sale Date", name: "Item Name",
        roles: [
          "quantity": "Quantity", "unit_price": "Price", "amount": "Item Total", "currency": "Currency",
        ])
      record.fill([
        "Sale Date": at.american, "Item Name": line.product.name.replacing("\"", with: "&quot;"),
        "Buyer": order.customer?.first ?? "", "Quantity": "\(line.quantity)",
        "Price": order.money(line.product.price),
        "Discount Amount": "0.00", "Shipping Discount": "0.00", "Order Shipping": order.money(shipping),
        "Order Sales Tax": "0.00", "Item Total": order.money(line.value), "Currency": order.currency,
        "Transaction ID": "\(4_100_000_000 + order.number)",
        "Listing ID": "\(1_000_000_000 + order.number % 40)",
        "Date Paid": at.american, "Date Shipped": at.american, "Ship Country": "United States",
        "Order ID": "\(3_000_000_000 + order.number)", "Order Type": "online", "Listings Type": "listing",
        "Payment Type": "online_cc", "SKU": line.product.id,
      ])
      if let flaw { record.spoil(flaw) }
      var truth = order.truth(line)
      (truth.refunded, truth.total) = (nil, nil)
      let place = try sheet.file.write(cells: record.values)
      try sheet.answer(place, "\(3_000_000_000 + order.number)", flaw, truth)
    }
  }

  private static let columns = """
    Sale Date,Item Name,Buyer,Quantity,Price,Coupon Code,Coupon Details,Discount Amount,Shipping Discount,\
    Order Shipping,Order Sales Tax,Item Total,Currency,Transaction ID,Listing ID,Date Paid,Date Shipped,Ship Name,\
    Ship Address1,Ship Address2,Ship City,Ship State,Ship Zipcode,Ship Country,Order ID,Variations,Order Type,\
    Listings Type,Payment Type,InPerson Discount,InPerson Location,VAT Paid by Buyer,SKU
    """.split(separator: ",").map(String.init)
}
