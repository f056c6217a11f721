import Intake
import Ledger
import Records

/// An original to be moved to where it is kept.
struct FilingOrder {
  var original: BytePath
  var doneMarker: BytePath?
  /// Why it could not be taken; nil for one that goes to `Filed/`.
  var problem: FileProblem?
  var receipt: String
}

/// Moves originals to where they are kept, each with a word beside it. Every step can be repeated.
struct Filing {
  let shop: ShopFolder

  /// Moves an original to `Filed/YYYY/MM/DD/`, or to `Failed/` if it has a problem, and returns where it lies now.
  func file(_ order: FilingOrder, on day: Day) throws(FileProblem) -> BytePath {
    for outcome in try file([order], on: day) { return try outcome.get() }
    preconditionFailure("one order has one outcome")
  }

  /// As `file` for each, with as few waits for the disk as one file costs, and one for each receipt.
  ///
  /// Receipts come first and are safe before any original moves: an original in `Filed/` always has one.
  func file(_ orders: [FilingOrder], on day: Day) throws(FileProblem) -> [Result<BytePath, FileProblem>] {
    var targets: [BytePath] = []
    var places = Places()
    var notes: [(path: BytePath, bytes: [UInt8])] = []
    for folder in Set(orders.map { $0.problem == nil ? folder(of: day) : shop.failed }) {
      try shop.files.makeFolders(folder)
    }
    for order in orders {
      let folder = order.problem == nil ? folder(of: day) : shop.failed
      let target = try free(order.original.name, in: folder, &places)
      targets.append(target)
      notes += companions(of: order, at: target)
    }
    try shop.files.write(notes)
    for order in orders {
      // Without its file it would be a file itself, and the file needs it no more.
      if let marker = order.doneMarker { try shop.files.remove(marker) }
    }
    let problems = try shop.files.move(
      zip(orders, targets).map { ($0.original, $1) }, by: shop.working)
    return zip(targets, problems).map { target, problem in problem.map { .failure($0) } ?? .success(target) }
  }

  private func companions(of order: FilingOrder, at target: BytePath) -> [(path: BytePath, bytes: [UInt8])] {
    guard let problem = order.problem else {
      return [(companion(of: target, Self.receipt), Array(order.receipt.utf8))]
    }
    let why = Self.why(problem, name: BytePath.display(order.original.name))
    return [
      (companion(of: target, ".why.txt"), Array(why.utf8)),
      (companion(of: target, Self.failure), Array(order.receipt.utf8)),
    ]
  }

  static func why(_ problem: FileProblem, name: String) -> String {
    let place = problem.line.map { line in
      "\nWhere: line \(line)" + (problem.column.map { ", byte \($0) of that line" } ?? "") + ".\n"
    }
    return """
      \(name) was not taken into the books. Nothing of it was counted.

      Why: \(problem.message).
      \(place ?? "")
      What to do: \(problem.remedy).
      Then drop the file into Inbox/ again. The file itself lies beside this note, just as it came.

      Code: \(problem.code)

      """
  }

  func text(of path: BytePath) throws -> String { String(decoding: try bytes(of: path), as: UTF8.self) }

  func bytes(of path: BytePath) throws -> [UInt8] {
    let source = FileSource(try shop.files.open(path))
    var (bytes, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe source.read(into: $0) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  func folder(of day: Day) -> BytePath {
    day.iso.split(separator: "-").reduce(shop.filed) { $0.appending(String($1)) }
  }

  /// The name itself, or `name-2.csv` and so on while that is taken.
  func free(_ name: [UInt8], in folder: BytePath) throws(FileProblem) -> BytePath {
    var places = Places()
    return try free(name, in: folder, &places)
  }

  /// Places that are given away and where nothing lies yet.
  private struct Places {
    var given: Set<BytePath> = []
    /// Up to which number a name is known to be taken.
    var numbers: [BytePath: Int] = [:]
  }

  private func free(
    _ name: [UInt8], in folder: BytePath, _ places: inout Places
  ) throws(FileProblem) -> BytePath {
    let plain = folder.appending(name)
    var number = places.numbers[plain] ?? 1
    while true {
      let candidate = folder.appending(Self.numbered(name, number))
      number += 1
      guard !places.given.contains(candidate), try !exists(candidate) else { continue }
      places.numbers[plain] = number
      places.given.insert(candidate)
      return candidate
    }
  }

  static let failure = ".why.json"
  static let receipt = ".receipt.json"
  /// A longer name would leave no room for that of its receipt while that is being written.
  static let longestName = 255 - (receipt + DurableFiles.unfinished).utf8.count

  /// `june.csv`, `june-2.csv`, `june-3.csv`; a name that is too long loses the end of its stem.
  static func numbered(_ name: [UInt8], _ number: Int) -> [UInt8] {
    let suffix = number == 1 ? [] : Array("-\(number)".utf8)
    let dot = name.lastIndex(of: 0x2E).flatMap { $0 > 0 && name.count - $0 <= 32 ? $0 : nil } ?? name.count
    var end = min(dot, longestName - suffix.count - (name.count - dot))
    // Not in the middle of a character of UTF-8, which is four bytes long at most.
    for _ in 0..<3 where end < dot && end > 1 && name[end] & 0xC0 == 0x80 { end -= 1 }
    return Array(name[..<end]) + suffix + Array(name[dot...])
  }

  func exists(_ path: BytePath) throws(FileProblem) -> Bool { try shop.files.exists(path) }

  func companion(of path: BytePath, _ ending: String) -> BytePath {
    BytePath(bytes: path.bytes + Array(ending.utf8))
  }
}
