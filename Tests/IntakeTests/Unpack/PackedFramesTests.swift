import PackingSupport
import Records
import Testing

@testable import Intake

/// How much memory a packed file may ask for: what refers back further than 64 MiB is refused before it is unpacked.
struct PackedFramesTests {
  private static let text = Array("id\n1\n".utf8)
  private static let rows = [["id"], ["1"]]

  private static func codes(_ bytes: [UInt8]) -> [String?] { Unpacked.all(bytes).map(\.code) }

  /// A whole frame of one plain block. `window` is the byte by which a frame says how far back it refers.
  private static func zstd(window: UInt8, _ text: [UInt8] = text) -> [UInt8] {
    [0x28, 0xB5, 0x2F, 0xFD, 0x00, window] + plainBlock(text)
  }

  /// Nothing of it refers further back than it is long.
  private static func zstd(stating size: UInt64) -> [UInt8] {
    [0x28, 0xB5, 0x2F, 0xFD, 0xE0] + (0..<8).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
      + plainBlock(text)
  }

  private static func plainBlock(_ text: [UInt8]) -> [UInt8] { [UInt8(text.count << 3 | 1), 0, 0] + text }

  @Test func `zstd with a window of up to 64 MiB is read`() {
    for window: UInt8 in [0x00, 0x50, 0x80] {
      #expect(Unpacked.all(Self.zstd(window: window), name: "a.zst") == [Unpacked("a.zst", Self.rows)])
    }
    #expect(Self.codes(Self.zstd(stating: UInt64(Self.text.count))) == [nil])
  }

  @Test(arguments: [0x81, 0x88, 0xA0, 0xF8, 0xFF] as [UInt8])
  func `zstd with a larger window is refused`(window: UInt8) {
    #expect(Self.codes(Self.zstd(window: window)) == ["archive.bomb"])
  }

  @Test func `zstd that states to be larger in one piece is refused`() {
    for size in [UInt64(64 << 20) + 1, 1 << 40, .max] {
      #expect(Self.codes(Self.zstd(stating: size)) == ["archive.bomb"])
    }
  }

  @Test func `a large window is found behind other frames, and behind what is to be skipped`() {
    let skipped: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    #expect(Self.codes(Self.zstd(window: 0) + skipped + Self.zstd(window: 0)) == [nil])
    #expect(Self.codes(Self.zstd(window: 0) + skipped + Self.zstd(window: 0xA0)) == ["archive.bomb"])
    let packed = Packing.compressed(.zstd, Self.text)
    #expect(Self.codes(packed + Self.zstd(window: 0xA0)) == ["archive.bomb"])
    let tar = Packing.tar([.init("a.csv", Self.text)], .zstd)
    #expect(Self.codes(tar + Self.zstd(window: 0xA0)).contains("archive.bomb"))
  }

  /// What libarchive packs, with another size of dictionary in the head of its one block.
  private static func xz(dictionary: UInt8) throws -> [UInt8] {
    var bytes = Packing.compressed(.xz, text)
    let size = (Int(bytes[12]) + 1) * 4
    try #require(bytes[14...15] == [0x21, 0x01])
    bytes[16] = dictionary
    bytes.replaceSubrange((12 + size - 4)..<(12 + size), with: bytes[12..<(12 + size - 4)].checksum)
    return bytes
  }

  @Test func `xz with a dictionary of up to 64 MiB is read`() throws {
    for dictionary: UInt8 in [0, 12, 24, 28] {
      #expect(
        Unpacked.all(try Self.xz(dictionary: dictionary), name: "a.xz") == [Unpacked("a.xz", Self.rows)])
    }
  }

  @Test(arguments: [29, 30, 37, 40] as [UInt8])
  func `xz with a larger dictionary is refused, also behind other streams`(dictionary: UInt8) throws {
    let large = try Self.xz(dictionary: dictionary)
    #expect(Self.codes(large) == ["archive.bomb"])
    let small = try Self.xz(dictionary: 24)
    #expect(Self.codes(small + small) == [nil])
    #expect(Self.codes(small + [0, 0, 0, 0] + large) == ["archive.bomb"])
    let long = Array(String(repeating: "1,Mug\n", count: 40_000).utf8)
    #expect(Self.codes(Packing.compressed(.xz, long) + large) == ["archive.bomb"])
  }
}
