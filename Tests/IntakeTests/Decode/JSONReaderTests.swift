import Intake
import Records
import Testing

struct JSONReaderTests {
  @Test func `a list of records becomes rows, numbers as written, missing and null empty`() throws {
    let reading = try Reading(#"[{"id":1,"n":"Mug","p":1.50},{"n":null,"p":-0,"id":"x","ok":true}, {}]"#)
    #expect(reading.columns == ["id", "n", "p", "ok"])
    #expect(reading.texts == [["1", "Mug", "1.50"], ["x", "", "-0", "true"], []])
    #expect(String(decoding: reading.rows[0].raw, as: UTF8.self) == #"{"id":1,"n":"Mug","p":1.50}"#)
    #expect(reading.rows.map(\.offset) == [1, 29, 67])
  }

  @Test func `objects become paths, lists of objects become further rows of the record`() throws {
    let reading = try Reading(
      #"""
      [{"id":1,"customer":{"email":"a@b","address":{"city":"Bath"}},
        "items":[{"sku":"A","tax":[{"p":1},{"p":2}],"q":1},{"sku":"B"}],
        "tags":["x",{"y":1}],"none":[],"total":9}]
      """#)
    #expect(
      reading.columns == [
        "id", "customer.email", "customer.address.city", "items[].sku", "items[].tax[].p", "items[].q",
        "tags", "total",
      ])
    #expect(
      reading.texts == [
        ["1", "a@b", "Bath", "", "", "", #"["x",{"y":1}]"#, "9"],
        ["", "", "", "A", "", "1"],
        ["", "", "", "", "1"],
        ["", "", "", "", "2"],
        ["", "", "", "B"],
      ])
    #expect(reading.rows.map(\.continues) == [false, true, true, true, true])
    #expect(reading.rows.dropFirst().map(\.raw) == [[], [], [], []])
  }

  @Test func `escapes are read, in values and in names`() throws {
    let reading = try Reading(
      #"[{"na\u006de":"a\n\"\\\/\u00e9\uD83D\uDE00z","b":"plain"},{"name":"\u0000"}]"#)
    #expect(reading.columns == ["name", "b"])
    #expect(reading.texts == [["a\n\"\\/é\u{1F600}z", "plain"], ["\u{0}"]])
  }

  @Test(arguments: [
    #"{"source_id":"till-1","data_type":"transactions","n":2,"data":[{"id":"a"},{"id":"b"}]}"#,
    #"{"data":[{"id":"a"},{"id":"b"}],"source_id":"till-1","data_type":"transactions","n":2}"#,
    #"{"source_id":"till-1","other":[{"x":1},{"x":2},{"x":3}],"n":2,"data":[{"id":"a"},{"id":"b"}],"data_type":"transactions"}"#,
  ])
  func `an envelope is known before the first row, wherever its members stand`(text: String) throws {
    var reader = try DocumentDecoder.open(MemorySource(Array(text.utf8)))
    #expect(reader.findings.format == .json)
    #expect(reader.findings.envelope == ["source_id": "till-1", "data_type": "transactions", "n": "2"])
    #expect(reader.findings.wrapperKey == "data")
    let batch = try #require(try reader.next())
    #expect(batch.columns == ["id"])
    #expect(batch.rows.count == 2)
    #expect(try reader.next() == nil)
  }

  @Test(arguments: [
    (#"{"orders":[{"id":1},{"id":2}]}"#, "orders", 2),
    (#"{"orders":[]}"#, "orders", 0),
    (#"{"page":1,"things":[{"a":1}],"stuff":[{"a":1},{"a":2}]}"#, "stuff", 2),
    (#"{"id":7,"line_items":[{"sku":"a"},{"sku":"b"}]}"#, nil, 3),
    (#"{"transaction_id":"T1","products":[{"id":"a"}]}"#, nil, 2),
    (#"{"source_id":"T1","products":[{"id":"a"}]}"#, "products", 1),
    (#"{"a":1}"#, nil, 1),
    (#"{"tags":["a"],"b":2}"#, nil, 1),
    (#"{}"#, nil, 1),
  ])
  func `the list of records in an object is found, or the object is the record`(
    text: String, wrapper: String?, rows: Int
  ) throws {
    let reader = try DocumentDecoder.open(MemorySource(Array(text.utf8)))
    #expect(reader.findings.wrapperKey == wrapper)
    #expect(try Reading(text).rows.count == rows)
  }

  @Test func `a stated list of records is obeyed`() throws {
    var options = DecodeOptions()
    options.recordsKey = "b"
    #expect(try Reading(#"{"data":[{"x":1}],"b":[{"y":2}]}"#, options: options).columns == ["y"])
  }

  @Test func `two lists of one name are refused, for one would be lost`() {
    let problem = problem { _ = try Reading(#"{"data":[{"a":1}],"data":[{"a":2}]}"#) }
    #expect(problem?.code == "json.repeated_key")
  }

  @Test func `a name that stands twice in a record is a problem of that record`() throws {
    let reading = try Reading(#"[{"a":1,"b":{"c":1,"c":2},"a":3},{"a":4,"b":{"c":5}}]"#)
    #expect(reading.texts == [["1", "1"], ["4", "5"]])
    #expect(reading.codes == [["row.repeated_key", "row.repeated_key"], []])
  }

  @Test func `elements that are no objects are legal records`() throws {
    let reading = try Reading(#"[1,"x",[1,[2]],null,{"a":2}]"#)
    #expect(reading.columns == ["value", "a"])
    #expect(reading.texts == [["1"], ["x"], ["[1,[2]]"], [], ["", "2"]])
  }

  @Test func `lines are counted over blanks, whatever ends them`() throws {
    let reading = try Reading("[\r\n{\"a\":1},\r\n\r\n{\"a\":\n2}\n,{\"a\":3}\r]", options: small(3))
    #expect(reading.lines == [2, 4, 6])
  }

  @Test func `rows do not depend on how the bytes arrive`() throws {
    var text = "{\"n\":\"é\",\"data\":[\n"
    for index in 0..<120 {
      text += index == 0 ? "" : ",\r\n"
      text += #"{"id":\#(index),"t":"a\"\u00e9 \#(index)","items":[{"q":\#(index)},{"q":null,"z":[1, 2]}]}"#
    }
    text += "],\"after\":true}"
    let expected = try Reading(text)
    #expect(expected.rows.count == 360)
    #expect(expected.columns == ["id", "t", "items[].q", "items[].z"])
    for size in [1, 2, 5, 16, 100, 1000] { #expect(try Reading(text, options: small(size)) == expected) }
    #expect(try Reading(text, pieces: Array(repeating: 3, count: 9000)) == expected)
  }

  @Test func `one wrong byte anywhere in the document lets no row out`() {
    let text = Array(#"[{"id":1},{"id":2},{"id":3}]"#.utf8)
    for index in text.indices {
      var damaged = text
      damaged[index] = 0x01
      let problem = problem {
        var reader = try DocumentDecoder.open(MemorySource(damaged))
        if index > 1 { Issue.record("opened with byte \(index) damaged") }
        _ = try reader.next()
      }
      if index > 1 { #expect(problem?.code == "json.malformed") }
    }
  }

  @Test func `a record beyond the limits is refused`() {
    var options = small(64)
    options.limits.rowBytes = 500
    options.limits.columns = 10
    let long = #"[{"a":1},{"a":[\#(String(repeating: "1,", count: 500))1]}]"#
    #expect(problem { _ = try Reading(long, options: options) }?.code == "row.too_long")
    let wide = "[{" + (0..<11).map { "\"k\($0)\":1" }.joined(separator: ",") + "}]"
    #expect(problem { _ = try Reading(wide, options: options) }?.code == "columns.too_many")
  }
}
