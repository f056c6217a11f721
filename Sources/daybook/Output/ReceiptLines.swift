import Pipeline

extension Receipt {
  /// What became of the file in one line, how its orders add up, and perhaps what to do.
  var lines: [String] {
    switch status {
    case .accepted: return ["\(fileName): \(outcome)"] + changes + fixed + freed + sums + hint + news
    case .duplicate:
      return [
        "\(fileName): already in the books, the same bytes as \(repeats ?? "an earlier file"); nothing changed"
      ]
    case .failed:
      return [
        "\(fileName): not taken: \(problem?.message ?? "") [\(problem?.code ?? "")]",
        "  what to do: \(problem?.remedy ?? "")",
      ]
    }
  }

  private var outcome: String {
    let parts = [
      (inserted, "new"), (updated, "changed"), (unchanged, "known already"), (superseded, "out of date"),
      (duplicate, "repeated"), (held, "held"), (skipped, "skipped"),
    ].filter { $0.0 > 0 }.map { "\(Words.count($0.0)) \($0.1)" }
    let score = score.map { " (score \($0))" } ?? ""
    return "\(Words.count(recordsReceived, "row", "rows")): "
      + (parts.isEmpty ? "nothing in it" : parts.joined(separator: ", ")) + score
  }

  /// Columns that the source had not before.
  private var news: [String] {
    (tables ?? [self]).compactMap(\.newColumns).map { columns in
      let shown = columns.prefix(8).joined(separator: ", ")
      let more = columns.count > 8 ? " and \(Words.count(columns.count - 8)) more" : ""
      return "  new in this source, its values are kept as they stand: \(shown)\(more)"
    }
      + (tables ?? [self]).compactMap(\.missingColumns).map { columns in
        "  no longer in this source: \(columns.joined(separator: ", "))"
      }
  }

  /// What corrections changed: fields, and days that were reported already.
  private var changes: [String] {
    let fields = (changedFields ?? [:]).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.key) in \(Words.count($0.value))" }
    let days = daysRestated.map {
      "  changes \(Words.count($0.count, "day", "days")) reported before: see Reports/imports.html"
    }
    return (fields.isEmpty ? [] : ["  changed: \(fields.joined(separator: ", "))"])
      + (days.map { [$0] } ?? [])
  }

  private var sums: [String] { reconciled.map { ["  \($0)"] } ?? [] }

  private var hint: [String] {
    guard held > 0, let causes = heldByCause else { return [] }
    let listed = causes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
      .map { "\(Words.count($0.value)) × \($0.key)" }
    return ["  held: \(listed.joined(separator: ", ")); mend them in Fix/, see Reports/quarantine.html"]
  }

  /// Rows of other files whose sales this file brought.
  private var freed: [String] {
    (released ?? []).map { "  its sales release \(Words.count($0.rows, "row", "rows")) held of \($0.file)" }
  }

  /// What became of the held rows that the file answers.
  private var fixed: [String] {
    guard let answers else { return [] }
    let parts = [
      (answers.closed, "closed"), (answers.stillHeld, "still held"), (answers.unchanged, "closed before"),
      (answers.unknown, "answering no row that is held"),
    ].filter { $0.0 > 0 }.map { "\(Words.count($0.0)) \($0.1)" }
    return ["  held rows: " + (parts.isEmpty ? "none" : parts.joined(separator: ", "))]
  }
}
