import Records

/// Walks the frames of an xz or zstd file while its bytes pass, for what each asks to be kept in memory.
///
/// A frame says in its head how far back it refers: what is read then stays in memory that long. libarchive would
/// set up to a gigabyte aside for it.
struct PackedFrames {
  /// What the usual programs ask for at their strongest is 64 MiB.
  static let windowLimit: UInt64 = 64 << 20

  private enum Kind { case xz, zstd }

  private let kind: Kind
  private var place = Place.start
  /// Bytes still to be passed over before the next head.
  private var skipping: UInt64 = 0
  /// A head that has come in part.
  private var head: [UInt8] = []
  private var wanted: Int
  private var checkBytes: UInt64 = 0
  private var blockBytes: UInt64 = 0
  private var hasChecksum = false
  private var indexLeft: UInt64?
  private var indexBytes: UInt64 = 0

  private enum Place {
    /// Before a stream or frame; before a block; before a chunk or block of bytes.
    case start, block, chunk
    /// In the list of blocks.
    case index
    /// Nothing more is asked: the decoder says what is wrong.
    case over
  }

  init?(_ format: ArchiveStream.Format) {
    switch format {
    case .xz: (kind, wanted) = (.xz, 12)
    case .zstd: (kind, wanted) = (.zstd, 4)
    default: return nil
    }
  }

  mutating func look(_ bytes: UnsafeRawBufferPointer) throws(FileProblem) {
    var at = 0
    while at < bytes.count && place != .over {
      if skipping > 0 {
        let step = min(skipping, UInt64(bytes.count - at))
        skipping -= step
        at += Int(step)
        continue
      }
      unsafe head.append(bytes[at])
      at += 1
      guard head.count >= wanted else { continue }
      try kind == .xz ? readXZ() : readZstd()
    }
  }

  private mutating func expect(_ next: Place, _ count: Int, after skipped: UInt64 = 0) {
    head.removeAll(keepingCapacity: true)
    (place, wanted, skipping) = (next, count, skipped)
  }

  private func number(_ at: Int, _ count: Int) -> UInt64 {
    (0..<count).reduce(UInt64(0)) { $0 | UInt64(head[at + $1]) << (8 * UInt64($1)) }
  }

  /// LZMA2 says in one byte how far back it refers.
  static func dictionary(_ byte: UInt8) -> UInt64 {
    let bits = UInt64(byte & 0x3F)
    return bits >= 40 ? UInt64(UInt32.max) : (2 | bits & 1) << (bits / 2 + 11)
  }

  private static func check(_ window: UInt64) throws(FileProblem) {
    guard window > windowLimit else { return }
    throw .bomb("reading it would take \(window >> 20) MiB of memory")
  }
}

/// https://tukaani.org/xz/xz-file-format.txt
extension PackedFrames {
  private mutating func readXZ() throws(FileProblem) {
    switch place {
    case .start: beginStream()
    case .block: try beginBlock()
    case .chunk: beginChunk()
    case .index: passIndex()
    case .over: break
    }
  }

  private mutating func beginStream() {
    if head.prefix(4).allSatisfy({ $0 == 0 }) {
      // Padding between streams comes four bytes at a time.
      head.removeFirst(4)
      return
    }
    guard head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) else { return place = .over }
    let check = head[7] & 0x0F
    checkBytes = check == 0 ? 0 : 4 << UInt64((check - 1) / 3)
    expect(.block, 1)
  }

  private mutating func beginBlock() throws(FileProblem) {
    guard head[0] != 0 else {
      // The index, which comes behind the last block.
      return expect(.index, 1)
    }
    let size = (Int(head[0]) + 1) * 4
    guard head.count == size else { return wanted = size }
    var at = 2
    if head[1] & 0x40 != 0 { _ = variable(&at) }
    if head[1] & 0x80 != 0 { _ = variable(&at) }
    for _ in 0...(head[1] & 0x03) {
      guard let id = variable(&at), let length = variable(&at), at + Int(clamping: length) <= size else {
        break
      }
      if id == 0x21, length == 1 {
        try Self.check(Self.dictionary(head[at]))
      }
      at += Int(length)
    }
    blockBytes = 0
    expect(.chunk, 1)
  }

  private mutating func beginChunk() {
    let control = head[0]
    if control == 0 {
      blockBytes += 1
      return expect(.block, 1, after: (4 - blockBytes % 4) % 4 + checkBytes)
    }
    // A chunk of packed bytes has six bytes in front of it if it brings new properties, else five; a plain one three.
    let size = control >= 0xC0 ? 6 : control >= 0x80 ? 5 : 3
    guard head.count == size else { return wanted = size }
    let packed = control >= 0x80 ? 3 : 1
    let length = (UInt64(head[packed]) << 8 | UInt64(head[packed + 1])) + 1
    blockBytes += UInt64(size) + length
    expect(.chunk, 1, after: length)
  }

  /// How many records there are, then two numbers for each; padding, a checksum and the footer.
  private mutating func passIndex() {
    indexBytes += 1
    guard head[head.count - 1] < 0x80 || head.count == 9 else { return wanted = head.count + 1 }
    var at = 0
    let value = variable(&at) ?? 0
    indexLeft = indexLeft.map { $0 - 1 } ?? 2 * min(value, 1 << 60)
    guard indexLeft == 0 else { return expect(.index, 1) }
    let padding = (4 - (indexBytes + 1) % 4) % 4
    (indexLeft, indexBytes) = (nil, 0)
    expect(.start, 12, after: padding + 4 + 12)
  }

  /// Seven bits a byte, the lowest first; nil where it is not whole.
  private func variable(_ at: inout Int) -> UInt64? {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while at < head.count, shift < 63 {
      let byte = head[at]
      at += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }
}

/// https://www.rfc-editor.org/rfc/rfc8878
extension PackedFrames {
  private mutating func readZstd() throws(FileProblem) {
    switch place {
    case .start: try beginFrame()
    case .block, .chunk:
      let header = number(0, 3)
      let isLast = header & 1 == 1
      // A block of one byte repeated is one byte long.
      let length = header >> 1 & 3 == 1 ? 1 : header >> 3
      if isLast {
        expect(.start, 4, after: length + (hasChecksum ? 4 : 0))
      } else {
        expect(.chunk, 3, after: length)
      }
    case .index, .over: break
    }
  }

  private mutating func beginFrame() throws(FileProblem) {
    let mark = number(0, 4)
    if mark & 0xFFFF_FFF0 == 0x184D_2A50 {
      guard head.count == 8 else { return wanted = 8 }
      return expect(.start, 4, after: number(4, 4))
    }
    guard mark == 0xFD2F_B528 else { return place = .over }
    guard head.count >= 5 else { return wanted = 5 }
    let flags = head[4]
    let isSingle = flags & 0x20 != 0
    let dictionary = [0, 1, 2, 4][Int(flags & 3)]
    let content = [isSingle ? 1 : 0, 2, 4, 8][Int(flags >> 6)]
    let size = 5 + (isSingle ? 0 : 1) + dictionary + content
    guard head.count == size else { return wanted = size }
    if isSingle {
      try Self.check(number(5 + dictionary, content))
    } else {
      let base = UInt64(1) << (10 + UInt64(head[5] >> 3))
      try Self.check(base + base / 8 * UInt64(head[5] & 7))
    }
    hasChecksum = flags & 4 != 0
    expect(.chunk, 3)
  }
}
