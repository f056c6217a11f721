/// A currency by its ISO 4217 code, packed into one integer so that a million rows carry it for nothing.
public struct Currency: Sendable, Hashable {
  /// The three capital letters, first letter highest: `GBP` is 0x474250.
  public let packed: UInt32

  /// Nil unless `code` is three letters of an ISO 4217 currency; small letters are taken as capitals.
  public init?(code: some Sequence<UInt8>) {
    var packed: UInt32 = 0
    var count = 0
    for byte in code {
      let letter = byte & 0xDF
      guard count < 3, (0x41...0x5A).contains(letter), byte >= 0x41 else { return nil }
      packed = packed << 8 | UInt32(letter)
      count += 1
    }
    guard count == 3, Self.minorUnits[packed] != nil else { return nil }
    self.packed = packed
  }

  /// From `packed` as a currency had it.
  public init(packed: UInt32) {
    precondition(Self.minorUnits[packed] != nil, "no currency is packed like this")
    self.packed = packed
  }

  public init?(_ code: String) { self.init(code: code.utf8) }

  /// Digits after the decimal point: 2 for GBP, 0 for JPY, 3 for KWD (ISO 4217 list one, "minor unit").
  public var minorDigits: Int { Self.minorUnits[packed] ?? 2 }

  /// Minor units in one major unit: 100, 1 or 1,000.
  public var minorPerMajor: Int64 { [1, 10, 100, 1000, 10_000][minorDigits] }

  public var code: String {
    String(
      decoding: [UInt8(packed >> 16 & 0xFF), UInt8(packed >> 8 & 0xFF), UInt8(packed & 0xFF)], as: UTF8.self)
  }

  private static let minorUnits: [UInt32: Int] = {
    let two = """
      AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP
      CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR
      JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN
      NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP
      SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG HRK
      """
    let none = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
    let three = "BHD IQD JOD KWD LYD OMR TND"
    var table: [UInt32: Int] = [:]
    for (codes, digits) in [(two, 2), (none, 0), (three, 3)] {
      for code in codes.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
        table[code.utf8.reduce(0) { $0 << 8 | UInt32($1) }] = digits
      }
    }
    return table
  }()
}

extension Currency: CustomStringConvertible, Codable {
  public var description: String { code }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let code = try container.decode(String.self)
    guard let currency = Currency(code) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(code) is no currency")
    }
    self = currency
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(code)
  }
}

/// An amount in minor units of its currency. Amounts of unlike currencies have no sum.
public struct Money: Sendable, Hashable {
  public var minor: Int64
  public var currency: Currency

  public init(minor: Int64, currency: Currency) {
    self.minor = minor
    self.currency = currency
  }

  /// Exact digits with a point and no grouping: `-12.50`, `300` for yen. For files and machines.
  public var plain: String { Self.plain(minor, digits: currency.minorDigits) }

  /// The decimal text of `value` counted in units of 10^-`digits`.
  public static func plain(_ value: Int64, digits: Int) -> String {
    let text = String(value.magnitude)
    let sign = value < 0 ? "-" : ""
    guard digits > 0 else { return sign + text }
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.utf8.count)) + text
    return sign + padded.dropLast(digits) + "." + padded.suffix(digits)
  }
}
