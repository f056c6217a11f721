internal import Ledger
internal import Records

/// `index.html`: how much, against what, may I trust it, what must I do.
struct OverviewPage {
  var figures: ShopFigures
  var version: String

  var bytes: [UInt8] {
    let name = figures.shopName.isEmpty ? "Overview" : figures.shopName
    let page = Page(figures: figures, version: version, name: .overview, heading: name)
    return page.bytes(
      """
      \(Attention(figures).bar())
      \(figures.currencies.isEmpty ? EmptyShop(figures: figures).html : trust)
      \(figures.currencies.map(currency))
      """)
  }

  /// One line that says how far the numbers below can be believed.
  private var trust: Html {
    let score: Html =
      TrustScore(figures.sources).map {
        "<li><a href=\"quality.html\">Quality</a> <b>\(Shown.hundredths($0.score))</b> of 100</li>"
      } ?? ""
    let rows = Shown.count(figures.heldRows, "row", "rows")
    let held: Html =
      figures.heldRows == 0
      ? "<li>No rows held back</li>"
      : "<li><a href=\"quarantine.html\">Held back</a> <b>\(rows)</b>\(stake)</li>"
    let days = Shown.count(Int64(figures.restated.count), "day", "days")
    let restated: Html =
      figures.restated.isEmpty
      ? "" : "<li><a href=\"imports.html#restated\">Changed since first reported</a> <b>\(days)</b></li>"
    return """
      <ul class="trust">\(score)\(held)\(restated)
      <li>Complete days only: today, \(figures.today.inWords), is not counted</li></ul>

      """
  }

  private var stake: String { Shown.amounts(figures.heldAtStake).map { ", \($0) at stake" } ?? "" }

  private func currency(_ figures: CurrencyFigures) -> Html {
    let charts = SalesCharts(figures: figures, today: self.figures.today)
    let heading: Html = self.figures.currencies.count > 1 ? "Sales in \(figures.currency.code)" : "Sales"
    return """
      <h2>\(heading)</h2>
      <div class="cards">
      \(PeriodCard.all(figures).map(\.html))</div>
      \(charts.months.html)
      \(charts.days.html)
      \(TopProducts(figures: figures).html)
      \(Bridge(figures: figures).html)
      """
  }
}

/// The score of all sources together, each weighing as many rows as were judged in it.
struct TrustScore {
  var score: Int64

  init?(_ sources: [SourceQuality]) {
    let rows = sources.reduce(Int128(0)) { $0 + Int128($1.accepted) + Int128($1.held) }
    guard rows > 0 else { return nil }
    let points = sources.reduce(Int128(0)) { $0 + Int128($1.score) * (Int128($1.accepted) + Int128($1.held)) }
    score = Int64(clamping: points / rows)
  }
}
