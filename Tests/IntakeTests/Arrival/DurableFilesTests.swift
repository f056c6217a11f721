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
