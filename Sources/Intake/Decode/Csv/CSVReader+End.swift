import Records

/// Ends of tables.
extension CSVReader {
  /// Flags what stands at the end of the table and is no row of it.
  mutating func markFooters(_ isEnd: Bool) {
    guard isEnd, let last = scanner.rows.indices.last else { return }
    let end = tableEnd
    let wrong = Set(scanner.suspects.filter(\.hasWrongCount).map(\.row))
    let gaps = Set(scanner.suspects.filter(\.isAfterGap).map(\.row))
    let bare = Set(scanner.bareRows)
    var first: Int?
    for row in stride(from: last, through: max(0, last - 40), by: -1) {
      let sample = sampleRows(from: row, most: 1)[0]
      let isFooter = end.isFooter(sample)
      let standsApart = wrong.contains(row) && gaps.contains(row)
      if isFooter || standsApart { first = row }
      if isFooter, let rows = StatedRows(sample)?.count { stated = (rows, Int(sample.line)) }
      if !isFooter && !wrong.contains(row) && !bare.contains(row) { break }
    }
    guard let first else {
      stated = nil
      return
    }
    for row in first...last where !bare.contains(row) {
      findings.statedSums += StatedSum.find(
        in: sampleRows(from: row, most: 1)[0], columns: columns.count, delimiter: scanner.marks.delimiter)
      scanner.forgiveCount(of: row)
      scanner.add(Problem(.footer), to: row)
    }
    findings.notes.append(
      .init("footer", "\(last - first + 1) rows from line \(scanner.rows[first].line) on"))
  }
}

extension FileProblem {
  static func footerDisagrees(stated: Int, read: Int, line: Int) -> FileProblem {
    FileProblem(
      code: "footer.disagrees",
      message: "the file states that it has \(stated) rows, but \(read) stand in it",
      remedy: "export it again; rows are missing, or were added", line: line)
  }
}
