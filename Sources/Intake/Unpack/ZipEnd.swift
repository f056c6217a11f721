import Records

/// The last record of a zip file, which says where its table of contents stands.
///
/// libarchive is content with any that it finds near the end, such as that of a zip stored in a zip whose own is cut
/// off. Here its comment must reach exactly to the end of the file, and the table exactly to it.
struct ZipEnd {
  /// Where the table of contents stands.
  let table: Range<Int64>
  let entries: Int64
  /// The number of entries is known only in what two bytes hold of it.
  let isCountShort: Bool

  private static let recordBytes = 22
  private static let recordBytes64: Int64 = 56
  private static let locatorBytes: Int64 = 20
  private static let longestComment = 65_535

  init(_ store: any ByteStore) throws(FileProblem) {
    let tail = min(store.size, Int64(Self.recordBytes + Self.longestComment))
    let bytes = try store.bytes((store.size - tail)..<store.size)
    guard let at = Self.find(in: bytes) else { throw .withoutTable }
    let record = bytes[at...]
    let position = store.size - tail + Int64(at)
    let (size, offset) = (record.number(12, 4), record.number(16, 4))
    if size == 0 && position == 0 { throw .emptyArchive }
    if size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF || offset + size != position {
      self = try Self(sixtyFour: store, end: position)
      return
    }
    guard record.number(4, 2) == 0, record.number(6, 2) == 0 else { throw .partOfSeveral }
    (table, entries, isCountShort) = (offset..<position, record.number(10, 2), true)
  }

  private init(sixtyFour store: any ByteStore, end: Int64) throws(FileProblem) {
    guard end >= Self.locatorBytes + Self.recordBytes64 else { throw .withoutTable }
    let locator = try store.bytes((end - Self.locatorBytes)..<end)[...]
    guard locator.count == Self.locatorBytes, locator.starts(with: [0x50, 0x4B, 0x06, 0x07]) else {
      throw .withoutTable
    }
    let position = locator.number(8, 8)
    guard position >= 0, position <= end - Self.locatorBytes - Self.recordBytes64 else { throw .withoutTable }
    let record = try store.bytes(position..<(position + Self.recordBytes64))[...]
    guard record.count == Self.recordBytes64, record.starts(with: [0x50, 0x4B, 0x06, 0x06]) else {
      throw .withoutTable
    }
    guard record.number(16, 4) == 0, record.number(20, 4) == 0 else { throw .partOfSeveral }
    let (size, offset) = (record.number(40, 8), record.number(48, 8))
    guard size >= 0, offset >= 0, offset <= position, size == position - offset else { throw .withoutTable }
    (table, entries, isCountShort) = (offset..<position, record.number(32, 8), false)
  }

  /// Where the record begins whose comment ends with the bytes.
  private static func find(in bytes: [UInt8]) -> Int? {
    var at = bytes.count - recordBytes
    while at >= 0 {
      if bytes[at] == 0x50, bytes[at + 1] == 0x4B, bytes[at + 2] == 0x05, bytes[at + 3] == 0x06,
        at + recordBytes + Int(bytes[at + 20]) + Int(bytes[at + 21]) << 8 == bytes.count
      {
        return at
      }
      at -= 1
    }
    return nil
  }
}

extension FileProblem {
  fileprivate static let withoutTable = FileProblem.incompleteArchive("its table of contents is missing")
  fileprivate static let partOfSeveral = FileProblem.incompleteArchive("it is one part of several")
}
