import Foundation
import Testing

struct SelfTestCommandTests {
  @Test func `selftest prints each kind of fault, each export and what came of it`() throws {
    let shop = try TestShop()
    let outcome = try shop.daybook(
      in: shop.root, ["selftest", "--rows", "600", "--faults", "0", "--kind", "transactions"])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.output.hasPrefix("fault  sown  caught  missed  share\n"))
    #expect(outcome.output.contains(/\norders\.csv +transactions +\d+ +100\.00 % +100\.00 % +0\n/))
    #expect(outcome.output.contains(/verdict accuracy: 100\.00 % of \d+ rows\n/))
    #expect(outcome.output.contains(/good enough: \d+ rows in [\d.]+ s, at most \d+ MB of memory\n$/))
  }

  @Test func `a sample with a key is a shop of its own, and its key stands beside the inbox`() throws {
    let shop = try TestShop()
    let sample = try shop.daybook(
      in: shop.root, ["sample", "--rows", "500", "--faults", "0.1", "--key", "--out", "measured"])
    #expect(sample.code == 0, "\(sample)")
    let key = try shop.text("measured/answer-key.csv")
    #expect(
      key.hasPrefix(
        "file,line,key,fault,verdict,day,currency,quantity,unit_price,gross,net,refunded,total,detail\n"))
    #expect(sample.output.hasSuffix("made answer-key.csv\n"))
    let files = Set(key.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } })
    #expect(sample.output.split(separator: "\n").count == files.count + 1)
    let run = try shop.daybook(in: shop.root, ["run", "--shop", "measured", "--settle", "0"])
    #expect(run.code == 0 && !run.output.contains("could not"), "\(run)")
  }

  @Test func `a key without a number of rows is refused`() throws {
    #expect(try TestShop().daybook("sample", "--key").code == 64)
  }
}
