import Records

/// The entries of one archive, each of which can be read several times.
///
/// Ways through the archive only lead forward. A second pass over an entry takes another way, which is kept and goes
/// on from there for the entries after it; so an archive is unpacked once for each pass, not once for each entry.
final class ArchiveWalk {
  struct Entry {
    var description: ArchiveStream.Entry
    var bytes: SuppliedSource
    var supply: Supply
    /// What is known to be wrong with it before it is read.
    var fault: FileProblem?
  }

  private let open: () throws(FileProblem) -> ArchiveStream
  private let container: Container
  private let budget: UnpackBudget
  private let stop: StopCheck
  /// Nil unless the archive has a table of contents that was read.
  private var directory: ZipDirectory?
  private var idle: [ArchiveWay] = []
  private var count = 0

  init(_ container: Container, _ supply: Supply, budget: UnpackBudget) throws(FileProblem) {
    guard let format = container.format else { preconditionFailure("gzip has no entries") }
    self.container = container
    self.budget = budget
    stop = supply.stop
    guard container.needsStore else {
      open = { () throws(FileProblem) in try ArchiveStream(format, source: SuppliedSource(supply)) }
      return
    }
    let limit = budget.limits.nestedBytes
    var known = supply.store
    if known == nil { known = try MemoryStore(SuppliedSource(supply), limit: limit) }
    guard let store = known else { throw .nestedArchiveTooLarge(limit: limit) }
    let entries = budget.limits.entries
    if container == .zip {
      directory = try ZipDirectory(store, limit: entries)
    } else {
      try SevenZipHeader.check(store, entryLimit: entries)
    }
    open = { () throws(FileProblem) in try ArchiveStream(format, store: store) }
  }

  /// Nil behind the last entry.
  func next() throws(FileProblem) -> Entry? {
    let index = count
    guard let way = try way(to: index), let description = way.entry else {
      if let directory, index != directory.faults.count {
        throw .damagedArchive("not all that it lists is there")
      }
      return nil
    }
    let fault = directory.flatMap { index < $0.faults.count ? $0.faults[index] : nil }
    count += 1
    idle.append(way)
    try budget.countEntry()
    // A tar does not make its files smaller, and what was around it has paid already.
    let isFree = container == .tar && !description.isSparse
    let supply = Supply(budget: isFree ? nil : budget, stop: stop) { [self] () throws(FileProblem) in
      MemberSource(self, try lend(index))
    }
    return Entry(description: description, bytes: SuppliedSource(supply), supply: supply, fault: fault)
  }

  private func lend(_ index: Int) throws(FileProblem) -> ArchiveWay {
    guard let way = try way(to: index) else { throw .damagedArchive("it has fewer entries than before") }
    return way
  }

  fileprivate func takeBack(_ way: ArchiveWay) {
    guard !way.stream.isOver else { return }
    idle.append(way)
    if idle.count > 3 { idle.removeFirst() }
  }

  /// A way that stands at the entry, from which nothing was read yet; nil if the archive ends before.
  private func way(to index: Int) throws(FileProblem) -> ArchiveWay? {
    let nearest = idle.indices.filter { idle[$0].canReach(index) }.max { idle[$0].index < idle[$1].index }
    let way = if let nearest { idle.remove(at: nearest) } else { ArchiveWay(try open()) }
    while way.index < index {
      // Passing over entries of a 7z unpacks them.
      if container == .sevenZip { try way.pass(paying: way.index >= count - 1 ? budget : nil, stop) }
      guard try way.advance() else { return nil }
    }
    return way
  }
}

/// One way through an archive, and where on it we are.
final class ArchiveWay {
  let stream: ArchiveStream
  private(set) var entry: ArchiveStream.Entry?
  private(set) var index = -1
  private var isTouched = false

  init(_ stream: ArchiveStream) { self.stream = stream }

  func canReach(_ index: Int) -> Bool {
    !stream.isOver && (self.index < index || (self.index == index && !isTouched))
  }

  /// False at the end.
  func advance() throws(FileProblem) -> Bool {
    entry = try stream.next()
    index += 1
    isTouched = false
    return entry != nil
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    isTouched = true
    return try unsafe stream.read(into: buffer)
  }

  /// Reads what is left of the entry.
  func pass(paying budget: UnpackBudget?, _ stop: StopCheck) throws(FileProblem) {
    guard entry?.kind == .file else { return }
    while true {
      try stop.check()
      // What is wrong with the entry is its reader's concern.
      guard let more = try? skip(), more > 0 else { return }
      try budget?.spend(more)
    }
  }

  private func skip() throws(FileProblem) -> Int {
    var scratch = [UInt8](repeating: 0, count: 1 << 16)
    var outcome: Result<Int, FileProblem> = .success(0)
    unsafe scratch.withUnsafeMutableBytes { buffer in
      do throws(FileProblem) {
        outcome = .success(try unsafe read(into: buffer))
      } catch {
        outcome = .failure(error)
      }
    }
    return try outcome.get()
  }
}

/// The bytes of one entry. Gives its way back when it is done with.
private final class MemberSource: ByteSource {
  private let walk: ArchiveWalk
  private let way: ArchiveWay

  init(_ walk: ArchiveWalk, _ way: ArchiveWay) {
    self.walk = walk
    self.way = way
  }

  deinit { walk.takeBack(way) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    try unsafe way.read(into: buffer)
  }

  func rewind() throws(FileProblem) { preconditionFailure("a supply opens a new one instead") }
}
