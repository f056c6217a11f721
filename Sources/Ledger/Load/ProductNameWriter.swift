import GRDB
import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Keeps what the newest sale of each product called it.
///
/// The newest by time of sale, then the alphabetically last, so that the order of arrival makes no difference.
struct ProductNameWriter {
  private let sourceID: Int64
  private let upsert: RowStatement
  private var products = ByteInterner()
  private var newest: [(seenAt: Int64, name: [UInt8])] = []

  init(sourceID: Int64, database: Database) throws {
    self.sourceID = sourceID
    upsert = try RowStatement(
      """
      INSERT INTO product_names (source_id, product_id, name, seen_at) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at
      WHERE (excluded.seen_at, excluded.name) > (seen_at, name)
      """, on: database)
  }

  mutating func see(_ line: LineFact, _ bytes: UnsafeRawBufferPointer) throws {
    guard !line.productID.isEmpty, !line.productName.isEmpty else { return }
    let name = unsafe UnsafeRawBufferPointer(rebasing: bytes[line.productName.indices])
    let index = unsafe Int(
      products.index(of: UnsafeRawBufferPointer(rebasing: bytes[line.productID.indices])))
    if index == newest.count {
      unsafe newest.append((line.happenedAt, Array(name)))
    } else if unsafe isNewer(line.happenedAt, name, than: newest[index]) {
      newest[index].seenAt = line.happenedAt
      // In order of time every line is newer, and nearly always by the same name.
      if unsafe !isEqual(newest[index].name, name) { unsafe newest[index].name = Array(name) }
    }
    if products.size > 4 << 20 {
      try write()
      products = ByteInterner()
      newest = []
    }
  }

  private func isEqual(_ known: [UInt8], _ name: UnsafeRawBufferPointer) -> Bool {
    guard known.count == name.count, let start = name.baseAddress else { return known.count == name.count }
    return unsafe known.withUnsafeBytes { known in
      guard let first = known.baseAddress else { return true }
      return unsafe memcmp(first, start, name.count) == 0
    }
  }

  private func isNewer(
    _ seenAt: Int64, _ name: UnsafeRawBufferPointer, than known: (seenAt: Int64, name: [UInt8])
  ) -> Bool {
    guard known.seenAt == seenAt else { return known.seenAt < seenAt }
    return unsafe known.name.lexicographicallyPrecedes(name)
  }

  func write() throws {
    for (index, product) in newest.enumerated() {
      upsert.bind(1, sourceID)
      upsert.bind(2, copying: Array(products[Int32(index)]))
      upsert.bind(3, copying: product.name)
      upsert.bind(4, product.seenAt)
      try upsert.run()
    }
  }
}
