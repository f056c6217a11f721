import Records

/// Names of zones other than IANA's own.
enum ZoneNames {
  /// Hours ahead of UTC. Letters name a clock, not a place: `PDT` is that of summer in January too.
  static let abbreviations: [String: Double] = [
    "utc": 0, "gmt": 0, "z": 0, "zulu": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "mez": 1,
    "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7,
    "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "ast": -4, "adt": -3, "nst": -3.5,
    "ndt": -2.5, "jst": 9, "kst": 9, "hkt": 8, "sgt": 8, "awst": 8, "acst": 9.5, "acdt": 10.5, "aest": 10,
    "aedt": 11, "nzst": 12, "nzdt": 13, "sast": 2, "brt": -3,
  ]

  /// India, Ireland and Israel; Bangladesh's letters are Britain's, but no shop's export was seen with them.
  static let ambiguous: Set = ["ist"]

  /// `+02:00`, `-0700`, `+2`, `UTC+1`, `GMT-05:00`: seconds ahead of UTC; nil if it is none.
  static func offset(_ name: [UInt8]) -> Int64? {
    var rest = name[...]
    for word in ["utc", "gmt"] where rest.count > 3 && rest.prefix(3).map(\.smallLetter) == Array(word.utf8) {
      rest = rest.dropFirst(3)
    }
    while rest.first == 0x20 { rest = rest.dropFirst() }
    guard let sign = rest.first, sign == 0x2B || sign == 0x2D else { return nil }
    let digits = rest.dropFirst().filter { $0 != 0x3A }
    guard digits.allSatisfy({ $0 &- 0x30 < 10 }), [1, 2, 4].contains(digits.count) else { return nil }
    let number = digits.reduce(0) { $0 * 10 + Int64($1 &- 0x30) }
    let (hours, minutes) = digits.count == 4 ? (number / 100, number % 100) : (number, 0)
    guard hours <= 18, minutes < 60 else { return nil }
    return (sign == 0x2D ? -1 : 1) * (hours * 3600 + minutes * 60)
  }

  /// By plain name: the names of Rails (`ActiveSupport::TimeZone`), and generic American ones.
  static let places: [String: String] = {
    var places: [String: String] = [:]
    for line in table.split(separator: "\n") {
      let parts = line.split(separator: "=")
      places[Names.plain(String(parts[0]))] = String(parts[1])
    }
    return places
  }()

