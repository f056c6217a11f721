public import Records

/// The same promises for many files at once: each folder is waited for once.
extension DurableFiles {
  /// As `write` for each. If it throws, some may be there, whole, and none in part.
  public func write(_ files: [(path: BytePath, bytes: [UInt8])], mode: UInt16 = 0o600) throws(FileProblem) {
    let beside = files.map { Self.beside($0.path) }
    do throws(FileProblem) {
      var written: [any OpenFile] = []
      for (file, path) in zip(files, beside) {
        let output = try make(path, mode: mode)
        try output.write(file.bytes.span)
        written.append(output)
      }
      // All are with the disk by now, so that the first wait is the long one.
      try system.synchronize(written)
      for (file, path) in zip(files, beside) { try system.rename(path, to: file.path) }
      try synchronize(folders: Set(files.map(\.path.folder)))
    } catch {
      for path in beside {
        do throws(FileProblem) { try discard(path) } catch { /* The first problem is the one to tell. */  }
      }
      throw error
    }
  }

  /// As `move` for each; one that cannot be moved does not keep the others. Returns a problem for each that was not.
  ///
  /// - Parameter working: a folder on the disk of the targets, where what was cut off is swept up.
  public func move(
    _ moves: [(from: BytePath, to: BytePath)], by working: BytePath
  ) throws(FileProblem) -> [FileProblem?] {
    var problems: [FileProblem?] = []
    for paths in moves {
      do throws(FileProblem) {
        try system.rename(paths.from, to: paths.to)
        problems.append(nil)
      } catch {
        problems.append(
          error.code == "file.other_disk" ? copied(paths.from, to: paths.to, by: working) : error)
      }
    }
    // Where they are before where they were: whatever a power cut leaves, each is in one of the two.
    let moved = zip(moves, problems).filter { $1 == nil }.map(\.0)
    let targets = Set(moved.map(\.to.folder))
    try synchronize(folders: targets)
    try synchronize(folders: Set(moved.map(\.from.folder)).subtracting(targets))
    return problems
  }

  /// The copy is safe before the original goes.
  private func copied(_ path: BytePath, to target: BytePath, by working: BytePath) -> FileProblem? {
    do throws(FileProblem) {
      let copied = working.appending("moving")
      try copy(path, to: copied)
      try rename(copied, to: target)
      try remove(path)
      return nil
    } catch {
      return error
    }
  }

  private func synchronize(folders: Set<BytePath>) throws(FileProblem) {
    for folder in folders.sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
      try system.synchronize(folder: folder)
    }
  }
}
