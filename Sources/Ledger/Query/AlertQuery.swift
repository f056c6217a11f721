public import Records

import GRDB

/// The newest file of a source, as far as its score is asked.
public struct NewestScore: Sendable {
  public var source: String
  public var stream: String
  public var fileName: String
  public var score: Int64
  public var held: Int64
  public var atStake: [Currency: Int64]
  /// What cost most: a rule's code and its column.
  public var worst: (code: String, field: String?)?
}

/// Files that were held whole and never taken since.
public struct RefusedFiles: Sendable {
  public var count: Int64
  /// The newest of them.
  public var fileName: String
  public var remedy: String
}

/// When files of a source came.
public struct Arrivals: Sendable {
  public var source: String
  /// Days of the last 60 on which a file came.
  public var days: Set<Day>
  /// Nil where none ever came.
  public var last: Day?

  public init(source: String, days: Set<Day> = [], last: Day? = nil) {
    self.source = source
    self.days = days
    self.last = last
  }
}

/// Orders of a source by day, for the last ten weeks.
public struct DailyVolume: Sendable {
  public var source: String
  public var stream: String
  public var orders: [Day: Int64]
  /// The day of its newest export: later days, and perhaps this one, are not told whole.
  public var exportedOn: Day
}

extension Books {
  public func newestScores() throws -> [NewestScore] {
    try queue.read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT batch_id, name, stream, file_name, score, held FROM batches JOIN sources USING (source_id)
          WHERE batch_id IN (SELECT max(batch_id) FROM batches WHERE status = 'accepted' AND score IS NOT NULL
            GROUP BY source_id) ORDER BY name, stream
          """)
      return try rows.map { row in
        let stakes = try String.fetchOne(
          database,
          sql: "SELECT group_concat(currency || ':' || amount_at_stake) FROM held_causes WHERE batch_id = ?",
          arguments: [row[0] as Int64])
        let worst = try Row.fetchOne(
          database,
          sql: """
            SELECT code, field FROM batch_checks WHERE batch_id = ? AND failed > 0
            ORDER BY failed * weight DESC, code, field LIMIT 1
            """, arguments: [row[0] as Int64])
        return NewestScore(
          source: row[1], stream: row[2], fileName: row[3], score: row[4], held: row[5],
          atStake: Database.amounts(stakes),
          worst: worst.map { ($0[0], ($0[1] as String).isEmpty ? nil : $0[1]) })
      }
    }
  }

  /// Files above their error budget; nil where there is none.
  public func filesOverBudget(since time: Int64) throws -> RefusedFiles? {
    try queue.read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT file_name, remedy FROM batches AS refused
          WHERE status = 'failed' AND code = 'budget.exceeded' AND processed_at >= ? AND NOT EXISTS (
            SELECT 1 FROM batches AS later WHERE later.status <> 'failed' AND later.batch_id > refused.batch_id
              AND (later.sha256 = refused.sha256 OR later.file_name = refused.file_name))
          GROUP BY sha256 ORDER BY max(batch_id) DESC
          """, arguments: [time])
      return rows.first.map { RefusedFiles(count: Int64(rows.count), fileName: $0[0], remedy: $0[1]) }
    }
  }

  public func arrivals(_ zone: ShopZone, now: Int64) throws -> [Arrivals] {
    try queue.read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT name, processed_at, max(processed_at) OVER (PARTITION BY name) FROM batches JOIN sources USING (source_id)
          WHERE status = 'accepted' ORDER BY name
          """)
      var arrivals: [Arrivals] = []
      for row in rows {
        if arrivals.last?.source != row[0] {
          arrivals.append(Arrivals(source: row[0], days: [], last: zone.day(at: row[2])))
        }
        if (row[1] as Int64) >= now - 60 * 86_400 {
          arrivals[arrivals.count - 1].days.insert(zone.day(at: row[1]))
        }
      }
      return arrivals
    }
  }

  public func volumes(_ zone: ShopZone, today: Day) throws -> [DailyVolume] {
    try queue.read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT source_id, name, stream, day, sum(orders),
            (SELECT max(exported_at) FROM batches WHERE batches.source_id = sources.source_id AND status = 'accepted')
          FROM daily_sales JOIN sources USING (source_id) WHERE day >= ?
          GROUP BY source_id, day ORDER BY name, stream, source_id, day
          """, arguments: [today.advanced(by: -70).yyyymmdd])
      var volumes: [(id: Int64, volume: DailyVolume)] = []
      for row in rows {
        guard let day = Day(yyyymmdd: row[3]) else { continue }
        if volumes.last?.id != row[0] {
          volumes.append(
            (
              row[0],
              DailyVolume(source: row[1], stream: row[2], orders: [:], exportedOn: zone.day(at: row[5]))
            ))
        }
        volumes[volumes.count - 1].volume.orders[day] = row[4]
      }
      return volumes.map(\.volume)
    }
  }

  /// When the books last changed without the reports showing it, UTC seconds; nil where they do.
  public func reportsBehindSince() throws -> Int64? {
    guard try reportsAreStale() else { return nil }
    return try queue.read { database in
      try Int64.fetchOne(
        database,
        sql: """
          SELECT min(processed_at) FROM batches WHERE batch_id >
            coalesce((SELECT CAST(value AS INTEGER) FROM shop_state WHERE name = 'reports_batch'), 0)
          """)
    }
  }
}
