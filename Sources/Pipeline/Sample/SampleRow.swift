/// The columns of an orders export, in their order.
enum SampleColumn: String, CaseIterable {
  case transactionID = "transaction_id"
  case customerID = "customer_id"
  case email, timestamp, currency, status
  case productID = "product_id"
  case productName = "product_name"
  case quantity
  case unitPrice = "unit_price"
  case amount, channel, country, discount, shipping, tax, tip
  case updatedAt = "updated_at"

  /// Without the money beside the lines and the time of change.
  static let usual = Array(allCases.prefix { $0 != .discount })

  /// The first line of a CSV file.
  static func header(_ columns: [SampleColumn]) -> [UInt8] {
    Array((columns.map(\.rawValue).joined(separator: ",") + "\n").utf8)
  }

  var isPerLine: Bool { [.productID, .productName, .quantity, .unitPrice].contains(self) }

  /// JSON has these without quotes.
  var isNumber: Bool { [.quantity, .unitPrice, .amount, .discount, .shipping, .tax, .tip].contains(self) }
}

/// The cells of one line of an order, before they are CSV or JSON.
struct SampleRow {
  private var text: [UInt8] = []
  private var ends: [Int] = []
  /// The cell that stands without the quotes it needs.
  private var bare = -1

  mutating func clear() {
    text.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    bare = -1
  }

  /// `write` appends the cell's text to what it is given.
  mutating func append(_ write: (inout [UInt8]) -> Void) {
    write(&text)
    ends.append(text.count)
  }

  subscript(column: Int) -> ArraySlice<UInt8> { text[(column == 0 ? 0 : ends[column - 1])..<ends[column]] }

  /// Rows have the columns in the order of `SampleColumn`.
  mutating func replace(_ column: SampleColumn, with value: String, isBare: Bool = false) {
    guard let place = SampleColumn.allCases.firstIndex(of: column), place < ends.count else { return }
    let old = self[place].indices
    text.replaceSubrange(old, with: value.utf8)
    for index in place..<ends.count { ends[index] += value.utf8.count - old.count }
    if isBare { bare = place }
  }

  func appendCSV(to bytes: inout [UInt8]) {
    for place in ends.indices {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      if place == bare { bytes += self[place] } else { bytes.append(csv: self[place]) }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// `"quantity":2,"unit_price":12.50` for the columns that are, or are not, said once a line. No braces.
  func appendJSON(of columns: [SampleColumn], perLine: Bool, to bytes: inout [UInt8]) {
    var isFirst = true
    for (place, column) in columns.enumerated() where column.isPerLine == perLine && !self[place].isEmpty {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      bytes.append(json: column.rawValue.utf8)
      bytes.append(UInt8(ascii: ":"))
      let isPlain = self[place].allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
      if column.isNumber, isPlain { bytes += self[place] } else { bytes.append(json: self[place]) }
    }
  }
}
