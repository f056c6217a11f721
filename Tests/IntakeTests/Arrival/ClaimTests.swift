import Records
import Testing

@testable import Intake

struct ClaimTests {
  private let folder: TemporaryFolder
  private let working: BytePath

  init() throws {
    folder = try TemporaryFolder()
    working = folder.path.appending("Working")
    try DurableFiles.onDisk.makeFolders(working)
  }

  private func arrival(_ path: BytePath) throws -> Arrival {
    Arrival(path: path, source: Array("till".utf8), status: try DurableFiles.onDisk.status(of: path))
  }

  @Test func `a claimed file is copied, hashed and described, the original stays`() throws {
    let file = try folder.write("abc", to: "till/june.csv")
    let settled = try Claim.take(try arrival(file), into: working, as: "7", on: .onDisk)
    #expect(settled.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(settled.size == 3)
    #expect(settled.displayName == "june.csv")
    #expect(settled.source == "till")
    #expect(settled.original == file)
    #expect(settled.workingCopy == working.appending("7"))
    #expect(try folder.read(settled.workingCopy) == "abc")
    #expect(try folder.read(file) == "abc")
    #expect(folder.mode(of: "Working/7") == 0o600)
    #expect(folder.mode(of: "Working") == 0o700)
    #expect(try DurableFiles.onDisk.sha256(of: file) == settled.sha256)
  }

  @Test(arguments: ["append", "rewrite", "replace", "remove"])
  func `a file that changes under the copy is not taken and leaves nothing behind`(how: String) throws {
    let file = try folder.write(String(repeating: "x", count: 600_000), to: "june.csv")
    var chunks = 0
    let found = try arrival(file)
    let problem = problem {
      _ = try Claim.take(found, into: working, as: "7", on: .onDisk) {
        chunks += 1
        guard chunks == 2 else { return }
        do {
          switch how {
          case "append": try folder.write(String(repeating: "x", count: 600_001), to: "june.csv")
          case "rewrite": try folder.write(String(repeating: "y", count: 600_000), to: "june.csv")
          case "replace": try DurableFiles.onDisk.rename(try folder.write("z", to: "other"), to: file)
          default: try DurableFiles.onDisk.remove(file)
          }
        } catch { Issue.record(error) }
      }
    }
    #expect(problem?.code == "file.changed")
    #expect(problem?.canRetry == true)
    #expect(!folder.exists("Working/7"))
  }

  @Test func `a file that is not what was seen is not taken`() throws {
    let file = try folder.write("abc", to: "june.csv")
    let seen = try arrival(file)
    try folder.write("abcd", to: "june.csv")
    #expect(problem { _ = try Claim.take(seen, into: working, as: "7", on: .onDisk) }?.code == "file.changed")
  }

  @Test func `an original that changed after it was copied is not to be entered`() throws {
    let file = try folder.write("abc", to: "june.csv")
    let seen = try arrival(file)
    _ = try Claim.take(seen, into: working, as: "7", on: .onDisk)
    try Claim.secure([seen], on: .onDisk)
    try folder.write("abcd", to: "june.csv")
    #expect(problem { try Claim.secure([seen], on: .onDisk) }?.code == "file.changed")
  }

  @Test func `a small file is held as it was read, by any number of readers, and nothing is written`() throws
  {
    let file = try folder.write("abc", to: "june.csv")
    let seen = try arrival(file)
    let held = try Claim.hold(seen, as: working.appending("7"), on: .onDisk)
    #expect(try held.file == Claim.take(seen, into: working, as: "7", on: .onDisk))
    try DurableFiles.onDisk.remove(working.appending("7"))
    try folder.write("changed", to: "june.csv")
    let files = held.copied(to: .onDisk)
    let copies = try (0..<2).map { _ in try files.open(held.file.workingCopy) }
    for copy in copies {
      #expect(try copy.bytes(at: 1, count: 9) == Array("bc".utf8) && copy.bytes(at: 3, count: 9).isEmpty)
      #expect(try copy.status().size == 3)
    }
    #expect(try files.sha256(of: held.file.workingCopy) == held.file.sha256)
    #expect(try files.sha256(of: file) != held.file.sha256)
    #expect(try folder.path.appending("Working") == working && DurableFiles.onDisk.names(in: working).isEmpty)
    #expect(problem { _ = try Claim.hold(seen, as: working, on: .onDisk) }?.code == "file.changed")
  }

  @Test(arguments: [("a,b\n1,2\n", false), ("\u{1F}", false), ("PK\u{3}\u{4}", true), ("7z", false)])
  func `a file that holds others is known by its first bytes`(text: String, isPacked: Bool) throws {
    let file = try folder.write(text, to: "june.csv")
    let held = try Claim.hold(arrival(file), as: working.appending("7"), on: .onDisk)
    #expect(held.isPacked == isPacked)
  }

  @Test func `missing files and folders say so`() throws {
    let file = try folder.write("abc", to: "june.csv")
    let seen = try arrival(file)
    let nowhere = problem {
      _ = try Claim.take(seen, into: folder.path.appending("no"), as: "7", on: .onDisk)
    }
    #expect(nowhere?.code == "file.vanished")
    #expect(nowhere?.canRetry == true)
    try DurableFiles.onDisk.remove(file)
    #expect(
      problem { _ = try Claim.take(seen, into: working, as: "7", on: .onDisk) }?.code == "file.vanished")
  }
}
