import Intake
import Records

/// The first look at a file: all its tables, each with its verdict, before anything of one is shown.
struct ParseSurvey {
  struct Table {
    /// Where in the file it is: `orders.zip/june.csv`.
    var name: String
    var columns: [String] = []
    var isSingleValue = false
    /// Why it cannot be shown; of JSON line by line, one for each damaged line.
    var problems: [FileProblem] = []
  }

  private(set) var tables: [Table] = []
  private static let mostProblems = 1000

  /// What is wrong with the file as a whole is thrown.
  init(_ documents: consuming Documents) throws(FileProblem) {
    while let document = try documents.next() { add(document) }
  }

  /// Index of the table to show where none is asked for: the first that is sound.
  var firstSound: Int? {
    tables.firstIndex { $0.problems.isEmpty && !$0.isSingleValue }
      ?? tables.firstIndex { $0.problems.isEmpty }
  }

  private mutating func add(_ document: Document) {
    tables.append(Table(name: document.name))
    do throws(FileProblem) {
      var reader = try document.rows.get()
      while true {
        while let batch = try reader.next() { note(batch) }
        tables[tables.count - 1].columns = reader.columns
        tables[tables.count - 1].isSingleValue = reader.findings.isSingleValue
        guard try reader.nextTable() else { return }
        tables.append(Table(name: document.name))
      }
    } catch {
      tables[tables.count - 1].problems.append(error)
    }
  }

  private mutating func note(_ batch: RowBatch) {
    for entry in batch.problems where entry.problem.code == Rule.malformedJSON.code {
      guard tables[tables.count - 1].problems.count < Self.mostProblems else { return }
      tables[tables.count - 1].problems.append(
        FileProblem(
          code: entry.problem.code, message: entry.problem.message, remedy: entry.problem.remedy,
          line: Int(batch.rows[entry.row].line), column: entry.column))
    }
  }
}
