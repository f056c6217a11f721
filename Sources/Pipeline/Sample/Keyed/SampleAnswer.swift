/// What must become of one row of a sample: the writer of the row knows, and asks nobody.
struct SampleAnswer: Sendable {
  enum Verdict: String, Sendable { case accepted, repaired, held, skipped, duplicate }

  /// Line of the file, from 1; records of JSON that share a line have answers in their order.
  var line: Int
  var key: String
  /// Nil where nothing is wrong with the row.
  var flaw: SampleFlaw?
  var truth: SampleTruth?

  var verdict: Verdict { flaw?.verdict ?? .accepted }

  static let header =
    "file,line,key,fault,verdict,day,currency,quantity,unit_price,gross,net,refunded,total,detail\n"

  /// As a line of the answer key; true values only where the row is to be accepted.
  func csv(file: String) -> String {
    let truth = verdict == .accepted || verdict == .repaired ? truth : nil
    func cell(_ number: Int?) -> String { number.map { "\($0)" } ?? "" }
    var cells = [file, cell(line), key, flaw?.rawValue ?? "", verdict.rawValue]
    cells += [cell(truth?.day), truth?.currency ?? "", cell(truth?.quantity), cell(truth?.unitPrice)]
    cells += [
      cell(truth?.gross), cell(truth?.net), cell(truth?.refunded), cell(truth?.total), truth?.detail ?? "",
    ]
    return cells.map(KeyedFile.quoted).joined(separator: ",") + "\n"
  }
}

/// The true values of a row: money in minor units, nil where the kind of export has no such value.
struct SampleTruth: Sendable {
  /// As 20260131.
  var day: Int?
  var currency = ""
  /// Thousandths.
  var quantity: Int?
  var unitPrice: Int?
  /// Goods without tax: of the whole order, or of the line where lines stand alone.
  var gross: Int?
  /// `gross` less discounts.
  var net: Int?
  /// Value of goods given back, of the whole order.
  var refunded: Int?
  /// What was collected for the whole order.
  var total: Int?
  /// What else the row says: a customer's address, a movement's fee.
  var detail = ""
}
