internal import CZlib
import Records

/// The table of contents of a 7z file where it is packed itself. libarchive unpacks it as the one file of another,
/// which is made of the same bytes.
enum SevenZipTable {
  /// - Parameter streams: what is said of how it is packed, from behind the place where it stands to the end of the
  ///   folders.
  static func unpacked(
    _ packed: [UInt8], streams: ArraySlice<UInt8>, limit: Int
  ) throws(FileProblem) -> [UInt8] {
    let file = whole(around: packed, streams)
    guard let store = try MemoryStore(MemorySource(file), limit: file.count) else { throw .damaged }
    let stream = try ArchiveStream(.sevenZip, store: store)
    guard try stream.next() != nil else { throw .damaged }
    let bytes = try EntrySource(at: stream).bytes(upTo: limit + 1)
    guard bytes.count <= limit else { throw .bomb("its table of contents is larger than \(limit >> 20) MiB") }
    return bytes
  }

  private static func whole(around packed: [UInt8], _ streams: ArraySlice<UInt8>) -> [UInt8] {
    // A header with streams at place 0, and one file that is called `a`.
    let header =
      [0x01, 0x04, 0x06, 0x00] + streams + [0x08, 0x00, 0x00]
      + [0x05, 0x01, 0x11, 0x05, 0x00, 0x61, 0x00, 0x00, 0x00, 0x00, 0x00]
    let place = number(packed.count, 8) + number(header.count, 8) + number(checksum(header), 4)
    return [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0x00, 0x04] + number(checksum(place), 4) + place + packed
      + header
  }

  private static func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func checksum(_ bytes: [UInt8]) -> Int {
    Int(unsafe bytes.withUnsafeBufferPointer { unsafe crc32(0, $0.baseAddress, UInt32(clamping: $0.count)) })
  }
}

extension FileProblem {
  fileprivate static let damaged = FileProblem.damagedArchive("its table of contents is wrong")
}
