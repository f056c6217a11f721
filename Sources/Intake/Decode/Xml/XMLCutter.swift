import Records

/// Turns records of a document that is known to be well-formed into rows and cells.
///
/// It trusts that libxml2 has seen the same bytes and checks no more than it must to stay inside the view; where
/// something unexpected stands all the same, it stops with `surprise`. Indices and names are those of the plan.
struct XMLCutter {
  enum Stop: Error { case needsMore, surprise, tooManyCells, cellTooLong }

  private(set) var plan: XMLPlan
  private(set) var rows: RecordRows
  /// The root is closed.
  private(set) var isDone = false
  private var shape: XMLShape
  private let cellBytes: Int
  private var open: [Frame] = []
  private var prefixes: [Prefix]
  private var isSurprised = false
  private var attributes: [Attribute] = []

  private struct Frame {
    var node: Int32
    var row: Int32
    var prefixCount: Int
    /// The child closed last, for the next one mostly follows it.
    var last: Int32 = -1
    var piece: Range<Int>?
    /// More than one piece, or one that had to be rewritten.
    var text: [UInt8]?
  }

  private struct Prefix {
    var name: [UInt8]
    var space: Int32
  }

  private struct Attribute {
    var name: Range<Int>
    var value: Range<Int>
  }

  init(_ plan: XMLPlan, limits: DecodeOptions.Limits) {
    self.plan = plan
    shape = plan.shape
    cellBytes = limits.cellBytes
    rows = RecordRows()
    let known = shape.spaces.firstIndex(of: Array("http://www.w3.org/XML/1998/namespace".utf8))
    prefixes = [Prefix(name: Array("xml".utf8), space: known.map { Int32($0) } ?? -1)]
  }

  mutating func clear() { rows.clear() }

  /// Deals with what stands at `at`: a record as a whole, or one tag or text outside of records.
  mutating func step(_ view: ByteView, _ at: Int, line: Int, offset: Int64) throws(Stop) -> Int {
    guard view[at] == XMLByte.less else {
      // Text outside of records may be cut anywhere.
      return view.first(XMLByte.less, from: at)
    }
    if let end = try skipMarkup(view, at) { return end }
    if at + 1 < view.count, view[at + 1] == XMLByte.slash {
      let end = try find(view, XMLByte.greater, from: at)
      guard !open.isEmpty else { throw .surprise }
      close()
      return end + 1
    }
    let before = (open: open, prefixes: prefixes)
    do throws(Stop) {
      let tag = try begin(view, at)
      guard tag.node == plan.record else {
        if tag.isEmpty { close() }
        return tag.end
      }
      rows.begin()
      let end = try record(view, tag)
      try rows.end(raw: at..<end, line: line, offset: offset + Int64(at))
      return end
    } catch {
      (open, prefixes) = before
      rows.cancel()
      throw error
    }
  }

  private struct Tag {
    var node: Int32
    var end: Int
    var isEmpty: Bool
  }

  private mutating func record(_ view: ByteView, _ tag: Tag) throws(Stop) -> Int {
    let outer = open.count - 1
    open[outer].row = 0
    try putAttributes(view)
    var at = tag.end
    if tag.isEmpty {
      try finish(view)
      return at
    }
    while open.count > outer {
      let next = try find(view, XMLByte.less, from: at)
      if next > at { add(view, at..<next, isPlain: false) }
      at = try markup(view, next)
    }
    return at
  }

  /// What begins with `<` in a record.
  private mutating func markup(_ view: ByteView, _ at: Int) throws(Stop) -> Int {
    if at + 1 < view.count, view[at + 1] == UInt8(ascii: "!"), view.has("<![CDATA[", at) {
      let end = try find(view, "]]>", from: at + 9)
      add(view, (at + 9)..<end, isPlain: true)
      return end + 3
    }
    if let end = try skipMarkup(view, at) { return end }
    if at + 1 < view.count, view[at + 1] == XMLByte.slash {
      let end = try find(view, XMLByte.greater, from: at)
      try finish(view)
      return end + 1
    }
    let tag = try begin(view, at)
    let top = open.count - 1
    open[top].row = plan.isList[Int(tag.node)] ? rows.addRow() : open[top - 1].row
    try putAttributes(view)
    if tag.isEmpty { try finish(view) }
    return tag.end
  }
}

extension XMLCutter {
  /// Behind the comment, processing instruction, document type or, outside of records, CDATA that begins here; nil
  /// if none does.
  private func skipMarkup(_ view: ByteView, _ at: Int) throws(Stop) -> Int? {
    if at + 1 >= view.count { throw .needsMore }
    if view[at + 1] == UInt8(ascii: "?") { return try find(view, "?>", from: at + 2) + 2 }
    guard view[at + 1] == UInt8(ascii: "!") else { return nil }
    if at + 9 > view.count { throw .needsMore }
    if view.has("<!--", at) { return try find(view, "-->", from: at + 4) + 3 }
    if view.has("<![CDATA[", at) { return try find(view, "]]>", from: at + 9) + 3 }
    var next = at + 2
    while next < view.count {
      switch view[next] {
      case XMLByte.greater: return next + 1
      case XMLByte.quote, XMLByte.apostrophe: next = try find(view, view[next], from: next + 1) + 1
      default: next += 1
      }
    }
    throw .needsMore
  }

  @inline(__always) private func find(_ view: ByteView, _ byte: UInt8, from start: Int) throws(Stop) -> Int {
    let at = view.first(byte, from: start)
    if at >= view.count { throw .needsMore }
    return at
  }

