import Records

/// Names of months and days of the week in English, German, French, Italian and Spanish, in full and short form.
enum DateWords {
  /// One line a month; accents are folded.
  private static let months = """
    january januar janner janvier gennaio enero jan janv gen ene
    february februar feber fevrier febbraio febrero feb fev fevr
    march marz mars marzo mar mrz maerz
    april avril aprile abril apr avr abr
    may mai maggio mayo mag
    june juni juin giugno junio jun giu
    july juli juillet luglio julio jul juil lug
    august aout agosto aug ago aou
    september septembre settembre septiembre setiembre sep sept set
    october oktober octobre ottobre octubre oct okt ott
    november novembre noviembre nov
    december dezember decembre dicembre diciembre dec dez dic
    """

  private static let weekdays = """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
    lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim
    lunedi martedi mercoledi giovedi venerdi sabato domenica gio sab dom
    lunes martes miercoles jueves viernes sabado domingo mie jue vie
    """

  private static let monthNumbers: [[UInt8]: Int] = {
    var numbers: [[UInt8]: Int] = [:]
    for (index, line) in months.split(separator: "\n").enumerated() {
      for name in line.split(separator: " ") { numbers[Array(name.utf8)] = index + 1 }
    }
    return numbers
  }()

  private static let weekdayNames = Set(
    weekdays.split { $0 == " " || $0 == "\n" }.map { Array($0.utf8) })

  /// What may stand between a date and its time.
  private static let timeWords = Set(["t", "at", "um", "a", "alle", "las"].map { Array($0.utf8) })

  static func month(_ bytes: Span<UInt8>, _ token: MomentToken) -> Int? {
    token.kind == .word ? monthNumbers[folded(bytes, token.range)] : nil
  }

  static func isWeekday(_ bytes: Span<UInt8>, _ range: ByteRange) -> Bool {
    weekdayNames.contains(folded(bytes, range))
  }

  static func introducesTime(_ bytes: Span<UInt8>, _ range: ByteRange) -> Bool {
    timeWords.contains(folded(bytes, range))
  }

  /// ASCII letters, and every byte of what is more than ASCII.
  static func isLetter(_ byte: UInt8) -> Bool { byte.smallLetter &- 0x61 < 26 || byte >= 0x80 }

  /// Small letters without accents: `Février` is `fevrier`.
  private static func folded(_ bytes: Span<UInt8>, _ range: ByteRange) -> [UInt8] {
    var isPlain = true
    var small: [UInt8] = []
    for index in range.indices {
      if bytes[index] >= 0x80 { isPlain = false }
      small.append(bytes[index].smallLetter)
    }
    return isPlain ? small : Array(Names.folded(bytes.text(range)).utf8)
  }
}
