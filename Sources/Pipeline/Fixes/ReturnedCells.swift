import Ledger
import Records

/// Compares cells that came back from a spreadsheet with those that went out, and tells what the owner did from what
/// the spreadsheet did.
struct ReturnedCells {
  private let columns: [String]
  private let types: [ValueType?]
  /// Of columns whose values are words.
  private let targets: [Target?]
  /// The spreadsheet writes decimals with this in place of what the export has; nil if it left them.
  private(set) var decimals: (from: UInt8, to: UInt8)?

  init(columns: [String], definition: Definition) {
    self.columns = columns
    let fields = columns.map { definition.field(of: $0) }
    types = fields.map { $0?.type }
    targets = fields.map { $0.flatMap { Definition.worded.contains($0.target) ? $0.target : nil } }
  }

  /// The words for which others came back.
  func words(sent: [[UInt8]], returned: [[UInt8]]) -> [MendedWord] {
    columns.indices.compactMap { index in
      let (old, new) = (cell(sent, index), cell(returned, index))
      guard let target = targets[index], old != new, !old.isEmpty, !new.isEmpty, old.count <= 100,
        new.count <= 100
      else { return nil }
      return MendedWord(
        target: target, said: String(decoding: old, as: UTF8.self),
        means: String(decoding: new, as: UTF8.self))
    }
  }

  /// Looks whether a number is the same but for its decimal mark. For every row before any is read.
  mutating func learn(sent: [[UInt8]], returned: [[UInt8]]) {
    guard decimals == nil else { return }
    for index in columns.indices where types[index]?.isMeasure == true {
      let (old, new) = (cell(sent, index), cell(returned, index))
      guard old != new else { continue }
      for (from, to) in [(Self.point, Self.comma), (Self.comma, Self.point)] where new.contains(to) {
        if let value = Self.value(old, mark: from), value == Self.value(new, mark: to), old.contains(from) {
          decimals = (from, to)
          return
        }
      }
    }
  }

  /// The cells to judge, and what stands against it.
  func read(sent: [[UInt8]], returned: [[UInt8]]) -> (cells: [[UInt8]], problems: [Problem]) {
    var problems: [Problem] = []
    var cells: [[UInt8]] = []
    for index in columns.indices {
      let old = cell(sent, index)
      let outcome = read(old, cell(returned, index), index)
      switch outcome {
      case .cell(let cell): cells.append(cell)
      case .damaged(let rule, let shown):
        cells.append(old)
        problems.append(
          Problem(
            rule, field: columns[index], value: String(decoding: shown, as: UTF8.self),
            detail: String(decoding: old, as: UTF8.self)))
      }
    }
    return (cells, problems)
  }

  private enum Outcome {
    case cell([UInt8])
    case damaged(Rule, shown: [UInt8])
  }

  private func read(_ old: [UInt8], _ returned: [UInt8], _ index: Int) -> Outcome {
    if returned == old || returned == FormulaGuard.guarded(old) { return .cell(old) }
    let new = FormulaGuard.unguarded(returned)
    if new == old || Self.isMisread(old, as: new) { return .cell(old) }
    if types[index]?.isMeasure == true { return .cell(number(old, new)) }
    if Self.hasLostZeros(old, new) { return .damaged(.lostZeros, shown: new) }
    if let date = RetypedDate(sent: old, returned: new) {
      guard let cell = date.cell else { return .damaged(.dateRetyped, shown: new) }
      return .cell(cell)
    }
    return .cell(new)
  }

  /// `CafÃ©` for `Café`: UTF-8 that was opened as Western text and saved as UTF-8 again.
  private static func isMisread(_ old: [UInt8], as new: [UInt8]) -> Bool {
    guard new.count > old.count, old.contains(where: { $0 >= 0x80 }) else { return false }
    let scalars = String(decoding: new, as: UTF8.self).unicodeScalars
    return scalars.count == old.count
      && zip(scalars, old).allSatisfy { scalar, byte in
        scalar.value == UInt32(byte)
          || (0x80...0x9F).contains(byte) && scalar.value == westernSigns[Int(byte) - 0x80]
      }
  }