  private func find(_ view: ByteView, _ word: StaticString, from start: Int) throws(Stop) -> Int {
    var at = start
    while true {
      at = try find(view, unsafe word.utf8Start[0], from: at)
      if view.has(word, at) { return at }
      at += 1
    }
  }
}

extension XMLCutter {
  /// Reads a start tag and opens its element; its attributes are then in `attributes`.
  private mutating func begin(_ view: ByteView, _ start: Int) throws(Stop) -> Tag {
    attributes.removeAll(keepingCapacity: true)
    let prefixCount = prefixes.count
    let name = view.name(start + 1)
    guard !name.isEmpty else { throw view.count - start < 2 ? .needsMore : .surprise }
    var at = name.upperBound
    while true {
      at = view.pastBlanks(at)
      guard at + 1 < view.count else { throw .needsMore }
      if view[at] == XMLByte.greater || view[at] == XMLByte.slash { break }
      at = try attribute(view, at)
    }
    let isEmpty = view[at] == XMLByte.slash
    let parent = open.last?.node ?? -1
    let split = view.split(name)
    let space = space(view, split.prefix, isAttribute: false)
    guard
      let node = unsafe shape.child(
        view.bytes(split.local), space: space, of: parent, after: open.last?.last ?? -1)
    else { throw .surprise }
    if !open.isEmpty { open[open.count - 1].last = node }
    open.append(Frame(node: node, row: 0, prefixCount: prefixCount))
    return Tag(node: node, end: at + (isEmpty ? 2 : 1), isEmpty: isEmpty)
  }

  private mutating func attribute(_ view: ByteView, _ start: Int) throws(Stop) -> Int {
    let name = view.name(start)
    var at = view.pastBlanks(name.upperBound)
    guard at < view.count else { throw .needsMore }
    guard !name.isEmpty, view[at] == XMLByte.equals else { throw .surprise }
    at = view.pastBlanks(at + 1)
    guard at < view.count else { throw .needsMore }
    let quote = view[at]
    guard quote == XMLByte.quote || quote == XMLByte.apostrophe else { throw .surprise }
    let end = try find(view, quote, from: at + 1)
    let value = (at + 1)..<end
    if view.has("xmlns", name.lowerBound), name.count == 5 || view[name.lowerBound + 5] == XMLByte.colon {
      let prefix = name.count == 5 ? [] : view.array((name.lowerBound + 6)..<name.upperBound)
      var uri: [UInt8] = []
      try XMLText.read(view, value, isAttribute: true, into: &uri)
      let space = shape.spaces.firstIndex(of: uri).map { Int32($0) } ?? -1
      prefixes.append(Prefix(name: prefix, space: space))
    } else {
      attributes.append(Attribute(name: name, value: value))
    }
    return end + 1
  }

  private mutating func space(_ view: ByteView, _ prefix: Range<Int>, isAttribute: Bool) -> Int32 {
    if isAttribute && prefix.isEmpty { return 0 }
    for entry in prefixes.reversed() where entry.name.count == prefix.count {
      if unsafe entry.name.elementsEqual(view.bytes(prefix)) {
        return entry.space
      }
    }
    return 0
  }

  private mutating func putAttributes(_ view: ByteView) throws(Stop) {
    let frame = open[open.count - 1]
    var last: Int32 = -1
    for attribute in attributes {
      let split = view.split(attribute.name)
      let space = space(view, split.prefix, isAttribute: true)
      guard
        let node = unsafe shape.child(
          view.bytes(split.local), space: space, of: frame.node, isAttribute: true, after: last)
      else { throw .surprise }
      last = node
      if XMLText.isPlain(view, attribute.value, isAttribute: true) {
        rows.put(frame.row, plan.column[Int(node)], attribute.value)
      } else {
        var text: [UInt8] = []
        try XMLText.read(view, attribute.value, isAttribute: true, into: &text)
        rows.put(frame.row, plan.column[Int(node)], text, behind: view.count)
      }
    }
  }

  /// A stretch of text in the innermost element. Blanks between elements are layout.
  private mutating func add(_ view: ByteView, _ range: Range<Int>, isPlain: Bool) {
    let top = open.count - 1
    let node = Int(open[top].node)
    guard plan.column[node] >= 0 else { return }
    if shape.nodes[node].hasChildren, !isPlain, view.pastBlanks(range.lowerBound) >= range.upperBound {
      return
    }
    if open[top].piece == nil && open[top].text == nil
      && (isPlain ? !view.contains(0x0D, range) : XMLText.isPlain(view, range, isAttribute: false))
    {
      open[top].piece = range
      return
    }
    var text = open[top].text ?? []
    if let piece = open[top].piece { text += view.array(piece) }
    if isPlain {
      XMLText.copy(view, range, into: &text)
    } else {
      // An entity that is not known shows when the cell is put.
      do throws(Stop) {
        try XMLText.read(view, range, isAttribute: false, into: &text)
      } catch { isSurprised = true }
    }
    (open[top].piece, open[top].text) = (nil, text)
  }

  /// Puts the text of the innermost element and closes it.
  private mutating func finish(_ view: ByteView) throws(Stop) {
    guard !isSurprised else { throw .surprise }
    let frame = open[open.count - 1]
    let column = plan.column[Int(frame.node)]
    if let text = frame.text {
      guard text.count <= cellBytes else { throw .cellTooLong }
      rows.put(frame.row, column, text, behind: view.count)
    } else if column >= 0 {
      let piece = frame.piece ?? 0..<0
      guard piece.count <= cellBytes else { throw .cellTooLong }
      rows.put(frame.row, column, piece)
    }
    close()
  }

  private mutating func close() {
    let frame = open.removeLast()
    prefixes.removeLast(prefixes.count - frame.prefixCount)
    isDone = open.isEmpty
  }
}
