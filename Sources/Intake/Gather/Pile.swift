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
  func read(pieceBytes: Int = 1 << 20, _ body: ([UInt8]) throws(FileProblem) -> Void) throws(FileProblem) {
    try flush()
    buffer = []
    var (position, rest): (Int64, [UInt8]) = (0, [])
    while true {
      let new = try file.bytes(at: position, count: pieceBytes)
      position += Int64(new.count)
      rest += new
      let whole = Self.wholeRecords(rest)
      if whole > 0 { try body(Array(rest[..<whole])) }
      rest.removeSubrange(..<whole)
      if new.isEmpty { return precondition(rest.isEmpty, "a pile ends with a record") }
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
