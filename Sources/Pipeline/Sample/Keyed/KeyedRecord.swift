/// The cells of one row before they are CSV or JSON, and which of them play a part that every export has.
struct KeyedRecord {
  let columns: [String]
  var values: [String]
  /// The columns with the record's key, its date and a free text.
  var key: String
  var date = "timestamp"
  var name = "product_name"
  /// What a platform calls a column of Daybook's own form.
  var roles: [String: String] = [:]

  subscript(column: String) -> String {
    get { columns.firstIndex(of: roles[column] ?? column).map { values[$0] } ?? "" }
    set {
      guard let place = columns.firstIndex(of: roles[column] ?? column) else { return }
      values[place] = newValue
    }
  }

  /// An empty row of these columns; the first `key` and `date` are a platform's own names.
  init(
    columns: [String], values: [String]? = nil, key: String, date: String = "timestamp",
    name: String = "product_name", roles: [String: String] = [:]
  ) {
    self.columns = columns
    self.values = values ?? columns.map { _ in "" }
    (self.key, self.date, self.name, self.roles) = (key, date, name, roles)
  }

  mutating func fill(_ cells: KeyValuePairs<String, String>) {
    for (column, value) in cells {
      precondition(columns.contains(column), "no column \(column)")
      self[column] = value
    }
  }

  /// Damages the record; what takes more than its cells is done by whoever writes it.
  mutating func spoil(_ flaw: SampleFlaw) {
    switch flaw {
    case .missingKey: self[key] = ""
    case .keyTooShort: self[key] = String(self[key].suffix(3))
    case .keyTooLong: self[key] += String(repeating: "0123456789", count: 10)
    case .keyInExponents: self[key] = oneOf(["1.00000001E+11", "5.43E+12", "2.02501E+15"])
    case .keyWithSpaces: self[key] = "  " + self[key] + " "
    case .keyWithControl: self[key] = self[key].prefix(4) + "\u{7}" + self[key].dropFirst(4)
    case .nameWithControl: self[name] += "\u{8}"
    case .longName: self[name] += String(repeating: " and more of it", count: 40)
    case .badEmail:
      self["email"] = self["email"].replacing("@", with: oneOf([" at ", "@@", "", "@.", "@example..com@"]))
    case .badCountry: self["country"] = oneOf(["Atlantis", "XX1", "Q9", "the same"])
    case .badPhone:
      self["phone"] = oneOf(["ask at the till", "12", "+44 20 7946 0958 0000 1111 2222", "020x7946"])
    case .shortCustomer: self["customer_id"] = "C1"
    default:
      spoilDate(flaw)
      spoilMoney(flaw)
      spoilCells(flaw)
    }
  }

  private mutating func spoilDate(_ flaw: SampleFlaw) {
    let year = self[date].prefix(4)
    switch flaw {
    case .missingDate: self[date] = ""
    case .unreadableDate: self[date] = oneOf(["last Tuesday", "2024-6-1x", "?", "99/99/9999", "0"])
    case .impossibleDate:
      self[date] =
        year + oneOf(["-02-30", "-13-01", "-00-10", "-04-31", "-06-00"]) + self[date].dropFirst(10)
    case .impossibleTime: self[date] = self[date].prefix(10) + "T25:61:00Z"
    case .futureDate: self[date] = "2199" + self[date].dropFirst(4)
    case .oldDate: self[date] = "1970-01-01" + self[date].dropFirst(10)
    default: break
    }
  }

  private mutating func spoilMoney(_ flaw: SampleFlaw) {
    switch flaw {
    case .missingCurrency: self["currency"] = ""
    case .unknownCurrency: self["currency"] = oneOf(["XQZ", "QQQ", "ZZ", "POUNDS", "12"])
    case .smallCurrency: self["currency"] = self["currency"].lowercased()
    case .otherSymbol: self["amount"] = (self["currency"] == "EUR" ? "£" : "€") + self["amount"]
    case .missingStatus: self["status"] = ""
    case .unknownStatus: self["status"] = oneOf(["on its way", "?", "complete d", "0"])
    case .missingTotal: self["amount"] = ""
    case .negativeTotal: self["amount"] = "-" + self["amount"]
    case .zeroTotal: self["amount"] = "0"
    case .unreadableTotal: self["amount"] = oneOf(["n/a", "12..50", "1e3", "12.5o", "12-50", "=A1*B1", "."])
    case .preciseTotal: self["amount"] = Self.precise(self["amount"])
    case .missingProduct: self["product_id"] = ""
    case .missingPrice: self["unit_price"] = ""
    case .precisePrice: self[price] = Self.precise(self[price])
    case .commaPrice: self[price] = self[price].replacing(".", with: ",")
    case .misplacedThousands: self[price] = "1," + self[price].suffix(5)
    case .negativePrice: self[price] = "-" + self[price]
    case .missingQuantity: self[quantity] = ""
    case .quantityInWords: self[quantity] = oneOf(["two", "1 or 2", "x", "1;2", "2 pcs."])
    case .zeroQuantity: self[quantity] = "0"
    case .negativeQuantity: self[quantity] = "-" + self[quantity]
    case .preciseQuantity: self[quantity] += ".0005"
    case .wrongLine: self[quantity] = "1" + self[quantity]
    default: break
    }
  }

  private mutating func spoilCells(_ flaw: SampleFlaw) {
    switch flaw {
    case .tooFewCells: values.removeLast(2)
    case .tooManyCells: self[name] = KeyedFile.bare + "Mug, blue, chipped"
    case .unclosedQuote: self[name] = KeyedFile.bare + "\"Mug"
    case .zeroByte: self[name] += "\0"
    case .invalidByte: self[name] += "\(KeyedFile.strayByte)"
    case .blankRow: values = values.map { _ in "" }
    case .totalsRow:
      values = columns.map { $0 == columns[0] ? "Total" : $0 == "amount" ? "1234.56" : "" }
    default: break
    }
  }

  /// One way of several to be wrong, chosen by what the record says.
  private func oneOf(_ ways: [String]) -> String {
    ways[values.reduce(0) { $0 + $1.utf8.reduce(0) { $0 + Int($1) } } % ways.count]
  }

  private var quantity: String { columns.contains(roles["quantity"] ?? "quantity") ? "quantity" : "sessions" }
  private var price: String { columns.contains(roles["unit_price"] ?? "unit_price") ? "unit_price" : "price" }

  /// With more decimals than any currency has.
  private static func precise(_ money: String) -> String {
    money.contains(".") ? money + "0005" : money + ".0005"
  }
}

/// Chooses what goes wrong: in the share asked for, and every kind in its turn, so that none is left out.
struct KeyedSower {
  private let flaws: [SampleFlaw]
  private let share: Double
  private var turn: Int
  private var random: SampleRandom

  init(_ flaws: [SampleFlaw], share: Double, seed: UInt64, salt: Int) {
    self.flaws = flaws
    self.share = share
    random = SampleRandom(seed: seed, 0xF1A3, salt)
    turn = flaws.isEmpty ? 0 : random.below(flaws.count)
  }

  /// Nil for a row that is to be right; else the next kind that `fits`.
  mutating func next(where fits: (SampleFlaw) -> Bool = { _ in true }) -> SampleFlaw? {
    guard random.chance(share) else { return nil }
    for _ in flaws {
      turn = (turn + 1) % flaws.count
      if fits(flaws[turn]) { return flaws[turn] }
    }
    return nil
  }
}
