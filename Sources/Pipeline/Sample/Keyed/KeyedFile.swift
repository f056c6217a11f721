/// A sample export under way: its bytes go to `chunk`, and what must become of each row to `answer`.
final class KeyedFile {
  /// When a cell stands in quotes.
  enum Quoting { case asNeeded, always, never }

  /// Where it lies below the inbox: `transactions/orders.csv`.
  let name: String
  /// The line on which the next row begins.
  private(set) var line = 1
  private var bytes: [UInt8] = []
  private let chunk: ([UInt8]) throws -> Void
  private let tell: (SampleAnswer) throws -> Void
  /// Rows with an answer, those that are skipped too.
  private(set) var rows = 0

  init(
    _ name: String, chunk: @escaping ([UInt8]) throws -> Void, answer: @escaping (SampleAnswer) throws -> Void
  ) {
    self.name = name
    self.chunk = chunk
    tell = answer
    bytes.reserveCapacity(70_000)
  }

  /// Stands for one byte that is no UTF-8.
  static let strayByte: Character = "\u{E000}"
  /// Before a cell that is written as it is, whatever is in it.
  static let bare = "\u{E001}"

  /// Writes text as it stands, with the line end that it needs, and returns the line on which it began.
  @discardableResult
  func write(_ text: String) throws -> Int {
    let start = line
    let parts =
      text.utf8.contains(0xEE)
      ? text.split(separator: Self.strayByte, omittingEmptySubsequences: false) : [text[...]]
    for (place, part) in parts.enumerated() {
      if place > 0 { bytes.append(0xE9) }
      let start = bytes.count
      bytes.append(contentsOf: part.utf8)
      for index in start..<bytes.count where bytes[index] == 0x0A { line += 1 }
    }
    if bytes.count > 65_536 { try flush() }
    return start
  }

  @discardableResult
  func write(cells: [String], separator: String = ",", quoting: Quoting = .asNeeded) throws -> Int {
    let written = cells.map { cell in
      if cell.hasPrefix(Self.bare) { return String(cell.dropFirst()) }
      switch quoting {
      case .asNeeded: return Self.quoted(cell)
      case .always: return "\"" + cell.replacing("\"", with: "\"\"") + "\""
      case .never: return cell
      }
    }
    return try write(written.joined(separator: separator) + "\n")
  }

  func answer(_ answer: SampleAnswer) throws {
    rows += 1
    try tell(answer)
  }

  /// Hands over what is left.
  func end() throws { try flush() }

  private func flush() throws {
    if !bytes.isEmpty { try chunk(bytes) }
    bytes.removeAll(keepingCapacity: true)
  }

  /// A cell of CSV in quotes if it needs them.
  static func quoted(_ cell: String) -> String {
    let needs = cell.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    return needs ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
  }
}
