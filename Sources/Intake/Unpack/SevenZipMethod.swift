import Records

/// The ways in which a 7z file may be packed, by their numbers.
enum SevenZipMethod {
  private static let copy: [UInt8] = [0x00]
  private static let lzma: [UInt8] = [0x03, 0x01, 0x01]
  static let encryption: [UInt8] = [0x06, 0xF1, 0x07, 0x01]

  private static let lzma2: [UInt8] = [0x21]
  private static let ppmd: [UInt8] = [0x03, 0x04, 0x01]
  /// Deflate and bzip2, and what is done to programs before they are packed. All of them take next to no memory.
  private static let light: Set<[UInt8]> = [
    copy, encryption, [0x04, 0x01, 0x08], [0x04, 0x02, 0x02], [0x03], [0x04], [0x05], [0x06], [0x07], [0x08],
    [0x09], [0x0A], [0x03, 0x03, 0x01, 0x03], [0x03, 0x03, 0x02, 0x05], [0x03, 0x03, 0x04, 0x01],
    [0x03, 0x03, 0x05, 0x01], [0x03, 0x03, 0x07, 0x01], [0x03, 0x03, 0x08, 0x05],
  ]

  /// How many bytes unpacking takes, as the file asks for them.
  static func memory(_ method: [UInt8], _ properties: ArraySlice<UInt8>) throws(FileProblem) -> UInt64 {
    if light.contains(method) { return 0 }
    switch method {
    case lzma2:
      guard let bits = properties.first else { throw .withoutProperties }
      return PackedFrames.dictionary(bits)
    case lzma, ppmd:
      guard properties.count >= 5 else { throw .withoutProperties }
      return UInt64(properties.number(1, 4))
    default: throw .oddMethod(method.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }
  }
}

extension FileProblem {
  fileprivate static let withoutProperties = FileProblem.damagedArchive("it does not say how it is packed")
}
