import Records
import Testing

@Suite struct MoneyTests {
  @Test func `a currency has its own number of minor digits`() throws {
    #expect(Currency("GBP")?.minorDigits == 2)
    #expect(Currency("jpy")?.minorDigits == 0)
    #expect(Currency("KWD")?.minorPerMajor == 1000)
    #expect(Currency("gbp")?.code == "GBP")
  }

  @Test(arguments: ["", "GB", "GBPX", "ZZZ", "G8P", "£££", "{}|"])
  func `what is no currency is refused`(text: String) { #expect(Currency(text) == nil) }

  @Test func `amounts are written with exactly their currency's digits`() throws {
    let pounds = try #require(Currency("GBP"))
    let yen = try #require(Currency("JPY"))
    #expect(Money(minor: 5, currency: pounds).plain == "0.05")
    #expect(Money(minor: -1250, currency: pounds).plain == "-12.50")
    #expect(Money(minor: 300, currency: yen).plain == "300")
    #expect(Money(minor: .min, currency: pounds).plain == "-92233720368547758.08")
  }
}

@Suite struct HashTests {
  @Test func `the hash of known content never changes, since it is stored`() {
    var hash = StableHash()
    hash.combine(Array("INV-1".utf8))
    hash.combine(Int64(42))
    #expect(hash.value == 682_239_484_076_924_475)
    #expect(StableHash.lineID(content: 7, occurrence: 1) == 2_802_618_805_069_164_581)
  }

  @Test func `where one text ends and the next begins matters`() {
    var (left, right) = (StableHash(), StableHash())
    left.combine(Array("ab".utf8))
    left.combine(Array("c".utf8))
    right.combine(Array("a".utf8))
    right.combine(Array("bc".utf8))
    #expect(left.value != right.value)
  }

  @Test func `line ids can be counted on from the one before`() {
    let third = StableHash.lineID(content: 99, occurrence: 3)
    #expect(StableHash.nextLineID(after: StableHash.lineID(content: 99, occurrence: 2)) == third)
  }
}

@Suite struct ScoreTests {
  @Test func `score and points lost make exactly a hundred, however they round`() {
    for applied in Int64(1)...40 {
      for first in 0...min(applied, 7) {
        for second in 0...min(applied - first, 7) {
          let lost = Score.lost([first, second], applied: applied)
          let score = Score.hundredths(failed: first + second, applied: applied)
          #expect(score + lost.reduce(0, +) == 10_000)
          #expect(lost.allSatisfy { $0 >= 0 })
        }
      }
    }
  }

  @Test func `the score is the formula's, rounded half up`() {
    #expect(Score.hundredths(failed: 0, applied: 3) == 10_000)
    #expect(Score.hundredths(failed: 1, applied: 3) == 6667)
    #expect(Score.hundredths(failed: 2, applied: 3) == 3333)
    #expect(Score.hundredths(failed: 3, applied: 3) == 0)
    #expect(Score.hundredths(failed: 0, applied: 0) == 10_000)
    #expect(Score.hundredths(failed: .max / 2, applied: .max) == 5000)
  }
}

@Suite struct ProblemTests {
  private let rule = Rule(
    "x.y", .validity, .hold, sentence: "{field} is \"{value}\": {detail}", remedy: "mend {field} {now}")

  @Test func `a sentence is filled in once, and what fills it is not read as a template`() {
    let problem = Problem(rule, field: "{value}", value: "{detail}", detail: "{field}")
    #expect(problem.message == "{value} is \"{detail}\": {field}")
    #expect(problem.remedy == "mend {value} {now}")
  }

  @Test func `a long value is cut, and a row without a field is called row`() {
    let problem = Problem(rule, value: String(repeating: "é", count: 500))
    #expect(problem.value?.unicodeScalars.count == 200)
    #expect(problem.message.hasPrefix("row is"))
  }

  @Test func `a file's problem says where in the form that editors follow`() {
    let problem = FileProblem(code: "a.b", message: "what", remedy: "how", line: 4, column: 7)
    #expect(problem.sentence(file: "june.csv") == "june.csv:4:7: a.b: what (how)")
    #expect(
      FileProblem(code: "a.b", message: "what", remedy: "how").sentence(file: "f") == "f: a.b: what (how)")
  }
}

@Suite struct PathTests {
  @Test func `names are bytes, and are shown without doing harm`() {
    let path = BytePath(bytes: Array("/inbox/".utf8) + [0xFF, 0x0A] + Array("a\u{202E}.csv".utf8))
    #expect(path.folder == BytePath("/inbox"))
    #expect(path.name.first == 0xFF)
    #expect(BytePath.display(path.name) == "⟨?⟩⟨U+000A⟩a⟨U+202E⟩.csv")
    #expect(BytePath("name").folder == BytePath("."))
    #expect(BytePath("/").appending("x") == BytePath("/x"))
  }
}
