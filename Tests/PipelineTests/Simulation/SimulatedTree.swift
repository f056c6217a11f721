import Records

@testable import Intake

/// Files and folders in memory, each as a program sees it and as the disk has it.
///
/// What is not saved is in memory only. A crash keeps what was saved and, of the rest, what chance leaves: a name or
/// not, a file's pieces of 512 bytes one by one. Harder than a disk that keeps its own order, never kinder.
struct SimulatedTree {
  struct Node {
    var isFolder: Bool
    var bytes: [UInt8] = []
    var savedBytes: [UInt8] = []
    var names: [[UInt8]: UInt64] = [:]
    var savedNames: [[UInt8]: UInt64] = [:]
    var modified: Int64
    var changed: Int64
  }

  /// A change of names that the disk may or may not have; a rename is there as a whole or not at all.
  private struct NameChange {
    var added: (folder: UInt64, name: [UInt8], node: UInt64)?
    var removed: (folder: UInt64, name: [UInt8])?

    func touches(_ folder: UInt64) -> Bool { added?.folder == folder || removed?.folder == folder }
  }

  private(set) var nodes: [UInt64: Node]
  private var unsaved: [NameChange] = []
  private var nextNode: UInt64 = 2
  private static let root: UInt64 = 1

  init() { nodes = [Self.root: Node(isFolder: true, modified: 0, changed: 0)] }

  // MARK: names

  func node(at path: BytePath) -> UInt64? {
    var node = Self.root
    for name in path.bytes.split(separator: 0x2F) {
      guard let next = nodes[node]?.names[Array(name)] else { return nil }
      node = next
    }
    return node
  }

  mutating func add(_ path: BytePath, isFolder: Bool, at time: Int64) -> UInt64? {
    guard let folder = node(at: path.folder) else { return nil }
    let made = nextNode
    nextNode += 1
    nodes[made] = Node(isFolder: isFolder, modified: time, changed: time)
    link(made, folder, path.name)
    unsaved.append(NameChange(added: (folder, path.name, made)))
    return made
  }

  mutating func remove(_ path: BytePath) {
    guard let folder = node(at: path.folder) else { return }
    nodes[folder]?.names[path.name] = nil
    unsaved.append(NameChange(removed: (folder, path.name)))
  }

  mutating func rename(_ path: BytePath, to target: BytePath, at time: Int64) {
    guard let moved = node(at: path), let from = node(at: path.folder), let to = node(at: target.folder)
    else { return }
    nodes[from]?.names[path.name] = nil
    link(moved, to, target.name)
    nodes[moved]?.changed = time
    unsaved.append(NameChange(added: (to, target.name, moved), removed: (from, path.name)))
  }

  private mutating func link(_ node: UInt64, _ folder: UInt64, _ name: [UInt8]) {
    nodes[folder]?.names[name] = node
  }

  // MARK: bytes

  mutating func change(_ node: UInt64, _ body: (inout Node) -> Void) {
    guard var changed = nodes.removeValue(forKey: node) else { return }
    body(&changed)
    nodes[node] = changed
  }

  // MARK: the disk

  mutating func save(file node: UInt64) { change(node) { $0.savedBytes = $0.bytes } }

  mutating func save(folder: UInt64) {
    for change in unsaved where change.touches(folder) { save(change) }
    unsaved.removeAll { $0.touches(folder) }
  }

  private mutating func save(_ change: NameChange) {
    if let (folder, name) = change.removed { nodes[folder]?.savedNames[name] = nil }
    if let (folder, name, node) = change.added { nodes[folder]?.savedNames[name] = node }
  }

  /// What another program writes: its name is on the disk at once, its bytes are not.
  mutating func put(_ path: BytePath, adding bytes: [UInt8], modified: Int64, changed: Int64) {
    if node(at: path.folder) == nil { putFolder(path.folder) }
    guard let folder = node(at: path.folder) else { return }
    let number = node(at: path) ?? nextNode
    if number == nextNode {
      nextNode += 1
      nodes[number] = Node(isFolder: false, modified: modified, changed: changed)
    }
    link(number, folder, path.name)
    nodes[folder]?.savedNames[path.name] = number
    change(number) {
      $0.bytes += bytes
      ($0.modified, $0.changed) = (modified, changed)
    }
  }

  private mutating func putFolder(_ path: BytePath) {
    guard let folder = node(at: path.folder) else { return }
    nodes[nextNode] = Node(isFolder: true, modified: 0, changed: 0)
    link(nextNode, folder, path.name)
    nodes[folder]?.savedNames[path.name] = nextNode
    nextNode += 1
  }

  /// Everything as it is now is on the disk: what other programs do is their own affair.
  mutating func saveAll() {
    for node in Array(nodes.keys) {
      change(node) { ($0.savedBytes, $0.savedNames) = ($0.bytes, $0.names) }
    }
    unsaved = []
  }

  /// The power goes, and comes back. What still lies in `inbox` its writers then make whole again, as it was.
  mutating func crash(_ chance: inout SplitMix, inbox: BytePath) {
    for change in unsaved where chance.roll(2) == 0 { save(change) }
    unsaved = []
    let waiting = node(at: inbox).map { savedFiles(below: $0) } ?? []
    for node in waiting { save(file: node) }
    for number in nodes.keys.sorted() {
      guard var node = nodes[number] else { continue }
      node.names = node.savedNames
      if node.bytes != node.savedBytes { node.bytes = Self.torn(node, &chance) }
      node.savedBytes = node.bytes
      nodes[number] = node
    }
  }

  private func savedFiles(below number: UInt64) -> [UInt64] {
    guard let node = nodes[number] else { return [] }
    return node.isFolder ? node.savedNames.values.sorted().flatMap { savedFiles(below: $0) } : [number]
  }

  private static func torn(_ node: Node, _ chance: inout SplitMix) -> [UInt8] {
    let (new, old) = (node.bytes, node.savedBytes)
    let length = [new.count, old.count, chance.roll(max(new.count, old.count) + 1)][chance.roll(3)]
    var bytes = [UInt8](repeating: 0, count: length)
    for start in stride(from: 0, to: length, by: 512) {
      let source = chance.roll(2) == 0 ? new : old
      for place in start..<min(start + 512, length) where place < source.count {
        bytes[place] = source[place]
      }
    }
    return bytes
  }
}

extension SimulatedTree {
  /// Every file below a folder, by its path.
  func files(below path: BytePath) -> [(path: BytePath, bytes: [UInt8])] {
    guard let start = node(at: path), let node = nodes[start] else { return [] }
    guard node.isFolder else { return [(path, node.bytes)] }
    return node.names.keys.sorted { $0.lexicographicallyPrecedes($1) }.flatMap {
      files(below: path.appending($0))
    }
  }
}

/// The same numbers for the same seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// From 0 up to `sides` without it.
  mutating func roll(_ sides: Int) -> Int { Int(next() >> 33) % sides }
}
