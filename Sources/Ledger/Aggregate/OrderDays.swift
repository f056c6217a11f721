import Records

/// On which days a customer ordered, and how often, in the few bytes in which `customer_days` keeps it.
///
/// A row for every customer where it was one for every day makes the table eight times shorter to write and to count
/// over. Of each day, in order: how many days after the one before (the first from 1970-01-01, its sign in the lowest
/// bit) and, in the lowest bit, whether there is more than one order; then how many. Numbers are of seven bits a byte,
/// the lowest first, all but the last byte with the highest bit set. Equal days have equal bytes.
enum OrderDays {
  struct Entry: Equatable {
    var day: Day
    var orders: Int64
  }

  /// Appends one day; `last` is the day appended before it for the same customer.
  static func append(_ entry: Entry, after last: Day?, to bytes: inout [UInt8]) {
    let number = Int64(entry.day.number)
    let distance =
      last.map { UInt64(bitPattern: number - Int64($0.number)) }
      ?? UInt64(bitPattern: number << 1 ^ number >> 63)
    append(distance << 1 | (entry.orders > 1 ? 1 : 0), to: &bytes)
    if entry.orders > 1 { append(UInt64(bitPattern: entry.orders), to: &bytes) }
  }

  /// The years 0 to 9999, in days since 1970.
  private static let years: ClosedRange<Int64> = -719_528...2_932_896

  /// Puts the days in place of what is in `entries`. What no Daybook wrote ends them, or has no meaning.
  static func read(_ bytes: [UInt8], into entries: inout [Entry]) {
    entries.removeAll(keepingCapacity: true)
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe each(of: bytes) { entries.append(Entry(day: $0, orders: $1)) }
    }
  }

  /// The days in order, with how many orders each has.
  @inline(__always)  // For every customer of a shop.
  static func each(of bytes: UnsafeRawBufferPointer, _ body: (Day, Int64) -> Void) {
    var index = 0
    var last: Int64?
    while let head = unsafe next(bytes, &index) {
      let distance = head >> 1
      let number =
        last.map { $0 &+ Int64(truncatingIfNeeded: distance) }
        ?? (Int64(bitPattern: distance >> 1) ^ -Int64(bitPattern: distance & 1))
      guard years.contains(number) else { return }
      last = number
      var orders: Int64 = 1
      if head & 1 == 1 {
        guard let count = unsafe next(bytes, &index) else { return }
        orders = Int64(truncatingIfNeeded: count)
      }
      body(Day(number: Int32(number)), orders)
    }
  }

  /// `2026-01-02, 2026-01-05 (2 orders)`, for people.
  static func text(_ bytes: [UInt8]) -> String {
    var entries: [Entry] = []
    read(bytes, into: &entries)
    return entries.map { $0.orders == 1 ? $0.day.iso : "\($0.day.iso) (\($0.orders) orders)" }
      .joined(separator: ", ")
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Nil at the end, also in the middle of a number.
  @inline(__always)  // For every day of every customer of a shop.
  private static func next(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) -> UInt64? {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while index < bytes.count {
      let byte = unsafe bytes[index]
      index += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
    return nil
  }
}
