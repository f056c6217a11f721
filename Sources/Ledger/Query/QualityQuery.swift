import GRDB
import Records

extension Database {
  /// How far each source can be trusted, over all its accepted files.
  func sourceQuality(_ zone: ShopZone) throws -> [SourceQuality] {
    let rows = try Row.fetchAll(
      self,
      sql: """
        SELECT source_id, name, stream, sum(records_received), sum(inserted + updated + unchanged), sum(held),
          sum(skipped), max(processed_at),
          (SELECT file_name FROM batches AS newest WHERE newest.source_id = sources.source_id
            AND newest.status = 'accepted' ORDER BY batch_id DESC LIMIT 1)
        FROM batches JOIN sources USING (source_id) WHERE status = 'accepted' GROUP BY source_id ORDER BY name, 3
        """)
    return try rows.map { row in
      let lost = try pointsLost(sourceID: row[0])
      return SourceQuality(
        source: row[1], kind: row[2], rows: row[3], accepted: row[4], held: row[5], skipped: row[6],
        score: Score.perfect - lost.reduce(0) { $0 + $1.points }, lastFile: row[8], lastReceivedAt: row[7],
        lost: lost, trend: try trend(sourceID: row[0], zone))
    }
  }

  private func pointsLost(sourceID: Int64) throws -> [SourceQuality.PointsLost] {
    let checks = try Row.fetchAll(
      self,
      sql: """
        SELECT batch_checks.code, field, sum(failed), sum(applied), sum(failed * weight), sum(applied * weight)
        FROM batch_checks JOIN batches USING (batch_id) WHERE source_id = ? GROUP BY 1, 2 ORDER BY 5 DESC, 1, 2
        """, arguments: [sourceID])
    let applied = checks.reduce(Int64(0)) { $0 + ($1[5] as Int64) }
    let points = Score.lost(checks.map { $0[4] as Int64 }, applied: applied)
    return zip(checks, points).filter { ($0.0[2] as Int64) > 0 }.map { check, points in
      let field: String = check[1]
      return SourceQuality.PointsLost(
        code: check[0], field: field.isEmpty ? nil : field, failed: check[2], applied: check[3],
        points: points)
    }
  }

  private func trend(sourceID: Int64, _ zone: ShopZone) throws -> [SourceQuality.Point] {
    let rows = try Row.fetchAll(
      self,
      sql: """
        SELECT processed_at, sum(failed * weight), sum(applied * weight)
        FROM batch_checks JOIN batches USING (batch_id) WHERE source_id = ? GROUP BY batch_id ORDER BY processed_at
        """, arguments: [sourceID])
    var days: [(day: Day, failed: Int64, applied: Int64)] = []
    for row in rows {
      let day = zone.day(at: row[0])
      if days.last?.day != day { days.append((day, 0, 0)) }
      days[days.count - 1].failed += row[1]
      days[days.count - 1].applied += row[2]
    }
    return days.suffix(90).map { day, failed, applied in
      SourceQuality.Point(day: day, score: Score.hundredths(failed: failed, applied: applied))
    }
  }

  /// The newest files first.
  func imports(limit: Int) throws -> [ImportFigures] {
    let rows = try Row.fetchAll(
      self,
      sql: """
        SELECT batches.*, sources.name AS source, repeated.file_name AS repeated_name
        FROM batches LEFT JOIN sources USING (source_id)
          LEFT JOIN batches AS repeated ON repeated.batch_id = batches.repeats_batch_id
        ORDER BY batches.batch_id DESC LIMIT ?
        """, arguments: [limit])
    return rows.map { ImportFigures($0) }
  }

