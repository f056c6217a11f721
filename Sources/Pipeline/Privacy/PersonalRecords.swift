import Inspection
import Intake
import Records

/// The records of a file with what they say of somebody.
struct PersonalRecords {
  /// A cell that says something of somebody.
  struct Cell {
    var role: PersonalColumns.Role
    var text: [UInt8]
    /// Where it begins in the record's bytes; nil for a cell that stands there in another spelling.
    var place: Int?
  }

  struct Record {
    /// The record's bytes as they arrived.
    var raw: [UInt8]
    /// Where they begin in the file.
    var offset: Int64
    var cells: [Cell]
    /// The reference of a held row that it answers, as it stands there.
    var reference: Cell?
  }

  /// A table of the file.
  struct Table {
    var name: String
    var isPacked: Bool
  }

  let shop: Shop

  /// Records one by one. What cannot be read as a table has none: such a file was never taken.
  func each(
    of path: BytePath, named name: [UInt8], _ body: (Record, Table) throws -> Void
  ) throws {
    let limits = shop.configuration.settings.limits
    var documents: Documents
    do throws(FileProblem) {
      documents = try Documents(
        path, on: shop.folder.files, name: name,
        options: DecodeOptions(StatedDialect(), limits: limits.decode),
        limits: limits.unpack)
    } catch { return }
    while let document = try? documents.next() {
      guard case .success(var reader) = document.rows else { continue }
      let table = Table(name: document.name, isPacked: document.isPacked)
      repeat {
        while let batch = try? reader.next() { try each(of: batch, table, body) }
      } while (try? reader.nextTable()) ?? false
    }
  }

  private func each(of batch: RowBatch, _ table: Table, _ body: (Record, Table) throws -> Void) throws {
    let definition = try? Recogniser(definitions: shop.configuration.definitions).recognise(
      columns: batch.columns, dataType: nil
    ).definition
    let columns = PersonalColumns(batch.columns, definition)
    var record: Record?
    var raw = ByteRange.none
    for row in batch.rows {
      if !row.continuesRecord {
        if let record { try body(record, table) }
        raw = row.raw
        record = Record(raw: Array(batch.bytes[raw.indices]), offset: row.offset, cells: [])
      }
      for place in 0..<Int(row.cellCount) {
        let range = batch.cells[Int(row.firstCell) + place]
        guard !range.isEmpty else { continue }
        let isInside = range.start >= raw.start && range.end <= raw.end
        func cell(_ role: PersonalColumns.Role) -> Cell {
          Cell(
            role: role, text: Array(batch.bytes[range.indices]),
            place: isInside ? Int(range.start - raw.start) : nil)
        }
        if columns.reference == place { record?.reference = cell(.other) }
        if let role = columns.roles[place] { record?.cells.append(cell(role)) }
      }
    }
    if let record { try body(record, table) }
  }
}
