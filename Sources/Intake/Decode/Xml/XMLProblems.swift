import Records

extension FileProblem {
  static func xml(_ code: String, _ message: String, line: Int?, column: Int? = nil) -> FileProblem {
    FileProblem(
      code: code, message: message,
      remedy: code == "file.incomplete"
        ? "copy or download it again until it is whole"
        : "export the file again; if it was edited by hand, repair it at this place", line: line,
      column: column)
  }

  static func xmlEntity(line: Int?, column: Int? = nil) -> FileProblem {
    FileProblem(
      code: "xml.entity", message: "the document defines entities of its own, which are not read",
      remedy: "export it without a document type, or as CSV or JSON", line: line, column: column)
  }

  static func xmlEncoding(_ name: String) -> FileProblem {
    FileProblem(
      code: "text.encoding", message: "the document says it is in the encoding \(name), which is not read",
      remedy: "save it as UTF-8", line: 1, column: 1)
  }
}
