import Intake
import Records
import Testing

/// Where records stand in the shapes that shops' programs give out.
struct JSONShapeTests {
  private func findings(_ text: String) throws -> DecodeFindings {
    try DocumentDecoder.open(MemorySource(Array(text.utf8))).findings
  }

  static let graphQL = #"""
    {"data":{"orders":{"edges":[
      {"cursor":"c1","node":{"id":"gid://shopify/Order/1","total":{"amount":"10.0"},"lineItems":{"edges":[
        {"node":{"sku":"A","quantity":2}},{"node":{"sku":"B","quantity":1}}]}}},
      {"cursor":"c2","node":{"id":"gid://shopify/Order/2","total":{"amount":"5.0"},"lineItems":{"edges":[]}}}],
      "pageInfo":{"hasNextPage":false}}},
     "extensions":{"cost":{"actual":12}}, "errors":[{"message":"slow"}]}
    """#

  @Test func `edges of GraphQL are records, and edges in them are lines named without edges and nodes`()
    throws
  {
    let reading = try Reading(Self.graphQL)
    #expect(
      reading.columns
        == ["cursor", "id", "total.amount", "lineItems[].sku", "lineItems[].quantity"])
    #expect(
      reading.texts == [
        ["c1", "gid://shopify/Order/1", "10.0"], ["", "", "", "A", "2"], ["", "", "", "B", "1"],
        ["c2", "gid://shopify/Order/2", "5.0"],
      ])
    #expect(reading.lines == [2, 2, 2, 4])
  }

  @Test func `what stands beside the records is told`() throws {
    let findings = try findings(Self.graphQL)
    #expect(findings.wrapperKey == "data.orders.edges")
    #expect(
      findings.envelope == ["data.orders.pageInfo.hasNextPage": "false", "extensions.cost.actual": "12"])
    #expect(findings.notes.contains(.init("left_out", "errors: 1 not read")))
  }

  @Test func `nodes of GraphQL are records and lines too`() throws {
    let reading = try Reading(
      #"{"data":{"shop":{"orders":{"nodes":[{"name":"n1","lineItems":{"nodes":[{"sku":"A"}]}},{"name":"n2"}]}}}}"#
    )
    #expect(reading.columns == ["name", "lineItems[].sku"])
    #expect(reading.texts == [["n1"], ["", "A"], ["n2"]])
  }

  @Test func `one order that GraphQL answers with is the record, and its edges are lines`() throws {
    let text = #"{"data":{"order":{"id":"1","lineItems":{"edges":[{"node":{"sku":"A"}}]},"total":"9"}}}"#
    let reading = try Reading(text)
    #expect(reading.columns == ["id", "lineItems[].sku", "total"])
    #expect(reading.texts == [["1", "", "9"], ["", "A"]])
    #expect(try findings(text).wrapperKey == "data.order")
  }

  @Test func `an empty connection has no records`() throws {
    #expect(try Reading(#"{"data":{"orders":{"edges":[],"pageInfo":{}}}}"#).rows.isEmpty)
  }

  @Test func `lists called edges and nodes without such objects keep their names`() throws {
    let reading = try Reading(#"[{"graph":{"edges":[{"from":1,"to":2}]},"nodes":[{"x":1}]}]"#)
    #expect(reading.columns == ["graph.edges[].from", "graph.edges[].to", "nodes[].x"])
  }

  @Test func `two ways to one name are two columns`() throws {
    let reading = try Reading(#"[{"a.b":1,"a":{"b":2}},{"a":{"b":4},"a.b":3}]"#)
    #expect(reading.columns == ["a.b", "a.b_2"])
    #expect(reading.texts == [["1", "2"], ["3", "4"]])
  }

  @Test func `lines of a bulk operation stay records, parents and children as they come`() throws {
    let reading = try Reading(
      "{\"id\":\"o1\",\"name\":\"#1\"}\n{\"id\":\"l1\",\"sku\":\"A\",\"__parentId\":\"o1\"}\n{\"id\":\"o2\"}\n"
    )
    #expect(reading.columns == ["id", "name", "sku", "__parentId"])
    #expect(reading.texts == [["o1", "#1"], ["l1", "", "A", "o1"], ["o2"]])
    #expect(reading.rows.allSatisfy { !$0.continues })
  }

  @Test(arguments: [
    #"{"@context":"https://schema.org","@graph":[{"@type":"Order","orderNumber":"1"},{"@type":"Person","name":"Ann"}]}"#,
    #"[{"@type":"Order","orderNumber":"1"},{"@type":"Person","name":"Ann"}]"#,
    #"{"@context":["https://schema.org",{"x":"y"}],"@graph":[{"@type":"Order","orderNumber":"1"},{"@type":"Person","name":"Ann"}],"notes":[{},{},{}]}"#,
  ])
  func `things of JSON-LD are records with their type`(text: String) throws {
    let reading = try Reading(text)
    #expect(reading.columns == ["@type", "orderNumber", "name"])
    #expect(reading.texts == [["Order", "1"], ["Person", "", "Ann"]])
  }

  @Test func `one order of JSON-LD is one record`() throws {
    let reading = try Reading(
      #"{"@context":"http://schema.org","@type":"Order","orderNumber":"7","acceptedOffer":[{"itemOffered":{"name":"Mug"},"price":"9.90"},{"itemOffered":{"name":"Cap"},"price":5}]}"#
    )
    #expect(
      reading.columns
        == ["@context", "@type", "orderNumber", "acceptedOffer[].itemOffered.name", "acceptedOffer[].price"])
    #expect(reading.texts.count == 3)
  }

  @Test(arguments: [
    (#"{"response":{"body":{"orders":[{"n":1},{"n":2}]},"status":{"code":200}}}"#, "response.body.orders"),
    (#"{"errors":[{"m":1}],"result":{"orders":[{"n":1},{"n":2}]}}"#, "result.orders"),
    (#"{"sales":[{"n":1},{"n":2},{"n":3}],"summary":{"orders":[{"n":1}]}}"#, "sales"),
    (#"{"summary":{"orders":[{"n":9}]},"data":[{"n":1}]}"#, "data"),
  ])
  func `records are found further in by their usual names`(text: String, key: String) throws {
    #expect(try findings(text).wrapperKey == key)
  }

  @Test(arguments: [
    #"{"order":{"number":5,"lines":[{"sku":"A"}]}}"#, #"{"id":1,"x":{"orders":[{"n":1}]}}"#,
    #"{"customer":{"id":1,"orders":[{"n":1}]}}"#,
  ])
  func `lists in one record are parts of it`(text: String) throws {
    #expect(try findings(text).wrapperKey == nil)
  }

  @Test func `of two lists of records under one name none is taken, two lists of values are one held record`()
    throws
  {
    #expect(problem { _ = try Reading(#"{"a":[{"x":1}],"a":[{"x":2}]}"#) }?.code == "json.repeated_key")
    #expect(try Reading(#"{"a":[1],"a":[2]}"#).codes == [["row.repeated_key"]])
  }

  @Test func `values one behind the other are rows, whatever stands between and around them`() throws {
    let text = "[1,22,\"a\",null,true,\"\\u0041\",[3],{\"b\":4},-5e1 ,\n6,7]"
    let reading = try Reading(text)
    #expect(
      reading.texts == [
        ["1"], ["22"], ["a"], [], ["true"], ["A"], ["[3]"], ["", "4"], ["-5e1"], ["6"], ["7"],
      ])
    #expect(reading.lines == [1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2])
    for window in 1...20 {
      let small = try Reading(text, options: small(window))
      #expect(small.rows == reading.rows.map { $0 })
    }
  }

  @Test func `very many members and lists cost no more than their bytes`() throws {
    let members = (0..<50_000).map { "\"k\($0)\":{\"v\":[]}" }.joined(separator: ",")
    let clock = ContinuousClock()
    let start = clock.now
    _ = problem { _ = try Reading("{\(members)}") }
    #expect(clock.now - start < .seconds(10))
  }
}
