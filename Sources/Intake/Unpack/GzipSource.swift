internal import CZlib
import Records

/// The bytes that a gzip file holds: one member or several after one another, each held against its checksum.
///
/// libarchive reads gzip too, but does not look at the checksum.
@safe final class GzipSource: ByteSource {
  private let inner: any ByteSource
  private let stream: UnsafeMutablePointer<z_stream>
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  private var isInMember = true
  private var isInputOver = false

  init(_ inner: any ByteSource) throws(FileProblem) {
    self.inner = inner
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe daybook_gunzip_begin(stream) == Z_OK else { throw .system(ENOMEM, "unpack gzip") }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
    unsafe input.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    let wanted = min(buffer.count, 1 << 30)
    while true {
      if !isInMember, try !beginNextMember() { return 0 }
      try refill()
      unsafe stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
      unsafe stream.pointee.avail_out = UInt32(wanted)
      let status = unsafe inflate(stream, Z_NO_FLUSH)
      switch status {
      case Z_STREAM_END: isInMember = false
      case Z_OK: break
      case Z_BUF_ERROR where isInputOver: throw .incompleteArchive("its checksum is missing")
      case Z_BUF_ERROR: break
      default: throw damaged
      }
      let count = wanted - Int(unsafe stream.pointee.avail_out)
      if count > 0 { return count }
      if isInputOver && isInMember { throw .incompleteArchive("its checksum is missing") }
    }
  }

  func rewind() throws(FileProblem) {
    try inner.rewind()
    unsafe stream.pointee.avail_in = 0
    unsafe inflateReset(stream)
    (isInMember, isInputOver) = (true, false)
  }

  private var damaged: FileProblem {
    let words = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
    return .damagedArchive(words ?? "it is not gzip")
  }

  private func refill() throws(FileProblem) {
    guard unsafe stream.pointee.avail_in == 0, !isInputOver else { return }
    let count = try unsafe inner.read(into: input)
    unsafe stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_in = UInt32(count)
    isInputOver = count == 0
  }

  /// False at the end. Zeros may follow, as tapes have them; anything else must be another member.
  private func beginNextMember() throws(FileProblem) -> Bool {
    while true {
      try refill()
      if isInputOver { return false }
      guard let next = unsafe stream.pointee.next_in else { return false }
      if unsafe next.pointee != 0 { break }
      unsafe stream.pointee.next_in = next + 1
      unsafe stream.pointee.avail_in -= 1
    }
    guard unsafe stream.pointee.next_in.pointee == 0x1F, unsafe inflateReset(stream) == Z_OK else {
      throw .damagedArchive("something follows its end")
    }
    isInMember = true
    return true
  }
}

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
