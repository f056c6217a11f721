public import Records

/// Where the bytes of a document come from: a file, or (behind the same seam) a member of an archive.
public protocol ByteSource: AnyObject {
  /// Puts at least one byte at the start of `buffer` and says how many; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int
  /// Starts again with the first byte.
  func rewind() throws(FileProblem)
}

/// A file on disk.
public final class FileSource: ByteSource {
  private let file: any OpenFile

  public init(_ file: any OpenFile) { self.file = file }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    try unsafe file.read(into: buffer)
  }

  public func rewind() throws(FileProblem) { try file.rewind() }
}

/// Bytes in memory, handed out in pieces of given lengths and then all at once.
public final class MemorySource: ByteSource {
  private let bytes: [UInt8]
  private let pieces: [Int]
  private var position = 0
  private var piece = 0

  public init(_ bytes: [UInt8], pieces: [Int] = []) {
    self.bytes = bytes
    self.pieces = pieces
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    let wanted = piece < pieces.count ? max(1, pieces[piece]) : bytes.count
    let count = min(wanted, bytes.count - position, buffer.count)
    unsafe buffer.copyBytes(from: bytes[position..<(position + count)])
    position += count
    piece += 1
    return count
  }

  public func rewind() throws(FileProblem) { (position, piece) = (0, 0) }
}
