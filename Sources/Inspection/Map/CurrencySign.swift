import Records

/// What stands before or behind an amount for its currency: `$`, `CA$`, `€`, `EUR`, `kr`.
struct CurrencySign: Sendable {
  /// The currencies it may mean.
  private let currencies: [Currency]

  /// Nil if it is no sign of any currency.
  init?(_ bytes: Span<UInt8>, _ range: ByteRange) {
    if let currency = Currency(code: range.indices.map { bytes[$0] }) {
      currencies = [currency]
    } else if let known = Self.known[bytes.text(range).lowercased()] {
      currencies = known
    } else {
      return nil
    }
  }

  /// The one currency it can mean; nil where there are several.
  var only: Currency? { currencies.count == 1 ? currencies[0] : nil }

  /// What it may mean, for people: `USD, CAD, AUD or another`.
  var choice: String {
    let shown = currencies.prefix(3).map(\.code)
    return shown.joined(separator: ", ") + (currencies.count > 3 ? " or another" : "")
  }

  func contradicts(_ currency: Currency) -> Bool { !currencies.contains(currency) }

  private static let known: [String: [Currency]] = {
    var known: [String: [Currency]] = [:]
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ")
      for sign in words[0].split(separator: "|") {
        known[String(sign)] = words.dropFirst().compactMap { Currency(String($0)) }
      }
    }
    return known
  }()

  /// Signs in small letters, then what they may mean. A bare `$` is any dollar or peso.
  private static let table = """
    $ USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP UYU BRL JMD TTD BBD BSD BZD BMD KYD XCD FJD NAD LRD GYD SRD BND SBD
    us$|usd$|u$s USD
    ca$|c$|cad$|cdn$|can$ CAD
    a$|au$|aud$ AUD
    nz$|nzd$ NZD
    hk$ HKD
    s$|sg$ SGD
    nt$|tw$ TWD
    mx$|mex$ MXN
    r$ BRL
    € EUR
    £ GBP EGP LBP SYP GIP FKP SHP SSP SDG
    gb£ GBP
    ¥ JPY CNY
    cn¥|元|rmb CNY
    jp¥|円 JPY
    ₹|rs|rs. INR PKR LKR NPR MUR SCR
    ₩ KRW KPW
    ₺|tl TRY
    ₽|руб RUB
    ₴ UAH
    ₫ VND
    ₱ PHP
    ₪ ILS
    ฿ THB
    ₦ NGN
    kr|kr. SEK NOK DKK ISK
    zł|zl PLN
    kč|kc CZK
    ft HUF
    lei RON MDL
    fr|fr.|sfr CHF
    r ZAR
    rm MYR
    rp IDR
    """
}
