/// Archives written byte by byte, to say in them what no program would.
enum HandMade {
  struct ZipEntry {
    var name: String
    var text: String
    /// What stands in front of the entry, where that differs from what the table of contents says.
    var headName: String?
    var headMethod = 0
    var headBytes: Int?
    var headChecksum: [UInt8]?
    /// Where the table says that it begins.
    var offset: Int?
    /// It is left to what follows the entry how long it is.
    var endsWithSizes = false

    init(_ name: String, _ text: String) { (self.name, self.text) = (name, text) }

    fileprivate var flags: [UInt8] { [endsWithSizes ? 8 : 0, 0] }

    fileprivate var head: [UInt8] {
      let bytes = Array(text.utf8)
      let sizes =
        endsWithSizes
        ? [UInt8](repeating: 0, count: 12)
        : (headChecksum ?? bytes[...].checksum) + number(headBytes ?? bytes.count, 4) + number(bytes.count, 4)
      let title = Array((headName ?? name).utf8)
      return [0x50, 0x4B, 3, 4, 20, 0] + flags + number(headMethod, 2) + number(0, 4) + sizes
        + number(title.count, 2) + number(0, 2) + title
    }

    fileprivate var tail: [UInt8] {
      let bytes = Array(text.utf8)
      return endsWithSizes
        ? [0x50, 0x4B, 7, 8] + bytes[...].checksum + number(bytes.count, 4) + number(bytes.count, 4) : []
    }

    fileprivate func line(at place: Int) -> [UInt8] {
      let (bytes, title) = (Array(text.utf8), Array(name.utf8))
      return [0x50, 0x4B, 1, 2, 20, 0, 20, 0] + flags + number(0, 6) + bytes[...].checksum
        + number(bytes.count, 4) + number(bytes.count, 4) + number(title.count, 2) + number(0, 12)
        + number(offset ?? place, 4) + title
    }
  }

  static func zip(_ entries: [ZipEntry], stating count: Int? = nil, part: Int = 0) -> [UInt8] {
    var (bytes, table): ([UInt8], [UInt8]) = ([], [])
    for entry in entries {
      table += entry.line(at: bytes.count)
      bytes += entry.head + Array(entry.text.utf8) + entry.tail
    }
    let place = bytes.count
    let stated = number(count ?? entries.count, 2)
    return bytes + table + [0x50, 0x4B, 5, 6] + number(part, 2) + number(part, 2) + stated + stated
      + number(table.count, 4) + number(place, 4) + number(0, 2)
  }

  /// One packed stream, and what is said of it; `files` is a number as 7z writes it.
  static func sevenZip(
    method: [UInt8] = [0], properties: [UInt8] = [], files: [UInt8] = [1],
    _ data: [UInt8] = Array("id\n1\n".utf8),
    unpacked: UInt8? = nil
  ) -> [UInt8] {
    let size = UInt8(data.count)
    let coder =
      properties.isEmpty
      ? [UInt8(method.count)] + method
      : [0x20 | UInt8(method.count)] + method + [UInt8(properties.count)] + properties
    let streams = [6, 0, 1, 9, size, 0, 7, 0x0B, 1, 0, 1] + coder + [0x0C, unpacked ?? size, 0, 8, 0, 0]
    return sevenZip(data, header: [1, 4] + streams + [5] + files + [0x11, 5, 0, 0x61, 0, 0, 0, 0, 0])
  }

  static func sevenZip(_ data: [UInt8], header: [UInt8], stating size: Int? = nil) -> [UInt8] {
    let place = number(data.count, 8) + number(size ?? header.count, 8) + header[...].checksum
    return [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4] + place[...].checksum + place + data + header
  }
}

private func number(_ value: Int, _ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

extension ArraySlice<UInt8> {
  /// The usual CRC of 32 bits, the lowest byte first.
  var checksum: [UInt8] {
    let sum = ~reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { bits, _ in bits & 1 == 1 ? bits >> 1 ^ 0xEDB8_8320 : bits >> 1 }
    }
    return (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * UInt32($0))) }
  }
}
