import Foundation

/// A file of orders, one row each, made by rule: the same on every machine. All of them can be trusted.
struct Sample {
  enum Format: String { case csv, json, xml }

  let path: String
  private(set) var bytes = 0
  private(set) var rows = 0

  /// 1 January 2026: the orders are of the year before.
  static let now: Int64 = 1_767_225_600

  private static let columns = [
    "transaction_id", "customer_id", "timestamp", "currency", "status", "product_id", "product_name",
    "quantity",
    "unit_price", "amount", "channel", "country",
  ]

  /// Writes rows to a new file in `folder` until it has `wanted` bytes.
  init(_ format: Format, bytes wanted: Int, in folder: URL) throws {
    path = folder.appending(path: "orders-\(wanted).\(format.rawValue)").path
    try Data().write(to: URL(filePath: path))
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    var text = Self.beginning(format)
    while bytes + text.utf8.count < wanted {
      Self.append(Self.row(rows), as: format, isFirst: rows == 0, to: &text)
      rows += 1
      if text.utf8.count > 1 << 20 { try put(&text, file) }
    }
    text += Self.end(format)
    try put(&text, file)
    try file.close()
  }

  private mutating func put(_ text: inout String, _ file: FileHandle) throws {
    bytes += text.utf8.count
    try file.write(contentsOf: Data(text.utf8))
    text = ""
  }

  private static func row(_ index: Int) -> [String] {
    let quantity = 1 + index % 5
    let price = 100 + index * 37 % 9900
    let (day, hour) = (1 + index % 28, 8 + index % 12)
    return [
      "order-\(10_000_000 + index)", "cust-\(10_000 + index * 7 % 5000)",
      "2025-\(two(1 + index / 28 % 12))-\(two(day))T\(two(hour)):\(two(index % 60)):00Z", "EUR", "completed",
      "p-\(100 + index % 200)", "Mug \(index % 90)", "\(quantity)", money(price), money(quantity * price),
      ["web", "shop"][index % 2], ["DE", "GB", "FR", "NL"][index % 4],
    ]
  }

  private static func money(_ cents: Int) -> String { "\(cents / 100).\(two(cents % 100))" }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func beginning(_ format: Format) -> String {
    switch format {
    case .csv: columns.joined(separator: ",") + "\n"
    case .json: "[\n"
    case .xml: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<orders>\n"
    }
  }

  private static func append(_ row: [String], as format: Format, isFirst: Bool, to text: inout String) {
    switch format {
    case .csv: text += row.joined(separator: ",") + "\n"
    case .json:
      let members = zip(columns, row).map { "\"\($0)\":\"\($1)\"" }
      text += (isFirst ? "{" : ",\n{") + members.joined(separator: ",") + "}"
    case .xml:
      text += "  <order>\n"
      for (name, value) in zip(columns, row) { text += "    <\(name)>\(value)</\(name)>\n" }
      text += "  </order>\n"
    }
  }

  private static func end(_ format: Format) -> String {
    switch format {
    case .csv: ""
    case .json: "\n]\n"
    case .xml: "</orders>\n"
    }
  }
}
