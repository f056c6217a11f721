internal import CLibArchive
import Records

/// Gives libarchive the bytes it asks for. libarchive keeps the address of this object and of its bytes, so both live
/// as long as the stream that owns them.
@safe final class ArchiveFeed {
  private let source: (any ByteSource)?
  private let store: (any ByteStore)?
  private var frames: PackedFrames?
  private var position: Int64 = 0
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  /// What reading the bytes threw; libarchive itself only learns that it failed.
  private(set) var problem: FileProblem?
  /// More was asked for than there is.
  private(set) var isExhausted = false

  init(source: any ByteSource, _ format: ArchiveStream.Format) {
    self.source = source
    frames = PackedFrames(format)
    store = nil
  }

  init(store: any ByteStore) {
    self.store = store
    source = nil
  }

  deinit { unsafe buffer.deallocate() }

  func attach(to archive: OpaquePointer) {
    unsafe archive_read_set_callback_data(archive, Unmanaged.passUnretained(self).toOpaque())
    unsafe archive_read_set_read_callback(archive) { _, feed, bytes in
      guard let feed = unsafe ArchiveFeed.at(feed), let bytes = unsafe bytes else { return -1 }
      unsafe bytes.pointee = UnsafeRawPointer(feed.buffer.baseAddress)
      return feed.fill()
    }
    guard store != nil else { return }
    unsafe archive_read_set_seek_callback(archive) { _, feed, offset, whence in
      guard let feed = unsafe ArchiveFeed.at(feed) else { return Int64(ARCHIVE_FATAL) }
      return feed.seek(offset, whence)
    }
  }

  private static func at(_ address: UnsafeMutableRawPointer?) -> ArchiveFeed? {
    unsafe address.map { unsafe Unmanaged<ArchiveFeed>.fromOpaque($0).takeUnretainedValue() }
  }

  private func fill() -> Int {
    do throws(FileProblem) {
      let count =
        if let store {
          try unsafe store.read(at: position, into: buffer)
        } else {
          try unsafe source?.read(into: buffer) ?? 0
        }
      position += Int64(count)
      try unsafe frames?.look(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
      if count == 0 { isExhausted = true }
      return count
    } catch {
      problem = error
      return -1
    }
  }

  /// Reads to the end of the source.
  func drain() throws(FileProblem) {
    while fill() > 0 {}
    if let problem { throw problem }
  }

  private func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
    let base: Int64 =
      switch whence {
      case SEEK_SET: 0
      case SEEK_CUR: position
      default: store?.size ?? 0
      }
    let (target, overflow) = base.addingReportingOverflow(offset)
    guard !overflow, target >= 0 else { return Int64(ARCHIVE_FATAL) }
    position = target
    return target
  }
}

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