  /// Held rows by file and cause, most rows first.
  func heldGroups(limit: Int) throws -> [HeldGroup] {
    let rows = try Row.fetchAll(
      self,
      sql: """
        SELECT held_causes.batch_id, file_name, held_causes.code, held_causes.field, sum(rows), min(first_held_row_id),
          group_concat(currency || ':' || amount_at_stake), processed_at
        FROM held_causes JOIN batches USING (batch_id)
        GROUP BY held_causes.batch_id, held_causes.code, held_causes.field ORDER BY 5 DESC, 1, 3, 4 LIMIT ?
        """, arguments: [limit])
    return try rows.compactMap { row in
      let code: String = row[2]
      let example = try Row.fetchOne(
        self,
        sql: """
          SELECT source_row, value, message, remedy FROM held_rows JOIN held_problems USING (held_row_id)
          WHERE held_row_id = ? AND code = ? ORDER BY position LIMIT 1
          """, arguments: [row[5] as Int64, code])
      guard let example else { return nil }
      let field: String = row[3]
      return HeldGroup(
        batchID: row[0], fileName: row[1], code: code, field: field.isEmpty ? nil : field, rows: row[4],
        atStake: Self.amounts(row[6]), exampleLine: example[0], exampleValue: example[1], message: example[2],
        remedy: example[3], firstSeen: row[7])
    }
  }

  /// From `GBP:1200,EUR:50`.
  static func amounts(_ text: String?) -> [Currency: Int64] {
    var amounts: [Currency: Int64] = [:]
    for pair in (text ?? "").split(separator: ",") {
      let parts = pair.split(separator: ":")
      guard parts.count == 2, let currency = Currency(String(parts[0])), let amount = Int64(parts[1]) else {
        continue
      }
      amounts[currency, default: 0] += amount
    }
    return amounts.filter { $0.value != 0 }
  }

  func heldTotals() throws -> (rows: Int64, atStake: [Currency: Int64]) {
    let rows = try Int64.fetchOne(self, sql: "SELECT sum(rows) FROM held_causes") ?? 0
    let amounts = try Row.fetchAll(
      self,
      sql: "SELECT currency, sum(amount_at_stake) FROM held_causes WHERE currency <> '' GROUP BY currency")
    var atStake: [Currency: Int64] = [:]
    for row in amounts {
      if let currency = Currency(row[0] as String), (row[1] as Int64) != 0 { atStake[currency] = row[1] }
    }
    return (rows, atStake)
  }

  /// A file that failed and was taken later, with the same bytes, no longer counts as failed.
  func fileCounts() throws -> (accepted: Int64, failed: Int64) {
    let accepted =
      try Int64.fetchOne(self, sql: "SELECT count(*) FROM batches WHERE status = 'accepted'") ?? 0
    let failed =
      try Int64.fetchOne(
        self,
        sql: """
          SELECT count(DISTINCT sha256) FROM batches WHERE status = 'failed'
            AND sha256 NOT IN (SELECT sha256 FROM batches WHERE status = 'accepted')
          """) ?? 0
    return (accepted, failed)
  }
}

extension ImportFigures {
  fileprivate init(_ row: Row) {
    self.init(
      batchID: row["batch_id"], receivedAt: row["processed_at"], fileName: row["file_name"],
      source: row["source"] ?? "", kind: row["kind"] ?? "", sha256: row["sha256"], bytes: row["bytes"],
      format: row["format"], result: Result(rawValue: row["status"]) ?? .failed)
    rows = row["records_received"]
    inserted = row["inserted"]
    updated = row["updated"]
    unchanged = row["unchanged"]
    superseded = row["superseded"]
    duplicate = row["duplicate"]
    held = row["held"]
    skipped = row["skipped"]
    firstDay = (row["first_day"] as Int?).flatMap { Day(yyyymmdd: $0) }
    lastDay = (row["last_day"] as Int?).flatMap { Day(yyyymmdd: $0) }
    score = row["score"]
    milliseconds = row["milliseconds"]
    code = row["code"]
    message = row["message"]
    remedy = row["remedy"]
    keptAt = row["kept_at"]
    if result == .duplicate, let repeated: String = row["repeated_name"] {
      message = "the same bytes as \(repeated)"
    }
  }
}
