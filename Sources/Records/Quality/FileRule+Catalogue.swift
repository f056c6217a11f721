extension FileRule {
  /// Everything that can be wrong with a file, in the order in which it is listed for people.
  public static let catalogue = files + contents + archives + documents + surroundings

  private static let files = [
    FileRule(
      "file.empty", .exportAgain, "there is nothing in the file, or no table", remedy: "export it again"),
    FileRule(
      "file.incomplete", .exportAgain, "the file ends too early",
      remedy: "copy or download it again until it is whole"),
    FileRule(
      "file.encrypted", .changeFile, "the file is encrypted",
      remedy: "unpack it with its password and drop what is inside"),
    FileRule(
      "file.unrecognised", .changeSettings, "the file is no export that is known here",
      remedy: "export it as CSV or JSON, or describe it: `daybook learn FILE`"),
    FileRule(
      "file.ambiguous", .changeSettings, "the file could be any of several kinds of export",
      remedy: "make the definitions in Config/Sources/ tell them apart"),
    FileRule(
      "file.no_header", .changeFile, "no line names the columns",
      remedy: "put a line with the names of the columns above the first row, and drop it again"),
    FileRule(
      "currency.unstated", .changeSettings, "nothing says which currency the amounts are in",
      remedy: "write `currency: EUR`, or whichever it is, in Config/daybook.yaml"),
    FileRule(
      "file.envelope", .changeFile, "the frame of a Daybook document breaks its contract",
      remedy: "give source_id 3 to 50 characters, and the document 1 to 10,000 records"),
    FileRule(
      "budget.exceeded", .changeFile,
      "too many of its rows cannot be trusted, so that none of the file was taken",
      remedy: "export it again or mend it; if it is right as it is, rename it to NAME.accept and drop it"),
    FileRule(
      "footer.disagrees", .exportAgain, "the file states another number of rows than stand in it",
      remedy: "export it again; rows are missing, or were added"),
    FileRule(
      "source.mixed", .changeSettings,
      "two kinds of export share a stream, and their rows are different things",
      remedy: "give one of them a stream of its own in Config/Sources/"),
  ]

  private static let contents = [
    FileRule("text.binary", .exportAgain, "the file is not text", remedy: "export it as CSV or JSON"),
    FileRule(
      "text.encoding", .changeFile, "the file is not text in the encoding it should be in",
      remedy: "save it as UTF-8"),
    FileRule(
      "row.too_long", .changeFile, "a row or record is longer than allowed",
      remedy: "look for a line end or a quote that is missing, or raise limits: row"),
    FileRule(
      "columns.too_many", .changeFile, "the file has more columns than allowed",
      remedy: "export only the columns that are needed"),
  ]

  private static let archives = [
    FileRule(
      "archive.bomb", .changeFile, "far more comes out of the archive than it should hold",
      remedy: "if it is genuine, unpack it and drop what is inside, or raise limits"),
    FileRule(
      "archive.damaged", .exportAgain, "the archive is damaged", remedy: "export or download it again"),
    FileRule("archive.empty", .exportAgain, "there is no file in the archive", remedy: "export it again"),
    FileRule(
      "archive.entries", .changeFile, "the archive holds too many files",
      remedy: "pack fewer files into one archive"),
    FileRule(
      "archive.depth", .changeFile, "archives are packed into one another too deep",
      remedy: "unpack it and drop what is inside"),
    FileRule(
      "archive.nested_size", .changeFile, "an archive inside the archive is too large",
      remedy: "unpack the outer one and drop what is inside"),
    FileRule(
      "archive.path", .exportAgain, "a name in the archive leads out of its folder",
      remedy: "do not trust this archive; ask where it comes from"),
    FileRule(
      "archive.link", .changeFile, "something in the archive is a link or a device, not a file",
      remedy: "pack the file itself"),
  ]

  private static let documents = [
    FileRule(
      "json.malformed", .exportAgain, "the document is not JSON",
      remedy: "export it again; if it was edited by hand, repair it at the place that is named"),
    FileRule(
      "json.repeated_key", .exportAgain, "a list stands twice in the document",
      remedy: "export it again, or put the two lists into two files"),
    FileRule(
      "json.too_deep", .changeFile, "lists and objects stand in one another too deep",
      remedy: "export it flatter, or raise limits: depth"),
    FileRule(
      "json.text_too_long", .changeFile, "a text in the document is too long",
      remedy: "shorten it, or raise limits: json_text"),
    FileRule(
      "json.number_too_long", .exportAgain, "a number in the document has too many digits",
      remedy: "export it again, and numbers that are names as texts"),
    FileRule("xml.malformed", .exportAgain, "the document is not XML", remedy: "export it again"),
    FileRule(
      "xml.entity", .exportAgain, "the document defines entities of its own, which are not read",
      remedy: "export it without a document type, or as CSV or JSON"),
    FileRule(
      "xml.too_deep", .changeFile, "elements stand in one another too deep", remedy: "export it flatter"),
    FileRule(
      "xml.text_too_long", .changeFile, "a text in the document is too long",
      remedy: "shorten it, or raise limits: cell"),
    FileRule(
      "xml.too_many_attributes", .changeFile, "an element has too many attributes",
      remedy: "export it with fewer attributes"),
  ]

  /// What is around a file: folders, disks, rights and the database.
  private static let surroundings = [
    FileRule(
      "privacy.changed", .changeSettings,
      "`privacy` was changed, and the database still knows its customers as before",
      remedy: "run `daybook rebuild` once"),
    FileRule(
      "privacy.key", .computer, "Data/pseudonyms.key is missing, damaged or another key than before",
      remedy: "put the key back from a copy, or run `daybook rebuild` to name all customers anew"),
    FileRule("file.changed", .wait, "the file changed while it was read", remedy: "wait; it is tried again"),
    FileRule(
      "file.vanished", .wait, "the file is not there any more",
      remedy: "put it back if it was not meant to go"),
    FileRule(
      "file.unreadable", .computer, "the file may not be read",
      remedy: "give Daybook's user the right to read it"),
    FileRule(
      "file.not_regular", .changeFile, "it is a folder, a pipe or a device, not a file",
      remedy: "put an ordinary file there"),
    FileRule("file.is_link", .changeFile, "it is a link, not a file", remedy: "put the file itself there"),
    FileRule("file.name", .changeFile, "the name is too long", remedy: "give it a shorter name"),
    FileRule(
      "file.exists", .changeFile, "something of that name is already there",
      remedy: "move what is in the way, or choose another name"),
    FileRule(
      "file.not_folder", .computer, "a part of the path is not a folder", remedy: "move what is in the way"),
    FileRule(
      "file.other_disk", .computer, "it lies on another disk", remedy: "keep the shop folder on one disk"),
    FileRule("file.system", .computer, "the system refused for another reason", remedy: "try again"),
    FileRule(
      "folder.too_deep", .changeFile, "the file lies too many folders deep",
      remedy: "put the files closer to the inbox"),
    FileRule("disk.full", .computer, "the disk is full", remedy: "make room; the work goes on by itself"),
    FileRule(
      "disk.failed", .computer, "the disk reports an error",
      remedy: "check the disk and its cable, and your backups"),
    FileRule(
      "disk.unreadable", .computer, "the disk reports an error while it is read",
      remedy: "check the disk and its cable; it is tried again"),
    FileRule("disk.read_only", .computer, "the disk can only be read", remedy: "make the folder writable"),
    FileRule("system.busy", .wait, "memory or open files are short", remedy: "wait; it is tried again"),
    FileRule(
      "database.cannot_open", .computer, "the database cannot be opened",
      remedy: "check that it is a Daybook database and that you may write to its folder"),
    FileRule(
      "database.damaged", .computer, "the database is damaged",
      remedy: "set it aside and drop the files from Filed/ into Inbox/ again"),
    FileRule(
      "database.newer", .computer, "the database was written by a newer Daybook", remedy: "update Daybook"),
    FileRule(
      "database.older", .computer, "the database was written by an older Daybook",
      remedy: "run `daybook run` once"),
    FileRule(
      "database.failed", .computer, "the database refused to work",
      remedy: "run Daybook again; keep its words"),
    FileRule(
      "learn.known", .changeSettings, "the export to be learned is known already",
      remedy: "drop it into Inbox/, or change its definition"),
    FileRule(
      "learn.taken", .changeSettings, "there is a kind of export of that name already",
      remedy: "choose another with --name"),
    FileRule(
      "learn.no_sales", .changeSettings, "no columns were found that could be sales",
      remedy: "write the definition by hand, after one of those in Config/Sources/"),
    FileRule(
      "fix.unknown", .exportAgain, "none of the rows that came back is held",
      remedy: "take the newest file from Fix/, mend that, and leave the column daybook_ref as it is"),
    FileRule(
      "fix.not_alone", .changeFile, "rows that were mended stand together with another table",
      remedy: "drop each of them as a file of its own"),
    FileRule(
      "held.unknown", .changeFile, "no open held row, cause or file is called that",
      remedy: "`daybook quarantine list` names them"),
    FileRule(
      "held.no_form", .exportAgain, "how the file was written is not known, since an older Daybook took it",
      remedy: "drop its original from Filed/ again"),
    FileRule(
      "suggest.unknown", .changeFile, "there is no suggestion of that number",
      remedy: "`daybook quarantine suggest` lists them"),
    FileRule(
      "suggest.meaning", .changeFile, "what the suggestion's word means is not known",
      remedy: "say it with --as"),
    FileRule(
      "suggest.by_hand", .changeFile,
      "the definition is written in a way that cannot be changed by a command",
      remedy: "write the line into it yourself"),
    FileRule("file.stopped", .wait, "reading it was stopped", remedy: "it is read again the next time"),
    FileRule(
      "archive.method", .changeFile, "it is packed in a way that is rare in zip files",
      remedy: "unpack it and put what is inside here"),
  ]
}
