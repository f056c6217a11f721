import Records
import Testing

@testable import Inspection

/// Rows that are plain orders, and rows that are nearly: one cell of each says something that needs a closer look.
private let rows: [String] = {
  let plain = "ORDER-0001,CUST-1,a.b@example.com,2026-01-31T10:00:00Z,,EUR,completed,12.50,,,,,,DE,P-1,2,6.25"
  let changes: [(Int, [String])] = [
    (1, ["", "x", "'CUST-1"]), (2, ["", "a@b", "a..b@example.com"]),
    (3, ["2026-01-31", "2026-02-30", "2026-12-01"]),
    (4, ["2026-02-01T00:00:00Z", "2026-01-01", "soon"]), (5, ["eur", "JPY", "XXX", "KWD", ""]),
    (6, ["pending", "refunded", "failed", "COMPLETED", "?", ""]), (7, ["12.51", "12.52", "0", "", "15"]),
    (8, ["1.00", "-1", "12.50"]), (9, ["2.50", "0.01"]), (10, ["2.00", "0", "x"]), (11, ["1", "1.00"]),
    (12, ["12.50", "1"]), (13, ["Germany", "XX", "European Union", ""]), (14, ["", "1.5E+10"]),
    (15, ["1", "0", "-2", "2.0005", "", "99999999999999"]), (16, ["", "0", "6.2", "6.249", "-6.25"]),
  ]
  var rows = [plain]
  for (column, cells) in changes {
    for cell in cells {
      var row = plain.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      row[column] = cell
      rows.append(row.joined(separator: ","))
      // What comes on top of the price has to be in the total.
      row[7] = ["15.00", "14.50", "13.50", "11.50"][column % 4]
      rows.append(row.joined(separator: ","))
    }
  }
  return rows
}()

@Test(arguments: ["UTC", "Europe/Berlin"])
func `an order of one plain row is what it is when every value is looked at closely`(name: String) throws {
  let zone = try #require(ShopZone(identifier: name))
  let columns = Sample.orders.fields.map(\.title).joined(separator: ",")
  let numbered = rows.enumerated().map { place, row in
    row.replacing("ORDER-0001", with: "ORDER-\(1000 + place)")
  }
  let table = Table(([columns] + numbered).joined(separator: "\n"))
  // Where cells may stand for nothing, no column is read as a whole.
  var closely = Sample.orders
  closely.reading.blanks = ["nothing"]
  let quick = Outcome(Sample.orders, table.batches(of: 50), zone: zone)
  let close = Outcome(closely, table.batches(of: 50), zone: zone)
  for (one, other) in zip(quick.words, close.words) where one != other {
    Issue.record("\(one), not \(other)")
  }
  #expect(quick.words.count == close.words.count && quick.lines.count > 20)
  #expect(quick.tallies == close.tallies && quick.reconciliation == close.reconciliation)
  #expect(quick.money("EUR") == close.money("EUR") && quick.rowsRead == close.rowsRead)
}

@Test func `an address is one whatever stands before it, and whatever makes it none does so anywhere in it`()
{
  let parts = ["", "a", "first.last", "x-y_z", "1234567890", "a..b", ".a", "a.", "a b", "ä", "a@b", "a,b"]
  for local in parts {
    for domain in parts + ["b.de", "sub.example.org", "b.d", "b..de", "-b.de", "b_c.de"] {
      let text = Array("\(local)@\(domain)".utf8)
      let among = Array("12345678".utf8) + text + Array("@x.de".utf8)
      let alone = TextReader.isEmail(text.span, ByteRange(start: 0, end: text.count))
      let isOne = TextReader.isEmail(among.span, ByteRange(start: 8, end: 8 + text.count))
      #expect(alone == isOne, "\(local)@\(domain)")
      let isGoodLocal = ["a", "first.last", "x-y_z", "1234567890", "ä"].contains(local)
      let isGoodDomain = ["first.last", "b.de", "sub.example.org", "-b.de"].contains(domain)
      #expect(isOne == (isGoodLocal && isGoodDomain), "\(local)@\(domain)")
    }
  }
}
