import Records

/// What a 7z file says at its end of how it is packed, read before libarchive sees any of it: libarchive sets aside as
/// much memory as the file asks for, for each file that it says it holds and as far back as its bytes refer.
///
/// https://py7zr.readthedocs.io/en/latest/archive_format.html
struct SevenZipHeader {
  private var input: ArraySlice<UInt8>
  private let entryLimit: Int
  private var packedAt: Int64 = 0
  /// What is said of the packed streams, behind the place where they stand.
  private var streamsAt = 0
  private var foldersEnd = 0
  private var packedSizes: [Int64] = []
  private var folders: [Folder] = []

  private struct Folder {
    var methods: [[UInt8]] = []
    var properties: [ArraySlice<UInt8>] = []
    var outputs = 0
    var hasChecksum = false
  }

  private enum Part {
    static let end: UInt8 = 0x00
    static let header: UInt8 = 0x01
    static let properties: UInt8 = 0x02
    static let streams: UInt8 = 0x04
    static let files: UInt8 = 0x05
    static let packed: UInt8 = 0x06
    static let folders: UInt8 = 0x07
    static let substreams: UInt8 = 0x08
    static let sizes: UInt8 = 0x09
    static let checksums: UInt8 = 0x0A
    static let folder: UInt8 = 0x0B
    static let folderSizes: UInt8 = 0x0C
    static let counts: UInt8 = 0x0D
    static let packedHeader: UInt8 = 0x17
  }

  /// For ten thousand long names.
  private static let mostBytes: Int64 = 8 << 20
  private static let signatureBytes: Int64 = 32

  /// Throws what speaks against reading the file at all.
  static func check(_ store: any ByteStore, entryLimit: Int) throws(FileProblem) {
    let signature = try store.bytes(0..<min(signatureBytes, store.size))[...]
    guard signature.count == signatureBytes else { throw .withoutTable }
    let (offset, size) = (signature.number(12, 8), signature.number(20, 8))
    guard offset >= 0, size >= 0, offset <= store.size - signatureBytes,
      size <= store.size - signatureBytes - offset
    else { throw .withoutTable }
    guard size <= mostBytes else { throw .tableTooLarge }
    let start = signatureBytes + offset
    var header = Self(try store.bytes(start..<(start + size)), entryLimit: entryLimit)
    if header.input.first == Part.packedHeader {
      header = Self(try header.unpacked(from: store), entryLimit: entryLimit)
    }
    try header.read()
  }

  private init(_ bytes: [UInt8], entryLimit: Int) {
    input = bytes[...]
    self.entryLimit = entryLimit
  }

  private mutating func read() throws(FileProblem) {
    // Without any there is no file in it.
    guard !input.isEmpty else { return }
    try expect(Part.header)
    var part = try byte()
    if part == Part.properties {
      while try byte() != Part.end { try skip(try count()) }
      part = try byte()
    }
    if part == Part.streams {
      try readStreams()
      part = try byte()
    }
    for folder in folders { try Self.check(folder) }
    guard part == Part.files else { return }
    try checkCount(try count())
  }

  /// The header proper, which is packed like a file.
  private mutating func unpacked(from store: any ByteStore) throws(FileProblem) -> [UInt8] {
    let whole = input
    try expect(Part.packedHeader)
    try readStreams()
    guard folders.count == 1, streamsAt < foldersEnd, let folder = folders.first,
      packedAt <= store.size - Self.signatureBytes
    else {
      throw .wrongTable
    }
    if folder.methods.contains(SevenZipMethod.encryption) { throw .encrypted }
    try Self.check(folder)
    var size: Int64 = 0
    for more in packedSizes { size += min(more, Self.mostBytes + 1) }
    guard size <= Self.mostBytes else { throw .tableTooLarge }
    let start = Self.signatureBytes + packedAt
    guard size <= store.size - start else { throw .wrongTable }
    return try SevenZipTable.unpacked(
      store.bytes(start..<(start + size)), streams: whole[streamsAt..<foldersEnd],
      limit: Int(Self.mostBytes))
  }

  private static func check(_ folder: Folder) throws(FileProblem) {
    var memory: UInt64 = 0
    for (method, properties) in zip(folder.methods, folder.properties) {
      memory += try SevenZipMethod.memory(method, properties)
    }
    guard memory <= PackedFrames.windowLimit else {
      throw .bomb("reading it would take \(memory >> 20) MiB of memory")
    }
  }
}

extension SevenZipHeader {
  private mutating func readStreams() throws(FileProblem) {
    var part = try byte()
    if part == Part.packed {
      try readPacked()
      part = try byte()
    }
    if part == Part.folders {
      try readFolders()
      foldersEnd = input.startIndex
      part = try byte()
    }
    if part == Part.substreams {
      try readSubstreams()
      part = try byte()
    }
    guard part == Part.end else { throw .wrongTable }
  }

