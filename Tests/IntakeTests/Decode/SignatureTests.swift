import Records
import Testing

@testable import Intake

/// Files of other kinds are refused by what they are, whatever they are called.
struct SignatureTests {
  private struct Example: Sendable {
    var kind: String
    var bytes: [UInt8]

    init(_ kind: String, _ beginning: [UInt8], behind zeros: Int = 0) {
      self.kind = kind
      bytes = [UInt8](repeating: 0, count: zeros) + beginning + [UInt8](repeating: 0, count: 4000)
    }

    init(_ kind: String, _ beginning: String, behind zeros: Int = 0) {
      self.init(kind, Array(beginning.utf8), behind: zeros)
    }
  }

  private static let examples = [
    Example("a film, a photo or a sound recording", [0, 0, 0, 0x20] + Array("ftypisom".utf8)),
    Example("a film, a photo or a sound recording", [0, 0, 0, 0x18] + Array("ftypheic".utf8)),
    Example("a film", [0x1A, 0x45, 0xDF, 0xA3]), Example("a film", "RIFF\0\u{1}\0\0AVI LIST"),
    Example("a sound recording", "RIFF\0\u{1}\0\0WAVEfmt "), Example("a sound recording", "OggS\0\u{2}"),
    Example("a sound recording", "fLaC\0\0"), Example("a sound recording", "ID3\u{3}\0"),
    Example("a sound recording", "ID3\u{4}\0"), Example("a picture", "RIFF\0\u{1}\0\0WEBPVP8 "),
    Example("a picture", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]),
    Example("a picture", [0xFF, 0xD8, 0xFF, 0xE0]),
    Example("a picture", "GIF89a"), Example("a picture", [0x49, 0x49, 0x2A, 0x00]),
    Example("a picture", [0x4D, 0x4D, 0x00, 0x2A]), Example("a picture", [0, 0, 1, 0, 1, 0]),
    Example("a picture", "8BPS\0\u{1}"), Example("a rich text document (.rtf)", "{\\rtf1\\ansi Hello}"),
    Example("the image of a disc (.iso)", "CD001\u{1}", behind: 32_769),
    Example("a cabinet archive", "MSCF\0\0\0\0"), Example("an lzip archive", "LZIP\u{1}"),
    Example("an lz4 archive", [0x04, 0x22, 0x4D, 0x18]),
    Example("a file packed by compress (.Z)", [0x1F, 0x9D, 0x90]),
    Example("a RAR archive", "Rar!\u{1A}\u{7}\0"), Example("a Parquet file", "PAR1"),
    Example("a program", [0x7F, 0x45, 0x4C, 0x46]), Example("a program", [0x4D, 0x5A, 0x90, 0x00]),
    Example("a program", [0xCF, 0xFA, 0xED, 0xFE]), Example("a program", [0x00, 0x61, 0x73, 0x6D, 1]),
    Example("a database", "SQLite format 3\0"), Example("a PDF document", "%PDF-1.7"),
    Example("an old Office document (.xls)", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
    Example("a web page", "<!DOCTYPE html><html>"), Example("a web page", "<html lang=en>"),
  ]

  @Test(arguments: examples.indices) func `a file of another kind is named for what it is`(index: Int) {
    let example = Self.examples[index]
    for name in ["orders.csv", "orders.json"] {
      let found = problem { _ = try Reading(MemorySource(example.bytes), name: name) }
      #expect(found?.code == "file.unrecognised")
      #expect(found?.message == "this is \(example.kind), not a table as text")
      #expect(found?.remedy.isEmpty == false)
    }
  }

  @Test(arguments: ["PAR1", "ID3", "ftyp", "CD001", "BM", "OggS"])
  func `a name of a column that only resembles a mark is no mark`(name: String) throws {
    let text = "id,\(name)x,n\n1,2,3\n4,5,6\n"
    #expect(try Reading(text).texts == [["1", "2", "3"], ["4", "5", "6"]])
  }
}
