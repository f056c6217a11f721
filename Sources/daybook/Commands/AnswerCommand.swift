import ArgumentParser
import Pipeline

struct AnswerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "Answer the question for which a file was not taken.",
    discussion: """
      EXAMPLES
        daybook answer etsy-june.csv dmy     its dates have the day first: 31/12/2026
        daybook answer etsy-june.csv mdy     the month first: 12/31/2026
        daybook answer paypal.csv comma      its amounts are written 1.234,50

      The answer holds for all files of the same source. The file goes back into Inbox/ and is taken next time.
      """)

  @Argument(help: "A file in Failed/.") var file: String
  @Argument(
    help: "dmy, mdy or ymd for the order of dates; comma or point for what begins the decimals.") var answer:
    ReadingAnswer
  @OptionGroup var options: ShopOptions

  func run() throws {
    let answered = try options.openShop().open().answer(answer, for: file)
    if options.json { return try Terminal.sayJSON(answered) }
    Terminal.say("\(answer.rawValue) is remembered for \(answered.sources.joined(separator: ", "))")
    Terminal.say(
      "the file is back in \(answered.file); `daybook run` takes it, or a running `daybook watch` does")
  }
}
