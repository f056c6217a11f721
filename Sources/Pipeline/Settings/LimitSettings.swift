import Intake

/// Reads `limits` of `daybook.yaml`: how much is too much. No key may be set so high that memory would not last.
///
/// - cell (1 MiB): the longest cell, or text of XML
/// - row (4 MiB): the longest row or record; noticed once twice as much is in memory
/// - columns (1000)
/// - json_text (1 MiB): the longest text in JSON
/// - depth (64): lists and objects of JSON inside one another
/// - unpacked (4 GiB): what may come out of one archive
/// - unpacked_ratio (200): so many bytes may come out for each byte of the file, once it is more than 1 MiB
/// - unpacked_files (10000)
/// - archive_depth (2): archives inside one another
extension IntakeLimits {
  static func read(_ map: YamlMap) throws(ConfigProblem) -> IntakeLimits {
    var limits = IntakeLimits()
    let keys = [
      "cell", "row", "columns", "json_text", "depth", "unpacked", "unpacked_ratio", "unpacked_files",
      "archive_depth",
    ]
    guard let map = try map.map("limits", keys: keys) else { return limits }
    limits.decode.cellBytes = try map.bytes("cell", 1024...(16 << 20)) ?? limits.decode.cellBytes
    limits.decode.rowBytes = try map.bytes("row", (256 << 10)...(16 << 20)) ?? limits.decode.rowBytes
    limits.decode.columns = try map.integer("columns", in: 1...10_000) ?? limits.decode.columns
    limits.decode.textBytes = try map.bytes("json_text", 1024...(16 << 20)) ?? limits.decode.textBytes
    limits.decode.depth = try map.integer("depth", in: 1...256) ?? limits.decode.depth
    let unpacked = try map.bytes("unpacked", 1024...(1 << 50))
    limits.unpack.expandedBytes = unpacked.map(Int64.init) ?? limits.unpack.expandedBytes
    let ratio = try map.integer("unpacked_ratio", in: 1...1_000_000)
    limits.unpack.ratio = ratio.map(Int64.init) ?? limits.unpack.ratio
    limits.unpack.entries = try map.integer("unpacked_files", in: 1...10_000_000) ?? limits.unpack.entries
    limits.unpack.depth = try map.integer("archive_depth", in: 1...8) ?? limits.unpack.depth
    guard limits.decode.cellBytes <= limits.decode.rowBytes else {
      throw map.problem(map.node("cell") == nil ? "row" : "cell", "a cell cannot be longer than a row")
    }
    return limits
  }
}

extension YamlMap {
  /// A number of bytes: `65536`, `64 KiB`, `1 MiB`, `4 GiB`.
  func bytes(_ key: String, _ range: ClosedRange<Int>) throws(ConfigProblem) -> Int? {
    guard let text = try string(key) else { return nil }
    let units = [("KiB", 10), ("MiB", 20), ("GiB", 30)]
    let unit = units.first { text.hasSuffix($0.0) }
    let digits = text.dropLast(unit == nil ? 0 : 3).filter { $0 != " " }
    guard let number = Int(digits), number >= 0, number.leadingZeroBitCount > unit?.1 ?? 0 else {
      throw problem(key, "\"\(text)\" is no size; write one such as 64 KiB, 1 MiB or 4 GiB")
    }
    let bytes = number << (unit?.1 ?? 0)
    guard range.contains(bytes) else {
      throw problem(
        key, "\"\(text)\" is not between \(Self.size(range.lowerBound)) and \(Self.size(range.upperBound))")
    }
    return bytes
  }

  func integer(_ key: String, in range: ClosedRange<Int>) throws(ConfigProblem) -> Int? {
    guard let value = try integer(key) else { return nil }
    guard range.contains(value) else {
      throw problem(key, "\(value) is not between \(range.lowerBound) and \(range.upperBound)")
    }
    return value
  }

  private static func size(_ bytes: Int) -> String {
    for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] where bytes >= 1 << shift {
      return "\(bytes >> shift) \(unit)"
    }
    return "\(bytes)"
  }
}
