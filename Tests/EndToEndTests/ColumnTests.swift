import Foundation
import Pipeline
import Testing

/// `header.unknown_column`, `header.missing_column`: what the columns of a source's files were before.
struct ColumnTests {
  private func file(_ id: Int, without column: String? = nil, with extra: String? = nil) -> String {
    let header = Order.header.dropLast().split(separator: ",").map(String.init)
    let cells = HeldRowTests.row(id, [:]).split(separator: ",", omittingEmptySubsequences: false).map(
      String.init)
    let kept = header.indices.filter { header[$0] != column }
    let more = extra.map { [$0] } ?? []
    return (kept.map { header[$0] } + more).joined(separator: ",") + "\n"
      + (kept.map { cells[$0] } + more.map { _ in "x" }).joined(separator: ",") + "\n"
  }

  @Test func `a column that is new and one that is gone are told once each, and cost nothing`() throws {
    let shop = try TestShop()
    try shop.drop(file(1), as: "till/a.csv")
    try shop.run()
    #expect(
      try shop.receipt(of: "a.csv").newColumns == nil && shop.receipt(of: "a.csv").missingColumns == nil)
    try shop.drop(file(2, without: "channel", with: "Cashier"), as: "till/b.csv")
    let outcome = try shop.run()
    let receipt = try shop.receipt(of: "b.csv")
    #expect(receipt.newColumns == ["Cashier"] && receipt.missingColumns == ["channel"], "\(outcome)")
    #expect(outcome.output.contains("no longer in this source: channel"))
    let page = try shop.text("Reports/quality.html")
    for code in ["header.unknown_column", "header.missing_column"] { #expect(page.contains(code), "\(code)") }
    try shop.drop(file(3, with: "Cashier"), as: "till/c.csv")
    try shop.run()
    #expect(
      try shop.receipt(of: "c.csv").newColumns == nil && shop.receipt(of: "c.csv").missingColumns == nil)
    #expect(try shop.table("quality_daily").map { $0["score"] } == ["100.00"])
  }
}
