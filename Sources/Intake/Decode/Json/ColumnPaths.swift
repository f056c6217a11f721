/// Columns of flattened records, found by the names on the way to them without making text.
///
/// A tree kept in arrays. Members of one object are a chain in the order of their first appearance, for the member
/// to come is nearly always the one that came next the last time.
struct ColumnPaths {
  struct Member {
    /// The first eight bytes of the name, for a quick comparison.
    var head: UInt64
    /// The last eight, where it has more than that.
    var tail: UInt64
    /// The name stands in the file as it is.
    var isPlain: Bool
    var nameStart: Int
    var nameCount: Int
    var node: Int32
    /// The member after this one in its object, or -1.
    var next: Int32 = -1
    var column: Int32 = -1
    /// The node of the object, or of the elements of the list, that stands here; -1 while there is none.
    var object: Int32 = -1
    var elements: Int32 = -1
    /// Number of the object in which the name was met last.
    var lastObject: Int64 = -1
  }

  struct Node {
    var first: Int32 = -1
    var last: Int32 = -1
    /// Put before the names of members: `customer.`, `products[].`.
    var prefix: String
    /// Where elements that are no objects go: `products[]`.
    var column: Int32 = -1
    /// An edge of GraphQL: put before the names of what is in its `node`, in place of `prefix` and `node.`.
    var edgePrefix: String?
  }

  static let root: Int32 = 0
  let limit: Int
  private(set) var columns: [String] = []
  private(set) var members: [Member] = []
  private(set) var nodes = [Node(prefix: "")]
  private var names: [UInt8] = []

  init(limit: Int, isEdge: Bool = false) {
    self.limit = limit
    if isEdge { nodes[0].edgePrefix = "" }
  }

  /// More names than any table has: columns, and objects on the way to them.
  var isFull: Bool { columns.count > limit || members.count > 4 * limit || nodes.count > 4 * limit }

  /// The member of `node` with the name at `range`, tried first at `hint`; made if it is not there.
  mutating func member(_ view: ByteView, _ range: Range<Int>, in node: Int32, hint: Int32) -> Int32 {
    let head = Self.head(view, range)
    if hint >= 0, matches(Int(hint), head, view, range) { return hint }
    var index = nodes[Int(node)].first
    while index >= 0 {
      if matches(Int(index), head, view, range) { return index }
      index = members[Int(index)].next
    }
    return add(view, range, head, to: Int(node))
  }

  /// The column of the member to come if it is `index`, or -1: `at` is its opening quote, and a colon must follow its
  /// name. Its name is not looked for in the text but held against what stands there.
  @inline(__always) func expectedColumn(_ view: ByteView, _ at: Int, _ index: Int32, in object: Int64)
    -> Int32
  {
    guard index >= 0 else { return -1 }
    return unsafe members.withUnsafeBufferPointer { members in
      let member = unsafe members[Int(index)]
      let (start, count) = (at + 1, member.nameCount)
      guard member.isPlain, start + count + 2 < view.count, member.lastObject != object,
        view[start + count] == JSONToken.quote, view[start + count + 1] == JSONToken.colon
      else { return -1 }
      let word = view.word(at: start)
      if count <= 8 {
        guard (word ^ member.head) & Self.mask(count) == 0 else { return -1 }
      } else {
        guard word == member.head, view.word(at: start + count - 8) == member.tail else { return -1 }
        if count > 16 && !isName(member, view, start) { return -1 }
      }
      return member.column
    }
  }

  private func isName(_ member: Member, _ view: ByteView, _ start: Int) -> Bool {
    (8..<member.nameCount - 8).allSatisfy { names[member.nameStart + $0] == view[start + $0] }
  }

  /// Meets a member of which this is known: its name's length, and the member that came next the last time.
  @inline(__always) mutating func meetExpected(_ index: Int32, in object: Int64) -> Int32 {
    unsafe members.withUnsafeMutableBufferPointer { members in
      unsafe members[Int(index)].lastObject = object
      return unsafe members[Int(index)].next
    }
  }

  @inline(__always) private static func mask(_ count: Int) -> UInt64 {
    count >= 8 ? .max : (1 << (UInt64(truncatingIfNeeded: count) &* 8)) &- 1
  }

