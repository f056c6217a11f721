import Records

/// Whether a zip or 7z file has its table of contents where it must be. libarchive is content with any that it finds
/// near the end, such as that of a zip stored in a zip whose own is cut off.
enum DirectoryCheck {
  static func check(_ container: Container, _ store: any ByteStore) throws(FileProblem) {
    switch container {
    case .zip: try checkZip(store)
    case .sevenZip: try checkSevenZip(store)
    default: break
    }
  }

  private static let missing = FileProblem.incompleteArchive("its table of contents is missing")

  private static func checkZip(_ store: any ByteStore) throws(FileProblem) {
    let tail = min(store.size, 22 + 65_535)
    let bytes = try store.bytes((store.size - tail)..<store.size)
    guard let end = (0...max(0, bytes.count - 22)).last(where: { isEnd(bytes, $0) }) else { throw missing }
    let position = store.size - tail + Int64(end)
    let (size, offset) = (number(bytes, end + 12, 4), number(bytes, end + 16, 4))
    if size == 0 && position == 0 { throw .emptyArchive }
    if size != 0xFFFF_FFFF && offset != 0xFFFF_FFFF && offset + size == position { return }
    try checkZip64(store, end: position)
  }

  /// The record of the end whose comment reaches exactly to the end of the file.
  private static func isEnd(_ bytes: [UInt8], _ at: Int) -> Bool {
    guard at + 22 <= bytes.count, bytes[at...].starts(with: [0x50, 0x4B, 0x05, 0x06]) else { return false }
    return at + 22 + Int(number(bytes, at + 20, 2)) == bytes.count
  }

  private static func checkZip64(_ store: any ByteStore, end: Int64) throws(FileProblem) {
    guard end >= 20 + 56 else { throw missing }
    let locator = try store.bytes((end - 20)..<end)
    guard locator.count == 20, locator.starts(with: [0x50, 0x4B, 0x06, 0x07]) else { throw missing }
    let position = number(locator, 8, 8)
    guard position >= 0, position <= end - 20 - 56 else { throw missing }
    let record = try store.bytes(position..<(position + 56))
    guard record.count == 56, record.starts(with: [0x50, 0x4B, 0x06, 0x06]) else { throw missing }
    let (size, offset) = (number(record, 40, 8), number(record, 48, 8))
    guard size >= 0, offset >= 0, offset <= position, size == position - offset else { throw missing }
  }

  private static func checkSevenZip(_ store: any ByteStore) throws(FileProblem) {
    let header = try store.bytes(0..<32)
    guard header.count == 32 else { throw missing }
    let (offset, size) = (number(header, 12, 8), number(header, 20, 8))
    guard offset >= 0, size >= 0, offset <= store.size, size <= store.size else { throw missing }
    guard 32 + offset + size <= store.size else { throw missing }
  }

  /// `count` bytes, the lowest first; negative where they say more than anything has.
  private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int64 {
    Int64(bitPattern: (0..<count).reduce(UInt64(0)) { $0 | UInt64(bytes[at + $1]) << (8 * UInt64($1)) })
  }
}
