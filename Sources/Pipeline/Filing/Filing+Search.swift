import Intake
import Ledger
import Records

/// Originals that were moved and of which it was not noted where they went.
extension Filing {
  /// Where the original of an entry lies whose filing was cut off after the move; nil if it never moved.
  func original(of entry: UnfiledFile, zone: ShopZone) throws -> BytePath? {
    if entry.status == .failed { return try original(of: entry, in: shop.failed, note: Self.failure) }
    // The move may have come after midnight.
    let day = zone.day(at: entry.processedAt)
    for day in [day, day.advanced(by: 1)] {
      if let original = try original(of: entry, in: folder(of: day), note: Self.receipt) { return original }
    }
    return nil
  }

  /// By its name where that is known to the byte: the receipts of a hundred thousand others need not be read then.
  private func original(of entry: UnfiledFile, in folder: BytePath, note: String) throws -> BytePath? {
    guard let name = entry.plainName else { return try original(of: entry.fileID, in: folder, note: note) }
    for name in [name, name + AcceptedFile.ending] {
      var (number, missing) = (1, 0)
      // Somebody may have taken some away meanwhile.
      while missing < 10 {
        let candidate = folder.appending(Self.numbered(name, number))
        if try isOriginal(candidate, of: entry.fileID, note: note) { return candidate }
        missing = try exists(candidate) ? 0 : missing + 1
        number += 1
      }
    }
    return nil
  }

  /// The original of a batch in the folder of that day, by the receipt beside it; nil if it never came there.
  func original(of batchID: Int64, filedOn day: Day) throws -> BytePath? {
    try original(of: batchID, in: folder(of: day), note: Self.receipt)
  }

  private func original(of batchID: Int64, in folder: BytePath, note: String) throws -> BytePath? {
    guard try exists(folder) else { return nil }
    for name in try shop.files.names(in: folder)
    where name.count > note.utf8.count && name.suffix(note.utf8.count).elementsEqual(note.utf8) {
      let original = folder.appending(Array(name.dropLast(note.utf8.count)))
      if try isOriginal(original, of: batchID, note: note) { return original }
    }
    return nil
  }

  private func isOriginal(_ path: BytePath, of batchID: Int64, note: String) throws -> Bool {
    let note = companion(of: path, note)
    guard try exists(path), try exists(note) else { return false }
    return try Receipt(json: text(of: note)).batchId == batchID
  }
}

extension UnfiledFile {
  /// The bytes of its name; nil where what is shown to people may stand for others.
  fileprivate var plainName: [UInt8]? {
    fileName.utf8.allSatisfy { (0x20...0x7E).contains($0) } ? Array(fileName.utf8) : nil
  }
}
