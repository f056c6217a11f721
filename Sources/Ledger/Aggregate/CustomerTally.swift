import Dispatch
import Records
import Synchronization

/// Orders of customers, one after the other as they were loaded.
struct OrderNotes: Sendable {
  struct Entry: Sendable {
    var day: Day
    var currency: Currency
    /// More, or fewer.
    var orders: Int32
    /// Where the customer's bytes end.
    var end: Int32
  }

  private(set) var entries: [Entry] = []
  private(set) var customers: [UInt8] = []
  /// So many are worth handing over.
  static let enough = 8192

  mutating func add(_ customer: UnsafeRawBufferPointer, _ day: Day, _ currency: Currency, _ orders: Int32) {
    unsafe customers.append(contentsOf: customer)
    entries.append(Entry(day: day, currency: currency, orders: orders, end: Int32(customers.count)))
  }

  mutating func take() -> OrderNotes {
    let taken = self
    self = OrderNotes()
    if taken.entries.count >= Self.enough {
      entries.reserveCapacity(taken.entries.count)
      customers.reserveCapacity(taken.customers.count)
    }
    return taken
  }
}

/// Who ordered when, found out beside the loading of lines, for to find one customer among many takes half as long as
/// to store a line.
final class CustomerTally: Sendable {
  struct Known {
    var customers = ByteInterner()
    /// One for each currency.
    var changes: [CustomerChanges] = []
  }

  private let known = Mutex(Known())
  private let queue = DispatchQueue(label: "customers")
  /// Notes that wait take memory, so there are never many.
  private let room = DispatchSemaphore(value: 0)
  private let weight = Atomic(0)

  init() {
    // Counted up from 0: a semaphore made with a value may not be let go below it.
    for _ in 0..<3 { room.signal() }
  }

  /// Of what is held in memory: an order takes twelve times less room than a day of a product, a customer four times less.
  var size: Int { weight.load(ordering: .relaxed) }

  /// Goes through the notes sooner or later, after those that came before.
  func add(_ notes: OrderNotes) {
    room.wait()
    queue.async { [self] in
      known.withLock { known in
        known.add(notes)
        weight.store(known.weight, ordering: .relaxed)
      }
      room.signal()
    }
  }

  /// Lends all that is known, once all notes are gone through and these too, and forgets it.
  func empty(_ notes: OrderNotes, _ body: (inout Known) throws -> Void) throws {
    queue.sync {}
    try known.withLock { known in
      known.add(notes)
      try body(&known)
      known = Known()
      weight.store(0, ordering: .relaxed)
    }
  }
}

extension CustomerTally.Known {
  fileprivate var weight: Int { customers.count / 4 + changes.reduce(0) { $0 + $1.count } / 12 }

  fileprivate mutating func add(_ notes: OrderNotes) {
    unsafe notes.customers.withUnsafeBytes { bytes in
      var start = 0
      for entry in notes.entries {
        let end = Int(entry.end)
        let number = unsafe customers.index(of: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        start = end
        let place = changes.firstIndex { $0.currency == entry.currency } ?? changes.count
        if place == changes.count { changes.append(CustomerChanges(currency: entry.currency)) }
        changes[place].add(number, entry.day, entry.orders)
      }
    }
  }
}
