import Inspection
import Intake
import Ledger
import Records

/// Finds out how a table's columns are read where their cells leave a choice; most tables leave none.
///
/// Batches are watched as they come. The first cell that leaves a choice lets the whole table be read once more from
/// its beginning, for only all of its rows may decide. What came before that cell is read the same either way.
struct ColumnFinding {
  /// With what the shop's settings say of the source.
  let definition: Definition
  private(set) var readings: [ColumnReading] = []
  private var seen: ColumnSurvey
  private let known: [ColumnReading]
  private let file: String
  private let source: String
  private var isDone = false

  init(
    _ definition: Definition, source: String, settings: ShopSettings, remembered: [RememberedReading],
    file: String
  ) {
    known = remembered.filter { $0.source == source && $0.stream == definition.stream }.map(\.reading)
    var stated = definition
    stated.reading = settings.reading(of: definition, from: source)
    // Nothing in a file shows that two digits in front are a year, so this answer needs no evidence.
    if known.contains(where: { $0.dateOrder == .yearFirst }) {
      stated.reading.dateOrder = stated.reading.dateOrder ?? .yearFirst
    }
    self.definition = stated
    seen = ColumnSurvey(definition: stated, known: known)
    (self.file, self.source) = (file, source)
  }

  /// True once, for the first batch with a cell that leaves a choice.
  mutating func mustSurvey(_ rows: RowBatch) -> Bool {
    guard !isDone else { return false }
    let earlier = seen
    seen.look(at: rows)
    guard seen.needsWholeTable else { return false }
    seen = earlier
    isDone = true
    return true
  }

  /// Looks at the whole table, and returns how its columns are read.
  mutating func survey(_ open: () throws -> any RowReader) throws -> [ColumnReading] {
    var reader = try open()
    var whole = ColumnSurvey(definition: definition, known: known)
    while let rows = try reader.next() { whole.look(at: rows) }
    readings = try whole.conclude(file: file, source: source)
    // Rows may have been taken already that a comma would have read otherwise.
    if !seen.agrees(with: readings) { throw whole.disagreement(file: file, source: source) }
    return readings
  }
}
