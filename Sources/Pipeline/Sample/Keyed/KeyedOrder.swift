/// An order as it truly was; money in minor units.
struct KeyedOrder {
  struct Line {
    var product: SampleProduct
    var quantity: Int

    var value: Int { quantity * product.price }
  }

  var key: String
  var number: Int
  var customer: SampleCustomer?
  /// UTC seconds.
  var placedAt: Int
  var refundedAt: Int?
  var currency = "GBP"
  var status = "completed"
  var lines: [Line] = []
  var discount = 0
  var shipping = 0
  var tax = 0
  var taxIsInside = false
  var tip = 0

  var goods: Int { lines.reduce(0) { $0 + $1.value } }
  var gross: Int { goods - (taxIsInside ? tax : 0) }
  var net: Int { gross - discount }
  var total: Int { net + shipping + tax + tip }

  func money(_ minor: Int) -> String { SampleMoney.text(minor, digits: SampleMoney.digits(of: currency)) }

  /// What is true of one of its lines.
  func truth(_ line: Line, offset: Int = 0) -> SampleTruth {
    SampleTruth(
      day: SampleMoment(placedAt + offset).number, currency: currency, quantity: line.quantity * 1000,
      unitPrice: line.product.price, gross: gross, net: net, refunded: status == "refunded" ? net : 0,
      total: total)
  }
}

/// The orders of a sample in the order of time, one after the other, worked out as they are asked for.
struct KeyedTrade {
  let prefix: String
  let plan: KeyedPlan
  private var random: SampleRandom
  private var number = 0

  /// - Parameter prefix: of the orders' keys, so that those of one export are no other's.
  init(_ prefix: String, salt: Int, plan: KeyedPlan) {
    self.prefix = prefix
    self.plan = plan
    random = SampleRandom(seed: plan.seed, 0x0DE5, salt)
  }

  /// - Parameter lines: no more than so many.
  mutating func next(lines limit: Int = 4, currencies: [String] = ["GBP"]) -> KeyedOrder {
    number += 1
    let customer = random.chance(0.1) ? nil : SampleCustomer(random.below(5000), seed: plan.seed)
    var order = KeyedOrder(
      key: "\(prefix)\(1_000_000 + number)", number: number, customer: customer,
      placedAt: plan.firstSecond + number * 2_000_003 % (360 * 86_400) + random.below(86_400))
    order.currency = random.pick(currencies)
    let count = min(random.pick([1, 1, 1, 1, 1, 1, 2, 2, 3, 4]), limit)
    for place in 0..<count {
      let product = SampleProduct.all[(number * 7 + place * 11) % SampleProduct.all.count]
      order.lines.append(KeyedOrder.Line(product: product, quantity: random.pick([1, 1, 1, 1, 2, 2, 3, 12])))
    }
    return order
  }

  /// Gives an order what stands beside its lines, and how it ended.
  mutating func embellish(_ order: inout KeyedOrder) {
    if random.chance(0.15) { order.discount = order.goods / 10 }
    if random.chance(0.3) { order.shipping = 395 }
    switch random.below(10) {
    case ..<3: order.tax = max((order.goods - order.discount) / 5, 20)
    case 3:
      order.tax = max((order.goods - order.discount) / 6, 20)
      order.taxIsInside = true
    case 4: order.tip = 100
    default: break
    }
    switch random.below(40) {
    case 0: order.status = "pending"
    case 1: order.status = "cancelled"
    case 2: order.status = "failed"
    case 3, 4:
      order.status = "refunded"
      order.refundedAt = order.placedAt + 3600 + random.below(20 * 86_400)
    default: break
    }
  }
}

/// How much is to be written, and how it is chosen.
struct KeyedPlan: Sendable {
  var seed: UInt64
  var rows: Int
  var faults: Double
  /// UTC seconds at the beginning of the year that the sample tells of.
  var firstSecond: Int
}
