import Records
import Testing

@testable import Intake

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct DurableFilesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a written file replaces the old one and is private`() throws {
    let path = folder.path.appending("a.json")
    try DurableFiles.onDisk.write(Array("one".utf8), to: path)
    try DurableFiles.onDisk.write(Array("two".utf8), to: path)
    #expect(try folder.read(path) == "two")
    #expect(folder.mode(of: "a.json") == 0o600)
    #expect(!folder.exists("a.json.tmp"))
  }

  /// A file that the disk cannot save.
  private final class Refused: OpenFile {
    private let code: String?
    private(set) var saved = 0

    init(_ code: String?) { self.code = code }

    func status() throws(FileProblem) -> FileStatus { FileStatus(size: 0, modified: 0, changed: 0, inode: 0) }
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int { 0 }
    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int { 0 }
    func rewind() throws(FileProblem) {}
    func write(_ bytes: Span<UInt8>) throws(FileProblem) {}
    func synchronize() throws(FileProblem) {
      saved += 1
      if let code { throw FileProblem(code: code, message: "", remedy: "") }
    }
  }

  @Test(arguments: [1, 15, 16, 200]) func `every file of many is saved once, and one that is not is told`(
    count: Int
  ) throws {
    let files = (0..<count).map { _ in Refused(nil) }
    try Disk().synchronize(files)
    #expect(files.allSatisfy { $0.saved == 1 })
    let last = Refused("disk.failed")
    #expect(problem { try Disk().synchronize(files + [last]) }?.code == "disk.failed")
    #expect(last.saved == 1)
  }

  @Test func `a folder is cleared of the files that are wanted away, and may be missing`() throws {
    for name in ["a.tmp", "b.tmp", "b"] { try folder.write("x", to: "in/" + name) }
    let place = folder.path.appending("in")
    let gone = try DurableFiles.onDisk.clear(place, where: DurableFiles.isUnfinished)
    #expect(gone == [Array("a.tmp".utf8), Array("b.tmp".utf8)])
    #expect(try DurableFiles.onDisk.names(in: place) == [Array("b".utf8)])
    #expect(try DurableFiles.onDisk.clear(place) == [Array("b".utf8)])
    #expect(try DurableFiles.onDisk.clear(folder.path.appending("none")).isEmpty)
  }

  @Test func `folders are made as deep as needed, again and again`() throws {
    let deep = folder.path.appending("a/b/c")
    try DurableFiles.onDisk.makeFolders(deep)
    try DurableFiles.onDisk.makeFolders(deep)
    #expect(folder.mode(of: "a/b") == 0o700)
    try folder.write("x", to: "file")
    #expect(
      problem { try DurableFiles.onDisk.makeFolders(folder.path.appending("file")) }?.code
        == "file.not_folder")
  }

  @Test func `moving and removing can be repeated`() throws {
    let file = try folder.write("x", to: "a")
    try DurableFiles.onDisk.makeFolders(folder.path.appending("to"))
    try DurableFiles.onDisk.move(file, to: folder.path.appending("to/b"), by: folder.path)
    #expect(folder.exists("to/b") && !folder.exists("a"))
    try DurableFiles.onDisk.remove(folder.path.appending("to/b"))
    try DurableFiles.onDisk.remove(folder.path.appending("to/b"))
    #expect(!folder.exists("to/b"))
  }

  @Test func `links and pipes are not opened`() throws {
    let file = try folder.write("x", to: "a")
    try #require(unsafe symlink(file.display, folder.path.appending("l").display) == 0)
    try #require(unsafe mkfifo(folder.path.appending("p").display, 0o600) == 0)
    #expect(problem { _ = try DurableFiles.onDisk.open(folder.path.appending("l")) }?.code == "file.is_link")
    #expect(
      problem { _ = try DurableFiles.onDisk.open(folder.path.appending("p")) }?.code == "file.not_regular")
    #expect(problem { _ = try DurableFiles.onDisk.open(folder.path) }?.code == "file.not_regular")
  }

  @Test func `free space is told, and the words for a full disk`() throws {
    #expect(try DurableFiles.onDisk.freeBytes(at: folder.path) > 0)
    let full = FileProblem.system(ENOSPC, "write a.csv")
    #expect(full.code == "disk.full")
    #expect(full.message == "cannot write a.csv: the disk is full (error 28)")
    #expect(full.canRetry)
  }
}
