import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The one owner of a converter of the C library; it is closed when its owner goes.
@safe final class TextConverter {
  private let handle: iconv_t

  /// Nil if the library does not know the name.
  init?(from name: String, to target: String = "UTF-8") {
    let opened: iconv_t? = unsafe iconv_open(target, name)
    guard let opened = unsafe opened, Int(bitPattern: opened) != -1 else { return nil }
    unsafe handle = opened
  }

  deinit { _ = unsafe iconv_close(handle) }

  enum Stop { case done, full, incomplete, unreadable }

  /// Forgets what it has seen.
  func reset() { _ = unsafe iconv(handle, nil, nil, nil, nil) }

  /// Converts `input` from `from` on, as much as has room in `output` behind what is there.
  func convert(_ input: [UInt8], from: inout Int, into output: inout [UInt8], room: Int) -> Stop {
    var stop = Stop.done
    var position = from
    let before = output.count
    let converted = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
      unsafe input.withUnsafeBytes { bytes in
        // The library takes its input as changeable and does not change it.
        var source = unsafe UnsafeMutablePointer(
          mutating: bytes.baseAddress?.advanced(by: position).assumingMemoryBound(to: CChar.self))
        var left = input.count - position
        var target = unsafe UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
        var free = room
        errno = 0
        if unsafe iconv(handle, &source, &left, &target, &free) == -1 {
          stop = errno == E2BIG ? .full : errno == EINVAL ? .incomplete : .unreadable
        }
        position = input.count - left
        filled = room - free
      }
    }
    output.append(contentsOf: converted)
    from = position
    assert(output.count >= before)
    return stop
  }
}

/// Another source's bytes as UTF-8.
///
/// What cannot be read ends the text with a problem; or it stays, in a form that is no UTF-8, so that its row is found
/// damaged and nothing is lost: a byte above 127 as it is, one below as an overlong pair, half a surrogate pair as three
/// bytes.
final class ConvertedSource: ByteSource {
  private let source: any ByteSource
  private let encoding: TextEncoding
  private let unreadable: Unreadable
  private let converter: TextConverter
  private var input: [UInt8] = []
  private var output: [UInt8] = []
  private var given = 0
  private var isAtEnd = false
  private static let pieceBytes = 64 * 1024

  /// What becomes of bytes that have no meaning in the encoding.
  enum Unreadable { case kept, refused }

  /// `skipped` bytes at the start (a byte order mark) are no part of the text.
  init?(
    _ source: any ByteSource, _ encoding: TextEncoding, skipping skipped: Int = 0,
    unreadable: Unreadable = .kept
  ) {
    guard let name = encoding.converterName, let converter = TextConverter(from: name) else { return nil }
    self.source = source
    self.encoding = encoding
    self.unreadable = unreadable
    self.converter = converter
    self.skipped = skipped
    toSkip = skipped
  }

  private let skipped: Int
  private var toSkip: Int

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    while given == output.count {
      output.removeAll(keepingCapacity: true)
      given = 0
      if isAtEnd && input.isEmpty { return 0 }
      try convertPiece()
    }
    let count = min(buffer.count, output.count - given)
    unsafe buffer.copyBytes(from: output[given..<(given + count)])
    given += count
    return count
  }

  func rewind() throws(FileProblem) {
    try source.rewind()
    converter.reset()
    input.removeAll(keepingCapacity: true)
    output.removeAll(keepingCapacity: true)
    (given, isAtEnd, toSkip) = (0, false, skipped)
  }

  private func convertPiece() throws(FileProblem) {
    if !isAtEnd { try readPiece() }
    let dropped = min(toSkip, input.count)
    toSkip -= dropped
    var at = dropped
    while at < input.count {
      switch converter.convert(input, from: &at, into: &output, room: 4 * (input.count - at) + 16) {
      case .done, .full: break
      case .incomplete:
        guard isAtEnd else {
          input.removeFirst(at)
          return
        }
        try keepUnreadable(at: &at)
      case .unreadable: try keepUnreadable(at: &at)
      }
    }
    input.removeAll(keepingCapacity: true)
  }

  private func readPiece() throws(FileProblem) {
    let kept = input.count
    input.append(contentsOf: repeatElement(0, count: Self.pieceBytes))
    var outcome: Result<Int, FileProblem> = .success(0)
    unsafe input.withUnsafeMutableBytes { bytes in
      do throws(FileProblem) {
        outcome = .success(
          try unsafe source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[kept...])))
      } catch {
        outcome = .failure(error)
      }
    }
    let count = (try? outcome.get()) ?? 0
    input.removeLast(Self.pieceBytes - count)
    isAtEnd = try outcome.get() == 0
  }

  private func keepUnreadable(at: inout Int) throws(FileProblem) {
    guard unreadable == .kept else { throw .unreadableText(encoding.name) }
    let unit = encoding.units == .double ? 2 : encoding.units == .quadruple ? 4 : 1
    if unit == 2, at + 2 <= input.count {
      let isLittle = encoding == .utf16LittleEndian
      let (low, high) = isLittle ? (input[at], input[at + 1]) : (input[at + 1], input[at])
      let code = UInt16(high) << 8 | UInt16(low)
      output += [UInt8(0xE0 | code >> 12), UInt8(0x80 | code >> 6 & 0x3F), UInt8(0x80 | code & 0x3F)]
      at += 2
      return
    }
    let end = min(at + unit, input.count)
    for byte in input[at..<end] { output += byte < 0x80 ? [0xC0 | byte >> 6, 0x80 | byte & 0x3F] : [byte] }
    at = end
  }
}

extension FileProblem {
  fileprivate static func unreadableText(_ name: String) -> FileProblem {
    FileProblem(
      code: "text.encoding", message: "it contains bytes that are not text in \(name)",
      remedy: "save it as UTF-8")
  }
}
