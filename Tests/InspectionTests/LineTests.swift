import Inspection
import Records
import Testing

private func till(_ rows: String...) -> Outcome {
  Outcome(Sample.till, ([Sample.tillColumns] + rows).joined(separator: "\n"))
}

@Test func `a till line is what its row class says, and its signed value is what it collects`() {
  let outcome = till(
    "536365,mug,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom",
    "C536366,mug,-1,2010-12-01 08:27:00,2.55,,EIRE",
    "536367,POST,1,2010-12-01 08:28:00,18.00,,France", "536368,AMAZONFEE,-1,2010-12-01 08:29:00,99.50,,",
    "C536369,D,-1,2010-12-01 08:30:00,27.5,14527.0,Unspecified", "536370,pen,-2,2010-12-01 08:31:00,1.00,,")
  #expect(outcome.lines.map(\.kind) == [.sale, .return, .shipping, .fee, .discount, .return])
  #expect(outcome.lines.map(\.collected) == [1530, -255, 1800, -9950, -2750, -200])
  #expect(outcome.lines.map(\.quantity) == [6000, 1000, 1000, 1000, 1000, 2000])
  #expect(outcome.money("GBP").accepted == -9825)
  #expect(outcome.verdicts[1].transactions.count + outcome.verdicts[0].transactions.count == 6)
  #expect(outcome.held.isEmpty)
}

@Test func `customers lose their decimal point and countries become codes`() throws {
  let outcome = till("536365,mug,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom")
  let batch = try #require(outcome.verdicts.first { !$0.transactions.isEmpty })
  #expect(batch.transactions.map { batch.text($0.customerID) } == ["17850"])
  #expect(batch.transactions.map { batch.text($0.country) } == ["GB"])
}

@Test func `padding and stock adjustments are skipped by their reason`() {
  let outcome = till(
    ",,,,,,", "536414,22139,56,2010-12-01 11:52:00,0.0,,United Kingdom", "  ,,,,,,",
    "536415,22139,1,2010-12-01 11:53:00,0.0,12647.0,Germany")
  var reasons: [String: Int] = [:]
  for verdict in outcome.verdicts { reasons.merge(verdict.skipped) { $0 + $1 } }
  #expect(reasons == ["padding": 2, "stock_adjustment": 1])
  #expect(outcome.lines.map(\.gross) == [0])
}

@Test func `equal lines of one invoice are kept apart, and the same in every reading`() {
  let row = "536365,mug,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom"
  let first = till(row, row, "536365,pen,1,2010-12-01 08:26:00,1.00,17850.0,United Kingdom", row)
  #expect(Set(first.lines.map(\.lineID)).count == 4)
  #expect(first.transactions.count == 1 && first.transactions.first?.origins.count == 4)
  let again = till(row, row)
  #expect(Array(first.lines.map(\.lineID).prefix(2)) == again.lines.map(\.lineID))
}

@Test func `a bad line is held alone, with its value where that can be read`() {
  let outcome = till(
    "536365,mug,6,2010-12-01 08:26:00,2.55,,", "536365,,2,2010-12-01 08:26:00,1.50,,",
    "536365,pen,x,2010-12-01 08:26:00,1.00,,", "C536365,pen,1,2010-12-01 08:26:00,1.00,,")
  #expect(outcome.lines.count == 1)
  #expect(outcome.codes == [["required.missing"], ["number.unreadable"], ["status.contradicts_amount"]])
  #expect(outcome.held.map(\.amountAtStake) == [300, nil, 100])
  #expect(outcome.money("GBP").held == 400)
}

/// Orders and till lines, good and bad, short and long, from one seed.
private func mixture(_ seed: UInt64, rows: Int) -> (orders: String, till: String) {
  var state = seed
  func random(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
  var orders = [Sample.orderColumns]
  var till = [Sample.tillColumns]
  while orders.count < rows {
    let count = 1 + random(4)
    let id = orders.count
    let amount = random(9) == 0 ? "7.77" : "\(count * 5).00"
    for _ in 0..<count {
      let quantity = random(12) == 0 ? "?" : "1"
      let email = random(3) == 0 ? "" : random(5) == 0 ? "nobody" : "ann@shop.example"
      orders.append(
        "order-\(10_000 + id),cust-1,\(email),2026-03-01,EUR,completed,p\(random(3)),\(quantity),5.00,\(amount)"
      )
    }
    if random(6) == 0 { orders.append(",,,,,,,,,") }
    let customer = random(2) == 0 ? "" : "17850.0"
    till.append(
      "\(500 + till.count / 5),p\(random(2)),\(random(5) - 1),2010-12-01 08:26,\(random(3)).50,\(customer),EIRE"
    )
  }
  return (orders.joined(separator: "\n"), till.joined(separator: "\n"))
}

@Test(arguments: 1...6 as ClosedRange<UInt64>)
func `verdicts do not depend on how a file is cut into batches, and every row is accounted for`(seed: UInt64)
{
  let (orders, till) = mixture(seed, rows: 120)
  var short = Sample.till
  short.rowsPerOrder = 3
  for (definition, text) in [(Sample.orders, orders), (Sample.till, till), (short, till)] {
    let whole = Outcome(definition, text)
    #expect(whole.rowsRead == whole.loadedRows + whole.held.count + whole.skipped)
    #expect(whole.rowsRead == Table(text).lines.count)
    #expect(!whole.transactions.isEmpty)
    for size in [1, 2, 3, 7, 50] {
      let cut = Outcome(definition, Table(text).batches(of: size))
      #expect(cut.words == whole.words, "batches of \(size)")
      #expect(cut.tallies == whole.tallies)
      #expect(cut.rowsRead == whole.rowsRead && cut.skipped == whole.skipped)
    }
  }
}

@Test(arguments: 1...6 as ClosedRange<UInt64>)
func `points lost and the score make exactly a hundred`(seed: UInt64) throws {
  let outcome = Outcome(Sample.orders, mixture(seed, rows: 200).orders)
  let score = try #require(TableScore(outcome.tallies))
  #expect(score.hundredths + score.losses.reduce(0) { $0 + $1.points } == 10_000)
  #expect(score.hundredths < 10_000 && score.hundredths > 5000)
  #expect(outcome.tallies.allSatisfy { $0.failed <= $0.applied })
}

@Test func `the score of a row is the weight of its passed checks over that of all that applied`() throws {
  let outcome = Outcome(Sample.orders, Sample.order(["customer_id": ""]))
  let applied = outcome.tallies.reduce(0) { $0 + $1.weight * $1.applied }
  let failed = outcome.tallies.reduce(0) { $0 + $1.weight * $1.failed }
  #expect(failed == Rule.expectedMissing.weight)
  let fact = try #require(outcome.transactions.first)
  #expect(Int(fact.score) == (10_000 * (applied - failed) + applied / 2) / applied)
  #expect(Int64(fact.score) == TableScore(outcome.tallies)?.hundredths)
}
