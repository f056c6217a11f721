import Records

/// Values that are words: an export's own, each with its meaning.
extension RowReader {
  /// By its code, or by a word that the definition has for it.
  func currency(named text: ByteRange, _ index: Int, _ bytes: Span<UInt8>) -> Currency? {
    let word = text.indices.map { bytes[$0] }
    if text.count == 3, let known = Currency(code: word) { return known }
    let words = plan.fields[index].words
    return words.isEmpty
      ? nil : words[String(decoding: word, as: UTF8.self).lowercased()].flatMap { Currency($0) }
  }

  mutating func status(_ text: ByteRange, _ index: Int, _ row: Int, _ bytes: Span<UInt8>) -> Slot {
    knownStatus(text, bytes) ?? check(false, .valueNotAllowed, text, index, row)
  }

  func knownStatus(_ text: ByteRange, _ bytes: Span<UInt8>) -> Slot? {
    for (word, status) in plan.words where bytes.matches(text, smallLetters: word) {
      return Slot(state: .good, text: text, number: Int64(status.rawValue))
    }
    return nil
  }

  mutating func movement(_ text: ByteRange, _ index: Int, _ row: Int, _ bytes: Span<UInt8>) -> Slot {
    knownMovement(text, bytes) ?? check(false, .valueNotAllowed, text, index, row)
  }

  func knownMovement(_ text: ByteRange, _ bytes: Span<UInt8>) -> Slot? {
    for (word, kind) in plan.movements where bytes.matches(text, smallLetters: word) {
      return Slot(state: .good, text: text, number: Int64(kind.rawValue))
    }
    return nil
  }

  mutating func country(
    _ text: ByteRange, _ index: Int, _ row: Int, in work: borrowing Work, _ bytes: Span<UInt8>
  ) -> Slot {
    Self.country(text, work.countryCodes, bytes) ?? countryWord(text, index, work.countryCodes, bytes)
      ?? check(false, .countryUnknown, text, index, row)
  }

  /// By a word that the definition has for it.
  func countryWord(_ text: ByteRange, _ index: Int, _ codes: Int, _ bytes: Span<UInt8>) -> Slot? {
    let words = plan.fields[index].words
    guard !words.isEmpty, let code = words[bytes.text(text).lowercased()],
      case .code(let place) = CountryReader.read(
        Array(code.utf8).span, ByteRange(start: 0, end: code.utf8.count))
    else { return nil }
    return Slot(state: .good, text: ByteRange(start: codes + place, end: codes + place + 2))
  }

  /// `codes` is where `CountryReader.codes` stand.
  static func country(_ text: ByteRange, _ codes: Int, _ bytes: Span<UInt8>) -> Slot? {
    switch CountryReader.read(bytes, text) {
    case .code(let place):
      let start = codes + place
      return Slot(state: .good, text: ByteRange(start: start, end: start + 2))
    case .region: return Slot(state: .good, text: text)
    case .unstated: return Slot(state: .good, text: .none)
    case .unknown: return nil
    }
  }
}
