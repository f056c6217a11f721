import Records

/// Whether bytes begin an XML document, and the encoding it says it is in.
enum XMLBeginning {
  struct Encoding: Sendable, Hashable {
    var name: String
    var note: String
    var isUTF8: Bool { name == "UTF-8" }
  }

  /// Nil if it is no XML.
  static func encoding(_ view: ByteView) -> Result<Encoding?, FileProblem> {
    if let wide = wideEncoding(view) { return .success(wide) }
    let start = view.hasMark ? 3 : 0
    guard begins(view, start) else { return .success(nil) }
    guard let stated = stated(view, view.pastBlanks(start)) else {
      return .success(Encoding(name: "UTF-8", note: "UTF-8, as nothing else is stated"))
    }
    let name = stated.uppercased()
    if view.hasMark || name == "UTF-8" || name == "UTF8" {
      return .success(Encoding(name: "UTF-8", note: "UTF-8, stated"))
    }
    guard isReadable(name) else { return .failure(.xmlEncoding(BytePath.display(stated.utf8.prefix(40)))) }
    // The two are the same here, and the first is not known everywhere.
    return .success(
      Encoding(name: name == "US-ASCII" || name == "ASCII" ? "UTF-8" : name, note: "\(name), stated"))
  }

  /// One byte or more for a character, and the same as ASCII where they are.
  private static func isReadable(_ name: String) -> Bool {
    ["ISO-8859-", "WINDOWS-125", "CP125", "KOI8-"].contains { name.hasPrefix($0) }
      || ["US-ASCII", "ASCII", "LATIN1", "SHIFT_JIS", "EUC-JP", "GB2312", "GBK", "GB18030", "BIG5", "EUC-KR"]
        .contains(name)
  }

  private static func wideEncoding(_ view: ByteView) -> Encoding? {
    guard view.count >= 4 else { return nil }
    let head = view.array(0..<4)
    let sixteen = head.starts(with: [0xFF, 0xFE, 0x3C, 0x00]) || head.starts(with: [0x3C, 0x00])
    if sixteen && head[2] != 0 || head == [0xFF, 0xFE, 0x3C, 0x00] {
      return Encoding(name: "UTF-16LE", note: "UTF-16LE, by its first bytes")
    }
    if head == [0xFE, 0xFF, 0x00, 0x3C] || head.starts(with: [0x00, 0x3C, 0x00]) {
      return Encoding(name: "UTF-16BE", note: "UTF-16BE, by its first bytes")
    }
    return nil
  }

  /// A tag, a declaration or a comment, and not of a web page. Some price exports have a header of `<DATE>,<OPEN>`.
  private static func begins(_ view: ByteView, _ start: Int) -> Bool {
    let at = view.pastBlanks(start)
    guard at < view.count, view[at] == XMLByte.less else { return false }
    guard at + 1 < view.count else { return true }
    let line = view.text(at..<min(view.firstLineEnd(from: at), at + 1024))
    let lowercase = line.lowercased()
    if lowercase.hasPrefix("<!doctype html") || lowercase.hasPrefix("<html") { return false }
    switch view[at + 1] {
    case UInt8(ascii: "?"), UInt8(ascii: "!"): return true
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: ":"), 0x80...:
      let isHeader = [">,<", ">;<", ">|<", ">\t<"].contains { line.contains($0) }
      return !isHeader || line.contains("</") || line.contains("/>")
    default: return false
    }
  }

  /// What follows `encoding=` in the declaration.
  private static func stated(_ view: ByteView, _ start: Int) -> String? {
    guard view.has("<?xml", start) else { return nil }
    let end = min(view.first(XMLByte.greater, from: start), start + 512)
    let declaration = view.text(start..<end)
    guard let name = declaration.range(of: "encoding") else { return nil }
    let rest = declaration[name.upperBound...].drop { $0.isWhitespace || $0 == "=" }
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
    return rest.dropFirst().firstIndex(of: quote).map { String(rest[..<$0].dropFirst()) }
  }
}

extension ByteView {
  fileprivate var hasMark: Bool { count >= 3 && self[0] == 0xEF && self[1] == 0xBB && self[2] == 0xBF }
}

extension String {
  fileprivate func range(of word: String) -> Range<String.Index>? {
    indices.lazy.filter { self[$0...].hasPrefix(word) }.first.map { $0..<index($0, offsetBy: word.count) }
  }
}

/// A text without the byte order mark in front of it.
final class MarklessSource: ByteSource {
  private let inner: any ByteSource
  private var head: ArraySlice<UInt8>?

  init(_ inner: any ByteSource) { self.inner = inner }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    if head == nil {
      let bytes = try inner.bytes(upTo: 3)
      head = bytes == [0xEF, 0xBB, 0xBF] ? [] : bytes[...]
    }
    guard let bytes = head, !bytes.isEmpty else { return try unsafe inner.read(into: buffer) }
    let count = min(bytes.count, buffer.count)
    unsafe buffer.copyBytes(from: bytes.prefix(count))
    head = bytes.dropFirst(count)
    return count
  }

  func rewind() throws(FileProblem) {
    try inner.rewind()
    head = nil
  }
}
