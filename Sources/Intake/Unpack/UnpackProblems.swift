import Records

extension FileProblem {
  static func bomb(_ what: String) -> FileProblem {
    FileProblem(
      code: "archive.bomb", message: "unpacking was stopped: \(what)",
      remedy: "if the file is genuine, unpack it yourself and put what is inside here, or raise the limit")
  }

  static func damagedArchive(_ what: String) -> FileProblem {
    FileProblem(
      code: "archive.damaged", message: "the archive is damaged: \(what)",
      remedy: "export or download it again")
  }

  static func incompleteArchive(_ what: String) -> FileProblem {
    FileProblem(
      code: "file.incomplete", message: "the archive ends too early: \(what)",
      remedy: "copy or download it again until it is whole")
  }

  static var encrypted: FileProblem {
    FileProblem(
      code: "file.encrypted", message: "it is encrypted and cannot be read without its password",
      remedy: "unpack it with the password and put what is inside here")
  }

  static var emptyArchive: FileProblem {
    FileProblem(
      code: "archive.empty", message: "there is no file in the archive", remedy: "export it again")
  }

  static func archiveTooDeep(limit: Int) -> FileProblem {
    FileProblem(
      code: "archive.depth", message: "archives are packed into one another more than \(limit) deep",
      remedy: "unpack it and put what is inside here")
  }

  static func nestedArchiveTooLarge(limit: Int) -> FileProblem {
    FileProblem(
      code: "archive.nested_size",
      message: "an archive inside the archive is larger than \(limit) bytes",
      remedy: "unpack the outer archive and put what is inside here")
  }

  static func tooManyEntries(limit: Int) -> FileProblem {
    FileProblem(
      code: "archive.entries", message: "the archive holds more than \(limit) files",
      remedy: "pack fewer files into one archive")
  }

  static var unsafeEntryName: FileProblem {
    FileProblem(
      code: "archive.path", message: "its name leads out of the folder it would be unpacked to",
      remedy: "do not trust this archive; ask where it comes from")
  }

  static func oddMethod(_ method: String) -> FileProblem {
    FileProblem(
      code: "archive.method", message: "it is packed in a way that is rare (\(method))",
      remedy: "unpack it and put what is inside here")
  }

  static func notAFile(_ what: String) -> FileProblem {
    FileProblem(
      code: "archive.link", message: "it is \(what), not a file",
      remedy: "pack the file itself into the archive")
  }

  static func fileOfAnotherKind(_ name: String, remedy: String) -> FileProblem {
    FileProblem(
      code: "file.unrecognised", message: "this is \(name), not a table as text", remedy: remedy)
  }
}
