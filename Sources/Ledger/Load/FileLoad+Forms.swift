import Foundation
import GRDB
public import Records

extension FileLoad {
  /// How delimited text of a source was written last; nil if it sends none, or kinds of export that are written
  /// differently.
  public func rememberedForm(of source: String) throws -> TextForm? {
    let texts = try String.fetchAll(
      database, kept: "SELECT form FROM source_forms JOIN sources USING (source_id) WHERE name = ?",
      arguments: [source])
    let forms = try texts.map { try JSONDecoder().decode(TextForm.self, from: Data($0.utf8)) }
    guard let first = forms.first, forms.allSatisfy({ $0.delimiter == first.delimiter }) else { return nil }
    return first
  }

  /// Keeps how a table is written, in place of the one before.
  public func remember(_ form: TextForm, of header: BatchHeader, batchID: Int64) throws {
    let sourceID = try BatchLoad.sourceID(header, database: database)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try database.execute(
      kept: "INSERT OR REPLACE INTO source_forms (source_id, form, batch_id) VALUES (?, ?, ?)",
      arguments: [sourceID, String(decoding: try encoder.encode(form), as: UTF8.self), batchID])
  }
}
