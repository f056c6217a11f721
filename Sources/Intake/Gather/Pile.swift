import Records

/// Records that wait to be put together, in the order of the file: in memory, or in a file that has no name.
final class Pile {
  private let file: any OpenFile
  private var buffer: [UInt8] = []
  private(set) var count = 0
  /// The key that all of them have; nil once there are two.
  private(set) var onlyKey: UInt64?
  private static let pieceBytes = 64 * 1024

  /// - Parameter folder: where the file lies as long as it has a name.
  init(in folder: BytePath, on files: DurableFiles) throws(FileProblem) {
    file = try files.system.makeUnnamed(in: folder)
  }

  func add(_ record: some Collection<UInt8>, key: UInt64) throws(FileProblem) {
    if count == 0 { onlyKey = key } else if onlyKey != key { onlyKey = nil }
    count += record.count
    buffer += record
    if buffer.count >= Self.pieceBytes { try flush() }
  }

  private func flush() throws(FileProblem) {
    let piece = buffer
    try file.write(piece.span)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Everything, in pieces that end where a record ends.
  func read(_ body: ([UInt8]) throws(FileProblem) -> Void) throws(FileProblem) {
    var position: Int64 = 0
    while let (bytes, end) = try records(from: position) {
      try body(bytes)
      position = end
    }
  }

  /// The next whole records, about a megabyte of them, and where they end; nil behind the last.
  func records(from position: Int64) throws(FileProblem) -> (bytes: [UInt8], end: Int64)? {
    if !buffer.isEmpty { try flush() }
    buffer = []
    var bytes: [UInt8] = []
    while true {
      let new = try file.bytes(at: position + Int64(bytes.count), count: 1 << 20)
      bytes += new
      let whole = Self.wholeRecords(bytes)
      if whole > 0 {
        bytes.removeSubrange(whole...)
        return (bytes, position + Int64(whole))
      }
      precondition(!new.isEmpty || bytes.isEmpty, "a pile ends with a record")
      if new.isEmpty { return nil }
    }
  }

  /// Everything at once.
  func bytes() throws(FileProblem) -> [UInt8] {
    try flush()
    buffer = []
    var all: [UInt8] = []
    all.reserveCapacity(count)
    while all.count < count { all += try file.bytes(at: Int64(all.count), count: 1 << 20) }
    return all
  }

  private static func wholeRecords(_ bytes: [UInt8]) -> Int {
    var end = 0
    while let record = GatheredRow(bytes.span, at: end) { end += record.length }
    return end
  }
}
