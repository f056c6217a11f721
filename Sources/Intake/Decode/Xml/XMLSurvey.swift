internal import CLibXML2
import Records

/// The first pass over an XML document: it is well-formed, and its shape is learned.
///
/// A value with no class around its counts: they are touched at every node.
@safe struct XMLSurvey {
  private(set) var shape: XMLShape
  private let limits: DecodeOptions.Limits
  private let stream: XMLStream
  /// Indices in `shape` of the open elements, and how many namespaces each declares.
  private var open: [Int32] = []
  private var declared: [Int] = []
  private var declaredCount = 0
  private var last: Int32 = -1
  /// By index in `shape`: where libxml2 keeps the name. It keeps each name once, as long as the reader lives.
  private var addresses: [UInt] = []

  private static let deepest = 256

  /// Reads `source`, which gives UTF-8, to its end.
  init(_ source: any ByteSource, limits: DecodeOptions.Limits) throws(FileProblem) {
    self.limits = limits
    stream = try XMLStream(source, attributeLimit: limits.columns)
    shape = XMLShape(limit: limits.columns)
    while try stream.advance() { try node() }
    guard !shape.nodes.isEmpty else {
      throw .xml("file.incomplete", "there is no element", line: stream.line)
    }
    shape.sumUp()
  }

  private mutating func node() throws(FileProblem) {
    switch unsafe xmlTextReaderNodeType(stream.reader) {
    case 1: try element()
    case 3, 4: try text()
    case 5: throw .xmlEntity(line: stream.line, column: stream.column)
    case 7, 8: try checkLength(limits.rowBytes)
    case 10:
      if unsafe xmlTextReaderCurrentNode(stream.reader).pointee.children != nil {
        throw .xmlEntity(line: stream.line, column: stream.column)
      }
    default: break
    }
  }

  private mutating func text() throws(FileProblem) {
    try checkLength(limits.cellBytes)
    if let parent = open.last { shape.countText(in: parent) }
  }

  private func checkLength(_ limit: Int) throws(FileProblem) {
    guard let value = unsafe xmlTextReaderConstValue(stream.reader), unsafe Self.bytes(value).count > limit
    else {
      return
    }
    throw .xml("xml.text_too_long", "a text is longer than \(limit) bytes", line: stream.line)
  }

  private mutating func element() throws(FileProblem) {
    let depth = Int(unsafe xmlTextReaderDepth(stream.reader))
    guard depth < Self.deepest else {
      throw .xml(
        "xml.too_deep", "more than \(Self.deepest) elements stand inside one another", line: stream.line)
    }
    guard let element = unsafe xmlTextReaderCurrentNode(stream.reader) else { return }
    while open.count > depth {
      last = open.removeLast()
      declaredCount -= declared.removeLast()
    }
    if open.isEmpty || last >= 0 && shape.nodes[Int(last)].parent != open[open.count - 1] { last = -1 }
    let parent = open.last ?? -1
    let space = unsafe space(element.pointee.ns)
    let index = unsafe place(element.pointee.name, space, in: parent, isAttribute: false, after: last)
    shape.count(index)
    open.append(index)
    try unsafe countDeclarations(element.pointee.nsDef)
    last = -1
    try unsafe attributes(element.pointee.properties, of: index)
    last = -1
    guard !shape.isFull else { throw .tooManyColumns(limit: limits.columns) }
  }

  private mutating func attributes(_ first: UnsafeMutablePointer<xmlAttr>?, of element: Int32)
    throws(FileProblem)
  {
    var next = unsafe first
    while let attribute = unsafe next {
      let space = unsafe space(attribute.pointee.ns)
      last = unsafe place(attribute.pointee.name, space, in: element, isAttribute: true, after: last)
      shape.count(last)
      shape.countValue(last)
      if let value = unsafe attribute.pointee.children {
        guard unsafe value.pointee.type == XML_TEXT_NODE && value.pointee.next == nil else {
          throw .xmlEntity(line: stream.line, column: stream.column)
        }
        if unsafe Self.bytes(value.pointee.content).count > limits.cellBytes {
          throw .xml(
            "xml.text_too_long", "a text is longer than \(limits.cellBytes) bytes", line: stream.line)
        }
      }
      unsafe next = attribute.pointee.next
    }
  }

  /// libxml2 looks through all open declarations for each name.
  private mutating func countDeclarations(_ first: UnsafeMutablePointer<xmlNs>?) throws(FileProblem) {
    var count = 0
    var next = unsafe first
    while let declaration = unsafe next {
      count += 1
      unsafe next = declaration.pointee.next
    }
    declared.append(count)
    declaredCount += count
    guard declaredCount <= limits.columns else {
      throw .xml(
        "xml.too_many_attributes", "more than \(limits.columns) namespaces are declared", line: stream.line)
    }
  }

  private mutating func place(
    _ address: UnsafePointer<xmlChar>?, _ space: Int32, in parent: Int32, isAttribute: Bool, after: Int32
  ) -> Int32 {
    let next = shape.following(after, in: parent)
    let place = UInt(bitPattern: address)
    if isNamed(next, place), shape.isKind(next, space, isAttribute) { return next }
    if isNamed(after, place), shape.isKind(after, space, isAttribute) { return after }
    let name = unsafe Self.bytes(address)
    let known = unsafe shape.child(name, space: space, of: parent, isAttribute: isAttribute, after: after)
    if let known { return known }
    addresses.append(place)
    return unsafe shape.add(name, space: space, to: parent, isAttribute: isAttribute)
  }

  @inline(__always) private func isNamed(_ index: Int32, _ address: UInt) -> Bool {
    index >= 0 && addresses[Int(index)] == address
  }

  private mutating func space(_ declaration: UnsafeMutablePointer<xmlNs>?) -> Int32 {
    guard let href = unsafe declaration?.pointee.href else { return 0 }
    return unsafe shape.space(Self.bytes(href))
  }

  private static func bytes(_ text: UnsafePointer<xmlChar>?) -> UnsafeBufferPointer<UInt8> {
    guard let text = unsafe text else { return unsafe UnsafeBufferPointer(start: nil, count: 0) }
    // The C library counts many bytes at once, libxml2 one by one.
    return unsafe UnsafeBufferPointer(
      start: text, count: strlen(UnsafeRawPointer(text).assumingMemoryBound(to: CChar.self)))
  }
}

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
