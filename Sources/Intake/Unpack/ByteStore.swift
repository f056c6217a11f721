import Records

/// Bytes that can be read at any place, by any number of readers.
protocol ByteStore: AnyObject {
  var size: Int64 { get }
  /// How many bytes from `offset` on were put at the start of `buffer`; 0 at the end.
  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int
}

extension ByteStore {
  /// The bytes of `range`, fewer where the store ends.
  func bytes(_ range: Range<Int64>) throws(FileProblem) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Int(range.upperBound - range.lowerBound))
    var count = 0
    var outcome: Result<Int, FileProblem> = .success(0)
    repeat {
      unsafe bytes.withUnsafeMutableBytes { buffer in
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
        do throws(FileProblem) {
          outcome = .success(try unsafe read(at: range.lowerBound + Int64(count), into: rest))
        } catch {
          outcome = .failure(error)
        }
      }
      count += try outcome.get()
    } while try outcome.get() > 0 && count < bytes.count
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}

/// A file on disk.
final class FileStore: ByteStore {
  let size: Int64
  private let file: any OpenFile

  init(_ path: BytePath, on files: DurableFiles) throws(FileProblem) {
    let file = try files.open(path)
    size = try file.status().size
    self.file = file
  }

  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    try unsafe file.read(at: offset, into: buffer)
  }
}

/// What a stream held, taken into memory in blocks, so that it is never copied as a whole.
final class MemoryStore: ByteStore {
  private(set) var size: Int64 = 0
  private var blocks: [[UInt8]] = []
  private static let blockBytes = 1 << 20

  /// Nil if `source` has more than `limit` bytes.
  init?(_ source: any ByteSource, limit: Int) throws(FileProblem) {
    while size <= limit {
      let block = try source.bytes(upTo: Self.blockBytes)
      if block.isEmpty { return }
      blocks.append(block)
      size += Int64(block.count)
    }
    return nil
  }

  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    guard offset >= 0 && offset < size else { return 0 }
    let block = blocks[Int(offset) / Self.blockBytes]
    let start = Int(offset) % Self.blockBytes
    let count = min(block.count - start, buffer.count)
    unsafe buffer.copyBytes(from: block[start..<(start + count)])
    return count
  }
}

extension ByteSource {
  /// The next bytes; fewer than `wanted` only at the end.
  func bytes(upTo wanted: Int) throws(FileProblem) -> [UInt8] {
    var outcome: Result<Int, FileProblem> = .success(0)
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
      do throws(FileProblem) {
        while count < wanted {
          let rest = unsafe UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
          let more = try unsafe read(into: rest)
          if more == 0 { break }
          count += more
        }
      } catch {
        outcome = .failure(error)
      }
    }
    _ = try outcome.get()
    return bytes
  }
}

/// A store read from its first byte to its last.
final class StoreSource: ByteSource {
  private let store: any ByteStore
  private var position: Int64 = 0

  init(_ store: any ByteStore) { self.store = store }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    let count = try unsafe store.read(at: position, into: buffer)
    position += Int64(count)
    return count
  }

  func rewind() throws(FileProblem) { position = 0 }
}
