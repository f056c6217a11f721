import Records

@testable import Intake

/// What became of one document: its cells, or the code of its problem.
struct Unpacked: Equatable, CustomStringConvertible {
  var name: String
  var rows: [[String]] = []
  var code: String?

  init(_ name: String, _ rows: [[String]] = [], code: String? = nil) {
    (self.name, self.rows, self.code) = (name, rows, code)
  }

  var description: String { "\(name): \(code ?? "\(rows)")" }

  /// All documents of a file; a problem of the whole comes last, under no name.
  static func all(
    _ bytes: [UInt8], name: String = "a.zip", limits: UnpackLimits = UnpackLimits(),
    stop: StopCheck = .never
  ) -> [Unpacked] {
    var all: [Unpacked] = []
    do throws(FileProblem) {
      guard let store = try MemoryStore(MemorySource(bytes), limit: .max) else { preconditionFailure() }
      var documents = Documents(
        store, name: Array(name.utf8), options: DecodeOptions(), limits: limits, stop: stop)
      while let document = try documents.next() { all.append(read(document)) }
    } catch {
      all.append(Unpacked("", code: error.code))
    }
    return all
  }

  private static func read(_ document: Document) -> Unpacked {
    var unpacked = Unpacked(document.name)
    do throws(FileProblem) {
      var reader = try document.rows.get()
      var reading = Reading(columns: [], rows: [])
      while let batch = try reader.next() { reading.add(batch) }
      unpacked.rows = [reader.columns] + reading.texts
    } catch {
      unpacked.code = error.code
    }
    return unpacked
  }
}
