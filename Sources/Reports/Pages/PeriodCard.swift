internal import Ledger
internal import Records

/// One period's numbers, each against the period before.
struct PeriodCard {
  var heading: String
  var comparison: CurrencyFigures.Comparison
  /// The period before, in words.
  var against: String
  var currency: Currency

  static func all(_ figures: CurrencyFigures) -> [PeriodCard] {
    let currency = figures.currency
    return [
      PeriodCard(
        heading: "Newest complete day", comparison: figures.newestDay,
        against: "compared with \(figures.newestDay.before.last.inWords)", currency: currency),
      PeriodCard(
        heading: "Last 7 days", comparison: figures.last7,
        against: "compared with the 7 days before, \(words(figures.last7.before))", currency: currency),
      PeriodCard(
        heading: "Last 30 days", comparison: figures.last30,
        against: "compared with five weeks earlier, \(words(figures.last30.before))",
        currency: currency),
    ]
  }

  var html: Html {
    let net = Measure.netSales(currency)
    return """
      <section class="card">
      <h3>\(heading)</h3>
      <p>\(Self.words(comparison.current))</p>
      <p><small>\(against)</small></p>
      <p class="big">\(net.text(comparison.current))</p>
      <p class="change">\(net.term.link) · \(net.change(comparison).html(riseIsGood: true))</p>
      <dl>
      \(Measure.others(currency).map(entry))</dl>
      <p><small>\(partial) \(held)</small></p>
      </section>

      """
  }

  private func entry(_ measure: Measure) -> Html {
    let change = measure.change(comparison)
    let line: Html =
      change.words.isEmpty || comparison.before.daysWithData == 0
      ? "" : "<dd class=\"change\">\(change.html(riseIsGood: measure.riseIsGood))</dd>"
    let tone: Html? = measure.value(comparison.current) == nil ? " class=\"soft\"" : nil
    return """
      <div><dt>\(measure.term.link)</dt><dd\(tone)>\(measure.text(comparison.current))</dd>\(line)</div>

      """
  }

  /// How much the numbers above would change if everything held back were put right.
  private var held: Html {
    let period = comparison.current
    guard period.heldRows > 0 else {
      return "No row of \(period.days == 1 ? "this day" : "these days") is held back."
    }
    let value = period.heldValue == 0 ? "" : ", about \(Shown.wholeMoney(period.heldValue, currency))"
    return """
      Not in these numbers: <a href="quarantine.html">\(Shown.count(period.heldRows, "row", "rows")) held \
      back\(value)</a>.
      """
  }

  /// Days without a file are said, so that a gap is not taken for a bad week.
  private var partial: Html {
    let days = comparison.current.days
    let now = comparison.current.daysWithData
    let before = comparison.before.daysWithData
    guard days > 1, now < days || before < days else { return "" }
    return "Data on \(now) of \(days) days, before on \(before)."
  }

  private static func words(_ period: PeriodFigures) -> String {
    Day.words(from: period.first, to: period.last)
  }
}
