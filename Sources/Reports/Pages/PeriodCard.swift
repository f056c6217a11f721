internal import Ledger
internal import Records

/// One period's numbers, each against the period before.
struct PeriodCard {
  var heading: String
  var comparison: CurrencyFigures.Comparison
  /// "against … ", in words.
  var against: String
  var currency: Currency

  static func all(_ figures: CurrencyFigures) -> [PeriodCard] {
    let currency = figures.currency
    return [
      PeriodCard(
        heading: "Newest complete day", comparison: figures.newestDay,
        against: "against \(figures.newestDay.before.last.inWords)", currency: currency),
      PeriodCard(
        heading: "Last 7 days", comparison: figures.last7,
        against: "against the 7 days before, \(words(figures.last7.before))", currency: currency),
      PeriodCard(
        heading: "Last 30 days", comparison: figures.last30,
        against: "against five weeks earlier, \(words(figures.last30.before)), so that weekdays match",
        currency: currency),
    ]
  }

  var html: Html {
    let net = Measure.netSales(currency)
    return """
      <section class="card">
      <h3>\(heading)</h3>
      <p>\(Self.words(comparison.current))</p>
      <p class="big">\(net.text(comparison.current))</p>
      <p class="change">\(net.term.link) · \(net.change(comparison).html(riseIsGood: true))</p>
      <dl>
      \(Measure.others(currency).map(entry))</dl>
      <p><small>\(against). \(partial)</small></p>
      </section>

      """
  }

  private func entry(_ measure: Measure) -> Html {
    let change = measure.change(comparison)
    let line: Html =
      change.words.isEmpty || comparison.before.daysWithData == 0
      ? "" : "<dd class=\"change\">\(change.html(riseIsGood: measure.riseIsGood))</dd>"
    return "<div><dt>\(measure.term.link)</dt><dd>\(measure.text(comparison.current))</dd>\(line)</div>\n"
  }

  /// Days without a file are said, so that a gap is not taken for a bad week.
  private var partial: Html {
    let days = comparison.current.days
    func gap(_ period: PeriodFigures, _ name: String) -> String {
      period.daysWithData < days ? "\(name): data on \(period.daysWithData) of \(days) days. " : ""
    }
    guard days > 1 else { return "" }
    return "\(gap(comparison.current, "This period"))\(gap(comparison.before, "The one before"))"
  }

  private static func words(_ period: PeriodFigures) -> String { Day.words(from: period.first, to: period.last) }
}
