import Intake
import Records
import Testing

struct XMLReaderTests {
  static let orders = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- two orders -->
    <Orders pages="1">
      <Order id="7">
        <OrderID><![CDATA[A-1]]></OrderID>
        <Total currency="EUR">32.00</Total>
        <Customer><Email>a@example.org</Email></Customer>
        <Items>
          <Item><SKU>MUG</SKU><Quantity>2</Quantity></Item>
          <Item><SKU>TEA</SKU><Quantity>1</Quantity></Item>
        </Items>
      </Order>
      <Order id="8"><OrderID>A-2</OrderID><Items><Item><SKU>CUP</SKU></Item></Items><Note/></Order>
    </Orders>
    """

  @Test func `the repeating element is the record, its parts are columns by path`() throws {
    let reading = try Reading(Self.orders)
    #expect(
      reading.columns == [
        "@id", "OrderID", "Total", "Total.@currency", "Customer.Email", "Items.Item[].SKU",
        "Items.Item[].Quantity", "Note",
      ])
    #expect(
      reading.texts == [
        ["7", "A-1", "32.00", "EUR", "a@example.org"], ["", "", "", "", "", "MUG", "2"],
        ["", "", "", "", "", "TEA", "1"], ["8", "A-2", "", "", "", "", "", ""], ["", "", "", "", "", "CUP"],
      ])
    #expect(reading.rows.map(\.continues) == [false, true, true, false, true])
    #expect(reading.lines == [4, 4, 4, 13, 13])
    let raw = String(decoding: reading.rows[3].raw, as: UTF8.self)
    #expect(raw.hasPrefix("<Order id=\"8\">") && raw.hasSuffix("<Note/></Order>"))
    let bytes = Array(Self.orders.utf8)
    for row in reading.rows where !row.continues {
      #expect(Array(bytes[row.offset..<(row.offset + row.raw.count)]) == row.raw)
    }
  }

  @Test(arguments: [1, 2, 7, 64, 1000])
  func `rows do not depend on how the bytes arrive`(size: Int) throws {
    #expect(try Reading(Self.orders, options: small(size)) == Reading(Self.orders))
    #expect(
      try Reading(Self.orders, pieces: Array(repeating: size, count: 2000)) == Reading(Self.orders))
  }

  @Test func `the same columns come of one order and of many`() throws {
    let one = """
      <Orders><Order><OrderID>1</OrderID><Items><Item><SKU>A</SKU></Item></Items></Order></Orders>
      """
    let reading = try Reading(one)
    #expect(reading.columns == ["OrderID", "Items.Item[].SKU"])
    #expect(reading.texts == [["1"], ["", "A"]])
  }

  @Test func `an invoice is one record and its lines are lines`() throws {
    let invoice = """
      <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:cac" xmlns:cbc="urn:cbc">
      <cbc:ID>F-9</cbc:ID><cbc:IssueDate>2026-03-01</cbc:IssueDate>
      <cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">-20</cbc:PayableAmount></cac:LegalMonetaryTotal>
      <cac:InvoiceLine><cbc:ID>1</cbc:ID><cac:Item><cbc:Name>Mug</cbc:Name></cac:Item></cac:InvoiceLine>
      <cac:InvoiceLine><cbc:ID>2</cbc:ID><cac:Item><cbc:Name>Tea</cbc:Name></cac:Item></cac:InvoiceLine>
      </Invoice>
      """
    let reading = try Reading(invoice)
    #expect(
      reading.columns == [
        "ID", "IssueDate", "LegalMonetaryTotal.PayableAmount", "LegalMonetaryTotal.PayableAmount.@currencyID",
        "InvoiceLine[].ID", "InvoiceLine[].Item.Name",
      ])
    #expect(
      reading.texts == [
        ["F-9", "2026-03-01", "-20", "EUR"], ["", "", "", "", "1", "Mug"], ["", "", "", "", "2", "Tea"],
      ])
    let prefixed = invoice.replacing("cbc:", with: "x:").replacing("xmlns:cbc", with: "xmlns:x")
    #expect(try Reading(prefixed).columns == reading.columns)
    #expect(try Reading(prefixed).texts == reading.texts)
  }

  @Test func `one name in two namespaces gives two columns, whatever the prefixes`() throws {
    func feed(_ prefix: String, _ uri: String = "http://base.google.com/ns/1.0") -> String {
      """
      <rss version="2.0" xmlns:\(prefix)="\(uri)"><channel><title>Shop</title><link>x</link>
      <item><title>Mug</title><\(prefix):title>MUG</\(prefix):title><\(prefix):price>9.00 EUR</\(prefix):price></item>
      </channel></rss>
      """
    }
    let reading = try Reading(feed("g"))
    #expect(reading.columns == ["title", "{http://base.google.com/ns/1.0}title", "price"])
    #expect(reading.texts == [["Mug", "MUG", "9.00 EUR"]])
    #expect(try Reading(feed("goog")).columns == reading.columns)
    #expect(try Reading(feed("goog")).texts == reading.texts)
  }

  @Test func `texts are what they say`() throws {
    let text = """
      <l><r a='x&#9;y\tz&quot;'>a &amp; b&#x20AC;<!-- c --><![CDATA[<&>]]><?p i?>!</r><r a="">\r\n&lt;&apos;</r></l>
      """
    let reading = try Reading(text)
    #expect(reading.columns == ["value", "@a"])
    #expect(reading.texts == [["a & b€<&>!", "x\ty z\""], ["\n<'", ""]])
  }

  @Test func `parts that repeat without parts of their own are rows too`() throws {
    let reading = try Reading("<l><r><t>a</t><t>b</t></r><r><t>c</t></r></l>")
    #expect(reading.columns == ["t[]"])
    #expect(reading.texts == [[], ["a"], ["b"], [], ["c"]])
  }

  @Test(arguments: ["<a/>", "<a>text</a>", "<?xml version='1.0'?><a></a>\n<!-- x -->\n"])
  func `a document without parts is a single value`(text: String) throws {
    var reader = try DocumentDecoder.open(MemorySource(Array(text.utf8)))
    #expect(reader.findings.isSingleValue && reader.columns == ["value"])
    #expect(try reader.next()?.rows.count == 1)
    #expect(try reader.next() == nil)
  }

  @Test func `what repeats elsewhere is named as left out`() throws {
    let text = "<s><c><k><n>1</n></k><k><n>2</n></k></c><o><x a='1' b='2'/><x a='3' b='4'/></o></s>"
    let reader = try DocumentDecoder.open(MemorySource(Array(text.utf8)))
    #expect(reader.findings.format == .xml)
    #expect(reader.findings.notes.contains(.init("left_out", "s.c.k: 2 not read")))
    #expect(reader.columns == ["@a", "@b"])
    var options = DecodeOptions()
    options.recordsKey = "k"
    #expect(try Reading(text, options: options).texts == [["1"], ["2"]])
  }

  @Test func `declared encodings are read`() throws {
    let latin =
      Array("<?xml version='1.0' encoding='ISO-8859-1'?><l><r><n>caf".utf8) + [0xE9]
      + Array("</n></r><r><n>x</n></r></l>".utf8)
    #expect(try Reading(MemorySource(latin)).texts == [["café"], ["x"]])
    let text = "<?xml version='1.0' encoding='UTF-16'?><l><r><n>café€</n></r><r><n>x</n></r></l>"
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for bytes in [little, [0xFF, 0xFE] + little, big, [0xFE, 0xFF] + big] {
      for options in [DecodeOptions(), small(5)] {
        #expect(try Reading(MemorySource(bytes), options: options).texts == [["café€"], ["x"]])
      }
    }
    let mark = [0xEF, 0xBB, 0xBF] + Array(Self.orders.utf8)
    #expect(try Reading(MemorySource(mark)).texts == Reading(Self.orders).texts)
    let unknown = Array("<?xml version='1.0' encoding='UTF-7'?><l/>".utf8)
    #expect(problem { _ = try Reading(MemorySource(unknown)) }?.code == "text.encoding")
  }

  @Test(arguments: ["<DATE>,<OPEN>\n1,2\n", "<DATE>\t<OPEN>\n1\t2\n", "<5,a\n1,2\n", "< a,b\n1,2\n"])
  func `a header in angle brackets is no XML`(text: String) throws {
    let reader = try DocumentDecoder.open(MemorySource(Array(text.utf8)))
    #expect(reader.findings.format == .csv)
  }
}
