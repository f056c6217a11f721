import Records

/// The orders of one shop or stall, day by day.
///
/// A day's orders depend on nothing but the seed and the day, so that a later demo goes on where an earlier one
/// ended; only refunds that had not happened by the last day are not told yet.
struct SampleTrade {
  let seed: UInt64
  let lastDay: Day
  var isStall = false

  /// The even months' exports have columns for discount, shipping, tax and tip; orders of the others have none.
  func hasExtras(on day: Day) -> Bool { !isStall && day.civil.month % 2 == 0 }

  func orders(on day: Day) -> [SampleOrder] {
    var random = SampleRandom(seed: seed, isStall ? 0x57A1 : 0x5409, Int(day.number))
    let count = Int(expectedOrders(on: day) * (0.8 + Double(random.below(400)) / 1000) + 0.5)
    let seconds = (0..<count).map { _ in random.number(in: 9 * 3600...20 * 3600) }.sorted()
    return seconds.enumerated().map { index, second in
      var order = order(on: day, index: index, second: second, random: &random)
      if hasExtras(on: day) { addExtras(to: &order, random: &random) }
      if random.chance(0.015) { order.damage(with: SampleFault.common, random: &random) }
      return order
    }
  }

  private func order(on day: Day, index: Int, second: Int, random: inout SampleRandom) -> SampleOrder {
    let customer = random.chance(isStall ? 0.8 : 0.07) ? nil : customer(on: day, random: &random)
    var order = SampleOrder(
      number: (isStall ? 5_000_000_000 : 1_000_000_000) + day.yyyymmdd % 1_000_000 * 1000 + index,
      customer: customer, placedAt: Int(day.number) * 86_400 + second,
      channel: isStall ? "market" : channel(&random), country: isStall ? "GB" : customer?.country ?? "GB",
      lines: [])
    order.lines = lines(&random)
    order.status = status(&random)
    return order
  }

  /// Quiet Mondays and full Saturdays, the weeks before Christmas, slow growth. The stall stands from Friday to
  /// Sunday.
  private func expectedOrders(on day: Day) -> Double {
    let weekday = [0.75, 0.85, 0.9, 1.0, 1.15, 1.45, 0.9][day.weekday - 1]
    let month = [0.75, 0.85, 0.95, 0.95, 1.0, 0.95, 0.9, 0.9, 1.0, 1.05, 1.3, 1.6][day.civil.month - 1]
    let growth = Double(min(max(day.days(since: Self.midway), -500), 3000)) * 0.0012 + 1
    if isStall { return day.weekday >= 5 ? 9 * month * weekday : 0 }
    return 17 * weekday * month * growth
  }

  /// Mostly somebody who came before; one order in six comes from the newest.
  private func customer(on day: Day, random: inout SampleRandom) -> SampleCustomer {
    let known = customers(on: day)
    let number =
      random.chance(0.17) ? known - 1 - random.below(6) : min(random.below(known), random.below(known))
    return SampleCustomer(number, seed: seed)
  }

  /// How many people the shop knows on a day: one more each day. They are numbered in the order they came.
  func customers(on day: Day) -> Int { max(240 + day.days(since: Self.midway), 60) }

  /// The day a customer became known.
  func joined(_ number: Int) -> Day {
    Self.midway.advanced(by: number < 60 ? (number - 60) * 3 - 180 : number - 239)
  }

  /// A day in the spring of 2026 when the shop knew 240 people and business was usual.
  private static let midway = Day(number: 20_600)

  private func channel(_ random: inout SampleRandom) -> String {
    switch random.below(100) {
    case ..<60: "online"
    case ..<92: "shop"
    default: "phone"
    }
  }

  private func status(_ random: inout SampleRandom) -> SampleOrder.Status {
    switch random.below(100) {
    case ..<91: .completed
    case ..<95: .refunded
    case ..<97: .cancelled
    case ..<99: .pending
    default: .failed
    }
  }

  private func lines(_ random: inout SampleRandom) -> [SampleOrder.Line] {
    let count = [1, 1, 1, 1, 2, 2, 2, 3, 3, 4][random.below(10)]
    var chosen: [Int] = []
    while chosen.count < count {
      let product = min(random.below(SampleProduct.all.count), random.below(SampleProduct.all.count))
      if !chosen.contains(product) { chosen.append(product) }
    }
    return chosen.map { product in
      SampleOrder.Line(
        product: SampleProduct.all[product], quantity: [1, 1, 1, 1, 1, 2, 2, 3][random.below(8)])
    }
  }

  private func addExtras(to order: inout SampleOrder, random: inout SampleRandom) {
    if random.chance(0.12) { order.discount = order.goods / 10 }
    if order.channel != "shop", order.goods < 4000 { order.shipping = 395 }
    if order.country == "US" { order.tax = (order.goods - order.discount) * 7 / 100 }
    if order.channel == "shop", random.chance(0.06) { order.tip = 100 }
    guard order.status != .completed, order.status != .pending else { return }
    let changed = order.placedAt + random.number(in: 3600...9 * 86_400)
    if changed / 86_400 > Int(lastDay.number) { order.status = .completed } else { order.updatedAt = changed }
  }
}
