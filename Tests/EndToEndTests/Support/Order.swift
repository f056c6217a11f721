/// An invented order, written in every form in which Daybook takes orders.
struct Order {
  struct Line {
    var product: String
    var name: String
    var quantity: Int
    /// Pence.
    var price: Int
  }

  var id: String
  var customer = "CUST-00001"
  var email = "ada@example.org"
  var time = "2024-03-05T10:15:00Z"
  var currency = "GBP"
  var status = "completed"
  var lines: [Line]
  var updated = ""

  /// Pence.
  var amount: Int { lines.reduce(0) { $0 + $1.quantity * $1.price } }

  static let header =
    "transaction_id,customer_id,email,timestamp,currency,status,product_id,product_name,quantity,unit_price,amount,"
    + "channel,country,updated_at\n"

  /// `1234` pence as `12.34`.
  static func money(_ pence: Int) -> String {
    let cents = pence.magnitude % 100
    return "\(pence < 0 ? "-" : "")\(pence.magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
  }

  /// One row per line.
  var csv: String {
    lines.map { line in
      [
        id, customer, email, time, currency, status, line.product, line.name, "\(line.quantity)",
        Self.money(line.price), Self.money(amount), "web", "GB", updated,
      ].joined(separator: ",") + "\n"
    }.joined()
  }

  var json: String {
    let products = lines.map { line in
      #"{"product_id":"\#(line.product)","product_name":"\#(line.name)","quantity":\#(line.quantity),"#
        + #""unit_price":\#(Self.money(line.price))}"#
    }.joined(separator: ",")
    let clock = updated.isEmpty ? "" : #""updated_at":"\#(updated)","#
    return
      #"{"transaction_id":"\#(id)","customer_id":"\#(customer)","email":"\#(email)","timestamp":"\#(time)","#
      + #""currency":"\#(currency)","status":"\#(status)",\#(clock)"amount":\#(Self.money(amount)),"#
      + #""channel":"web","country":"GB","products":[\#(products)]}"#
  }

  /// Orders of many days, customers and products, the same for one seed.
  static func many(_ count: Int, seed: Int = 1, firstID: Int = 1) -> [Order] {
    (firstID..<firstID + count).map { number in
      var dice = UInt64(truncatingIfNeeded: number &* 7919 &+ seed)
      func roll(_ sides: Int) -> Int {
        dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(dice >> 33) % sides
      }
      let day = number % 28 + 1
      let lines = (0...roll(3)).map { line in
        let product = roll(40)
        return Line(
          product: "SKU-\(100 + product)-\(line)", name: "Thing \(product)", quantity: roll(5) + 1,
          price: roll(9000) + 99)
      }
      return Order(
        id: "ORDER-\(100_000 + number)", customer: "CUST-\(10_000 + roll(300))",
        time: "2024-0\(roll(6) + 1)-\(day < 10 ? "0" : "")\(day)T1\(roll(10)):0\(roll(10)):00Z",
        status: roll(20) == 0 ? "refunded" : "completed", lines: lines)
    }
  }
}

extension [Order] {
  var csv: String { Order.header + map(\.csv).joined() }
  var jsonArray: String { "[\n" + map(\.json).joined(separator: ",\n") + "\n]\n" }
  var ndjson: String { map { $0.json + "\n" }.joined() }
  var wrapped: String { #"{"orders":"# + jsonArray + "}" }

  func envelope(source: String) -> String {
    #"{"source_id":"\#(source)","data_type":"transactions","format":"json","data":"# + jsonArray + "}"
  }
}

/// Three orders whose sums are worked out by hand: 2 × 12.50 + 1 × 4.99 = 29.99 on 5 March, 3 × 1.05 = 3.15 on
/// 5 March, 1 × 100.00 on 6 March.
let threeOrders = [
  Order(
    id: "ORDER-000001",
    lines: [
      .init(product: "MUG-1", name: "Blue mug", quantity: 2, price: 1250),
      .init(product: "CARD-7", name: "Birthday card", quantity: 1, price: 499),
    ]),
  Order(
    id: "ORDER-000002", customer: "CUST-00002", email: "bob@example.org", time: "2024-03-05T18:00:00Z",
    lines: [.init(product: "CARD-8", name: "Card", quantity: 3, price: 105)]),
  Order(
    id: "ORDER-000003", customer: "CUST-00003", email: "cy@example.org", time: "2024-03-06T09:00:00Z",
    lines: [.init(product: "LAMP", name: "Lamp", quantity: 1, price: 10000)]),
]
