import Records

/// The checks of a whole order or till line, by number, so that none is looked up by its code.
enum OrderCheck: Int, CaseIterable {
  case repeatedDifferently, noLines, amountMismatch, amountRounded, priceMissing, priceDerived, tooManyRows
  case statusContradictsAmount, datesOutOfOrder, refundExceedsSale, sumsDisagree
  case rowRepeated
  // Checks of a cell that apply only where it has the form that raises the question.
  case dateOrderUndecidable, decimalUndecidable, zoneUnknown, zoneAmbiguous, currencyContradicts,
    zerosMissing, severalIDs, valueNested

  var rule: Rule {
    switch self {
    case .repeatedDifferently: .repeatedDifferently
    case .noLines: .noLines
    case .amountMismatch: .amountMismatch
    case .amountRounded: .amountRounded
    case .priceMissing: .priceMissing
    case .priceDerived: .priceDerived
    case .tooManyRows: .tooManyRows
    case .statusContradictsAmount: .statusContradictsAmount
    case .datesOutOfOrder: .datesOutOfOrder
    case .refundExceedsSale: .refundExceedsSale
    case .sumsDisagree: .sumsDisagree
    case .rowRepeated: .rowRepeated
    case .dateOrderUndecidable: .dateOrderUndecidable
    case .decimalUndecidable: .decimalUndecidable
    case .zoneUnknown: .zoneUnknown
    case .zoneAmbiguous: .zoneAmbiguous
    case .currencyContradicts: .currencyContradicts
    case .zerosMissing: .zerosMissing
    case .severalIDs: .severalIDs
    case .valueNested: .valueNested
    }
  }
}