  private static let table = """
    ET=America/New_York
    CT=America/Chicago
    MT=America/Denver
    PT=America/Los_Angeles
    Eastern Time=America/New_York
    Central Time=America/Chicago
    Mountain Time=America/Denver
    Pacific Time=America/Los_Angeles
    International Date Line West=Etc/GMT+12
    Midway Island=Pacific/Midway
    American Samoa=Pacific/Pago_Pago
    Hawaii=Pacific/Honolulu
    Alaska=America/Juneau
    Pacific Time (US & Canada)=America/Los_Angeles
    Tijuana=America/Tijuana
    Mountain Time (US & Canada)=America/Denver
    Arizona=America/Phoenix
    Chihuahua=America/Chihuahua
    Mazatlan=America/Mazatlan
    Central Time (US & Canada)=America/Chicago
    Saskatchewan=America/Regina
    Guadalajara=America/Mexico_City
    Mexico City=America/Mexico_City
    Monterrey=America/Monterrey
    Central America=America/Guatemala
    Eastern Time (US & Canada)=America/New_York
    Indiana (East)=America/Indiana/Indianapolis
    Bogota=America/Bogota
    Lima=America/Lima
    Quito=America/Lima
    Atlantic Time (Canada)=America/Halifax
    Caracas=America/Caracas
    La Paz=America/La_Paz
    Santiago=America/Santiago
    Asuncion=America/Asuncion
    Newfoundland=America/St_Johns
    Brasilia=America/Sao_Paulo
    Buenos Aires=America/Argentina/Buenos_Aires
    Montevideo=America/Montevideo
    Georgetown=America/Guyana
    Puerto Rico=America/Puerto_Rico
    Greenland=America/Nuuk
    Mid-Atlantic=Atlantic/South_Georgia
    Azores=Atlantic/Azores
    Cape Verde Is.=Atlantic/Cape_Verde
    Dublin=Europe/Dublin
    Edinburgh=Europe/London
    Lisbon=Europe/Lisbon
    London=Europe/London
    Casablanca=Africa/Casablanca
    Monrovia=Africa/Monrovia
    Belgrade=Europe/Belgrade
    Bratislava=Europe/Bratislava
    Budapest=Europe/Budapest
    Ljubljana=Europe/Ljubljana
    Prague=Europe/Prague
    Sarajevo=Europe/Sarajevo
    Skopje=Europe/Skopje
    Warsaw=Europe/Warsaw
    Zagreb=Europe/Zagreb
    Brussels=Europe/Brussels
    Copenhagen=Europe/Copenhagen
    Madrid=Europe/Madrid
    Paris=Europe/Paris
    Amsterdam=Europe/Amsterdam
    Berlin=Europe/Berlin
    Bern=Europe/Zurich
    Zurich=Europe/Zurich
    Rome=Europe/Rome
    Stockholm=Europe/Stockholm
    Vienna=Europe/Vienna
    West Central Africa=Africa/Algiers
    Bucharest=Europe/Bucharest
    Cairo=Africa/Cairo
    Helsinki=Europe/Helsinki
    Kyiv=Europe/Kiev
    Riga=Europe/Riga
    Sofia=Europe/Sofia
    Tallinn=Europe/Tallinn
    Vilnius=Europe/Vilnius
    Athens=Europe/Athens
    Istanbul=Europe/Istanbul
    Minsk=Europe/Minsk
    Jerusalem=Asia/Jerusalem
    Harare=Africa/Harare
    Pretoria=Africa/Johannesburg
    Kaliningrad=Europe/Kaliningrad
    Moscow=Europe/Moscow
    St. Petersburg=Europe/Moscow
    Volgograd=Europe/Volgograd
    Samara=Europe/Samara
    Kuwait=Asia/Kuwait
    Riyadh=Asia/Riyadh
    Nairobi=Africa/Nairobi
    Baghdad=Asia/Baghdad
    Tehran=Asia/Tehran
    Abu Dhabi=Asia/Muscat
    Muscat=Asia/Muscat
    Baku=Asia/Baku
    Tbilisi=Asia/Tbilisi
    Yerevan=Asia/Yerevan
    Kabul=Asia/Kabul
    Ekaterinburg=Asia/Yekaterinburg
    Islamabad=Asia/Karachi
    Karachi=Asia/Karachi
    Tashkent=Asia/Tashkent
    Chennai=Asia/Kolkata
    Kolkata=Asia/Kolkata
    Mumbai=Asia/Kolkata
    New Delhi=Asia/Kolkata
    Kathmandu=Asia/Kathmandu
    Dhaka=Asia/Dhaka
    Sri Jayawardenepura=Asia/Colombo
    Almaty=Asia/Almaty
    Astana=Asia/Almaty
    Novosibirsk=Asia/Novosibirsk
    Rangoon=Asia/Rangoon
    Bangkok=Asia/Bangkok
    Hanoi=Asia/Bangkok
    Jakarta=Asia/Jakarta
    Krasnoyarsk=Asia/Krasnoyarsk
    Beijing=Asia/Shanghai
    Chongqing=Asia/Chongqing
    Hong Kong=Asia/Hong_Kong
    Urumqi=Asia/Urumqi
    Kuala Lumpur=Asia/Kuala_Lumpur
    Singapore=Asia/Singapore
    Taipei=Asia/Taipei
    Perth=Australia/Perth
    Irkutsk=Asia/Irkutsk
    Ulaanbaatar=Asia/Ulaanbaatar
    Seoul=Asia/Seoul
    Osaka=Asia/Tokyo
    Sapporo=Asia/Tokyo
    Tokyo=Asia/Tokyo
    Yakutsk=Asia/Yakutsk
    Darwin=Australia/Darwin
    Adelaide=Australia/Adelaide
    Canberra=Australia/Canberra
    Melbourne=Australia/Melbourne
    Sydney=Australia/Sydney
    Brisbane=Australia/Brisbane
    Hobart=Australia/Hobart
    Vladivostok=Asia/Vladivostok
    Guam=Pacific/Guam
    Port Moresby=Pacific/Port_Moresby
    Magadan=Asia/Magadan
    Srednekolymsk=Asia/Srednekolymsk
    Solomon Is.=Pacific/Guadalcanal
    New Caledonia=Pacific/Noumea
    Fiji=Pacific/Fiji
    Kamchatka=Asia/Kamchatka
    Marshall Is.=Pacific/Majuro
    Auckland=Pacific/Auckland
    Wellington=Pacific/Auckland
    Nuku'alofa=Pacific/Tongatapu
    Tokelau Is.=Pacific/Fakaofo
    Chatham Is.=Pacific/Chatham
    Samoa=Pacific/Apia
    """
}
