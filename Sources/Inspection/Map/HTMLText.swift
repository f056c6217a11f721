import Records

/// Writes out the named and numbered characters of HTML that some exports leave in titles: `Tea &amp; Toast`.
enum HTMLText {
  private static let names: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "ndash": "–", "mdash": "—",
    "lsquo": "‘", "rsquo": "’", "sbquo": "‚", "ldquo": "“", "rdquo": "”", "bdquo": "„", "laquo": "«",
    "raquo": "»",
    "hellip": "…", "bull": "•", "middot": "·", "deg": "°", "trade": "™", "reg": "®", "copy": "©", "euro": "€",
    "pound": "£", "yen": "¥", "cent": "¢", "times": "×", "frac12": "½", "frac14": "¼", "frac34": "¾",
    "shy": "",
    "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß", "agrave": "à",
    "aacute": "á", "acirc": "â", "atilde": "ã", "aring": "å", "aelig": "æ", "ccedil": "ç", "egrave": "è",
    "eacute": "é", "ecirc": "ê", "euml": "ë", "igrave": "ì", "iacute": "í", "icirc": "î", "iuml": "ï",
    "ntilde": "ñ", "ograve": "ò", "oacute": "ó", "ocirc": "ô", "otilde": "õ", "oslash": "ø", "ugrave": "ù",
    "uacute": "ú", "ucirc": "û", "Agrave": "À", "Aacute": "Á", "Acirc": "Â", "Aring": "Å", "AElig": "Æ",
    "Ccedil": "Ç", "Egrave": "È", "Eacute": "É", "Ecirc": "Ê", "Ntilde": "Ñ", "Oacute": "Ó", "Oslash": "Ø",
    "Uacute": "Ú", "oelig": "œ", "OElig": "Œ", "iexcl": "¡", "iquest": "¿", "ordm": "º", "ordf": "ª",
  ]

  /// Rewrites the cells of these columns; what was rewritten stands behind the batch's bytes.
  static func decode(_ batch: inout RowBatch, columns: [Int32]) {
    for row in batch.rows {
      for column in columns where column < row.cellCount {
        let place = Int(row.firstCell + column)
        let cell = batch.cells[place]
        guard batch.bytes[cell.indices].contains(UInt8(ascii: "&")) else { continue }
        let start = batch.bytes.count
        batch.bytes += decoded(batch.bytes[cell.indices])
        batch.cells[place] = ByteRange(start: start, end: batch.bytes.count)
      }
    }
  }

  /// What begins like such a character and is none stays as it stands.
  static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    var rest = text
    while let and = rest.firstIndex(of: UInt8(ascii: "&")) {
      decoded += rest[..<and]
      rest = rest[and...]
      guard let end = rest.prefix(12).firstIndex(of: UInt8(ascii: ";")),
        let character = character(rest[(and + 1)..<end])
      else {
        decoded.append(UInt8(ascii: "&"))
        rest = rest.dropFirst()
        continue
      }
      decoded += character.utf8
      rest = rest[(end + 1)...]
    }
    return decoded + rest
  }

  private static func character(_ name: ArraySlice<UInt8>) -> String? {
    let text = String(decoding: name, as: UTF8.self)
    guard text.utf8.first == UInt8(ascii: "#") else { return names[text] }
    let digits = text.dropFirst()
    let isHex = digits.utf8.first.map { $0 | 0x20 == UInt8(ascii: "x") } ?? false
    guard let number = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits), number >= 0x20,
      let scalar = Unicode.Scalar(number)
    else { return nil }
    return String(Character(scalar))
  }
}
