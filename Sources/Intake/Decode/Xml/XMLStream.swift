internal import CLibXML2
import Records

/// The owner of libxml2's reader, which goes through a document node by node and says whether it is well-formed.
///
/// No entity is ever loaded or expanded but the five of XML.
@safe final class XMLStream {
  let reader: xmlTextReaderPtr
  private let feed: XMLFeed
  private let attributeLimit: Int
  private var fault: Fault? { didSet { hasFault = fault != nil } }
  /// Looked at after every node, where copying a fault would cost.
  private var hasFault = false

  private struct Fault {
    var code: Int32
    var message: String
    var line: Int
    var column: Int
  }

  /// Two threads may not begin to use libxml2 at once. An entity of another file is never fetched, whoever asks.
  private static let library: Void = {
    xmlInitParser()
    unsafe xmlSetExternalEntityLoader { _, _, _ in nil }
  }()

  /// `source` gives UTF-8, whatever the document says of itself.
  init(_ source: any ByteSource, attributeLimit: Int) throws(FileProblem) {
    Self.library
    self.attributeLimit = attributeLimit
    feed = XMLFeed(source, attributeLimit: attributeLimit)
    // Blanks between elements say nothing here, and would be a third of all nodes.
    let options = [XML_PARSE_NONET, XML_PARSE_IGNORE_ENC, XML_PARSE_NOBLANKS]
      .reduce(Int32(0)) { $0 | Int32($1.rawValue) }
    let made = unsafe xmlReaderForIO(
      XMLFeed.read, nil, Unmanaged.passUnretained(feed).toOpaque(), nil, nil, options)
    guard let made = unsafe made else { throw .xml("xml.malformed", "it cannot be opened", line: nil) }
    unsafe reader = made
    unsafe xmlTextReaderSetStructuredErrorHandler(
      reader, { unsafe XMLStream.note($0, $1) }, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit { unsafe xmlFreeTextReader(reader) }

  var line: Int { Int(unsafe xmlTextReaderGetParserLineNumber(reader)) }
  var column: Int { max(1, Int(unsafe xmlTextReaderGetParserColumnNumber(reader))) }

  /// Goes to the next node; false at the end.
  func advance() throws(FileProblem) -> Bool {
    let status = unsafe xmlTextReaderRead(reader)
    // A warning counts as well: with a document type, unknown entities are no more than that.
    if status < 0 || hasFault || feed.hasStopped { throw problem }
    return status == 1
  }

  private static func note(_ stream: UnsafeMutableRawPointer?, _ error: UnsafeMutablePointer<xmlError>?) {
    guard let stream = unsafe stream, let error = unsafe error?.pointee else { return }
    let me = unsafe Unmanaged<XMLStream>.fromOpaque(stream).takeUnretainedValue()
    guard me.fault == nil else { return }
    // Namespace warnings about relative names and the like are no faults.
    let isEntity = unsafe error.code == 26 || error.code == 27
    guard unsafe error.level.rawValue >= XML_ERR_ERROR.rawValue || isEntity else { return }
    let message = unsafe error.message.map { unsafe String(cString: $0) } ?? ""
    me.fault = unsafe Fault(
      code: error.code, message: message.filter { !$0.isNewline }, line: Int(error.line),
      column: Int(error.int2))
  }

  private var problem: FileProblem {
    if let problem = feed.problem { return problem }
    switch feed.finding {
    case .internalSubset: return .xmlEntity(line: feed.findingPlace.line, column: feed.findingPlace.column)
    case .manyAttributes:
      return .xml(
        "xml.too_many_attributes", "an element has more than \(attributeLimit) attributes", line: line)
    case nil: break
    }
    let fault = fault ?? Fault(code: 0, message: "it is not XML", line: line, column: 1)
    if fault.code == 26 || fault.code == 27 {
      return .xmlEntity(line: fault.line, column: max(1, fault.column))
    }
    // What libxml2 calls an empty document, one that does not end where it must, and an open element.
    let endsEarly = [4, 5, 77].contains(fault.code) && !feed.isClosed
    // libxml2 names what a programmer could change.
    let (code, message) =
      if fault.message.hasPrefix("Excessive depth") {
        ("xml.too_deep", "its elements stand in one another too deep")
      } else if fault.message.lowercased().contains("huge") {
        ("xml.text_too_long", "a text, a comment or a tag is longer than 10 MB")
      } else if feed.isExhausted && (endsEarly || feed.endsInside) {
        ("file.incomplete", fault.message)
      } else {
        ("xml.malformed", fault.message)
      }
    return .xml(code, message, line: fault.line, column: max(1, fault.column))
  }
}

/// Gives libxml2 the bytes it asks for, after the guard has seen them. libxml2 keeps the address of this object.
@safe final class XMLFeed {
  private let source: any ByteSource
  private var watch: XMLGuard
  private(set) var problem: FileProblem? { didSet { hasStopped = true } }
  private(set) var finding: XMLGuard.Finding?
  /// Where the finding stands, in characters of one byte.
  private(set) var findingPlace = (line: 1, column: 1)
  private(set) var hasStopped = false
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

  /// A document type stands at the beginning, so that the lines of one piece are all there are.
  private func findPlace(in bytes: UnsafeRawBufferPointer) {
    let before = unsafe bytes.prefix(watch.findingIndex)
    findingPlace.line = 1 + (unsafe before.count { $0 == 0x0A })
    findingPlace.column = unsafe before.count - (before.lastIndex(of: 0x0A) ?? -1)
  }

  private func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int32 {
    guard !hasStopped else { return -1 }
    do throws(FileProblem) {
      let count = try unsafe source.read(into: buffer)
      isExhausted = count == 0
      let bytes = unsafe UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count])
      finding = unsafe watch.look(bytes)
      hasStopped = finding != nil
      if hasStopped { unsafe findPlace(in: bytes) }
      return hasStopped ? -1 : Int32(count)
    } catch {
      problem = error
      return -1
    }
  }
}
