public import Records

/// One table's worth of a file: the file itself, or one that is packed in it.
public struct Document {
  /// Safe to show: `june.csv`, `orders.zip/june.csv`.
  public let name: String
  /// It came out of an archive or a compressed file.
  public let isPacked: Bool
  /// A member that cannot be read says why, and the others go on.
  public let rows: Result<any RowReader, FileProblem>
}

/// The documents of one file, in the order of the file. Nothing is ever written to disk.
///
/// Documents of one file share its archive: use them and this from one thread at a time.
public struct Documents {
  private let name: [UInt8]
  private let options: DecodeOptions
  private let budget: UnpackBudget
  private let file: Supply
  private var isOpened = false
  private var levels: [Level] = []
  private var hasGiven = false

  private struct Level {
    var walk: ArchiveWalk
    /// How the archive itself is called.
    var name: String
    var depth: Int
  }

  private enum Content {
    case rows(any RowReader, isPacked: Bool)
    case archive(ArchiveWalk, depth: Int)
  }

  /// `name` is what the file is called where that is not the name of `path`, such as that of a working copy.
  public init(
    _ path: BytePath, on files: DurableFiles = .onDisk, name: [UInt8]? = nil,
    options: DecodeOptions = DecodeOptions(),
    limits: UnpackLimits = UnpackLimits(), stop: StopCheck = .never
  ) throws(FileProblem) {
    self.init(
      try FileStore(path, on: files), name: name ?? path.name, options: options, limits: limits, stop: stop)
  }

  init(
    _ store: any ByteStore, name: [UInt8], options: DecodeOptions, limits: UnpackLimits,
    stop: StopCheck = .never
  ) {
    self.name = name
    self.options = options
    budget = UnpackBudget(limits, fileBytes: store.size)
    file = Supply(store, stop: stop)
  }

  /// Nil after the last one. What is wrong with the file as a whole is thrown, and there is no more to come then.
  public mutating func next() throws(FileProblem) -> Document? {
    if !isOpened {
      isOpened = true
      let title = BytePath.display(name)
      switch try open(file, SuppliedSource(file), name: name, depth: 0) {
      case .rows(let reader, let isPacked):
        return Document(name: title, isPacked: isPacked, rows: .success(reader))
      case .archive(let walk, let depth): levels.append(Level(walk: walk, name: title, depth: depth))
      }
    }
    while let level = levels.last {
      try budget.check()
      do throws(FileProblem) {
        switch try step(in: level) {
        case .document(let document):
          hasGiven = true
          return document
        case .archive(let inner): levels.append(inner)
        case .nothing: break
        case .end:
          levels.removeLast()
          guard hasGiven || !levels.isEmpty else { throw .emptyArchive }
        }
      } catch {
        let isInner = levels.count > 1
        levels.removeAll { $0.walk === level.walk }
        // An archive in the archive is a member like any other.
        guard isInner && !budget.isSpent else {
          levels = []
          throw error
        }
        hasGiven = true
        return Document(name: level.name, isPacked: true, rows: .failure(error))
      }
    }
    return nil
  }

  private enum Step {
    case document(Document)
    case archive(Level)
    /// A folder, or something else that nobody misses.
    case nothing
    case end
  }

  /// What the next entry is.
  private func step(in level: Level) throws(FileProblem) -> Step {
    guard let entry = try level.walk.next() else { return .end }
    let described = entry.description
    let name = level.name + "/" + EntryName.display(described.name)
    do throws(FileProblem) {
      guard try EntryName.isWanted(described) else { return .nothing }
      if let fault = entry.fault { throw fault }
      let bytes = EntryName.last(described.name)
      switch try open(entry.supply, entry.bytes, name: bytes, depth: level.depth) {
      case .rows(let reader, _):
        return .document(Document(name: name, isPacked: true, rows: .success(reader)))
      case .archive(let walk, let depth): return .archive(Level(walk: walk, name: name, depth: depth))
      }
    } catch {
      return .document(Document(name: name, isPacked: true, rows: .failure(error)))
    }
  }

  /// Takes off what only compresses, down to rows or to an archive with entries.
  private func open(
    _ supply: Supply, _ source: SuppliedSource, name: [UInt8], depth: Int
  ) throws(FileProblem) -> Content {
    var (supply, source, name, depth) = (supply, source, name, depth)
    var isUnpacked = false
    while true {
      let head = try source.peek(Container.headBytes)
      guard let container = Container(head) else {
        if Container.isCutOff(head) { throw .incompleteArchive("only its first bytes are there") }
        let reader = try DocumentDecoder.open(source, name: name, options: options)
        return .rows(reader, isPacked: isUnpacked)
      }
      // A compressed tar is one archive to those who made it.
      if !(container == .tar && isUnpacked) { depth += 1 }
      guard depth <= budget.limits.depth else { throw .archiveTooDeep(limit: budget.limits.depth) }
      guard container.isCompressionOnly else {
        return .archive(try ArchiveWalk(container, supply, budget: budget), depth: depth)
      }
      supply = supply.unpacked(container, budget: budget)
      source = SuppliedSource(supply)
      name = EntryName.withoutEnding(name)
      isUnpacked = true
    }
  }
}