  /// False if the name stood in this object before.
  mutating func meet(_ member: Int32, in object: Int64) -> Bool {
    if members[Int(member)].lastObject == object { return false }
    members[Int(member)].lastObject = object
    return true
  }

  mutating func column(of member: Int32) -> Int32 {
    if members[Int(member)].column < 0 { members[Int(member)].column = addColumn(path(of: member)) }
    return members[Int(member)].column
  }

  /// For elements of a list that are no objects, and records that are none.
  mutating func column(ofElementsIn node: Int32) -> Int32 {
    if nodes[Int(node)].column < 0 {
      let prefix = nodes[Int(node)].prefix
      nodes[Int(node)].column = addColumn(prefix.isEmpty ? "value" : String(prefix.dropLast()))
    }
    return nodes[Int(node)].column
  }

  mutating func object(of member: Int32) -> Int32 {
    if members[Int(member)].object < 0 {
      members[Int(member)].object = Int32(nodes.count)
      let edgePrefix = name(of: member) == "node" ? nodes[Int(members[Int(member)].node)].edgePrefix : nil
      nodes.append(Node(prefix: edgePrefix ?? path(of: member) + "."))
    }
    return members[Int(member)].object
  }

  mutating func elements(of member: Int32) -> Int32 {
    if members[Int(member)].elements < 0 {
      members[Int(member)].elements = Int32(nodes.count)
      nodes.append(elements(path(of: member) + "[].", of: member))
    }
    return members[Int(member)].elements
  }

  /// A connection of GraphQL is named as if it were the list: `lineItems.edges[].node.sku` is `lineItems[].sku`.
  private func elements(_ prefix: String, of member: Int32) -> Node {
    let around = nodes[Int(members[Int(member)].node)].prefix
    guard !around.isEmpty, !around.hasSuffix("[].") else { return Node(prefix: prefix) }
    switch name(of: member) {
    case "edges": return Node(prefix: prefix, edgePrefix: around.dropLast() + "[].")
    case "nodes": return Node(prefix: around.dropLast() + "[].")
    default: return Node(prefix: prefix)
    }
  }

  func path(of member: Int32) -> String {
    nodes[Int(members[Int(member)].node)].prefix + name(of: member)
  }

  private func name(of member: Int32) -> String {
    let member = members[Int(member)]
    return String(decoding: names[member.nameStart..<(member.nameStart + member.nameCount)], as: UTF8.self)
  }

  @inline(__always) private func matches(
    _ index: Int, _ head: UInt64, _ view: ByteView, _ range: Range<Int>
  ) -> Bool {
    guard members[index].head == head, members[index].nameCount == range.count else { return false }
    let start = members[index].nameStart
    var distance = 8
    while distance < range.count {
      if names[start + distance] != view[range.lowerBound + distance] { return false }
      distance += 1
    }
    return true
  }

  @inline(__always) private static func head(_ view: ByteView, _ range: Range<Int>) -> UInt64 {
    let word = view.word(at: range.lowerBound)
    return range.count >= 8 ? word : word & ((1 << (UInt64(range.count) &* 8)) &- 1)
  }

  private mutating func add(_ view: ByteView, _ range: Range<Int>, _ head: UInt64, to node: Int) -> Int32 {
    let index = Int32(members.count)
    members.append(
      Member(
        head: head, tail: range.count > 8 ? view.word(at: range.upperBound - 8) : 0,
        isPlain: !range.contains { view[$0] == JSONToken.backslash }, nameStart: names.count,
        nameCount: range.count, node: Int32(node)))
    names += view.array(range)
    if nodes[node].last >= 0 {
      members[Int(nodes[node].last)].next = index
    } else {
      nodes[node].first = index
    }
    nodes[node].last = index
    return index
  }

  /// Two ways to one name are told apart by a number.
  private mutating func addColumn(_ name: String) -> Int32 {
    var unique = name
    var number = 1
    while columns.count <= limit && columns.contains(unique) {
      number += 1
      unique = "\(name)_\(number)"
    }
    columns.append(unique)
    return Int32(columns.count - 1)
  }
}
