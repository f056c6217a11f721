public import Records

/// Changes to files and folders that a power cut cannot undo once the call has returned.
public struct DurableFiles: Sendable {
  let system: any FileSystem

  public init(on system: any FileSystem) { self.system = system }

  /// On the disk of this computer.
  public static let onDisk = DurableFiles(on: Disk())

  /// What is added to the name of a file until it is whole.
  public static let unfinished = ".tmp"

  /// Where a file is written until it is whole.
  public static func beside(_ path: BytePath) -> BytePath {
    BytePath(bytes: path.bytes + Array(unfinished.utf8))
  }

  public static func isUnfinished(_ name: [UInt8]) -> Bool {
    name.suffix(unfinished.utf8.count).elementsEqual(unfinished.utf8)
  }

  /// Readers see the old content or the new one, never a part: written beside as `NAME.tmp`, then renamed.
  public func write(_ bytes: [UInt8], to path: BytePath, mode: UInt16 = 0o600) throws(FileProblem) {
    try write([(path, bytes)], mode: mode)
  }

  /// Replaces what is at `target`. Both must lie on one disk, else `file.other_disk`.
  public func rename(_ path: BytePath, to target: BytePath) throws(FileProblem) {
    try system.rename(path, to: target)
    try system.synchronize(folder: target.folder)
    if path.folder != target.folder { try system.synchronize(folder: path.folder) }
  }

  /// Like `rename`, and between disks a copy that is safe before the original goes.
  ///
  /// - Parameter working: a folder on the disk of `target`, where what was cut off is swept up.
  public func move(_ path: BytePath, to target: BytePath, by working: BytePath) throws(FileProblem) {
    for case .some(let problem) in try move([(path, target)], by: working) { throw problem }
  }

  /// A missing file is no error, so that the step can be repeated after a crash.
  public func remove(_ path: BytePath) throws(FileProblem) {
    guard try discard(path) else { return }
    try system.synchronize(folder: path.folder)
  }

  /// Removes the files of a folder whose names are as wanted, and returns those names; none where there is no folder.
  @discardableResult
  public func clear(
    _ folder: BytePath, where isWanted: ([UInt8]) -> Bool = { _ in true }
  ) throws(FileProblem) -> [[UInt8]] {
    guard try exists(folder) else { return [] }
    let names = try names(in: folder).filter(isWanted)
    for name in names { try discard(folder.appending(name)) }
    if !names.isEmpty { try system.synchronize(folder: folder) }
    return names
  }

  /// Removes a file that nobody will miss, without waiting for the disk. False if there was none.
  @discardableResult
  public func discard(_ path: BytePath) throws(FileProblem) -> Bool {
    do {
      try system.unlink(path)
      return true
    } catch  where error.code == "file.vanished" {
      return false
    }
  }

  /// Waits until a file that somebody else wrote is safe on the disk.
  public func synchronize(file path: BytePath) throws(FileProblem) { try open(path).synchronize() }

  /// Makes the folder and those above it that are missing, readable by the owner only.
  public func makeFolders(_ path: BytePath, mode: UInt16 = 0o700) throws(FileProblem) {
    do {
      try system.makeFolder(path, mode: mode)
      try system.synchronize(folder: path.folder)
    } catch  where error.code == "file.exists" {
      let kind = try system.status(of: path).kind
      guard kind == .folder || kind == .link else { throw .notFolder(path) }
    } catch  where error.code == "file.vanished" && path.folder != path {
      try makeFolders(path.folder, mode: mode)
      try makeFolders(path, mode: mode)
    }
  }

  /// A copy whose bytes are safe on the disk; its name is so once the folder is synchronized.
  public func copy(_ path: BytePath, to target: BytePath) throws(FileProblem) {
    let input = try open(path)
    let output = try make(target)
    var chunk = [UInt8](repeating: 0, count: 256 * 1024)
    while true {
      let count = try input.read(into: &chunk)
      if count == 0 { break }
      try output.write(chunk.span.extracting(first: count))
    }
    try output.synchronize()
  }
}

/// What changes nothing, and files whose bytes are safe once they are told to be.
extension DurableFiles {
  /// For reading.
  public func open(_ path: BytePath) throws(FileProblem) -> any OpenFile {
    try system.open(path, for: .reading)
  }

  /// For writing; what is there is emptied.
  public func make(_ path: BytePath, mode: UInt16 = 0o600) throws(FileProblem) -> any OpenFile {
    try system.open(path, for: .writing(mode: mode))
  }

  /// Up to so many bytes from `offset` on.
  public func bytes(of path: BytePath, at offset: Int64, count: Int) throws(FileProblem) -> [UInt8] {
    try open(path).bytes(at: offset, count: count)
  }

  public func status(of path: BytePath) throws(FileProblem) -> FileStatus { try system.status(of: path) }

  /// Throws for what cannot be looked at: it is neither there nor not.
  public func exists(_ path: BytePath) throws(FileProblem) -> Bool {
    do throws(FileProblem) {
      _ = try system.status(of: path)
      return true
    } catch {
      guard error.code == "file.vanished" else { throw error }
      return false
    }
  }

  /// Without `.` and `..`, in the order of their bytes.
  public func names(in folder: BytePath) throws(FileProblem) -> [[UInt8]] { try system.names(in: folder) }

  /// Bytes that Daybook may still write on the disk of `path`.
  public func freeBytes(at path: BytePath) throws(FileProblem) -> Int64 { try system.freeBytes(at: path) }
}
