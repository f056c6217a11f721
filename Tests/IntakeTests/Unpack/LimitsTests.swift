import Intake
import PackingSupport
import Records
import Testing

/// Each limit holds where it is set, and the same file is read where it is not.
struct LimitsTests {
  private struct Case: Sendable {
    var code: String
    var bytes: [UInt8]
    var set: @Sendable (inout IntakeLimits) -> Void

    init(_ code: String, _ bytes: [UInt8], set: @escaping @Sendable (inout IntakeLimits) -> Void) {
      (self.code, self.bytes, self.set) = (code, bytes, set)
    }
  }

  private static let long = String(repeating: "x", count: 2000)
  private static let longer = String(repeating: "x", count: 1_000_000)
  private static let entries = [
    Packing.Entry("a.csv", "id\n1\n"), Packing.Entry("b.csv", "id\n\(long)\n"),
    Packing.Entry("c.csv", "id\n1\n"),
  ]
  private static let cases: [Case] = [
    Case("row.cell_too_long", Array("id,b\n1,\(long)\n2,b\n".utf8)) { $0.decode.cellBytes = 1024 },
    Case("row.too_long", Array("id,b\n\(longer),\(longer)\n".utf8)) { $0.decode.rowBytes = 1 << 19 },
    Case("columns.too_many", Array("a,b,c\n1,2,3\n".utf8)) { $0.decode.columns = 2 },
    Case("columns.too_many", Array(#"[{"a":1,"b":2,"c":3}]"#.utf8)) { $0.decode.columns = 2 },
    Case("json.text_too_long", Array(#"[{"a":"\#(long)"}]"#.utf8)) { $0.decode.textBytes = 1024 },
    Case("json.too_deep", Array(#"[{"a":[[[1]]]}]"#.utf8)) { $0.decode.depth = 3 },
    Case("xml.text_too_long", Array("<l><r><a>\(long)</a></r><r/></l>".utf8)) { $0.decode.cellBytes = 1024 },
    Case("archive.bomb", Packing.zip(entries)) { $0.unpack.expandedBytes = 1024 },
    Case("archive.bomb", Packing.zip(entries)) { ($0.unpack.ratio, $0.unpack.freeBytes) = (1, 0) },
    Case("archive.entries", Packing.zip(entries)) { $0.unpack.entries = 2 },
    Case("archive.depth", Packing.zip([.init("in.zip", Packing.zip(entries))])) { $0.unpack.depth = 1 },
  ]

  @Test(arguments: cases.indices) func `a limit holds where it is set, and else its default`(index: Int)
    throws
  {
    let example = Self.cases[index]
    let folder = try TemporaryFolder()
    let path = folder.path.appending("file")
    try DurableFiles.onDisk.write(example.bytes, to: path)
    var limits = IntakeLimits()
    #expect(Self.codes(path, limits).isEmpty)
    example.set(&limits)
    #expect(Self.codes(path, limits).contains(example.code), "\(Self.codes(path, limits))")
  }

  /// Of everything that is wrong with the file, its documents and their rows.
  private static func codes(_ path: BytePath, _ limits: IntakeLimits) -> [String] {
    var codes: [String] = []
    do throws(FileProblem) {
      var options = DecodeOptions()
      options.limits = limits.decode
      var documents = try Documents(path, options: options, limits: limits.unpack)
      while let document = try documents.next() {
        do throws(FileProblem) {
          var reader = try document.rows.get()
          while let batch = try reader.next() { codes += batch.problems.map(\.problem.code) }
        } catch { codes.append(error.code) }
      }
    } catch { codes.append(error.code) }
    return codes
  }
}
