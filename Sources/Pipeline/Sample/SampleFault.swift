import Records

/// What goes wrong in real exports. Each fault alone is reason not to believe the order.
enum SampleFault: CaseIterable {
  case commaInPrice, missingCurrency, impossibleDate, unknownStatus, wrongAmount, quantityInWords
  case zeroQuantity, missingProduct, unquotedComma, unknownCurrency, dateInWords, minusAmount, idInExponents

  /// What a small shop meets.
  static let common: [SampleFault] = [
    .commaInPrice, .missingCurrency, .impossibleDate, .unknownStatus, .wrongAmount, .quantityInWords,
  ]

  /// Damages the line itself. The others damage what all lines of an order repeat, and could be made good from
  /// the other lines if there are any.
  var isOfLine: Bool {
    [.commaInPrice, .quantityInWords, .zeroQuantity, .missingProduct, .unquotedComma].contains(self)
  }

  func apply(to row: inout SampleRow, line: SampleOrder.Line, of order: SampleOrder) {
    switch self {
    case .commaInPrice: row.replace(.unitPrice, with: Self.price(line.product.price, mark: ","))
    case .missingCurrency: row.replace(.currency, with: "")
    case .impossibleDate:
      let year = Day(number: Int32(order.placedAt / 86_400)).civil.year
      row.replace(.timestamp, with: "\(year)-02-30T10:15:00Z")
    case .unknownStatus: row.replace(.status, with: "on its way")
    case .wrongAmount: row.replace(.amount, with: Self.price(order.total + 1000, mark: "."))
    case .quantityInWords: row.replace(.quantity, with: "two")
    case .zeroQuantity: row.replace(.quantity, with: "0")
    case .missingProduct: row.replace(.productID, with: "")
    case .unquotedComma: row.replace(.productName, with: "Mug, blue, chipped", isBare: true)
    case .unknownCurrency: row.replace(.currency, with: "XQZ")
    case .dateInWords: row.replace(.timestamp, with: "last Tuesday")
    case .minusAmount: row.replace(.amount, with: "-" + Self.price(order.total, mark: "."))
    case .idInExponents: row.replace(.transactionID, with: "1.00000001E+11")
    }
  }

  private static func price(_ minor: Int, mark: Character) -> String {
    "\(minor / 100)\(mark)\(minor % 100 / 10)\(minor % 10)"
  }
}

extension SampleOrder {
  /// Damages one line, `line` or any, with one of `faults`.
  mutating func damage(with faults: [SampleFault], line: Int? = nil, random: inout SampleRandom) {
    let fitting = lines.count == 1 ? faults : faults.filter(\.isOfLine)
    damages.append(Damage(fault: random.pick(fitting), line: line ?? random.below(lines.count)))
  }
}
