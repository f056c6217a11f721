internal import Ledger
internal import Records

/// `money.html`: what payment services kept and paid out, by their own exports; there only if there are any.
struct MoneyPage {
  var figures: ShopFigures
  var version: String

  /// Keeps the page below 150 KB.
  private static let shown = 300

  var bytes: [UInt8] {
    let page = Page(figures: figures, version: version, name: .money, heading: "Fees and payouts")
    return page.bytes(
      """
      <p>What payment services and marketplaces say in their own exports: what they took from your customers,
      what they kept, and what they sent to your bank. None of it is added to sales, which come from orders.</p>
      \(currencies.map(table))
      <p class="soft"><small>\(Term.feesKept.link) and \(Term.paidOut.link): what the columns mean. Pending and failed movements are left out. A payout often pays for the sales of
      the days before, so that a month’s payouts are not its charges less its fees. Every day is in
      csv/money_movements.csv.</small></p>
      """)
  }

  /// The one with most rows first.
  private var currencies: [Currency] {
    let rows = Dictionary(grouping: figures.movements, by: \.currency).mapValues(\.count)
    return rows.sorted { ($1.value, $0.key.code) < ($0.value, $1.key.code) }.map(\.key)
  }

  private func table(_ currency: Currency) -> Html {
    let months = figures.movements.filter { $0.currency == currency }
    return HtmlTable(
      caption: "By month and payment service, \(currency.code)",
      columns: [
        .text("Month"), "Fees kept", "Paid out", "Charged", "Refunded",
      ],
      rows: months.prefix(Self.shown).map(row)
    ).html
  }

  private func row(_ month: MovementMonth) -> Html {
    func money(_ minor: Int64) -> String { Shown.money(minor, month.currency) }
    let unfinished = month.month.monthStart == figures.today.monthStart ? ", not over yet" : ""
    let stream: Html? = hasSeveral(month.source) ? " · \(data: month.stream, limit: 40)" : nil
    return """
      <tr><th scope="row">\(month.month.monthYear)\(unfinished)\
      <small>\(data: month.source, limit: 60)\(stream)</small></th>\
      <td>\(money(month.kept))</td><td>\(money(month.paidOut))</td>\
      <td>\(money(month.charged))</td><td>\(money(month.refunded))</td></tr>

      """
  }

  /// Whether more than one kind of export tells of this source, so that the name alone does not say which.
  private func hasSeveral(_ source: String) -> Bool {
    Set(figures.movements.lazy.filter { $0.source == source }.map(\.stream)).count > 1
  }
}
