import Records

@testable import Intake

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A folder that is gone when the test is over.
final class TemporaryFolder {
  let path: BytePath

  init() throws {
    var template = Array("/tmp/daybook-intake-XXXXXX".utf8CString)
    let made = unsafe mkdtemp(&template)
    guard unsafe made != nil else { throw MissingFolder() }
    path = BytePath(bytes: template.dropLast().map { UInt8(bitPattern: $0) })
  }

  struct MissingFolder: Error {}

  deinit { Self.remove(path) }

  @discardableResult
  func write(_ text: String, to name: String) throws -> BytePath { try write(text, to: Array(name.utf8)) }

  @discardableResult
  func write(_ text: String, to name: [UInt8]) throws -> BytePath {
    let file = path.appending(name)
    try DurableFiles.onDisk.makeFolders(file.folder)
    let output = try DurableFiles.onDisk.make(file)
    try output.write(Array(text.utf8).span)
    return file
  }

  func read(_ file: BytePath) throws -> String {
    let source = FileSource(try DurableFiles.onDisk.open(file))
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe source.read(into: $0) }
    return String(decoding: chunk[..<count], as: UTF8.self)
  }

  func exists(_ name: String) -> Bool {
    var status = stat()
    return unsafe lstat(path.appending(name).display, &status) == 0
  }

  func mode(of name: String) -> mode_t {
    var status = stat()
    return unsafe lstat(path.appending(name).display, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  private static func remove(_ folder: BytePath) {
    for name in (try? DurableFiles.onDisk.names(in: folder)) ?? [] {
      let entry = folder.appending(name)
      if unsafe entry.withCString({ unsafe unlink($0) }) != 0 { remove(entry) }
    }
    _ = unsafe folder.withCString { unsafe rmdir($0) }
  }
}
