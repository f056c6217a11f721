import Foundation
import Ledger
import Records
import Testing

@testable import Pipeline

struct BackupsTests {
  private func name(_ day: Day, _ time: String = "031500") -> [UInt8] {
    Array("daybook-\(day)T\(time).sqlite".utf8)
  }

  @Test func `of daily copies over two years seven days, four weeks and twelve months are kept`() throws {
    let last = try #require(Day(iso: "2026-11-22"))
    var names: Set<[UInt8]> = []
    for age in stride(from: 730, through: 0, by: -1) {
      names.insert(name(last.advanced(by: -age)))
      names = Backups.kept(of: Array(names))
    }
    let days = names.compactMap(Backups.day).sorted()
    #expect(days.suffix(7).map { last.days(since: $0) } == [6, 5, 4, 3, 2, 1, 0])
    #expect(Set(days.map(\.weekStart)).count >= 4 && Set(days.map(\.monthStart)).count == 12)
    #expect(days.count <= 7 + 3 + 12, "\(days)")
    #expect(days.first?.iso == "2025-12-31")
  }

  @Test func `of several copies of a day the newest is kept, and what is no backup is not looked at`() throws
  {
    let day = try #require(Day(iso: "2026-11-22"))
    #expect(Backups.kept(of: [name(day), name(day, "120000"), name(day, "110000")]) == [name(day, "120000")])
    #expect(Backups.day(of: Array("daybook-2026-11-22T031500.sqlite.tmp".utf8)) == nil)
    #expect(Backups.day(of: Array("mine.sqlite".utf8)) == nil)
  }

  @Test func `a swap that was cut off anywhere is finished by the next start`() throws {
    for step in 0..<3 {
      let folder = try TestFolder()
      let swap = DatabaseSwap(shop: folder.shop, zone: .utc)
      func put(_ text: String, _ name: String) throws {
        try text.write(toFile: folder.shop.data.appending(name).display, atomically: false, encoding: .utf8)
      }
      // As it is before the rename that decides, after it, and after the old one went aside.
      try put("new", step == 0 ? "daybook.building.sqlite" : "daybook.next-rebuild.sqlite")
      if step < 2 { try put("old", "daybook.sqlite") }
      try put("log of the old", "daybook.sqlite-wal")
      try put("journal of the old", "daybook.sqlite-journal")
      if step == 0 { try swap.complete(because: .rebuild) } else { try swap.finish() }
      #expect(try folder.text(folder.shop.database) == "new")
      let left = try folder.names(in: folder.shop.data).map { String(decoding: $0, as: UTF8.self) }
      #expect(
        !left.contains {
          $0.hasSuffix("-wal") || $0.hasSuffix("-journal") || $0.contains("next") || $0.contains("building")
        })
      #expect(try folder.names(in: folder.shop.aside).count == (step < 2 ? 3 : 2))
      #expect(try swap.finish() == nil)
    }
  }
}
