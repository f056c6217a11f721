import Records

/// Takes the values of a definition from rows, checking each on the way.
struct RowReader: Sendable {
  var plan: Plan
  var book: CheckBook
  var moments: MomentReader
  var amounts = AmountReader()
  let usualCurrency: Currency?
  /// UTC seconds between which a date is believed.
  let earliest: Int64
  let latest: Int64
  /// The currency of the row at hand, and its digits after the point.
  private(set) var currency: Currency?
  private(set) var digits = 2
  /// The currency last stated by a row, so that most rows need not look it up.
  private(set) var stated: Currency?
  private var digitsAreOf: Currency?
  private var knownDigits = 2
  /// Of the batch at hand, as far as it was read column by column.
  var mapped = MappedRows()

  init(definition: Definition, zone: ShopZone, currency: Currency?, now: Int64) {
    plan = Plan(definition: definition)
    book = CheckBook(plan: plan, accepted: definition.accepted)
    let stated = definition.reading.zone.flatMap { ShopZone(identifier: $0) }
    moments = MomentReader(clock: ZoneClock(zone: stated ?? zone))
    usualCurrency = currency
    // One day of grace: clocks of tills and zones differ.
    latest = now + 86_400
    earliest = zone.start(of: Day(number: Day.daysSinceEpoch(year: 1990, month: 1, day: 1)))
  }

  mutating func bind(columns: [String]) {
    guard columns != plan.columns || plan.bound.isEmpty else { return }
    plan.bind(columns: columns, checks: book.ranges, weights: book.weights)
    mapped = MappedRows()
  }

  /// How columns are read from here on.
  mutating func read(by readings: [ColumnReading]) {
    guard readings != plan.readings else { return }
    plan.readings = readings
    plan.bound = []
  }

  /// How many digits the ids of some fields are to have, by field.
  mutating func expect(_ digits: [Int: Int]) {
    plan.expectedDigits = digits
    plan.bound = []
  }

  /// Forgets the currency of the row before.
  mutating func beginCurrency() { remember(usualCurrency) }

  private mutating func remember(_ currency: Currency?) {
    self.currency = currency
    if let currency, currency != digitsAreOf {
      digitsAreOf = currency
      knownDigits = currency.minorDigits
    }
    digits = currency == nil ? 2 : knownDigits
  }

  /// The row's currency, as `Slot.number` has it.
  @inline(__always)  // Asked for every row; nearly all say what the one before said.
  mutating func state(_ packed: Int64) {
    if let stated, Int64(stated.packed) == packed { return remember(stated) }
    stated = Currency(packed: UInt32(truncatingIfNeeded: packed))
    remember(stated)
  }

  /// Where a field's value stands in a row: the first of its columns that is filled.
  ///
  /// It changes nothing, but a borrowed reader would be copied for every cell.
  @inline(__always)  // Asked for every cell; a call costs as much as what it does.
  mutating func cell(_ index: Int, _ row: Int, in work: borrowing Work) -> ByteRange {
    let only = plan.onlyColumns[index]
    return only == Plan.severalColumns ? firstFilled(index, row, in: work) : work.cell(row, only)
  }

  @inline(never)
  private mutating func firstFilled(_ index: Int, _ row: Int, in work: borrowing Work) -> ByteRange {
    let field = plan.bound[index]
    let blanks = plan.fieldBlanks[index]
    let first = meaningful(work.cell(row, field.column), blanks, in: work)
    if !first.isEmpty { return first }
    for alternate in field.alternates {
      let cell = meaningful(work.cell(row, plan.alternates[Int(alternate)]), blanks, in: work)
      if !cell.isEmpty { return cell }
    }
    return field.joined >= 0 ? work.joined[Int(field.joined)][row] : .none
  }

  /// Where the cell of a column stands that only conditions ask for.
  mutating func testCell(_ index: Int, _ row: Int, in work: borrowing Work) -> ByteRange {
    meaningful(work.cell(row, plan.testPlaces[index]), plan.blanks, in: work)
  }

