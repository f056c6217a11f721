/// Rules about a single value: is it there, and is it what it should be.
extension Rule {
  public static let requiredMissing = Rule(
    "required.missing", .completeness, .hold, weight: 3,
    sentence: "{field} is empty",
    remedy: "fill in {field}")

  public static let expectedMissing = Rule(
    "expected.missing", .completeness, .note,
    sentence: "{field} is empty",
    remedy: "fill in {field} if it is known")

  public static let textTooShort = Rule(
    "text.too_short", .validity, .hold,
    sentence: "{field} is too short: \"{value}\"; it needs {detail}",
    remedy: "write {field} in full")

  public static let textTooLong = Rule(
    "text.too_long", .validity, .hold,
    sentence: "{field} is too long; it may have {detail}",
    remedy: "shorten {field}, or look whether two cells ran together")

  public static let textPattern = Rule(
    "text.pattern", .validity, .hold,
    sentence: "{field} is \"{value}\"; it must look like {detail}",
    remedy: "correct {field}; A stands for a letter, 9 for a digit, * for anything")

  public static let controlCharacters = Rule(
    "text.control_characters", .validity, .hold,
    sentence: "{field} contains invisible control characters",
    remedy: "write {field} anew by hand")

  public static let untrimmed = Rule(
    "text.untrimmed", .validity, .note, weight: 0,
    sentence: "{field} had spaces around it; they were left out",
    remedy: "nothing needs to be done")

  public static let scientificNotation = Rule(
    "id.scientific_notation", .validity, .hold, weight: 3,
    sentence: "{field} reads {value}: a spreadsheet has cut a long number short",
    remedy: "take {field} from the original export and keep its column as text")

  public static let severalIDs = Rule(
    "id.several", .validity, .hold, weight: 3,
    sentence: "{field} is {value}, which is a list or an object and no id",
    remedy: "give {field} as one text or number, each record with its own")

  public static let valueNested = Rule(
    "value.nested", .validity, .hold, weight: 2,
    sentence: "{field} is an object with {detail}, where one value is expected",
    remedy: "give {field} as one text or number, or name {detail} among its columns in the definition")

  public static let valueNotAllowed = Rule(
    "value.not_allowed", .validity, .hold, weight: 2,
    sentence: "{field} is \"{value}\"; known are {detail}",
    remedy: "use one of the known words, or say in the definition what this one means")

  public static let currencyUnknown = Rule(
    "currency.unknown", .validity, .hold, weight: 2,
    sentence: "{field} is \"{value}\", which is no currency code",
    remedy: "use the three letters of ISO 4217, such as EUR, GBP or USD")

  public static let currencySmallLetters = Rule(
    "currency.small_letters", .validity, .note, weight: 0,
    sentence: "{field} is \"{value}\"; it was read as capitals",
    remedy: "nothing needs to be done")

  public static let emailInvalid = Rule(
    "email.invalid", .validity, .note,
    sentence: "{field} is \"{value}\", which is no e-mail address",
    remedy: "correct the address; until then it is left out")

  public static let countryUnknown = Rule(
    "country.unknown", .validity, .note,
    sentence: "{field} is \"{value}\", which is no country known here",
    remedy: "use two letters such as GB, or the country's English name")

  public static let phoneInvalid = Rule(
    "phone.invalid", .validity, .note,
    sentence: "{field} is \"{value}\", which is no telephone number",
    remedy: "correct the number; until then it is left out")
}
