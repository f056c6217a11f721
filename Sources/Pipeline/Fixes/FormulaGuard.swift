/// Keeps a spreadsheet from running a cell as a formula, and takes that back.
enum FormulaGuard {
  /// The cell with a leading `'` where a spreadsheet would run it. A negative number is no formula.
  static func guarded(_ cell: [UInt8]) -> [UInt8] { isFormula(cell) ? [apostrophe] + cell : cell }

  static func unguarded(_ cell: [UInt8]) -> [UInt8] {
    guard cell.first == apostrophe else { return cell }
    let rest = Array(cell.dropFirst())
    return isFormula(rest) ? rest : cell
  }

  private static let apostrophe = UInt8(ascii: "'")

  private static func isFormula(_ cell: [UInt8]) -> Bool {
    switch cell.first {
    case UInt8(ascii: "-"): !isNumber(cell.dropFirst())
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "@"), 0x09, 0x0D, 0x0A: true
    case 0xEF: wideSigns.contains { cell.starts(with: $0) }
    default: false
    }
  }

  private static func isNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.contains { (0x30...0x39).contains($0) }
      && bytes.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2C || $0 == 0x20 }
  }

  /// Full-width ＝ ＋ － ＠, which some spreadsheets take as the narrow ones.
  private static let wideSigns: [[UInt8]] = [
    [0xEF, 0xBC, 0x9D], [0xEF, 0xBC, 0x8B], [0xEF, 0xBC, 0x8D], [0xEF, 0xBC, 0xA0],
  ]
}
