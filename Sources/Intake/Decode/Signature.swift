import Records

/// Kinds of file that are no text, told by their first bytes, with what to do instead.
enum Signature {
  /// `view` begins with the file's first byte.
  static func problem(with view: ByteView) -> FileProblem? {
    for kind in kinds where matches(view, kind.bytes, at: kind.offset) {
      return FileProblem(
        code: "file.unrecognised", message: "this is \(kind.name), not a table as text", remedy: kind.remedy)
    }
    return nil
  }

  /// Text may hold a control character here and there; where more than one byte in twenty is one, it is no text (of
  /// random bytes nearly two are), unless those are no more than three and less than one in ten.
  static func binaryProblem(with view: ByteView) -> FileProblem? {
    let seen = min(view.count, 1 << 16)
    let controls = (0..<seen).filter { isControl(view[$0]) }
    guard let first = controls.first, controls.count * 20 > seen,
      controls.count > 3 || controls.count * 10 >= seen
    else { return nil }
    let before = view.array(0..<first)
    return FileProblem(
      code: "text.binary", message: "this is not text: it contains bytes that no text has",
      remedy: "export it as CSV or JSON", line: 1 + before.count { $0 == 0x0A },
      column: first - (before.lastIndex(of: 0x0A) ?? -1))
  }

  /// The separators 1 and 1C to 1F are left out: they stand between cells in some exports.
  private static func isControl(_ byte: UInt8) -> Bool {
    byte != 1 && (byte < 0x09 || (0x0E...0x1B).contains(byte)) || byte == 0x7F
  }

  private static func matches(_ view: ByteView, _ bytes: [UInt8], at offset: Int) -> Bool {
    guard view.count >= offset + bytes.count else { return false }
    return bytes.indices.allSatisfy { view[offset + $0] == bytes[$0] }
  }

  private struct Kind {
    let bytes: [UInt8]
    let offset: Int
    let name: String
    let remedy: String

    init(_ bytes: [UInt8], _ name: String, _ remedy: String, at offset: Int = 0) {
      self.bytes = bytes
      self.offset = offset
      self.name = name
      self.remedy = remedy
    }
  }

  private static let unpack = "unpack it and put what is inside here"
  private static let saveAsCSV = "open it and save it as CSV"
  private static let exportAsText = "export it as CSV or JSON"
  private static let kinds = [
    Kind(
      [0x50, 0x4B, 0x03, 0x04], "a zip archive or an Excel workbook (.xlsx)",
      "save a workbook as CSV; " + unpack),
    Kind([0x50, 0x4B, 0x05, 0x06], "an empty zip archive", exportAsText),
    Kind([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Office document (.xls)", saveAsCSV),
    Kind(Array("%PDF-".utf8), "a PDF document", exportAsText),
    Kind([0x1F, 0x8B], "a gzip archive", unpack),
    Kind([0x31, 0x41, 0x59, 0x26, 0x53, 0x59], "a bzip2 archive", unpack, at: 4),
    Kind([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "an xz archive", unpack),
    Kind([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive", unpack),
    Kind([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive", unpack),
    Kind(Array("Rar!".utf8) + [0x1A, 0x07], "a RAR archive", unpack),
    Kind(Array("ustar".utf8), "a tar archive", unpack, at: 257),
    Kind(Array("<!DOCTYPE html".utf8), "a web page", exportAsText),
    Kind(Array("<!doctype html".utf8), "a web page", exportAsText),
    Kind(Array("<html".utf8), "a web page", exportAsText),
    Kind([0x89, 0x50, 0x4E, 0x47], "a picture", exportAsText),
    Kind([0xFF, 0xD8, 0xFF], "a picture", exportAsText),
    Kind(Array("GIF8".utf8), "a picture", exportAsText),
    Kind(Array("WEBP".utf8), "a picture", exportAsText, at: 8),
    Kind([0x49, 0x49, 0x2A, 0x00], "a picture", exportAsText),
    Kind([0x4D, 0x4D, 0x00, 0x2A], "a picture", exportAsText),
    Kind([0x00, 0x00, 0x01, 0x00], "a picture", exportAsText),
    Kind(Array("8BPS".utf8), "a picture", exportAsText),
    Kind(Array("ftyp".utf8), "a film, a photo or a sound recording", exportAsText, at: 4),
    Kind([0x1A, 0x45, 0xDF, 0xA3], "a film", exportAsText),
    Kind(Array("AVI ".utf8), "a film", exportAsText, at: 8),
    Kind(Array("WAVE".utf8), "a sound recording", exportAsText, at: 8),
    Kind(Array("OggS".utf8), "a sound recording", exportAsText),
    Kind(Array("fLaC".utf8), "a sound recording", exportAsText),
    Kind(Array("ID3".utf8) + [0x03], "a sound recording", exportAsText),
    Kind(Array("ID3".utf8) + [0x04], "a sound recording", exportAsText),
    Kind(Array("{\\rtf".utf8), "a rich text document (.rtf)", saveAsCSV),
    Kind(Array("CD001".utf8), "the image of a disc (.iso)", unpack, at: 32_769),
    Kind(Array("MSCF".utf8) + [0x00], "a cabinet archive", unpack),
    Kind(Array("LZIP".utf8) + [0x01], "an lzip archive", unpack),
    Kind([0x04, 0x22, 0x4D, 0x18], "an lz4 archive", unpack),
    Kind([0x1F, 0x9D], "a file packed by compress (.Z)", unpack),
    Kind(Array("PAR1".utf8), "a Parquet file", exportAsText),
    Kind([0x7F, 0x45, 0x4C, 0x46], "a program", exportAsText),
    Kind([0x4D, 0x5A, 0x90, 0x00], "a program", exportAsText),
    Kind([0xCF, 0xFA, 0xED, 0xFE], "a program", exportAsText),
    Kind([0x00, 0x61, 0x73, 0x6D], "a program", exportAsText),
    Kind(Array("SQLite format 3".utf8), "a database", exportAsText),
  ]
}
