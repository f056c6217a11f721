public import Records

/// The same promises for many files at once: each folder is waited for once.
extension DurableFiles {
  /// As `write` for each. If it throws, some may be there, whole, and none in part.
  public func write(_ files: [(path: BytePath, bytes: [UInt8])]) throws(FileProblem) {
    let beside = files.map { BytePath(bytes: $0.path.bytes + Array(".tmp".utf8)) }
    do throws(FileProblem) {
      var written: [any OpenFile] = []
      for (file, path) in zip(files, beside) {
        let output = try make(path)
        try output.write(file.bytes.span)
        written.append(output)
      }
      // All are with the disk by now, so that the first wait is the long one.
      for output in written { try output.synchronize() }
      for (file, path) in zip(files, beside) { try system.rename(path, to: file.path) }
      try synchronize(folders: files.map(\.path.folder))
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
          error.code == "file.other_disk" ? try moved(paths.from, to: paths.to, by: working) : error)
      }
    }
    // Where they are before where they were: whatever a power cut leaves, each is in one of the two.
    try synchronize(folders: moves.map(\.to.folder))
    try synchronize(folders: moves.map(\.from.folder))
    return problems
  }

  private func moved(_ path: BytePath, to target: BytePath, by working: BytePath) throws(FileProblem)
    -> FileProblem?
  {
    do throws(FileProblem) {
      try move(path, to: target, by: working)
      return nil
    } catch {
      return error
    }
  }

  private func synchronize(folders: [BytePath]) throws(FileProblem) {
    for folder in Set(folders).sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
      try system.synchronize(folder: folder)
    }
  }
}
