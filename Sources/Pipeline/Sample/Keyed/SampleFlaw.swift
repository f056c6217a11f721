/// What is wrong, or unusual, with a row of a sample that has an answer key. The names are the generator's own.
enum SampleFlaw: String, CaseIterable, Sendable {
  case missingKey = "missing-key"
  case missingDate = "missing-date"
  case missingCurrency = "missing-currency"
  case missingStatus = "missing-status"
  case missingTotal = "missing-total"
  case missingProduct = "missing-product"
  case missingQuantity = "missing-quantity"
  case missingPrice = "missing-price"
  case keyTooShort = "key-too-short"
  case keyTooLong = "key-too-long"
  case keyInExponents = "key-in-exponents"
  case keyWithSpaces = "key-with-spaces"
  case keyWithControl = "key-with-control-character"
  case unknownCurrency = "unknown-currency"
  case smallCurrency = "currency-in-small-letters"
  case otherSymbol = "symbol-of-another-currency"
  case unreadableDate = "unreadable-date"
  case impossibleDate = "impossible-date"
  case impossibleTime = "impossible-time"
  case futureDate = "date-in-the-future"
  case oldDate = "date-too-old"
  case negativeTotal = "negative-total"
  case zeroTotal = "zero-total"
  case preciseTotal = "total-with-too-many-decimals"
  case unreadableTotal = "unreadable-total"
  case precisePrice = "price-with-too-many-decimals"
  case commaPrice = "price-with-decimal-comma"
  case misplacedThousands = "price-with-misplaced-thousands"
  case negativePrice = "negative-price"
  case quantityInWords = "quantity-in-words"
  case zeroQuantity = "zero-quantity"
  case negativeQuantity = "negative-quantity"
  case preciseQuantity = "quantity-with-too-many-decimals"
  case unknownStatus = "unknown-status"
  case wrongTotal = "total-is-not-the-sum"
  case wrongLine = "line-does-not-fit-total"
  case noLines = "order-without-lines"
  case keyTwiceInRecord = "value-stated-twice"
  case tooFewCells = "too-few-cells"
  case tooManyCells = "too-many-cells"
  case unclosedQuote = "unclosed-quote"
  case zeroByte = "zero-byte"
  case invalidByte = "byte-of-another-encoding"
  case nameWithControl = "name-with-control-character"
  case longName = "name-too-long"
  case badEmail = "bad-email"
  case badCountry = "bad-country"
  case badPhone = "bad-phone"
  case shortCustomer = "customer-id-too-short"
  case sameKeyOtherContent = "same-key-other-content"
  case repeatedRecord = "record-repeated"
  case repeatedAtOnce = "record-twice-in-a-row"
  case refundBeforeSale = "refund-before-sale"
  case unknownMovement = "unknown-movement"
  case wrongNet = "net-is-not-the-difference"
  case returnWithoutMinus = "return-without-minus"
  /// Nothing is wrong with the row itself: another one of its order is damaged.
  case besideDamage = "beside-a-damaged-row"
  case blankRow = "blank-row"
  case summaryRow = "summary-row"
  case footer = "footer"
  /// Among the others, with the sum of some column.
  case totalsRow = "totals-row"
  case stockAdjustment = "stock-adjustment"
  /// Twice the same, and both happened.
  case twin = "real-twin"

  enum Effect: Sendable {
    case held
    /// Accepted with a lower score, the bad value left out.
    case noted
    /// Accepted, and read as what was plainly meant.
    case repaired
    case skipped, duplicate, accepted
  }

  var effect: Effect {
    switch self {
    case .missingPrice, .nameWithControl, .longName, .badEmail, .badCountry, .badPhone, .shortCustomer,
      .refundBeforeSale:
      .noted
    case .keyWithSpaces, .smallCurrency: .repaired
    case .blankRow, .summaryRow, .footer, .totalsRow, .stockAdjustment: .skipped
    case .repeatedRecord, .repeatedAtOnce: .duplicate
    case .twin: .accepted
    default: .held
    }
  }

  /// What is wrong with the other lines of an order whose first line has it.
  var ofOtherLines: SampleFlaw? {
    switch effect {
    case .held: .besideDamage
    case .duplicate: self
    case .noted, .repaired, .skipped, .accepted: nil
    }
  }

  var verdict: SampleAnswer.Verdict {
    switch effect {
    case .held: .held
    case .noted, .accepted: .accepted
    case .repaired: .repaired
    case .skipped: .skipped
    case .duplicate: .duplicate
    }
  }
}
