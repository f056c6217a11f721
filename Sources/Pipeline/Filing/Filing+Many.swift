import Intake
import Records

/// An original to be moved to where it is kept.
struct FilingOrder {
  var original: BytePath
  var doneMarker: BytePath?
  /// Why it could not be taken; nil for one that goes to `Filed/`.
  var problem: FileProblem?
  var receipt: String
}

extension Filing {
  /// As `file` and `fail` for each, with as few waits for the disk as one file costs, and one for each receipt.
  ///
  /// Receipts come first and are safe before any original moves: an original in `Filed/` always has one.
  func file(_ orders: [FilingOrder], on day: Day) throws -> [Result<BytePath, FileProblem>] {
    var targets: [BytePath] = []
    var taken: Set<BytePath> = []
    var numbers: [BytePath: Int] = [:]
    var notes: [(path: BytePath, bytes: [UInt8])] = []
    for folder in Set(orders.map { $0.problem == nil ? folder(of: day) : shop.failed }) {
      try shop.files.makeFolders(folder)
    }
    for order in orders {
      let folder = order.problem == nil ? folder(of: day) : shop.failed
      let target = try free(order.original.name, in: folder, &numbers, besides: taken)
      targets.append(target)
      taken.insert(target)
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
    func note(_ ending: String, _ text: String) -> (path: BytePath, bytes: [UInt8]) {
      (BytePath(bytes: target.bytes + Array(ending.utf8)), Array(text.utf8))
    }
    guard let problem = order.problem else { return [note(".receipt.json", order.receipt)] }
    let name = BytePath.display(order.original.name)
    return [note(".why.txt", Self.why(problem, name: name)), note(".why.json", order.receipt)]
  }

  /// - Parameter numbers: the number up to which a name is known to be taken.
  private func free(
    _ name: [UInt8], in folder: BytePath, _ numbers: inout [BytePath: Int], besides taken: Set<BytePath>
  ) throws(FileProblem) -> BytePath {
    let plain = folder.appending(name)
    var number = numbers[plain] ?? 1
    while true {
      let candidate = folder.appending(Self.numbered(name, number))
      if !taken.contains(candidate), try !exists(candidate) {
        numbers[plain] = number + 1
        return candidate
      }
      number += 1
    }
  }
}