  /// Nothing in place of a cell that stands for nothing.
  func meaningful(_ cell: ByteRange, _ blanks: [[UInt8]], in work: borrowing Work) -> ByteRange {
    guard !blanks.isEmpty, !cell.isEmpty else { return cell }
    let bytes = work.batch.bytes.span
    let text = bytes.trimmed(cell)
    for blank in blanks where bytes.matches(text, smallLetters: blank) { return .none }
    return cell
  }

  /// The column that a cell of a field stands in, looked for only where it makes a difference.
  func column(of cell: ByteRange, _ field: BoundField, _ row: Int, in work: borrowing Work) -> Int? {
    if field.column >= 0, work.cell(row, field.column) == cell { return Int(field.column) }
    for alternate in field.alternates {
      let column = plan.alternates[Int(alternate)]
      if work.cell(row, column) == cell { return Int(column) }
    }
    return field.joined >= 0 ? plan.joins[Int(field.joined)].first.map(Int.init) : nil
  }

  /// Reads one value and counts its checks.
  mutating func read(_ index: Int, row: Int, in work: borrowing Work, bytes: Span<UInt8>) -> Slot {
    read(cell(index, row, in: work), as: index, row: row, in: work, bytes: bytes)
  }

  /// Reads one cell as if it were the field's own.
  @inline(__always)  // Asked for every cell.
  mutating func read(
    _ whole: ByteRange, as index: Int, row: Int, in work: borrowing Work, bytes: Span<UInt8>
  ) -> Slot {
    // Most fields of most rows are columns that the export does not have.
    if whole.isEmpty, plan.bound[index].mayBeMissing { return .missing }
    let field = plan.bound[index]
    var text = bytes.trimmed(whole)
    if text.isEmpty {
      guard field.hasConstant else { return missing(field, index, row, in: work) }
      text = work.constants[index]
    } else if field.strips {
      text = stripped(text, plan.strips[index], bytes)
    }
    book.countPresent(index)
    book.appliedWeight += field.presenceWeight + field.valueWeight
    if field.isGuarded, text.count > 1, bytes[Int(text.start)] == UInt8(ascii: "'") {
      text.start += 1
      book.fail(.apostrophe, field: index, row: row, value: whole)
    } else if field.type.notesSpaces, text.count != whole.count, !field.strips, !field.hasConstant {
      book.fail(.untrimmed, field: index, row: row, value: whole)
    }
    return value(text, whole, field, index, row, in: work, bytes)
  }

  private mutating func missing(
    _ field: BoundField, _ index: Int, _ row: Int, in work: borrowing Work
  ) -> Slot {
    if plan.hasNested, let member = plan.nested[index].first(where: { !work.cell(row, $0).isEmpty }) {
      book.apply(.valueNested)
      book.fail(
        .valueNested, row: row, value: .none, field: plan.fields[index].title,
        detail: plan.columns[Int(member)])
      return Slot(state: .bad)
    }
    if field.type == .currency {
      let written = writtenCurrency(row, in: work)?.only
      if let written { remember(written) }
      if let known = written ?? usualCurrency {
        book.countSeen(index)
        book.appliedWeight += field.presenceWeight
        return Slot(state: .good, text: .none, number: Int64(known.packed))
      }
    }
    guard field.isRequired || field.isExpected else { return .missing }
    if field.unless >= 0, !cell(Int(field.unless), row, in: work).isEmpty { return .missing }
    book.countSeen(index)
    book.appliedWeight += field.presenceWeight
    // Presence is checked before anything else; nothing of the value was counted yet.
    book.appliedWeight += field.valueWeight
    book.fail(field.isRequired ? .requiredMissing : .expectedMissing, field: index, row: row, value: .none)
    return .missing
  }