  /// What Windows-1252 has where ISO 8859-1 has none.
  private static let westernSigns: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D,
    0x17D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153,
    0x9D,
    0x17E, 0x178,
  ]

  private func number(_ old: [UInt8], _ new: [UInt8]) -> [UInt8] {
    guard let (from, to) = decimals, let value = Self.value(new, mark: to), new.contains(to) else {
      return new
    }
    if value == Self.value(old, mark: from) { return old }
    return new.filter { $0 != from }.map { $0 == to ? from : $0 }
  }

  private func cell(_ row: [[UInt8]], _ index: Int) -> [UInt8] { index < row.count ? row[index] : [] }

  private static let point = UInt8(ascii: ".")
  private static let comma = UInt8(ascii: ",")

  /// Sign, digits without zeros in front, and decimals without zeros behind; nil for what is no plain number.
  private static func value(_ cell: [UInt8], mark: UInt8) -> [UInt8]? {
    let group = mark == point ? comma : point
    var rest = cell[...]
    var value: [UInt8] = []
    if rest.first == UInt8(ascii: "-") { value.append(rest.removeFirst()) }
    let parts = rest.split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first else { return nil }
    let digits = whole.filter { $0 != group }
    let decimals = parts.count > 1 ? Array(parts[1]) : []
    guard !digits.isEmpty, (digits + decimals).allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    value += digits.drop { $0 == 0x30 }
    value.append(point)
    value += decimals.reversed().drop { $0 == 0x30 }.reversed()
    return value
  }

  /// `00123` that came back as `123`, or `00124` that was typed over it as `124`.
  private static func hasLostZeros(_ old: [UInt8], _ new: [UInt8]) -> Bool {
    func areDigits(_ cell: [UInt8]) -> Bool { cell.allSatisfy { (0x30...0x39).contains($0) } }
    guard old.count > 1, old.first == 0x30, areDigits(old), !new.isEmpty, areDigits(new) else { return false }
    return new.count < old.count && (new.first != 0x30 || new.count == 1)
  }
}

/// A date that went out as 2026-01-31 and came back as a spreadsheet shows dates.
struct RetypedDate {
  /// The date in its first form; nil where it could be more than one day, or its time is no longer told.
  let cell: [UInt8]?

  /// Nil if that is not what happened.
  init?(sent: [UInt8], returned: [UInt8]) {
    guard sent.count >= 10, sent[4] == 0x2D, sent[7] == 0x2D,
      let year = Self.number(sent[0..<4]), let month = Self.number(sent[5..<7]),
      let day = Self.number(sent[8..<10])
    else { return nil }
    let numbers = returned.split(maxSplits: 3) { [0x2F, 0x2E, 0x2D, 0x20, 0x54].contains($0) }
    guard numbers.count >= 3, numbers[0].count <= 2, numbers[1].count <= 2,
      numbers[2].count == 2 || numbers[2].count == 4, let first = Self.number(numbers[0]),
      let second = Self.number(numbers[1]), var last = Self.number(numbers[2])
    else { return nil }
    if last < 100 { last += 2000 }
    let found = [(last, second, first), (last, first, second)].filter { Day(iso: Self.iso($0)) != nil }
    let known = Self.iso((year, month, day))
    let time = sent[10...]
    let isSameTime = numbers.count < 4 || Self.isSameTime(Array(numbers[3]), Array(time.dropFirst()))
    guard isSameTime else {
      cell = nil
      return
    }
    let days = Set(found.map(Self.iso))
    let meant = days.contains(known) ? known : days.count == 1 ? days.first : nil
    cell = meant.map { Array($0.utf8) + time }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    Int(String(decoding: digits, as: UTF8.self))
  }

  private static func iso(_ date: (year: Int, month: Int, day: Int)) -> String {
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
    return "\(date.year)-\(two(date.month))-\(two(date.day))"
  }

  /// `10:15` and `10:15:00` are the same.
  private static func isSameTime(_ new: [UInt8], _ old: [UInt8]) -> Bool {
    guard new.count >= 4 else { return false }
    let padded = new.dropFirst().first == 0x3A ? [0x30] + new : new
    return old.prefix(5) == padded.prefix(5)
  }
}

extension Definition {
  /// What is taken from a column; nil where nothing is.
  func field(of column: String) -> Field? {
    let name = Names.plain(column)
    let last = column.split(separator: ".").last.map { Names.plain(String($0)) } ?? name
    let exact = fields.first { field in
      (field.columns + field.join + field.add.map(\.column)).contains { Names.plain($0) == name }
    }
    return exact
      ?? fields.first { field in
        field.columns.contains { Names.plain($0.replacing("[].", with: "")) == last }
      }
  }
}
