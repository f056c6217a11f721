extension Rule {
  /// Every rule there is, in the order in which they are listed for people.
  public static let catalogue: [Rule] = [
    requiredMissing, expectedMissing, textTooShort, textTooLong, textPattern, controlCharacters, untrimmed,
    scientificNotation, severalIDs, valueNested, valueNotAllowed, currencyUnknown, currencySmallLetters,
    emailInvalid,
    countryUnknown,
    phoneInvalid, numberUnreadable, numberOutOfRange, numberTooPrecise, moneyUnreadable, moneyNotPositive,
    dateUnreadable, dateImpossible, dateInFuture, dateTooOld, amountMismatch, amountRounded,
    repeatedDifferently, rowRepeated, contradictsEarlier, referenceMissing, outlierAmount, unknownColumn,
    missingColumn, heldTogether,
    noLines, tooManyRows, priceMissing,
    priceDerived,
    statusContradictsAmount, refundExceedsSale, datesOutOfOrder, tooFewCells, tooManyCells, damagedQuotes,
    damagedEncoding, zeroBytes, footer, headerAgain, comment, repeatedKey, cellTooLong,
    malformedJSON,
    dateOrderUndecidable, decimalUndecidable, zoneUnknown, zoneAmbiguous, currencyContradicts, apostrophe,
    zerosMissing,
    lostZeros, dateRetyped, unknownReference, orderIncomplete,
  ]

  /// What can be wrong with a row before any of its values is looked at.
  public static let rowRules = [
    tooFewCells, tooManyCells, damagedQuotes, damagedEncoding, zeroBytes, footer, repeatedKey,
    cellTooLong, malformedJSON,
  ]
}
