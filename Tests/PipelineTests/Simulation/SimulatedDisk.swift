import Foundation
import Records
import Synchronization

@testable import Intake

/// What may happen at a step of a run, and how likely it is, in thousandths of all steps.
struct FaultPlan {
  var crash = 0
  var full = 0
  var failed = 0
  var shortRead = false
  /// The inbox lies on a disk of its own.
  var otherDisk = false
  /// What is planted: folders are never saved.
  var forgetsFolders = false

  static let none = FaultPlan()

  /// As varied as the seeds; every third run has crashes only, which are what matters most.
  init(_ chance: inout SplitMix) {
    crash = chance.roll(25)
    if chance.roll(3) > 0 {
      full = chance.roll(12)
      failed = chance.roll(6)
    }
    shortRead = chance.roll(2) == 0
    otherDisk = chance.roll(4) == 0
  }

  private init() {}
}

/// A disk that fails, fills up and loses its power by a seed.
///
/// Reads of working copies, which another thread makes, are no steps: their number would change from run to run.
final class SimulatedDisk: FileSystem {
  struct State {
    var tree = SimulatedTree()
    var chance: SplitMix
    var plan = FaultPlan.none
    /// After a crash nothing works any more until the power is back.
    var isDead = false
    var steps = 0
    var fullFor = 0
    var free: Int64 = 1 << 40
    /// For a test that picks the step itself.
    var fullAfterSteps: Int?
    var failsToSave = false
    var wall: Int64
    var steady: Int64 = 0
    var everOtherDisk = false
    /// What else happens in the world, told at every step.
    var atEachStep: @Sendable (inout State) -> Void = { _ in }
    var whenItDies: @Sendable () -> Void = {}
  }

  let state: Mutex<State>
  private let root: BytePath

  init(root: BytePath, seed: UInt64, wall: Int64) {
    self.root = root
    state = Mutex(State(chance: SplitMix(state: seed), wall: wall))
  }

  /// One call of the program, unless a fault takes its place.
  fileprivate func step<Value: Sendable>(
    _ action: String, on path: BytePath, writes: Bool,
    _ body: (inout State) -> Result<Value, FileProblem>
  ) throws(FileProblem) -> Value {
    var died: (@Sendable () -> Void)?
    let outcome: Result<Value, FileProblem> = state.withLock { state in
      if let problem = Self.fault(&state, action, path, writes: writes) {
        if state.isDead { died = state.whenItDies }
        return .failure(problem)
      }
      return body(&state)
    }
    died?()
    return try outcome.get()
  }

  private static func fault(
    _ state: inout State, _ action: String, _ path: BytePath, writes: Bool
  ) -> FileProblem? {
    if state.isDead { return powerless }
    state.steps += 1
    state.atEachStep(&state)
    if state.chance.roll(1000) < state.plan.crash {
      state.isDead = true
      return powerless
    }
    let words = "\(action) \(path.display)"
    if state.chance.roll(1000) < state.plan.failed {
      return writes ? .system(EIO, words) : FileProblem.system(EIO, words).whileReading
    }
    if state.chance.roll(1000) < state.plan.full { state.fullFor = state.chance.roll(60) }
    if state.failsToSave, action == "save" { return .system(EIO, words) }
    if let steps = state.fullAfterSteps {
      state.fullAfterSteps = steps - 1
      if steps <= 0 { state.fullFor = 1 }
    }
    guard state.fullFor > 0 else { return nil }
    state.fullFor -= 1
    return writes && action != "remove" ? .system(ENOSPC, words) : nil
  }

  static let powerless = FileProblem(
    code: "disk.failed", message: "the power is gone", remedy: "start again", canRetry: true)

  fileprivate func isFree(_ path: BytePath) -> Bool {
    path.folder.name == Array("Working".utf8)
  }

  private func missing(_ path: BytePath) -> FileProblem { .system(ENOENT, "find \(path.display)") }

  // MARK: FileSystem

  func open(_ path: BytePath, for use: FileUse) throws(FileProblem) -> any OpenFile {
    switch use {
    case .reading:
      let node = try quietly { $0.tree.node(at: path) }
      guard let node else { throw missing(path) }
      return SimulatedFile(self, path, node)
    case .writing:
      let node = try step("open", on: path, writes: true) { state -> Result<UInt64, FileProblem> in
        if let node = state.tree.node(at: path) {
          let now = state.wall
          state.tree.change(node) { ($0.bytes, $0.modified, $0.changed) = ([], now, now) }
          return .success(node)
        }
        guard let node = state.tree.add(path, isFolder: false, at: state.wall) else {
          return .failure(missing(path))
        }
        return .success(node)
      }
      return SimulatedFile(self, path, node)
    }
  }

  /// Never needed for files so small.
  func makeUnnamed(in folder: BytePath) throws(FileProblem) -> any OpenFile {
    throw .system(ENOSYS, "make a file in \(folder.display)")
  }

  func rename(_ path: BytePath, to target: BytePath) throws(FileProblem) {
    try step("move", on: path, writes: true) { state -> Result<Void, FileProblem> in
      guard state.tree.node(at: path) != nil, state.tree.node(at: target.folder) != nil else {
        return .failure(missing(path))
      }
      if state.plan.otherDisk, isInInbox(path) != isInInbox(target) {
        return .failure(.system(EXDEV, "move \(path.display)"))
      }
      state.tree.rename(path, to: target, at: state.wall)
      return .success(())
    }
  }

