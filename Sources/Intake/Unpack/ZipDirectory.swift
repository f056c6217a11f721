import Records

/// What a zip file says of its entries, read and compared before anything is unpacked.
///
/// libarchive leaves out entries that begin where another does, and where an entry's own head contradicts the table of
/// contents it believes the head. Here such files are refused.
struct ZipDirectory {
  /// For each entry what is wrong with it alone, in the order in which libarchive comes to them: as they lie in the file.
  private(set) var faults: [FileProblem?] = []

  private struct Entry {
    /// Of its line in the table of contents.
    var line: Int64
    /// Where it begins.
    var offset: Int64
    var packedBytes: Int64
    var bytes: Int64
  }

  private static let lineBytes = 46
  private static let headBytes = 30
  private static let unknown: Int64 = 0xFFFF_FFFF

  init(_ store: any ByteStore, limit: Int) throws(FileProblem) {
    let end = try ZipEnd(store)
    if end.entries > limit || end.entries < 0 { throw .tooManyEntries(limit: limit) }
    var window = StoreWindow(store)
    var entries = try Self.table(end, &window, limit: limit)
    entries.sort { $0.offset < $1.offset }
    faults.reserveCapacity(entries.count)
    var lines = StoreWindow(store)
    for (index, entry) in entries.enumerated() {
      let next = index + 1 < entries.count ? entries[index + 1].offset : end.table.lowerBound
      faults.append(try Self.compare(entry, endsBefore: next, &lines, &window))
    }
  }

  private static func table(
    _ end: ZipEnd, _ window: inout StoreWindow, limit: Int
  ) throws(FileProblem) -> [Entry] {
    var (entries, parts): ([Entry], OfficeParts) = ([], OfficeParts())
    var at = end.table.lowerBound
    while at < end.table.upperBound {
      guard let line = try window.bytes(at: at, lineBytes) else { throw .wrongTable }
      // Behind the last line a signature may stand.
      if line.starts(with: [0x50, 0x4B, 0x05, 0x05]) { break }
      guard line.starts(with: [0x50, 0x4B, 0x01, 0x02]) else { throw .wrongTable }
      let (nameBytes, extraBytes) = (Int(line.number(28, 2)), Int(line.number(30, 2)))
      let whole = lineBytes + nameBytes + extraBytes + Int(line.number(32, 2))
      guard at + Int64(whole) <= end.table.upperBound, let all = try window.bytes(at: at, whole) else {
        throw .wrongTable
      }
      guard entries.count < limit else { throw .tooManyEntries(limit: limit) }
      let names = all.startIndex + lineBytes
      parts.note(all[names..<(names + nameBytes)])
      entries.append(
        try entry(all, line: at, extra: all[(names + nameBytes)..<(names + nameBytes + extraBytes)]))
      at += Int64(whole)
    }
    let stated = end.isCountShort ? Int64(entries.count & 0xFFFF) : Int64(entries.count)
    guard end.entries == stated else { throw .wrongTable }
    if let problem = parts.problem { throw problem }
    return entries
  }

  private static func entry(
    _ line: ArraySlice<UInt8>, line at: Int64, extra: ArraySlice<UInt8>
  ) throws(FileProblem) -> Entry {
    var numbers = [line.number(24, 4), line.number(20, 4), line.number(42, 4)]
    // What does not fit into four bytes stands behind the name, in this order.
    var field = extra
    while field.count >= 4 {
      let (id, length) = (field.number(0, 2), Int(field.number(2, 2)))
      guard field.count >= 4 + length else { break }
      if id == 1 {
        var rest = field.dropFirst(4).prefix(length)
        for index in numbers.indices where numbers[index] == unknown && rest.count >= 8 {
          numbers[index] = rest.number(0, 8)
          rest = rest.dropFirst(8)
        }
      }
      field = field.dropFirst(4 + length)
    }
    guard numbers.allSatisfy({ $0 >= 0 }) else { throw .wrongTable }
    return Entry(line: at, offset: numbers[2], packedBytes: numbers[1], bytes: numbers[0])
  }

  /// What is wrong with an entry alone. Throws where the file as a whole is not to be trusted.
  private static func compare(
    _ entry: Entry, endsBefore next: Int64, _ lines: inout StoreWindow, _ heads: inout StoreWindow
  ) throws(FileProblem) -> FileProblem? {
    guard entry.offset < next else { throw .entriesOverlap }
    guard let line = try lines.bytes(at: entry.line, lineBytes) else { throw .wrongTable }
    let nameBytes = Int(line.number(28, 2))
    guard let head = try heads.bytes(at: entry.offset, headBytes),
      head.starts(with: [0x50, 0x4B, 0x03, 0x04])
    else { throw .wrongTable }
    let headSize = Int64(headBytes) + head.number(26, 2) + head.number(28, 2)
    guard entry.packedBytes <= next - entry.offset - headSize else { throw .entriesOverlap }
    let isSame =
      head.number(26, 2) == nameBytes && head.number(8, 2) == line.number(10, 2)
      && isSame(head.number(14, 4), line.number(16, 4)) && isSame(head.number(18, 4), entry.packedBytes)
      && isSame(head.number(22, 4), entry.bytes)
    let isEncrypted = line.number(8, 2) & 1 == 1
    guard isSame else { return isEncrypted ? nil : .contradiction }
    let name = try lines.bytes(at: entry.line + Int64(lineBytes), nameBytes)
    let itsOwn = try heads.bytes(at: entry.offset + Int64(headBytes), nameBytes)
    guard let name, let itsOwn, name == itsOwn else { return isEncrypted ? nil : .contradiction }
    return nil
  }

  /// A head may leave a number to what follows the entry, or to its extra field.
  private static func isSame(_ inHead: Int64, _ inTable: Int64) -> Bool {
    inHead == 0 || inHead == unknown || inHead == inTable
  }
}

extension FileProblem {
  fileprivate static let wrongTable = FileProblem.damagedArchive("its table of contents is wrong")
  fileprivate static let entriesOverlap = FileProblem.bomb(
    "files in it lie upon one another, so that the same bytes would come out again and again")
  fileprivate static let contradiction = FileProblem.damagedArchive(
    "what stands in front of the file is not what the table of contents says of it")
}
