import ArgumentParser
import Pipeline

/// Options that every command has.
struct ShopOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The shop folder. Default: this folder, or the nearest one above with Config/daybook.yaml.",
      valueName: "folder"))
  var shop: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  @Option(help: ArgumentHelp("How log lines look: text or json.", valueName: "format"))
  var logFormat = LogFormat.text

  @Flag(name: .shortAndLong, help: "Log what is done, not only what goes wrong.")
  var verbose = false

  func openShop() throws -> Shop { try Shop(at: shop) }

  /// - Parameter level: what is logged unless `--verbose` asks for everything.
  func log(_ level: RunLog.Level) -> RunLog {
    RunLog(format: logFormat, level: verbose ? .everything : level)
  }
}

/// How soon a file may be taken.
struct SettleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Seconds a file must stay unchanged before it is taken; 0 takes files at once.", valueName: "seconds"))
  var settle: Double?

  func validate() throws {
    if let settle, !(0...86_400).contains(settle) {
      throw ValidationError("--settle must be between 0 and 86400 seconds")
    }
  }

  func duration(default seconds: Int) -> Duration { .milliseconds(Int((settle ?? Double(seconds)) * 1000)) }
}
