import GRDB
import Records
import Testing

@testable import Ledger

@Suite struct OrderDaysTests {
  private func bytes(_ entries: [OrderDays.Entry]) -> [UInt8] {
    var bytes: [UInt8] = []
    var last: Day?
    for entry in entries {
      OrderDays.append(entry, after: last, to: &bytes)
      last = entry.day
    }
    return bytes
  }

  private func entries(_ bytes: [UInt8]) -> [OrderDays.Entry] {
    var entries = [OrderDays.Entry(day: Day(number: 1), orders: 1)]
    OrderDays.read(bytes, into: &entries)
    return entries
  }

  @Test func `days are read as they were written, however far apart and however many their orders`() {
    for first in [-719_528, -1, 0, 1, 63, 64, 20_454, 2_000_000] as [Int32] {
      for gap in [1, 31, 32, 63, 64, 8_191, 8_192, 900_000] as [Int32] {
        for orders in [1, 2, 127, 128, 1_000_000] as [Int64] {
          let days = [
            OrderDays.Entry(day: Day(number: first), orders: orders),
            OrderDays.Entry(day: Day(number: first + gap), orders: 1),
            OrderDays.Entry(day: Day(number: first + gap + 1), orders: orders),
          ]
          #expect(entries(bytes(days)) == days)
        }
      }
    }
    #expect(entries([]).isEmpty)
  }

  @Test func `a year of weekly orders takes a byte each`() throws {
    let first = try #require(Day(yyyymmdd: 20_260_101))
    let days = (0..<52).map { OrderDays.Entry(day: first.advanced(by: $0 * 7), orders: 1) }
    #expect(bytes(days).count == 51 + 3)
    #expect(OrderDays.text(bytes(Array(days.prefix(2)))) == "2026-01-01, 2026-01-08")
    #expect(OrderDays.text(bytes([OrderDays.Entry(day: first, orders: 3)])) == "2026-01-01 (3 orders)")
  }

  @Test func `bytes that no Daybook wrote are read to an end, whatever they are`() {
    let whole = bytes([
      OrderDays.Entry(day: Day(number: 20_454), orders: 300),
      OrderDays.Entry(day: Day(number: 20_500), orders: 2),
    ])
    for count in whole.indices { #expect(entries(Array(whole.prefix(count))).count <= 2) }
    let long = [UInt8](repeating: 0xFF, count: 40)
    #expect(entries(long).isEmpty)
    #expect(entries(long + [0]).isEmpty)
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max { _ = entries([first, second, 0x80, first, second, 1]) }
    }
  }

  @Test func `customers of any stretch are counted once, and are new where their first order is`() throws {
    let books = try Books()
    try books.load(
      "a",
      [
        Sale(id: "1", day: 20_260_101, customer: "ann"), Sale(id: "2", day: 20_260_101, customer: "ann"),
        Sale(id: "3", day: 20_260_120, customer: "ann"), Sale(id: "4", day: 20_260_110, customer: "ben"),
      ])
    try books.load("b", [Sale(id: "5", day: 20_251_231, customer: "ben")], exportedAt: 2_000)
    let pounds = try #require(Currency("GBP"))
    let day = { (number: Int) throws -> Day in try #require(Day(yyyymmdd: number)) }
    let spans = [
      Span(first: try day(20_260_101), last: try day(20_260_131)),
      Span(first: try day(20_251_201), last: try day(20_260_105)),
      Span(first: try day(20_260_102), last: try day(20_260_109)),
    ]
    let counts = try books.queue.read { try $0.customers(in: spans, pounds) }
    #expect(
      counts == [CustomerCount(customers: 2, new: 1), CustomerCount(customers: 2, new: 2), CustomerCount()])
    let other = try books.queue.read { try $0.customers(in: spans, pounds, source: "another") }
    #expect(other == Array(repeating: CustomerCount(), count: 3))
  }
}
