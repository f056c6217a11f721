import Intake
import Records
import Testing

struct XMLHostileTests {
  private func code(_ text: String, _ options: DecodeOptions = DecodeOptions()) -> String? {
    problem { _ = try Reading(text, options: options) }?.code
  }

  @Test func `no prefix of a document passes for the whole`() throws {
    let bytes = Array(XMLReaderTests.orders.utf8)
    for length in 0..<bytes.count {
      let code = problem { _ = try Reading(MemorySource(Array(bytes[..<length]))) }?.code
      #expect(["file.incomplete", "file.empty"].contains(code), "\(length): \(code ?? "accepted")")
    }
  }

  @Test(arguments: [
    "<a><b></a></b>", "<a>", "<a></b>", "<a><b></a>", "<a b=1/>", "<a b='1' b='2'/>", "<a>&</a>",
    "<a>& b</a>",
    "<a><</a>", "<a b='<'/>", "<a/><b/>", "<a/>x", "<a>]]></a>", "<a><!-- -- --></a>", "<a>\u{1}</a>",
    "<a>&#0;</a>",
    "<a>&#xD800;</a>", "<a:b/>x", "<a><b/ ></a>", "<?xml version='1.0'?><?xml version='1.0'?><a/>", "<a b/>",
    " <?xml version='1.0'?><a/>", "<a><?xml version='1.0'?></a>", "<1a/>x</1a>", "<a>&copy;</a>",
  ])
  func `what is not well-formed is refused with its place`(text: String) {
    let problem = problem { _ = try Reading(text, name: "a.xml") }
    if text.hasPrefix("<1") { return }
    #expect(["xml.malformed", "file.incomplete", "xml.entity"].contains(problem?.code), "\(text)")
    #expect(problem?.line != nil)
  }

  @Test func `the place of a fault is said`() {
    let problem = problem { _ = try Reading("<a>\n  <b>\n  </c>\n</a>") }
    #expect(problem?.code == "xml.malformed")
    #expect(problem?.line == 3)
    #expect((problem?.column ?? 0) > 1)
    #expect(problem?.message.contains("b") == true)
  }

  private static let laughs =
    "<!DOCTYPE l [<!ENTITY a \"ha\">" + (1...9).map { "<!ENTITY a\($0) \"&a;&a;&a;&a;&a;\">" }.joined()
    + "]><l><r>&a9;</r></l>"

  @Test(arguments: [
    laughs, "<!DOCTYPE l [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><l><r>&x;</r></l>",
    "<!DOCTYPE l SYSTEM \"file:///etc/passwd\" [<!ENTITY x \"y\">]><l/>", "<!DOCTYPE l []><l/>",
    "<!DOCTYPE l [<!ENTITY % p SYSTEM \"http://example.org/x\"> %p;]><l/>",
    "<!DOCTYPE l SYSTEM \"x.dtd\"><l><r a='1&x;'/><r/></l>",
    "<!DOCTYPE l SYSTEM \"x.dtd\"><l><r>1&x;</r><r/></l>",
    "<?xml version='1.0'?><!-- [ --><!DOCTYPE l PUBLIC \"-//a\" \"b[\" [<!ATTLIST r a CDATA 'x'>]><l/>",
  ])
  func `entities and internal subsets are refused`(text: String) {
    #expect(code(text) == "xml.entity", "\(text)")
    #expect(problem { _ = try Reading(text, pieces: Array(repeating: 1, count: 3000)) }?.code == "xml.entity")
  }

  @Test(arguments: [
    "<!DOCTYPE cXML SYSTEM \"http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd\">",
    "<!DOCTYPE l PUBLIC \"-//a\" '/etc/passwd[>'>", "<!DOCTYPE l>",
  ])
  func `a document type outside is let stand and not fetched`(type: String) throws {
    let reading = try Reading(type + "<l><r>1</r><r>2</r></l>")
    #expect(reading.texts == [["1"], ["2"]])
  }

  @Test func `depth, texts, attributes and columns have limits`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    }
    #expect(code(nested(200)) == nil)
    #expect(code(nested(257)) == "xml.too_deep")
    #expect(code(nested(100_000)) == "xml.too_deep")
    let long = String(repeating: "x", count: 1 << 20)
    #expect(code("<l><r>\(long)</r><r/></l>") == nil)
    #expect(code("<l><r>\(long)x</r><r/></l>") == "xml.text_too_long")
    #expect(code("<l><r a='\(long)x'/><r/></l>") == "xml.text_too_long")
    #expect(code("<l><r>\(long)<!-- -->x</r><r/></l>") == "xml.text_too_long")
    let huge = String(repeating: "x", count: 11 << 20)
    #expect(code("<l><r>\(huge)</r><r/></l>") == "xml.text_too_long")
    let attributes = (0..<1001).map { " a\($0)='1'" }.joined()
    #expect(code("<l><r\(attributes)/></l>") == "xml.too_many_attributes")
    let columns = (0..<1001).map { "<a\($0)>1</a\($0)>" }.joined()
    #expect(code("<l><r>\(columns)</r><r/></l>") == "columns.too_many")
    let names = (0..<9000).map { "<a\($0)/>" }.joined()
    #expect(code("<l><r>\(names)</r><r/></l>") == "columns.too_many")
    let spaces = (0..<30).map { "<s" + (0..<40).map { " xmlns:a\($0)='u'" }.joined() + " x='\($0)'>" }
      .joined()
    #expect(code(spaces) == "xml.too_many_attributes")
  }

  @Test func `a record beyond its limit is refused`() {
    var options = small(64)
    options.limits.rowBytes = 500
    let text = "<l><r><a>\(String(repeating: "x", count: 600))</a></r><r/></l>"
    #expect(code(text, options) == "row.too_long")
  }

  @Test(arguments: 0..<3)
  func `damaged documents are read or refused alike in large and small windows`(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let marks = Array("<>/&;='\"![]-?:xa \r\n".utf8) + [0xC3, 0xFF, 0]
    for round in 0..<400 {
      var bytes = Array(XMLReaderTests.orders.utf8)
      for _ in 0...Int(generator.next() % 2) {
        let at = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 3 {
        case 0: bytes[at] = marks[Int(generator.next() % UInt64(marks.count))]
        case 1: bytes.insert(marks[Int(generator.next() % UInt64(marks.count))], at: at)
        default: bytes.remove(at: at)
        }
      }
      let whole = outcome(bytes, DecodeOptions())
      if whole.contains("file.changed") || outcome(bytes, small(13)) != whole {
        Issue.record("round \(round): \(whole): \(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }

  private func outcome(_ bytes: [UInt8], _ options: DecodeOptions) -> String {
    do {
      return "\(try Reading(MemorySource(bytes), options: options))"
    } catch { return "\((error as? FileProblem)?.code ?? "unknown error")" }
  }
}
