import Inspection
import Ledger
import Records

/// Watches which columns of a table nothing is taken from, and which of them are new in the source's exports.
struct ColumnWatch {
  /// More new columns than this are named, and their values left in the original.
  static let limit = 100

  private let definition: Definition
  /// Nil for the first export of its kind from the source: of that none is new.
  private let known: [String: Bool]?
  /// Of which nothing is taken.
  private(set) var extra: [String] = []
  private var columns = 0

  init(_ definition: Definition, source: String, known: [ExportColumn]) {
    self.definition = definition
    let own = known.filter { $0.source == source && $0.kind == definition.kind }
    self.known = own.isEmpty ? nil : own.reduce(into: [:]) { $0[$1.name] = $1.isNew }
  }

  /// The new columns among those of the batch; nil where they are the same as in the batch before.
  mutating func newColumns(in columns: [String]) -> [String]? {
    guard columns.count != self.columns else { return nil }
    self.columns = columns.count
    extra = Recogniser.extraColumns(of: columns, definition)
    guard let known else { return nil }
    return Array(extra.filter { known[$0] ?? true }.prefix(Self.limit))
  }
}
