internal import CLibXML2
import Records

/// The first pass over an XML document: libxml2 says whether it is well-formed, and its shape is learned.
///
/// The owner of libxml2's reader. No entity is ever loaded or expanded but the five of XML.
@safe final class XMLSurvey {
  private(set) var shape: XMLShape
  private let limits: DecodeOptions.Limits
  private let feed: XMLFeed
  private let reader: xmlTextReaderPtr
  private var fault: Fault?
  /// Indices in `shape` of the open elements, and how many namespaces each declares.
  private var open: [Int32] = []
  private var declared: [Int] = []
  private var declaredCount = 0
  private var last: Int32 = -1

  private struct Fault {
    var code: Int32
    var message: String
    var line: Int
    var column: Int
  }

  private static let deepest = 256
  /// Two threads may not begin to use libxml2 at once. An entity of another file is never fetched, whoever asks.
  private static let library: Void = {
    xmlInitParser()
    unsafe xmlSetExternalEntityLoader { _, _, _ in nil }
  }()

  /// `source` gives UTF-8, whatever the document says of itself.
  init(_ source: any ByteSource, limits: DecodeOptions.Limits) throws(FileProblem) {
    Self.library
    self.limits = limits
    shape = XMLShape(limit: limits.columns)
    feed = XMLFeed(source, attributeLimit: limits.columns)
    let options = Int32(XML_PARSE_NONET.rawValue) | Int32(XML_PARSE_IGNORE_ENC.rawValue)
    let made = unsafe xmlReaderForIO(
      XMLFeed.read, nil, Unmanaged.passUnretained(feed).toOpaque(), nil, nil, options)
    guard let made = unsafe made else { throw .xml("xml.malformed", "it cannot be opened", line: nil) }
    unsafe reader = made
    unsafe xmlTextReaderSetStructuredErrorHandler(
      reader, { unsafe XMLSurvey.note($0, $1) }, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit { unsafe xmlFreeTextReader(reader) }

  /// Reads to the end.
  func run() throws(FileProblem) {
    while true {
      let status = unsafe xmlTextReaderRead(reader)
      // A warning counts as well: with a document type, unknown entities are no more than that.
      if let problem = problem(isOver: status < 0) { throw problem }
      guard status == 1 else { break }
      try node()
    }
    guard !shape.nodes.isEmpty else { throw .xml("file.incomplete", "there is no element", line: line) }
    shape.sumUp()
  }

  private var line: Int { Int(unsafe xmlTextReaderGetParserLineNumber(reader)) }

  private static func note(_ survey: UnsafeMutableRawPointer?, _ error: UnsafeMutablePointer<xmlError>?) {
    guard let survey = unsafe survey, let error = unsafe error?.pointee else { return }
    let me = unsafe Unmanaged<XMLSurvey>.fromOpaque(survey).takeUnretainedValue()
    guard me.fault == nil else { return }
    // Namespace warnings about relative names and the like are no faults.
    let isEntity = unsafe error.code == 26 || error.code == 27
    guard unsafe error.level.rawValue >= XML_ERR_ERROR.rawValue || isEntity else { return }
    let message = unsafe error.message.map { unsafe String(cString: $0) } ?? ""
    me.fault = unsafe Fault(
      code: error.code, message: message.filter { !$0.isNewline }, line: Int(error.line),
      column: Int(error.int2))
  }

  private func problem(isOver: Bool) -> FileProblem? {
    if let problem = feed.problem { return problem }
    switch feed.finding {
    case .internalSubset: return .xmlEntity(line: nil)
    case .manyAttributes:
      return .xml(
        "xml.too_many_attributes", "an element has more than \(limits.columns) attributes", line: line)
    case nil: break
    }
    guard isOver || fault != nil else { return nil }
    let fault = fault ?? Fault(code: 0, message: "it is not XML", line: line, column: 1)
    if fault.code == 26 || fault.code == 27 { return .xmlEntity(line: fault.line) }
    // What libxml2 calls an empty document, one that does not end where it must, and an open element.
    let endsEarly = [4, 5, 77].contains(fault.code) && !feed.isClosed
    let code =
      if fault.message.hasPrefix("Excessive depth") {
        "xml.too_deep"
      } else if feed.isExhausted && (endsEarly || feed.endsInside) {
        "file.incomplete"
      } else {
        "xml.malformed"
      }
    return .xml(code, fault.message, line: fault.line, column: max(1, fault.column))
  }

  private func node() throws(FileProblem) {
    switch unsafe xmlTextReaderNodeType(reader) {
    case 1: try element()
    case 3, 4: try text()
    case 5: throw .xmlEntity(line: line)
    case 7, 8: try checkLength(limits.rowBytes)
    case 10:
      if unsafe xmlTextReaderCurrentNode(reader).pointee.children != nil { throw .xmlEntity(line: line) }
    default: break
    }
  }

  private func text() throws(FileProblem) {
    try checkLength(limits.cellBytes)
    if let parent = open.last { shape.countText(in: parent) }
  }

  private func checkLength(_ limit: Int) throws(FileProblem) {
    guard let value = unsafe xmlTextReaderConstValue(reader), unsafe xmlStrlen(value) > limit else { return }
    throw .xml("xml.text_too_long", "a text is longer than \(limit) bytes", line: line)
  }

  private func element() throws(FileProblem) {
    let depth = Int(unsafe xmlTextReaderDepth(reader))
    guard depth < Self.deepest else {
      throw .xml("xml.too_deep", "more than \(Self.deepest) elements stand inside one another", line: line)
    }
    guard let element = unsafe xmlTextReaderCurrentNode(reader) else { return }
    while open.count > depth {
      last = open.removeLast()
      declaredCount -= declared.removeLast()
    }
    if open.isEmpty || last >= 0 && shape.nodes[Int(last)].parent != open[open.count - 1] { last = -1 }
    let parent = open.last ?? -1
    let space = unsafe space(element.pointee.ns)
    let index = unsafe place(
      Self.bytes(element.pointee.name), space, in: parent, isAttribute: false, after: last)
    shape.count(index)
    open.append(index)
    try unsafe countDeclarations(element.pointee.nsDef)
    last = -1
    try unsafe attributes(element.pointee.properties, of: index)
    last = -1
    guard !shape.isFull else { throw .tooManyColumns(limit: limits.columns) }
  }

  private func attributes(_ first: UnsafeMutablePointer<xmlAttr>?, of element: Int32) throws(FileProblem) {
    var next = unsafe first
    while let attribute = unsafe next {
      let space = unsafe space(attribute.pointee.ns)
      last = unsafe place(
        Self.bytes(attribute.pointee.name), space, in: element, isAttribute: true, after: last)
      shape.count(last)
      shape.countValue(last)
      if let value = unsafe attribute.pointee.children {
        guard unsafe value.pointee.type == XML_TEXT_NODE && value.pointee.next == nil else {
          throw .xmlEntity(line: line)
        }
        if unsafe xmlStrlen(value.pointee.content) > limits.cellBytes {
          throw .xml("xml.text_too_long", "a text is longer than \(limits.cellBytes) bytes", line: line)
        }
      }
      unsafe next = attribute.pointee.next
    }
  }

  /// libxml2 looks through all open declarations for each name.
  private func countDeclarations(_ first: UnsafeMutablePointer<xmlNs>?) throws(FileProblem) {
    var count = 0
    var next = unsafe first
    while let declaration = unsafe next {
      count += 1
      unsafe next = declaration.pointee.next
    }
    declared.append(count)
    declaredCount += count
    guard declaredCount <= limits.columns else {
      throw .xml("xml.too_many_attributes", "more than \(limits.columns) namespaces are declared", line: line)
    }
  }

  private func place(
    _ name: UnsafeBufferPointer<UInt8>, _ space: Int32, in parent: Int32, isAttribute: Bool, after: Int32
  ) -> Int32 {
    let known = unsafe shape.child(name, space: space, of: parent, isAttribute: isAttribute, after: after)
    if let known { return known }
    return unsafe shape.add(name, space: space, to: parent, isAttribute: isAttribute)
  }

  private func space(_ declaration: UnsafeMutablePointer<xmlNs>?) -> Int32 {
    guard let href = unsafe declaration?.pointee.href else { return 0 }
    return unsafe shape.space(Self.bytes(href))
  }

  private static func bytes(_ text: UnsafePointer<xmlChar>?) -> UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text)))
  }
}

