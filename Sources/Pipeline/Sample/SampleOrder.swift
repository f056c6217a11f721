/// An order as it truly was, and what the export gets wrong about it. Money in minor units.
struct SampleOrder {
  enum Status: String {
    case completed, pending, cancelled, refunded, failed
  }

  struct Line {
    var product: SampleProduct
    var quantity: Int

    var value: Int { quantity * product.price }
  }

  /// What is wrong, and in which line.
  struct Damage {
    var fault: SampleFault
    var line: Int
  }

  var number: Int
  /// Nil is a guest.
  var customer: SampleCustomer?
  /// UTC seconds.
  var placedAt: Int
  /// UTC seconds; nil where the order stayed as it was placed.
  var updatedAt: Int?
  var status = Status.completed
  var channel: String
  var country: String
  var lines: [Line]
  var discount = 0
  var shipping = 0
  var tax = 0
  var tip = 0
  /// No more than one a line.
  var damages: [Damage] = []

  var goods: Int { lines.reduce(0) { $0 + $1.value } }
  var total: Int { goods - discount + shipping + tax + tip }

  /// Fills `row` with the cells of one line, damage included.
  func fill(_ row: inout SampleRow, line index: Int, of columns: [SampleColumn]) {
    let line = lines[index]
    row.clear()
    for column in columns {
      row.append { cell in
        append(column, of: line, to: &cell)
      }
    }
    for damage in damages where damage.line == index { damage.fault.apply(to: &row, line: line, of: self) }
  }

  private func append(_ column: SampleColumn, of line: Line, to cell: inout [UInt8]) {
    switch column {
    case .transactionID:
      cell.append(UInt8(ascii: "T"))
      cell.append(digits: number, width: 10)
    case .customerID: customer?.appendID(to: &cell)
    case .email: customer?.appendEmail(to: &cell)
    case .timestamp: cell.append(moment: placedAt)
    case .currency: cell += "GBP"
    case .status: cell += status.rawValue
    case .productID: cell += line.product.id
    case .productName: cell += line.product.name
    case .quantity: cell.append(digits: line.quantity)
    case .unitPrice: cell.append(money: line.product.price)
    case .amount: cell.append(money: total)
    case .channel: cell += channel
    case .country: cell += country
    case .discount: cell.append(money: discount)
    case .shipping: cell.append(money: shipping)
    case .tax: cell.append(money: tax)
    case .tip: cell.append(money: tip)
    case .updatedAt: cell.append(moment: updatedAt ?? placedAt)
    }
  }
}
