import ArgumentParser
import Foundation
import Pipeline
import Records

struct ParseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parse", abstract: "Show what is seen in a file before any mapping.",
    discussion: """
      The table goes to standard output; what was found out, how, and what is wrong with which row go to standard error.
      Of JSON, XML, archives and compressed files nothing is shown before all of it was read and is sound.

      EXAMPLES
        daybook parse orders.csv
        daybook parse orders.txt --delimiter tab --encoding windows-1252 --format json
        daybook parse report.csv --table 2 --header-line 9
        daybook parse exports.zip --table 3

      EXIT CODES
        0   a table was shown, damaged rows of delimited text included
        3   the file is sound and holds no table
        65  the file is damaged or of no kind that can be read
      """)

  @Argument(help: "The file to look at.") var file: String
  @Option(help: "How to print: csv, json (a list of lists of texts) or ndjson (a record a line).")
  var format = FileParse.Format.csv
  @Option(help: "Which table of the file, from 1, through all files of an archive. Else the first sound one.")
  var table: Int?
  @Option(help: "What stands between cells: a text of up to 8 bytes, or tab, space, comma, semicolon, pipe.")
  var delimiter: String?
  @Option(help: "What wraps cells: a character, or none, double, single.") var quote: String?
  @Option(help: "Such as utf-8, utf-16, windows-1252, iso-8859-15, shift_jis.") var encoding: String?
  @Option(help: "The line of the file, from 1, that names the columns; 0: none does.") var headerLine: Int?

  func validate() throws {
    if table ?? 1 < 1 { throw ValidationError("--table counts from 1") }
    if headerLine ?? 0 < 0 { throw ValidationError("--header-line counts from 1; 0 says that there is none") }
    if let delimiter, !(1...8).contains(Self.bytes(delimiter).count) {
      throw ValidationError("--delimiter must have 1 to 8 bytes")
    }
    if let delimiter, Self.bytes(delimiter).contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0x22 }) {
      throw ValidationError("--delimiter cannot hold a quote or a line end")
    }
    if let quote, quote != "none", Self.bytes(quote).count != 1 {
      throw ValidationError("--quote must be one byte")
    }
  }

  func run() throws {
    let path = BytePath(URL(filePath: file).standardizedFileURL.path)
    let parse = FileParse(
      path, stated: stated, format: format, table: table,
      output: { FileHandle.standardOutput.write(Data($0)) }, report: Terminal.warn)
    switch parse.run() {
    case .table: break
    case .noTable: throw ExitCode(3)
    case .refused(let problem): throw ExitCode(Failure.code(of: problem))
    }
  }

  private var stated: StatedDialect {
    var stated = StatedDialect()
    stated.delimiter = delimiter.map(Self.bytes)
    stated.quote = quote.map { $0 == "none" ? [] : Self.bytes($0) }
    stated.encoding = encoding
    stated.headerLine = headerLine
    return stated
  }

  private static let names = [
    "tab": "\t", "\\t": "\t", "space": " ", "comma": ",", "semicolon": ";", "pipe": "|", "double": "\"",
    "single": "'",
  ]

  private static func bytes(_ text: String) -> [UInt8] { Array((names[text] ?? text).utf8) }
}
