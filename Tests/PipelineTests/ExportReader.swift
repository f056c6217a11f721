/// Reads the sample exports back with a way of its own, and adds up what they say.
enum ExportReader {
  /// The cells of plain CSV with quotes and without line breaks inside them.
  static func rows(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { line in
      var cells = [""]
      var isQuoted = false
      for letter in line {
        if letter == "\"" {
          isQuoted.toggle()
        } else if letter == ",", !isQuoted {
          cells.append("")
        } else {
          cells[cells.count - 1].append(letter)
        }
      }
      return cells
    }
  }

  /// `12.50` is 1250, an empty text 0; nil for anything else.
  static func pence(_ text: String) -> Int? {
    if text.isEmpty { return 0 }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].count == 2 else { return nil }
    return Int(parts[0] + parts[1])
  }
}

/// The lines of an order as an export has them, by column.
struct ExportedOrder {
  var lines: [[String: String]] = []

  /// Every value is there and has its form, and the lines make the amount.
  var isSound: Bool {
    guard let goods, lines.allSatisfy(Self.isWellFormed) else { return false }
    return lines.allSatisfy { line in
      let beside = ["shipping", "tax", "tip"].map { ExportReader.pence(line[$0] ?? "") ?? .min / 8 }.reduce(
        0, +)
      let discount = ExportReader.pence(line["discount"] ?? "") ?? .min / 8
      return ExportReader.pence(line["amount"] ?? "") == goods - discount + beside
    }
  }

  /// Nil if a line has no readable price or quantity.
  private var goods: Int? {
    var sum = 0
    for line in lines {
      guard let price = ExportReader.pence(line["unit_price"] ?? ""),
        let quantity = Int(line["quantity"] ?? "")
      else { return nil }
      sum += price * quantity
    }
    return sum
  }

  private static func isWellFormed(_ line: [String: String]) -> Bool {
    let statuses: Set = ["completed", "pending", "cancelled", "refunded", "failed"]
    return line["currency"] == "GBP" && statuses.contains(line["status"] ?? "")
      && line["timestamp"]?.wholeMatch(of: /20\d\d-(?!02-3)\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil
      && line["transaction_id"]?.wholeMatch(of: /T\d{10}/) != nil && line["product_id"]?.isEmpty == false
      && line["quantity"] != "0" && line["cells"] == line["columns"]
  }

  /// In the order in which they begin.
  static func all(_ text: String) -> [ExportedOrder] {
    let rows = ExportReader.rows(text)
    guard let header = rows.first else { return [] }
    var orders: [ExportedOrder] = []
    for row in rows.dropFirst() {
      var line = Dictionary(uniqueKeysWithValues: zip(header, row))
      line["columns"] = String(header.count)
      line["cells"] = String(row.count)
      if let last = orders.last?.lines.last, last["transaction_id"] == line["transaction_id"] {
        orders[orders.count - 1].lines.append(line)
      } else {
        orders.append(ExportedOrder(lines: [line]))
      }
    }
    return orders
  }
}
