/// Orders as WooCommerce's REST interface gives them: money in strings, an order on each line of the file.
enum KeyedWooCommerce: KeyedPlatform {
  static let flaws: [SampleFlaw] = [
    .missingTotal, .unreadableTotal, .preciseTotal, .missingCurrency, .unknownCurrency, .unreadableDate,
    .impossibleDate, .futureDate, .oldDate, .unknownStatus, .missingStatus, .wrongTotal, .missingKey,
  ]

  static func write(_ sheet: inout KeyedSheet) throws {
    try sheet.file.write("[\n")
    var isFirst = true
    while !sheet.isFull {
      var order = sheet.trade.next(currencies: ["EUR", "USD"])
      if sheet.random.chance(0.5) { order.shipping = 395 }
      if sheet.random.chance(0.5) { order.tax = max(order.goods / 5, 20) }
      let flaw = sheet.flaw()
      var record = KeyedRecord(
        columns: ["id", "status", "currency", "date", "total"],
        values: [
          "\(order.number + 7000)", "completed", order.currency, local(order.placedAt),
          order.money(order.total),
        ], key: "id", date: "date", roles: ["amount": "total"])
      if let flaw { record.spoil(flaw) }
      if flaw == .wrongTotal { record["total"] = order.money(order.total + 1000) }
      let at = try sheet.file.write((isFirst ? "" : ",\n") + json(order, record)) + (isFirst ? 0 : 1)
      isFirst = false
      for (place, line) in order.lines.enumerated() {
        try sheet.answer(
          at, "\(order.number + 7000)", place == 0 ? flaw : KeyedSheet.beside(flaw), order.truth(line))
      }
    }
    try sheet.file.write("\n]\n")
  }

  private static func local(_ seconds: Int) -> String {
    let moment = SampleMoment(seconds)
    return "\(moment.date)T\(moment.time)"
  }

  private static func json(_ order: KeyedOrder, _ record: KeyedRecord) -> String {
    let id = record["id"].isEmpty ? "null" : record["id"]
    let lines = order.lines.enumerated().map { place, line in
      let (value, price) = (order.money(line.value), order.money(line.product.price))
      let name = line.product.name.replacing("\"", with: "\\\"")
      return """
        {"id":\(order.number * 10 + place),"name":"\(name)","product_id":\(93 + place),"variation_id":0,\
        "quantity":\(line.quantity),"tax_class":"","subtotal":"\(value)","subtotal_tax":"0.00","total":"\(value)",\
        "total_tax":"0.00","taxes":[],"meta_data":[],"sku":"\(line.product.id)","price":\(price)}
        """
    }
    return """
      {"id":\(id),"parent_id":0,"number":"\(record["id"])","order_key":"wc_order_\(order.number)",\
      "created_via":"checkout","version":"8.1.0","status":"\(record["status"])","currency":"\(record["currency"])",\
      "date_created":"\(record["date"])","date_created_gmt":"\(record["date"])","discount_total":"0.00",\
      "discount_tax":"0.00","shipping_total":"\(order.money(order.shipping))","shipping_tax":"0.00",\
      "cart_tax":"\(order.money(order.tax))","total":"\(record["total"])","total_tax":"\(order.money(order.tax))",\
      "prices_include_tax":false,"customer_id":\(order.customer?.number ?? 0),\
      "billing":{"first_name":"\(order.customer?.first ?? "")","email":"\(order.customer?.email ?? "")",\
      "country":"\(order.customer?.country ?? "GB")"},"payment_method":"bacs","line_items":[\(lines.joined(separator: ","))],\
      "tax_lines":[],"shipping_lines":[],"fee_lines":[],"coupon_lines":[],"refunds":[]}
      """
  }
}
