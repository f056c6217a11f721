import Foundation
import Testing

struct PrivacyTests {
  @Test func `whatever the umask, what Daybook writes is for its owner only`() throws {
    let shop = try TestShop()
    let own = Set(try shop.modes().keys)
    try shop.drop(threeOrders.csv, as: "good.csv")
    try shop.drop("a,b\n1,2\n", as: "bad.csv")
    let dropped = Set(["good.csv", "bad.csv"])
    for command in [["run", "--settle", "0"], ["report"], ["query", "orders"], ["status"]] {
      let outcome = try shop.start(command, mask: 0).outcome()
      #expect(outcome.code == 0, "\(outcome)")
    }
    let modes = try shop.modes()
    for path in ["Data/daybook.sqlite", "Data/daybook.lock", "Reports/index.html", "Failed/bad.csv.why.txt"] {
      #expect(modes[path] == 0o600, "\(path): \(String(modes[path] ?? 0, radix: 8))")
    }
    for (path, mode) in modes
    where !own.contains(path) && !dropped.contains(URL(filePath: path).lastPathComponent) {
      var isFolder = ObjCBool(false)
      _ = unsafe FileManager.default.fileExists(atPath: shop.root + "/" + path, isDirectory: &isFolder)
      #expect(mode == (isFolder.boolValue ? 0o700 : 0o600), "\(path): \(String(mode, radix: 8))")
    }
  }

  @Test func `init makes a private shop too`() throws {
    let shop = try TestShop()
    let place = shop.root + "/new"
    let outcome = try Program(["init", "--shop", place], in: shop.root, scratch: shop.root, mask: 0).outcome()
    #expect(outcome.code == 0, "\(outcome)")
    let modes = try shop.modes().filter { $0.key.hasPrefix("new") }
    #expect(modes["new/Config/daybook.yaml"] == 0o600)
    #expect(modes["new"] == 0o700 && modes["new/Inbox"] == 0o700, "\(modes)")
  }

  @Test func `the log is JSON line by line, names run and file, and holds no value of a row`() throws {
    let shop = try TestShop()
    let secret = "very.secret@example.org"
    var orders = Order.many(30)
    for index in orders.indices { orders[index].email = secret }
    let bad =
      HeldRowTests.row(1, ["email": secret, "amount": "98765.43", "customer_id": "SECRET-007"]) + "\n"
    try shop.drop(orders.csv + bad, as: "till/mixed.csv")
    try shop.drop("email,phone\n\(secret),1\n", as: "unknown.csv")
    try shop.drop("[{\"email\":\"\(secret)\",", as: "half.json")
    let outcome = try shop.run("--log-format", "json", "--verbose")
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count >= 3, "\(outcome)")
    var runs: Set<String> = []
    var files: Set<String> = []
    for line in lines {
      let entry = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let log = try #require(entry, "\(line)")
      #expect(log["time"] != nil && log["level"] != nil && log["message"] != nil, "\(line)")
      runs.insert(log["run"] as? String ?? "none")
      if let file = log["file"] as? String { files.insert(file) }
    }
    #expect(runs.count == 1 && !runs.contains("none"))
    #expect(files == ["mixed.csv", "unknown.csv", "half.json"], "\(outcome)")
    for value in [secret, "98765.43", "SECRET-007", "ORDER-W1001"] {
      #expect(!outcome.errors.contains(value) && !outcome.output.contains(value), "\(outcome)")
    }
    for path in ["Data/alerts.json", "STATUS.html"] where shop.exists(path) {
      for value in [secret, "98765.43", "SECRET-007"] {
        #expect(try !shop.text(path).contains(value), "\(path)")
      }
    }
  }
}
