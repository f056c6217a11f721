import Records
import Testing

@testable import Reports

struct HtmlTests {
  private func text(_ html: Html) -> String { String(decoding: html.bytes, as: UTF8.self) }

  @Test func `what stands in the literal is markup and what is put in is text`() {
    let name = "<b>Fish & \"Chips\" 'n' more</b>"
    #expect(
      text("<p>\(name)</p>") == "<p>&lt;b&gt;Fish &amp; &quot;Chips&quot; &#39;n&#39; more&lt;/b&gt;</p>")
  }

  @Test func `markup put into markup is not escaped again`() {
    let cells = ["1", "<2>"].map { text -> Html in "<td>\(text)</td>" }
    let nothing: Html? = nil
    #expect(text("<tr>\(cells)\(nothing)</tr>") == "<tr><td>1</td><td>&lt;2&gt;</td></tr>")
  }

  @Test(arguments: [
    "\u{0600}<img src=x onerror=alert(1)>", "<\u{0338}script>", "\"\u{0301} autofocus onfocus=x",
  ])
  func `a mark that joins the character before it hides nothing`(hostile: String) {
    let shown = text("<i title=\"\(hostile)\">\(hostile)</i>").utf8
    #expect(shown.filter { $0 == UInt8(ascii: "<") }.count == 2)
    #expect(shown.filter { $0 == UInt8(ascii: "\"") }.count == 2)
  }

  @Test func `what cannot be seen is named`() {
    let unseen = "a\tb\r\n\u{0}\u{85}\u{202E}\u{2066}\u{200B}\u{FEFF}\u{FFFE}\u{E0041}"
    #expect(
      text("\(unseen)")
        == "a⟨TAB⟩b⟨CR⟩⟨LF⟩⟨NUL⟩⟨U+0085⟩⟨U+202E⟩⟨U+2066⟩⟨U+200B⟩⟨U+FEFF⟩⟨U+FFFE⟩⟨U+E0041⟩")
  }

  @Test func `letters of every script stay as they are`() {
    let name = "Café Cafe\u{301} 日本 عربي 👩‍👩‍👧 £€"
    #expect(Array(text("\(name)").utf8) == Array(name.utf8))
  }

  @Test func `a value from a file is cut and kept apart from its surroundings`() {
    #expect(text("\(data: "abcdef", limit: 3)") == "<bdi>abc…</bdi>")
    #expect(text("\(data: "abc", limit: 3)") == "<bdi>abc</bdi>")
  }
}

struct NumbersTests {
  private let pounds = Currency.pounds

  @Test func `money has the sign, the groups and the digits of its currency`() {
    #expect(Shown.money(1_234_550, pounds) == "£12,345.50")
    #expect(Shown.money(-5, pounds) == "−£0.05")
    #expect(Shown.money(300, .known("JPY")) == "¥300")
    #expect(Shown.money(1_234_567, .known("KWD")) == "KWD\u{A0}1,234.567")
    #expect(Shown.money(Int64.min, pounds) == "−£92,233,720,368,547,758.08")
  }

  @Test func `whole money is rounded to the nearest`() {
    #expect(Shown.wholeMoney(61_210, pounds) == "£612")
    #expect(Shown.wholeMoney(61_250, pounds) == "£613")
    #expect(Shown.wholeMoney(-40, pounds) == "£0")
    #expect(Shown.amounts([pounds: 61_210, .known("EUR"): 4000], whole: true) == "€40 and £612")
    #expect(Shown.amounts([pounds: 0]) == nil)
  }

  @Test func `an axis shortens millions`() {
    #expect(Shown.axisMoney(150_000, pounds) == "£1,500")
    #expect(Shown.axisMoney(-250_000_000, pounds) == "−£2.5m")
    #expect(Shown.axisMoney(200_000_000_000, pounds) == "£2bn")
  }

  @Test func `counts, units, scores and sizes`() {
    #expect(Shown.count(1_234_567) == "1,234,567")
    #expect(Shown.count(-12) == "−12")
    #expect(Shown.count(1, "row", "rows") == "1 row")
    #expect(Shown.units(12_000) == "12")
    #expect(Shown.units(-1_500) == "−1.5")
    #expect(Shown.units(1_005) == "1.005")
    #expect(Shown.hundredths(9_690) == "96.90")
    #expect(Shown.percent(tenths: -82) == "−8.2%")
    #expect(Shown.bytes(999) == "999 bytes")
    #expect(Shown.bytes(1_290_000) == "1.2 MB")
    #expect(Shown.bytes(48_300_000_000) == "48 GB")
  }
}

struct DatesTests {
  private func day(_ iso: String) -> Day { Day(iso: iso) ?? Day(number: 0) }

  @Test func `a period names month and year once where they are the same`() {
    #expect(Day.words(from: day("2011-01-31"), to: day("2011-01-31")) == "Mon 31 January 2011")
    #expect(Day.words(from: day("2011-01-25"), to: day("2011-01-31")) == "25 – 31 January 2011")
    #expect(Day.words(from: day("2011-01-25"), to: day("2011-02-03")) == "25 January – 3 February 2011")
    #expect(Day.words(from: day("2010-12-28"), to: day("2011-01-03")) == "28 December 2010 – 3 January 2011")
  }

  @Test func `a moment is told on the shop's clock`() {
    #expect(ShopZone.london.words(1_301_614_620) == "Fri 1 April 2011, 00:37")
    #expect(ShopZone.london.shortWords(1_301_614_620) == "1 Apr 2011, 00:37")
  }
}
