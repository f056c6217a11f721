import Records

/// What holds other files, told by its bytes.
enum Container: Sendable, Hashable {
  case zip, sevenZip, tar
  case gzip, bzip2, xz, zstd

  /// So many of a file's first bytes are looked at.
  static let headBytes = 512

  init?(_ head: [UInt8]) {
    func begins(with bytes: [UInt8]) -> Bool { head.starts(with: bytes) }
    if begins(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if begins(with: [0x50, 0x4B, 0x03, 0x04]) || begins(with: [0x50, 0x4B, 0x05, 0x06]) {
      self = .zip
    } else if begins(with: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) {
      self = .sevenZip
    } else if begins(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
      self = .xz
    } else if begins(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstd
    } else if Self.isBzip2(head) {
      self = .bzip2
    } else if Self.isTar(head) {
      self = .tar
    } else {
      return nil
    }
  }

  /// Holds exactly one file without a name of its own.
  var isCompressionOnly: Bool {
    switch self {
    case .gzip, .bzip2, .xz, .zstd: true
    case .zip, .sevenZip, .tar: false
    }
  }

  /// Its directory stands at the end.
  var needsStore: Bool { self == .zip || self == .sevenZip }

  var name: String {
    switch self {
    case .zip: "zip"
    case .sevenZip: "7z"
    case .tar: "tar"
    case .gzip: "gzip"
    case .bzip2: "bzip2"
    case .xz: "xz"
    case .zstd: "zstd"
    }
  }

  var format: ArchiveStream.Format? {
    switch self {
    case .zip: .zip
    case .sevenZip: .sevenZip
    case .tar: .tar
    case .bzip2: .bzip2
    case .xz: .xz
    case .zstd: .zstd
    case .gzip: nil
    }
  }

  /// A whole file that is the beginning of an archive's mark.
  static func isCutOff(_ file: [UInt8]) -> Bool {
    !file.isEmpty && marks.contains { $0.count > file.count && $0.starts(with: file) }
      || file.count == 4 && file.starts(with: Array("BZh".utf8))
  }

  private static let marks: [[UInt8]] = [
    [0x1F, 0x8B], [0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x05, 0x06], [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C],
    [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], [0x28, 0xB5, 0x2F, 0xFD],
    Array("BZh9".utf8),
  ]

  /// `BZh`, a digit, and the number pi that begins a block or its root that ends the file: text may say `BZh1`.
  private static func isBzip2(_ head: [UInt8]) -> Bool {
    guard head.starts(with: Array("BZh".utf8)), head.count >= 4 else { return false }
    let block = head[4..<min(10, head.count)]
    guard !block.isEmpty else { return false }
    return block.elementsEqual([0x31, 0x41, 0x59, 0x26, 0x53, 0x59].prefix(block.count))
      || block.elementsEqual([0x17, 0x72, 0x45, 0x38, 0x50, 0x90].prefix(block.count))
  }

  /// The first header's checksum holds, which no text's does. Tars of old have no other mark.
  private static func isTar(_ head: [UInt8]) -> Bool {
    guard head.count >= 512, head[0] != 0 else { return false }
    var stated = 0
    for byte in head[148..<156] where (0x30...0x37).contains(byte) { stated = stated * 8 + Int(byte - 0x30) }
    let sum = head[..<512].enumerated().reduce(0) { sum, item in
      sum + ((148..<156).contains(item.offset) ? 0x20 : Int(item.element))
    }
    return sum == stated && head[..<512].contains(0)
  }
}
