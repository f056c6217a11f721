import Records
import Testing

@testable import Inspection

private func read(_ text: String, _ mark: DecimalMark?, isMoney: Bool = true) -> DecimalReading {
  var reader = AmountReader()
  let bytes = Array(text.utf8)
  return reader.read(
    bytes.span, ByteRange(start: 0, end: bytes.count), digits: 2, mark: mark, isMoney: isMoney)
}

@Test(arguments: [
  ("$8.00", 800), ("-$7.00", -700), ("($33.62)", -3362), ("-£4.80", -480), ("CA$76.00", 7600),
  ("-CA$4.42", -442),
  ("1299.00 EUR", 129_900), ("$1,149.00 ", 114_900), ("12.34-", -1234), ("1'234.50", 123_450),
  ("1’234.50", 123_450),
  ("1 234.50", 123_450), ("\u{2212}12.50", -1250), (".5", 50), ("-.5", -50), ("12.5", 1250),
  ("1,00,000", 10_000_000),
  ("12,34,567.89", 123_456_789), ("1,234,567.00", 123_456_700), ("USD 12.00", 1200), ("12.00\u{A0}€", 1200),
  ("kr 12.00", 1200), ("12 zł", 1200), ("₹1,00,000.00", 10_000_000), ("+3.00", 300), ("$ -3.00", -300),
  ("€-3.00", -300),
])
func `an amount is read with a point for its mark`(text: String, minor: Int64) {
  #expect(read(text, .point) == .value(minor))
}

@Test(arguments: [
  ("€ 1.234,56", 123_456), ("-29,98", -2998), ("1.234,56", 123_456), ("1 234,50", 123_450),
  ("1\u{A0}234,50 €", 123_450),
  ("1\u{202F}234,50", 123_450), ("1.234", 123_400), ("12,5", 1250), ("1.234.567,8", 123_456_780),
  ("0,99", 99),
])
func `an amount is read with a comma for its mark`(text: String, minor: Int64) {
  #expect(read(text, .comma) == .value(minor))
}

@Test(arguments: [
  "", "-", "$", "free", "1e3", "1.5E+12", "10 00", "1,23.00", "12,34", "1,2345.00", "1.2.3", "--5.00",
  "(-5.00)", "-5.00-",
  "12.", "$€5.00", "5.00 EUR USD", "12.34 x", "1,,000", "1'234 567", ",", "12a34", "()", "XXZ 5.00",
])
func `what is no amount is not made one`(text: String) {
  #expect(read(text, .point) == .unreadable)
}

@Test func `a sign that may group or begin decimals decides nothing alone`() {
  #expect(read("1,234", nil) == .undecidable)
  #expect(read("1.234", nil) == .undecidable)
  #expect(read("1,234", .point) == .value(123_400))
  #expect(read("1,23", .comma) == .value(123))
  #expect(read("1,234", .comma) == .tooPrecise)
  #expect(read("1,234.50", nil) == .value(123_450))
}

@Test func `only money carries a currency`() {
  #expect(read("$5.00", .point, isMoney: false) == .unreadable)
  #expect(read("1,234.00", .point, isMoney: false) == .value(123_400))
}

@Test(arguments: [
  ("Tea &amp; Toast", "Tea & Toast"), ("caf&eacute; &#39;Zoë&#x27;", "café 'Zoë'"), ("a & b", "a & b"),
  ("&nope; &amp", "&nope; &amp"), ("&amp;amp;", "&amp;"), ("&#0;&#xD800;", "&#0;&#xD800;"), ("", ""),
])
func `characters that HTML names are written out once`(text: String, plain: String) {
  let bytes = Array(text.utf8)
  #expect(String(decoding: HTMLText.decoded(bytes[...]), as: UTF8.self) == plain)
}
