import Ledger
import Records
import Testing

@testable import Reports

struct MoneyTests {
  private func text(_ figures: ShopFigures) -> String {
    String(decoding: MoneyPage(figures: figures, version: "1.0").bytes, as: UTF8.self)
  }

  private func month(_ source: String, _ stream: String, _ currency: Currency = .pounds) -> MovementMonth {
    MovementMonth(month: Day(number: 15_006), source: source, stream: stream, currency: currency)
  }

  @Test func `the page is there only with exports of payment services`() {
    var figures = DemoShop().figures()
    #expect(figures.pages().contains { $0.path == "Reports/money.html" })
    #expect(figures.pages().allSatisfy { $0.text.contains("money.html\"") })
    figures.movements = []
    #expect(!figures.pages().contains { $0.path == "Reports/money.html" || $0.text.contains("money.html") })
  }

  @Test func `each month of each source says what was kept and what was paid out`() {
    var figures = DemoShop().figures()
    var month = month("Stripe", "stripe_balance")
    (month.charged, month.refunded, month.kept, month.paidOut) = (123_456, 4000, 3607, -115_849)
    figures.movements = [month]
    let page = text(figures)
    #expect(
      page.contains(
        "<tr><th scope=\"row\">February 2011<small><bdi>Stripe</bdi></small></th><td>£36.07</td>"
          + "<td>−£1,158.49</td><td>£1,234.56</td><td>£40.00</td></tr>"))
    #expect(
      page.contains("href=\"glossary.html#fees-kept\"") && page.contains("href=\"glossary.html#paid-out\""))
  }

  @Test func `the kind of export is named where a source has several`() {
    var figures = DemoShop().figures()
    figures.movements = [month("Stripe", "balance"), month("PayPal", "activity")]
    #expect(!text(figures).contains("balance"))
    figures.movements.append(month("Stripe", "itemised"))
    let page = text(figures)
    #expect(page.contains(" · <bdi>balance</bdi></small>") && page.contains("<bdi>itemised</bdi>"))
    #expect(!page.contains("activity"))
  }

  @Test func `unlike currencies stand in tables of their own`() throws {
    var figures = DemoShop().figures()
    figures.movements = [month("a", "a"), month("a", "a", .known("JPY")), month("b", "b")]
    let page = text(figures)
    #expect(Markup(page).tags("caption").count == 2)
    let pounds = page.firstRange(of: "By month and payment service, GBP")
    let yen = page.firstRange(of: "By month and payment service, JPY")
    #expect(try #require(pounds).lowerBound < #require(yen).lowerBound)
  }

  @Test func `a month that is not over is called so`() {
    let page = text(DemoShop().figures())
    #expect(page.contains("December 2011, not over yet<small>"))
    #expect(!page.contains("November 2011, not over yet"))
  }
}
