import Foundation
import Testing

/// Folders of `Tests/Samples/parse/`, each read by the program itself. `RECORD=1` writes the expected tables anew.
struct ParseSampleTests {
  static let names: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: ParseSample.root.path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }()

  private static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

  @Test func `there are samples of every kind`() { #expect(Self.names.count >= 50) }

  @Test(arguments: names) func `a file is shown as its sample says`(name: String) throws {
    let sample = try ParseSample(name)
    let shop = try TestShop()
    let file = try shop.write(sample.bytes(), to: sample.fileName)
    let outcome = try shop.daybook(in: shop.root, ["parse", file] + sample.arguments)
    #expect(outcome.code == sample.exit, "\(outcome)")
    #expect(Self.codes(outcome.errors) == sample.codes, "\(outcome)")
    for text in sample.says { #expect(outcome.errors.contains(text), "\(outcome)") }
    if Self.isRecording && !outcome.output.isEmpty {
      try Data(outcome.output.utf8).write(to: sample.expected)
    }
    #expect(outcome.output == (try? String(contentsOf: sample.expected, encoding: .utf8)) ?? "", "\(outcome)")
  }

  /// The codes in lines such as `a.csv:3:1: row.footer: …`.
  private static func codes(_ errors: String) -> Set<String> {
    let word = #/^\/[^ ].*?: (?<code>[a-z]+\.[a-z_]+): /#
    return Set(errors.split(separator: "\n").compactMap { $0.firstMatch(of: word).map { String($0.code) } })
  }
}
