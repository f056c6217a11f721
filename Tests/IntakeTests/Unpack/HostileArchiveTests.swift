import PackingSupport
import Records
import Testing

@testable import Intake

struct HostileArchiveTests {
  private static let entries = [
    Packing.Entry("june.csv", "id,n\n1,Mug\n"), Packing.Entry("may.json", #"[{"id":"1"}]"#),
  ]
  private static let whole = [
    "zip": Packing.zip(entries), "stored zip": Packing.zip(entries, options: "zip:compression=store"),
    "7z": Packing.sevenZip(entries), "tar.gz": Packing.tar(entries, .gzip),
    "tar.xz": Packing.tar(entries, .xz),
    "tar.bz2": Packing.tar(entries, .bzip2), "tar.zst": Packing.tar(entries, .zstd),
    "gz": Packing.compressed(.gzip, Array("id\n1\n".utf8)),
    "xz": Packing.compressed(.xz, Array("id\n1\n".utf8)),
    "bz2": Packing.compressed(.bzip2, Array("id\n1\n".utf8)),
    "zst": Packing.compressed(.zstd, Array("id\n1\n".utf8)),
    "zip in zip": Packing.zip(
      [.init("in.zip", Packing.zip(entries))], options: "zip:compression=store"),
  ]

  @Test(arguments: whole.keys.sorted())
  func `no prefix of an archive passes for the whole`(name: String) throws {
    let bytes = try #require(Self.whole[name])
    #expect(Unpacked.all(bytes).allSatisfy { $0.code == nil })
    for length in 0..<bytes.count {
      let found = Unpacked.all(Array(bytes[..<length]))
      #expect(found.contains { $0.code != nil }, "\(name), \(length) of \(bytes.count): \(found)")
      let codes = Set(found.compactMap(\.code))
      if name.hasSuffix("zip") || name == "gz" {
        #expect(codes.isSubset(of: ["file.incomplete", "file.empty"]), "\(name) \(length): \(found)")
      }
    }
  }

  @Test func `a tar that lacks its end is not whole`() {
    let bytes = Packing.tar(Self.entries)
    // Two entries of a header and one block each, then two blocks of zeros.
    #expect(bytes.count >= 6 * 512)
    for length in stride(from: 0, through: 4 * 512, by: 512) {
      #expect(Unpacked.all(Array(bytes[..<length])).contains { $0.code != nil }, "\(length)")
    }
  }

  @Test(arguments: whole.keys.sorted())
  func `one wrong byte does no harm`(name: String) throws {
    let bytes = try #require(Self.whole[name])
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 0x41
      let found = Unpacked.all(damaged)
      if name == "gz" && index > 9 || name.hasPrefix("xz") {
        #expect(found.contains { $0.code != nil }, "\(name), byte \(index)")
      }
    }
  }

  @Test(arguments: ["zip:encryption=zipcrypt", "zip:encryption=aes256"])
  func `an encrypted file is named so`(options: String) {
    let bytes = Packing.zip(Self.entries, options: options)
    #expect(Unpacked.all(bytes).map(\.code) == ["file.encrypted", "file.encrypted"])
  }

  /// LZMA, zstd, xz and PPMd take as much memory as they say.
  @Test(arguments: [14, 93, 95, 98, 9, 1] as [UInt8])
  func `a member of a zip that is packed in an odd way is refused, alone`(method: UInt8) {
    var bytes = Packing.zip(Self.entries, options: "zip:compression=store")
    // What stands in front of the first member, and what the table of contents says of it.
    bytes[8] = method
    let entry = bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4B, 0x01, 0x02]) }
    if let entry { bytes[entry + 10] = method }
    #expect(Unpacked.all(bytes).map(\.code) == ["archive.method", nil])
  }

  @Test(arguments: [Packing.Filter.gzip, .bzip2, .xz, .zstd])
  func `a bomb is stopped early`(filter: Packing.Filter) {
    let zeros = Array(String(repeating: "a\n", count: 20 << 20).utf8)
    #expect(Unpacked.all(Packing.compressed(filter, zeros)).map(\.code) == ["archive.bomb"])
    #expect(Unpacked.all(Packing.tar([.init("a.csv", zeros)], filter)).last?.code == "archive.bomb")
  }

  @Test func `bombs in zip and 7z are stopped, whatever is around them`() {
    let zeros = Array(String(repeating: "a\n", count: 20 << 20).utf8)
    let zip = Packing.zip([.init("a.csv", zeros)])
    #expect(Unpacked.all(zip).map(\.code).first == "archive.bomb")
    #expect(Unpacked.all(Packing.zip([.init("in.zip", zip)])).last?.code == "archive.bomb")
    #expect(Unpacked.all(Packing.sevenZip([.init("a.csv", zeros)])).first?.code == "archive.bomb")
    let hidden = Packing.sevenZip([.init(".hidden", zeros)] + Self.entries)
    #expect(Unpacked.all(hidden).last?.code == "archive.bomb")
  }

  @Test func `an archive of very many entries is refused`() {
    var limits = UnpackLimits()
    limits.entries = 3
    let entries = (0..<5).map { Packing.Entry("\($0).csv", "a\n1\n") }
    #expect(
      Unpacked.all(Packing.tar(entries), limits: limits).map(\.code) == [nil, nil, nil, "archive.entries"])
    for bytes in [Packing.zip(entries), Packing.sevenZip(entries)] {
      #expect(Unpacked.all(bytes, limits: limits).map(\.code) == ["archive.entries"], "before any is read")
    }
  }

  @Test func `a nested archive larger than what is taken into memory is refused, alone`() {
    var limits = UnpackLimits()
    limits.nestedBytes = 100
    let bytes = Packing.zip([.init("in.zip", Packing.zip(Self.entries))] + Self.entries)
    #expect(Unpacked.all(bytes, limits: limits).map(\.code) == ["archive.nested_size", nil, nil])
  }

  @Test func `a gzip file of several members is one text, and nothing else may follow`() {
    let bytes =
      Packing.compressed(.gzip, Array("id\n1\n".utf8)) + Packing.compressed(.gzip, Array("2\n".utf8))
    #expect(Unpacked.all(bytes, name: "a.gz") == [Unpacked("a.gz", [["id"], ["1"], ["2"]])])
    #expect(Unpacked.all(bytes + [0, 0, 0]).map(\.code) == [nil])
    #expect(Unpacked.all(bytes + [0, 1]).map(\.code) == ["archive.damaged"])
  }
}