  func stripped(
    _ text: ByteRange, _ strip: (prefix: [UInt8], suffix: [UInt8]), _ bytes: Span<UInt8>
  ) -> ByteRange {
    var text = text
    if bytes.hasPrefix(text, strip.prefix) { text.start += UInt32(strip.prefix.count) }
    if bytes.hasSuffix(text, strip.suffix), text.count > strip.suffix.count {
      text.end -= UInt32(strip.suffix.count)
    }
    return text
  }

  private mutating func value(
    _ text: ByteRange, _ whole: ByteRange, _ field: BoundField, _ index: Int, _ row: Int,
    in work: borrowing Work, _ bytes: Span<UInt8>
  ) -> Slot {
    switch field.type {
    case .text, .identifier: self.text(text, field, index, row, bytes)
    case .integer: number(text, whole, digits: 0, toThousandths: 1000, field, index, row, in: work, bytes)
    case .quantity: number(text, whole, digits: 3, toThousandths: 1, field, index, row, in: work, bytes)
    case .money:
      number(text, whole, digits: digits, toThousandths: thousandths, field, index, row, in: work, bytes)
    case .currency: currency(text, index, row, bytes)
    case .moment: moment(text, whole, field, index, row, in: work, bytes)
    case .status: status(text, index, row, bytes)
    case .movement: movement(text, index, row, bytes)
    case .email: check(TextReader.isEmail(bytes, text), .emailInvalid, text, index, row)
    case .phone: check(TextReader.isPhone(bytes, text), .phoneInvalid, text, index, row)
    case .country: country(text, index, row, in: work, bytes)
    }
  }

  /// Beyond this, sums over many rows could not be counted any more; no shop gets there.
  static let largest: UInt64 = 100_000_000_000_000

  /// How many thousandths a minor unit of the row's currency is; no currency has smaller ones.
  var thousandths: Int64 { Self.thousandths(digits: digits) }

  static func thousandths(digits: Int) -> Int64 { digits == 2 ? 10 : digits == 3 ? 1 : 1000 }

  /// A number as its field counts it; nil where it is beyond what the field allows, or what can be summed.
  @inline(__always)  // Asked for every number.
  static func counted(_ written: Int64, _ field: BoundField, toThousandths factor: Int64) -> Int64? {
    let value = field.sign == .asWritten ? written : field.sign.applied(to: written)
    let (scaled, overflow) = value.multipliedReportingOverflow(by: factor)
    return !overflow && value.magnitude <= largest && scaled >= field.lower && scaled <= field.upper
      ? value : nil
  }

  /// Why a text is a bad one; nil if it is not.
  @inline(__always)  // Asked for every text.
  static func fault(_ bytes: Span<UInt8>, _ text: ByteRange, _ field: BoundField) -> TextReader.Fault? {
    TextReader.fault(
      bytes, text, isIdentifier: field.type == .identifier, minLength: field.minLength,
      maxLength: field.maxLength)
  }

  func isBelieved(_ instant: Int64) -> Bool { instant >= earliest && instant <= latest }

  mutating func check(_ passes: Bool, _ rule: Rule, _ text: ByteRange, _ index: Int, _ row: Int)
    -> Slot
  {
    if passes { return Slot(state: .good, text: text) }
    book.fail(rule, field: index, row: row, value: text)
    return Slot(state: .bad, text: text)
  }

  private mutating func text(
    _ text: ByteRange, _ field: BoundField, _ index: Int, _ row: Int, _ bytes: Span<UInt8>
  ) -> Slot {
    let rule: Rule
    switch Self.fault(bytes, text, field) {
    case nil:
      if field.digits > 0 { checkZeros(text, field, index, row, bytes) }
      guard field.hasPattern, let pattern = plan.fields[index].pattern else {
        return Slot(state: .good, text: text)
      }
      return check(TextReader.fits(bytes, text, pattern: pattern), .textPattern, text, index, row)
    case .controls: rule = .controlCharacters
    case .scientific: rule = .scientificNotation
    case .several:
      book.apply(.severalIDs)
      book.fail(.severalIDs, row: row, value: text, field: plan.fields[index].title)
      return Slot(state: .bad, text: text)
    case .tooShort: rule = .textTooShort
    case .tooLong: rule = .textTooLong
    }
    return check(false, rule, text, index, row)
  }

