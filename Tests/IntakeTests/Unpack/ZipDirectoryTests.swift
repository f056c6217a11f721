import PackingSupport
import Records
import Testing

@testable import Intake

/// What a zip file says of itself in two places must agree, and is looked at before anything is unpacked.
struct ZipDirectoryTests {
  private static let text = "id\n1\n"
  private static let rows = [["id"], ["1"]]

  private static func two(_ change: (inout HandMade.ZipEntry) -> Void = { _ in }) -> [HandMade.ZipEntry] {
    var entries = [HandMade.ZipEntry("a.csv", text), HandMade.ZipEntry("b.csv", text)]
    change(&entries[0])
    return entries
  }

  private static func codes(_ bytes: [UInt8]) -> [String?] { Unpacked.all(bytes).map(\.code) }

  @Test func `a sound one is read, also with sizes behind the entry or in eight bytes`() {
    let expected = [Unpacked("a.zip/a.csv", Self.rows), Unpacked("a.zip/b.csv", Self.rows)]
    #expect(Unpacked.all(HandMade.zip(Self.two())) == expected)
    #expect(Unpacked.all(HandMade.zip(Self.two { $0.endsWithSizes = true })) == expected)
    let entries = [Packing.Entry("a.csv", Self.text), Packing.Entry("b.csv", Self.text)]
    #expect(Unpacked.all(Packing.zip(entries, options: "zip:zip64")) == expected)
  }

  @Test func `entries that lie upon one another are refused before any is read`() {
    var entries = Self.two()
    entries[1].offset = 0
    #expect(Self.codes(HandMade.zip(entries)) == ["archive.bomb"])
    // One inside of the other.
    entries = [.init("b.csv", Self.text)]
    let inner = String(decoding: HandMade.zip(entries).prefix(40), as: UTF8.self)
    entries = [.init("a.csv", inner), .init("b.csv", Self.text)]
    entries[1].offset = 35
    #expect(Self.codes(HandMade.zip(entries)) == ["archive.bomb"])
  }

  @Test func `an entry whose head says another thing than the table is refused, alone`() {
    for bytes in [
      HandMade.zip(Self.two { $0.headName = "x.csv" }), HandMade.zip(Self.two { $0.headName = "other.csv" }),
      HandMade.zip(Self.two { $0.headMethod = 8 }), HandMade.zip(Self.two { $0.headBytes = 4 }),
      HandMade.zip(Self.two { $0.headChecksum = [1, 2, 3, 4] }),
    ] {
      #expect(Self.codes(bytes) == ["archive.damaged", nil])
    }
  }

  @Test func `a table that does not list what it says is refused`() {
    for count in [0, 1, 3, 600] {
      #expect(Self.codes(HandMade.zip(Self.two(), stating: count)) == ["archive.damaged"])
    }
    #expect(Self.codes(HandMade.zip(Self.two { $0.offset = 3 })) == ["archive.damaged"])
    #expect(Self.codes(HandMade.zip(Self.two(), part: 1)) == ["file.incomplete"])
  }

  @Test func `too many entries are counted from the table, however many it says there are`() {
    var limits = UnpackLimits()
    limits.entries = 1
    for stated in [2, 1] {
      let bytes = HandMade.zip(Self.two(), stating: stated)
      #expect(Unpacked.all(bytes, limits: limits).map(\.code) == ["archive.entries"])
    }
  }
}

/// What a 7z file says of how it is packed is read before memory is set aside for it.
struct SevenZipHeaderTests {
  private static func codes(_ bytes: [UInt8]) -> [String?] { Unpacked.all(bytes).map(\.code) }

  @Test func `a sound one is read`() {
    #expect(Unpacked.all(HandMade.sevenZip()) == [Unpacked("a.zip/a", [["id"], ["1"]])])
  }

  @Test(
    arguments: [
      ([0x21], [29]), ([0x21], [40]), ([3, 1, 1], [0x5D, 0, 0, 0, 5]), ([3, 4, 1], [6, 255, 255, 255, 255]),
    ] as [([UInt8], [UInt8])])
  func `more memory than 64 MiB is not set aside`(method: [UInt8], properties: [UInt8]) {
    #expect(Self.codes(HandMade.sevenZip(method: method, properties: properties)) == ["archive.bomb"])
  }

  @Test func `LZMA2 as far back as 64 MiB is read`() {
    // One plain piece of five bytes, and the end.
    let packed = [1, 0, 4] + Array("id\n1\n".utf8) + [0]
    let bytes = HandMade.sevenZip(method: [0x21], properties: [28], packed, unpacked: 5)
    #expect(Unpacked.all(bytes) == [Unpacked("a.zip/a", [["id"], ["1"]])])
  }

  @Test func `files are counted before anything is made for them`() {
    let hundredMillion: [UInt8] = [0xF0, 0x00, 0xE1, 0xF5, 0x05]
    #expect(Self.codes(HandMade.sevenZip(files: hundredMillion)) == ["archive.entries"])
  }

  @Test func `ways of packing that are rare are named`() {
    #expect(Self.codes(HandMade.sevenZip(method: [3, 3, 1, 0x1B])) == ["archive.method"])
    #expect(Self.codes(HandMade.sevenZip(method: [4, 0xF7, 0x11, 1])) == ["archive.method"])
  }

  @Test func `a table that is too large, cut off or no table is refused`() {
    let large = [UInt8](repeating: 1, count: 9 << 20)
    #expect(Self.codes(HandMade.sevenZip([], header: large)) == ["archive.bomb"])
    #expect(Self.codes(HandMade.sevenZip([], header: [1, 4], stating: 9)) == ["file.incomplete"])
    for header: [UInt8] in [[1], [1, 4], [2], [1, 4, 6, 0, 255, 255], [0x17, 6, 0, 1], [0x17]] {
      #expect(Self.codes(HandMade.sevenZip([], header: header)) == ["archive.damaged"], "\(header)")
    }
  }

  @Test func `no file behind a damaged one is passed over in silence`() throws {
    let entries = [
      Packing.Entry(".hidden", String(repeating: "a", count: 100)), Packing.Entry("b.csv", "id\n1\n"),
    ]
    var bytes = Packing.sevenZip(entries)
    for index in 32..<60 { bytes[index] ^= 0x55 }
    #expect(Self.codes(bytes).contains { $0 != nil })
  }
}
