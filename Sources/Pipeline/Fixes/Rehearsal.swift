import Intake
import Ledger
import Records

extension DaybookPipeline {
  /// How many held rows a change of a definition would take: their stored bytes are judged again, and that is taken
  /// back. None where it would read anything otherwise that is in the books.
  func rowsTaken(by change: DefinitionChange, kind: String) throws -> Int {
    guard let place = configuration.definitions.firstIndex(where: { $0.kind == kind }),
      let changed = change.applied(to: configuration.definitions[place])
    else { return 0 }
    var anew = configuration
    anew.definitions[place] = changed
    let pipeline = DaybookPipeline(
      shop: shop, configuration: anew, books: books, clocks: clocks, log: .silent)
    let tables = try books.tablesWithOpenRows(kind: kind)
    return try books.rehearse { load in
      var taken = 0
      for table in tables {
        let receipt = try? pipeline.retry(table.batchID, cause: .retry, in: load)
        taken += receipt?.answers?.closed ?? 0
      }
      guard taken > 0 else { return 0 }
      switch change {
      case .word: return taken
      case .dates, .decimals: return try pipeline.leavesAlone(tables, load) ? taken : 0
      }
    }
  }

  /// Whether files of the kind that hold rows are read by this configuration as they were: what was taken is known
  /// already, and no row is held that was not.
  private func leavesAlone(
    _ tables: [(batchID: Int64, file: KeptFile?)], _ load: FileLoad
  ) throws -> Bool {
    for table in tables {
      guard let file = table.file,
        let path = try Filing(shop: shop).original(of: file, zone: configuration.settings.timeZone)
      else { return false }
      let settled = SettledFile(
        original: path, displayName: file.fileName, source: try load.heldTable(table.batchID)?.source,
        size: try shop.files.status(of: path).size, sha256: "rehearsal of \(table.batchID)",
        modifiedAt: clocks.now, workingCopy: path)
      let known = try load.counts(ofFile: file.fileID)
      guard let receipt = try? read(settled, started: clocks.steady(), into: load) else { return false }
      let isSame = receipt.updated == 0 && receipt.inserted == 0 && receipt.held <= known.held
      if !isSame { return false }
    }
    return true
  }
}
