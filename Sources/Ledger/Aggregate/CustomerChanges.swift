import Records

/// Orders that one customer has more, or fewer, on a day.
struct CustomerDay {
  var customer: Int32
  var day: Day
  var orders: Int32
}

/// Changes to who ordered when, in one currency: noted one after the other, sorted once at the end.
///
/// Twelve bytes an order where a dictionary would need fifty, so that a million orders are written in one pass over the
/// table in the order of its key. Written ten times, each pass touched every page of it anew.
struct CustomerChanges {
  let currency: Currency
  private var entries: [CustomerDay] = []
  /// Exports are mostly in order of time.
  private var isByDay = true

  init(currency: Currency) { self.currency = currency }

  var count: Int { entries.count }

  mutating func add(_ customer: Int32, _ day: Day, _ orders: Int32) {
    if let last = entries.last, last.day > day { isByDay = false }
    entries.append(CustomerDay(customer: customer, day: day, orders: orders))
  }

  /// By the customers' ranks, then by day; each customer's day once, days on which nothing changes left out.
  mutating func sorted(ranks: [Int32]) -> [CustomerDay] {
    if !isByDay { entries.sort { $0.day < $1.day } }
    // Where the entries of each rank begin; days stay in order within it.
    var places = [Int](repeating: 0, count: ranks.count + 1)
    for entry in entries { places[Int(ranks[Int(entry.customer)]) + 1] += 1 }
    for rank in ranks.indices { places[rank + 1] += places[rank] }
    let nobody = CustomerDay(customer: 0, day: Day(number: 0), orders: 0)
    var sorted = [CustomerDay](repeating: nobody, count: entries.count)
    for entry in entries {
      let rank = Int(ranks[Int(entry.customer)])
      sorted[places[rank]] = entry
      places[rank] += 1
    }
    Self.merge(&sorted)
    return sorted
  }

  /// Puts neighbours of one customer and day together, in place.
  static func merge(_ sorted: inout [CustomerDay]) {
    var end = 0
    for index in sorted.indices {
      let entry = sorted[index]
      if end > 0, sorted[end - 1].customer == entry.customer, sorted[end - 1].day == entry.day {
        sorted[end - 1].orders += entry.orders
      } else {
        if end > 0, sorted[end - 1].orders == 0 { end -= 1 }
        sorted[end] = entry
        end += 1
      }
    }
    if end > 0, sorted[end - 1].orders == 0 { end -= 1 }
    sorted.removeLast(sorted.count - end)
  }
}
