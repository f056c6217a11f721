import PackingSupport
import Records
import Synchronization
import Testing

@testable import Intake

struct DocumentsTests {
  private static let csv = "id,n\n1,Mug\n"
  private static let rows = [["id", "n"], ["1", "Mug"]]
  private static let json = #"[{"id":"1","n":"Mug"}]"#
  private static let two = [Packing.Entry("june.csv", csv), Packing.Entry("may/may.json", json)]

  @Test func `a plain file is one document`() {
    #expect(Unpacked.all(Array(Self.csv.utf8), name: "june.csv") == [Unpacked("june.csv", Self.rows)])
    #expect(Unpacked.all([], name: "june.csv") == [Unpacked("", code: "file.empty")])
  }

  @Test(arguments: [
    Packing.zip(two), Packing.sevenZip(two), Packing.tar(two), Packing.tar(two, .gzip),
    Packing.tar(two, .bzip2), Packing.tar(two, .xz), Packing.tar(two, .zstd),
    Packing.zip(two, options: "zip:compression=store"),
  ])
  func `each file of an archive is a document`(bytes: [UInt8]) {
    #expect(
      Unpacked.all(bytes) == [
        Unpacked("a.zip/june.csv", Self.rows), Unpacked("a.zip/may/may.json", Self.rows),
      ])
  }

  @Test(arguments: [Packing.Filter.gzip, .bzip2, .xz, .zstd])
  func `a compressed file is the file`(filter: Packing.Filter) {
    for text in [Self.csv, Self.json] {
      let bytes = Packing.compressed(filter, Array(text.utf8))
      #expect(Unpacked.all(bytes, name: "june.gz") == [Unpacked("june.gz", Self.rows)])
    }
  }

  @Test func `the name inside a compressed file tells JSON lines`() {
    let bytes = Packing.compressed(.gzip, Array(#"{"id":"1","n":"Mug"}"#.utf8))
    #expect(Unpacked.all(bytes, name: "june.jsonl.gz") == [Unpacked("june.jsonl.gz", Self.rows)])
  }

  @Test func `archives in archives are read two deep`() {
    let inner = Packing.zip(Self.two)
    let tar = Packing.tar(Self.two, .xz)
    let outer = Packing.zip([
      .init("in.zip", inner), .init("in.tar.xz", tar),
      .init("x.gz", Packing.compressed(.gzip, Array(Self.csv.utf8))),
    ])
    #expect(
      Unpacked.all(outer) == [
        Unpacked("a.zip/in.zip/june.csv", Self.rows), Unpacked("a.zip/in.zip/may/may.json", Self.rows),
        Unpacked("a.zip/in.tar.xz/june.csv", Self.rows), Unpacked("a.zip/in.tar.xz/may/may.json", Self.rows),
        Unpacked("a.zip/x.gz", Self.rows),
      ])
    let third = Packing.zip([.init("out.zip", outer), .init("june.csv", Self.csv)])
    let found = Unpacked.all(third)
    #expect(found.filter { $0.code == "archive.depth" }.count == 3)
    #expect(found.last == Unpacked("a.zip/june.csv", Self.rows))
    let twice = Packing.compressed(.gzip, Packing.compressed(.xz, Array(Self.csv.utf8)))
    #expect(Unpacked.all(twice).map(\.code) == [nil])
    #expect(Unpacked.all(Packing.compressed(.gzip, twice)).map(\.code) == ["archive.depth"])
  }

  @Test(arguments: [
    ("../june.csv", "archive.path"), ("a/../../june.csv", "archive.path"), ("/etc/june.csv", "archive.path"),
    ("..\\june.csv", "archive.path"), ("C:\\june.csv", "archive.path"), ("c:june.csv", "archive.path"),
    ("\\june.csv", "archive.path"),
  ])
  func `names that lead out of the folder are refused, alone`(name: String, code: String) {
    for bytes in [
      Packing.zip([.init(name, Self.csv)] + Self.two), Packing.tar([.init(name, Self.csv)] + Self.two),
    ] {
      let found = Unpacked.all(bytes)
      #expect(found.map(\.code) == [code, nil, nil])
      #expect(!found[0].name.isEmpty)
    }
  }

  @Test func `links, devices and pipes are refused, alone`() {
    var hard = Packing.Entry("hard.csv", [])
    hard.hardLink = "june.csv"
    let bytes = Packing.tar(
      Self.two + [
        .init("link.csv", type: 0o120000, link: "/etc/passwd"), hard, .init("pipe.csv", type: 0o010000),
        .init("disk.csv", type: 0o060000), .init("terminal.csv", type: 0o020000),
      ])
    #expect(Unpacked.all(bytes).map(\.code) == [nil, nil] + Array(repeating: "archive.link", count: 5))
    let zip = Packing.zip([.init("link.csv", type: 0o120000, link: "/etc/passwd")])
    #expect(Unpacked.all(zip).map(\.code) == ["archive.link"])
  }

  @Test func `names are shown safely`() {
    let name = "j\nü\u{202E}" + String(repeating: "x", count: 300) + ".csv"
    for bytes in [Packing.tar([.init(name, Self.csv)]), Packing.zip([.init(name, Self.csv)])] {
      let found = Unpacked.all(bytes)
      #expect(found.map(\.rows) == [Self.rows])
      #expect(found[0].name.hasPrefix("a.zip/j⟨U+000A⟩ü⟨U+202E⟩x"))
      #expect(found[0].name.utf8.count < 320)
    }
    let seven = Packing.sevenZip([.init("jüné.csv", Self.csv)])
    #expect(Unpacked.all(seven).map(\.name) == ["a.zip/jüné.csv"])
  }

  @Test func `folders and what systems leave behind are passed over`() {
    let bytes = Packing.zip([
      .init("may/", type: 0o040000), .init("__MACOSX/._june.csv", "x"), .init(".DS_Store", "x"),
      .init("./june.csv", Self.csv), .init("may/Thumbs.db", "x"),
    ])
    #expect(Unpacked.all(bytes).map(\.code) == [nil])
    #expect(Unpacked.all(Packing.zip([])).map(\.code) == ["archive.empty"])
    #expect(Unpacked.all(Packing.tar([.init("x/", type: 0o040000)])).map(\.code) == ["archive.empty"])
  }

  @Test(arguments: [0, 1, 2, 5])
  func `reading stops at any piece when it is told to, and no member hides it`(pieces: Int) throws {
    let long = String(repeating: "1,Mug\n", count: 1 << 20)
    let entries = (0..<3).map { Packing.Entry("\($0).csv", "id,n\n" + long) }
    for bytes in [
      Array(entries[0].bytes), Packing.zip(entries), Packing.sevenZip(entries), Packing.tar(entries, .gzip),
      Packing.compressed(.xz, entries[0].bytes), Packing.zip([.init("in.zip", Packing.zip(entries))]),
    ] {
      let left = Atomic(pieces)
      var limits = UnpackLimits()
      limits.ratio = 5000
      let stop = StopCheck { left.subtract(1, ordering: .relaxed).newValue < 0 }
      let found = Unpacked.all(bytes, limits: limits, stop: stop)
      #expect(found.first { $0.code != nil }?.code == "file.stopped")
    }
  }

  @Test func `one bad member does not sink the others`() {
    let bytes = Packing.zip(
      [
        .init("bad.json", "[1,"), .init("empty.csv", ""), .init("x.pdf", "%PDF-1.7"),
        .init("bad.zip", [0x50, 0x4B, 3, 4, 0]),
      ]
        + Self.two)
    #expect(
      Unpacked.all(bytes).map(\.code)
        == ["file.incomplete", "file.empty", "file.unrecognised", "file.incomplete", nil, nil])
  }

  @Test func `a wrong byte in a member is its own problem`() throws {
    var bytes = Packing.zip(Self.two, options: "zip:compression=store")
    let at = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("Mug".utf8)) })
    bytes[at] = 0x4E
    #expect(Unpacked.all(bytes).map(\.code) == ["archive.damaged", nil])
  }

  @Test func `workbooks are named for what they are`() {
    let book = Packing.zip([.init("[Content_Types].xml", "<x/>"), .init("xl/workbook.xml", "<x/>")])
    #expect(Unpacked.all(book).map(\.code) == ["file.unrecognised"])
    let sheet = Packing.zip([.init("mimetype", "application/vnd.oasis"), .init("content.xml", "<x/>")])
    #expect(Unpacked.all(sheet).map(\.code) == ["file.unrecognised"])
    let inside = Packing.zip([.init("book.xlsx", book)] + Self.two)
    #expect(Unpacked.all(inside).map(\.code) == ["file.unrecognised", nil, nil])
  }

  @Test func `large members are read twice without harm to the ones after them`() {
    let record = #"{"id":"1","n":"\#(String((0..<40).map { "abcdefgh".randomElement(using: $0) }))"},"#
    let long = "[" + String(repeating: record, count: 20_000) + #"{"id":"1"}]"#
    let entries = (0..<4).map { Packing.Entry("\($0).json", long) } + Self.two
    for bytes in [Packing.tar(entries, .gzip), Packing.zip(entries), Packing.sevenZip(entries)] {
      var limits = UnpackLimits()
      limits.ratio = 5000
      let found = Unpacked.all(bytes, limits: limits)
      #expect(found.map(\.rows.count) == [20_002, 20_002, 20_002, 20_002, 2, 2])
    }
  }
}

extension String {
  fileprivate func randomElement(using index: Int) -> Character {
    self[self.index(startIndex, offsetBy: index * 7 % count)]
  }
}
