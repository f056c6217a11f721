import Ledger
import Records
import Testing

@testable import Reports

struct OverviewTests {
  private func overview(_ figures: ShopFigures) -> String {
    String(decoding: OverviewPage(figures: figures, version: "1.0").bytes, as: UTF8.self)
  }

  private var demo: ShopFigures { DemoShop().figures() }

  @Test func `the first screen says how much, against what, how trusted and what to do`() {
    let text = overview(demo)
    let order = [
      "Data up to Tue 6 December 2011, 17:45", "41 rows need attention, about £612.", "<b>98.82</b> of 100",
      "Newest complete day", "compared with Tue 29 November 2011", "Net sales by month",
    ]
    var rest = text[...]
    for words in order {
      let found = rest.firstRange(of: words)
      #expect(found != nil, "\(words)")
      rest = found.map { rest[$0.upperBound...] } ?? rest
    }
  }

  @Test func `the bar is there only when something needs the owner`() {
    var figures = demo
    #expect(overview(figures).contains("class=\"attention\""))
    figures.heldRows = 0
    figures.heldAtStake = [:]
    figures.alerts = []
    figures.imports.removeAll { $0.result == .failed }
    #expect(!overview(figures).contains("class=\"attention\""))
    #expect(overview(figures).contains("No rows held back"))
  }

  @Test func `a fresh shop is told what to do next`() {
    let text = overview(.empty())
    #expect(text.contains("<b>Inbox</b>") && text.contains("daybook watch"))
    #expect(!text.contains("<svg") && !text.contains("Data up to"))
    var waiting = ShopFigures.empty()
    waiting.filesWaiting = 2
    #expect(overview(waiting).contains("2 files are waiting in Inbox."))
  }

  @Test func `several currencies stand apart, each with its own drawings`() {
    var figures = demo
    figures.currencies.append(DemoShop(currency: .known("JPY")).sales())
    let text = overview(figures)
    #expect(text.contains("<h2>Sales in GBP</h2>") && text.contains("<h2>Sales in JPY</h2>"))
    #expect(text.contains("id=\"GBP-months-title\"") && text.contains("id=\"JPY-months-title\""))
  }

  @Test func `conversion is a rate where traffic is known and never zero where it is not`() {
    #expect(overview(demo).contains("no traffic data"))
    var figures = demo
    figures.currencies[0].newestDay.current.sessions = 3560
    figures.currencies[0].newestDay.before.sessions = 4000
    let text = overview(figures)
    #expect(text.contains("<dd>2.50%</dd>"))
    #expect(text.contains("</b> 0.35 points from 2.15%"))
  }

  @Test func `the bridge adds up step by step`() {
    let text = overview(demo)
    let sales = demo.currencies[0].last30.current.sales
    for amount in [
      sales.gross, sales.discounts, sales.returns, sales.net, sales.total, sales.fees, sales.collected,
    ] {
      #expect(text.contains("<td>\(Shown.money(amount, .pounds))</td>"))
    }
  }

  @Test func `days without data are gaps and are called so`() {
    let text = overview(demo)
    #expect(text.contains("<th scope=\"row\">Sat 3 December 2011</th><td>no data received</td>"))
    #expect(text.contains("No data was received on 5 days."))
    #expect(text.contains("Data on 6 of 7 days, before on 6."))
  }

  @Test func `a shop with only zeros, returns or enormous sums still has a page`() {
    for factor in [0, -1, 1_000_000] as [Int64] {
      var figures = demo
      func scaled(_ period: PeriodFigures) -> PeriodFigures {
        var period = period
        period.sales.gross *= factor
        return period
      }
      figures.currencies[0].days = figures.currencies[0].days.map(scaled)
      figures.currencies[0].months = figures.currencies[0].months.map(scaled)
      figures.currencies[0].last30.current = scaled(figures.currencies[0].last30.current)
      Markup(overview(figures)).expectTables()
    }
  }
}

struct ChangeTests {
  private func words(_ before: Int64, _ current: Int64, orders: Int64 = 50, isRate: Bool = false) -> String {
    let change = Change(from: before, to: current, baseOrders: orders, isRate: isRate) {
      Shown.money($0, .pounds)
    }
    return "\(change.direction): \(change.words)"
  }

  @Test func `a change is told by its amount, its share and its base`() {
    #expect(words(1_153_420, 1_248_000) == "up: £945.80 (8.2%) from £11,534.20")
    #expect(words(100, 90) == "down: £0.10 (10.0%) from £1.00")
    #expect(words(100, 100) == "same: same as before")
  }

  @Test func `there is no percentage of nothing, of less than nothing or of few orders`() {
    #expect(words(0, 500) == "up: £5.00 from £0.00")
    #expect(words(-500, 500) == "up: £10.00 from −£5.00")
    #expect(words(100, 200, orders: 9) == "up: £1.00 from £1.00")
    #expect(words(100, 200, orders: 10) == "up: £1.00 (100.0%) from £1.00")
  }

  @Test func `the largest numbers do not overflow`() {
    #expect(words(Int64.min, Int64.max).hasPrefix("up: "))
    #expect(words(1, Int64.max).contains("%"))
  }

  @Test func `colour never stands alone`() {
    let change = Change(from: 1, to: 2, baseOrders: 0) { String($0) }
    #expect(
      String(decoding: change.html(riseIsGood: false).bytes, as: UTF8.self)
        == "<span class=\"change bad\"><b>▲ up</b> 1 from 1</span>")
  }

  @Test func `a period with little data before it is not given a percentage`() {
    var comparison = DemoShop().sales().last30
    let measure = Measure.netSales(.pounds)
    #expect(measure.change(comparison).words.contains("%"))
    comparison.before.daysWithData = 3
    #expect(!measure.change(comparison).words.contains("%"))
    comparison.before.daysWithData = 0
    #expect(measure.change(comparison).words == "nothing before to compare with")
  }
}