  private func isInInbox(_ path: BytePath) -> Bool {
    path.bytes.starts(with: root.appending("Inbox").bytes)
  }

  func unlink(_ path: BytePath) throws(FileProblem) {
    try step("remove", on: path, writes: true) { state -> Result<Void, FileProblem> in
      guard state.tree.node(at: path) != nil else { return .failure(missing(path)) }
      state.tree.remove(path)
      return .success(())
    }
  }

  func makeFolder(_ path: BytePath, mode: UInt16) throws(FileProblem) {
    try step("make", on: path, writes: true) { state -> Result<Void, FileProblem> in
      if state.tree.node(at: path) != nil { return .failure(.system(EEXIST, "make \(path.display)")) }
      guard state.tree.add(path, isFolder: true, at: state.wall) != nil else {
        return .failure(missing(path))
      }
      return .success(())
    }
  }

  func synchronize(folder: BytePath) throws(FileProblem) {
    try step("save", on: folder, writes: true) { state -> Result<Void, FileProblem> in
      guard let node = state.tree.node(at: folder) else { return .failure(missing(folder)) }
      if !state.plan.forgetsFolders { state.tree.save(folder: node) }
      return .success(())
    }
  }

  func names(in folder: BytePath) throws(FileProblem) -> [[UInt8]] {
    try step("list", on: folder, writes: false) { state -> Result<[[UInt8]], FileProblem> in
      guard let node = state.tree.node(at: folder), let found = state.tree.nodes[node] else {
        return .failure(missing(folder))
      }
      return .success(found.names.keys.sorted { $0.lexicographicallyPrecedes($1) })
    }
  }

  func status(of path: BytePath) throws(FileProblem) -> FileStatus {
    let status = try quietly { state in state.tree.node(at: path).flatMap { Self.status(of: $0, state) } }
    guard let status else { throw missing(path) }
    return status
  }

  func isReadable(_ path: BytePath) -> Bool { true }

  func freeBytes(at path: BytePath) throws(FileProblem) -> Int64 { try quietly { $0.free } }

  /// A call that changes nothing, and is no step.
  fileprivate func quietly<Value: Sendable>(_ body: (inout State) -> Value) throws(FileProblem) -> Value {
    let found: Value? = state.withLock { $0.isDead ? nil : body(&$0) }
    guard let found else { throw Self.powerless }
    return found
  }

  fileprivate static func status(of number: UInt64, _ state: State) -> FileStatus? {
    state.tree.nodes[number].map { node in
      FileStatus(
        kind: node.isFolder ? .folder : .regular, size: Int64(node.bytes.count), modified: node.modified,
        changed: node.changed, inode: number)
    }
  }
}

private final class SimulatedFile: OpenFile {
  private let disk: SimulatedDisk
  private let path: BytePath
  private let node: UInt64
  private var position = 0

  init(_ disk: SimulatedDisk, _ path: BytePath, _ node: UInt64) {
    (self.disk, self.path, self.node) = (disk, path, node)
  }

  func status() throws(FileProblem) -> FileStatus {
    let status = try disk.quietly { [node] in SimulatedDisk.status(of: node, $0) }
    guard let status else { throw .system(ENOENT, "look at \(path.display)") }
    return status
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    let count = try unsafe read(from: position, into: buffer)
    position += count
    return count
  }

  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    try unsafe read(from: Int(offset), into: buffer)
  }

  private func read(from start: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    let bytes: [UInt8]
    if disk.isFree(path) {
      bytes = try disk.quietly { [node] in $0.tree.nodes[node]?.bytes ?? [] }
    } else {
      bytes = try disk.step("read", on: path, writes: false) { [node] state -> Result<[UInt8], FileProblem> in
        .success(state.tree.nodes[node]?.bytes ?? [])
      }
    }
    var count = max(0, min(buffer.count, bytes.count - start))
    // Which reads are short must not hang on which thread comes first.
    let isShort = try disk.quietly { $0.plan.shortRead }
    if isShort, count > 1 { count = 1 + (start &* 7919 &+ Int(node)) % count }
    unsafe buffer.copyBytes(from: bytes[min(start, bytes.count)..<(min(start, bytes.count) + count)])
    return count
  }

  func rewind() throws(FileProblem) { position = 0 }

  func write(_ bytes: Span<UInt8>) throws(FileProblem) {
    let added = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    do {
      try disk.step("write", on: path, writes: true) { [node] state -> Result<Void, FileProblem> in
        Self.append(added[...], to: node, &state)
        return .success(())
      }
    } catch {
      // What fitted is there.
      if error.code == "disk.full" {
        try disk.quietly { [node] state in
          Self.append(added[..<state.chance.roll(added.count + 1)], to: node, &state)
        }
      }
      throw error
    }
  }

  private static func append(_ bytes: ArraySlice<UInt8>, to node: UInt64, _ state: inout SimulatedDisk.State)
  {
    let now = state.wall
    state.tree.change(node) {
      $0.bytes += bytes
      ($0.modified, $0.changed) = (now, now)
    }
  }

  func synchronize() throws(FileProblem) {
    try disk.step("save", on: path, writes: true) { [node] state -> Result<Void, FileProblem> in
      state.tree.save(file: node)
      return .success(())
    }
  }
}
