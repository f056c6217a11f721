import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The text of a document in another encoding, as UTF-8. A byte that has no meaning there ends it with a problem.
@safe final class EncodedSource: ByteSource {
  private let inner: any ByteSource
  private let name: String
  private let converter: iconv_t
  private var input: [UInt8] = []

  init(_ inner: any ByteSource, encoding name: String) throws(FileProblem) {
    guard let opened = unsafe iconv_open("UTF-8", name), Int(bitPattern: opened) != -1 else {
      throw .xmlEncoding(name)
    }
    self.inner = inner
    self.name = name
    unsafe converter = opened
  }

  deinit { unsafe iconv_close(converter) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    while true {
      let more = try inner.bytes(upTo: max(16, min(buffer.count / 4, 1 << 16)))
      input += more
      if input.isEmpty { return 0 }
      let count = try unsafe convert(into: buffer)
      if count > 0 { return count }
      if more.isEmpty { throw .incompleteText(name) }
    }
  }

  private func convert(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    var (left, room) = (input.count, buffer.count)
    var number: Int32 = 0
    unsafe input.withUnsafeMutableBytes { bytes in
      var from = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      var to = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      if unsafe iconv(converter, &from, &left, &to, &room) == -1 { number = errno }
    }
    // Too little room, or a character cut in two: both go on with the next bytes.
    if number == EILSEQ { throw .incompleteText(name) }
    input.removeFirst(input.count - left)
    return buffer.count - room
  }

  func rewind() throws(FileProblem) {
    try inner.rewind()
    input = []
    unsafe iconv(converter, nil, nil, nil, nil)
  }
}

extension FileProblem {
  fileprivate static func incompleteText(_ name: String) -> FileProblem {
    FileProblem(
      code: "text.encoding", message: "it contains bytes that are not text in \(name)",
      remedy: "save it as UTF-8")
  }
}
