import Records

extension SampleShop {
  func transactions(_ days: [Day], _ chunk: ([UInt8]) throws -> Void) throws {
    let columns = days.contains(where: trade.hasExtras) ? SampleColumn.allCases : SampleColumn.usual
    var bytes = SampleColumn.header(columns)
    var row = SampleRow()
    for day in days {
      for order in trade.orders(on: day) {
        for line in order.lines.indices {
          order.fill(&row, line: line, of: columns)
          row.appendCSV(to: &bytes)
        }
      }
      try Self.pass(&bytes, to: chunk, above: 65_536)
    }
    try Self.pass(&bytes, to: chunk)
  }

  /// The stall's till writes an envelope with all orders of the month: fewer than the 10,000 that one may hold.
  func till(_ chunk: ([UInt8]) throws -> Void) throws {
    var stall = trade
    stall.isStall = true
    var bytes: [UInt8] = []
    bytes += #"{"source_id":"market-stall","data_type":"transactions","format":"json","data":["# + "\n"
    var row = SampleRow()
    var isFirst = true
    for day in days(of: fullestMonth) {
      for order in stall.orders(on: day) {
        if !isFirst { bytes += ",\n" }
        isFirst = false
        Self.append(order, row: &row, to: &bytes)
      }
      try Self.pass(&bytes, to: chunk, above: 65_536)
    }
    bytes += "\n]}\n"
    try Self.pass(&bytes, to: chunk)
  }

  /// One record with its lines in `products`. What all lines share is taken from the damaged one, if any.
  private static func append(_ order: SampleOrder, row: inout SampleRow, to bytes: inout [UInt8]) {
    let columns = SampleColumn.usual
    order.fill(&row, line: order.damages.first?.line ?? 0, of: columns)
    bytes += "{"
    row.appendJSON(of: columns, perLine: false, to: &bytes)
    bytes += #","products":["#
    for line in order.lines.indices {
      order.fill(&row, line: line, of: columns)
      bytes += line > 0 ? ",{" : "{"
      row.appendJSON(of: columns, perLine: true, to: &bytes)
      bytes += "}"
    }
    bytes += "]}"
  }

  func products(_ chunk: ([UInt8]) throws -> Void) throws {
    var bytes: [UInt8] = []
    bytes += "product_id,product_name,category,price,cost,currency\n"
    for product in SampleProduct.all {
      bytes += product.id + ","
      bytes.append(csv: product.name.utf8)
      bytes += "," + product.category + ","
      bytes.append(money: product.price)
      bytes += ","
      bytes.append(money: product.cost)
      bytes += ",GBP\n"
    }
    try chunk(bytes)
  }

  /// All who are known by the last day; a few addresses have lost their `@`.
  func customers(_ chunk: ([UInt8]) throws -> Void) throws {
    var bytes: [UInt8] = []
    bytes += "[\n"
    for number in 0..<trade.customers(on: lastDay) {
      let customer = SampleCustomer(number, seed: seed)
      if number > 0 { bytes += ",\n" }
      bytes += #"{"customer_id":""#
      customer.appendID(to: &bytes)
      bytes += #"","email":""#
      let start = bytes.count
      customer.appendEmail(to: &bytes)
      if number % 97 == 96 { bytes[start...].removeAll { $0 == UInt8(ascii: "@") } }
      bytes += #"","name":"\#(customer.first) \#(customer.last)","country":"\#(customer.country)""#
      bytes += #","created_at":""#
      bytes.append(date: trade.joined(number))
      bytes += #""}"#
      try Self.pass(&bytes, to: chunk, above: 65_536)
    }
    bytes += "\n]\n"
    try Self.pass(&bytes, to: chunk)
  }

  /// One row a day; some 3 visits in 100 become an order.
  func sessions(_ chunk: ([UInt8]) throws -> Void) throws {
    var bytes: [UInt8] = []
    bytes += "date,sessions\n"
    for day in days {
      var random = SampleRandom(seed: seed, 0x5E55, Int(day.number))
      let orders = trade.orders(on: day).count
      bytes.append(date: day)
      bytes += ","
      bytes.append(digits: 60 + orders * random.number(in: 26...36))
      bytes += "\n"
      try Self.pass(&bytes, to: chunk, above: 65_536)
    }
    try Self.pass(&bytes, to: chunk)
  }

  /// Looks like an export, and is none that Daybook knows.
  func stockCount(_ chunk: ([UInt8]) throws -> Void) throws {
    var bytes: [UInt8] = []
    bytes += "shelf,counted_by,pieces\n"
    for (index, product) in SampleProduct.all.enumerated() {
      var random = SampleRandom(seed: seed, 0x570C, index)
      bytes += "\(product.category) \(index % 4 + 1),\(random.pick(["Ada", "Tom"])),\(random.below(60))\n"
    }
    try chunk(bytes)
  }

  /// Hands over what has gathered, if it is more than `least`.
  static func pass(
    _ bytes: inout [UInt8], to chunk: ([UInt8]) throws -> Void, above least: Int = 0
  ) rethrows {
    guard bytes.count > least else { return }
    try chunk(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
