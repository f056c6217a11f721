import Foundation
import Ledger
import Records
import Synchronization

@testable import Intake
@testable import Pipeline

/// A file as somebody means to write it.
struct Content: Sendable {
  var name: String
  var bytes: [UInt8]
  var isBad = false
  var sha256: String

  init(_ name: String, _ text: String, isBad: Bool = false) {
    let bytes = Array(text.utf8)
    var digest = Digest()
    digest.update(bytes.span)
    (self.name, self.bytes, self.isBad, sha256) = (name, bytes, isBad, digest.hexadecimal())
  }

  /// As old as its content, whenever and under whatever name it comes.
  var modified: Int64 { 1_710_000_000_000_000_000 + Int64(bytes.count) * 1_000_000_000 }

  private static let head =
    "transaction_id,customer_id,timestamp,currency,status,product_id,quantity,unit_price,amount,updated_at\n"

  private static func row(_ number: Int, quantity: Int = 2, amount: String? = nil, updated: String = "")
    -> String
  {
    "ORDER-\(100_000 + number),CUST-\(number % 3),2024-03-\(10 + number % 5)T10:15:00Z,GBP,completed,MUG-\(number % 4),"
      + "\(quantity),12.50,\(amount ?? "\(quantity * 12 + quantity / 2).\(quantity % 2 == 0 ? "00" : "50")"),\(updated)\n"
  }

  /// Overlapping exports, a correction, a held row, something that is no export, and one of some pieces of 512 bytes.
  static let pool: [Content] = [
    Content("a.csv", head + (1...4).map { row($0) }.joined()),
    Content("b.csv", head + (3...7).map { row($0) }.joined()),
    Content("c.csv", head + row(2, quantity: 3, updated: "2024-03-20T08:00:00Z") + row(9)),
    Content("d.csv", head + (10...14).map { row($0) }.joined() + row(15, amount: "1.00")),
    Content("e.csv", "what,is,this\n1,2,3\n", isBad: true),
    Content("f.csv", head + (20...44).map { row($0) }.joined()),
  ]
}

/// Everybody else who writes to the inbox: in one go or in pieces, once or again, with `NAME.done` or without.
final class World: Sendable {
  private struct Writer: Sendable {
    var path: BytePath
    var content: Content
    var pieces: [[UInt8]]
    var hasMarker: Bool
  }

  private struct State {
    var writers: [Writer] = []
    var written: [String: Int] = [:]
    /// When somebody last wrote, on the clock that never jumps.
    var wroteAt: Int64 = 0
  }

  let contents: [Content]
  private let state: Mutex<State>

  init(shop: ShopFolder, _ chance: inout SplitMix) {
    contents = Content.pool
    var writers: [Writer] = []
    for content in Content.pool where chance.roll(3) > 0 {
      for number in 0..<(chance.roll(4) == 0 ? 2 : 1) {
        let path = shop.inbox.appending("till").appending(
          number == 0 ? content.name : "again " + content.name)
        var pieces = [content.bytes]
        if chance.roll(3) == 0 {
          let cuts = [1 + chance.roll(content.bytes.count - 1), 1 + chance.roll(content.bytes.count - 1)]
            .sorted()
          pieces = [
            Array(content.bytes[..<cuts[0]]), Array(content.bytes[cuts[0]..<cuts[1]]),
            Array(content.bytes[cuts[1]...]),
          ]
        }
        writers.append(
          Writer(path: path, content: content, pieces: pieces, hasMarker: chance.roll(4) == 0))
      }
    }
    writers.shuffle(using: &chance)
    state = Mutex(State(writers: writers))
  }

  /// How often a content was written to its end.
  func written(_ sha256: String) -> Int { state.withLock { $0.written[sha256] ?? 0 } }

  /// At every step of the program somebody may write.
  func step(_ disk: inout SimulatedDisk.State) {
    disk.wall += 1_000_000
    disk.steady += 1_000_000
    guard disk.chance.roll(12) == 0 else { return }
    write(&disk)
  }

