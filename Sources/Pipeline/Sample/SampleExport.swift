public import Records

/// One orders export of any size in Daybook's own CSV, for measuring: a year of orders in the order of time.
///
/// The same values give the same bytes. Memory does not grow with the rows.
public struct SampleExport: Sendable {
  let seed: UInt64
  let rows: Int
  let faults: Double
  let lastDay: Day

  /// `rows` does not count the header; `faults` is the share of rows that are damaged, 0…1.
  public init(seed: UInt64 = 1, rows: Int, faults: Double = 0, endingOn lastDay: Day) {
    precondition(rows >= 0 && (0...1).contains(faults), "no such number of rows, or share of them")
    self.seed = seed
    self.rows = rows
    self.faults = faults
    self.lastDay = lastDay
  }

  /// Hands over the file in chunks.
  public func write(_ chunk: ([UInt8]) throws -> Void) throws {
    var random = SampleRandom(seed: seed, 0xB017)
    var bytes = SampleColumn.header(SampleColumn.usual)
    bytes.reserveCapacity(70_000)
    var row = SampleRow()
    var written = 0
    while written < rows {
      let order = order(atRow: written, random: &random)
      for line in order.lines.indices {
        order.fill(&row, line: line, of: SampleColumn.usual)
        row.appendCSV(to: &bytes)
      }
      written += order.lines.count
      try SampleShop.pass(&bytes, to: chunk, above: 65_536)
    }
    try SampleShop.pass(&bytes, to: chunk)
  }

  private func order(atRow row: Int, random: inout SampleRandom) -> SampleOrder {
    let customer = SampleCustomer(random.below(max(rows / 8, 50)), seed: seed)
    var order = SampleOrder(
      number: 1_000_000_000 + row, customer: customer, placedAt: moment(ofRow: row, random: &random),
      channel: Self.channels[random.below(Self.channels.count)], country: customer.country, lines: [])
    let status = random.below(200)
    if status < Self.rareStatuses.count { order.status = Self.rareStatuses[status] }
    repeat {
      let product = SampleProduct.all[random.below(SampleProduct.all.count)]
      order.lines.append(SampleOrder.Line(product: product, quantity: 1 + random.below(4)))
    } while order.lines.count < 4 && row + order.lines.count < rows && random.chance(0.08)
    for line in order.lines.indices where random.chance(faults) {
      order.damage(with: SampleFault.allCases, line: line, random: &random)
    }
    return order
  }

  /// Spread evenly over the year, never before the row above.
  private func moment(ofRow row: Int, random: inout SampleRandom) -> Int {
    let year = 365 * 86_400
    let start = (Int(lastDay.number) + 1) * 86_400 - year
    let from = Int(Double(row) / Double(rows) * Double(year))
    let next = Int(Double(row + 1) / Double(rows) * Double(year))
    return start + from + random.below(max(next - from, 1))
  }

  private static let channels = ["online", "shop", "phone", "online"]
  private static let rareStatuses: [SampleOrder.Status] = [
    .pending, .pending, .cancelled, .cancelled, .failed,
  ]
}
