import Records

/// Which element of a document is the record, and which columns its parts go to.
struct XMLPlan {
  private(set) var shape: XMLShape
  /// Nil: what was stated is not there.
  private(set) var record: Int32?
  /// The document is one element without parts.
  private(set) var isSingleValue = false
  private(set) var columns: [String] = []
  /// By node: its column or -1, and whether its instances are rows of their own.
  private(set) var column: [Int32] = []
  private(set) var isList: [Bool] = []
  private(set) var notes: [DecodeFindings.Note] = []

  /// `stated` is the name of the record element, or the path to it.
  init(_ shape: XMLShape, stated: String?) {
    self.shape = shape
    isList = shape.nodes.indices.map { Self.isList(shape, Int32($0)) }
    column = Array(repeating: -1, count: shape.nodes.count)
    guard let found = find(stated) else {
      isSingleValue = stated == nil && !shape.nodes.isEmpty
      let reason = isSingleValue ? "the document is one element without parts" : "what is stated is not there"
      notes.append(.init("records", "none: \(reason)"))
      guard isSingleValue else { return }
      record = 0
      addColumns(0, prefix: "")
      return
    }
    record = found.node
    notes.append(.init("records", "\(shape.path(of: found.node)): \(found.reason)"))
    let others = candidates().filter {
      $0 != found.node && !isInside($0, found.node) && !isInside(found.node, $0)
    }
    for other in others.prefix(20) {
      notes.append(.init("left_out", "\(shape.path(of: other)): \(shape.nodes[Int(other)].count) not read"))
    }
    addColumns(found.node, prefix: "")
  }

  /// More than once in one parent, or in a parent that is named for holding several: `Items` of `Item`.
  private static func isList(_ shape: XMLShape, _ index: Int32) -> Bool {
    let node = shape.nodes[Int(index)]
    guard !node.isAttribute, node.parent >= 0 else { return false }
    if node.repeats { return true }
    let name = String(decoding: node.name, as: UTF8.self).lowercased()
    let parent = String(decoding: shape.nodes[Int(node.parent)].name, as: UTF8.self).lowercased()
    if parent == name + "s" || parent == name + "list" { return true }
    if name == "item" && parent == "channel" || name == "entry" && parent == "feed" { return true }
    return ["invoiceline", "creditnoteline", "orderline", "orderlineitem", "itemout"].contains(name)
  }
}

extension XMLPlan {
  private typealias Found = (node: Int32, reason: String)

  private func find(_ stated: String?) -> Found? {
    if let stated {
      let named = shape.nodes.indices.first { index in
        let node = shape.nodes[index]
        return !node.isAttribute
          && (String(decoding: node.name, as: UTF8.self) == stated || shape.path(of: Int32(index)) == stated)
      }
      return named.map { (Int32($0), "stated") }
    }
    guard let root = shape.nodes.first, root.first >= 0 else { return nil }
    let candidates = candidates()
    guard
      let best = candidates.first(where: { one in
        candidates.allSatisfy { shape.nodes[Int($0)].values <= shape.nodes[Int(one)].values }
      })
    else { return (descend(), "nothing repeats in it") }
    if isPart(best) { return (descend(), "what repeats in it is a part of it") }
    return (best, "it repeats and carries the most")
  }

  /// What repeats and is in nothing that repeats.
  private func candidates() -> [Int32] {
    shape.nodes.indices.map { Int32($0) }.filter { index in
      guard isList[Int(index)] else { return false }
      var parent = shape.nodes[Int(index)].parent
      while parent >= 0 {
        if isList[Int(parent)] { return false }
        parent = shape.nodes[Int(parent)].parent
      }
      return true
    }
  }

  private func isInside(_ inner: Int32, _ outer: Int32) -> Bool {
    var at = inner
    while at >= 0 {
      if at == outer { return true }
      at = shape.nodes[Int(at)].parent
    }
    return false
  }

  /// Lines of one order or invoice, not records of their own: what is around them says more than one of them does,
  /// or has a number of its own. A feed is never an order.
  private func isPart(_ index: Int32) -> Bool {
    let node = shape.nodes[Int(index)]
    let parent = shape.nodes[Int(node.parent)]
    let name = String(decoding: parent.name, as: UTF8.self).lowercased()
    if name == "channel" || name == "feed" { return false }
    let outside = shape.nodes[0].values - node.values
    let each = node.values / max(1, node.count)
    if hasNumber(above: index) && (outside >= 3 || 2 * outside >= each) { return true }
    return outside >= each && node.values < 20 * outside && outside > 2
  }

  /// An element around it has an id as an attribute or a part: `OrderID`, `cbc:ID`, `@payloadID`.
  private func hasNumber(above index: Int32) -> Bool {
    var parent = shape.nodes[Int(index)].parent
    while parent >= 0 {
      let names = shape.children(of: parent).map { shape.nodes[Int($0)] }.filter { $0.first < 0 }
      if names.contains(where: { JSONSurvey.namesRecord(String(decoding: $0.name, as: UTF8.self)) }) {
        return true
      }
      parent = shape.nodes[Int(parent)].parent
    }
    return false
  }

  /// The outermost element that is more than a wrapper of one other.
  private func descend() -> Int32 {
    var at: Int32 = 0
    while true {
      let node = shape.nodes[Int(at)]
      let children = shape.children(of: at)
      guard !node.hasText, children.count == 1, let only = children.first else { return at }
      let child = shape.nodes[Int(only)]
      guard !child.isAttribute, child.count == 1, child.first >= 0 else { return at }
      at = only
    }
  }
}

extension XMLPlan {
  private mutating func addColumns(_ index: Int32, prefix: String) {
    let node = shape.nodes[Int(index)]
    let isRecord = prefix.isEmpty && index == record
    if node.hasText || node.isAttribute || node.first < 0 {
      column[Int(index)] = Int32(columns.count)
      columns.append(isRecord ? "value" : prefix)
    }
    let children = shape.children(of: index)
    for child in children {
      let name = name(of: child, among: children, in: node.space) + (isList[Int(child)] ? "[]" : "")
      addColumns(child, prefix: isRecord ? name : prefix + "." + name)
    }
  }

  /// The local name; with the namespace only where another of that name stands beside it, and then the one of the
  /// namespace of the element around both keeps the plain name.
  private func name(of child: Int32, among all: [Int32], in space: Int32) -> String {
    let node = shape.nodes[Int(child)]
    let local = String(decoding: node.name, as: UTF8.self)
    let mark = node.isAttribute ? "@" : ""
    let same = all.map { shape.nodes[Int($0)] }
      .filter { $0.isAttribute == node.isAttribute && $0.name == node.name }
    let plain = node.isAttribute || !same.contains { $0.space == space } ? 0 : space
    if same.count == 1 || node.space == plain { return mark + local }
    return mark + "{" + String(decoding: shape.spaces[Int(node.space)], as: UTF8.self) + "}" + local
  }
}