  private func write(_ disk: inout SimulatedDisk.State) {
    let now = disk.wall
    let step: (path: BytePath, piece: [UInt8], last: Writer?)? = state.withLock { state in
      // Who has begun goes on before another begins.
      guard var writer = state.writers.first else { return nil }
      state.wroteAt = disk.steady
      let piece = writer.pieces.removeFirst()
      let isLast = writer.pieces.isEmpty
      if isLast {
        state.writers.removeFirst()
        state.written[writer.content.sha256, default: 0] += 1
      } else {
        state.writers[0] = writer
      }
      return (writer.path, piece, isLast ? writer : nil)
    }
    guard let step else { return }
    disk.tree.put(step.path, adding: step.piece, modified: step.last?.content.modified ?? now, changed: now)
    guard let last = step.last, last.hasMarker else { return }
    let marker = BytePath(bytes: last.path.bytes + Array(".done".utf8))
    disk.tree.put(marker, adding: [], modified: now, changed: now)
  }

  /// Between two looks. Nobody pauses in the middle of a file for as long as a file must be left alone.
  ///
  /// - Parameter isWatched: by one process all the time. A process that begins cannot know that the clock was set before,
  ///   so that it is not set then in the middle of a file (`Docs/Reliability.md`).
  func rest(_ disk: SimulatedDisk, _ chance: inout SplitMix, isWatched: Bool) {
    let isWriting = state.withLock { state in
      state.writers.first.map { $0.pieces.reduce(0) { $0 + $1.count } < $0.content.bytes.count } ?? false
    }
    let seconds = Int64(isWriting ? 1 : 1 + chance.roll(9))
    let set = chance.roll(8) == 0 ? Int64(chance.roll(172_800) - 86_400) : 0
    let jump = isWriting && !isWatched ? 0 : set
    let mayWrite = chance.roll(2) == 0
    let wroteAt = state.withLock { $0.wroteAt }
    disk.state.withLock { state in
      let writes = mayWrite || isWriting && state.steady - wroteAt > 2_000_000_000
      state.steady += seconds * 1_000_000_000
      state.wall += (seconds + jump) * 1_000_000_000
      if writes { write(&state) }
    }
  }

  /// Everybody comes to the end.
  func finish(_ disk: SimulatedDisk) {
    disk.state.withLock { state in
      state.atEachStep = { _ in }
      for _ in 0..<100 { write(&state) }
      state.steady += 10_000_000_000
      state.wall += 10_000_000_000
    }
  }
}

/// What the books say that were given some of the contents, calmly and one after the other.
enum ExpectedBooks {
  private static let known = Mutex<[Set<String>: String]>([:])

  static func dump(of contents: Set<String>) throws -> String {
    if let dump = known.withLock({ $0[contents] }) { return dump }
    let books = try Books()
    let disk = SimulatedDisk(root: BytePath("/shop"), seed: 0, wall: 1_717_200_000_000_000_000)
    let shop = ShopFolder(BytePath("/shop"), on: DurableFiles(on: disk))
    try shop.make()
    let pipeline = try Simulation.pipeline(shop, books, disk)
    for content in Content.pool where contents.contains(content.sha256) {
      let path = shop.working.appending(content.name)
      disk.state.withLock {
        $0.tree.put(path, adding: content.bytes, modified: content.modified, changed: 0)
      }
      let file = SettledFile(
        original: path, displayName: content.name, source: "till", size: Int64(content.bytes.count),
        sha256: content.sha256, modifiedAt: content.modified / 1_000_000_000, workingCopy: path)
      _ = try books.write { load in try pipeline.read(file, started: 0, into: load) }
    }
    let dump = try books.dump()
    known.withLock { $0[contents] = dump }
    return dump
  }
}

/// What all seeds share, made once.
enum SimulationFolder {
  /// In memory where there is such a place: what the database does to the disk is not what is tried.
  private static let base =
    FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()

  static func make() throws -> URL {
    let place = URL(filePath: base).appending(path: "daybook-simulation-\(UUID().uuidString.prefix(13))")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    return place
  }

  static let configuration = Result { try Configuration.load(embedded: EmbeddedConfig.files, overrides: []) }

  static let emptyBooks = Result {
    let place = try make().appending(path: "empty")
    try Books(path: place.path).close()
    return place
  }

  /// The database and its log, as they are at this moment.
  static func copyBooks(in place: URL, from: String, to: String) {
    for ending in ["", "-wal", "-shm"] {
      let target = place.appending(path: to + ending)
      try? FileManager.default.removeItem(at: target)
      guard ending != "-shm" else { continue }
      try? FileManager.default.copyItem(at: place.appending(path: from + ending), to: target)
    }
  }
}
