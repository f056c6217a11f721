import Records

/// Bytes that can be asked for again and again, each time from the first one on: a file, an entry of an archive, or
/// what comes out when either is unpacked.
final class Supply {
  /// Where the bytes can be read at any place.
  let store: (any ByteStore)?
  private let make: () throws(FileProblem) -> any ByteSource
  /// Pays for what comes out, once however often it is read; nil where nothing grows.
  private let budget: UnpackBudget?
  private var paid: Int64 = 0
  let stop: StopCheck

  init(_ store: any ByteStore, stop: StopCheck) {
    self.store = store
    self.stop = stop
    budget = nil
    make = { () throws(FileProblem) in StoreSource(store) }
  }

  init(
    budget: UnpackBudget?, stop: StopCheck, _ make: @escaping () throws(FileProblem) -> any ByteSource
  ) {
    store = nil
    self.stop = stop
    self.budget = budget
    self.make = make
  }

  func open() throws(FileProblem) -> any ByteSource { try make() }

  fileprivate func pay(upTo position: Int64) throws(FileProblem) {
    guard let budget, position > paid else { return }
    let more = Int(position - paid)
    paid = position
    try budget.spend(more)
  }

  /// What is inside a compressed file.
  func unpacked(_ container: Container, budget: UnpackBudget) -> Supply {
    Supply(budget: budget, stop: stop) { [self] () throws(FileProblem) in
      let packed = SuppliedSource(self)
      guard let format = container.format else { return try GzipSource(packed) }
      return try EntrySource(format, packed)
    }
  }
}

/// What a supply has, with a look ahead at its first bytes.
final class SuppliedSource: ByteSource {
  private let supply: Supply
  private var current: (any ByteSource)?
  private var position: Int64 = 0
  /// Seen ahead and not yet handed out.
  private var head: ArraySlice<UInt8> = []

  init(_ supply: Supply) { self.supply = supply }

  /// The first bytes, which are read as if this had not been asked.
  func peek(_ count: Int) throws(FileProblem) -> [UInt8] {
    precondition(position == 0, "only the beginning can be seen ahead")
    let source = try opened()
    let bytes = try source.bytes(upTo: count)
    try supply.pay(upTo: Int64(bytes.count))
    head = bytes[...]
    return bytes
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    try supply.stop.check()
    if !head.isEmpty {
      let count = min(head.count, buffer.count)
      unsafe buffer.copyBytes(from: head.prefix(count))
      head = head.dropFirst(count)
      position += Int64(count)
      return count
    }
    let source = try opened()
    let count = try unsafe source.read(into: buffer)
    position += Int64(count)
    try supply.pay(upTo: position)
    return count
  }

  private func opened() throws(FileProblem) -> any ByteSource {
    if let current { return current }
    let source = try supply.open()
    current = source
    return source
  }

  func rewind() throws(FileProblem) {
    // Given back first, so that an archive is not open twice for one entry.
    current = nil
    (position, head) = (0, [])
  }
}

/// What comes out of a file that is only compressed, or of the entry at which a stream stands.
final class EntrySource: ByteSource {
  private let stream: ArchiveStream
  private var isOver: Bool

  init(_ format: ArchiveStream.Format, _ source: any ByteSource) throws(FileProblem) {
    stream = try ArchiveStream(format, source: source)
    isOver = try stream.next() == nil
  }

  init(at stream: ArchiveStream) {
    self.stream = stream
    isOver = false
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    guard !isOver else { return 0 }
    let count = try unsafe stream.read(into: buffer)
    if count == 0 { isOver = true }
    return count
  }

  func rewind() throws(FileProblem) { preconditionFailure("a supply opens a new one instead") }
}