  private mutating func readPacked() throws(FileProblem) {
    packedAt = Int64(try count())
    streamsAt = input.startIndex
    let streams = try checkCount(try count())
    var part = try byte()
    if part == Part.sizes {
      for _ in 0..<streams { packedSizes.append(Int64(try count())) }
      part = try byte()
    }
    if part == Part.checksums {
      _ = try checksums(of: streams)
      part = try byte()
    }
    guard part == Part.end else { throw .wrongTable }
  }

  private mutating func readFolders() throws(FileProblem) {
    try expect(Part.folder)
    let number = try checkCount(try count())
    // Elsewhere than here they are never written.
    try expect(0)
    for _ in 0..<number { folders.append(try folder()) }
    try expect(Part.folderSizes)
    for folder in folders { for _ in 0..<folder.outputs { _ = try count() } }
    var part = try byte()
    if part == Part.checksums {
      for (index, has) in try checksums(of: number).enumerated() { folders[index].hasChecksum = has }
      part = try byte()
    }
    guard part == Part.end else { throw .wrongTable }
  }

  private mutating func folder() throws(FileProblem) -> Folder {
    var folder = Folder()
    var inputs = 0
    let coders = try count()
    guard (1...32).contains(coders) else { throw .wrongTable }
    for _ in 0..<coders {
      let flags = try byte()
      folder.methods.append(Array(try take(Int(flags & 0x0F))))
      let (some, others) = flags & 0x10 == 0 ? (1, 1) : (try count(), try count())
      guard some <= 32, others <= 32, flags & 0x80 == 0 else { throw .wrongTable }
      (inputs, folder.outputs) = (inputs + some, folder.outputs + others)
      folder.properties.append(flags & 0x20 == 0 ? [] : try take(try count()))
    }
    let pairs = folder.outputs - 1
    guard pairs >= 0, inputs >= pairs else { throw .wrongTable }
    for _ in 0..<(2 * pairs) { _ = try count() }
    if inputs - pairs > 1 { for _ in 0..<(inputs - pairs) { _ = try count() } }
    return folder
  }

  private mutating func readSubstreams() throws(FileProblem) {
    var counts = folders.map { _ in 1 }
    var part = try byte()
    if part == Part.counts {
      for index in counts.indices { counts[index] = try checkCount(try count()) }
      part = try byte()
    }
    let all = try checkCount(counts.reduce(0, +))
    if part == Part.sizes {
      for count in counts where count > 1 { for _ in 1..<count { _ = try self.count() } }
      part = try byte()
    }
    if part == Part.checksums {
      let known = zip(counts, folders).filter { $0 == 1 && $1.hasChecksum }.count
      _ = try checksums(of: all - known)
      part = try byte()
    }
    guard part == Part.end else { throw .wrongTable }
  }

  /// For which of so many there is one; they themselves are passed over.
  private mutating func checksums(of number: Int) throws(FileProblem) -> [Bool] {
    var have = [Bool](repeating: true, count: number)
    if try byte() == 0 {
      let bits = try take((number + 7) / 8)
      for index in 0..<number { have[index] = bits[bits.startIndex + index / 8] >> (7 - index % 8) & 1 == 1 }
    }
    try skip(4 * have.count { $0 })
    return have
  }

  @discardableResult private func checkCount(_ number: Int) throws(FileProblem) -> Int {
    guard number <= entryLimit else { throw .tooManyEntries(limit: entryLimit) }
    return number
  }
}

extension SevenZipHeader {
  private mutating func byte() throws(FileProblem) -> UInt8 {
    guard let byte = input.popFirst() else { throw .wrongTable }
    return byte
  }

  private mutating func expect(_ wanted: UInt8) throws(FileProblem) {
    guard try byte() == wanted else { throw .wrongTable }
  }

  private mutating func take(_ count: Int) throws(FileProblem) -> ArraySlice<UInt8> {
    guard count <= input.count else { throw .wrongTable }
    defer { input = input.dropFirst(count) }
    return input.prefix(count)
  }

  private mutating func skip(_ count: Int) throws(FileProblem) { _ = try take(count) }

  /// As many bits of the first byte as are set say how many bytes follow; what is left of it are the highest bits.
  private mutating func count() throws(FileProblem) -> Int {
    let first = try byte()
    let more = (~first).leadingZeroBitCount
    var value: UInt64 = 0
    for index in 0..<more { value |= UInt64(try byte()) << (8 * UInt64(index)) }
    if more < 7 { value |= UInt64(first & (0x7F >> UInt8(more))) << (8 * UInt64(more)) }
    guard value <= UInt64(Int32.max) << 16 else { throw .wrongTable }
    return Int(value)
  }
}

extension FileProblem {
  fileprivate static let withoutTable = FileProblem.incompleteArchive("its table of contents is missing")
  fileprivate static let wrongTable = FileProblem.damagedArchive("its table of contents is wrong")
  fileprivate static let tableTooLarge = FileProblem.bomb("its table of contents is larger than 8 MiB")
}
