/// A thing the sample shop sells; money in minor units.
struct SampleProduct {
  let id: String
  let name: String
  let category: String
  let price: Int
  let cost: Int

  /// The best sellers come first.
  static let all: [SampleProduct] = list.split(separator: "\n").enumerated().map { index, line in
    let parts = line.split(separator: "|")
    let price = Int(parts[2]) ?? 0
    return SampleProduct(
      id: "P-\(1001 + index)", name: String(parts[0]), category: String(parts[1]), price: price,
      cost: price * (38 + index % 7) / 100)
  }

  private static let list = """
    Stoneware mug|Kitchen|1250
    Beeswax candle, small|Candles|850
    Greeting card, birthday|Paper|325
    Linen tea towel|Kitchen|995
    Wrapping paper, 3 sheets|Paper|450
    Lavender soap|Bath|595
    Pocket notebook|Paper|675
    Café cup and saucer|Kitchen|1650
    Beeswax candle, large|Candles|1795
    Wooden spoon|Kitchen|725
    Felt bird, hanging|Decoration|995
    Cotton tote bag|Bags|1200
    Enamel pin, swallow|Jewellery|695
    Greeting card, thank you|Paper|325
    Jar of local honey|Food|895
    Ceramic plant pot|Garden|1995
    Wool socks|Clothing|1450
    Jigsaw puzzle, harbour|Games|1995
    Hand cream|Bath|1150
    Paper star lantern|Decoration|1375
    Silver earrings, leaf|Jewellery|3250
    Seed box, wild flowers|Garden|1095
    Chopping board, oak|Kitchen|3400
    Wooden train|Toys|2450
    Glass vase, 20 cm|Decoration|2850
    Sketch book A4|Paper|1350
    Rag doll|Toys|2795
    Storm lantern|Garden|3995
    Wool scarf|Clothing|4200
    Tin of shortbread|Food|1075
    Leather purse|Bags|4450
    Card game "Tides"|Games|1595
    Cushion, block print|Home|3600
    Wool blanket|Home|8900
    Butter dish|Kitchen|2250
    Picture frame, oak|Home|2695
    Advent calendar|Paper|1295
    Teapot for two|Kitchen|3850
    Garden twine in a tin|Garden|895
    Silver necklace, shell|Jewellery|5600
    """
}

/// Somebody who buys, worked out from their number so that no list of them need be kept.
struct SampleCustomer {
  let number: Int
  let first: String
  let last: String
  let country: String

  init(_ number: Int, seed: UInt64) {
    self.number = number
    var random = SampleRandom(seed: seed, 0xC057, number)
    first = random.pick(Self.firstNames)
    last = random.pick(Self.lastNames)
    country = random.pick(Self.countries)
  }

  func appendID(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "C"))
    bytes.append(digits: 100_000 + number)
  }

  func appendEmail(to bytes: inout [UInt8]) {
    for letter in first.utf8 { bytes.append(letter | 0x20) }
    bytes.append(UInt8(ascii: "."))
    for letter in last.utf8 { bytes.append(letter | 0x20) }
    bytes.append(digits: number)
    bytes += "@example.com"
  }

  private static let firstNames = names(
    """
    Ada Amir Anna Ben Chloe Dora Ella Emil Farah George Hana Ines Jack Jonas Kate Leo Lucy Maya Milo Nina Olga
    Omar Paul Priya Rosa Sam Sofia Theo Tom Vera
    """)
  private static let lastNames = names(
    """
    Abbott Baker Bauer Byrne Clarke Costa Dubois Evans Fischer Garcia Hughes Ivanov Jansen Kaur Kelly Khan Lewis
    Marsh Moore Novak Okafor Patel Quinn Reid Rossi Shaw Silva Turner Walsh Young
    """)
  private static let countries = names("GB GB GB GB GB GB GB GB GB GB GB GB IE IE IE FR DE NL US US")

  private static func names(_ text: String) -> [String] {
    text.split { $0 == " " || $0 == "\n" }.map(String.init)
  }
}
