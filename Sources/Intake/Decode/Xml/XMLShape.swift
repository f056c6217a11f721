/// The elements of a document by the names on the way to them: how often they are there and what they carry.
struct XMLShape {
  struct Node: Sendable {
    var name: [UInt8]
    /// Of the element's namespace; the same number means the same one.
    var space: Int32
    var parent: Int32
    var isAttribute: Bool
    var count = 0
    /// Times it stood more than once in its parent.
    var repeats = false
    /// Which instance of the parent it was seen in last.
    var lastParent = -1
    var hasText = false
    var hasChildren = false
    /// Values in it and below it.
    var values = 0
    var first: Int32 = -1
    var last: Int32 = -1
    var next: Int32 = -1
  }

  private(set) var nodes: [Node] = []
  private(set) var spaces: [[UInt8]] = [[]]
  private var byName: [Key: Int32] = [:]
  let limit: Int

  /// `limit` columns; paths that carry no value are allowed for as well.
  init(limit: Int) { self.limit = 8 * limit }

  var isFull: Bool { nodes.count > limit || spaces.count > limit / 8 }

  /// The number of a namespace. There are few.
  mutating func space(_ name: UnsafeBufferPointer<UInt8>) -> Int32 {
    let known = spaces.firstIndex { unsafe Self.isEqual($0, name) }
    if let known { return Int32(known) }
    unsafe spaces.append(Array(name))
    return Int32(spaces.count - 1)
  }

  /// The element or attribute of that name in `parent` (-1: the root), tried first where the last one was followed
  /// by this one before.
  mutating func child(
    _ name: UnsafeBufferPointer<UInt8>, space: Int32, of parent: Int32, isAttribute: Bool = false,
    after: Int32 = -1
  ) -> Int32? {
    let hint = following(after, in: parent)
    if hint >= 0, unsafe isNamed(hint, name, space, isAttribute) { return hint }
    if after >= 0, unsafe isNamed(after, name, space, isAttribute) { return after }
    let key = unsafe Key(name, space: space, parent: parent, isAttribute: isAttribute)
    guard let index = byName[key], unsafe isNamed(index, name, space, isAttribute) else { return nil }
    return index
  }

  /// What came behind `after` when it was seen first, or what was first in `parent`; -1 if nothing did.
  @inline(__always) func following(_ after: Int32, in parent: Int32) -> Int32 {
    if after >= 0 { return nodes[Int(after)].next }
    return parent >= 0 ? nodes[Int(parent)].first : nodes.isEmpty ? -1 : 0
  }

  @inline(__always) func isKind(_ index: Int32, _ space: Int32, _ isAttribute: Bool) -> Bool {
    nodes[Int(index)].space == space && nodes[Int(index)].isAttribute == isAttribute
  }

  @inline(__always) private func isNamed(
    _ index: Int32, _ name: UnsafeBufferPointer<UInt8>, _ space: Int32, _ isAttribute: Bool
  ) -> Bool {
    guard isKind(index, space, isAttribute) else { return false }
    return unsafe Self.isEqual(nodes[Int(index)].name, name)
  }

  @inline(__always) private static func isEqual(
    _ known: [UInt8], _ name: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard known.count == name.count else { return false }
    for index in known.indices where unsafe known[index] != name[index] { return false }
    return true
  }

  private struct Key: Hashable {
    var name: [UInt8]
    var space: Int32
    var parent: Int32
    var isAttribute: Bool

    init(_ name: UnsafeBufferPointer<UInt8>, space: Int32, parent: Int32, isAttribute: Bool) {
      self.name = unsafe Array(name)
      self.space = space
      self.parent = parent
      self.isAttribute = isAttribute
    }
  }

  /// Makes what `child` does not find.
  mutating func add(
    _ name: UnsafeBufferPointer<UInt8>, space: Int32, to parent: Int32, isAttribute: Bool = false
  ) -> Int32 {
    let index = Int32(nodes.count)
    nodes.append(unsafe Node(name: Array(name), space: space, parent: parent, isAttribute: isAttribute))
    unsafe byName[Key(name, space: space, parent: parent, isAttribute: isAttribute)] = index
    guard parent >= 0 else { return index }
    if nodes[Int(parent)].last >= 0 {
      nodes[Int(nodes[Int(parent)].last)].next = index
    } else {
      nodes[Int(parent)].first = index
    }
    nodes[Int(parent)].last = index
    return index
  }

  /// One more of the element or attribute.
  mutating func count(_ index: Int32) {
    let parent = Int(nodes[Int(index)].parent)
    nodes[Int(index)].count += 1
    guard parent >= 0 else { return }
    if !nodes[Int(index)].isAttribute { nodes[parent].hasChildren = true }
    let instance = nodes[parent].count
    if nodes[Int(index)].lastParent == instance { nodes[Int(index)].repeats = true }
    nodes[Int(index)].lastParent = instance
  }

  mutating func countText(in index: Int32) {
    nodes[Int(index)].hasText = true
    nodes[Int(index)].values += 1
  }

  mutating func countValue(_ index: Int32) { nodes[Int(index)].values += 1 }

  /// Adds what is below each element to it. Parents stand before their children.
  mutating func sumUp() {
    for index in nodes.indices.reversed() where nodes[index].parent >= 0 {
      nodes[Int(nodes[index].parent)].values += nodes[index].values
    }
  }

  func children(of index: Int32) -> [Int32] {
    var children: [Int32] = []
    var child = index < 0 ? -1 : nodes[Int(index)].first
    while child >= 0 {
      children.append(child)
      child = nodes[Int(child)].next
    }
    return children
  }

  func path(of index: Int32) -> String {
    var names: [String] = []
    var at = index
    while at >= 0 {
      names.append(String(decoding: nodes[Int(at)].name, as: UTF8.self))
      at = nodes[Int(at)].parent
    }
    return names.reversed().joined(separator: ".")
  }
}