  private mutating func number(
    _ text: ByteRange, _ whole: ByteRange, digits: Int, toThousandths factor: Int64, _ field: BoundField,
    _ index: Int, _ row: Int, in work: borrowing Work, _ bytes: Span<UInt8>
  ) -> Slot {
    var reading = field.hasComma ? .unreadable : DecimalReader.read(bytes, text, digits: digits)
    if case .unreadable = reading {
      reading = amount(text, whole, digits: digits, field, index, row, in: work, bytes)
    }
    let rule: Rule
    switch reading {
    case .value(let written):
      if let value = Self.counted(written, field, toThousandths: factor) {
        return Slot(state: .good, text: text, number: value)
      }
      let value = field.sign.applied(to: written)
      let overflow = value.multipliedReportingOverflow(by: factor).overflow
      rule = !overflow && field.isAboveNothing && value <= 0 ? .moneyNotPositive : .numberOutOfRange
    case .unreadable: rule = field.type == .money ? .moneyUnreadable : .numberUnreadable
    case .tooPrecise: rule = .numberTooPrecise
    case .tooLarge: rule = .numberOutOfRange
    case .undecidable:
      book.apply(.decimalUndecidable)
      book.fail(.decimalUndecidable, row: row, value: text, field: plan.fields[index].title)
      return Slot(state: .bad, text: text)
    }
    book.fail(rule, field: index, row: row, value: text)
    return Slot(state: .bad, text: text)
  }

  /// A number that is more than digits and a point; plain ones never come here.
  @inline(never)
  private mutating func amount(
    _ text: ByteRange, _ whole: ByteRange, digits: Int, _ field: BoundField, _ index: Int, _ row: Int,
    in work: borrowing Work, _ bytes: Span<UInt8>
  ) -> DecimalReading {
    let mark =
      column(of: whole, field, row, in: work).flatMap { plan.marks[$0] }
      ?? plan.definition.reading.decimalMark
    let reading = amounts.read(bytes, text, digits: digits, mark: mark, isMoney: field.type == .money)
    if let sign = amounts.sign, let currency {
      book.apply(.currencyContradicts)
      if sign.contradicts(currency) {
        book.fail(
          .currencyContradicts, row: row, value: text, field: plan.fields[index].title, detail: currency.code)
      }
    }
    return reading
  }

  private mutating func currency(_ text: ByteRange, _ index: Int, _ row: Int, _ bytes: Span<UInt8>) -> Slot {
    var packed: UInt32 = 0
    for position in text.indices { packed = packed << 8 | UInt32(bytes[position] & 0xDF) }
    if text.count == 3, packed == stated?.packed {
      remember(stated)
    } else {
      guard let known = currency(named: text, index, bytes) else {
        remember(nil)
        return check(false, .currencyUnknown, text, index, row)
      }
      stated = known
      remember(known)
    }
    guard text.count == 3 else { return Slot(state: .good, text: text, number: Int64(stated?.packed ?? 0)) }
    if bytes[Int(text.start)] > 0x5A || bytes[Int(text.start) + 1] > 0x5A || bytes[Int(text.start) + 2] > 0x5A
    {
      book.fail(.currencySmallLetters, field: index, row: row, value: text)
    }
    return Slot(state: .good, text: text, number: Int64(packed))
  }
}

extension ValueType {
  /// Spaces around a number or a date mean nothing; around a text they were somebody's slip.
  var notesSpaces: Bool { self == .text || self == .identifier || self == .email }
}

extension Sign {
  func applied(to value: Int64) -> Int64 {
    switch self {
    case .asWritten: value
    case .positive: value < 0 ? 0 &- value : value
    case .negated: 0 &- value
    }
  }
}
