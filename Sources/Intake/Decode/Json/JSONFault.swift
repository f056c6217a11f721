import Records

/// Where a text stops being JSON, and why.
struct JSONFault: Error, Sendable {
  /// `incomplete`: the text ends too early. The other cases are the limits of `DecodeOptions`.
  enum Kind: Sendable { case malformed, incomplete, tooDeep, textTooLong, numberTooLong }

  var kind: Kind
  /// Index in the view that was scanned.
  var at: Int
  var message: String

  init(_ kind: Kind, at: Int, _ message: String) {
    self.kind = kind
    self.at = at
    self.message = message
  }

  /// `a comma was found where a value was expected`.
  static func found(_ view: ByteView, _ at: Int, expected: String) -> JSONFault {
    JSONFault(.malformed, at: at, "\(describe(view[at])) was found where \(expected) was expected")
  }

  static func describe(_ byte: UInt8) -> String {
    switch byte {
    case 0x2C: "a comma"
    case 0x3A: "a colon"
    case 0x22: "a quote"
    case 0x27: "a single quote"
    case 0x0A, 0x0D: "a line end"
    case 0x09: "a tab"
    case 0x20...0x7E: "the character \(Character(Unicode.Scalar(byte)))"
    case 0x80...: "a character that is not ASCII"
    default: "a control character"
    }
  }

  /// As a problem of the whole document.
  func problem(line: Int, column: Int) -> FileProblem {
    let remedy = "export the file again; if it was edited by hand, repair it at this place"
    let code =
      switch kind {
      case .malformed: "json.malformed"
      case .incomplete: "file.incomplete"
      case .tooDeep: "json.too_deep"
      case .textTooLong: "json.text_too_long"
      case .numberTooLong: "json.number_too_long"
      }
    return FileProblem(code: code, message: message, remedy: remedy, line: line, column: column)
  }
}
