import Records

/// The stretch of a document that is in memory: what is not yet used up, and where in the document it stands.
struct ByteWindow {
  /// Zeros kept behind the bytes, so that a scanner may look at whole words.
  static let padding = 8
  /// Room behind the bytes, for whoever takes them to put something there.
  static let spare = 4096

  let source: any ByteSource
  private let chunkBytes: Int
  /// `count` bytes of the document, then the padding.
  private var storage = [UInt8](repeating: 0, count: padding)
  private(set) var count = 0
  /// Where in the document the first of them stands.
  private(set) var offset: Int64 = 0
  /// The source has no more.
  private(set) var isComplete = false

  /// What the source was converted from: offsets count in that.
  private(set) var encoding: TextEncoding
  /// The offset of the source's first byte.
  private let start: Int64

  init(_ source: any ByteSource, chunkBytes: Int, encoding: TextEncoding = .utf8, offset: Int64 = 0) {
    self.source = source
    self.chunkBytes = chunkBytes
    self.encoding = encoding
    self.offset = offset
    start = offset
  }

  /// From here on offsets count in the text as it is converted.
  mutating func countConverted() { encoding = .utf8 }

  /// Reads one piece more. What is kept from before doubles the piece, so that long rows are not read in small steps.
  mutating func fill() throws(FileProblem) {
    let kept = count
    let piece = max(chunkBytes, kept)
    var outcome: Result<Int, FileProblem> = .success(0)
    let (source, old) = (source, storage)
    storage = unsafe [UInt8](unsafeUninitializedCapacity: kept + piece + Self.padding + Self.spare) {
      buffer, filled in
      _ = unsafe buffer.initialize(from: old[..<kept])
      let free = unsafe UnsafeMutableRawBufferPointer(
        rebasing: UnsafeMutableRawBufferPointer(buffer)[kept..<(kept + piece)])
      filled = kept
      do throws(FileProblem) {
        filled += try unsafe source.read(into: free)
        outcome = .success(filled - kept)
      } catch {
        outcome = .failure(error)
      }
      unsafe buffer[filled..<(filled + Self.padding)].update(repeating: 0)
      filled += Self.padding
    }
    count = storage.count - Self.padding
    isComplete = try outcome.get() == 0
  }

  /// Lends the bytes to `body`.
  func scan<Result>(_ body: (ByteView) -> Result) -> Result {
    unsafe storage.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("the padding is always there") }
      return body(unsafe ByteView(base, count: count))
    }
  }

  /// Uses up the first `length` bytes and hands them over without copying them.
  mutating func take(_ length: Int) -> [UInt8] {
    var rest: [UInt8] = []
    rest.reserveCapacity(count - length + Self.padding)
    rest.append(contentsOf: storage[length...])
    swap(&rest, &storage)
    rest.removeLast(rest.count - length)
    count -= length
    offset += Int64(encoding.originalCount(of: rest.span))
    return rest
  }

  /// Uses up the first `length` bytes.
  mutating func drop(_ length: Int) {
    guard length > 0 else { return }
    offset += Int64(encoding.originalCount(of: storage.span.extracting(first: length)))
    storage.removeSubrange(..<length)
    count -= length
  }

  /// Takes off the mark `1A` that old programs put behind a text.
  mutating func dropEndMark() {
    guard count > 0, storage[count - 1] == 0x1A else { return }
    storage.remove(at: count - 1)
    count -= 1
  }

  /// Starts again with the document's first byte.
  mutating func rewind() throws(FileProblem) {
    try source.rewind()
    storage = [UInt8](repeating: 0, count: Self.padding)
    (count, offset, isComplete) = (0, start, false)
  }
}