/// Gives libxml2 the bytes it asks for, after the guard has seen them. libxml2 keeps the address of this object.
@safe final class XMLFeed {
  private let source: any ByteSource
  private var watch: XMLGuard
  private(set) var problem: FileProblem?
  private(set) var finding: XMLGuard.Finding?
  private(set) var isExhausted = false

  init(_ source: any ByteSource, attributeLimit: Int) {
    self.source = source
    watch = XMLGuard(attributeLimit: attributeLimit)
  }

  var isClosed: Bool { watch.isClosed }
  var endsInside: Bool { watch.isInside }

  static let read: xmlInputReadCallback = { feed, bytes, count in
    guard let feed = unsafe feed, let bytes = unsafe bytes else { return -1 }
    let me = unsafe Unmanaged<XMLFeed>.fromOpaque(feed).takeUnretainedValue()
    return unsafe me.fill(UnsafeMutableRawBufferPointer(start: bytes, count: Int(count)))
  }

  private func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int32 {
    guard finding == nil && problem == nil else { return -1 }
    do throws(FileProblem) {
      let count = try unsafe source.read(into: buffer)
      isExhausted = count == 0
      finding = unsafe watch.look(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
      return finding == nil ? Int32(count) : -1
    } catch {
      problem = error
      return -1
    }
  }
}
