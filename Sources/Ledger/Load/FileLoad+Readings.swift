public import Records

import GRDB

/// How a column of a source's exports was read, or was said to be.
public struct RememberedReading: Sendable, Hashable {
  public var source: String
  public var stream: String
  public var reading: ColumnReading
}

extension FileLoad {
  /// All that is remembered of how columns are read; a few lines per source.
  public func rememberedReadings() throws -> [RememberedReading] {
    try Row.fetchAll(
      database,
      kept: """
        SELECT name, stream, column_name, date_order, decimal_mark, origin, evidence
        FROM column_readings JOIN sources USING (source_id) ORDER BY source_id, column_name, question
        """
    ).compactMap { row in
      guard let origin = ColumnReading.Origin(rawValue: row[5]) else { return nil }
      let order: String? = row[3]
      let mark: String? = row[4]
      let reading = ColumnReading(
        column: row[2], dateOrder: order.flatMap(DateOrder.init), decimalMark: mark.flatMap(DecimalMark.init),
        origin: origin, evidence: row[6])
      return RememberedReading(source: row[0], stream: row[1], reading: reading)
    }
  }

  /// Keeps how a table's columns were read; what is known already keeps the file that showed it first.
  public func remember(_ readings: [ColumnReading], of header: BatchHeader, batchID: Int64) throws {
    guard !readings.isEmpty else { return }
    let sourceID = try BatchLoad.sourceID(header, database: database)
    for reading in readings where reading.origin == .found || reading.origin == .neighbours {
      try write(reading, sourceID, batchID)
    }
  }

  /// Keeps an answer; it takes the place of what was answered or shown before.
  public func answer(_ reading: ColumnReading, source: String, stream: String, facts: FactKind) throws {
    let header = BatchHeader(
      source: source, kind: stream, facts: facts, fileName: "", sha256: "", bytes: 0, format: "",
      exportedAt: 0,
      processedAt: 0)
    let sourceID = try BatchLoad.sourceID(header, database: database)
    let question = reading.dateOrder == nil ? "decimals" : "dates"
    try database.execute(
      kept: "DELETE FROM column_readings WHERE source_id = ? AND question = ?",
      arguments: [sourceID, question])
    try write(reading, sourceID, nil)
  }

  private func write(_ reading: ColumnReading, _ sourceID: Int64, _ batchID: Int64?) throws {
    try database.execute(
      kept: """
        INSERT INTO column_readings
          (source_id, column_name, question, date_order, decimal_mark, origin, evidence, batch_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
      arguments: [
        sourceID, reading.column, reading.dateOrder == nil ? "decimals" : "dates",
        reading.dateOrder?.rawValue,
        reading.decimalMark?.rawValue, reading.origin.rawValue, reading.evidence, batchID,
      ])
  }
}
